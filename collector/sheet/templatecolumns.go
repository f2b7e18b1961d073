package sheet

import (
	"slices"
	"strings"

	"github.com/biaochi/biaochi/collector"
)

// Names of the sheets of a template.
const (
	adviceTab = "填报说明"
	fillTab   = "填报"
	keyTab    = "_biaochi" // hidden: what the workbook is a template of
	checkTab  = "校验结果"     // written by Mark
)

// A part is a column of the sheet to be filled in.
type part int

// The columns, in their order. Those of a 汇总 are there where a row has one.
const (
	partNumber part = iota
	partCode
	partName
	partUnit
	partLastPeriod
	partLast
	partComputed
	partAdjustment
	partReason
	partValue
	partNumerator
	partDenominator
	partReply
	partFlag
	partBound
	partNote
	partCheck
	partCount
)

// parts describes the columns: their head, width in characters, and the column
// of a figure that findings name them by.
var parts = [partCount]struct {
	head   string
	width  float64
	column collector.Column
	input  bool
}{
	partNumber:      {"序号", 5, "", false},
	partCode:        {"指标编号", 14, collector.ColumnIndicator, false},
	partName:        {"指标", 28, "", false},
	partUnit:        {"计量单位", 8, collector.ColumnUnit, false},
	partLastPeriod:  {"上期", 9, "", false},
	partLast:        {"上期数", 11, "", false},
	partComputed:    {"预汇总", 11, "", false},
	partAdjustment:  {"调整数", 10, columnAdjustment, true},
	partReason:      {"调整理由", 16, columnReason, true},
	partValue:       {"本期数", 12, collector.ColumnValue, true},
	partNumerator:   {"分子（或总和）", 11, collector.ColumnNumerator, true},
	partDenominator: {"分母（或个数）", 11, collector.ColumnDenominator, true},
	partReply:       {"答复", 10, "", true},
	partFlag:        {"数据标识", 9, collector.ColumnFlag, true},
	partBound:       {"上下限", 8, collector.ColumnBound, true},
	partNote:        {"备注", 20, collector.ColumnNote, true},
	partCheck:       {"检查", 18, "", false},
}

// A layout says where each column of a sheet to be filled in stands; 0: nowhere.
type layout [partCount]int

// newLayout lays out a filing; summed says that a row of it is a 汇总.
func newLayout(summed bool) layout {
	var l layout
	at := 0
	for p := range partCount {
		if !summed && slices.Contains([]part{partComputed, partAdjustment, partReason}, p) {
			continue
		}
		at++
		l[p] = at
	}
	return l
}

// findLayout reads where the columns of a row of heads stand; ok is false when
// the row is no such one.
func findLayout(r *bookRow) (l layout, ok bool) {
	for _, c := range r.cells {
		head := strings.TrimSpace(c.text)
		for p := range partCount {
			if head == parts[p].head && l[p] == 0 {
				l[p] = c.column
			}
		}
	}
	return l, l[partCode] > 0 && l[partValue] > 0
}

// partOf is the column that a finding about a figure's column is shown at.
func (l *layout) partOf(c collector.Column) part {
	for p := range partCount {
		if c != "" && parts[p].column == c && l[p] > 0 {
			return p
		}
	}
	return partValue
}

// A saying is a line below the table: what explains the figures and who signs.
type saying int

// The sayings, in their order.
const (
	sayText saying = iota
	sayCause
	sayMeasure
	sayExpected
	sayBasis
	sayHead
	sayStatistician
	sayFiller
	sayPhone
	sayOn
	sayCount
)

var sayings = [sayCount]struct {
	label, hint string
	tall        bool
}{
	sayText:         {"数据说明", "数据来源、口径和需要说明的情况", true},
	sayCause:        {"慢于序时的原因", "有目标慢于序时进度时必填", true},
	sayMeasure:      {"采取的措施", "有目标慢于序时进度时必填", true},
	sayExpected:     {"预计赶上日期", "有目标慢于序时进度时必填，如 2025-12-31", false},
	sayBasis:        {"代填依据", "上级单位代填时必填", true},
	sayHead:         {"单位负责人", "", false},
	sayStatistician: {"统计负责人", "", false},
	sayFiller:       {"填表人", "", false},
	sayPhone:        {"联系电话", "", false},
	sayOn:           {"报出日期", "如 2025-04-10", false},
}

// Columns of a cell that a figure does not have.
const (
	columnAdjustment collector.Column = "adjustment"
	columnReason     collector.Column = "reason"
)
