package charts

import (
	"math"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/biaochi/biaochi/targets"
)

// Multiples draws one small trend an evaluation, all on one scale of time and
// value, each with its own goal: the same question across areas and documents.
// They must share a unit. Those without a single value have no panel. A click on
// a point leads where href says; nil leads nowhere.
func Multiples(list []*targets.Evaluation, name, href func(*targets.Evaluation) string, lang targets.Lang) Picture {
	m := multiples{lang: lang}
	s := scaleOf(lang, list...)
	for _, e := range list {
		t := trend{e: e, lang: lang, scale: s}
		if t.drawable() {
			m.panels = append(m.panels, panel{trend: &t, name: name(e)})
			if href != nil {
				m.panels[len(m.panels)-1].href = href(e)
			}
		}
	}
	if len(m.panels) == 0 {
		return Picture{}
	}
	m.range_()
	return m.picture()
}

type multiples struct {
	lang        targets.Lang
	panels      []panel
	left, right targets.Date
	y           span
}

// A panel is one of the small trends.
type panel struct {
	*trend
	name, href string
}

// A panel is so tall without the words above it, in pixels.
const (
	panelPlot = 124
	panelLine = 17
	panelGap  = 18
)

// range_ finds the one scale that all panels share.
func (m *multiples) range_() {
	var all []float64
	for i, p := range m.panels {
		p.range_()
		if i == 0 {
			m.left, m.right = p.left, p.right
		}
		m.left, m.right = min(m.left, p.left), max(m.right, p.right)
		all = append(all, p.y.low, p.y.high)
		if !p.y.cut {
			all = append(all, 0)
		}
	}
	m.y = wholeSpan(all)
}

// wholeSpan is a round range in at most four steps.
func wholeSpan(values []float64) span {
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = math.Min(low, v), math.Max(high, v)
	}
	step := roundStep((high - low) / 2)
	s := span{low: math.Floor(low/step) * step, high: math.Ceil(high/step) * step}
	s.steps, s.cut = int(math.Round((s.high-s.low)/step)), s.low > 0
	return s
}

// An arrangement is how the panels stand on a page, or on a phone.
type arrangement struct {
	columns int
	room    float64 // for the words above a panel, in ems
	lines   int     // the most lines a name takes
	head    int     // the room above a panel, in pixels
}

func (m *multiples) arranged(columns int, room float64, lines int) arrangement {
	most := 1
	for _, p := range m.panels {
		most = max(most, len(fold(p.name, room, lines)))
	}
	return arrangement{columns, room, lines, (most+2)*panelLine + 16}
}

func (m *multiples) picture() Picture {
	page := m.arranged(min(3, max(2, len(m.panels))), 14, 2)
	phone := m.arranged(2, 8.5, 3)
	return Picture{Options: m.options(page, phone), CutAxis: m.y.cut, Height: m.height(page), Narrow: m.height(phone)}
}

func (a arrangement) pitch() int { return a.head + panelPlot + panelGap }

func (m *multiples) height(a arrangement) int {
	return (len(m.panels) + a.columns - 1) / a.columns * a.pitch()
}

func (m *multiples) options(page, phone arrangement) map[string]any {
	var xs, ys, series, narrowed []any
	for i := range m.panels {
		xs, ys = append(xs, m.timeAxis(i)), append(ys, m.valueAxis(i))
		series = append(series, m.goal(i, page), m.line(i))
		narrowed = append(narrowed, map[string]any{"data": m.goalData(i, phone)}, map[string]any{})
	}
	return with(map[string]any{
		"grid": m.grids(page), "xAxis": xs, "yAxis": ys, "series": series,
		"media": narrow(map[string]any{"grid": m.grids(phone), "series": narrowed}),
	})
}

// grids are the panels' places.
func (m *multiples) grids(a arrangement) []any {
	grids := make([]any, len(m.panels))
	part := 100 / float64(a.columns)
	for i := range grids {
		column, row := i%a.columns, i/a.columns
		grids[i] = map[string]any{
			"left": percentOf(part * float64(column)), "width": percentOf(part * 0.92),
			"top": row*a.pitch() + a.head, "height": panelPlot,
			"containLabel": true,
		}
	}
	return grids
}

