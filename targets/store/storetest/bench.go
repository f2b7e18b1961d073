package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// many is a catalogue of one province and as many indicators as there are
// series, each with a target, and figures of consecutive months.
type many struct {
	series, months int
}

func (m many) catalogue() *targets.Catalogue {
	c := &targets.Catalogue{
		Areas: []targets.Area{
			{ID: targets.Country, Code: targets.Country, Name: targets.Text{ZH: "全国", EN: "China"}, Level: targets.LevelCountry},
			{ID: "330000", Code: "330000", Name: targets.Text{ZH: "浙江", EN: "Zhejiang"}, Level: targets.LevelProvince, Parent: targets.Country},
		},
		Documents: []targets.Document{{ID: "plan", Number: "测〔2024〕1号", Title: targets.Text{ZH: "计划", EN: "Plan"}, Area: "330000", Issued: targets.NewDate(2000, 1, 1)}},
	}
	for i := range m.series {
		id := m.id(i)
		c.Indicators = append(c.Indicators, targets.Indicator{ID: id, Name: targets.Text{ZH: "指标" + id, EN: "Indicator " + id},
			Measure: targets.Count, Accumulation: targets.Cumulative, Unit: targets.Unit{ZH: "项", EN: "item", Plural: "items"}, Cadence: targets.Monthly})
		c.Targets = append(c.Targets, targets.Target{ID: "t-" + id, Document: "plan", Indicator: id, Area: "330000",
			Locator: targets.Text{ZH: "一、总体要求", EN: "1"}, AsWritten: "4000项以上", Comparator: targets.AtLeast, Goal: targets.NewDecimal(4000),
			Start: targets.NewDate(2000, 1, 1), StartBasis: targets.BasisPrinted, Deadline: targets.NewDate(2025, 12, 31), DeadlineBasis: targets.BasisPrinted})
	}
	return c
}

func (m many) id(i int) string { return fmt.Sprintf("indicator-%05d", i) }

// figures yields one reused Figure in the order of keys.
func (m many) figures(revision int) iter.Seq[*targets.Figure] {
	return func(yield func(*targets.Figure) bool) {
		var f targets.Figure
		for i := range m.series {
			id := m.id(i)
			for month := range m.months {
				f = targets.Figure{Key: targets.Key{Indicator: id, Area: "330000", Period: targets.Months(2010+month/12, month%12+1, 1)},
					Revision: revision, Value: targets.NewDecimal(int64(1000 + i%100 + month)), Flag: targets.Normal, Origin: targets.OriginOffice,
					Published: targets.NewDate(2010+month/12, month%12+2, 15), SourceTitle: "统计月报"}
				if !yield(&f) {
					return
				}
			}
		}
	}
}

func (m many) batch(revision int) store.ImportBatch {
	h := sha256.New()
	var row []byte
	for f := range m.figures(revision) {
		row = store.CanonicalFigure(row[:0], f)
		h.Write(row)
	}
	return store.ImportBatch{File: "many.csv", SHA256: "00", Rows: m.series * m.months,
		ContentHash: hex.EncodeToString(h.Sum(nil)), Figures: m.figures(revision)}
}

// BenchmarkImport imports 1,000,000 figures of 10,000 series, made in memory.
func BenchmarkImport(b *testing.B, open func(testing.TB) *store.Store) {
	m := many{10_000, 100}
	ctx, cancel := context.WithCancel(context.Background()) // as a request has
	defer cancel()
	for b.Loop() {
		b.StopTimer()
		s := open(b)
		if _, err := s.Found(ctx, "operator", m.catalogue(), nil, time.Now()); err != nil {
			b.Fatal(err)
		}
		batch := m.batch(1)
		b.StartTimer()
		if _, err := s.Import(ctx, "operator", batch, time.Now()); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(b.N)*float64(m.series*m.months)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkSnapshot reads 10,000 targets with 12 figures each, after a change.
func BenchmarkSnapshot(b *testing.B, open func(testing.TB) *store.Store) {
	m := many{10_000, 12}
	ctx, cancel := context.WithCancel(context.Background()) // as a request has
	defer cancel()
	s := open(b)
	if _, err := s.Found(ctx, "operator", m.catalogue(), nil, time.Now()); err != nil {
		b.Fatal(err)
	}
	if _, err := s.Import(ctx, "operator", m.batch(1), time.Now()); err != nil {
		b.Fatal(err)
	}
	read := func(b *testing.B, knownAt time.Time) {
		for b.Loop() {
			snap, err := s.Snapshot(ctx, targets.Selection{}, targets.NewDate(2024, 6, 30), knownAt)
			if err != nil {
				b.Fatal(err)
			}
			if len(snap.Targets) != m.series || len(snap.Series(m.id(7), "330000")) != m.months {
				b.Fatalf("snapshot of %d targets, %d figures", len(snap.Targets), len(snap.Series(m.id(7), "330000")))
			}
		}
	}
	b.Run("latest", func(b *testing.B) { read(b, time.Time{}) })
	at := time.Now()
	if err := s.SetCuts(ctx, "operator", targets.DefaultCuts, 0, at.Add(time.Minute)); err != nil {
		b.Fatal(err)
	}
	b.Run("earlier", func(b *testing.B) { read(b, at) })
}

// BenchmarkMillion reads, corrects and verifies 1,000,000 figures of 10,000 series.
func BenchmarkMillion(b *testing.B, open func(testing.TB) *store.Store) {
	m := many{10_000, 100}
	ctx, cancel := context.WithCancel(context.Background()) // as a request has
	defer cancel()
	s := open(b)
	if _, err := s.Found(ctx, "operator", m.catalogue(), nil, time.Now()); err != nil {
		b.Fatal(err)
	}
	if _, err := s.Import(ctx, "operator", m.batch(1), time.Now()); err != nil {
		b.Fatal(err)
	}
	rows := func(b *testing.B, each func(fn func(*targets.Figure) error) error) {
		n := 0
		for b.Loop() {
			if err := each(func(*targets.Figure) error { n++; return nil }); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
	}
	b.Run("EachFigure", func(b *testing.B) {
		rows(b, func(fn func(*targets.Figure) error) error {
			return s.EachFigure(ctx, targets.Selection{}, time.Time{}, fn)
		})
	})
	b.Run("EachRevision", func(b *testing.B) {
		rows(b, func(fn func(*targets.Figure) error) error { return s.EachRevision(ctx, targets.Selection{}, fn) })
	})
	b.Run("Snapshot", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Snapshot(ctx, targets.Selection{Targets: []string{"t-" + m.id(77)}}, targets.NewDate(2024, 6, 30), time.Time{}); err != nil {
				b.Fatal(err)
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
	b.Run("Correct", func(b *testing.B) {
		for revision := 2; b.Loop(); revision++ {
			batch := m.batch(revision)
			if _, err := s.Import(ctx, "operator", batch, time.Now()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkSave submits one figure at a time from many goroutines.
func BenchmarkSave(b *testing.B, open func(testing.TB) *store.Store) {
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
			f := figure("all", "330000", "2021", 1)
			f.Period = targets.Day(targets.Date(day.Add(1)))
			if _, err := s.Submit(ctx, "u1", store.Submission{Figures: []targets.Figure{f}, Steps: 1}, time.Now()); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "saves/s")
}
