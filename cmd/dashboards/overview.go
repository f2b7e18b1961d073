package main

// Goals that need somebody: slipped, missed, or over without a final figure.
const needing = "behind|far_behind|reversing|missed|awaiting_final"

// Goals that are still open and have a number.
const open = "on_track|behind|far_behind|reversing|no_data|unrated|in_progress"

// chosen are the goals the variables of the overview choose.
const chosen = `area=~"$area", document=~"$document", indicator=~"$indicator"`

func (m maker) overview() object {
	var b board
	b.add(
		m.lightCounts(chosen).sized(24, 4),
		m.areasByLight().sized(14, 10),
		m.documentShares().sized(10, 10),
		m.needingTable().sized(24, 9),
		m.deadlines().sized(12, 8),
		m.unlikely().sized(12, 8),
		m.lightHistory().sized(24, 8),
	)
	own := []variable{
		m.many(m.of("document", m.t("文件", "Document"), "")), m.many(m.of("area", m.t("地区", "Area"), "")),
		m.many(m.of("indicator", m.t("指标", "Indicator"), "")),
	}
	return m.dashboard("overview", m.t("标尺 · 总览", "Biaochi · Overview"),
		m.t("各目标的灯、各地区和文件的完成情况、需要关注的目标", "Lights of all goals, by area and document, and the goals that need somebody"), "now-2y", b.panels, own...)
}

// lightCounts is a number for each light, and their sum.
func (m maker) lightCounts(selector string) panel {
	var queries []query
	for _, l := range lights {
		queries = append(queries, query{expr: count("", l.states(), selector, now), legend: m.light(l)})
	}
	all := m.t("目标合计", "All goals")
	queries = append(queries, query{expr: count("", ".+", selector, now), legend: all})
	p := m.stat(m.t("目标数（按灯）", "Goals by light"),
		m.t("● 绿：完成、已达目标值或达到序时进度；▲ 黄：慢于序时进度；■ 红：严重滞后、方向相反或未完成；◆ 蓝：期限已过、待报期末数；○ 灰：暂无数据或暂不评价。",
			"● green: achieved, met or on track; ▲ amber: behind; ■ red: far behind, reversing or missed; ◆ blue: past its deadline, final figure awaited; ○ grey: no data or not rated."),
		queries...).set("unit", "none", "decimals", 0)
	for _, l := range lights {
		p = p.style(m.light(l), "color", object{"mode": "fixed", "fixedColor": l.colour})
	}
	return p.style(all, "color", object{"mode": "fixed", "fixedColor": "text"})
}

// areasByLight is a table of areas by lights with coloured cells.
func (m maker) areasByLight() panel {
	area := m.label("area_name")
	queries := []query{{expr: by("area, "+area, info(chosen, now))}}
	columns := []column{{area, m.t("地区", "Area"), 130, m.toArea()}}
	for i, l := range lights {
		queries = append(queries, query{expr: count("area", l.states(), chosen, now)})
		columns = append(columns, column{value(i + 1), m.light(l), 0,
			with(filled(), props("unit", "none", "decimals", 0, "thresholds", steps("transparent", 1, l.colour), "custom.align", "center"))})
	}
	columns = append(columns, column{"area", m.t("代码", "Code"), 80, nil})
	return m.table(m.t("各地区目标数", "Goals by area"), m.t("各地区自己的目标，不含下级地区。", "Goals of the area itself, without the areas below it."),
		"area", queries, columns...).sorted(m.t("代码", "Code"), false)
}

// documentShares is the share of a document's goals with a green light.
func (m maker) documentShares() panel {
	name := m.label("document_name")
	green := count("document", lights[0].states(), chosen, now)
	expr := "sort_desc(" + green + " / " + count("document", ".+", chosen, now) + " * on (document) group_left (" + name + ") topk by (document) (1, " +
		by("document, "+name, last("biaochi_target_info", chosen, now)) + "))"
	return m.bars(m.t("各文件绿灯目标占比", "Share of goals with a green light, by document"),
		m.t("完成、已达目标值或达到序时进度的目标数 ÷ 该文件目标数。没有数据的目标也在分母中。",
			"Goals achieved, met or on track over all goals of the document; goals without data count in the denominator."),
		query{expr: expr, legend: "{{" + name + "}}"}).set(percent()...).set("min", 0, "max", 1,
		"color", object{"mode": "fixed", "fixedColor": lights[0].colour})
}

