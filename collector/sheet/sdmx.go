package sheet

import (
	"encoding/csv"
	"fmt"
	"io"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// An SDMXWriter writes figures as SDMX-CSV 2.0 (SDMX 3.0 technical notes, part
// “SDMX-CSV”): one row an observation, its key in the dimensions FREQ, REF_AREA,
// INDICATOR and TIME_PERIOD. Observation statuses are those of the SDMX code
// list CL_OBS_STATUS, which the program's own flags are taken from.
type SDMXWriter struct {
	csv        *csv.Writer
	indicators map[string]*targets.Indicator
	begun      bool
}

// sdmxFlow names the dataflow in every row.
const sdmxFlow = "BIAOCHI:FIGURES(1.0)"

var sdmxColumns = []string{
	"STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "BOUND", "UNIT_MEASURE",
	"NUMERATOR", "DENOMINATOR", "REVISION", "PUBLISHED", "COMMENT_OBS", "SOURCE_TITLE", "SOURCE_URL",
}

// NewSDMXWriter returns a writer for figures of the catalogue's indicators. The
// caller flushes it.
func NewSDMXWriter(w io.Writer, c *targets.Catalogue) *SDMXWriter {
	return &SDMXWriter{csv: csv.NewWriter(w), indicators: NewWriter(io.Discard, c).indicators}
}

// Write writes one figure. Ratios run 0–1 and have the unit PN, a pure number.
func (w *SDMXWriter) Write(f *targets.Figure) error {
	if err := w.begin(); err != nil {
		return err
	}
	i := w.indicators[f.Indicator]
	if i == nil {
		return fmt.Errorf("write figure: indicator %q is not in the catalogue", f.Indicator)
	}
	unit := i.Unit.EN
	if i.Measure.PerCent() || unit == "" {
		unit = "PN"
	}
	return w.csv.Write([]string{
		"dataflow", sdmxFlow, "I", frequency(f.Period), f.Area, f.Indicator, timePeriod(f.Period), f.Value.String(), string(f.Flag), string(f.Bound), collector.Neutral(unit),
		f.Numerator.String(), f.Denominator.String(), fmt.Sprint(f.Revision), f.Published.String(),
		collector.Neutral(f.Note), collector.Neutral(f.SourceTitle), collector.Neutral(f.SourceURL),
	})
}

// Flush writes what is kept back, and the header of a file without figures.
func (w *SDMXWriter) Flush() error {
	if err := w.begin(); err != nil {
		return err
	}
	w.csv.Flush()
	return w.csv.Error()
}

func (w *SDMXWriter) begin() error {
	if w.begun {
		return nil
	}
	w.begun = true
	return w.csv.Write(sdmxColumns)
}

// frequency is the code of CL_FREQ for a period: A, S, Q, M, D, or I for a range
// of days that has no regular length.
func frequency(p targets.Period) string {
	text := p.String()
	switch {
	case len(text) == len("2025"):
		return "A"
	case len(text) == len("2025-03-31"):
		return "D"
	case len(text) > len("2025-03-31"):
		return "I"
	case text[5] == 'S' || text[5] == 'Q':
		return text[5:6]
	}
	return "M"
}

// timePeriod writes a range of days as SDMX has it: its start and its length.
func timePeriod(p targets.Period) string {
	if frequency(p) == "I" {
		return fmt.Sprintf("%s/P%dD", p.Start, p.Days())
	}
	return p.String()
}
