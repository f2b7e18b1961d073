package targets

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Which figure counts, worked out by hand.
var evidenceCases = map[string]tcase{
	"a cumulative takes a later, lower figure: the earlier one was ten times too high": { // 1401/1421; 1004 of 1096 days; 20 in 92 days
		kind: "count cumulative at_least", goal: "4000", asOf: "2025-09-30", figures: "2022 2579; 2025-06-30 40120; 2025-09-30 3980",
		state: OnTrack, value: "3980", completion: "0.995", progress: "0.985925", expected: "0.916058", pace: "1.076269", required: "6.616848"},
	"and as of the wrong moment itself the later value is taken": { // 1401/1421; 912 of 1096 days; 20 in 184 days
		kind: "count cumulative at_least", goal: "4000", asOf: "2025-06-30", figures: "2022 2579; 2025-06-30 40120; 2025-09-30 3980",
		state: OnTrack, value: "3980", completion: "0.995", progress: "0.985925", expected: "0.832117", pace: "1.18484", required: "3.308424"},
	"a revision of the wrong moment says the same": {
		kind: "count cumulative at_least", goal: "4000", asOf: "2025-06-30", figures: "2022 2579; 2025-06-30 3980",
		state: OnTrack, value: "3980", completion: "0.995", progress: "0.985925", expected: "0.832117", pace: "1.18484", required: "3.308424"},
	"estimates correct each other like final figures": {
		kind: "count cumulative at_least", goal: "4000", asOf: "2025-06-30", figures: "2022 2579; 2025-06-30 40120E; 2025-09-30 3980E",
		state: OnTrack, value: "3980", completion: "0.995", progress: "0.985925", expected: "0.832117", pace: "1.18484", required: "3.308424"},
	"a later figure of lesser standing decides nothing": {
		kind: "count cumulative at_least", goal: "4000", asOf: "2025-09-30", figures: "2022 2579; 2025-06-30 4012; 2025-09-30 3980P",
		state: Achieved, value: "4012", completion: "1.003", progress: "1.008445", expected: "0.832117", pace: "1.211903"},
	"a break ends the correction": {
		kind: "count cumulative at_least", goal: "4000", asOf: "2025-09-30", figures: "2022 2579; 2025-06-30 4012; 2025-09-30 3980B",
		state: Achieved, value: "4012", completion: "1.003", progress: "1.008445", expected: "0.832117", pace: "1.211903"},
	"a baseline taken from a figure is corrected too": { // from 30: 20/70; 731/1096
		kind: "count cumulative at_least", goal: "100", asOf: "2025-06-30", figures: "2021 30; 2022 400; 2023 30; 2024 50",
		state: FarBehind, value: "50", completion: "0.5", progress: "0.285714", expected: "0.666971", pace: "0.428376", required: "8.27106"},
	"a lower bound that an earlier figure implies is not the newest figure": {
		kind: "count cumulative at_least", goal: "100", asOf: "2025-06-30", figures: "2022 40; 2024 80; 2025-03-31 60>",
		state: OnTrack, value: "80", completion: "0.8", progress: "0.666667", expected: "0.666971", pace: "0.999544", required: "3.308424",
		name: "基本达到序时进度"},
	"a final whole stands before provisional quarters": {
		kind: "count flow at_least", goal: "90", start: "2025-01-01", asOf: "2026-03-31", figures: "2025-Q1 30P; 2025-Q2 35P; 2025-Q3 30P; 2025 80",
		state: Missed, value: "80", completion: "0.888889", progress: "0.888889", expected: "1", pace: "0.888889"},
	"and before provisional halves": {
		kind: "count flow at_least", goal: "90", start: "2025-01-01", asOf: "2026-03-31", figures: "2025-S1 65P; 2025-S2 30P; 2025 80",
		state: Missed, value: "80", completion: "0.888889", progress: "0.888889", expected: "1", pace: "0.888889"},
	"final parts stand before a provisional whole": {
		kind: "count flow at_least", goal: "90", start: "2025-01-01", asOf: "2026-03-31", figures: "2025-S1 65; 2025-S2 30; 2025 80P",
		state: Achieved, value: "95", completion: "1.055556", progress: "1.055556", expected: "1", pace: "1.055556"},
	"of equally final ones the whole stands": {
		kind: "count flow at_least", goal: "90", start: "2025-01-01", asOf: "2026-03-31", figures: "2025-S1 65; 2025-S2 30; 2025 80",
		state: Missed, value: "80", completion: "0.888889", progress: "0.888889", expected: "1", pace: "0.888889"},
	"an estimated part makes the sum no more final than a provisional whole": {
		kind: "count flow at_least", goal: "90", start: "2025-01-01", asOf: "2026-03-31", figures: "2025-S1 65; 2025-S2 30E; 2025 80P",
		state: Missed, value: "80", completion: "0.888889", progress: "0.888889", expected: "1", pace: "0.888889"},
	"the largest proved lower bound counts: 10 + 15 + 24 + 27": {
		kind: "count flow at_least", goal: "50", start: "2023-01-01", asOf: "2026-03-31", figures: "2023 10; 2024 15; 2025-Q3 24; 2025-Q4 27",
		state: Achieved, value: "76", bound: Lower, completion: "1.52", progress: "1.52", expected: "1", pace: "1.52"},
	"a weaker lower bound of the year changes nothing": {
		kind: "count flow at_least", goal: "50", start: "2023-01-01", asOf: "2026-03-31", figures: "2023 10; 2024 15; 2025-Q3 24; 2025-Q4 27; 2025 20>",
		state: Achieved, value: "76", bound: Lower, completion: "1.52", progress: "1.52", expected: "1", pace: "1.52"},
	"a stronger lower bound of the year counts": {
		kind: "count flow at_least", goal: "90", start: "2023-01-01", asOf: "2026-03-31", figures: "2023 10; 2024 15; 2025-Q3 24; 2025-Q4 27; 2025 70>",
		state: Achieved, value: "95", bound: Lower, completion: "1.055556", progress: "1.055556", expected: "1", pace: "1.055556"},
	"a sum bounded from above within an upper limit": {
		kind: "count flow at_most", goal: "50", start: "2025-01-01", asOf: "2026-03-31", figures: "2025-S1 20; 2025-S2 25<",
		state: Achieved, value: "45", bound: Upper, completion: ""},
	"a quarter above its own year: the whole stands": {
		kind: "count flow at_least", goal: "85", start: "2025-01-01", asOf: "2026-03-31", figures: "2025-Q1 90; 2025 80",
		state: Missed, value: "80", completion: "0.941176", progress: "0.941176", expected: "1", pace: "0.941176"},
	"a final quarter above a provisional year: the quarter stands": {
		kind: "count flow at_least", goal: "85", start: "2025-01-01", asOf: "2026-03-31", figures: "2025-Q1 90; 2025 80P",
		state: Achieved, value: "90", bound: Lower, completion: "1.058824", progress: "1.058824", expected: "1", pace: "1.058824"},
}

