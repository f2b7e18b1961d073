package entry

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/biaochi/biaochi/collector"
)

const gridAddress = "/work/filings/standards-quarterly/zj-amr/2025-Q1"

// focus puts the cursor into a cell of the grid.
func (b *tab) focus(name string) {
	b.t.Helper()
	ask[bool](b, `(document.querySelector('[name="`+name+`"]').focus(), true)`)
}

// cell is what stands in a field of the grid.
func (b *tab) cell(name string) string {
	b.t.Helper()
	return ask[string](b, `document.querySelector('[name="`+name+`"]').value`)
}

// at is the name of the focused field.
func (b *tab) at() string { b.t.Helper(); return ask[string](b, `document.activeElement.name || ''`) }

func (b *tab) quiet(wanted ...string) {
	b.t.Helper()
	for _, c := range b.complaints(wanted...) {
		b.t.Errorf("the page complains: %s", c)
	}
}

const savedByItself = `/^已自动保存 \d\d:\d\d$/.test(document.getElementById('saved').textContent)`

func TestAPastedBlockFillsTheCellsItStandsOver(t *testing.T) {
	w, b := newWorld(t), openBrowser(t)
	b.signIn(w, "wangxh", gridAddress)
	b.focus("a.standards-made")
	// As WPS copies it: quoted cells with tabs and line ends, a line end at the end.
	b.paste("3923\t\t\t\"含“浙江制造”\n与补充\"\r\n169\t\r\n815\t9\r\n790\t815\t\t按年报\r\n")
	for name, want := range map[string]string{
		"a.standards-made": "3923", "note.standards-made": "含“浙江制造”\n与补充", "a.standards-new": "169", "a.bodies": "815",
		"a.adoption": "790", "b.adoption": "815", "note.adoption": "按年报", "a.months": "",
	} {
		if got := b.cell(name); got != want {
			t.Errorf("after the paste %s holds %q, want %q", name, got, want)
		}
	}
	if got, want := ask[string](b, `document.getElementById('pasted').textContent`), "粘贴填入7格；1格没有填入：第3行「9」没有对应的格。按 Ctrl＋Z 可撤销。"; got != want {
		t.Errorf("the paste says %q, want %q", got, want)
	}
	b.wait(savedByItself)
	b.shoot("grid-pasted")
	b.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(2)))
	if got := b.cell("a.standards-made") + b.cell("b.adoption") + b.cell("note.adoption"); got != "" {
		t.Errorf("Ctrl+Z leaves %q of the paste", got)
	}
	b.quiet()
}

func TestAQuarterIsHandedInByTheKeyboardAlone(t *testing.T) {
	w, b := newWorld(t), openBrowser(t)
	b.signIn(w, "wangxh", "/work/")
	b.wait(`document.querySelector('.filings .do a')`)
	b.sound(axe(t))
	b.shoot("home")
	ask[bool](b, `(document.querySelector('.filings .do a').focus(), true)`)
	b.keys("\r")
	b.wait(`document.readyState === 'complete' && document.getElementById('grid')`)
	b.focus("a.standards-made")
	// Enter goes down the first column; a stage is chosen by its first key.
	b.keys("3923\r169\r815\r790\r1480\r")
	if got := b.at(); got != "a.platform" {
		t.Fatalf("after five rows the cursor is in %q, want a.platform", got)
	}
	b.keys(kb.ArrowDown + kb.ArrowDown + "\r23\r1211")
	if got := b.at() + " " + b.cell("a.platform"); got != "a.experts under_way" {
		t.Errorf("the cursor and the stage are %q", got)
	}
	b.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(8)), chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(8)))
	if got := b.at(); got != "a.platform" {
		t.Errorf("Shift+Enter twice leads to %q, want a.platform", got)
	}
	b.focus("a.adoption")
	b.keys("\t815\r100")
	if got := b.at() + " " + b.cell("b.adoption") + " " + b.cell("b.months"); got != "b.months 815 100" {
		t.Errorf("denominators by Tab and Enter: %q", got)
	}
	b.wait(savedByItself)
	b.shoot("grid-full")
	ask[bool](b, `(document.querySelector('.bar .primary').focus(), true)`)
	b.keys("\r")
	b.wait(`location.pathname.endsWith('/submit') && document.querySelector('.lede') || document.getElementById('refused')`)
	b.shoot("summary")
	if got := ask[string](b, `location.pathname + ' ' + document.querySelector('.lede').innerText`); got != gridAddress+"/submit 将上报8项指标：数值8项。没有漏填。" {
		t.Fatalf("the summary is %q\n%s", got, ask[string](b, "document.body.innerText"))
	}
	b.sound(axe(t))
	b.wait(`document.activeElement.textContent === '确认上报'`)
	b.keys("\r")
	b.wait(`location.pathname.includes('/receipt/')`)
	b.sound(axe(t))
	b.shoot("receipt")
	b.quiet()
	if h, err := w.store.HandedOf(t.Context(), filingZJ); err != nil || len(h) != 1 || len(h[0].Figures) != 8 {
		t.Errorf("handed in: %+v, %v; want eight figures once", h, err)
	}
}

