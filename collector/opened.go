package collector

import (
	"context"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// OpenHanded shows a handover: what stood before each figure, what the edits say,
// the states it would give. When the person may take the open step, it is marked
// as opened and can no longer be withdrawn.
func (d *Desk) OpenHanded(ctx context.Context, p *Person, entry int64) (*ReviewSheet, error) {
	v, err := d.look(ctx, p)
	if err != nil {
		return nil, err
	}
	h, office, err := v.handedIn(ctx, entry, ActSeeFiling)
	if err != nil {
		return nil, err
	}
	f, err := v.folder(ctx, h.FilingKey, ActSeeFiling)
	if err != nil {
		return nil, err
	}
	sheet := &ReviewSheet{
		Handed: h, Filing: *f.filing, Form: f.form, Office: office, Signature: signature(h, h.Step),
		FilledFor: h.FilledFor(), CheckCode: d.checkCode(figuresOf(h)), Demo: v.demo,
	}
	if why := v.why(h, office, h.Step); why != nil {
		sheet.Why = textOf(why)
	} else {
		sheet.Mine = true
		if err := d.parts.Filings.Open(ctx, p.User.ID, entry, v.now); err != nil {
			return nil, fmt.Errorf("mark as opened: %w", err)
		}
	}
	return sheet, f.fillSheet(ctx, sheet)
}

// fillSheet adds the rows and what stands beside them.
func (f *folder) fillSheet(ctx context.Context, s *ReviewSheet) error {
	names, err := f.names(ctx)
	if err != nil {
		return err
	}
	s.By = nameOf(names, s.Handed.By)
	if sums := filesOf(s.Handed); len(sums) > 0 {
		if s.Files, err = f.d.parts.Filings.EvidenceHeads(ctx, sums); err != nil {
			return fmt.Errorf("read the files' names: %w", err)
		}
	}
	g := &Grid{}
	for i := range s.Handed.Figures {
		if card := f.indicators[s.Handed.Figures[i].Indicator]; card != nil {
			g.Rows = append(g.Rows, f.reviewed(s.Handed, &s.Handed.Figures[i], card))
		}
	}
	if err := f.would(ctx, g); err != nil {
		return err
	}
	s.Behind = g.Behind
	for i := range g.Rows {
		row, err := f.reviewRow(ctx, s.Handed, &g.Rows[i])
		if err != nil {
			return err
		}
		s.Rows = append(s.Rows, row)
	}
	s.Record, err = f.record(ctx)
	return err
}

// reviewed lays out one figure as the entry page would, with the edits that a
// reviewer should see.
func (f *folder) reviewed(h *targets.Handed, g *targets.HandedFigure, card *targets.Indicator) GridRow {
	r := GridRow{Indicator: card, Key: g.Key, Figure: &g.Figure, Cell: cellOf(&g.Figure, card), Changed: g.Stage == targets.StageWaiting}
	if row := rowOf(h, g.Indicator); row != nil {
		r.Cell.Reason = row.Reason
	}
	series := f.series[targets.SeriesKey{Indicator: g.Indicator, Area: g.Area}]
	r.Last, r.Standing = lastBefore(card, series, g.Period), standingAt(series, g.Key)
	if len(f.below) > 0 {
		r.Sum = targets.PreSum(card, g.Period, f.below, f.seriesBelow(card.ID))
	}
	if r.Changed {
		f.checkSeries(&r)
		f.checkAnswer(&r)
		f.checkSum(&r)
	}
	return r
}

// shownFigures is how many figures of the series a reviewer sees.
const shownFigures = 8

func (f *folder) reviewRow(ctx context.Context, h *targets.Handed, r *GridRow) (ReviewRow, error) {
	row := ReviewRow{Indicator: r.Indicator, Figure: *r.Figure, Reply: ReplyOf(r.Figure, r.Indicator), Findings: r.Findings, Would: r.Would, Sum: r.Sum, Last: r.Last}
	if row.Last != nil {
		row.Since = difference(row.Figure.Value, row.Last.Value)
	}
	for i := range h.Figures {
		if g := &h.Figures[i]; g.Key == r.Key {
			row.Stage, row.Reason = g.Stage, g.Reason
		}
	}
	if x := rowOf(h, r.Indicator.ID); x != nil {
		row.Row = *x
	}
	for _, g := range f.series[targets.SeriesKey{Indicator: r.Key.Indicator, Area: r.Key.Area}] {
		if g.Period.End <= r.Key.Period.End {
			row.Series = append(row.Series, g)
		}
	}
	row.Series = row.Series[max(0, len(row.Series)-shownFigures):]
	var err error
	if row.Before, err = f.before(ctx, r); err == nil && row.Before != nil {
		row.Change = difference(row.Figure.Value, row.Before.Value)
	}
	return row, err
}

// before is the figure that stood when this one was handed in: the standing one,
// or once this one stands itself or was overtaken, the one approved before it.
func (f *folder) before(ctx context.Context, r *GridRow) (*targets.Figure, error) {
	if s := r.Standing; s == nil || s.Revision < r.Figure.Revision {
		return s, nil
	}
	if r.Figure.Revision == 1 {
		return nil, nil
	}
	list, err := f.d.parts.Store.History(ctx, targets.SeriesKey{Indicator: r.Key.Indicator, Area: r.Key.Area}, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	var best *targets.Figure
	for i := range list {
		g := &list[i].Figure
		if g.Key == r.Key && g.Revision < r.Figure.Revision && !g.Approved.IsZero() && (best == nil || g.Revision > best.Revision) {
			best = g
		}
	}
	return best, nil
}

// record is how the office has reported in the last year.
func (f *folder) record(ctx context.Context) (Record, error) {
	var r Record
	from := f.today - lastYear
	answers, err := f.answersFor(ctx, []*targets.Office{f.office}, from, f.today)
	if err != nil {
		return r, err
	}
	for _, filing := range f.filingsOf(f.office, "", from, f.today) {
		for _, duty := range filing.Duties(answers[filing.FilingKey]) {
			r.Add(&duty, f.today)
		}
		handed, err := f.d.parts.Filings.HandedOf(ctx, filing.FilingKey)
		if err != nil {
			return r, fmt.Errorf("read what was handed in: %w", err)
		}
		r.Returned += returnedIn(handed)
	}
	return r, nil
}

// returnedIn counts the figures that were sent back.
func returnedIn(handed []targets.Handed) int {
	n := 0
	for i := range handed {
		for j := range handed[i].Figures {
			if handed[i].Figures[j].Stage == targets.StageReturned {
				n++
			}
		}
	}
	return n
}
