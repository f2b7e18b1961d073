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
//
// The cells are bars of one length stacked in each line: ECharts' heat map lies on
// several canvases, which paper does not print as one.
func Heat(h HeatTable, lang targets.Lang) Picture {
	if !h.any() {
		return Picture{}
	}
	chart := echarts.NewBar()
	chart.SetGlobalOptions(echarts.WithGridOpts(opts.Grid{Left: strconv.Itoa(heatNames), Right: "4", Top: strconv.Itoa(h.headHeight()), Bottom: "4"}))
	for column, name := range h.Columns {
		chart.AddSeries(name, nil, withData(h.column(column)), echarts.WithBarChartOpts(opts.BarChart{Stack: "line", BarCategoryGap: "0%"}),
			echarts.WithItemStyleOpts(opts.ItemStyle{BorderColor: Paper, BorderWidth: 1}))
	}
	o, series := options(chart), []any{}
	for _, s := range chart.MultiSeries {
		series = append(series, map[string]any{
			"type": s.Type, "name": s.Name, "stack": s.Stack, "barCategoryGap": s.BarCategoryGap, "data": s.Data,
			"itemStyle": s.ItemStyle, "label": markLabel(),
		})
	}
	o["series"] = series
	o["xAxis"], o["yAxis"] = []any{h.cellAxis(), headAxis(h.heads())}, heatNamesAxis(h.Rows)
	o["media"] = narrow(map[string]any{
		"grid":  map[string]any{"left": 64, "top": 24},
		"xAxis": []any{map[string]any{}, map[string]any{"data": h.numbers()}},
		"yAxis": map[string]any{"data": foldedTo(h.Rows, 5), "axisLabel": map[string]any{"fontSize": 12}},
	})
	return Picture{Options: o, Rows: len(h.Rows), Height: len(h.Rows)*heatLine + h.headHeight() + 4, Narrow: len(h.Rows)*heatLine + 28}
}

// any reports whether there is a cell at all.
func (h HeatTable) any() bool {
	for _, cells := range h.Cells {
		for _, c := range cells {
			if c.Known {
				return true
			}
		}
	}
	return false
}

// column are the cells of a goal, one a line; what is not there keeps its place.
func (h HeatTable) column(column int) []datum {
	data := make([]datum, len(h.Cells))
	for row, cells := range h.Cells {
		data[row] = datum{Value: 1, ItemStyle: &opts.ItemStyle{Color: "transparent"}}
		if c := cells[column]; c.Known {
			data[row] = datum{
				Name: c.Words, Value: 1, Href: c.Href, ItemStyle: &opts.ItemStyle{Color: Pale(c.Light)},
				Label: map[string]any{"formatter": marked(c.Light)},
			}
		}
	}
	return data
}

// markLabel is the label of cells whose data carry a mark.
func markLabel() map[string]any {
	styles := map[string]any{}
	for _, l := range targets.Lights {
		styles[string(l)] = map[string]any{"color": Colour(l)}
	}
	return map[string]any{"show": true, "formatter": "", "position": "inside", "fontSize": 12, "rich": styles}
}

// cellAxis counts cells and is not drawn.
func (h HeatTable) cellAxis() map[string]any {
	return map[string]any{"type": "value", "show": false, "min": 0, "max": len(h.Columns)}
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
