package charts

import (
	"fmt"
	"strconv"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/biaochi/biaochi/targets"
)

// A Group is what one bar or one line of a table counts: the evaluations of a
// document, an area.
type Group struct {
	Name  string
	Count map[targets.Light]int
	All   int
}

// NewGroup counts evaluations by light.
func NewGroup(name string, evaluations []*targets.Evaluation) Group {
	g := Group{Name: name, Count: map[targets.Light]int{}, All: len(evaluations)}
	for _, e := range evaluations {
		g.Count[e.Light()]++
	}
	return g
}

// Lights draws one stacked bar per group, the first group on top: how many
// targets stand in which light. Groups without targets have no bar.
func Lights(groups []Group, lang targets.Lang) Picture {
	groups = withTargets(groups)
	if len(groups) == 0 {
		return Picture{}
	}
	names, most := make([]string, len(groups)), 0
	for i, g := range groups {
		names[i] = g.Name
		most = max(most, g.All)
	}
	s := countSpan(most)
	bar := echarts.NewBar()
	bar.SetGlobalOptions(
		echarts.WithXAxisOpts(opts.XAxis{
			Type: "value", Max: s.high, SplitNumber: s.steps, AxisLabel: axisText(),
			SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: new(thinLine(Rule, "solid", 1))},
		}),
		echarts.WithGridOpts(opts.Grid{Left: strconv.Itoa(nameWidth), Right: "16", Top: "8", Bottom: "28"}),
	)
	for _, l := range targets.Lights {
		bar.AddSeries(l.Name().In(lang), nil, withData(lightData(groups, l, s.high/pageLetters, lang)),
			echarts.WithBarChartOpts(opts.BarChart{Stack: "all", BarWidth: "22"}),
			echarts.WithItemStyleOpts(opts.ItemStyle{Color: Pale(l), BorderColor: Colour(l), BorderWidth: 1}))
	}
	r := newRows(names, 24)
	o := options(bar)
	o["yAxis"] = r.axis()
	labels := func(letters float64) []any {
		var series []any
		for _, l := range targets.Lights {
			series = append(series, map[string]any{"data": lightData(groups, l, s.high/letters, lang)})
		}
		return series
	}
	o["media"] = append(
		narrow(map[string]any{"grid": map[string]any{"left": 2}, "yAxis": r.narrowAxis(), "series": labels(phoneLetters)}),
		map[string]any{"query": map[string]any{"minWidth": widePlace}, "option": map[string]any{"series": labels(wideLetters)}})
	return Picture{Options: o, Rows: len(groups), Height: r.height(36), Narrow: r.narrowHeight(36)}
}

func withTargets(groups []Group) []Group {
	var some []Group
	for _, g := range groups {
		if g.All > 0 {
			some = append(some, g)
		}
	}
	return some
}

// countSpan is a range from zero in whole steps.
func countSpan(most int) span {
	step := 1
	for power := 1; 5*step < most; power *= 10 {
		for _, m := range [...]int{1, 2, 5} {
			if step = m * power; 5*step >= most {
				break
			}
		}
	}
	steps := (most + step - 1) / step
	return span{high: float64(steps * step), steps: steps}
}

// So many letters are as wide as the axis: where a part has no room for mark and
// number there stands the mark alone, which tells lights apart without colour, then
// nothing; the table beside the picture has the number.
const (
	phoneLetters = 21.0
	pageLetters  = 27.0
	wideLetters  = 50.0
	widePlace    = 860 // pixels
)

// lightData are the parts of one light; a letter is as long as so many targets.
func lightData(groups []Group, l targets.Light, letter float64, lang targets.Lang) []datum {
	data := make([]datum, len(groups))
	for i, g := range groups {
		n := g.Count[l]
		data[i] = datum{Name: lightWords(g.Name, l, n, lang), Value: n}
		if n == 0 {
			data[i].Value = gap
		} else if words := partWords(l, n, float64(n)/letter); words != "" {
			label := text(Colour(l), "inside", "center", words)
			label.BackgroundColor = ""
			data[i].Label = label
		}
	}
	return data
}

// partWords is what stands in a part of a bar that has room for so many letters.
func partWords(l targets.Light, n int, room float64) string {
	number := strconv.Itoa(n)
	for _, words := range [...]string{Mark(l) + " " + number, Mark(l) + number, Mark(l)} {
		if room >= width(words) {
			return words
		}
	}
	return ""
}

func lightWords(group string, l targets.Light, n int, lang targets.Lang) string {
	if lang == targets.EN {
		return fmt.Sprintf("%s\n%s %s: %d", group, Mark(l), l.Name().EN, n)
	}
	return fmt.Sprintf("%s\n%s %s %d项", group, Mark(l), l.Name().ZH, n)
}
