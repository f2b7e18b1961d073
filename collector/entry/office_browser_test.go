package entry

import (
	"fmt"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// manyOffices is every county's office of a country.
const manyOffices = 3200

func TestOfManyOfficesThoseOfAnAreaAreChosenAtOnce(t *testing.T) {
	w, b := newReviewWorld(t), openBrowser(t)
	var change targets.RegisterChange
	for i := range manyOffices {
		name, area := "浙江省县局", "330000"
		if i%10 == 0 {
			name, area = "杭州市街道", "330100"
		}
		change.Offices = append(change.Offices, targets.Office{ID: fmt.Sprintf("many-%04d", i), Name: fmt.Sprintf("%s%04d", name, i), Area: area})
	}
	if _, err := w.store.PutRegister(t.Context(), collector.Operator, change, w.now); err != nil {
		t.Fatal(err)
	}
	b.signIn(w, "guanli", "/work/admin/forms/"+formID)
	ask[bool](b, `(document.getElementById('find-offices').focus(), true)`)
	b.keys("杭州市 街道")
	b.wait(`document.querySelectorAll('#offices label:not([hidden])').length === 320`)
	ask[bool](b, `(document.querySelector('[data-tick=offices]').click(), true)`)
	if got := ask[string](b, `document.getElementById('count-offices').textContent`); !strings.Contains(got, "其中勾选 320 项") {
		t.Errorf("after ticking what is listed: %q", got)
	}
	b.shoot("admin-form-many")
	b.sound(axe(t))
	ask[bool](b, `(document.querySelector('button.primary').click(), true)`)
	b.wait(`document.querySelector('.refused') && document.getElementById('count-offices').textContent !== ''`) // two offices of one area would answer the same duty
	if got := ask[string](b, `document.getElementById('fault-offices').textContent + document.getElementById('count-offices').textContent`); !strings.Contains(got, "同属一个地区") || !strings.Contains(got, "共勾选 322 项") {
		t.Errorf("two offices of an area are answered %q", got)
	}
	b.quiet("422")
}

func TestSigningOutLeavesNoUnsentFigures(t *testing.T) {
	w, b := newWorld(t), openBrowser(t)
	b.signIn(w, "wangxh", gridAddress)
	copies := `Object.keys(localStorage).filter(function (k) { return k.indexOf('biaochi draft ') === 0; }).length`
	b.offline(true)
	b.focus("a.standards-made")
	b.keys("3920")
	b.wait(`/本机/.test(document.getElementById('saved').textContent)`)
	if n := ask[int](b, copies); n != 1 {
		t.Fatalf("%d copies are kept of what was not sent, want 1", n)
	}
	ask[bool](b, `(window.confirm = function (q) { window.asked = q; return false; }, document.querySelector('.tools button').click(), true)`)
	b.wait(`window.asked`)
	if got := ask[string](b, `window.asked`); !strings.Contains(got, "没有保存到服务器") {
		t.Errorf("signing out asks %q", got)
	}
	if n := ask[int](b, copies); n != 1 {
		t.Errorf("%d copies are kept after the answer no, want 1", n)
	}
	b.offline(false)
	ask[bool](b, `window.dispatchEvent(new Event('online'))`)
	b.wait(savedByItself)
	b.focus("a.standards-made")
	b.keys("1")
	ask[bool](b, `(document.querySelector('.tools button').click(), true)`) // within the second before the draft saves itself
	b.wait(`location.pathname === '/sign-in'`)
	if n := ask[int](b, copies); n != 0 {
		t.Errorf("%d copies are kept after signing out, want none", n)
	}
	g, err := w.desk.Grid(t.Context(), w.person("liming"), filingZJ)
	if err != nil || g.Rows[0].Cell.Value == "3920" || g.Rows[0].Cell.Value == "" {
		t.Errorf("what was typed just before signing out is %q, %v; want it saved", g.Rows[0].Cell.Value, err)
	}

	b.signIn(w, "wangxh", gridAddress)
	b.offline(true)
	b.focus("a.standards-made")
	b.keys("7")
	b.wait(`/本机/.test(document.getElementById('saved').textContent)`)
	ask[bool](b, `(window.confirm = function () { return true; }, document.querySelector('.tools button').click(), true)`)
	b.wait(`!document.getElementById('grid')`) // the browser's own page: there is no connection
	b.offline(false)
	b.visit(w.server.URL+"/sign-in", 1280)
	if n := ask[int](b, copies); n != 0 {
		t.Errorf("%d copies are kept after the answer yes, want none", n)
	}
	b.complaints()
}

func TestThePagesBesideTheGridAreSound(t *testing.T) {
	w, b := newReviewWorld(t), openBrowser(t)
	checker := axe(t)
	b.signIn(w, "wangxh", "/work/below/")
	for name, path := range map[string]string{"below": "/work/below/", "contacts": "/work/contacts", "account": "/work/account"} {
		for _, width := range []int64{1280, 390} {
			b.visit(w.server.URL+path, width)
			b.sound(checker)
			b.shoot(fmt.Sprintf("%s-%d", name, width))
			if over := ask[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("%s at %d is %d px too wide", path, width, over)
			}
		}
	}
	b.quiet()
}
