package sheet

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// A cellKind says what a cell of a workbook holds.
type cellKind byte

const (
	textCell    cellKind = iota
	numberCell           // text has its digits
	percentCell          // text has its digits as a number from 0 to 1
	dateCell             // text is 2025-03-31 or 2025-03
	faultyCell           // text says what is wrong
)

// A bookCell is a cell that holds something.
type bookCell struct {
	column  int // 1-based
	kind    cellKind
	text    string
	fix     string // of a faulty cell
	formula bool
}

// A bookRow is a row that holds something.
type bookRow struct {
	number int // 1-based
	cells  []bookCell
}

// cell returns what stands in a column, the zero cell for nothing.
func (r *bookRow) cell(column int) bookCell {
	for _, c := range r.cells {
		if c.column == column {
			return c
		}
	}
	return bookCell{column: column}
}

// rawCell is a cell as the file has it.
type rawCell struct {
	Ref    string    `xml:"r,attr"`
	Type   string    `xml:"t,attr"`
	Style  int       `xml:"s,attr"`
	F      *struct{} `xml:"f"`
	V      *string   `xml:"v"`
	Inline *richText `xml:"is"`
}

// rows reads the rows of a sheet that hold something, at most longest of them.
func (b *book) rows(t tab, longest int) ([]bookRow, error) {
	s := &tabReader{book: b, longest: longest}
	if err := b.walk(t.part, s.element); err != nil {
		return nil, err
	}
	return s.rows, nil
}

// A tabReader gathers the rows of one sheet.
type tabReader struct {
	book    *book
	longest int
	rows    []bookRow
	row     int // the present one
	column  int // the last one read
}

func (s *tabReader) element(d *xml.Decoder, e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		s.row++
		for _, a := range e.Attr {
			if a.Name.Local == "r" {
				s.row = rowNumber(a.Value, s.row)
			}
		}
		s.column = 0
	case "c":
		var raw rawCell
		if err := d.DecodeElement(&raw, &e); err != nil {
			return errNoXML
		}
		return s.take(&raw)
	}
	return nil
}

// rowNumber reads a row number; what is none leaves the count as it is.
func rowNumber(s string, otherwise int) int {
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' || n > 1<<20 {
			return otherwise
		}
		n = n*10 + int(c-'0')
	}
	if n == 0 {
		return otherwise
	}
	return n
}

// take keeps a cell that holds something.
func (s *tabReader) take(raw *rawCell) error {
	s.column++
	if column := columnOf(raw.Ref); column > 0 {
		s.column = column
	}
	c := s.book.read(raw)
	if c.kind == textCell && c.text == "" {
		return nil
	}
	c.column = s.column
	if s.column > maxColumns {
		return &refusal{s.row, fmt.Sprintf("第 %d 列以外还有内容", maxColumns), "请删去右边多余的内容"}
	}
	if s.book.cells++; s.book.cells > maxCells {
		return tooManyCells()
	}
	if n := len(s.rows); n == 0 || s.rows[n-1].number != s.row {
		if n >= s.longest {
			return &refusal{0, fmt.Sprintf("工作表有内容的行超过 %d 行", MaxRows), fmt.Sprintf("请分成几个文件，每个不超过 %d 行；更大的数据请用 CSV", MaxRows)}
		}
		s.rows = append(s.rows, bookRow{number: s.row})
	}
	last := &s.rows[len(s.rows)-1]
	last.cells = append(last.cells, c)
	return nil
}

// columnOf reads the column of a reference such as AB12; 0 when there is none.
func columnOf(ref string) int {
	n := 0
	for _, c := range []byte(ref) {
		if c < 'A' || c > 'Z' || n > 1<<16 {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n
}

// read says what a cell holds.
func (b *book) read(raw *rawCell) bookCell {
	c := bookCell{formula: raw.F != nil}
	if raw.V == nil && raw.Inline == nil {
		if c.formula {
			c.kind, c.text, c.fix = faultyCell, "公式没有计算结果", "请在表格软件中打开、重新计算并保存，或把公式粘贴为数值"
		}
		return c
	}
	value := ""
	if raw.V != nil {
		value = *raw.V
	}
	switch raw.Type {
	case "s":
		c.text = b.shared(value)
	case "inlineStr":
		if raw.Inline != nil {
			c.text = raw.Inline.text()
		}
	case "str":
		c.text = unescape(value)
	case "d":
		c.kind, c.text = dateCell, value[:min(len(value), len("2006-01-02"))]
	case "b":
		c.kind, c.text, c.fix = faultyCell, "单元格是逻辑值（TRUE 或 FALSE）", "请填数字或文字"
	case "e":
		c.kind, c.text, c.fix = faultyCell, fmt.Sprintf("单元格是错误值 %s", value), "请改正公式，或直接填数"
	default:
		b.readNumber(&c, raw.Style, value)
	}
	if strings.TrimSpace(c.text) == "" && c.kind == textCell {
		c.text = ""
	}
	return c
}

func (b *book) shared(index string) string {
	i := 0
	for _, c := range []byte(strings.TrimSpace(index)) {
		if c < '0' || c > '9' || i > maxCells {
			return ""
		}
		i = i*10 + int(c-'0')
	}
	if i >= len(b.strings) {
		return ""
	}
	return b.strings[i]
}

// readNumber reads a number as its format displays it.
func (b *book) readNumber(c *bookCell, style int, value string) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	f := format{kind: numberCell}
	if style >= 0 && style < len(b.formats) {
		f = b.formats[style]
	}
	if f.year {
		c.kind, c.text, c.fix = faultyCell, "单元格是只显示年份的日期", "请把单元格改为文本格式，再填年份，如 2025"
		return
	}
	var ok bool
	c.kind = f.kind
	if f.kind == dateCell {
		c.text, ok = f.date(value, b.from)
	} else {
		c.text, ok = f.plain(value)
	}
	if !ok {
		c.kind, c.text, c.fix = faultyCell, fmt.Sprintf("单元格的内容 %.40q 无法识别", value), "请重新填写"
	}
}

// span is how many cells excelize would keep of a sheet: every row is filled up
// to its last cell, and every row up to the last is there.
func (b *book) span(t tab) (int, error) {
	row, last, column, span := 0, 0, 0, 0
	err := b.walk(t.part, func(_ *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			row, column = row+1, 0
			for _, a := range e.Attr {
				if a.Name.Local == "r" {
					row = rowNumber(a.Value, row)
				}
			}
			last = max(last, row)
		case "c":
			was := column
			column++
			for _, a := range e.Attr {
				if a.Name.Local == "r" && columnOf(a.Value) > 0 {
					column = columnOf(a.Value)
				}
			}
			span += max(column-was, 0)
		}
		return nil
	})
	return span + last, err
}
