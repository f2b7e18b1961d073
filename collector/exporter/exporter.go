package exporter

import (
	"cmp"
	"context"
	"hash/maphash"
	"log/slog"
	"regexp"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"golang.org/x/sync/singleflight"

	"github.com/biaochi/biaochi/targets"
)

// A Source yields the snapshot of a scrape. It must be safe for concurrent use.
type Source interface {
	// Snapshot reads what is selected, judged as of a day; the zero time means
	// the latest that is known. What snapshots share of the catalogue is never
	// modified: other definitions are other lists.
	Snapshot(ctx context.Context, sel targets.Selection, asOf targets.Date, knownAt time.Time) (*targets.Snapshot, error)
	// Generation is the number of the last event that changes a snapshot. It is
	// asked for at every scrape and must be cheap.
	Generation(ctx context.Context) (int64, error)
}

// Options are what an Exporter needs besides its Source. The zero value of each
// is usable.
type Options struct {
	Now  func() time.Time // time.Now if nil
	Log  *slog.Logger     // slog.Default() if nil
	Demo bool             // a training copy, whatever the store says

	Duties  DutySource          // none: no duty metrics
	Audit   func() Verification // none: no audit metrics
	Store   StoreSource         // none: no metrics of files
	Traffic *Traffic            // none: no HTTP metrics

	// Internal also exports indicators disclosed 内部. Set it only where every
	// reader of the page may see them.
	Internal bool
	// Below also exports the targets and duties of areas below province level,
	// of which there may be thousands.
	Below bool

	Version   string // of the program
	Revision  string // of its source
	GoVersion string // runtime.Version() if empty
}

// An Exporter is a prometheus.Collector over the newest snapshot of its Source,
// and the kept page of the same metrics (Handler). It is safe for concurrent use.
type Exporter struct {
	src  Source
	o    Options
	own  ownDescs
	live *prometheus.Registry // traffic

	machine     *prometheus.Registry // Go runtime and process
	heldMachine [2]held              // its text, by whether it is OpenMetrics

	kept       atomic.Pointer[page]
	keptDuties atomic.Pointer[dutyPage]
	flights    singleflight.Group
	rebuilt    atomic.Int64           // pages built
	failing    atomic.Pointer[string] // what was logged last; "": nothing is wrong
	patience   time.Duration          // glanceLimit, but for tests
	seed       maphash.Seed           // of the checksums of footings
}

var _ prometheus.Collector = (*Exporter)(nil)

// percentages are the runtime metrics left out because ratios on this page run
// 0–1, without exception: go_gc_gogc_percent.
var percentages = regexp.MustCompile(`:percent$`)

// New returns an Exporter that reads src when it is first scraped.
func New(src Source, o Options) *Exporter {
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Log = cmp.Or(o.Log, slog.Default())
	o.GoVersion = cmp.Or(o.GoVersion, runtime.Version())
	live, machine := prometheus.NewRegistry(), prometheus.NewRegistry()
	machine.MustRegister(
		collectors.NewGoCollector(collectors.WithoutGoCollectorRuntimeMetrics(percentages)),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	if o.Traffic != nil {
		live.MustRegister(o.Traffic)
	}
	return &Exporter{src: src, o: o, own: newOwnDescs(o), live: live, machine: machine, patience: glanceLimit, seed: maphash.MakeSeed()}
}

func (e *Exporter) scope() scope { return scope{internal: e.o.Internal, below: e.o.Below} }

// Describe sends the description of every family of Collect.
func (e *Exporter) Describe(ch chan<- *prometheus.Desc) {
	for i := range families {
		ch <- families[i].desc()
	}
	for i := range dutyFamilies {
		ch <- dutyFamilies[i].desc()
	}
	e.own.describe(ch)
	if e.o.Traffic != nil {
		e.o.Traffic.Describe(ch)
	}
}

// Collect sends the metrics of one snapshot and of this scrape. The Go and
// process metrics are on the page of Handler only: a registry that embeds the
// Exporter has its own.
func (e *Exporter) Collect(ch chan<- prometheus.Metric) {
	s := e.scrape(context.Background())
	for i := range families {
		f := &families[i]
		desc := f.desc()
		f.samples(s.page.rows, func(v float64, labels ...string) {
			ch <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, v, labels...)
		})
	}
	if s.duties != nil {
		for i := range dutyFamilies {
			f := &dutyFamilies[i]
			desc := f.desc()
			f.samples(s.duties, func(v float64, labels ...string) {
				ch <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, v, labels...)
			})
		}
	}
	e.own.collect(s, ch)
	if e.o.Traffic != nil {
		e.o.Traffic.Collect(ch)
	}
}

// A Verification is what the last verification of the chain found.
type Verification struct {
	At time.Time // when it ended; zero: there was none yet
	OK bool
}
