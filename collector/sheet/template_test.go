package sheet

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// testGrid is a filing of every measure: the first quarter of 2025 in Shaanxi.
// Its table begins in row 5.
func testGrid() *collector.Grid {
	c := testCatalogue()
	q1, q4 := targets.Months(2025, 1, 3), targets.Months(2024, 10, 3)
	g := &collector.Grid{
		Form: targets.Form{ID: "quarterly", Name: "标准化发展季度报表", Number: "市监标统1表", Authority: "市场监管总局",
			Approval: "国统制〔2024〕18号", ValidUntil: targets.NewDate(2027, 12, 31), Cadence: targets.Quarterly},
		Office: targets.Office{ID: "shaanxi-amr", Name: "陕西省市场监督管理局", Area: "610000"},
		Filing: targets.Filing{FilingKey: targets.FilingKey{Form: "quarterly", Office: "shaanxi-amr", Period: q1}, Area: "610000",
			Opens: targets.NewDate(2025, 4, 1), Closes: targets.NewDate(2025, 4, 15)},
		Version: 7,
	}
	last := map[string]string{"standards-issued-total": "3923", "share": "0.583", "months": "14.5", "stage": "1"}
	for i := range c.Indicators[:5] {
		indicator := &c.Indicators[i]
		row := collector.GridRow{Indicator: indicator, Key: targets.Key{Indicator: indicator.ID, Area: "610000", Period: q1}}
		row.Cell.Indicator = indicator.ID
		if v := last[indicator.ID]; v != "" {
			row.Last = &targets.Figure{Key: targets.Key{Indicator: indicator.ID, Area: "610000", Period: q4}, Value: targets.MustDecimal(v), Revision: 1}
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func templateOf(t testing.TB, g *collector.Grid) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := (Sheets{}).Template(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// edited changes a workbook.
func edited(t testing.TB, book []byte, edit func(f *excelize.File) error) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := edit(f); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// fill types values into cells of the sheet to be filled in.
func fill(t testing.TB, book []byte, cells map[string]any) []byte {
	t.Helper()
	return edited(t, book, func(f *excelize.File) error {
		for cell, v := range cells {
			if err := f.SetCellValue(fillTab, cell, v); err != nil {
				return err
			}
		}
		return nil
	})
}

func readBook(g *collector.Grid, book []byte) (collector.Entry, error) {
	return (Sheets{}).Read("表.xlsx", bytes.NewReader(book), int64(len(book)), g)
}

func TestWhatIsTypedComesBack(t *testing.T) {
	g := testGrid()
	tests := map[string]struct {
		cells map[string]any
		want  collector.Cell
	}{
		"a count":                              {map[string]any{"G5": 4100}, collector.Cell{Indicator: "standards-issued-total", Value: "4100"}},
		"binary fractions leave nothing over":  {map[string]any{"G8": 0.1 + 0.2}, collector.Cell{Indicator: "months", Value: "0.3"}},
		"a number typed as text":               {map[string]any{"G5": "４，１００"}, collector.Cell{Indicator: "standards-issued-total", Value: "４，１００"}},
		"a ratio is in per cent":               {map[string]any{"G7": 60}, collector.Cell{Indicator: "share", Value: "60%"}},
		"a ratio with its sign":                {map[string]any{"G7": "60.5%"}, collector.Cell{Indicator: "share", Value: "60.5%"}},
		"numerator and denominator":            {map[string]any{"H7": 3, "I7": 5}, collector.Cell{Indicator: "share", Numerator: "3", Denominator: "5"}},
		"a milestone":                          {map[string]any{"G9": "已完成"}, collector.Cell{Indicator: "stage", Value: "已完成"}},
		"a zero report":                        {map[string]any{"J6": "零报告"}, collector.Cell{Indicator: "standards-issued", Reply: collector.ReplyZero}},
		"not applicable":                       {map[string]any{"J6": "不适用"}, collector.Cell{Indicator: "standards-issued", Reply: collector.ReplyNotApplicable}},
		"missing, because":                     {map[string]any{"J6": "确认缺报", "M6": "系统升级"}, collector.Cell{Indicator: "standards-issued", Reply: collector.ReplyMissing, Note: "系统升级"}},
		"flag, bound and note":                 {map[string]any{"G5": 4100, "K5": "初步", "L5": "以上", "M5": "=1+1"}, collector.Cell{Indicator: "standards-issued-total", Value: "4100", Flag: "P", Bound: "lower", Note: "=1+1"}},
		"a note alone is kept":                 {map[string]any{"M5": "稍后补"}, collector.Cell{Indicator: "standards-issued-total", Note: "稍后补"}},
		"numbers of more digits than a double": {map[string]any{"G5": "12345678901234567890"}, collector.Cell{Indicator: "standards-issued-total", Value: "12345678901234567890"}},
	}
	book := templateOf(t, g)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			e, err := readBook(g, fill(t, book, tt.cells))
			if err != nil {
				t.Fatalf("reading %v: %v", tt.cells, err)
			}
			want := collector.Entry{Cells: []collector.Cell{tt.want}, Version: 7}
			if diff := cmp.Diff(want, e); diff != "" {
				t.Errorf("reading %v (-want +got):\n%s", tt.cells, diff)
			}
		})
	}
}

func TestACellShownAsPerCentIsWhatItShows(t *testing.T) {
	g := testGrid()
	book := edited(t, templateOf(t, g), func(f *excelize.File) error {
		id, err := f.NewStyle(&excelize.Style{NumFmt: 10}) // 0.00%
		return errors.Join(err, f.SetCellValue(fillTab, "G7", 0.6), f.SetCellStyle(fillTab, "G7", "G7", id))
	})
	e, err := readBook(g, book)
	if err != nil || len(e.Cells) != 1 || e.Cells[0].Value != "60.00%" {
		t.Errorf("0.6 shown as 60.00%% is read as %+v, %v; want 60.00%%", e.Cells, err)
	}
}

func TestStatementAndSignersComeBack(t *testing.T) {
	g := testGrid()
	g.FillingIn = true
	book := fill(t, templateOf(t, g), map[string]any{"D11": "来源：月报", "D12": "立项推迟", "D13": "加快立项", "D14": "2025-12-31", "D15": "上级要求",
		"D16": "张三", "D17": "李四", "D18": "王五", "D19": "029-1234", "D20": "2025年4月10日"})
	_, err := readBook(g, book)
	if err == nil || err.Error() != `表.xlsx:20: 填报!D20（报出日期）: 日期 "2025年4月10日" 写法不对；应为 2025-04-10` {
		t.Errorf("a date in words: %v", err)
	}
	e, err := readBook(g, fill(t, book, map[string]any{"D20": "2025-04-10"}))
	want := collector.Entry{Version: 7, Basis: "上级要求",
		Statement: targets.Statement{Text: "来源：月报", Cause: "立项推迟", Measure: "加快立项", Expected: targets.NewDate(2025, 12, 31)},
		Signers:   targets.Signers{Head: "张三", Statistician: "李四", Filler: "王五", Phone: "029-1234", On: targets.NewDate(2025, 4, 10)}}
	if diff := cmp.Diff(want, e); err != nil || diff != "" {
		t.Errorf("entry: %v (-want +got):\n%s", err, diff)
	}
}

func TestAllFaultsAreToldAtOnceByCell(t *testing.T) {
	g := testGrid()
	book := edited(t, templateOf(t, g), func(f *excelize.File) error {
		percent, err := f.NewStyle(&excelize.Style{NumFmt: 9})
		day, err2 := f.NewStyle(&excelize.Style{NumFmt: 14})
		return errors.Join(err, err2,
			f.SetCellFormula(fillTab, "G5", "1/0"),
			f.SetCellValue(fillTab, "G6", 0.6), f.SetCellStyle(fillTab, "G6", "G6", percent),
			f.SetCellValue(fillTab, "J7", "也许"), f.SetCellValue(fillTab, "K7", "Z"), f.SetCellValue(fillTab, "L7", "左右"),
			f.SetCellValue(fillTab, "G8", 45748), f.SetCellStyle(fillTab, "G8", "G8", day),
			f.SetCellValue(fillTab, "B9", "other"), f.SetCellBool(fillTab, "M8", true))
	})
	_, err := readBook(g, book)
	want := `表.xlsx:5: 填报!G5（本期数）: 公式没有计算结果；请在表格软件中打开、重新计算并保存，或把公式粘贴为数值
表.xlsx:6: 填报!G6（本期数）: 单元格是百分比格式，而本行不是比率；请把单元格改为常规格式，再填数
表.xlsx:7: 填报!J7（答复）: 答复 "也许" 无法识别；应为 数值、零报告、不适用、确认缺报，填了数的可空
表.xlsx:7: 填报!K7（数据标识）: 数据标识 "Z" 无法识别；应为 正常、估计、初步、口径中断、口径不同，空着为正常
表.xlsx:7: 填报!L7（上下限）: 上下限 "左右" 无法识别；应为 以上 或 以下，精确数空着
表.xlsx:8: 填报!G8（本期数）: 单元格是日期（2025-04-01）；请把单元格改为常规格式，再填数
表.xlsx:8: 填报!M8（备注）: 单元格是逻辑值（TRUE 或 FALSE）；请填数字或文字
表.xlsx:9: 填报!B9（指标编号）: 指标编号 "other" 不是这张表的；请恢复原来的编号，或重新下载模板`
	if err == nil || err.Error() != want {
		t.Errorf("faults\n%v\nwant\n%s", err, want)
	}
}

func TestAWorkbookOfAnotherFilingIsRefusedByName(t *testing.T) {
	g := testGrid()
	book := fill(t, templateOf(t, g), map[string]any{"G5": 4100})
	tests := map[string]struct {
		change func(*collector.Grid)
		want   string
		kind   targets.Kind
	}{
		"another office": {func(g *collector.Grid) { g.Office.ID, g.Office.Name = "henan-amr", "河南省局" }, "表.xlsx：这是另一个单位的填报表，不是「河南省局」的；请上传本单位的模板", targets.Invalid},
		"another form":   {func(g *collector.Grid) { g.Form.ID, g.Form.Name = "yearly", "年报" }, "表.xlsx：这是另一张报表的模板，不是「年报」；请到那张报表的页面上传", targets.Invalid},
		"another period": {func(g *collector.Grid) { g.Filing.Period = targets.Months(2025, 4, 3) }, "表.xlsx：这是 2025-Q1 的填报表，本页是 2025-Q2；请核对报告期", targets.Invalid},
		"of a real one":  {func(g *collector.Grid) { g.Demo = true }, "表.xlsx：这是正式库的模板，不能报入演示库；请在这里重新下载模板", targets.Invalid},
		"figures moved on": {func(g *collector.Grid) {
			g.Rows[0].Newest = &targets.Figure{Revision: 1, Value: targets.MustDecimal("4099")}
		}, "下载模板之后，这些指标又报了数：填报!G5（本期数） 「累计发布标准数」已有第 1 次修订（4099项）。请重新下载模板，核对后再填。", targets.Conflict},
		"others may change": {func(g *collector.Grid) { g.Rows[1].Newest = &targets.Figure{Revision: 1} }, "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			other := testGrid()
			tt.change(other)
			_, err := readBook(other, book)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || err.Error() != tt.want || targets.KindOf(err) != tt.kind) {
				t.Errorf("Read = %v (%s); want %s (%s)", err, targets.KindOf(err), tt.want, tt.kind)
			}
		})
	}
}

