package collector

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// would tells what the rows' figures make of the targets they feed, and asks about
// the states they change.
func (f *folder) would(ctx context.Context, g *Grid) error {
	ids := f.targetsOf(g)
	if len(ids) == 0 {
		return nil
	}
	snap, err := f.d.parts.Filings.Snapshot(ctx, targets.Selection{Targets: ids}, f.today, time.Time{})
	if err != nil {
		return fmt.Errorf("read the targets: %w", err)
	}
	var figures []targets.Figure
	for i := range g.Rows {
		if r := &g.Rows[i]; r.Figure != nil && r.Changed {
			figures = append(figures, *r.Figure)
		}
	}
	after := withFigures(snap, figures, f.now)
	all := map[string]Would{}
	for i := range snap.Targets {
		now, then := snap.EvaluateTarget(&snap.Targets[i]), after.EvaluateTarget(&snap.Targets[i])
		all[snap.Targets[i].ID] = Would{Target: &snap.Targets[i], Now: now.State, Then: then.State, After: &then}
	}
	for i := range g.Rows {
		f.wonder(g, &g.Rows[i], all)
	}
	return nil
}

// targetsOf are the targets that the rows' indicators feed in this area.
func (f *folder) targetsOf(g *Grid) []string {
	var ids []string
	for i := range g.Rows {
		ids = append(ids, f.fed[targets.SeriesKey{Indicator: g.Rows[i].Indicator.ID, Area: f.filing.Area}]...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// wonder puts beside a row what it makes of its targets.
func (f *folder) wonder(g *Grid, r *GridRow, all map[string]Would) {
	for _, id := range f.fed[targets.SeriesKey{Indicator: r.Indicator.ID, Area: f.filing.Area}] {
		w, ok := all[id]
		if !ok {
			continue
		}
		r.Would = append(r.Would, w)
		if !r.Changed {
			continue
		}
		if slower(w.Then) && !slices.Contains(g.Behind, w.Target) {
			g.Behind = append(g.Behind, w.Target)
		}
		if w.Then != w.Now && said(w.Now) {
			r.ask(ColumnValue, fmt.Sprintf("目标 %s 将由「%s」变为「%s」", w.Target.ID, w.Now.Name().ZH, w.After.StateName(targets.ZH)), "请核对；无误的，请在备注说明")
		}
	}
}

// slower reports whether a state is slower than 序时.
func slower(s targets.State) bool {
	return s == targets.Behind || s == targets.FarBehind || s == targets.Reversing
}

// said reports whether a state says how a goal stands: a change of it is news.
func said(s targets.State) bool {
	switch s {
	case targets.NotStarted, targets.Unrated, targets.NoData, targets.AwaitingFinal:
		return false
	}
	return true
}

// withFigures is a snapshot as if the figures stood already. The given one is
// shared and stays as it is.
func withFigures(snap *targets.Snapshot, figures []targets.Figure, now time.Time) *targets.Snapshot {
	if len(figures) == 0 {
		return snap
	}
	own := *snap
	own.Figures = maps.Clone(snap.Figures)
	for _, g := range figures {
		g.Recorded, g.Approved = now, now
		key := targets.SeriesKey{Indicator: g.Indicator, Area: g.Area}
		list := slices.DeleteFunc(slices.Clone(own.Figures[key]), func(h targets.Figure) bool { return h.Key == g.Key })
		list = append(list, g)
		slices.SortStableFunc(list, func(a, b targets.Figure) int { return a.Period.Compare(b.Period) })
		own.Figures[key] = list
	}
	return &own
}

// ask adds a soft finding: a note in the cell answers it.
func (r *GridRow) ask(c Column, text, fix string) {
	r.Findings = append(r.Findings, CellFinding{Column: c, Text: inForm(text), Fix: inForm(fix), Answered: r.Cell.Note != ""})
}

// refuse adds a hard finding.
func (r *GridRow) refuse(c Column, text, fix string) {
	r.Findings = append(r.Findings, CellFinding{Column: c, Text: inForm(text), Fix: inForm(fix), Hard: true})
}

// formWords are the rules' words for a file's columns, and what a form has instead.
var formWords = [...][2]string{
	{"备注（note）列", "备注"},
	{"确实没有数据请在数据标识列填 O（缺报）、L（未采集）或 M（不适用）", "确实没有数据的，答复选「确认缺报」或「不适用」"},
	{"请留空，数据标识填 M（不适用）", "请留空，答复选「不适用」"},
}

// inForm says in the words of a form what the rules say in those of a file.
func inForm(s string) string {
	for _, w := range formWords {
		s = strings.ReplaceAll(s, w[0], w[1])
	}
	return s
}
