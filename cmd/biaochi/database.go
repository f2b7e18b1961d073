package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// defaultDatabase is the file where --db names none.
const defaultDatabase = "biaochi.db"

// database is the flag every command has that reads or writes figures.
type database struct {
	DB string `help:"The database file (default ${default})." env:"BIAOCHI_DB" default:"biaochi.db" placeholder:"FILE"`
}

// clocks are the flags of a reading command (design §3, two clocks).
type clocks struct {
	AsOf    string `name:"as-of" help:"Judge as of the end of this day (截至日), like 2024-06-30. Default: today in Asia/Shanghai." placeholder:"D"`
	KnownAt string `name:"known-at" help:"Use only what was recorded by the end of this day, or by this RFC 3339 time (数据入库截止). The catalogue of the first load is known from the beginning, its figures from their publication. Default: everything." placeholder:"T"`
}

// there says how to get a database when the file is missing.
func (d database) there() error {
	if _, err := os.Stat(d.DB); errors.Is(err, fs.ErrNotExist) {
		return &targets.Error{Kind: targets.NotFound, Text: "找不到数据库 " + d.DB + "；可用 biaochi serve 或 biaochi seed 新建，或用 --db 指定"}
	}
	return nil
}

// read opens the database for reading; a missing file says how to get one.
func (d database) read(ctx context.Context) (*store.Store, error) {
	if err := d.there(); err != nil {
		return nil, err
	}
	return sqlite.Open(ctx, d.DB, sqlite.Options{ReadOnly: true, Program: programName()})
}

// write opens the database for writing and creates it if it is missing.
func (d database) write(ctx context.Context, now func() time.Time) (*store.Store, error) {
	return sqlite.Open(ctx, d.DB, sqlite.Options{Create: true, Clock: now, Program: programName()})
}

// programName names this version where a database remembers who wrote it.
func programName() string { return "biaochi " + version }

// dates resolves the two clocks. A zero knownAt means everything.
func (k clocks) dates(now time.Time) (asOf targets.Date, knownAt time.Time, err error) {
	asOf = targets.DateOf(now)
	if k.AsOf != "" {
		if asOf, err = targets.ParseDate(k.AsOf); err != nil {
			return 0, time.Time{}, usageError("--as-of：" + err.Error())
		}
	}
	if k.KnownAt == "" {
		return asOf, time.Time{}, nil
	}
	if day, err := targets.ParseDate(k.KnownAt); err == nil {
		return asOf, day.End().Add(-time.Nanosecond), nil
	}
	knownAt, err = time.Parse(time.RFC3339, k.KnownAt)
	if err != nil {
		return 0, time.Time{}, usageError("--known-at：应为 2024-06-30 或 2024-06-30T12:00:00+08:00")
	}
	return asOf, knownAt, nil
}
