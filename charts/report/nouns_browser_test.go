package report

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// stands reports whether an element is laid out.
const stands = `(function (id) { return document.getElementById(id).getClientRects().length > 0; })`

func TestTheLedgerStandsInOneOrderAtATime(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	disk, _ := sites(t)
	w := openBrowser(t)
	if err := chromedp.Do(w.ctx, chromedp.EmulateViewport(1280, 900)); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		does         string
		to           string // an address, or else press is clicked
		press        string
		order, leads bool
	}{
		{does: "the page is opened", to: "documents/plan-2022.html", order: true},
		{does: "the other order is chosen", press: ".switch .by-lead", leads: true},
		{does: "a task is followed to its place", press: "#ledger-by-lead th[scope=row] a", order: true},
		{does: "the other order is asked for in the address", to: "documents/plan-2022.html#ledger-by-lead", leads: true},
		{does: "the first order is chosen", press: ".switch .by-order", order: true},
	} {
		if step.to != "" {
			w.visit(t, "about:blank", 1280)
			w.visit(t, disk+step.to, 1280)
		} else {
			ask[bool](t, w, `document.querySelector("`+step.press+`").click(); true`)
			w.frames(t)
		}
		order, leads := ask[bool](t, w, stands+`("ledger-by-order")`), ask[bool](t, w, stands+`("ledger-by-lead")`)
		if order != step.order || leads != step.leads {
			t.Errorf("%s: in the document's order %v, by lead %v; want %v, %v", step.does, order, leads, step.order, step.leads)
		}
	}
}

// narrowed are the names of the rows that a list shows, and what it says of them.
const narrowed = `[...document.querySelectorAll('table[id] tbody tr')].filter(function (r) { return !r.hidden; }).map(function (r) { return r.cells[0].textContent; }).join('/') + ' ' + document.querySelector('form[data-find] output').textContent`

func TestAListIsNarrowedByWordsThatStayInTheAddress(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	disk, _ := sites(t)
	w := openBrowser(t)
	w.visit(t, disk+"indicators.html", 1280)
	for _, step := range []struct{ does, script, want, hash string }{
		{"a word is typed", `q.value = '标准'; q.dispatchEvent(new Event('input', { bubbles: true }))`, "", "#q=%E6%A0%87%E5%87%86"},
		{"two words are typed", `q.value = '转化率 比率'; q.dispatchEvent(new Event('input', { bubbles: true }))`, "国际标准转化率 显示 1 个，共 9 个", "#q=%E8%BD%AC%E5%8C%96%E7%8E%87%20%E6%AF%94%E7%8E%87"},
		{"a measure that does not fit is chosen", `m.value = 'mean'; m.dispatchEvent(new Event('change', { bubbles: true }))`, " 显示 0 个，共 9 个", ""},
		{"the words are cleared", `q.value = ''; q.dispatchEvent(new Event('input', { bubbles: true }))`, "国家标准平均制定周期 显示 1 个，共 9 个", "#measure=mean"},
		{"the address says more", `location.hash = '#q=%E8%AF%95%E7%82%B9'`, "试点期限 显示 1 个，共 9 个", "#q=%E8%AF%95%E7%82%B9"},
	} {
		ask[bool](t, w, `(function (q, m) { `+step.script+`; return true; })(document.querySelector('[data-find] [name=q]'), document.querySelector('[name=measure]'))`)
		w.frames(t)
		if got := ask[string](t, w, narrowed); step.want != "" && got != step.want {
			t.Errorf("%s: the list is %q, want %q", step.does, got, step.want)
		}
		if got := ask[string](t, w, "location.hash"); step.hash != "" && got != step.hash {
			t.Errorf("%s: the address ends with %q, want %q", step.does, got, step.hash)
		}
	}
	if none := ask[bool](t, w, `document.querySelector('[data-none]').hidden`); !none {
		t.Error("a list with a row says that nothing fits")
	}
}
