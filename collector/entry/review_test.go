package entry

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestAHandoverIsReviewedStepByStep(t *testing.T) {
	w := newReviewWorld(t)
	entry := w.handIn()
	sheet := fmt.Sprintf("/work/review/%d", entry)

	office := w.visitor("qianhz")
	_, page := office.get("/work/review/")
	want(t, page, []string{"有 1 份报表等您审核", "其中 1 份更正了已审核的数据", "标准化工作季报", "杭州市市场监督管理局", "第 1 级，共 2 级", "单位负责人审签", "更正 1 项", sheet}, "没有等您审核")

	_, page = office.get(sheet)
	want(t, page, []string{
		"上报数据 8 项：首次上报 7 项，更正已审核数据 1 项", "<del>848项</del>", "<ins>861项</ins>", "+13项", "+1.5%", "第 1 级，共 2 级，由您审核", "填报单位不能再自行撤回",
		"通过后转第 2 级：省级审核", "一季度标准清单.pdf", "评审周期延长。", "2025-09-30", "960项以上", "不适用", "近 6 期", "/work/figures/standards-made/330100/2025-Q1", "补计3月28日发布的13项&lt;script&gt;",
	}, "<script>alert", "Internal", officeZJ)
	w.mustNotWithdraw(entry)

	status, to := office.post(sheet, url.Values{"do": {"approve-all"}})
	if status != http.StatusSeeOther || to != "/work/review/?done=approved-step" {
		t.Fatalf("the first step is answered %d %s", status, to)
	}
	_, page = office.get(sheet)
	want(t, page, []string{"第 1 级", "通过"}, `value="approve-all"`)

	province := w.visitor("zhaosh")
	if status, to = province.post(sheet, url.Values{"do": {"approve"}, "figure": {"standards-made", "bodies"}}); to != sheet+"?done=approved-last" {
		t.Fatalf("two of eight figures are answered %d %s", status, to)
	}
	_, page = province.get(sheet + "?done=approved-last")
	want(t, page, []string{"已审核通过，已进入公开页面和指标。", "审核通过"})
	status, page = province.post(sheet, url.Values{"do": {"return"}, "figure": {"experts"}})
	if status != http.StatusUnprocessableEntity {
		t.Fatalf("a return without a reason is answered %d", status)
	}
	want(t, page, []string{"退回必须写明理由", `value="experts" checked`, `aria-invalid="true" aria-describedby="fault-reason"`})
	status, to = province.post(sheet, url.Values{"do": {"return"}, "figure": {"experts"}, "reason": {"专家人数请附名单"}})
	if status != http.StatusSeeOther || !strings.HasSuffix(to, "?done=returned") {
		t.Fatalf("a return is answered %d %s", status, to)
	}
	if status, to = province.post(sheet, url.Values{"do": {"approve-all"}}); status != http.StatusSeeOther {
		t.Fatalf("the rest is answered %d %s", status, shown(to))
	}
	standing, err := w.store.SeriesNow(t.Context(), []targets.SeriesKey{{Indicator: "standards-made", Area: "330100"}, {Indicator: "experts", Area: "330100"}})
	if err != nil {
		t.Fatal(err)
	}
	made, experts := standing[targets.SeriesKey{Indicator: "standards-made", Area: "330100"}], standing[targets.SeriesKey{Indicator: "experts", Area: "330100"}]
	if got := made[len(made)-1].Value.String(); got != "861" {
		t.Errorf("standards made stand at %s, want the approved 861", got)
	}
	if got := experts[len(experts)-1].Value.String(); got != "310" {
		t.Errorf("experts stand at %s, want 310: what was returned does not count", got)
	}
	_, page = province.get("/work/review/")
	want(t, page, []string{"没有等您审核的报表"}, sheet)
}

// mustNotWithdraw tries to take back what a reviewer has opened.
func (w *world) mustNotWithdraw(entry int64) {
	w.t.Helper()
	err := w.desk.Withdraw(w.t.Context(), w.person("hangzh"), entry, "再改一下", targets.OnceKey{})
	if targets.KindOf(err) == "" {
		w.t.Errorf("an opened handover is withdrawn: %v", err)
	}
}

