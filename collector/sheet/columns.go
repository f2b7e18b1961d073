package sheet

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// columns are the columns of a figure file in the order they are written, with
// the Chinese headers that are understood.
var columns = [...]struct {
	name    collector.Column
	chinese []string
	must    bool // the others may be absent
}{
	{collector.ColumnIndicator, []string{"指标", "指标名称", "指标编号", "指标代码"}, true},
	{collector.ColumnArea, []string{"地区", "地区名称", "地区代码", "行政区划", "行政区划代码"}, true},
	{collector.ColumnPeriod, []string{"报告期", "统计期"}, true},
	{collector.ColumnValue, []string{"数值", "数据", "指标值"}, false},
	{collector.ColumnNumerator, []string{"分子"}, false},
	{collector.ColumnDenominator, []string{"分母"}, false},
	{collector.ColumnUnit, []string{"计量单位", "单位"}, false},
	{collector.ColumnFlag, []string{"数据标识", "标识"}, false},
	{collector.ColumnBound, []string{"上下限", "界限"}, false},
	{collector.ColumnPublished, []string{"发布日期", "公布日期"}, false},
	{collector.ColumnNote, []string{"备注", "说明"}, false},
	{collector.ColumnSourceTitle, []string{"来源", "来源标题", "数据来源"}, false},
	{collector.ColumnSourceURL, []string{"来源网址", "来源链接", "网址"}, false},
	{collector.ColumnOrigin, []string{"数据来源类别", "来源类别"}, false},
}

const columnCount = len(columns)

// Places of the columns in columns.
const (
	colIndicator = iota
	colArea
	colPeriod
	colValue
	colNumerator
	colDenominator
	colUnit
	colFlag
	colBound
	colPublished
	colNote
	colSourceTitle
	colSourceURL
	colOrigin
)

// A header says which cell of a record holds which column.
type header struct {
	width int                 // cells of a record
	at    [columnCount]int    // cell of the column, -1: absent
	names [columnCount]string // as the file writes them
}

// column returns the place of a header text in columns, or -1.
func column(text string) int {
	text = strings.ToLower(strings.TrimSpace(text))
	for i, c := range columns {
		if text == string(c.name) {
			return i
		}
		for _, name := range c.chinese {
			if text == name {
				return i
			}
		}
	}
	return -1
}

// readHeader reads the first record. Faults have no file name yet.
func readHeader(line int, cells []string) (header, targets.Faults) {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	h := header{width: len(cells)}
	for i, c := range columns {
		h.at[i], h.names[i] = -1, string(c.name)
	}
	if f := wrongSeparator(line, cells); f != nil {
		return h, targets.Faults{*f}
	}
	var faults targets.Faults
	for i, cell := range cells {
		if f := h.place(i, cell); f != nil {
			f.Line = line
			faults = append(faults, *f)
		}
	}
	return h, append(faults, h.missing(line)...)
}

// place takes the i-th header cell.
func (h *header) place(i int, cell string) *targets.Fault {
	c := column(cell)
	switch {
	case c < 0 && strings.TrimSpace(cell) == "":
		return &targets.Fault{Field: fmt.Sprintf("第 %d 列", i+1), Text: "表头为空", Fix: "请填列名或删去此列"}
	case c < 0:
		return &targets.Fault{Field: cell, Text: "不认识的列", Fix: "应为 " + columnNames() + " 之一，或对应的中文表头"}
	case h.at[c] >= 0:
		return &targets.Fault{Field: cell, Text: fmt.Sprintf("与第 %d 列「%s」重复", h.at[c]+1, h.names[c]), Fix: "请只保留一列"}
	}
	h.at[c], h.names[c] = i, strings.TrimSpace(cell)
	return nil
}

// missing names the columns that must be there and are not: indicator, area, period,
// and a value or both its parts.
func (h *header) missing(line int) targets.Faults {
	var faults targets.Faults
	for i, c := range columns {
		if c.must && h.at[i] < 0 {
			faults = append(faults, targets.Fault{Line: line, Field: string(c.name),
				Text: fmt.Sprintf("缺少列 %s（%s）", c.name, c.chinese[0]), Fix: "请加上这一列"})
		}
	}
	if h.at[colValue] < 0 && (h.at[colNumerator] < 0 || h.at[colDenominator] < 0) {
		faults = append(faults, targets.Fault{Line: line, Field: string(collector.ColumnValue),
			Text: "缺少列 value（数值）", Fix: "请加上这一列，或同时有 numerator（分子）和 denominator（分母）两列"})
	}
	return faults
}

// knownColumns counts the columns that a row of texts names.
func knownColumns(cells []string) int {
	var seen [columnCount]bool
	known := 0
	for _, cell := range cells {
		if c := column(cell); c >= 0 && !seen[c] {
			seen[c] = true
			known++
		}
	}
	return known
}

// headColumns is how many columns a row names that is taken for a header: the three
// of the key and a value.
const headColumns = 4

// wrongSeparator recognises a file cut by something other than commas.
func wrongSeparator(line int, cells []string) *targets.Fault {
	if len(cells) != 1 {
		return nil
	}
	if sep, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(cells[0])), "sep="); ok {
		return &targets.Fault{Line: line, Text: fmt.Sprintf("首行 sep=%s 说各列以 %q 分隔", sep, sep), Fix: "应以半角逗号分隔，请另存为「CSV UTF-8（逗号分隔）」"}
	}
	for sep, name := range map[string]string{"\t": "制表符", ";": "分号", "，": "全角逗号", "；": "全角分号", "|": "竖线"} {
		if strings.Count(cells[0], sep) >= 3 {
			return &targets.Fault{Line: line, Text: "各列以" + name + "分隔", Fix: "应以半角逗号分隔，请另存为「CSV UTF-8（逗号分隔）」"}
		}
	}
	return nil
}

func columnNames() string {
	var names []string
	for _, c := range columns {
		names = append(names, string(c.name))
	}
	return strings.Join(names, "、")
}
