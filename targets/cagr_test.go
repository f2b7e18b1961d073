package targets

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The numbers were worked out from the formulas of the issue in Python, in plain
// floating point ((a/b)**(1/n) - 1 and so on) by a program that shares nothing with
// this one; the four «exactly» rows on paper: 6 % of a required 10 % is 0.6.
var cagrCases = map[string]struct {
	base, latest string // YEAR VALUE
	up           bool
	goal         string // "VALUE YEAR", "VALUE" without a deadline
	limit        string
	state        CAGRState
	value, score string
}{
	"grown fast enough is substantial":                             {"2015 100", "2020 150", true, "200 2030", "", "substantial", "1.786094", "5"},
	"six tenths of the required growth are moderate":               {"2015 100", "2020 116", true, "200 2030", "", "moderate", "0.637055", "0.264721"},
	"some growth is limited":                                       {"2015 100", "2020 105", true, "200 2030", "", "limited", "0.207336", "-1.636091"},
	"no growth at all is limited":                                  {"2015 100", "2020 100", true, "200 2030", "", "limited", "0", "-2.5"},
	"growth the wrong way is deterioration":                        {"2015 100", "2020 95", true, "200 2030", "", "deterioration", "-0.215803", "-3.399187"},
	"down: fallen fast enough is substantial":                      {"2015 80", "2020 60", false, "40 2030", "", "substantial", "1.238142", "4.558222"},
	"down: fallen a little is limited":                             {"2015 80", "2020 78", false, "40 2030", "", "limited", "0.111845", "-2.033973"},
	"down: risen is deterioration":                                 {"2015 80", "2020 85", false, "40 2030", "", "deterioration", "-0.270132", "-3.625559"},
	"at the goal it is achieved, and the ratio still shown":        {"2015 100", "2020 200", true, "200 2030", "", "achieved", "3.144119", "5"},
	"down: at the goal it is achieved":                             {"2015 80", "2020 40", false, "40 2030", "", "achieved", "2.866564", "5"},
	"a negative base that rises shrinks":                           {"2015 -100", "2020 -80", true, "-50 2030", "", "substantial", "0.966542", "2.618215"},
	"a negative base that is to fall grows":                        {"2015 -50", "2020 -60", false, "-100 2030", "", "moderate", "0.785241", "1.323199"},
	"a negative base that falls when it should rise deteriorates":  {"2015 -100", "2020 -110", true, "-50 2030", "", "deterioration", "-0.426164", "-4.275697"},
	"a base of zero is read as 0.001":                              {"2015 0", "2020 20", true, "100 2030", "", "substantial", "5.411997", "5"},
	"a goal of zero is read as 0.001":                              {"2015 50", "2020 20", false, "0 2030", "", "limited", "0.325842", "-1.142313"},
	"a goal of zero is achieved from 0.001 down":                   {"2015 50", "2020 0.001", false, "0 2030", "", "achieved", "1.722415", "5"},
	"a latest value of zero stays zero":                            {"2015 50", "2020 0", true, "100 2030", "", "deterioration", "-21.144276", "-5"},
	"exactly 0.6 is moderate, whatever floating point makes of it": {"2020 100", "2021 106", true, "110 2021", "", "moderate", "0.6", "0.00004"},
	"exactly 0.95 is substantial":                                  {"2020 100", "2021 119", true, "120 2021", "", "substantial", "0.95", "2.500055"},
	"a goal behind the base is achieved by staying":                {"2015 100", "2020 90", true, "80 2030", "", "achieved", "-1.412126", "5"},
	"a goal behind the base is lost again":                         {"2015 100", "2020 70", true, "80 2030", "", "deterioration", "-4.662703", "-5"},
	"the score stops at minus five":                                {"2015 100", "2020 20", true, "200 2030", "", "deterioration", "-5.819335", "-5"},
	"without a goal, 1.5 % a year are substantial":                 {"2015 100", "2020 110", true, "", "", "substantial", "0.019245", "4.622438"},
	"without a goal, exactly 1.5 % are substantial":                {"2020 100", "2021 101.5", true, "", "", "substantial", "0.015", "2.5"},
	"without a goal, 0.5 % are moderate":                           {"2015 100", "2020 105", true, "", "", "moderate", "0.009806", "1.201449"},
	"without a goal, exactly 0.5 % are moderate":                   {"2020 100", "2021 100.5", true, "", "", "moderate", "0.005", "0"},
	"without a goal, less is limited":                              {"2015 100", "2020 101", true, "", "", "limited", "0.001992", "-1.503976"},
	"without a goal, standing still is limited":                    {"2015 100", "2020 100", true, "", "", "limited", "0", "-2.5"},
	"without a goal, the wrong way is deterioration":               {"2015 100", "2020 97", true, "", "", "deterioration", "-0.006073", "-3.259165"},
	"without a goal, the score stops at minus five too":            {"2015 100", "2020 10", true, "", "", "deterioration", "-0.369043", "-5"},
	"without a goal, down":                                         {"2015 100", "2020 97", false, "", "", "moderate", "0.006073", "0.268331"},
	"near a maximum less is asked":                                 {"2015 95", "2020 96", true, "", "100", "moderate", "0.002096", "1.323341"},
	"far from a maximum nearly all is asked":                       {"2015 20", "2020 21", true, "", "100", "moderate", "0.009806", "1.203383"},
	"near a minimum less is asked":                                 {"2015 130", "2020 128", false, "", "100", "limited", "0.003096", "-0.552251"},
	"from twice a minimum on all is asked":                         {"2015 250", "2020 245", false, "", "100", "limited", "0.004032", "-0.483805"},
	"at its limit staying is substantial":                          {"2015 100", "2020 100", true, "", "100", "substantial", "0", "5"},
	"at its limit falling is deterioration":                        {"2015 100", "2020 99", true, "", "100", "deterioration", "-0.002008", "-2.751006"},
	"a limit of zero changes nothing":                              {"2015 40", "2020 39", false, "", "0", "moderate", "0.005051", "0.012691"},
	"where there is a goal a limit is ignored":                     {"2015 95", "2020 96", true, "100 2030", "100", "moderate", "0.612031", "0.085975"},
	"base and latest of different sign":                            {"2015 100", "2020 -5", true, "200 2030", "", "not_available", "", ""},
	"base and goal of different sign":                              {"2015 -100", "2020 -50", true, "20 2030", "", "not_available", "", ""},
	"a negative base and a goal of zero differ in sign":            {"2015 -100", "2020 -50", true, "0 2030", "", "not_available", "", ""},
	"one year of data":                                             {"2015 100", "2015 120", true, "200 2030", "", "not_available", "", ""},
	"one year of data at the goal is achieved":                     {"2015 100", "2015 220", true, "200 2030", "", "achieved", "", "5"},
	"a deadline in the base year":                                  {"2015 100", "2020 120", true, "200 2015", "", "not_available", "", ""},
	"a goal without a deadline":                                    {"2015 100", "2020 120", true, "200", "", "not_available", "", ""},
	"a goal equal to the base":                                     {"2015 100", "2020 90", true, "100 2030", "", "not_available", "", ""},
	"a goal equal to the base that is kept":                        {"2015 100", "2020 110", true, "100 2030", "", "achieved", "", "5"},
	"base and goal both zero":                                      {"2015 0", "2020 0", true, "0 2030", "", "not_available", "", ""},
}

