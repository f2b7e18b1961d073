package main

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"
)

// connections is how many offices are connected at a time.
const connections = 200

// A worker is one connection and what it has seen.
type worker struct {
	n      int
	client *http.Client
	took   []time.Duration // of each answered request
	acked  []ack           // what it was told is held
	failed int
	err    error // the first failure
}

// newWorker returns a worker whose requests share one connection of its own.
func newWorker(n int) *worker {
	return &worker{n: n, client: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxConnsPerHost: 1, MaxIdleConnsPerHost: 1}}}
}

// A loadResult is what a number of workers have seen together.
type loadResult struct {
	answered int
	failed   int
	err      error
	took     time.Duration // of the whole
	p50, p99 time.Duration
}

// rate is answers a second.
func (r loadResult) rate() float64 { return float64(r.answered) / r.took.Seconds() }

var errNothing = errors.New("nothing is left to do")

// load lets each worker repeat fn until it says that it is done or ctx ends.
// What ctx interrupts is not counted.
func load(ctx context.Context, workers []*worker, fn func(w *worker) (more bool, err error)) loadResult {
	begin := time.Now()
	var wait sync.WaitGroup
	for _, w := range workers {
		wait.Go(func() {
			for more := true; more && ctx.Err() == nil; {
				start := time.Now()
				var err error
				more, err = fn(w)
				switch {
				case errors.Is(err, errNothing):
				case err == nil:
					w.took = append(w.took, time.Since(start))
				case ctx.Err() == nil:
					w.failed++
					w.err = firstOf(w.err, err)
				}
			}
		})
	}
	wait.Wait()
	return gather(workers, time.Since(begin))
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func gather(workers []*worker, took time.Duration) loadResult {
	r := loadResult{took: took}
	var all []time.Duration
	for _, w := range workers {
		all = append(all, w.took...)
		r.failed += w.failed
		r.err = firstOf(r.err, w.err)
		w.took, w.failed, w.err = nil, 0, nil
	}
	slices.Sort(all)
	r.answered = len(all)
	if r.answered > 0 {
		r.p50, r.p99 = all[r.answered/2], all[r.answered*99/100]
	}
	return r
}
