package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/biaochi/biaochi/charts/report"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

const limitPage = 6.0 // ms of processor time a page

// reports measures the processor time of a static report, a page.
func reports(ctx context.Context, b *benchmark) error {
	for _, n := range []int{100, 1000, 3000} {
		c := catalogue(n, min(n, 100), targets.DateOf(time.Now()))
		st, _, err := b.database(ctx, fmt.Sprintf("report-%d.db", n), c, figures(c, targets.DateOf(time.Now())))
		if err != nil {
			return err
		}
		pages := 0
		dir := filepath.Join(b.dir, fmt.Sprintf("site-%d", n))
		begin := cpu()
		err = report.Site(ctx, st, dir, report.Options{Version: "bench", Now: time.Now}, (*pageCount)(&pages))
		took := cpu() - begin
		st.Close()
		if err != nil {
			return err
		}
		os.RemoveAll(dir)
		b.compare(fmt.Sprintf("report over %d targets: CPU a page (%d pages)", n, pages), took.Seconds()*1000/float64(pages), limitPage, "ms")
	}
	return nil
}

func contentHash(f *targets.Figure) string {
	sum := sha256.Sum256(store.CanonicalFigure(nil, f))
	return hex.EncodeToString(sum[:])
}

// pageCount is a Watcher that counts pages.
type pageCount int

func (*pageCount) Step(targets.Text, int, int) {}

func (n *pageCount) Written(t report.Outcome) { *n = pageCount(t.Pages) }
