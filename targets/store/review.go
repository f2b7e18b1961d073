package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A Verdict is what a review step says.
type Verdict string

// The verdicts. A return ends the review of a revision: the office writes a new one.
const (
	Approved Verdict = "approved" // 审核通过
	Returned Verdict = "returned" // 退回修改, with a reason
)

// A Review is the verdict of one step on one revision, or on every figure that
// an entry brought.
type Review struct {
	Entry    int64       // that brought the figures
	Key      targets.Key // zero: every figure of the entry
	Revision int         // of Key
	Step     int         // 1, 2, 3: the next one that is open
	Verdict  Verdict
	Reason   string // of a return
}

// whole reports whether the review is of everything the entry brought.
func (r *Review) whole() bool { return r.Key == targets.Key{} }

// A reviewContent is a Review as its entry tells it.
type reviewContent struct {
	Entry     int64   `json:"entry"`
	Indicator string  `json:"indicator,omitempty"`
	Area      string  `json:"area,omitempty"`
	Period    string  `json:"period,omitempty"`
	Revision  int     `json:"revision,omitempty"`
	Step      int     `json:"step"`
	Verdict   Verdict `json:"verdict"`
	Reason    string  `json:"reason,omitempty"`
}

// A reviewRow is a stored review. series 0 means the whole entry.
type reviewRow struct {
	entry, brought  int64
	series          int64
	indicator, area string // of series
	period          targets.Period
	revision        int
	step            int
	verdict         Verdict
	reason          string
}

func (r *reviewRow) canonical() []byte {
	revision := ""
	if r.series != 0 {
		revision = strconv.Itoa(r.revision)
	}
	return fields(strconv.FormatInt(r.brought, 10), r.indicator, r.area, r.period.Start.String(), r.period.End.String(),
		revision, strconv.Itoa(r.step), string(r.verdict), r.reason)
}

// Review records a verdict. The last step's approval makes the figures stand at
// once, where no higher revision does. The text of a refusal says why: a step
// out of turn or an ended review is a Conflict, an unknown entry NotFound.
func (s *Store) Review(ctx context.Context, actor string, r Review, now time.Time) (entry int64, err error) {
	if err := r.check(); err != nil {
		return 0, err
	}
	err = s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		entry, err = review(ctx, tx, actor, &r, now)
		return err
	})
	if err != nil {
		return 0, err
	}
	return entry, nil
}

func (r *Review) check() error {
	switch {
	case r.Verdict != Approved && r.Verdict != Returned:
		return &targets.Error{Kind: targets.Invalid, Field: "verdict", Text: fmt.Sprintf("审核结论 %q 无法识别，应为 approved 或 returned", r.Verdict)}
	case r.Verdict == Returned && strings.TrimSpace(r.Reason) == "":
		return &targets.Error{Kind: targets.Invalid, Field: "reason", Text: "退回修改必须说明理由"}
	}
	return nil
}

func review(ctx context.Context, tx *sql.Tx, actor string, r *Review, now time.Time) (int64, error) {
	l, err := take(ctx, tx, actor, actionReview, now)
	if err != nil {
		return 0, err
	}
	row := reviewRow{entry: l.seq(), brought: r.Entry, step: r.Step, verdict: r.Verdict, reason: r.Reason}
	if !r.whole() {
		if err := row.name(ctx, tx, r); err != nil {
			return 0, err
		}
	}
	steps, err := row.inTurn(ctx, tx)
	if err != nil {
		return 0, err
	}
	counts := r.Verdict == Approved && r.Step == steps
	if err := l.put(ctx, tx, r.content(&row, counts)); err != nil {
		return 0, err
	}
	if err := insertReview(ctx, tx, &row); err != nil || !counts {
		return l.seq(), err
	}
	if r.whole() {
		return l.seq(), standEntry(ctx, tx, r.Entry, l.seq())
	}
	return l.seq(), standFigure(ctx, tx, &row)
}

func (r *Review) content(row *reviewRow, counts bool) content {
	return content{
		Review: &reviewContent{r.Entry, r.Key.Indicator, r.Key.Area, r.Key.Period.String(), r.Revision, r.Step, r.Verdict, r.Reason},
		Brought: map[string]digest{
			tableReview: digestOf(row.canonical()),
		},
		Changing: counts,
	}
}