func TestEvidence(t *testing.T) {
	for name, tc := range evidenceCases {
		t.Run(name, func(t *testing.T) {
			e := Evaluate(tc.input(t))
			got := fmt.Sprintf("%s %s %s completion %s progress %s expected %s pace %s required %s",
				e.State, e.Value, e.Bound, e.Completion, e.Progress, e.Expected, e.Pace, e.RequiredPace)
			want := fmt.Sprintf("%s %s %s completion %s progress %s expected %s pace %s required %s",
				tc.state, tc.value, tc.bound, tc.completion, tc.progress, tc.expected, tc.pace, tc.required)
			if got != want {
				t.Errorf("%s\n got %s\nwant %s\n(%s)", tc.figures, got, want, e.Reason.ZH)
			}
		})
	}
}

func TestACorrectedMomentSaysSo(t *testing.T) {
	e := Evaluate(evidenceCases["a cumulative takes a later, lower figure: the earlier one was ten times too high"].input(t))
	if len(e.Corrections) != 1 || e.Corrections[0].Figure.Value.String() != "40120" || e.Corrections[0].By.Period.String() != "2025-09-30" {
		t.Fatalf("corrections = %+v, want 40120 by 2025-09-30", e.Corrections)
	}
	if v := e.Series[1].Value.String(); v != "3980" {
		t.Errorf("the series holds %s for the corrected moment, want 3980", v)
	}
	if !strings.Contains(e.Notes[0].ZH, "40,120项") {
		t.Errorf("notes = %v, want the wrong value told", e.Notes)
	}
	e = Evaluate(evidenceCases["a later figure of lesser standing decides nothing"].input(t))
	if len(e.Doubts) != 1 || len(e.Corrections) != 0 || !strings.Contains(e.Notes[0].ZH, "存疑") {
		t.Errorf("doubts = %+v, notes %v; want the provisional 3980 in doubt", e.Doubts, e.Notes)
	}
}

