package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/biaochi/biaochi/collector/exporter"
	"github.com/biaochi/biaochi/targets/store"
)

// storeFiles are the files of the open database, as the metrics tell of them.
type storeFiles struct {
	path   string
	store  *store.Store
	opened os.FileInfo

	mu       sync.Mutex
	sequence int64 // of the entry that last was written at
	last     time.Time
}

// watchFiles remembers which file was opened.
func watchFiles(path string, st *store.Store) (*storeFiles, error) {
	opened, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("look at the database: %w", err)
	}
	return &storeFiles{path: path, store: st, opened: opened}, nil
}

// State looks at the files. What stands at the path and is not the file that was
// opened is an error: the program would go on with a file that nobody sees, and
// what offices hand in would be lost with it.
func (f *storeFiles) State(ctx context.Context) (exporter.StoreState, error) {
	now, err := os.Stat(f.path)
	if err != nil {
		return exporter.StoreState{}, fmt.Errorf("look at the database: %w", err)
	}
	if !os.SameFile(now, f.opened) {
		return exporter.StoreState{}, fmt.Errorf("%s is not the file that was opened: put that back, or start again", f.path)
	}
	s := exporter.StoreState{Database: now.Size()}
	switch wal, err := os.Stat(f.path + "-wal"); {
	case err == nil:
		s.WAL = wal.Size()
	case !errors.Is(err, fs.ErrNotExist):
		return exporter.StoreState{}, fmt.Errorf("look at the log of the database: %w", err)
	}
	s.LastEntry, err = f.lastEntry(ctx)
	return s, err
}

// lastEntry is when the newest entry was written; the entry is read only when it
// is another one than at the last look.
func (f *storeFiles) lastEntry(ctx context.Context) (time.Time, error) {
	sequence, _, err := f.store.Head(ctx)
	if err != nil || sequence == 0 {
		return time.Time{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if sequence == f.sequence {
		return f.last, nil
	}
	newest, err := f.store.Entries(ctx, 0, 1)
	if err != nil || len(newest) == 0 {
		return time.Time{}, err
	}
	f.sequence, f.last = newest[0].Sequence, newest[0].At
	return f.last, nil
}
