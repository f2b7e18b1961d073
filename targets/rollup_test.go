package targets

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// province builds a snapshot of a province's target and the parts it is
// allocated to: one for each city, with the figures given ("" for none).
func province(t *testing.T, kind, goal, asOf, own string, cities map[string]string, change func(*Snapshot)) *Snapshot {
	t.Helper()
	in := tcase{kind: kind, goal: goal, asOf: asOf, figures: own}.input(t)
	in.Indicator.Rollup = RollupSum
	s := &Snapshot{AsOf: in.AsOf, Cuts: DefaultCuts, Figures: map[SeriesKey][]Figure{{"i", "330000"}: in.Figures}}
	s.Indicators, s.Documents, s.Targets = []Indicator{*in.Indicator}, []Document{*in.Document}, []Target{*in.Target}
	s.Areas = []Area{{ID: "330000", Code: "330000"}}
	for _, code := range slices.Sorted(maps.Keys(cities)) {
		s.Areas = append(s.Areas, Area{ID: code, Code: code, Parent: "330000"})
		part := *in.Target
		part.ID, part.Area, part.AllocatedFrom, part.Goal = "t-"+code, code, "t", Decimal{}
		if goal != "" {
			part.Goal = MustDecimal("100")
		}
		s.Allocated = append(s.Allocated, part)
		figures := figuresOf(t, cities[code])
		for i := range figures {
			figures[i].Area = code
		}
		s.Figures[SeriesKey{"i", code}] = figures
	}
	if change != nil {
		change(s)
	}
	s.Seal()
	return s
}

