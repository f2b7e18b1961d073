package targets

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestParseDecimal(t *testing.T) {
	tests := map[string]struct {
		in   string
		want string
		ok   bool
	}{
		"digits are kept":                  {"0.60", "0.60", true},
		"leading zeros are dropped":        {"007", "7", true},
		"a minus is kept":                  {"-3.5", "-3.5", true},
		"there is one zero":                {"-0", "0", true},
		"thirty digits are enough":         {"123456789012345678901234567890", "123456789012345678901234567890", true},
		"thirty-one are too many":          {"1234567890123456789012345678901", "", false},
		"a plus is refused":                {"+3", "", false},
		"an exponent is refused":           {"3e5", "", false},
		"a thousands separator is refused": {"1,234", "", false},
		"full-width digits are refused":    {"１２", "", false},
		"a bare point is refused":          {".5", "", false},
		"a trailing point is refused":      {"5.", "", false},
		"a word is refused":                {"NaN", "", false},
		"nothing is refused":               {"", "", false},
		"a second minus is refused":        {"--1", "", false},
		"a per cent sign is not a number":  {"60%", "", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v, err := ParseDecimal(tc.in)
			if v.String() != tc.want || (err == nil) != tc.ok {
				t.Errorf("ParseDecimal(%q) = %q, %v; want %q, ok %v", tc.in, v, err, tc.want, tc.ok)
			}
		})
	}
}

func TestRound6RoundsHalfToEven(t *testing.T) {
	tests := map[string]struct {
		num, den int64
		want     string
	}{
		"a third":                      {1, 3, "0.333333"},
		"two thirds round up":          {2, 3, "0.666667"},
		"half of the last to even 0":   {1, 2_000_000, "0"},
		"half of the last to even 2":   {3, 2_000_000, "0.000002"},
		"trailing zeros are dropped":   {1, 2, "0.5"},
		"whole thousands stay whole":   {4000, 1, "4000"},
		"a negative keeps its sign":    {-2, 3, "-0.666667"},
		"a negative half goes to even": {-3, 2_000_000, "-0.000002"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Round6(big.NewRat(tc.num, tc.den)).String(); got != tc.want {
				t.Errorf("Round6(%d/%d) = %s, want %s", tc.num, tc.den, got, tc.want)
			}
		})
	}
}

func TestShiftKeepsDigits(t *testing.T) {
	for in, want := range map[string]string{"60": "0.60", "82.2": "0.822", "95.0": "0.950", "100": "1.00"} {
		if got := MustDecimal(in).Shift(-2).String(); got != want {
			t.Errorf("%s per cent = %s, want %s", in, got, want)
		}
	}
}

func TestFormatValue(t *testing.T) {
	ratio, count := &Indicator{Measure: Ratio}, &Indicator{Measure: Count, Unit: Unit{"项", "standard", "standards"}}
	tests := map[string]struct {
		v    Decimal
		ind  *Indicator
		lang Lang
		want string
	}{
		"thousands are grouped":            {MustDecimal("3923"), count, ZH, "3,923项"},
		"the English plural":               {MustDecimal("3923"), count, EN, "3,923 standards"},
		"the English singular":             {MustDecimal("1"), count, EN, "1 standard"},
		"per cent has the reported digits": {MustDecimal("0.60"), ratio, ZH, "60%"},
		"and not fewer":                    {MustDecimal("0.8547"), ratio, ZH, "85.47%"},
		"a whole ratio is 100 per cent":    {MustDecimal("1"), ratio, ZH, "100%"},
		"absent is an em dash, never zero": {Decimal{}, count, ZH, "—"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := FormatValue(tc.v, tc.ind, tc.lang); got != tc.want {
				t.Errorf("FormatValue(%s) = %q, want %q", tc.v, got, tc.want)
			}
		})
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"0.60", "-3", "12345678901234567890.5", "0", "00.00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseDecimal(s)
		if err != nil {
			return
		}
		w, err := ParseDecimal(v.String())
		if err != nil || w.String() != v.String() || !w.Equal(v) {
			t.Errorf("ParseDecimal(%q) prints %q, which parses to %q, %v", s, v, w, err)
		}
		r, ok := new(big.Rat).SetString(v.String())
		if !ok || r.Cmp(v.Rat()) != 0 {
			t.Errorf("Rat of %q = %v, want %v", s, v.Rat(), r)
		}
	})
}

func TestRoundingInAMachineWordIsTheSameAsWithBigNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		num, den := rapid.Int64Range(-1<<42, 1<<42).Draw(t, "num"), rapid.Int64Range(1, 1<<41).Draw(t, "den")
		places := rapid.IntRange(0, 6).Draw(t, "places")
		r := big.NewRat(num, den)
		got := roundRat(r, places)
		// The same number over a denominator too large for a machine word.
		huge := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
		scaled := new(big.Rat).Mul(r, new(big.Rat).SetInt(huge))
		floor := new(big.Int).Div(scaled.Num(), scaled.Denom()) // toward minus infinity
		rest := new(big.Rat).Sub(scaled, new(big.Rat).SetInt(floor))
		if c := rest.Cmp(big.NewRat(1, 2)); c > 0 || c == 0 && floor.Bit(0) == 1 {
			floor.Add(floor, big.NewInt(1))
		}
		want := new(big.Rat).SetFrac(floor, huge)
		if got.Rat().Cmp(want) != 0 {
			t.Fatalf("roundRat(%v, %d) = %s, want %v", r, places, got, want)
		}
	})
}

func TestARatRoundedIsWithinHalfAMillionth(t *testing.T) {
	half := big.NewRat(1, 2_000_000)
	rapid.Check(t, func(t *rapid.T) {
		r := big.NewRat(rapid.Int64().Draw(t, "num"), rapid.Int64Range(1, 1<<40).Draw(t, "den"))
		d := new(big.Rat).Sub(Round6(r).Rat(), r)
		if d.Abs(d).Cmp(half) > 0 {
			t.Fatalf("Round6(%v) = %s is more than half a millionth away", r, Round6(r))
		}
	})
}
