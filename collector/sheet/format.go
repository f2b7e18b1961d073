package sheet

import (
	"strconv"
	"strings"

	"github.com/xuri/nfp"

	"github.com/biaochi/biaochi/targets"
)

// A format is how a cell displays what it holds: a section for each kind of number,
// and one for texts.
type format struct {
	sections    []section // of numbers: all, or positive, negative and zero; never empty
	conditional bool      // sections are chosen by conditions of their own
	text        *section  // nil: a text is shown as it is
}

// A section is one display of numbers.
type section struct {
	kind      cellKind // number, percent or date
	general   bool
	places    int    // decimals that are always shown, of a number or per cent
	most      int    // decimals that are shown at most; -1: as many as there are
	digits    int    // places for digits
	zero      bool   // one of them is filled with 0
	shift     int    // the number shown is smaller by that many powers of ten, «12» for 12,345
	before    string // what is shown around the number
	after     string
	condition func(float64) bool

	year, month, day bool // of a date: what is shown
	foreign          bool // of a date: another calendar, or words beside it
	tokens           []nfp.Token
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
		code = builtin[id]
	}
	var f format
	parsed, ok := parseFormat(escaped(code))
	if !ok {
		return format{sections: []section{{kind: faultyCell}}}
	}
	for _, s := range parsed {
		one := newSection(s.Items)
		if s.Type == nfp.TokenSectionText {
			f.text = &one
			continue
		}
		f.conditional = f.conditional || one.condition != nil
		f.sections = append(f.sections, one)
	}
	if len(f.sections) == 0 { // «@», and formats of texts alone
		f.sections = []section{{kind: numberCell, general: true, most: -1}}
	}
	return f
}

// maxFormat is how long a number format may be in a spreadsheet.
const maxFormat = 1024

// parseFormat cuts a code into its sections; ok is false for what is no format. The
// parser panics on some texts that only look like one.
func parseFormat(code string) (sections []nfp.Section, ok bool) {
	defer func() {
		if recover() != nil {
			sections, ok = nil, false
		}
	}()
	if len(code) > maxFormat {
		return nil, false
	}
	parser := nfp.NumberFormatParser()
	return parser.Parse(code), true
}

// builtin are the codes of the built-in formats as the Chinese program has them.
// Of 30, which it shows as m-d-yy or as a month and a day, nobody can tell the year.
var builtin = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: `¥#,##0;¥-#,##0`, 6: `¥#,##0;[Red]¥-#,##0`, 7: `¥#,##0.00;¥-#,##0.00`, 8: `¥#,##0.00;[Red]¥-#,##0.00`,
	9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
	14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
	27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d", 31: "yyyy年m月d日", 32: "h时mm分", 33: "h时mm分ss秒", 34: "h时mm分", 35: "h时mm分ss秒", 36: "yyyy年m月",
	37: `#,##0;-#,##0`, 38: `#,##0;[Red]-#,##0`, 39: `#,##0.00;-#,##0.00`, 40: `#,##0.00;[Red]-#,##0.00`,
	41: `_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ `, 42: `_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ `,
	43: `_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `, 44: `_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ `,
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
	50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "h时mm分", 56: "h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日",
}

// escaped writes a code as the parser knows it: «!» before a character is a
// backslash, and General has a Chinese name.
func escaped(code string) string {
	code = strings.ReplaceAll(code, "G/通用格式", "General")
	var out strings.Builder
	quoted := false
	for i := 0; i < len(code); i++ {
		c := code[i]
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && c == '\\' && i+1 < len(code):
			out.WriteByte(c)
			i++
			c = code[i]
		case !quoted && c == '!':
			c = '\\'
		}
		out.WriteByte(c)
	}
	return out.String()
}

func newSection(tokens []nfp.Token) section {
	s := section{kind: numberCell, tokens: tokens}
	for _, t := range tokens {
		if t.TType == nfp.TokenTypeDateTimes || t.TType == nfp.TokenTypeElapsedDateTimes {
			s.readDate()
			return s
		}
	}
	s.readNumber()
	return s
}

