package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"

	"github.com/biaochi/biaochi/collector/exporter"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

const limitMetrics = 2.0

// metrics measures a scrape of 10,000 targets after a change against
// client_golang, which gathers and encodes the same metrics from memory.
func metrics(ctx context.Context, b *benchmark) error {
	c := catalogue(10_000, 100, targets.DateOf(time.Now()))
	st, _, err := b.database(ctx, "metrics.db", c, figures(c, targets.DateOf(time.Now())))
	if err != nil {
		return err
	}
	defer st.Close()
	e := exporter.New(st, exporter.Options{Now: time.Now})
	held := collectAll(e)
	registry := prometheus.NewRegistry()
	if err := registry.Register(held); err != nil {
		return err
	}
	var ours, theirs []time.Duration
	var size int
	for i := range 5 {
		if err := change(ctx, st, c, i); err != nil {
			return err
		}
		begin := time.Now()
		w := httptest.NewRecorder()
		e.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		ours = append(ours, time.Since(begin))
		size = w.Body.Len()
		begin = time.Now()
		if err := encode(registry); err != nil {
			return err
		}
		theirs = append(theirs, time.Since(begin))
	}
	fmt.Printf("%-64s %8d series, %.1f MiB\n", "/metrics over 10,000 targets", len(held), float64(size)/(1<<20))
	b.compare("/metrics after a change ÷ client_golang from memory", median(ours).Seconds()/median(theirs).Seconds(), limitMetrics, "×")
	return nil
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

// change imports one figure, so that the kept page is out of date.
func change(ctx context.Context, st *store.Store, c *targets.Catalogue, i int) error {
	f := targets.Figure{Key: targets.Key{Indicator: c.Targets[i].Indicator, Area: c.Targets[i].Area, Period: targets.Day(targets.NewDate(2022, 1, 31))},
		Revision: 1, Value: targets.MustDecimal("90"), Flag: targets.Normal, Origin: targets.OriginOffice}
	_, err := st.Import(ctx, "operator", store.ImportBatch{File: "change.csv", Rows: 1,
		ContentHash: contentHash(&f), Figures: slices.Values([]*targets.Figure{&f})}, time.Now())
	return err
}
