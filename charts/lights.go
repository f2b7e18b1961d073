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
	bar := echarts.NewBar()
	bar.SetGlobalOptions(
		echarts.WithXAxisOpts(opts.XAxis{
			Type: "value", Max: most, MinInterval: 1, AxisLabel: axisText(),
			SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: new(thinLine(Rule, "solid", 1))},
		}),
		echarts.WithYAxisOpts(opts.YAxis{
			Type: "category", Data: names, Inverse: opts.Bool(true),
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: Ink, FontSize: 13, Width: nameWidth, Overflow: "break", Interval: "0"},
			AxisLine:  &opts.AxisLine{Show: opts.Bool(true), LineStyle: new(thinLine(Rule, "solid", 1))},
		}),
		echarts.WithGridOpts(opts.Grid{Left: strconv.Itoa(nameWidth + 12), Right: "16", Top: "8", Bottom: "28"}),
	)
	for _, l := range targets.Lights {
		bar.AddSeries(l.Name().In(lang), nil, withData(lightData(groups, l, most, lang)),
			echarts.WithBarChartOpts(opts.BarChart{Stack: "all", BarWidth: "22"}),
			echarts.WithItemStyleOpts(opts.ItemStyle{Color: Pale(l), BorderColor: Colour(l), BorderWidth: 1}))
	}
	o := options(bar)
	o["media"] = narrowNames()
	return Picture{Options: o, Rows: len(groups)}
}

// nameWidth is the room for the names beside the bars, in pixels. On a phone they
// stand above the bars, on one line, and the bars get the whole width.
const nameWidth = 176

func narrowNames() []any {
	return []any{map[string]any{
		"query": map[string]any{"maxWidth": 480},
		"option": map[string]any{
			"grid": map[string]any{"left": 2},
			"yAxis": map[string]any{"axisLabel": map[string]any{
				"inside": true, "margin": 0, "fontSize": 12, "lineHeight": 14, "width": 330, "overflow": "truncate",
				"align": "left", "verticalAlign": "bottom", "padding": []int{0, 0, 13, 0},
			}},
		},
	}}
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

// Below these shares of the longest bar a part has no room for mark and number,
// and none for the number alone; the table beside the picture has it.
const (
	roomForMark   = 0.065
	roomForNumber = 0.03
)

func lightData(groups []Group, l targets.Light, most int, lang targets.Lang) []datum {
	data := make([]datum, len(groups))
	for i, g := range groups {
		n := g.Count[l]
		data[i] = datum{Name: lightWords(g.Name, l, n, lang), Value: n}
		if n == 0 {
			data[i].Value = gap
		} else if words := partWords(l, n, float64(n)/float64(most)); words != "" {
			data[i].Label = text(Colour(l), "inside", "center", words)
			data[i].Label.BackgroundColor = ""
		}
	}
	return data
}

// partWords is what stands in a part of a bar that is such a share of the longest.
func partWords(l targets.Light, n int, share float64) string {
	switch {
	case share >= roomForMark:
		return Mark(l) + " " + strconv.Itoa(n)
	case share >= roomForNumber:
		return strconv.Itoa(n)
	}
	return ""
}

func lightWords(group string, l targets.Light, n int, lang targets.Lang) string {
	if lang == targets.EN {
		return fmt.Sprintf("%s\n%s %s: %d", group, Mark(l), l.Name().EN, n)
	}
	return fmt.Sprintf("%s\n%s %s %d项", group, Mark(l), l.Name().ZH, n)
}
