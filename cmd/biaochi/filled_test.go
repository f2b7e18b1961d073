package main

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
)

// A book is the workbook of the filing with where its cells are.
type book struct {
	t    *testing.T
	path string
	rows [][]string
	head int
}

// download takes the workbook that the page offers.
func (s *served) download(session string) *book {
	s.t.Helper()
	answer, body := visitor(s.t, http.MethodGet, s.url+filingZJ+"/workbook", session, "", "")
	if answer.StatusCode != http.StatusOK {
		s.t.Fatalf("the workbook: %s", answer.Status)
	}
	k := &book{t: s.t, path: filepath.Join(s.t.TempDir(), "填报表.xlsx")}
	if err := os.WriteFile(k.path, []byte(body), 0o600); err != nil {
		s.t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader([]byte(body)))
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	if k.rows, err = f.GetRows("填报"); err != nil {
		s.t.Fatal(err)
	}
	k.head = slices.IndexFunc(k.rows, func(r []string) bool { return slices.Contains(r, "本期数") })
	if k.head < 0 {
		s.t.Fatalf("no row with 本期数 in %q", k.rows)
	}
	return k
}

// cell is the place of a column in the row of an indicator.
func (k *book) cell(column, indicator string) string {
	k.t.Helper()
	row := slices.IndexFunc(k.rows, func(r []string) bool { return slices.Contains(r, indicator) })
	place, err := excelize.CoordinatesToCellName(slices.Index(k.rows[k.head], column)+1, row+1)
	if err != nil || row < 0 {
		k.t.Fatalf("no cell %s of %s in %q: %v", column, indicator, k.rows, err)
	}
	return place
}

// beside is the cell to fill in beside a label.
func (k *book) beside(label string) string {
	k.t.Helper()
	for i, r := range k.rows {
		if j := slices.Index(r, label); j >= 0 {
			place, err := excelize.CoordinatesToCellName(4, i+1)
			if err != nil {
				k.t.Fatal(err)
			}
			return place
		}
	}
	k.t.Fatalf("no %s in %q", label, k.rows)
	return ""
}

// filled is the workbook as LibreOffice saves it with cells typed into.
func (k *book) filled(name string, typed ...string) string {
	k.t.Helper()
	dir := k.t.TempDir()
	to := filepath.Join(dir, name)
	script, err := filepath.Abs("../../collector/sheet/testdata/fill.py")
	if err != nil {
		k.t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(k.t.Context(), 2*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, "/usr/bin/python3", append([]string{script, k.path, to, "填报"}, typed...)...)
	cmd.Env = append(os.Environ(), "HOME="+dir, "TMPDIR="+dir, "PYTHONIOENCODING=utf-8", "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if _, missing := os.Stat(to); err != nil || missing != nil {
		k.t.Fatalf("LibreOffice: %v\n%s", err, out)
	}
	return to
}

// upload sends a workbook by the page.
func (b *tab) upload(path, next string) {
	b.t.Helper()
	b.do(chromedp.SetUploadFiles("#workbook", []string{path}))
	b.goes(`form[action$="/workbook"] button`, next)
}

func TestAQuarterByWorkbook(t *testing.T) {
	b := openBrowser(t)
	z := zhejiang(t)
	s := serving(t, z.db)
	k := s.download(z.session["wangxh"])
	const value, upper, lower, note = "本期数", "分子（或总和）", "分母（或个数）", "备注"
	s.enter(b, "wangxh", filingZJ)

	wrong := k.filled("有误.xlsx", k.cell(upper, scienceShare)+"=61", k.cell(lower, scienceShare)+"=58", k.cell(value, madeIndicator)+"=3902")
	b.upload(wrong, filingZJ+"/workbook$")
	b.reads("填报!"+k.cell(upper, scienceShare), "分子 61 大于分母 58", "填报!"+k.cell(value, madeIndicator))
	b.sound("workbook-findings")
	b.width = 390
	b.do(chromedp.EmulateViewport(b.width, 900))
	b.sound("workbook-findings-390")
	b.width = 1280
	b.visit(s.url + filingZJ)

	right := k.filled("填好.xlsx", k.cell(upper, scienceShare)+"=51", k.cell(lower, scienceShare)+"=58", k.cell(value, quarterIndicators[1])+"=4",
		k.cell(value, quarterIndicators[2])+"=38", k.cell(value, madeIndicator)+"=4012", k.cell(note, madeIndicator)+"=年末数",
		k.cell(upper, quarterIndicators[4])+"=174", k.cell(lower, quarterIndicators[4])+"=12", k.beside("单位负责人")+"=陈局长")
	b.upload(right, filingZJ+"$")
	b.sound("workbook-taken")
	b.goes(".bar .primary", filingZJ+"/submit$")
	b.reads("将上报5项指标", "4,012", "年末数", "陈局长")
	b.goes("main button.primary", filingZJ+"/receipt/")
	b.leave()
	s.approved(b, "zhaosh", "已审核通过，已进入公开页面和指标。")
	s.shows("4012", publishedFigure)
	b.quiet("422")
}
