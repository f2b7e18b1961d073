package targets

import (
	"slices"
	"testing"
)

func TestRunningSumsAddWhatTheValueWasMadeOf(t *testing.T) {
	used := func(values ...string) (list []Figure) {
		for _, v := range values {
			list = append(list, Figure{Value: MustDecimal(v)})
		}
		return list
	}
	for name, c := range map[string]struct {
		accumulation Accumulation
		used         []Figure
		want         []string
	}{
		"a flow adds up":                    {Flow, used("80", "90"), []string{"80", "170"}},
		"digits after the point are kept":   {Flow, used("0.5", "0.25"), []string{"0.5", "0.75"}},
		"a cumulative count is a sum as is": {Cumulative, used("80", "90"), nil},
		"a missing figure adds to nothing":  {Flow, append(used("80"), Figure{}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			e := Evaluation{Indicator: &Indicator{Accumulation: c.accumulation}, Used: c.used}
			var got []string
			for _, v := range e.RunningSums() {
				got = append(got, v.String())
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("RunningSums of %v\n got %q\nwant %q", c.used, got, c.want)
			}
		})
	}
}
