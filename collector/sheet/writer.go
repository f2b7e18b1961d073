package sheet

import (
	"encoding/csv"
	"fmt"
	"io"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Writer writes figures as CSV that a Reader reads back.
type Writer struct {
	csv        *csv.Writer
	indicators map[string]*targets.Indicator
	cells      [columnCount]string
	begun      bool
}

// NewWriter returns a Writer for figures of the catalogue's indicators. The
// caller flushes it.
func NewWriter(w io.Writer, c *targets.Catalogue) *Writer {
	indicators := make(map[string]*targets.Indicator, len(c.Indicators))
	for i := range c.Indicators {
		indicators[c.Indicators[i].ID] = &c.Indicators[i]
	}
	return &Writer{csv: csv.NewWriter(w), indicators: indicators}
}

// Write writes one figure, after the header if it is the first.
func (w *Writer) Write(f *targets.Figure) error {
	if err := w.begin(); err != nil {
		return err
	}
	cells, err := w.record(f)
	if err != nil {
		return err
	}
	return w.csv.Write(cells)
}

// record makes the cells of one figure. They are valid until the next.
func (w *Writer) record(f *targets.Figure) ([]string, error) {
	i := w.indicators[f.Indicator]
	if i == nil {
		return nil, fmt.Errorf("write figure: indicator %q is not in the catalogue", f.Indicator)
	}
	value, unit := printed(i, f.Value)
	w.cells = [columnCount]string{
		colIndicator: f.Indicator, colArea: f.Area, colPeriod: f.Period.String(),
		colValue: value, colNumerator: f.Numerator.String(), colDenominator: f.Denominator.String(), colUnit: unit,
		colFlag: string(f.Flag), colBound: string(f.Bound), colPublished: f.Published.String(),
		colNote: collector.Neutral(f.Note), colSourceTitle: collector.Neutral(f.SourceTitle), colSourceURL: collector.Neutral(f.SourceURL), colOrigin: string(f.Origin),
	}
	return w.cells[:], nil
}

// Flush writes what is kept back, and the header of a file without figures. It
// returns the first error of any writing.
func (w *Writer) Flush() error {
	if err := w.begin(); err != nil {
		return err
	}
	w.csv.Flush()
	return w.csv.Error()
}

func (w *Writer) begin() error {
	if w.begun {
		return nil
	}
	w.begun = true
	for i, c := range columns {
		w.cells[i] = string(c.name)
	}
	return w.csv.Write(w.cells[:])
}

// printed returns a value and its unit as a file has them: every ratio as per
// cent, so that one indicator has one unit. A Reader takes it back to the same
// number: 0.5 is written 50 % and read as 0.50.
func printed(i *targets.Indicator, v targets.Decimal) (value, unit string) {
	switch {
	case i.Measure == targets.Milestone:
		return stageWord(v), i.Unit.ZH
	case i.Measure.PerCent():
		return targets.Percent(v).String(), "%"
	}
	return v.String(), i.Unit.ZH
}