// readNumber sums up a display of numbers.
func (s *section) readNumber() {
	point, commas, literalPoint := false, 0, false
	for _, t := range s.tokens {
		switch t.TType {
		case nfp.TokenTypeGeneral, nfp.TokenTypeTextPlaceHolder:
			s.general = true
		case nfp.TokenTypeZeroPlaceHolder, nfp.TokenTypeHashPlaceHolder, nfp.TokenTypeDigitalPlaceHolder:
			s.place(t, point, literalPoint)
			commas = 0
		case nfp.TokenTypeThousandsSeparator:
			commas++
		case nfp.TokenTypeDecimalPoint:
			point, s.shift, commas = true, s.shift+3*commas, 0
		case nfp.TokenTypePercent:
			s.kind = percentCell
			s.literal("%")
		case nfp.TokenTypeExponential, nfp.TokenTypeFraction:
			s.general, s.places = true, 0
		case nfp.TokenTypeCondition:
			s.condition = conditionOf(t)
		case nfp.TokenTypeCurrencyLanguage:
			for _, p := range t.Parts {
				if p.Token.TType == nfp.TokenSubTypeCurrencyString {
					s.literal(p.Token.TValue)
				}
			}
		case nfp.TokenTypeRepeatsChar:
			s.literal(strings.TrimSpace(t.TValue))
		case nfp.TokenTypeLiteral:
			literalPoint = literalPoint || t.TValue == "." && s.digits > 0
			if t.TValue != "." || !literalPoint {
				s.literal(t.TValue)
			}
		}
	}
	s.shift += 3 * commas
	if s.general {
		s.most, s.digits, s.zero, s.places = -1, max(s.digits, 1), true, 0
	}
	s.before, s.after = strings.TrimSpace(s.before), strings.TrimSpace(s.after)
}

// place takes places for digits. A point that is only written between them, as in
// 0!.0,"万", makes the number shown smaller.
func (s *section) place(t nfp.Token, point, literalPoint bool) {
	n := len(t.TValue)
	s.digits += n
	s.zero = s.zero || t.TType == nfp.TokenTypeZeroPlaceHolder
	switch {
	case point:
		s.most += n
		if t.TType == nfp.TokenTypeZeroPlaceHolder && s.places == s.most-n {
			s.places = s.most
		}
	case literalPoint:
		s.shift += n
	}
}

// literal takes a text shown beside the number.
func (s *section) literal(text string) {
	if s.digits == 0 && !s.general {
		s.before += text
	} else {
		s.after += text
	}
}

// conditionOf reads [>=10000].
func conditionOf(t nfp.Token) func(float64) bool {
	operator, operand := "", ""
	for _, p := range t.Parts {
		switch p.Token.TType {
		case nfp.TokenTypeOperator:
			operator = p.Token.TValue
		case nfp.TokenTypeOperand:
			operand = p.Token.TValue
		}
	}
	limit, err := strconv.ParseFloat(operand, 64)
	if err != nil {
		return func(float64) bool { return false }
	}
	return func(v float64) bool {
		switch operator {
		case ">":
			return v > limit
		case ">=":
			return v >= limit
		case "<":
			return v < limit
		case "<=":
			return v <= limit
		case "<>":
			return v != limit
		}
		return v == limit
	}
}

// section chooses the display of a number, nil when none of the conditions holds.
// signed reports whether a minus sign is put before a negative one.
func (f *format) section(v float64) (s *section, signed bool) {
	if f.conditional {
		for i := range f.sections {
			if holds := f.sections[i].condition; holds == nil || holds(v) {
				return &f.sections[i], true
			}
		}
		return nil, false
	}
	switch {
	case v < 0 && len(f.sections) > 1:
		return &f.sections[1], false
	case v == 0 && len(f.sections) > 2:
		return &f.sections[2], true
	}
	return &f.sections[0], true
}

// excelDigits is how many digits of a number a spreadsheet shows: the rest is
// what binary fractions leave over.
const excelDigits = 15

// parseNumber reads the number of a cell with the digits a spreadsheet shows.
func parseNumber(raw string) (v float64, ok bool) {
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || v-v != 0 { // infinite or no number
		return 0, false
	}
	if len(raw) > excelDigits {
		if rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', excelDigits-1, 64), 64); err == nil {
			v = rounded
		}
	}
	if v == 0 {
		v = 0 // there is one zero
	}
	return v, true
}

// plain writes a number with its digits: 0.30000000000000004 is the 0.3 that is
// displayed, and 0.6 shown as 0.60 is 0.60. rounded says that fewer are displayed.
func (s *section) plain(v float64) (text string, rounded bool) {
	text = strconv.FormatFloat(v, 'f', -1, 64)
	places, most := s.places, s.most-s.shift
	if s.kind == percentCell {
		places, most = places+2, most+2
	}
	whole, fraction, point := strings.Cut(text, ".")
	if s.most >= 0 && s.shift > 0 {
		places = 0
		rounded = most < 0 && strings.Trim(whole[max(0, len(whole)+most):]+fraction, "0") != "" || most >= 0 && len(fraction) > most
	} else {
		rounded = s.most >= 0 && len(fraction) > most
	}
	if missing := places - len(fraction); places > 0 && missing > 0 && places <= excelDigits {
		if !point {
			text += "."
		}
		text += strings.Repeat("0", missing)
	}
	return text, rounded
}
