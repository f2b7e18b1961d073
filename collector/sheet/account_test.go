package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

func TestWhatATemplateDoesNotReadIsNamed(t *testing.T) {
	const restore = "；请恢复原来的内容；要报的数填在「本期数」，要更正往期的请到那一期填报"
	tests := map[string]struct {
		cells map[string]any
		want  string
	}{
		"a code taken out": {map[string]any{"B5": nil, "G5": 4100},
			"表.xlsx:5: 填报!B5（指标编号）: 没有指标编号，这一行的 A5、C5、D5、E5、F5、G5 没有读取；请恢复指标编号，或删去这一行；要说明的写在备注或数据说明里"},
		"a row added below": {map[string]any{"C10": "新指标", "G10": 7},
			"表.xlsx:10: 填报!B10（指标编号）: 没有指标编号，这一行的 C10、G10 没有读取；请恢复指标编号，或删去这一行；要说明的写在备注或数据说明里"},
		"the last figure typed over":   {map[string]any{"F5": 4100}, "表.xlsx:5: 填报!F5（上期数）: 这一格不读取，原为「3923」，现为「4100」" + restore},
		"another unit":                 {map[string]any{"D8": "天"}, "表.xlsx:8: 填报!D8（计量单位）: 这一格不读取，原为「个月」，现为「天」" + restore},
		"names swapped":                {map[string]any{"C5": "新发布标准数", "C6": "累计发布标准数"}, "表.xlsx:5: 填报!C5（指标）: 这一格不读取，原为「累计发布标准数」，现为「新发布标准数」" + restore + "\n表.xlsx:6: 填报!C6（指标）: 这一格不读取，原为「新发布标准数」，现为「累计发布标准数」" + restore},
		"a word over the check":        {map[string]any{"N5": "已核"}, "表.xlsx:5: 填报!N5（检查）: 「检查」列不读取：「已核」；请删去，或重新下载模板；要说明的写在备注里"},
		"beside the table":             {map[string]any{"P6": "旁注"}, "表.xlsx:6: 填报!P6: 表格以外的内容不读取：「旁注」；请删去；要说明的写在备注里"},
		"above the table":              {map[string]any{"A1": "改名"}, "表.xlsx:1: 填报!A1: 表头以上的内容不读取：「改名」；请恢复原来的内容，说明请写在备注或数据说明里"},
		"another head":                 {map[string]any{"M4": "说明", "M5": "注"}, "表.xlsx:4: 填报!M4: 不认识的表头：「说明」；这一列不读取；请恢复原来的表头，或删去这一列\n表.xlsx:5: 填报!M5: 表格以外的内容不读取：「注」；请删去；要说明的写在备注里"},
		"beside a line below":          {map[string]any{"A11": "x"}, "表.xlsx:11: 填报!A11: 「数据说明」旁的这一格不读取：「x」；请写在 D11"},
		"a line's name typed over":     {map[string]any{"C11": "说明", "D11": "来源"}, "表.xlsx:11: 填报!B11（指标编号）: 没有指标编号，这一行的 C11、D11、N11 没有读取；请恢复指标编号，或删去这一行；要说明的写在备注或数据说明里"},
		"the same number is no change": {map[string]any{"F5": "3923.0"}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := readBook(testGrid(), fill(t, templateOf(t, testGrid()), tt.cells))
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("reading gives\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestWhatATemplateReadsUnseenIsTold(t *testing.T) {
	g := testGrid()
	book := edited(t, fill(t, templateOf(t, g), map[string]any{"G5": 4100, "D11": "来源"}), func(f *excelize.File) error {
		if _, err := f.NewSheet("计算"); err != nil {
			return err
		}
		return f.SetRowVisible(fillTab, 5, false)
	})
	_, warnings, err := (Sheets{}).Findings("表.xlsx", bytes.NewReader(book), int64(len(book)), g)
	if want := "表.xlsx: 没有读取工作表「计算」\n表.xlsx:5: 第 5 行是隐藏的，已读取；请核对"; err != nil || warnings.Error() != want {
		t.Errorf("warnings %v, %v; want %s", warnings, err, want)
	}
	got := strings.Join(readFigures(t, book), "\n")
	for _, want := range []string{"数据说明和签署人（D11）不随导入登记", "没有读取工作表「计算」", "第 5 行是隐藏的，已读取；请核对"} {
		if !strings.Contains(got, want) {
			t.Errorf("an import tells\n%s\nwant %s", got, want)
		}
	}
}

// told is all that reading a workbook says: figures, faults and notices; and, as an
// office's, what was typed.
func told(t *testing.T, book []byte) string {
	out := readFigures(t, book)
	e, err := readBook(testGrid(), book)
	if _, warnings, bad := (Sheets{}).Findings("表.xlsx", bytes.NewReader(book), int64(len(book)), testGrid()); bad == nil {
		out = append(out, warnings.Error())
	}
	return fmt.Sprint(strings.Join(out, "\n"), e, err)
}

// Whatever cell of a filled template is changed, reading says what became of it: its
// new content is read, or its cell or row is named.
func TestEveryCellOfATemplateIsAccountedFor(t *testing.T) {
	book := templateOf(t, testGrid())
	rapid.Check(t, func(r *rapid.T) {
		column, row := rapid.IntRange(1, 18).Draw(r, "column"), rapid.IntRange(1, 24).Draw(r, "row")
		n := rapid.IntRange(100_000, 999_999).Draw(r, "number")
		var v any = n
		if rapid.Bool().Draw(r, "text") {
			v = fmt.Sprintf("字%d", n)
		}
		cell := at(column, row)
		if column > 4 && column < 14 && row > 10 && row < 21 {
			return // inside the merged cell of a line below: not there for a person
		}
		account(t, r, typedInto(t, book, "xl/worksheets/sheet2.xml", cell, row, v), cell, row, n)
	})
}

// Whatever cell of a workbook of figures is changed or added, the same holds.
func TestEveryCellOfAWorkbookIsAccountedFor(t *testing.T) {
	book := figureBook(t, []any{"standards-issued-total", 610000, 2024, 4100, nil, nil, "项"}, []any{"share", 610000, 2023, 58.3, 3, 5, "%"}, nil,
		[]any{"months", 610000, 2024, 14.5})
	rapid.Check(t, func(r *rapid.T) {
		column, row := rapid.IntRange(1, 18).Draw(r, "column"), rapid.IntRange(1, 8).Draw(r, "row")
		n := rapid.IntRange(100_000, 999_999).Draw(r, "number")
		var v any = n
		if rapid.Bool().Draw(r, "text") {
			v = fmt.Sprintf("字%d", n)
		}
		account(t, r, typedInto(t, book, "xl/worksheets/sheet1.xml", at(column, row), row, v), at(column, row), row, n)
	})
}

func TestASheetMoreIsToldOf(t *testing.T) {
	for _, visible := range []bool{true, false} {
		book := edited(t, figureBook(t, []any{"months", 610000, 2024, 14.5}), func(f *excelize.File) error {
			if _, err := f.NewSheet("另表"); err != nil {
				return err
			}
			return errors.Join(f.SetCellValue("另表", "B2", 5), f.SetSheetVisible("另表", visible))
		})
		if got := strings.Join(readFigures(t, book), "\n"); !strings.Contains(got, "「另表」") {
			t.Errorf("a sheet more, visible %v, is not told of:\n%s", visible, got)
		}
	}
}

// typedInto puts a number or a text into a cell of a part, whatever was there. It
// changes the XML: hundreds of workbooks are made here.
func typedInto(t *testing.T, book []byte, part, cell string, row int, v any) []byte {
	c := fmt.Sprintf(`<c r="%s"><v>%v</v></c>`, cell, v)
	if s, ok := v.(string); ok {
		c = fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, cell, s)
	}
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(z, part)
	if err != nil {
		t.Fatal(err)
	}
	was := regexp.MustCompile(`<c r="` + cell + `"(?:[^>]*/>|[^>]*>.*?</c>)`)
	text = was.ReplaceAll(text, nil)
	begin := regexp.MustCompile(fmt.Sprintf(`<row r="%d"(?:[^>/]|/[^>])*>`, row))
	if at := begin.FindIndex(text); at != nil {
		text = slices.Concat(text[:at[1]], []byte(c), text[at[1]:])
	} else {
		text = bytes.Replace(text, []byte("</sheetData>"), fmt.Appendf(nil, `<row r="%d">%s</row></sheetData>`, row, c), 1)
	}
	return with(t, book, map[string]string{part: string(text)})
}

func account(t *testing.T, r *rapid.T, book []byte, cell string, row, n int) {
	got := told(t, book)
	wholly := strings.Contains(got, "找不到表头") // a code's or value's head was changed
	named := wholly || strings.Contains(got, cell) || strings.Contains(got, fmt.Sprintf(":%d: ", row)) || strings.Contains("\n"+got, fmt.Sprintf("\n%d: ", row))
	if !named && !strings.Contains(got, fmt.Sprint(n)) {
		r.Fatalf("%s was changed to %d and nobody is told:\n%s", cell, n, got)
	}
}
