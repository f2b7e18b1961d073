package storetest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// BenchmarkHandIn hands in one figure at a time from many goroutines, as the API
// does: with a handover, signers and an idempotency key.
func BenchmarkHandIn(b *testing.B, open func(testing.TB) *store.Store) {
	ctx, cancel := context.WithCancel(context.Background()) // as a request has
	defer cancel()
	s := open(b)
	if _, err := s.Found(ctx, "operator", small(), nil, time.Now()); err != nil {
		b.Fatal(err)
	}
	var day atomic.Int64
	b.SetParallelism(100)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n := day.Add(1)
			k := targets.FilingKey{Form: "daily", Office: fmt.Sprint("office-", n%3200), Period: targets.Day(targets.Date(n))}
			sub := handing(k, 1)
			sub.Once = targets.OnceKey{Key: k.String(), Digest: "d"}
			if _, err := s.Submit(ctx, "u1", sub, time.Now()); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "saves/s")
}

// BenchmarkFilings reads what waits and what is answered beside 100,000 handovers
// of 3,200 offices, of which the last period's wait.
func BenchmarkFilings(b *testing.B, open func(testing.TB) *store.Store) {
	const offices, periods, figures = 3200, 32, 3
	ctx := context.Background()
	s := open(b)
	names := many{offices * figures, 0}
	if _, err := s.Found(ctx, "operator", names.catalogue(), nil, time.Now()); err != nil {
		b.Fatal(err)
	}
	day := func(p, o int) targets.Period { return targets.Day(targets.Date(100_000 + p*offices + o)) }
	each := func(n int, fn func(i int) error) {
		var next atomic.Int64
		done := make(chan error, 100)
		for range cap(done) {
			go func() {
				for {
					i := int(next.Add(1)) - 1
					if i >= n {
						done <- nil
						return
					}
					if err := fn(i); err != nil {
						done <- err
						return
					}
				}
			}()
		}
		for range cap(done) {
			if err := <-done; err != nil {
				b.Fatal(err)
			}
		}
	}
	each(offices*periods, func(i int) error {
		k := targets.FilingKey{Form: "daily", Office: fmt.Sprint("office-", i%offices), Period: day(i/offices, i%offices)}
		sub := handing(k, 1, 2, 3)
		for j := range sub.Figures { // a series an office and indicator
			sub.Figures[j].Indicator = names.id(i%offices*figures + j)
		}
		entry, err := s.Submit(ctx, "u1", sub, time.Now())
		for step := 1; step <= 2 && err == nil && i < offices*(periods-1); step++ {
			_, err = s.Review(ctx, "u2", store.Review{Entry: entry, Step: step, Verdict: store.Approved}, time.Now())
		}
		return err
	})
	b.Run("Waiting", func(b *testing.B) {
		for b.Loop() {
			if list, err := s.Waiting(ctx, time.Time{}); err != nil || len(list) != offices || len(list[0].Figures) != figures {
				b.Fatal(len(list), err)
			}
		}
	})
	b.Run("WaitingIf", func(b *testing.B) {
		keep := func(entry int64, by string, h *targets.Handover) bool { return h.Office == "office-7" }
		for b.Loop() {
			if list, err := s.WaitingIf(ctx, time.Time{}, keep); err != nil || len(list) != 1 {
				b.Fatal(len(list), err)
			}
		}
	})
	b.Run("Answers of a period", func(b *testing.B) {
		for b.Loop() {
			if all, err := s.Answers(ctx, day(5, 0).End, day(5, offices-1).End, time.Time{}); err != nil || len(all) != offices {
				b.Fatal(len(all), err)
			}
		}
	})
	b.Run("Answers of all", func(b *testing.B) {
		for b.Loop() {
			if all, err := s.Answers(ctx, 0, day(periods, 0).End, time.Time{}); err != nil || len(all) != offices*periods {
				b.Fatal(len(all), err)
			}
		}
	})
	b.Run("AnswersOf", func(b *testing.B) {
		for b.Loop() {
			if all, err := s.AnswersOf(ctx, "office-7", 0, day(periods, 0).End, time.Time{}); err != nil || len(all) != periods {
				b.Fatal(len(all), err)
			}
		}
	})
	b.Run("Verify", func(b *testing.B) {
		for b.Loop() {
			if report, err := s.Verify(ctx, nil); err != nil || !report.OK() {
				b.Fatal(report, err)
			}
		}
	})
}
