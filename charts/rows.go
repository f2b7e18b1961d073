package charts

import (
	"math"
	"strings"

	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/biaochi/biaochi/targets"
)

// Rows lays out the pictures that are a list of lines: a name beside each on a
// page, above each where the place is narrow.
type rows struct {
	names []string
	marks []targets.Light // beside the names; nil: none
	under []words         // second texts of the lines; nil: none
	lines int             // the most lines a name takes
	bar   int             // height of what is drawn, in pixels
}

// words are a second text of a line: what counts, and what it is held against.
type words struct{ strong, quiet string }

// wide is the room that words take beneath each other, in ems of names.
func (w words) wide() float64 { return max(1.06*width(w.strong), width(w.quiet)) }

// inOne are the words on one line of a narrow place, as far as there is room.
func (w words) inOne() string {
	one := styled("strong", w.strong)
	if width(w.strong)+width(w.quiet) <= narrowRoom {
		one += " " + styled("quiet", w.quiet)
	}
	return one
}

// The room for names beside the lines, and their letters, in pixels.
const (
	nameWidth   = 176
	nameLetter  = 13
	nameLine    = 17
	nameLines   = 4
	narrowLine  = 16
	narrowRoom  = 22.0 // of a name above its line, in ems
	narrowLines = 2
	roomOfNames = float64(nameWidth-20) / nameLetter
)

func newRows(names []string, bar int) *rows {
	r := &rows{names: names, bar: bar, lines: 1}
	for _, n := range names {
		r.lines = max(r.lines, len(fold(n, roomOfNames, nameLines)))
	}
	return r
}

// pitch is the height of a line: that of its folded name, or of what is drawn.
func (r *rows) pitch() int {
	texts := r.lines * nameLine
	if r.under != nil {
		texts = max(texts, 2*nameLine)
	}
	return max(r.bar, texts) + 8
}

func (r *rows) narrowPitch() int {
	n := r.bar + 8 + narrowLine*r.narrowNames()
	if r.under != nil {
		n += narrowLine
	}
	return n
}

// narrowNames is the most lines a name takes above its line.
func (r *rows) narrowNames() int {
	most := 1
	for _, n := range r.names {
		most = max(most, len(fold(n, narrowRoom, narrowLines)))
	}
	return most
}

// height and narrow are those of the picture, between its margins.
func (r *rows) height(margins int) int       { return len(r.names)*r.pitch() + margins }
func (r *rows) narrowHeight(margins int) int { return len(r.names)*r.narrowPitch() + margins }

// axis is the category axis with the names.
func (r *rows) axis() map[string]any {
	data := make([]string, len(r.names))
	for i, n := range r.names {
		data[i] = r.mark(i) + plain(strings.Join(fold(n, roomOfNames, nameLines), "\n"))
	}
	return map[string]any{
		"type": "category", "data": data, "inverse": true,
		"axisLabel": map[string]any{
			"show": true, "color": Ink, "fontSize": nameLetter, "lineHeight": nameLine, "interval": 0, "rich": rich(),
		},
		"axisLine":  map[string]any{"show": true, "lineStyle": thinLine(Rule, "solid", 1)},
		"axisTick":  map[string]any{"show": false},
		"splitLine": map[string]any{"show": false},
	}
}

func (r *rows) mark(i int) string {
	if r.marks == nil {
		return ""
	}
	return marked(r.marks[i]) + " "
}

// beside is a second axis on the right with the second texts; nil where there are none.
func (r *rows) beside() map[string]any {
	data := make([]string, len(r.under))
	for i, w := range r.under {
		data[i] = styled("strong", w.strong) + "\n" + styled("quiet", w.quiet)
	}
	return map[string]any{
		"type": "category", "data": data, "inverse": true, "position": "right",
		"axisLabel": map[string]any{
			"show": true, "color": Ink, "fontSize": nameLetter, "lineHeight": nameLine, "interval": 0, "rich": rich(),
		},
		"axisLine": map[string]any{"show": false}, "axisTick": map[string]any{"show": false}, "splitLine": map[string]any{"show": false},
	}
}

// narrowAxis puts names and second texts above their lines, on a ground of their
// own and before what is drawn: the goal's line must not run through them.
func (r *rows) narrowAxis() map[string]any {
	data := make([]string, len(r.names))
	for i, n := range r.names {
		var lines []string
		for _, line := range fold(n, narrowRoom, narrowLines) {
			lines = append(lines, styled("row", line))
		}
		if r.under != nil {
			lines = append(lines, r.under[i].inOne())
		}
		data[i] = r.mark(i) + strings.Join(lines, "\n")
	}
	ground := map[string]any{"backgroundColor": Paper}
	return map[string]any{
		"data": data, "z": 6,
		"axisLabel": map[string]any{
			"inside": true, "margin": 0, "fontSize": 12, "lineHeight": narrowLine,
			"align": "left", "verticalAlign": "bottom", "padding": []int{0, 0, r.bar/2 + 1, 0},
			"rich": map[string]any{"row": ground, "strong": ground, "quiet": ground},
		},
	}
}

// percentAxis is the value axis of shares, drawn in per cent.
func percentAxis(s span) opts.XAxis {
	return opts.XAxis{
		Type: "value", Min: s.low, Max: s.high, SplitNumber: s.steps,
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: Quiet, FontSize: 12, HideOverlap: opts.Bool(true), Formatter: "{value}%"},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: new(thinLine(Rule, "solid", 1))},
	}
}

// barSpan is a round range from zero that holds every value.
func barSpan(values []float64) span {
	low, high := 0.0, 0.0
	for _, v := range values {
		low, high = math.Min(low, v), math.Max(high, v)
	}
	if low == high {
		high = 1
	}
	step := roundStep((high - low) / 5)
	s := span{low: tidy(math.Floor(low/step) * step), high: tidy(math.Ceil(high/step) * step)}
	s.steps = int(math.Round((s.high - s.low) / step))
	return s
}
