package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// fault makes the cell one that cannot be read.
func (c *bookCell) fault(text, fix string) { c.kind, c.text, c.fix = faultyCell, text, fix }

func (c *bookCell) unreadable(raw string) {
	c.fault(fmt.Sprintf("单元格的内容 %.40q 无法识别", raw), "请重新填写")
}

// readNumber reads a number as its format displays it.
func (b *book) readNumber(c *bookCell, style int, value string, hideZeros bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	v, ok := parseNumber(value)
	if !ok {
		c.unreadable(value)
		return
	}
	f := &general
	if style >= 0 && style < len(b.formats) {
		f = &b.formats[style]
	}
	s, signed := f.section(v)
	switch {
	case s == nil:
		c.fault(fmt.Sprintf("单元格的格式显示不出所存的 %s", value), "请把单元格改为常规格式")
	case s.kind == faultyCell:
		c.fault(fmt.Sprintf("单元格的数字格式无法识别，存的是 %s", value), "请把单元格改为常规格式，核对后再填")
	case s.kind == dateCell:
		s.showDate(c, value, b.from)
	case v == 0 && (hideZeros || !s.zero && !s.general):
		c.hiddenZero(s)
	default:
		s.showNumber(c, v, signed)
	}
}

var general = format{sections: []section{{kind: numberCell, general: true, most: -1}}}

// hiddenZero asks about a zero that nobody sees: a link to a blank cell is one too.
func (c *bookCell) hiddenZero(s *section) {
	shown := "为空白"
	if s.before+s.after != "" {
		shown = "为「" + s.before + s.after + "」"
	}
	c.fault(fmt.Sprintf("单元格显示%s，存的是 0：分不清是零还是没有数", shown),
		"确为零的请把单元格改为常规格式再填 0（填报模板请选答复「零报告」），没有数的请清空单元格")
}

// showNumber reads a number that its section displays, with what is displayed
// around it.
func (s *section) showNumber(c *bookCell, v float64, signed bool) {
	text, rounded := s.plain(v)
	before, after, minus := s.words()
	switch {
	case s.digits == 0 && !s.general && s.before == "":
		c.fault(fmt.Sprintf("单元格显示为空白，存的是 %s", text), "请把单元格改为常规格式，核对后再填；没有数的请清空单元格")
	case s.digits == 0 && !s.general:
		c.fault(fmt.Sprintf("单元格显示为「%s」，存的是 %s", s.before, text), "请把单元格改为常规格式，核对后再填")
	case v < 0 && !signed && !minus, v > 0 && minus:
		c.fault(fmt.Sprintf("单元格显示为「%s」，存的是 %s", s.displayed(v, signed), text), "请把单元格改为常规格式，核对正负号后再填")
	case s.shift > 0:
		s.showScaled(c, text, rounded, before, after, s.displayed(v, signed))
	case s.kind == percentCell && before == "" && after == "%", before == "" && after == "":
		c.kind, c.text, c.rounded = s.kind, text, rounded
	case s.kind == numberCell && before == "" && (after == "%" || after == "％"):
		c.kind, c.text, c.rounded = percentCell, shifted(text, -2), rounded
	default:
		c.kind, c.text, c.rounded = numberCell, before+s.scaled(text)+after, rounded
		c.bare, c.unit, c.stored = s.scaled(text), after, strconv.FormatFloat(v, 'f', -1, 64)
		switch {
		case after == "" && (before == "¥" || before == "￥"):
			c.unit = "元"
		case before != "":
			c.unit = ""
		}
	}
}

// displayed is what a person sees of a number, for a message.
func (s *section) displayed(v float64, signed bool) string {
	if !signed {
		v = max(v, -v)
	}
	text := strconv.FormatFloat(v, 'f', -1, 64)
	if n, err := strconv.ParseFloat(s.scaled(text), 64); err == nil {
		text = strconv.FormatFloat(n, 'f', s.most, 64)
	}
	return s.before + text + s.after
}

// words are the texts around a number without its sign, which minus tells of.
func (s *section) words() (before, after string, minus bool) {
	before, after = s.before, s.after
	if open, ok := strings.CutPrefix(before, "("); ok && strings.HasPrefix(after, ")") {
		before, after, minus = open, after[1:], true
	}
	for _, sign := range []string{"-", "−", "－"} {
		if strings.Contains(before, sign) {
			before, minus = strings.Replace(before, sign, "", 1), true
		}
	}
	return strings.TrimSpace(strings.TrimPrefix(before, "+")), strings.TrimSpace(after), minus
}

// showScaled reads a number shown in thousands or ten thousands. It is what is
// stored where the word beside it says so.
func (s *section) showScaled(c *bookCell, text string, rounded bool, before, after, shown string) {
	zeros := map[string]int{"万": 4, "亿": 8, "千": 3, "百万": 6}
	for word, n := range zeros {
		if unit, ok := strings.CutPrefix(after, word); ok && n == s.shift && before == "" && s.kind == numberCell {
			c.kind, c.text, c.rounded = numberCell, text+unit, rounded
			if unit != "" {
				c.bare, c.unit, c.stored = text, unit, text
			}
			return
		}
	}
	c.fault(fmt.Sprintf("单元格显示为「%s」，存的是 %s", shown, text), "请把单元格改为常规格式，核对后再填全部数字")
}

// scaled is the number that is displayed, with all its digits.
func (s *section) scaled(text string) string {
	shift := -s.shift
	if s.kind == percentCell {
		shift += 2
	}
	return shifted(text, int32(shift))
}

func shifted(text string, by int32) string {
	if v, err := targets.ParseDecimal(text); err == nil && by != 0 {
		return v.Shift(by).String()
	}
	return text
}

// showText reads a text as its format displays it.
func (b *book) showText(c *bookCell, style int) {
	if c.text == "" || style < 0 || style >= len(b.formats) || b.formats[style].text == nil {
		return
	}
	s := b.formats[style].text
	switch {
	case !s.general && s.before+s.after == "":
		c.fault(fmt.Sprintf("单元格显示为空白，存的是文字 %.40q", c.text), "请把单元格改为常规格式，核对后再填；不要的请清空")
	case !s.general:
		c.fault(fmt.Sprintf("单元格显示为「%s」，存的是文字 %.40q", s.before, c.text), "请把单元格改为常规格式，核对后再填")
	default:
		c.text = s.before + c.text + s.after
	}
}
