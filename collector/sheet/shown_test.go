package sheet

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/targets"
)

func TestWhatACellDisplaysIsWhatIsRead(t *testing.T) {
	const plainly = "；请把单元格改为常规格式，核对后再填"
	const asked = "；确为零的请把单元格改为常规格式再填 0（填报模板请选答复「零报告」），没有数的请清空单元格"
	tests := map[string]struct {
		code string
		v    float64
		want string // a value, or what is wrong
	}{
		"general":                               {"General", 12, "12"},
		"general in Chinese":                    {"G/通用格式", 12, "12"},
		"thousands separators":                  {"#,##0", 12345, "12345"},
		"accounting":                            {`_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `, 12, "12.00"},
		"the indicator's unit":                  {`0"项"`, 12, "12"},
		"the indicator's unit unquoted":         {`0项`, 12, "12"},
		"a unit of another kind":                {`0"个"`, 12, `单元格 D2 显示为「12个」，存的是 12：数值 "12个" 含文字；应为 12，单位写在计量单位列`},
		"ten thousands":                         {`0"万"`, 12, `单元格 D2 显示为「12万」，存的是 12：数值 "12万" 含「万」或「亿」；应为 120000`},
		"ten thousands, scaled":                 {`0!.0,"万"`, 120000, "120000"},
		"ten thousands, scaled with a unit":     {`0!.0,"万项"`, 120000, "120000"},
		"scaled without a word":                 {`0,`, 12345, "单元格 D2 显示为「12」，存的是 12345；请把单元格改为常规格式，核对后再填全部数字"},
		"scaled with another word":              {`0.0,"k"`, 12345, "单元格 D2 显示为「12.3k」，存的是 12345；请把单元格改为常规格式，核对后再填全部数字"},
		"a condition that holds":                {`[>=10000]0,"万";0`, 12345, "单元格 D2 显示为「12万」，存的是 12345；请把单元格改为常规格式，核对后再填全部数字"},
		"a condition that does not":             {`[>=10000]0,"万";0`, 123, "123"},
		"more than":                             {`0"余"`, 600, `单元格 D2 显示为「600余」，存的是 600：数值 "600余" 含文字「余」；应为 600，上下限列填 lower（以上）`},
		"nearly":                                {`"近"0`, 30, `单元格 D2 显示为「近30」，存的是 30：数值 "近30" 含文字「近」；应为 30，上下限列填 upper（以下）`},
		"about":                                 {`"约"0`, 30, `单元格 D2 显示为「约30」，存的是 30：数值 "约30" 含文字「约」；应为 30，数据标识列填 E（估计）`},
		"a word in place of a number":           {`"达标"`, 5, "单元格 D2 显示为「达标」，存的是 5" + plainly},
		"nothing in place of a number":          {`;;;`, 5, "单元格 D2 显示为空白，存的是 5" + plainly + "；没有数的请清空单元格"},
		"a minus that is not there":             {`\-0`, 5, "单元格 D2 显示为「-5」，存的是 5；请把单元格改为常规格式，核对正负号后再填"},
		"a negative number without its minus":   {`0;[Red]0`, -5, "单元格 D2 显示为「5」，存的是 -5；请把单元格改为常规格式，核对正负号后再填"},
		"a negative number in brackets":         {`0;(0)`, -5, "-5"},
		"zero":                                  {`0`, 0, "0"},
		"zero shown as a dash":                  {`_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `, 0, "单元格 D2 显示为「-」，存的是 0：分不清是零还是没有数" + asked},
		"zero shown as nothing":                 {`0;-0;;@`, 0, "单元格 D2 显示为空白，存的是 0：分不清是零还是没有数" + asked},
		"zero without a place that shows one":   {`#,###`, 0, "单元格 D2 显示为空白，存的是 0：分不清是零还是没有数" + asked},
		"a date that shows no year as a number": {`m"月"d"日"`, 45300, "单元格 D2 显示为「1月9日」，没有年份，存的是日期 2024-01-09；请把单元格改为文本格式，再写明报告期，如 2025-03、2025年1-9月 或 2025-03-31"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			book := edited(t, figureBook(t, []any{"standards-issued", "610000", "2024", tt.v}), func(f *excelize.File) error {
				id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &tt.code})
				if err != nil {
					return err
				}
				return f.SetCellStyle("Sheet1", "D2", "D2", id)
			})
			want := "2: value: " + tt.want
			if !strings.Contains(tt.want, "；") {
				want = `2: standards-issued 610000 2024 ` + tt.want + ` [/] A  "" "" "" office`
			}
			if got := strings.Join(readFigures(t, book), "\n"); got != want {
				t.Errorf("%v displayed by %s is\n%s\nwant\n%s", tt.v, tt.code, got, want)
			}
		})
	}
}

