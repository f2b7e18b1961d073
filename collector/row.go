package collector

import (
	"io"

	"github.com/biaochi/biaochi/targets"
)

// A Column is one field of a figure as files, forms and the API name it.
type Column string

// The columns of the figure file, in its order.
const (
	ColumnIndicator   Column = "indicator"
	ColumnArea        Column = "area"
	ColumnPeriod      Column = "period"
	ColumnValue       Column = "value"
	ColumnNumerator   Column = "numerator"
	ColumnDenominator Column = "denominator"
	ColumnUnit        Column = "unit"
	ColumnFlag        Column = "flag"
	ColumnBound       Column = "bound"
	ColumnPublished   Column = "published"
	ColumnNote        Column = "note"
	ColumnSourceTitle Column = "source_title"
	ColumnSourceURL   Column = "source_url"
	ColumnOrigin      Column = "origin"
)

// A Finding is one thing wrong with one figure, before it is known where in
// which input the figure stands.
type Finding struct {
	Columns []Column // what it is about; it is shown at the first
	Text    string   // what is wrong
	Fix     string   // what would be right, if it can be said
}

// A Row is one row of an input.
type Row struct {
	Line     int             // 1-based, where the row begins
	Figure   *targets.Figure // valid until the next row; a cell that could not be read is left zero
	Findings []Finding       // what is wrong with the cells; valid until the next row
}

// keyed reports whether the row's indicator, area and period could be read.
func (r *Row) keyed() bool {
	return r.Figure != nil && r.Figure.Indicator != "" && r.Figure.Area != "" && !r.Figure.Period.IsZero()
}

// blames reports whether one of the columns was already found wrong, so that a
// rule over it would only repeat the first finding in other words.
func (r *Row) blames(columns []Column) bool {
	for _, f := range r.Findings {
		for _, c := range f.Columns {
			for _, d := range columns {
				if c == d {
					return true
				}
			}
		}
	}
	return false
}

// Rows reads an input row by row.
type Rows interface {
	// Next returns the next row, io.EOF after the last one, and any other error
	// when the input can no longer be read.
	Next() (*Row, error)
	// Header returns a column's name as the input writes it.
	Header(Column) string
	// Notices are remarks on the whole input, such as an encoding that was guessed.
	Notices() []string
}

// Open begins to read an input. An input that is no such file, or whose columns
// are wrong, is targets.Faults.
type Open func(name string, r io.ReadSeeker, c *targets.Catalogue) (Rows, error)
