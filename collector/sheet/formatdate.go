package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/nfp"

	"github.com/biaochi/biaochi/targets"
)

// dateWords are what may stand between the parts of a date without changing it.
const dateWords = " \u00a0年月日号-/.,:时分秒点上下午T"

// readDate sums up a display of dates: which of year, month and day are shown.
func (s *section) readDate() {
	s.kind = dateCell
	last := ""
	for i, t := range s.tokens {
		switch t.TType {
		case nfp.TokenTypeDateTimes, nfp.TokenTypeElapsedDateTimes:
			part := strings.ToLower(t.TValue)
			s.readPart(part, last, s.nextPart(i))
			last = part
		case nfp.TokenTypeLiteral:
			s.foreign = s.foreign || strings.Trim(t.TValue, dateWords) != ""
		case nfp.TokenTypeCondition:
			s.condition = conditionOf(t)
		case nfp.TokenTypeCurrencyLanguage: // e is a year of the Republic there
			s.foreign = s.foreign || strings.HasSuffix(t.TValue, "404]")
		}
	}
}

// readPart takes one part of a date; m is minutes behind hours and before seconds.
func (s *section) readPart(part, last, next string) {
	switch {
	case part[0] == 'y' || part == "e":
		s.year = true
	case part[0] == 'm' && (strings.HasPrefix(last, "h") || strings.HasPrefix(next, "s")):
	case part[0] == 'm' && len(part) < 5: // five letters are the month's first
		s.month = true
	case part == "d" || part == "dd":
		s.day = true
	case part[0] == 'g' || part[0] == 'b':
		s.foreign = true
	}
}

func (s *section) nextPart(i int) string {
	for _, t := range s.tokens[i+1:] {
		if t.TType == nfp.TokenTypeDateTimes {
			return strings.ToLower(t.TValue)
		}
	}
	return ""
}

// dateOf is the day a cell's number stands for. ok is false when it is none that a
// calendar has.
func dateOf(raw string, from int) (d targets.Date, ok bool) {
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || v < 1 || v >= 2958466 { // the year 10000
		return 0, false
	}
	return targets.Date(from + int(v)), true
}

// showDate reads a date as it is displayed: a day, or the month of one that shows no
// day. What hides the year, or shows more than a date, is a fault.
func (s *section) showDate(c *bookCell, raw string, from int) {
	d, ok := dateOf(raw, from)
	switch {
	case !ok:
		c.unreadable(raw)
	case s.year && !s.month && !s.day && !s.foreign:
		c.fault("单元格是只显示年份的日期", "请把单元格改为文本格式，再填年份，如 2025")
	case !s.year:
		c.fault(fmt.Sprintf("单元格显示为「%s」，没有年份，存的是日期 %s", s.render(d), d),
			"请把单元格改为文本格式，再写明报告期，如 2025-03、2025年1-9月 或 2025-03-31")
	case s.foreign || !s.month:
		c.fault(fmt.Sprintf("单元格显示为「%s」，存的是日期 %s", s.render(d), d), "请把单元格改为文本格式，照所要的写，如 2025-03-31 或 2025年1-9月")
	case s.day:
		c.kind, c.text = dateCell, d.String()
	default:
		c.kind, c.text = dateCell, d.String()[:len("2006-01")]
	}
}

// render writes what a person sees of a date, for a message.
func (s *section) render(d targets.Date) string {
	var out strings.Builder
	y, m, day := d.YMD()
	for _, t := range s.tokens {
		switch part := strings.ToLower(t.TValue); {
		case t.TType == nfp.TokenTypeLiteral:
			out.WriteString(t.TValue)
		case t.TType != nfp.TokenTypeDateTimes:
		case part == "yy":
			fmt.Fprintf(&out, "%02d", y%100)
		case part[0] == 'y' || part == "e":
			fmt.Fprint(&out, y)
		case part[0] == 'm' && !s.month:
			out.WriteString("…")
		case len(part) == 3 && part[0] == 'm':
			out.WriteString([]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}[m-1])
		case part[0] == 'm':
			fmt.Fprintf(&out, "%0*d", min(len(part), 2), m)
		case part == "d" || part == "dd":
			fmt.Fprintf(&out, "%0*d", len(part), day)
		default:
			out.WriteString("…")
		}
	}
	return out.String()
}
