package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// packed makes a zip file of parts.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is a package of two parts that the directory says are 150 MiB each.
func bomb(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"xl/a.xml", "xl/b.xml"} {
		w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, UncompressedSize64: 150 << 20, CompressedSize64: 3})
		if err == nil {
			_, err = w.Write([]byte{0, 0, 0})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// with adds parts to a workbook.
func with(t testing.TB, book []byte, more map[string]string) []byte {
	t.Helper()
	parts := map[string]string{}
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	for name, text := range more {
		parts[name] = strings.ReplaceAll(text, "{}", parts[name])
	}
	return packed(t, parts)
}

// figureBook is a workbook of figures, a row a line of cells.
func figureBook(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	head := []any{}
	for _, name := range strings.Split(strings.TrimSpace(testHeader), ",") {
		head = append(head, name)
	}
	for i, row := range append([][]any{head}, rows...) {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readFigures prints a workbook's rows as read does those of a CSV file.
func readFigures(t testing.TB, book []byte) []string {
	t.Helper()
	r, err := Open("f.xlsx", bytes.NewReader(book), testCatalogue())
	if err != nil {
		return strings.Split(err.Error(), "\n")
	}
	return rowsOf(t, r)
}

// rowsOf prints the notices and the rows of an input.
func rowsOf(t testing.TB, r collector.Rows) []string {
	t.Helper()
	out := slices.Clone(r.Notices())
	for {
		row, err := r.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range row.Findings {
			out = append(out, targets.Fault{File: fmt.Sprint(row.Line), Field: r.Header(f.Columns[0]), Text: f.Text, Fix: f.Fix}.String())
		}
		if len(row.Findings) == 0 {
			out = append(out, show(row.Line, row.Figure))
		}
	}
}

func TestWhatIsNoWorkbookOfFiguresIsRefusedByName(t *testing.T) {
	good := figureBook(t)
	types := func(text string) map[string]string {
		return map[string]string{"[Content_Types].xml": `<Types>` + text + `</Types>`}
	}
	locked := append([]byte(legacy), utf16Text("EncryptedPackage")...)
	lying := packed(t, types(""))
	i := bytes.LastIndex(lying, []byte("PK\x01\x02"))
	lying[i+24] = 5 // the directory states five bytes
	many := map[string]string{}
	for i := range maxParts + 1 {
		many[fmt.Sprint(i)] = ""
	}
	tests := map[string]struct {
		file []byte
		want string
	}{
		"a zip bomb":             {bomb(t), "工作簿展开后超过 200 MiB（压缩炸弹或内容过多）"},
		"a directory that lies":  {lying, "文件已损坏，不是完整的 Excel 工作簿（xlsx）"},
		"very many parts":        {packed(t, many), "压缩包内有 2001 个文件，这不是填报用的工作簿"},
		"macros":                 {with(t, good, map[string]string{"xl/vbaProject.bin": "x"}), "工作簿含有宏"},
		"macros in other case":   {with(t, good, map[string]string{"XL/VBAPROJECT.BIN": "x"}), "工作簿含有宏"},
		"a macro workbook":       {packed(t, types("application/vnd.ms-excel.sheet.macroEnabled.main+xml")), "工作簿含有宏"},
		"external links and DDE": {with(t, good, map[string]string{"xl/externalLinks/externalLink1.xml": "<x/>"}), "工作簿链接到其他文件（外部链接或 DDE）"},
		"embedded objects":       {with(t, good, map[string]string{"xl/embeddings/oleObject1.bin": "x"}), "工作簿嵌入了其他文件（OLE 对象）"},
		"a data connection":      {with(t, good, map[string]string{"xl/connections.xml": "<x/>"}), "工作簿含有外部数据连接"},
		"a binary workbook":      {packed(t, map[string]string{"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"}), "这是二进制工作簿（xlsb）"},
		"an OpenDocument file":   {packed(t, map[string]string{"mimetype": "x", "content.xml": "x"}), "这是 OpenDocument 文件（ods 等）"},
		"another zip file":       {packed(t, map[string]string{"a.csv": "x"}), "这是压缩文件，不是 Excel 工作簿"},
		"a text document":        {packed(t, map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": "x"}), "这是文字或演示文稿，不是 Excel 工作簿"},
		"an old workbook":        {[]byte(legacy + "\xa1\xb1"), "这是旧版 Excel 工作簿（xls 或 et）"},
		"a password":             {locked, "工作簿设了打开密码，无法读取"},
		"half a file":            {good[:len(good)/2], "文件已损坏，不是完整的 Excel 工作簿（xlsx）"},
		"no workbook inside":     {packed(t, types("")), "文件已损坏，不是完整的 Excel 工作簿（xlsx）"},
		"sheets that are no XML": {with(t, good, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet><row><c"}), "文件已损坏，不是完整的 Excel 工作簿（xlsx）"},
		"an entity":              {with(t, good, map[string]string{"xl/worksheets/sheet1.xml": `<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><row><c><v>&a;</v></c></row></worksheet>`}), "文件已损坏，不是完整的 Excel 工作簿（xlsx）"},
		"a far column":           {with(t, good, map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>`}), "第 256 列以外还有内容"},
		"nothing":                {with(t, good, map[string]string{"xl/worksheets/sheet1.xml": `<worksheet/>`}), "工作簿里没有内容"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := readFigures(t, tt.file)
			if len(got) != 1 || !strings.HasPrefix(got[0], "f.xlsx: "+tt.want) && !strings.HasPrefix(got[0], "f.xlsx:1: "+tt.want) || !strings.Contains(got[0], "；") {
				t.Errorf("reading gives %q; want «%s» and a way out", got, tt.want)
			}
		})
	}
}

func TestTooManyRowsAreRefused(t *testing.T) {
	rows := func(n int) []byte {
		var b strings.Builder
		b.WriteString("<worksheet><sheetData>")
		for i := range n {
			fmt.Fprintf(&b, `<row r="%d"><c r="A%d"><v>1</v></c></row>`, i+1, i+1)
		}
		return with(t, figureBook(t), map[string]string{"xl/worksheets/sheet1.xml": b.String() + "</sheetData></worksheet>"})
	}
	want := "f.xlsx: 工作表有内容的行超过 20000 行；请分成几个文件，每个不超过 20000 行；更大的数据请用 CSV"
	if got := readFigures(t, rows(20_002)); len(got) != 1 || got[0] != want {
		t.Errorf("20,001 figures: %.1000q; want %q", got, want)
	}
	if got := readFigures(t, rows(20_001)); len(got) == 0 || got[0] == want {
		t.Errorf("20,000 figures: %.1000q; want them read", got)
	}
}

// A sparse reader has a size and hardly any bytes.
type sparse struct{ *bytes.Reader }

func TestAFileOf100MBIsRefusedUnread(t *testing.T) {
	_, err := openBook(sparse{bytes.NewReader([]byte("PK\x03\x04"))}, MaxBook+1)
	if err == nil || !strings.Contains(err.Error(), "工作簿超过 100 MiB") {
		t.Errorf("a file of more than 100 MiB: %v", err)
	}
}

func TestRowsOfAWorkbook(t *testing.T) {
	book := edited(t, figureBook(t,
		[]any{"standards-issued-total", 610000, 2024, 4100, nil, nil, "项", nil, nil, nil, "'=注"},
		[]any{"转化率", "陕西", "2024", 58.3, nil, nil, "%"},
		[]any{"转化率", "陕西", "2023", 0.583, nil, nil, "%"},
		[]any{"转化率", "陕西", "2022", 0.5, nil, nil, ""},
		nil,
		[]any{"months", "陕西", "2024", 0.1 + 0.2},
		[]any{"stage", "陕西", nil, "已完成"},
		[]any{"months", "陕西", "2021"},
		[]any{"months", "陕西", "2020", "１４", nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, "旁注"},
		[]any{"months", "陕西", "2019", "１４"},
	), func(f *excelize.File) error {
		percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
		if err != nil {
			return err
		}
		month, day := "yyyy-mm", "yyyy/m/d"
		monthly, err := f.NewStyle(&excelize.Style{CustomNumFmt: &month})
		if err != nil {
			return err
		}
		daily, err := f.NewStyle(&excelize.Style{CustomNumFmt: &day})
		if err != nil {
			return err
		}
		for cell, id := range map[string]int{"D4": percent, "D5": percent, "C8": monthly, "J2": daily} {
			if err := f.SetCellStyle("Sheet1", cell, cell, id); err != nil {
				return err
			}
		}
		for cell, v := range map[string]any{"C8": 45717, "J2": 45731} { // 2025-03-01, 2025-03-15
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				return err
			}
		}
		return f.SetCellFormula("Sheet1", "D9", "1+1")
	})
	want := []string{
		`2: standards-issued-total 610000 2024 4100 [/] A 2025-03-15 "=注" "" "" office`,
		`3: share 610000 2024 0.583 [/] A  "" "" "" office`,
		`4: share 610000 2023 0.5830 [/] A  "" "" "" office`,
		`5: share 610000 2022 0.5000 [/] A  "" "" "" office`,
		`7: months 610000 2024 0.3 [/] A  "" "" "" office`,
		`8: stage 610000 2025-03 2 [/] A  "" "" "" office`,
		`9: value: 公式没有计算结果；请在表格软件中打开、重新计算并保存，或把公式粘贴为数值`,
		`10: 本行有 15 列，表头有 14 列；含逗号的文字应加引号，数值不带千位分隔符`,
		`11: value: 数值 "１４" 含全角字符；应为 14`,
	}
	if got := readFigures(t, book); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("reading gives\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestNumbersHaveTheDigitsThatAreShown(t *testing.T) {
	tests := map[string]struct {
		raw, code, want string
		kind            cellKind
	}{
		"a whole number":           {"4100", "", "4100", numberCell},
		"what binary leaves over":  {"0.30000000000000004", "", "0.3", numberCell},
		"scientific":               {"1.2E-3", "", "0.0012", numberCell},
		"a large one":              {"1E+20", "", "100000000000000000000", numberCell},
		"zeros that are shown":     {"0.6", "0.00", "0.60", numberCell},
		"fewer are shown than are": {"0.613", "0.0", "0.613", numberCell},
		"per cent":                 {"0.6", "0%", "0.60", percentCell},
		"per cent with decimals":   {"0.6", "0.0%", "0.600", percentCell},
		"a sign that is written":   {"60", `0"%"`, "0.60", percentCell},
		"a colour is no date":      {"60", `[Red]0`, "60", numberCell},
		"minus zero":               {"-0", "", "0", numberCell},
		"a day":                    {"45748", "yyyy/m/d", "2025-04-01", dateCell},
		"a Chinese day":            {"45748", `yyyy"年"m"月"d"日"`, "2025-04-01", dateCell},
		"a month":                  {"45748", `yyyy"年"m"月"`, "2025-04", dateCell},
		"no number":                {"NaN", "", "", numberCell},
		"infinite":                 {"1e999", "", "", numberCell},
		"a day before days":        {"-5", "yyyy/m/d", "", dateCell},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := &book{formats: []format{formatOf(0, tt.code)}, from: day1900}
			var c bookCell
			b.readNumber(&c, 0, tt.raw, false)
			if tt.want == "" {
				tt.kind, tt.want = faultyCell, c.text
			}
			if c.kind != tt.kind || c.text != tt.want {
				t.Errorf("%s shown as %q is %q (kind %d); want %q (kind %d)", tt.raw, tt.code, c.text, c.kind, tt.want, tt.kind)
			}
		})
	}
}

// A day shown as 2025 was meant as the year, and is held as a day of it.
func TestADateThatShowsItsYearAloneIsNoGuess(t *testing.T) {
	for _, code := range []string{"yyyy", `yyyy"年"`, "yy"} {
		b := &book{formats: []format{formatOf(0, code)}, from: day1900}
		var c bookCell
		if b.readNumber(&c, 0, "45658", false); c.kind != faultyCell || c.text != "单元格是只显示年份的日期" {
			t.Errorf("1 January 2025 shown as %q is %+v; want a fault", code, c)
		}
	}
}

func TestAFilledTemplateIsFiguresForTheOperator(t *testing.T) {
	book := fill(t, templateOf(t, testGrid()), map[string]any{"G5": 4100, "M5": "月报", "J6": "零报告", "H7": 3, "I7": 5, "G9": "已完成", "J8": "确认缺报", "M8": "停报"})
	want := []string{
		"按填报模板读取：报表 quarterly，单位 shaanxi-amr，报告期 2025-Q1。数据说明和签署人不随导入登记；由单位上报的请在填报页面上传",
		`5: standards-issued-total 610000 2025-Q1 4100 [/] A  "月报" "" "" office`,
		`6: standards-issued 610000 2025-Q1 0 [/] A  "" "" "" office`,
		`7: share 610000 2025-Q1  [3/5] A  "" "" "" office`,
		`8: months 610000 2025-Q1  [/] O  "停报" "" "" office`,
		`9: stage 610000 2025-Q1 2 [/] A  "" "" "" office`,
	}
	if got := readFigures(t, book); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("reading gives\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	got := readFigures(t, fill(t, book, map[string]any{"G5": "约4100", "G6": 1}))
	bad := []string{got[1], got[2]}
	wantBad := []string{
		`5: 本期数: 数值 "约4100" 含「约」「近」「余」等约数；请填准确数；只知道下限或上限的，填数后在上下限选「以上」或「以下」，估计数的数据标识选 E`,
		`6: 本期数: 已选答复「零报告」，又填了数；请清空数值，或清空答复`,
	}
	if !slices.Equal(bad, wantBad) {
		t.Errorf("faults %q; want %q", bad, wantBad)
	}
}

func TestAFiguresTemplateSkipsWhatIsNotFilledIn(t *testing.T) {
	c := testCatalogue()
	template := Figures{Area: &c.Areas[2], Period: targets.Months(2025, 1, 3)}
	for i := range c.Indicators {
		template.Indicators = append(template.Indicators, &c.Indicators[i])
	}
	var b bytes.Buffer
	if err := WriteFigures(&b, template); err != nil {
		t.Fatal(err)
	}
	book := edited(t, b.Bytes(), func(f *excelize.File) error {
		if err := f.SetCellValue(figuresTab, "D7", 5); err != nil {
			return err
		}
		return f.SetCellValue(figuresTab, "D4", 58.3)
	})
	want := []string{
		`4: share 610000 2025-Q1 0.583 [/] A  "" "" "" office`,
		`7: twin-a 610000 2025-Q1 5 [/] A  "" "" "" office`,
	}
	if got := readFigures(t, book); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("reading gives\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestABrokenWorkbookNeverPanics(t *testing.T) {
	good := templateOf(t, testGrid())
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		b := slices.Clone(good)
		for range 1 + random.IntN(8) {
			b[random.IntN(len(b))] = byte(random.IntN(256))
		}
		_, _ = readBook(testGrid(), b)
	}
}

func FuzzBook(f *testing.F) {
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>indicator</t></is></c><c r="B1" t="s"><v>0</v></c></row></sheetData></worksheet>`), []byte(`<sst><si><t>x_x000D_</t></si></sst>`), []byte(`<styleSheet><numFmts><numFmt numFmtId="200" formatCode="0.0%"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>`))
	f.Add([]byte(`<worksheet><row r="99999999"><c r="ZZZZZZZZ9" s="-1"><f>1</f></c><c t="d"><v>2025-03-31T00:00</v></c></row></worksheet>`), []byte(`<sst/>`), []byte(`<styleSheet/>`))
	good := figureBook(f)
	f.Fuzz(func(t *testing.T, sheet, texts, styles []byte) {
		parts := map[string]string{"xl/worksheets/sheet1.xml": string(sheet), "xl/sharedStrings.xml": string(texts), "xl/styles.xml": string(styles)}
		book := with(t, good, parts)
		_ = readFigures(t, book)
		_, _ = readBook(testGrid(), book)
	})
}
