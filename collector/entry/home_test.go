package entry

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/collector"
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

func TestAnOfficeKeepsItsOwnContacts(t *testing.T) {
	w := newReviewWorld(t)
	clerk := w.visitor("hangzh")
	_, page := clerk.get("/work/account")
	want(t, page, []string{`href="/work/contacts"`})
	_, page = clerk.get("/work/contacts")
	want(t, page, []string{"周静", "0571-87000001", "杭州市市场监督管理局"}, "王小华", "0571-85000001")
	status, page := clerk.post("/work/contacts", url.Values{"contact": {""}, "post": {"处长"}, "phone": {"0571-87000009"}})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("a contact without a name is answered %d", status)
	}
	want(t, page, []string{"第 1 行姓名", `value="0571-87000009"`})
	if status, to := clerk.post("/work/contacts", url.Values{"contact": {"吴<i>勇"}, "post": {"处长"}, "phone": {"0571-87000009"}}); status != http.StatusSeeOther {
		t.Fatalf("contacts are answered %d %s", status, shown(to))
	}
	_, page = clerk.get("/work/contacts")
	want(t, page, []string{"吴&lt;i&gt;勇"}, "周静", "<i>勇")
	if status, _ = w.visitor("qianhz").get("/work/contacts"); status == http.StatusOK {
		t.Error("a reviewer changes contacts")
	}
	_, page = w.visitor("qianhz").get("/work/account")
	want(t, page, nil, "/work/contacts")
	if status, _ = w.visitor("guanli").get("/work/contacts"); status != http.StatusNotFound {
		t.Errorf("an administrator of no office is answered %d", status)
	}
}

func TestAUserIsAddedFromTheOfficesPage(t *testing.T) {
	w := newReviewWorld(t)
	v := w.visitor("guanli")
	_, page := v.get("/work/admin/offices/" + officeHZ)
	want(t, page, []string{"/work/admin/users/?office=" + officeHZ})
	_, page = v.get("/work/admin/users/?office=" + officeHZ)
	want(t, page, []string{`<details class="card" open>`, `name="office" value="杭州市市场监督管理局"`})
}

func TestALinkThatIsNoneSaysWhereToGetOne(t *testing.T) {
	w := newReviewWorld(t)
	v := stranger(w)
	for _, path := range []string{"/invite?link=forged", "/invite", "/first-run?link=forged"} {
		_, page := v.get(path)
		want(t, page, nil, "forged_", "sql", "panic")
	}
	form := url.Values{"link": {"forged"}, "login": {"boss"}, "name": {"主任"}, "password": {password}, "again": {password}}
	for _, path := range []string{"/invite", "/first-run"} {
		status, page := v.post(path, form)
		if status != http.StatusUnprocessableEntity && status != http.StatusForbidden && status != http.StatusNotFound {
			t.Errorf("%s with a forged link is answered %d", path, status)
		}
		want(t, page, []string{"链接", "管理员"}, password)
		if path == "/invite" {
			want(t, page, []string{`href="/sign-in">直接登录`})
		}
	}
}

func TestAPasswordThatIsRefusedLeavesTheInviteAsItWas(t *testing.T) {
	w := newReviewWorld(t)
	_, link, err := w.accounts.AddUser(t.Context(), w.person("guanli"), collector.UserEntry{Login: "wuyong", Name: "吴勇", Office: officeHZ, Roles: []targets.Role{targets.Reporter}})
	if err != nil {
		t.Fatal(err)
	}
	v := stranger(w)
	_, page := v.get("/invite?link=" + link)
	want(t, page, []string{"吴勇，", "「wuyong」"})
	status, page := v.post("/invite", url.Values{"link": {link}, "password": {"Wuyong-2026!"}, "again": {"Wuyong-2026!"}})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("a password with the login in it is answered %d", status)
	}
	want(t, page, []string{"吴勇，", "「wuyong」", link}, "Wuyong-2026!")
	if status, to := v.post("/invite", url.Values{"link": {link}, "password": {password}, "again": {password}}); to != "/sign-in?done=invited" {
		t.Errorf("a password that will do is answered %d %s", status, shown(to))
	}
}

