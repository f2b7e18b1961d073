package sheet

import (
	"bytes"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestFiguresAsSDMX(t *testing.T) {
	c := &targets.Catalogue{Indicators: []targets.Indicator{
		{ID: "issued", Measure: targets.Count, Unit: targets.Unit{ZH: "项", EN: "standard", Plural: "standards"}}, {ID: "rate", Measure: targets.Ratio},
	}}
	fig := func(indicator, period, value string, change func(*targets.Figure)) *targets.Figure {
		p, err := targets.ParsePeriod(period)
		if err != nil {
			t.Fatal(err)
		}
		f := &targets.Figure{Key: targets.Key{Indicator: indicator, Area: "330000", Period: p}, Revision: 1, Flag: targets.Normal}
		if value != "" {
			f.Value = targets.MustDecimal(value)
		}
		if change != nil {
			change(f)
		}
		return f
	}
	tests := map[string]struct {
		figure *targets.Figure
		want   string
	}{
		"a year":      {fig("issued", "2025", "3923", nil), "dataflow,BIAOCHI:FIGURES(1.0),I,A,330000,issued,2025,3923,A,,standard,,,1,,,,"},
		"a half-year": {fig("issued", "2025-S1", "1", nil), "I,S,330000,issued,2025-S1,1,A"},
		"a quarter":   {fig("issued", "2025-Q3", "1", nil), "I,Q,330000,issued,2025-Q3,1,A"},
		"a month":     {fig("issued", "2025-03", "1", nil), "I,M,330000,issued,2025-03,1,A"},
		"a day":       {fig("issued", "2025-03-31", "1", nil), "I,D,330000,issued,2025-03-31,1,A"},
		// 2025-01-01 to 2025-10-24 are 297 days.
		"a range is its start and length":    {fig("issued", "2025-01-01/2025-10-24", "1", nil), "I,I,330000,issued,2025-01-01/P297D,1,A"},
		"a ratio runs 0–1 with its digits":   {fig("rate", "2025", "0.60", nil), "I,A,330000,rate,2025,0.60,A,,PN"},
		"what is missing has no value":       {fig("issued", "2025", "", func(f *targets.Figure) { f.Flag = targets.Missing }), "I,A,330000,issued,2025,,O,"},
		"a text that would run as a formula": {fig("issued", "2025", "1", func(f *targets.Figure) { f.Note = "=1+1" }), "'=1+1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			w := NewSDMXWriter(&out, c)
			if err := w.Write(tt.figure); err != nil {
				t.Fatal(err)
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			head, row, _ := strings.Cut(out.String(), "\n")
			if head != strings.Join(sdmxColumns, ",") || !strings.Contains(row, tt.want) {
				t.Errorf("SDMX-CSV is %q; want %q in it", row, tt.want)
			}
		})
	}
}