func TestATemplateCarriesWhatIsTypedSoFar(t *testing.T) {
	g := testGrid()
	typed := []collector.Cell{
		{Indicator: "standards-issued-total", Value: "4,100", Note: "含团体标准", Seen: 2},
		{Indicator: "standards-issued", Reply: collector.ReplyZero},
		{Indicator: "share", Value: "0.605", Numerator: "121", Denominator: "200"},
		{Indicator: "months", Value: "14.50", Flag: "P", Bound: "upper"},
		{Indicator: "stage", Value: "under_way"},
	}
	for i := range typed {
		g.Rows[i].Cell = typed[i]
	}
	g.Rows[0].Newest = &targets.Figure{Revision: 2, Value: targets.MustDecimal("4100")}
	e, err := readBook(g, templateOf(t, g))
	typed[0].Value, typed[2].Value, typed[3].Value, typed[4].Value = "4100", "60.5%", "14.5", "推进中"
	if diff := cmp.Diff(typed, e.Cells); err != nil || diff != "" {
		t.Errorf("read back: %v (-want +got):\n%s", err, diff)
	}
}

func TestASumHasItsAdjustment(t *testing.T) {
	g := testGrid()
	g.Rows[0].Sum = &targets.RollUp{Value: targets.MustDecimal("4080")}
	book := fill(t, templateOf(t, g), map[string]any{"H5": "+20", "I5": "省本级"})
	e, err := readBook(g, book)
	want := []collector.Cell{{Indicator: "standards-issued-total", Adjustment: "+20", Reason: "省本级"}}
	if diff := cmp.Diff(want, e.Cells); err != nil || diff != "" {
		t.Errorf("adjustment: %v (-want +got):\n%s", err, diff)
	}
}