func TestALockOutSaysHowLongAndWhatToDo(t *testing.T) {
	w := newReviewWorld(t)
	v, texts := stranger(w), map[string]bool{}
	var page string
	for i := range 12 {
		_, page = v.post("/sign-in", url.Values{"login": {"wangxh"}, "password": {fmt.Sprint("wrong-", i)}})
		texts[between(page, `aria-hidden="true">■</span> `, "</p>")] = true
	}
	want(t, page, []string{"锁定", "联系本单位管理员"}, "wrong-")
	status, page := v.post("/sign-in", url.Values{"login": {"wangxh"}, "password": {password}})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("the right password during a lock-out is answered %d", status)
	}
	want(t, page, []string{"锁定"})
	for i := range 12 { // nobody's name is locked with the same words
		_, page = v.post("/sign-in", url.Values{"login": {"nobody"}, "password": {fmt.Sprint("wrong-", i)}})
		if text := between(page, `aria-hidden="true">■</span> `, "</p>"); !texts[text] {
			t.Errorf("an unknown name is told %q, which no known one is", text)
		}
	}
}

func TestANewFormIsSignedByWhoFillsIn(t *testing.T) {
	w := newWorld(t)
	_, _, page := w.clerk("wangxh").get(gridAddress)
	want(t, page, []string{`name="filler" value="王小华"`, `name="signed-on" value="2025-04-08"`, `name="head" value=""`})
	w.clerk("wangxh").post(gridAddress, gridForm(askSave, "0", map[string]string{"a.standards-made": "3920"}))
	_, _, page = w.clerk("liming").get(gridAddress)
	want(t, page, []string{`name="filler" value=""`}, `value="李明"`)
}

func TestTheSecondOfTwoSeesAlsoTheWords(t *testing.T) {
	w := newWorld(t)
	wang, li := w.clerk("wangxh"), w.clerk("liming")
	wang.post(gridAddress, gridForm(askSave, "0", map[string]string{"a.standards-made": "3920", "statement": "含三月底集中发布", "head": "陈局"}))
	status, _, page := li.post(gridAddress, gridForm(askSave, "0", map[string]string{"a.standards-made": "3920", "statement": "另一说", "head": "陈局"}))
	if status != http.StatusConflict {
		t.Fatalf("the second save is answered %d", status)
	}
	want(t, page, []string{"说明，对方填的：<span class=\"pre\">含三月底集中发布</span>", ">另一说</textarea>"}, "单位负责人，对方填的", "0项指标与您填的不同")
}

// stranger is a browser in which nobody signed in.
func stranger(w *world) *visitor {
	return &visitor{w, http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func TestWhatASuperiorFilledInIsConfirmedFromTheWorkbench(t *testing.T) {
	w := newReviewWorld(t)
	w.fillInFor("wangxh", filingHZ, "凭市局〔2025〕3号函代填")
	clerk := w.visitor("hangzh")
	_, page := clerk.get("/work/")
	want(t, page, []string{"1张由上级代填，等您核对确认", "核对确认"})
	address := filingPath(filingHZ)
	_, page = clerk.get(address)
	want(t, page, []string{"依据：凭市局〔2025〕3号函代填", "确认代填的数据"})
	status, to := clerk.post(address+"/confirm", url.Values{"entry": {between(page, `name="entry" value="`, `"`)}})
	if status != http.StatusSeeOther {
		t.Fatalf("the confirmation is answered %d %s", status, shown(to))
	}
	_, page = clerk.get("/work/")
	want(t, page, nil, "核对确认")
	_, page = w.visitor("wangxh").get("/work/")
	want(t, page, nil, "等您核对确认")
}

// fillInFor hands in for an office below (代填).
func (w *world) fillInFor(login string, k targets.FilingKey, basis string) {
	w.t.Helper()
	p := w.person(login)
	e := collector.Entry{Basis: basis, Statement: targets.Statement{Cause: "没有人手。", Measure: "已派人协助。", Expected: targets.NewDate(2025, 9, 30)}}
	g, err := w.desk.Grid(w.t.Context(), p, k)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, row := range g.Rows {
		e.Cells = append(e.Cells, collector.Cell{Indicator: row.Indicator.ID, Reply: collector.ReplyNotApplicable, Seen: row.Cell.Seen, Note: "本地没有这项工作"})
	}
	if _, _, err = w.desk.Submit(w.t.Context(), p, k, e, onceKey("fill in for")); err != nil {
		w.t.Fatalf("fill in for %s: %v", k.Office, err)
	}
}
