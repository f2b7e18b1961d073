package exporter

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/biaochi/biaochi/targets"
)

// A head is what a family says of itself. All families are gauges.
type head struct {
	name, help string
	labels     []string // in alphabetical order, as Prometheus' own encoder writes them
}

// A family is one metric name of the target metrics.
type family struct {
	head
	// samples emits the series of rows that compareRows has ordered, in the
	// order of their label values. The labels are the caller's only until emit
	// returns.
	samples func(rows []row, emit func(v float64, labels ...string))
}

func (h *head) desc() *prometheus.Desc { return prometheus.NewDesc(h.name, h.help, h.labels, nil) }

// families are all target metrics in alphabetical order.
var families = [...]family{
	gauge("baseline", "基期值，单位同指标，比率为 0–1。/ Baseline value, in the indicator's unit; ratios 0–1.",
		func(r *row) number { return r.baseline }),
	gauge("completion_ratio", "完成率：现值 ÷ 目标值。/ Value divided by goal.",
		func(r *row) number { return r.completion }),
	gauge("coverage_ratio", "预汇总覆盖率：已报地区数 ÷ 应报地区数。/ Share of the areas asked that are in the roll-up.",
		func(r *row) number { return r.coverage }),
	gauge("deadline_timestamp_seconds", "目标期限当日末（北京时间）。/ End of the day of the deadline in Asia/Shanghai, Unix time.",
		func(r *row) number { return r.deadline }),
	gauge("expected_ratio", "序时进度：数据截止日应完成的份额。/ Share expected by the end of the newest figure's period.",
		func(r *row) number { return r.expected }),
	gauge("figure_period_end_timestamp_seconds", "数据截止日当日末（北京时间）。/ End of the newest figure's period in Asia/Shanghai, Unix time.",
		func(r *row) number { return r.periodEnd }),
	gauge("figure_recorded_timestamp_seconds", "所用数据最近一次入库时间。/ When the newest figure of the value was recorded, Unix time.",
		func(r *row) number { return r.recorded }),
	{head{"biaochi_target_forecast_value", "期限时的模型测算值（中位数与80%区间），仅供参考。/ Model's value at the deadline (median and 80 % interval), for orientation only.",
		[]string{"area", "bound", "document", "indicator", "target"}}, sampleForecasts},
	gauge("goal", "目标值，单位同指标，比率为 0–1。/ Goal, in the indicator's unit; ratios 0–1.",
		func(r *row) number { return r.goal }),
	gauge("hit_probability_ratio", "按期达标的模型测算概率，仅供参考。/ Model's probability of meeting the goal, for orientation only.",
		func(r *row) number { return r.probability }),
	{head{"biaochi_target_info", "目标的名称、单位、类型与出处，恒为 1。/ Names, unit, kind and clause of a target; always 1.",
		infoNames()}, sampleInfo},
	gauge("pace_declines", "序时比连续下降的期数（按数据期，不按天）。/ How many figures in a row lowered the pace.",
		func(r *row) number { return r.declines }),
	gauge("pace_ratio", "序时比：完成进度 ÷ 序时进度。/ Progress divided by the share expected.",
		func(r *row) number { return r.pace }),
	gauge("progress_ratio", "完成进度：较基期已完成的份额。/ Share attained since the baseline.",
		func(r *row) number { return r.progress }),
	gauge("stale", "数据偏旧为 1：又一报告期已结束且已过报送期。/ 1 if a further period has closed and its figure is overdue.",
		func(r *row) number { return r.stale }),
	{head{"biaochi_target_state", "当前状态为 1，其余状态为 0。/ 1 for the state of the target, 0 for every other.",
		[]string{"area", "document", "indicator", "state", "target"}}, sampleStates},
	gauge("value", "最近一期数据，单位同指标，比率为 0–1。/ Newest value, in the indicator's unit; ratios 0–1.",
		func(r *row) number { return r.value }),
}

// gauge is a family with one series for each target that has the number.
func gauge(name, help string, value func(*row) number) family {
	return family{
		head: head{"biaochi_target_" + name, help, []string{"area", "document", "indicator", "target"}},
		samples: func(rows []row, emit func(float64, ...string)) {
			for i := range rows {
				r := &rows[i]
				if n := value(r); n.known {
					emit(n.v, r.area, r.document, r.indicator, r.target)
				}
			}
		},
	}
}

// sampleInfo emits the texts of each target.
func sampleInfo(rows []row, emit func(float64, ...string)) {
	order := make([]*row, len(rows))
	for i := range rows {
		order[i] = &rows[i]
	}
	slices.SortFunc(order, func(a, b *row) int { return slices.Compare(a.info[:], b.info[:]) })
	for _, r := range order {
		emit(1, r.info[:]...)
	}
}

// sampleForecasts emits the interval and the middle of each forecast. The label
// bound stands right behind area in the alphabet, so the targets of an area are
// taken together.
func sampleForecasts(rows []row, emit func(float64, ...string)) {
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].area == rows[0].area {
			n++
		}
		for bound, name := range [...]string{"high", "low", "mid"} {
			for i := range rows[:n] {
				if r := &rows[i]; r.forecast[bound].known {
					emit(r.forecast[bound].v, r.area, name, r.document, r.indicator, r.target)
				}
			}
		}
		rows = rows[n:]
	}
}

// sampleStates emits every state for each target. The label state stands before
// target in the alphabet, so targets that share the labels before it are taken
// together.
func sampleStates(rows []row, emit func(float64, ...string)) {
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && sameSeries(&rows[n], &rows[0]) {
			n++
		}
		for _, state := range states {
			for i := range rows[:n] {
				r := &rows[i]
				emit(oneIf(r.state == state), r.area, r.document, r.indicator, string(state), r.target)
			}
		}
		rows = rows[n:]
	}
}

// states are targets.States in alphabetical order.
var states = slices.Sorted(slices.Values(targets.States[:]))

func sameSeries(a, b *row) bool {
	return a.area == b.area && a.document == b.document && a.indicator == b.indicator
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
