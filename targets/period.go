package targets

import (
	"fmt"
	"strings"
)

// A Period (报告期) is a range of whole days, both ends included. Its written
// form follows from the range, so one range has exactly one form: 2025,
// 2025-S1, 2025-Q3, 2025-03, 2025-03-31 or 2025-01-01/2025-10-24. Two Periods
// are equal when their forms are. The zero Period means "none".
type Period struct {
	Start, End Date
}

// ParsePeriod reads any written form and canonicalises: a range equal to a
// year, half-year, quarter, month or day becomes that form. Full-width digits,
// lower-case letters and spaces are refused by an Invalid Error.
func ParsePeriod(s string) (Period, error) {
	if from, to, ok := strings.Cut(s, "/"); ok {
		return parseRange(s, from, to)
	}
	if p, ok := parseNamed(s); ok {
		return p, nil
	}
	return Period{}, periodError(s)
}

func parseRange(s, from, to string) (Period, error) {
	start, err1 := ParseDate(from)
	end, err2 := ParseDate(to)
	if err1 != nil || err2 != nil {
		return Period{}, periodError(s)
	}
	if start > end {
		return Period{}, &Error{Kind: Invalid, Text: fmt.Sprintf("报告期 %q 的起始日晚于结束日，请对调", s)}
	}
	return Period{start, end}, nil
}

// parseNamed reads the forms without a slash.
func parseNamed(s string) (Period, bool) {
	if len(s) == 10 {
		y, m, d, ok := isoDate(s)
		return Day(NewDate(y, m, d)), ok
	}
	if len(s) != 4 && len(s) != 7 || len(s) == 7 && s[4] != '-' {
		return Period{}, false
	}
	y, ok := digits(s[:4])
	if !ok || y < 1 {
		return Period{}, false
	}
	if len(s) == 4 {
		return Year(y), true
	}
	return parsePart(y, s[5:])
}

// parsePart reads the part of a year: S1, Q3 or 03.
func parsePart(y int, part string) (Period, bool) {
	n, isNumber := digits(part[1:])
	switch {
	case part[0] == 'S' && isNumber && n >= 1 && n <= 2:
		return Months(y, 6*n-5, 6), true
	case part[0] == 'Q' && isNumber && n >= 1 && n <= 4:
		return Months(y, 3*n-2, 3), true
	}
	m, ok := digits(part)
	return Months(y, m, 1), ok && m >= 1 && m <= 12
}

func periodError(s string) error {
	return &Error{Kind: Invalid, Text: fmt.Sprintf(
		"报告期 %q 无法识别，应为 2025、2025-S1、2025-Q3、2025-03、2025-03-31 或 2025-01-01/2025-10-24", s)}
}

// Day returns the Period of one day.
func Day(d Date) Period { return Period{d, d} }

// Year returns the Period of a calendar year.
func Year(y int) Period { return Months(y, 1, 12) }

// Months returns the Period of n months from month m of year y.
func Months(y, m, n int) Period { return Period{NewDate(y, m, 1), NewDate(y, m+n, 0)} }

// Days is the number of days, both ends included.
func (p Period) Days() int { return int(p.End-p.Start) + 1 }

// IsZero reports whether there is no period.
func (p Period) IsZero() bool { return p == Period{} }

// Within reports whether every day of p is a day of q.
func (p Period) Within(q Period) bool { return p.Start >= q.Start && p.End <= q.End }

// Overlaps reports whether p and q share a day.
func (p Period) Overlaps(q Period) bool { return p.Start <= q.End && q.Start <= p.End }

// Compare orders periods by end, then by start: the order of a series.
func (p Period) Compare(q Period) int {
	if p.End != q.End {
		return int(p.End) - int(q.End)
	}
	return int(p.Start) - int(q.Start)
}

// String prints the canonical form, and nothing for the zero Period.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	if p.Start == p.End {
		return p.Start.String()
	}
	y, m, d := p.Start.YMD()
	if d == 1 {
		if s, ok := p.monthsForm(y, m); ok {
			return s
		}
	}
	return p.Start.String() + "/" + p.End.String()
}

// monthsForm prints a period that begins on the first of month m of year y,
// if it is a month, quarter, half-year or year.
func (p Period) monthsForm(y, m int) (string, bool) {
	var year [4]byte
	put(year[:], y)
	switch p.End {
	case NewDate(y, m+1, 0):
		var month [2]byte
		put(month[:], m)
		return string(year[:]) + "-" + string(month[:]), true
	case NewDate(y, m+3, 0):
		return string(year[:]) + "-Q" + string(rune('1'+m/3)), m%3 == 1
	case NewDate(y, m+6, 0):
		return string(year[:]) + "-S" + string(rune('1'+m/6)), m%6 == 1
	case NewDate(y, m+12, 0):
		return string(year[:]), m == 1
	}
	return "", false
}

// Label prints the period as a reader says it: 2025年第一季度, 截至… is left to
// the sentence around it. English keeps the written form.
func (p Period) Label(lang Lang) string {
	if lang == EN || p.IsZero() {
		return p.String()
	}
	y, m, d := p.Start.YMD()
	switch form := p.String(); {
	case len(form) == 4:
		return fmt.Sprintf("%d年", y)
	case p.Start == p.End:
		return fmt.Sprintf("%d年%d月%d日", y, m, d)
	case len(form) > 10:
		ey, em, ed := p.End.YMD()
		return fmt.Sprintf("%d年%d月%d日至%d年%d月%d日", y, m, d, ey, em, ed)
	case form[5] == 'Q':
		return fmt.Sprintf("%d年第%s季度", y, []string{"一", "二", "三", "四"}[m/3])
	case form[5] == 'S':
		return fmt.Sprintf("%d年%s半年", y, []string{"上", "下"}[m/6])
	}
	return fmt.Sprintf("%d年%d月", y, m)
}

// MarshalText prints the canonical form.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads any written form; an empty text is no period.
func (p *Period) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*p = Period{}
		return nil
	}
	v, err := ParsePeriod(string(b))
	if err != nil {
		return err
	}
	*p = v
	return nil
}
