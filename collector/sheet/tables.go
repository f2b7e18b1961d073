package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Table is one sheet of a workbook of tables: a head and rows of texts,
// targets.Decimal, targets.Date, int or nil.
type Table struct {
	Name    string
	Columns []Column
	Rows    [][]any
}

// A Column is the head of a column, its width in characters, and how its numbers
// look (a number format of spreadsheets); "" is general.
type Column struct {
	Head   string
	Width  float64
	Format string
}

// WriteTables writes tables as a workbook, one sheet each: numbers as numbers,
// days as days, texts safe against formulas. The same tables give the same
// bytes: nothing of the file tells when it was written.
func WriteTables(w io.Writer, tables []Table) error {
	f := excelize.NewFile()
	defer f.Close()
	f.SetZipWriter(func(w io.Writer) excelize.ZipWriter {
		return &steadyZip{out: zip.NewWriter(w), parts: map[string]*bytes.Buffer{}}
	})
	b := tableWriter{f: f, styles: map[string]int{}}
	err := b.begin(tables)
	for i := range tables {
		if err == nil {
			err = b.table(&tables[i])
		}
	}
	if err == nil {
		err = f.Write(w)
	}
	if err != nil {
		return fmt.Errorf("write workbook of tables: %w", err)
	}
	return nil
}

type tableWriter struct {
	f      *excelize.File
	head   int
	plain  int
	styles map[string]int // by number format
}

// begin makes the sheets and the styles of heads and texts.
func (b *tableWriter) begin(tables []Table) (err error) {
	for i := range tables {
		if i == 0 {
			err = b.f.SetSheetName("Sheet1", tables[i].Name)
		} else {
			_, err = b.f.NewSheet(tables[i].Name)
		}
		if err != nil {
			return err
		}
	}
	if b.head, err = b.f.NewStyle(style(lookHead)); err != nil {
		return err
	}
	b.plain, err = b.f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: bodyFont, Size: 11}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	return err
}

func (b *tableWriter) table(t *Table) error {
	s, err := b.f.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	heads := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = excelize.Cell{StyleID: b.head, Value: c.Head}
		if err := s.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := s.SetRow("A1", heads); err != nil {
		return err
	}
	for n, row := range t.Rows {
		cells := make([]any, len(row))
		for i, v := range row {
			if cells[i], err = b.cell(v, t.Columns[i].Format); err != nil {
				return err
			}
		}
		if err := s.SetRow(at(1, n+2), cells); err != nil {
			return err
		}
	}
	return s.Flush()
}

// dayFormat shows a day as everywhere in the program.
const dayFormat = "yyyy-mm-dd"

// dayZero is the day that spreadsheets count from.
var dayZero = targets.NewDate(1899, 12, 30)

// cell makes the value of a cell; nil where there is nothing.
func (b *tableWriter) cell(v any, format string) (any, error) {
	switch v := v.(type) {
	case string:
		if v == "" {
			return nil, nil
		}
		return excelize.Cell{StyleID: b.plain, Value: collector.Neutral(v)}, nil
	case targets.Date:
		if v == 0 {
			return nil, nil
		}
		return b.styled(int(v-dayZero), dayFormat)
	case targets.Decimal:
		if !v.Known() {
			return nil, nil
		}
		return b.styled(numeric(v.String()), format)
	}
	return b.styled(v, format)
}

func (b *tableWriter) styled(v any, format string) (any, error) {
	if v == nil || format == "" {
		return v, nil
	}
	if b.styles[format] == 0 {
		id, err := b.f.NewStyle(&excelize.Style{CustomNumFmt: &format, Font: &excelize.Font{Family: bodyFont, Size: 11}, Alignment: &excelize.Alignment{Vertical: "top"}})
		if err != nil {
			return nil, err
		}
		b.styles[format] = id
	}
	return excelize.Cell{StyleID: b.styles[format], Value: v}, nil
}

// A steadyZip writes the parts of a package in the order of their names and
// without times, the list of contents first, as spreadsheets write it.
type steadyZip struct {
	out   *zip.Writer
	parts map[string]*bytes.Buffer
}

// Create begins a part.
func (z *steadyZip) Create(name string) (io.Writer, error) {
	z.parts[name] = &bytes.Buffer{}
	return z.parts[name], nil
}

// AddFS is not used by workbooks.
func (z *steadyZip) AddFS(fs.FS) error { return fmt.Errorf("a workbook has no folder to add") }

// contentsPart lists the parts of the package.
const contentsPart = "[Content_Types].xml"

// Close writes all parts.
func (z *steadyZip) Close() error {
	var names []string
	for name := range z.parts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		switch contentsPart {
		case a:
			return -1
		case b:
			return 1
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		w, err := z.out.Create(name)
		if err != nil {
			return err
		}
		if _, err := w.Write(z.parts[name].Bytes()); err != nil {
			return err
		}
	}
	return z.out.Close()
}
