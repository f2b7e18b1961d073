package charts

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// ask evaluates an expression in the page; a promise is waited for.
func ask[T any](t *testing.T, w *window, expression string) T {
	t.Helper()
	v, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("evaluate %.80s: %v", expression, err)
	}
	return v
}

// frame waits until observers have answered and what they asked for is painted.
const frame = `new Promise(function (done) { requestAnimationFrame(function () { requestAnimationFrame(function () { setTimeout(done, 100, true); }); }); })`

const (
	drawn = `window.biaochi.pictures.get('tiles-all').chart !== null`
	side  = `window.biaochi.pictures.get('tiles-all').chart.getOption().series[0].symbolSize`
)

func TestThePagesScript(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	w := openBrowser(t)
	address := "file://" + writePage(t, []string{"ranking-many", "tiles-all"})
	open := func(t *testing.T, width int64) {
		t.Helper()
		if err := chromedp.Do(w.ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("about:blank"), chromedp.Navigate(address)); err != nil {
			t.Fatal(err)
		}
		ask[bool](t, w, frame)
	}
	t.Run("a picture is drawn when it comes near", func(t *testing.T) {
		open(t, 1440)
		if ask[bool](t, w, drawn) {
			t.Error("drawn while it is far below the window")
		}
		ask[bool](t, w, `document.getElementById('tiles-all').scrollIntoView(); `+frame)
		if !ask[bool](t, w, drawn) {
			t.Error("not drawn although it is in the window")
		}
	})
	t.Run("a click leads where the datum says", func(t *testing.T) {
		open(t, 1440)
		ask[bool](t, w, `document.getElementById('tiles-all').scrollIntoView(); `+frame)
		at := ask[[]float64](t, w, `(function () { var one = window.biaochi.pictures.get('tiles-all'), r = one.place.getBoundingClientRect(), p = one.chart.convertToPixel({ gridIndex: 0 }, [6, 1]); return [r.left + p[0], r.top + p[1]]; })()`)
		if err := chromedp.Do(w.ctx, chromedp.MouseEvent("mouseMoved", at[0], at[1]), chromedp.MouseClickXY(at[0], at[1])); err != nil {
			t.Fatal(err)
		}
		ask[bool](t, w, frame)
		if got := ask[string](t, w, `location.hash`); got != "#a" {
			t.Errorf("the click leads to %q, want #a", got)
		}
		if got := ask[string](t, w, `document.querySelector('#tiles-all > div').style.cursor`); got != "pointer" {
			t.Errorf("the cursor over a link is %q", got)
		}
	})
	t.Run("a layout follows the width in both directions", func(t *testing.T) {
		open(t, 1440)
		var sides []float64
		for _, width := range []int64{1440, 390, 1440} {
			if err := chromedp.Do(w.ctx, chromedp.EmulateViewport(width, 900)); err != nil {
				t.Fatal(err)
			}
			ask[bool](t, w, `window.biaochi.pictures.all(); `+frame)
			sides = append(sides, ask[float64](t, w, side))
		}
		if sides[0] != tileSize-4 || sides[1] != narrowTile-4 || sides[2] != tileSize-4 {
			t.Errorf("squares of %v pixels, want %d, %d, %d", sides, tileSize-4, narrowTile-4, tileSize-4)
		}
	})
	t.Run("paper gets every picture at its own width", func(t *testing.T) {
		open(t, 390)
		ask[bool](t, w, `window.dispatchEvent(new Event('beforeprint')); true`)
		if !ask[bool](t, w, drawn+` && window.biaochi.pictures.get('tiles-all').chart.getWidth() === 680 && document.documentElement.classList.contains('paper')`) {
			t.Error("not all is drawn for paper, at 680 pixels in the light theme")
		}
		ask[bool](t, w, `window.dispatchEvent(new Event('afterprint')); `+frame)
		if got := ask[float64](t, w, `window.biaochi.pictures.get('tiles-all').chart.getWidth()`); got >= 390 {
			t.Errorf("after printing the picture is %v pixels wide in a window of 390", got)
		}
	})
	t.Run("a picture can be kept before it was drawn", func(t *testing.T) {
		open(t, 1440)
		svg := ask[string](t, w, `window.biaochi.pictures.svg('tiles-all')`)
		if !strings.HasPrefix(svg, "<svg") || !strings.Contains(svg, "浙江") || strings.Contains(svg, "--") {
			t.Errorf("svg gives %.200s", svg)
		}
		if png := ask[string](t, w, `window.biaochi.pictures.png('tiles-all')`); !strings.HasPrefix(png, "data:image/png;base64,") {
			t.Errorf("png gives %.80s", png)
		}
		if got := ask[string](t, w, `window.biaochi.pictures.svg('unknown')`); got != "" {
			t.Errorf("a picture that is not there gives %.80s", got)
		}
	})
	if w.found = nil; len(w.faults()) > 0 {
		t.Errorf("the page complains: %v", w.faults())
	}
}

func TestNothingMoves(t *testing.T) {
	for name, p := range drawings() {
		if !p.Empty() && p.Options["animation"] != false {
			t.Errorf("%s is animated: readers who asked for reduced motion must not see it move", name)
		}
	}
}
