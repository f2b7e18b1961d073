package report

import (
	"html/template"
	"strconv"

	"github.com/biaochi/biaochi/charts"
)

// A picture is a chart on a page: its options as a block of JSON that the
// page's script draws.
type picture struct {
	ID      string
	Label   string // what a reader who does not see it is told
	JSON    template.JS
	CutAxis bool
	Size    string // the classes that give it its height
}

// picture prepares a chart; nil when there is nothing to draw.
func (p page) picture(id, label string, c charts.Picture) *picture {
	if c.Empty() {
		return nil
	}
	options, err := c.JSON()
	if err != nil {
		return nil // a coordinate that is no number: the table beside it says all
	}
	return &picture{ID: id, Label: label, JSON: template.JS(options), CutAxis: c.CutAxis, Size: size(c)}
}

// size names the heights of a picture: on a page and in a narrow place. Style
// attributes are forbidden, so 20-pictures.css has a class for each step.
func size(c charts.Picture) string {
	tall := "h" + strconv.Itoa(step(c.Height))
	if c.Height > sheetHeight {
		tall += " long"
	}
	if c.Narrow == 0 || step(c.Narrow) == step(c.Height) {
		return tall
	}
	return tall + " n" + strconv.Itoa(step(c.Narrow))
}

// sheetHeight is what a page of paper holds of a picture, in pixels: a longer one may be
// broken there.
const sheetHeight = 900

// The heights there are classes for: every 20 pixels to 1,200, then every 200.
const (
	fineStep, fineEnd     = 20, 1200
	coarseStep, coarseEnd = 200, 14000
)

// step rounds a height up to one that there is a class for.
func step(height int) int {
	unit, most := fineStep, fineEnd
	if height > fineEnd {
		unit, most = coarseStep, coarseEnd
	}
	return min((max(height, 1)+unit-1)/unit*unit, most)
}
