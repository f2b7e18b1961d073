package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/biaochi/biaochi/targets"
)

// seriesNames keeps the names of the series that a finished reading has seen,
// by id. Series never change and their ids have no holes that matter, so it
// only grows.
type seriesNames struct {
	mu    sync.Mutex
	names []namedSeries // in the order of id
	ids   map[targets.SeriesKey]int64
}

// A namedSeries is a series with the number the figures refer to it by.
type namedSeries struct {
	id int64
	targets.SeriesKey
}

// all returns every series that tx sees, in the order of id. The result is shared.
func (n *seriesNames) all(ctx context.Context, tx *sql.Tx) ([]namedSeries, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.load(ctx, tx); err != nil {
		return nil, err
	}
	return slices.Clip(n.names), nil
}

// some returns those of the series that tx sees, in the order given.
func (n *seriesNames) some(ctx context.Context, tx *sql.Tx, keys []targets.SeriesKey) ([]namedSeries, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	list := n.known(keys)
	if len(list) == len(keys) {
		return list, nil // a series keeps its number
	}
	if err := n.load(ctx, tx); err != nil {
		return nil, err
	}
	return n.known(keys), nil
}

func (n *seriesNames) known(keys []targets.SeriesKey) []namedSeries {
	list := make([]namedSeries, 0, len(keys))
	for _, k := range keys {
		if id, ok := n.ids[k]; ok {
			list = append(list, namedSeries{id, k})
		}
	}
	return list
}

// load reads the series that are new to n.
func (n *seriesNames) load(ctx context.Context, tx *sql.Tx) error {
	var last int64
	if len(n.names) > 0 {
		last = n.names[len(n.names)-1].id
	}
	const query = `SELECT id, indicator, area FROM series WHERE id > $1 ORDER BY id`
	var more []namedSeries // a reading that fails half-way leaves nothing behind
	err := each(ctx, tx, query, []any{last}, func(rows *sql.Rows) error {
		var s namedSeries
		if err := rows.Scan(&s.id, &s.Indicator, &s.Area); err != nil {
			return err
		}
		more = append(more, s)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the series: %w", err)
	}
	n.names = append(n.names, more...)
	if n.ids == nil {
		n.ids = make(map[targets.SeriesKey]int64, len(more))
	}
	for _, s := range more {
		n.ids[s.SeriesKey] = s.id
	}
	return nil
}

// A run is a range of series ids that one query reads.
type run struct {
	lo, hi int64
	series []namedSeries // the wanted ones, by id
}

// keyOrder sorts series as targets.CompareKeys sorts their figures.
func keyOrder(a, b namedSeries) int {
	return cmp.Or(strings.Compare(a.Indicator, b.Indicator), strings.Compare(a.Area, b.Area))
}

// orderedRuns covers the series in the order of their keys: each run holds
// nothing else, so that the runs read one after the other are in order.
func orderedRuns(series []namedSeries) []run {
	series = slices.Clone(series)
	slices.SortFunc(series, keyOrder)
	return runs(series, 0)
}

// maxGap is the number of unwanted series it is cheaper to read than to begin
// another query.
const maxGap = 4

// anyRuns covers the series, which are in the order of id, by few queries.
func anyRuns(series []namedSeries) []run { return runs(series, maxGap) }

func runs(series []namedSeries, gap int64) []run {
	var list []run
	begin := 0
	for i := range series {
		if i+1 < len(series) {
			if d := series[i+1].id - series[i].id; d > 0 && d <= gap+1 {
				continue
			}
		}
		list = append(list, run{series[begin].id, series[i].id, series[begin : i+1]})
		begin = i + 1
	}
	return list
}

// find returns the wanted series with that id, or nil; ids come in ascending order.
func (r *run) find(id int64) *namedSeries {
	for len(r.series) > 0 && r.series[0].id < id {
		r.series = r.series[1:]
	}
	if len(r.series) > 0 && r.series[0].id == id {
		return &r.series[0]
	}
	return nil
}