func TestATargetWithoutAStartBeginsInTheYearOfIssue(t *testing.T) {
	tc := tcase{kind: "count flow at_least", goal: "50", asOf: "2026-03-31", figures: "2019 40; 2023 10; 2024 15; 2025 20"}
	start := func(d *Document, base int) Evaluation {
		in := tc.input(t)
		in.Target.Start, in.Target.StartBasis, in.Target.BaseYear = 0, "", base
		in.Document = d
		return Evaluate(in)
	}
	issued := mustDate(t, "2023-03-27")
	for name, got := range map[string]struct {
		e            Evaluation
		start, value string
		basis        Basis
		state        State
	}{
		"1 January of the year of issue":      {start(&Document{Issued: issued}, 0), "2023-01-01", "45", BasisIssueYear, Missed},
		"the first day the document covers":   {start(&Document{Issued: issued, Covers: mustPeriod(t, "2024-01-01/2025-12-31")}, 0), "2024-01-01", "35", BasisPhase, Missed},
		"the day after a printed base year":   {start(&Document{Issued: issued}, 2018), "2019-01-01", "85", BasisBaseYear, Achieved},
		"without any of these nothing counts": {start(&Document{}, 0), "", "", "", Unrated},
	} {
		t.Run(name, func(t *testing.T) {
			e := got.e
			if e.Target.Start.String() != got.start || e.Target.StartBasis != got.basis || e.State != got.state || e.Value.String() != got.value {
				t.Errorf("start %s (%s), %s %s; want %s (%s), %s %s", e.Target.Start, e.Target.StartBasis, e.State, e.Value, got.start, got.basis, got.state, got.value)
			}
		})
	}
}

// drawnSeries draws a target of a count with figures that do not contradict each other.
func drawnSeries(t *rapid.T, accumulation Accumulation) Input {
	comparator := rapid.SampledFrom([]Comparator{AtLeast, AtMost, Over, Under, Exactly}).Draw(t, "comparator")
	target := &Target{ID: "t", Document: "d", Indicator: "i", Area: "330000", Comparator: comparator,
		Goal: NewDecimal(rapid.Int64Range(0, 60).Draw(t, "goal")), Start: NewDate(2021, 1, 1), StartBasis: BasisPrinted, Deadline: NewDate(2023, 12, 31)}
	in := Input{Target: target, Indicator: &Indicator{ID: "i", Measure: Count, Accumulation: accumulation, Cadence: Quarterly},
		Document: &Document{ID: "d"}, Cuts: DefaultCuts, AsOf: NewDate(rapid.IntRange(2021, 2025).Draw(t, "as of"), 12, 31)}
	total := int64(0)
	for q := range 16 {
		total += rapid.Int64Range(0, 6).Draw(t, "added")
		value := total
		p := Months(2020, 3*q+1, 3)
		if accumulation == Flow {
			value = rapid.Int64Range(0, 6).Draw(t, "value")
		}
		if q > 0 && rapid.IntRange(0, 4).Draw(t, "missing") == 0 {
			continue
		}
		in.Figures = append(in.Figures, Figure{Key: Key{"i", "330000", p}, Value: NewDecimal(value), Flag: Normal, Origin: OriginOfficial})
	}
	return in
}

func sameVerdict(t *rapid.T, what string, a, b Evaluation) {
	if a.State != b.State || !a.Value.Equal(b.Value) || a.Bound != b.Bound || a.Pace != b.Pace || a.Period != b.Period || a.Stale != b.Stale {
		t.Fatalf("%s: %s %s%s %s pace %s, was %s %s%s %s pace %s", what, b.State, b.Value, b.Bound, b.Period, b.Pace, a.State, a.Value, a.Bound, a.Period, a.Pace)
	}
}

func TestTheOrderOfFiguresNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawnSeries(t, rapid.SampledFrom([]Accumulation{Cumulative, Flow, Stock}).Draw(t, "accumulation"))
		was := Evaluate(in)
		in.Figures = slices.Clone(in.Figures)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Shuffle(len(in.Figures), func(i, j int) {
			in.Figures[i], in.Figures[j] = in.Figures[j], in.Figures[i]
		})
		sameVerdict(t, "shuffled", was, Evaluate(in))
	})
}

func TestTheGroupingOfPeriodsNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawnSeries(t, Flow)
		was := Evaluate(in)
		year := Year(rapid.IntRange(2021, 2023).Draw(t, "year"))
		total, quarters := int64(0), 0
		for _, f := range in.Figures {
			if f.Period.Within(year) {
				n, _, _ := f.Value.Small()
				total, quarters = total+n, quarters+1
			}
		}
		if quarters < 4 || year.End > in.AsOf {
			t.Skip("the year is not complete")
		}
		in.Figures = append(slices.Clone(in.Figures), Figure{Key: Key{"i", "330000", year}, Value: NewDecimal(total), Flag: Normal, Origin: OriginOfficial})
		sameVerdict(t, "with the year's own figure beside its quarters", was, Evaluate(in))
	})
}

func TestABoundThatFollowsFromAFigureChangesNoVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		accumulation := rapid.SampledFrom([]Accumulation{Cumulative, Flow}).Draw(t, "accumulation")
		in := drawnSeries(t, accumulation)
		was := Evaluate(in)
		f := rapid.SampledFrom(in.Figures).Draw(t, "figure")
		n, _, _ := f.Value.Small()
		weaker := Figure{Key: Key{"i", "330000", f.Period}, Value: NewDecimal(rapid.Int64Range(0, n).Draw(t, "weaker")), Flag: Normal, Bound: Lower, Origin: OriginOfficial}
		weaker.Period.End += Date(rapid.IntRange(1, 300).Draw(t, "later"))
		if accumulation == Cumulative {
			weaker.Period.Start = weaker.Period.End
		}
		in.Figures = append(slices.Clone(in.Figures), weaker)
		sameVerdict(t, fmt.Sprintf("with %s at least %s", weaker.Period, weaker.Value), was, Evaluate(in))
	})
}

func TestAMoreFinalFigureAlwaysWins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawnSeries(t, rapid.SampledFrom([]Accumulation{Cumulative, Flow, Stock}).Draw(t, "accumulation"))
		was := Evaluate(in)
		i := rapid.IntRange(0, len(in.Figures)-1).Draw(t, "figure")
		rival := in.Figures[i]
		rival.Flag = rapid.SampledFrom([]Flag{Provisional, Estimated}).Draw(t, "flag")
		rival.Value = NewDecimal(rapid.Int64Range(0, 90).Draw(t, "value"))
		in.Figures = slices.Insert(slices.Clone(in.Figures), rapid.SampledFrom([]int{i, i + 1}).Draw(t, "place"), rival)
		sameVerdict(t, fmt.Sprintf("with %s %s of %s", rival.Flag, rival.Value, rival.Period), was, Evaluate(in))
	})
}

func TestACorrectionByANewPeriodAndOneByARevisionAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawnSeries(t, Cumulative)
		i := rapid.IntRange(0, len(in.Figures)-1).Draw(t, "figure")
		flag := rapid.SampledFrom([]Flag{Normal, Provisional, Estimated}).Draw(t, "flag")
		for k := range in.Figures {
			in.Figures[k].Flag = flag
		}
		right := in.Figures[i].Value
		in.Figures = append(slices.Clone(in.Figures[:i+1]), Figure{Key: Key{"i", "330000", Day(in.Figures[i].Period.End + 40)},
			Value: right, Flag: flag, Origin: OriginOfficial, Approved: time.Unix(1, 0)})
		was := Evaluate(in)
		in.Figures = slices.Clone(in.Figures)
		n, _, _ := right.Small()
		in.Figures[i].Value = NewDecimal(n + rapid.Int64Range(1, 1000).Draw(t, "too high"))
		sameVerdict(t, "the wrong figure corrected by the next", was, Evaluate(in))
	})
}