// needingTable are the goals that need somebody, the slowest first.
func (m maker) needingTable() panel {
	in := func(expr string) string { return inState(expr, needing, chosen, now) }
	of := func(metric string) string { return in(by("target", last(metric, chosen, now))) }
	each := func(metric string) string { return by("target", last(metric, chosen, now)) }
	queries := []query{
		{expr: in(m.rows(chosen))},
		{expr: by("target, state", last("biaochi_target_state", chosen+`, state=~"`+needing+`"`, now)+" == 1")},
		{expr: of("biaochi_target_pace_ratio")},
		{expr: in("1 - " + each("biaochi_target_pace_ratio"))},
		{expr: of("biaochi_target_progress_ratio")},
		{expr: of("biaochi_target_expected_ratio")},
		{expr: in(each("biaochi_target_deadline_timestamp_seconds") + " * 1000")},
		{expr: of("biaochi_target_stale")},
	}
	short := m.t("落后", "Short by") // sorted downwards, so that goals without a pace stand last
	columns := append(m.nameColumns(), m.stateColumn("state"), m.paceColumn(value(2)), m.percentColumn(value(3), short),
		m.percentColumn(value(4), m.t("完成进度", "Progress")), m.percentColumn(value(5), m.t("序时进度", "Expected")),
		m.dayColumn(value(6), m.t("期限", "Deadline")), m.staleColumn(value(7)), m.idColumn())
	return m.table(m.t("需要关注的目标（序时比低的在前）", "Goals that need attention, slowest pace first"),
		m.t("慢于序时进度、严重滞后、方向相反、未完成和期末数未报的目标。落后 = 1 − 序时比，负数为超前。完成进度、序时进度都取在数据截止日；没有数据的不显示数字，排在最后。",
			"Behind, far behind, reversing, missed, or past the deadline without a final figure. Short by: 1 − pace, negative when ahead. Progress and expected share are those of the newest figure's date; goals without figures stand last."),
		"target", queries, columns...).sorted(short, true)
}

func (m maker) staleColumn(field string) column {
	return column{field, m.t("数据", "Data"), 80, with(coloured(), props("mappings", []object{{"type": "value", "options": object{
		"0": object{"text": m.t("最新", "current"), "index": 0}, "1": object{"text": m.t("▲ 偏旧", "▲ stale"), "color": lights[1].colour, "index": 1}}}}))}
}

// deadlines are the goals whose deadline is ahead and that are not met, the next first.
func (m maker) deadlines() panel {
	end := by("target", last("biaochi_target_deadline_timestamp_seconds", chosen, now))
	ahead := inState(end+" > time()", open, chosen, now)
	queries := []query{
		{expr: m.rows(chosen) + " and on (target) (" + ahead + ")"},
		{expr: "(" + ahead + ") * 1000"},
		{expr: "((" + ahead + ") - time()) / 86400"},
	}
	left := m.t("剩余天数", "Days left")
	columns := append(m.nameColumns(), m.dayColumn(value(1), m.t("期限", "Deadline")),
		column{value(2), left, 100, with(coloured(), props("unit", "locale", "decimals", 0, "thresholds", steps(lights[1].colour, 90, "text")))}, m.idColumn())
	return m.table(m.t("期限将至、尚未达标的目标", "Next deadlines of goals not yet met"),
		m.t("90天以内（临期）为黄色。已达目标值的目标不在其中。", "Amber: 90 days or less. Goals whose value is met are left out."), "target", queries, columns...).sorted(left, false)
}

// unlikely are open goals the model gives less than an even chance.
func (m maker) unlikely() panel {
	low := by("target", last("biaochi_target_hit_probability_ratio", chosen, now)) + " < 0.5"
	queries := []query{{expr: m.rows(chosen) + " and on (target) (" + low + ")"}, {expr: low}}
	title := m.t("按期达标概率", "Probability")
	columns := append(m.nameColumns(), m.percentColumn(value(1), title), m.idColumn())
	return m.table(m.t("模型测算按期达标概率低于一半", "Less than an even chance by the model"),
		m.t("模型测算，仅供参考，不作为考核、通报和公开依据。不具备测算条件的目标不在其中。", "A model's estimate, for orientation only. Goals whose conditions for a forecast are not met are left out."),
		"target", queries, columns...).sorted(title, false)
}

// lightHistory counts all goals by light since the recording rules run.
func (m maker) lightHistory() panel {
	p := m.lines(m.t("各灯目标数变化", "Goals by light over time"),
		m.t("由汇总规则 deploy/rules/targets.yml 记录，自规则启用起；为全部目标，不随上方的选择变化。", "Recorded by deploy/rules/targets.yml since the rules were loaded; all goals, whatever is chosen above."))
	var queries []query
	for _, l := range lights {
		queries = append(queries, query{expr: "sum(last_over_time(light:biaochi_targets:count{" + one + `, light="` + string(l.light) + `"}[25h]))`, legend: m.light(l), step: "1h"})
		p = p.style(m.light(l), "color", object{"mode": "fixed", "fixedColor": l.colour})
	}
	p.targets = asked("time_series", false, queries)
	return p.set("unit", "none", "decimals", 0, "min", 0, "custom", object{"drawStyle": "line", "lineInterpolation": "stepAfter", "lineWidth": 1, "fillOpacity": 60,
		"showPoints": "never", "spanNulls": false, "axisPlacement": "auto", "stacking": object{"mode": "normal", "group": "A"}})
}
