package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A Verdict is what a review step says.
type Verdict = targets.Verdict

// The verdicts. A return ends the review of a revision: the office writes a new one.
const (
	Approved = targets.VerdictApproved // 审核通过
	Returned = targets.VerdictReturned // 退回修改, with a reason
)

// A Review is the verdict of one step on one revision, or on every figure that
// an entry brought and that waits for the step.
type Review = targets.Review

// whole reports whether the review is of everything the entry brought.
func whole(r *Review) bool { return r.Key == targets.Key{} }

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
// out of turn, an ended review or a withdrawn handover is a Conflict, an unknown
// entry NotFound. A whole entry of which single figures were reviewed before is
// reviewed figure by figure; entry is the last of them.
func (s *Store) Review(ctx context.Context, actor string, r Review, now time.Time) (entry int64, err error) {
	if err := checkReview(&r); err != nil {
		return 0, err
	}
	err = s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		l, err := review(ctx, tx, actor, &r, now)
		if err == nil {
			entry = l.seq()
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return entry, nil
}

// Reviews records several verdicts, an entry each, all or none of them: those on
// single figures first, then those on whole entries.
func (s *Store) Reviews(ctx context.Context, actor string, list []Review, once targets.OnceKey, now time.Time) error {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Review) int { return cmp.Compare(flagNumber(whole(&a)), flagNumber(whole(&b))) })
	for i := range list {
		if err := checkReview(&list[i]); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		return &targets.Error{Kind: targets.Invalid, Text: "没有审核结论"}
	}
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		done, err := doneBefore(ctx, tx, actor, once)
		if err != nil || done > 0 {
			return err
		}
		var l *link
		for i := range list {
			if l, err = review(ctx, tx, actor, &list[i], now); err != nil {
				return err
			}
		}
		return keepOnce(ctx, tx, once, l)
	})
}

func checkReview(r *Review) error {
	switch {
	case r.Verdict != Approved && r.Verdict != Returned:
		return &targets.Error{Kind: targets.Invalid, Field: "verdict", Text: fmt.Sprintf("审核结论 %q 无法识别，应为 approved 或 returned", r.Verdict)}
	case r.Verdict == Returned && strings.TrimSpace(r.Reason) == "":
		return &targets.Error{Kind: targets.Invalid, Field: "reason", Text: "退回修改必须说明理由"}
	}
	return nil
}

// review records one verdict and returns the last entry it took.
func review(ctx context.Context, tx *sql.Tx, actor string, r *Review, now time.Time) (*link, error) {
	row := reviewRow{brought: r.Entry, step: r.Step, verdict: r.Verdict, reason: r.Reason}
	if !whole(r) {
		if err := row.name(ctx, tx, r); err != nil {
			return nil, err
		}
		return reviewSingly(ctx, tx, actor, []reviewRow{row}, now)
	}
	st, err := row.state(ctx, tx)
	switch {
	case err != nil:
		return nil, err
	case st.single == 0:
		return row.record(ctx, tx, actor, now)
	}
	rows, err := row.each(ctx, tx, st.steps)
	if err != nil {
		return nil, err
	}
	return reviewSingly(ctx, tx, actor, rows, now)
}

// reviewSingly records verdicts on single figures of one entry.
func reviewSingly(ctx context.Context, tx *sql.Tx, actor string, rows []reviewRow, now time.Time) (l *link, err error) {
	for i := range rows {
		if l, err = rows[i].record(ctx, tx, actor, now); err != nil {
			return nil, err
		}
	}
	return l, decideSingly(ctx, tx, rows[0].brought, l.seq())
}

// record takes an entry for a verdict and writes both.
func (row *reviewRow) record(ctx context.Context, tx *sql.Tx, actor string, now time.Time) (*link, error) {
	l, err := take(ctx, tx, actor, actionReview, now)
	if err != nil {
		return nil, err
	}
	row.entry = l.seq()
	steps, err := row.inTurn(ctx, tx)
	if err != nil {
		return nil, err
	}
	counts := row.verdict == Approved && row.step == steps
	if err := l.put(ctx, tx, row.content(counts)); err != nil {
		return nil, err
	}
	if err := insertReview(ctx, tx, row); err != nil {
		return nil, err
	}
	if row.series != 0 {
		if counts {
			err = standFigure(ctx, tx, row)
		}
		return l, err
	}
	if counts {
		err = standEntry(ctx, tx, row.brought, l.seq())
	}
	if err == nil && (counts || row.verdict == Returned) {
		err = decide(ctx, tx, row.brought, l.seq())
	}
	return l, err
}

