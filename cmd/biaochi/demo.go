package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/demo"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// The names of the database file where none is given.
const (
	realFile = "biaochi.db"
	demoFile = "demo.db"
)

// serving opens the database to be served: the training copy, made if it is
// missing, or the real one; never the one in place of the other.
func (d database) serving(ctx context.Context, wanted bool, now func() time.Time, log *slog.Logger) (database, *store.Store, error) {
	if wanted {
		d = d.forDemo()
		if _, err := d.makeDemo(ctx, now, log); err != nil {
			return d, nil, err
		}
	}
	st, err := d.write(ctx, now)
	if err != nil {
		return d, nil, err
	}
	if err := d.refuseOther(ctx, st, wanted); err != nil {
		return d, nil, errors.Join(err, st.Close())
	}
	return d, st, nil
}

// forDemo is the file a training copy is kept in: its own, unless one was named.
func (d database) forDemo() database {
	if d.DB == realFile {
		d.DB = demoFile
	}
	return d
}

// refuseOther refuses a training copy where real data are wanted, and real data
// where a training copy is. An empty database is neither.
func (d database) refuseOther(ctx context.Context, st *store.Store, wanted bool) error {
	empty, err := st.Empty(ctx)
	if err != nil || empty {
		return err
	}
	isDemo, err := st.Demo(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("read whether this is a training copy: %w", err)
	case isDemo && !wanted:
		return &targets.Error{Kind: targets.Conflict, Text: d.DB + " 是演示库，只有演示数据；请用 biaochi serve --demo 打开，正式数据请用另一个文件（--db）"}
	case !isDemo && wanted:
		return &targets.Error{Kind: targets.Conflict, Text: d.DB + " 是正式库，不能当演示库打开；演示库请用另一个文件（--db），不写 --db 时为 " + demoFile}
	}
	return nil
}

// makeDemo makes the training copy where there is no file yet: under another name
// first, so that it is there whole or not at all.
func (d database) makeDemo(ctx context.Context, now func() time.Time, log *slog.Logger) (made bool, err error) {
	if _, err := os.Stat(d.DB); !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	dir, err := os.MkdirTemp(filepath.Dir(d.DB), ".biaochi-demo-*")
	if err != nil {
		return false, fmt.Errorf("make room for the demo: %w", err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, demoFile)
	if err := fillDemo(ctx, file, now(), log); err != nil {
		return false, err
	}
	if err := os.Link(file, d.DB); errors.Is(err, fs.ErrExist) {
		return false, nil // another program that started together with this one was first
	} else if err != nil {
		return false, fmt.Errorf("put the demo in its place: %w", err)
	}
	return true, nil
}

// fillDemo founds a training copy and plays what happened in it.
func fillDemo(ctx context.Context, file string, now time.Time, log *slog.Logger) (err error) {
	catalogue, _, err := seeds.Catalogue(seeds.Shipped())
	if err != nil {
		return fmt.Errorf("shipped seeds: %w", err)
	}
	plan, err := demo.Build(catalogue, now)
	if err != nil {
		return err
	}
	var at atomic.Pointer[time.Time]
	clock := func() time.Time { return *at.Load() }
	at.Store(&plan.Founded)
	st, err := sqlite.Open(ctx, file, sqlite.Options{Create: true, Clock: clock, Program: programName()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if _, err := st.Found(ctx, collector.Operator, catalogue, plan.Figures, plan.Founded); err != nil {
		return fmt.Errorf("found the demo: %w", err)
	}
	if _, err := loadCalendar(ctx, st, seeds.Shipped(), plan.Founded); err != nil {
		return err
	}
	accounts := newAccounts(st, clock, log)
	desk := deskWith(st, accounts, clock)
	p := demo.Player{Store: st, Desk: desk, Accounts: accounts, Now: func(t time.Time) { at.Store(&t) },
		Import: func(ctx context.Context, figures []targets.Figure) error {
			return importDemo(ctx, desk, catalogue, figures)
		}}
	return p.Play(ctx, plan)
}

// importDemo takes figures in as a file, as everybody's are.
func importDemo(ctx context.Context, desk *collector.Desk, c *targets.Catalogue, figures []targets.Figure) error {
	var b bytes.Buffer
	w := sheet.NewWriter(&b, c)
	for i := range figures {
		if err := w.Write(&figures[i]); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := desk.Import(ctx, "演示数据.csv", bytes.NewReader(b.Bytes()), collector.ImportOptions{Actor: collector.Operator})
	return err
}

// greetDemo tells who may sign in to a training copy.
func greetDemo(w io.Writer, at string, users []demo.User) {
	fmt.Fprintf(w, "这是演示库：全部数据为演示数据，不能与正式数据混用。\n练习账号（密码均为 %s），在 %s/sign-in 登录：\n", demo.Password, at)
	for _, u := range users {
		fmt.Fprintf(w, "  %-12s %s　%s（%s）\n", u.Login, u.Name, roleNames(u.Roles), u.Part)
	}
	fmt.Fprintln(w, "期限已过的目标，以前的状态（达到序时进度、慢于序时进度、严重滞后等）把截至日改为 2024-12-31 或 2023-06-30 即可看到。")
}

func roleNames(roles []targets.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = r.Name().ZH
	}
	return strings.Join(names, "、")
}
