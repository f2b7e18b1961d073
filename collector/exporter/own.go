package exporter

import "github.com/prometheus/client_golang/prometheus"

// ownDescs describe what the exporter says of itself, fresh at every scrape.
type ownDescs struct {
	build, demo, success, duration *prometheus.Desc
	verified, verifiedAt           *prometheus.Desc
	forced                         bool                // Options.Demo
	audit                          func() Verification // Options.Audit
}

func newOwnDescs(o Options) ownDescs {
	return ownDescs{
		build: prometheus.NewDesc("biaochi_build_info",
			"程序版本，恒为 1。/ Version of the program; always 1.", nil,
			prometheus.Labels{"goversion": repair(o.GoVersion), "revision": repair(o.Revision), "version": repair(o.Version)}),
		demo: prometheus.NewDesc("biaochi_demo",
			"演示（培训）数据为 1，真实数据为 0。/ 1 if the figures are training data, else 0.", nil, nil),
		success: prometheus.NewDesc("biaochi_scrape_success",
			"本次读取是否成功；为 0 时读不出的指标没有序列。/ Whether the store was read; if 0, what could not be read is left out.", nil, nil),
		duration: prometheus.NewDesc("biaochi_scrape_duration_seconds",
			"本次读取与评价用时。/ Time this scrape took to read and judge.", nil, nil),
		verified: prometheus.NewDesc("biaochi_audit_verify_success",
			"最近一次校验（链与现行数据）是否通过。/ Whether the last verification of the chain and the current figures passed.", nil, nil),
		verifiedAt: prometheus.NewDesc("biaochi_audit_verify_timestamp_seconds",
			"最近一次校验的时间。/ When the last verification ended, Unix time.", nil, nil),
		forced: o.Demo, audit: o.Audit,
	}
}

func (d *ownDescs) describe(ch chan<- *prometheus.Desc) {
	ch <- d.verified
	ch <- d.verifiedAt
	ch <- d.build
	ch <- d.demo
	ch <- d.success
	ch <- d.duration
}

// collect sends the exporter's own metrics. biaochi_demo has no series while
// nothing is known of it: after a failed read, unless Options.Demo says so. The
// audit has none before the first verification.
func (d *ownDescs) collect(s scrape, ch chan<- prometheus.Metric) {
	send := func(desc *prometheus.Desc, v float64) {
		ch <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, v)
	}
	send(d.build, 1)
	if d.forced || s.err == nil {
		send(d.demo, oneIf(d.forced || s.page.demo))
	}
	send(d.success, oneIf(!s.failed))
	send(d.duration, s.took.Seconds())
	if d.audit == nil {
		return
	}
	if v := d.audit(); !v.At.IsZero() {
		send(d.verified, oneIf(v.OK))
		send(d.verifiedAt, float64(v.At.Unix()))
	}
}

// ownCollector is a Collector of the exporter's own metrics for one scrape.
type ownCollector struct {
	descs *ownDescs
	of    scrape
}

func (c ownCollector) Describe(ch chan<- *prometheus.Desc) { c.descs.describe(ch) }

func (c ownCollector) Collect(ch chan<- prometheus.Metric) { c.descs.collect(c.of, ch) }
