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
}

func (s *records) percent(int) bool              { return false }
func (s *records) broken(int) *collector.Finding { return nil }

// A tabSource is the sheet of a workbook that holds figures.
type tabSource struct {
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
	if c := s.rows[s.at].cell(cell + 1); c.kind == faultyCell {
		return &collector.Finding{Text: c.text, Fix: c.fix}
	}
	return nil
}

// figureTab finds the sheet that holds figures: the first visible one whose first
// row is a header of figures, else the first one that holds anything.
func (b *book) figureTab() (name string, rows []bookRow, err error) {
	for _, t := range b.tabs {
		if t.hidden || t.name == checkTab || t.name == adviceTab {
			continue
		}
		list, err := b.rows(t, MaxRows+1)
		if err != nil {
			return "", nil, err
		}
		if len(list) == 0 {
			continue
		}
		if looksLikeHeader(&list[0]) {
			return t.name, list, nil
		}
		if rows == nil {
			name, rows = t.name, list
		}
	}
	if rows == nil {
		return "", nil, &refusal{0, "工作簿里没有内容", "第一行应为表头：" + columnNames()}
	}
	return name, rows, nil
}

func looksLikeHeader(r *bookRow) bool {
	known := 0
	for _, c := range r.cells {
		if column(c.text) >= 0 {
			known++
		}
	}
	return known >= 4
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

// bookNotices tells which sheet of several is read.
func (b *book) bookNotices(name string) []string {
	var others []string
	for _, t := range b.tabs {
		if !t.hidden && t.name != name && t.name != adviceTab && t.name != checkTab {
			others = append(others, "「"+t.name+"」")
		}
	}
	if len(others) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("只读取了工作表「%s」，没有读取%s", name, strings.Join(others, ""))}
}
