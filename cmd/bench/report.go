package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/biaochi/biaochi/charts/report"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// Limits of a static report.
const (
	limitHugo    = 2.0  // × the time of Hugo for as many pages of the same size
	limitGrowth  = 1.3  // × time and bytes a target, 3,000 targets against 300
	limitChanged = 0.05 // of the pages, made anew for one changed figure
	limitAgain   = 0.6  // of the time of the whole, for one changed figure
)

// A made is a site that was written, and what it took.
type made struct {
	dir     string
	took    time.Duration
	cpu     time.Duration
	outcome report.Outcome
	bytes   int64 // of all files
}

// reports measures static reports of a country: against Hugo, against their own
// smaller sizes, against one changed figure, and how soon the overview is there.
func reports(ctx context.Context, b *benchmark) error {
	var small, whole made
	for _, n := range []int{300, 1000, allTargets} {
		st, _, err := b.national(ctx, n)
		if err != nil {
			return err
		}
		m, err := b.site(ctx, st, fmt.Sprintf("site-%d", n))
		if err != nil {
			st.Close()
			return err
		}
		fmt.Printf("report over %d targets: %d pages in %.1f s, %.2f ms of CPU a page; %.1f MiB, %.1f KiB a page\n", n, m.outcome.Pages, m.took.Seconds(),
			1000*m.cpu.Seconds()/float64(m.outcome.Pages), float64(m.bytes)/(1<<20), float64(m.bytes)/1024/float64(m.outcome.Pages))
		if n == 300 {
			small = m
		}
		if whole = m; n == allTargets {
			err = b.again(ctx, st, m)
		}
		st.Close()
		if err != nil {
			return err
		}
	}
	times := allTargets / 300.0
	b.compare("report: time a target, 3,000 against 300 targets", whole.took.Seconds()/small.took.Seconds()/times, limitGrowth, "×")
	b.compare("  bytes a target", float64(whole.bytes)/float64(small.bytes)/times, limitGrowth, "×")
	if err := b.hugo(ctx, whole); err != nil {
		return err
	}
	return b.overview(ctx, whole.dir)
}

func (b *benchmark) national(ctx context.Context, n int) (*store.Store, string, error) {
	today := targets.DateOf(time.Now())
	c := national(n, today)
	return b.database(ctx, fmt.Sprintf("national-%d.db", n), c, figures(c, today))
}

// outcome keeps what a report tells at its end.
type outcome report.Outcome

func (*outcome) Step(targets.Text, int, int) {}

func (o *outcome) Written(t report.Outcome) { *o = outcome(t) }

// site writes a site, or writes it again.
func (b *benchmark) site(ctx context.Context, st *store.Store, name string) (made, error) {
	m := made{dir: filepath.Join(b.dir, name)}
	used, begin := cpu(), time.Now()
	var o outcome
	err := report.Site(ctx, st, m.dir, report.Options{Version: "bench", Now: time.Now, Workbook: workbook}, &o)
	m.took, m.cpu, m.outcome = time.Since(begin), cpu()-used, report.Outcome(o)
	if err == nil {
		m.bytes, err = sizeOf(m.dir)
	}
	return m, err
}

// again writes a site that nothing has changed in, and then one where one figure has.
func (b *benchmark) again(ctx context.Context, st *store.Store, whole made) error {
	before, err := written(whole.dir)
	if err != nil {
		return err
	}
	same, err := b.site(ctx, st, filepath.Base(whole.dir))
	if err != nil {
		return err
	}
	after, err := written(whole.dir)
	if err != nil {
		return err
	}
	rewritten := 0
	for path, at := range after {
		if !before[path].Equal(at) {
			rewritten++
		}
	}
	b.compare("  nothing has changed: files rewritten", float64(rewritten), 0, "")
	show("  its time ÷ that of the whole", same.took.Seconds()/whole.took.Seconds(), "")
	if err := correct(ctx, st); err != nil {
		return err
	}
	changed, err := b.site(ctx, st, filepath.Base(whole.dir))
	if err != nil {
		return err
	}
	b.compare(fmt.Sprintf("  one figure has changed: pages made anew, of %d", changed.outcome.Pages), float64(changed.outcome.Rendered), limitChanged*float64(changed.outcome.Pages), "")
	b.compare("  its time ÷ that of the whole", changed.took.Seconds()/whole.took.Seconds(), limitAgain, "")
	return nil
}

// correct changes the newest figure of a city.
func correct(ctx context.Context, st *store.Store) error {
	key := targets.SeriesKey{Indicator: indicatorID(0), Area: "110100"}
	standing, err := st.SeriesNow(ctx, []targets.SeriesKey{key})
	if err != nil {
		return err
	}
	list := standing[key]
	if len(list) == 0 {
		return errors.New("there is no figure to correct")
	}
	f := list[len(list)-1]
	f.Value = targets.NewDecimal(777)
	f.Revision++
	batch := store.ImportBatch{File: "correction.csv", SHA256: contentHash(&f), Rows: 1, ContentHash: contentHash(&f), Figures: slices.Values([]*targets.Figure{&f})}
	_, err = st.Import(ctx, "operator", batch, time.Now())
	return err
}

// workbook writes tables as the program does.
func workbook(w io.Writer, tables []report.Table) error {
	list := make([]sheet.Table, len(tables))
	for i, t := range tables {
		list[i] = sheet.Table{Name: t.Name, Rows: t.Rows}
		for _, c := range t.Columns {
			list[i].Columns = append(list[i].Columns, sheet.Column(c))
		}
	}
	return sheet.WriteTables(w, list)
}

// sizeOf is the bytes of all files of a folder.
func sizeOf(dir string) (total int64, err error) {
	err = eachFile(dir, func(_ string, info fs.FileInfo) { total += info.Size() })
	return total, err
}

// written is when the files of a folder were written.
func written(dir string) (map[string]time.Time, error) {
	all := map[string]time.Time{}
	err := eachFile(dir, func(path string, info fs.FileInfo) { all[path] = info.ModTime() })
	return all, err
}

func eachFile(dir string, fn func(path string, info fs.FileInfo)) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := os.Stat(path)
		if err == nil {
			fn(path, info)
		}
		return err
	})
}

func contentHash(f *targets.Figure) string {
	sum := sha256.Sum256(store.CanonicalFigure(nil, f))
	return hex.EncodeToString(sum[:])
}
