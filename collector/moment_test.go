package collector

import (
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestAMomentIsWrittenInTwoForms(t *testing.T) {
	tests := map[string]string{
		"2024": "2024-12-31", "2024-S1": "2024-06-30", "2024-Q3": "2024-09-30", "2024-02": "2024-02-29",
		"2024-12-31": "2024", "2024-06-30": "2024-06", "2024-02-29": "2024-02", "2023-02-28": "2023-02",
		"2024-02-28": "", "2024-03-26": "", "2024-01-01": "",
		"2025-01-01/2025-10-24": "2025-10-24",
	}
	for in, want := range tests {
		p, err := targets.ParsePeriod(in)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := otherForm(p)
		if got.String() != want || ok != (want != "") || ok && got.End != p.End {
			t.Errorf("otherForm(%s) = %s, %v; want %q", in, got, ok, want)
		}
	}
}
