package targets

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 5e-6*math.Max(1, math.Abs(want)) {
		t.Errorf("%s = %.7g, want %.7g", what, got, want)
	}
}

// The expectations follow the formulas of trend with weights 0.421875, 0.5625, 0.75, 1.
func TestTrend(t *testing.T) {
	year := []float64{1, 1, 1, 1}
	tests := map[string]struct {
		y       []float64
		count   bool
		rate    float64
		spread  float64
		freedom float64
	}{
		// Σwy 30.96875, Σw 2.734375; residuals −1 1 −3 3: 20 ÷ 3, under the Poisson 11.
		"a count never varies less than Poisson": {[]float64{10, 12, 8, 14}, true, 11.3257143, 11, knownSpread},
		"a level may":                            {[]float64{10, 12, 8, 14}, false, 11.3257143, 6.6666667, 3},
		// residuals −10 −5 5 10: 250 ÷ 3; ρ = (4 · 75 ÷ 250 + 1) ÷ 6 = 0.3666667: × 1.3666667 ÷ 0.6333333.
		"increments that hang together spread wider": {[]float64{5, 10, 20, 25}, true, 17.4571429, 179.824561, 3},
		// residuals −4 2 −2 4: 40 ÷ 3 = 13.3, above 11, under 11 (1 + √(2 ÷ 3)) = 19.98; Σwy 32.015625.
		"a scatter that chance explains is Poisson's": {[]float64{7, 13, 9, 15}, true, 11.7085714, 11, knownSpread},
		// residuals −5 3 −3 5: 68 ÷ 3 = 22.7; ρ̂ is negative; Σwy 32.40625.
		"a scatter beyond chance is the count's own": {[]float64{6, 14, 8, 16}, true, 11.8514286, 22.6666667, 3},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			m := newTrend(tc.y, year, tc.count)
			near(t, "rate", m.rate, tc.rate)
			near(t, "spread", m.spread, tc.spread)
			near(t, "freedom", m.freedom, tc.freedom)
			near(t, "weight", m.weight, 0.2751020) // 2.0568848 ÷ 2.734375²
			mean, se := m.over(2)
			near(t, "mean", mean, 2*tc.rate)
			near(t, "error", se, math.Sqrt(tc.spread*(2+4*0.2751020)))
		})
	}
}

func TestForecastIsGivenOnlyWhereTheSeriesAllowsIt(t *testing.T) {
	five := "2018 10; 2019 20; 2020 31; 2021 39; 2022 50; 2023 60"
	tests := map[string]struct {
		tc  tcase
		why string
	}{
		"five exact figures are enough":              {tcase{kind: "count cumulative at_least", goal: "90", asOf: "2024-06-30", figures: five}, ""},
		"four are not":                               {tcase{kind: "count cumulative at_least", goal: "90", asOf: "2024-06-30", figures: "2020 31; 2021 39; 2022 50; 2023 60"}, "同一口径的精确数据只有4期，不足5期。"},
		"bounded figures do not count":               {tcase{kind: "count cumulative at_least", goal: "90", asOf: "2024-06-30", figures: "2018 10>; 2019 20; 2020 31; 2021 39>; 2022 50; 2023 60"}, "同一口径的精确数据只有4期，不足5期。"},
		"figures before a break do not count":        {tcase{kind: "count stock at_least", goal: "90", asOf: "2024-06-30", figures: "2018 10; 2019 20; 2020 31B; 2021 39; 2022 50; 2023 60"}, "同一口径的精确数据只有4期，不足5期。"},
		"a newest figure that is a bound":            {tcase{kind: "count cumulative at_least", goal: "90", asOf: "2024-06-30", figures: five + "; 2024-03-31 61>"}, "最近一期不是精确数。"},
		"a stale series":                             {tcase{kind: "count cumulative at_least", goal: "90", asOf: "2025-09-30", figures: five}, "数据已过期，应报未到。"},
		"after the deadline":                         {tcase{kind: "count cumulative at_least", goal: "90", asOf: "2026-06-30", figures: five}, "目标已有结果或期限已到。"},
		"what is achieved already":                   {tcase{kind: "count cumulative at_least", goal: "55", asOf: "2024-06-30", figures: five}, "目标已有结果或期限已到。"},
		"rounds":                                     {tcase{kind: "count cumulative at_least", goal: "90", asOf: "2024-06-30", figures: five, cadence: ByRounds, rounds: "2023 2025"}, "按轮次或文件节点推进的目标不作测算。"},
		"a level that stands at zero":                {tcase{kind: "count stock at_least", goal: "90", asOf: "2024-06-30", figures: "2018 0; 2019 20; 2020 31; 2021 39; 2022 50; 2023 60"}, "数值含零或百分之百，无法在对数尺度上延续。"},
		"a cumulative that a later figure corrected": {tcase{kind: "count cumulative at_least", goal: "90", asOf: "2024-06-30", figures: "2018 10; 2019 20; 2020 19; 2021 39; 2022 50; 2023 60"}, ""},
		"a level that never varied":                  {tcase{kind: "mean at_most", goal: "9", asOf: "2024-06-30", figures: "2019 10; 2020 10; 2021 10; 2022 10; 2023 10"}, "历次数值完全按同一比例变化，无从估计离散程度。"},
		"a deadline too far":                         {tcase{kind: "count cumulative at_least", goal: "90", asOf: "2024-02-28", start: "2023-01-01", cadence: Monthly, figures: "2023-09 10; 2023-10 20; 2023-11 31; 2023-12 39; 2024-01 50; 2023-08 1"}, "期限太远：距最近一期超过已有数据跨度的两倍。"},
		"a flow of zero reports":                     {tcase{kind: "count flow at_least", goal: "60", asOf: "2024-06-30", figures: "2019 0; 2020 0; 2021 0; 2022 0; 2023 0"}, ""},
		"a ratio":                                    {tcase{kind: "ratio at_least", goal: "0.60", asOf: "2024-06-30", figures: "2019 0.30; 2020 0.34; 2021 0.40; 2022 0.43; 2023 0.49"}, ""},
		"a mean that falls":                          {tcase{kind: "mean at_most", goal: "15", asOf: "2024-06-30", figures: "2019 24; 2020 23; 2021 21; 2022 20; 2023 18"}, ""},
		"a flow by its periods":                      {tcase{kind: "count flow at_least", goal: "60", asOf: "2024-06-30", figures: "2019 18; 2020 22; 2021 20; 2022 21; 2023 19"}, ""},
		"a flow whose sum has a hole":                {tcase{kind: "count flow at_least", goal: "60", asOf: "2025-01-31", figures: "2019 18; 2020 22; 2021 20; 2022 21; 2023 19; 2024-S2 8"}, "最近一期不是精确数。"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := evaluateCase(t, tc.tc, nil).Forecast
			if f.Why.ZH != tc.why || f.Known() != (tc.why == "") {
				t.Errorf("forecast %v, why %q; want why %q", f.Value, f.Why.ZH, tc.why)
			}
		})
	}
}

