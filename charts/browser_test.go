package charts

import (
	"context"
	"flag"
	"fmt"
	"html/template"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "folder for screenshots of every kept drawing, to look at")

// TestDrawingsInABrowser draws every kept option set with the page's own script,
// library and style sheet, and looks for what a reader would stumble over:
// complaints in the console, nothing drawn, words that are cut by the edge or run
// through each other. With -shots it leaves the screenshots that a person looks at.
func TestDrawingsInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	for kind, names := range byKind() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := openBrowser(t)
			address := "file://" + writePage(t, names)
			looks := map[string][]int64{"light": {1440, 768, 390, 320}, "dark": {390}}
			if *shots != "" {
				looks["dark"] = []int64{1440, 390}
			}
			for theme, widths := range looks {
				for _, width := range widths {
					w.draw(t, address, width, theme)
					for _, fault := range w.faults() {
						t.Errorf("%s at %d in the %s theme: %s", kind, width, theme, fault)
					}
					w.shoot(t, fmt.Sprintf("%s-%d-%s.png", kind, width, theme))
				}
			}
			w.print(t, kind)
		})
	}
}

// byKind groups the names of the drawings by their pictures.
func byKind() map[string][]string {
	kinds := map[string][]string{}
	all := drawings()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if kind, _, _ := strings.Cut(name, "-"); !all[name].Empty() {
			kinds[kind] = append(kinds[kind], name)
		}
	}
	return kinds
}

// page is the frame of a page of ours: its policy, style sheet and scripts.
var page = template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>pictures</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' data:">
<link rel="stylesheet" href="report.css"><script src="echarts.js" defer></script><script src="pictures.js" defer></script></head>
<body><main class="wide">{{range .}}<section><h2>{{.Name}}</h2><figure class="picture">
<div class="chart {{.Size}}" id="{{.Name}}"></div><script type="application/json" data-picture="{{.Name}}">{{.JSON}}</script></figure></section>
{{end}}<script type="application/json" data-picture="nowhere">{}</script></main></body></html>`))

type shown struct {
	Name, Size string
	JSON       template.JS
}

// writePage puts drawings on a page and returns its path.
func writePage(t *testing.T, names []string) string {
	t.Helper()
	all, list := drawings(), []shown{}
	for _, name := range names {
		options, err := all[name].JSON()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, shown{name, sizes(all[name]), template.JS(options)})
	}
	dir := t.TempDir()
	for name, from := range map[string]string{"echarts.js": "assets/dist/echarts.js", "pictures.js": "report/assets/js/pictures.js"} {
		put(t, dir, name, read(t, from))
	}
	sheets, err := filepath.Glob("report/assets/css/*.css")
	if err != nil {
		t.Fatal(err)
	}
	var css []byte
	for _, sheet := range sheets {
		css = append(css, read(t, sheet)...)
	}
	put(t, dir, "report.css", css)
	var out strings.Builder
	if err := page.Execute(&out, list); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "index.html", []byte(out.String()))
	return filepath.Join(dir, "index.html")
}

// sizes are the classes that charts/report gives a picture.
func sizes(p Picture) string {
	step := func(n int) string {
		if n > 1200 {
			return strconv.Itoa((n + 199) / 200 * 200)
		}
		return strconv.Itoa((n + 19) / 20 * 20)
	}
	return "h" + step(p.Height) + " n" + step(p.Narrow)
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (make assets fetches the library)", err)
	}
	return b
}

func put(t *testing.T, dir, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// window is a browser tab that takes down what its page complains of.
type window struct {
	ctx context.Context

	mu    sync.Mutex
	heard []string
	found []string
}

func openBrowser(t *testing.T) *window {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	w := &window{ctx: ctx}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start chromium (make test installs it): %v", err)
	}
	if err := chromedp.Listen(ctx, w.hear); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *window) hear(ev any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		w.heard = append(w.heard, fmt.Sprintf("console %s: %s", ev.Type, ev.Args[0].Value))
	case *runtime.EventExceptionThrown:
		w.heard = append(w.heard, "exception: "+ev.ExceptionDetails.Text+" "+ev.ExceptionDetails.Exception.Description)
	case *log.EventEntryAdded:
		w.heard = append(w.heard, fmt.Sprintf("%s: %s", ev.Entry.Level, ev.Entry.Text))
	}
}

// drawAll draws what the window does not show yet, and waits until it is painted.
const drawAll = `window.biaochi.pictures.all(); new Promise(function (done) { requestAnimationFrame(function () { requestAnimationFrame(function () { setTimeout(done, 50, true); }); }); })`

// lookAtWords finds what is not drawn, what the edge cuts and which words run
// through each other.
const lookAtWords = `(function () {
  var faults = [];
  function rect(el) {
    var r = el.getBoundingRect().clone();
    if (el.transform) { r.applyTransform(el.transform); }
    return r;
  }
  window.biaochi.pictures.ids().forEach(function (id) {
    var chart = window.biaochi.pictures.get(id).chart, zr = chart.getZr(), words = [];
    zr.storage.getDisplayList(true).forEach(function (el) {
      if (el.type !== 'tspan' || el.ignore || el.invisible || !String(el.style.text).trim()) { return; }
      words.push({ text: el.style.text, r: rect(el) });
    });
    if (zr.storage.getDisplayList().length < 3) { faults.push(id + ' draws nothing'); }
    if (chart.getDom().querySelectorAll('canvas').length !== 1) { faults.push(id + ' lies on several canvases, which paper does not print as one'); }
    words.forEach(function (a, i) {
      if (a.r.x < -1 || a.r.y < -3 || a.r.x + a.r.width > chart.getWidth() + 1 || a.r.y + a.r.height > chart.getHeight() + 3) {
        faults.push(id + ': the edge cuts «' + a.text + '»');
      }
      words.slice(i + 1).forEach(function (b) {
        var w = Math.min(a.r.x + a.r.width, b.r.x + b.r.width) - Math.max(a.r.x, b.r.x);
        var h = Math.min(a.r.y + a.r.height, b.r.y + b.r.height) - Math.max(a.r.y, b.r.y);
        if (w > 2 && h > 4) { faults.push(id + ': «' + a.text + '» and «' + b.text + '» overlap'); }
      });
    });
  });
  return faults;
})()`

// draw opens the page and keeps what is wrong with it.
func (w *window) draw(t *testing.T, address string, width int64, theme string) {
	t.Helper()
	w.mu.Lock()
	w.heard = nil
	w.mu.Unlock()
	scheme := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}}}
	if _, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia, scheme); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(w.ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](drawAll, chromedp.EvalAwaitPromise)); err != nil {
		t.Fatal(err)
	}
	found, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]string](lookAtWords))
	if err != nil {
		t.Fatal(err)
	}
	w.found = found
}

// faults are at most ten of what is wrong.
func (w *window) faults() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := slices.Concat(w.heard, w.found)
	return all[:min(10, len(all))]
}

func (w *window) shoot(t *testing.T, name string) {
	t.Helper()
	if *shots == "" {
		return
	}
	png, err := chromedp.Run(w.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	put(t, *shots, name, png)
}

func (w *window) print(t *testing.T, kind string) {
	t.Helper()
	if *shots == "" {
		return
	}
	pdf, err := chromedp.Run(w.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		t.Fatal(err)
	}
	put(t, *shots, kind+".pdf", pdf)
}
