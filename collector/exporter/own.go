package exporter

import "github.com/prometheus/client_golang/prometheus"

// ownDescs describe what the exporter says of itself, fresh at every scrape.
type ownDescs struct {
	build, demo, success, duration *prometheus.Desc
	rebuilds                       *prometheus.Desc
	verified, verifiedAt           *prometheus.Desc
	size, generation, lastEntry    *prometheus.Desc
	forced                         bool                // Options.Demo
	audit                          func() Verification // Options.Audit
	files                          bool                // Options.Store is there
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
		rebuilds: prometheus.NewDesc("biaochi_scrape_rebuilds_total",
			"启动以来重新读取、评价并生成指标页的次数。/ How often the page was read, judged and made anew since the start.", nil, nil),
		size: prometheus.NewDesc("biaochi_store_size_bytes",
			"数据库文件（database）和预写日志（wal）的大小。/ Size of the database file and of its write-ahead log.", []string{"file"}, nil),
		generation: prometheus.NewDesc("biaochi_store_generation",
			"最近一条改变评价的记录的序号。/ Sequence of the last entry that changes what is evaluated.", nil, nil),
		lastEntry: prometheus.NewDesc("biaochi_store_last_entry_timestamp_seconds",
			"记录链最新一条的时间。/ When the newest entry of the chain was written, Unix time.", nil, nil),
		verified: prometheus.NewDesc("biaochi_audit_verify_success",
			"最近一次校验（链与现行数据）是否通过。/ Whether the last verification of the chain and the current figures passed.", nil, nil),
		verifiedAt: prometheus.NewDesc("biaochi_audit_verify_timestamp_seconds",
			"最近一次校验的时间。/ When the last verification ended, Unix time.", nil, nil),
		forced: o.Demo, audit: o.Audit, files: o.Store != nil,
	}
}

func (d *ownDescs) describe(ch chan<- *prometheus.Desc) {
	ch <- d.rebuilds
	ch <- d.size
	ch <- d.generation
	ch <- d.lastEntry
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
	send := func(desc *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, v, labels...)
	}
	send(d.build, 1)
	if d.forced || s.err == nil {
		send(d.demo, oneIf(d.forced || s.page.demo))
	}
	send(d.success, oneIf(!s.failed))
	send(d.duration, s.took.Seconds())
	ch <- prometheus.MustNewConstMetric(d.rebuilds, prometheus.CounterValue, s.rebuilt)
	d.collectStore(s.glance, send)
	if d.audit == nil {
		return
	}
	if v := d.audit(); !v.At.IsZero() {
		send(d.verified, oneIf(v.OK))
		send(d.verifiedAt, float64(v.At.Unix()))
	}
}

// collectStore sends what is known of the store: nothing after a failed look.
func (d *ownDescs) collectStore(g glance, send func(*prometheus.Desc, float64, ...string)) {
	if g.err != nil {
		return
	}
	send(d.generation, float64(g.generation))
	if !d.files {
		return
	}
	send(d.size, float64(g.state.Database), "database")
	send(d.size, float64(g.state.WAL), "wal")
	if at := g.state.LastEntry; !at.IsZero() {
		send(d.lastEntry, float64(at.Unix()))
	}
}

// ownCollector is a Collector of the exporter's own metrics for one scrape.
type ownCollector struct {
	descs *ownDescs
	of    scrape
}

func (c ownCollector) Describe(ch chan<- *prometheus.Desc) { c.descs.describe(ch) }

func (c ownCollector) Collect(ch chan<- prometheus.Metric) { c.descs.collect(c.of, ch) }
