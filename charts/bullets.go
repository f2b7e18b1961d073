package charts

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/biaochi/biaochi/targets"
)

// Bullets draws one line an evaluation: the attained share 完成进度 as a bar from
// the baseline, the share expected by its date as a dashed tick, the goal at the
// same place in every line, so that lines can be compared, and the forecast's
// interval as a whisker; the share drawn, the value and the goal stand in words
// beside it. More is always better, also of a goal that wants less. A share far
// beyond the goal ends at the edge with an arrow. What has attained no share that
// could be computed keeps its line and its words. A click leads where href says;
// nil leads nowhere.
func Bullets(list []*targets.Evaluation, name, href func(*targets.Evaluation) string, lang targets.Lang) Picture {
	if len(list) == 0 {
		return Picture{}
	}
	r := rows{bar: 20, lines: 1}
	for _, e := range list {
		r.names, r.marks = append(r.names, name(e)), append(r.marks, e.Light())
		r.under = append(r.under, bulletWords(e, lang))
	}
	r.lines = newRows(r.names, r.bar).lines
	b := bullets{list: list, rows: &r, lang: lang, href: href}
	return Picture{Options: b.options(), Rows: len(list), Height: r.height(40), Narrow: r.narrowHeight(40)}
}

type bullets struct {
	list []*targets.Evaluation
	rows *rows
	lang targets.Lang
	href func(*targets.Evaluation) string
}

// The goal stands at 100 of the bulletEnd parts of a line.
const (
	bulletEnd   = 130.0
	bulletStart = -10.0 // of a line with a share below zero
)

func bulletWords(e *targets.Evaluation, lang targets.Lang) words {
	goal := targets.Text{ZH: "目标 ", EN: "goal "}.In(lang) + e.GoalText(lang)
	value := e.ValueText(lang)
	if e.Progress.Known() {
		value = e.ProgressText() + targets.Text{ZH: "（" + value + "）", EN: " (" + value + ")"}.In(lang)
	}
	return words{fold(value, wordsRoom, 1)[0], fold(goal, wordsRoom, 1)[0]}
}

// wordsRoom is the most that value and goal may take each, in ems.
const wordsRoom = 20.0

// right is the room beside the lines, in pixels: that of the longest words.
func (b *bullets) right() int {
	most := 8.0
	for _, w := range b.rows.under {
		most = max(most, w.wide())
	}
	return int(most*nameLetter) + 12
}

func (b *bullets) options() map[string]any {
	hidden := map[string]any{"show": false, "type": "value", "min": 0, "max": 1}
	return with(map[string]any{
		"grid":  map[string]any{"left": nameWidth, "right": b.right(), "top": 20, "bottom": 20},
		"xAxis": b.axis(),
		"yAxis": []any{b.rows.axis(), b.rows.beside(), hidden},
		"series": []any{
			b.bars(), b.goal(),
			b.ticks(), b.whiskers(),
		},
		"media": narrow(map[string]any{
			"grid":  map[string]any{"left": 2, "right": 8},
			"yAxis": []any{b.rows.narrowAxis(), map[string]any{"show": false}, map[string]any{}},
		}),
	})
}

func (b *bullets) axis() map[string]any {
	low := 0.0
	for _, e := range b.list {
		if v, ok := b.attained(e); ok && v < 0 {
			low = bulletStart
		}
	}
	return map[string]any{
		"type": "value", "min": low, "max": bulletEnd,
		"axisLabel": map[string]any{"show": true, "color": Quiet, "fontSize": 12, "formatter": "{value}%", "customValues": []int{0, 50, 100}},
		"axisTick":  map[string]any{"show": false},
		"splitLine": map[string]any{"show": false},
		"axisLine":  map[string]any{"show": false},
	}
}

// share is a value as a part of the way from the baseline to the goal, in per
// cent, for a coordinate.
func (b *bullets) share(e *targets.Evaluation, v targets.Decimal) (float64, bool) {
	at, ok := ShareOf(e, v)
	return round6(100 * at), ok
}

// attained is the share of the newest value, in per cent, as it is printed.
func (b *bullets) attained(e *targets.Evaluation) (float64, bool) {
	if !e.Progress.Known() {
		return 0, false
	}
	return round6(100 * e.Progress.Float()), true
}

// ShareOf is where a value lies on the way from the baseline, 0, to the goal, 1,
// for a coordinate; false where no share is attained.
func ShareOf(e *targets.Evaluation, v targets.Decimal) (float64, bool) {
	if !e.Progress.Known() || !v.Known() || !e.Goal.Known() || !e.Baseline.Known() || e.Goal.Equal(e.Baseline) {
		return 0, false
	}
	base := e.Baseline.Float()
	return (v.Float() - base) / (e.Goal.Float() - base), true
}

