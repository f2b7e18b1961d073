package targets

import (
	"fmt"
	"strings"
	"testing"
)

func TestCompareTerms(t *testing.T) {
	base := Target{Comparator: AtLeast, Goal: NewDecimal(4000), Start: NewDate(2021, 1, 1), Deadline: NewDate(2025, 12, 31),
		Path: []PathPoint{{NewDate(2023, 12, 31), NewDecimal(3000)}}}
	tests := map[string]struct {
		edit func(*Target)
		want string
	}{
		"the same asks for the same":              {func(*Target) {}, "[]"},
		"digits are not another goal":             {func(x *Target) { x.Goal = MustDecimal("4000.0") }, "[]"},
		"what a date is based on is our reading":  {func(x *Target) { x.StartBasis, x.DeadlineBasis = BasisPhase, BasisPrinted }, "[]"},
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
			if got := fmt.Sprint(CompareTerms(base.Terms(), now.Terms())); got != test.want {
				t.Errorf("CompareTerms = %s; want %s", got, test.want)
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

// twiceAdjusted asked for 3000 by 2025, from 2023-06-01 for 4000, and from
// 2024-03-15 for 5000 by 2027.
func twiceAdjusted() *Target {
	first := Terms{Comparator: AtLeast, Goal: NewDecimal(3000), Start: NewDate(2021, 1, 1), StartBasis: BasisPhase, Deadline: NewDate(2025, 12, 31), DeadlineBasis: BasisPrinted}
	second := first
	second.Goal = NewDecimal(4000)
	return &Target{ID: "t", Comparator: AtLeast, Goal: NewDecimal(5000), Start: first.Start, StartBasis: BasisPhase, Deadline: NewDate(2027, 12, 31), DeadlineBasis: BasisPrinted,
		Adjustments: []Adjustment{{On: NewDate(2023, 6, 1), Document: "甲", Was: first}, {On: NewDate(2024, 3, 15), Document: "乙", Was: second}}}
}

func TestTermsHoldUntilTheDayBeforeTheDocument(t *testing.T) {
	tests := map[string]struct {
		on          Date
		goal        string
		deadline    Date
		adjustments int
	}{
		"long before, what was first asked for":  {NewDate(2020, 1, 1), "3000", NewDate(2025, 12, 31), 0},
		"the day before the first document":      {NewDate(2023, 5, 31), "3000", NewDate(2025, 12, 31), 0},
		"the first document's own day":           {NewDate(2023, 6, 1), "4000", NewDate(2025, 12, 31), 1},
		"the day before the second document":     {NewDate(2024, 3, 14), "4000", NewDate(2025, 12, 31), 1},
		"the second document's own day":          {NewDate(2024, 3, 15), "5000", NewDate(2027, 12, 31), 2},
		"ever after, what the last one asks for": {NewDate(2030, 1, 1), "5000", NewDate(2027, 12, 31), 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			x := twiceAdjusted()
			terms, then := x.TermsOn(test.on), x.AsOf(test.on)
			if terms.Goal.String() != test.goal || terms.Deadline != test.deadline {
				t.Errorf("TermsOn(%v) = %v by %v; want %s by %v", test.on, terms.Goal, terms.Deadline, test.goal, test.deadline)
			}
			if c := CompareTerms(terms, then.Terms()); len(c) > 0 || len(then.Adjustments) != test.adjustments || then.ID != x.ID {
				t.Errorf("AsOf(%v) differs by %v and has %d adjustments; want none and %d", test.on, c, len(then.Adjustments), test.adjustments)
			}
			if same := then == x; same != (test.adjustments == 2) {
				t.Errorf("AsOf(%v) is the target itself: %t; want that only where nothing is later", test.on, same)
			}
		})
	}
}

func TestAnAdjustmentThatDoesNotTellWhatWasHoldsEverywhere(t *testing.T) {
	x := twiceAdjusted()
	x.Adjustments[0].Was = Terms{}
	if got := x.TermsOn(NewDate(2022, 1, 1)).Goal.String(); got != "4000" {
		t.Errorf("before both, the goal is %s; want 4000, the earliest that is told", got)
	}
}

func TestACorrectionOnTheDocumentsOwnDayHoldsFromItsIssue(t *testing.T) {
	issued := NewDate(2022, 1, 10)
	x := twiceAdjusted()
	wrong := x.TermsOn(issued)
	wrong.Goal = NewDecimal(300)
	x.Adjustments = append([]Adjustment{{On: issued, Document: "原文件（更正）", Was: wrong}}, x.Adjustments...)
	for d, want := range map[Date]string{issued - 1: "300", issued: "3000", NewDate(2023, 6, 1): "4000"} {
		if got := x.TermsOn(d).Goal.String(); got != want {
			t.Errorf("as of %v the goal is %s; want %s", d, got, want)
		}
	}
}

func TestSealShowsTheTargetsOfTheDayAndLeavesSharedOnesAlone(t *testing.T) {
	shared := []Target{{ID: "plain"}, *twiceAdjusted()}
	parts := []Target{*twiceAdjusted()}
	parts[0].AllocatedFrom = "t"
	s := &Snapshot{AsOf: NewDate(2023, 1, 1), Catalogue: Catalogue{Targets: shared}, Allocated: parts}
	s.Seal()
	for what, got := range map[string]Decimal{"listed": s.Targets[1].Goal, "found": s.Target("t").Goal, "a part": s.Allocated[0].Goal, "as a part": s.index.parts["t"][0].Goal} {
		if got.String() != "3000" {
			t.Errorf("%s: goal %v; want 3000", what, got)
		}
	}
	if shared[1].Goal.String() != "5000" || parts[0].Goal.String() != "5000" {
		t.Errorf("the shared targets ask for %v and %v now; want 5000 still", shared[1].Goal, parts[0].Goal)
	}
	today := &Snapshot{AsOf: NewDate(2024, 3, 15), Catalogue: Catalogue{Targets: shared}}
	today.Seal()
	if &today.Targets[0] != &shared[0] {
		t.Error("targets that stand as they are were copied")
	}
}

func TestTermsOfFormsAreCompared(t *testing.T) {
	d := MustDecimal
	tests := map[string]struct {
		old, now Terms
		want     string // the fields that changed
	}{
		"the same": {Terms{Comparator: Increase, Form: FormRelative, Amount: d("0.135")}, Terms{Comparator: Increase, Form: FormRelative, Amount: d("0.1350")}, ""},
		"a level written out is no change": {
			Terms{Comparator: AtLeast, Goal: d("4000")}, Terms{Comparator: AtLeast, Goal: d("4000"), Form: FormLevel}, ""},
		"a change written out is no change": {
			Terms{Comparator: Increase, Goal: d("100")}, Terms{Comparator: Increase, Form: FormChange, Amount: d("100")}, ""},
		"another amount is": {
			Terms{Comparator: Increase, Goal: d("100")}, Terms{Comparator: Increase, Form: FormChange, Amount: d("120")}, "amount"},
		"a direction written out is no change": {Terms{Comparator: Decrease}, Terms{Comparator: Decrease, Form: FormDirection}, ""},
		"another form is": {
			Terms{Comparator: Increase, Form: FormRelative, Amount: d("0.07")}, Terms{Comparator: Increase, Form: FormAverage, Amount: d("0.07")}, "form"},
		"a bound word": {
			Terms{Comparator: Decrease, Form: FormRelative, Amount: d("0.02")}, Terms{Comparator: Decrease, Form: FormRelative, Amount: d("0.02"), Extent: AtMost}, "extent"},
		"at least is what no bound word means": {
			Terms{Comparator: Decrease, Form: FormRelative, Amount: d("0.02")}, Terms{Comparator: Decrease, Form: FormRelative, Amount: d("0.02"), Extent: AtLeast}, ""},
		"another base year and upper end": {
			Terms{Comparator: Between, Goal: d("1"), GoalHigh: d("2"), BaseYear: 2020}, Terms{Comparator: Between, Goal: d("1"), GoalHigh: d("3"), BaseYear: 2015}, "goal_high base_year"},
		"another reference": {
			Terms{Comparator: Over, Form: FormVersus, Reference: Reference{Indicator: "gdp", Over: OverEach}},
			Terms{Comparator: Over, Form: FormVersus, Reference: Reference{Indicator: "income", Over: OverSpan}}, "reference.indicator reference.over"},
		"a presumed start that is only now filled in is no change": {
			Terms{Comparator: AtLeast, Goal: d("1")}, Terms{Comparator: AtLeast, Goal: d("1"), Start: NewDate(2022, 1, 1), StartBasis: BasisIssueYear}, ""},
		"a printed start is": {
			Terms{Comparator: AtLeast, Goal: d("1")}, Terms{Comparator: AtLeast, Goal: d("1"), Start: NewDate(2022, 1, 1), StartBasis: BasisPrinted}, "start"},
		"another presumed start is": {
			Terms{Comparator: AtLeast, Goal: d("1"), Start: NewDate(2021, 1, 1), StartBasis: BasisIssueYear},
			Terms{Comparator: AtLeast, Goal: d("1"), Start: NewDate(2022, 1, 1), StartBasis: BasisIssueYear}, "start"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, c := range CompareTerms(tt.old, tt.now) {
				got = append(got, c.Field)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("CompareTerms(%+v, %+v) = %v; want %q", tt.old, tt.now, got, tt.want)
			}
		})
	}
}

func TestAllTermsOfATargetComeBack(t *testing.T) {
	full := Target{Comparator: Between, Goal: MustDecimal("1"), GoalHigh: MustDecimal("2"), Form: FormAverage, Amount: MustDecimal("3"), AmountHigh: MustDecimal("4"),
		Extent: AtMost, Additive: true, BaseYear: 2020, Previous: true, Reference: Reference{Indicator: "gdp", Over: OverFinal}}
	then := (&Target{}).With(full.Terms(), nil)
	if changes := CompareTerms(full.Terms(), then.Terms()); len(changes) > 0 || then.BaseYear != 2020 || then.Reference != full.Reference {
		t.Errorf("terms that were put into a target differ: %v", changes)
	}
}