// name finds the reviewed revision among what the entry brought.
func (row *reviewRow) name(ctx context.Context, tx *sql.Tx, r *Review) error {
	const query = `
SELECT s.id FROM series s JOIN figure f ON f.series = s.id
WHERE s.indicator = $1 AND s.area = $2 AND f.period_end = $3 AND f.period_start = $4 AND f.revision = $5 AND f.entry = $6`
	id, err := one[int64](ctx, tx, query, r.Key.Indicator, r.Key.Area, int64(r.Key.Period.End), int64(r.Key.Period.Start), r.Revision, r.Entry)
	if errors.Is(err, sql.ErrNoRows) {
		return &targets.Error{Kind: targets.NotFound, Text: fmt.Sprintf("第 %d 号记录中没有 %s %s %s 的第 %d 次修订", r.Entry, r.Key.Indicator, r.Key.Area, r.Key.Period, r.Revision)}
	}
	if err != nil {
		return fmt.Errorf("find the reviewed figure: %w", err)
	}
	row.series, row.indicator, row.area, row.period, row.revision = id, r.Key.Indicator, r.Key.Area, r.Key.Period, r.Revision
	return nil
}

const selectReviewState = `
SELECT steps,
  (SELECT count(*) FROM review r WHERE r.brought = s.entry AND (r.series IS NULL
    OR (r.series = $1 AND r.period_end = $2 AND r.period_start = $3 AND r.revision = $4))),
  (SELECT count(*) FROM review r WHERE r.brought = s.entry AND r.series IS NOT NULL),
  (SELECT count(*) FROM review r WHERE r.brought = s.entry AND r.verdict = 'returned' AND (r.series IS NULL
    OR (r.series = $1 AND r.period_end = $2 AND r.period_start = $3 AND r.revision = $4)))
FROM submission s WHERE s.entry = $5`

// inTurn checks that the step is the next one, and returns how many there are.
func (row *reviewRow) inTurn(ctx context.Context, tx *sql.Tx) (steps int, err error) {
	var done, single, returned int
	err = tx.QueryRowContext(ctx, selectReviewState, row.series, int64(row.period.End), int64(row.period.Start), row.revision, row.brought).
		Scan(&steps, &done, &single, &returned)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, &targets.Error{Kind: targets.NotFound, Text: fmt.Sprintf("第 %d 号记录没有上报数据", row.brought)}
	case err != nil:
		return 0, fmt.Errorf("read the review's state: %w", err)
	case row.series == 0 && single > 0:
		return 0, &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf("第 %d 号记录已开始逐条审核，不能整批审核", row.brought)}
	case returned > 0:
		return 0, &targets.Error{Kind: targets.Conflict, Text: "该数据已退回修改，请审核新的修订"}
	case done >= steps:
		return 0, &targets.Error{Kind: targets.Conflict, Text: "该数据已审核通过"}
	case row.step != done+1:
		return 0, &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf("现在应进行第 %d 级审核，不是第 %d 级", done+1, row.step)}
	}
	return steps, nil
}

const insertReviewRow = `
INSERT INTO review (entry, brought, series, period_end, period_start, revision, step, verdict, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

func insertReview(ctx context.Context, tx *sql.Tx, r *reviewRow) error {
	key := []any{nil, nil, nil, nil}
	if r.series != 0 {
		key = []any{r.series, int64(r.period.End), int64(r.period.Start), int64(r.revision)}
	}
	_, err := tx.ExecContext(ctx, insertReviewRow, r.entry, r.brought, key[0], key[1], key[2], key[3], r.step, string(r.verdict), r.reason)
	if err != nil {
		return fmt.Errorf("write the review: %w", err)
	}
	return nil
}

// standEntryQuery lets everything that an entry brought stand, where no higher
// revision does.
const standEntryQuery = `
INSERT INTO figure_current (series, period_end, period_start, revision, counts)
SELECT f.series, f.period_end, f.period_start, f.revision, $1
FROM submission_series t JOIN figure f ON f.series = t.series
WHERE t.entry = $2 AND f.entry = $3
ORDER BY f.series, f.period_end, f.period_start
ON CONFLICT (series, period_end, period_start) DO UPDATE
SET revision = excluded.revision, counts = excluded.counts
WHERE excluded.revision > figure_current.revision`

func standEntry(ctx context.Context, tx *sql.Tx, brought, counts int64) error {
	if _, err := tx.ExecContext(ctx, standEntryQuery, counts, brought, brought); err != nil {
		return fmt.Errorf("let the figures of entry %d stand: %w", brought, err)
	}
	return nil
}

const standFigureQuery = `
INSERT INTO figure_current (series, period_end, period_start, revision, counts)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (series, period_end, period_start) DO UPDATE
SET revision = excluded.revision, counts = excluded.counts
WHERE excluded.revision > figure_current.revision`

func standFigure(ctx context.Context, tx *sql.Tx, r *reviewRow) error {
	_, err := tx.ExecContext(ctx, standFigureQuery, r.series, int64(r.period.End), int64(r.period.Start), r.revision, r.entry)
	if err != nil {
		return fmt.Errorf("let the figure stand: %w", err)
	}
	return nil
}
