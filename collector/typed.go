package collector

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/biaochi/biaochi/targets"
)

// A TypedKind says what a typed number may be.
type TypedKind int

// The kinds of typed numbers.
const (
	TypedNumber TypedKind = iota // a plain number; a minus sign is read, whether it may stand is for Rules
	TypedShare                   // a ratio: 60% or 0.60, never a bare 60
	TypedSigned                  // an adjustment: + or − before it
	TypedRate                    // a change rate: a share that may be negative or above 1
)

// maxTyped bounds what is looked at of one number cell, in bytes.
const maxTyped = 100

// ParseTyped reads a number as people type it: full-width digits, thousands
// separators (commas, or spaces, in groups of three), «万» and «亿», per cent for
// a ratio. What could be another number is refused by name, with what to write
// instead: nothing is ever guessed. The digits are kept. An empty text is absent.
func ParseTyped(s string, kind TypedKind) (targets.Decimal, *Finding) {
	if len(s) > maxTyped || !utf8.ValidString(s) {
		return targets.Decimal{}, &Finding{Text: "数值过长或不是有效文字", Fix: fmt.Sprintf("最多 %d 位数字", MaxDigits)}
	}
	t := typed{as: s, plain: strings.TrimSpace(strings.ReplaceAll(HalfWidth(s), "\u2212", "-"))}
	if t.plain == "" {
		return targets.Decimal{}, nil
	}
	t.sign(kind)
	share := t.cut("%")
	zeros := t.tenThousands()
	t.group()
	t.bare()
	if kind != TypedShare && kind != TypedRate && share {
		t.refuse("含百分号，这里不是比率", "请填不带百分号的数")
	}
	if share && zeros > 0 {
		t.refuse("同时有百分号和「万」「亿」", "请写 60% 或 0.60")
	}
	v := t.number(zeros)
	switch {
	case t.finding != nil:
	case kind == TypedShare:
		v = t.share(v, share)
	case kind == TypedRate:
		v = t.rate(v, share)
	}
	if t.finding != nil {
		return targets.Decimal{}, t.finding
	}
	return v, nil
}

// A typed is a number on its way to be read. The first finding counts.
type typed struct {
	as       string // as typed
	plain    string // what is left to read, half width
	negative bool
	finding  *Finding
}

func (t *typed) refuse(text, fix string) {
	if t.finding == nil {
		t.finding = &Finding{Text: fmt.Sprintf("数值 %q %s", t.as, text), Fix: fix}
	}
}

// sign takes a minus sign, and where an adjustment is typed a plus sign.
func (t *typed) sign(kind TypedKind) {
	rest, plus := strings.CutPrefix(t.plain, "+")
	if plus && kind != TypedSigned {
		t.refuse("含加号", "请去掉加号")
	}
	if !plus {
		rest, t.negative = strings.CutPrefix(t.plain, "-")
	}
	t.plain = strings.TrimSpace(rest)
}

// cut takes a word from the end.
func (t *typed) cut(word string) bool {
	rest, ok := strings.CutSuffix(t.plain, word)
	t.plain = strings.TrimSpace(rest)
	return ok
}

// tenThousands takes «万» or «亿» from the end and says how many zeros it stands for.
func (t *typed) tenThousands() int32 {
	switch {
	case strings.HasSuffix(t.plain, "万亿"):
		t.refuse("含「万亿」", "请写出全部数字")
	case t.cut("万"):
		return 4
	case t.cut("亿"):
		return 8
	}
	return 0
}

// separators are what groups of three are separated by; a full-width comma and
// space have become these.
const separators = ", \u00a0\u2009\u202f"

// group takes thousands separators out, when they are all alike and all in place.
func (t *typed) group() {
	i := strings.IndexAny(t.plain, separators)
	if i < 0 {
		return
	}
	by, _ := utf8.DecodeRuneInString(t.plain[i:])
	whole, fraction, point := strings.Cut(t.plain, ".")
	groups := strings.Split(whole, string(by))
	placed := len(groups[0]) >= 1 && len(groups[0]) <= 3 && groups[0][0] != '0' && !strings.ContainsAny(fraction, separators)
	for n, g := range groups {
		placed = placed && isDigits(g) && (n == 0 || len(g) == 3)
	}
	if !placed {
		t.refuse("的千位分隔符位置不对", "请写 12,345 或 12345")
		return
	}
	t.plain = strings.Join(groups, "")
	if point {
		t.plain += "." + fraction
	}
}

