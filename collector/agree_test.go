package collector

import (
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestAgrees(t *testing.T) {
	tests := map[string]struct {
		value, numerator, denominator string
		want                          bool
	}{
		"exact":                              {"0.60", "3", "5", true},
		"rounded down at the printed digits": {"0.33", "1", "3", true},
		"rounded up at the printed digits":   {"0.67", "2", "3", true},
		"cut off, not rounded":               {"0.66", "2", "3", false},
		"one digit more is held to it":       {"0.333", "1", "3", true},
		"a digit too many":                   {"0.3330", "1", "3", false},
		"half is rounded up":                 {"0.13", "1", "8", true},   // 0.125
		"half is rounded to even":            {"0.12", "1", "8", true},   // 0.125
		"half is never rounded to odd":       {"0.37", "3", "8", false},  // 0.375
		"half to even that is also up":       {"0.38", "3", "8", true},   // 0.375
		"no decimals":                        {"15", "29", "2", true},    // 14.5
		"no decimals, even":                  {"14", "29", "2", true},    // 14.5
		"a negative mean, away from zero":    {"-0.13", "-1", "8", true}, // -0.125
		"a negative mean, to even":           {"-0.12", "-1", "8", true},
		"a mean of decimals":                 {"1.5", "4.5", "3", true},
		"numbers beyond 64 bits":             {"0.5", "50000000000000000000", "100000000000000000000", true},
		"a wrong number":                     {"0.60", "3", "4", false},
		"per cent read as a number":          {"60", "3", "5", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := agrees(targets.MustDecimal(tt.value), targets.MustDecimal(tt.numerator), targets.MustDecimal(tt.denominator))
			if got != tt.want {
				t.Errorf("agrees(%s, %s/%s) = %v; want %v", tt.value, tt.numerator, tt.denominator, got, tt.want)
			}
		})
	}
}
