package report

import (
	"html/template"

	"github.com/biaochi/biaochi/charts"
)

// A picture is a chart on a page: its options as a block of JSON that the
// page's script draws.
type picture struct {
	ID      string
	Label   string // what a reader who does not see it is told
	JSON    template.JS
	CutAxis bool
	Size    string // the class that gives it its height
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
	return &picture{ID: id, Label: label, JSON: template.JS(options), CutAxis: c.CutAxis, Size: size(c.Rows)}
}

// size names the height of a picture with so many bars; style.css has them.
func size(rows int) string {
	switch {
	case rows == 0:
		return "tall"
	case rows <= 3:
		return "bars-3"
	case rows <= 6:
		return "bars-6"
	case rows <= 12:
		return "bars-12"
	case rows <= 24:
		return "bars-24"
	}
	return "bars-48"
}
