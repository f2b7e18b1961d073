package report

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

const (
	said    = `document.getElementById('found').textContent`
	listed  = `[...document.querySelectorAll('#results li a')].map(function (a) { return a.textContent; }).join('|')`
	inFocus = `document.activeElement.id || document.activeElement.textContent`
)

func TestTheSearchFinds(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	disk, served := sites(t)
	w := openBrowser(t)
	tests := map[string]struct{ query, said, first string }{
		"an area and a goal in any order":      {"制造 浙江省", "找到1项：目标 1", "累计发布“浙江制造”标准"},
		"a document's number":                  {"国市监标技发〔2022〕64号", "找到6项：文件 1 · 目标 5", "纲要行动计划"},
		"other brackets and full-width digits": {"国市监标技发[２０２２]64号", "找到6项：文件 1 · 目标 5", "纲要行动计划"},
		"any case":                             {"ZJ-MADE", "找到1项：目标 1", "累计发布“浙江制造”标准"},
		"the code of an area":                  {"330300", "找到1项：地区 1", "温州市"},
		"Chinese without blanks, in pieces":    {"全国国际标准转化率", "找到1项：目标 1", "国际标准转化率"},
		"a number is never found in parts":     {"标准 制定周期2224", "没有找到。试试更短的词，或用空格隔开几个词。", ""},
		"words as the document writes them":    {"18个月以内", "找到1项：目标 1", "国家标准平均制定周期"},
		"an area finds what lies in it":        {"浙江省 园区", "找到3项：目标 3", "标准化示范园区"},
		"nothing":                              {"不存在的词", "没有找到。试试更短的词，或用空格隔开几个词。", ""},
	}
	for name, tt := range tests {
		for where, root := range map[string]string{"from disk": disk, "served": served} {
			t.Run(name+" "+where, func(t *testing.T) {
				w.visit(t, "about:blank", 1280)
				faults, _ := w.visit(t, root+"search.html#q="+tt.query, 1280)
				if got := ask[string](t, w, said); got != tt.said || len(faults) > 0 {
					t.Errorf("%q: the page says %q, want %q; complaints %v", tt.query, got, tt.said, faults)
				}
				if got, _, _ := strings.Cut(ask[string](t, w, listed), "|"); got != tt.first {
					t.Errorf("%q finds %q first, want %q", tt.query, got, tt.first)
				}
			})
		}
	}
}

// keys presses keys one after the other and gives the page its time.
func (w *window) keys(t *testing.T, keys ...string) {
	t.Helper()
	for _, k := range keys {
		if err := chromedp.Do(w.ctx, chromedp.KeyEvent(k)); err != nil {
			t.Fatal(err)
		}
	}
	if err := chromedp.Do(w.ctx, chromedp.Sleep(150*time.Millisecond)); err != nil {
		t.Fatal(err)
	}
}

const (
	keyDown, keyUp, keyEnter, keyEscape = "\u0301", "\u0304", "\r", "\u001b" // as chromedp names them
)

func TestTheSearchIsDrivenByKeys(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	_, served := sites(t)
	w := openBrowser(t)
	w.visit(t, served+"index.html?as-of=2024-06-30", 1280)
	ask[bool](t, w, `document.getElementById('find-words').focus(); true`)
	w.keys(t, "standards", keyEnter)
	w.frames(t)
	if got, want := ask[string](t, w, `location.pathname + location.search + location.hash`), "/search.html?as-of=2024-06-30#q=standards"; got != want {
		t.Fatalf("the head's field leads to %s, want %s", got, want)
	}
	ask[bool](t, w, `document.getElementById('q').select(); true`)
	w.keys(t, "z", "j", "-", "p")
	if got := ask[string](t, w, `decodeURIComponent(location.hash)`); got != "#q=zj-p" {
		t.Errorf("what was typed is kept as %q", got)
	}
	steps := []struct{ key, want string }{
		{keyDown, "试点期限"}, {keyDown, "标准化示范园区"}, {keyDown, "标准化示范园区"}, {keyUp, "试点期限"}, {keyUp, "q"}, {keyEnter, "试点期限"}, {keyEscape, "q"},
	}
	for i, s := range steps {
		w.keys(t, s.key)
		if got := ask[string](t, w, inFocus); got != s.want {
			t.Errorf("after key %d the focus is on %q, want %q", i+1, got, s.want)
		}
	}
	w.keys(t, keyEscape)
	if got := ask[string](t, w, `document.getElementById('q').value + location.hash + '|' + location.search`); got != "|?as-of=2024-06-30" {
		t.Errorf("Escape in the field leaves %q, want nothing typed and the day judged", got)
	}
	w.keys(t, "zj-p", keyEnter, keyEnter)
	w.frames(t)
	if got := ask[string](t, w, `location.pathname + location.search`); got != "/targets/zj-pilot.html?as-of=2024-06-30" {
		t.Errorf("Enter on a result leads to %s", got)
	}
}

// fetch presses a button of a page and returns the file that comes of it.
func (w *window) fetch(t *testing.T, dir, press, name string) []byte {
	t.Helper()
	ask[bool](t, w, press+`.click(); true`)
	for range 100 {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err == nil && len(b) > 0 {
			return b
		}
		time.Sleep(50 * time.Millisecond)
	}
	entries, _ := os.ReadDir(dir)
	t.Fatalf("%s did not come; the folder has %v", name, entries)
	return nil
}

func TestFilesAreMadeInTheBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	disk, served := sites(t)
	for where, root := range map[string]string{"from disk": disk, "served": served} {
		t.Run(where, func(t *testing.T) {
			w, dir := openBrowser(t), t.TempDir()
			params := browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir}
			if _, err := chromedp.Call(w.ctx, browser.SetDownloadBehavior, params); err != nil {
				t.Fatal(err)
			}
			w.scheme(t, "dark")
			faults, _ := w.visit(t, root+"targets/zj-parks.html", 390)
			figures := w.fetch(t, dir, `document.querySelector('#take button')`, "zj-parks-2025-03-31.csv")
			if want := "\ufeffindicator,area,period,value,"; !strings.HasPrefix(string(figures), want) || strings.Count(string(figures), "\nparks,330000,") != 4 {
				t.Errorf("the figures are\n%s", figures)
			}
			for _, id := range []string{"trend", "ranking"} {
				bar := fmt.Sprintf(`document.getElementById('%s').closest('div:not(.chart), section').querySelectorAll('.picture-take button')`, id)
				svg := string(w.fetch(t, dir, bar+"[0]", "zj-parks-2025-03-31-"+id+".svg"))
				for _, want := range []string{`<svg xmlns="http://www.w3.org/2000/svg" width="768"`, "标准化示范园区（浙江省）", `fill="#ffffff"`, "数据来源：省市场监督管理局通报", "标尺，截至2025-03-31，内部版"} {
					if !strings.Contains(svg, want) {
						t.Errorf("%s.svg lacks %q: %.400s", id, want, svg)
					}
				}
				if strings.Contains(svg, "var(--") || strings.Contains(svg, `"--`) {
					t.Errorf("%s.svg has a colour that only the page knows", id)
				}
				if png := w.fetch(t, dir, bar+"[1]", "zj-parks-2025-03-31-"+id+".png"); !strings.HasPrefix(string(png), "\x89PNG") || len(png) < 10_000 {
					t.Errorf("%s.png is no picture: %d bytes", id, len(png))
				} else if *shots != "" {
					w.keep(t, "download-"+id+".png", png)
				}
			}
			if len(faults) > 0 {
				t.Errorf("the page complains: %v", faults)
			}
		})
	}
}
