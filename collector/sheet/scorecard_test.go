package sheet

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/biaochi/biaochi/targets"
)

// card is a scorecard of one area: a goal, the on-time rate, a deduction whose
// grounds begin as a formula would.
func card(lang targets.Lang) Scorecard {
	num := targets.MustDecimal
	p, _ := targets.ParsePeriod("2025-Q4")
	e := &targets.Evaluation{
		Target:    &targets.Target{ID: "zj-standards", Comparator: targets.AtLeast, Goal: num("4000")},
		Indicator: &targets.Indicator{Measure: targets.Count, Unit: targets.Unit{ZH: "项", EN: "standard", Plural: "standards"}}, Value: num("3923"), Period: p,
	}
	return Scorecard{
		Lang: lang, Area: func(string) string { return targets.Text{ZH: "杭州市", EN: "Hangzhou"}.In(lang) }, Facts: [][2]string{{"截至日", "2025-12-31"}},
		Scores: []targets.Score{{
			Area: "330100", Of: num("40"), Total: num("33.42"), Share: num("0.8355"),
			Lines: []targets.ScoreLine{
				{Name: targets.Text{ZH: "发布标准数", EN: "standards issued"}, Target: e, By: targets.ByCompletion, Share: num("0.98075"), Counted: num("0.98075"), Weight: num("30"), Points: num("29.42"), Why: targets.Text{ZH: "30 × 0.98075", EN: "30 × 0.98075"}},
				{Name: targets.Text{ZH: "及时报送", EN: "reported on time"}, Share: num("0.5"), Counted: num("0.5"), Weight: num("10"), Points: num("5"), Why: targets.Text{ZH: "10 × 1 ÷ 2", EN: "10 × 1 ÷ 2"}},
				{Name: targets.Text{ZH: "另行扣分", EN: "by decision"}, Points: num("-1"), Why: targets.Text{ZH: "=HYPERLINK(\"x\")", EN: "=HYPERLINK(\"x\")"}},
			},
		}},
	}
}

const wantCard = `地区代码,地区,计分项,目标编号,数据,数据期,目标值,计分依据,比率,计分比率,满分,得分,说明
330100,杭州市,发布标准数,zj-standards,"3,923项",2025-Q4,"≥ 4,000项",完成率,0.98075,0.98075,30,29.42,30 × 0.98075
330100,杭州市,及时报送,,,,,,0.5,0.5,10,5,10 × 1 ÷ 2
330100,杭州市,另行扣分,,,,,,,,,-1,"'=HYPERLINK(""x"")"
330100,杭州市,合计,,,,,,0.8355,,40,33.42,比率为得分÷应得满分
`

func TestAScorecardIsOneRowALineAndASumAnArea(t *testing.T) {
	var out bytes.Buffer
	if err := card(targets.ZH).WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	if out.String() != wantCard {
		t.Errorf("WriteCSV wrote\n%s\nwant\n%s", out.String(), wantCard)
	}
}

func TestAScorecardSpeaksEnglishToo(t *testing.T) {
	var out bytes.Buffer
	if err := card(targets.EN).WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"area,area name,item,target", "3,923 standards", "completion", "total"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

func TestAWorkbookOfScoresHasNumbersAsNumbers(t *testing.T) {
	var out bytes.Buffer
	if err := card(targets.ZH).WriteBook(&out); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tests := map[string]struct {
		cell, want string
		kind       excelize.CellType
	}{
		"points are a number": {"L2", "29.42", excelize.CellTypeUnset}, "so is a deduction": {"L4", "-1", excelize.CellTypeUnset}, "and the sum": {"L5", "33.42", excelize.CellTypeUnset},
		"a code stays a text":        {"A2", "330100", excelize.CellTypeSharedString},
		"what could run is a text":   {"M4", `=HYPERLINK("x")`, excelize.CellTypeSharedString},
		"what is not there is blank": {"K4", "", excelize.CellTypeUnset},
	}
	for name, tt := range tests {
		got, err := f.GetCellValue(scoreTab, tt.cell)
		kind, _ := f.GetCellType(scoreTab, tt.cell)
		if err != nil || got != tt.want || kind != tt.kind {
			t.Errorf("%s: %s = %q of type %d, %v; want %q of type %d", name, tt.cell, got, kind, err, tt.want, tt.kind)
		}
	}
	if got, _ := f.GetCellValue(factsTab, "B1"); got != "2025-12-31" {
		t.Errorf("the sheet of facts has %q", got)
	}
}
