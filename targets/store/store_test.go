package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

func TestCanonicalFigure(t *testing.T) {
	f := targets.Figure{
		Key:      targets.Key{Indicator: "std", Area: "330000", Period: targets.Year(2025)},
		Revision: 12, Value: targets.MustDecimal("0.60"), Flag: targets.Normal, Bound: targets.Lower,
		Published: targets.NewDate(2026, 1, 5), Origin: targets.OriginOfficial, Note: "六成",
	}
	want := "3:std,6:330000,10:2025-01-01,10:2025-12-31,2:12,4:0.60,0:,0:,1:A,5:lower,10:2026-01-05,8:official,6:六成,0:,0:,\n"
	if got := string(CanonicalFigure(nil, &f)); got != want {
		t.Errorf("CanonicalFigure = %q; want %q", got, want)
	}
	f.Recorded, f.Approved = time.Now(), time.Now()
	if got := string(CanonicalFigure([]byte("x"), &f)); got != "x"+want {
		t.Errorf("with times and a prefix: %q; want %q", got, "x"+want)
	}
}

// The format is a promise to third parties: it is written out here by hand.
func TestEntryDigest(t *testing.T) {
	e := Entry{Sequence: 2, At: "2026-01-10T04:00:00.000000Z", Actor: "operator", Action: "cuts", Content: `{"brought":{}}`, Previous: "ab"}
	sum := sha256.Sum256([]byte(`15:biaochi-chain-1,1:2,27:2026-01-10T04:00:00.000000Z,8:operator,4:cuts,14:{"brought":{}},2:ab,`))
	if got, want := e.Digest(), hex.EncodeToString(sum[:]); got != want {
		t.Errorf("Digest = %s; want %s", got, want)
	}
}

func TestTimeTextOrderIsTimeOrder(t *testing.T) {
	base := time.Date(2026, 1, 10, 12, 0, 0, 0, targets.Shanghai)
	last := ""
	for _, d := range []time.Duration{0, 1000, 1001000, time.Second, time.Minute, 30 * time.Hour} {
		text := formatTime(base.Add(d))
		if text <= last || len(text) != len(timeForm) {
			t.Errorf("formatTime(+%v) = %q after %q", d, text, last)
		}
		if back, err := parseTime(text); err != nil || !back.Equal(base.Add(d)) {
			t.Errorf("parseTime(%q) = %v, %v; want %v", text, back, err, base.Add(d))
		}
		last = text
	}
}

func TestCanonicalJSON(t *testing.T) {
	tests := map[string]struct {
		in   any
		want string
	}{
		"empty members are left out":      {targets.Department{ID: "a", Aliases: []string{}}, `{"ID":"a"}`},
		"elements of lists keep places":   {struct{ L []string }{[]string{"", "b"}}, `{"L":["","b"]}`},
		"the number zero of a goal stays": {targets.CutPoints{Reversing: targets.NewDecimal(0)}, `{"Reversing":"0"}`},
		"Chinese and signs read as typed": {targets.Text{ZH: "≥60% <&>"}, `{"zh":"≥60% <&>"}`},
		"members are sorted by name":      {map[string]int{"b": 1, "a": 2}, `{"a":2,"b":1}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got, err := canonicalJSON(test.in); err != nil || got != test.want {
				t.Errorf("canonicalJSON(%+v) = %s, %v; want %s", test.in, got, err, test.want)
			}
		})
	}
}

func TestRuns(t *testing.T) {
	named := func(ids ...int64) (list []namedSeries) {
		for _, id := range ids {
			list = append(list, namedSeries{id: id})
		}
		return list
	}
	tests := map[string]struct {
		in   []namedSeries
		gap  int64
		want string
	}{
		"none":                             {nil, 0, "[]"},
		"neighbours are one run":           {named(1, 2, 3), 0, "[1-3]"},
		"a hole parts them":                {named(1, 3), 0, "[1-1 3-3]"},
		"a small hole does not":            {named(1, 3, 8, 20), 4, "[1-8 20-20]"},
		"keys out of number order do part": {named(2, 1, 5, 6), 4, "[2-2 1-6]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := []string{}
			for _, r := range runs(test.in, test.gap) {
				got = append(got, fmt.Sprintf("%d-%d", r.lo, r.hi))
			}
			if fmt.Sprint(got) != test.want {
				t.Errorf("runs(%v, %d) = %v; want %s", test.in, test.gap, got, test.want)
			}
		})
	}
}

func TestKnownAtBounds(t *testing.T) {
	at := []time.Time{time.Unix(10, 0), time.Unix(20, 0), time.Unix(20, 0), time.Unix(30, 0)}
	for second, want := range map[int64]int64{9: 0, 10: 1, 19: 1, 20: 3, 29: 3, 30: 4, 99: 4} {
		if got := lastBy(at, time.Unix(second, 0)); got != want {
			t.Errorf("lastBy(%d) = %d; want %d", second, got, want)
		}
	}
	d := targets.NewDate(2025, 3, 31)
	if got := printedBy(d.End()); got != d {
		t.Errorf("at the end of %v, printed by %v", d, got)
	}
	if got := printedBy(d.End().Add(-time.Nanosecond)); got != d {
		t.Errorf("at the last nanosecond of %v, printed by %v; a date as known-at means its end", d, got)
	}
	if got := printedBy(d.End().Add(-time.Microsecond)); got != d-1 {
		t.Errorf("just before the end of %v, printed by %v; want the day before", d, got)
	}
}
