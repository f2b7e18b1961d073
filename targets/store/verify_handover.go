package store

import (
	"context"
	"database/sql"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

func (v *verifier) handovers(ctx context.Context) error {
	const query = `SELECT entry, form, office, period_end, period_start, figures, body FROM handover ORDER BY entry`
	return each(ctx, v.tx, query, nil, func(rows *sql.Rows) error {
		var entry int64
		var h handoverRow
		if err := rows.Scan(&entry, &h.Form, &h.Office, &h.Period.End, &h.Period.Start, &h.figures, &h.body); err != nil {
			return err
		}
		v.add(entry, tableHandover, h.canonical())
		return nil
	})
}

func (v *verifier) events(ctx context.Context) error {
	return each(ctx, v.tx, `SELECT entry, brought, kind, reason FROM handover_event ORDER BY entry`, nil, func(rows *sql.Rows) error {
		var e eventRow
		if err := rows.Scan(&e.entry, &e.brought, &e.kind, &e.reason); err != nil {
			return err
		}
		v.add(e.entry, tableEvent, e.canonical())
		return nil
	})
}

// A decision is what says that nothing of a handover waits any more.
type decision struct {
	entry, stored, withdrawn int64
	steps                    int
	reviews                  []reviewRow
}

const selectDecisions = `
SELECT h.entry, coalesce(d.decided, -1), s.steps,
  coalesce((SELECT min(e.entry) FROM handover_event e WHERE e.brought = h.entry AND e.kind = 'withdrawn'), 0)
FROM handover h JOIN submission s ON s.entry = h.entry LEFT JOIN handover_decided d ON d.entry = h.entry ORDER BY h.entry`

// decided compares the entry noted for each handover with its reviews. One that
// was withdrawn has none.
func (v *verifier) decided(ctx context.Context) error {
	list, err := v.decisions(ctx)
	if err != nil {
		return err
	}
	for i := range list {
		d := &list[i]
		want, err := d.by(ctx, v.tx)
		switch {
		case err != nil:
			return err
		case d.withdrawn > 0 && len(d.reviews) > 0:
			v.fault(d.withdrawn, "第 %d 号记录撤回的上报另有审核", d.withdrawn)
		case want != d.stored:
			v.fault(d.entry, "第 %d 号记录的上报是否办结登记有误", d.entry)
		}
	}
	rows, err := one[int](ctx, v.tx, `SELECT count(*) FROM handover_decided`)
	if err == nil && rows != len(list) {
		v.fault(0, "上报办结表有 %d 行，应为 %d 行", rows, len(list))
	}
	return err
}

func (v *verifier) decisions(ctx context.Context) ([]decision, error) {
	var list []decision
	err := each(ctx, v.tx, selectDecisions, nil, func(rows *sql.Rows) error {
		var d decision
		err := rows.Scan(&d.entry, &d.stored, &d.steps, &d.withdrawn)
		list = append(list, d)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, v.tx, selectAllReviews, nil, func(rows *sql.Rows) error {
		r, err := scanReview(rows)
		if err != nil {
			return err
		}
		i, ok := slices.BinarySearchFunc(list, r.brought, func(d decision, entry int64) int { return int(d.entry - entry) })
		if ok {
			list[i].reviews = append(list[i].reviews, r)
		}
		return nil
	})
	return list, err
}

// by is the entry by which nothing waits any more, or 0. Only a review of single
// figures makes it necessary to look at the figures.
func (d *decision) by(ctx context.Context, tx *sql.Tx) (int64, error) {
	if d.withdrawn > 0 {
		return d.withdrawn, nil
	}
	if !slices.ContainsFunc(d.reviews, func(r reviewRow) bool { return r.series != 0 }) {
		for i := range d.reviews {
			if r := &d.reviews[i]; r.verdict == Returned || r.step == d.steps {
				return r.entry, nil
			}
		}
		return 0, nil
	}
	figures, err := readReviewed(ctx, tx, d.entry, d.steps)
	if err != nil || slices.ContainsFunc(figures, func(f reviewed) bool { return f.stage == targets.StageWaiting }) {
		return 0, err
	}
	return d.reviews[len(d.reviews)-1].entry, nil
}
