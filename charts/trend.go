package charts

import (
	"strings"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/biaochi/biaochi/targets"
)

// Trend draws the values of a target as a line with points, the required path
// dashed, the goal as a thin line of its own that ends at the deadline, the day
// judged as a hairline and, where there is one, the forecast as a fan. A flow is
// drawn as its running sum, the quantity the goal is about. Milestones, time
// limits and targets without a single value have no picture.
func Trend(e *targets.Evaluation, lang targets.Lang) Picture {
	t := trend{e: e, lang: lang, scale: scaleOf(lang, e)}
	if !t.drawable() {
		return Picture{}
	}
	t.range_()
	line := t.chart()
	o, series := options(line), t.fanBand()
	for _, s := range line.MultiSeries {
		series = append(series, s)
	}
	o["xAxis"], o["yAxis"], o["series"] = t.timeAxis(), t.valueAxis(), series
	return Picture{Options: o, CutAxis: t.y.cut, Height: 360, Narrow: 320}
}

// drawable reads the values and reports whether there are any.
func (t *trend) drawable() bool {
	if t.e.Indicator.Measure == targets.Milestone || t.e.Indicator.Measure == targets.TimeLimit {
		return false
	}
	t.moments()
	return len(t.values) > 0
}

// A moment is one point of the line of values.
type moment struct {
	on     targets.Date
	value  float64
	figure *targets.Figure
	text   string
	apart  bool // drawn beside the line, never part of it: another definition
	broken bool // the line is interrupted before it
}

type trend struct {
	e      *targets.Evaluation
	lang   targets.Lang
	scale  scale
	values []moment
	y      span
	left   targets.Date
	right  targets.Date
}

func (t *trend) number(v targets.Decimal) float64 { return round6(v.Float() * t.scale.factor) }

// moments lists what the line goes through.
func (t *trend) moments() {
	switch {
	case len(t.e.Points) > 0:
		t.judgedPoints()
		return
	case t.e.Indicator.Accumulation == targets.Flow:
		t.runningSum()
		return
	}
	other := map[targets.Period]bool{}
	for i := range t.e.Others {
		other[t.e.Others[i].Period] = true
	}
	broken := false
	for i := range t.e.Series {
		f := &t.e.Series[i]
		switch {
		case other[f.Period]:
		case !f.Value.Known() || !f.Flag.HasValue():
			broken = true // known to be missing: a gap, not a line across it
		default:
			t.values = append(t.values, moment{
				on: f.Period.End, value: t.number(f.Value), figure: f, text: t.figureText(f),
				apart: f.Flag == targets.DefinitionDiffer, broken: broken || f.Flag == targets.Break,
			})
			broken = false
		}
	}
}

// judgedPoints draws what was judged where that is not the figures themselves.
func (t *trend) judgedPoints() {
	for i := range t.e.Points {
		p := &t.e.Points[i]
		t.values = append(t.values, moment{on: p.Period.End, value: t.number(p.Value), figure: p.Figure,
			text:   targets.FormatValue(p.Value, t.e.Indicator, t.lang) + "\n" + p.Period.Label(t.lang),
			broken: i > 0 && p.Period.Start > t.e.Points[i-1].Period.End+1})
	}
}

// runningSum adds up the figures the value was made of.
func (t *trend) runningSum() {
	var sum float64
	for i := range t.e.Used {
		f := &t.e.Used[i]
		sum += t.number(f.Value)
		t.values = append(t.values, moment{
			on: f.Period.End, value: sum, figure: f, text: "+ " + t.figureText(f),
			broken: i > 0 && f.Period.Start > t.e.Used[i-1].Period.End+1,
		})
	}
}

// figureText is a figure's value with its bound, its period and, where it is not
// an ordinary one, its flag.
func (t *trend) figureText(f *targets.Figure) string {
	words := []string{FigureText(f, t.e.Indicator, t.lang) + "\n" + f.Period.Label(t.lang)}
	if f.Flag != targets.Normal {
		words = append(words, f.Flag.Name().In(t.lang))
	}
	return strings.Join(words, "\n")
}

