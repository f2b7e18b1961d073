package sheet

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/targets"
)

// A BookWriter writes figures as a workbook that a Reader reads back: the columns
// of the figure file on one sheet. It holds at most MaxRows figures.
type BookWriter struct {
	w      io.Writer
	writer *Writer // makes the cells
	f      *excelize.File
	stream *excelize.StreamWriter
	rows   int
	styles map[int]int // by decimals
}

// figuresTab is the sheet of a workbook of figures.
const figuresTab = "数据"

// widths are those of the columns of a figure file, in characters.
var widths = [columnCount]float64{34, 10, 14, 14, 12, 12, 10, 8, 8, 12, 24, 30, 24, 10}

// NewBookWriter returns a writer for figures of the catalogue's indicators. The
// workbook is written by Flush.
func NewBookWriter(w io.Writer, c *targets.Catalogue) (*BookWriter, error) {
	b := &BookWriter{w: w, writer: NewWriter(io.Discard, c), f: excelize.NewFile(), styles: map[int]int{}}
	if err := b.begin(); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return b, nil
}

func (b *BookWriter) begin() error {
	if err := b.f.SetSheetName("Sheet1", figuresTab); err != nil {
		return err
	}
	looks, err := looks(b.f)
	if err != nil {
		return err
	}
	if b.stream, err = b.f.NewStreamWriter(figuresTab); err != nil {
		return err
	}
	for i, width := range widths {
		if err := b.stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := b.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	heads := make([]any, columnCount)
	for i, c := range columns {
		heads[i] = excelize.Cell{StyleID: looks[lookHead], Value: string(c.name)}
	}
	return b.stream.SetRow("A1", heads)
}

// Write adds one figure.
func (b *BookWriter) Write(f *targets.Figure) error {
	if b.rows++; b.rows > MaxRows {
		return &targets.Error{Kind: targets.Invalid, Text: fmt.Sprintf("数据超过 %d 行，工作簿装不下；请用 --format csv，或用 --area 缩小范围", MaxRows)}
	}
	texts, err := b.writer.record(f)
	if err != nil {
		return err
	}
	cells := make([]any, columnCount)
	for i, text := range texts {
		switch {
		case text == "":
		case i == colValue || i == colNumerator || i == colDenominator:
			if cells[i], err = b.number(text); err != nil {
				return fmt.Errorf("write workbook: %w", err)
			}
		default:
			cells[i] = text
		}
	}
	if err := b.stream.SetRow(at(1, b.rows+1), cells); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// number shows a number with the digits it has; a reader takes the zeros behind
// the point from there.
func (b *BookWriter) number(text string) (any, error) {
	v := numeric(text)
	_, fraction, _ := strings.Cut(text, ".")
	if _, isText := v.(string); isText || fraction == "" {
		return v, nil
	}
	n := len(fraction)
	if b.styles[n] == 0 {
		code := "0." + strings.Repeat("0", n)
		id, err := b.f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			return nil, err
		}
		b.styles[n] = id
	}
	return excelize.Cell{StyleID: b.styles[n], Value: v}, nil
}

// Flush writes the workbook.
func (b *BookWriter) Flush() error {
	defer b.f.Close()
	if err := b.stream.Flush(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if err := b.f.Write(b.w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}
