package charts

import "github.com/biaochi/biaochi/targets"

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

// Heat draws a table of states: each cell its mark on its light's ground.
func Heat(h HeatTable, lang targets.Lang) Picture { return Picture{} }
