package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// nextPart is 六、下一步要求及时限: what people wrote, and beside it only facts:
// what is left of each goal, by when, and which duties are open.
type nextPart struct {
	Head  string
	Typed []string
	Blank string // in place of Typed
	Left  string
	Table *leftTable
	Open  []string // duties that wait to be answered, with their closing day
}

// A leftTable is what remains of the goals whose deadline lies ahead.
type leftTable struct {
	Numbered
	Rows []leftRow
}

// A leftRow is one goal.
type leftRow struct {
	Name, Left, Needed, Deadline, Units string
	Remark                              string // 临期
}

func (w *bulletinWriter) next() nextPart {
	part := nextPart{Head: w.head("下一步要求及时限", "What comes next, and by when"), Typed: w.words.Next}
	if len(part.Typed) == 0 {
		part.Blank = w.say("（由发文机关填写）", "(to be filled in by the issuing office)")
	}
	list := w.ahead()
	if len(list) == 0 {
		part.Left = w.say("没有期限未到而尚未达到的目标。", "No goal is left open whose deadline lies ahead.")
	} else {
		soon := 0
		year := w.book.snap.AsOf.AddYears(1)
		for _, e := range list {
			if e.Target.Deadline <= year {
				soon++
			}
		}
		part.Table = w.leftTable(list)
		part.Left = fmt.Sprintf(w.say("期限未到、尚未达到的目标%d项，其中一年内（至%s）到期%d项，所余数量和期限见%s。", "%[1]d goals with a deadline ahead are not yet met, %[3]d of them due within a year (by %[2]s); %[4]s shows what is left."), len(list), w.prose(year), soon, part.Table.Label)
	}
	part.Open = w.open()
	return part
}

// ahead are the own goals that have a deadline ahead and are not met, the nearest
// deadline first.
func (w *bulletinWriter) ahead() []*targets.Evaluation {
	var list []*targets.Evaluation
	for _, e := range w.own {
		if e.Target.Deadline <= w.book.snap.AsOf || e.Indicator.Measure == targets.TimeLimit {
			continue
		}
		switch e.State {
		case targets.OnTrack, targets.Behind, targets.FarBehind, targets.Reversing, targets.InProgress, targets.NoData:
			list = append(list, e)
		case targets.Unrated:
			if e.Target.Goal.Known() || e.Indicator.Measure == targets.Milestone {
				list = append(list, e)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *targets.Evaluation) int { return cmp.Compare(a.Target.Deadline, b.Target.Deadline) })
	return list
}

func (w *bulletinWriter) leftTable(list []*targets.Evaluation) *leftTable {
	t := &leftTable{Numbered: w.paper.Table(w.say("尚未达到的目标所余数量和期限", "What is left of the goals"))}
	for _, e := range list {
		row := leftRow{Name: e.Indicator.Name.In(w.lang), Left: e.GapText(w.lang), Needed: e.NeededText(w.lang), Deadline: e.Target.Deadline.String(), Units: w.units(e)}
		if row.Left == "" {
			row.Left = e.StateName(w.lang)
		}
		if e.DueSoon {
			row.Remark = w.say("临期", "due soon")
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// open lists the duties of the period that wait to be answered or were sent back.
func (w *bulletinWriter) open() []string {
	var keys []targets.FilingKey
	count, last := map[targets.FilingKey]int{}, map[targets.FilingKey]targets.Date{}
	for i := range w.duties {
		d := &w.duties[i]
		switch d.State(w.told) {
		case targets.DutyOpen, targets.DutyUpcoming, targets.DutyReturned:
		default:
			continue
		}
		k := d.Filing.FilingKey
		if count[k] == 0 {
			keys = append(keys, k)
		}
		count[k]++
		last[k] = d.Filing.LastDay()
	}
	var lines []string
	for _, k := range keys {
		lines = append(lines, fmt.Sprintf(w.say("%s：%s，%s，待报%d项，%s截止", "%s: %s, %s, %d open until %s"), w.office(k.Office), w.form(k.Form), k.Period.Label(w.lang), count[k], w.prose(last[k])))
	}
	return lines
}
