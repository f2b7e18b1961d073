package collector_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
)

// BenchmarkImport takes a million figures (10,000 series) through everything
// but the database: parse, check, sort, compare with nothing, hash, hand over.
func BenchmarkImport(b *testing.B) {
	const rows = 1_000_000
	c := benchCatalogue()
	for name, shuffled := range map[string]bool{"sorted": false, "shuffled": true} {
		b.Run(name, func(b *testing.B) {
			file := benchFile(c, rows, shuffled)
			b.SetBytes(int64(len(file)))
			var before runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			var peak uint64
			for b.Loop() {
				s := &sink{catalogue: c}
				result, err := benchDesk(s).Import(context.Background(), "bench.csv", bytes.NewReader(file), collector.ImportOptions{})
				if err != nil || result.New != rows || s.rows != rows {
					b.Fatalf("import: %+v, %d rows handed over, %.500v", result, s.rows, err)
				}
				peak = max(peak, s.heap)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
			b.ReportMetric(float64(peak-before.HeapAlloc)/rows, "bytes/row")
		})
	}
}

// A sink is a store without anything that takes what it is given.
type sink struct {
	catalogue *targets.Catalogue
	rows      int
	heap      uint64 // live bytes while the batch is handed over
}

func (s *sink) Catalogue(context.Context) (*targets.Catalogue, bool, error) {
	return s.catalogue, false, nil
}

func (s *sink) EachRevision(context.Context, targets.Selection, func(*targets.Figure) error) error {
	return nil
}

func (s *sink) History(context.Context, targets.SeriesKey, time.Time) ([]targets.Revision, error) {
	return nil, nil
}

func (s *sink) Import(_ context.Context, _ string, b collector.Batch, _ time.Time) (int64, error) {
	s.rows = 0
	for range b.Figures {
		if s.rows++; s.rows == b.Rows/2 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			s.heap = m.HeapAlloc
		}
	}
	return 1, nil
}

func benchDesk(s collector.Store) *collector.Desk {
	return collector.NewDesk(collector.Parts{
		Store: s, Open: sheet.Open, Canonical: canonical,
		Clock: func() time.Time { return time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) },
	})
}

// canonical is as much work as the store's form.
func canonical(b []byte, f *targets.Figure) []byte {
	return fmt.Appendf(b, "%s\n", f.Indicator)
}

// benchCatalogue has 100 indicators, a fifth of them ratios, and 100 areas.
func benchCatalogue() *targets.Catalogue {
	c := &targets.Catalogue{}
	for n := range 100 {
		i := targets.Indicator{ID: fmt.Sprintf("indicator-of-the-bench-%02d", n), Name: targets.Text{ZH: fmt.Sprintf("测试指标%02d", n)},
			Measure: targets.Count, Accumulation: targets.Stock, Unit: targets.Unit{ZH: "项", EN: "standard", Plural: "standards"}}
		if n%5 == 0 {
			i.Measure, i.Accumulation, i.Unit = targets.Ratio, "", targets.Unit{ZH: "%"}
		}
		c.Indicators = append(c.Indicators, i)
		code := fmt.Sprintf("%06d", 110000+n*100)
		c.Areas = append(c.Areas, targets.Area{ID: code, Code: code, Name: targets.Text{ZH: fmt.Sprintf("测试市%02d", n)}})
	}
	return c
}

// benchFile writes rows of monthly figures in the order of their keys, or in
// an order of chance that is always the same.
func benchFile(c *targets.Catalogue, rows int, shuffled bool) []byte {
	lines := make([][]byte, 0, rows)
	for _, i := range c.Indicators {
		for _, a := range c.Areas {
			for m := range rows / len(c.Indicators) / len(c.Areas) {
				lines = append(lines, benchLine(i, a.Code, m))
			}
		}
	}
	if shuffled {
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	}
	var out bytes.Buffer
	io.WriteString(&out, "indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note,source_title,source_url,origin\n")
	for _, line := range lines {
		out.Write(line)
	}
	return out.Bytes()
}

func benchLine(i targets.Indicator, area string, month int) []byte {
	period := targets.Months(2017+month/12, 1+month%12, 1)
	numbers := fmt.Sprintf("%d,,,项", 1000+month)
	if i.Measure == targets.Ratio {
		numbers = fmt.Sprintf("%d.0,%d,1000,%%", 30+month%50, (30+month%50)*10)
	}
	return fmt.Appendf(nil, "%s,%s,%s,%s,A,,%s,,某省标准化工作季度通报,https://example.org/bulletin,official\n",
		i.ID, area, period, numbers, period.End)
}