// FigureText prints a figure's value with its unit, and the word for its bound.
func FigureText(f *targets.Figure, ind *targets.Indicator, lang targets.Lang) string {
	s := targets.FormatValue(f.Value, ind, lang)
	if f.Bound == targets.Exact || !f.Value.Known() {
		return s
	}
	if lang == targets.EN {
		return s + " " + f.Bound.Name().EN
	}
	return s + f.Bound.Name().ZH
}

// range_ finds the ends of both axes.
func (t *trend) range_() {
	t.left, t.right = t.values[0].on, max(t.e.AsOf, t.e.Target.Deadline)
	var all []float64
	for _, m := range t.values {
		t.left, t.right = min(t.left, m.on), max(t.right, m.on)
		all = append(all, m.value)
	}
	for _, p := range t.e.Path {
		t.left = min(t.left, p.On)
		all = append(all, t.number(p.Value))
	}
	if t.e.Goal.Known() {
		all = append(all, t.number(t.e.Goal))
	}
	all = append(all, t.fanValues()...)
	t.left -= max(30, (t.right-t.left)/40) // the first point stands free of the axis
	t.y = spanOf(all)
}

func (t *trend) chart() *echarts.Line {
	line := echarts.NewLine()
	line.SetGlobalOptions(
		echarts.WithGridOpts(opts.Grid{Left: "12", Right: "16", Top: "40", Bottom: "8", ContainLabel: opts.Bool(true)}),
	)
	t.addAsOf(line)
	t.addPath(line)
	t.addFanMiddle(line)
	t.addGoal(line)
	t.addValues(line)
	t.addApart(line)
	return line
}

// timeAxis is written out: go-echarts knows no ticks at given days, and left to
// itself ECharts labels half-years too, each year twice.
func (t *trend) timeAxis() map[string]any {
	ticks, labels, form := t.ticks()
	return map[string]any{
		"type": "time", "min": t.left.String(), "max": t.right.String(),
		"splitLine": map[string]any{"show": false},
		"axisLine":  map[string]any{"show": true, "lineStyle": thinLine(Rule, "solid", 1)},
		"axisTick":  map[string]any{"show": true, "customValues": ticks, "lineStyle": thinLine(Rule, "solid", 1)},
		"axisLabel": map[string]any{"show": true, "customValues": labels, "formatter": form, "color": Quiet, "fontSize": 12, "hideOverlap": true},
	}
}

// ticks are the first days of years, or of quarters where the axis is short. A
// year's number stands in its middle: a value of its last day belongs to it and
// not to the next.
func (t *trend) ticks() (ticks, labels []string, form string) {
	months, form := 12, "{yyyy}"
	switch years := t.right.Year() - t.left.Year(); {
	case years < 2:
		months, form = 3, "{yyyy}-{MM}-{dd}"
	case years > 12:
		months = 12 * (years/10 + 1)
	}
	add := func(list []string, d targets.Date) []string {
		if d < t.left || d > t.right {
			return list
		}
		return append(list, d.String())
	}
	for d := targets.NewDate(t.left.Year(), 1, 1); d <= t.right; d = d.AddMonths(months) {
		ticks = add(ticks, d)
		if months >= 12 {
			labels = add(labels, d.AddMonths(6))
		}
	}
	if months < 12 {
		labels = ticks
	}
	return ticks, labels, form
}

// valueAxis is written out: go-echarts knows no steps of a given size, and left to
// itself ECharts adds the end of the axis as a step of its own.
func (t *trend) valueAxis() map[string]any { return valueAxis(t.y, t.scale, 12) }

func valueAxis(s span, scale scale, letters int) map[string]any {
	label := map[string]any{"show": true, "color": Quiet, "fontSize": letters, "hideOverlap": true}
	if scale.suffix != "" {
		label["formatter"] = "{value}" + scale.suffix
	}
	return map[string]any{
		"type": "value", "min": s.low, "max": s.high, "interval": tidy((s.high - s.low) / float64(s.steps)), "axisLabel": label,
		"splitLine": map[string]any{"show": true, "lineStyle": thinLine(Rule, "solid", 1)},
	}
}

