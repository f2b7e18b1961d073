package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// areasPart is 三、分地区情况: lights by area, and the figures that compare.
type areasPart struct {
	Head     string
	Text     string
	Table    Numbered
	Rows     []bulletinArea
	Total    bulletinArea
	Bad      []goalItem // the goals below that are red
	More     string
	Compared []comparedTable
}

// An bulletinArea is one area's goals by light, in the order of targets.Lights.
type bulletinArea struct {
	Name  string
	All   int
	Count []int
}

// A comparedTable sets one indicator's figures of one period side by side.
type comparedTable struct {
	Numbered
	Unit   string
	Ranked bool
	Rows   []comparedRow
	Others string // areas whose newest figure is of another period
}

// A comparedRow is one area's figure.
type comparedRow struct {
	Place, Name, Value, Goal, State string
	Light                           targets.Light // "" without a goal
}

// mostCompared bounds the tables of figures that compare.
const mostCompared = 6

// areasBelow is nil for an area that has no goals below it, nor figures below it
// that compare.
func (w *bulletinWriter) areasBelow() *areasPart {
	children := w.children()
	part := &areasPart{}
	if len(w.below) > 0 {
		w.lightsByArea(part, children)
	} else {
		part.Text = w.say("所辖地区没有单列的目标。", "The areas below have no goals of their own.")
	}
	w.compare(part, children)
	if len(w.below) == 0 && len(part.Compared) == 0 {
		return nil
	}
	part.Head = w.head("分地区情况", "Area by area")
	return part
}

// children are the areas directly below that have a goal or a figure, or hold one
// that has, by code.
func (w *bulletinWriter) children() []string {
	seen := map[string]bool{}
	add := func(code string) {
		if child := w.childOf(code); child != "" {
			seen[child] = true
		}
	}
	for _, e := range w.below {
		add(e.Target.Area)
	}
	for k := range w.book.series {
		add(k.Area)
	}
	var list []string
	for code := range seen {
		list = append(list, code)
	}
	slices.Sort(list)
	return list
}

// childOf is the area directly below the bulletin's that a code is or lies in; ""
// for itself and for what lies elsewhere.
func (w *bulletinWriter) childOf(code string) string {
	for range 7 { // levels of areas, and some to spare
		parent := w.tree.Parent(code)
		if parent == nil {
			return ""
		}
		if parent.Code == w.area {
			return code
		}
		code = parent.Code
	}
	return ""
}

func (w *bulletinWriter) lightsByArea(part *areasPart, children []string) {
	by := map[string][]*targets.Evaluation{}
	for _, e := range w.below {
		child := w.childOf(e.Target.Area)
		by[child] = append(by[child], e)
	}
	for _, code := range children {
		if len(by[code]) > 0 {
			part.Rows = append(part.Rows, w.bulletinArea(w.book.snap.AreaName(code, w.lang), by[code]))
		}
	}
	part.Total = w.bulletinArea(w.say("合计", "All"), w.below)
	part.Table = w.paper.Table(w.say("各地区目标亮灯情况（单位：项）", "Lights by area (number of goals)"))
	part.Text = fmt.Sprintf(w.say("所辖%d个地区共有目标%d项，亮灯情况见%s（按行政区划代码排列，不作排名）。", "%[2]d goals of %[1]d areas below, see %[3]s (in the order of their codes; no ranking)."), len(part.Rows), len(w.below), part.Table.Label)
	red := lit(w.below, targets.Red)
	slices.SortStableFunc(red, func(a, b *targets.Evaluation) int { return cmp.Compare(a.Target.Area, b.Target.Area) })
	shown := red[:min(len(red), mostItems)]
	for _, e := range shown {
		part.Bad = append(part.Bad, w.item(e))
	}
	if left := len(red) - len(shown); left > 0 {
		part.More = fmt.Sprintf(w.say("其余亮红灯的%d项见各地区页面。", "The other %d red ones stand on the pages of their areas."), left)
	}
}

