package main

import (
	"strconv"

	"github.com/biaochi/biaochi/targets"
)

// the selects the goal that is chosen.
const the = `target="$target"`

func (m maker) target() object {
	var b board
	b.add(
		m.targetInfo().sized(24, 4).link(m.t("标尺目标页", "Page of this goal in Biaochi"), m.page("targets/${target}.html")),
		m.share("biaochi_target_completion_ratio", m.t("完成率", "Completion"), m.t("现值 ÷ 目标值；下降类目标没有完成率。", "Value ÷ goal; goals that fall have none.")).sized(5, 6),
		m.share("biaochi_target_progress_ratio", m.t("完成进度（较基期）", "Progress since the baseline"),
			m.t("较基期已完成的份额，取在数据截止日。低于基期时为负，仪表指在0。", "Share attained since the baseline, at the newest figure's date. Below the baseline it is negative; the hand stays at 0.")).sized(5, 6),
		m.share("biaochi_target_expected_ratio", m.t("序时进度", "Expected share"), m.t("到数据截止日应完成的份额。", "Share expected by the newest figure's date.")).sized(5, 6),
		m.pace().sized(3, 6),
		m.declines().sized(3, 6),
		m.probability().sized(3, 6),
		m.path().sized(24, 11),
		m.stateHistory().sized(24, 4),
		m.shares().sized(12, 8),
		m.probabilities().sized(12, 8),
	)
	area := m.many(m.of("area", m.t("地区", "Area"), ""))
	document := m.many(m.of("document", m.t("文件", "Document"), `area=~"$area"`))
	indicator := m.many(m.of("indicator", m.t("指标", "Indicator"), `area=~"$area", document=~"$document"`))
	return m.dashboard("target", m.t("标尺 · 目标", "Biaochi · Goal"), m.t("一个目标：完成情况、走势与应达值、测算和历年状态", "One goal: progress, values against the path, forecast, and its states over the years"),
		"now-3y", b.panels, area, document, indicator, m.goal(chosen))
}

// targetInfo is one row: what the goal says and where it stands.
func (m maker) targetInfo() panel {
	of := func(metric string) string { return by("target", last(metric, the, now)) }
	labels := []string{"area_name", "indicator_name", "document_name", "unit", "as_written", "locator"}
	queries := []query{
		{expr: by("target, document_number, "+m.labels(labels...), info(the, now))},
		{expr: by("target, state", last("biaochi_target_state", the, now)+" == 1")},
		{expr: shown(of("biaochi_target_value"), the, now)},
		{expr: shown(of("biaochi_target_goal"), the, now)},
		{expr: shown(of("biaochi_target_baseline"), the, now)},
		{expr: of("biaochi_target_figure_period_end_timestamp_seconds") + " * 1000"},
		{expr: of("biaochi_target_deadline_timestamp_seconds") + " * 1000"},
	}
	columns := []column{
		{m.label("area_name"), m.t("地区", "Area"), 90, nil}, {m.label("indicator_name"), m.t("指标", "Indicator"), 0, nil},
		{m.label("as_written"), m.t("文件原文", "As written"), 0, nil}, m.stateColumn("state"), m.numberColumn(value(2), m.t("现值", "Value")),
		m.numberColumn(value(3), m.t("目标值", "Goal value")), m.numberColumn(value(4), m.t("基期值", "Baseline")), m.unitColumn(),
		m.dayColumn(value(5), m.t("数据截至", "Figure of")), m.dayColumn(value(6), m.t("期限", "Deadline")),
		{m.label("document_name"), m.t("文件", "Document"), 0, nil}, {"document_number", m.t("文号", "Number"), 0, nil}, {m.label("locator"), m.t("出处", "Clause"), 0, nil},
		m.idColumn(),
	}
	return m.table(m.t("目标", "The goal"), m.t("没有数据的不显示数字。比率以%计。", "Numbers that are not there are left blank. Ratios are in %."), "target", queries, columns...)
}

// share is a gauge of a ratio.
func (m maker) share(metric, title, about string) panel {
	return m.gauge(title, about, query{expr: "max(" + last(metric, the, now) + ")", legend: title}).set(percent()...).set("min", 0, "max", 1.2,
		"color", object{"mode": "fixed", "fixedColor": "blue"})
}

func (m maker) pace() panel {
	title := m.t("序时比", "Pace")
	return m.stat(title, m.t("完成进度 ÷ 序时进度：0.95及以上为达到序时进度，0.60以下为严重滞后，负数为方向相反。", "Progress ÷ expected share: on track from 0.95, far behind below 0.60, reversing below 0."),
		query{expr: "max(" + last("biaochi_target_pace_ratio", the, now) + ")", legend: title}).set("unit", "none", "decimals", 2, "thresholds", paceSteps())
}

func (m maker) declines() panel {
	title := m.t("序时比连续下降", "Falls of the pace in a row")
	return m.stat(title, m.t("最近相继几期数据的序时比一期低于一期的次数；3次及以上告警。", "How many figures in a row lowered the pace; three or more raise an alert."),
		query{expr: "max(" + last("biaochi_target_pace_declines", the, now) + ")", legend: title}).set("unit", m.t("suffix:期", "none"), "decimals", 0, "thresholds", steps("text", 3, lights[1].colour))
}

func (m maker) probability() panel {
	title := m.t("按期达标概率", "Probability")
	return m.stat(title, m.model(), query{expr: "max(" + last("biaochi_target_hit_probability_ratio", the, now) + ")", legend: title}).set(percent()...).set("decimals", 0,
		"thresholds", steps("text"))
}

