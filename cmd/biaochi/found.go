package main

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// A load is a folder of seeds, read and checked.
type load struct {
	catalogue *targets.Catalogue
	figures   []targets.Figure
	warnings  targets.Faults
	wonders   targets.Faults // of the warnings, those about figures: a jump without a note
}

// readSeeds reads a folder of seeds: the catalogue and the published figures.
// All faults of all files are returned at once.
func readSeeds(ctx context.Context, fsys fs.FS, now time.Time) (load, error) {
	catalogue, warnings, err := seeds.Catalogue(fsys)
	if err != nil {
		return load{}, err
	}
	files, err := collector.FigureFiles(fsys)
	if err != nil {
		return load{}, err
	}
	rules := collector.NewRules(catalogue, targets.DateOf(now), false)
	figures, more, err := collector.Load(ctx, sheet.Open, catalogue, rules, files...)
	if err != nil {
		return load{}, err
	}
	return load{catalogue, figures, append(warnings, more...), more}, nil
}

// found loads what is shipped into an empty database.
func found(ctx context.Context, st *store.Store, now time.Time) (store.Changes, error) {
	l, err := readSeeds(ctx, seeds.Shipped(), now)
	if err != nil {
		return store.Changes{}, fmt.Errorf("shipped seeds: %w", err)
	}
	changes, err := st.Found(ctx, collector.Operator, l.catalogue, l.figures, now)
	if targets.KindOf(err) == targets.Conflict {
		if empty, asked := st.Empty(ctx); asked == nil && !empty {
			return store.Changes{}, nil // another program that started together with this one was first
		}
	}
	if err != nil {
		return changes, err
	}
	_, err = loadCalendar(ctx, st, seeds.Shipped(), now)
	return changes, err
}
