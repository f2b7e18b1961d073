package sheet

import (
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// fixedParts are the columns that a template fills in for the office to look at.
var fixedParts = [...]part{partNumber, partName, partUnit, partLastPeriod, partLast, partComputed}

// fixedRows are what the template wrote into cells that are not filled in, for the
// hidden sheet: what was changed there since is told when the workbook comes back.
func (t *template) fixedRows() ([][]string, error) {
	var rows [][]string
	add := func(kind, code string, column, row int) error {
		text, err := t.f.GetCellValue(fillTab, at(column, row), rawValues)
		if err == nil && text != "" {
			rows = append(rows, []string{"fixed", code, text, kind})
		}
		return err
	}
	for row := 1; row < t.head; row++ {
		if err := add("", "", 1, row); err != nil {
			return nil, err
		}
	}
	for i := range t.grid.Rows {
		for _, p := range fixedParts {
			if t.layout[p] == 0 {
				continue
			}
			if err := add(parts[p].head, t.grid.Rows[i].Indicator.ID, t.layout[p], t.head+1+i); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// A fixedKey names a cell that a template filled in.
type fixedKey struct{ code, head string }

// learnFixed reads a row of the hidden sheet about such a cell.
func (s *stamp) learnFixed(row *bookRow) {
	code, text, head := row.cell(2).text, row.cell(3).text, row.cell(4).text
	if code == "" {
		s.tops = append(s.tops, text)
		return
	}
	if s.fixed == nil {
		s.fixed = map[fixedKey]string{}
	}
	s.fixed[fixedKey{code, head}] = text
}

// accountTop refuses what was written above the table and beside its heads.
func (f *filled) accountTop(rows []bookRow, head int) {
	for i := range rows[:head] {
		for _, c := range rows[i].cells {
			ours := c.column == 1 && (len(f.stamp.tops) == 0 || slices.Contains(f.stamp.tops, c.text))
			if !ours {
				f.faultAt(rows[i].number, c.column, "表头以上的内容不读取："+c.shown(), "请恢复原来的内容，说明请写在备注或数据说明里")
			}
		}
	}
	for _, c := range rows[head].cells {
		if f.partAt(c.column) < 0 {
			f.faultAt(rows[head].number, c.column, "不认识的表头："+c.shown(), "这一列不读取；请恢复原来的表头，或删去这一列")
		}
	}
}

// partAt is the part that stands in a column, -1 for none.
func (f *filled) partAt(column int) part {
	for p := range partCount {
		if f.layout[p] == column {
			return p
		}
	}
	return -1
}

// accountRow refuses what stands in cells of an indicator's row that are not read,
// and what was changed in them.
func (f *filled) accountRow(row *bookRow, code string) {
	for _, c := range row.cells {
		switch p := f.partAt(c.column); {
		case p < 0:
			f.faultAt(row.number, c.column, "表格以外的内容不读取："+c.shown(), "请删去；要说明的写在备注里")
		case p == partCheck && !c.formula && c.text != "":
			f.fault(row.number, p, "「检查」列不读取："+c.shown(), "请删去，或重新下载模板；要说明的写在备注里")
		}
	}
	if f.stamp.fixed == nil {
		return // written before templates told what they hold
	}
	for _, p := range fixedParts {
		c := row.cell(f.layout[p])
		was := f.stamp.fixed[fixedKey{code, parts[p].head}]
		if f.layout[p] == 0 || c.kind != faultyCell && sameText(was, c.text) {
			continue
		}
		f.fault(row.number, p, fmt.Sprintf("这一格不读取，原为「%s」，现为%s", was, c.shown()),
			"请恢复原来的内容；要报的数填在「本期数」，要更正往期的请到那一期填报")
	}
}

// sameText reports whether two texts are the same or the same number.
func sameText(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	x, bad := targets.ParseDecimal(a)
	y, worse := targets.ParseDecimal(b)
	return a == b || bad == nil && worse == nil && x.Equal(y)
}

// shown is a cell's content for a message.
func (c *bookCell) shown() string {
	if c.text == "" {
		return "空白"
	}
	return "「" + short(c.text) + "」"
}

// short cuts a text that would fill a line.
func short(s string) string {
	const most = 40
	if list := []rune(s); len(list) > most {
		return string(list[:most]) + "…"
	}
	return s
}

// accountSaying refuses what stands beside a line below the table.
func (f *filled) accountSaying(row *bookRow, s saying) {
	for _, c := range row.cells {
		p := f.partAt(c.column)
		hint := p == partCheck && c.text == sayings[s].hint
		if p != partName && p != partUnit && !hint {
			f.faultAt(row.number, c.column, fmt.Sprintf("「%s」旁的这一格不读取：%s", sayings[s].label, c.shown()),
				fmt.Sprintf("请写在 %s", at(f.layout[partUnit], row.number)))
		}
	}
}

// accountStray refuses a row that belongs to no indicator and no line below the table.
func (f *filled) accountStray(row *bookRow) {
	var cells []string
	for _, c := range row.cells {
		if !(c.formula && f.partAt(c.column) == partCheck) {
			cells = append(cells, at(c.column, row.number))
		}
	}
	if len(cells) > 0 {
		f.fault(row.number, partCode, fmt.Sprintf("没有指标编号，这一行的 %s 没有读取", strings.Join(cells, "、")), "请恢复指标编号，或删去这一行；要说明的写在备注或数据说明里")
	}
}

func (f *filled) faultAt(row, column int, text, fix string) {
	f.faults = append(f.faults, targets.Fault{File: f.name, Line: row, Field: fillTab + "!" + at(column, row), Text: text, Fix: fix})
}

// remark tells of something that is no fault: what is read unseen, or not read.
func (f *filled) remark(row int, text string) {
	f.remarks = append(f.remarks, targets.Fault{File: f.name, Line: row, Text: text})
}

// remarkRow tells of a row that nobody sees and of digits that nobody sees.
func (f *filled) remarkRow(row *bookRow, given bool) {
	if row.hidden && given {
		f.remark(row.number, fmt.Sprintf("第 %d 行是隐藏的，已读取；请核对", row.number))
	}
	for _, c := range row.cells {
		if p := f.partAt(c.column); c.rounded && p >= 0 && parts[p].input {
			f.remark(row.number, fmt.Sprintf("%s 显示的是四舍五入后的数，按所存的 %s 读取", f.place(row.number, p), c.text))
		}
	}
}

// remarkTabs tells of sheets that are not read.
func (f *filled) remarkTabs(tabs []tab) {
	for _, t := range tabs {
		if slices.Contains([]string{fillTab, adviceTab, keyTab, checkTab}, t.name) {
			continue
		}
		hidden := ""
		if t.hidden {
			hidden = "隐藏的"
		}
		f.remark(0, fmt.Sprintf("没有读取%s工作表「%s」", hidden, t.name))
	}
}

// unregistered names the cells below the table that an import leaves out.
func (f *filled) unregistered() string {
	var cells []string
	for s := range sayCount {
		if f.say[s].text != "" {
			cells = append(cells, at(f.layout[partUnit], f.sayAt[s]))
		}
	}
	if len(cells) == 0 {
		return ""
	}
	return "（" + strings.Join(cells, "、") + "）"
}

// unitOfCell takes the unit off a number that its cell displays with the row's unit.
func (f *filled) unitOfCell(row *bookRow, s string) string {
	c := row.cell(f.layout[partValue])
	if c.stored != "" && c.unit != "" && f.layout[partUnit] > 0 && c.unit == strings.TrimSpace(row.cell(f.layout[partUnit]).text) {
		return c.bare
	}
	return s
}