// Every year brought exactly ten: the rate is 10 per year, the spread the
// Poisson one; from 60 at the end of 2023, 80 are due at the end of 2025.
func TestForecastOfAnEvenCount(t *testing.T) {
	tc := tcase{kind: "count cumulative at_least", goal: "80", asOf: "2024-06-30", figures: "2018 10; 2019 20; 2020 30; 2021 40; 2022 50; 2023 60"}
	f := evaluateCase(t, tc, nil).Forecast
	if got := f.Value.Float(); got < 79 || got > 80 {
		t.Errorf("median = %s, want just under 80, a Gamma's median below its mean", f.Value)
	}
	if d := f.ReachOn - NewDate(2025, 12, 31); d < -3 || d > 3 {
		t.Errorf("the goal is reached on %s, want the end of 2025", f.ReachOn)
	}
	if p := f.Probability.Float(); p < 0.45 || p > 0.6 {
		t.Errorf("probability = %s, want about a half", f.Probability)
	}
	// Poisson with a rate estimated over five years: se² = 10 (2 + 4 Σw² ÷ (Σw)²) = 10 (2 + 4 · 0.2318), about 5.4; ± 1.29 · 5.4.
	if w := f.High.Float() - f.Low.Float(); w < 12.5 || w > 15.5 {
		t.Errorf("interval %s–%s is %.1f wide, want about 13.9", f.Low, f.High, w)
	}
	if f.Outlook().ZH != "完成有压力" {
		t.Errorf("outlook = %s, want 完成有压力", f.Outlook().ZH)
	}
}

func TestASeasonComparesWithTheSamePeriodOfTheYearBefore(t *testing.T) {
	// Quarters of 10, 10, 10 and 50: the last one brings 50 of 80.
	figures := "2021 0; 2022-03-31 10; 2022-06-30 20; 2022-09-30 30; 2022 80; 2023-03-31 90; 2023-06-30 100; 2023-09-30 110"
	tc := tcase{kind: "count cumulative at_least", goal: "160", start: "2022-01-01", issued: "2022-01-01", deadline: "2023-12-31", asOf: "2023-11-30", cadence: Quarterly, figures: figures}
	f := evaluateCase(t, tc, nil).Forecast
	if got := f.Value.Float(); got < 155 || got > 161 {
		t.Errorf("median at year's end = %s, want about 110 + 50", f.Value)
	}
	s := newSeason([]Date{NewDate(2021, 12, 31), NewDate(2022, 6, 30), NewDate(2022, 12, 31), NewDate(2023, 6, 30), NewDate(2023, 12, 31), NewDate(2024, 6, 30)},
		[]float64{10, 30, 20, 60, 20})
	near(t, "operational time of 30 June", s.at(NewDate(2030, 6, 30)), 2030.25) // (10 + 20) ÷ 120
	near(t, "operational time of New Year's Eve", s.at(NewDate(2030, 12, 31)), 2031)
}

