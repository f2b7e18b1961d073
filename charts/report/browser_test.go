package report

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "folder for pictures of the pages, to look at")

// window is a browser tab that takes down what a page must not do.
type window struct {
	ctx context.Context

	mu     sync.Mutex
	faults []string
	asked  []string // addresses the page asked for
}

// openBrowser starts Chromium with a profile of its own.
func openBrowser(t *testing.T) *window {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := context.WithTimeout(context.Background(), 12*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	w := &window{ctx: ctx}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start chromium (make test installs it): %v", err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
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
		w.faults = append(w.faults, fmt.Sprintf("console %s: %s", ev.Type, args(ev.Args)))
	case *runtime.EventExceptionThrown:
		w.faults = append(w.faults, "exception: "+ev.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		w.faults = append(w.faults, fmt.Sprintf("%s: %s", ev.Entry.Level, ev.Entry.Text))
	case *network.EventRequestWillBeSent:
		w.asked = append(w.asked, ev.Request.URL)
	}
}

func args(list []*runtime.RemoteObject) string {
	var parts []string
	for _, a := range list {
		parts = append(parts, string(a.Value)+a.Description)
	}
	return strings.Join(parts, " ")
}

// visit opens a page at a width and returns what it complained of and asked for.
func (w *window) visit(t *testing.T, address string, width int64) (faults, asked []string) {
	t.Helper()
	w.mu.Lock()
	w.faults, w.asked = nil, nil
	w.mu.Unlock()
	if err := chromedp.Do(w.ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(address)); err != nil {
		t.Fatalf("open %s: %v", address, err)
	}
	w.frames(t)
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.faults), slices.Clone(w.asked)
}

// frames waits until the pictures are painted, which is in the frame after the
// page's scripts have run.
func (w *window) frames(t *testing.T) {
	t.Helper()
	const two = `new Promise(function (done) { requestAnimationFrame(function () { requestAnimationFrame(function () { setTimeout(done, 20, true); }); }); })`
	if _, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](two, chromedp.EvalAwaitPromise)); err != nil {
		t.Fatal(err)
	}
}

// ask evaluates an expression in the page.
func ask[T any](t *testing.T, w *window, expression string) T {
	t.Helper()
	v, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("evaluate %.80s: %v", expression, err)
	}
	return v
}

// drawn counts the pictures that hold more than one colour.
const drawn = `[...document.querySelectorAll('.chart')].filter(function (place) {
  var c = place.querySelector('canvas');
  if (!c || !c.width || !c.height) { return false; }
  var px = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
  return px.some(function (p) { return p !== px[0]; });
}).length`

func TestTooltipsObeyThePolicy(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	dir := t.TempDir()
	if err := Site(t.Context(), &memory{make: hostile("</script><img src=x onerror=alert(1)>{a|b}"), generation: 1}, dir, fixed, nil); err != nil {
		t.Fatal(err)
	}
	w := openBrowser(t)
	w.visit(t, "file://"+dir+"/index.html", 1280)
	const canvas = `document.querySelector('#lights canvas')`
	ask[bool](t, w, `document.getElementById('lights').scrollIntoView(); true`)
	w.frames(t)
	before := ask[string](t, w, canvas+`.toDataURL()`)
	spot := ask[[]float64](t, w, `(function () { var r = `+canvas+`.getBoundingClientRect(); return [r.left + r.width * 0.55, r.top + 32]; })()`)
	if err := chromedp.Do(w.ctx, chromedp.MouseEvent("mouseMoved", spot[0], spot[1])); err != nil {
		t.Fatal(err)
	}
	for tries := 0; ask[string](t, w, canvas+`.toDataURL()`) == before; tries++ {
		if tries == 100 {
			t.Fatal("no tooltip is drawn")
		}
		w.frames(t)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.faults) > 0 || slices.ContainsFunc(w.asked, func(a string) bool { return strings.HasSuffix(a, "/x") }) {
		t.Errorf("a hostile name in a tooltip: complaints %v, asked for %v", w.faults, w.asked)
	}
}

// TestShots makes the pictures that a person looks at: go test -run Shots -shots DIR.
// Of other pages than the fixture's: SHOTS_ROOT is where they are, SHOTS_PAGES
// which. The picture of the README, charts/overview.png, is index-top.png of
//
//	biaochi report --out /tmp/site --as-of 2025-06-30
//	SHOTS_ROOT=file:///tmp/site/ SHOTS_PAGES=index.html go test ./charts/report -run Shots -shots DIR
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("-shots names no folder")
	}
	root := os.Getenv("SHOTS_ROOT")
	addresses := strings.Fields(os.Getenv("SHOTS_PAGES"))
	if root == "" {
		dir := t.TempDir()
		if err := Site(t.Context(), &memory{make: brokenDown, generation: 1}, dir, Options{AsOf: date("2025-03-31"), Version: "0.1.0"}, nil); err != nil {
			t.Fatal(err)
		}
		root = "file://" + dir + "/"
		if addresses == nil {
			addresses = slices.Concat(slices.Collect(maps.Values(examples))...)
		}
	}
	w := openBrowser(t)
	for _, a := range addresses {
		name := strings.NewReplacer("/", "-", ".html", "").Replace(url.PathEscape(a))
		name = strings.ReplaceAll(strings.ReplaceAll(name, "%2F", "-"), "%3F", "-")
		for _, width := range []int64{1440, 768, 390} {
			w.visit(t, root+a, width)
			w.shoot(t, fmt.Sprintf("%s-%d", name, width))
		}
		w.shootTop(t, root+a, name+"-top")
		w.scheme(t, "dark")
		w.visit(t, root+a, 1280)
		w.shoot(t, name+"-dark")
		pdf, err := chromedp.Run(w.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
		if err != nil {
			t.Fatal(err)
		}
		w.keep(t, name+".pdf", pdf)
		w.scheme(t, "light")
	}
}

func (w *window) shoot(t *testing.T, name string) {
	t.Helper()
	png, err := chromedp.Run(w.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	w.keep(t, name+".png", png)
}

// topHeight ends the picture of the shipped overview between two rows.
const topHeight = 1266

// shootTop takes what a reader sees first on a tall screen.
func (w *window) shootTop(t *testing.T, address, name string) {
	t.Helper()
	w.visit(t, address, 1280)
	if err := chromedp.Do(w.ctx, chromedp.EmulateViewport(1280, topHeight)); err != nil {
		t.Fatal(err)
	}
	w.frames(t)
	shot, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	w.keep(t, name+".png", fewColours(t, shot))
}

// fewColours keeps the 256 commonest colours of a picture: a third of the bytes,
// and nothing that is seen of a page.
func fewColours(t *testing.T, shot []byte) []byte {
	t.Helper()
	full, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	counts, area := map[color.Color]int{}, full.Bounds()
	for y := range area.Dy() {
		for x := range area.Dx() {
			counts[full.At(x, y)]++
		}
	}
	palette := slices.SortedFunc(maps.Keys(counts), func(a, b color.Color) int { return counts[b] - counts[a] })
	few := image.NewPaletted(area, palette[:min(256, len(palette))])
	draw.Draw(few, area, full, area.Min, draw.Src)
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, few); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (w *window) keep(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(*shots, name), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

func (w *window) scheme(t *testing.T, value string) {
	t.Helper()
	params := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}}}
	if _, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia, params); err != nil {
		t.Fatal(err)
	}
}
