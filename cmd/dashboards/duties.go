package main

import (
	"github.com/biaochi/biaochi/targets"
)

// inAreas are the areas that are chosen.
const inAreas = `area=~"$area"`

// handed are the states of a duty whose figure came, due those whose day has come.
const (
	handed = "submitted|returned|approved"
	due    = "submitted|returned|approved|overdue|declared_missing"
)

func (m maker) duties() object {
	var b board
	b.add(
		m.dutyCounts().sized(24, 4).link(m.t("标尺催报页", "Reminders in Biaochi"), "${biaochi:raw}/work/reminders/"),
		m.dutyTable().sized(14, 10),
		m.dutyRates().sized(10, 10),
		m.overdueOffices().sized(14, 10).link(m.t("标尺报送率页", "Rates in Biaochi"), "${biaochi:raw}/work/rates/"),
		m.dutyHistory().sized(10, 10),
	)
	area := m.many(picked(choice("query", "area", m.t("地区", "Area")), `label_values(biaochi_duties{`+one+`}, area)`, ""))
	return m.dashboard("duties", m.t("标尺 · 填报", "Biaochi · Duties"), m.t("填报任务的完成情况和逾期的单位", "What offices have handed in, and who is late"), "now-90d", b.panels, area)
}

// duty is the mark and the words of a duty's state.
func (m maker) duty(s targets.DutyState) string {
	marks := map[targets.DutyState]string{targets.DutyUpcoming: "○ ", targets.DutyOpen: "○ ", targets.DutySubmitted: "◆ ", targets.DutyReturned: "▲ ",
		targets.DutyApproved: "● ", targets.DutyOverdue: "■ ", targets.DutyMissing: "□ "}
	return marks[s] + s.Name().In(m.lang)
}

func dutyColour(s targets.DutyState) string {
	switch s {
	case targets.DutySubmitted:
		return lights[3].colour
	case targets.DutyReturned:
		return lights[1].colour
	case targets.DutyApproved:
		return lights[0].colour
	case targets.DutyOverdue:
		return lights[2].colour
	case targets.DutyMissing:
		return "semi-dark-purple"
	}
	return lights[4].colour
}

func dutySum(by, states, window string) string {
	if by != "" {
		by = " by (" + by + ")"
	}
	return "sum" + by + " (" + last("biaochi_duties", inAreas+`, state=~"`+states+`"`, window) + ")"
}

// areaNames are names of areas; an area without a goal of its own has none there.
func (m maker) areaNames(expr string) string {
	name := m.label("area_name")
	known := "topk by (area) (1, " + by("area, "+name, last("biaochi_target_info", "", now)) + ")"
	return "(" + expr + ") * on (area) group_left (" + name + ") " + known + ` or on (area, office) label_join(` + expr + `, "` + name + `", "", "area")`
}

func (m maker) dutyCounts() panel {
	var queries []query
	p := m.stat(m.t("填报任务（近一年）", "Duties of the last year"), m.t("填报任务 = 单位 × 指标 × 报告期，报告期在近一年内结束的。是否按时由报送率页逐项说明，指标中只有状态。",
		"Duties: office × indicator × period, of periods that ended within the last year. What came late is told by the page of rates; the metrics have states only."))
	for _, s := range targets.DutyStates {
		queries = append(queries, query{expr: dutySum("", string(s), now), legend: m.duty(s)})
		p = p.style(m.duty(s), "color", object{"mode": "fixed", "fixedColor": dutyColour(s)})
	}
	p.targets = asked("time_series", true, queries)
	return p.set("unit", "none", "decimals", 0)
}

