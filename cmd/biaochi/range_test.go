package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// TestNoImpossibleFigureOfAShippedIndicatorCounts imports a figure of any shipped
// indicator: below zero, above all of it or a part of a person it is refused, or
// else it counts and is what its measure can be.
func TestNoImpossibleFigureOfAShippedIndicatorCounts(t *testing.T) {
	c, _, err := seeds.Catalogue(seeds.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	rules := collector.NewRules(c, targets.DateOf(now), false)
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.SampledFrom(c.Indicators).Draw(t, "indicator")
		value := rapid.SampledFrom([]string{"-3", "-0.5", "0", "0.5", "1", "1.5", "2.5", "60", "100", "100.5", "12000"}).Draw(t, "value")
		unit := i.Unit.ZH
		if i.Measure == targets.Milestone {
			unit = ""
		}
		file := "indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note\n" +
			i.ID + ",330000,2024-12-31," + value + ",,," + unit + ",,,,\n"
		figures, _, err := collector.Load(t.Context(), sheet.Open, c, rules, collector.File{Name: "f.csv", Content: strings.NewReader(file)})
		if err != nil {
			return
		}
		for _, f := range figures {
			v := f.Value
			whole := i.Measure == targets.Count || strings.Contains("项个家人", i.Unit.ZH) && i.Unit.ZH != "" && i.Measure == targets.Direction
			switch {
			case v.Sign() < 0 && !i.Range.Low.Known():
				t.Fatalf("%s takes %s: below zero", i.ID, value)
			case i.Measure == targets.Ratio && v.Cmp(targets.NewDecimal(1)) > 0 && !i.Range.High.Known(),
				i.Unit.ZH == "%" && i.Measure == targets.Direction && v.Cmp(targets.NewDecimal(100)) > 0 && !i.Range.High.Known():
				t.Fatalf("%s takes %s: above 100 %%", i.ID, value)
			case whole && !v.IsWhole():
				t.Fatalf("%s takes %s: a part of one", i.ID, value)
			}
		}
	})
}

// TestVerifyWarnsOfWhatStandsOutsideItsRange: it stays, it is told, and it can be
// exported and imported again.
func TestVerifyWarnsOfWhatStandsOutsideItsRange(t *testing.T) {
	c, _, err := seeds.Catalogue(seeds.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	path := filepath.Join(t.TempDir(), "old.db")
	old := targets.Figure{Key: targets.Key{Indicator: "local-standard-making-time", Area: "330000", Period: targets.Day(targets.NewDate(2024, 12, 31))},
		Revision: 1, Value: targets.MustDecimal("-1"), Flag: targets.Normal, Origin: targets.OriginOffice}
	st := openFound(t, path, c, []targets.Figure{old}, now)
	var out, told bytes.Buffer
	if err := warnOutside(t.Context(), console{out: &out, err: &told, now: func() time.Time { return now }}, st); err != nil {
		t.Fatal(err)
	}
	if want := "提示：local-standard-making-time 330000 2024-12-31 的数据超出合理范围：-1 小于零\n"; told.String() != want {
		t.Errorf("verify says %q; want %q", told.String(), want)
	}
	row := "indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note\nlocal-standard-making-time,330000,2024-12-31,-1,,,个月,,,,\n"
	desk := newDesk(st, func() time.Time { return now })
	result, err := desk.Import(t.Context(), "again.csv", strings.NewReader(row), collector.ImportOptions{})
	if err != nil || result.Same != 1 {
		t.Errorf("the same row again: %+v, %v; want it skipped", result, err)
	}
	if _, err := desk.Import(t.Context(), "new.csv", strings.NewReader(strings.Replace(row, "-1", "-2", 1)), collector.ImportOptions{}); err == nil {
		t.Error("another value outside is taken")
	}
}

func openFound(t *testing.T, path string, c *targets.Catalogue, figures []targets.Figure, now time.Time) *store.Store {
	t.Helper()
	st, err := (database{DB: path}).write(t.Context(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	if _, err := st.Found(t.Context(), collector.Operator, c, figures, now); err != nil {
		t.Fatal(err)
	}
	return st
}
