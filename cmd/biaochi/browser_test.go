package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "folder for pictures of the pages, to look at")

// A tab is a browser tab used as a person uses it, by mouse and keys, which are
// counted. It takes down what a page must not do.
type tab struct {
	t            *testing.T
	ctx          context.Context
	checker      string // axe-core
	width        int64
	clicks, keys int

	mu     sync.Mutex
	faults []string
}

// openBrowser starts Chromium with a profile of its own.
func openBrowser(t *testing.T) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	checker, err := os.ReadFile(filepath.Join("..", "..", "charts", "assets", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is missing, run make assets: %v", err)
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := context.WithTimeout(context.Background(), 6*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, checker: string(checker), width: 1280}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start chromium (make test installs it): %v", err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *tab) hear(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		b.faults = append(b.faults, fmt.Sprintf("console %s", ev.Type))
	case *runtime.EventExceptionThrown:
		b.faults = append(b.faults, "exception: "+ev.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		b.faults = append(b.faults, fmt.Sprintf("%s: %s", ev.Entry.Level, ev.Entry.Text))
	}
}

// quiet fails for what the pages complained of, but for statuses that a test wants.
func (b *tab) quiet(wanted ...string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.faults {
		if !slices.ContainsFunc(wanted, func(w string) bool { return strings.Contains(f, w) }) {
			b.t.Errorf("a page complains: %s", f)
		}
	}
	b.faults = nil
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// visit opens an address at the tab's width.
func (b *tab) visit(address string) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(b.width, 900), chromedp.Navigate(address))
	b.wait(loaded)
}

const loaded = `document.readyState === 'complete' && document.body`

// ask evaluates an expression in the page.
func ask[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("evaluate %.120s: %v", expression, err)
	}
	return v
}

// wait looks at an expression until it holds.
func (b *tab) wait(expression string) {
	b.t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(25 * time.Millisecond) {
		if v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+expression+")")); err == nil && v {
			return
		}
	}
	b.shoot("in-vain")
	b.t.Fatalf("waited in vain for %s\npage %s", expression, ask[string](b, "location.href + '\\n' + document.body.innerText"))
}

// text is what a person reads of the page.
func (b *tab) text() string { b.t.Helper(); return ask[string](b, `document.body.innerText`) }

// reads fails unless the page shows every text.
func (b *tab) reads(want ...string) {
	b.t.Helper()
	got := b.text()
	for _, w := range want {
		if !strings.Contains(got, w) {
			b.t.Errorf("%s does not show %q:\n%s", ask[string](b, `location.pathname`), w, got)
		}
	}
}

// click presses the mouse on the first match that can be seen.
func (b *tab) click(selector string) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`(function () { var e = document.querySelector(%q); return e && !e.disabled && e.getClientRects().length; })()`, selector))
	// What is drawn only when it comes into view moves what is below it: look again.
	still := fmt.Sprintf(`(function () { var e = document.querySelector(%q); e.scrollIntoView({ block: 'center' });
  var was = window.stillAt, r = e.getBoundingClientRect(); window.stillAt = %q + r.x + ' ' + r.y; return was === window.stillAt; })()`, selector, selector)
	b.wait(still)
	b.clicks++
	b.do(chromedp.Click(selector))
}

// goes clicks and waits for the next page at an address that matches.
func (b *tab) goes(selector, next string) {
	b.t.Helper()
	b.leaving(func() { b.click(selector) }, next)
}

// leaving waits until what an act begins has led to another page.
func (b *tab) leaving(act func(), next string) {
	b.t.Helper()
	ask[bool](b, `window.here = true`)
	act()
	b.wait(`!window.here && ` + loaded)
	b.wait(fmt.Sprintf(`new RegExp(%q).test(location.pathname)`, next))
}

// press types keys one after the other.
func (b *tab) press(keys string, options ...chromedp.KeyOption) {
	b.t.Helper()
	b.keys += utf8.RuneCountInString(keys)
	b.do(chromedp.KeyEvent(keys, options...))
}

// write clicks into a field and types over what is in it. A Chinese text counts
// two keys a character, as an input method takes them.
func (b *tab) write(selector, text string) {
	b.t.Helper()
	b.click(selector)
	b.do(chromedp.KeyEvent("a", command(chromedp.ModifierCtrl, "selectAll")))
	b.words(text)
}

// words types where the cursor is, Chinese by an input method.
func (b *tab) words(text string) {
	b.t.Helper()
	for _, r := range text {
		b.keys++
		if r >= 0x2e80 {
			b.keys++
		}
	}
	if _, err := chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		b.t.Fatal(err)
	}
}

// put sets a field that a person would choose by a picker.
func (b *tab) put(selector, value string) {
	b.t.Helper()
	ask[bool](b, fmt.Sprintf(`(document.querySelector(%q).value = %q, true)`, selector, value))
}

// copied brings a block into the clipboard, as a spreadsheet would.
func (b *tab) copied(block string) {
	b.t.Helper()
	b.visit("about:blank")
	ask[bool](b, fmt.Sprintf(`(function () { var t = document.createElement('textarea'); t.value = %q; document.body.append(t); t.select(); return true; })()`, block))
	b.do(chromedp.KeyEvent("c", command(chromedp.ModifierCtrl, "copy")))
}

// paste is Ctrl+V.
func (b *tab) paste() {
	b.t.Helper()
	b.keys++
	b.do(chromedp.KeyEvent("v", command(chromedp.ModifierCtrl, "paste")))
}

// command is a key with a modifier and what the browser does at it.
func command(m chromedp.Modifier, name string) chromedp.KeyOption {
	return func(p *input.DispatchKeyEventParams) {
		p.Modifiers |= int64(m)
		if p.Type != input.DispatchKeyEventTypeKeyUp {
			p.Commands = []string{name}
		}
	}
}

// to moves the focus by Tab alone until it is on a match.
func (b *tab) to(selector string) {
	b.t.Helper()
	for range 300 {
		if ask[bool](b, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
		b.press("\t")
	}
	b.t.Fatalf("Tab does not reach %s on %s", selector, ask[string](b, `location.pathname`))
}

const runAxe = `axe.run({ resultTypes: ['violations'] }).then(function (r) {
  return r.violations.map(function (v) { return v.impact + ' ' + v.id + ': ' + v.nodes.slice(0, 3).map(function (n) { return n.html + ' ' + n.failureSummary; }).join(' | '); });
})`

// sound holds the page against what every page promises: it is not wider than the
// window, and axe-core finds nothing.
func (b *tab) sound(name string) {
	b.t.Helper()
	b.wait(loaded + ` && document.body.offsetWidth > 0`)
	b.shoot(name)
	if got := ask[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); got > 0 {
		b.t.Errorf("%s: the page is %d pixels wider than the window of %d", name, got, b.width)
	}
	ask[bool](b, b.checker+"; true")
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](runAxe, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, v := range found {
		b.t.Errorf("%s: accessibility: %s", name, v)
	}
}

// shoot keeps a picture of the page for a person, where -shots names a folder.
func (b *tab) shoot(name string) {
	b.t.Helper()
	if *shots == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
