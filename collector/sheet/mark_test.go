package sheet

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// marks tells the fill and the comment of cells.
func marks(t *testing.T, book []byte, tab string, cells ...string) map[string][2]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	comments, err := f.GetComments(tab)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][2]string{}
	for _, cell := range cells {
		id, err := f.GetCellStyle(tab, cell)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		one := [2]string{}
		if len(s.Fill.Color) > 0 {
			one[0] = strings.TrimPrefix(s.Fill.Color[0], "#")
		}
		for _, c := range comments {
			if c.Cell == cell {
				for _, p := range c.Paragraph {
					one[1] += p.Text
				}
			}
		}
		got[cell] = one
	}
	return got
}

func TestFaultyCellsAreMarkedInTheSameWorkbook(t *testing.T) {
	g := testGrid()
	book := fill(t, templateOf(t, g), map[string]any{"G5": 3900, "J6": "也许"})
	faults := targets.Faults{
		{Line: 6, Field: "填报!J6（答复）", Text: `答复 "也许" 无法识别`, Fix: "应为 零报告"},
		{Line: 6, Field: "填报!J6（答复）", Text: "又一处"},
	}
	warnings := targets.Faults{{Line: 5, Field: "填报!G5（本期数）", Text: "累计数下降"}, {Text: "没有填数据说明"}}
	marked := mark(t, book, faults, warnings)
	got := marks(t, marked, fillTab, "G5", "J6", "H7")
	want := map[string][2]string{
		"G5": {paleAmber, "提示：累计数下降"},
		"J6": {paleRed, "错误：答复 \"也许\" 无法识别；应为 零报告\n错误：又一处"},
		"H7": {paleInput, ""},
	}
	for cell := range want {
		if got[cell] != want[cell] {
			t.Errorf("%s is %q; want %q", cell, got[cell], want[cell])
		}
	}
	again := mark(t, marked, nil, targets.Faults{{Line: 7, Field: "填报!H7（分子（或总和））", Text: "=cmd"}})
	got = marks(t, again, fillTab, "G5", "J6", "H7")
	want = map[string][2]string{"G5": {paleInput, ""}, "J6": {paleInput, ""}, "H7": {paleAmber, "提示：=cmd"}}
	for cell := range want {
		if got[cell] != want[cell] {
			t.Errorf("marked again, %s is %q; want %q", cell, got[cell], want[cell])
		}
	}
	if e, err := readBook(g, mark(t, book, nil, warnings)); err == nil || len(e.Cells) != 0 {
		t.Errorf("a marked workbook is checked again: %v, %v", e, err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(again))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if v, _ := f.GetCellValue(checkTab, "C4"); v != "'=cmd" {
		t.Errorf("a text that looks like a formula is listed as %q", v)
	}
}

func TestFaultsOfAFigureFileAreMarkedByRowAndColumn(t *testing.T) {
	book := figureBook(t, []any{"share", "陕西", "2024", 60}, []any{"months", "陕西", "2024", 3})
	marked := mark(t, book, targets.Faults{{File: "f.xlsx", Line: 2, Field: "unit", Text: "比率 60 没有写计量单位"}}, nil)
	if got := marks(t, marked, "Sheet1", "G2", "G3"); got["G2"] != [2]string{paleRed, "错误：比率 60 没有写计量单位"} || got["G3"] != [2]string{} {
		t.Errorf("marks %q", got)
	}
	if got := readFigures(t, marked); len(got) != 2 || !strings.HasPrefix(got[1], "3: months") {
		t.Errorf("the marked workbook reads as %q", got)
	}
}

func TestAWorkbookThatWouldFillTheMemoryIsNotMarked(t *testing.T) {
	var rows strings.Builder
	for range 500 {
		rows.WriteString(`<row><c r="XFD1" s="0"/></row>`)
	}
	book := with(t, figureBook(t), map[string]string{"xl/worksheets/sheet1.xml": "<worksheet><sheetData>" + rows.String() + "</sheetData></worksheet>"})
	err := Sheets{}.Mark(&bytes.Buffer{}, bytes.NewReader(book), int64(len(book)), nil, nil)
	if err == nil || !strings.Contains(err.Error(), "设了格式的空白单元格太多") {
		t.Errorf("Mark = %v; want it refused", err)
	}
}

func TestFindingsOfTheDeskAreToldByCell(t *testing.T) {
	g := testGrid()
	book := fill(t, templateOf(t, g), map[string]any{"H7": 7, "I7": 5})
	g.Rows[2].Findings = []collector.CellFinding{{Column: collector.ColumnNumerator, Text: "分子 7 大于分母 5", Fix: "请核对", Hard: true}}
	g.Rows[0].Findings = []collector.CellFinding{{Column: collector.ColumnValue, Text: "与上期相差很大"}, {Column: collector.ColumnValue, Text: "已答复", Answered: true}}
	g.Findings = []collector.CellFinding{{Text: "没有填数据说明", Hard: true}}
	faults, warnings, err := Sheets{}.Findings("表.xlsx", bytes.NewReader(book), int64(len(book)), g)
	if err != nil || faults.Error() != "表.xlsx:7: 填报!H7（分子（或总和））: 分子 7 大于分母 5；请核对\n表.xlsx: 没有填数据说明" ||
		warnings.Error() != "表.xlsx:5: 填报!G5（本期数）: 与上期相差很大" {
		t.Errorf("faults %v, warnings %v, %v", faults, warnings, err)
	}
}
