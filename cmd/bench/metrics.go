package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/common/expfmt"

	"github.com/biaochi/biaochi/collector/exporter"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// The promises of the metrics, over 100,000 series.
const (
	limitKept     = 2.0 // an unchanged scrape ÷ writing the same bytes from memory
	limitAfter    = 1.5 // a scrape after a change ÷ client_golang's gather and encode from memory
	limitIdle     = 60  // MiB of the program at rest with the shipped data
	simultaneous  = 50  // scrapes just after a change
	perTarget     = 30  // series of a target of the bench
	roundsKept    = 201
	roundsChanged = 5
)

// metrics measures scrapes: unchanged, after a change, many at once, and at rest.
func metrics(ctx context.Context, b *benchmark) error {
	for _, series := range []int{1_000, 10_000, 100_000} {
		if err := b.scrapes(ctx, series); err != nil {
			return err
		}
	}
	return b.idle(ctx)
}

// A scraped is an exporter over a database, served on loopback.
type scraped struct {
	store     *store.Store
	catalogue *targets.Catalogue
	exporter  *exporter.Exporter
	ready     *prometheus.Registry // the same metrics from memory
	series    int
	changes   int
}

func (b *benchmark) scrapes(ctx context.Context, series int) error {
	today := targets.DateOf(time.Now())
	c := catalogue(series/perTarget+1, 100, today)
	st, _, err := b.database(ctx, fmt.Sprintf("metrics-%d.db", series), c, figures(c, today))
	if err != nil {
		return err
	}
	defer st.Close()
	s := &scraped{store: st, catalogue: c, exporter: exporter.New(st, exporter.Options{Now: time.Now}), ready: prometheus.NewRegistry()}
	held := collectAll(s.exporter)
	s.series = len(held)
	if err := s.ready.Register(held); err != nil {
		return err
	}
	name := fmt.Sprintf("/metrics, %d series", s.series)
	if err := s.changed(ctx, b, name); err != nil {
		return err
	}
	for _, coding := range []string{"identity", "gzip"} {
		if err := s.unchanged(b, name, coding, series >= 100_000); err != nil {
			return err
		}
	}
	if series < 100_000 {
		return nil
	}
	return s.crowd(ctx, b)
}

// changed compares a scrape after a change with client_golang, in turn.
func (s *scraped) changed(ctx context.Context, b *benchmark, name string) error {
	var ours, theirs []time.Duration
	for range roundsChanged {
		one, err := s.rebuild(ctx)
		if err != nil {
			return err
		}
		ours = append(ours, one)
		begin := time.Now()
		if err := encode(s.ready); err != nil {
			return err
		}
		theirs = append(theirs, time.Since(begin))
	}
	us, them := median(ours), median(theirs)
	show(name+" after a change: µs a series", us.Seconds()*1e6/float64(s.series), "µs")
	if s.series < 100_000 {
		show(name+" after a change ÷ client_golang", us.Seconds()/them.Seconds(), "×")
	} else {
		b.compare(name+" after a change ÷ client_golang", us.Seconds()/them.Seconds(), limitAfter, "×")
	}
	return s.anew(name)
}

// anew is the scrape that judges every target: the first, and that after
// midnight or a change of a definition.
func (s *scraped) anew(name string) error {
	var ours, theirs []time.Duration
	for range roundsChanged {
		begin := time.Now()
		fresh := exporter.New(s.store, exporter.Options{Now: time.Now})
		fresh.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/metrics", nil))
		ours = append(ours, time.Since(begin))
		begin = time.Now()
		if err := encode(s.ready); err != nil {
			return err
		}
		theirs = append(theirs, time.Since(begin))
	}
	show(name+", all judged anew ÷ client_golang", median(ours).Seconds()/median(theirs).Seconds(), "×")
	return nil
}

// change imports one figure, so that the kept page is out of date.
func (s *scraped) change(ctx context.Context) error {
	t := &s.catalogue.Targets[s.changes%len(s.catalogue.Targets)]
	f := targets.Figure{Key: targets.Key{Indicator: t.Indicator, Area: t.Area, Period: targets.Day(targets.NewDate(2022, 1, 31))},
		Revision: 1, Value: targets.MustDecimal("90"), Flag: targets.Normal, Origin: targets.OriginOffice}
	s.changes++
	_, err := s.store.Import(ctx, "operator", store.ImportBatch{File: "change.csv", Rows: 1,
		ContentHash: contentHash(&f), Figures: slices.Values([]*targets.Figure{&f})}, time.Now())
	return err
}

// unchanged compares a scrape of the kept page with a server that writes the
// same bytes from memory, and with promhttp over the same metrics.
func (s *scraped) unchanged(b *benchmark, name, coding string, limited bool) error {
	kept := httptest.NewServer(s.exporter.Handler())
	defer kept.Close()
	theirs := httptest.NewServer(promhttp.HandlerFor(s.ready, promhttp.HandlerOpts{}))
	defer theirs.Close()
	body, err := fetch(kept.URL, coding)
	if err != nil {
		return err
	}
	plain := fromMemory(body, coding)
	defer plain.Close()
	took, err := inTurn(roundsKept, coding, kept.URL, plain.URL)
	if err != nil {
		return err
	}
	promhttpTook, err := inTurn(3, coding, theirs.URL)
	if err != nil {
		return err
	}
	name += " unchanged, " + coding
	ratio := took[0].Seconds() / took[1].Seconds()
	if limited {
		b.compare(name+" ÷ the same bytes from memory", ratio, limitKept, "×")
	} else {
		show(name+" ÷ the same bytes from memory", ratio, "×")
	}
	show("  of "+fmt.Sprintf("%.2f MiB: ms", float64(len(body))/(1<<20)), took[0].Seconds()*1e3, "ms")
	show("  promhttp over const metrics ÷ ours", promhttpTook[0].Seconds()/took[0].Seconds(), "×")
	return nil
}

