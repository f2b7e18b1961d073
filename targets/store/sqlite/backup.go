package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"

	"github.com/biaochi/biaochi/targets"
)

// pagesPerStep is how much is copied between two reports of progress: 4 MiB.
const pagesPerStep = 1024

// backup copies the database through SQLite's backup interface into a temporary
// file beside path, syncs it and gives it its name.
func (f *file) backup(ctx context.Context, path string, progress func(done, total int)) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		if err != nil {
			return fmt.Errorf("look at the backup's place: %w", err)
		}
		return backupExists(path)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return fmt.Errorf("make the backup: %w", err)
	}
	defer os.Remove(temp.Name())
	if err := temp.Close(); err != nil {
		return fmt.Errorf("make the backup: %w", err)
	}
	if err := f.copyTo(ctx, temp.Name(), progress); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	return publish(temp.Name(), path)
}

func backupExists(path string) error {
	return &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf("%s 已存在，备份不会覆盖它；请换一个文件名", path)}
}

func (f *file) copyTo(ctx context.Context, path string, progress func(done, total int)) (err error) {
	from, err := f.openReaders(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := sql.Open("sqlite3", (&file{path: path}).dsn(map[string][]string{}))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	// A reading that stays open fixes what is copied: without it each write
	// beside the backup would begin the copy anew.
	src, err := from.Conn(ctx)
	if err != nil {
		return err
	}
	defer src.Close()
	reading, err := src.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer reading.Rollback() //nolint:errcheck // nothing was written
	if _, err := reading.ExecContext(ctx, `SELECT seq FROM chain_head`); err != nil {
		return err
	}
	dst, err := to.Conn(ctx)
	if err != nil {
		return err
	}
	defer dst.Close()
	return raw(dst, func(d *sqlite3.SQLiteConn) error {
		return raw(src, func(s *sqlite3.SQLiteConn) error { return copyPages(ctx, d, s, progress) })
	})
}

func raw(c *sql.Conn, fn func(*sqlite3.SQLiteConn) error) error {
	return c.Raw(func(driver any) error {
		conn, ok := driver.(*sqlite3.SQLiteConn)
		if !ok {
			return fmt.Errorf("unexpected connection %T", driver)
		}
		return fn(conn)
	})
}

func copyPages(ctx context.Context, to, from *sqlite3.SQLiteConn, progress func(done, total int)) error {
	b, err := to.Backup("main", from, "main")
	if err != nil {
		return err
	}
	for {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, b.Finish())
		}
		done, err := b.Step(pagesPerStep)
		if err != nil {
			return errors.Join(err, b.Finish())
		}
		total := b.PageCount()
		progress(total-b.Remaining(), total)
		if done {
			return b.Finish()
		}
	}
}

// publish syncs the finished file and gives it its name, unless another file
// has taken the name meanwhile.
func publish(temp, path string) error {
	if err := syncFile(temp); err != nil {
		return err
	}
	if err := os.Link(temp, path); errors.Is(err, fs.ErrExist) {
		return backupExists(path)
	} else if err != nil { // a file system without hard links
		if err := os.Rename(temp, path); err != nil {
			return fmt.Errorf("name the backup: %w", err)
		}
	}
	return syncFile(filepath.Dir(path))
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sync the backup: %w", err)
	}
	if err := f.Sync(); err != nil {
		return errors.Join(fmt.Errorf("sync the backup: %w", err), f.Close())
	}
	return f.Close()
}