func (m maker) dutyTable() panel {
	name := m.label("area_name")
	queries := []query{{expr: m.areaNames(dutySum("area", ".+", now))}}
	columns := []column{{name, m.t("地区", "Area"), 110, nil}}
	for i, s := range targets.DutyStates {
		queries = append(queries, query{expr: dutySum("area", string(s), now)})
		columns = append(columns, column{value(i + 1), m.duty(s), 0,
			with(coloured(), props("unit", "none", "decimals", 0, "custom.align", "center", "thresholds", steps("text", 1, dutyColour(s))))})
	}
	columns = append(columns, column{value(0), m.t("合计", "All"), 70, props("unit", "none", "decimals", 0, "custom.align", "center")}, column{"area", m.t("代码", "Code"), 80, nil})
	return m.table(m.t("各地区填报任务", "Duties by area"), m.t("按填报单位自己所在的地区计，不含下级地区。省级以下的地区须以 --metrics.areas all 启动标尺才在指标里；没有目标的地区以代码为名。",
		"By the office's own area, without the areas below. Areas below the provinces are in the metrics with --metrics.areas all only; an area without a goal has its code for a name."), "area", queries, columns...).sorted(m.t("代码", "Code"), false)
}

func (m maker) dutyRates() panel {
	expr := dutySum("area", handed, now) + " / (" + dutySum("area", due, now) + " > 0)"
	return m.bars(m.t("各地区报送率", "Share handed in, by area"), m.t("已上报、退回修改和审核通过的 ÷ 已到报送期的（含应报未报和确认缺报）。",
		"Submitted, returned and approved over all whose day has come, overdue and declared missing included."),
		query{expr: "sort(" + m.areaNames(expr) + ")", legend: "{{" + m.label("area_name") + "}}"}).set(percent()...).
		set("min", 0, "max", 1, "thresholds", steps(lights[2].colour, 0.6, lights[1].colour, 0.95, lights[0].colour))
}

func (m maker) overdueOffices() panel {
	oldest := func(labels string) string {
		return by(labels, last("biaochi_duty_oldest_overdue_timestamp_seconds", inAreas, now))
	}
	queries := []query{{expr: m.areaNames("(time() - " + oldest("area, office") + ") / 86400")}, {expr: oldest("office") + " * 1000"}}
	days := m.t("最早一项逾期天数", "Days since the oldest was due")
	columns := []column{
		{m.label("area_name"), m.t("地区", "Area"), 110, nil}, {"office", m.t("单位编号", "Office"), 0, props("links", []object{
			{"title": m.t("标尺催报页（单位名称和联系人）", "Reminders in Biaochi, with names"), "url": "${biaochi:raw}/work/reminders/", "targetBlank": true}})},
		{value(1), m.t("应于", "Due on"), 120, day()},
		{value(0), days, 160, with(coloured(), props("unit", "locale", "decimals", 0, "thresholds", steps(lights[1].colour, 30, lights[2].colour)))},
	}
	return m.table(m.t("逾期的单位", "Offices that are overdue"), m.t("各单位最早一项应报未报；30天以上为红色。省级以下的单位须以 --metrics.areas all 启动标尺才在指标里；单位名称见催报页。",
		"Each office's oldest overdue duty; red from 30 days. Offices below the provinces are in the metrics with --metrics.areas all only; for their names see the reminders."), "office", queries, columns...).sorted(days, true)
}

func (m maker) dutyHistory() panel {
	p := m.lines(m.t("未报、退回和待审的变化", "Overdue, returned and waiting over time"), m.t("自抓取开始起；填报任务不在装入的历史里。", "Since scraping began; duties are not in the history that is loaded."))
	var queries []query
	for _, s := range []targets.DutyState{targets.DutyOverdue, targets.DutyReturned, targets.DutySubmitted} {
		queries = append(queries, query{dutySum("", string(s), "1h"), m.duty(s), "10m"})
		p = p.style(m.duty(s), "color", object{"mode": "fixed", "fixedColor": dutyColour(s)}, "custom.lineInterpolation", "stepAfter")
	}
	p.targets = asked("time_series", false, queries)
	return p.set("unit", "none", "decimals", 0, "min", 0)
}
