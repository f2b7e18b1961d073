package targets

import "testing"

func TestAQuotientHasSixDecimalsRoundedHalfToEven(t *testing.T) {
	tests := map[string]struct{ numerator, denominator, want string }{
		"exact":                  {"3", "5", "0.6"},
		"all of them":            {"7", "7", "1"},
		"none of them":           {"0", "7", "0"},
		"a third":                {"1", "3", "0.333333"},
		"two thirds":             {"2", "3", "0.666667"},
		"half to even, down":     {"1", "2000000", "0"},        // 0.0000005
		"half to even, up":       {"3", "2000000", "0.000002"}, // 0.0000015
		"a mean above one":       {"29", "2", "14.5"},
		"a mean of decimals":     {"4.5", "3", "1.5"},
		"a mean that falls":      {"-1", "3", "-0.333333"},
		"beyond a machine word":  {"50000000000000000000", "100000000000000000000", "0.5"},
		"the digits do not stay": {"3.00", "5.0", "0.6"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Quotient(MustDecimal(tt.numerator), MustDecimal(tt.denominator)).String(); got != tt.want {
				t.Errorf("Quotient(%s, %s) = %s; want %s", tt.numerator, tt.denominator, got, tt.want)
			}
		})
	}
}

func TestSourcesAreRanked(t *testing.T) {
	tests := map[string]struct {
		figure Figure
		want   Rank
	}{
		"an office":                      {Figure{Origin: OriginOffice, Flag: Normal}, RankOffice},
		"an office's estimate":           {Figure{Origin: OriginOffice, Flag: Estimated}, RankOffice},
		"an exact official publication":  {Figure{Origin: OriginOfficial, Flag: Normal}, RankOfficial},
		"an official bound":              {Figure{Origin: OriginOfficial, Flag: Normal, Bound: Lower}, RankRounded},
		"an official estimate":           {Figure{Origin: OriginOfficial, Flag: Estimated}, RankRounded},
		"a bound of the press":           {Figure{Origin: OriginMedia, Flag: Normal, Bound: Upper}, RankRounded},
		"the press":                      {Figure{Origin: OriginMedia, Flag: Normal}, RankMedia},
		"what is computed comes last":    {Figure{Origin: OriginRollUp, Flag: Normal}, RankRollUp},
		"training figures are all alike": {Figure{Origin: OriginDemo, Flag: Estimated}, RankOffice},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.figure.Rank(); got != tt.want || got.Name().IsZero() {
				t.Errorf("Rank of %+v = %d (%s); want %d", tt.figure, got, got.Name().ZH, tt.want)
			}
		})
	}
}