func TestRollUp(t *testing.T) {
	type want struct {
		value    string
		bound    Bound
		state    State
		coverage string // "" = no roll-up
		note     string // part of a note in Chinese
	}
	tests := map[string]struct {
		kind, goal, asOf, own string
		cities                map[string]string
		change                func(*Snapshot)
		want                  want
	}{
		"cumulatives of one day add up": {"count cumulative at_least", "300", "2024-06-30", "2022 60",
			map[string]string{"330100": "2023 70", "330200": "2023-12-31 80"}, nil,
			want{"150", Exact, OnTrack, "1", "2项分解目标合计200项，比本目标少100项"}},
		"an area that has not reported makes the sum a lower bound": {"count cumulative at_least", "300", "2024-06-30", "2022 60",
			map[string]string{"330100": "2023 70", "330200": "2022 20"}, nil,
			want{"70", Lower, Unrated, "0.5", ""}},
		"the parent's own figure stands, both are shown": {"count cumulative at_least", "200", "2024-06-30", "2022 60; 2023 140",
			map[string]string{"330100": "2023 70", "330200": "2023 80"}, nil,
			want{"140", Exact, OnTrack, "1", "本级数140项，下级预汇总150项（2个地区中2个已报），相差−10项"}},
		"flows add up for the very same period only": {"count flow at_least", "200", "2024-06-30", "",
			map[string]string{"330100": "2023 40", "330200": "2023-S1 15; 2023-S2 25"}, nil,
			want{"40", Lower, Unrated, "0.5", ""}},
		"ratios add numerators and denominators": {"ratio at_least", "0.60", "2024-06-30", "2022 0.40",
			map[string]string{"330100": "2023 0.50", "330200": "2023 0.80"}, func(s *Snapshot) {
				parts(s, "330100", "10", "20") // 50 %
				parts(s, "330200", "8", "10")  // 80 %; together 18 ÷ 30, not 65 %
			}, want{"0.6", Exact, Met, "1", ""}},
		"a ratio without counts is not averaged": {"ratio at_least", "0.60", "2024-06-30", "2022 0.40",
			map[string]string{"330100": "2023 0.50", "330200": "2023 0.80"}, nil,
			want{"", Exact, NoData, "", ""}},
		"a partial ratio proves nothing": {"ratio at_least", "0.60", "2024-06-30", "2022 0.40",
			map[string]string{"330100": "2023 0.70", "330200": ""}, func(s *Snapshot) { parts(s, "330100", "7", "10") },
			want{"0.7", Exact, Unrated, "0.5", ""}},
		"of several sources of an area the best is added": {"count cumulative at_least", "300", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 40; 2023-12-31 400"}, func(s *Snapshot) { s.Figures[SeriesKey{"i", "330100"}][1].Origin = OriginMedia },
			want{"40", Exact, FarBehind, "1", ""}},
		"an area whose sources differ is missing": {"count cumulative at_least", "300", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 40; 2023-12-31 400", "330200": "2023 100"}, nil,
			want{"100", Lower, Unrated, "0.5", ""}},
		"ratios of a year add up to a final one": {"ratio at_least", "0.60", "2026-06-30", "2022 0.40",
			map[string]string{"330100": "2025 0.70"}, func(s *Snapshot) { s.Indicators[0].Window = WindowYear; parts(s, "330100", "7", "10") },
			want{"0.7", Exact, Achieved, "1", ""}},
		"a ratio of another period is not added": {"ratio at_least", "0.60", "2024-06-30", "2022 0.40",
			map[string]string{"330100": "2023 0.70", "330200": "2023-12-31 0.80"}, func(s *Snapshot) { parts(s, "330100", "7", "10"); parts(s, "330200", "8", "10") },
			want{"0.7", Exact, Unrated, "0.5", ""}},
		"an area with two parts is added once": {"count cumulative at_least", "300", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 40"}, func(s *Snapshot) {
				again := s.Allocated[0]
				again.ID = "t-again"
				s.Allocated = append(s.Allocated, again)
			}, want{"40", Exact, FarBehind, "1", ""}},
		"a part of another indicator is not added": {"count cumulative at_least", "300", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 40", "330200": "2023 30"}, func(s *Snapshot) { s.Allocated[1].Indicator = "other" },
			want{"40", Lower, Unrated, "0.5", ""}},
		"a county is not added to the prefecture it lies in": {"count cumulative at_least", "300", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 40", "330122": "2023 9"}, func(s *Snapshot) { area(s, "330122").Parent = "330100" },
			want{"40", Exact, FarBehind, "1", ""}},
		"the parent's own quarters stand before a partial sum": {"count flow at_least", "300", "2024-03-31", "2023-Q1 40; 2023-Q2 30; 2023-Q3 30; 2023-Q4 20",
			map[string]string{"330100": "2023 10", "330200": ""}, nil, want{"120", Exact, OnTrack, "", ""}},
		"an indicator that does not add up is not rolled up": {"count cumulative at_least", "200", "2024-06-30", "2022 60",
			map[string]string{"330100": "2023 70", "330200": "2023 80"}, func(s *Snapshot) { s.Indicators[0].Rollup = RollupNone },
			want{"", Exact, NoData, "", ""}},
		"an area counted in another is not added again": {"count cumulative at_least", "200", "2024-06-30", "2022 60",
			map[string]string{"610400": "2023 70", "611100": "2023 9"}, func(s *Snapshot) { area(s, "611100").CountedIn = "610400" },
			want{"70", Exact, FarBehind, "1", ""}},
		"the province's own part is one of the parts": {"count cumulative at_least", "200", "2024-06-30", "2022 60",
			map[string]string{"330001": "2023 50", "330100": "2023 70"}, func(s *Snapshot) { area(s, "330001").Own = true },
			want{"120", Exact, OnTrack, "1", ""}},
		"a figure from after the day judged is not in it": {"count cumulative at_least", "200", "2023-06-30", "2022 60",
			map[string]string{"330100": "2023 70"}, nil, want{"", Exact, NoData, "", ""}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := province(t, tc.kind, tc.goal, tc.asOf, tc.own, tc.cities, tc.change)
			e := s.EvaluateTarget(&s.Targets[0])
			coverage := ""
			if e.RollUp != nil {
				coverage = e.RollUp.Coverage().String()
			}
			got := want{e.Value.String(), e.Bound, e.State, coverage, tc.want.note}
			if got != tc.want {
				t.Errorf("got %+v (%s), want %+v", got, e.Reason.ZH, tc.want)
			}
			if tc.want.note != "" && !slices.ContainsFunc(e.Notes, func(n Text) bool { return strings.Contains(n.ZH, tc.want.note) }) {
				t.Errorf("notes = %v, want one with %q", e.Notes, tc.want.note)
			}
		})
	}
}

func parts(s *Snapshot, code, numerator, denominator string) {
	f := s.Figures[SeriesKey{"i", code}]
	f[0].Numerator, f[0].Denominator = MustDecimal(numerator), MustDecimal(denominator)
}

