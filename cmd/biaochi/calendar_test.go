package main

import (
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

func TestTheCalendarIsLoadedOnceAndACorrectedYearStays(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)
	st, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "c.db"), sqlite.Options{Create: true, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if _, err := found(ctx, st, now); err != nil {
		t.Fatal(err)
	}
	if years, err := loadCalendar(ctx, st, seeds.Shipped(), now); err != nil || years != nil {
		t.Fatalf("loadCalendar of what is there already = %v, %v; want none", years, err)
	}
	corrected := targets.CalendarYear{Year: 2026, Source: "更正"}
	if _, err := st.PutRegister(ctx, "u1", targets.RegisterChange{Calendar: []targets.CalendarYear{corrected}}, now); err != nil {
		t.Fatal(err)
	}
	later := fstest.MapFS{"calendar.yaml": {Data: []byte(`years:
  - {year: 2026, source: 另一文号, holidays: [{name: {zh: 元旦, en: New Year}, off: 2026-01-01}]}
  - {year: 2031, source: 又一文号, holidays: [{name: {zh: 元旦, en: New Year}, off: 2031-01-01}]}
`)}}
	for _, want := range [][]int{{2031}, nil} {
		years, err := loadCalendar(ctx, st, later, now)
		if err != nil || !slices.Equal(years, want) {
			t.Errorf("loadCalendar = %v, %v; want %v", years, err, want)
		}
	}
	r, err := st.Register(ctx, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, y := range r.Calendar {
		got = append(got, y.Year)
	}
	if want := []int{2024, 2025, 2026, 2031}; !slices.Equal(got, want) {
		t.Errorf("years = %v; want %v", got, want)
	}
	if y, _ := r.Calendar.Table(2026); y.Source != "更正" {
		t.Errorf("2026 comes from %q; want the corrected one", y.Source)
	}
}
