package sheet

import (
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// A format is what the display of a number says about its meaning.
type format struct {
	kind   cellKind // number, percent or date
	places int      // decimals that are always shown, of a number or per cent
	month  bool     // of a date: no day is shown, it means the month
	year   bool     // of a date: nothing but the year is shown, so that it means no day or month
}

// day1900 and day1904 are the days that serial number 0 stands for. Excel holds
// 1900 for a leap year; no figure is of its first two months.
var (
	day1900 = int(targets.NewDate(1899, 12, 30))
	day1904 = int(targets.NewDate(1904, 1, 1))
)

// formatOf reads a number format: one of the built-in ones, or a workbook's own.
func formatOf(id int, code string) format {
	if code == "" {
		code = builtin(id)
	}
	bare := bareFormat(code)
	switch {
	case strings.Contains(bare, "%"):
		return format{kind: percentCell, places: shownDecimals(bare)}
	case strings.ContainsAny(bare, "yYdD年日"):
		day, month := strings.ContainsAny(bare, "dD日"), strings.ContainsAny(bare, "mM月")
		return format{kind: dateCell, month: !day, year: !day && !month}
	case strings.ContainsAny(bare, "hHsS"), strings.ContainsAny(bare, "mM"):
		return format{kind: dateCell, month: !strings.ContainsAny(bare, "hHsS")}
	}
	return format{kind: numberCell, places: shownDecimals(bare)}
}

// builtin is the code of a built-in format, as far as it matters here.
func builtin(id int) string {
	switch {
	case id == 2 || id == 4 || id == 39 || id == 40:
		return "0.00"
	case id == 9:
		return "0%"
	case id == 10:
		return "0.00%"
	case id == 17 || id == 27 || id == 52 || id == 55 || id == 57:
		return "yyyy-mm"
	case id >= 14 && id <= 16 || id == 22 || id >= 28 && id <= 31 || id == 36 || id >= 50 && id <= 58:
		return "yyyy-mm-dd"
	case id >= 18 && id <= 21 || id >= 32 && id <= 35 || id >= 45 && id <= 47:
		return "hh:mm"
	}
	return ""
}

// bareFormat is the part for positive numbers without quoted texts, colours and
// escaped characters.
func bareFormat(code string) string {
	var out strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			return out.String()
		case '\\', '_', '*':
			i++
		case '"', '[':
			end := strings.IndexByte(code[i+1:], map[byte]byte{'"': '"', '[': ']'}[c])
			if end < 0 {
				return out.String()
			}
			i += 1 + end
		default:
			out.WriteByte(c)
		}
	}
	if strings.EqualFold(out.String(), "general") {
		return ""
	}
	return out.String()
}

// shownDecimals counts the zeros behind the point: digits that are always shown. A
// format that scales or rounds in another way promises none.
func shownDecimals(bare string) int {
	_, fraction, ok := strings.Cut(bare, ".")
	if !ok || strings.ContainsAny(bare, "eE?/") {
		return 0
	}
	return len(fraction) - len(strings.TrimLeft(fraction, "0"))
}

// excelDigits is how many digits of a number a spreadsheet shows: the rest is
// what binary fractions leave over.
const excelDigits = 15

// plain writes the number of a cell with its digits: 0.30000000000000004 is the
// 0.3 that is displayed, and 0.6 shown as 0.60 is 0.60. ok is false for what is
// no number.
func (f format) plain(raw string) (s string, ok bool) {
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || v-v != 0 { // infinite or no number
		return "", false
	}
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', excelDigits-1, 64), 64); err == nil {
		v = rounded
	}
	if v == 0 {
		v = 0 // there is one zero
	}
	s = strconv.FormatFloat(v, 'f', -1, 64)
	places := f.places
	if f.kind == percentCell {
		places += 2
	}
	_, fraction, point := strings.Cut(s, ".")
	if missing := places - len(fraction); places > 0 && missing > 0 && places <= excelDigits {
		if !point {
			s += "."
		}
		s += strings.Repeat("0", missing)
	}
	return s, true
}

// date writes the day or month a cell's number stands for. ok is false when it
// is none that a calendar has.
func (f format) date(raw string, from int) (s string, ok bool) {
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || v < 1 || v >= 2958466 { // the year 10000
		return "", false
	}
	s = targets.Date(from + int(v)).String()
	if f.month {
		return s[:len("2006-01")], true
	}
	return s, true
}
