package report

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// notShown counts the pictures that the browser could not show.
const notShown = `[...document.images].filter(function (i) { return !i.complete || i.naturalWidth === 0; }).length`

// tooWide names what reaches over the right edge and does not scroll in itself.
const tooWide = `[...document.querySelectorAll('body *')].filter(function (e) { return !e.closest('.scroll') && e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5; })
  .slice(0, 4).map(function (e) { return e.tagName + '.' + e.getAttribute('class') + ' «' + e.textContent.trim().slice(0, 30) + '»'; }).join(' ')`

// Papers are looked at as a single file at a desk, in the dark, on a phone and in
// the narrowest window, and once as a folder.
func TestPapersAreUsableForEverybody(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	w, checker := openBrowser(t), axe(t)
	for name, which := range paperAsks {
		for _, lang := range []targets.Lang{targets.ZH, targets.EN} {
			root := writePaper(t, which, lang)
			for _, v := range views {
				t.Run(fmt.Sprintf("%s/%s/%d/%s", name, lang, v.width, v.scheme), func(t *testing.T) {
					w.scheme(t, v.scheme)
					w.paperBehaves(t, root, "single.html", v.width)
					if v.check {
						w.passes(t, checker)
					}
				})
			}
			t.Run(fmt.Sprintf("%s/%s/folder", name, lang), func(t *testing.T) { w.paperBehaves(t, root, "folder/index.html", 1280) })
		}
	}
}

// writePaper writes a paper as a single file and as a folder.
func writePaper(t *testing.T, which PaperAsk, lang targets.Lang) (root string) {
	t.Helper()
	o := fixed
	o.Langs = []targets.Lang{lang}
	p, dir := makePaper(t, which, o), t.TempDir()
	if err := p.WriteFolder(filepath.Join(dir, "folder"), drawer(t)); err != nil {
		t.Fatal(err)
	}
	page, err := p.HTML(drawer(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "single.html"), page, 0o644); err != nil {
		t.Fatal(err)
	}
	return "file://" + dir + "/"
}

// paperBehaves holds a paper to what papers promise on a screen.
func (w *window) paperBehaves(t *testing.T, root, file string, width int64) {
	t.Helper()
	faults, asked := w.visit(t, root+file, width)
	for _, f := range faults {
		t.Errorf("the paper complains: %s", f)
	}
	for _, a := range asked {
		if !strings.HasPrefix(a, root) && !strings.HasPrefix(a, "data:") {
			t.Errorf("the paper asks another place: %s", a)
		}
	}
	if n := ask[int](t, w, notShown); n > 0 {
		t.Errorf("%d pictures are not shown", n)
	}
	if n := ask[int](t, w, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); n > 0 {
		t.Errorf("the paper is %d pixels wider than the window: %s", n, ask[string](t, w, tooWide))
	}
	if ground := ask[string](t, w, `getComputedStyle(document.querySelector('.sheet')).backgroundColor`); ground != "rgb(255, 255, 255)" {
		t.Errorf("the sheet is %s, want white", ground)
	}
}
