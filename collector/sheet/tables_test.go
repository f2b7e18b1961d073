package sheet

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/targets"
)

// someTables have every kind of cell, and texts that would run as formulas.
func someTables() []Table {
	return []Table{
		{Name: "目标 Goals", Columns: []Column{{"目标编号 Target", 30, ""}, {"数值 Value", 12, ""}, {"完成进度 Progress", 10, "0.0%"}, {"期限 Deadline", 12, ""}, {"修订 Revision", 8, ""}},
			Rows: [][]any{
				{"zj-made", targets.MustDecimal("3923"), targets.MustDecimal("0.986456"), targets.NewDate(2025, 12, 31), 2},
				{"=HYPERLINK(\"https://example.com\",\"x\")", targets.MustDecimal("-0.5"), targets.Decimal{}, targets.Date(0), nil},
				{"+1+1", targets.MustDecimal("123456789012345678"), targets.MustDecimal("1.25"), targets.NewDate(1999, 1, 1), 0},
				{"@SUM(A1)", nil, nil, nil, nil}, {"-1 项以下", nil, nil, nil, nil}, {"\tx", nil, nil, nil, nil},
			}},
		{Name: "说明 About", Columns: []Column{{"项目", 18, ""}, {"内容", 60, ""}}, Rows: [][]any{{"版本", "公开版"}, {"很长", strings.Repeat("长", 2000)}}},
	}
}

func written(t *testing.T, tables []Table) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WriteTables(&out, tables); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTheSameTablesAreTheSameBytes(t *testing.T) {
	first := written(t, someTables())
	for range 5 { // excelize goes through its parts in the order of a map
		time.Sleep(5 * time.Millisecond)
		if again := written(t, someTables()); !bytes.Equal(first, again) {
			t.Fatalf("two writings differ: %d and %d bytes", len(first), len(again))
		}
	}
	other := someTables()
	other[0].Rows[0][1] = targets.MustDecimal("3924")
	if bytes.Equal(first, written(t, other)) {
		t.Error("another number gives the same bytes")
	}
}

func TestNumbersAreNumbersAndTextsAreInert(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t, someTables())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]struct {
		value string
		kind  excelize.CellType
	}{
		"A2": {"zj-made", excelize.CellTypeInlineString}, "B2": {"3923", excelize.CellTypeUnset}, "C2": {"0.986456", excelize.CellTypeUnset},
		"D2": {"46022", excelize.CellTypeUnset}, "E2": {"2", excelize.CellTypeUnset}, "B3": {"-0.5", excelize.CellTypeUnset},
		"A3": {`'=HYPERLINK("https://example.com","x")`, excelize.CellTypeInlineString}, "A4": {"'+1+1", excelize.CellTypeInlineString},
		"B4": {"123456789012345678", excelize.CellTypeInlineString}, // more digits than a spreadsheet keeps
	} {
		value, err := f.GetCellValue("目标 Goals", cell, excelize.Options{RawCellValue: true})
		kind, errKind := f.GetCellType("目标 Goals", cell)
		if value != want.value || kind != want.kind || err != nil || errKind != nil {
			t.Errorf("%s is %q of type %d (%v %v), want %q of type %d", cell, value, kind, err, errKind, want.value, want.kind)
		}
		if formula, err := f.GetCellFormula("目标 Goals", cell); formula != "" || err != nil {
			t.Errorf("%s has the formula %q (%v)", cell, formula, err)
		}
	}
}

// LibreOffice opens the workbook and shows what was meant.
func TestAnOfficeProgramOpensTheTables(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatalf("soffice is not installed (make test installs it): %v", err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "document.xlsx")
	if err := os.WriteFile(path, written(t, someTables()), 0o600); err != nil {
		t.Fatal(err)
	}
	// Token 12 is the sheet: -1 writes every sheet into a file of its own.
	cmd := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--norestore",
		"--convert-to", `csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false,false,false,-1`, "--outdir", dir, path)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	goals, err := os.ReadFile(filepath.Join(dir, "document-目标 Goals.csv"))
	if err != nil {
		t.Fatal(err)
	}
	about, err := os.ReadFile(filepath.Join(dir, "document-说明 About.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"zj-made,3923,98.6456%,2025-12-31,2", `"'=HYPERLINK(""https://example.com"",""x"")",-0.5,,,`, "'+1+1,123456789012345678,125%,1999-01-01,0", "'@SUM(A1),,,,"} {
		if !strings.Contains(string(goals), line+"\n") {
			t.Errorf("LibreOffice does not show %q in\n%s", line, goals)
		}
	}
	if !strings.Contains(string(about), "版本,公开版") {
		t.Errorf("LibreOffice shows of the second sheet\n%.300s", about)
	}
}
