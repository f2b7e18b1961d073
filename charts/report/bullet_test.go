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
		// 3923/4000 × 120 = 117.69; due (2579 + 0.82 × 1421)/4000 × 120 = 112.33
		"value and due share the goal's scale": {
			targets.Evaluation{Indicator: count, State: targets.OnTrack, Value: num("3923"), Goal: num("4000"), Baseline: num("2579"), Expected: num("0.82")},
			&bullet{Light: targets.Green, Bar: "117.7", Due: "112.3"},
		},
		"what does not fit ends in an arrow": {
			targets.Evaluation{Indicator: count, State: targets.Met, Value: num("900"), Goal: num("100")},
			&bullet{Light: targets.Green, Bar: "150", Beyond: true},
		},
		"a reported zero has a bar of no length": {
			targets.Evaluation{Indicator: count, State: targets.FarBehind, Value: num("0"), Goal: num("100")},
			&bullet{Light: targets.Red, Bar: "0"},
		},
		"no value, no bar":       {targets.Evaluation{Indicator: count, Goal: num("100")}, nil},
		"no goal, no bar":        {targets.Evaluation{Indicator: count, Value: num("100")}, nil},
		"a milestone has no bar": {targets.Evaluation{Indicator: &targets.Indicator{Measure: targets.Milestone}, Value: num("1"), Goal: num("2")}, nil},
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
		want *whisker // a goal of 4,000 stands at 120
	}{
		"an interval around the goal":     {forecast("3900", "4400"), &whisker{Low: "117", High: "132"}},
		"an upper end beyond the row":     {forecast("3000", "9000"), &whisker{Low: "90", High: "160", Cut: true}},
		"an interval beyond the row":      {forecast("8000", "9000"), nil},
		"no forecast, with its reason":    {&targets.Forecast{Why: zhEn("只有4期", "only 4")}, nil},
		"a target that is never forecast": {nil, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := newWhisker(&targets.Evaluation{Forecast: tt.f}, 4000)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("whisker (-want +got):\n%s", diff)
			}
		})
	}
}