func TestForecastsAreSane(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(0, 400), 6, 6).Draw(rt, "increments")
		list, total := "", int64(0)
		for i, v := range values {
			total += v
			list += []string{"2018", "2019", "2020", "2021", "2022", "2023"}[i] + " " + NewDecimal(total).String() + ";"
		}
		tc := tcase{kind: "count cumulative at_least", goal: NewDecimal(total + rapid.Int64Range(1, 900).Draw(rt, "gap")).String(), asOf: "2024-03-31", figures: list}
		f := Evaluate(tc.input(t)).Forecast
		if !f.Known() {
			rt.Fatalf("%s: no forecast: %s", list, f.Why.ZH)
		}
		if f.Low.Cmp(f.Value) > 0 || f.Value.Cmp(f.High) > 0 || f.Low.Float() < float64(total)*(1-1e-3) {
			rt.Fatalf("%s: %s ≤ %s ≤ %s does not hold above %d", list, f.Low, f.Value, f.High, total)
		}
		if p := f.Probability.Float(); p < 0 || p > 1 {
			rt.Fatalf("%s: probability %s", list, f.Probability)
		}
	})
}

// The goal is reached by the deadline exactly when it is met there with a
// probability of at least one half, whatever is counted or measured.
func TestTheDayOfReachingAgreesWithTheProbability(t *testing.T) {
	years := []string{"2018", "2019", "2020", "2021", "2022", "2023"}
	kinds := []string{"count cumulative at_least", "count flow at_least", "count stock at_least", "count stock at_most", "ratio at_least", "ratio at_most", "mean at_least", "mean at_most"}
	rapid.Check(t, func(rt *rapid.T) {
		tc := tcase{kind: rapid.SampledFrom(kinds).Draw(rt, "kind"), asOf: rapid.SampledFrom([]string{"2023-12-31", "2024-03-31", "2025-01-31"}).Draw(rt, "as of")}
		total, scale := int64(0), int64(0)
		for _, y := range years {
			v := rapid.Int64Range(1, 99).Draw(rt, "value")
			total += v
			switch {
			case tc.kind == kinds[0]:
				v = total
			case strings.HasPrefix(tc.kind, "ratio"):
				scale = 2
			}
			tc.figures += y + " " + scaled(v, scale) + ";"
		}
		tc.goal = scaled(rapid.Int64Range(1, 99).Draw(rt, "goal")+map[bool]int64{true: total}[tc.kind == kinds[0]], scale)
		in := tc.input(t)
		e := Evaluate(in)
		f := e.Forecast
		if !f.Known() || e.State == Met {
			return
		}
		if math.Abs(f.Probability.Float()-0.5) < 1e-4 { // rounding
			return
		}
		if by := f.ReachOn != 0 && f.ReachOn <= in.Target.Deadline; by != (f.Probability.Float() > 0.5) {
			rt.Fatalf("%s goal %s, %s: reached on %s, probability %s", tc.kind, tc.goal, tc.figures, f.ReachOn, f.Probability)
		}
		if f.ReachOn != 0 && f.ReachOn < in.AsOf {
			rt.Fatalf("%s: reached on %s, before the day judged", tc.figures, f.ReachOn)
		}
	})
}

func scaled(v, places int64) string {
	if places == 0 {
		return NewDecimal(v).String()
	}
	return fmt.Sprintf("0.%02d", v)
}

// Ten a year from 60 at the end of 2023: of every ten, one year later.
func TestAGoalIsReachedOnTheFirstDayOfEvenOdds(t *testing.T) {
	tests := map[string]struct{ goal, from, to string }{
		"before the deadline":              {"70", "2024-11-15", "2025-01-15"},
		"after it":                         {"100", "2027-11-15", "2028-01-15"},
		"not within ten years of it":       {"400", "", ""},
		"not before the day judged":        {"61", "2024-06-30", "2024-06-30"},
		"of a whole goal half a unit less": {"65", "2024-06-30", "2024-07-10"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := tcase{kind: "count cumulative at_least", goal: tc.goal, asOf: "2024-06-30", figures: "2018 10; 2019 20; 2020 30; 2021 40; 2022 50; 2023 60"}
			got := evaluateCase(t, c, nil).Forecast.ReachOn.String()
			if got < tc.from || got > tc.to {
				t.Errorf("goal %s is reached on %q, want %q to %q", tc.goal, got, tc.from, tc.to)
			}
		})
	}
}
