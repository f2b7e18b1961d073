package sheet

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A source yields the records of a figure file, the first of which is its header.
type source interface {
	// next returns the next record that is not blank and the line it begins on;
	// the cells are valid until the next call. io.EOF comes after the last one.
	next() (line int, cells [][]byte, err error)
	// percent reports whether a cell of the last record is displayed as per cent:
	// it then holds a number from 0 to 1.
	percent(cell int) bool
	// broken returns what is wrong with a cell of the last record before it can
	// be read at all, or nil.
	broken(cell int) *collector.Finding
	// displayed returns a number of the last record that is displayed with words
	// around it, and the name of its cell; or nil.
	displayed(cell int) (c *bookCell, name string)
}

func (s *records) percent(int) bool                  { return false }
func (s *records) broken(int) *collector.Finding     { return nil }
func (s *records) displayed(int) (*bookCell, string) { return nil, "" }

// A tabSource is the sheet of a workbook that holds figures.
type tabSource struct {
	tab   *tabReader
	rows  []bookRow
	at    int // of the last row
	width int // of the header; 0 before it was read
	cells [][]byte
}

func (s *tabSource) next() (int, [][]byte, error) {
	s.at++
	if s.at >= len(s.rows) {
		return 0, nil, io.EOF
	}
	row := &s.rows[s.at]
	if s.width == 0 {
		s.width = row.cells[len(row.cells)-1].column
		s.cells = make([][]byte, s.width)
	}
	clear(s.cells)
	cells := s.cells
	for _, c := range row.cells {
		for c.column > len(cells) { // beside the table: the reader says so
			cells = append(cells, nil)
		}
		if c.kind != faultyCell {
			cells[c.column-1] = []byte(c.text)
		}
	}
	return row.number, cells, nil
}

func (s *tabSource) percent(cell int) bool {
	return s.rows[s.at].cell(cell+1).kind == percentCell
}

func (s *tabSource) broken(cell int) *collector.Finding {
	row := &s.rows[s.at]
	c := row.cell(cell + 1)
	if c.kind == faultyCell {
		return &collector.Finding{Text: c.text, Fix: c.fix}
	}
	if len(s.tab.merged) > 0 && c.text == "" {
		return s.tab.mergedInto(row.number, cell+1)
	}
	return nil
}

// mergedInto says which cell shows its content in place of this one.
func (s *tabReader) mergedInto(row, column int) *collector.Finding {
	for _, m := range s.merged {
		first := row == m.rows.from && column == m.columns.from
		if !first && row >= m.rows.from && row <= m.rows.to && column >= m.columns.from && column <= m.columns.to {
			return &collector.Finding{Text: fmt.Sprintf("单元格 %s 合并在 %s 里，内容只在 %s", at(column, row), m.name, at(m.columns.from, m.rows.from)),
				Fix: "请取消合并，每一行都填写"}
		}
	}
	return nil
}

func (s *tabSource) displayed(cell int) (*bookCell, string) {
	row := &s.rows[s.at]
	for i := range row.cells {
		if c := &row.cells[i]; c.column == cell+1 && c.stored != "" {
			return c, at(c.column, row.number)
		}
	}
	return nil, ""
}

// headRows is how many rows are looked through for the head of a table that does
// not begin with it.
const headRows = 10

// figureTab finds the sheet that holds figures: the first visible one whose first
// row is a header of figures, else the first one with a header further down, else
// the first one that holds anything.
func (b *book) figureTab() (name string, found *tabReader, err error) {
	best := 0
	for _, t := range b.tabs {
		if t.hidden || t.name == checkTab || t.name == adviceTab {
			continue
		}
		s, err := b.readTab(t, MaxRows+1)
		if err != nil {
			return "", nil, err
		}
		if len(s.rows) == 0 {
			continue
		}
		if looksLikeHeader(&s.rows[0]) {
			return t.name, s, nil
		}
		good := 1
		if slices.ContainsFunc(s.rows[:min(headRows, len(s.rows))], func(r bookRow) bool { return looksLikeHeader(&r) }) {
			good = 2
		}
		if good > best {
			best, name, found = good, t.name, s
		}
	}
	if found == nil {
		return "", nil, &refusal{0, "工作簿里没有内容", "第一行应为表头：" + columnNames()}
	}
	return name, found, nil
}

