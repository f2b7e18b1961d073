package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// An Engine is what a database engine gives a Store: two handles on one
// migrated database and what only the engine can do.
type Engine struct {
	Write *sql.DB // one connection: the one writer; nil when the database is opened for reading only
	Read  *sql.DB // a pool that cannot write

	// Classify turns a failure of the engine that a person can act on into a
	// targets.Error and leaves every other error alone.
	Classify func(error) error

	// Backup writes a consistent copy of the database to path, which does not
	// exist, beside a running writer.
	Backup func(ctx context.Context, path string, progress func(done, total int)) error

	// Clock is the present, for a Snapshot without a date.
	Clock func() time.Time
}

// A Store is an open database. It is safe for concurrent use.
type Store struct {
	engine Engine
	saves  *collector

	history   history     // of the chain, by sequence
	names     seriesNames // of the series, by id
	decoded   catalogueCache
	registers registerCache
	sources   sourceNumbers
	founded   atomic.Pointer[meta] // as a reading has seen it
}

// New returns the Store over an opened and migrated database.
func New(e Engine) *Store {
	s := &Store{engine: e}
	if e.Write != nil {
		s.saves = startCollector(s)
	}
	return s
}

// Close finishes the waiting saves and closes the database. It may be called twice.
func (s *Store) Close() error {
	if s.saves == nil {
		return s.engine.Read.Close()
	}
	s.saves.stop()
	// The writer closes last: only it can put what it logged into the file.
	return errors.Join(s.engine.Read.Close(), s.engine.Write.Close())
}

// Empty reports whether nothing was loaded into the database yet.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	seq, err := one[int64](ctx, s.engine.Read, `SELECT seq FROM chain_head WHERE id = 1`)
	return seq == 0, s.classify(err)
}

// Generation is the sequence of the last entry that changes a standing figure,
// a definition, or an office or form, 0 when there is none. Equal generations give equal
// snapshots for the same selection, as-of and known-at.
func (s *Store) Generation(ctx context.Context) (int64, error) {
	g, err := one[int64](ctx, s.engine.Read, `SELECT generation FROM chain_head WHERE id = 1`)
	return g, s.classify(err)
}

// Demo reports whether the database is a training copy (演示库), which holds
// only invented figures.
func (s *Store) Demo(ctx context.Context) (bool, error) {
	m, err := readMeta(ctx, s.engine.Read)
	return m.demo, s.classify(err)
}

// Backup writes a consistent copy to path beside a running writer: whole or
// not at all. An existing file is refused.
func (s *Store) Backup(ctx context.Context, path string, progress func(done, total int)) error {
	if progress == nil {
		progress = func(int, int) {}
	}
	return s.classify(s.engine.Backup(ctx, path, progress))
}

func (s *Store) classify(err error) error {
	if err == nil || targets.KindOf(err) != "" {
		return err
	}
	return s.engine.Classify(err)
}

// read runs fn in one read transaction: fn sees the database at one moment.
func (s *Store) read(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := s.engine.Read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s.classify(fmt.Errorf("begin reading: %w", err))
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return s.classify(fn(tx))
}

// A querier is a database, a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// one reads a single value.
func one[T any](ctx context.Context, q querier, query string, args ...any) (T, error) {
	var v T
	err := q.QueryRowContext(ctx, query, args...).Scan(&v)
	return v, err
}

// each calls fn for every row of a query; fn scans the row.
func each(ctx context.Context, q querier, query string, args []any, fn func(*sql.Rows) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// A meta is the row that says how the data began.
type meta struct {
	created string
	demo    bool
	founded int64 // last entry of the transaction that created the data, 0 before it
}

func readMeta(ctx context.Context, q querier) (meta, error) {
	var m meta
	var demo int64
	err := q.QueryRowContext(ctx, `SELECT created, demo, founded FROM meta WHERE id = 1`).Scan(&m.created, &demo, &m.founded)
	if errors.Is(err, sql.ErrNoRows) {
		return meta{}, nil
	}
	m.demo = demo == 1
	return m, err
}

// meta is what readMeta reads, kept once the database is founded: it does not
// change after that.
func (s *Store) meta(ctx context.Context, q querier) (meta, error) {
	if m := s.founded.Load(); m != nil {
		return *m, nil
	}
	m, err := readMeta(ctx, q)
	if err != nil {
		return meta{}, fmt.Errorf("read the meta row: %w", err)
	}
	if m.founded > 0 { // committed: what founds writes nothing else
		s.founded.Store(&m)
	}
	return m, nil
}

func (m meta) canonical() []byte {
	return fields(m.created, flagText(m.demo), fmt.Sprint(m.founded))
}

func flagText(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

func flagNumber(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// history keeps the time and the generation of every entry that a finished
// reading has seen. Entries never change, so it only grows.
type history struct {
	mu         sync.Mutex
	at         []time.Time // of entry i+1
	generation []int64
}

// upTo returns the history of the entries 1 … seq as tx sees them.
func (h *history) upTo(ctx context.Context, tx *sql.Tx, seq int64) (past, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if int64(len(h.at)) < seq {
		if err := h.load(ctx, tx); err != nil {
			return past{}, fmt.Errorf("read the chain's times: %w", err)
		}
	}
	return past{h.at[:seq], h.generation[:seq]}, nil
}

func (h *history) load(ctx context.Context, tx *sql.Tx) error {
	const query = `SELECT at, generation FROM chain WHERE seq > $1 ORDER BY seq`
	var times []time.Time // a reading that fails half-way leaves nothing behind
	var generations []int64
	err := each(ctx, tx, query, []any{len(h.at)}, func(rows *sql.Rows) error {
		var at string
		var generation int64
		if err := rows.Scan(&at, &generation); err != nil {
			return err
		}
		t, err := parseTime(at)
		if err != nil {
			return err
		}
		times, generations = append(times, t), append(generations, generation)
		return nil
	})
	if err != nil {
		return err
	}
	h.at, h.generation = append(h.at, times...), append(h.generation, generations...)
	return nil
}

// A past is a prefix of the chain: entry i is at index i-1.
type past struct {
	at         []time.Time
	generation []int64
}

// when returns the time of an entry, and the zero time for entry 0.
func (p past) when(entry int64) time.Time {
	if entry < 1 || entry > int64(len(p.at)) {
		return time.Time{}
	}
	return p.at[entry-1]
}

// timeForm has a fixed width, so that text order is time order.
const timeForm = "2006-01-02T15:04:05.000000Z"

func formatTime(t time.Time) string { return t.UTC().Format(timeForm) }

func parseTime(s string) (time.Time, error) {
	t, err := time.Parse(timeForm, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("stored time: %w", err)
	}
	return t, nil
}
