package targets

import (
	"fmt"
	"testing"
)

// benchInput is a cumulative target with twelve quarterly figures.
func benchInput() Input {
	in := Input{AsOf: NewDate(2024, 12, 31), Cuts: DefaultCuts, Document: &Document{ID: "d", Issued: NewDate(2021, 1, 1)},
		Indicator: &Indicator{ID: "i", Measure: Count, Accumulation: Cumulative, Cadence: Quarterly, Unit: Unit{"项", "item", "items"}},
		Target: &Target{ID: "t", Document: "d", Indicator: "i", Area: "330000", Comparator: AtLeast, Goal: MustDecimal("4000"),
			Start: NewDate(2022, 1, 1), StartBasis: BasisPrinted, Deadline: NewDate(2025, 12, 31)}}
	for q := range 12 {
		in.Figures = append(in.Figures, Figure{Key: Key{"i", "330000", Months(2021, 10+3*q, 3)}, Revision: 1, Value: NewDecimal(int64(1000 + 180*q)), Flag: Normal, Origin: OriginOffice})
	}
	return in
}

// BenchmarkEvaluate measures one evaluation of twelve figures, without and with
// the forecast.
func BenchmarkEvaluate(b *testing.B) {
	for _, forecast := range []bool{false, true} {
		b.Run(fmt.Sprintf("forecast=%v", forecast), func(b *testing.B) {
			in := benchInput()
			if !forecast {
				in.Target.Path = []PathPoint{{NewDate(2024, 12, 31), MustDecimal("3000")}} // a stepped path is never forecast
			}
			b.ReportAllocs()
			for b.Loop() {
				Evaluate(in)
			}
		})
	}
}
