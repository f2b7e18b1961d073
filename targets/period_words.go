package targets

import (
	"regexp"
	"strconv"
	"strings"
)

// ReadPeriod reads a period as a person writes it: the written forms of ParsePeriod
// and Chinese ones that can mean one period alone, such as 2025年1-9月, 2025年前三季度,
// 2025年上半年 and 2024年度. Spaces and full-width digits do not matter to the Chinese
// ones. Everything else is refused as ParsePeriod refuses it.
func ReadPeriod(s string) (Period, error) {
	p, err := ParsePeriod(s)
	if err == nil {
		return p, nil
	}
	plain := plainWriting.Replace(s)
	for _, w := range periodWritings {
		if found := w.form.FindStringSubmatch(plain); found != nil {
			if p, ok := w.read(numbersOf(found[1:])); ok {
				return p, nil
			}
			break
		}
	}
	return Period{}, err
}

// plainWriting takes out spaces and gives one form to digits and to the many signs of
// a range.
var plainWriting = strings.NewReplacer(" ", "", "　", "", "\u00a0", "",
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9",
	"一", "1", "二", "2", "两", "2", "三", "3", "四", "4",
	"——", "~", "—", "~", "–", "~", "―", "~", "‐", "~", "‑", "~", "－", "~", "−", "~", "─", "~", "～", "~", "〜", "~", "至", "~", "到", "~")

// writtenYear is the four digits with the signs that may follow them before a part of it.
const writtenYear = `(\d{4})[年./-]?`

// periodWritings are the Chinese forms after plainWriting, and what their numbers mean.
var periodWritings = []struct {
	form *regexp.Regexp
	read func(n []int) (Period, bool)
}{
	{regexp.MustCompile(`^(\d{4})(?:年|年度|年全年|全年)$`), func(n []int) (Period, bool) { return Year(n[0]), n[0] > 0 }},
	{regexp.MustCompile(`^` + writtenYear + `上半年$`), func(n []int) (Period, bool) { return monthsBetween(n[0], 1, n[0], 6) }},
	{regexp.MustCompile(`^` + writtenYear + `下半年$`), func(n []int) (Period, bool) { return monthsBetween(n[0], 7, n[0], 12) }},
	{regexp.MustCompile(`^` + writtenYear + `第?(\d)季度?$`), func(n []int) (Period, bool) { return quarters(n[0], n[1], n[1]) }},
	{regexp.MustCompile(`^` + writtenYear + `前(\d)个?季度?$`), func(n []int) (Period, bool) { return quarters(n[0], 1, n[1]) }},
	{regexp.MustCompile(`^` + writtenYear + `第?(\d)(?:季度?)?[~-]第?(\d)季度?$`), func(n []int) (Period, bool) { return quarters(n[0], n[1], n[2]) }},
	{regexp.MustCompile(`^` + writtenYear + `前(\d{1,2})个?月$`), func(n []int) (Period, bool) { return monthsBetween(n[0], 1, n[0], n[1]) }},
	{regexp.MustCompile(`^` + writtenYear + `(\d{1,2})月份?$`), func(n []int) (Period, bool) { return monthsBetween(n[0], n[1], n[0], n[1]) }},
	{regexp.MustCompile(`^` + writtenYear + `(\d{1,2})(?:月份?)?[~-](\d{1,2})月份?$`), func(n []int) (Period, bool) {
		p, ok := monthsBetween(n[0], n[1], n[0], n[2])
		return p, ok && n[1] < n[2]
	}},
	{regexp.MustCompile(`^` + writtenYear + `(\d{1,2})月份?[~-](\d{4})[年./-](\d{1,2})月份?$`), func(n []int) (Period, bool) { return monthsBetween(n[0], n[1], n[2], n[3]) }},
	{regexp.MustCompile(`^(\d{4})年(\d{1,2})月(\d{1,2})[日号]$`), func(n []int) (Period, bool) { return daysBetween(n, n) }},
	{regexp.MustCompile(`^(\d{4})年(\d{1,2})月(\d{1,2})[日号][~-](\d{1,2})月(\d{1,2})[日号]$`), func(n []int) (Period, bool) { return daysBetween(n, []int{n[0], n[3], n[4]}) }},
	{regexp.MustCompile(`^(\d{4})年(\d{1,2})月(\d{1,2})[日号][~-](\d{4})年(\d{1,2})月(\d{1,2})[日号]$`), func(n []int) (Period, bool) { return daysBetween(n, n[3:]) }},
}

func numbersOf(texts []string) []int {
	list := make([]int, len(texts))
	for i, s := range texts {
		list[i], _ = strconv.Atoi(s) // digits alone, four at most
	}
	return list
}

// monthsBetween is the period from the first day of a month to the last day of one.
func monthsBetween(fromYear, from, toYear, to int) (Period, bool) {
	ok := fromYear > 0 && from >= 1 && from <= 12 && to >= 1 && to <= 12
	p := Period{NewDate(fromYear, from, 1), NewDate(toYear, to+1, 0)}
	return p, ok && p.Start <= p.End
}

func quarters(year, from, to int) (Period, bool) {
	p, ok := monthsBetween(year, 3*from-2, year, 3*to)
	return p, ok && from <= to
}

// daysBetween is the period between two days, which must be in a calendar.
func daysBetween(from, to []int) (Period, bool) {
	p := Period{NewDate(from[0], from[1], from[2]), NewDate(to[0], to[1], to[2])}
	y, m, d := p.Start.YMD()
	ok := y == from[0] && m == from[1] && d == from[2]
	y, m, d = p.End.YMD()
	return p, ok && y == to[0] && m == to[1] && d == to[2] && p.Start <= p.End
}
