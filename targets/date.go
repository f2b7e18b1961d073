package targets

import (
	"fmt"
	"time"
)

// A Date is a calendar day in Asia/Shanghai and stands for the end of that day.
// It counts days, 0001-01-01 being day 1, so that the zero Date means "no date".
type Date int32

// Shanghai is the one time zone of the product. China has kept UTC+8 without
// daylight saving since 1991, so no time zone database is needed.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

const secondsPerDay = 24 * 60 * 60

var dayZero = time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay

// NewDate returns the day y-m-d. Values outside the calendar are normalised as
// by time.Date: NewDate(2025, 2, 0) is the last day of January.
func NewDate(y, m, d int) Date {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return Date(t.Unix()/secondsPerDay - dayZero)
}

// DateOf returns the day that t falls on in Asia/Shanghai.
func DateOf(t time.Time) Date {
	y, m, d := t.In(Shanghai).Date()
	return NewDate(y, int(m), d)
}

// ParseDate reads the form 2025-03-31 (ASCII digits, a day that exists).
func ParseDate(s string) (Date, error) {
	y, m, d, ok := isoDate(s)
	if !ok {
		return 0, &Error{Kind: Invalid, Text: fmt.Sprintf("日期 %q 无法识别，应为 2025-03-31 这样的形式", s)}
	}
	return NewDate(y, m, d), nil
}

// isoDate splits YYYY-MM-DD and reports whether that day exists.
func isoDate(s string) (y, m, d int, ok bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, 0, 0, false
	}
	y, okY := digits(s[:4])
	m, okM := digits(s[5:7])
	d, okD := digits(s[8:])
	ok = okY && okM && okD && y >= 1 && m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m)
	return y, m, d, ok
}

// digits reads an unsigned number of ASCII digits.
func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, len(s) > 0
}

func daysIn(y, m int) int {
	return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// YMD returns the year, month and day of the month.
func (d Date) YMD() (year, month, day int) {
	t := time.Unix((int64(d)+dayZero)*secondsPerDay, 0).UTC()
	y, m, dd := t.Date()
	return y, int(m), dd
}

// Year returns the calendar year.
func (d Date) Year() int { y, _, _ := d.YMD(); return y }

// End returns the first instant after the day, so that "up to d" is Before(d.End()).
func (d Date) End() time.Time {
	y, m, day := d.YMD()
	return time.Date(y, time.Month(m), day+1, 0, 0, 0, 0, Shanghai)
}

// AddYears returns the same day n years later; 29 February becomes 28 February
// in a year that has none.
func (d Date) AddYears(n int) Date {
	y, m, day := d.YMD()
	return NewDate(y+n, m, min(day, daysIn(y+n, m)))
}

// AddMonths returns the same day n months later, or the last day of a shorter month.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.YMD()
	first := NewDate(y, m+n, 1)
	y, m, _ = first.YMD()
	return NewDate(y, m, min(day, daysIn(y, m)))
}

// String prints 2025-03-31, and nothing for the zero Date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	y, m, day := d.YMD()
	b := [10]byte{4: '-', 7: '-'}
	put(b[0:4], y)
	put(b[5:7], m)
	put(b[8:10], day)
	return string(b[:])
}

// put writes n right-aligned with leading zeros.
func put(b []byte, n int) {
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
}

// MarshalText and UnmarshalText let a Date stand in JSON and YAML as 2025-03-31.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes; an empty text is no date.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// Weekday returns the day of the week. Day 1, 0001-01-01, was a Monday.
func (d Date) Weekday() time.Weekday { return time.Weekday(((int64(d) % 7) + 7) % 7) }
