package sheet

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// formatVersion is the version of the template's hidden sheet.
const formatVersion = "1"

// The kinds of templates, as the hidden sheet names them.
const (
	kindFiling  = "filing"
	kindFigures = "figures"
)

// Sheets writes and reads the workbooks of filings. It has no state: it is a
// value so that pages can ask for it by an interface of their own.
type Sheets struct{}

// Template writes the workbook in which a filing is filled in and sent back: how
// it is done, the table with locked codes and last figures, checks in its cells,
// and what is typed so far. Its hidden sheet says which filing it is of, and which
// revision of each figure the writer saw.
func (Sheets) Template(w io.Writer, g *collector.Grid) error {
	t, err := newTemplate(g)
	if err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	defer t.f.Close()
	for _, write := range []func() error{
		t.writeAdvice, t.writeHead, t.writeRows, t.writeSayings, t.guard, t.setPage, t.writeKey,
	} {
		if err := write(); err != nil {
			return fmt.Errorf("write template: %w", err)
		}
	}
	if err := t.f.Write(w); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	return nil
}

// A template is a workbook on its way out.
type template struct {
	f      *excelize.File
	grid   *collector.Grid
	looks  [lookCount]int
	layout layout
	last   int // last column
	head   int // row of the heads
	row    int // next row
	err    error
}

func newTemplate(g *collector.Grid) (*template, error) {
	summed := false
	for i := range g.Rows {
		summed = summed || g.Rows[i].Sum != nil || g.Rows[i].Cell.Adjustment != ""
	}
	t := &template{f: excelize.NewFile(), grid: g, layout: newLayout(summed)}
	t.last = t.layout[partCheck]
	var err error
	if t.looks, err = looks(t.f); err != nil {
		return nil, err
	}
	err = t.f.SetSheetName("Sheet1", adviceTab)
	for _, name := range []string{fillTab, keyTab} {
		if err == nil {
			_, err = t.f.NewSheet(name)
		}
	}
	return t, err
}

// at names a cell.
func at(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row) // fails below 1 only
	return name
}

// put writes a cell with its look. The first error is kept for done.
func (t *template) put(tab string, column, row int, v any, l look) {
	if t.err == nil && v != nil && v != "" {
		t.err = t.f.SetCellValue(tab, at(column, row), v)
	}
	if t.err == nil {
		t.err = t.f.SetCellStyle(tab, at(column, row), at(column, row), t.looks[l])
	}
}

// merge makes one cell of several in a row.
func (t *template) merge(tab string, from, to, row int) {
	if t.err == nil {
		t.err = t.f.MergeCell(tab, at(from, row), at(to, row))
	}
}

func (t *template) height(tab string, row int, points float64) {
	if t.err == nil {
		t.err = t.f.SetRowHeight(tab, row, points)
	}
}

func (t *template) width(tab string, column int, chars float64) {
	if name, err := excelize.ColumnNumberToName(column); t.err == nil && err == nil {
		t.err = t.f.SetColWidth(tab, name, name, chars)
	}
}

func (t *template) done() error { return t.err }

// writeHead writes title, facts and the heads of the columns.
func (t *template) writeHead() error {
	g := t.grid
	row := 1
	t.put(fillTab, 1, row, g.Form.Name, lookTitle)
	t.merge(fillTab, 1, t.last, row)
	t.height(fillTab, row, 30)
	if g.Demo {
		row++
		t.put(fillTab, 1, row, "演示数据：供练习使用，不能报入正式库", lookDemo)
		t.merge(fillTab, 1, t.last, row)
	}
	for _, facts := range [][]string{t.formFacts(), t.filingFacts()} {
		if len(facts) == 0 {
			continue
		}
		row++
		t.put(fillTab, 1, row, strings.Join(facts, "    "), lookFacts)
		t.merge(fillTab, 1, t.last, row)
		t.height(fillTab, row, 18)
	}
	t.head = row + 1
	for p := range partCount {
		if c := t.layout[p]; c > 0 {
			t.put(fillTab, c, t.head, parts[p].head, lookHead)
			t.width(fillTab, c, parts[p].width)
		}
	}
	t.height(fillTab, t.head, 32)
	t.row = t.head + 1
	return t.done()
}

