package seeds

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/biaochi/biaochi/targets"
)

func formulaOf(text string) (*targets.Formula, error) {
	return Formula(fstest.MapFS{"f.yaml": {Data: []byte(text)}}, "f.yaml")
}

const plainFormula = `name: 2025年度标准化工作考核
areas: ["330100", "330200"]
periods: 2025
items:
  - {indicator: local-standards, document: plan, weight: 30, by: completion, floor: 0.6, cap: "1.10", missing: zero}
  - {indicator: making-time, weight: 20.5, by: progress, missing: exclude}
on_time: 10
deductions:
  - {for: late, each: 0.5, most: 3}
  - {for: decision, area: "330200", points: 2, reason: 数据不实，浙市监通报〔2025〕3号}
`

func TestAFormulaIsReadAsItIsWritten(t *testing.T) {
	f, err := formulaOf(plainFormula)
	if err != nil {
		t.Fatal(err)
	}
	if f.Name != "2025年度标准化工作考核" || len(f.Areas) != 2 || f.Areas[1] != "330200" || f.Periods.String() != "2025" {
		t.Errorf("head = %+v", f)
	}
	first := f.Items[0]
	if first.Indicator != "local-standards" || first.Document != "plan" || first.Weight.String() != "30" || first.By != targets.ByCompletion ||
		first.Floor.String() != "0.6" || first.Cap.String() != "1.10" || first.Missing != targets.MissingZero {
		t.Errorf("items[0] = %+v", first)
	}
	if f.Items[1].Weight.String() != "20.5" || f.OnTime.String() != "10" || f.Weights().String() != "60.5" {
		t.Errorf("weights = %s, %s, in all %s", f.Items[1].Weight, f.OnTime, f.Weights())
	}
	if d := f.Deductions[1]; d.For != targets.DeductDecision || d.Area != "330200" || d.Points.String() != "2" || !strings.HasPrefix(d.Reason, "数据不实") {
		t.Errorf("deductions[1] = %+v", d)
	}
}

func TestFaultsOfAFormulaAreToldAtOnce(t *testing.T) {
	tests := map[string]struct {
		old, new string
		want     []string // each stands in some fault
	}{
		"a key that nobody knows":                  {"on_time: 10", "ontime: 10", []string{"f.yaml:7: ontime: 没有这个键；可用的键：areas、deductions、items、name、on_time、periods"}},
		"no word on what is missing":               {", missing: zero", "", []string{"items[0].missing: 缺少这一项；没有数据时"}},
		"a floor above the cap":                    {"floor: 0.6", "floor: 1.2", []string{"items[0].floor: 1.2 高于封顶 1.10"}},
		"a weight of nothing":                      {"weight: 30", "weight: 0", []string{"items[0].weight: 满分是 0"}},
		"a deduction written as a negative number": {"each: 0.5", "each: -0.5", []string{"deductions[0].each: -0.5 小于 0；扣分也写成正数"}},
		"a decision without its grounds":           {", reason: 数据不实，浙市监通报〔2025〕3号", "", []string{"deductions[1].reason: 缺少这一项"}},
		"states and forecasts are no scores":       {"by: progress", "by: state", []string{"items[1].by: state 不在允许的取值中；应为 completion、progress、pace 之一"}},
		"two faults":                               {"areas: [\"330100\", \"330200\"]\nperiods: 2025", "areas: [杭州]\nperiods: 2025-Q9", []string{"areas[0]: \"杭州\" 的写法不对", "periods:"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(plainFormula, tt.old, tt.new, 1)
			if text == plainFormula {
				t.Fatalf("%q does not stand in the formula", tt.old)
			}
			_, err := formulaOf(text)
			faults, ok := errors.AsType[targets.Faults](err)
			if !ok || len(faults) < len(tt.want) {
				t.Fatalf("Formula = %v, want faults %q", err, tt.want)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("Formula = %v, want %q", err, want)
				}
			}
		})
	}
}
