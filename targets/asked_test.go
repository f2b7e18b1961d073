package targets

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// reporters registers a quarterly form for "i" of one office in each area.
func reporters(codes ...string) *Register {
	r := &Register{Forms: []Form{{ID: "q", Cadence: Quarterly, Indicators: []string{"i"}, From: NewDate(2021, 1, 1)}}}
	for _, code := range codes {
		r.Offices = append(r.Offices, Office{ID: "o-" + code, Area: code})
		r.Forms[0].Offices = append(r.Forms[0].Offices, "o-"+code)
	}
	r.Seal()
	return r
}

func TestAskedAreTheAreasWithADuty(t *testing.T) {
	stock, flow := &Indicator{ID: "i", Accumulation: Stock}, &Indicator{ID: "i", Accumulation: Flow}
	tests := map[string]struct {
		ind    *Indicator
		period string
		change func(*Register)
		want   string
	}{
		"offices whose form asks it for that period": {flow, "2023-Q4", nil, "330100 330200"},
		"a flow of another period is not asked":      {flow, "2023", nil, ""},
		"a flow of a day is not asked":               {flow, "2023-12-31", nil, ""},
		"a stock is asked for the day":               {stock, "2023-12-31", nil, "330100 330200"},
		"whatever period ends on it":                 {stock, "2023", nil, "330100 330200"},
		"a day on which no period ends is not asked": {stock, "2023-12-30", nil, ""},
		"a closed office has no duty":                {flow, "2023-Q4", func(r *Register) { r.Offices[0].Closed = true }, "330200"},
		"another indicator is not asked":             {&Indicator{ID: "other"}, "2023-Q4", nil, ""},
		"nothing is asked before the form begins":    {flow, "2020-Q4", nil, ""},
		"nor after it is over":                       {flow, "2023-Q4", func(r *Register) { r.Forms[0].Until = NewDate(2023, 9, 30) }, ""},
		"two offices of an area are one area":        {flow, "2023-Q4", func(r *Register) { r.Offices[1].Area = "330100" }, "330100"},
		"forms that ask the same day are put together": {stock, "2023-12-31", func(r *Register) {
			r.Offices = append(r.Offices, Office{ID: "o-330300", Area: "330300"})
			r.Forms = append(r.Forms, Form{ID: "y", Cadence: Yearly, Indicators: []string{"i"}, Offices: []string{"o-330100", "o-330300"}})
		}, "330100 330200 330300"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			r := reporters("330100", "330200")
			if tc.change != nil {
				tc.change(r)
			}
			r.Seal()
			p, err := ParsePeriod(tc.period)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(r.Asked(tc.ind, p), " "); got != tc.want {
				t.Errorf("asked for %s: %q, want %q", tc.period, got, tc.want)
			}
			unsealed := Register{Offices: r.Offices, Forms: r.Forms}
			if got := strings.Join(unsealed.Asked(tc.ind, p), " "); got != tc.want {
				t.Errorf("asked for %s, not sealed: %q, want %q", tc.period, got, tc.want)
			}
		})
	}
	var none *Register
	if got := none.Asked(stock, Day(NewDate(2023, 12, 31))); got != nil {
		t.Errorf("no register asks %v", got)
	}
}

