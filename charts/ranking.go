package charts

import (
	"slices"
	"strconv"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/biaochi/biaochi/targets"
)

// A Bar is one line of a ranking.
type Bar struct {
	Name  string
	Value targets.Decimal // a share, 1 is 100 %; absent: no bar, «—»
	Words string          // what the tooltip says; empty: name and value
	Light targets.Light
	Href  string // where a click leads, relative to the page; may be empty
}

// Ranking draws one bar a line in the order given, the first on top, from zero.
// A bar that is far longer than the others ends at the edge with an arrow: its
// number says how long it is.
func Ranking(bars []Bar, lang targets.Lang) Picture {
	if !slices.ContainsFunc(bars, func(b Bar) bool { return b.Value.Known() }) {
		return Picture{}
	}
	names := make([]string, len(bars))
	for i := range bars {
		names[i] = bars[i].Name
	}
	r, limit := newRows(names, 18), farthest(bars)
	chart := echarts.NewBar()
	chart.SetGlobalOptions(
		echarts.WithXAxisOpts(percentAxis(rankingSpan(bars, limit))),
		echarts.WithGridOpts(opts.Grid{Left: strconv.Itoa(nameWidth), Right: "88", Top: "8", Bottom: "28"}),
	)
	o := options(chart)
	o["yAxis"] = r.axis()
	o["series"] = []any{
		map[string]any{"type": "bar", "barWidth": 16, "label": styledLabel("right"), "data": rankingData(bars, limit)},
		absentSeries(bars, lang),
	}
	o["media"] = narrow(map[string]any{
		"grid": map[string]any{"left": 2, "right": 84}, "yAxis": r.narrowAxis(),
	})
	return Picture{Options: o, Rows: len(bars), Height: r.height(36), Narrow: r.narrowHeight(36)}
}

// farthest is the longest a bar is drawn, in per cent: four times the middle one,
// and 120 % at least.
func farthest(bars []Bar) float64 {
	var values []float64
	for i := range bars {
		if bars[i].Value.Known() && bars[i].Value.Sign() > 0 {
			values = append(values, 100*bars[i].Value.Float())
		}
	}
	if len(values) == 0 {
		return 100
	}
	slices.Sort(values)
	return max(120, 4*values[(len(values)-1)/2])
}

// held keeps a value within the picture; the second result says that it was not.
func held(v, limit float64) (float64, bool) {
	return max(-limit, min(v, limit)), v > limit || v < -limit
}

func rankingSpan(bars []Bar, limit float64) span {
	var values []float64
	for i := range bars {
		if bars[i].Value.Known() {
			v, _ := held(100*bars[i].Value.Float(), limit)
			values = append(values, v)
		}
	}
	return barSpan(values)
}

func rankingData(bars []Bar, limit float64) []datum {
	data := make([]datum, len(bars))
	for i, b := range bars {
		if !b.Value.Known() {
			data[i] = datum{Value: gap}
			continue
		}
		v, beyond := held(100*b.Value.Float(), limit)
		words := marked(b.Light) + " " + targets.FormatShare(b.Value)
		if beyond {
			words += " →"
		}
		data[i] = datum{
			Name: orElse(b.Words, b.Name+"\n"+targets.FormatShare(b.Value)), Value: round6(v),
			ItemStyle: &opts.ItemStyle{Color: Pale(b.Light), BorderColor: Colour(b.Light), BorderWidth: 1},
			Label:     map[string]any{"formatter": words}, Href: b.Href,
		}
	}
	return data
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// absentSeries says where a line has no number.
func absentSeries(bars []Bar, lang targets.Lang) map[string]any {
	words := targets.Text{ZH: "— 暂无数据", EN: "— no figure"}.In(lang)
	data := []datum{}
	for i, b := range bars {
		if !b.Value.Known() {
			data = append(data, datum{Name: orElse(b.Words, b.Name+"\n"+words), Value: []any{0, i}, Href: b.Href, Label: text(Quiet, "right", "left", words)})
		}
	}
	return map[string]any{"type": "scatter", "symbol": "circle", "symbolSize": 1, "data": data}
}
