package targets

import (
	"strings"
	"testing"
)

// A tcase is one target with its figures, written short. Figures read
// "PERIOD VALUE[FLAG][<|>]": > marks a lower bound, < an upper one.
type tcase struct {
	kind     string // measure, accumulation, comparator: "count cumulative at_least"
	goal     string
	issued   string // default 2023-03-27
	start    string // default 2023-01-01
	basis    Basis  // default printed
	deadline string // default 2025-12-31
	baseline string // "PERIOD VALUE" as the document writes it
	figures  string
	sister   string
	cadence  Cadence // default yearly
	window   Window
	rounds   string
	path     string // "DATE VALUE …"
	asOf     string

	state      State
	atDeadline AtDeadline
	value      string // "" = absent
	bound      Bound
	completion string
	progress   string
	expected   string
	pace       string
	required   string
	name       string // StateName in Chinese, when it is finer than the state
}

// The numbers were worked out by hand from design §3–4 with a calculator, twice,
// by two people; days between dates are differences of day numbers.
var evaluateCases = map[string]tcase{
	"the model sentence: Made in Zhejiang at the first quarter of 2025": {
		kind: "count cumulative at_least", goal: "4000", asOf: "2025-06-30",
		figures: "2020-12-31 1979; 2021-10-23 2579; 2024-03-26 3598; 2025-03-31 3923",
		state:   OnTrack, value: "3923", completion: "0.98075", progress: "0.945813", expected: "0.820261", pace: "1.153063", required: "12.737432"},
	"a document not yet issued is not judged": {
		kind: "count cumulative at_least", goal: "4000", asOf: "2023-03-26", figures: "2021-10-23 2579", state: NotStarted},
	"a target whose start lies ahead is not judged": {
		kind: "count flow at_least", goal: "10", start: "2024-01-01", asOf: "2023-12-31", figures: "", state: NotStarted},
	"on the first day it is, and has no data": {
		kind: "count flow at_least", goal: "10", start: "2024-01-01", asOf: "2024-01-01", state: NoData},
	"the baseline alone is no data": {
		kind: "count cumulative at_least", goal: "4000", asOf: "2023-06-30", figures: "2021-10-23 2579", state: NoData},
	"a figure after the start without a baseline is not rated": {
		kind: "count stock at_least", goal: "40", asOf: "2024-06-30", figures: "2023-12-31 30",
		state: Unrated, value: "30", completion: "0.75", required: "0.554417"},
	"before one full period since the start has a figure no pace is given": {
		kind: "count cumulative at_least", goal: "100", asOf: "2023-12-31", figures: "2022 40; 2023-S1 70",
		state: Unrated, value: "70", completion: "0.7", progress: "0.5", expected: "0.165146", required: "1.249145"},
	"a cumulative that reached its goal early is achieved": {
		kind: "count cumulative at_least", goal: "100", asOf: "2024-12-31", figures: "2022 40; 2023 80; 2024-06-30 101",
		state: Achieved, value: "101", completion: "1.01", progress: "1.016667", expected: "0.499088", pace: "2.037051"},
	"a stock that reached its goal early is only met": {
		kind: "count stock at_least", goal: "100", asOf: "2024-12-31", figures: "2022 40; 2024 101",
		state: Met, value: "101", completion: "1.01", progress: "1.016667", expected: "0.666971", pace: "1.524305"},
	"a stock met and lost again is graded by its newest figure": {
		kind: "count stock at_least", goal: "100", asOf: "2025-06-30", figures: "2022 40; 2023 101; 2024 70",
		state: Behind, value: "70", completion: "0.7", progress: "0.5", expected: "0.666971", pace: "0.749658", required: "4.962636"},
	"a slow cumulative is far behind": {
		kind: "count cumulative at_least", goal: "100", asOf: "2025-06-30", figures: "2022 40; 2024 50",
		state: FarBehind, value: "50", completion: "0.5", progress: "0.166667", expected: "0.666971", pace: "0.249886", required: "8.27106"},
	"pace is taken at the figure's date, so age does not turn it yellow": {
		kind: "count stock at_least", goal: "100", asOf: "2025-12-31", figures: "2022 40; 2023 60",
		state: OnTrack, value: "60", completion: "0.6", progress: "0.333333", expected: "0.333029", pace: "1.000913"},
	"a pace of 0.95 and more is on track, nearly so below 1": {
		kind: "count stock at_least", goal: "1000", deadline: "2024-12-31", asOf: "2024-06-30", figures: "2022 0; 2023 475",
		state: OnTrack, value: "475", completion: "0.475", progress: "0.475", expected: "0.499316", pace: "0.951301", required: "86.846128",
		name: "基本达到序时进度"},
	"a ratio that falls when it should rise reverses": {
		kind: "ratio at_least", goal: "0.60", asOf: "2024-06-30", figures: "2022 0.40; 2023 0.39",
		state: Reversing, value: "0.39", completion: "0.65", progress: "-0.05", expected: "0.333029", pace: "-0.150137", required: "0.011643",
		name: "不升反降"},
	"lower is better: a mean on its way down": {
		kind: "mean at_most", goal: "15", asOf: "2024-06-30", figures: "2022 24; 2023 21",
		state: OnTrack, value: "21", progress: "0.333333", expected: "0.333029", pace: "1.000913", required: "-0.33265"},
	"lower is better: a mean that rises reverses": {
		kind: "mean at_most", goal: "15", asOf: "2024-06-30", figures: "2022 24; 2023 25",
		state: Reversing, value: "25", progress: "-0.111111", expected: "0.333029", pace: "-0.333638", required: "-0.554417",
		name: "不降反升"},
	"lower is better: the final figure at the limit satisfies": {
		kind: "mean at_most", goal: "15", asOf: "2026-06-30", figures: "2022 24; 2025 15",
		state: Achieved, value: "15", progress: "1", expected: "1", pace: "1"},
	"a baseline that already satisfies is to be kept": {
		kind: "ratio at_least", goal: "0.95", asOf: "2024-06-30", figures: "2022 0.96; 2023 0.95",
		state: Met, value: "0.95", completion: "1"},
	"a kept goal that is lost reverses and has no pace": {
		kind: "ratio at_least", goal: "0.95", asOf: "2024-06-30", figures: "2022 0.95; 2023 0.94",
		state: Reversing, value: "0.94", completion: "0.989474", required: "0.000554"},
	"a baseline of zero is a number": {
		kind: "count cumulative at_least", goal: "30", asOf: "2024-03-31", figures: "2022 0; 2023 12",
		state: OnTrack, value: "12", completion: "0.4", progress: "0.4", expected: "0.333029", pace: "1.201096", required: "0.856055"},
	"the document's own baseline is used before any figure": {
		kind: "ratio at_least", goal: "0.90", asOf: "2024-06-30", baseline: "2021 0.70", figures: "2022 0.80; 2023 0.80",
		state: OnTrack, value: "0.80", completion: "0.888889", progress: "0.5", expected: "0.499658", pace: "1.000685", required: "0.005544"},
	"a final figure that falls short is missed": {
		kind: "ratio at_least", goal: "0.60", asOf: "2026-03-31", figures: "2022 0.40; 2025 0.59",
		state: Missed, value: "0.59", completion: "0.983333", progress: "0.95", expected: "1", pace: "0.95"},
	"a later figure never undoes a final one": {
		kind: "ratio at_least", goal: "0.60", asOf: "2027-03-31", figures: "2022 0.40; 2025 0.61; 2026 0.50",
		state: Achieved, value: "0.61", completion: "1.016667", progress: "1.05", expected: "1", pace: "1.05"},
	"a level without a final figure waits, though an earlier one satisfied": {
		kind: "ratio at_least", goal: "0.60", asOf: "2026-03-31", figures: "2022 0.40; 2024 0.62",
		state: AwaitingFinal, value: "0.62", completion: "1.033333", progress: "1.1", expected: "0.666971", pace: "1.649248"},
	"a later short level proves nothing": {
		kind: "ratio at_least", goal: "0.60", asOf: "2027-03-31", figures: "2022 0.40; 2026 0.55",
		state: AwaitingFinal, value: "0.55", completion: "0.916667", progress: "0.75", expected: "1", pace: "0.75"},
	"a later cumulative that is short proves it was missed": {
		kind: "count cumulative at_least", goal: "100", asOf: "2026-09-30", figures: "2022 40; 2026-06-30 99",
		state: Missed, value: "99", completion: "0.99", progress: "0.983333", expected: "1", pace: "0.983333"},
	"satisfied after the deadline, the final figure unknown": {
		kind: "ratio at_least", goal: "0.95", issued: "2017-03-21", start: "2017-01-01", deadline: "2018-12-31", asOf: "2024-06-30",
		figures: "2018-10-14 0.86E; 2022 0.95; 2023 0.96",
		state:   AchievedLate, atDeadline: DeadlineUnknown, value: "0.96", completion: "1.010526", name: "期后达标"},
	"satisfied after the deadline, the final figure short": {
		kind: "ratio at_least", goal: "0.60", asOf: "2027-03-31", figures: "2022 0.40; 2025 0.59; 2026 0.60",
		state: AchievedLate, atDeadline: DeadlineShort, value: "0.60", completion: "1", progress: "1", expected: "1", pace: "1", name: "逾期完成"},
	"a cumulative short after the deadline and satisfied still later is late": {
		kind: "count cumulative at_least", goal: "100", asOf: "2027-03-31", figures: "2022 40; 2026-06-30 99; 2026 100",
		state: AchievedLate, atDeadline: DeadlineShort, value: "100", completion: "1", progress: "1", expected: "1", pace: "1"},
	"after the deadline and never a figure": {
		kind: "count flow at_least", goal: "100", asOf: "2026-01-01", state: AwaitingFinal},
	"on the last day the deadline has not passed": {
		kind: "count flow at_least", goal: "100", asOf: "2025-12-31", state: NoData},
	"a final figure that is provisional gives a provisional verdict": {
		kind: "ratio at_least", goal: "0.60", asOf: "2026-03-31", figures: "2022 0.40; 2025 0.61P",
		state: Achieved, value: "0.61", completion: "1.016667", progress: "1.05", expected: "1", pace: "1.05", name: "按期完成（初步）"},

	"a flow is the gapless sum from its start": {
		kind: "count flow at_least", goal: "300", asOf: "2025-03-31", figures: "2023 90; 2024 120",
		state: OnTrack, value: "210", completion: "0.7", progress: "0.7", expected: "0.666971", pace: "1.049521", required: "9.961364"},
	"a flow takes the periods that cover most days, and fewer figures on a tie": {
		kind: "count flow at_least", goal: "300", asOf: "2025-03-31", figures: "2023-S1 40; 2023-S2 51; 2023 90; 2024 120",
		state: OnTrack, value: "210", completion: "0.7", progress: "0.7", expected: "0.666971", pace: "1.049521", required: "9.961364"},
	"a hole makes the sum a lower bound, which may prove on_track": {
		kind: "count flow at_least", goal: "300", asOf: "2025-03-31", figures: "2024 210",
		state: OnTrack, value: "210", bound: Lower, completion: "0.7", progress: "0.7", expected: "0.666971", pace: "1.049521", required: "9.961364"},
	"a hole decides nothing where the sum would be behind": {
		kind: "count flow at_least", goal: "300", asOf: "2025-03-31", figures: "2024 100",
		state: Unrated, value: "100", bound: Lower, completion: "0.333333", progress: "0.333333", expected: "0.666971", required: "22.136364"},
	"a figure that straddles the start is not counted": {
		kind: "count flow at_least", goal: "300", asOf: "2025-03-31", figures: "2022-07-01/2023-06-30 100; 2023-S2 100; 2024 110",
		state: OnTrack, value: "210", bound: Lower, completion: "0.7", progress: "0.7", expected: "0.666971", pace: "1.049521", required: "9.961364"},
	"a gapless sum at the deadline that is short is missed": {
		kind: "count flow at_least", goal: "300", asOf: "2026-03-31", figures: "2023 90; 2024 100; 2025 109",
		state: Missed, value: "299", completion: "0.996667", progress: "0.996667", expected: "1", pace: "0.996667"},
	"a sum with a hole at the deadline waits": {
		kind: "count flow at_least", goal: "300", asOf: "2026-03-31", figures: "2023 90; 2025 109",
		state: AwaitingFinal, value: "199", bound: Lower, completion: "0.663333", progress: "0.663333", expected: "1"},
	"a sum with a hole that reaches the goal has achieved it": {
		kind: "count flow at_least", goal: "300", asOf: "2026-03-31", figures: "2023 190; 2025 110",
		state: Achieved, value: "300", bound: Lower, completion: "1", progress: "1", expected: "1", pace: "1"},
	"a period that straddles the deadline cannot be the final one": {
		kind: "count flow at_least", goal: "300", deadline: "2025-06-30", asOf: "2026-03-31", figures: "2023 90; 2024 100; 2025 105",
		state: Missed, value: "295", completion: "0.983333", progress: "0.983333", expected: "1", pace: "0.983333"},
	"the flow of a sister cumulative is C(t) − C(start)": {
		kind: "count flow at_least", goal: "50", asOf: "2025-03-31", sister: "2022 288; 2023 300; 2024 326",
		state: OnTrack, value: "38", completion: "0.76", progress: "0.76", expected: "0.666971", pace: "1.13948", required: "1.328182"},
	"a sister without an exact figure on the eve of the start feeds nothing": {
		kind: "count flow at_least", goal: "50", asOf: "2025-03-31", sister: "2022-10-31 288; 2023 300", state: NoData},

	"a lower bound that reaches the goal proves it": {
		kind: "count stock at_least", goal: "600", asOf: "2024-06-30", figures: "2022 500; 2023 600>",
		state: Met, value: "600", bound: Lower, completion: "1", progress: "1", expected: "0.333029", pace: "3.00274"},
	"a lower bound may prove on_track": {
		kind: "count stock at_least", goal: "600", asOf: "2024-06-30", figures: "2022 300; 2023 400>",
		state: OnTrack, value: "400", bound: Lower, completion: "0.666667", progress: "0.333333", expected: "0.333029", pace: "1.000913", required: "11.088342"},
	"a lower bound never proves behind": {
		kind: "count stock at_least", goal: "600", asOf: "2024-06-30", figures: "2022 300; 2023 310>",
		state: Unrated, value: "310", bound: Lower, completion: "0.516667", progress: "0.033333", expected: "0.333029", required: "16.078097"},
	"an upper bound under the goal at the deadline is missed": {
		kind: "count stock at_least", goal: "30", asOf: "2026-06-30", figures: "2022 10; 2025 29<",
		state: Missed, value: "29", bound: Upper, completion: "0.966667", progress: "0.95", expected: "1"},
	"an upper bound proves an upper limit": {
		kind: "mean at_most", goal: "15", asOf: "2026-06-30", figures: "2022 24; 2025 15<",
		state: Achieved, value: "15", bound: Upper, progress: "1", expected: "1", pace: "1"},
	"a lower bound on the limit of an upper limit decides nothing": {
		kind: "mean at_most", goal: "15", asOf: "2026-06-30", figures: "2022 24; 2025 15>",
		state: AwaitingFinal, value: "15", bound: Lower, progress: "1", expected: "1"},
	"a bound is never the baseline where an exact figure is": {
		kind: "count cumulative at_least", goal: "100", asOf: "2024-06-30", figures: "2021 40; 2022 60>; 2023 80",
		state: OnTrack, value: "80", completion: "0.8", progress: "0.666667", expected: "0.499658", pace: "1.334247", required: "1.108834"},
	"another definition is shown and proves nothing": {
		kind: "ratio at_least", goal: "0.60", asOf: "2024-06-30", figures: "2022 0.40; 2023 0.70D", state: NoData},
	"no pace is taken across a break": {
		kind: "count stock at_least", goal: "100", asOf: "2025-06-30", figures: "2022 40; 2023 55B; 2024 60",
		state: Unrated, value: "60", completion: "0.6"},
	"a recognition held every two years is not late between rounds": {
		kind: "count flow at_least", goal: "200", asOf: "2025-06-30", cadence: ByRounds, rounds: "2023 2025", figures: "2023 100",
		state: OnTrack, value: "100", completion: "0.5", progress: "0.5", expected: "0.5", pace: "1"},
	"the document's own milestones make a stepped path": {
		kind: "count stock at_least", goal: "100", asOf: "2025-01-31", path: "2023-12-31 20; 2024-12-31 40", figures: "2022 0; 2024 36",
		state: Behind, value: "36", completion: "0.36", progress: "0.36", expected: "0.4", pace: "0.9"},
	"increase N means the baseline plus N": {
		kind: "count stock increase", goal: "10", asOf: "2024-06-30", figures: "2022 30; 2023 35",
		state: OnTrack, value: "35", completion: "0.875", progress: "0.5", expected: "0.333029", pace: "1.50137", required: "0.277209"},
	"increase N without a baseline cannot be rated": {
		kind: "count stock increase", goal: "10", asOf: "2024-06-30", figures: "2023 35", state: Unrated, value: "35"},
	"exactly is satisfied by the very number only": {
		kind: "count stock exactly", goal: "10", asOf: "2026-06-30", figures: "2022 5; 2025 11",
		state: Missed, value: "11", progress: "1.2", expected: "1", pace: "1.2"},
	"a final figure of a shorter window is not final": {
		kind: "ratio at_least", goal: "0.60", window: WindowYear, asOf: "2026-03-31", figures: "2022 0.40; 2025-Q4 0.70",
		state: AwaitingFinal, value: "0.70", completion: "1.166667", progress: "1.5", expected: "1", pace: "1.5"},
	"an upper limit on a flow that is exceeded is missed at once": {
		kind: "count flow at_most", goal: "100", asOf: "2025-03-01", figures: "2023 50; 2024 90",
		state: Missed, value: "140"},
	"a flow within its upper limit is within it so far": {
		kind: "count flow at_most", goal: "100", asOf: "2024-03-01", figures: "2023 50",
		state: Met, value: "50"},
	"a cumulative within its upper limit after the deadline was so at it": {
		kind: "count cumulative at_most", goal: "100", asOf: "2027-03-31", figures: "2022 40; 2026 90",
		state: Achieved, value: "90"},
	"a cumulative over its upper limit only after the deadline proves nothing": {
		kind: "count cumulative at_most", goal: "100", asOf: "2027-03-31", figures: "2022 40; 2026 120",
		state: AwaitingFinal, value: "120"},
	"a cumulative whose baseline had reached the goal has it": {
		kind: "count cumulative at_least", goal: "1000", asOf: "2026-06-30", figures: "2022 1200", state: Achieved},
	"a cumulative that a later figure corrects downwards is not achieved": { // 50/60, 731/1096 days, 10 more in 184 days
		kind: "count cumulative at_least", goal: "100", asOf: "2025-06-30", figures: "2022 40; 2023 110; 2024 90",
		state: OnTrack, value: "90", completion: "0.9", progress: "0.833333", expected: "0.666971", pace: "1.24943", required: "1.654212"},
	"exactly N is not disproved by more after the deadline": {
		kind: "count cumulative exactly", goal: "100", asOf: "2027-03-31", figures: "2022 40; 2026 120",
		state: AwaitingFinal, value: "120", progress: "1.333333", expected: "1", pace: "1.333333"},
	"exactly N is disproved by less after the deadline": {
		kind: "count cumulative exactly", goal: "100", asOf: "2027-03-31", figures: "2022 40; 2026 90",
		state: Missed, value: "90", progress: "0.833333", expected: "1", pace: "0.833333"},
	"a milestone below the baseline asks for nothing by then": {
		kind: "count stock at_least", goal: "1000", asOf: "2024-03-31", path: "2023-12-31 400", figures: "2022 450; 2023 600",
		state: Unrated, value: "600", completion: "0.6", progress: "0.272727", expected: "0"},
	"a baseline whose sources differ is none": {
		kind: "count stock at_least", goal: "600", asOf: "2024-03-31", figures: "2022 100; 2022-12-31 500; 2023 550",
		state: Unrated, value: "550", completion: "0.916667", required: "2.37793"},
	"a shorter window proves nothing late": {
		kind: "mean at_most", goal: "15", window: WindowYear, asOf: "2026-09-30", figures: "2022 24; 2026-S1 14",
		state: AwaitingFinal, value: "14", progress: "1.111111", expected: "1", pace: "1.111111"},
	"a shorter window is no baseline": {
		kind: "mean at_most", goal: "15", window: WindowYear, asOf: "2024-06-30", figures: "2022-S2 20; 2023 18",
		state: Unrated, value: "18", required: "-0.166325"},
	"on the deadline's own day a short final figure is missed": {
		kind: "count stock at_least", goal: "200", asOf: "2025-12-31", figures: "2022 100; 2025 199",
		state: Missed, value: "199", completion: "0.995", progress: "0.99", expected: "1", pace: "0.99"},
	"a milestone under way on its own day is missed": {
		kind: "milestone by", asOf: "2025-12-31", figures: "2025-12-31 1", state: Missed, value: "1"},
	"a level beyond exactly N is not graded by pace": {
		kind: "count stock exactly", goal: "15", asOf: "2024-12-31", figures: "2022 10; 2023 40",
		state: Unrated, value: "40", progress: "6", expected: "0.333029", pace: "18.016438", required: "-2.08476"},
	"a flow adds up to nothing across a break": {
		kind: "count flow at_least", goal: "60", asOf: "2026-03-31", figures: "2023 30; 2024 20B; 2025 15",
		state: AwaitingFinal, value: "65", completion: "1.083333"},
	"on a tie exact figures stand before a bound": {
		kind: "count flow at_least", goal: "300", asOf: "2024-06-30", figures: "2023-S1 30; 2023-S2 35; 2023 40>",
		state: Behind, value: "65", completion: "0.216667", progress: "0.216667", expected: "0.333029", pace: "0.650594", required: "13.028802"},
	"a direction is never met or missed": {
		kind: "direction increase", asOf: "2026-06-30", figures: "2022 5; 2023 9", state: Unrated, value: "9", name: "不作评价"},
	"a milestone under way": {
		kind: "milestone by", asOf: "2024-06-30", figures: "2023 1", state: InProgress, value: "1"},
	"a milestone done in time": {
		kind: "milestone by", asOf: "2024-06-30", figures: "2023 1; 2024-05-20 2", state: Achieved, value: "2"},
	"a milestone done late": {
		kind: "milestone by", asOf: "2026-06-30", figures: "2026-01-15 2", state: AchievedLate, atDeadline: DeadlineShort, value: "2"},
	"a milestone reported not done after its date is missed": {
		kind: "milestone by", asOf: "2026-06-30", figures: "2026-01-15 1", state: Missed, value: "1"},
	"a milestone past its date and not reported since waits": {
		kind: "milestone by", asOf: "2026-06-30", figures: "2024 1", state: AwaitingFinal, value: "1"},
	"a milestone nobody reported has no data": {
		kind: "milestone by", asOf: "2024-06-30", state: NoData},
	"a milestone reported as not begun is not rated": {
		kind: "milestone by", asOf: "2024-06-30", figures: "2023 0", state: Unrated, value: "0"},
}

