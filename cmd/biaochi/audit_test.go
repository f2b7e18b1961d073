package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets/store"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

func TestTheBackgroundVerificationFindsAChangedFigure(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)
	file := filepath.Join(t.TempDir(), "a.db")
	st, err := sqlite.Open(ctx, file, sqlite.Options{Create: true, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if _, err := found(ctx, st, now); err != nil {
		t.Fatal(err)
	}
	var logged bytes.Buffer
	a := newAuditor(st, func() time.Time { return now }, slog.New(slog.NewTextHandler(&logged, nil)))
	if v := a.Last(); !v.At.IsZero() {
		t.Errorf("Last before the first verification = %+v; want none", v)
	}
	if a.once(ctx); !a.Last().OK || !a.Last().At.Equal(now) {
		t.Errorf("Last = %+v; want success at %s", a.Last(), now)
	}
	const change = `DROP TRIGGER figure_append_only_update; UPDATE figure SET value = '3924' WHERE value = '3923'`
	if out, err := exec.CommandContext(ctx, "sqlite3", file, change).CombinedOutput(); err != nil {
		t.Fatalf("sqlite3: %v\n%s", err, out)
	}
	if a.once(ctx); a.Last().OK {
		t.Error("a changed figure passed")
	}
	if !strings.Contains(logged.String(), "entry=2") {
		t.Errorf("the log does not name entry 2: %s", logged.String())
	}
}

func TestAVerificationThatCannotReadIsNoSuccess(t *testing.T) {
	a := &auditor{now: time.Now, log: slog.New(slog.DiscardHandler)}
	a.verify = func(context.Context, func(int64, int64)) (store.Report, error) {
		return store.Report{}, errors.New("disk")
	}
	if a.once(t.Context()); a.Last().OK || a.Last().At.IsZero() {
		t.Errorf("Last = %+v; want a failure", a.Last())
	}
	stopped, stop := context.WithCancel(t.Context())
	a.last.Store(nil)
	stop()
	if a.once(stopped); !a.Last().At.IsZero() {
		t.Error("a verification cut short by the program's end is told as a result")
	}
}