func looksLikeHeader(r *bookRow) bool {
	texts := make([]string, len(r.cells))
	for i, c := range r.cells {
		texts[i] = c.text
	}
	return knownColumns(texts) >= headColumns
}

// isBook reports whether a file begins like a workbook, new or old.
func isBook(r io.ReadSeeker) (bool, error) {
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	_, err = r.Seek(0, io.SeekStart)
	return slices.Contains([]string{"PK\x03\x04", "PK\x05\x06", legacy}, string(head[:n])), err
}

// faultsOf turns a refusal into the faults of a named file; any other error it
// wraps.
func faultsOf(name string, err error) error {
	if bad, ok := errors.AsType[*refusal](err); ok {
		return targets.Faults{{File: name, Line: bad.line, Text: bad.text, Fix: bad.fix}}
	}
	return fmt.Errorf("read %s: %w", name, err)
}

// named gives faults the name of their file.
func named(name string, faults targets.Faults) targets.Faults {
	for i := range faults {
		faults[i].File = name
	}
	return faults
}

// bookNotices tells what of a workbook is not read, and what is read that a person
// does not see.
func (b *book) bookNotices(name string, s *tabReader, h *header) []string {
	var others, hidden []string
	for _, t := range b.tabs {
		switch {
		case t.name == name || t.name == adviceTab || t.name == checkTab || t.name == keyTab:
		case t.hidden:
			hidden = append(hidden, "「"+t.name+"」")
		default:
			others = append(others, "「"+t.name+"」")
		}
	}
	var notices []string
	if len(others) > 0 {
		notices = append(notices, fmt.Sprintf("只读取了工作表「%s」，没有读取%s", name, strings.Join(others, "")))
	}
	if len(hidden) > 0 {
		notices = append(notices, "没有读取隐藏的工作表"+strings.Join(hidden, ""))
	}
	return slices.Concat(notices, s.hiddenNotices(h), s.roundedNotices(h))
}

// hiddenNotices names the rows and columns that are read though nobody sees them.
func (s *tabReader) hiddenNotices(h *header) []string {
	var rows, notices []string
	for i := 1; i < len(s.rows); i++ {
		if s.rows[i].hidden {
			rows = append(rows, fmt.Sprint(s.rows[i].number))
		}
	}
	if len(rows) > 0 {
		notices = append(notices, fmt.Sprintf("隐藏（或被筛选掉）的行也已读取，共 %d 行：第 %s 行；不要的请删去这些行再导入", len(rows), ranges(s.rows)))
	}
	for i, at := range h.at {
		for _, c := range s.columns {
			if at >= 0 && at+1 >= c.from && at+1 <= c.to {
				notices = append(notices, fmt.Sprintf("列「%s」是隐藏的，也已读取", h.names[i]))
			}
		}
	}
	return notices
}

// ranges writes the numbers of the hidden rows below the head: 3、5–9.
func ranges(rows []bookRow) string {
	var out []string
	for i := 1; i < len(rows); i++ {
		if !rows[i].hidden {
			continue
		}
		from := rows[i].number
		for i+1 < len(rows) && rows[i+1].hidden && rows[i+1].number == rows[i].number+1 {
			i++
		}
		if to := rows[i].number; to > from {
			out = append(out, fmt.Sprintf("%d–%d", from, to))
		} else {
			out = append(out, fmt.Sprint(from))
		}
	}
	return strings.Join(out, "、")
}

// namedCells is how many cells a notice names.
const namedCells = 5

// roundedNotices names numbers that are read with decimals that are not displayed.
func (s *tabReader) roundedNotices(h *header) []string {
	var list []string
	n := 0
	for i := 1; i < len(s.rows); i++ {
		for _, c := range s.rows[i].cells {
			if !c.rounded || !slices.Contains([]int{h.at[colValue], h.at[colNumerator], h.at[colDenominator]}, c.column-1) {
				continue
			}
			if n++; n <= namedCells {
				list = append(list, fmt.Sprintf("%s 读作 %s", at(c.column, s.rows[i].number), c.text))
			}
		}
	}
	if n == 0 {
		return nil
	}
	more := ""
	if n > namedCells {
		more = " 等"
	}
	return []string{fmt.Sprintf("%d 个单元格显示的是四舍五入后的数，已按所存的数读取：%s%s", n, strings.Join(list, "、"), more)}
}
