package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

const selectHanded = `
SELECT h.entry, h.form, h.office, h.period_end, h.period_start, h.body, c.actor, s.steps,
  coalesce(g.head, ''), coalesce(g.statistician, ''), coalesce(g.filler, ''), coalesce(g.phone, ''), coalesce(g.on_day, 0)
FROM handover h JOIN chain c ON c.seq = h.entry JOIN submission s ON s.entry = h.entry LEFT JOIN signer g ON g.entry = h.entry`

// Handed returns a handover and what became of it; NotFound when the entry is none.
func (s *Store) Handed(ctx context.Context, entry int64) (*targets.Handed, error) {
	list, err := s.handed(ctx, time.Time{}, nil, ` WHERE h.entry = $1`, entry)
	if err == nil && len(list) == 0 {
		err = noHandover(entry)
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// HandedOf returns every handover of a filing, oldest first.
func (s *Store) HandedOf(ctx context.Context, k targets.FilingKey) ([]targets.Handed, error) {
	const where = ` WHERE h.office = $1 AND h.period_end = $2 AND h.form = $3 AND h.period_start = $4 ORDER BY h.entry`
	return s.handed(ctx, time.Time{}, nil, where, k.Office, int64(k.Period.End), k.Form, int64(k.Period.Start))
}

// Waiting returns every handover of which a figure waited for a review at a time
// (zero: now), oldest first.
func (s *Store) Waiting(ctx context.Context, knownAt time.Time) ([]targets.Handed, error) {
	return s.WaitingIf(ctx, knownAt, nil)
}

// WaitingIf is Waiting of what keep accepts; what it does not is not read whole.
func (s *Store) WaitingIf(ctx context.Context, knownAt time.Time, keep func(entry int64, by string, h *targets.Handover) bool) ([]targets.Handed, error) {
	const where = ` WHERE h.entry IN (SELECT entry FROM handover_decided WHERE decided = 0 OR decided > $1) AND h.entry <= $2 ORDER BY h.entry`
	return s.handed(ctx, knownAt, keep, where)
}

// handed reads handovers as they were known at a time. Without args the query is
// given the newest known entry, twice.
func (s *Store) handed(ctx context.Context, knownAt time.Time, keep func(int64, string, *targets.Handover) bool, where string, args ...any) ([]targets.Handed, error) {
	var list []targets.Handed
	err := s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, knownAt)
		if err != nil {
			return err
		}
		if len(args) == 0 {
			args = []any{v.last, v.last}
		}
		steps, err := v.readHanded(ctx, &list, keep, where, args)
		if err != nil {
			return err
		}
		for i := range list {
			if err := v.follow(ctx, &list[i], steps[i]); err != nil {
				return fmt.Errorf("read the handover of entry %d: %w", list[i].Entry, err)
			}
		}
		return nil
	})
	return list, err
}

