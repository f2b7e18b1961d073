package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/biaochi/biaochi/targets"
)

// errReadOnly answers every write to a database opened for reading.
func errReadOnly() error {
	return &targets.Error{Kind: targets.Forbidden, Text: "数据库以只读方式打开，不能写入"}
}

// write runs fn in a write transaction of its own and commits if fn succeeds.
func (s *Store) write(ctx context.Context, fn func(*sql.Tx) error) error {
	if s.engine.Write == nil {
		return errReadOnly()
	}
	tx, err := s.engine.Write.BeginTx(ctx, nil)
	if err != nil {
		return s.classify(fmt.Errorf("begin writing: %w", err))
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	err = fn(tx)
	if err == nil {
		if err = tx.Commit(); err != nil {
			err = fmt.Errorf("commit: %w", err)
		}
	}
	if err != nil && ctx.Err() != nil {
		return errors.Join(ctx.Err(), err) // a transaction whose context ended says only that it is over
	}
	return s.classify(err)
}

// maxSaves bounds the saves of one transaction, and so the wait of the first.
const maxSaves = 256

// A save is a small write that waits to be collected with others. fn may run
// twice: when another save broke the transaction, the rest are run again.
type save struct {
	fn    func(ctx context.Context, tx *sql.Tx) error
	state atomic.Int32 // waiting, then running or abandoned
	done  chan error
}

const (
	waiting int32 = iota
	running
	abandoned
)

// A collector gathers waiting saves into one transaction: a savepoint each, one
// commit and so one sync of the disk for all, answered after it.
type collector struct {
	store *Store
	queue chan *save

	mu      sync.RWMutex // held for reading while a save is queued
	closed  bool
	stopped chan struct{}
}

func startCollector(s *Store) *collector {
	c := &collector{store: s, queue: make(chan *save, maxSaves), stopped: make(chan struct{})}
	go c.run()
	return c
}

// save runs fn in a write transaction that it may share, and returns after the
// commit. A context that ends before fn has begun abandons the save; once
// begun, its outcome is awaited, so that the answer is always true.
func (s *Store) save(ctx context.Context, fn func(context.Context, *sql.Tx) error) error {
	if s.saves == nil {
		return errReadOnly()
	}
	v := &save{fn: fn, done: make(chan error, 1)}
	if err := s.saves.enqueue(ctx, v); err != nil {
		return err
	}
	select {
	case err := <-v.done:
		return err
	case <-ctx.Done():
		if v.state.CompareAndSwap(waiting, abandoned) {
			return ctx.Err()
		}
		return <-v.done
	}
}

func (c *collector) enqueue(ctx context.Context, v *save) error {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.closed {
		return fmt.Errorf("save: %w", sql.ErrConnDone)
	}
	select {
	case c.queue <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// stop answers the saves that wait and ends the collector.
func (c *collector) stop() {
	c.mu.Lock()
	if !c.closed {
		c.closed = true
		close(c.queue)
	}
	c.mu.Unlock()
	<-c.stopped
}

func (c *collector) run() {
	defer close(c.stopped)
	for first := range c.queue {
		c.commit(c.gather(first))
	}
}

// gather takes what waits behind first, without waiting itself.
func (c *collector) gather(first *save) []*save {
	batch := []*save{first}
	for len(batch) < maxSaves {
		select {
		case v, ok := <-c.queue:
			if !ok {
				return batch
			}
			batch = append(batch, v)
		default:
			return batch
		}
	}
	return batch
}

// commit writes the batch and answers every save of it. A save that is refused
// is rolled back to its savepoint and does not touch the others. When the
// engine itself fails, nothing of the batch is written and each save is tried
// alone, so that only the one at fault fails.
func (c *collector) commit(batch []*save) {
	// A save must not be cut off by one caller's context: others share it.
	ctx := context.Background()
	answers := make(map[*save]error, len(batch))
	err := c.store.write(ctx, func(tx *sql.Tx) error {
		points, err := prepareSavepoints(ctx, tx)
		if err != nil {
			return err
		}
		for _, v := range batch {
			if !v.state.CompareAndSwap(waiting, running) {
				continue // abandoned
			}
			refused, err := points.within(ctx, tx, v)
			if err != nil {
				return err
			}
			answers[v] = refused
		}
		return nil
	})
	for _, v := range batch {
		if v.state.Load() != running && !v.state.CompareAndSwap(waiting, running) {
			continue // abandoned
		}
		if err == nil {
			v.done <- answers[v]
		} else {
			v.done <- c.alone(ctx, v)
		}
	}
}

// savepoints are the statements about a savepoint, prepared: they are run for
// every save. The transaction closes them.
type savepoints struct {
	begin, back, release *sql.Stmt
}

func prepareSavepoints(ctx context.Context, tx *sql.Tx) (p savepoints, err error) {
	for _, s := range []struct {
		stmt  **sql.Stmt
		query string
	}{
		{&p.begin, `SAVEPOINT save`}, {&p.back, `ROLLBACK TO SAVEPOINT save`}, {&p.release, `RELEASE SAVEPOINT save`},
	} {
		if *s.stmt, err = tx.PrepareContext(ctx, s.query); err != nil {
			return savepoints{}, err
		}
	}
	return p, nil
}

// within runs one save inside a savepoint. refused is the save's own answer;
// err is a failure of the engine, after which the transaction is not usable.
func (p savepoints) within(ctx context.Context, tx *sql.Tx, v *save) (refused, err error) {
	if _, err := p.begin.ExecContext(ctx); err != nil {
		return nil, err
	}
	refused = v.fn(ctx, tx)
	if refused != nil {
		if targets.KindOf(refused) == "" {
			return nil, refused
		}
		if _, err := p.back.ExecContext(ctx); err != nil {
			return nil, err
		}
	}
	_, err = p.release.ExecContext(ctx)
	return refused, err
}

func (c *collector) alone(ctx context.Context, v *save) error {
	return c.store.write(ctx, func(tx *sql.Tx) error { return v.fn(ctx, tx) })
}