// office fills a workbook in LibreOffice and returns what it saved and told.
func office(t *testing.T, book []byte, typed ...string) (saved []byte, told string) {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from.xlsx"), filepath.Join(dir, "to.xlsx")
	if err := os.WriteFile(from, book, 0o600); err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs("testdata/fill.py")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute) // it takes two seconds; a busy machine takes more
	defer stop()
	cmd := exec.CommandContext(ctx, "/usr/bin/python3", append([]string{script, from, to, fillTab}, typed...)...)
	cmd.Env = append(os.Environ(), "HOME="+dir, "TMPDIR="+dir, "PYTHONIOENCODING=utf-8", "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, out)
	}
	saved, err = os.ReadFile(to)
	if err != nil {
		t.Fatalf("LibreOffice saved nothing: %v\n%s", err, out)
	}
	return saved, string(out)
}

func TestLibreOfficeFillsATemplate(t *testing.T) {
	g := testGrid()
	saved, told := office(t, templateOf(t, g), "G5=3900", "G6==0.1+0.2", "H7=7", "I7=5", "G8=14.25", "G9=已完成", "J6=确认缺报", "M5='=累计口径调整",
		"D11=来源：月报", "D15=张三", "?C5=", "?B5=", "?F5=", "?N5=")
	for _, want := range []string{"填报 protected=True visible=True", "_biaochi protected=True visible=False", "G5 WHOLE 0", `J5 LIST "数值"`, "H7 DECIMAL 0",
		"N5 \n", "N6 已选答复，请清空数值", "N7 分子大于分母", "N8 \n", "N9 \n"} {
		if !strings.Contains(told, want) {
			t.Errorf("LibreOffice does not tell %q:\n%s", want, told)
		}
	}
	if strings.Contains(told, "locked") {
		t.Errorf("locked cells and cells to be filled in are mixed up:\n%s", told)
	}
	e, err := readBook(g, saved)
	want := []collector.Cell{
		{Indicator: "standards-issued-total", Value: "3900", Note: "=累计口径调整"},
		{Indicator: "standards-issued", Value: "0.3", Reply: collector.ReplyMissing},
		{Indicator: "share", Numerator: "7", Denominator: "5"},
		{Indicator: "months", Value: "14.25"},
		{Indicator: "stage", Value: "已完成"},
	}
	if diff := cmp.Diff(want, e.Cells); err != nil || diff != "" {
		t.Errorf("read back: %v (-want +got):\n%s", err, diff)
	}
	if e.Statement.Text != "来源：月报" || e.Signers.Head != "张三" {
		t.Errorf("statement %+v, signers %+v", e.Statement, e.Signers)
	}
	marked := mark(t, saved, targets.Faults{{Line: 7, Field: "填报!H7（分子（或总和））", Text: "分子 7 大于分母 5"}}, nil)
	if again, err := readBook(g, marked); err != nil || cmp.Diff(want, again.Cells) != "" {
		t.Errorf("what LibreOffice saved, marked, reads as %+v, %v", again.Cells, err)
	}
}

func mark(t testing.TB, book []byte, faults, warnings targets.Faults) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := (Sheets{}).Mark(&out, bytes.NewReader(book), int64(len(book)), faults, warnings); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