// readHanded reads what was handed in, without its figures, and the number of
// steps of each.
func (v *view) readHanded(ctx context.Context, list *[]targets.Handed, keep func(int64, string, *targets.Handover) bool, where string, args []any) (steps []int, err error) {
	err = each(ctx, v.tx, selectHanded+where, args, func(rows *sql.Rows) error {
		var h targets.Handed
		var row handoverRow
		var n int
		g := &h.Signers
		err := rows.Scan(&h.Entry, &row.Form, &row.Office, &row.Period.End, &row.Period.Start, &row.body, &h.By, &n,
			&g.Head, &g.Statistician, &g.Filler, &g.Phone, &g.On)
		if err != nil {
			return err
		}
		if h.Handover, err = row.decode(); err != nil {
			return err
		}
		h.At = v.past.when(h.Entry)
		if keep == nil || keep(h.Entry, h.By, &h.Handover) {
			*list, steps = append(*list, h), append(steps, n)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read handovers: %w", err)
	}
	return steps, nil
}

const (
	selectHandedFigures = `
SELECT ` + figureColumns + `, 0, s.indicator, s.area
FROM submission_series t CROSS JOIN figure f JOIN series s ON s.id = f.series LEFT JOIN source o ON o.id = f.source
WHERE t.entry = $1 AND f.series = t.series AND f.period_end = $2 AND f.period_start = $3 AND f.entry = t.entry
ORDER BY s.indicator, s.area`

	selectHandedReviews = `
SELECT r.entry, r.brought, coalesce(r.series, 0), coalesce(s.indicator, ''), coalesce(s.area, ''),
  coalesce(r.period_end, 0), coalesce(r.period_start, 0), coalesce(r.revision, 0), r.step, r.verdict, r.reason, c.actor
FROM review r LEFT JOIN series s ON s.id = r.series JOIN chain c ON c.seq = r.entry
WHERE r.brought = $1 AND r.entry <= $2 ORDER BY r.entry`

	selectHandedEvents = `
SELECT e.entry, e.kind, e.reason, c.actor
FROM handover_event e JOIN chain c ON c.seq = e.entry
WHERE e.brought = $1 AND e.entry <= $2 ORDER BY e.entry`
)

// follow reads the figures of a handover and what became of them.
func (v *view) follow(ctx context.Context, h *targets.Handed, steps int) error {
	states, err := v.handedFigures(ctx, h)
	if err != nil {
		return err
	}
	if err := v.handedReviews(ctx, h, states, steps); err != nil {
		return err
	}
	withdrawn, err := v.handedEvents(ctx, h)
	if err != nil {
		return err
	}
	h.Stage = targets.StageApproved
	for i := range states {
		st, f := &states[i], &h.Figures[i]
		if withdrawn {
			st.stage, st.step = targets.StageWithdrawn, 0
		}
		f.Stage, f.Reason, f.Step, f.Approved = st.stage, st.reason, st.step, v.past.when(st.counts)
		if st.step > 0 && (h.Step == 0 || st.step < h.Step) {
			h.Step = st.step
		}
		if stageOrder(st.stage) > stageOrder(h.Stage) {
			h.Stage = st.stage
		}
	}
	slices.SortStableFunc(h.Events, func(a, b targets.HandedEvent) int { return int(a.Entry - b.Entry) })
	return nil
}

// stageOrder says which stage a whole has: the most open of its figures.
func stageOrder(s targets.Stage) int {
	return slices.Index([]targets.Stage{targets.StageApproved, targets.StageReturned, targets.StageWaiting, targets.StageWithdrawn}, s)
}

func (v *view) handedFigures(ctx context.Context, h *targets.Handed) ([]reviewed, error) {
	var states []reviewed
	scanner := figureScanner{past: v.past}
	args := []any{h.Entry, int64(h.Period.End), int64(h.Period.Start)}
	err := each(ctx, v.tx, selectHandedFigures, args, func(rows *sql.Rows) error {
		var key targets.SeriesKey
		f, err := scanner.scan(rows, &key.Indicator, &key.Area)
		if err != nil {
			return err
		}
		f.Indicator, f.Area = key.Indicator, key.Area
		h.Figures = append(h.Figures, targets.HandedFigure{Figure: f.Figure})
		states = append(states, reviewed{Key: f.Key, series: f.series, revision: f.Revision, stage: targets.StageWaiting, step: 1})
		return nil
	})
	return states, err
}

func (v *view) handedReviews(ctx context.Context, h *targets.Handed, states []reviewed, steps int) error {
	return each(ctx, v.tx, selectHandedReviews, []any{h.Entry, v.last}, func(rows *sql.Rows) error {
		var actor string
		r, err := scanReview(rows, &actor)
		if err != nil {
			return err
		}
		for i := range states {
			states[i].take(&r, steps)
		}
		e := targets.HandedEvent{Entry: r.entry, At: v.past.when(r.entry), By: actor, Kind: targets.HandedApproved, Step: r.step, Reason: r.reason}
		if r.verdict == Returned {
			e.Kind = targets.HandedReturned
		}
		if r.series != 0 {
			e.Key = targets.Key{Indicator: r.indicator, Area: r.area, Period: r.period}
		}
		h.Events = append(h.Events, e)
		return nil
	})
}

func (v *view) handedEvents(ctx context.Context, h *targets.Handed) (withdrawn bool, err error) {
	err = each(ctx, v.tx, selectHandedEvents, []any{h.Entry, v.last}, func(rows *sql.Rows) error {
		var e targets.HandedEvent
		err := rows.Scan(&e.Entry, &e.Kind, &e.Reason, &e.By)
		e.At = v.past.when(e.Entry)
		withdrawn = withdrawn || e.Kind == targets.HandedWithdrawn
		h.Events = append(h.Events, e)
		return err
	})
	return withdrawn, err
}
