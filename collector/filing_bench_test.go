package collector_test

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// The last afternoon of a quarter: 3,200 offices, a form of 30 figures each.
const (
	manyOffices    = 3200
	manyIndicators = 30
)

// afternoon is a desk of that many offices, with a figure of the quarter before of
// every indicator and a target in each hundredth area.
func afternoon(b *testing.B) (*collector.Desk, []*collector.Person) {
	b.Helper()
	c := &targets.Catalogue{
		Areas:     []targets.Area{{ID: "100000", Code: "100000", Level: targets.LevelCountry}},
		Documents: []targets.Document{{ID: "plan", Area: "100000", Issued: targets.NewDate(2024, 1, 1)}},
	}
	form := targets.Form{ID: "q", Name: "季报", Cadence: targets.Quarterly, Opens: 1, Closes: 10, From: targets.NewDate(2026, 1, 1), Chain: []targets.ChainStep{targets.StepOffice}}
	for i := range manyIndicators {
		id := fmt.Sprintf("i%02d", i)
		c.Indicators = append(c.Indicators, targets.Indicator{ID: id, Measure: targets.Count, Accumulation: targets.Cumulative, Cadence: targets.Quarterly, Rollup: targets.RollupSum})
		form.Indicators = append(form.Indicators, id)
	}
	var change targets.RegisterChange
	var clerks []*collector.Person
	for i := range manyOffices {
		code, id := fmt.Sprintf("%06d", 200000+i), fmt.Sprintf("o%04d", i)
		c.Areas = append(c.Areas, targets.Area{ID: code, Code: code, Level: targets.LevelCounty, Parent: "100000"})
		change.Offices = append(change.Offices, targets.Office{ID: id, Name: id, Area: code})
		form.Offices = append(form.Offices, id)
		clerks = append(clerks, person("u"+id, id, code, targets.Reporter))
		if i%100 == 0 {
			for _, ind := range form.Indicators {
				c.Targets = append(c.Targets, targets.Target{ID: "t-" + id + ind, Document: "plan", Indicator: ind, Area: code, Comparator: targets.AtLeast, Goal: targets.NewDecimal(400),
					Start: targets.NewDate(2024, 1, 1), Deadline: targets.NewDate(2027, 12, 31), Baseline: targets.NewDecimal(0), BaselinePeriod: targets.Day(targets.NewDate(2023, 12, 31))})
			}
		}
	}
	change.Forms = []targets.Form{form}
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "b.db"), sqlite.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	var figures []targets.Figure
	for _, o := range change.Offices {
		for _, ind := range form.Indicators {
			figures = append(figures, figureOf(ind, o.Area, "2025-Q4", "260"))
		}
	}
	if _, err := s.Found(b.Context(), collector.Operator, c, figures, testNow); err != nil {
		b.Fatal(err)
	}
	if _, err := s.PutRegister(b.Context(), "admin", change, testNow); err != nil {
		b.Fatal(err)
	}
	now := targets.NewDate(2026, 4, 2).End().Add(-time.Hour)
	return collector.NewDesk(collector.Parts{Store: wired{s}, Canonical: store.CanonicalFigure, Clock: func() time.Time { return now }, Filings: s, People: people{}}), clerks
}

// One operation is a form of 30 figures saved once and handed in.
func BenchmarkSaveAndSubmit(b *testing.B) {
	d, clerks := afternoon(b)
	var e collector.Entry
	for i := range manyIndicators {
		e.Cells = append(e.Cells, collector.Cell{Indicator: fmt.Sprintf("i%02d", i), Value: "300"})
	}
	n := 0
	for b.Loop() {
		p := clerks[n%len(clerks)]
		n++
		if n > len(clerks) {
			b.Skip("every office has handed in")
		}
		k := filing(p.Office.ID, "2026-Q1")
		g, err := d.SaveDraft(b.Context(), p, k, e)
		if err != nil {
			b.Fatal(err)
		}
		typed := e
		typed.Version = g.Version
		if _, g, err := d.Submit(b.Context(), p, k, typed, targets.OnceKey{}); err != nil {
			b.Fatal(err, findings(g))
		}
	}
}

// One operation is one figure handed in, 200 clerks at a time: each office one
// indicator after the other.
func BenchmarkSubmitOneFigure(b *testing.B) {
	d, clerks := afternoon(b)
	var next atomic.Int64
	b.SetParallelism(100)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n := int(next.Add(1) - 1)
			p := clerks[n%len(clerks)]
			e := collector.Entry{Cells: []collector.Cell{{Indicator: fmt.Sprintf("i%02d", n/len(clerks)), Value: "300"}}}
			if _, g, err := d.Submit(b.Context(), p, filing(p.Office.ID, "2026-Q1"), e, targets.OnceKey{}); err != nil {
				b.Error(err, findings(g))
				return
			}
		}
	})
}

// One operation is the list of every filing, as the country's viewer sees it.
func BenchmarkFilingsOfEverybody(b *testing.B) {
	d, _ := afternoon(b)
	viewer := person("v", "", "100000", targets.Viewer)
	for b.Loop() {
		rows, err := d.Filings(b.Context(), viewer, collector.FilingQuery{})
		if err != nil || len(rows) != manyOffices {
			b.Fatal(len(rows), err)
		}
	}
}