func TestADateIsReadAsItIsDisplayed(t *testing.T) {
	const day = 45748 // 2025-04-01
	write := "；请把单元格改为文本格式，照所要的写，如 2025-03-31 或 2025年1-9月"
	hidden := "；请把单元格改为文本格式，再写明报告期，如 2025-03、2025年1-9月 或 2025-03-31"
	tests := map[string]struct {
		id   int
		code string
		want string
	}{
		"14 is a day":                  {14, "", "2025-04-01"},
		"17 is a month":                {17, "", "2025-04"},
		"22 is a day with its time":    {22, "", "2025-04-01"},
		"27 is a month":                {27, "", "2025-04"},
		"31 is a day":                  {31, "", "2025-04-01"},
		"36 is a month":                {36, "", "2025-04"},
		"50 is a month":                {50, "", "2025-04"},
		"52 is a month":                {52, "", "2025-04"},
		"57 is a month":                {57, "", "2025-04"},
		"16 hides the year":            {16, "", "单元格显示为「1-Apr」，没有年份，存的是日期 2025-04-01" + hidden},
		"28 hides the year":            {28, "", "单元格显示为「4月1日」，没有年份，存的是日期 2025-04-01" + hidden},
		"30 hides the year":            {30, "", "单元格显示为「4-1」，没有年份，存的是日期 2025-04-01" + hidden},
		"51 hides the year":            {51, "", "单元格显示为「4月1日」，没有年份，存的是日期 2025-04-01" + hidden},
		"58 hides the year":            {58, "", "单元格显示为「4月1日」，没有年份，存的是日期 2025-04-01" + hidden},
		"a month alone":                {200, `m"月"`, "单元格显示为「4月」，没有年份，存的是日期 2025-04-01" + hidden},
		"a time alone":                 {55, "", "单元格显示为「…时…分」，没有年份，存的是日期 2025-04-01" + hidden},
		"minutes are no month":         {200, "yyyy-mm-dd hh:mm", "2025-04-01"},
		"months that are written":      {200, `yyyy"年1-"m"月"`, "单元格显示为「2025年1-4月」，存的是日期 2025-04-01" + write},
		"a year of the Republic":       {200, `[$-404]e"年"m"月"`, "单元格显示为「2025年4月」，存的是日期 2025-04-01" + write},
		"a text section changes it no": {200, `yyyy"年"m"月";@`, "2025-04"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := &book{formats: []format{formatOf(tt.id, tt.code)}, from: day1900}
			var c bookCell
			b.readNumber(&c, 0, "45748", false)
			got := c.text
			if c.kind == faultyCell {
				got += "；" + c.fix
			}
			if got != tt.want {
				t.Errorf("day %d displayed by %d %q is %s; want %s", day, tt.id, tt.code, got, tt.want)
			}
		})
	}
}

// bookFile reads a workbook of testdata with the indicators it names.
func bookFile(t *testing.T, name string) []string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := testCatalogue()
	c.Indicators[1].ID, c.Indicators[2].ID = "local-standards-issued-new", "science-projects-key-tech-yielding-standards"
	c.Areas = append(c.Areas, targets.Area{ID: "330000", Code: "330000", Name: targets.Text{ZH: "浙江省"}, Parent: "100000"})
	r, err := Open(name, f, c)
	if err != nil {
		return strings.Split(err.Error(), "\n")
	}
	return rowsOf(t, r)
}

