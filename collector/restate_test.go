package collector_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// census is 历史数据调整 in force from 2024 on.
func census() *targets.Restatement {
	return &targets.Restatement{Document: "国统字〔2024〕9号", Reason: "第五次经济普查", Effective: targets.NewDate(2024, 1, 1)}
}

// shares is a file of «period value [flag]» of the shares of 610000.
func shares(rows ...string) string {
	var b strings.Builder
	b.WriteString(head)
	for _, row := range rows {
		w := append(strings.Fields(row), "A")
		note := ""
		if w[2] == "O" {
			note = "台账未建"
		}
		fmt.Fprintf(&b, "share,610000,%s,%s,,,%%,%s,,,%s,,,\n", w[0], strings.Trim(w[1], "-"), w[2], note)
	}
	return b.String()
}

func TestARestatementMarksTheBreak(t *testing.T) {
	before := []string{"2020 10", "2021 20", "2022 30", "2023 40", "2024 50 B"}
	tests := map[string]struct {
		file []string
		want string // summary or faults
		now  string // what stands: period value flag
	}{
		"the whole history needs no break": {
			[]string{"2020 11", "2021 21", "2022 31", "2023 41", "2024 50"},
			"历史数据调整（国统字〔2024〕9号，2024-01-01 起）：共 5 行，新增 0，调整 5，内容相同 0，口径中断 0 处；已写入（第 3 条记录）。",
			"2020 11 A; 2021 21 A; 2022 31 A; 2023 41 A; 2024 50 A"},
		"older periods that are left alone make the first one a break": {
			[]string{"2022 31", "2023 41"},
			"历史数据调整（国统字〔2024〕9号，2024-01-01 起）：共 2 行，新增 0，调整 2，内容相同 0，口径中断 1 处；已写入（第 3 条记录）。",
			"2020 10 A; 2021 20 A; 2022 31 B; 2023 41 A; 2024 50 B"},
		"the first one is a break even if its number stays": {
			[]string{"2022 30", "2023 41"}, "调整 2，内容相同 0，口径中断 1 处",
			"2020 10 A; 2021 20 A; 2022 30 B; 2023 41 A; 2024 50 B"},
		"new periods of the series may come with it": {
			[]string{"2019 5", "2020 11", "2021 21", "2022 31", "2023 41"}, "新增 1，调整 4，内容相同 0，口径中断 0 处",
			"2019 5 A; 2020 11 A; 2021 21 A; 2022 31 A; 2023 41 A; 2024 50 B"},
		"what cannot be restated is shown and not judged": {
			[]string{"2020 10 D", "2021 20 D", "2022 31", "2023 41"}, "新增 0，调整 4，内容相同 0，口径中断 0 处",
			"2020 10 D; 2021 20 D; 2022 31 A; 2023 41 A; 2024 50 B"},
		"a hole would mix the definitions": {
			[]string{"2021 21", "2023 41"}, "数据.csv:2: period: 指标 share、地区 610000 的 2022 未列入本批，新旧口径会交错；请补上各期的调整数，没有的以标识 D（口径不同）列入；2024-01-01 起已是新口径的不必列入", ""},
		"so would another figure of the same day": {
			[]string{"2022-10-01/2022-12-31 31", "2023 41"}, "数据.csv:2: period: 指标 share、地区 610000 的 2022 未列入本批", ""},
		"an estimate is no beginning": {
			[]string{"2022 31 E", "2023 41"}, "数据.csv:2: flag: 2022 是调整后新口径的第一期，此前 2021 未调整，应标口径中断（B），现为 E（估计）；请填 B，或使本批从一期正常数据开始", ""},
		"a missing figure is passed over": {
			[]string{"2021 - O", "2022 31", "2023 41"}, "调整 3，内容相同 0，口径中断 1 处",
			"2020 10 A; 2021  O; 2022 31 B; 2023 41 A; 2024 50 B"},
		"what the office marked itself stays": {
			[]string{"2023 41 B"}, "调整 1，内容相同 0，口径中断 0 处",
			"2020 10 A; 2021 20 A; 2022 30 A; 2023 41 B; 2024 50 B"},
		"nothing but new periods is no restatement": {
			[]string{"2019 5"}, "数据.csv:2: period: 指标 share、地区 610000 没有可调整的历史数据；新的序列请去掉 --adjust 另行导入", ""},
		"many holes are told at once": {
			[]string{"2018 1", "2023 41"}, "数据.csv:2: period: 指标 share、地区 610000 的 2020、2021、2022 未列入本批", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := open(t, shareCatalogue())
			if got := take(t, s, shares(before...), collector.ImportOptions{}); !strings.Contains(got, "新增 5") {
				t.Fatal(got)
			}
			o := collector.ImportOptions{Restatement: census()}
			got := take(t, s, shares(test.file...), o)
			if !strings.Contains(got, test.want) {
				t.Fatalf("restating by %q says\n%s\nwant\n%s", test.file, got, test.want)
			}
			if test.now == "" {
				return
			}
			if again := take(t, s, shares(test.file...), o); !strings.HasSuffix(again, "没有变化，未写入。") {
				t.Errorf("restating again: %s", again)
			}
			stands := standing(t, s)
			if stands != test.now {
				t.Errorf("after %q stands\n%s\nwant\n%s", test.file, stands, test.now)
			}
		})
	}
}