// formFacts are what a statistical form prints in its head, where it has them.
func (t *template) formFacts() []string {
	f := &t.grid.Form
	var list []string
	for _, fact := range [][2]string{{"表号", f.Number}, {"制定机关", f.Authority}, {"批准或备案文号", f.Approval}, {"有效期至", f.ValidUntil.String()}} {
		if fact[1] != "" {
			list = append(list, fact[0]+"："+fact[1])
		}
	}
	return list
}

func (t *template) filingFacts() []string {
	g := t.grid
	return []string{"填报单位：" + g.Office.Name, "报告期：" + g.Filing.Period.Label(targets.ZH), "报送截止：" + g.Filing.LastDay().String()}
}

// writeRows writes a row a duty.
func (t *template) writeRows() error {
	for i := range t.grid.Rows {
		t.writeRow(i, &t.grid.Rows[i])
		t.row++
	}
	return t.done()
}

func (t *template) writeRow(n int, r *collector.GridRow) {
	i := r.Indicator
	t.cell(partNumber, n+1, lookLockedCentre)
	t.cell(partCode, i.ID, lookCode)
	t.cell(partName, i.Name.ZH, lookLocked)
	t.cell(partUnit, i.Unit.ZH, lookLockedCentre)
	if r.Last != nil {
		t.cell(partLastPeriod, r.Last.Period.String(), lookLast)
		t.number(partLast, shown(i, r.Last.Value), lookLast)
	} else {
		t.cell(partLastPeriod, "—", lookLast)
		t.cell(partLast, "暂无数据", lookLast)
	}
	t.writeSum(r)
	t.writeInputs(r)
	t.height(fillTab, t.row, rowHeight(i.Name.ZH, parts[partName].width))
	if t.err == nil {
		t.err = t.f.SetCellFormula(fillTab, at(t.layout[partCheck], t.row), t.check(i))
	}
	t.cell(partCheck, nil, lookCheck)
	t.validate(r)
}

// rowHeight lets a wrapped text be read: a Chinese character takes two of the
// width's characters.
func rowHeight(text string, width float64) float64 {
	n := 0
	for _, c := range text {
		n++
		if c > 0x2e80 {
			n++
		}
	}
	lines := 1 + int(float64(n)/(width-1))
	return max(22, 15*float64(lines)+4)
}

func (t *template) cell(p part, v any, l look) {
	if c := t.layout[p]; c > 0 {
		t.put(fillTab, c, t.row, v, l)
	}
}

// number writes a number as a number, where a spreadsheet keeps all its digits,
// with the decimals it was given.
func (t *template) number(p part, v string, l look) {
	c := t.layout[p]
	if c == 0 {
		return
	}
	t.put(fillTab, c, t.row, numeric(v), l)
	if _, fraction, ok := strings.Cut(v, "."); ok && t.err == nil {
		t.err = t.decimals(at(c, t.row), len(fraction), l)
	}
}

// decimals shows a cell's number with that many decimals.
func (t *template) decimals(cell string, n int, l look) error {
	s := style(l)
	code := "0." + strings.Repeat("0", n)
	s.CustomNumFmt = &code
	id, err := t.f.NewStyle(s)
	if err != nil {
		return err
	}
	return t.f.SetCellStyle(fillTab, cell, cell, id)
}

// writeSum writes the computed sum of a 汇总 and what may be typed beside it.
func (t *template) writeSum(r *collector.GridRow) {
	if r.Sum == nil {
		for _, p := range []part{partComputed, partAdjustment, partReason} {
			t.cell(p, nil, lookClosed)
		}
		return
	}
	t.number(partComputed, shown(r.Indicator, r.Sum.Value), lookLast)
	t.cell(partAdjustment, typedNumber(r.Cell.Adjustment, collector.TypedSigned), lookInput)
	t.cell(partReason, r.Cell.Reason, lookInputText)
}