// The denominator of a roll-up is the areas with a duty, or else those the target
// is allocated to, which are all cities given here.
func TestARollUpAsksTheAreasWithADuty(t *testing.T) {
	type want struct {
		value    string
		bound    Bound
		state    State
		coverage string // reported/asked; "" = no roll-up
	}
	tests := map[string]struct {
		kind, goal string
		cities     map[string]string
		change     func(*Snapshot)
		want       want
	}{
		"areas with a duty stand before the allocated ones": {"count cumulative at_least", "200",
			map[string]string{"330100": "2023-Q4 70", "330200": "2023-Q4 80", "330300": "2023-Q4 9"},
			func(s *Snapshot) { s.Register = reporters("330100", "330200") },
			want{"150", Exact, OnTrack, "2/2"}}, // not 159; (150 − 60) ÷ (200 − 60)
		"an area with a duty counts though nothing is allocated to it": {"count cumulative at_least", "200",
			map[string]string{"330100": "2023-Q4 70", "330200": "2023-Q4 80"},
			func(s *Snapshot) { s.Allocated = s.Allocated[:1]; s.Register = reporters("330100", "330200") },
			want{"150", Exact, OnTrack, "2/2"}},
		"a target that is not allocated rolls up by duty": {"count cumulative at_least", "200",
			map[string]string{"330100": "2023-Q4 70", "330200": "2023-Q4 80"},
			func(s *Snapshot) { s.Allocated = nil; s.Register = reporters("330100", "330200") },
			want{"150", Exact, OnTrack, "2/2"}},
		"without a duty or an allocation there is none": {"count cumulative at_least", "200",
			map[string]string{"330100": "2023-Q4 70"}, func(s *Snapshot) { s.Allocated = nil }, want{"", Exact, NoData, ""}},
		"partial coverage makes a count a lower bound": {"count cumulative at_least", "300",
			map[string]string{"330100": "2023-Q4 70", "330200": "", "330300": "2023-Q4 20"},
			func(s *Snapshot) { s.Register = reporters("330100", "330200", "330300") },
			want{"90", Lower, Unrated, "2/3"}},
		"ratios add numerators and denominators": {"ratio at_least", "0.60",
			map[string]string{"330100": "2023-Q4 0.50", "330200": "2023-Q4 0.80", "330300": "2023-Q4 0.90"}, func(s *Snapshot) {
				s.Register = reporters("330100", "330200")
				parts(s, "330100", "10", "20")
				parts(s, "330200", "8", "10")
				parts(s, "330300", "9", "10")
			}, want{"0.6", Exact, Met, "2/2"}}, // 18 ÷ 30
		"a partial ratio proves nothing": {"ratio at_least", "0.60",
			map[string]string{"330100": "2023-Q4 0.70", "330200": ""}, func(s *Snapshot) {
				s.Register = reporters("330100", "330200")
				parts(s, "330100", "7", "10")
			}, want{"0.7", Exact, Unrated, "1/2"}},
		"the own part is one of the areas": {"count cumulative at_least", "200",
			map[string]string{"330001": "2023-Q4 50", "330100": "2023-Q4 70"},
			func(s *Snapshot) { area(s, "330001").Own = true; s.Register = reporters("330001", "330100") },
			want{"120", Exact, OnTrack, "2/2"}}, // 60 ÷ 140 of a third of the time
		"the target's own area is none of them": {"count cumulative at_least", "200",
			map[string]string{"330100": "2023-Q4 120"}, func(s *Snapshot) { s.Register = reporters("330000", "330100") },
			want{"120", Exact, OnTrack, "1/1"}},
		"the area of a closed office is not asked": {"count cumulative at_least", "200",
			map[string]string{"330100": "2023-Q4 120", "330200": "2023-Q4 50"}, func(s *Snapshot) {
				s.Register = reporters("330100", "330200")
				s.Register.Offices[1].Closed = true
				s.Register.Seal()
			}, want{"120", Exact, OnTrack, "1/1"}},
		"for another period the allocated areas are asked": {"count flow at_least", "200",
			map[string]string{"330100": "2023 40", "330200": "2023 30", "330300": "2023 9"},
			func(s *Snapshot) { s.Register = reporters("330100", "330200") },
			want{"79", Exact, OnTrack, "3/3"}}, // 79 ÷ 200 of a third of the time
		"before the form began the allocated areas are asked": {"count cumulative at_least", "200",
			map[string]string{"330100": "2023-Q4 70", "330200": "2023-Q4 50"}, func(s *Snapshot) {
				s.Register = reporters("330100")
				s.Register.Forms[0].From = NewDate(2024, 1, 1)
				s.Register.Seal()
			}, want{"120", Exact, OnTrack, "2/2"}},
		"a county is in the figure of its city": {"count cumulative at_least", "200",
			map[string]string{"330100": "2023-Q4 120", "330122": "2023-Q4 9"},
			func(s *Snapshot) { area(s, "330122").Parent = "330100"; s.Register = reporters("330100", "330122") },
			want{"120", Exact, OnTrack, "1/1"}},
		"a county does not report for its city": {"count cumulative at_least", "300",
			map[string]string{"330100": "", "330122": "2023-Q4 9", "330200": "2023-Q4 70"},
			func(s *Snapshot) {
				area(s, "330122").Parent = "330100"
				s.Register = reporters("330100", "330122", "330200")
			},
			want{"70", Lower, Unrated, "1/2"}},
		"counties report where their city has no duty": {"count cumulative at_least", "200",
			map[string]string{"330100": "2023-Q4 7", "330122": "2023-Q4 40", "330200": "2023-Q4 80"},
			func(s *Snapshot) { area(s, "330122").Parent = "330100"; s.Register = reporters("330122", "330200") },
			want{"120", Exact, OnTrack, "2/2"}},
		"an area counted in another is not added again": {"count cumulative at_least", "200",
			map[string]string{"610400": "2023-Q4 120", "611100": "2023-Q4 9"},
			func(s *Snapshot) { area(s, "611100").CountedIn = "610400"; s.Register = reporters("610400", "611100") },
			want{"120", Exact, OnTrack, "1/1"}},
		"nobody with a duty has reported, though another has": {"count cumulative at_least", "200",
			map[string]string{"330100": "", "330200": "2023-Q4 80"}, func(s *Snapshot) { s.Register = reporters("330100") },
			want{"", Exact, NoData, ""}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			own := "2022 60"
			switch tc.kind {
			case "ratio at_least":
				own = "2022 0.40"
			case "count flow at_least":
				own = ""
			}
			s := province(t, tc.kind, tc.goal, "2024-06-30", own, tc.cities, tc.change)
			e := s.EvaluateTarget(&s.Targets[0])
			coverage := ""
			if r := e.RollUp; r != nil {
				coverage = fmt.Sprintf("%d/%d", len(r.Reported), len(r.Reported)+len(r.Missing))
			}
			if got := (want{e.Value.String(), e.Bound, e.State, coverage}); got != tc.want {
				t.Errorf("got %+v (%s), want %+v", got, e.Reason.ZH, tc.want)
			}
		})
	}
}

// The sum a filing is held against and the one its target is judged by are one.
func TestTheSumOfAFilingIsTheRollUp(t *testing.T) {
	s := province(t, "count cumulative at_least", "300", "2024-06-30", "2022 60",
		map[string]string{"330100": "2023-Q4 70", "330200": "", "330300": "2023-Q4 20"},
		func(s *Snapshot) { s.Register = reporters("330100", "330200", "330300") })
	ind := s.Indicator("i")
	series := map[string][]Figure{}
	for k, figures := range s.Figures {
		series[k.Area] = figures
	}
	p := Months(2023, 10, 3)
	sum, rolled := PreSum(ind, p, s.Register.Asked(ind, p), series), s.EvaluateTarget(&s.Targets[0]).RollUp
	if !sum.Value.Equal(rolled.Value) || sum.Bound != rolled.Bound || !slices.Equal(sum.Missing, rolled.Missing) || !slices.Equal(sum.Reported, rolled.Reported) {
		t.Errorf("the filing says %+v, the target %+v", sum, rolled)
	}
}
