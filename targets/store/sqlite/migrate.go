package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/biaochi/biaochi/targets"
)

//go:embed schema/*.sql
var schema embed.FS

// goose applies migrations, and says nothing when the database is newer than
// the program or a migration was edited after it was applied. This table lets
// us refuse both.
const createGuard = `
CREATE TABLE IF NOT EXISTS schema_version (
  version INTEGER PRIMARY KEY,
  sha256  TEXT NOT NULL, -- of the migration's text
  program TEXT NOT NULL, -- version of the program that applied it
  applied TEXT NOT NULL
) STRICT`

// A guard is the record of an applied migration.
type guard struct {
	sha256, program string
}

// migrate brings the schema up to date. A database that a newer program made,
// or whose schema came from other migrations, is refused and left as it is.
func migrate(ctx context.Context, db *sql.DB, program string, now time.Time) error {
	provider, err := newProvider(db)
	if err != nil {
		return err
	}
	if err := checkSchema(ctx, db); err != nil && !errors.Is(err, errOldSchema) {
		return err
	}
	if _, err := db.ExecContext(ctx, createGuard); err != nil {
		return fmt.Errorf("make the schema's record: %w", err)
	}
	return applyAll(ctx, db, provider, program, now)
}

func newProvider(db *sql.DB) (*goose.Provider, error) {
	dir, err := fs.Sub(schema, "schema")
	if err != nil {
		return nil, fmt.Errorf("open the migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir,
		goose.WithDisableGlobalRegistry(true), goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return p, nil
}

const recordMigration = `
INSERT INTO schema_version (version, sha256, program, applied) VALUES ($1, $2, $3, $4)
ON CONFLICT (version) DO NOTHING`

// applyAll applies what is missing, one migration a transaction, and records each.
func applyAll(ctx context.Context, db *sql.DB, provider *goose.Provider, program string, now time.Time) error {
	sums, err := migrationSums()
	if err != nil {
		return err
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	for version := int64(1); version <= target; version++ {
		if version > current {
			if _, err := provider.UpTo(ctx, version); err != nil {
				return fmt.Errorf("apply migration %d: %w", version, err)
			}
		}
		// Also for one applied before: the program may have ended between the
		// migration and its record.
		_, err := db.ExecContext(ctx, recordMigration, version, sums[version], programVersion(program), now.UTC().Format(time.RFC3339))
		if err != nil {
			return fmt.Errorf("record migration %d: %w", version, err)
		}
	}
	return nil
}

// migrationSums is the SHA-256 of each migration's text, by version: the files
// are numbered 1, 2, 3, …
func migrationSums() (map[int64]string, error) {
	names, err := fs.Glob(schema, "schema/*.sql")
	if err != nil {
		return nil, fmt.Errorf("list the migrations: %w", err)
	}
	sums := make(map[int64]string, len(names))
	for _, name := range names {
		text, err := schema.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read migration %s: %w", name, err)
		}
		version, err := goose.NumericComponent(name)
		if err != nil {
			return nil, fmt.Errorf("number migration %s: %w", name, err)
		}
		sum := sha256.Sum256(text)
		sums[version] = hex.EncodeToString(sum[:])
	}
	return sums, nil
}

// errOldSchema says that migrations are missing.
var errOldSchema = errors.New("schema is older than the program")

// checkSchema compares the applied migrations with the program's.
func checkSchema(ctx context.Context, db *sql.DB) error {
	sums, err := migrationSums()
	if err != nil {
		return err
	}
	applied, err := readGuards(ctx, db)
	if err != nil {
		return err
	}
	for version, g := range applied {
		switch sum, ok := sums[version]; {
		case !ok:
			return &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf(
				"数据库由更新的程序（%s）建立或升级，本程序不能打开；请改用 %s 或更新的版本", g.program, g.program)}
		case sum != g.sha256:
			return &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf(
				"数据库结构（第 %d 版，由 %s 建立）与本程序不一致，为免损坏数据不予打开；请改用 %s", version, g.program, g.program)}
		}
	}
	if err := checkGoose(ctx, db, int64(len(sums))); err != nil {
		return err
	}
	if len(applied) < len(sums) {
		return errOldSchema
	}
	return nil
}

// checkGoose compares goose's own record: a program without ours may have
// migrated the database.
func checkGoose(ctx context.Context, db *sql.DB, known int64) error {
	var version int64
	err := db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version`).Scan(&version)
	if err != nil && !strings.Contains(err.Error(), "no such table") {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	if err == nil && version > known {
		return &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf(
			"数据库结构为第 %d 版，本程序只认识到第 %d 版；请改用更新的版本", version, known)}
	}
	return nil
}

func readGuards(ctx context.Context, db *sql.DB) (map[int64]guard, error) {
	var tables, ours int
	err := db.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(name = 'schema_version'), 0) FROM sqlite_master WHERE type = 'table'`).Scan(&tables, &ours)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the database: %w", err)
	case tables > 0 && ours == 0:
		return nil, &targets.Error{Kind: targets.Invalid, Text: "这个文件是数据库，但不是本程序建立的，请检查 --db"}
	case ours == 0:
		return nil, nil
	}
	rows, err := db.QueryContext(ctx, `SELECT version, sha256, program FROM schema_version`)
	if err != nil {
		return nil, fmt.Errorf("read the schema's record: %w", err)
	}
	defer rows.Close()
	applied := map[int64]guard{}
	for rows.Next() {
		var version int64
		var g guard
		if err := rows.Scan(&version, &g.sha256, &g.program); err != nil {
			return nil, fmt.Errorf("read the schema's record: %w", err)
		}
		applied[version] = g
	}
	return applied, rows.Err()
}

// programVersion is the version to name when a database is refused later.
func programVersion(program string) string {
	if program != "" {
		return program
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return "biaochi " + info.Main.Version
	}
	return "biaochi"
}
