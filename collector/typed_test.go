package collector

import (
	"math/big"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestATypedNumberIsReadOrRefusedByName(t *testing.T) {
	tests := map[string]struct {
		in   string
		kind TypedKind
		want string // the digits
		says string // of a refusal
	}{
		"plain digits are kept":                  {"3923", TypedNumber, "3923", ""},
		"the digits behind the point are kept":   {"15.50", TypedNumber, "15.50", ""},
		"full-width digits are digits":           {"３９２３．５", TypedNumber, "3923.5", ""},
		"a full stop of the input method is one": {"3。5", TypedNumber, "3.5", ""},
		"outer spaces do not matter":             {"　 3923 ", TypedNumber, "3923", ""},
		"commas in groups of three":              {"1,234,567.8", TypedNumber, "1234567.8", ""},
		"full-width commas in groups of three":   {"１，２３４", TypedNumber, "1234", ""},
		"spaces in groups of three":              {"12 345", TypedNumber, "12345", ""},
		"ten thousands are written out exactly":  {"3.2万", TypedNumber, "32000", ""},
		"with separators":                        {"1,234万", TypedNumber, "12340000", ""},
		"hundred millions":                       {"1.25亿", TypedNumber, "125000000", ""},
		"a small part of ten thousand":           {"0.00001万", TypedNumber, "0.1", ""},
		"a change rate in per cent":              {"-3.5%", TypedRate, "-0.035", ""},
		"a change rate above all":                {"150%", TypedRate, "1.50", ""},
		"a change rate as a bare fraction":       {"-0.035", TypedRate, "-0.035", ""},
		"no change":                              {"0", TypedRate, "0", ""},
		"a bare change rate may be per cent":     {"7.5", TypedRate, "", "没有百分号"},
		"a bare fall may be per cent":            {"-2", TypedRate, "", "没有百分号"},
		"a minus sign is read":                   {"−5", TypedNumber, "-5", ""},
		"per cent of a ratio":                    {"60%", TypedShare, "0.60", ""},
		"with its digits":                        {"60.0％", TypedShare, "0.600", ""},
		"a ratio as a part of one":               {"0.60", TypedShare, "0.60", ""},
		"all of it":                              {"1.00", TypedShare, "1.00", ""},
		"none of it":                             {"0", TypedShare, "0", ""},
		"more than all is for the rules":         {"120%", TypedShare, "1.20", ""},
		"an adjustment has a sign":               {"+12", TypedSigned, "12", ""},
		"nothing is absent":                      {"  ", TypedNumber, "", ""},

		"a bare 60 is no ratio":            {"60", TypedShare, "", "请写 60% 或 0.60"},
		"nor is 60.5":                      {"60.5", TypedShare, "", "请写 60.5% 或 0.605"},
		"a bare 1 may be two things":       {"1", TypedShare, "", "分不清是 1% 还是 100%"},
		"600 is no share":                  {"600", TypedShare, "", "不是 0–100%"},
		"a minus share":                    {"-0.5", TypedShare, "", "不是 0–100%"},
		"per cent of a count":              {"60%", TypedNumber, "", "这里不是比率"},
		"about":                            {"约600", TypedNumber, "", "约数"},
		"more than":                        {"600余", TypedNumber, "", "约数"},
		"nearly":                           {"近30", TypedNumber, "", "约数"},
		"ten thousands and more":           {"3万余", TypedNumber, "", "约数"},
		"scientific":                       {"1.5E+03", TypedNumber, "", "科学计数法"},
		"an exponent":                      {"1e5", TypedNumber, "", "科学计数法"},
		"letters":                          {"12abc", TypedNumber, "", "含文字"},
		"a unit":                           {"3923项", TypedNumber, "", "计量单位不用写"},
		"a comma out of place":             {"1,00", TypedNumber, "", "千位分隔符"},
		"groups of four":                   {"1,2345", TypedNumber, "", "千位分隔符"},
		"two kinds of separators":          {"1,234 567", TypedNumber, "", "千位分隔符"},
		"a comma behind the point":         {"1.234,567", TypedNumber, "", "千位分隔符"},
		"groups after a zero":              {"0,123", TypedNumber, "", "千位分隔符"},
		"two points":                       {"1.2.3", TypedNumber, "", "两个小数点"},
		"nothing before the point":         {".5", TypedNumber, "", "小数点"},
		"nothing behind it":                {"5.", TypedNumber, "", "小数点"},
		"two signs":                        {"--5", TypedNumber, "", "正负号"},
		"a plus sign of a plain number":    {"+5", TypedNumber, "", "加号"},
		"a range":                          {"3-5", TypedNumber, "", "正负号"},
		"a quotient":                       {"3/5", TypedNumber, "", "算式"},
		"Chinese digits":                   {"三百", TypedNumber, "", "中文数字"},
		"a million million":                {"3万亿", TypedNumber, "", "万亿"},
		"per cent of ten thousands":        {"3万%", TypedShare, "", "同时有百分号"},
		"the word alone":                   {"万", TypedNumber, "", "没有数字"},
		"31 digits":                        {strings.Repeat("9", 31), TypedNumber, "", "位数过多"},
		"30 digits and eight zeros":        {strings.Repeat("9", 30) + "亿", TypedNumber, "", "无法识别"},
		"a megabyte":                       {strings.Repeat("9", 1<<20), TypedNumber, "", "过长"},
		"broken text":                      {"1\xff", TypedNumber, "", "有效文字"},
		"not a number":                     {"NaN", TypedNumber, "", "含文字"},
		"Arabic digits are not understood": {"١٢", TypedNumber, "", "含文字"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, f := ParseTyped(test.in, test.kind)
			if (f == nil) != (test.says == "") || got.String() != test.want {
				t.Fatalf("ParseTyped(%.40q) = %q, %v; want %q, %q", test.in, got, f, test.want, test.says)
			}
			if f != nil && !strings.Contains(f.Text+f.Fix, test.says) {
				t.Errorf("ParseTyped(%.40q) says %q; want %q in it", test.in, f.Text+"；"+f.Fix, test.says)
			}
		})
	}
}

