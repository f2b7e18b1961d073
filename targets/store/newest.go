package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// SeriesNow returns the standing figures of a few series, each oldest first. A
// series without one is left out.
func (s *Store) SeriesNow(ctx context.Context, keys []targets.SeriesKey) (map[targets.SeriesKey][]targets.Figure, error) {
	var all map[targets.SeriesKey][]targets.Figure
	err := s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, time.Time{})
		if err != nil {
			return err
		}
		all, err = s.standing(ctx, v, keys)
		return err
	})
	return all, err
}

func (s *Store) standing(ctx context.Context, v *view, keys []targets.SeriesKey) (map[targets.SeriesKey][]targets.Figure, error) {
	series, err := s.names.some(ctx, v.tx, keys)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(series, func(a, b namedSeries) int { return cmp.Compare(a.id, b.id) })
	return v.figures(ctx, series)
}

const selectNewest = `
SELECT ` + figureColumns + `, ` + countedBy + `
FROM figure f
LEFT JOIN source o ON o.id = f.source
WHERE f.series = $2 AND f.period_end = $3 AND f.period_start = $4
ORDER BY f.revision DESC LIMIT 1`

// Newest returns the newest revision of each key, whether it stands or not.
// Approved is zero when it does not count. A key without one is left out.
func (s *Store) Newest(ctx context.Context, keys []targets.Key) (map[targets.Key]targets.Figure, error) {
	var all map[targets.Key]targets.Figure
	err := s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, time.Time{})
		if err != nil {
			return err
		}
		all, err = s.newest(ctx, v, keys)
		return err
	})
	return all, err
}

func (s *Store) newest(ctx context.Context, v *view, keys []targets.Key) (map[targets.Key]targets.Figure, error) {
	all := make(map[targets.Key]targets.Figure, len(keys))
	ids, err := s.seriesIDs(ctx, v.tx, keys)
	if err != nil {
		return nil, err
	}
	scanner := figureScanner{past: v.past}
	for _, key := range keys {
		id := ids[targets.SeriesKey{Indicator: key.Indicator, Area: key.Area}]
		if id == 0 {
			continue
		}
		err = each(ctx, v.tx, selectNewest, []any{v.last, id, int64(key.Period.End), int64(key.Period.Start)}, func(rows *sql.Rows) error {
			f, err := scanner.scan(rows)
			if err == nil {
				f.Key = key
				all[key] = f.Figure
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read the newest revision of %s: %w", keyText(key), err)
		}
	}
	return all, nil
}

// FilingNow reads in one transaction what lies in a filing: its draft, and the
// newest revisions and the standing figures that are asked for (see Newest and
// SeriesNow). It is short and is not cut off by the context's end.
func (s *Store) FilingNow(ctx context.Context, k targets.FilingKey, keys []targets.Key, series []targets.SeriesKey) (targets.FilingNow, error) {
	ctx = context.WithoutCancel(ctx)
	var n targets.FilingNow
	err := s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, time.Time{})
		if err != nil {
			return err
		}
		if n.Draft, err = filingDraft(ctx, tx, k); err != nil && targets.KindOf(err) != targets.NotFound {
			return err
		}
		if n.Newest, err = s.newest(ctx, v, keys); err != nil {
			return err
		}
		n.Standing, err = s.standing(ctx, v, series)
		return err
	})
	return n, err
}

// seriesIDs numbers the series of the keys, as far as they exist.
func (s *Store) seriesIDs(ctx context.Context, tx *sql.Tx, keys []targets.Key) (map[targets.SeriesKey]int64, error) {
	wanted := make([]targets.SeriesKey, len(keys))
	for i, k := range keys {
		wanted[i] = targets.SeriesKey{Indicator: k.Indicator, Area: k.Area}
	}
	series, err := s.names.some(ctx, tx, wanted)
	if err != nil {
		return nil, err
	}
	ids := make(map[targets.SeriesKey]int64, len(series))
	for _, named := range series {
		ids[named.SeriesKey] = named.id
	}
	return ids, nil
}
