package exporter

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
)

// The measure of the kept page: over 10,000 targets with 12 figures each, after
// a change, reading, judging and encoding take at most twice the time that
// client_golang needs to gather and encode the same metrics from memory.
const benchTargets = 10_000

// BenchmarkKeptPage times the page after a change (ours), unchanged (kept), and
// client_golang over the same metrics ready in memory. `ratio` does both in turn
// and reports ours ÷ client_golang.
func BenchmarkKeptPage(b *testing.B) {
	src := many(benchTargets)
	e := newTest(b, src, Options{})
	theirs := readyMetrics(e)
	b.Run("ours", func(b *testing.B) {
		for b.Loop() {
			changedPage(e, src)
		}
	})
	b.Run("ours_gzip", func(b *testing.B) {
		for b.Loop() {
			changedPage(e, src, "gzip")
		}
	})
	b.Run("kept_gzip", func(b *testing.B) {
		for b.Loop() {
			write(e, "gzip")
		}
	})
	b.Run("client_golang", func(b *testing.B) {
		for b.Loop() {
			gatherAndEncode(b, theirs)
		}
	})
	b.Run("ratio", func(b *testing.B) {
		var us, them time.Duration
		for b.Loop() {
			start := time.Now()
			changedPage(e, src)
			middle := time.Now()
			gatherAndEncode(b, theirs)
			us, them = us+middle.Sub(start), them+time.Since(middle)
		}
		b.ReportMetric(us.Seconds()/them.Seconds(), "×client_golang")
	})
}

// changedPage asks for the page after a change.
func changedPage(e *Exporter, src *memory, coding ...string) {
	src.generation.Add(1)
	write(e, coding...)
}

// write asks for the page and throws it away.
func write(e *Exporter, coding ...string) {
	r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	r.Header["Accept-Encoding"] = coding
	e.Handler().ServeHTTP(discard{http.Header{}}, r)
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header       { return d.header }
func (discard) WriteHeader(int)             {}
func (discard) Write(b []byte) (int, error) { return len(b), nil }

// ready is a Collector of metrics that are in memory.
type ready struct {
	exporter *Exporter
	metrics  []prometheus.Metric
}

func (r ready) Describe(ch chan<- *prometheus.Desc) { r.exporter.Describe(ch) }

func (r ready) Collect(ch chan<- prometheus.Metric) {
	for _, m := range r.metrics {
		ch <- m
	}
}

// readyMetrics makes the same const metrics once.
func readyMetrics(e *Exporter) *prometheus.Registry {
	ch := make(chan prometheus.Metric)
	go func() { e.Collect(ch); close(ch) }()
	r := ready{exporter: e}
	for m := range ch {
		r.metrics = append(r.metrics, m)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(r)
	return registry
}

func gatherAndEncode(b *testing.B, g prometheus.Gatherer) {
	families, err := g.Gather()
	if err != nil {
		b.Fatal(err)
	}
	enc := expfmt.NewEncoder(io.Discard, expfmt.FmtText)
	for _, f := range families {
		if err := enc.Encode(f); err != nil {
			b.Fatal(err)
		}
	}
}