func TestCAGR(t *testing.T) {
	for name, tc := range cagrCases {
		t.Run(name, func(t *testing.T) {
			q := growth{indicator: &Indicator{Measure: Mean}, up: tc.up}
			q.c.Base, q.c.Latest = yearValue(t, tc.base), yearValue(t, tc.latest)
			q.base, q.latest = q.c.Base.Value.Rat(), q.c.Latest.Value.Rat()
			if value, year, _ := strings.Cut(tc.goal, " "); value != "" {
				q.c.Goal = yearValue(t, or(year, "0")+" "+value)
				q.goal = q.c.Goal.Value.Rat()
			}
			if tc.limit != "" {
				q.limit = MustDecimal(tc.limit).Rat()
			}
			c := q.grade()
			if c.State != tc.state || c.Value.String() != tc.value || c.Score.String() != tc.score {
				t.Errorf("%s → %s, goal %q, up %v: %s, value %s, score %s; want %s, %s, %s (%s)",
					tc.base, tc.latest, tc.goal, tc.up, c.State, c.Value, c.Score, tc.state, tc.value, tc.score, c.Reason.ZH)
			}
			if c.Reason.ZH == "" || c.Reason.EN == "" || strings.Contains(c.Reason.ZH+c.Reason.EN, "%!") {
				t.Errorf("reason of %s: %q", c.State, c.Reason)
			}
			if c.State.Name().EN == "" {
				t.Errorf("%s has no name", c.State)
			}
		})
	}
}

func yearValue(t *testing.T, s string) YearValue {
	t.Helper()
	var v YearValue
	var digits string
	if _, err := fmt.Sscan(s, &v.Year, &digits); err != nil {
		t.Fatal(err)
	}
	v.Value = MustDecimal(digits)
	return v
}

// TestCAGRStateAgreesWithScore: where nothing is achieved, the scores −2.5, 0 and
// 2.5 are the cut points of the states, up to the four digits of the published
// coefficients; and no result is NaN or infinite (big.Rat would panic).
func TestCAGRStateAgreesWithScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) Decimal {
			return Round6(MustDecimal(fmt.Sprintf("%.3f", rapid.Float64Range(-500, 500).Draw(t, name))).Rat())
		}
		q := growth{indicator: &Indicator{Measure: Mean}, up: rapid.Bool().Draw(t, "up")}
		q.c.Base, q.c.Latest = YearValue{2015, draw("base")}, YearValue{rapid.IntRange(2015, 2024).Draw(t, "year"), draw("latest")}
		q.base, q.latest = q.c.Base.Value.Rat(), q.c.Latest.Value.Rat()
		if rapid.Bool().Draw(t, "has goal") {
			q.c.Goal = YearValue{2030, draw("goal")}
			q.goal = q.c.Goal.Value.Rat()
		} else if rapid.Bool().Draw(t, "has limit") {
			q.limit = draw("limit").Rat()
		}
		c := q.grade()
		if c.State == CAGRAchieved || c.State == CAGRNotAvailable {
			if c.Score.Known() != (c.State == CAGRAchieved) {
				t.Fatalf("%s has score %q", c.State, c.Score)
			}
			return
		}
		low, high := map[CAGRState]float64{CAGRDeterioration: -5, CAGRLimited: -2.5, CAGRModerate: 0, CAGRSubstantial: 2.5}[c.State],
			map[CAGRState]float64{CAGRDeterioration: -2.5, CAGRLimited: 0, CAGRModerate: 2.5, CAGRSubstantial: 5}[c.State]
		if s := c.Score.Float(); s < low-1e-4 || s > high+1e-4 || math.IsNaN(s) {
			t.Fatalf("%s has score %s", c.State, c.Score)
		}
	})
}

