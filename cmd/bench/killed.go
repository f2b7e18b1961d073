package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// kills is how often the program is killed in the middle of the load.
const kills = 20

// killed kills the program in the middle of the load, over and over, and looks
// for every figure it had said it holds.
func killed(ctx context.Context, b *benchmark) error {
	q, err := openQuarter(ctx, b, "killed.db", connections)
	if err != nil {
		return err
	}
	defer func() { q.stop() }()
	lost, acked := 0, 0
	var failed error // the first
	for n := range kills {
		acks := make([][]ack, connections)
		round, cancel := context.WithCancel(ctx)
		dead := make(chan struct{})
		time.AfterFunc(time.Duration(100+rand.IntN(400))*time.Millisecond, func() { defer close(dead); cancel(); q.stop() })
		r := load(round, newWorkers(), func(w *worker) (bool, error) {
			a := q.correction(w.n, n, len(acks[w.n]))
			if err := q.correct(w, a); err != nil {
				return round.Err() == nil, err
			}
			acks[w.n] = append(acks[w.n], a)
			return true, nil
		})
		<-dead // before the next life begins
		q.acked = slices.Concat(acks...)
		acked += len(q.acked)
		failed = firstOf(failed, r.err)
		missing, err := q.lost(ctx)
		if err != nil {
			return err
		}
		lost += missing
		if err := q.start(ctx, b); err != nil {
			return err
		}
	}
	q.stop()
	if acked == 0 { // nothing could be lost
		return fmt.Errorf("nothing was acknowledged before the program was killed; the first failure: %v", failed)
	}
	b.compare(fmt.Sprintf("kill -9 in the middle, %d times: of %d acknowledged figures lost", kills, acked), float64(lost), 0, "")
	return verified(ctx, b, q.path)
}

// correction is the i-th figure of a connection's office in the n-th life of the
// program: each life has figures of its own, so that none has to be read first.
func (q *quarterEnd) correction(office, n, i int) ack {
	return ack{targets.Key{Indicator: indicatorOf(n), Area: countyOf(office), Period: q.singles}, i + 1, fmt.Sprint(3600 + i%7)}
}

func (q *quarterEnd) correct(w *worker, a ack) error {
	one := cell{a.key.Indicator, a.value, a.revision - 1}
	return q.call(w, w.n, http.MethodPost, filingOf(w.n, q.singles)+"/submissions", map[string]any{"cells": []cell{one}}, nil)
}

// verified recomputes the chain of the database.
func verified(ctx context.Context, b *benchmark, path string) error {
	st, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer st.Close()
	report, err := st.Verify(ctx, func(int64, int64) {})
	if err != nil {
		return err
	}
	b.compare("  faults of the chain afterwards", float64(len(report.Faults)), 0, "")
	return nil
}
