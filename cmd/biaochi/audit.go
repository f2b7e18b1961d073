package main

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/biaochi/biaochi/collector/exporter"
	"github.com/biaochi/biaochi/targets/store"
)

// The pace of the background verification: once after the start, when the first
// visitors were served, then daily; and never more than a quarter of one
// processor, because nobody waits for it.
const (
	auditDelay = time.Minute
	auditEvery = 24 * time.Hour
	auditRest  = 3 // times as long as it worked
)

// An auditor verifies the chain and the current figures of a served database in
// the background and remembers what it found last.
type auditor struct {
	verify func(ctx context.Context, progress func(done, total int64)) (store.Report, error)
	now    func() time.Time
	log    *slog.Logger
	last   atomic.Pointer[exporter.Verification]
}

func newAuditor(st *store.Store, now func() time.Time, log *slog.Logger) *auditor {
	return &auditor{verify: st.Verify, now: now, log: log}
}

// Last is what the last verification found; its time is zero when there was none.
func (a *auditor) Last() exporter.Verification {
	if v := a.last.Load(); v != nil {
		return *v
	}
	return exporter.Verification{}
}

// Run verifies until ctx ends.
func (a *auditor) Run(ctx context.Context) {
	wait := time.NewTimer(auditDelay)
	defer wait.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-wait.C:
		}
		a.once(ctx)
		wait.Reset(auditEvery)
	}
}

// once verifies now. What could not be read proves nothing, but it is no success.
func (a *auditor) once(ctx context.Context) {
	report, err := a.verify(ctx, resting(ctx))
	if ctx.Err() != nil {
		return // the program stops
	}
	a.last.Store(&exporter.Verification{At: a.now(), OK: err == nil && report.OK()})
	if err != nil {
		a.log.ErrorContext(ctx, "verification failed", "err", err)
		return
	}
	if first, bad := report.First(); bad {
		a.log.ErrorContext(ctx, "the database does not fit its chain", "entry", first.Entry, "fault", first.Text, "faults", len(report.Faults))
	}
}

// longestRest bounds a rest, should the clock jump or the machine have slept.
const longestRest = time.Second

// resting returns a progress function that rests after each piece of work.
func resting(ctx context.Context) func(done, total int64) {
	began := time.Now()
	return func(int64, int64) {
		select {
		case <-ctx.Done():
		case <-time.After(min(auditRest*time.Since(began), longestRest)):
		}
		began = time.Now()
	}
}
