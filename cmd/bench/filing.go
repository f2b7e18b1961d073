package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// What the last afternoon of a quarter must keep to.
const (
	limitFilingMemory = 400.0 // MiB
	leastPeerRate     = 2.0   // times the peer's rate
	limitPeerP99      = 0.5   // of the peer's 99th percentile
	rounds            = 3     // of the comparison with the peer
	roundTime         = 5 * time.Second
)

// A quarterEnd is the running program with 3,200 signed-in offices.
type quarterEnd struct {
	path    string
	forms   targets.Period // the quarter whose whole forms are handed in
	singles targets.Period // and the one of single figures
	address string
	pid     int
	stop    func()
	cookies []string // of each office's session
	acked   []ack
}

// An ack is a figure the program said it holds.
type ack struct {
	key      targets.Key
	revision int
	value    string
}

// filings measures the last afternoon of a quarter: whole forms, then single
// figures beside the peer, then the same with the program killed over and over.
func filings(ctx context.Context, b *benchmark) error {
	q, err := openQuarter(ctx, b, "filings.db", officesOfBench)
	if err != nil {
		return err
	}
	defer func() { q.stop() }()
	if err := q.wholeForms(ctx, b); err != nil {
		return err
	}
	if err := q.singleFigures(ctx, b); err != nil {
		return err
	}
	q.stop()
	lost, err := q.lost(ctx)
	b.compare(fmt.Sprintf("of %d acknowledged figures lost", len(q.acked)), float64(lost), 0, "")
	if err != nil {
		return err
	}
	return killed(ctx, b)
}

// openQuarter makes the database, starts the program and signs every office in.
func openQuarter(ctx context.Context, b *benchmark, name string, offices int) (*quarterEnd, error) {
	path, quarters, err := b.officesDatabase(ctx, name)
	if err != nil {
		return nil, err
	}
	q := &quarterEnd{path: path, singles: quarters[0], forms: quarters[1], cookies: make([]string, offices)}
	if err := q.start(ctx, b); err != nil {
		return nil, err
	}
	r := q.each(ctx, offices, q.signIn)
	if r.failed > 0 {
		q.stop()
		return nil, fmt.Errorf("%d offices could not sign in: %w", r.failed, r.err)
	}
	show(fmt.Sprintf("%d offices sign in (argon2id, 19 MiB)", offices), r.rate(), "/s")
	return q, nil
}

func (q *quarterEnd) start(ctx context.Context, b *benchmark) error {
	address, cmd, err := b.spawn(ctx, q.path)
	if err != nil {
		return err
	}
	q.address, q.pid = address, cmd.Process.Pid
	q.stop = func() { cmd.Process.Kill(); cmd.Wait() }
	return nil
}

// each lets the workers do something once for every office.
func (q *quarterEnd) each(ctx context.Context, offices int, fn func(w *worker, office int) error) loadResult {
	var next atomic.Int64
	workers := newWorkers()
	defer q.remember(workers)
	return load(ctx, workers, func(w *worker) (bool, error) {
		office := int(next.Add(1)) - 1
		if office >= offices {
			return false, errNothing
		}
		return true, fn(w, office)
	})
}

// remember keeps what the workers were told is held.
func (q *quarterEnd) remember(workers []*worker) {
	for _, w := range workers {
		q.acked = append(q.acked, w.acked...)
	}
}

func newWorkers() []*worker {
	list := make([]*worker, connections)
	for i := range list {
		list[i] = newWorker(i)
	}
	return list
}

// call sends a request as an office and decodes the answer.
func (q *quarterEnd) call(w *worker, office int, method, path string, body, answer any) error {
	header := http.Header{"Origin": {q.address}}
	if q.cookies[office] != "" {
		header.Set("Cookie", q.cookies[office])
	}
	cookies, err := exchange(w.client, method, q.address+path, header, body, answer)
	if len(cookies) > 0 {
		q.cookies[office] = cookies[0].Name + "=" + cookies[0].Value
	}
	return err
}

func (q *quarterEnd) signIn(w *worker, office int) error {
	return q.call(w, office, http.MethodPost, "/api/v1/sessions", map[string]string{"login": officeOf(office), "password": passwordOfOffice}, nil)
}

// A cell is one figure of a form.
type cell struct {
	Indicator string `json:"indicator"`
	Value     string `json:"value"`
	Seen      int    `json:"seen"`
}

func filingOf(office int, p targets.Period) string {
	return fmt.Sprintf("/api/v1/filings/%s/%s/%s", formOfBench, officeOf(office), p)
}

func valueOf(office, indicator int) string { return fmt.Sprint(3600 + office%50 + indicator) }

