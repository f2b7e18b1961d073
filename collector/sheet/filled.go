package sheet

import (
	"fmt"
	"io"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A filled is a template that came back. What is in its cells was typed by a
// person: it is read as text and judged by the desk.
type filled struct {
	name   string
	stamp  *stamp
	layout layout
	rows   []filledRow
	say    [sayCount]bookCell
	sayAt  [sayCount]int // rows, 0: not there
	faults targets.Faults

	remarks targets.Faults // what is not read, or read unseen
}

// A filledRow is one duty of it.
type filledRow struct {
	number int
	cell   collector.Cell
	given  bool // something is in it
}

// readFilled reads a template of a filing. A nil filled is a workbook that is no
// such template; the error is a *refusal when the file is at fault.
func readFilled(name string, r io.ReaderAt, size int64, share func(indicator string) bool) (*filled, error) {
	b, err := openBook(r, size)
	if err != nil {
		return nil, err
	}
	return b.readFilled(name, share)
}

func (b *book) readFilled(name string, share func(string) bool) (*filled, error) {
	s, err := b.readStamp()
	if err != nil || s.kind != kindFiling {
		return nil, err
	}
	for _, t := range b.tabs {
		if t.name == fillTab {
			rows, err := b.rows(t, MaxRows)
			if err != nil {
				return nil, err
			}
			f := &filled{name: name, stamp: s}
			f.remarkTabs(b.tabs)
			return f, f.read(rows, share)
		}
	}
	return nil, &refusal{0, "工作簿里没有「" + fillTab + "」表", "请不要改工作表的名称；可重新下载模板，把填好的数复制过去"}
}

// read finds the heads, then reads every row below them.
func (f *filled) read(rows []bookRow, share func(string) bool) error {
	start := -1
	for i := range rows {
		if l, ok := findLayout(&rows[i]); ok {
			f.layout, start = l, i+1
			break
		}
	}
	if start < 0 {
		return &refusal{0, "「" + fillTab + "」表里找不到表头（指标编号、本期数）", "请重新下载模板，把填好的数复制过去"}
	}
	f.accountTop(rows, start-1)
	rowOf := map[string]int{}
	for i := start; i < len(rows); i++ {
		row := &rows[i]
		code := strings.TrimSpace(row.cell(f.layout[partCode]).text)
		if code == "" {
			f.readSaying(row)
			continue
		}
		if _, known := f.stamp.seen[code]; !known {
			f.fault(row.number, partCode, fmt.Sprintf("指标编号 %q 不是这张表的", code), "请恢复原来的编号，或重新下载模板")
			continue
		}
		if first := rowOf[code]; first > 0 {
			f.fault(row.number, partCode, fmt.Sprintf("与第 %d 行是同一指标", first), "请只保留一行")
			continue
		}
		rowOf[code] = row.number
		f.readRow(row, code, share(code))
		f.accountRow(row, code)
	}
	return nil
}

// place names a cell as faults do.
func (f *filled) place(row int, p part) string {
	return fmt.Sprintf("%s!%s（%s）", fillTab, at(max(f.layout[p], 1), row), parts[p].head)
}

func (f *filled) fault(row int, p part, text, fix string) {
	f.faults = append(f.faults, targets.Fault{File: f.name, Line: row, Field: f.place(row, p), Text: text, Fix: fix})
}

// readRow reads what is typed for one indicator.
func (f *filled) readRow(row *bookRow, code string, share bool) {
	text := func(p part) string { return f.text(row, p) }
	c := collector.Cell{Indicator: code, Seen: f.stamp.seen[code]}
	if f.layout[partValue] > 0 {
		c.Value = f.value(row, share)
	}
	c.Numerator, c.Denominator = text(partNumerator), text(partDenominator)
	c.Adjustment, c.Reason, c.Note = text(partAdjustment), collector.Restore(text(partReason)), collector.Restore(text(partNote))
	var ok bool
	if c.Reply, ok = replyOf(text(partReply)); !ok {
		f.fault(row.number, partReply, fmt.Sprintf("答复 %q 无法识别", text(partReply)), "应为 "+strings.Join(replyNames(), "、")+"，填了数的可空")
	}
	words := newVocabulary()
	flag, ok := words.flags[text(partFlag)]
	if !ok {
		f.fault(row.number, partFlag, fmt.Sprintf("数据标识 %q 无法识别", text(partFlag)), "应为 "+strings.Join(flagNames(), "、")+"，空着为正常")
	}
	bound, ok := words.bounds[text(partBound)]
	if !ok {
		f.fault(row.number, partBound, fmt.Sprintf("上下限 %q 无法识别", text(partBound)), "应为 以上 或 以下，精确数空着")
	}
	if flag != targets.Normal {
		c.Flag = string(flag)
	}
	c.Bound = string(bound)
	given := !c.Empty() || c.Note != "" || c.Flag != "" || c.Bound != "" || c.Reason != ""
	f.rows = append(f.rows, filledRow{row.number, c, given})
	f.remarkRow(row, given)
}

// text reads a cell as it was typed. What cannot be read is a fault.
func (f *filled) text(row *bookRow, p part) string {
	if f.layout[p] == 0 {
		return ""
	}
	c := row.cell(f.layout[p])
	if c.kind == faultyCell {
		if !f.blamed(row.number, p) {
			f.fault(row.number, p, c.text, c.fix)
		}
		return ""
	}
	return strings.TrimSpace(c.text)
}

func (f *filled) blamed(row int, p part) bool {
	place := f.place(row, p)
	for _, fault := range f.faults {
		if fault.Field == place {
			return true
		}
	}
	return false
}

// value reads the figure. Beside the unit %, 60 means 60 %; a cell shown as per
// cent holds 0.6 for it.
func (f *filled) value(row *bookRow, share bool) string {
	s, kind := f.unitOfCell(row, f.text(row, partValue)), row.cell(f.layout[partValue]).kind
	switch {
	case kind == dateCell:
		f.fault(row.number, partValue, fmt.Sprintf("单元格是日期（%s）", s), "请把单元格改为常规格式，再填数")
		return ""
	case kind == percentCell && !share:
		f.fault(row.number, partValue, "单元格是百分比格式，而本行不是比率", "请把单元格改为常规格式，再填数")
		return ""
	case kind == percentCell:
		if v, err := targets.ParseDecimal(s); err == nil {
			return v.Shift(2).String() + "%"
		}
	case share && s != "" && !strings.ContainsAny(s, "%％"):
		return s + "%"
	}
	return s
}

// replyOf reads a reply by its words or its code.
func replyOf(s string) (collector.Reply, bool) {
	if s == "" {
		return collector.ReplyValue, true
	}
	for _, r := range collector.Replies {
		if s == r.Name().ZH || s == string(r) {
			return r, true
		}
	}
	return collector.ReplyValue, false
}

// readSaying reads a line below the table.
func (f *filled) readSaying(row *bookRow) {
	label := strings.TrimSpace(row.cell(f.layout[partName]).text)
	for s := range sayCount {
		if label != sayings[s].label || f.layout[partUnit] == 0 {
			continue
		}
		if first := f.sayAt[s]; first > 0 {
			f.fault(row.number, partName, fmt.Sprintf("与第 %d 行同是「%s」", first, label), "请只保留一行")
			return
		}
		f.say[s], f.sayAt[s] = row.cell(f.layout[partUnit]), row.number
		f.accountSaying(row, s)
		return
	}
	f.accountStray(row)
}

// sayFault records what is wrong with a line below the table.
func (f *filled) sayFault(s saying, text, fix string) {
	place := fmt.Sprintf("%s!%s（%s）", fillTab, at(f.layout[partUnit], f.sayAt[s]), sayings[s].label)
	f.faults = append(f.faults, targets.Fault{File: f.name, Line: f.sayAt[s], Field: place, Text: text, Fix: fix})
}

func (f *filled) said(s saying) string {
	c := f.say[s]
	if c.kind == faultyCell {
		f.sayFault(s, c.text, c.fix)
		return ""
	}
	return collector.Restore(strings.TrimSpace(c.text))
}

func (f *filled) saidDate(s saying) targets.Date {
	d, bad := date(f.said(s))
	if bad != nil {
		f.sayFault(s, bad.Text, bad.Fix)
	}
	return d
}

// entry is what was typed, for the desk. Rows that hold nothing are left out.
func (f *filled) entry() collector.Entry {
	var e collector.Entry
	for _, r := range f.rows {
		if r.given {
			e.Cells = append(e.Cells, r.cell)
		}
	}
	e.Statement = targets.Statement{Text: f.said(sayText), Cause: f.said(sayCause), Measure: f.said(sayMeasure), Expected: f.saidDate(sayExpected)}
	e.Signers = targets.Signers{Head: f.said(sayHead), Statistician: f.said(sayStatistician), Filler: f.said(sayFiller), Phone: f.said(sayPhone), On: f.saidDate(sayOn)}
	e.Basis = f.said(sayBasis)
	return e
}