func TestCAGROfATarget(t *testing.T) {
	tests := map[string]struct {
		tcase
		state        CAGRState
		base, latest string
		value        string
	}{
		"the model sentence": { // (3923/2579)^(1/4) − 1 = 0.110559, (4000/2579)^(1/4) − 1 = 0.115969
			tcase{kind: "count cumulative at_least", goal: "4000", asOf: "2025-06-30", figures: "2020-12-31 1979; 2021-10-23 2579; 2024-03-26 3598; 2025-03-31 3923"},
			CAGRSubstantial, "2021 2579", "2025 3923", "0.953351"},
		"figures after the date judged are not seen": { // ((3598/2579)^(1/3) − 1)/0.115969
			tcase{kind: "count cumulative at_least", goal: "4000", asOf: "2025-03-30", figures: "2021-10-23 2579; 2024-03-26 3598; 2025-03-31 3923"},
			CAGRSubstantial, "2021 2579", "2024 3598", "1.012219"},
		"without a figure at or before the start the first one is the base": { // (35/30)^(1/1) − 1 over (40/30)^(1/2) − 1
			tcase{kind: "count stock at_least", goal: "40", asOf: "2025-06-30", figures: "2023 30; 2024 35"},
			CAGRSubstantial, "2023 30", "2024 35", "1.07735"},
		"a bound is passed over": {
			tcase{kind: "count stock at_least", goal: "40", asOf: "2025-06-30", figures: "2022 30; 2023 35; 2024 39>"},
			CAGRSubstantial, "2022 30", "2023 35", "1.656028"},
		"a flow is its sum, from zero": { // sums 0.001 → 210: the very reason why cagr is not the default
			tcase{kind: "count flow at_least", goal: "300", asOf: "2025-03-31", figures: "2023 90; 2024 120"},
			CAGRSubstantial, "2022 0", "2024 210", "6.934103"},
		"increase N means the base plus N": { // (35/30 − 1)/((40/30)^(1/3) − 1)
			tcase{kind: "count stock increase", goal: "10", asOf: "2024-06-30", figures: "2022 30; 2023 35"},
			CAGRSubstantial, "2022 30", "2023 35", "1.656028"},
		"a direction is a series without a goal": {
			tcase{kind: "direction increase", asOf: "2026-06-30", figures: "2022 500; 2024 505"},
			CAGRLimited, "2022 500", "2024 505", "0.004988"},
		"a direction down": {
			tcase{kind: "direction decrease", asOf: "2026-06-30", figures: "2022 500; 2024 505"},
			CAGRDeterioration, "2022 500", "2024 505", "-0.004988"},
		"the baseline alone has no rate": {
			tcase{kind: "count cumulative at_least", goal: "4000", asOf: "2023-06-30", figures: "2021-10-23 2579"},
			CAGRNotAvailable, "2021 2579", "2021 2579", ""},
		"no figure": {tcase{kind: "count stock at_least", goal: "40", asOf: "2025-06-30"}, CAGRNotAvailable, "", "", ""},
		"no rate across a break": {
			tcase{kind: "count stock at_least", goal: "100", asOf: "2025-06-30", figures: "2022 40; 2023 55B; 2024 60"}, CAGRNotAvailable, "2022 40", "2024 60", ""},
		"a document not yet issued": {
			tcase{kind: "count cumulative at_least", goal: "4000", asOf: "2023-03-26", figures: "2021-10-23 2579"}, CAGRNotAvailable, "", "", ""},
		"a milestone": {tcase{kind: "milestone by", asOf: "2024-06-30", figures: "2022 0; 2023 1"}, CAGRNotAvailable, "", "", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := EvaluateCAGR(tc.input(t))
			show := func(v YearValue) string { return strings.TrimPrefix(fmt.Sprintf("%d %s", v.Year, v.Value), "0 ") }
			if c.State != tc.state || c.Value.String() != tc.value || show(c.Base) != tc.base || show(c.Latest) != tc.latest {
				t.Errorf("%s: %s from %s to %s, value %q; want %s from %s to %s, %q (%s)", tc.figures, c.State, show(c.Base), show(c.Latest),
					c.Value, tc.state, tc.base, tc.latest, tc.value, c.Reason.ZH)
			}
		})
	}
}
