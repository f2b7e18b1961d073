package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/biaochi/biaochi/targets"
)

func TestBulletsAlignAtTheGoal(t *testing.T) {
	count := &targets.Indicator{Measure: targets.Count}
	tests := map[string]struct {
		e    targets.Evaluation
		want *bullet
	}{
		// (3923 − 2579) ÷ (4000 − 2579) = 0.945813, × 120 = 113.5; 0.82 × 120 = 98.4
		"attained and expected share have one scale": {
			targets.Evaluation{Indicator: count, State: targets.OnTrack, Value: num("3923"), Goal: num("4000"), Baseline: num("2579"), Progress: num("0.945813"), Expected: num("0.82")},
			&bullet{Light: targets.Green, Bar: "113.5", Due: "98.4"},
		},
		// from 24.6 months down to 19.5 of 18: 5.1 ÷ 6.6 = 0.772727, × 120 = 92.7; short of the goal, and drawn so
		"a goal that wants less is not overachieved by being missed": {
			targets.Evaluation{Indicator: count, State: targets.Missed, Value: num("19.5"), Goal: num("18"), Baseline: num("24.6"), Progress: num("0.772727")},
			&bullet{Light: targets.Red, Bar: "92.7"},
		},
		"what does not fit ends in an arrow": {
			targets.Evaluation{Indicator: count, State: targets.Met, Value: num("900"), Goal: num("100"), Baseline: num("0"), Progress: num("9")},
			&bullet{Light: targets.Green, Bar: "150", Beyond: true},
		},
		"what went the other way points away from the goal": {
			targets.Evaluation{Indicator: count, State: targets.Reversing, Value: num("20"), Goal: num("18"), Baseline: num("19"), Progress: num("-1")},
			&bullet{Light: targets.Red, Bar: "0", Back: true},
		},
		"nothing attained has a bar of no length": {
			targets.Evaluation{Indicator: count, State: targets.FarBehind, Value: num("0"), Goal: num("100"), Baseline: num("0"), Progress: num("0")},
			&bullet{Light: targets.Red, Bar: "0"},
		},
		"no attained share, no bar": {targets.Evaluation{Indicator: count, Value: num("60"), Goal: num("100")}, nil},
		"a milestone has no bar":    {targets.Evaluation{Indicator: &targets.Indicator{Measure: targets.Milestone}, Value: num("1"), Goal: num("2")}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := newBullet(&tt.e)
			if (got == nil) != (tt.want == nil) || got != nil && *got != *tt.want {
				t.Errorf("newBullet(%s of %s) = %+v, want %+v", tt.e.Value, tt.e.Goal, got, tt.want)
			}
		})
	}
}

func TestAWhiskerStaysInsideItsRow(t *testing.T) {
	forecast := func(low, high string) *targets.Forecast {
		return &targets.Forecast{Value: num(low), Low: num(low), High: num(high), Probability: num("0.5")}
	}
	tests := map[string]struct {
		f    *targets.Forecast
		want *whisker // from 2,000 at 0 to a goal of 4,000 at 120
	}{
		"an interval around the goal":     {forecast("3900", "4400"), &whisker{Low: "114", High: "144"}},
		"an upper end beyond the row":     {forecast("3000", "9000"), &whisker{Low: "60", High: "160", Cut: true}},
		"an interval beyond the row":      {forecast("8000", "9000"), nil},
		"no forecast, with its reason":    {&targets.Forecast{Why: zhEn("只有4期", "only 4")}, nil},
		"a target that is never forecast": {nil, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := newWhisker(&targets.Evaluation{Forecast: tt.f, Value: num("3500"), Baseline: num("2000"), Goal: num("4000"), Progress: num("0.75")})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("whisker (-want +got):\n%s", diff)
			}
		})
	}
}