func percentOf(v float64) string { return strconv.FormatFloat(round6(v), 'f', -1, 64) + "%" }

// timeAxis names the first and the last whole year alone.
func (m *multiples) timeAxis(i int) map[string]any {
	whole := trend{left: m.left, right: m.right}
	axis := whole.timeAxis()
	label := axis["axisLabel"].(map[string]any)
	if days := label["customValues"].([]string); len(days) > 2 {
		label["customValues"] = []string{days[0], days[len(days)-1]}
	}
	axis["gridIndex"], label["fontSize"] = i, 11
	return axis
}

func (m *multiples) valueAxis(i int) map[string]any {
	axis := valueAxis(m.y, m.panels[i].scale, 11)
	axis["gridIndex"] = i
	return axis
}

// goal is the thin line of a panel's goal; the words above the panel hang on it.
func (m *multiples) goal(i int, a arrangement) map[string]any {
	return map[string]any{
		"type": "line", "xAxisIndex": i, "yAxisIndex": i, "silent": true, "symbol": "none",
		"lineStyle": thinLine(Ink, "solid", 1), "data": m.goalData(i, a),
	}
}

func (m *multiples) goalData(i int, a arrangement) []datum {
	p := m.panels[i]
	data := []datum{{Value: p.at(m.left, m.y.high), Symbol: "circle", SymbolSize: 1, Label: m.words(i, a)}}
	if p.e.Goal.Known() {
		end, goal := m.right, p.number(p.e.Goal)
		if p.e.Target.Deadline != 0 {
			end = p.e.Target.Deadline
		}
		data = append(data, datum{Value: [2]any{m.left.String(), gap}}, datum{Value: p.at(m.left, goal)}, datum{Value: p.at(end, goal)})
	}
	return data
}

func (m *multiples) words(i int, a arrangement) map[string]any {
	p := m.panels[i]
	goal := targets.Text{ZH: "目标 ", EN: "goal "}.In(m.lang) + p.e.GoalText(m.lang)
	words := marked(p.e.Light()) + " " + plain(strings.Join(fold(p.name, a.room, a.lines), "\n")) + "\n" +
		plain(fold(p.e.ValueText(m.lang), a.room, 1)[0]) + "\n" + styled("quiet", fold(goal, a.room+1, 1)[0])
	all := rich()
	return map[string]any{
		"show": true, "formatter": words, "position": "top", "distance": 10, "align": "left", "color": Ink, "fontSize": 13, "lineHeight": panelLine, "offset": []any{m.outward(), 0},
		"rich": map[string]any{"quiet": all["quiet"], string(p.e.Light()): all[string(p.e.Light())]},
	}
}

// outward moves words to the left edge of the panel, over the numbers of the axis.
func (m *multiples) outward() int {
	most := 0.0
	for _, v := range [...]float64{m.y.low, m.y.high} {
		most = max(most, width(targets.FormatNumber(targets.NewDecimal(int64(v)))+m.panels[0].scale.suffix))
	}
	return -int(most*10) - 8
}

// line is a panel's values.
func (m *multiples) line(i int) map[string]any {
	p := m.panels[i]
	var data []datum
	for _, v := range p.values {
		if v.apart {
			continue
		}
		if v.broken && len(data) > 0 {
			data = append(data, datum{Value: p.gapBefore(v)})
		}
		d := datum{Name: p.name + "\n" + v.text, Value: p.at(v.on, v.value), Href: p.href}
		if v.figure.Bound != targets.Exact {
			d.ItemStyle = &opts.ItemStyle{Color: Paper, BorderColor: Colour(p.e.Light()), BorderWidth: 1.5}
		}
		data = append(data, d)
	}
	return map[string]any{
		"type": "line", "xAxisIndex": i, "yAxisIndex": i, "symbol": "circle", "symbolSize": 6, "showAllSymbol": true, "data": data,
		"itemStyle": map[string]any{"color": Colour(p.e.Light())}, "lineStyle": thinLine(Colour(p.e.Light()), "solid", 1.5),
	}
}