// writeInputs writes the cells to be filled in with what is typed so far.
func (t *template) writeInputs(r *collector.GridRow) {
	c, m := &r.Cell, r.Indicator.Measure
	switch m {
	case targets.Milestone:
		t.cell(partValue, stageTyped(c.Value), lookInputList)
	case targets.Ratio, targets.ChangeRate:
		t.cell(partValue, typedShare(c.Value), lookInput)
	default:
		t.cell(partValue, typedNumber(c.Value, collector.TypedNumber), lookInput)
	}
	numerator, denominator := lookClosed, lookClosed
	if m == targets.Ratio || m == targets.Mean {
		numerator, denominator = lookInput, lookInput
	}
	t.cell(partNumerator, typedNumber(c.Numerator, collector.TypedNumber), numerator)
	t.cell(partDenominator, typedNumber(c.Denominator, collector.TypedNumber), denominator)
	t.cell(partReply, replyName(c.Reply), lookInputList)
	t.cell(partFlag, flagName(targets.Flag(c.Flag)), lookInputList)
	t.cell(partBound, boundName(targets.Bound(c.Bound)), lookInputList)
	t.cell(partNote, c.Note, lookInputText)
}

// writeSayings writes the lines below the table.
func (t *template) writeSayings() error {
	t.row++
	values := sayingsOf(t.grid)
	for s := range sayCount {
		if s == sayBasis && !t.grid.FillingIn {
			continue
		}
		t.put(fillTab, t.layout[partName], t.row, sayings[s].label, lookLabel)
		from, to := t.layout[partUnit], t.layout[partNote]
		for c := from; c <= to; c++ {
			t.put(fillTab, c, t.row, nil, lookSay)
		}
		t.put(fillTab, from, t.row, values[s], lookSay)
		t.merge(fillTab, from, to, t.row)
		t.put(fillTab, t.layout[partCheck], t.row, sayings[s].hint, lookHint)
		height := 22.0
		if sayings[s].tall {
			height = 44
		}
		t.height(fillTab, t.row, height)
		t.row++
	}
	return t.done()
}

func sayingsOf(g *collector.Grid) [sayCount]string {
	return [sayCount]string{
		sayText: g.Statement.Text, sayCause: g.Statement.Cause, sayMeasure: g.Statement.Measure, sayExpected: g.Statement.Expected.String(),
		sayBasis: g.Basis, sayHead: g.Signers.Head, sayStatistician: g.Signers.Statistician, sayFiller: g.Signers.Filler,
		sayPhone: g.Signers.Phone, sayOn: g.Signers.On.String(),
	}
}

// writeKey writes the hidden sheet.
func (t *template) writeKey() error {
	g := t.grid
	demo := ""
	if g.Demo {
		demo = "demo"
	}
	rows := [][]string{
		{"biaochi", formatVersion, kindFiling},
		{"form", g.Form.ID}, {"office", g.Office.ID}, {"period", g.Filing.Period.String()}, {"area", g.Filing.Area}, {"demo", demo},
	}
	for i := range g.Rows {
		seen := 0
		if newest := g.Rows[i].Newest; newest != nil {
			seen = newest.Revision
		}
		rows = append(rows, []string{"seen", g.Rows[i].Indicator.ID, strconv.Itoa(seen)})
	}
	fixed, err := t.fixedRows()
	if err != nil {
		return err
	}
	return writeKeyTab(t.f, append(rows, fixed...))
}

// rawValues asks for what cells hold.
var rawValues = excelize.Options{RawCellValue: true}

// writeKeyTab writes the rows of the hidden sheet as texts.
func writeKeyTab(f *excelize.File, rows [][]string) error {
	for r, row := range rows {
		for c, text := range row {
			if err := f.SetCellStr(keyTab, at(c+1, r+1), text); err != nil {
				return err
			}
		}
	}
	if err := f.SetSheetVisible(keyTab, false); err != nil {
		return err
	}
	return f.ProtectSheet(keyTab, &excelize.SheetProtectionOptions{SelectLockedCells: true})
}