func TestManyHandoversAreApprovedAtOnce(t *testing.T) {
	w := newReviewWorld(t)
	entry := w.handIn()
	office := w.visitor("qianhz")
	status, page := office.post("/work/review/", url.Values{})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("nothing ticked is answered %d", status)
	}
	want(t, page, []string{"还没有勾选报表"})
	status, to := office.post("/work/review/", url.Values{"entry": {fmt.Sprint(entry)}, "once": {"k1"}})
	if status != http.StatusSeeOther || to != "/work/review/?done=approved-many" {
		t.Errorf("one ticked is answered %d %s", status, shown(to))
	}
	// The same form sent again, as a browser does after a lost answer, does nothing twice.
	if status, to = office.post("/work/review/", url.Values{"entry": {fmt.Sprint(entry)}, "once": {"k1"}}); status != http.StatusSeeOther {
		t.Errorf("the same form again is answered %d %s", status, shown(to))
	}
	h, err := w.store.Handed(t.Context(), entry)
	if err != nil || h.Step != 2 {
		t.Errorf("the handover is at step %d, %v; want 2", h.Step, err)
	}
}

func TestReviewPagesShowNothingToOthers(t *testing.T) {
	w := newReviewWorld(t)
	entry := w.handIn()
	sheet := fmt.Sprintf("/work/review/%d", entry)
	foreign := fmt.Sprintf("/work/review/%d", w.handInAs("wangxh", filingZJ, "3923"))
	h, err := w.store.Handed(t.Context(), entry)
	if err != nil {
		t.Fatal(err)
	}
	var sha string
	for _, row := range h.Rows {
		for _, s := range row.Evidence {
			sha = s
		}
	}
	visitors := map[string]*visitor{}
	seen := func(login string) *visitor { // signed in once: a person has few sessions at a time
		if visitors[login] == nil {
			visitors[login] = w.visitor(login)
		}
		return visitors[login]
	}
	tests := map[string]struct {
		login, path string
		status      int
	}{
		"a reporter of another area finds no review":          {"hangzh", foreign, http.StatusNotFound},
		"a reviewer of another area finds no review":          {"qianhz", foreign, http.StatusNotFound},
		"nor a file of it":                                    {"qianhz", foreign + "/files/" + sha, http.StatusNotFound},
		"an administrator opens no review":                    {"guanli", sheet, 0},
		"a number nobody has is not there":                    {"zhaosh", "/work/review/999999", http.StatusNotFound},
		"what is no number is not there":                      {"zhaosh", "/work/review/abc", http.StatusNotFound},
		"a path in a file's name leads nowhere":               {"zhaosh", sheet + "/files/..%2f..%2fetc%2fpasswd", http.StatusNotFound},
		"a file of nobody is not there":                       {"zhaosh", sheet + "/files/" + strings.Repeat("0", 64), http.StatusNotFound},
		"an administrator downloads no evidence":              {"guanli", sheet + "/files/" + sha, 0},
		"the reviewer of the province reads what waits below": {"zhaosh", sheet, http.StatusOK},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			status, page := seen(tt.login).get(tt.path)
			if tt.status != 0 && status != tt.status && !(tt.status == http.StatusForbidden && status == http.StatusNotFound) || tt.status == 0 && status == http.StatusOK {
				t.Errorf("GET %s as %s = %d, want %d", tt.path, tt.login, status, tt.status)
			}
			if status != http.StatusOK {
				want(t, page, nil, "861", "3,923", "3923", "评审周期延长", "sql", "goroutine", ".go:")
			}
		})
	}
	r, err := seen("zhaosh").Get(w.server.URL + sheet + "/files/" + sha)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if got := r.Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") || r.Header.Get("X-Content-Type-Options") != "nosniff" || r.StatusCode != http.StatusOK {
		t.Errorf("evidence is sent with %d, %q, %q; want a download that is not sniffed", r.StatusCode, got, r.Header.Get("X-Content-Type-Options"))
	}
}
