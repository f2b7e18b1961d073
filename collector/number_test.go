package collector

import (
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestParseNumberReadsWhatTheDomainReads(t *testing.T) {
	for _, in := range []string{
		"", "0", "-0", "-0.00", "007", "3923", "-17", "0.60", "00.5", ".5", "5.", "-", "--1", "1.2.3", "1e5", "+3", "３９",
		"999999999999999999", "9999999999999999999", "99999999999999999.9", "9999999999999999999.9", "999999999999999999.9",
		"0.123456789012345678", "123456789012345678901234567890", "1234567890123456789012345678901", "1,000", " 1", "1 ", "NaN", "1\x00",
	} {
		checkNumber(t, in)
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, in := range []string{"0.60", "-0.0", "1234567890123456789", "1.", "00"} {
		f.Add(in)
	}
	f.Fuzz(checkNumber)
}

func checkNumber(t *testing.T, in string) {
	want, wantErr := targets.ParseDecimal(in)
	got, err := ParseNumber([]byte(in))
	if (err == nil) != (wantErr == nil) || got.String() != want.String() || err == nil && got.Cmp(want) != 0 {
		t.Errorf("ParseNumber(%q) = %s, %v; want %s, %v", in, got, err, want, wantErr)
	}
}
