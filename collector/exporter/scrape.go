package exporter

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/biaochi/biaochi/targets"
)

// readLimit ends a read that hangs: a large page that is late for one scrape is
// ready for the next.
const readLimit = time.Minute

// glanceLimit is how long a scrape waits to learn whether something changed. It
// is well within the 10 s that Prometheus waits by default, and much longer than
// the reading of two numbers takes unless somebody holds the database.
const glanceLimit = 5 * time.Second

// A scrape is what one request found.
type scrape struct {
	glance
	page    *page     // without rows when the read failed
	duties  *dutyPage // nil when the read failed, or there are none to show
	err     error     // of reading the page
	began   time.Time
	took    time.Duration
	failed  bool    // a read failed
	rebuilt float64 // pages built since the start
}

// A glance is what shows cheaply whether something changed.
type glance struct {
	generation int64 // of the Source
	head       int64 // sequence of the newest entry; 0 without duties
	state      StoreState
	err        error // of the Source or the files
	dutyErr    error // of the head
}

// scrape reads the current page and the duties.
func (e *Exporter) scrape(ctx context.Context) scrape {
	s := scrape{began: e.o.Now()}
	day := targets.DateOf(s.began)
	s.glance = e.glance(ctx)
	if s.err = s.glance.err; s.err == nil {
		s.page, s.err = e.current(ctx, s.generation, day)
	}
	if s.err != nil {
		s.page = newPage(0, 0, nil)
	}
	err := s.dutyErr
	if err == nil {
		s.duties, err = e.currentDuties(ctx, s.head, day)
	}
	s.failed = s.err != nil || err != nil
	if ctx.Err() == nil { // else the client left: nobody waits for the answer
		e.tell(ctx, errors.Join(s.err, err))
	}
	s.rebuilt = float64(e.rebuilt.Load())
	s.took = e.o.Now().Sub(s.began)
	return s
}

// tell logs a failure when it begins or becomes another, and its end: scrapes
// come every minute, and the log is for people.
func (e *Exporter) tell(ctx context.Context, err error) {
	now := ""
	if err != nil {
		now = err.Error()
	}
	before := e.failing.Swap(&now)
	switch {
	case before != nil && *before == now:
	case err != nil:
		e.o.Log.ErrorContext(ctx, "scrape failed", "err", err)
	case before != nil:
		e.o.Log.InfoContext(ctx, "scrape succeeds again")
	}
}

// glance asks what changed, and gives up after a while: an engine that waits for
// a lock need not listen to ctx.
func (e *Exporter) glance(ctx context.Context) glance {
	ctx, cancel := context.WithTimeout(ctx, e.patience)
	defer cancel()
	seen := make(chan glance, 1)
	go func() { seen <- e.look(ctx) }()
	select {
	case g := <-seen:
		return g
	case <-ctx.Done():
		err := fmt.Errorf("look for changes: %w", ctx.Err())
		return glance{err: err, dutyErr: err}
	}
}

// look asks what changed.
func (e *Exporter) look(ctx context.Context) (g glance) {
	defer caught(&g.err)
	if e.o.Store != nil {
		if g.state, g.err = e.o.Store.State(ctx); g.err != nil {
			g.dutyErr = g.err
			return g
		}
	}
	if g.generation, g.err = e.src.Generation(ctx); g.err != nil {
		g.err = fmt.Errorf("read generation: %w", g.err)
	}
	if e.o.Duties != nil {
		if g.head, _, g.dutyErr = e.o.Duties.Head(ctx); g.dutyErr != nil {
			g.dutyErr = fmt.Errorf("read the head of the chain: %w", g.dutyErr)
		}
	}
	return g
}

// current returns the kept page if it still stands, else one built now. Scrapes
// that ask for the same page at the same time wait for one build.
func (e *Exporter) current(ctx context.Context, generation int64, day targets.Date) (*page, error) {
	if p := e.kept.Load(); p.stands(generation, day) {
		return p, nil
	}
	key := strconv.FormatInt(generation, 10) + " " + day.String()
	built := e.flights.DoChan(key, func() (any, error) {
		if p := e.kept.Load(); p.stands(generation, day) { // built between the look above and here
			return p, nil
		}
		return e.build(ctx, day)
	})
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
	before := e.kept.Load()
	ground := footingOf(snap, e.seed)
	rows, err := judge(snap, e.scope().shown(snap), takeOver(snap, ground, before))
	if err != nil {
		return nil, fmt.Errorf("judge targets: %w", err)
	}
	p = newPage(snap.Generation, day, rows)
	p.demo, p.footing = snap.Demo, ground
	e.kept.Store(p)
	e.rebuilt.Add(1)
	return p, nil
}

// judge evaluates the targets on every processor: it is most of the work of a
// page, and the evaluations know nothing of each other.
// known, unless nil, is the row of a target where that is known already.
func judge(snap *targets.Snapshot, shown []*targets.Target, known func(*targets.Target) *row) ([]row, error) {
	rows := make([]row, len(shown))
	share := len(shown)/runtime.GOMAXPROCS(0) + 1
	var workers errgroup.Group
	for from := 0; from < len(shown); from += share {
		workers.Go(func() (err error) {
			defer caught(&err)
			for i := from; i < min(from+share, len(shown)); i++ {
				if known != nil {
					if r := known(shown[i]); r != nil {
						rows[i] = *r
						continue
					}
				}
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
