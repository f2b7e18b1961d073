package report

import (
	"fmt"
	"log/slog"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// examples are pages of every kind, as what is looked at and as what must be
// usable for everybody; the first of a kind is looked at most closely. A kind
// without one fails TestEveryKindOfPageHasAnExample.
var examples = map[kind][]string{
	overviewKind:   {"index.html", "en/index.html"},
	allKind:        {"targets.html", "en/targets.html"},
	areasKind:      {"areas.html", "en/areas.html"},
	areaKind:       {"areas/330000.html", "en/areas/330000.html", "areas/100000.html", "areas/610000.html"},
	documentsKind:  {"documents.html", "en/documents.html"},
	documentKind:   {"documents/plan-2022.html", "en/documents/plan-2022.html", "documents/tasks-2017-27.html", "documents/zhejiang-2023-24.html"},
	indicatorsKind: {"indicators.html", "en/indicators.html"},
	indicatorKind:  {"indicators/adoption.html", "en/indicators/adoption.html", "indicators/parks.html", "indicators/all-done.html"},
	targetKind: {
		"targets/zj-made.html", "en/targets/zj-made.html", "targets/zj-parks.html", "targets/plan-cycle.html", "targets/plan-bases.html", "targets/zj-adoption.html",
		"targets/zj-pilot.html", "targets/plan-done.html", "targets/zj-bodies.html", "targets/plan-adoption.html", "targets/hangzhou-parks.html", "targets/plan-open.html",
	},
	changesKind: {"changes.html", "en/changes.html"},
	searchKind:  {"search.html", "en/search.html#q=plan", "search.html#q=%E6%B5%99%E6%B1%9F", "search.html#q=nothing-of-this-kind"},
	methodKind:  {"method.html", "en/method.html"},
	problemKind: {"no-such-page.html", "en/targets/no-such-page.html"}, // served only
}

func TestEveryKindOfPageHasAnExample(t *testing.T) {
	all := write(t, t.TempDir(), brokenDown, fixed)
	for _, k := range append(slices.Collect(maps.Keys(makers)), problemKind) {
		if printers[k] == nil && len(examples[k]) == 0 {
			t.Errorf("nobody looks at pages of the kind %s: give examples one", k)
		}
	}
	for k, addresses := range examples {
		for _, a := range addresses {
			file, _, _ := strings.Cut(a, "#")
			if _, ok := all[file]; !ok && k != problemKind {
				t.Errorf("the example %s of kind %s is not written", a, k)
			}
		}
	}
}

// A view is a way to look at a page.
type view struct {
	width  int64
	scheme string
	check  bool // by axe
}

// The views: a desk, a tablet or a desk at 200 % zoom of 1280, a phone, the
// narrowest window that WCAG 1.4.10 speaks of. Every page is seen in all of them.
var views = []view{{1280, "light", true}, {1280, "dark", true}, {640, "light", false}, {390, "light", false}, {320, "dark", true}}

// runAxe asks for everything that WCAG 2.2 AA asks for and a machine can tell.
const runAxe = `axe.run({ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(function (r) {
  return r.violations.map(function (v) { return v.id + ': ' + v.nodes.slice(0, 3).map(function (n) { return n.html.slice(0, 300) + ' ' + n.failureSummary; }).join(' | '); });
})`

// sites writes the example pages and serves them; both roots end with a slash.
func sites(t *testing.T) (disk, served string) {
	t.Helper()
	dir := t.TempDir()
	o := Options{AsOf: date("2025-03-31"), Version: "0.1.0"}
	src := &memory{make: brokenDown, generation: 1}
	if err := Site(t.Context(), src, dir, o, nil); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(Handler(src, o, slog.New(slog.DiscardHandler)))
	t.Cleanup(server.Close)
	return "file://" + dir + "/", server.URL + "/"
}

func TestEveryPageIsUsableForEverybody(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	disk, served := sites(t)
	w, checker := openBrowser(t), axe(t)
	for _, k := range slices.Sorted(maps.Keys(examples)) {
		for i, address := range examples[k] {
			root := disk
			if k == problemKind {
				root = served
			}
			for _, v := range views {
				t.Run(fmt.Sprintf("%s/%d/%s", address, v.width, v.scheme), func(t *testing.T) {
					w.scheme(t, v.scheme)
					faults, asked := w.visit(t, root+address, v.width)
					w.behaves(t, k, root, faults, asked)
					if v.check && (i == 0 || v.width == 1280 && v.scheme == "light") {
						w.passes(t, checker)
					}
				})
			}
		}
	}
}

func TestServedPagesBehaveAsTheWrittenOnes(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	_, served := sites(t)
	w, checker := openBrowser(t), axe(t)
	for _, k := range slices.Sorted(maps.Keys(examples)) {
		for _, address := range []string{examples[k][0], strings.Replace(examples[k][0], extension, extension+"?as-of=2024-06-30&known-at=2024-06-30", 1)} {
			t.Run(address, func(t *testing.T) {
				faults, asked := w.visit(t, served+address, 1280)
				w.behaves(t, k, served, faults, asked)
				w.passes(t, checker)
			})
		}
	}
}

// behaves holds a page to what every page promises: no complaint, nothing asked
// of another place, every picture drawn, nothing wider than the window.
func (w *window) behaves(t *testing.T, k kind, root string, faults, asked []string) {
	t.Helper()
	for _, f := range faults {
		if k != problemKind || !strings.Contains(f, "404") {
			t.Errorf("the page complains: %s", f)
		}
	}
	for _, a := range asked {
		if !strings.HasPrefix(a, root) && !strings.HasPrefix(a, "data:") {
			t.Errorf("the page asks another place: %s", a)
		}
	}
	if ask[bool](t, w, `Boolean(window.biaochi && window.biaochi.pictures && (window.biaochi.pictures.all(), true))`) {
		w.frames(t) // those below the window too
	}
	if got, want := ask[int](t, w, drawn), ask[int](t, w, `document.querySelectorAll('script[data-picture]').length`); got != want {
		t.Errorf("%d pictures are drawn, want %d", got, want)
	}
	if got := ask[int](t, w, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); got > 0 {
		t.Errorf("the page is %d pixels wider than the window: %s", got, ask[string](t, w, wide))
	}
}

// wide names what reaches over the right edge.
const wide = `[...document.querySelectorAll('main *, header *, footer *')].filter(function (e) { return e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5; })
  .slice(0, 4).map(function (e) { return e.tagName + '.' + e.getAttribute('class') + ' «' + e.textContent.trim().slice(0, 30) + '»'; }).join(' ')`

func (w *window) passes(t *testing.T, checker string) {
	t.Helper()
	ask[bool](t, w, checker+"; true")
	found, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]string](runAxe, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Errorf("accessibility: %s", v)
	}
}

