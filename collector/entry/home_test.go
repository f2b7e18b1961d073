package entry

import (
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestAFigureBesideItsUnitIsBare(t *testing.T) {
	people := targets.Indicator{Measure: targets.Direction, Unit: targets.Unit{ZH: "人"}}
	months := targets.Indicator{Measure: targets.Mean, Unit: targets.Unit{ZH: "个月"}}
	stage := targets.Indicator{Measure: targets.Milestone}
	tests := map[string]struct {
		of   *targets.Indicator
		v    targets.Decimal
		want string
	}{
		"a direction says no unit again": {&people, targets.NewDecimal(1120), "1,120"},
		"nor does a mean":                {&months, targets.NewDecimal(14), "14"},
		"a stage is a word":              {&stage, targets.StageDone, "已完成"},
	}
	for name, tt := range tests {
		if got := bare(targets.Figure{Value: tt.v, Flag: targets.Normal}, tt.of); got != tt.want {
			t.Errorf("%s: bare(%s) = %q; want %q", name, tt.v, got, tt.want)
		}
	}
}

func TestTheWorkbenchSaysFirstWhatWaits(t *testing.T) {
	w := newReviewWorld(t)
	_, page := w.visitor("qianhz").get("/work/")
	want(t, page, nil, "等您审核")
	w.handIn()
	_, page = w.visitor("qianhz").get("/work/")
	want(t, page, []string{"1份报表等您审核", `href="/work/review/">审核1份报表`}, "还没有要填的报表")
	_, page = w.visitor("hangzh").get("/work/")
	want(t, page, nil, "等您审核")
	w.overdue()
	if err := w.desk.RequestLate(t.Context(), w.person("wangxh"), filingZJ, "系统故障"); err != nil {
		t.Fatal(err)
	}
	_, page = w.visitor("sunlh").get("/work/")
	want(t, page, []string{"1份补报申请等您答复", `href="/work/late/"`})
}

func TestAnAdministratorIsToldWhereToBegin(t *testing.T) {
	b := homeBody{Register: &registerCount{Offices: 2, Users: 3}}
	h := &handler{}
	if got := h.homeSentence(b); !strings.Contains(got, "还没有报表") {
		t.Errorf("without a form the workbench says %q", got)
	}
	w := newReviewWorld(t)
	_, page := w.visitor("guanli").get("/work/")
	want(t, page, []string{"张报表。"}, "还没有报表", "今天没有")
}