func TestWorkbooksThatDisplayOtherThanTheyHold(t *testing.T) {
	const uncomputed = "公式没有计算结果；请在表格软件中打开、重新计算并保存，或把公式粘贴为数值"
	const zero = "，存的是 0：分不清是零还是没有数；确为零的请把单元格改为常规格式再填 0（填报模板请选答复「零报告」），没有数的请清空单元格"
	hidden := func(line, cell, shown, day string) string {
		return line + ": 报告期: 单元格 " + cell + " 显示为「" + shown + "」，没有年份，存的是日期 " + day +
			"；请把单元格改为文本格式，再写明报告期，如 2025-03、2025年1-9月 或 2025-03-31"
	}
	figure := func(line, period, value, note string) string {
		return line + ": local-standards-issued-new 610000 " + period + " " + value + ` [/] A  "` + note + `" "" "" office`
	}
	tests := map[string]struct{ file, want string }{
		"built-in formats of months": {"month-formats.xlsx", strings.Join([]string{figure("2", "2024-03", "11", "id36"), figure("3", "2024-04", "12", "id50"),
			figure("4", "2024-05", "13", "id57"), figure("5", "2024-06", "14", "id27"), figure("6", "2024-07", "15", "custom yyyy年m月")}, "\n")},
		"dates without a year": {"date-hides-year.xlsx", strings.Join([]string{hidden("2", "C2", "1月9日", "2024-01-09"),
			hidden("3", "C3", "12月", "2024-12-01"), hidden("4", "C4", "6-Jan", "2024-01-06")}, "\n")},
		"zeros that nobody sees": {"zero-shown-blank.xlsx", "2: 数值: 单元格 D2 显示为空白" + zero + "\n3: 数值: 单元格 D3 显示为「-」" + zero + "\n4: 数值: 单元格 D4 显示为空白" + zero},
		"formulas that nobody computed": {"formula-without-result.xlsx", "2: 数值: " + uncomputed + "\n3: 分子: " + uncomputed + "\n3: 分母: " + uncomputed +
			"\n4: 数值: " + uncomputed},
		"a flag and a bound that nobody computed": {"formula-without-flag.xlsx", "2: 分子: " + uncomputed + "\n2: 分母: " + uncomputed +
			"\n3: 数据标识: " + uncomputed + "\n3: 上下限: " + uncomputed},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(bookFile(t, tt.file), "\n"); got != tt.want {
				t.Errorf("reading %s gives\n%s\nwant\n%s", tt.file, got, tt.want)
			}
		})
	}
}

func TestWhatNobodySeesIsReadAndNamed(t *testing.T) {
	book := edited(t, figureBook(t,
		[]any{"standards-issued", 610000, 2020, 1}, []any{"standards-issued", 610000, 2021, 2}, []any{"months", 610000, 2022, 3.25},
		[]any{"standards-issued", 610000, 2023, 4}), func(f *excelize.File) error {
		one := "0.0"
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &one})
		for _, step := range []error{err, f.SetRowVisible("Sheet1", 2, false), f.SetRowVisible("Sheet1", 3, false), f.SetRowVisible("Sheet1", 5, false),
			f.SetColVisible("Sheet1", "C", false), f.SetCellStyle("Sheet1", "D4", "D4", id)} {
			if step != nil {
				return step
			}
		}
		if _, err := f.NewSheet("旧数"); err != nil {
			return err
		}
		return f.SetSheetVisible("旧数", false)
	})
	want := []string{
		"没有读取隐藏的工作表「旧数」",
		"隐藏（或被筛选掉）的行也已读取，共 3 行：第 2–3、5 行；不要的请删去这些行再导入",
		"列「period」是隐藏的，也已读取",
		"1 个单元格显示的是四舍五入后的数，已按所存的数读取：D4 读作 3.25",
		`2: standards-issued 610000 2020 1 [/] A  "" "" "" office`,
		`3: standards-issued 610000 2021 2 [/] A  "" "" "" office`,
		`4: months 610000 2022 3.25 [/] A  "" "" "" office`,
		`5: standards-issued 610000 2023 4 [/] A  "" "" "" office`,
	}
	if got := strings.Join(readFigures(t, book), "\n"); got != strings.Join(want, "\n") {
		t.Errorf("reading gives\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

func TestMergedCellsAreNamed(t *testing.T) {
	book := edited(t, figureBook(t, []any{"standards-issued", 610000, 2023, 1}, []any{nil, 610000, 2024, 2}), func(f *excelize.File) error {
		return f.MergeCell("Sheet1", "A2", "A3")
	})
	want := `2: standards-issued 610000 2023 1 [/] A  "" "" "" office` + "\n3: indicator: 单元格 A3 合并在 A2:A3 里，内容只在 A2；请取消合并，每一行都填写"
	if got := strings.Join(readFigures(t, book), "\n"); got != want {
		t.Errorf("reading gives\n%s\nwant\n%s", got, want)
	}
}