// addAsOf draws the day judged from top to bottom, its date at the top.
func (t *trend) addAsOf(line *echarts.Line) {
	words := map[targets.Lang]string{targets.ZH: "截至 ", targets.EN: "as of "}[t.lang] + t.e.AsOf.String()
	top := labelled(words, t.at(t.e.AsOf, t.y.high), text(Quiet, "top", t.inward(t.e.AsOf), words))
	line.AddSeries(words, nil, withData([]datum{{Name: words, Value: t.at(t.e.AsOf, t.y.low)}, top}),
		bare(), echarts.WithLineStyleOpts(thinLine(Quiet, "solid", 1)))
}

// addPath draws the required path, if there is one.
func (t *trend) addPath(line *echarts.Line) {
	if len(t.e.Path) == 0 {
		return
	}
	name := map[targets.Lang]string{targets.ZH: "序时进度要求", targets.EN: "required path"}[t.lang]
	var data []datum
	for _, p := range t.e.Path {
		words := name + "\n" + targets.FormatShare(p.Share) + "\n" + p.On.String()
		data = append(data, datum{Name: words, Value: t.at(p.On, t.number(p.Value))})
	}
	line.AddSeries(name, nil, withData(data), bare(), echarts.WithLineStyleOpts(thinLine(Quiet, "dashed", 1.5)))
}

// addGoal draws the goal as a series of its own: a mark line outside the axis
// range would silently be left out. Its words stand at its end, on the side the
// values do not come from.
func (t *trend) addGoal(line *echarts.Line) {
	if !t.e.Goal.Known() {
		return
	}
	name := map[targets.Lang]string{targets.ZH: "目标 ", targets.EN: "goal "}[t.lang] + t.e.GoalText(t.lang)
	end, words := t.right, name
	if d := t.e.Target.Deadline; d != 0 {
		end, words = d, name+"\n"+d.String()
	}
	goal := t.number(t.e.Goal)
	first, last := datum{Name: words, Value: t.at(t.left, goal)}, datum{Name: words, Value: t.at(end, goal)}
	if t.fanned() { // the fan has the end to itself
		first = labelled(words, t.at(t.left, goal), text(Ink, t.goalSide(goal), "left", name))
	} else {
		last = labelled(words, t.at(end, goal), text(Ink, t.goalSide(goal), t.inward(end), name))
	}
	line.AddSeries(name, nil, withData([]datum{first, last}),
		bare(), echarts.WithLineStyleOpts(thinLine(Ink, "solid", 1)))
}

// goalSide puts the goal's words away from the newest value.
func (t *trend) goalSide(goal float64) string {
	if t.values[len(t.values)-1].value > goal {
		return "bottom"
	}
	return "top"
}

// addValues draws the line of values; the newest carries its number.
func (t *trend) addValues(line *echarts.Line) {
	var data []datum
	for i, m := range t.values {
		if m.apart {
			continue
		}
		if m.broken && len(data) > 0 {
			data = append(data, datum{Value: t.gapBefore(m)})
		}
		d := t.point(m)
		if i == len(t.values)-1 {
			d.Label = t.valueLabel(m)
		}
		data = append(data, d)
	}
	name := t.e.Indicator.Name.In(t.lang)
	line.AddSeries(name, nil, withData(data),
		echarts.WithLineChartOpts(opts.LineChart{Symbol: "circle", SymbolSize: 8, ShowSymbol: opts.Bool(true)}),
		echarts.WithItemStyleOpts(opts.ItemStyle{Color: Colour(t.e.Light()), BorderColor: Colour(t.e.Light())}),
		echarts.WithLineStyleOpts(thinLine(Colour(t.e.Light()), "solid", 2)))
}

