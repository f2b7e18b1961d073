package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// figureColumns are what scanFigure reads. figure is f, source is o; the last
// column is the entry by which the revision counts (0: it does not).
const figureColumns = `f.series, f.period_end, f.period_start, f.revision, f.entry,
  coalesce(f.value, ''), coalesce(f.numerator, ''), coalesce(f.denominator, ''),
  f.flag, f.bound, f.published, f.note, f.source, o.origin, o.title, o.url`

// countedBy is the entry of the last review step of figure f among the entries
// up to a bound, or 0. Steps are reviewed in order and once each, and a return
// ends a review: as many approvals as steps means that all approved.
const countedBy = `coalesce((
  SELECT CASE WHEN count(*) = (SELECT s.steps FROM submission s WHERE s.entry = f.entry) THEN max(r.entry) END
  FROM review r
  WHERE r.brought = f.entry AND r.verdict = 'approved' AND r.entry <= $1
    AND (r.series IS NULL OR (r.series = f.series AND r.period_end = f.period_end
      AND r.period_start = f.period_start AND r.revision = f.revision))), 0)`

// The LEFT JOINs keep the outer loop on the table whose order is asked for.
const (
	// selectStanding reads the standing revisions of a run of series.
	selectStanding = `
SELECT ` + figureColumns + `, c.counts
FROM figure_current c
LEFT JOIN figure f ON f.series = c.series AND f.period_end = c.period_end
  AND f.period_start = c.period_start AND f.revision = c.revision
LEFT JOIN source o ON o.id = f.source
WHERE c.series BETWEEN $1 AND $2
ORDER BY c.series, c.period_end, c.period_start`

	// selectRevisions reads every revision of a run of series that entries up
	// to a bound brought.
	selectRevisions = `
SELECT ` + figureColumns + `, ` + countedBy + `
FROM figure f
LEFT JOIN source o ON o.id = f.source
WHERE f.entry <= $2 AND f.series BETWEEN $3 AND $4
ORDER BY f.series, f.period_end, f.period_start, f.revision`
)

// A figureRow is one scanned revision with what a Figure does not tell.
type figureRow struct {
	targets.Figure
	series int64
	entry  int64 // that brought it
	counts int64 // by which it counts, 0 when it does not
}

// A figureScanner reads figure rows. It keeps the texts of the row before, as
// neighbours often share their source and note.
type figureScanner struct {
	past past
	row  figureRow
	text struct{ value, numerator, denominator, flag, bound, note, origin, title, url string }

	source  int64 // of the row before
	columns [18]any
}

// scan reads the columns of figureColumns, the counting entry and what follows
// it. The result is overwritten by the next scan.
func (s *figureScanner) scan(rows *sql.Rows, more ...any) (*figureRow, error) {
	f, t := &s.row, &s.text
	var end, start, revision, published, source int64
	var origin, title, url string
	columns := append(s.columns[:0], &f.series, &end, &start, &revision, &f.entry, &t.value, &t.numerator, &t.denominator,
		&t.flag, &t.bound, &published, &t.note, &source, &origin, &title, &url, &f.counts)
	if err := rows.Scan(append(columns, more...)...); err != nil {
		return nil, err
	}
	if source != s.source {
		s.source, t.origin, t.title, t.url = source, origin, title, url
	}
	f.Period = targets.Period{Start: targets.Date(start), End: targets.Date(end)}
	f.Revision, f.Published = int(revision), targets.Date(published)
	f.Flag, f.Bound, f.Note = targets.Flag(t.flag), targets.Bound(t.bound), t.note
	f.Origin, f.SourceTitle, f.SourceURL = targets.Origin(t.origin), t.title, t.url
	f.Recorded, f.Approved = s.past.when(f.entry), s.past.when(f.counts)
	return f, s.numbers()
}

func (s *figureScanner) numbers() (err error) {
	if s.row.Value, err = number(s.text.value); err == nil {
		if s.row.Numerator, err = number(s.text.numerator); err == nil {
			s.row.Denominator, err = number(s.text.denominator)
		}
	}
	if err != nil {
		return fmt.Errorf("read revision %d of series %d at %s: %w", s.row.Revision, s.row.series, s.row.Period, err)
	}
	return nil
}

func number(s string) (targets.Decimal, error) {
	if s == "" {
		return targets.Decimal{}, nil
	}
	return targets.ParseDecimal(s)
}

// A view is how much of the database a reading sees.
type view struct {
	tx      *sql.Tx
	past    past
	head    head
	meta    meta
	last    int64        // newest entry known
	latest  bool         // nothing of the database is later than what is known
	printed targets.Date // founding figures published up to this day are known even before the founding

	catalogue int64 // newest known entry that changes the catalogue
}

// look says what is known at a time in tx; the zero time means everything.
func (s *Store) look(ctx context.Context, tx *sql.Tx, knownAt time.Time) (*view, error) {
	h, err := readHead(ctx, tx)
	if err != nil {
		return nil, err
	}
	m, err := s.meta(ctx, tx)
	if err != nil {
		return nil, err
	}
	p, err := s.history.upTo(ctx, tx, h.seq)
	if err != nil {
		return nil, err
	}
	v := &view{tx: tx, past: p, head: h, meta: m, last: h.seq, latest: true}
	if !knownAt.IsZero() {
		v.last = lastBy(p.at, knownAt)
		v.latest = v.last == h.seq
		v.printed = printedBy(knownAt)
	}
	v.catalogue, err = v.newestCatalogue(ctx)
	return v, err
}

