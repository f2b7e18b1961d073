package main

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// loadCalendar puts the yearly tables of rest days of a folder of seeds into the
// register and returns the years that are new there. A year the register has
// stays as it is: an administrator may have corrected it since.
func loadCalendar(ctx context.Context, st *store.Store, fsys fs.FS, now time.Time) (years []int, err error) {
	tables, err := seeds.Calendar(fsys)
	if err != nil {
		return nil, err
	}
	r, err := st.Register(ctx, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	var change targets.RegisterChange
	for _, t := range tables {
		if _, known := r.Calendar.Table(t.Year); !known {
			change.Calendar, years = append(change.Calendar, t), append(years, t.Year)
		}
	}
	if len(years) == 0 {
		return nil, nil
	}
	if _, err := st.PutRegister(ctx, collector.Operator, change, now); err != nil {
		return nil, fmt.Errorf("put the calendar: %w", err)
	}
	return years, nil
}
