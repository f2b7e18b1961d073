package report

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// visible are the names of the goals that the table shows, in its order.
const visible = `[...document.querySelectorAll('#targets tbody tr')].filter(function (r) { return !r.hidden; }).map(function (r) { return r.querySelector('th').textContent; }).join(' ')`

// counted is what the page says of how many it shows.
const counted = `document.getElementById('shown').textContent`

func TestTheAddressNarrowsAndSortsTheTableOfAllGoals(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	dir := t.TempDir()
	if err := Site(t.Context(), &memory{make: brokenDown, generation: 1}, dir, fixed, nil); err != nil {
		t.Fatal(err)
	}
	w := openBrowser(t)
	tests := map[string]struct {
		fragment, shown, counted string
	}{
		"nothing chosen shows all":         {"", "", "显示 12 项，共 12 项"},
		"a document and a light":           {"#document=zhejiang-2023-24&light=red", "试点期限", "显示 1 项，共 12 项"},
		"an area with the areas below":     {"#area=330000&text=园区", "标准化示范园区 标准化示范园区 标准化示范园区", "显示 3 项，共 12 项"},
		"an area alone":                    {"#area=330000&own=1&text=%E5%9B%AD%E5%8C%BA", "标准化示范园区", "显示 1 项，共 12 项"},
		"the country alone":                {"#area=100000&own=1", "", "显示 5 项，共 12 项"},
		"a state":                          {"#state=no_data", "国际标准转化率", "显示 1 项，共 12 项"},
		"what fits nothing says so":        {"#light=blue", "", "显示 0 项，共 12 项"},
		"unknown fields are no filter":     {"#colour=red&__proto__=1&sort=length", "", "显示 12 项，共 12 项"},
		"an unknown choice is no filter":   {"#area=999999&light=purple", "", "显示 12 项，共 12 项"},
		"by deadline, what has none last":  {"#document=plan-2022&sort=-deadline&text=标准", "国际标准转化率 国家标准平均制定周期 国家技术标准创新基地 标准开放水平", "显示 4 项，共 12 项"},
		"by attained share, unknown last":  {"#area=330000&sort=progress&light=green", "累计发布“浙江制造”标准", "显示 1 项，共 12 项"},
		"the light with most to do at top": {"#sort=state&document=plan-2022&text=标准", "国际标准转化率 国家标准平均制定周期 国家技术标准创新基地 标准开放水平", "显示 4 项，共 12 项"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w.visit(t, "about:blank", 1280)
			faults, _ := w.visit(t, "file://"+dir+"/targets.html"+tt.fragment, 1280)
			if got := ask[string](t, w, visible); tt.shown != "" && got != tt.shown {
				t.Errorf("%s shows %q, want %q", tt.fragment, got, tt.shown)
			}
			if got := ask[string](t, w, counted); got != tt.counted || len(faults) > 0 {
				t.Errorf("%s says %q, want %q; complaints %v", tt.fragment, got, tt.counted, faults)
			}
			if got, want := ask[bool](t, w, `document.getElementById('none').hidden`), tt.fragment != "#light=blue"; got != want {
				t.Errorf("%s: the words for no goal are hidden: %t, want %t", tt.fragment, got, want)
			}
		})
	}
}

func TestAChoiceIsKeptInTheAddress(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	dir := t.TempDir()
	if err := Site(t.Context(), &memory{make: brokenDown, generation: 1}, dir, fixed, nil); err != nil {
		t.Fatal(err)
	}
	w := openBrowser(t)
	w.visit(t, "file://"+dir+"/targets.html", 1280)
	type step struct{ do, hash string }
	change := func(name, value string) string {
		return `var f = document.querySelector('#filters [name=` + name + `]'); f.type === 'checkbox' ? f.checked = true : f.value = '` + value + `'; f.dispatchEvent(new Event('change', { bubbles: true })); true`
	}
	for _, s := range []step{
		{change("light", "green"), "#light=green"},
		{change("area", "330000"), "#area=330000&light=green"},
		{change("own", ""), "#area=330000&own=1&light=green"},
		{change("text", "标准"), "#area=330000&own=1&light=green&text=%E6%A0%87%E5%87%86"},
	} {
		ask[bool](t, w, s.do)
		if got := ask[string](t, w, `location.hash`); got != s.hash {
			t.Errorf("after %.60s the address ends in %q, want %q", s.do, got, s.hash)
		}
	}
	ask[bool](t, w, `document.querySelector('#filters [type=reset]').click(); true`)
	w.frames(t)
	if got := ask[string](t, w, `location.hash`); got != "" {
		t.Errorf("cleared, the address ends in %q, want nothing", got)
	}

	// By keyboard: the first head is reached by Tab and pressed by Enter, twice.
	ask[bool](t, w, `document.querySelector('#targets .sort').focus(); true`)
	for _, want := range []string{"ascending #sort=state", "descending #sort=-state"} {
		if err := chromedp.Do(w.ctx, chromedp.KeyEvent("\r")); err != nil {
			t.Fatal(err)
		}
		if got := ask[string](t, w, `document.querySelector('#targets th').getAttribute('aria-sort') + ' ' + location.hash`); got != want {
			t.Errorf("the pressed head is %q, want %q", got, want)
		}
	}
	if got := ask[int](t, w, `document.querySelectorAll('[aria-sort]').length`); got != 1 {
		t.Errorf("%d heads say how they are sorted, want 1", got)
	}
}
