package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
)

// limitWorkbook is how much longer reading and checking the cells of a workbook may
// take than excelize's streaming reader takes to hand out their texts.
const limitWorkbook = 2.0

// workbooks measures a workbook of as many figures as one may have.
func workbooks(_ context.Context, b *benchmark) error {
	c := &targets.Catalogue{
		Indicators: []targets.Indicator{{ID: "standards-issued", Name: targets.Text{ZH: "新发布标准数"}, Measure: targets.Count, Accumulation: targets.Flow, Unit: targets.Unit{ZH: "项"}}},
		Areas:      []targets.Area{{ID: "610000", Code: "610000", Name: targets.Text{ZH: "陕西省"}}},
	}
	book, err := figureBook(c)
	if err != nil {
		return err
	}
	var ours, bare []time.Duration
	for range 5 {
		begin := time.Now()
		if err := readRows(book, c); err != nil {
			return err
		}
		ours = append(ours, time.Since(begin))
		begin = time.Now()
		if err := streamRows(book); err != nil {
			return err
		}
		bare = append(bare, time.Since(begin))
	}
	b.compare(fmt.Sprintf("read a workbook of %d figures ÷ excelize's Rows", bookFigures), median(ours).Seconds()/median(bare).Seconds(), limitWorkbook, "×")
	return nil
}

// bookFigures is how many figures a workbook may have.
const bookFigures = 20_000

// figureBook is a workbook with numbers, texts and formats in its cells.
func figureBook(c *targets.Catalogue) ([]byte, error) {
	var out bytes.Buffer
	w, err := sheet.NewBookWriter(&out, c)
	if err != nil {
		return nil, err
	}
	for i := range bookFigures {
		f := targets.Figure{Key: targets.Key{Indicator: c.Indicators[0].ID, Area: "610000", Period: targets.Day(targets.NewDate(1960, 1, 1+i))},
			Value: targets.NewDecimal(int64(i)).Shift(int32(-i % 3)), Flag: targets.Normal, Note: fmt.Sprintf("备注 %d", i), Origin: targets.OriginOffice}
		if err := w.Write(&f); err != nil {
			return nil, err
		}
	}
	err = w.Flush()
	return out.Bytes(), err
}

func readRows(book []byte, c *targets.Catalogue) error {
	rows, err := sheet.Open("bench.xlsx", bytes.NewReader(book), c)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) && n == bookFigures {
			return nil
		}
		if err != nil {
			return fmt.Errorf("after %d figures: %w", n, err)
		}
		if len(row.Findings) > 0 {
			return fmt.Errorf("row %d: %+v", row.Line, row.Findings)
		}
	}
}

func streamRows(book []byte) error {
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return err
	}
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			return err
		}
	}
	return rows.Error()
}
