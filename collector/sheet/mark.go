package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// markAuthor signs the comments of Mark, so that marking again removes them.
const markAuthor = "标尺"

// maxSpan bounds what excelize would keep of a workbook: it fills every row up to
// its last cell, empty ones among them.
const maxSpan = 3_000_000

// Mark returns the same workbook with the cells at fault filled red, those to be
// looked at amber, each with a comment, and all of it listed on a sheet of its
// own. Marks of an earlier time are taken away. Faults are placed by their
// Field («填报!G7（本期数）») or, in a figure file, by row and column head.
func (Sheets) Mark(w io.Writer, r io.ReaderAt, size int64, faults, warnings targets.Faults) (err error) {
	b, err := openBook(r, size)
	if err == nil {
		err = b.boundSpan()
	}
	if err != nil {
		return faultsOf("", err)
	}
	defer func() { // excelize panics on some workbooks that only look whole
		if p := recover(); p != nil {
			err = fmt.Errorf("mark workbook: %v", p)
		}
	}()
	f, err := excelize.OpenReader(io.NewSectionReader(r, 0, size), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return fmt.Errorf("mark workbook: %w", err)
	}
	defer f.Close()
	m := &marker{f: f, places: b.places(), cells: map[string]*marked{}}
	m.gather(faults, "错误")
	m.gather(warnings, "提示")
	for _, step := range []func() error{m.unmark, m.markCells, m.list} {
		if err := step(); err != nil {
			return fmt.Errorf("mark workbook: %w", err)
		}
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("mark workbook: %w", err)
	}
	return nil
}

// boundSpan refuses a workbook whose empty cells alone would fill the memory.
func (b *book) boundSpan() error {
	span := 0
	for _, t := range b.tabs {
		n, err := b.span(t)
		if err != nil {
			return err
		}
		if span += n; span > maxSpan {
			return &refusal{0, "工作簿里设了格式的空白单元格太多，无法标注", "请下载新模板，把填好的数复制过去"}
		}
	}
	return nil
}

// A marker marks one workbook.
type marker struct {
	f      *excelize.File
	places map[string]string // «row column head» of a figure file: tab!cell
	lines  []markLine
	cells  map[string]*marked // by tab!cell
	order  []string
}

// A markLine is one line of the list.
type markLine struct {
	kind, place, text, fix string
	cell                   string // tab!cell, "" for none
}

// A marked is one cell with all that is said of it.
type marked struct {
	fault bool
	texts []string
	fill  string // its colour before, "" for none
}

// places finds the cells below the heads by row and column head: in the sheet to be
// filled in of a template, else in the sheet of figures.
func (b *book) places() map[string]string {
	places := map[string]string{}
	tab, rows := b.tableBelowHeads()
	for i := range rows {
		for _, head := range rows[0].cells {
			n := rows[i].number
			places[placeKey(n, strings.TrimSpace(head.text))] = tab + "!" + at(head.column, n)
		}
	}
	return places
}

// tableBelowHeads returns the rows from the heads on; none when there are no heads.
func (b *book) tableBelowHeads() (string, []bookRow) {
	for _, t := range b.tabs {
		if t.name != fillTab {
			continue
		}
		rows, err := b.rows(t, MaxRows)
		for i := range rows {
			if _, ok := findLayout(&rows[i]); ok && err == nil {
				return t.name, rows[i:]
			}
		}
	}
	tab, found, err := b.figureTab()
	if err != nil {
		return "", nil
	}
	return tab, found.rows
}

func placeKey(row int, head string) string { return fmt.Sprintf("%d %s", row, head) }

func (m *marker) gather(list targets.Faults, kind string) {
	for _, f := range list {
		line := markLine{kind: kind, place: f.Field, text: f.Text, fix: f.Fix, cell: m.cellOf(f)}
		if line.cell != "" {
			line.place = line.cell
		}
		m.lines = append(m.lines, line)
		if line.cell == "" {
			continue
		}
		c := m.cells[line.cell]
		if c == nil {
			c = &marked{}
			m.cells[line.cell] = c
			m.order = append(m.order, line.cell)
		}
		text := kind + "：" + f.Text
		if f.Fix != "" {
			text += "；" + f.Fix
		}
		c.texts = append(c.texts, text)
		c.fault = c.fault || kind == "错误"
	}
}

// cellOf is the cell of a fault, or "".
func (m *marker) cellOf(f targets.Fault) string {
	place, _, _ := strings.Cut(f.Field, "（")
	if tab, cell, ok := strings.Cut(place, "!"); ok && tab == fillTab {
		if _, _, err := excelize.CellNameToCoordinates(cell); err == nil {
			return place
		}
	}
	return m.places[placeKey(f.Line, f.Field)]
}