func TestAFindingStandsBesideItsCellAndIsAnsweredByANote(t *testing.T) {
	w, b := newWorld(t), openBrowser(t)
	b.signIn(w, "wangxh", gridAddress)
	b.focus("a.adoption")
	b.keys("820\t815")
	b.focus("a.standards-made")
	b.keys("3700")
	b.wait(`document.getElementById('fa-standards-made').textContent && document.getElementById('fa-adoption').textContent`)
	for _, id := range []string{"standards-made", "adoption"} {
		if got := ask[string](b, `document.querySelector('[name="a.`+id+`"]').getAttribute('aria-invalid') + document.querySelector('[name="a.`+id+`"]').getAttribute('aria-describedby')`); got != "truefa-"+id {
			t.Errorf("%s is not linked to its finding: %q", id, got)
		}
	}
	b.shoot("grid-findings")
	b.sound(axe(t))
	b.scheme("dark")
	b.shoot("grid-dark")
	b.sound(axe(t))
	b.scheme("light")
	b.visit(w.server.URL+gridAddress, 390)
	b.shoot("grid-390")
	b.sound(axe(t))
	ask[bool](b, `(document.querySelector('.bar .primary').click(), true)`)
	b.wait(`document.getElementById('refused')`)
	b.quiet("422")
}

func TestADraftSurvivesReloadAndALostConnection(t *testing.T) {
	w, b := newWorld(t), openBrowser(t)
	b.signIn(w, "wangxh", gridAddress)
	b.focus("a.standards-made")
	b.keys("3923")
	b.wait(savedByItself)
	b.visit(w.server.URL+gridAddress, 1280)
	if got := b.cell("a.standards-made"); got != "3923" {
		t.Errorf("after a reload the cell holds %q, want 3923", got)
	}
	b.offline(true)
	b.focus("a.standards-new")
	b.keys("169")
	b.wait(`document.getElementById('saved').textContent === '未联网，已保存在本机'`)
	b.shoot("grid-offline")
	b.offline(false)
	b.visit(w.server.URL+gridAddress, 1280)
	b.wait(savedByItself)
	if got := b.cell("a.standards-new"); got != "169" {
		t.Errorf("after the connection was lost and the page reopened the cell holds %q, want 169", got)
	}
	if got := ask[string](b, `document.getElementById('local').textContent + localStorage.length`); !strings.HasSuffix(got, "0") {
		t.Errorf("the browser's copy is kept after it was sent: %q", got)
	}
	g, err := w.desk.Grid(t.Context(), w.person("wangxh"), filingZJ)
	if err != nil || g.Rows[1].Cell.Value != "169" {
		t.Errorf("the server's draft: %v, %v", g, err)
	}
	b.quiet("ERR_INTERNET_DISCONNECTED")
}