// standing lists «period value flag» of what stands in per cent.
func standing(t *testing.T, s *store.Store) string {
	t.Helper()
	var list []string
	err := s.EachFigure(t.Context(), targets.Selection{}, time.Time{}, func(f *targets.Figure) error {
		value := ""
		if f.Value.Known() {
			value = f.Value.Shift(2).String()
		}
		list = append(list, fmt.Sprintf("%s %s %s", f.Period, strings.TrimLeft(value, "0"), f.Flag))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, "; ")
}

func TestARestatementIsKeptWithItsDocument(t *testing.T) {
	s := open(t, shareCatalogue())
	take(t, s, shares("2022 30", "2023 40"), collector.ImportOptions{})
	take(t, s, shares("2022 31", "2023 41"), collector.ImportOptions{Restatement: census()})
	take(t, s, shares("2022 30", "2023 40"), collector.ImportOptions{Revert: true})
	list, err := s.History(t.Context(), targets.SeriesKey{Indicator: "share", Area: "610000"}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range list {
		by := "更正"
		if r.Batch.Restatement != nil {
			by = r.Batch.Restatement.Document
		}
		got = append(got, fmt.Sprintf("%s %s %s %s", r.Period, r.Value, by, r.Standing))
	}
	want := "2022 0.30 更正 superseded; 2023 0.40 更正 superseded; 2022 0.31 国统字〔2024〕9号 superseded; " +
		"2023 0.41 国统字〔2024〕9号 superseded; 2022 0.30 更正 current; 2023 0.40 更正 current"
	if text := strings.Join(got, "; "); text != want {
		t.Errorf("history\n%s\nwant\n%s", text, want)
	}
}

func TestARestatementSaysByWhatWhyAndFromWhen(t *testing.T) {
	s := open(t, shareCatalogue())
	for want, r := range map[string]targets.Restatement{
		"--adjust：历史数据调整要写明文号或标题":                               {Document: " ", Reason: "普查", Effective: 1},
		"--reason：历史数据调整要写明理由":                                  {Document: "甲", Effective: 1},
		"--effective：历史数据调整要写明生效日期":                             {Document: "甲", Reason: "普查"},
		"--reason：含有控制字符 U+0007，请删去":                            {Document: "甲", Reason: "普\a查", Effective: 1},
		"--effective：生效日期 2027-01-01 晚于今天（2026-11-01），请到生效后再导入": {Document: "甲", Reason: "普查", Effective: targets.NewDate(2027, 1, 1)},
	} {
		if got := take(t, s, shares("2022 31"), collector.ImportOptions{Restatement: &r}); got != want {
			t.Errorf("restating by %+v says %q; want %q", r, got, want)
		}
	}
}

func TestABaselineOfTheOldDefinitionIsAskedAbout(t *testing.T) {
	c := shareCatalogue()
	c.Documents = []targets.Document{{ID: "plan", Area: "610000"}}
	c.Targets = []targets.Target{{ID: "t", Document: "plan", Indicator: "share", Area: "610000", Comparator: targets.AtLeast,
		Goal: targets.MustDecimal("0.6"), Baseline: targets.MustDecimal("0.3"), BaselinePeriod: targets.Year(2022)}}
	s := open(t, c)
	take(t, s, shares("2022 30", "2023 40"), collector.ImportOptions{})
	result, err := desk(s).Import(t.Context(), "f.csv", strings.NewReader(shares("2022 31", "2023 41")), collector.ImportOptions{Restatement: census()})
	if err != nil || len(result.Warnings) != 1 || !strings.Contains(result.Warnings[0].String(), "目标 t 的基数 0.3（2022）照文件所载，仍是旧口径") {
		t.Errorf("warnings %v, %v; want one about the baseline of t", result.Warnings, err)
	}
}
