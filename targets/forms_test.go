package targets

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Each case is what `biaochi assess` reads, and what it is judged to be, worked
// out by hand: state, value, goal, progress, expected and pace.
var formCases = map[string]struct{ in, want string }{
	"a fall of 13.5 % below 2020: the goal is 86.5": {
		`"measure":"quantity","form":"relative","comparator":"decrease","direction":"down","amount":0.135,"base_year":2020,"deadline":"2025","as_of":"2024-06-30",
		 "figures":[{"period":"2020","value":100},{"period":"2023","value":92}]`,
		"on_track 92 goal at_most 86.5 progress 0.592593 expected 0.599671 pace 0.988196"},
	"doubling: the amount is the factor": {
		`"measure":"quantity","form":"relative","comparator":"at_least","direction":"up","amount":2,"base_year":2020,"deadline":"2025","as_of":"2026-03-31",
		 "figures":[{"period":"2020","value":50},{"period":"2025","value":99.9}]`,
		"missed 99.9 goal at_least 100 progress 0.998 expected 1 pace 0.998"},
	"a growth by one time is doubling too": {
		`"measure":"quantity","form":"relative","comparator":"increase","direction":"up","amount":1,"base_year":2020,"deadline":"2025","as_of":"2026-03-31",
		 "figures":[{"period":"2020","value":50},{"period":"2025","value":100}]`,
		"achieved 100 goal at_least 100 progress 1 expected 1 pace 1"},
	"a fall of at most 2 % is at least 98": {
		`"measure":"quantity","form":"relative","comparator":"decrease","extent":"at_most","direction":"up","amount":0.02,"base_year":2020,"deadline":"2025","as_of":"2026-03-31",
		 "figures":[{"period":"2020","value":100},{"period":"2025","value":97.9}]`,
		"missed 97.9 goal at_least 98 progress  expected  pace "},
	"a baseline of zero makes no share": {
		`"measure":"quantity","form":"relative","comparator":"increase","direction":"up","amount":1,"base_year":2020,"deadline":"2025","as_of":"2024-03-31",
		 "figures":[{"period":"2020","value":0},{"period":"2023","value":100}]`,
		"unrated 100 goal at_least  progress  expected  pace "},
	"an average growth of 7 % of an annual flow: on its path at the end of 2022": {
		`"measure":"quantity","accumulation":"flow","form":"average","comparator":"increase","direction":"up","amount":0.07,"base_year":2020,"deadline":"2025","as_of":"2023-06-30",
		 "figures":[{"period":"2020","value":100},{"period":"2021","value":105},{"period":"2022","value":114.49}]`,
		"on_track 114.49 goal at_least 140.255173 progress 0.359954 expected 0.359954 pace 1"},
	"the average is the power, not the sum: 140.255 falls short of 140.2551730…": {
		`"measure":"quantity","accumulation":"stock","form":"average","comparator":"increase","direction":"up","amount":0.07,"base_year":2020,"deadline":"2025","as_of":"2026-06-30",
		 "figures":[{"period":"2020","value":100},{"period":"2025","value":140.255}]`,
		"missed 140.255 goal at_least 140.255173 progress 0.999996 expected 1 pace 0.999996"},
	"growth rates chain: 8.4, 3, 5.2, 5, 5 % are 5.306 % a year": {
		`"measure":"change_rate","form":"average","comparator":"increase","direction":"up","amount":0.05,"base_year":2020,"deadline":"2025","as_of":"2026-06-30",
		 "figures":[{"period":"2021","value":0.084},{"period":"2022","value":0.03},{"period":"2023","value":0.052},{"period":"2024","value":0.05},{"period":"2025","value":0.05}]`,
		"achieved 0.053058 goal at_least 0.05 progress 1.067655 expected 1 pace 1.067655"},
	"a quarter's growth is no link, and a missing year is named": {
		`"measure":"change_rate","form":"average","comparator":"increase","direction":"up","amount":0.05,"base_year":2020,"deadline":"2025","as_of":"2026-06-30",
		 "figures":[{"period":"2021","value":0.084},{"period":"2022-Q4","value":0.03},{"period":"2023","value":0.052},{"period":"2024","value":0.05},{"period":"2025","value":0.05}]`,
		"awaiting_final 0.084 goal at_least 0.05 progress 0.304038 expected 0.180975 pace 1.68"},
	"reductions chain by one minus each; the total is shown": {
		`"measure":"change_rate","sense":"reduction","form":"relative","comparator":"decrease","direction":"down","amount":0.135,"base_year":2020,"deadline":"2025","as_of":"2025-06-30",
		 "figures":[{"period":"2021","value":0.027},{"period":"2022","value":0.001},{"period":"2023","value":0.005},{"period":"2024","value":0.038}]`,
		"behind 0.069585 goal at_least 0.135 progress 0.515448 expected 0.80011 pace 0.644222"},
	"a share that rises by one point a year": {
		`"measure":"ratio","form":"average","additive":true,"comparator":"increase","direction":"up","amount":0.01,"base_year":2020,"deadline":"2025","as_of":"2023-06-30",
		 "figures":[{"period":"2020","value":0.60},{"period":"2022","value":0.62}]`,
		"on_track 0.62 goal at_least 0.65 progress 0.4 expected 0.399781 pace 1.000548"},
	"every year at least 1200, none short so far": {
		`"measure":"quantity","accumulation":"flow","form":"yearly","direction":"up","goal":1200,"start":"2021-01-01","deadline":"2025","as_of":"2024-06-30",
		 "figures":[{"period":"2021","value":1269},{"period":"2022","value":1206},{"period":"2023","value":1244},{"period":"2024-Q1","value":303}]`,
		"in_progress 1244 goal at_least 1200 progress  expected  pace "},
	"one year short misses all, and is shown": {
		`"measure":"quantity","accumulation":"flow","form":"yearly","direction":"up","goal":1200,"start":"2021-01-01","deadline":"2025","as_of":"2024-06-30",
		 "figures":[{"period":"2021","value":1269},{"period":"2022","value":1106},{"period":"2023","value":1244}]`,
		"missed 1106 goal at_least 1200 progress  expected  pace "},
	"after the deadline a missing year is awaited": {
		`"measure":"quantity","accumulation":"flow","form":"yearly","direction":"up","goal":1200,"start":"2021-01-01","deadline":"2023","as_of":"2024-06-30",
		 "figures":[{"period":"2021","value":1269},{"period":"2023","value":1244}]`,
		"awaiting_final 1244 goal at_least 1200 progress  expected  pace "},
	"an open year that is past its limit decides": {
		`"measure":"quantity","accumulation":"flow","form":"yearly","comparator":"at_most","direction":"down","goal":100,"start":"2021-01-01","deadline":"2025","as_of":"2022-06-30",
		 "figures":[{"period":"2021","value":99},{"period":"2022-Q1","value":101}]`,
		"missed 101 goal at_most 100 progress  expected  pace "},
	"not below the year before": {
		`"measure":"mean","form":"yearly","direction":"up","goal":"previous","start":"2021-01-01","deadline":"2025","as_of":"2024-06-30",
		 "figures":[{"period":"2020","value":5.0},{"period":"2021","value":5.1},{"period":"2022","value":5.05},{"period":"2023","value":5.2}]`,
		"missed 5.05 goal at_least 5.1 progress  expected  pace "},
	"between two ends: progress runs to the nearer": {
		`"measure":"ratio","comparator":"between","direction":"up","goal":0.12,"goal_high":0.15,"start":"2021-01-01","deadline":"2025","as_of":"2024-06-30",
		 "figures":[{"period":"2020","value":0.10},{"period":"2023","value":0.11}]`,
		"behind 0.11 goal between 0.12—0.15 progress 0.5 expected 0.599671 pace 0.83379"},
	"beyond the far end no pace is graded": {
		`"measure":"ratio","comparator":"between","direction":"up","goal":0.12,"goal_high":0.15,"start":"2021-01-01","deadline":"2025","as_of":"2024-06-30",
		 "figures":[{"period":"2020","value":0.10},{"period":"2023","value":0.16}]`,
		"unrated 0.16 goal between 0.12—0.15 progress 3 expected 0.599671 pace 5.00274"},
	"the limit itself does not exceed it": {
		`"measure":"quantity","comparator":"over","direction":"up","goal":6.5,"start":"2021-01-01","deadline":"2025","as_of":"2026-06-30",
		 "figures":[{"period":"2020","value":6},{"period":"2025","value":6.5}]`,
		"missed 6.5 goal over 6.5 progress 1 expected 1 pace 1"},
	"a place has no path": {
		`"measure":"rank","form":"rank","comparator":"at_most","direction":"down","goal":3,"start":"2021-01-01","deadline":"2025","as_of":"2024-06-30",
		 "figures":[{"period":"2020","value":5},{"period":"2023","value":4}]`,
		"unrated 4 goal at_most 3 progress  expected  pace "},
	"a place kept at the deadline": {
		`"measure":"rank","form":"rank","comparator":"at_most","direction":"down","goal":3,"start":"2021-01-01","deadline":"2025","as_of":"2026-06-30",
		 "figures":[{"period":"2020","value":5},{"period":"2025","value":3}]`,
		"achieved 3 goal at_most 3 progress  expected  pace "},
	"above the reference in each year": {
		`"measure":"change_rate","form":"versus","comparator":"over","direction":"up","start":"2021-01-01","deadline":"2023","as_of":"2024-06-30",
		 "reference":{"over":"each","figures":[{"period":"2021","value":0.084},{"period":"2022","value":0.03},{"period":"2023","value":0.052}]},
		 "figures":[{"period":"2021","value":0.1},{"period":"2022","value":0.03},{"period":"2023","value":0.06}]`,
		"missed 0.03 goal over 0.03 progress  expected  pace "},
	"in step with the reference at the end": {
		`"measure":"change_rate","form":"versus","comparator":"between","direction":"up","start":"2021-01-01","deadline":"2023","as_of":"2024-06-30",
		 "reference":{"over":"final","margin_low":0.005,"margin_high":0.005,"figures":[{"period":"2023","value":0.052}]},
		 "figures":[{"period":"2023","value":0.048}]`,
		"achieved 0.048 goal between 0.047—0.057 progress  expected  pace "},
	"without the reference's figure nothing is compared": {
		`"measure":"change_rate","form":"versus","comparator":"over","direction":"up","start":"2021-01-01","deadline":"2023","as_of":"2024-06-30",
		 "reference":{"over":"final","figures":[{"period":"2022","value":0.052}]},"figures":[{"period":"2023","value":0.048}]`,
		"awaiting_final 0.048 goal over  progress  expected  pace "},
	"the average over the span is compared as an index": {
		`"measure":"change_rate","form":"versus","comparator":"over","direction":"up","base_year":2020,"deadline":"2022","as_of":"2024-06-30",
		 "reference":{"over":"span","figures":[{"period":"2021","value":0.05},{"period":"2022","value":0.05}]},
		 "figures":[{"period":"2021","value":0.1},{"period":"2022","value":0}]`,
		"missed 0.048809 goal over 0.05 progress  expected  pace "},
	"a direction has no number": {
		`"measure":"count","form":"direction","direction":"up","start":"2021-01-01","deadline":"2025","as_of":"2024-06-30",
		 "figures":[{"period":"2020","value":5},{"period":"2023","value":9}]`,
		"unrated 9 goal increase  progress  expected  pace "},
}

