package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Snapshot reads, in one transaction, what is needed to judge the selected
// targets: the catalogue as known at a time, the newest status of each task up
// to the day asOf, and the standing figures of the targets' series and of their
// sisters', and of the areas below that have a duty for them, whatever their
// period; and the register, which says who has. The zero asOf is today in Shanghai, the zero
// knownAt the last entry. Targets, Figures are narrowed to the selection, the
// rest of the catalogue is whole. The Snapshot is sealed, and shares memory
// with others: it must not be modified.
func (s *Store) Snapshot(ctx context.Context, sel targets.Selection, asOf targets.Date, knownAt time.Time) (*targets.Snapshot, error) {
	if asOf == 0 {
		asOf = targets.DateOf(s.engine.Clock())
	}
	var snap *targets.Snapshot
	err := s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, knownAt)
		if err != nil {
			return err
		}
		snap, err = s.snapshot(ctx, v, sel, asOf)
		if err == nil && !knownAt.IsZero() {
			snap.KnownAt = knownAt
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	snap.Seal()
	return snap, nil
}

func (s *Store) snapshot(ctx context.Context, v *view, sel targets.Selection, asOf targets.Date) (*targets.Snapshot, error) {
	d, err := s.decoded.at(ctx, v.tx, v.catalogue)
	if err != nil {
		return nil, err
	}
	snap := &targets.Snapshot{
		AsOf: asOf, KnownAt: v.past.when(v.last), Founded: v.past.when(v.meta.founded), Generation: v.generation(),
		Demo: v.meta.demo, Cuts: d.cutsOn(asOf), Catalogue: d.Catalogue,
	}
	snap.Targets = selectTargets(d, sel)
	snap.Allocated = partsOf(d, snap.Targets)
	if snap.Statuses, err = v.statuses(ctx, asOf); err != nil {
		return nil, err
	}
	all, err := s.names.all(ctx, v.tx)
	if err != nil {
		return nil, err
	}
	if snap.Register, err = s.registerAt(ctx, v); err != nil {
		return nil, err
	}
	judged := slices.Concat(snap.Targets, snap.Allocated)
	keys := seriesOf(d, judged)
	addReported(keys, d, snap.Register, judged)
	snap.Figures, err = v.figures(ctx, keep(all, keys))
	return snap, err
}

// figures gathers the standing figures of the series, which are in the order of id.
func (v *view) figures(ctx context.Context, series []namedSeries) (map[targets.SeriesKey][]targets.Figure, error) {
	all := make(map[targets.SeriesKey][]targets.Figure, len(series))
	var current []targets.Figure // of one series; copied when it is complete, so that no list is longer than its figures
	flush := func() {
		if len(current) > 0 {
			all[targets.SeriesKey{Indicator: current[0].Indicator, Area: current[0].Area}] = slices.Clone(current)
			current = current[:0]
		}
	}
	var reading int64
	err := v.eachStanding(ctx, anyRuns(series), func(f *figureRow) error {
		if f.series != reading {
			flush()
			reading = f.series
		}
		current = append(current, f.Figure)
		return nil
	})
	flush()
	return all, err
}

const selectStatuses = `
SELECT task, stage, on_day, text FROM task_status
WHERE entry <= $1 AND on_day <= $2 ORDER BY task, on_day, entry`

// statuses are the newest status of each reported task up to a day, by task id.
func (v *view) statuses(ctx context.Context, asOf targets.Date) ([]targets.TaskStatus, error) {
	var list []targets.TaskStatus
	err := each(ctx, v.tx, selectStatuses, []any{v.last, int64(asOf)}, func(rows *sql.Rows) error {
		var st targets.TaskStatus
		if err := rows.Scan(&st.Task, &st.Stage, &st.On, &st.Text); err != nil {
			return err
		}
		if n := len(list); n > 0 && list[n-1].Task == st.Task {
			if st.Stage == targets.TaskDone && list[n-1].Stage == targets.TaskDone {
				st.On = list[n-1].On // said again: it has been done since then
			}
			list = list[:n-1]
		}
		list = append(list, st)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the tasks' statuses: %w", err)
	}
	return list, nil
}