// literal reads a number in the plainest way there is: the digits and the point in
// their order, times what the words say. Whatever ParseTyped accepts is this.
func literal(s string) *big.Rat {
	r, scale := new(big.Rat), big.NewRat(1, 1)
	var digits strings.Builder
	for _, c := range HalfWidth(s) {
		switch {
		case c >= '0' && c <= '9' || c == '.':
			digits.WriteRune(c)
		case c == '-' || c == '−':
			scale.Neg(scale)
		case c == '万':
			scale.Mul(scale, big.NewRat(10_000, 1))
		case c == '亿':
			scale.Mul(scale, big.NewRat(100_000_000, 1))
		case c == '%':
			scale.Mul(scale, big.NewRat(1, 100))
		case !strings.ContainsRune(separators+"+\t\n\v\f\r\u0085", c) && !strings.ContainsRune(" \u2028\u2029\u1680\u205f\u3000", c) && (c < 0x2000 || c > 0x200a):
			return nil
		}
	}
	if _, ok := r.SetString(digits.String()); !ok {
		return nil
	}
	return r.Mul(r, scale)
}

func FuzzNothingIsEverReadAsAnotherNumber(f *testing.F) {
	for _, s := range []string{"3923", "1,234", "１，２３４．５", "3.2万", "60%", "0.60", "约600", "1,00", "-5", "1 234", "12亿", "1e5"} {
		f.Add(s, 0)
		f.Add(s, 1)
	}
	f.Fuzz(func(t *testing.T, s string, kind int) {
		v, finding := ParseTyped(s, TypedKind((kind%3+3)%3))
		if finding != nil || !v.Known() {
			return
		}
		want := literal(s)
		if want == nil || want.Cmp(v.Rat()) != 0 {
			t.Fatalf("ParseTyped(%q) = %s; literally it is %v", s, v, want)
		}
		back, err := targets.ParseDecimal(v.String())
		if err != nil || !back.Equal(v) {
			t.Fatalf("ParseTyped(%q) = %s, which reads back as %s, %v", s, v, back, err)
		}
	})
}
