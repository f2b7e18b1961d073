package collector

import (
	"context"
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// Grid shows a filing as its entry page does: beside each cell what stands, what
// was handed in and what is typed.
func (d *Desk) Grid(ctx context.Context, p *Person, k targets.FilingKey) (*Grid, error) {
	f, err := d.open(ctx, p, k, ActSeeFiling)
	if err != nil {
		return nil, err
	}
	g, err := f.grid(ctx, f.begun())
	if err != nil {
		return nil, err
	}
	g.shown()
	return g, nil
}

// shown notes that whoever gets the grid is told of the newest revisions: what is
// typed next is typed in their sight. The findings still say what came between.
func (g *Grid) shown() {
	for i := range g.Rows {
		if r := &g.Rows[i]; r.Newest != nil {
			r.Cell.Seen = r.Newest.Revision
		}
	}
}

// Check is Grid with what was typed checked; it writes nothing. An indicator that
// is not of the form, or typed twice, is Invalid.
func (d *Desk) Check(ctx context.Context, p *Person, k targets.FilingKey, e Entry) (*Grid, error) {
	f, err := d.open(ctx, p, k, ActEnter)
	if err != nil {
		return nil, err
	}
	if e, err = f.tidy(e); err != nil {
		return nil, err
	}
	return f.grid(ctx, e)
}

// entry is the draft as it would be typed.
func (b *draftBody) entry() Entry {
	return Entry{Cells: b.Cells, Statement: b.Statement, Signers: b.Signers, Basis: b.Basis, Evidence: b.Evidence, Version: b.Version}
}

// begun is what a filing is opened with: the draft, or before there is one what the
// office last said and who signed it, to be looked through again.
func (f *folder) begun() Entry {
	e := f.draft.entry()
	if last := f.last(); f.draft.Version == 0 && last != nil && !last.FilledFor() {
		e.Statement, e.Signers = last.Statement, last.Signers
	}
	return e
}

// tidy drops what is never meant, and refuses cells that are not the form's.
func (f *folder) tidy(e Entry) (Entry, error) {
	e.Cells = slices.Clone(e.Cells)
	seen := map[string]bool{}
	for i := range e.Cells {
		c := &e.Cells[i]
		switch {
		case !slices.Contains(f.filing.Indicators, c.Indicator):
			return e, &targets.Error{Kind: targets.Invalid, Field: "indicator", Text: fmt.Sprintf("指标 %.60q 不在这张报表里。", c.Indicator)}
		case seen[c.Indicator]:
			return e, &targets.Error{Kind: targets.Invalid, Field: "indicator", Text: fmt.Sprintf("指标 %.60q 填了两次。", c.Indicator)}
		}
		seen[c.Indicator] = true
		c.tidy()
	}
	for _, s := range [...]*string{&e.Basis, &e.Statement.Text, &e.Statement.Cause, &e.Statement.Measure,
		&e.Signers.Head, &e.Signers.Statistician, &e.Signers.Filler, &e.Signers.Phone} {
		*s = tidy(*s)
	}
	return e, nil
}

// grid lays a filing out with what is typed, and checks it.
func (f *folder) grid(ctx context.Context, e Entry) (*Grid, error) {
	g := &Grid{
		Filing: *f.filing, Form: *f.form, Office: *f.office, Statement: e.Statement, Signers: e.Signers, Basis: e.Basis,
		Evidence: e.Evidence, FillingIn: f.fillingIn(), Version: f.draft.Version, Saved: f.draft.Saved, Demo: f.demo, Locked: f.locked(),
	}
	for _, id := range f.asked() {
		if card := f.indicators[id]; card != nil {
			g.Rows = append(g.Rows, f.row(card, cellIn(e.Cells, id)))
		}
	}
	f.lastHandover(g)
	if err := f.told(ctx, g); err != nil {
		return nil, err
	}
	if err := f.would(ctx, g); err != nil {
		return nil, err
	}
	f.checkWhole(g)
	return g, nil
}

func cellIn(cells []Cell, indicator string) *Cell {
	i := slices.IndexFunc(cells, func(c Cell) bool { return c.Indicator == indicator })
	if i < 0 {
		return nil
	}
	return &cells[i]
}

// lastHandover tells what may be done about the newest submission.
func (f *folder) lastHandover(g *Grid) {
	last := f.last()
	if last == nil {
		return
	}
	g.Entry = last.Entry
	g.Waiting = slices.ContainsFunc(f.handed, func(h targets.Handed) bool { return h.Stage == targets.StageWaiting })
	object := Object{Office: f.office, By: []string{last.By}}
	g.Withdraw = last.Stage == targets.StageWaiting && !last.Happened(targets.HandedOpened) && last.Step <= 1 && f.may(f.p, ActWithdraw, object)
	g.Confirm = last.FilledFor() && last.Stage != targets.StageWithdrawn && f.may(f.p, ActConfirm, object)
}

// told adds what is read for the page alone: who saved, and the names of files.
func (f *folder) told(ctx context.Context, g *Grid) error {
	if f.draft.By != "" {
		names, err := f.names(ctx)
		if err != nil {
			return err
		}
		g.SavedBy = nameOf(names, f.draft.By)
	}
	g.Files = slices.Clone(f.draft.Files)
	var sums []string
	for sum := range f.handedFiles() {
		if !slices.ContainsFunc(g.Files, func(i EvidenceInfo) bool { return i.SHA256 == sum }) {
			sums = append(sums, sum)
		}
	}
	if len(sums) == 0 {
		return nil
	}
	slices.Sort(sums)
	heads, err := f.d.parts.Filings.EvidenceHeads(ctx, sums)
	if err != nil {
		return fmt.Errorf("read the files' names: %w", err)
	}
	g.Files = append(g.Files, heads...)
	return nil
}

// handedFiles are the files of everything that was handed in.
func (f *folder) handedFiles() map[string]bool {
	sums := map[string]bool{}
	for i := range f.handed {
		for _, sum := range filesOf(&f.handed[i]) {
			sums[sum] = true
		}
	}
	return sums
}

// filesOf lists the files of a handover, those of the whole first.
func filesOf(h *targets.Handed) []string {
	list := slices.Clone(h.Evidence)
	for i := range h.Rows {
		list = append(list, h.Rows[i].Evidence...)
	}
	return list
}

// locked says why nothing at all can be handed in now.
func (f *folder) locked() string {
	if !f.may(f.p, ActEnter, Object{Office: f.office}) {
		return "您没有这张报表的填报权限，只能查看。"
	}
	if f.office.Closed {
		return "填报单位已停用，不再填报。"
	}
	if err := f.filing.Enterable(f.today); err != nil && len(f.answers) == 0 {
		return textOf(err)
	}
	return ""
}

// textOf is what a targets.Error tells.
func textOf(err error) string { return err.Error() }

// row lays out one duty.
func (f *folder) row(card *targets.Indicator, typed *Cell) GridRow {
	r := GridRow{Indicator: card, Key: f.key(card.ID)}
	duty := targets.Duty{Filing: f.filing, Indicator: card.ID}
	if a, ok := f.answers[card.ID]; ok {
		duty.Answer = &a
	}
	r.State = duty.State(f.today)
	series := f.series[targets.SeriesKey{Indicator: card.ID, Area: f.filing.Area}]
	r.Last, r.Standing = lastBefore(card, series, r.Key.Period), standingAt(series, r.Key)
	if n, ok := f.newest[r.Key]; ok {
		r.Newest = &n
	}
	if len(f.below) > 0 {
		r.Sum = targets.PreSum(card, r.Key.Period, f.below, f.seriesBelow(card.ID))
	}
	lives := f.fill(&r, typed)
	f.readCell(&r, lives)
	r.Changed = r.Figure != nil && (!lives || !r.Figure.SameContent(r.Newest))
	r.Change = f.change(&r)
	if r.Changed || r.Figure == nil {
		f.check(&r)
	} else {
		r.Findings = nil
	}
	return r
}

// fill puts into a row what is typed, or else what was handed in last; what came
// otherwise, by an import, is shown beside the cell and not put into it. It
// reports whether the duty is answered by the newest revision: then only what
// differs from it is handed in.
func (f *folder) fill(r *GridRow, typed *Cell) (lives bool) {
	if r.Newest != nil {
		_, lives = f.answers[r.Indicator.ID]
		fate, row := f.fate(r.Indicator.ID, r.Newest.Revision)
		if lives || fate != nil {
			r.Cell = cellOf(r.Newest, r.Indicator)
		}
		if fate != nil {
			// What came back may be handed in again as it was: the office stands by it.
			lives = fate.Stage != targets.StageWithdrawn && fate.Stage != targets.StageReturned
			if fate.Stage == targets.StageReturned {
				r.Returned = fate.Reason
			}
		}
		if row != nil {
			r.Cell.Reason, r.Cell.Evidence = row.Reason, row.Evidence
		}
		r.Cell.Seen = r.Newest.Revision
	}
	if typed != nil && (!typed.Empty() || typed.Note != "" || r.Newest == nil) {
		r.Cell, r.Drafted = *typed, true
	}
	r.Cell.Indicator = r.Indicator.ID
	return lives
}

// readCell reads the cell of a row, if anything is in it. What stands outside its
// range already and is not touched is not refused.
func (f *folder) readCell(r *GridRow, lives bool) {
	add := func(list []Finding) {
		for _, x := range list {
			r.refuse(x.Columns[0], x.Text, x.Fix)
		}
	}
	if texts := r.Cell.checkTexts(nil); len(texts) > 0 {
		add(texts)
		return
	}
	if r.Cell.Empty() {
		return
	}
	in := decoder{indicator: r.Indicator, sum: r.Sum, figure: targets.Figure{Key: r.Key, Revision: r.Cell.Seen + 1, Origin: f.origin()}}
	in.decode(&r.Cell)
	if len(in.findings) > 0 {
		add(in.findings)
		return
	}
	f.rules.Complete(&in.figure)
	wrong := f.rules.checkWriting(nil, &in.figure)
	if len(wrong) > 0 || !lives || !in.figure.SameContent(r.Newest) {
		wrong = f.rules.CheckRange(wrong, &in.figure)
	}
	if len(wrong) > 0 {
		add(wrong)
		return
	}
	r.Figure = &in.figure
}

// change is what the figure adds to the last one.
func (f *folder) change(r *GridRow) targets.Decimal {
	if r.Figure == nil || r.Last == nil {
		return targets.Decimal{}
	}
	return difference(r.Figure.Value, r.Last.Value)
}

// seriesBelow are the standing figures of the areas below.
func (f *folder) seriesBelow(indicator string) map[string][]targets.Figure {
	m := make(map[string][]targets.Figure, len(f.below))
	for _, code := range f.below {
		m[code] = f.series[targets.SeriesKey{Indicator: indicator, Area: code}]
	}
	return m
}

// lastBefore is the newest standing figure of an earlier period that may be held
// against one of this period: of the same length, where that matters.
func lastBefore(card *targets.Indicator, series []targets.Figure, p targets.Period) *targets.Figure {
	for i := len(series) - 1; i >= 0; i-- {
		g := &series[i]
		if g.Period.End < p.End && g.Evidence() && (momentary(card) || card.Measure == targets.Milestone || alike(g.Period, p)) {
			return g
		}
	}
	return nil
}

// alike reports whether two periods are equally long, as months and quarters are.
func alike(a, b targets.Period) bool {
	d := a.Days() - b.Days()
	return d >= -3 && d <= 3
}

func standingAt(series []targets.Figure, key targets.Key) *targets.Figure {
	for i := range series {
		if series[i].Key == key {
			return &series[i]
		}
	}
	return nil
}
