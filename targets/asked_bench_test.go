package targets

import (
	"fmt"
	"testing"
)

// BenchmarkRollUpByDuty judges the targets of 30 provinces and the country over
// 3,200 counties that report four quarters each, 12,800 figures.
func BenchmarkRollUpByDuty(b *testing.B) {
	in := benchInput()
	in.Indicator.Rollup = RollupSum
	r := &Register{Forms: []Form{{ID: "q", Cadence: Quarterly, Indicators: []string{"i"}}}}
	s := &Snapshot{AsOf: in.AsOf, Cuts: DefaultCuts, Register: r, Figures: map[SeriesKey][]Figure{}}
	s.Indicators, s.Documents = []Indicator{*in.Indicator}, []Document{*in.Document}
	add := func(code, parent string) {
		s.Areas = append(s.Areas, Area{ID: code, Code: code, Parent: parent})
		t := *in.Target
		t.ID, t.Area = "t-"+code, code
		s.Targets = append(s.Targets, t)
	}
	add(Country, "")
	for p := range 30 {
		add(fmt.Sprintf("%02d0000", 11+p), Country)
	}
	for c := range 3200 {
		code, id := fmt.Sprintf("%02d%04d", 11+c%30, 1+c/30), fmt.Sprintf("o-%04d", c)
		s.Areas = append(s.Areas, Area{ID: code, Code: code, Parent: code[:2] + "0000"})
		r.Offices = append(r.Offices, Office{ID: id, Area: code})
		r.Forms[0].Offices = append(r.Forms[0].Offices, id)
		for q := range 4 {
			f := in.Figures[q]
			f.Area, f.Period = code, Months(2024, 1+3*q, 3)
			s.Figures[SeriesKey{"i", code}] = append(s.Figures[SeriesKey{"i", code}], f)
		}
	}
	r.Seal()
	for b.Loop() {
		s.Seal()
		s.Evaluate()
	}
}
