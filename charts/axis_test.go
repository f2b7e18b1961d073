package charts

import "testing"

func TestSpanOf(t *testing.T) {
	tests := map[string]struct {
		values    []float64
		low, high float64
		steps     int
		cut       bool
	}{
		"values in the upper half leave zero out":         {[]float64{2579, 3923, 4000}, 2500, 4500, 4, true},
		"values in the lower half keep zero":              {[]float64{24, 49, 50}, 0, 60, 3, false},
		"a highest value on a line gets room for a label": {[]float64{0, 20}, 0, 25, 5, false},
		"one value stands in the middle from zero":        {[]float64{7}, 0, 20, 4, false},
		"only zeros":                  {[]float64{0, 0}, 0, 1.25, 5, false},
		"negative values end at zero": {[]float64{-8, -4}, -8, 0, 4, false},
		"per cent":                    {[]float64{75, 79, 85}, 75, 87.5, 5, true},
		"an end is printed as it is read, without the noise of binary fractions": {[]float64{14.31, 14.9}, 14.2, 15, 4, true},
		"a step of a twentieth": {[]float64{14.81, 14.92}, 14.8, 14.95, 3, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := spanOf(tt.values)
			if want := (span{tt.low, tt.high, tt.steps, tt.cut}); got != want {
				t.Errorf("spanOf(%v) = %+v, want %+v", tt.values, got, want)
			}
		})
	}
}
