package targets

import "testing"

func TestSmallKeepsTheDigits(t *testing.T) {
	for in, want := range map[string]struct {
		n        int64
		decimals int
		ok       bool
	}{
		"0":                     {0, 0, true},
		"-0.00":                 {0, 2, true},
		"0.60":                  {60, 2, true},
		"-17.5":                 {-175, 1, true},
		"9223372036854775807":   {9223372036854775807, 0, true},
		"9223372036854775808":   {0, 0, false},
		"0.0000000000000000001": {0, 0, false},
	} {
		n, decimals, ok := MustDecimal(in).Small()
		if n != want.n || decimals != want.decimals || ok != want.ok {
			t.Errorf("Small(%s) = %d, %d, %v; want %+v", in, n, decimals, ok, want)
		}
	}
	if n, _, ok := NewDecimal(6).Shift(2).Small(); ok {
		t.Errorf("Small(6e2) = %d; want not ok: its digits are not those of n", n)
	}
}
