package main

import "github.com/biaochi/biaochi/targets"

// ofArea are the goals of the area that is chosen.
const ofArea = `area="$area", document=~"$document"`

func (m maker) area() object {
	var b board
	b.add(
		m.lightCounts(ofArea).sized(24, 4).link(m.t("标尺地区页", "Page of this area in Biaochi"), m.page("areas/${area}.html")),
		m.areaGoals().sized(24, 12),
		m.areaPaces().sized(14, 10),
		m.areaDuties().sized(10, 10),
	)
	area := m.of("area", m.t("地区", "Area"), "")
	document := m.many(m.of("document", m.t("文件", "Document"), `area="$area"`))
	return m.dashboard("area", m.t("标尺 · 地区", "Biaochi · Area"), m.t("一个地区的目标：现值、目标值、完成情况和填报任务", "The goals of one area: value, goal, progress, and duties"),
		"now-2y", b.panels, area, document)
}

func (m maker) areaGoals() panel {
	of := func(metric string) string { return by("target", last(metric, ofArea, now)) }
	queries := []query{
		{expr: m.rows(ofArea)},
		{expr: by("target, state", last("biaochi_target_state", ofArea, now)+" == 1")},
		{expr: shown(of("biaochi_target_value"), ofArea, now)},
		{expr: shown(of("biaochi_target_goal"), ofArea, now)},
		{expr: of("biaochi_target_completion_ratio")},
		{expr: of("biaochi_target_progress_ratio")},
		{expr: of("biaochi_target_pace_ratio")},
		{expr: of("biaochi_target_figure_period_end_timestamp_seconds") + " * 1000"},
		{expr: of("biaochi_target_deadline_timestamp_seconds") + " * 1000"},
	}
	columns := append(m.nameColumns()[1:], m.stateColumn("state"), m.numberColumn(value(2), m.t("现值", "Value")), m.numberColumn(value(3), m.t("目标值", "Goal value")),
		m.unitColumn(), m.percentColumn(value(4), m.t("完成率", "Completion")), m.percentColumn(value(5), m.t("完成进度", "Progress")), m.paceColumn(value(6)),
		m.dayColumn(value(7), m.t("数据截至", "Figure of")), m.dayColumn(value(8), m.t("期限", "Deadline")), m.idColumn())
	return m.table(m.t("本地区目标", "Goals of the area"),
		m.t("完成率 = 现值 ÷ 目标值；完成进度 = 较基期已完成的份额；序时比 = 完成进度 ÷ 序时进度，0.95及以上为达到序时进度，0.60以下为严重滞后。没有数据的不显示数字。",
			"Completion: value ÷ goal. Progress: share attained since the baseline. Pace: progress ÷ expected share; on track from 0.95, far behind below 0.60."),
		"target", queries, columns...).sorted(m.t("指标", "Indicator"), false)
}

func (m maker) areaPaces() panel {
	expr := "sort(" + m.named(by("target", last("biaochi_target_pace_ratio", ofArea, now)), ofArea, now, "indicator_name") + ")"
	return m.bars(m.t("各目标序时比", "Pace of each goal"), m.t("1为与序时进度一致；■ 0.60以下、▲ 0.95以下。没有序时比的目标不在其中。",
		"1: exactly as expected; ■ below 0.60, ▲ below 0.95. Goals without a pace are left out."),
		query{expr: expr, legend: "{{" + m.label("indicator_name") + "}}"}).set("unit", "none", "decimals", 2, "min", 0, "max", 1.5, "thresholds", paceSteps())
}

func (m maker) areaDuties() panel {
	p := m.bars(m.t("填报任务（近一年）", "Duties of the last year"), m.t("本地区填报单位的任务，不含下级地区。没有填报任务的地区为空。",
		"Duties of the area's own offices. Empty where there are none."),
		query{expr: "sum by (state) (" + last("biaochi_duties", `area="$area"`, now) + ")", legend: "{{state}}"}).set("unit", "none", "decimals", 0, "min", 0)
	for _, s := range targets.DutyStates {
		p = p.style(string(s), "displayName", m.duty(s), "color", object{"mode": "fixed", "fixedColor": dutyColour(s)})
	}
	return p
}
