package charts

import (
	"encoding/json"
	"fmt"
	"math"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/biaochi/biaochi/targets"
)

// Colours, as the names of the CSS custom properties the page defines.
const (
	Ink   = "--ink"   // text, the line of values
	Quiet = "--quiet" // labels, the required path
	Rule  = "--rule"  // axes and grid
	Paper = "--paper" // the ground
	Grey  = "--grey"  // spans of days
)

// Colour is the strong colour of a light, for marks.
func Colour(l targets.Light) string { return "--" + string(l) }

// Pale is the fill of a light behind dark text.
func Pale(l targets.Light) string { return "--" + string(l) + "-pale" }

// Mark is the shape that stands for a light beside its colour, so that the two
// are told apart in grey print and by people who do not see red and green.
func Mark(l targets.Light) string {
	switch l {
	case targets.Green:
		return "●"
	case targets.Yellow:
		return "▲"
	case targets.Red:
		return "■"
	case targets.Blue:
		return "◆"
	}
	return "○"
}

// A Picture is one drawing. The zero Picture has nothing to draw.
type Picture struct {
	Options map[string]any
	CutAxis bool // the value axis does not begin at zero: the caption must say so
	Rows    int  // of a bar picture: how many bars there are below each other
	Height  int  // in pixels, at the width of a page
	Narrow  int  // in pixels, where the place is at most NarrowWidth wide; 0: the same
}

// NarrowWidth is the widest place, in pixels, that is laid out as on a phone.
const NarrowWidth = 520

// Empty reports whether there is nothing to draw.
func (p Picture) Empty() bool { return p.Options == nil }

// JSON is the picture's options, safe inside a script element.
func (p Picture) JSON() (string, error) {
	b, err := json.Marshal(p.Options)
	if err != nil {
		return "", fmt.Errorf("marshal chart options: %w", err)
	}
	return string(b), nil
}

// options takes what go-echarts built, without the components the pages do not
// use. Tooltips are drawn on the canvas: as HTML they would need inline styles.
// Nothing moves: a reader who asked for reduced motion and one who did not see
// the same picture at once.
func options(c interface{ JSON() map[string]any }) map[string]any {
	o := c.JSON()
	for _, unused := range []string{"title", "legend", "toolbox", "color"} {
		delete(o, unused)
	}
	for key, value := range still() {
		o[key] = value
	}
	return o
}

// still is what every picture has: tooltips, and nothing that moves.
func still() map[string]any {
	return map[string]any{"animation": false, "stateAnimation": map[string]any{"duration": 0}, "tooltip": tooltip()}
}

// with adds what a picture has beyond that.
func with(more map[string]any) map[string]any {
	o := still()
	for key, value := range more {
		o[key] = value
	}
	return o
}

func tooltip() map[string]any {
	return map[string]any{
		"trigger": "item", "renderMode": "richText", "confine": true, "formatter": "{b}",
		"backgroundColor": Paper, "borderColor": Rule, "textStyle": map[string]any{"color": Ink},
	}
}

// A datum is one point, bar or cell. Name is what its tooltip says, word for word.
type datum struct {
	Name       string          `json:"name,omitempty"`
	Value      any             `json:"value"`
	Symbol     string          `json:"symbol,omitempty"`
	SymbolSize any             `json:"symbolSize,omitempty"` // a number of pixels, or width and height
	ItemStyle  *opts.ItemStyle `json:"itemStyle,omitempty"`
	Label      any             `json:"label,omitempty"` // *opts.Label, or a map where that lacks a field
	Href       string          `json:"href,omitempty"`  // where a click leads; read by pictures.js
}

// gap is what ECharts draws nothing for; null would become an empty object.
const gap = "-"

// withData puts our own data into a series: go-echarts' data types carry no label.
func withData(data []datum) echarts.SeriesOpts {
	return func(s *echarts.SingleSeries) { s.Data = data }
}

// text is a label on its own ground, so that a line behind it does not strike it out.
func text(colour, position, align, words string) *opts.Label {
	return &opts.Label{
		Show: opts.Bool(true), Color: colour, Position: position, Align: align, Formatter: plain(words), FontSize: 13,
		BackgroundColor: Paper,
	}
}

func axisText() *opts.AxisLabel {
	return &opts.AxisLabel{Show: opts.Bool(true), Color: Quiet, FontSize: 12, HideOverlap: opts.Bool(true)}
}

func thinLine(colour, kind string, width float32) opts.LineStyle {
	return opts.LineStyle{Color: colour, Type: kind, Width: width}
}

// narrow is the part of the options that holds where the place is narrow.
func narrow(option map[string]any) []any {
	return []any{map[string]any{"query": map[string]any{"maxWidth": NarrowWidth}, "option": option}}
}

// round6 keeps coordinates short: nothing that is seen of a picture.
func round6(v float64) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return v
	}
	unit := math.Pow(10, 5-math.Floor(math.Log10(math.Abs(v))))
	if math.IsInf(unit, 0) || unit < 1 {
		return math.Round(v)
	}
	return math.Round(v*unit) / unit
}
