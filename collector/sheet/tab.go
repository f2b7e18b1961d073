package sheet

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/targets"
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
	rounded bool // fewer decimals are displayed than text has

	// Of a number displayed with words around it: the number alone, what is shown
	// behind it, and what the cell holds.
	bare, unit, stored string
}

// A bookRow is a row that holds something.
type bookRow struct {
	number int // 1-based
	hidden bool
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
	F      *formula  `xml:"f"`
	V      *string   `xml:"v"`
	Inline *richText `xml:"is"`
}

// A formula is what computes a cell. Of those that share one, the first has its text.
type formula struct {
	Text   string `xml:",chardata"`
	Shared string `xml:"si,attr"`
}

// rows reads the rows of a sheet that hold something, at most longest of them.
func (b *book) rows(t tab, longest int) ([]bookRow, error) {
	s, err := b.readTab(t, longest)
	return s.rows, err
}

// readTab reads the rows of a sheet and what is said of its cells beside them.
func (b *book) readTab(t tab, longest int) (*tabReader, error) {
	s := &tabReader{book: b, longest: longest, blanks: map[string]bool{}}
	if err := b.walk(t.part, s.element); err != nil {
		return &tabReader{}, err
	}
	return s, nil
}

// A tabReader gathers the rows of one sheet.
type tabReader struct {
	book    *book
	longest int
	rows    []bookRow
	row     int // the present one
	column  int // the last one read

	hideZeros bool            // the sheet shows a zero as a blank
	hidden    bool            // the present row is
	hiddenAll bool            // rows are hidden unless they say otherwise
	columns   []span          // that are hidden
	merged    []merge         // cells that are one
	blanks    map[string]bool // by shared formula: its result may be an empty text
}

// A span is a range of rows or columns, both ends included.
type span struct{ from, to int }

// A merge is a block of cells that shows the content of its first one.
type merge struct {
	name          string // A2:A5
	rows, columns span
}

func (s *tabReader) element(d *xml.Decoder, e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		s.row++
		s.column, s.hidden = 0, s.hiddenAll
		for _, a := range e.Attr {
			switch a.Name.Local {
			case "r":
				s.row = rowNumber(a.Value, s.row)
			case "hidden":
				s.hidden = isTrue(a.Value)
			}
		}
	case "c":
		var raw rawCell
		if err := d.DecodeElement(&raw, &e); err != nil {
			return errNoXML
		}
		return s.take(&raw)
	default:
		s.beside(e)
		if len(s.merged) > maxMerged {
			return &refusal{0, fmt.Sprintf("工作表里合并的单元格超过 %d 处", maxMerged), "请取消合并，每一行都填写"}
		}
	}
	return nil
}

// maxMerged bounds the merged blocks of a sheet: each empty cell is looked up in them.
const maxMerged = 2000

// beside takes what a sheet says of its cells outside of them.
func (s *tabReader) beside(e xml.StartElement) {
	said := map[string]string{}
	for _, a := range e.Attr {
		said[a.Name.Local] = a.Value
	}
	switch e.Name.Local {
	case "sheetView":
		s.hideZeros = s.hideZeros || said["showZeros"] != "" && !isTrue(said["showZeros"])
	case "sheetFormatPr":
		s.hiddenAll = isTrue(said["zeroHeight"])
	case "col":
		if isTrue(said["hidden"]) {
			s.columns = append(s.columns, span{rowNumber(said["min"], 0), rowNumber(said["max"], 0)})
		}
	case "mergeCell":
		if m, ok := mergeOf(said["ref"]); ok {
			s.merged = append(s.merged, m)
		}
	}
}

func isTrue(s string) bool { return s == "1" || s == "true" }

// mergeOf reads A2:A5.
func mergeOf(ref string) (merge, bool) {
	from, to, ok := strings.Cut(ref, ":")
	m := merge{ref, span{rowOf(from), rowOf(to)}, span{columnOf(from), columnOf(to)}}
	return m, ok && m.rows.from > 0 && m.columns.from > 0
}

// rowOf reads the row of a reference such as AB12; 0 when there is none.
func rowOf(ref string) int {
	return rowNumber(strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 0)
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
	c := s.read(raw)
	if c.kind == textCell && c.text == "" {
		return nil
	}
	c.column = s.column
	if c.kind == faultyCell {
		c.text = strings.Replace(c.text, "单元格显示", "单元格 "+at(s.column, s.row)+" 显示", 1)
	}
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
		s.rows = append(s.rows, bookRow{number: s.row, hidden: s.hidden})
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
func (s *tabReader) read(raw *rawCell) bookCell {
	c := bookCell{formula: raw.F != nil}
	value := ""
	if raw.V != nil {
		value = *raw.V
	}
	if c.formula && strings.TrimSpace(value) == "" {
		if raw.Type != "str" || !s.mayBeBlank(raw.F) {
			c.fault("公式没有计算结果", "请在表格软件中打开、重新计算并保存，或把公式粘贴为数值")
		}
		return c
	}
	switch raw.Type {
	case "s":
		c.text = s.book.shared(value)
		s.book.showText(&c, raw.Style)
	case "inlineStr":
		if raw.Inline != nil {
			c.text = raw.Inline.text()
			s.book.showText(&c, raw.Style)
		}
	case "str":
		c.text = unescape(value)
		s.book.showText(&c, raw.Style)
	case "d":
		s.readISODate(&c, raw.Style, value)
	case "b":
		c.fault("单元格是逻辑值（TRUE 或 FALSE）", "请填数字或文字")
	case "e":
		c.fault(fmt.Sprintf("单元格是错误值 %s", value), "请改正公式，或直接填数")
	default:
		s.book.readNumber(&c, raw.Style, value, s.hideZeros)
	}
	if c.kind == textCell && strings.TrimSpace(c.text) == "" {
		c.text = ""
	}
	return c
}

// mayBeBlank reports whether an empty text may be what a formula gives, and not the
// place of a result that nobody computed: the formula then names one.
func (s *tabReader) mayBeBlank(f *formula) bool {
	blank := strings.Contains(f.Text, `""`)
	if f.Shared == "" {
		return blank
	}
	if f.Text != "" {
		s.blanks[f.Shared] = blank
	}
	return s.blanks[f.Shared]
}

// readISODate reads a date that is written as one, as its format displays it.
func (s *tabReader) readISODate(c *bookCell, style int, value string) {
	c.kind, c.text = dateCell, value[:min(len(value), len("2006-01-02"))]
	d, err := targets.ParseDate(c.text)
	if f := s.book.formats; err == nil && style >= 0 && style < len(f) && f[style].sections[0].kind == dateCell {
		f[style].sections[0].showDate(c, fmt.Sprint(int(d)-s.book.from), s.book.from)
	}
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