// fillForm saves a draft of the whole form and hands it in.
func (q *quarterEnd) fillForm(w *worker, office int) error {
	cells := make([]cell, figuresOfForm)
	for i := range cells {
		cells[i] = cell{indicatorOf(i), valueOf(office, i), 0}
	}
	var draft struct {
		Version int64 `json:"version"`
	}
	filing := filingOf(office, q.forms)
	if err := q.call(w, office, http.MethodPut, filing+"/draft", map[string]any{"cells": cells}, &draft); err != nil {
		return err
	}
	if err := q.call(w, office, http.MethodPost, filing+"/submissions", map[string]any{"cells": cells, "version": draft.Version}, nil); err != nil {
		return err
	}
	for i := range cells {
		w.acked = append(w.acked, ackOf(office, i, q.forms))
	}
	return nil
}

// handIn submits one figure.
func (q *quarterEnd) handIn(w *worker, office, indicator int) error {
	one := cell{indicatorOf(indicator), valueOf(office, indicator), 0}
	err := q.call(w, office, http.MethodPost, filingOf(office, q.singles)+"/submissions", map[string]any{"cells": []cell{one}}, nil)
	if err == nil {
		w.acked = append(w.acked, ackOf(office, indicator, q.singles))
	}
	return err
}

func ackOf(office, indicator int, p targets.Period) ack {
	return ack{targets.Key{Indicator: indicatorOf(indicator), Area: countyOf(office), Period: p}, 1, valueOf(office, indicator)}
}

// wholeForms lets 3,200 offices each save and hand in a form of 30 figures.
func (q *quarterEnd) wholeForms(ctx context.Context, b *benchmark) error {
	r := q.each(ctx, officesOfBench, q.fillForm)
	memory, err := peakMemory(q.pid)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("%d offices save and hand in %d figures each: failed", officesOfBench, figuresOfForm)
	b.compare(what, float64(r.failed), 0, "")
	if r.err != nil {
		fmt.Println("  the first failure:", r.err)
	}
	show("  forms", r.rate(), "/s")
	show("  99th percentile of a form", r.p99.Seconds()*1000, "ms")
	b.compare("  memory at most", memory, limitFilingMemory, "MiB")
	return nil
}

// singleFigures lets 3,200 signed-in offices hand in one figure after another over
// 200 connections, in turns with the peer creating records over as many.
func (q *quarterEnd) singleFigures(ctx context.Context, b *benchmark) error {
	p, err := startPeer(ctx, b)
	if err != nil {
		return err
	}
	defer p.stop()
	var next atomic.Int64
	var ours, theirs []loadResult
	for range rounds {
		workers := newWorkers()
		ours = append(ours, timed(ctx, workers, func(w *worker) error {
			n := int(next.Add(1)) - 1
			return q.handIn(w, n%officesOfBench, n/officesOfBench)
		}))
		q.remember(workers)
		theirs = append(theirs, timed(ctx, newWorkers(), func(w *worker) error { return p.create(w.client, w.n, len(w.took)) }))
	}
	failed := 0
	var rates, tails []float64
	for i := range ours {
		failed += ours[i].failed + theirs[i].failed
		rates = append(rates, ours[i].rate()/theirs[i].rate())
		tails = append(tails, float64(ours[i].p99)/float64(theirs[i].p99))
		fmt.Printf("  round %d: ours %.0f/s, p99 %v; peer %.0f/s, p99 %v\n", i+1, ours[i].rate(), ours[i].p99.Round(time.Millisecond), theirs[i].rate(), theirs[i].p99.Round(time.Millisecond))
		if err := errors.Join(ours[i].err, theirs[i].err); err != nil {
			fmt.Println("  the first failure:", err)
		}
	}
	b.compare("single figures by signed-in offices: failed", float64(failed), 0, "")
	b.compare("  the peer's rate ÷ ours (aim: ours at least twice)", 1/median(rates), 1/leastPeerRate, "×")
	b.compare("  our 99th percentile ÷ the peer's", median(tails), limitPeerP99, "×")
	return nil
}

// timed lets the workers repeat fn for one round.
func timed(ctx context.Context, workers []*worker, fn func(w *worker) error) loadResult {
	ctx, cancel := context.WithTimeout(ctx, roundTime)
	defer cancel()
	return load(ctx, workers, func(w *worker) (bool, error) { return true, fn(w) })
}

// lost counts the acknowledged figures that the database does not hold.
func (q *quarterEnd) lost(ctx context.Context) (int, error) {
	st, err := sqlite.Open(ctx, q.path, sqlite.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer st.Close()
	held := map[ack]bool{}
	err = st.EachRevision(ctx, targets.Selection{}, func(f *targets.Figure) error {
		held[ack{f.Key, f.Revision, f.Value.String()}] = true
		return nil
	})
	lost := 0
	for _, a := range q.acked {
		if !held[a] {
			lost++
		}
	}
	return lost, err
}