// focused describes what has the focus: "" where it shows no ring, or stands
// before what had it last, or nothing has it.
const focused = `(function () {
  var e = document.activeElement, last = window.lastFocused;
  window.lastFocused = e;
  if (e === document.body) { return 'end'; }
  var s = getComputedStyle(e), words = e.tagName + ' «' + (e.textContent || e.name || e.id).trim().slice(0, 20) + '»';
  if (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 1) { return 'no ring: ' + words; }
  if (last && last !== document.body && !(last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) { return 'out of order: ' + words; }
  var r = e.getBoundingClientRect();
  if (r.width < 1 || r.height < 1 || r.right < 0 || r.left > innerWidth) { return 'not to be seen: ' + words; }
  return 'ok';
})()`

func TestTheKeyboardReachesEverythingInOrder(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	disk, served := sites(t)
	w := openBrowser(t)
	for _, k := range slices.Sorted(maps.Keys(examples)) {
		t.Run(string(k), func(t *testing.T) {
			root := disk
			if k == problemKind {
				root = served
			}
			w.visit(t, root+examples[k][0], 1280)
			ask[bool](t, w, `document.activeElement.blur(); window.lastFocused = null; true`)
			steps := 0
			for ; steps < 45; steps++ {
				if err := chromedp.Do(w.ctx, chromedp.KeyEvent("\t")); err != nil {
					t.Fatal(err)
				}
				got := ask[string](t, w, focused)
				if got == "end" {
					break
				}
				if got != "ok" {
					t.Errorf("step %d: %s", steps+1, got)
				}
			}
			if steps < 3 {
				t.Errorf("the keyboard reaches %d places, want the way past the head, the brand and links", steps)
			}
		})
	}
}

// axe is the accessibility checker, from the development dependencies.
func axe(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "assets", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is missing, run make assets: %v", err)
	}
	return string(b)
}
