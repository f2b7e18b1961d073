package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
)

// books offers the workbooks of collector/sheet to the pages.
type books struct{ sheets sheet.Sheets }

// Workbook writes the workbook of a filing.
func (b books) Workbook(_ context.Context, w io.Writer, g *collector.Grid) error {
	return b.sheets.Template(w, g)
}

// Cells reads a filled-in workbook; one at fault comes back marked.
func (b books) Cells(_ context.Context, g *collector.Grid, name string, r io.ReaderAt, size int64) ([]collector.Cell, []byte, error) {
	e, err := b.sheets.Read(name, r, size, g)
	faults, ok := errors.AsType[targets.Faults](err)
	if !ok {
		return e.Cells, nil, err
	}
	var marked bytes.Buffer
	if failed := b.sheets.Mark(&marked, r, size, faults, nil); failed != nil {
		return nil, nil, errors.Join(err, fmt.Errorf("mark %s: %w", name, failed))
	}
	return nil, marked.Bytes(), err
}
