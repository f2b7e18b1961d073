package report

import (
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// clauseNumber prints the number of a task or clause as the language does:
// （四）4 is (4) 4 in English. What is more than a number stays in the document's
// own words, with the language's brackets.
func clauseNumber(s string, lang targets.Lang) string {
	if lang == targets.ZH {
		return s
	}
	s = strings.NewReplacer("（", "(", "）", ")").Replace(s)
	var parts []string
	for _, part := range strings.FieldsFunc(strings.NewReplacer("(", "、(", ")", ")、").Replace(s), func(r rune) bool { return r == '、' }) {
		inner, bracketed := strings.CutPrefix(part, "(")
		n, ok := chineseNumber(strings.TrimSuffix(inner, ")"))
		if !ok {
			return s
		}
		if bracketed {
			n = "(" + n + ")"
		}
		parts = append(parts, n)
	}
	return strings.Join(parts, " ")
}

// section is the number of a clause that something else refers to.
func section(s string, lang targets.Lang) string {
	number := clauseNumber(s, lang)
	if lang == targets.ZH || number == "" || strings.ContainsFunc(number, func(r rune) bool { return r > '~' }) {
		return number
	}
	return "§ " + number
}

// chineseNumber reads 一 to 九十九, or digits.
func chineseNumber(s string) (string, bool) {
	if _, err := strconv.Atoi(s); err == nil {
		return s, true
	}
	n, digit := 0, 0
	for _, r := range s {
		switch place := strings.Index("一二三四五六七八九", string(r)); {
		case r == '十' && n == 0:
			n, digit = max(digit, 1)*10, 0
		case place >= 0 && digit == 0:
			digit = place/len("一") + 1
		default:
			return "", false
		}
	}
	if n+digit == 0 {
		return "", false
	}
	return strconv.Itoa(n + digit), true
}
