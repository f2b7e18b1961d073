package targets

import (
	"fmt"
	"testing"
)

func TestCompareGoals(t *testing.T) {
	base := Target{Comparator: AtLeast, Goal: NewDecimal(4000), Start: NewDate(2021, 1, 1), Deadline: NewDate(2025, 12, 31),
		Path: []PathPoint{{NewDate(2023, 12, 31), NewDecimal(3000)}}}
	tests := map[string]struct {
		edit func(*Target)
		want string
	}{
		"the same asks for the same":              {func(*Target) {}, "[]"},
		"digits are not another goal":             {func(x *Target) { x.Goal = MustDecimal("4000.0") }, "[]"},
		"the reading is ours, not the document's": {func(x *Target) { x.Reading.ZH, x.Locator.ZH = "累计", "第二段" }, "[]"},
		"another goal":                            {func(x *Target) { x.Goal = NewDecimal(4500) }, "[{goal 4000 4500}]"},
		"no goal any more":                        {func(x *Target) { x.Goal = Decimal{} }, "[{goal 4000 }]"},
		"a later deadline":                        {func(x *Target) { x.Deadline = NewDate(2026, 6, 30) }, "[{deadline 2025-12-31 2026-06-30}]"},
		"another start and comparator": {func(x *Target) { x.Start, x.Comparator = NewDate(2022, 1, 1), AtMost },
			"[{comparator at_least at_most} {start 2021-01-01 2022-01-01}]"},
		"a baseline": {func(x *Target) { x.Baseline, x.BaselinePeriod = NewDecimal(0), Year(2020) },
			"[{baseline  0} {baseline_period  2020}]"},
		"a point on the way": {func(x *Target) { x.Path = nil }, "[{path 2023-12-31: 3000 }]"},
		"a longer limit":     {func(x *Target) { x.Limit = 36 }, "[{limit  36}]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			now := base
			test.edit(&now)
			if got := fmt.Sprint(CompareGoals(&base, &now)); got != test.want {
				t.Errorf("CompareGoals = %s; want %s", got, test.want)
			}
		})
	}
}

func TestNewAdjustments(t *testing.T) {
	a := Adjustment{On: NewDate(2024, 1, 1), Document: "甲"}
	reworded := Adjustment{On: a.On, Document: a.Document, Reason: Text{ZH: "改字"}}
	b := Adjustment{On: NewDate(2025, 1, 1), Document: "甲"}
	tests := map[string]struct {
		old, now []Adjustment
		want     int
	}{
		"none":                            {nil, nil, 0},
		"the first":                       {nil, []Adjustment{a}, 1},
		"a reason in other words":         {[]Adjustment{a}, []Adjustment{reworded}, 0},
		"another day":                     {[]Adjustment{a}, []Adjustment{a, b}, 1},
		"written twice it is one":         {nil, []Adjustment{a, reworded}, 1},
		"one that is gone brings nothing": {[]Adjustment{a, b}, []Adjustment{a}, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := len(NewAdjustments(&Target{Adjustments: test.old}, &Target{Adjustments: test.now})); got != test.want {
				t.Errorf("NewAdjustments(%v, %v) has %d; want %d", test.old, test.now, got, test.want)
			}
		})
	}
}