// crowd scrapes many times at once just after a change, beside one rebuild and
// one writing of the same bytes in the same round.
func (s *scraped) crowd(ctx context.Context, b *benchmark) error {
	server := httptest.NewServer(s.exporter.Handler())
	defer server.Close()
	body, err := fetch(server.URL, "identity")
	if err != nil {
		return err
	}
	plain := fromMemory(body, "identity")
	defer plain.Close()
	var ratios, beside []float64
	most := 0.0 // rebuilds after one change
	for range roundsChanged {
		alone, err := s.rebuild(ctx)
		if err != nil {
			return err
		}
		writing, err := inTurn(11, "identity", plain.URL)
		if err != nil {
			return err
		}
		memory, err := atOnce(plain.URL)
		if err != nil {
			return err
		}
		took, rebuilt, err := s.rush(ctx, server.URL)
		if err != nil {
			return err
		}
		most = max(most, rebuilt)
		ratios = append(ratios, took.Seconds()/(alone+simultaneous*writing[0]).Seconds())
		beside = append(beside, took.Seconds()/(alone+memory).Seconds())
	}
	b.compare(fmt.Sprintf("%d scrapes at once after a change: rebuilds", simultaneous), most, 1, "")
	b.compare("  ÷ (one rebuild + as many times writing)", median(ratios), 1, "×")
	show("  ÷ (one rebuild + as many at once from memory)", median(beside), "×")
	return nil
}

// rebuild is how long a scrape after a change takes.
func (s *scraped) rebuild(ctx context.Context) (time.Duration, error) {
	if err := s.change(ctx); err != nil {
		return 0, err
	}
	begin := time.Now()
	s.exporter.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/metrics", nil))
	return time.Since(begin), nil
}

// rush changes a figure, scrapes many times at once and counts the rebuilds.
func (s *scraped) rush(ctx context.Context, url string) (took time.Duration, rebuilt float64, err error) {
	before, err := rebuilds(url)
	if err != nil {
		return 0, 0, err
	}
	if err := s.change(ctx); err != nil {
		return 0, 0, err
	}
	if took, err = atOnce(url); err != nil {
		return 0, 0, err
	}
	after, err := rebuilds(url)
	return took, after - before, err
}

// atOnce scrapes many times at once and returns how long all of them took.
func atOnce(url string) (time.Duration, error) {
	begin := time.Now()
	failed := make(chan error, simultaneous)
	for range simultaneous {
		go func() {
			_, err := take(url, "identity")
			failed <- err
		}()
	}
	var all error
	for range simultaneous {
		all = errors.Join(all, <-failed)
	}
	return time.Since(begin), all
}

// rebuilds is how often the page was made.
func rebuilds(url string) (n float64, err error) {
	body, err := fetch(url, "identity")
	if err != nil {
		return 0, err
	}
	_, line, _ := strings.Cut(string(body), "\nbiaochi_scrape_rebuilds_total ")
	_, err = fmt.Sscan(line, &n)
	return n, err
}

// fromMemory is a server that writes the bytes and does nothing else.
func fromMemory(body []byte, coding string) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", string(expfmt.NewFormat(expfmt.TypeTextPlain)))
		if coding == "gzip" {
			w.Header().Set("Content-Encoding", coding)
		}
		_, _ = w.Write(body) // the client reads all
	}))
}

// inTurn asks the addresses one after the other, over and over, and returns the
// median time of each.
func inTurn(rounds int, coding string, urls ...string) ([]time.Duration, error) {
	took := make([][]time.Duration, len(urls))
	for range rounds {
		for i, url := range urls {
			one, err := take(url, coding)
			if err != nil {
				return nil, err
			}
			took[i] = append(took[i], one)
		}
	}
	medians := make([]time.Duration, len(urls))
	for i := range took {
		medians[i] = median(took[i])
	}
	return medians, nil
}

// take asks and reads the answer away.
func take(url, coding string) (time.Duration, error) {
	begin := time.Now()
	err := ask(url, coding, io.Discard)
	return time.Since(begin), err
}

// fetch asks and keeps the answer as it came, compressed or not.
func fetch(url, coding string) ([]byte, error) {
	var b bytes.Buffer
	err := ask(url, coding, &b)
	return b.Bytes(), err
}

func ask(url, coding string, into io.Writer) error {
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept-Encoding", coding) // asked for by hand: the client does not unpack
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", url, answer.Status)
	}
	_, err = io.Copy(into, answer.Body)
	return err
}

// memory is a Collector over metrics that are all there.
type memory []prometheus.Metric

func collectAll(c prometheus.Collector) memory {
	ch := make(chan prometheus.Metric, 1024)
	go func() { c.Collect(ch); close(ch) }()
	var list memory
	for m := range ch {
		list = append(list, m)
	}
	return list
}

func (memory) Describe(chan<- *prometheus.Desc) {} // unchecked

func (m memory) Collect(ch chan<- prometheus.Metric) {
	for _, one := range m {
		ch <- one
	}
}

func encode(g prometheus.Gatherer) error {
	families, err := g.Gather()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	enc := expfmt.NewEncoder(&b, expfmt.NewFormat(expfmt.TypeTextPlain))
	for _, f := range families {
		if err := enc.Encode(f); err != nil {
			return err
		}
	}
	return nil
}
