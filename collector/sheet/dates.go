package sheet

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// periodForms are what a period may be written as.
const periodForms = "2025、2025-S1、2025-Q3、2025-03、2025-03-31 或 2025-01-01/2025-10-24"

// period reads a period cell. A writing that may mean several is refused, and one
// that is none of ours but certain is proposed.
func period(cell string) (targets.Period, *collector.Finding) {
	if cell == "" {
		return targets.Period{}, &collector.Finding{Text: "没有填报告期", Fix: "应为 " + periodForms}
	}
	p, err := targets.ReadPeriod(cell)
	if err == nil {
		return p, nil
	}
	if day, months, ok := dayOrMonths(cell); ok {
		return targets.Period{}, &collector.Finding{Text: fmt.Sprintf("报告期 %q 分不清是一天还是几个月", cell), Fix: fmt.Sprintf("一天请写 %s，几个月请写 %s", day, months)}
	}
	if guess := rewritten(cell); guess != "" {
		if p, err := targets.ReadPeriod(guess); err == nil {
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
	if d, err := targets.ParseDate(rewritten(cell)); err == nil {
		return 0, &collector.Finding{Text: fmt.Sprintf("日期 %q 写法不对", cell), Fix: "应为 " + d.String()}
	}
	return 0, &collector.Finding{Text: err.Error()}
}

// The writings that are proposed in another form, after halfWidth. Each can mean one
// period alone: with different signs between year, month and day it would be a range
// as well as a day.
var (
	oneDay     = `(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)`
	dayForm    = regexp.MustCompile(`^` + oneDay + `$`)
	rangeForm  = regexp.MustCompile(`^(` + oneDay + `)(?:[/~至到—–]|——)(` + oneDay + `)$`)
	monthForm  = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})$`)
	monthsForm = regexp.MustCompile(`^(\d{4})(?:年|[./])(\d{1,2})[-~至到—–](\d{1,2})$`)
	partForm   = regexp.MustCompile(`^(\d{4})[-年]?([qQsShH])([1-4])$`)
	solidForm  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})?$`)
	unclear    = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
)

func withoutSpaces(cell string) string { return strings.ReplaceAll(collector.HalfWidth(cell), " ", "") }

// dayOrMonths tells the two meanings of 2025-1-9.
func dayOrMonths(cell string) (day, months string, ok bool) {
	m := unclear.FindStringSubmatch(withoutSpaces(cell))
	if m == nil {
		return "", "", false
	}
	months = fmt.Sprintf("%s年%s-%s月", m[1], strings.TrimPrefix(m[2], "0"), strings.TrimPrefix(m[3], "0"))
	day = dayOf(m[1:])
	_, noDay := targets.ParseDate(day)
	_, noMonths := targets.ReadPeriod(months)
	return day, months, noDay == nil && noMonths == nil
}

// dayOf writes year, month and day; of the texts the empty ones do not count.
func dayOf(texts []string) string {
	var list []string
	for _, s := range texts {
		switch len(s) {
		case 0:
		case 1:
			list = append(list, "0"+s)
		default:
			list = append(list, s)
		}
	}
	return strings.Join(list, "-")
}

// rewritten is the form that a date or period is meant by, such as Excel's 2025/3/31,
// "" for none. It is proposed, never taken.
func rewritten(cell string) string {
	s := withoutSpaces(cell)
	if m := dayForm.FindStringSubmatch(s); m != nil {
		return dayOf(m[1:])
	}
	if m := rangeForm.FindStringSubmatch(s); m != nil {
		half := len(m) / 2
		return dayOf(m[2:half+1]) + "/" + dayOf(m[half+2:])
	}
	if m := monthForm.FindStringSubmatch(s); m != nil {
		return dayOf(m[1:])
	}
	if m := monthsForm.FindStringSubmatch(s); m != nil {
		return fmt.Sprintf("%s年%s-%s月", m[1], m[2], m[3])
	}
	if m := partForm.FindStringSubmatch(s); m != nil {
		return m[1] + "-" + strings.Replace(strings.ToUpper(m[2]), "H", "S", 1) + m[3]
	}
	if m := solidForm.FindStringSubmatch(s); m != nil {
		return dayOf(m[1:])
	}
	return s // in full width, or with spaces
}
