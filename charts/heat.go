package charts

import (
	"strconv"
	"strings"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/biaochi/biaochi/targets"
)

// A HeatTable is areas against goals: Cells[row][column].
type HeatTable struct {
	Rows    []string // names of areas
	Columns []string // names of goals; the picture numbers them from 1, as its table should
	Cells   [][]HeatCell
}

// A HeatCell is the state of one goal in one area.
type HeatCell struct {
	Light targets.Light
	Words string // what the tooltip says, a whole sentence
	Href  string // where a click leads, relative to the page; may be empty
	Known bool   // the area has the goal at all; else there is no cell
}

// The columns are headed by number and name while there is room for names.
const (
	namedColumns = 8
	columnRoom   = 40.0 // ems of 12 px that all heads have together, at the width of a page
	columnLines  = 4
	heatLine     = 28
	heatNames    = 112 // pixels for the areas
)

// Heat draws a table of states: each cell its mark on its light's ground. Where
// an area does not have a goal, nothing stands. Columns are numbered; their names
// stand above them while there are few, and in the table beside it always.
func Heat(h HeatTable, lang targets.Lang) Picture {
	chart := echarts.NewHeatMap()
	for _, l := range targets.Lights {
		if data := h.cells(l); len(data) > 0 {
			chart.AddSeries(l.Name().In(lang), nil, withData(data),
				echarts.WithItemStyleOpts(opts.ItemStyle{Color: Pale(l), BorderColor: Paper, BorderWidth: 1}),
				echarts.WithLabelOpts(opts.Label{Show: opts.Bool(true), FontSize: 12, Color: Colour(l), Formatter: Mark(l)}))
		}
	}
	if len(chart.MultiSeries) == 0 {
		return Picture{}
	}
	chart.SetGlobalOptions(echarts.WithGridOpts(opts.Grid{Left: strconv.Itoa(heatNames), Right: "4", Top: strconv.Itoa(h.headHeight()), Bottom: "4"}))
	o := options(chart)
	delete(o, "visualMap")
	numbers := h.numbers()
	o["xAxis"], o["yAxis"] = headAxis(h.heads()), heatNamesAxis(h.Rows)
	o["media"] = narrow(map[string]any{
		"grid":  map[string]any{"left": 64, "top": 24},
		"xAxis": map[string]any{"data": numbers},
		"yAxis": map[string]any{"data": foldedTo(h.Rows, 5), "axisLabel": map[string]any{"fontSize": 12}},
	})
	return Picture{Options: o, Rows: len(h.Rows), Height: len(h.Rows)*heatLine + h.headHeight() + 4, Narrow: len(h.Rows)*heatLine + 28}
}

// cells are those of a light.
func (h HeatTable) cells(l targets.Light) []datum {
	var data []datum
	for row, cells := range h.Cells {
		for column, c := range cells {
			if c.Known && c.Light == l {
				data = append(data, datum{Name: c.Words, Value: []any{column, row, 0}, Href: c.Href})
			}
		}
	}
	return data
}

func (h HeatTable) numbers() []string {
	list := make([]string, len(h.Columns))
	for i := range list {
		list[i] = strconv.Itoa(i + 1)
	}
	return list
}

// heads are the numbers of the columns and, while there is room, their names.
func (h HeatTable) heads() []string {
	list := h.numbers()
	if len(list) > namedColumns {
		return list
	}
	room := columnRoom/float64(len(list)) - 1
	for i, name := range h.Columns {
		list[i] += "\n" + plain(strings.Join(fold(name, room, columnLines), "\n"))
	}
	return list
}

func (h HeatTable) headHeight() int {
	most := 1
	for _, head := range h.heads() {
		most = max(most, 1+strings.Count(head, "\n"))
	}
	return most*15 + 12
}

func headAxis(heads []string) map[string]any {
	return map[string]any{
		"type": "category", "data": heads, "position": "top",
		"axisLabel": map[string]any{"show": true, "color": Quiet, "fontSize": 12, "lineHeight": 15, "interval": 0},
		"axisLine":  map[string]any{"show": false}, "axisTick": map[string]any{"show": false}, "splitLine": map[string]any{"show": false},
	}
}

func heatNamesAxis(names []string) map[string]any {
	return map[string]any{
		"type": "category", "data": foldedTo(names, float64(heatNames-12)/13), "inverse": true,
		"axisLabel": map[string]any{"show": true, "color": Ink, "fontSize": 13, "interval": 0},
		"axisLine":  map[string]any{"show": false}, "axisTick": map[string]any{"show": false}, "splitLine": map[string]any{"show": false},
	}
}

// foldedTo are names on one line each, cut where they are too long.
func foldedTo(names []string, room float64) []string {
	list := make([]string, len(names))
	for i, n := range names {
		if lines := fold(n, room, 1); len(lines) > 0 {
			list[i] = plain(lines[0])
		}
	}
	return list
}