// bare refuses by name what is left beside digits and one point.
func (t *typed) bare() {
	switch s := t.plain; {
	case s == "":
		t.refuse("没有数字", "请填 3923 或 0.60 这样的数")
	case strings.Count(s, ".") > 1:
		t.refuse("有两个小数点", "请核对")
	case strings.ContainsAny(s, "约近余多超上下"):
		t.refuse("含「约」「近」「余」等约数", "请填准确数；只知道下限或上限的，填数后在上下限选「以上」或「以下」，估计数的数据标识选 E")
	case scientific(s):
		t.refuse("是科学计数法", "请写出全部数字")
	case strings.ContainsAny(s, "一二三四五六七八九十百千零〇"):
		t.refuse("含中文数字", "请用阿拉伯数字")
	case strings.ContainsAny(s, "+-"):
		t.refuse("的正负号位置不对", "请核对")
	case strings.ContainsAny(s, "/÷"):
		t.refuse("是一个算式", "请把分子和分母分别填写")
	case strings.ContainsAny(s, separators):
		t.refuse("的千位分隔符位置不对", "请写 12,345 或 12345")
	case strings.Trim(s, ".0123456789") != "":
		t.refuse("含文字或其他符号", "请只填数字，计量单位不用写")
	case !plainDigits(s):
		t.refuse("的小数点位置不对", "小数点前后都要有数字，请写 0.60")
	case len(s) > MaxDigits:
		t.refuse("的位数过多", fmt.Sprintf("最多 %d 位", MaxDigits))
	}
}

// scientific reports whether s is digits with an exponent: 1e5, 1.5E+03.
func scientific(s string) bool {
	i := strings.IndexAny(s, "eE")
	return i > 0 && isDigits(strings.Replace(s[:i], ".", "", 1)) && isDigits(strings.TrimLeft(s[i+1:], "+-"))
}

// plainDigits reports whether s is digits with at most one point between them.
func plainDigits(s string) bool {
	whole, fraction, point := strings.Cut(s, ".")
	return isDigits(whole) && (!point || isDigits(fraction))
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// number reads what is left and writes the zeros of «万» and «亿» out.
func (t *typed) number(zeros int32) targets.Decimal {
	if t.finding != nil {
		return targets.Decimal{}
	}
	s := t.plain
	if t.negative {
		s = "-" + s
	}
	v, err := targets.ParseDecimal(s)
	if err == nil && zeros > 0 {
		v, err = targets.ParseDecimal(v.Shift(zeros).String())
	}
	if err != nil {
		t.refuse("无法识别", fmt.Sprintf("请填 3923 或 0.60 这样的数，最多 %d 位", MaxDigits))
	}
	return v
}

// share reads a ratio. A bare whole number other than zero may mean per cent or
// times: it is refused.
func (t *typed) share(v targets.Decimal, percent bool) targets.Decimal {
	switch {
	case percent:
		return v.Shift(-2)
	case v.Sign() == 0 || strings.Contains(t.plain, ".") && v.Cmp(one) <= 0 && v.Sign() > 0:
		return v
	case v.Equal(one):
		t.refuse("分不清是 1% 还是 100%", "请写 1%、100% 或 1.00")
	case v.Sign() > 0 && v.Cmp(targets.NewDecimal(100)) <= 0:
		t.refuse("没有百分号", fmt.Sprintf("请写 %s%% 或 %s", v, v.Shift(-2)))
	default:
		t.refuse("不是 0–100% 之间的比率", "请写 60% 或 0.60")
	}
	return targets.Decimal{}
}

// rate reads a change rate, which may be negative. A bare number from one on, up or
// down, may mean per cent or times: it is refused.
func (t *typed) rate(v targets.Decimal, percent bool) targets.Decimal {
	switch {
	case percent:
		return v.Shift(-2)
	case v.Sign() == 0 || strings.Contains(t.plain, ".") && v.Cmp(one) < 0 && v.Cmp(minusOne) > 0:
		return v
	}
	t.refuse("没有百分号", fmt.Sprintf("请写 %s%% 或 %s%%", v, v.Shift(2)))
	return targets.Decimal{}
}

var minusOne = targets.NewDecimal(-1)

// KindOf is what may be typed as a value of a measure.
func KindOf(m targets.Measure) TypedKind {
	switch m {
	case targets.Ratio:
		return TypedShare
	case targets.ChangeRate:
		return TypedRate
	}
	return TypedNumber
}

// HalfWidth turns full-width forms of ASCII, and the full stop and the space of
// Chinese input, into ASCII: one rule for what is typed and for what a file holds.
func HalfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　':
			return ' '
		case r == '。':
			return '.'
		}
		return r
	}, s)
}