func TestEvaluate(t *testing.T) {
	for name, tc := range evaluateCases {
		t.Run(name, func(t *testing.T) {
			e := Evaluate(tc.input(t))
			check := func(what string, got, want string) {
				if got != want {
					t.Errorf("%s = %q, want %q (reason: %s)", what, got, want, e.Reason.ZH)
				}
			}
			check("state", string(e.State), string(tc.state))
			check("at deadline", string(e.AtDeadline), string(tc.atDeadline))
			check("value", e.Value.String(), tc.value)
			check("bound", string(e.Bound), string(tc.bound))
			check("completion", e.Completion.String(), tc.completion)
			check("progress", e.Progress.String(), tc.progress)
			check("expected", e.Expected.String(), tc.expected)
			check("pace", e.Pace.String(), tc.pace)
			check("required pace", e.RequiredPace.String(), tc.required)
			if tc.name != "" {
				check("name", e.StateName(ZH), tc.name)
			}
			if e.Reason.ZH == "" || e.Reason.EN == "" {
				t.Errorf("no reason given for %s", e.State)
			}
		})
	}
}

// input builds what Evaluate takes from the short form.
func (tc tcase) input(t *testing.T) Input {
	t.Helper()
	words := strings.Fields(tc.kind)
	ind := &Indicator{ID: "i", Name: Text{"指标", "indicator"}, Measure: Measure(words[0]), Unit: Unit{"项", "item", "items"},
		Cadence: or(tc.cadence, Yearly), Window: tc.window, ClosesAfter: 120}
	if len(words) == 3 {
		ind.Accumulation = Accumulation(words[1])
	}
	for _, r := range strings.Fields(tc.rounds) {
		ind.Rounds = append(ind.Rounds, mustPeriod(t, r))
	}
	target := &Target{ID: "t", Document: "d", Indicator: "i", Area: "330000", Comparator: Comparator(words[len(words)-1]),
		Start: mustDate(t, or(tc.start, "2023-01-01")), StartBasis: or(tc.basis, BasisPrinted),
		Deadline: mustDate(t, or(tc.deadline, "2025-12-31"))}
	if tc.goal != "" {
		target.Goal = MustDecimal(tc.goal)
	}
	if f := figuresOf(t, tc.baseline); len(f) == 1 {
		target.Baseline, target.BaselinePeriod = f[0].Value, f[0].Period
	}
	for _, f := range figuresOf(t, tc.path) {
		target.Path = append(target.Path, PathPoint{f.Period.End, f.Value})
	}
	sister := &Indicator{ID: "s", Measure: Count, Accumulation: Cumulative}
	return Input{Target: target, Indicator: ind, SisterCard: sister, Document: &Document{ID: "d", Issued: mustDate(t, or(tc.issued, "2023-03-27"))},
		Figures: figuresOf(t, tc.figures), Sister: figuresOf(t, tc.sister), Cuts: DefaultCuts, AsOf: mustDate(t, tc.asOf)}
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// figuresOf reads "2023 0.95E>; 2024 1".
func figuresOf(t *testing.T, list string) []Figure {
	t.Helper()
	var figures []Figure
	for _, one := range strings.Split(list, ";") {
		words := strings.Fields(one)
		if len(words) == 0 {
			continue
		}
		f := Figure{Key: Key{"i", "330000", mustPeriod(t, words[0])}, Revision: 1, Flag: Normal, Origin: OriginOfficial}
		value := words[1]
		if v, ok := strings.CutSuffix(value, ">"); ok {
			value, f.Bound = v, Lower
		}
		if v, ok := strings.CutSuffix(value, "<"); ok {
			value, f.Bound = v, Upper
		}
		if n := len(value) - 1; value[n] >= 'A' {
			value, f.Flag = value[:n], Flag(value[n:])
		}
		f.Value = MustDecimal(value)
		figures = append(figures, f)
	}
	return figures
}

func mustDate(t *testing.T, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustPeriod(t *testing.T, s string) Period {
	t.Helper()
	p, err := ParsePeriod(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
