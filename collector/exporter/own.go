package exporter

import "github.com/prometheus/client_golang/prometheus"

// ownDescs describe what the exporter says of itself, fresh at every scrape.
type ownDescs struct {
	build, demo, success, duration *prometheus.Desc
	forced                         bool // Options.Demo
}

func newOwnDescs(o Options) ownDescs {
	return ownDescs{
		build: prometheus.NewDesc("biaochi_build_info",
			"程序版本，恒为 1。/ Version of the program; always 1.", nil,
			prometheus.Labels{"goversion": repair(o.GoVersion), "revision": repair(o.Revision), "version": repair(o.Version)}),
		demo: prometheus.NewDesc("biaochi_demo",
			"演示（培训）数据为 1，真实数据为 0。/ 1 if the figures are training data, else 0.", nil, nil),
		success: prometheus.NewDesc("biaochi_scrape_success",
			"本次读取是否成功；为 0 时没有目标指标。/ Whether the store was read; if 0, the target metrics are left out.", nil, nil),
		duration: prometheus.NewDesc("biaochi_scrape_duration_seconds",
			"本次读取与评价用时。/ Time this scrape took to read and judge.", nil, nil),
		forced: o.Demo,
	}
}

func (d *ownDescs) describe(ch chan<- *prometheus.Desc) {
	ch <- d.build
	ch <- d.demo
	ch <- d.success
	ch <- d.duration
}

// collect sends the exporter's own metrics. biaochi_demo has no series while
// nothing is known of it: after a failed read, unless Options.Demo says so.
func (d *ownDescs) collect(s scrape, ch chan<- prometheus.Metric) {
	send := func(desc *prometheus.Desc, v float64) {
		ch <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, v)
	}
	send(d.build, 1)
	if d.forced || s.err == nil {
		send(d.demo, oneIf(d.forced || s.page.demo))
	}
	send(d.success, oneIf(s.err == nil))
	send(d.duration, s.took.Seconds())
}

// ownCollector is a Collector of the exporter's own metrics for one scrape.
type ownCollector struct {
	descs *ownDescs
	of    scrape
}

func (c ownCollector) Describe(ch chan<- *prometheus.Desc) { c.descs.describe(ch) }

func (c ownCollector) Collect(ch chan<- prometheus.Metric) { c.descs.collect(c.of, ch) }
