package main

func (m maker) operations() object {
	var b board
	b.add(
		m.health().sized(24, 4),
		m.versions().sized(24, 4),
		m.cpu().sized(8, 8), m.memory().sized(8, 8), m.goroutines().sized(8, 8),
		m.scrapeTime().sized(8, 8), m.requests().sized(8, 8), m.latency().sized(8, 8),
		m.storeSize().sized(12, 8), m.entries().sized(12, 8),
	)
	return m.dashboard("operations", m.t("标尺 · 运行", "Biaochi · Operations"), m.t("程序、数据库、校验和抓取", "The program, its database, verification and scrapes"), "now-24h", b.panels)
}

// ok prints 1 and 0 as words.
func (m maker) ok(one, zero string) []any {
	return props("mappings", []object{{"type": "value", "options": object{
		"1": object{"text": "● " + one, "color": lights[0].colour, "index": 0}, "0": object{"text": "■ " + zero, "color": lights[2].colour, "index": 1}}}})
}

func (m maker) health() panel {
	names := []string{m.t("抓取", "Scrape"), m.t("读取数据库", "Reading the store"), m.t("校验", "Verification"), m.t("上次校验", "Last verified"), m.t("运行时间", "Uptime"), m.t("数据", "Figures")}
	good := m.ok(m.t("正常", "good"), m.t("失败", "failing"))
	return m.stat(m.t("是否正常", "Health"), m.t("校验每日一次，重算记录链和现行数据；失败时请立即运行 biaochi verify。演示库的数据不得用于通报。",
		"Verification recomputes the chain and the current figures once a day; if it fails, run biaochi verify at once. A training copy's figures are invented."),
		query{expr: "up{" + one + "}", legend: names[0]},
		query{expr: "biaochi_scrape_success{" + one + "}", legend: names[1]},
		query{expr: "biaochi_audit_verify_success{" + one + "}", legend: names[2]},
		query{expr: "biaochi_audit_verify_timestamp_seconds{" + one + "} * 1000", legend: names[3]},
		query{expr: "time() - process_start_time_seconds{" + one + "}", legend: names[4]},
		query{expr: "biaochi_demo{" + one + "}", legend: names[5]}).
		style(names[0], good...).style(names[1], good...).style(names[2], m.ok(m.t("相符", "fits"), m.t("不符", "does not fit"))...).
		style(names[3], "unit", "dateTimeAsIso").style(names[4], "unit", "s", "decimals", 1).
		style(names[5], "mappings", []object{{"type": "value", "options": object{"0": object{"text": m.t("正式数据", "real"), "index": 0},
			"1": object{"text": m.t("▲ 演示数据", "▲ training data"), "color": lights[1].colour, "index": 1}}}})
}

func (m maker) versions() panel {
	queries := []query{{expr: "max by (instance, version, revision, goversion) (biaochi_build_info{" + one + "})"}}
	return m.table(m.t("版本", "Version"), "", "instance", queries, column{"instance", "instance", 200, nil}, column{"version", m.t("版本", "Version"), 0, nil},
		column{"revision", m.t("提交", "Revision"), 0, nil}, column{"goversion", "Go", 120, nil})
}

func (m maker) cpu() panel {
	return m.lines(m.t("处理器", "Processor"), m.t("占用的处理器个数。", "Processors in use."),
		query{expr: "rate(process_cpu_seconds_total{" + one + "}[$__rate_interval])", legend: m.t("处理器（个）", "Processors")}).set("unit", "none", "decimals", 2, "min", 0)
}

func (m maker) memory() panel {
	return m.lines(m.t("内存", "Memory"), m.t("常驻内存和 Go 堆上在用的。", "Resident memory, and what is in use on Go's heap."),
		query{expr: "process_resident_memory_bytes{" + one + "}", legend: m.t("常驻", "Resident")},
		query{expr: "go_memstats_heap_inuse_bytes{" + one + "}", legend: m.t("堆上在用", "Heap in use")}).set("unit", "bytes", "min", 0)
}

func (m maker) goroutines() panel {
	return m.lines(m.t("协程与打开的文件", "Goroutines and open files"), "",
		query{expr: "go_goroutines{" + one + "}", legend: m.t("协程", "Goroutines")},
		query{expr: "process_open_fds{" + one + "}", legend: m.t("打开的文件", "Open files")}).set("unit", "none", "decimals", 0, "min", 0)
}

func (m maker) scrapeTime() panel {
	return m.lines(m.t("抓取用时", "Time of a scrape"), m.t("程序用时：数据未变时读取的是保存的页面。", "The program's own time: while nothing changes the page is kept."),
		query{expr: "biaochi_scrape_duration_seconds{" + one + "}", legend: m.t("程序", "Program")},
		query{expr: "scrape_duration_seconds{" + one + "}", legend: m.t("含传输", "With transfer")}).set("unit", "s", "min", 0)
}

func (m maker) requests() panel {
	return m.lines(m.t("请求", "Requests"), m.t("每秒请求数；work 填报和审核，api 接口，report 公开页面，metrics 指标。", "Requests a second by part of the program."),
		query{expr: "sum by (handler) (rate(biaochi_http_requests_total{" + one + "}[$__rate_interval]))", legend: "{{handler}}"},
		query{expr: "sum(rate(biaochi_http_requests_total{" + one + `, code=~"5.."}[$__rate_interval])) or vector(0)`, legend: m.t("出错（5xx）", "Failed (5xx)")}).
		set("unit", "reqps", "min", 0)
}

func (m maker) latency() panel {
	return m.lines(m.t("答复用时", "Time to answer"), m.t("95%的请求不超过。", "95 % of the requests take no longer."),
		query{expr: "histogram_quantile(0.95, sum by (handler, le) (rate(biaochi_http_request_duration_seconds_bucket{" + one + "}[$__rate_interval])))", legend: "{{handler}}"}).
		set("unit", "s", "min", 0)
}

func (m maker) storeSize() panel {
	return m.lines(m.t("数据库大小", "Size of the database"), m.t("数据库文件和预写日志；日志一直不缩小时，查是否有长时间不结束的读取。", "The file and its write-ahead log; a log that never shrinks means a reader that never ends."),
		query{expr: "sum by (file) (biaochi_store_size_bytes{" + one + "})", legend: "{{file}}"}).set("unit", "bytes", "min", 0)
}

func (m maker) entries() panel {
	return m.lines(m.t("记录序号与页面重建", "Entries and rebuilt pages"), m.t("最近一条改变评价的记录的序号；一小时内指标页因数据变化重建的次数。", "Number of the newest entry that changed a verdict, and how often the page of metrics was rebuilt within the hour."),
		query{expr: "biaochi_store_generation{" + one + "}", legend: m.t("记录序号", "Entry")},
		query{expr: "increase(biaochi_scrape_rebuilds_total{" + one + "}[1h])", legend: m.t("一小时内重建", "Rebuilt within the hour")}).
		set("unit", "none", "decimals", 0, "min", 0).style(m.t("一小时内重建", "Rebuilt within the hour"), "custom.axisPlacement", "right")
}
