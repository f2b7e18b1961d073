package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// returnedFor is the reason the revision f was sent back for, among the entries
// up to a bound; "" when it was not. A return always has a reason.
const returnedFor = `coalesce((
  SELECT max(r.reason) FROM review r
  WHERE r.brought = f.entry AND r.verdict = 'returned' AND r.entry <= $2
    AND (r.series IS NULL OR (r.series = f.series AND r.period_end = f.period_end
      AND r.period_start = f.period_start AND r.revision = f.revision))), '')`

// takenBack is 1 when revision f was withdrawn with its handover, among the
// entries up to a bound.
const takenBack = `EXISTS (SELECT 1 FROM handover_event e WHERE e.brought = f.entry AND e.kind = 'withdrawn' AND e.entry <= $2)`

const selectSeriesRevisions = `
SELECT ` + figureColumns + `, ` + countedBy + `, ` + returnedFor + `, CASE WHEN ` + takenBack + ` THEN 1 ELSE 0 END
FROM figure f
LEFT JOIN source o ON o.id = f.source
WHERE f.series = (SELECT id FROM series WHERE indicator = $3 AND area = $4) AND f.entry <= $5
ORDER BY f.entry, f.period_end, f.period_start`

const selectSeriesEntries = `
SELECT seq, actor, content FROM chain WHERE seq IN (
  SELECT f.entry FROM figure f
  WHERE f.series = (SELECT id FROM series WHERE indicator = $1 AND area = $2))`

// Revisions returns every revision of a key, the first one first, as it stands
// now; none is an empty list.
func (s *Store) Revisions(ctx context.Context, key targets.Key) ([]targets.Revision, error) {
	list, err := s.History(ctx, targets.SeriesKey{Indicator: key.Indicator, Area: key.Area}, time.Time{})
	return slices.DeleteFunc(list, func(r targets.Revision) bool { return r.Period != key.Period }), err
}

// History returns every revision of a series that was recorded by a time (zero:
// all), in the order of recording, those of one entry by period: who knew what
// when. A revision that did not count at that time is in it, and says so.
func (s *Store) History(ctx context.Context, key targets.SeriesKey, knownAt time.Time) ([]targets.Revision, error) {
	var list []targets.Revision
	err := s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, knownAt)
		if err != nil {
			return err
		}
		batches, err := readBatches(ctx, tx, key)
		if err != nil {
			return err
		}
		rows, err := v.seriesRevisions(ctx, key)
		if err != nil {
			return err
		}
		list = v.tell(rows, batches)
		return nil
	})
	return list, err
}

// A recordedRow is a figure row that was recorded by the view's time.
type recordedRow struct {
	figureRow
	returned string // reason
	back     bool   // taken back before its review
}

func (v *view) seriesRevisions(ctx context.Context, key targets.SeriesKey) ([]recordedRow, error) {
	var list []recordedRow
	scanner := figureScanner{past: v.past}
	args := []any{v.bound(), v.bound(), key.Indicator, key.Area, v.bound()}
	err := each(ctx, v.tx, selectSeriesRevisions, args, func(rows *sql.Rows) error {
		var r recordedRow
		f, err := scanner.scan(rows, &r.returned, &r.back)
		if err != nil {
			return err
		}
		if f.entry > v.last && !v.known(f) {
			return nil // a founding figure, before both its publication and the founding
		}
		r.figureRow = *f
		r.Indicator, r.Area = key.Indicator, key.Area
		list = append(list, r)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the history of %s %s: %w", key.Indicator, key.Area, err)
	}
	return list, nil
}

// readBatches tells of the entries that brought figures of a series.
func readBatches(ctx context.Context, tx *sql.Tx, key targets.SeriesKey) (map[int64]targets.Batch, error) {
	batches := map[int64]targets.Batch{}
	err := each(ctx, tx, selectSeriesEntries, []any{key.Indicator, key.Area}, func(rows *sql.Rows) error {
		var b targets.Batch
		var text string
		if err := rows.Scan(&b.Entry, &b.Actor, &text); err != nil {
			return err
		}
		var c content
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			return fmt.Errorf("entry %d: %w", b.Entry, err)
		}
		b.File, b.Restatement = c.File, c.Restatement.restatement()
		batches[b.Entry] = b
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what brought figures: %w", err)
	}
	return batches, nil
}

// tell makes the history of the rows, which are in the order of recording.
func (v *view) tell(rows []recordedRow, batches map[int64]targets.Batch) []targets.Revision {
	list := make([]targets.Revision, len(rows))
	for i := range rows {
		f := &rows[i]
		list[i] = targets.Revision{Figure: f.Figure, Standing: targets.Waiting, Returned: f.returned, Batch: batches[f.entry]}
		switch {
		case f.returned != "":
			list[i].Standing = targets.SentBack
		case f.back:
			list[i].Standing = targets.TakenBack
		}
	}
	standing := map[targets.Period]int{} // place of what stands
	for _, i := range byCounting(rows) {
		f, r := &rows[i], &list[i]
		r.KnownFrom, r.Standing = v.knownFrom(f), targets.Superseded
		before, stood := standing[f.Period]
		if stood && rows[before].Revision > f.Revision {
			continue
		}
		if stood {
			replaced := list[before].Figure // a copy: the list may be narrowed
			r.Replaced, list[before].Standing = &replaced, targets.Superseded
		}
		standing[f.Period] = i
		r.Standing = targets.Current
		if f.Withdraws() {
			r.Standing = targets.Withdrawn
		}
	}
	return list
}

// byCounting lists the places of the rows that count, in the order in which
// they began to.
func byCounting(rows []recordedRow) []int {
	var places []int
	for i := range rows {
		if rows[i].counts > 0 {
			places = append(places, i)
		}
	}
	slices.SortStableFunc(places, func(a, b int) int { return cmp.Compare(rows[a].counts, rows[b].counts) })
	return places
}

// knownFrom is when a counting revision began to be known (package comment).
func (v *view) knownFrom(f *recordedRow) time.Time {
	at := v.past.when(f.counts)
	if end := f.Published.End(); f.counts <= v.meta.founded && f.Published != 0 && end.Before(at) {
		return end
	}
	return at
}
