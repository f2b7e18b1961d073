package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// A reviewed is how far the review of one figure of an entry has come.
type reviewed struct {
	targets.Key
	series   int64
	revision int
	stage    targets.Stage
	step     int    // the open one, 0: decided
	reason   string // of a return
	counts   int64  // entry by which it counts
}

// take moves the figure on by a review of its entry, in the order of recording.
// A review on the whole entry stands before those on single figures.
func (f *reviewed) take(r *reviewRow, steps int) {
	own := r.series == 0 || r.series == f.series && r.period == f.Period && r.revision == f.revision
	switch {
	case !own || f.stage != targets.StageWaiting:
	case r.verdict == Returned:
		f.stage, f.step, f.reason = targets.StageReturned, 0, r.reason
	case f.step == steps:
		f.stage, f.step, f.counts = targets.StageApproved, 0, r.entry
	default:
		f.step++
	}
}

const (
	selectBrought = `
SELECT f.series, s.indicator, s.area, f.period_end, f.period_start, f.revision
FROM submission_series t CROSS JOIN figure f JOIN series s ON s.id = f.series
WHERE t.entry = $1 AND f.series = t.series AND f.entry = t.entry
ORDER BY s.indicator, s.area, f.period_end, f.period_start`

	selectReviewsOf = `
SELECT r.entry, r.brought, coalesce(r.series, 0), coalesce(s.indicator, ''), coalesce(s.area, ''),
  coalesce(r.period_end, 0), coalesce(r.period_start, 0), coalesce(r.revision, 0), r.step, r.verdict, r.reason
FROM review r LEFT JOIN series s ON s.id = r.series
WHERE r.brought = $1 AND r.entry <= $2 ORDER BY r.entry`
)

// readReviewed reads the figures that an entry brought and their reviews.
func readReviewed(ctx context.Context, tx *sql.Tx, brought int64, steps int) ([]reviewed, error) {
	var list []reviewed
	err := each(ctx, tx, selectBrought, []any{brought}, func(rows *sql.Rows) error {
		f := reviewed{stage: targets.StageWaiting, step: 1}
		err := rows.Scan(&f.series, &f.Indicator, &f.Area, &f.Period.End, &f.Period.Start, &f.revision)
		list = append(list, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the figures of entry %d: %w", brought, err)
	}
	reviews, err := readReviewsOf(ctx, tx, brought, lastEver)
	for i := range reviews {
		for j := range list {
			list[j].take(&reviews[i], steps)
		}
	}
	return list, err
}

// lastEver is an entry that is never reached.
const lastEver = 1<<63 - 1

// readReviewsOf reads the reviews of what an entry brought, oldest first.
func readReviewsOf(ctx context.Context, tx *sql.Tx, brought, last int64) ([]reviewRow, error) {
	var list []reviewRow
	err := each(ctx, tx, selectReviewsOf, []any{brought, last}, func(rows *sql.Rows) error {
		r, err := scanReview(rows)
		list = append(list, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the reviews of entry %d: %w", brought, err)
	}
	return list, nil
}

func scanReview(rows *sql.Rows, more ...any) (r reviewRow, err error) {
	err = rows.Scan(append([]any{&r.entry, &r.brought, &r.series, &r.indicator, &r.area,
		&r.period.End, &r.period.Start, &r.revision, &r.step, &r.verdict, &r.reason}, more...)...)
	return r, err
}
