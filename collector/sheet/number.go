package sheet

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// number reads a number cell; an empty one is absent.
func number(cell []byte) (targets.Decimal, *collector.Finding) {
	if len(cell) == 0 {
		return targets.Decimal{}, nil
	}
	v, err := collector.ParseNumber(cell)
	if err != nil {
		text, fix := explainNumber(string(cell))
		return targets.Decimal{}, &collector.Finding{Text: text, Fix: fix}
	}
	return v, nil
}

// explainNumber says why s is no number and, where that is certain, what would
// be. Nothing is ever read as what it was perhaps meant to be.
func explainNumber(s string) (text, fix string) {
	text = fmt.Sprintf("数值 %q 无法识别", s)
	plain := collector.HalfWidth(s)
	if plain != s {
		text = fmt.Sprintf("数值 %q 含全角字符", s)
	}
	if bare := strings.NewReplacer(",", "", " ", "", "\u00a0", "").Replace(plain); bare != plain {
		text = fmt.Sprintf("数值 %q 含千位分隔符或空格", s)
		if strings.Contains(plain, ",") && !grouped.MatchString(plain) {
			return text + "，位置也不对", "请写不带分隔符的数，如 12345"
		}
		plain = bare
	}
	if n := digits(plain); n > collector.MaxDigits {
		return fmt.Sprintf("数值 %.12s… 有 %d 位数字，太长", plain, n), fmt.Sprintf("最多 %d 位，请核对", collector.MaxDigits)
	}
	if readable(plain) {
		return text, "应为 " + plain
	}
	if strings.ContainsAny(plain, "eE") && readable(strings.NewReplacer("e", "", "E", "", "+", "").Replace(plain)) {
		return fmt.Sprintf("数值 %q 是科学计数法", s), "请写出全部数字"
	}
	return explainWords(s, text, plain)
}

// grouped is a number in groups of three; words may follow it.
var grouped = regexp.MustCompile(`^[^\d,]*\d{1,3}(,\d{3})+(\.\d+)?[^\d,]*$`)

// wordings are what people write around a number, and what they mean.
var wordings = []struct{ before, after, text, fix string }{
	{"", "余", "含文字「余」", "应为 %s，上下限列填 lower（以上）"},
	{"", "多", "含文字「多」", "应为 %s，上下限列填 lower（以上）"},
	{"", "以上", "含文字「以上」", "应为 %s，上下限列填 lower（以上）"},
	{"超过", "", "含文字「超过」", "应为 %s，上下限列填 lower（以上）"},
	{"超", "", "含文字「超」", "应为 %s，上下限列填 lower（以上）"},
	{"", "以下", "含文字「以下」", "应为 %s，上下限列填 upper（以下）"},
	{"近", "", "含文字「近」", "应为 %s，上下限列填 upper（以下）"},
	{"约", "", "含文字「约」", "应为 %s，数据标识列填 E（估计）"},
	{"", "%", "含百分号", "应为 %s，计量单位列填 %%"},
	{"+", "", "含加号", "应为 %s"},
	{"'", "", "前有撇号", "应为 %s"},
}

// amounts are what makes another number of the one before it, where it is no unit.
const amounts = "0123456789零〇一二两三四五六七八九十百千万亿兆几半余多近超约左右以上下至到~/%‰±"

// explainWords explains a number with words or a unit around it.
func explainWords(s, text, plain string) (string, string) {
	if v, ok := tenThousands(plain); ok {
		return fmt.Sprintf("数值 %q 含「万」或「亿」", s), "应为 " + v
	}
	for _, w := range wordings {
		bare, before := strings.CutPrefix(plain, w.before)
		bare, after := strings.CutSuffix(bare, w.after)
		if v, ok := tenThousands(bare); ok {
			bare = v
		}
		if before && after && readable(bare) {
			return fmt.Sprintf("数值 %q %s", s, w.text), fmt.Sprintf(w.fix, bare)
		}
	}
	if n := strings.IndexFunc(plain, func(r rune) bool { return !strings.ContainsRune("-.0123456789", r) }); n > 0 && readable(plain[:n]) && !strings.ContainsAny(plain[n:], amounts) {
		return fmt.Sprintf("数值 %q 含文字", s), fmt.Sprintf("应为 %s，单位写在计量单位列", plain[:n])
	}
	return text, "应为 3923 或 0.60 这样的半角数字；没有数据请留空"
}

// tenThousands writes out «1.2万» and «3亿».
func tenThousands(s string) (string, bool) {
	for word, zeros := range map[string]int32{"万": 4, "亿": 8} {
		bare, ok := strings.CutSuffix(s, word)
		if v, err := targets.ParseDecimal(bare); ok && err == nil {
			return v.Shift(zeros).String(), true
		}
	}
	return "", false
}

// digits counts the digits of a plain number of any length; 0 when it is none.
func digits(s string) int {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if whole == "" || point && fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0
	}
	return len(whole) + len(fraction)
}

func readable(s string) bool {
	_, err := targets.ParseDecimal(s)
	return err == nil
}