func area(s *Snapshot, code string) *Area {
	i := slices.IndexFunc(s.Areas, func(a Area) bool { return a.Code == code })
	return &s.Areas[i]
}

func TestASumIsNoMoreCertainThanItsParts(t *testing.T) {
	s := province(t, "count stock at_least", "100", "2026-06-30", "2022 20", map[string]string{"330100": "2025 60P", "330200": "2025 50"}, nil)
	if e := s.EvaluateTarget(&s.Targets[0]); e.State != Achieved || !e.Provisional {
		t.Errorf("state %s, provisional %v; want achieved, provisional", e.State, e.Provisional)
	}
}

func TestABreakBelowStopsThePaceAbove(t *testing.T) {
	s := province(t, "count stock at_least", "200", "2024-06-30", "2022 20", map[string]string{"330100": "2023 60B", "330200": "2023 50"}, nil)
	if e := s.EvaluateTarget(&s.Targets[0]); e.State != Unrated || e.Pace.Known() || !strings.Contains(e.Reason.ZH, "口径中断") {
		t.Errorf("state %s, pace %s (%s); want unrated across the break", e.State, e.Pace, e.Reason.ZH)
	}
}

func TestHistoryIsCarriedForRenameAndMergeOnly(t *testing.T) {
	on := NewDate(2023, 7, 1)
	tests := map[string]struct {
		succeeds []Succession
		want     string // periods and values before the succession
	}{
		"a renamed area hands on its figures":                                {[]Succession{{"330801", on, Renamed}}, "2021 10; 2022 20"},
		"merged areas hand on their sum where all have one":                  {[]Succession{{"330801", on, Merged}, {"330802", on, Merged}}, "2022-12-31 27"},
		"an area merged into a code that was there hands on the sum of both": {[]Succession{{"330802", on, Merged}}, "2022-12-31 19"},
		"a split carries nothing":                                            {[]Succession{{"330801", on, SplitUp}}, ""},
		"a succession that lies ahead carries nothing":                       {[]Succession{{"330801", NewDate(2030, 1, 1), Renamed}}, ""},
	}
	own := map[string]string{}
	for name := range tests {
		own[name] = "2023 40"
	}
	own["an area merged into a code that was there hands on the sum of both"] = "2022 12; 2023 40"
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := province(t, "count cumulative at_least", "100", "2024-06-30", own[name],
				map[string]string{"330801": "2021 10; 2022 20; 2023 99", "330802": "2022 7"},
				func(s *Snapshot) { s.Allocated = nil; s.Areas[0].Succeeds = tc.succeeds })
			var got []string
			for _, f := range s.Series("i", "330000") {
				if f.Period.End < on {
					got = append(got, f.Period.String()+" "+f.Value.String())
				}
			}
			if strings.Join(got, "; ") != tc.want {
				t.Errorf("carried %q, want %q", strings.Join(got, "; "), tc.want)
			}
		})
	}
}

// A roll-up equals the evaluation of the merged figures: whatever the cities
// have, the province is judged as if it had reported their sum itself.
func TestARollUpEqualsTheEvaluationOfTheMergedFigures(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a := rapid.SliceOfN(rapid.Int64Range(0, 200), 3, 3).Draw(rt, "a")
		b := rapid.SliceOfN(rapid.Int64Range(0, 200), 3, 3).Draw(rt, "b")
		series := func(list []int64) string {
			var parts []string
			for i, v := range list {
				parts = append(parts, []string{"2022", "2023", "2024"}[i]+" "+NewDecimal(v).String())
			}
			return strings.Join(parts, ";")
		}
		sum := []int64{a[0] + b[0], a[1] + b[1], a[2] + b[2]}
		rolled := province(t, "count stock at_least", "250", "2025-03-31", "", map[string]string{"330100": series(a), "330200": series(b)}, nil)
		merged := province(t, "count stock at_least", "250", "2025-03-31", series(sum), nil, nil)
		got, want := rolled.EvaluateTarget(&rolled.Targets[0]), merged.EvaluateTarget(&merged.Targets[0])
		if got.State != want.State || !got.Value.Equal(want.Value) || !got.Pace.Equal(want.Pace) || !got.Baseline.Equal(want.Baseline) {
			rt.Fatalf("rolled up: %s %s %s; merged: %s %s %s", got.State, got.Value, got.Pace, want.State, want.Value, want.Pace)
		}
	})
}
