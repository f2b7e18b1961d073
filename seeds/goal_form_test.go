package seeds

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// rates are more cards beside those of the small catalogue.
const rates = `  - {id: gdp, name: {zh: 地区生产总值, en: GDP}, measure: quantity, accumulation: flow, unit: {zh: 亿元, en: x, plural: x}, cadence: yearly, rollup: none, disclosure: public}
  - {id: growth, name: {zh: 增速, en: Growth}, measure: change_rate, span: average, unit: {zh: "%", en: "%", plural: "%"}, cadence: yearly, rollup: none, disclosure: public}
  - {id: place, name: {zh: 位次, en: Rank}, measure: rank, range: {high: "31"}, unit: {zh: 位, en: place, plural: places}, cadence: yearly, rollup: none, disclosure: public}
  - {id: stage, name: {zh: 建成, en: Built}, measure: milestone, cadence: once, rollup: none, disclosure: public}
`

// withTarget is the small catalogue with other lines for what its first target
// asks for.
func withTarget(t *testing.T, indicator, written, asks string) fs.FS {
	return edited(t, goalsFile, "    sister: made\n", "    sister: made\n"+rates,
		planFile, "indicator: made", "indicator: "+indicator, planFile, "as_written: 4000项以上", "as_written: "+written,
		planFile, "    comparator: at_least\n    goal: \"4000\"\n", "    "+strings.ReplaceAll(asks, "; ", "\n    ")+"\n")
}

