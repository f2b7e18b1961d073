// Package sqlite opens a SQLite file as a store.Store. It holds the schema,
// the pragmas and what only SQLite can do: backup, and the names of its
// failures. The file is in WAL mode with synchronous FULL, so that what was
// answered survives a power cut and readers never wait for the writer. There
// is one writing connection; a pool beside it can only read.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// Options say how to open a file.
type Options struct {
	Clock    func() time.Time // the present; nil: time.Now
	Create   bool             // make the file when it is missing
	ReadOnly bool             // write nothing, not even beside the file
	Program  string           // version of this program, kept with the schema for a later refusal

	maxPages int // of the file, to try a full disk; 0: no limit
}

// Open opens the file at path, brings its schema up to date and returns the
// Store over it. Errors that a person can act on are targets.Errors: a missing
// file without Create is NotFound; a newer or altered schema, a file that is no
// database, a read-only place and a full disk have a text that says what to do.
func Open(ctx context.Context, path string, o Options) (*store.Store, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	f := file{path: path, options: o}
	made, err := f.check()
	if err != nil {
		return nil, err
	}
	if o.ReadOnly {
		s, err := f.open(ctx, made)
		return s, f.classify(err)
	}
	return f.openLocked(ctx)
}

// openLocked opens for writing while no other program creates or migrates the
// same file: two that start together on a missing one wait for each other.
func (f *file) openLocked(ctx context.Context) (*store.Store, error) {
	unlock, made, err := f.lock()
	if err != nil {
		return nil, f.classify(err)
	}
	defer unlock()
	s, err := f.open(ctx, made)
	if err != nil && made {
		f.remove() // under the lock: nobody else has begun to use it
	}
	return s, f.classify(err)
}

// lock takes the file, made if it is missing, for this program alone. It tries
// again when the file it waited for was removed meanwhile.
func (f *file) lock() (unlock func(), made bool, err error) {
	for {
		_, missing := os.Stat(f.path)
		flags := os.O_RDWR
		if f.options.Create {
			flags |= os.O_CREATE
		}
		held, err := os.OpenFile(f.path, flags, 0o644)
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
			return func() {}, false, nil // what cannot be written is refused by the engine, in its words
		}
		if err != nil {
			return nil, false, fmt.Errorf("open the database: %w", err)
		}
		if err := flock(held); err != nil {
			return nil, false, errors.Join(fmt.Errorf("lock the database: %w", err), held.Close())
		}
		info, err1 := held.Stat()
		now, err2 := os.Stat(f.path)
		if err1 == nil && err2 == nil && os.SameFile(info, now) {
			return func() { held.Close() }, missing != nil && info.Size() == 0, nil
		}
		held.Close()
	}
}

// A file is a database file being opened.
type file struct {
	path    string
	options Options
}

// check reports whether opening will make the file.
func (f *file) check() (made bool, err error) {
	info, err := os.Stat(f.path)
	switch {
	case err == nil && info.IsDir():
		return false, &targets.Error{Kind: targets.Invalid, Text: fmt.Sprintf("%s 是文件夹，不是数据库文件", f.path)}
	case err == nil:
		return false, nil
	case !errors.Is(err, fs.ErrNotExist):
		return false, f.classify(fmt.Errorf("look at the database: %w", err))
	case !f.options.Create || f.options.ReadOnly:
		return false, &targets.Error{Kind: targets.NotFound, Text: fmt.Sprintf("数据库 %s 不存在，请检查 --db（或环境变量 BIAOCHI_DB）", f.path)}
	}
	if _, err := os.Stat(filepath.Dir(f.path)); errors.Is(err, fs.ErrNotExist) {
		return false, &targets.Error{Kind: targets.NotFound, Text: fmt.Sprintf("文件夹 %s 不存在，请先建立", filepath.Dir(f.path))}
	}
	return true, nil
}

// remove takes away the file that a failed opening made.
func (f *file) remove() {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		os.Remove(f.path + suffix)
	}
}

func (f *file) open(ctx context.Context, made bool) (*store.Store, error) {
	e := store.Engine{Classify: f.classify, Backup: f.backup, Clock: f.options.Clock}
	if !f.options.ReadOnly {
		if err := f.look(ctx, made); err != nil {
			return nil, err
		}
		write, err := f.openWriter(ctx)
		if err != nil {
			return nil, err
		}
		e.Write = write
	}
	read, err := f.openReaders(ctx)
	if err != nil {
		if e.Write != nil {
			e.Write.Close()
		}
		return nil, err
	}
	e.Read = read
	return store.New(e), nil
}

// look checks an existing file before anything is written to it: opening it
// for writing already changes its journal mode.
func (f *file) look(ctx context.Context, made bool) error {
	if made {
		return nil
	}
	db, err := sql.Open("sqlite3", f.dsn(url.Values{"mode": {"ro"}}))
	if err != nil {
		return fmt.Errorf("look at the database: %w", err)
	}
	if err := checkSchema(ctx, db); err != nil && !errors.Is(err, errOldSchema) {
		return errors.Join(err, db.Close())
	}
	return db.Close()
}

// openWriter opens the one writing connection and migrates through it.
func (f *file) openWriter(ctx context.Context) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", f.dsn(url.Values{
		"_journal_mode": {"WAL"},
		"_txlock":       {"immediate"},
		"_cache_size":   {"-32000"}, // KiB
		"mode":          {f.mode()},
	}))
	if err != nil {
		return nil, fmt.Errorf("open for writing: %w", err)
	}
	db.SetMaxOpenConns(1) // SQLite has one writer; queue here, not on the file lock
	if f.options.maxPages > 0 {
		if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", f.options.maxPages)); err != nil {
			return nil, errors.Join(fmt.Errorf("limit the pages: %w", err), db.Close())
		}
	}
	if err := migrate(ctx, db, f.options.Program, f.options.Clock()); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (f *file) mode() string {
	if f.options.Create {
		return "rwc"
	}
	return "rw"
}

// openReaders opens the pool of connections that cannot write.
func (f *file) openReaders(ctx context.Context) (*sql.DB, error) {
	v := url.Values{
		"mode":        {"ro"},
		"_query_only": {"on"},
		"_txlock":     {"deferred"},
		"_cache_size": {"-8000"}, // KiB
	}
	if f.immutable() {
		v.Set("immutable", "1")
	}
	db, err := sql.Open("sqlite3", f.dsn(v))
	if err != nil {
		return nil, fmt.Errorf("open for reading: %w", err)
	}
	readers := max(4, runtime.NumCPU())
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	if err := checkSchema(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// immutable reports whether the file can be read only as something that nobody
// writes: a WAL database needs a file beside it even to be read, which a
// read-only place does not allow. Without a -wal file nobody is writing.
func (f *file) immutable() bool {
	if !f.options.ReadOnly {
		return false
	}
	if _, err := os.Stat(f.path + "-wal"); err == nil {
		return false
	}
	return !writable(filepath.Dir(f.path))
}

// dsn is the file's address with the pragmas that every connection needs. They
// stand in the address because a pragma given later reaches one connection only.
func (f *file) dsn(v url.Values) string {
	v.Set("_foreign_keys", "on")
	v.Set("_mutex", "no") // database/sql uses a connection from one goroutine at a time
	v.Set("_synchronous", "FULL")
	v.Set("_busy_timeout", "30000") // milliseconds
	v.Set("_stmt_cache_size", "64")
	path := filepath.ToSlash(f.path)
	if abs, err := filepath.Abs(f.path); err == nil {
		path = filepath.ToSlash(abs)
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + v.Encode()
}
