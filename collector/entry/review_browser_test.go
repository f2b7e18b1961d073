package entry

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

func TestAReviewerWorksByKeyboard(t *testing.T) {
	w, b := newReviewWorld(t), openBrowser(t)
	first := w.handInAs("wangxh", filingZJ, "3923")
	second := w.handIn()
	if status, to := w.visitor("qianhz").post("/work/review/", url.Values{"entry": {fmt.Sprint(second)}}); status != http.StatusSeeOther {
		t.Fatalf("Hangzhou's first step: %d %s", status, shown(to))
	}
	b.signIn(w, "zhaosh", "/work/review/")
	b.wait(`document.querySelector('.keys') && !document.querySelector('.keys').hidden`)
	b.keys("jkx")
	if got := ask[int](b, `document.querySelectorAll('tbody input:checked').length`); got != 1 {
		t.Errorf("j, k and x tick %d rows, want 1", got)
	}
	b.keys("x")
	if got := ask[int](b, `document.querySelectorAll('tbody input:checked').length`); got != 0 {
		t.Errorf("x again leaves %d rows ticked, want none", got)
	}
	b.keys("\r")
	b.wait(fmt.Sprintf(`location.pathname === '/work/review/%d' && document.readyState === 'complete'`, first))
	b.keys("jxjx")
	if got := ask[string](b, `[...document.querySelectorAll('tbody input:checked')].map(function (i) { return i.value; }).join(' ')`); len(strings.Fields(got)) != 2 {
		t.Errorf("j x j x tick %q, want two figures", got)
	}
	b.keys("\r") // on a box: nothing may be approved by accident
	if got := ask[string](b, `location.pathname`); got != fmt.Sprintf("/work/review/%d", first) {
		t.Errorf("Enter on a box leads to %s", got)
	}
	h, err := w.store.Handed(t.Context(), first)
	if err != nil || h.Step != 1 {
		t.Fatalf("the handover is at step %d, %v; want 1", h.Step, err)
	}
	ask[bool](b, `(document.querySelector('button[value=approve-all]').focus(), true)`)
	b.keys("\r")
	b.wait(`location.pathname === '/work/review/' && document.querySelector('.notice')`)
	if got := ask[string](b, `document.querySelector('.notice').textContent`); got != "已审核通过，转下一级审核。" {
		t.Errorf("the approval says %q", got)
	}
	for _, c := range b.complaints() {
		t.Errorf("the page complains: %s", c)
	}
}

// officePages are the pages of this part with who looks at them.
func (w *world) officePages(entry int64) [][3]string {
	sheet := fmt.Sprintf("/work/review/%d", entry)
	return [][3]string{
		{"qianhz", "/work/review/", "review-queue"}, {"qianhz", sheet, "review-sheet"}, {"sunlh", "/work/review/", "review-others"},
		{"sunlh", "/work/late/", "late"}, {"sunlh", "/work/ledger/", "ledger"}, {"sunlh", "/work/ledger/?by=department", "ledger-department"},
		{"wangxh", "/work/tasks/zj-task-1", "task-report"}, {"sunlh", "/work/tasks/zj-task-1", "task-close"},
		{"sunlh", "/work/reminders/", "reminders"}, {"sunlh", "/work/rates/", "rates"},
		{"guanli", "/work/admin/", "admin"}, {"guanli", "/work/admin/offices/", "admin-offices"}, {"guanli", "/work/admin/offices/zj-amr", "admin-office"},
		{"guanli", "/work/admin/users/", "admin-users"}, {"guanli", w.userPage("hangzh"), "admin-user"},
		{"guanli", "/work/admin/forms/", "admin-forms"}, {"guanli", "/work/admin/forms/standards-quarterly", "admin-form"},
		{"guanli", "/work/admin/calendar/", "admin-calendar"}, {"guanli", "/work/admin/tokens/", "admin-tokens"}, {"guanli", "/work/admin/audit/", "admin-audit"},
	}
}

func (w *world) userPage(login string) string {
	w.t.Helper()
	users, err := w.accounts.Users(w.t.Context(), w.person("guanli"))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, u := range users {
		if u.Login == login {
			return "/work/admin/users/" + u.ID
		}
	}
	w.t.Fatalf("nobody is %s", login)
	return ""
}

// forget signs out without a page.
func (b *tab) forget() {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		b.t.Fatal(err)
	}
}

// fill gives every page of this part something to show.
func (w *world) fill() int64 {
	w.t.Helper()
	entry := w.handIn()
	clerk := w.visitor("wangxh")
	clerk.upload("/work/tasks/zj-task-1/report", url.Values{"stage": {"in_progress"}, "on": {"2025-03-31"}, "text": {"已立项 12 项，发布 7 项。"}}, "进展.pdf", "%PDF-1.4\n%%EOF\n")
	w.visitor("sunlh").post("/work/tasks/zj-task-1/assign", url.Values{"part": {"lead", "division"}, "unit": {"浙江省市场监督管理局", "标准化处"}})
	w.visitor("guanli").post("/work/admin/calendar/", url.Values{"year": {"2025"}, "source": {"国办发明电〔2024〕12号"}, "off": {"2025-05-01\n2025-05-02\n2025-05-05"}, "work": {"2025-04-27"}})
	w.visitor("guanli").post("/work/admin/tokens/", url.Values{"name": {"每日取数"}, "role": {"administrator"}})
	w.overdue()
	if err := w.desk.RequestLate(w.t.Context(), w.person("wangxh"), filingZJ, "专家信息系统升级，一季度专家人数 4 月 18 日才核定。"); err != nil {
		w.t.Fatal(err)
	}
	return entry
}

func TestOfficePagesAreSoundOnEveryScreen(t *testing.T) {
	w, b, checker := newReviewWorld(t), openBrowser(t), axe(t)
	entry, who := w.fill(), ""
	for _, pg := range w.officePages(entry) {
		if pg[0] != who {
			b.forget()
			b.signIn(w, pg[0], "/work/")
			who = pg[0]
		}
		for _, width := range []int64{1280, 390} {
			b.visit(w.server.URL+pg[1], width)
			b.t = t
			b.sound(checker)
			b.shoot(fmt.Sprintf("%s-%d", pg[2], width))
		}
		b.scheme("dark")
		b.visit(w.server.URL+pg[1], 1280)
		b.sound(checker)
		b.shoot(pg[2] + "-dark")
		b.scheme("light")
		for _, c := range b.complaints() {
			t.Errorf("%s complains: %s", pg[1], c)
		}
		if t.Failed() {
			t.Errorf("at %s as %s", pg[1], pg[0])
		}
	}
}