// lastBy is the sequence of the newest entry whose time is not after t.
func lastBy(at []time.Time, t time.Time) int64 {
	lo, hi := 0, len(at)
	for lo < hi {
		if mid := (lo + hi) / 2; at[mid].After(t) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return int64(lo)
}

// printedBy is the newest day that has ended by t in Asia/Shanghai. A day's last
// nanosecond is its end: that is what a date means as a known-at.
func printedBy(t time.Time) targets.Date {
	d := targets.DateOf(t)
	if d.End().After(t.Add(time.Nanosecond)) {
		d--
	}
	return d
}

// bound is the newest entry that may be known: all of the founding
// transaction may be, also before it.
func (v *view) bound() int64 { return max(v.last, v.meta.founded) }

// newestCatalogue finds the entry that names the known catalogue. The founding
// catalogue is known from the beginning.
func (v *view) newestCatalogue(ctx context.Context) (int64, error) {
	if v.bound() >= v.head.catalogue {
		return v.head.catalogue, nil
	}
	entry, err := one[int64](ctx, v.tx, `SELECT coalesce(max(entry), 0) FROM catalogue WHERE entry <= $1`, v.bound())
	if err != nil {
		return 0, fmt.Errorf("find the catalogue: %w", err)
	}
	return entry, nil
}

// known reports whether a counting revision is known: by its chain time, or,
// of the founding transaction, by its publication.
func (v *view) known(f *figureRow) bool {
	if f.counts == 0 {
		return false
	}
	return f.counts <= v.last || f.counts <= v.meta.founded && f.Published != 0 && f.Published <= v.printed
}

// generation is that of the newest entry known.
func (v *view) generation() int64 {
	if v.last == 0 {
		return 0
	}
	return v.past.generation[v.last-1]
}

// eachStanding calls fn for the standing figures of the runs in their order.
func (v *view) eachStanding(ctx context.Context, list []run, fn func(*figureRow) error) error {
	for i := range list {
		read := v.standingNow
		if !v.latest {
			read = v.standingThen
		}
		if err := read(ctx, &list[i], fn); err != nil {
			return err
		}
	}
	return nil
}

// standingNow reads figure_current.
func (v *view) standingNow(ctx context.Context, r *run, fn func(*figureRow) error) error {
	return v.rows(ctx, r, selectStanding, []any{r.lo, r.hi}, func(f *figureRow) error {
		if f.Withdraws() {
			return nil
		}
		return fn(f)
	})
}

// standingThen reads the revisions and keeps the highest known one of each key.
func (v *view) standingThen(ctx context.Context, r *run, fn func(*figureRow) error) error {
	var best figureRow // of the key being read; series 0: none yet
	flush := func() error {
		if best.series == 0 || best.Withdraws() {
			return nil
		}
		return fn(&best)
	}
	err := v.eachRevision(ctx, r, func(f *figureRow) error {
		if !v.known(f) {
			return nil
		}
		if best.series != f.series || best.Period != f.Period {
			if err := flush(); err != nil {
				return err
			}
		}
		best = *f
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

func (v *view) eachRevision(ctx context.Context, r *run, fn func(*figureRow) error) error {
	return v.rows(ctx, r, selectRevisions, []any{v.bound(), v.bound(), r.lo, r.hi}, fn)
}

// rows reads one run and names each row's key; rows of unwanted series are skipped.
func (v *view) rows(ctx context.Context, r *run, query string, args []any, fn func(*figureRow) error) error {
	scanner := figureScanner{past: v.past}
	wanted := *r
	err := each(ctx, v.tx, query, args, func(rows *sql.Rows) error {
		f, err := scanner.scan(rows)
		if err != nil {
			return err
		}
		name := wanted.find(f.series)
		if name == nil {
			return nil
		}
		f.Indicator, f.Area = name.Indicator, name.Area
		return fn(f)
	})
	if err != nil {
		return fmt.Errorf("read figures: %w", err)
	}
	return nil
}

// EachFigure calls fn for the standing figures of the selection known at a time
// (zero: latest), in the order of targets.CompareKeys. Series that no target
// uses are included unless documents or targets are selected. fn must not keep
// the Figure and must not call the Store for writing.
func (s *Store) EachFigure(ctx context.Context, sel targets.Selection, knownAt time.Time, fn func(*targets.Figure) error) error {
	return s.EachFigureOf(ctx, sel, knownAt, func(targets.SeriesKey) bool { return true }, fn)
}

// EachFigureOf is EachFigure over those series of the selection that are wanted;
// the figures of the others are not read.
func (s *Store) EachFigureOf(ctx context.Context, sel targets.Selection, knownAt time.Time, wanted func(targets.SeriesKey) bool, fn func(*targets.Figure) error) error {
	return s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, knownAt)
		if err != nil {
			return err
		}
		series, err := s.selectSeries(ctx, v, sel)
		if err != nil {
			return err
		}
		series = slices.DeleteFunc(slices.Clone(series), func(n namedSeries) bool { return !wanted(n.SeriesKey) }) // the list is shared
		return v.eachStanding(ctx, orderedRuns(series), func(f *figureRow) error { return fn(&f.Figure) })
	})
}

// EachRevision calls fn for every revision of the selection, in the order of
// targets.CompareKeys and of the revision. Approved is zero when the revision
// does not count (yet). fn must not keep the Figure.
func (s *Store) EachRevision(ctx context.Context, sel targets.Selection, fn func(*targets.Figure) error) error {
	return s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, time.Time{})
		if err != nil {
			return err
		}
		series, err := s.selectSeries(ctx, v, sel)
		if err != nil {
			return err
		}
		for _, r := range orderedRuns(series) {
			if err := v.eachRevision(ctx, &r, func(f *figureRow) error { return fn(&f.Figure) }); err != nil {
				return err
			}
		}
		return nil
	})
}
