package charts

import (
	"math"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/biaochi/biaochi/targets"
)

// The arc ends at gaugeEnd parts of a goal of 100; the room inside it, in pixels,
// and the smallest letters that a value is set in.
const (
	gaugeEnd      = 125.0
	gaugeRoom     = 156.0
	gaugeSmallest = 13.0
)

// Gauge draws one value on an arc that ends behind the goal, for a number that
// stands alone: the goal as a tick, where the value should be by its date as a
// lighter one, value, state and goal in words. Without a value, or a goal above
// zero, there is no picture.
func Gauge(e *targets.Evaluation, lang targets.Lang) Picture {
	b := bullets{list: []*targets.Evaluation{e}, rows: &rows{names: []string{e.Indicator.Name.In(lang)}}, lang: lang}
	at, ok := partOf(e, e.Value)
	if !ok {
		return Picture{}
	}
	series := []any{
		gaugeValue(e, b.words(0), max(0, min(at, gaugeEnd)), lang),
		gaugeTick(targets.Text{ZH: "目标 ", EN: "goal "}.In(lang)+e.GoalText(lang), 100, Ink, 3),
	}
	if due, ok := partDue(e); ok && due >= 0 && due <= gaugeEnd {
		words := targets.Text{ZH: "序时进度 ", EN: "expected "}.In(lang) + targets.FormatShare(e.Expected)
		series = append(series, gaugeTick(words, due, Quiet, 2))
	}
	o := options(echarts.NewGauge())
	o["series"] = series
	return Picture{Options: o, Height: 200, Narrow: 200}
}

// partOf is a value as a part of its goal, in per cent, for a coordinate: the value
// itself stands within the arc.
func partOf(e *targets.Evaluation, v targets.Decimal) (float64, bool) {
	if !v.Known() || !e.Goal.Known() || e.Goal.Sign() <= 0 {
		return 0, false
	}
	switch e.Indicator.Measure {
	case targets.Count, targets.Quantity, targets.Ratio, targets.Mean:
		return round6(100 * v.Float() / e.Goal.Float()), true
	}
	return 0, false
}

// partDue is where a value should be by its date, as a part of its goal.
func partDue(e *targets.Evaluation) (float64, bool) {
	if _, ok := partOf(e, e.Goal); !ok || !e.Expected.Known() || !e.Baseline.Known() {
		return 0, false
	}
	base, goal := e.Baseline.Float(), e.Goal.Float()
	return round6(100 * (base + e.Expected.Float()*(goal-base)) / goal), true
}

// arc is the part of a gauge that value and ticks share.
func arc(data datum) map[string]any {
	off := map[string]any{"show": false}
	return map[string]any{
		"type": "gauge", "startAngle": 200, "endAngle": -20, "min": 0, "max": gaugeEnd, "radius": 118, "center": []any{"50%", 132},
		"axisTick": off, "splitLine": off, "axisLabel": off, "title": off, "anchor": off, "data": []datum{data},
	}
}

func gaugeValue(e *targets.Evaluation, words string, at float64, lang targets.Lang) map[string]any {
	styles := rich()
	value := fold(e.ValueText(lang), gaugeRoom/gaugeSmallest, 1)[0]
	styles["big"] = map[string]any{"color": Ink, "fontSize": math.Floor(min(22, gaugeRoom/width(value))), "fontWeight": 600, "lineHeight": 32}
	styles["state"] = map[string]any{"color": Ink, "fontSize": 13, "lineHeight": 20}
	goal := targets.Text{ZH: "目标 ", EN: "goal "}.In(lang) + e.GoalText(lang)
	s := arc(datum{Name: words, Value: at})
	s["axisLine"] = map[string]any{"lineStyle": map[string]any{"width": 16, "color": []any{[]any{1, Pale(targets.Grey)}}}}
	s["progress"] = map[string]any{"show": true, "width": 16, "itemStyle": &opts.ItemStyle{Color: Colour(e.Light())}}
	s["pointer"] = map[string]any{"show": false}
	s["detail"] = map[string]any{
		"offsetCenter": []any{0, -8}, "rich": styles, "color": Ink, "fontSize": 13, "fontWeight": "normal",
		"formatter": styled("big", value) + "\n" +
			marked(e.Light()) + styled("state", " "+fold(e.StateName(lang), 12, 1)[0]) + "\n" + styled("quiet", fold(goal, 15, 1)[0]),
	}
	return s
}

// gaugeTick is a tick across the arc.
func gaugeTick(words string, at float64, colour string, width int) map[string]any {
	s := arc(datum{Name: words, Value: at})
	s["axisLine"], s["progress"], s["detail"] = map[string]any{"show": false}, map[string]any{"show": false}, map[string]any{"show": false}
	s["pointer"] = map[string]any{
		"icon": "rect", "width": width, "length": 24, "offsetCenter": []any{0, -89}, "itemStyle": map[string]any{"color": colour},
	}
	return s
}