func (row *reviewRow) content(counts bool) content {
	told := &reviewContent{Entry: row.brought, Step: row.step, Verdict: row.verdict, Reason: row.reason}
	if row.series != 0 {
		told.Indicator, told.Area, told.Period, told.Revision = row.indicator, row.area, row.period.String(), row.revision
	}
	return content{
		Review:   told,
		Brought:  map[string]digest{tableReview: digestOf(row.canonical())},
		Changing: counts,
	}
}

// each is a verdict on a whole entry as verdicts on its figures that wait for
// the step.
func (row *reviewRow) each(ctx context.Context, tx *sql.Tx, steps int) ([]reviewRow, error) {
	figures, err := readReviewed(ctx, tx, row.brought, steps)
	if err != nil {
		return nil, err
	}
	var rows []reviewRow
	open := 0
	for i := range figures {
		f := &figures[i]
		if f.stage == targets.StageWaiting && f.step == row.step {
			one := *row
			one.series, one.indicator, one.area, one.period, one.revision = f.series, f.Indicator, f.Area, f.Period, f.revision
			rows = append(rows, one)
		} else if f.stage == targets.StageWaiting {
			open = f.step
		}
	}
	switch {
	case len(rows) > 0:
		return rows, nil
	case open > 0:
		return nil, outOfTurn(open, row.step)
	}
	return nil, &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf("第 %d 号记录的数据均已审核", row.brought)}
}

// decideSingly notes a handover as decided when none of its figures waits.
func decideSingly(ctx context.Context, tx *sql.Tx, brought, by int64) error {
	steps, err := one[int](ctx, tx, `SELECT s.steps FROM handover h JOIN submission s ON s.entry = h.entry WHERE h.entry = $1`, brought)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // no handover
	}
	if err != nil {
		return fmt.Errorf("find the handover: %w", err)
	}
	figures, err := readReviewed(ctx, tx, brought, steps)
	if err != nil || slices.ContainsFunc(figures, func(f reviewed) bool { return f.stage == targets.StageWaiting }) {
		return err
	}
	return decide(ctx, tx, brought, by)
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
    OR (r.series = $1 AND r.period_end = $2 AND r.period_start = $3 AND r.revision = $4))),
  (SELECT count(*) FROM handover_event e WHERE e.brought = s.entry AND e.kind = 'withdrawn')
FROM submission s WHERE s.entry = $5`

// A reviewState is how far the review of a figure, or of an entry, has come.
type reviewState struct {
	steps, done, single, returned, withdrawn int
}

func (row *reviewRow) state(ctx context.Context, tx *sql.Tx) (st reviewState, err error) {
	err = tx.QueryRowContext(ctx, selectReviewState, row.series, int64(row.period.End), int64(row.period.Start), row.revision, row.brought).
		Scan(&st.steps, &st.done, &st.single, &st.returned, &st.withdrawn)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return st, &targets.Error{Kind: targets.NotFound, Text: fmt.Sprintf("第 %d 号记录没有上报数据", row.brought)}
	case err != nil:
		return st, fmt.Errorf("read the review's state: %w", err)
	case st.withdrawn > 0:
		return st, &targets.Error{Kind: targets.Conflict, Text: "填报单位已撤回这次上报"}
	}
	return st, nil
}

// inTurn checks that the step is the next one, and returns how many there are.
func (row *reviewRow) inTurn(ctx context.Context, tx *sql.Tx) (steps int, err error) {
	st, err := row.state(ctx, tx)
	switch {
	case err != nil:
		return 0, err
	case st.returned > 0:
		return 0, &targets.Error{Kind: targets.Conflict, Text: "该数据已退回修改，请审核新的修订"}
	case st.done >= st.steps:
		return 0, &targets.Error{Kind: targets.Conflict, Text: "该数据已审核通过"}
	case row.step != st.done+1:
		return 0, outOfTurn(st.done+1, row.step)
	}
	return st.steps, nil
}

func outOfTurn(open, given int) error {
	return &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf("现在应进行第 %d 级审核，不是第 %d 级", open, given)}
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