// unmark takes away what an earlier marking left, by its list.
func (m *marker) unmark() error {
	index, err := m.f.GetSheetIndex(checkTab)
	if err != nil || index < 0 {
		return err
	}
	rows, err := m.f.GetRows(checkTab)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if len(row) < 6 || row[5] == "" {
			continue
		}
		tab, cell, ok := strings.Cut(row[5], "!")
		if i, err := m.f.GetSheetIndex(tab); !ok || err != nil || i < 0 {
			continue
		}
		colour := ""
		if len(row) > 6 {
			colour = row[6]
		}
		if err := errors.Join(m.fill(tab, cell, colour), m.f.DeleteComment(tab, cell)); err != nil {
			return err
		}
	}
	return m.f.DeleteSheet(checkTab)
}

// fill gives a cell a colour, "" for none, and leaves the rest of its look.
func (m *marker) fill(tab, cell, colour string) error {
	s, err := m.styleOf(tab, cell)
	if err != nil {
		return err
	}
	s.Fill = excelize.Fill{}
	if colour != "" {
		s.Fill = pattern(colour)
	}
	id, err := m.f.NewStyle(s)
	if err != nil {
		return err
	}
	return m.f.SetCellStyle(tab, cell, cell, id)
}

func (m *marker) styleOf(tab, cell string) (*excelize.Style, error) {
	id, err := m.f.GetCellStyle(tab, cell)
	if err != nil {
		return nil, err
	}
	return m.f.GetStyle(id)
}

func (m *marker) markCells() error {
	for _, place := range m.order {
		c := m.cells[place]
		i := strings.LastIndex(place, "!")
		tab, cell := place[:i], place[i+1:]
		s, err := m.styleOf(tab, cell)
		if err != nil {
			return err
		}
		if s.Fill.Type == "pattern" && len(s.Fill.Color) > 0 {
			c.fill = strings.TrimPrefix(s.Fill.Color[0], "#")
		}
		colour := paleAmber
		if c.fault {
			colour = paleRed
		}
		if err := m.fill(tab, cell, colour); err != nil {
			return err
		}
		text := strings.Join(c.texts, "\n")
		err = m.f.AddComment(tab, excelize.Comment{Author: markAuthor, Cell: cell, Width: 260, Height: uint(40 + rowHeight(text, 36)),
			Paragraph: []excelize.RichTextRun{{Text: text}}})
		if err != nil {
			return err
		}
	}
	return nil
}

// list writes the sheet that lists everything.
func (m *marker) list() error {
	index, err := m.f.NewSheet(checkTab)
	if err != nil {
		return err
	}
	looks, err := looks(m.f)
	if err != nil {
		return err
	}
	faults := 0
	for _, l := range m.lines {
		if l.kind == "错误" {
			faults++
		}
	}
	t := &template{f: m.f, looks: looks}
	for i, width := range []float64{8, 16, 56, 56} {
		t.width(checkTab, i+1, width)
	}
	t.put(checkTab, 1, 1, fmt.Sprintf("%d 处错误，%d 处提示。红色单元格要改，黄色请核对并在备注说明；改好保存后重新上传或导入，本表不用删。", faults, len(m.lines)-faults), lookFacts)
	for i, head := range []string{"级别", "单元格", "问题", "怎么改"} {
		t.put(checkTab, i+1, 3, head, lookHead)
	}
	for i, l := range m.lines {
		m.writeLine(t, 4+i, l)
	}
	t.height(checkTab, 1, 24)
	if t.err != nil {
		return t.err
	}
	if err := m.f.SetColVisible(checkTab, "F:G", false); err != nil { // what unmark reads
		return err
	}
	m.f.SetActiveSheet(index)
	return fitPage(m.f, checkTab, "landscape")
}

func (m *marker) writeLine(t *template, row int, l markLine) {
	t.put(checkTab, 1, row, l.kind, lookLockedCentre)
	t.put(checkTab, 2, row, l.place, lookLocked)
	t.put(checkTab, 3, row, collector.Neutral(l.text), lookLocked)
	t.put(checkTab, 4, row, collector.Neutral(l.fix), lookLocked)
	t.height(checkTab, row, max(rowHeight(l.text, 56), rowHeight(l.fix, 56)))
	if l.cell == "" || t.err != nil {
		return
	}
	i := strings.LastIndex(l.cell, "!")
	link := fmt.Sprintf("'%s'!%s", strings.ReplaceAll(l.cell[:i], "'", "''"), l.cell[i+1:])
	t.err = m.f.SetCellHyperLink(checkTab, at(2, row), link, "Location")
	t.put(checkTab, 6, row, l.cell, lookHint)
	t.put(checkTab, 7, row, m.cells[l.cell].fill, lookHint)
}
