package sheet

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// period reads a period cell.
func period(cell string) (targets.Period, *collector.Finding) {
	if cell == "" {
		return targets.Period{}, &collector.Finding{Text: "没有填报告期", Fix: "应为 2025、2025-S1、2025-Q3、2025-03、2025-03-31 或 2025-01-01/2025-10-24"}
	}
	p, err := targets.ParsePeriod(cell)
	if err == nil {
		return p, nil
	}
	for _, guess := range rewritten(cell) {
		if p, err := targets.ParsePeriod(guess); err == nil {
			return targets.Period{}, &collector.Finding{Text: fmt.Sprintf("报告期 %q 写法不对", cell), Fix: "应为 " + p.String()}
		}
	}
	return targets.Period{}, &collector.Finding{Text: err.Error()}
}

// date reads a date cell; an empty one is no date.
func date(cell string) (targets.Date, *collector.Finding) {
	if cell == "" {
		return 0, nil
	}
	d, err := targets.ParseDate(cell)
	if err == nil {
		return d, nil
	}
	for _, guess := range rewritten(cell) {
		if d, err := targets.ParseDate(guess); err == nil {
			return 0, &collector.Finding{Text: fmt.Sprintf("日期 %q 写法不对", cell), Fix: "应为 " + d.String()}
		}
	}
	return 0, &collector.Finding{Text: err.Error()}
}

// chineseDates turns 2025年3月31日, 2025年第一季度 and 2025年上半年 into parts.
var chineseDates = strings.NewReplacer("年第一季度", "-Q1", "年第二季度", "-Q2", "年第三季度", "-Q3", "年第四季度", "-Q4",
	"年一季度", "-Q1", "年二季度", "-Q2", "年三季度", "-Q3", "年四季度", "-Q4",
	"年上半年", "-S1", "年下半年", "-S2", "年", "-", "月", "-", "日", "", ".", "-", " ", "", "q", "Q", "s", "S", "H", "S")

// rewritten are forms that a date or period may be meant by, such as Excel's
// 2025/3/31. They are proposed, never taken.
func rewritten(cell string) []string {
	s := chineseDates.Replace(collector.HalfWidth(cell))
	if from, to, ok := cutRange(s); ok {
		return []string{padded(from) + "/" + padded(to)}
	}
	forms := []string{padded(strings.ReplaceAll(s, "/", "-"))}
	if len(s) == 6 || len(s) == 8 {
		forms = append(forms, padded(s[:4]+"-"+s[4:6]+"-"+s[6:]))
	}
	return forms
}

// cutRange cuts «2025-1-1至2025-10-24».
func cutRange(s string) (from, to string, ok bool) {
	for _, sep := range []string{"至", "—", "~", "到"} {
		if from, to, ok = strings.Cut(s, sep); ok {
			return strings.ReplaceAll(from, "/", "-"), strings.ReplaceAll(to, "/", "-"), true
		}
	}
	if strings.Count(s, "/") == 1 && strings.Count(s, "-") == 4 {
		return strings.Cut(s, "/")
	}
	return "", "", false
}

// padded gives months and days two digits.
func padded(s string) string {
	parts := strings.Split(strings.Trim(s, "-"), "-")
	for i, part := range parts {
		if len(part) == 1 {
			parts[i] = "0" + part
		}
	}
	return strings.Join(parts, "-")
}