func TestAFormStandsWithItsMeasureComparatorAndKeys(t *testing.T) {
	tests := map[string]struct{ indicator, written, asks, want string }{
		"a level over a limit":                   {"made", "超过4000项", `comparator: over; goal: "4000"`, ""},
		"a level between two ends":               {"share", "12%至15%", `comparator: between; goal: "0.12"; goal_high: "0.15"`, ""},
		"between has two ends":                   {"share", "12%至15%", `comparator: between; goal: "0.12"`, "goal_high: between 要有两端"},
		"the ends stand in order":                {"share", "12%至15%", `comparator: between; goal: "0.15"; goal_high: "0.12"`, "goal_high: 上端 0.12 不大于下端 0.15"},
		"a high end belongs to between":          {"made", "4000项以上", `comparator: at_least; goal: "4000"; goal_high: "5000"`, "goal_high: goal_high 只用于 between"},
		"a change":                               {"made", "增加100项", `form: change; comparator: increase; amount: "100"; base_year: 2020`, ""},
		"a change of the old shape":              {"made", "增加100项", `comparator: increase; goal: "100"`, ""},
		"a change needs an amount":               {"made", "增加100项", `form: change; comparator: increase; goal: "100"`, "goal: goal 不能用于目标形式 change"},
		"an amount needs a form":                 {"made", "增加100项", `comparator: increase; amount: "100"`, "form: 有 amount 而没有写目标形式"},
		"a change of a count is whole":           {"made", "增加100项", `form: change; comparator: increase; amount: "0.135"`, "amount: 0.135 不是整数"},
		"a change is not held against at_least":  {"made", "增加100项", `form: change; comparator: at_least; amount: "100"`, "comparator: at_least 不能用于目标形式 change"},
		"a relative fall":                        {"gdp", "比2020年下降13.5%", `form: relative; comparator: decrease; amount: "0.135"; base_year: 2020`, ""},
		"a fall of at most so much":              {"gdp", "降幅不超过2%", `form: relative; comparator: decrease; amount: "0.02"; extent: at_most`, ""},
		"a fall of 13.5 is not 13.5 %":           {"gdp", "比2020年下降13.5%", `form: relative; comparator: decrease; amount: "13.5"; base_year: 2020`, "amount: 下降 13.5 倍"},
		"a factor":                               {"gdp", "翻一番", `form: relative; comparator: at_least; amount: "2"`, ""},
		"an extent belongs to what moves":        {"gdp", "翻一番", `form: relative; comparator: at_least; amount: "2"; extent: at_most`, "extent: extent 只用于 increase"},
		"an extent of two ends":                  {"gdp", "增长5%至7%", `form: relative; comparator: increase; amount: "0.05"; amount_high: "0.07"; extent: between`, ""},
		"an extent of two ends has both":         {"gdp", "增长5%至7%", `form: relative; comparator: increase; amount: "0.05"; extent: between`, "amount_high: between 要有两端"},
		"a yearly average":                       {"gdp", "年均增长7%以上", `form: average; comparator: increase; amount: "0.07"; base_year: 2020`, ""},
		"an average in the unit":                 {"new", "年均新增50项", `form: average; comparator: increase; amount: "50"; additive: true; base_year: 2020`, ""},
		"an average is not of a place":           {"place", "年均前移1位", `form: average; comparator: decrease; amount: "1"; additive: true`, "form: 目标形式 average 不能用于度量类型 rank"},
		"only an average is additive":            {"made", "增加100项", `form: change; comparator: increase; amount: "100"; additive: true`, "additive: additive 不能用于目标形式 change"},
		"each year":                              {"new", "每年1200项以上", `form: yearly; comparator: at_least; goal: "1200"`, ""},
		"not below the year before":              {"new", "不低于上年", `form: yearly; comparator: at_least; goal: previous`, ""},
		"the year before is of yearly goals":     {"new", "不低于上年", `comparator: at_least; goal: previous`, "goal: goal: previous 只用于目标形式 yearly"},
		"against another indicator":              {"growth", "高于GDP增速", `form: versus; comparator: over; reference: {indicator: growth, area: "100000", over: span}`, ""},
		"versus says over what":                  {"growth", "高于GDP增速", `form: versus; comparator: over; reference: {indicator: growth, area: "100000"}`, "reference.over: 参照缺少 over"},
		"versus needs a reference":               {"growth", "高于GDP增速", `form: versus; comparator: over`, "reference: 目标形式 versus 要写 reference"},
		"versus is of one measure":               {"growth", "高于GDP增速", `form: versus; comparator: over; reference: {indicator: gdp, over: span}`, "reference.indicator: gdp 的度量类型是 quantity"},
		"versus is of a known indicator":         {"growth", "高于GDP增速", `form: versus; comparator: over; reference: {indicator: gpd, over: span}`, "reference.indicator: 没有编号为 gpd 的指标"},
		"nothing is held against itself":         {"growth", "高于GDP增速", `form: versus; comparator: over; reference: {indicator: growth, over: span}`, "reference: 参照就是目标自己"},
		"margins belong to between":              {"growth", "高于GDP增速", `form: versus; comparator: over; reference: {indicator: growth, area: "100000", over: span, margin_low: "0.01"}`, "reference.margin_low: margin_low 只用于 between"},
		"among the first three":                  {"place", "前三", `form: rank; comparator: at_most; goal: "3"`, ""},
		"two places forward":                     {"place", "位次前移2位", `form: rank; comparator: decrease; amount: "2"`, ""},
		"a place has a number":                   {"place", "前三", `form: rank; comparator: at_most`, "goal: 位次目标缺少目标值"},
		"a place is of a rank":                   {"made", "前三", `form: rank; comparator: at_most; goal: "3"`, "form: 目标形式 rank 不能用于度量类型 count"},
		"there is no place beyond the card's":    {"place", "前32", `form: rank; comparator: at_most; goal: "32"`, "goal: 32 大于指标的上限 31"},
		"a direction of a count":                 {"made", "数量大幅增加", `form: direction; comparator: increase`, ""},
		"a direction has no number":              {"made", "数量大幅增加", `form: direction; comparator: increase; goal: "3"`, "goal: goal 不能用于目标形式 direction"},
		"a milestone has no form":                {"stage", "全面建成", `form: level; comparator: by`, "form: 度量类型 milestone 没有目标形式"},
		"a base year comes before the deadline":  {"gdp", "比2025年下降13.5%", `form: relative; comparator: decrease; amount: "0.135"; base_year: 2025`, "base_year: 基期年 2025 不早于期限"},
		"a level has no base year":               {"made", "4000项以上", `comparator: at_least; goal: "4000"; base_year: 2020`, "base_year: base_year 不能用于目标形式 level"},
		"a negative quantity is below its range": {"gdp", "10亿元以上", `comparator: at_least; goal: "-10"`, "goal: -10 是负数"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := Catalogue(withTarget(t, tt.indicator, tt.written, tt.asks))
			faults, _ := errors.AsType[targets.Faults](err)
			var got []string
			for _, f := range faults {
				got = append(got, strings.TrimPrefix(f.Field, "targets[0].")+": "+f.Text)
				if !strings.Contains(f.String(), "目标 plan-1-made") {
					t.Errorf("the fault %s does not name its target", f)
				}
			}
			if tt.want == "" && err != nil || tt.want != "" && (len(got) == 0 || !strings.Contains(strings.Join(got, "\n"), tt.want)) {
				t.Errorf("%s %s: %q, %v; want %q", tt.indicator, tt.asks, got, err, tt.want)
			}
		})
	}
}

