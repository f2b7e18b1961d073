package exporter

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/biaochi/biaochi/targets"
)

// readLimit ends a read that hangs. Prometheus gives up after 10 s by default;
// a large page that is late for one scrape is ready for the next.
const readLimit = time.Minute

// A scrape is what one request found.
type scrape struct {
	page   *page     // without rows when the read failed
	duties *dutyPage // nil when the read failed, or there are none to show
	err    error     // of reading the page
	began  time.Time
	took   time.Duration
	failed bool // a read failed
}

// scrape reads the current page and the duties, and logs a failure, once.
func (e *Exporter) scrape(ctx context.Context) scrape {
	s := scrape{began: e.o.Now()}
	day := targets.DateOf(s.began)
	s.page, s.err = e.current(ctx, day)
	if s.err != nil {
		s.page = newPage(0, 0, nil)
	}
	var err error
	s.duties, err = e.currentDuties(ctx, day)
	for _, err := range [...]error{s.err, err} {
		if err != nil && ctx.Err() == nil { // else the client left: nobody waits for the answer
			e.o.Log.ErrorContext(ctx, "scrape failed", "err", err)
		}
	}
	s.failed = s.err != nil || err != nil
	s.took = e.o.Now().Sub(s.began)
	return s
}

// current returns the kept page if it still stands, else one built now. Scrapes
// that ask for the same page at the same time wait for one build.
func (e *Exporter) current(ctx context.Context, day targets.Date) (*page, error) {
	generation, err := e.src.Generation(ctx)
	if err != nil {
		return nil, fmt.Errorf("read generation: %w", err)
	}
	if p := e.kept.Load(); p != nil && p.generation == generation && p.day == day {
		return p, nil
	}
	key := strconv.FormatInt(generation, 10) + " " + day.String()
	built := e.flights.DoChan(key, func() (any, error) { return e.build(ctx, day) })
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-built:
		p, _ := r.Val.(*page)
		return p, r.Err
	}
}

// build reads, judges and keeps a page. It does not end with the request that
// began it, because others may wait for it.
func (e *Exporter) build(ctx context.Context, day targets.Date) (p *page, err error) {
	defer caught(&err)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readLimit)
	defer cancel()
	snap, err := e.src.Snapshot(ctx, targets.Selection{}, day, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("read snapshot: %w", err)
	}
	rows, err := judge(snap, shown(snap, e.o.Internal))
	if err != nil {
		return nil, fmt.Errorf("judge targets: %w", err)
	}
	p = newPage(snap.Generation, day, rows)
	p.demo = snap.Demo
	e.kept.Store(p)
	return p, nil
}

// shown are the targets that may be on the page; internal ones only where every
// reader may see them.
func shown(snap *targets.Snapshot, internal bool) []*targets.Target {
	list := make([]*targets.Target, 0, len(snap.Targets))
	for i := range snap.Targets {
		t := &snap.Targets[i]
		if internal || snap.Indicator(t.Indicator).Disclosure != targets.Internal {
			list = append(list, t)
		}
	}
	return list
}

// judge evaluates the targets on every processor: it is most of the work of a
// page, and the evaluations know nothing of each other.
func judge(snap *targets.Snapshot, shown []*targets.Target) ([]row, error) {
	rows := make([]row, len(shown))
	share := len(shown)/runtime.GOMAXPROCS(0) + 1
	var workers errgroup.Group
	for from := 0; from < len(shown); from += share {
		workers.Go(func() (err error) {
			defer caught(&err)
			for i := from; i < min(from+share, len(shown)); i++ {
				ev := snap.EvaluateTarget(shown[i])
				rows[i] = newRow(&ev, snap.Area(shown[i].Area))
			}
			return nil
		})
	}
	return rows, workers.Wait()
}

// caught makes an error of a panic: it would end the program, because pages are
// built on goroutines of their own.
func caught(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
	}
}