func TestForms(t *testing.T) {
	for name, tc := range formCases {
		t.Run(name, func(t *testing.T) {
			err := EachAssessInput("t", []byte(`[{"id":"t",`+tc.in+`}]`), func(a *AssessInput) error {
				e := Evaluate(a.Input(a.AsOf))
				goal := e.Goal.String()
				if e.GoalHigh.Known() {
					goal += "—" + e.GoalHigh.String()
				}
				got := fmt.Sprintf("%s %s goal %s %s progress %s expected %s pace %s", e.State, e.Value, e.Comparator(), goal, e.Progress, e.Expected, e.Pace)
				if got != tc.want {
					t.Errorf("\n got %s\nwant %s\n(%s)", got, tc.want, e.Reason.ZH)
				}
				for _, lang := range []Lang{ZH, EN} {
					if e.Reason.In(lang) == "" || e.GoalText(lang) == "" || e.Sentence(lang) == "" {
						t.Errorf("nothing is said in %s", lang)
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestADirectionIsToldAgainstTheSamePeriodAYearBefore(t *testing.T) {
	e := assessedSeries(t, `"measure":"count","accumulation":"flow","form":"direction","direction":"up","start":"2021-01-01","deadline":"2025","as_of":"2024-06-30",
		"figures":[{"period":"2022-Q4","value":20},{"period":"2022","value":90},{"period":"2023-Q4","value":30},{"period":"2023","value":80},{"period":"2024-Q1","value":10}]`)
	if e.State != Unrated || e.Value.String() != "10" || strings.Contains(e.Reason.ZH, "较") {
		t.Errorf("%s %s: %s; want nothing compared, the first quarter of 2023 is missing", e.State, e.Value, e.Reason.ZH)
	}
	e = assessedSeries(t, `"measure":"count","accumulation":"flow","form":"direction","direction":"up","start":"2021-01-01","deadline":"2025","as_of":"2023-12-31",
		"figures":[{"period":"2022-Q4","value":20},{"period":"2022","value":90},{"period":"2023-Q4","value":30}]`)
	if !strings.Contains(e.Reason.ZH, "2023年第四季度较2022年第四季度上升") {
		t.Errorf("reason %s; want the fourth quarters compared", e.Reason.ZH)
	}
}

// What a goal asks for, as a reader writes it.
func TestAGoalReadsAsItsFormIsWritten(t *testing.T) {
	for name, want := range map[string]Text{
		"a fall of 13.5 % below 2020: the goal is 86.5":                              {"比2020年下降13.5%以上", "at least 13.5% lower than in 2020"},
		"doubling: the amount is the factor":                                         {"达到2020年的2倍以上", "at least 2 times the value of 2020"},
		"a fall of at most 2 % is at least 98":                                       {"比2020年下降不超过2%", "at most 2% lower than in 2020"},
		"growth rates chain: 8.4, 3, 5.2, 5, 5 % are 5.306 % a year":                 {"年均增长5%以上", "at least 5% higher a year on average"},
		"a share that rises by one point a year":                                     {"年均增加1个百分点以上", "at least 1 percentage point more a year on average"},
		"every year at least 1200, none short so far":                                {"每年≥ 1,200", "each year ≥ 1,200"},
		"not below the year before":                                                  {"每年不低于上年", "each year at least the year before"},
		"between two ends: progress runs to the nearer":                              {"12%—15%", "12% to 15%"},
		"the limit itself does not exceed it":                                        {"> 6.5", "> 6.5"},
		"in step with the reference at the end":                                      {"与对照数同步（−0.5%～+0.5%）", "in step with the reference (−0.5% to +0.5%)"},
		"an average growth of 7 % of an annual flow: on its path at the end of 2022": {"年均增长7%以上", "at least 7% higher a year on average"},
	} {
		e := assessed(t, name)
		if got := (Text{e.GoalText(ZH), e.GoalText(EN)}); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if e := assessed(t, "the limit itself does not exceed it"); e.Reason.ZH != "期末数6.5，等于界限，未超过（> 6.5）。" {
		t.Errorf("on the limit: %s", e.Reason.ZH)
	}
}

func assessed(t *testing.T, name string) Evaluation {
	t.Helper()
	tc, ok := formCases[name]
	if !ok {
		t.Fatalf("no case %q", name)
	}
	return assessedSeries(t, tc.in)
}

func assessedSeries(t *testing.T, in string) (e Evaluation) {
	t.Helper()
	err := EachAssessInput("t", []byte(`[{"id":"t",`+in+`}]`), func(a *AssessInput) error {
		e = Evaluate(a.Input(a.AsOf))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// The computation a reader repeats, of the forms that have their own.
func TestTheStepsOfAFormCanBeRepeatedByHand(t *testing.T) {
	for name, want := range map[string][]string{
		"a fall of 13.5 % below 2020: the goal is 86.5": {"100 × (1 − 0.135)", "(92 − 100) ÷ (86.5 − 100)"},
		"growth rates chain: 8.4, 3, 5.2, 5, 5 % are 5.306 % a year": {"(1 + 0.05)^5", "(1 + 0.084)（2021） × (1 + 0.03)（2022） × (1 + 0.052)（2023） × (1 + 0.05)（2024） × (1 + 0.05)（2025）",
			"(1.294973 − 1) ÷ (1.276282 − 1)"},
		"reductions chain by one minus each; the total is shown": {"1 − 0.135", "(1 − 0.027)（2021） × (1 − 0.001)（2022） × (1 − 0.005)（2023） × (1 − 0.038)（2024）"},
		"a share that rises by one point a year":                 {"0.60 + 0.01 × 5", "(0.62 − 0.60) ÷ (0.65 − 0.60)"},
		"one year short misses all, and is shown":                {"2022年：1,106，每年≥ 1,200"},
	} {
		t.Run(name, func(t *testing.T) {
			e := assessed(t, name)
			var all []string
			for _, s := range e.Steps(ZH) {
				all = append(all, s.Formula)
			}
			for _, w := range want {
				if !slices.Contains(all, w) {
					t.Errorf("no step %q in %q", w, all)
				}
			}
		})
	}
}

// What a picture draws is what was judged: rates of the index, sums of years; its
// path is in the same unit.
func TestPointsAndPathAreInTheUnitOfTheShownValue(t *testing.T) {
	values := func(e Evaluation) (points, path string) {
		for _, p := range e.Points {
			points += " " + p.Period.End.String() + "=" + p.Value.String()
		}
		for _, p := range e.Path {
			path += " " + p.On.String() + "=" + p.Value.String()
		}
		return strings.TrimSpace(points), strings.TrimSpace(path)
	}
	for name, want := range map[string][2]string{
		"reductions chain by one minus each; the total is shown": { // 1−0.973, 1−0.972027, 1−0.967166865, 1−0.93041452413
			"2021-12-31=0.027 2022-12-31=0.027973 2023-12-31=0.032833 2024-12-31=0.069585", "2020-12-31=0 2025-12-31=0.135"},
		"growth rates chain: 8.4, 3, 5.2, 5, 5 % are 5.306 % a year": { // roots of 1.084, 1.11652, 1.17457904, 1.233307992, 1.2949733916
			"2021-12-31=0.084 2022-12-31=0.056655 2023-12-31=0.055101 2024-12-31=0.053824 2025-12-31=0.053058",
			"2021-12-31=0.05 2022-12-31=0.05 2023-12-31=0.05 2024-12-31=0.05 2025-12-31=0.05"},
		"an average growth of 7 % of an annual flow: on its path at the end of 2022": {
			"2020-12-31=100 2021-12-31=105 2022-12-31=114.49",
			"2020-12-31=100 2021-12-31=107 2022-12-31=114.49 2023-12-31=122.5043 2024-12-31=131.079601 2025-12-31=140.255173"},
		"one year short misses all, and is shown": {"2021-12-31=1269 2022-12-31=1106 2023-12-31=1244", ""},
	} {
		points, path := values(assessed(t, name))
		if points != want[0] || path != want[1] {
			t.Errorf("%s\npoints %s\n  want %s\n  path %s\n  want %s", name, points, want[0], path, want[1])
		}
	}
}