func TestWhatAFormSaysIsRead(t *testing.T) {
	c, warnings, err := Catalogue(withTarget(t, "new", "不低于上年", `form: yearly; comparator: at_least; goal: previous; nature: binding; certainty: strive`))
	if err != nil {
		t.Fatal(err)
	}
	got := c.Targets[0]
	if got.Form != targets.FormYearly || !got.Previous || got.Goal.Known() || got.Nature != targets.Binding || got.Certainty != targets.Strive {
		t.Errorf("target %+v; want a yearly one against the year before, binding, strive", got)
	}
	if high := c.Indicators[7].Range.High.String(); high != "31" || c.Indicators[6].Span != targets.SpanAverage {
		t.Errorf("range to %s, span %q; want 31 and average", high, c.Indicators[6].Span)
	}
	// The document's other targets say no start: 1 January of its year of issue.
	if s := c.Targets[1]; s.Start.String() != "2023-01-01" || s.StartBasis != targets.BasisIssueYear {
		t.Errorf("start %s (%s); want 2023-01-01, issue_year", s.Start, s.StartBasis)
	}
	told := false
	for _, w := range warnings {
		told = told || strings.Contains(w.Text, "目标 plan-1-fewer 未写起始日，取 2023-01-01（推定")
	}
	if !told {
		t.Errorf("the check does not say which start it took: %v", warnings)
	}
}

func TestARangeOfACardIsChecked(t *testing.T) {
	tests := map[string]struct{ card, want string }{
		"a count to eleven":         {`range: {high: "11"}`, ""},
		"no count is negative":      {`range: {low: "-1"}`, "range.low: -1 超出度量类型 count 固有的界限 0"},
		"the ends stand in order":   {`range: {low: "5", high: "5"}`, "range.high: 上限 5 不大于下限 5"},
		"a count is whole":          {`range: {high: "5.5"}`, "range: 按整数计的指标"},
		"a span is of a rate":       {`span: total`, "span: span 只用于增速"},
		"a reduction is of a rate":  {`sense: reduction`, "sense: sense 只用于增速"},
		"a range has an end":        {`range: {}`, "range: 是空的"},
		"there is no other end":     {`range: {max: "5"}`, "range.max: 没有这个键"},
		"an end is a quoted number": {`range: {low: 5}`, "range.low: 应为文字"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := Catalogue(edited(t, goalsFile, "    sister: made\n", "    sister: made\n    "+tt.card+"\n"))
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), "indicators[4]."+tt.want)) {
				t.Errorf("%s: %v; want %q", tt.card, err, tt.want)
			}
		})
	}
}
