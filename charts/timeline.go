package charts

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/biaochi/biaochi/targets"
)

// A TimelineOf is what a timeline shows: spans above, days below, the day judged
// as a hairline through all. Bars and points of one name share a line.
type TimelineOf struct {
	AsOf   targets.Date
	Bars   []TimelineBar
	Points []TimelinePoint
}

// A TimelineBar is a span of days: a phase, a plan's years.
type TimelineBar struct {
	Name     string
	From, To targets.Date
	Words    string // what the tooltip says; empty: name and days
}

// A TimelinePoint is a day: a milestone, an evaluation, a task's due date.
type TimelinePoint struct {
	Name  string
	On    targets.Date
	Words string        // what the tooltip says; empty: name and day
	Light targets.Light // "": a day without a state
	Href  string        // where a click leads, relative to the page; may be empty
}

// Timeline draws spans and days on one axis of time. Bars and points without a
// day are left out; without any there is no picture.
func Timeline(t TimelineOf, lang targets.Lang) Picture {
	l := timeline{lang: lang, asOf: t.AsOf, line: map[string]int{}, on: map[int]int{}}
	l.take(t)
	if len(l.names) == 0 {
		return Picture{}
	}
	l.rows = newRows(l.names, 18)
	return Picture{Options: l.options(), Rows: len(l.names), Height: l.rows.height(60), Narrow: l.rows.narrowHeight(60)}
}

type timeline struct {
	lang        targets.Lang
	asOf        targets.Date
	bars        []TimelineBar
	points      []TimelinePoint
	names       []string
	line        map[string]int // of a name
	on          map[int]int    // how many bars and points stand on a line
	left, right targets.Date
	rows        *rows
}

// take keeps what has its days, and gives each name a line.
func (l *timeline) take(t TimelineOf) {
	l.left, l.right = t.AsOf, t.AsOf
	for _, b := range t.Bars {
		if b.From != 0 && b.To >= b.From {
			l.bars = append(l.bars, b)
			l.stand(b.Name, b.From, b.To)
		}
	}
	for _, p := range t.Points {
		if p.On != 0 {
			l.points = append(l.points, p)
			l.stand(p.Name, p.On, p.On)
		}
	}
	margin := max(20, (l.right-l.left)/30)
	l.left, l.right = l.left-margin, l.right+margin
}

func (l *timeline) stand(name string, from, to targets.Date) {
	if _, ok := l.line[name]; !ok {
		l.line[name] = len(l.names)
		l.names = append(l.names, name)
	}
	l.on[l.line[name]]++
	if l.left == 0 {
		l.left, l.right = from, to
	}
	l.left, l.right = min(l.left, from), max(l.right, to)
}

func (l *timeline) options() map[string]any {
	axis := trend{left: l.left, right: l.right}
	series := []any{l.barSeries(), l.pointSeries()}
	if l.asOf != 0 {
		series = append([]any{l.day()}, series...)
	}
	return with(map[string]any{
		"grid":   map[string]any{"left": nameWidth, "right": 20, "top": 28, "bottom": 32},
		"xAxis":  gridded(axis.timeAxis()),
		"yAxis":  []any{l.rows.axis(), map[string]any{"show": false, "type": "value", "min": 0, "max": 1}},
		"series": series,
		"media": narrow(map[string]any{
			"grid": map[string]any{"left": 2, "right": 8}, "yAxis": []any{l.rows.narrowAxis(), map[string]any{}},
		}),
	})
}

// gridded draws an axis' ticks through the picture.
func gridded(axis map[string]any) map[string]any {
	axis["splitLine"] = map[string]any{"show": true, "lineStyle": thinLine(Rule, "solid", 1)}
	return axis
}

// day is the day judged, from top to bottom.
func (l *timeline) day() map[string]any {
	words := targets.Text{ZH: "截至 ", EN: "as of "}.In(l.lang) + l.asOf.String()
	return map[string]any{
		"type": "line", "yAxisIndex": 1, "silent": true, "symbol": "none", "z": 1, "lineStyle": thinLine(Quiet, "solid", 1),
		"data": []datum{
			{Value: []any{l.asOf.String(), 0}},
			{Value: []any{l.asOf.String(), 1}, Symbol: "circle", SymbolSize: 1, Label: text(Quiet, "top", l.side(l.asOf), words)},
		},
	}
}

// side aligns words at a day so that they stay inside.
func (l *timeline) side(on targets.Date) string {
	if on-l.left > (l.right-l.left)/2 {
		return "right"
	}
	return "left"
}

// barSeries are the spans: thick lines, one after the other with gaps between.
func (l *timeline) barSeries() map[string]any {
	data := []datum{}
	for _, b := range l.bars {
		days := b.From.String() + " – " + b.To.String()
		words, line := orElse(b.Words, b.Name+"\n"+days), l.line[b.Name]
		data = append(data,
			datum{Name: words, Value: []any{b.From.String(), line}},
			datum{Name: words, Value: []any{b.To.String(), line}},
			datum{Value: []any{gap, line}})
	}
	return map[string]any{
		"type": "line", "symbol": "rect", "symbolSize": []int{2, 12}, "showAllSymbol": true, "z": 2,
		"itemStyle": map[string]any{"color": Paper}, // spans that meet are told apart
		"lineStyle": map[string]any{"color": Grey, "width": 10, "cap": "butt"}, "data": data,
	}
}

// pointSeries are the days, in the shape and colour of their states.
func (l *timeline) pointSeries() map[string]any {
	data := []datum{}
	for _, p := range l.points {
		line := l.line[p.Name]
		d := datum{
			Name: orElse(p.Words, p.Name+"\n"+p.On.String()), Value: []any{p.On.String(), line}, Href: p.Href,
			Symbol: symbol(p.Light), ItemStyle: pointStyle(p.Light), SymbolSize: 12,
		}
		if p.Light == "" {
			d.SymbolSize = []int{4, 16}
		}
		if l.on[line] == 1 {
			d.Label = dayLabel(p.On.String(), l.side(p.On))
		}
		data = append(data, d)
	}
	return map[string]any{"type": "scatter", "z": 3, "itemStyle": map[string]any{"opacity": 1}, "data": data}
}

// dayLabel is a day beside its point, on the side where there is more room.
func dayLabel(words, side string) *opts.Label {
	if side == "right" {
		return text(Quiet, "left", "right", words)
	}
	return text(Quiet, "right", "left", words)
}

// symbol is the shape of a light's mark.
func symbol(l targets.Light) string {
	switch l {
	case targets.Green, targets.Grey:
		return "circle"
	case targets.Yellow:
		return "triangle"
	case targets.Blue:
		return "diamond"
	}
	return "rect"
}

func pointStyle(l targets.Light) *opts.ItemStyle {
	switch l {
	case "":
		return &opts.ItemStyle{Color: Ink}
	case targets.Grey:
		return &opts.ItemStyle{Color: Paper, BorderColor: Colour(l), BorderWidth: 2}
	}
	return &opts.ItemStyle{Color: Colour(l)}
}