func (b *bullets) leads(e *targets.Evaluation) string {
	if b.href == nil {
		return ""
	}
	return b.href(e)
}

// words is what the tooltip of a line says.
func (b *bullets) words(i int) string {
	e := b.list[i]
	s := b.rows.names[i] + "\n" + Mark(e.Light()) + " " + e.StateName(b.lang) + "\n" + e.ValueText(b.lang)
	if e.Period.End != 0 {
		s += targets.Text{ZH: "（", EN: " ("}.In(b.lang) + e.Period.Label(b.lang) + targets.Text{ZH: "）", EN: ")"}.In(b.lang)
	}
	s += "\n" + targets.Text{ZH: "目标 ", EN: "goal "}.In(b.lang) + e.GoalText(b.lang)
	if e.Target.Deadline != 0 {
		s += targets.Text{ZH: "，期限 ", EN: ", by "}.In(b.lang) + e.Target.Deadline.String()
	}
	return s
}

// bars are the attained shares.
func (b *bullets) bars() map[string]any {
	data := make([]datum, len(b.list))
	for i, e := range b.list {
		v, ok := b.attained(e)
		if !ok {
			data[i] = datum{Value: gap}
			continue
		}
		data[i] = datum{
			Name: b.words(i), Value: max(bulletStart, min(v, bulletEnd)), Href: b.leads(e),
			ItemStyle: &opts.ItemStyle{Color: Pale(e.Light()), BorderColor: Colour(e.Light()), BorderWidth: 1},
		}
		if v > bulletEnd {
			data[i].Label = map[string]any{"formatter": styled(string(e.Light()), "→")}
		}
		if v < bulletStart {
			data[i].Label = map[string]any{"formatter": styled(string(e.Light()), "←"), "position": "insideLeft"}
		}
	}
	return map[string]any{"type": "bar", "barWidth": 12, "label": styledLabel("insideRight"), "data": data}
}

// goal is one line through all lines, where every goal stands.
func (b *bullets) goal() map[string]any {
	words := targets.Text{ZH: "目标", EN: "goal"}.In(b.lang)
	return map[string]any{
		"type": "line", "yAxisIndex": 2, "silent": true, "symbol": "none", "z": 3,
		"lineStyle": thinLine(Ink, "solid", 1.5),
		"data": []datum{
			{Value: []any{100, 0}},
			{Value: []any{100, 1}, Symbol: "circle", SymbolSize: 1, Label: text(Ink, "top", "center", words)},
		},
	}
}

// ticks are the shares expected by the values' dates.
func (b *bullets) ticks() map[string]any {
	data := []datum{}
	for i, e := range b.list {
		at, ok := b.due(e)
		if !ok || at < 0 || at > bulletEnd {
			continue
		}
		data = append(data, datum{
			Name:  b.rows.names[i] + "\n" + targets.Text{ZH: "序时进度 ", EN: "expected "}.In(b.lang) + targets.FormatShare(e.Expected),
			Value: []any{at, i}, Href: b.leads(e),
		})
	}
	return map[string]any{
		"type": "scatter", "symbol": "rect", "symbolSize": []int{3, 20}, "z": 4,
		"itemStyle": map[string]any{"color": Quiet, "opacity": 1}, "data": data,
	}
}

// due is the share expected by the value's date, in per cent.
func (b *bullets) due(e *targets.Evaluation) (float64, bool) {
	if !e.Progress.Known() || !e.Expected.Known() {
		return 0, false
	}
	return round6(100 * e.Expected.Float()), true
}

// whiskers are the forecasts' intervals; one that ends outside has no end there.
func (b *bullets) whiskers() map[string]any {
	data := []datum{}
	for i, e := range b.list {
		if !e.Forecast.Known() {
			continue
		}
		low, ok := b.share(e, e.Forecast.Low)
		high, _ := b.share(e, e.Forecast.High)
		low, high = min(low, high), max(low, high)
		if !ok || low >= bulletEnd || high <= 0 {
			continue
		}
		words := b.rows.names[i] + "\n" + targets.Text{ZH: "模型测算", EN: "forecast"}.In(b.lang) + "\n" + ForecastRange(e, b.lang)
		data = append(data, whiskerEnd(words, low, i), whiskerEnd(words, high, i), datum{Value: []any{gap, i}})
	}
	return map[string]any{
		"type": "line", "symbol": "rect", "symbolSize": []int{2, 8}, "z": 5, "showAllSymbol": true,
		"itemStyle": map[string]any{"color": Ink}, "lineStyle": thinLine(Ink, "solid", 1), "data": data,
	}
}

func whiskerEnd(words string, at float64, line int) datum {
	d := datum{Name: words, Value: []any{max(0, min(at, bulletEnd)), line}}
	if at < 0 || at > bulletEnd {
		d.Symbol = "none"
	}
	return d
}