func (b *tab) offline(off bool) {
	b.t.Helper()
	params := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}}}
	if _, err := chromedp.Call(b.ctx, network.EmulateNetworkConditionsByRule, params); err != nil {
		b.t.Fatal(err)
	}
}

func TestTheSecondOfTwoSeesTheFirstsFigures(t *testing.T) {
	w, b := newWorld(t), openBrowser(t)
	b.signIn(w, "wangxh", gridAddress)
	other := w.person("liming")
	if _, err := w.desk.SaveDraft(t.Context(), other, filingZJ, collector.Entry{Cells: []collector.Cell{{Indicator: "standards-made", Value: "3920"}, {Indicator: "bodies", Value: "815"}}}); err != nil {
		t.Fatal(err)
	}
	b.focus("a.standards-made")
	b.keys("3923")
	b.wait(`!document.getElementById('conflict').hidden`)
	if got := ask[string](b, `document.getElementById('conflict').innerText`); !strings.Contains(got, "李明在 10:32 保存了这张表") {
		t.Errorf("the conflict says %q", got)
	}
	if got := ask[int](b, `document.querySelectorAll('td.a .theirs').length`); got != 2 {
		t.Errorf("%d rows show the other's figures, want 2", got)
	}
	b.shoot("grid-conflict")
	b.sound(axe(t))
	g, err := w.desk.Grid(t.Context(), other, filingZJ)
	if err != nil || g.Rows[0].Cell.Value != "3920" {
		t.Errorf("the first's draft is %v, %v; want it untouched", g.Rows[0].Cell, err)
	}
	ask[bool](b, `(document.querySelectorAll('td.a .theirs')[1].querySelector('button').click(), document.querySelectorAll('td.a .theirs')[0].querySelectorAll('button')[1].click(), true)`)
	b.wait(savedByItself)
	if g, err = w.desk.Grid(t.Context(), other, filingZJ); err != nil || g.Rows[0].Cell.Value != "3923" || g.Rows[2].Cell.Value != "815" {
		t.Errorf("after the choice: %v %v, %v; want 3923 and 815", g.Rows[0].Cell, g.Rows[2].Cell, err)
	}
	b.quiet("409")
}

func TestAnInputMethodIsNotDisturbed(t *testing.T) {
	w, b := newWorld(t), openBrowser(t)
	b.signIn(w, "wangxh", gridAddress)
	b.focus("note.standards-made")
	b.compose("biao zhun", "标准口径")
	b.wait(savedByItself)
	if got := b.cell("note.standards-made"); got != "标准口径" {
		t.Errorf("the note is %q, want 标准口径", got)
	}
	ask[bool](b, `(document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true })), true)`)
	if got := b.at(); got != "note.standards-made" {
		t.Errorf("Enter that chooses a word moves the cursor to %q", got)
	}
	b.quiet()
}

func TestHostileTextsDoNothing(t *testing.T) {
	w, b := newWorld(t), openBrowser(t)
	evil := `"><script>document.title='taken'</script><img src=x onerror="document.title='taken'">` + "\u202e"
	b.signIn(w, "wangxh", gridAddress)
	for _, name := range []string{"a.standards-made", "note.bodies", "statement", "cause", "measure", "head", "filler", "phone", "statistician"} {
		ask[bool](b, fmt.Sprintf(`(function () { var f = document.querySelector('[name="%s"]'); f.value = %q; f.dispatchEvent(new Event('input', { bubbles: true })); return true; })()`, name, evil))
	}
	b.wait(`/^已自动保存|没有/.test(document.getElementById('saved').textContent) || document.getElementById('saved').classList.contains('fault')`)
	b.shoot("grid-hostile")
	for _, path := range []string{gridAddress, gridAddress + "/print", gridAddress + "/submit"} {
		b.visit(w.server.URL+path, 1280)
		if got := ask[string](b, `document.title`); got == "taken" || strings.Contains(ask[string](b, `document.documentElement.outerHTML`), "<script>document.title") {
			t.Errorf("%s runs what was typed: %q", path, got)
		}
	}
	b.quiet("422")
}

