package exporter

import (
	"net/http"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// A Part is what a request is counted under: the label handler, which has no
// other values, whatever addresses are asked for.
type Part string

// The parts of the program.
const (
	PartWork    Part = "work"    // the pages of the offices, signing in included
	PartAPI     Part = "api"     // /api/v1
	PartReport  Part = "report"  // the pages that everybody reads, and what is not found
	PartMetrics Part = "metrics" // /metrics
	PartOther   Part = "other"   // probes, the page at / of the metrics address
)

// Parts are all of them.
var Parts = [...]Part{PartAPI, PartMetrics, PartOther, PartReport, PartWork}

// Traffic counts and times requests by part. It is a prometheus.Collector.
type Traffic struct {
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	asked    atomic.Uint64
}

// NewTraffic returns a Traffic that has counted nothing: every part is there
// with a zero, so that the first request is already an increase.
func NewTraffic() *Traffic {
	t := &Traffic{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "biaochi_http_requests_total",
			Help: "已答复的请求数，按部分和状态码。/ Requests answered, by part of the program and status code."}, []string{"handler", "code"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "biaochi_http_request_duration_seconds",
			Help: "答复一个请求用时，按部分。/ Time to answer a request, by part of the program.", Buckets: prometheus.DefBuckets}, []string{"handler"}),
	}
	for _, p := range Parts {
		t.requests.WithLabelValues(string(p), "200")
		t.took.WithLabelValues(string(p))
	}
	return t
}

// Count returns a handler that counts and times the requests of next. Codes are
// those that next answers with, which are few.
func (t *Traffic) Count(part Part, next http.Handler) http.Handler {
	of := prometheus.Labels{"handler": string(part)}
	if part != PartMetrics && part != PartOther {
		next = t.ask(next)
	}
	return promhttp.InstrumentHandlerDuration(t.took.MustCurryWith(of),
		promhttp.InstrumentHandlerCounter(t.requests.MustCurryWith(of), next))
}

// ask counts requests of people and of the programs that use the API.
func (t *Traffic) ask(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.asked.Add(1)
		next.ServeHTTP(w, r)
	})
}

// Asked is how many requests there were that were neither scrapes nor probes.
func (t *Traffic) Asked() uint64 { return t.asked.Load() }

// Describe sends both families.
func (t *Traffic) Describe(ch chan<- *prometheus.Desc) {
	t.requests.Describe(ch)
	t.took.Describe(ch)
}

// Collect sends what was counted.
func (t *Traffic) Collect(ch chan<- prometheus.Metric) {
	t.requests.Collect(ch)
	t.took.Collect(ch)
}
