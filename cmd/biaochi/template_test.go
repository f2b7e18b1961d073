package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// A clerk runs commands beside one database in which an office fills in a form.
type clerk struct {
	t       *testing.T
	dir, db string
}

func newClerk(t *testing.T) *clerk {
	t.Helper()
	k := &clerk{t: t, dir: t.TempDir()}
	k.db = filepath.Join(k.dir, "biaochi.db")
	k.run("seed")
	st, err := sqlite.Open(t.Context(), k.db, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	_, err = st.PutRegister(t.Context(), collector.Operator, targets.RegisterChange{
		Offices: []targets.Office{{ID: "zhejiang-amr", Name: "浙江省市场监督管理局", Area: "330000"}},
		Forms: []targets.Form{{ID: "quarterly", Name: "标准化季报", Cadence: targets.Quarterly, Opens: 1, Closes: 15,
			Indicators: []string{"made-in-zhejiang-standards-issued-cumulative"}, Chain: []targets.ChainStep{targets.StepProvince},
			Offices: []string{"zhejiang-amr"}, From: targets.NewDate(2024, 1, 1)}},
	}, fixedNow)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// run carries out a command and returns what it said.
func (k *clerk) run(args ...string) (said string, exit int) {
	var out bytes.Buffer
	if len(args) > 1 {
		args = append(args, "--db", k.db)
	} else {
		args = []string{args[0], "--db", k.db}
	}
	exit = run(k.t.Context(), args, console{strings.NewReader(""), &out, &out, func() time.Time { return fixedNow }})
	return out.String(), exit
}

// want runs a command and looks for what it should say.
func (k *clerk) want(exit int, said string, args ...string) {
	k.t.Helper()
	got, status := k.run(args...)
	if status != exit || !strings.Contains(got, said) {
		k.t.Errorf("%v: status %d, said\n%s\nwant status %d and «%s»", args, status, got, exit, said)
	}
}

func (k *clerk) file(name string) string { return filepath.Join(k.dir, name) }

// fill types into cells of a template and saves it under another name.
func (k *clerk) fill(from, to string, cells map[string]any) {
	k.t.Helper()
	f, err := excelize.OpenFile(k.file(from))
	if err != nil {
		k.t.Fatal(err)
	}
	defer f.Close()
	for cell, v := range cells {
		if err := f.SetCellValue("填报", cell, v); err != nil {
			k.t.Fatal(err)
		}
	}
	if err := f.SaveAs(k.file(to)); err != nil {
		k.t.Fatal(err)
	}
}

func TestAnOfficesTemplateGoesOutAndComesBack(t *testing.T) {
	k := newClerk(t)
	k.want(exitDone, "标准化季报，浙江省市场监督管理局，2025年第三季度，1 个指标，报送期 2025-10-01 至 2025-10-15", "template", "--office", "zhejiang-amr", "--period", "2025-Q3", "--out", k.file("t.xlsx"))
	k.want(exitFailed, "没有要填的报表", "template", "--office", "zhejiang-amr", "--period", "2025", "--out", k.file("y.xlsx"))

	k.fill("t.xlsx", "bad.xlsx", map[string]any{"G4": "约5000", "J4": "也许"})
	k.want(exitFailed, "填报!J4（答复）", "import", k.file("bad.xlsx"), "--marked", k.file("marked.xlsx"))
	if _, err := os.Stat(k.file("marked.xlsx")); err != nil {
		t.Errorf("the marked workbook: %v", err)
	}
	k.fill("t.xlsx", "rough.xlsx", map[string]any{"G4": "约5000"})
	k.want(exitFailed, "rough.xlsx:4: 本期数: 数值 \"约5000\"", "import", k.file("rough.xlsx"), "--marked", k.file("marked2.xlsx"))
	f, err := excelize.OpenFile(k.file("marked2.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if comments, err := f.GetComments("填报"); err != nil || len(comments) != 1 || comments[0].Cell != "G4" {
		t.Errorf("comments %+v, %v; want one at G4", comments, err)
	}

	k.fill("t.xlsx", "good.xlsx", map[string]any{"G4": 5000})
	k.want(exitDone, "仅检查，未写入", "import", k.file("good.xlsx"), "--dry-run")
	k.want(exitDone, "新增 1", "import", k.file("good.xlsx"))
	k.want(exitDone, "没有变化，未写入", "import", k.file("good.xlsx"))

	k.fill("t.xlsx", "late.xlsx", map[string]any{"G4": 5001})
	k.want(exitFailed, "第 4 行 made-in-zhejiang-standards-issued-cumulative 第 1 次修订为 5000", "import", k.file("late.xlsx"))
	k.want(exitDone, "已写出", "template", "--office", "zhejiang-amr", "--period", "2025-Q3", "--out", k.file("t2.xlsx"))
	k.fill("t2.xlsx", "newer.xlsx", map[string]any{"G4": 5001})
	k.want(exitDone, "更正 1", "import", k.file("newer.xlsx"))
}

func TestWhatIsNoWorkbookIsRefusedWithTheWayOut(t *testing.T) {
	k := newClerk(t)
	for name, tt := range map[string]struct{ content, want string }{
		"old.xls":   {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Excel 工作簿（xls 或 et）；请在表格软件中另存为"},
		"half.xlsx": {"PK\x03\x04", "文件已损坏"},
	} {
		if err := os.WriteFile(k.file(name), []byte(tt.content), 0o600); err != nil {
			t.Fatal(err)
		}
		k.want(exitFailed, tt.want, "import", k.file(name))
	}
}