// valueLabel is the newest value's number, where neither the goal nor the line
// into its point runs through it. Where its unit has no room, the number stands
// alone; where that has none either, it stands on the other side.
func (t *trend) valueLabel(m moment) *opts.Label {
	side, n := t.valueSide(m), len(t.values)
	rising, words := n < 2 || t.values[n-2].value <= m.value, t.e.ValueText(t.lang)
	align := "right"
	if rising == (side == "bottom") && t.room(t.right-m.on) {
		short := targets.FormatNumber(t.e.Value)
		switch days := t.right - m.on; {
		case t.fits(words, days):
			align = "left"
		case t.scale.suffix != "%" && t.e.Bound == targets.Exact && t.fits(short, days):
			align, words = "left", short
		}
	}
	if align == "right" && rising && side == "bottom" {
		side = "top"
	}
	return text(Ink, side, align, "\u00a0"+words+"\u00a0")
}

// phoneAxis is how long the axis of time is on a phone, and phoneMargin what is
// beside it, in pixels.
const (
	phoneAxis   = 230.0
	phoneMargin = 12.0
)

// fits reports whether words fit beside a point so many days before the end.
func (t *trend) fits(words string, days targets.Date) bool {
	return width("\u00a0"+words)*13 <= phoneAxis*float64(days)/float64(t.right-t.left)+phoneMargin
}

// boundLabel is the word of a bound, above its point; the number is in the table.
func (t *trend) boundLabel(m moment) *opts.Label {
	l := text(Quiet, "top", "center", m.figure.Bound.Name().In(t.lang))
	l.BackgroundColor = ""
	return l
}

// room reports whether a number fits into so many days of the axis.
func (t *trend) room(days targets.Date) bool { return days > (t.right-t.left)/7 }

// point draws a figure; one that is only a bound is hollow, with its word.
func (t *trend) point(m moment) datum {
	d := datum{Name: m.text, Value: t.at(m.on, m.value)}
	if m.figure.Bound != targets.Exact {
		d.ItemStyle = &opts.ItemStyle{Color: Paper, BorderColor: Colour(t.e.Light()), BorderWidth: 2}
		d.Label = t.boundLabel(m)
	}
	return d
}

// addApart draws figures of another definition as hollow points off the line.
func (t *trend) addApart(line *echarts.Line) {
	var data []datum
	for _, m := range t.values {
		if m.apart {
			data = append(data, datum{Name: m.text, Value: t.at(m.on, m.value)})
		}
	}
	if len(data) == 0 {
		return
	}
	line.AddSeries(targets.DefinitionDiffer.Name().In(t.lang), nil, withData(data),
		echarts.WithLineChartOpts(opts.LineChart{Symbol: "diamond", SymbolSize: 9, ShowSymbol: opts.Bool(true)}),
		echarts.WithItemStyleOpts(opts.ItemStyle{Color: Paper, BorderColor: Quiet, BorderWidth: 1.5}),
		echarts.WithLineStyleOpts(opts.LineStyle{Opacity: opts.Float(0)}))
}

// at is the coordinate of a value at the end of a day.
func (t *trend) at(on targets.Date, v float64) [2]any { return [2]any{on.String(), v} }

// gapBefore interrupts the line before m.
func (t *trend) gapBefore(m moment) [2]any { return [2]any{(m.on - 1).String(), gap} }

// inward aligns a label so that it stays inside the picture.
func (t *trend) inward(on targets.Date) string {
	if on-t.left > (t.right-t.left)/2 {
		return "right"
	}
	return "left"
}

// valueSide puts the newest value's number on the side where the goal is not.
func (t *trend) valueSide(m moment) string {
	foot := (m.value - t.y.low) / (t.y.high - t.y.low)
	if t.e.Goal.Known() && m.value <= t.number(t.e.Goal) && foot > 0.12 {
		return "bottom"
	}
	return "top" // also where there is no room above the axis of time
}

// labelled is the end of a bare line that carries its words. Words hang on a
// symbol, so there has to be one, as wide as the line.
func labelled(name string, at [2]any, words *opts.Label) datum {
	return datum{Name: name, Value: at, Symbol: "circle", SymbolSize: 1, Label: words}
}

// bare is a line without points.
func bare() echarts.SeriesOpts {
	return echarts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(true), Symbol: "none"})
}