// model is what stands beside every number of the model.
func (m maker) model() string {
	return m.t("模型测算，仅供参考，不作为考核、通报和公开依据。不具备测算条件的目标没有数字。",
		"A model's estimate, for orientation only. No number where the conditions for a forecast are not met.")
}

// path is the value against what was to be reached, and what the model gives for
// the deadline.
func (m maker) path() panel {
	of := func(metric, selector string) string {
		return "max(" + shown(by("target", last(metric, join(the, selector), past)), the, past) + ")"
	}
	due := func(metric string) string { return by("target", last(metric, the, past)) }
	baseline, goal, expected := due("biaochi_target_baseline"), due("biaochi_target_goal"), due("biaochi_target_expected_ratio")
	names := []string{m.t("现值", "Value"), m.t("序时应达", "Expected by now"), m.t("目标值", "Goal"), m.t("基期值", "Baseline"),
		m.t("期限时测算下限", "Forecast, low"), m.t("期限时测算上限", "Forecast, high"), m.t("期限时测算中位数", "Forecast, median")}
	queries := []query{
		{of("biaochi_target_value", ""), names[0], "1d"},
		{"max(" + shown("("+baseline+" + "+expected+" * ("+goal+" - "+baseline+"))", the, past) + ")", names[1], "1d"},
		{of("biaochi_target_goal", ""), names[2], "1d"},
		{of("biaochi_target_baseline", ""), names[3], "1d"},
		{of("biaochi_target_forecast_value", `bound="low"`), names[4], "1d"},
		{of("biaochi_target_forecast_value", `bound="high"`), names[5], "1d"},
		{of("biaochi_target_forecast_value", `bound="mid"`), names[6], "1d"},
	}
	dash := func(dashes ...int) object { return object{"fill": "dash", "dash": dashes} }
	colour := func(name string) object { return object{"mode": "fixed", "fixedColor": name} }
	return m.lines(m.t("现值与应达值", "Values against the path"),
		m.t("序时应达 = 基期值 + 序时进度 ×（目标值 − 基期值），取在各时点最近一期数据的截止日。浅色带为当时对期限时数值的测算（80%区间），仅供参考。比率以%计。历史以 biaochi export --format openmetrics 装入。",
			"Expected: baseline + expected share × (goal − baseline), at the date of the figure that was the newest. The band is what the model then gave for the deadline (80 %), for orientation only. Ratios are in %. History is loaded with biaochi export --format openmetrics."),
		queries...).set("unit", "locale").
		style(names[0], "color", colour("blue"), "custom.lineWidth", 3, "custom.lineInterpolation", "stepAfter").
		style(names[1], "color", colour("text"), "custom.lineStyle", dash(10, 6), "custom.lineWidth", 1, "custom.lineInterpolation", "stepAfter").
		style(names[2], "color", colour(lights[0].colour), "custom.lineWidth", 1, "custom.showPoints", "never").
		style(names[3], "color", colour(lights[4].colour), "custom.lineStyle", dash(2, 4), "custom.lineWidth", 1, "custom.showPoints", "never").
		style(names[4], "color", colour("purple"), "custom.lineWidth", 0, "custom.showPoints", "never", "custom.lineInterpolation", "stepAfter").
		style(names[5], "color", colour("purple"), "custom.lineWidth", 0, "custom.showPoints", "never", "custom.lineInterpolation", "stepAfter", "custom.fillBelowTo", names[4], "custom.fillOpacity", 18).
		style(names[6], "color", colour("purple"), "custom.lineStyle", dash(4, 4), "custom.lineWidth", 1, "custom.showPoints", "never", "custom.lineInterpolation", "stepAfter")
}

// stateHistory is the band of the goal's states.
func (m maker) stateHistory() panel {
	options := object{}
	for i, s := range targets.States {
		options[strconv.Itoa(i+1)] = object{"text": m.state(s), "color": lightOf(s).colour, "index": i}
	}
	name := m.t("状态", "State")
	return m.timeline(m.t("历年状态", "States over time"), m.t("以各日的数据判定（已修订的数据按修订后的）；装入历史后可看历年。", "As judged with the figures for each day, revisions included; years ago once history is loaded."),
		query{stateNumber(the), name, "1d"}).set("mappings", []object{{"type": "value", "options": options}})
}

func (m maker) shares() panel {
	progress, expected := m.t("完成进度", "Progress"), m.t("序时进度", "Expected")
	return m.lines(m.t("完成进度与序时进度", "Progress and expected share"), m.t("都取在各时点最近一期数据的截止日。", "Both at the date of the figure that was the newest."),
		query{"max(" + last("biaochi_target_progress_ratio", the, past) + ")", progress, "1d"}, query{"max(" + last("biaochi_target_expected_ratio", the, past) + ")", expected, "1d"}).
		set(percent()...).style(progress, "color", object{"mode": "fixed", "fixedColor": "blue"}, "custom.lineInterpolation", "stepAfter").
		style(expected, "color", object{"mode": "fixed", "fixedColor": "text"}, "custom.lineStyle", object{"fill": "dash", "dash": []int{10, 6}}, "custom.lineWidth", 1, "custom.lineInterpolation", "stepAfter")
}

func (m maker) probabilities() panel {
	title := m.t("按期达标概率的变化", "Probability over time")
	return m.lines(title, m.model(), query{"max(" + last("biaochi_target_hit_probability_ratio", the, past) + ")", title, "1d"}).set(percent()...).
		set("decimals", 0, "min", 0, "max", 1).style(title, "color", object{"mode": "fixed", "fixedColor": "purple"}, "custom.lineInterpolation", "stepAfter")
}