func (w *bulletinWriter) bulletinArea(name string, list []*targets.Evaluation) bulletinArea {
	g := charts.NewGroup(name, list)
	line := bulletinArea{Name: name, All: g.All}
	for _, l := range targets.Lights {
		line.Count = append(line.Count, g.Count[l])
	}
	return line
}

// compare adds the indicators that at least two of the areas below have a figure
// of for one period, all of them wanted in the same direction.
func (w *bulletinWriter) compare(part *areasPart, children []string) {
	for i := range w.book.snap.Indicators {
		ind := &w.book.snap.Indicators[i]
		if len(part.Compared) == mostCompared {
			return
		}
		if w.book.public && ind.Disclosure == targets.Internal || ind.Measure == targets.Milestone || ind.Measure == targets.TimeLimit {
			continue
		}
		series := make([][]targets.Figure, len(children))
		for j, code := range children {
			series[j] = w.book.snap.Series(ind.ID, code)
		}
		if c := targets.Compare(ind, series, w.book.snap.AsOf); c != nil {
			if t, ok := w.comparedTable(c); ok {
				part.Compared = append(part.Compared, t)
			}
		}
	}
}

// comparedTable reports false where the areas' goals point in different directions.
func (w *bulletinWriter) comparedTable(c *targets.Comparison) (comparedTable, bool) {
	goals := map[string]*targets.Evaluation{}
	down, up := 0, 0
	for _, e := range w.book.byIndicator[c.Indicator.ID] {
		goals[e.Target.Area] = e
		switch e.Comparator() {
		case targets.AtMost, targets.Under, targets.Decrease:
			down++
		case targets.AtLeast, targets.Over, targets.Increase:
			up++
		}
	}
	if down > 0 && up > 0 {
		return comparedTable{}, false
	}
	t := comparedTable{Unit: w.unit(c.Indicator), Ranked: w.rank && !c.Sized && down+up > 0}
	words := fmt.Sprintf(w.say("%s（%s，单位：%s）", "%s (%s, unit: %s)"), c.Indicator.Name.In(w.lang), c.Period.Label(w.lang), t.Unit)
	t.Numbered = w.paper.Table(words)
	figures := slices.Clone(c.Figures)
	if t.Ranked {
		slices.SortStableFunc(figures, func(a, b targets.Figure) int {
			if down > 0 {
				return a.Value.Cmp(b.Value)
			}
			return b.Value.Cmp(a.Value)
		})
	}
	place := 1
	for i, f := range figures {
		row := comparedRow{Name: w.book.snap.AreaName(f.Area, w.lang), Value: w.bare(targets.FormatValue(f.Value, c.Indicator, w.lang), c.Indicator), Goal: "—", State: "—"}
		if e := goals[f.Area]; e != nil {
			row.Goal = w.bare(e.GoalText(w.lang), c.Indicator)
			if e.Period.End == f.Period.End {
				row.Light, row.State = e.Light(), e.StateName(w.lang)
			}
		}
		if i > 0 && !f.Value.Equal(figures[i-1].Value) {
			place = i + 1
		}
		if t.Ranked {
			row.Place = strconv.Itoa(place)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Others = w.otherPeriods(c)
	return t, true
}

// otherPeriods names the areas that are left out, and why.
func (w *bulletinWriter) otherPeriods(c *targets.Comparison) string {
	var names []string
	slices.SortStableFunc(c.Others, func(a, b targets.Figure) int { return cmp.Compare(a.Area, b.Area) })
	for _, f := range c.Others {
		names = append(names, fmt.Sprintf(w.say("%s（%s）", "%s (%s)"), w.book.snap.AreaName(f.Area, w.lang), f.Period.Label(w.lang)))
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf(w.say("最近数据属于其他报告期、不作比较的地区：%s。", "Left out, for their newest figure is of another period: %s."), w.list(names))
}