func TestThePrintedFormFitsItsPaper(t *testing.T) {
	w, b := newWorld(t), openBrowser(t)
	p := w.person("wangxh")
	e := fullEntry()
	g, err := w.desk.SaveDraft(t.Context(), p, filingZJ, e)
	if err != nil {
		t.Fatal(err)
	}
	b.signIn(w, "wangxh", gridAddress+"/print")
	b.sound(axe(t))
	b.shoot("print-draft")
	if got := ask[string](b, `document.body.innerText`); !strings.Contains(got, "草稿") || !strings.Contains(got, "浙统备〔2024〕18号") {
		t.Errorf("the printed draft is\n%s", got)
	}
	e.Version = g.Version
	r, _, err := w.desk.Submit(t.Context(), p, filingZJ, e, onceKey("print"))
	if err != nil {
		t.Fatal(err)
	}
	b.visit(fmt.Sprintf("%s%s/print/%d", w.server.URL, gridAddress, r.Entry), 1280)
	text := ask[string](b, `document.body.innerText`)
	for _, want := range []string{r.CheckCode, "表　　号：浙标统1表", "单位负责人：陈局长", "联系电话：0571-00000000", "3,923", "96.9%"} {
		if !strings.Contains(text, want) {
			t.Errorf("the printed form has no %q:\n%s", want, text)
		}
	}
	b.shoot("print")
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		t.Fatal(err)
	}
	if *shots != "" {
		file := filepath.Join(*shots, "print.pdf")
		if err := os.WriteFile(file, pdf, 0o644); err != nil {
			t.Fatal(err)
		}
		exec.Command("pdftoppm", "-r", "70", "-png", file, strings.TrimSuffix(file, ".pdf")+"-pdf").Run() // a picture only
	}
	if w.log.Len() > 0 {
		t.Errorf("the log holds %s", w.log)
	}
	b.visit(w.server.URL+"/work/figures/standards-made/330000/2025-Q1", 1280)
	b.sound(axe(t))
	b.shoot("timeline")
	b.visit(w.server.URL+"/work/", 390)
	b.sound(axe(t))
	b.shoot("home-390")
	b.visit(w.server.URL+gridAddress, 1280)
	b.shoot("grid-submitted")
	b.quiet()
}

func TestTheOtherPagesAreSound(t *testing.T) {
	w, b := newWorld(t), openBrowser(t)
	checker := axe(t)
	for name, path := range map[string]string{"signin": "/sign-in", "claim": "/first-run?link=x", "invite": "/invite", "nowhere": "/work/nowhere"} {
		for _, width := range []int64{1280, 390} {
			b.visit(w.server.URL+path, width)
			b.sound(checker)
			b.shoot(fmt.Sprintf("%s-%d", name, width))
		}
	}
	b.quiet()
	b.visit(w.server.URL+"/sign-in", 1280)
	b.wait(`document.activeElement.id === 'login'`)
	b.keys("wangxh\twrong-password\r")
	b.wait(`document.getElementById('refused')`)
	b.sound(checker)
	b.shoot("signin-refused")
	b.quiet("422")
	b.signIn(w, "wangxh", "/work/account")
	b.sound(checker)
	b.shoot("account")
	b.scheme("dark")
	b.visit(w.server.URL+"/work/", 1280)
	b.sound(checker)
	b.shoot("home-dark")
	b.scheme("light")
	w.later(20 * 24 * time.Hour)
	b.signIn(w, "wangxh", "/work/")
	b.shoot("home-overdue")
	b.visit(w.server.URL+gridAddress+"/late", 1280)
	b.sound(checker)
	b.shoot("late-request")
	ask[bool](b, `(document.getElementById('reason').value = '统计系统故障', document.querySelector('main .primary').click(), true)`)
	b.wait(`document.querySelector('.notice')`)
	b.shoot("grid-late")
	b.sound(checker)
	b.quiet()
}
