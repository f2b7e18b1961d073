package entry

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

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "folder for pictures of the pages, to look at")

// A tab is a browser tab that takes down what a page must not do.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu     sync.Mutex
	faults []string
}

// openBrowser starts Chromium with a profile of its own.
func openBrowser(t *testing.T) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	return openTab(t, ctx)
}

func openTab(t *testing.T, ctx context.Context) *tab {
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
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
		b.faults = append(b.faults, fmt.Sprintf("console %s: %s", ev.Type, args(ev.Args)))
	case *runtime.EventExceptionThrown:
		b.faults = append(b.faults, "exception: "+ev.ExceptionDetails.Text+" "+ev.ExceptionDetails.Exception.Description)
	case *log.EventEntryAdded:
		b.faults = append(b.faults, fmt.Sprintf("%s: %s", ev.Entry.Level, ev.Entry.Text))
	}
}

func args(list []*runtime.RemoteObject) string {
	var parts []string
	for _, a := range list {
		parts = append(parts, string(a.Value)+a.Description)
	}
	return strings.Join(parts, " ")
}

// complaints are what the pages complained of since the last call, but for
// statuses that a test wants.
func (b *tab) complaints(wanted ...string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := slices.DeleteFunc(b.faults, func(f string) bool {
		return slices.ContainsFunc(wanted, func(w string) bool { return strings.Contains(f, w) })
	})
	b.faults = nil
	return list
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// visit opens a page at a width.
func (b *tab) visit(address string, width int64) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, 900), chromedp.Navigate(address))
}

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
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		if v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+expression+")")); err == nil && v {
			return
		}
	}
	b.t.Fatalf("waited in vain for %s\npage: %.3000s\ncomplaints: %v", expression, ask[string](b, "document.body.innerText"), b.complaints())
}

// keys presses keys one after the other, as a person does.
func (b *tab) keys(text string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(text))
}

// paste hands a block to the focused field as the clipboard does.
func (b *tab) paste(text string) {
	b.t.Helper()
	ask[bool](b, fmt.Sprintf(`(function () {
  var data = new DataTransfer(); data.setData('text/plain', %q);
  return document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })) || true;
})()`, text))
}

// signIn signs a person in by the page.
func (b *tab) signIn(w *world, login, next string) {
	b.t.Helper()
	b.visit(w.server.URL+"/sign-in?next="+next, 1280)
	b.wait(`document.activeElement.id === 'login'`)
	b.keys(login + "\t" + password + "\r")
	b.wait(`location.pathname !== '/sign-in' && document.readyState === 'complete'`)
}

// compose types by an input method: what it shows before it is chosen, then the choice.
func (b *tab) compose(shown, chosen string) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: shown, SelectionStart: int64(len([]rune(shown))), SelectionEnd: int64(len([]rune(shown)))}); err != nil {
		b.t.Fatal(err)
	}
	if _, err := chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: chosen}); err != nil {
		b.t.Fatal(err)
	}
}

// axe is the accessibility checker, from the development dependencies.
func axe(t *testing.T) string {
	t.Helper()
	s, err := os.ReadFile(filepath.Join("..", "..", "charts", "assets", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is missing, run make assets: %v", err)
	}
	return string(s)
}

const runAxe = `axe.run({ resultTypes: ['violations'] }).then(function (r) {
  return r.violations.map(function (v) { return v.impact + ' ' + v.id + ': ' + v.nodes.slice(0, 3).map(function (n) { return n.html + ' ' + n.failureSummary; }).join(' | '); });
})`

// sound holds a page against what every page promises.
func (b *tab) sound(checker string) {
	b.t.Helper()
	b.wait(`document.readyState === 'complete' && document.body.offsetWidth > 0`)
	if got := ask[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); got > 0 {
		b.t.Errorf("the page is %d pixels wider than the window", got)
	}
	ask[bool](b, checker+"; true")
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](runAxe, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, v := range found {
		b.t.Errorf("accessibility: %s", v)
	}
}

func (b *tab) scheme(value string) {
	b.t.Helper()
	params := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, params); err != nil {
		b.t.Fatal(err)
	}
}

// shoot keeps a picture of the page for a person, where -shots names a folder.
func (b *tab) shoot(name string) {
	b.t.Helper()
	if *shots == "" {
		return
	}
	b.wait(`document.readyState === 'complete' && document.body.offsetWidth > 0`)
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
