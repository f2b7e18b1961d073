package collector_test

import (
	"strings"
	"testing"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// sourceCatalogue has a cumulative, a flow, a ratio of a moment, a ratio of a
// year, a mean and a milestone; targets only in 陕西省.
func sourceCatalogue() *targets.Catalogue {
	c := shareCatalogue()
	c.Indicators = append(c.Indicators,
		targets.Indicator{ID: "new", Name: targets.Text{ZH: "新增数"}, Measure: targets.Count, Accumulation: targets.Flow, Unit: targets.Unit{ZH: "项"}},
		targets.Indicator{ID: "rate", Name: targets.Text{ZH: "采标率"}, Measure: targets.Ratio, Window: targets.WindowPoint, Unit: targets.Unit{ZH: "%"}},
		targets.Indicator{ID: "yearly", Name: targets.Text{ZH: "年度率"}, Measure: targets.Ratio, Window: targets.WindowYear, Unit: targets.Unit{ZH: "%"}},
		targets.Indicator{ID: "months", Name: targets.Text{ZH: "周期"}, Measure: targets.Mean, Unit: targets.Unit{ZH: "个月"}},
		targets.Indicator{ID: "stage", Name: targets.Text{ZH: "试点"}, Measure: targets.Milestone})
	return c
}

// rows is a file of «indicator period value origin bound».
func rows(list ...string) string {
	var b strings.Builder
	b.WriteString(head)
	for _, row := range list {
		w := append(strings.Fields(row), "", "")
		unit := ""
		if w[0] == "rate" || w[0] == "yearly" {
			unit = "%"
		}
		b.WriteString(strings.Join([]string{w[0], "610000", w[1], strings.Trim(w[2], "-"), "", "", unit, "", w[4], "", "", "", "", w[3]}, ",") + "\n")
	}
	return b.String()
}

type sourceStep struct {
	file string
	want string // part of the summary or of the faults
}

func checkSteps(t *testing.T, s *store.Store, steps []sourceStep, o collector.ImportOptions) {
	t.Helper()
	for i, step := range steps {
		if got := take(t, s, step.file, o); !strings.Contains(got, step.want) {
			t.Errorf("step %d: importing\n%ssays\n%s\nwant\n%s", i+1, step.file, got, step.want)
		}
	}
}

func TestAWeakerSourceTakesNoPlace(t *testing.T) {
	stands := rows("issued-total 2024-03-26 3598 official")
	tests := map[string][]sourceStep{
		"a bound of the press over an exact official figure": {
			{stands, "新增 1"},
			{rows("issued-total 2024-03-26 3500 media lower"), "数据.csv:2: value: 2024-03-26 已有 3598（官方发布的精确数），本行 3500 是公布的上下限或估计数，不能取代它；" +
				"另有来源的说法可写在备注；确要更正，本行的来源不能低于「官方发布的精确数」，请核对来源类别（origin）和上下限（bound）"}},
		"a level may be kept by its other form": {
			{rows("issued-total 2024 3598 official"), "新增 1"},
			{rows("issued-total 2024 3500 media lower"), "；要作为另有来源保留，报告期请写 2024-12-31；确要更正，"},
			{rows("issued-total 2024-12-31 3500 media lower"), "新增 1，更正 0"}},
		"a last day of a month too": {
			{rows("issued-total 2024-03-31 3598 official"), "新增 1"},
			{rows("issued-total 2024-03-31 3500 media"), "；要作为另有来源保留，报告期请写 2024-03；确要更正，"}},
		"a flow has no other form": {
			{rows("new 2024 5 official"), "新增 1"},
			{rows("new 2024 6 media"), "；另有来源的说法可写在备注；"}},
		"nor has the ratio of a year": {
			{rows("yearly 2024 50 official"), "新增 1"},
			{rows("yearly 2024 51 media"), "；另有来源的说法可写在备注；"}},
		"a ratio of a moment has": {
			{rows("rate 2024 50 official"), "新增 1"},
			{rows("rate 2024 51 media"), "报告期请写 2024-12-31；"}},
		"an equal source corrects": {
			{stands, "新增 1"}, {rows("issued-total 2024-03-26 3600 official"), "更正 1"}},
		"a better source corrects": {
			{stands, "新增 1"}, {rows("issued-total 2024-03-26 3600 office"), "更正 1"}},
		"even the same number of a weaker source": {
			{stands, "新增 1"}, {rows("issued-total 2024-03-26 3598 media"), "不能取代它"}},
		"an old file of the press is refused for what it is": {
			{rows("issued-total 2024-03-26 3500 media"), "新增 1"}, {stands, "更正 1"},
			{rows("issued-total 2024-03-26 3500 media"), "与已被更正的第 1 次修订相同"},
			{rows("issued-total 2024-03-26 3501 media"), "不能取代它"}},
		"what the office marked as of another definition is nobody's evidence": {
			{strings.Replace(stands, "3598,,,,,", "3598,,,,D,", 1), "新增 1"}, {rows("issued-total 2024-03-26 3500 media"), "更正 1"}},
		"every fault is told": {
			{rows("new 2023 5 official", "new 2024 5 official"), "新增 2"},
			{rows("new 2023 6 media", "new 2024 6 media"), "数据.csv:3: value: 2024 已有 5"}},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			checkSteps(t, open(t, sourceCatalogue()), steps, collector.ImportOptions{})
		})
	}
}

