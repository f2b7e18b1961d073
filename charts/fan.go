package charts

import (
	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/biaochi/biaochi/targets"
)

// The fan is the forecast in a trend: a band from the newest figure to the
// interval at the deadline that fades on its way, and its middle dashed. The
// model names no value in between; straight edges only lead the eye there.

// fanned reports whether there is a forecast to draw.
func (t *trend) fanned() bool { return t.e.Forecast.Known() && t.e.Target.Deadline > t.e.Period.End }

// fanValues are the ends of the band, for the range of the axis.
func (t *trend) fanValues() []float64 {
	if !t.fanned() {
		return nil
	}
	return []float64{t.number(t.e.Forecast.Low), t.number(t.e.Forecast.High)}
}

// fanBand is two stacked series, the lower of which is not drawn. They are
// written out: go-echarts knows no colour that fades.
func (t *trend) fanBand() []any {
	if !t.fanned() {
		return nil
	}
	low, high := t.number(t.e.Forecast.Low), t.number(t.e.Forecast.High)
	light := t.e.Light()
	floor := t.fanSeries(t.number(t.e.Value), low)
	band := t.fanSeries(0, high-low)
	band["areaStyle"] = map[string]any{"opacity": 0.4, "color": map[string]any{
		"type": "linear", "x": 0, "y": 0, "x2": 1, "y2": 0,
		"colorStops": []any{map[string]any{"offset": 0, "color": Colour(light)}, map[string]any{"offset": 1, "color": Pale(light)}},
	}}
	return []any{floor, band}
}

// fanSeries is one edge of the band, without a line and beneath everything else.
func (t *trend) fanSeries(from, to float64) map[string]any {
	return map[string]any{
		"type": "line", "stack": "forecast", "stackStrategy": "all", "symbol": "none", "silent": true, "z": 1,
		"lineStyle": map[string]any{"opacity": 0},
		"data":      []datum{{Value: t.at(t.e.Period.End, from)}, {Value: t.at(t.e.Target.Deadline, to)}},
	}
}

// addFanMiddle draws the middle of the forecast; its end says the numbers.
func (t *trend) addFanMiddle(line *echarts.Line) {
	if !t.fanned() {
		return
	}
	f, ind := t.e.Forecast, t.e.Indicator
	name := targets.Text{ZH: "模型测算", EN: "forecast"}.In(t.lang)
	words := name + " " + targets.FormatValue(f.Value, ind, t.lang) + "\n" + ForecastRange(t.e, t.lang) + "\n" + t.e.Target.Deadline.String()
	colour := Colour(t.e.Light())
	data := []datum{
		{Value: t.at(t.e.Period.End, t.number(t.e.Value)), Symbol: "none"},
		{Name: words, Value: t.at(t.e.Target.Deadline, t.number(f.Value)), ItemStyle: &opts.ItemStyle{Color: Paper, BorderColor: colour, BorderWidth: 1.5}},
	}
	line.AddSeries(name, nil, withData(data),
		echarts.WithLineChartOpts(opts.LineChart{Symbol: "circle", SymbolSize: 6, ShowSymbol: opts.Bool(true)}),
		echarts.WithLineStyleOpts(thinLine(colour, "dashed", 1.5)))
}

// ForecastRange prints the 80 % interval with its unit; it is empty where there
// is no forecast.
func ForecastRange(e *targets.Evaluation, lang targets.Lang) string {
	if !e.Forecast.Known() {
		return ""
	}
	low, high := targets.FormatValue(e.Forecast.Low, e.Indicator, lang), targets.FormatValue(e.Forecast.High, e.Indicator, lang)
	if lang == targets.EN {
		return "80% interval " + low + " to " + high
	}
	return "80%区间" + low + "至" + high
}
