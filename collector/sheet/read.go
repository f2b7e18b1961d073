package sheet

import (
	"fmt"
	"io"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// Read reads the filled workbook of a filing. What is wrong with cells is
// targets.Faults, all at once, each with its row and cell; a workbook of another
// filing is Invalid, and one whose figures have moved on since it was written is a
// Conflict that names the newest.
func (Sheets) Read(name string, r io.ReaderAt, size int64, g *collector.Grid) (collector.Entry, error) {
	f, err := readFilled(name, r, size, isShare(g))
	if err != nil {
		return collector.Entry{}, faultsOf(name, err)
	}
	if err := f.fits(name, g); err != nil {
		return collector.Entry{}, err
	}
	e := f.entry()
	if len(f.faults) > 0 {
		return collector.Entry{}, f.faults
	}
	if err := f.current(g); err != nil {
		return collector.Entry{}, err
	}
	keepFiles(&e, g)
	return e, nil
}

// keepFiles keeps what a workbook does not carry: the files that were uploaded.
func keepFiles(e *collector.Entry, g *collector.Grid) {
	e.Version, e.Evidence = g.Version, g.Evidence
	for i := range e.Cells {
		for n := range g.Rows {
			if g.Rows[n].Indicator.ID == e.Cells[i].Indicator {
				e.Cells[i].Evidence = g.Rows[n].Cell.Evidence
			}
		}
	}
}

func isShare(g *collector.Grid) func(string) bool {
	shares := map[string]bool{}
	for i := range g.Rows {
		if g.Rows[i].Indicator.Measure.PerCent() {
			shares[g.Rows[i].Indicator.ID] = true
		}
	}
	return func(indicator string) bool { return shares[indicator] }
}

// fits refuses the workbook of another filing, and one of a training copy where
// there are real figures.
func (f *filled) fits(name string, g *collector.Grid) error {
	refuse := func(text string) error { return &targets.Error{Kind: targets.Invalid, Text: name + "：" + text} }
	switch {
	case f == nil:
		return refuse("这不是填报模板；请在填报页面下载模板，填好后上传")
	case f.stamp.demo != g.Demo:
		if g.Demo {
			return refuse("这是正式库的模板，不能报入演示库；请在这里重新下载模板")
		}
		return refuse("这是演示库的模板，不能报入正式库；请在这里重新下载模板")
	case f.stamp.key.Office != g.Office.ID:
		return refuse(fmt.Sprintf("这是另一个单位的填报表，不是「%s」的；请上传本单位的模板", g.Office.Name))
	case f.stamp.key.Form != g.Form.ID:
		return refuse(fmt.Sprintf("这是另一张报表的模板，不是「%s」；请到那张报表的页面上传", g.Form.Name))
	case f.stamp.key.Period != g.Filing.Period:
		return refuse(fmt.Sprintf("这是 %s 的填报表，本页是 %s；请核对报告期", f.stamp.key.Period, g.Filing.Period))
	}
	return nil
}

// current refuses a template that is older than the newest revisions of what is
// filled in.
func (f *filled) current(g *collector.Grid) error {
	var moved []string
	for _, r := range f.rows {
		for i := range g.Rows {
			row := &g.Rows[i]
			if !r.given || row.Indicator.ID != r.cell.Indicator || row.Newest == nil || row.Newest.Revision == r.cell.Seen {
				continue
			}
			moved = append(moved, fmt.Sprintf("%s 「%s」已有第 %d 次修订（%s）",
				f.place(r.number, partValue), row.Indicator.Name.ZH, row.Newest.Revision, newestValue(row)))
		}
	}
	if len(moved) == 0 {
		return nil
	}
	return &targets.Error{Kind: targets.Conflict,
		Text: "下载模板之后，这些指标又报了数：" + strings.Join(moved, "；") + "。请重新下载模板，核对后再填。"}
}

func newestValue(row *collector.GridRow) string {
	f := row.Newest
	if !f.Value.Known() {
		return f.Flag.Name().ZH
	}
	return shown(row.Indicator, f.Value) + row.Indicator.Unit.ZH
}

// Findings tells what the desk says of a filing, by cell of the workbook that
// was filled in: what refuses, and what only asks. g is the checked entry.
func (Sheets) Findings(name string, r io.ReaderAt, size int64, g *collector.Grid) (faults, warnings targets.Faults, err error) {
	f, err := readFilled(name, r, size, isShare(g))
	if err != nil {
		return nil, nil, faultsOf(name, err)
	}
	if err := f.fits(name, g); err != nil {
		return nil, nil, err
	}
	warnings = append(warnings, f.remarks...)
	rows := map[string]int{}
	for _, row := range f.rows {
		rows[row.cell.Indicator] = row.number
	}
	tell := func(row int, field string, c collector.CellFinding) {
		fault := targets.Fault{File: name, Line: row, Field: field, Text: c.Text, Fix: c.Fix}
		if c.Hard {
			faults = append(faults, fault)
		} else if !c.Answered {
			warnings = append(warnings, fault)
		}
	}
	for i := range g.Rows {
		row := rows[g.Rows[i].Indicator.ID]
		for _, c := range g.Rows[i].Findings {
			if row == 0 {
				tell(0, g.Rows[i].Indicator.Name.ZH, c)
			} else {
				tell(row, f.place(row, f.layout.partOf(c.Column)), c)
			}
		}
	}
	for _, c := range g.Findings {
		tell(0, "", c)
	}
	return faults, warnings, nil
}