func TestAnOfficesSlipIsTakenBackToThePublication(t *testing.T) {
	s := open(t, sourceCatalogue())
	checkSteps(t, s, []sourceStep{{rows("new 2024 5 official"), "新增 1"}, {rows("new 2024 50"), "更正 1"}}, collector.ImportOptions{})
	checkSteps(t, s, []sourceStep{{rows("new 2024 5 official"), "更正 1"}}, collector.ImportOptions{Revert: true})
}

func TestAWeakerSourceIsNotEvenSubmitted(t *testing.T) {
	s := open(t, sourceCatalogue())
	checkSteps(t, s, []sourceStep{{rows("new 2024 5 official"), "新增 1"}}, collector.ImportOptions{})
	checkSteps(t, s, []sourceStep{{rows("new 2024 6 media"), "不能取代它"}}, collector.ImportOptions{SubmitOnly: true})
}

func TestARestatementIsNoSourceOfTheSameQuantity(t *testing.T) {
	s := open(t, sourceCatalogue())
	checkSteps(t, s, []sourceStep{{rows("new 2023 5"), "新增 1"}}, collector.ImportOptions{})
	checkSteps(t, s, []sourceStep{{rows("new 2023 6 official"), "调整 1"}}, collector.ImportOptions{Restatement: census()})
}

func TestOneMomentHasOneValueOfARank(t *testing.T) {
	tests := map[string][]sourceStep{
		"two rows of one file": {
			{rows("issued-total 2024-12-31 3600 official", "issued-total 2024 3598 official"),
				"数据.csv:3: value: 3598 与 2024-12-31 的 3600（第 2 行）是同一时点、同一级来源（官方发布的精确数），数值不同；由人认定：以同一写法更正其中一条；来源不同的，如实填写来源类别（origin）"}},
		"a row and what stands": {
			{rows("issued-total 2024 3598 official"), "新增 1"},
			{rows("issued-total 2024-12-31 3600 official"), "数据.csv:2: value: 3600 与 2024 的 3598（库中已有）是同一时点、同一级来源"}},
		"what stands comes later in the order": {
			{rows("issued-total 2024-12-31 3598 official"), "新增 1"},
			{rows("issued-total 2024 3600 official"), "数据.csv:2: value: 3600 与 2024-12-31 的 3598（库中已有）是同一时点、同一级来源"}},
		"sources of different rank may differ": {
			{rows("issued-total 2024 3598 official"), "新增 1"},
			{rows("issued-total 2024-12-31 3600"), "新增 1"}, {rows("issued-total 2024-Q4 3500 media"), "新增 1"}},
		"equal numbers agree": {
			{rows("issued-total 2024 3598 official", "issued-total 2024-12-31 3598 official"), "新增 2"}},
		"a correction of both at once": {
			{rows("issued-total 2024 3598 official", "issued-total 2024-12-31 3598 official"), "新增 2"},
			{rows("issued-total 2024 3600 official"), "同一时点"},
			{rows("issued-total 2024 3600 official", "issued-total 2024-12-31 3600 official"), "更正 2"}},
		"the quarters and the year of a flow differ": {
			{rows("new 2024 40", "new 2024-Q4 10", "new 2024-12-31 1"), "新增 3"}},
		"so do the windows of a ratio": {
			{rows("yearly 2024 40", "yearly 2024-Q4 10"), "新增 2"}},
		"a ratio of a moment is a level": {
			{rows("rate 2024 40", "rate 2024-12-31 41"), "同一时点"}},
		"each series for itself": {
			{rows("issued-total 2024 3598", "rate 2024 40"), "新增 2"}},
		"a figure not of the definition is no source": {
			{strings.Replace(rows("issued-total 2024 3598", "issued-total 2024-12-31 3000"), "3000,,,,,", "3000,,,,D,", 1), "新增 2"}},
	}
	for name, steps := range tests {
		t.Run(name, func(t *testing.T) {
			checkSteps(t, open(t, sourceCatalogue()), steps, collector.ImportOptions{})
		})
	}
}

func TestAnotherSourceOfAMomentHidesNoFall(t *testing.T) {
	tests := map[string]struct {
		rows []string
		want string
	}{
		"the press is higher, the office does not fall": {[]string{"issued-total 2024 3700 media", "issued-total 2024-12-31 3598 official", "issued-total 2025 3650 official"}, "新增 3"},
		"in the other order":                            {[]string{"issued-total 2024 3598 official", "issued-total 2024-12-31 3700 media", "issued-total 2025 3650 official"}, "新增 3"},
		"a fall between two forms":                      {[]string{"issued-total 2023 3650 official", "issued-total 2024 3700 media", "issued-total 2024-12-31 3600 official"}, "数据.csv:4: value: 累计数 3600 低于 2023 的 3650（第 2 行）"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := take(t, open(t, sourceCatalogue()), rows(tt.rows...), collector.ImportOptions{}); !strings.Contains(got, tt.want) {
				t.Errorf("importing %q says\n%s\nwant\n%s", tt.rows, got, tt.want)
			}
		})
	}
}
