package targets

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParsePeriod(t *testing.T) {
	tests := map[string]struct {
		in   string
		want string
		ok   bool
	}{
		"a year is kept":                              {"2025", "2025", true},
		"a half-year is kept":                         {"2025-S1", "2025-S1", true},
		"a quarter is kept as written":                {"2025-Q3", "2025-Q3", true},
		"a month is kept":                             {"2025-03", "2025-03", true},
		"a day is kept":                               {"2025-03-31", "2025-03-31", true},
		"a range is kept":                             {"2025-01-01/2025-10-24", "2025-01-01/2025-10-24", true},
		"a range equal to a year becomes it":          {"2025-01-01/2025-12-31", "2025", true},
		"a range equal to a half-year becomes it":     {"2025-07-01/2025-12-31", "2025-S2", true},
		"a range equal to a quarter becomes it":       {"2025-04-01/2025-06-30", "2025-Q2", true},
		"a range equal to a leap February becomes it": {"2024-02-01/2024-02-29", "2024-02", true},
		"three months that are no quarter stay":       {"2025-02-01/2025-04-30", "2025-02-01/2025-04-30", true},
		"six months that are no half-year stay":       {"2025-04-01/2025-09-30", "2025-04-01/2025-09-30", true},
		"twelve months that are no year stay":         {"2025-04-01/2026-03-31", "2025-04-01/2026-03-31", true},
		"a range of one day becomes the day":          {"2025-03-31/2025-03-31", "2025-03-31", true},
		"a fifth quarter is refused":                  {"2025-Q5", "", false},
		"a quarter zero is refused":                   {"2025-Q0", "", false},
		"a third half-year is refused":                {"2025-S3", "", false},
		"a thirteenth month is refused":               {"2025-13", "", false},
		"a day that does not exist is refused":        {"2025-02-29", "", false},
		"lower case is refused":                       {"2025-q1", "", false},
		"full-width digits are refused":               {"２０２５", "", false},
		"spaces are refused":                          {" 2025", "", false},
		"a backward range is refused":                 {"2025-02-01/2025-01-01", "", false},
		"an open range is refused":                    {"2025-01-01/", "", false},
		"nothing is refused":                          {"", "", false},
		"the year zero is refused":                    {"0000", "", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := ParsePeriod(tc.in)
			if got := p.String(); got != tc.want || (err == nil) != tc.ok {
				t.Errorf("ParsePeriod(%q) = %q, %v; want %q, ok %v", tc.in, got, err, tc.want, tc.ok)
			}
		})
	}
}

func TestPeriodLabel(t *testing.T) {
	tests := map[string]string{
		"2025": "2025年", "2025-S2": "2025年下半年", "2025-Q1": "2025年第一季度", "2025-03": "2025年3月",
		"2025-03-31": "2025年3月31日", "2025-01-01/2025-10-24": "2025年1月1日至2025年10月24日",
	}
	for in, want := range tests {
		if got := mustPeriod(t, in).Label(ZH); got != want {
			t.Errorf("Label(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2025", "2025-Q3", "2025-S1", "2025-03", "2025-03-31", "2025-01-01/2025-10-24", "9999-12-31", "0001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePeriod(s)
		if err != nil {
			return
		}
		again, err := ParsePeriod(p.String())
		if err != nil || again != p {
			t.Errorf("ParsePeriod(%q) = %v; printed %q parses to %v, %v", s, p, p.String(), again, err)
		}
	})
}

func TestDatePrintsWhatItReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Date(rapid.Int32Range(1, 3_600_000).Draw(t, "day"))
		got, err := ParseDate(d.String())
		if err != nil || got != d {
			t.Fatalf("ParseDate(%q) = %d, %v; want %d", d.String(), got, err, d)
		}
		if next := DateOf(d.End()); next != d+1 {
			t.Fatalf("the end of %s lies on %s", d, next)
		}
	})
}
