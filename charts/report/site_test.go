package report

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/biaochi/biaochi/targets"
)

var update = flag.Bool("update", false, "rewrite the goldens; read the diff before committing it")

// fixed is the report the tests look at.
var fixed = Options{AsOf: date("2025-03-31"), Version: "0.1.0", Publishers: []Publisher{{Host: "example.gov.cn"}}}

// write makes a site of a catalogue and returns its files.
func write(t *testing.T, dir string, m func() *targets.Snapshot, o Options) map[string]string {
	t.Helper()
	if err := Site(t.Context(), &memory{make: m, generation: 1}, dir, o, nil); err != nil {
		t.Fatal(err)
	}
	return files(t, dir)
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		name, _ := filepath.Rel(dir, p)
		all[filepath.ToSlash(name)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// pagesOf keeps the pages.
func pagesOf(all map[string]string) map[string]string {
	pages := map[string]string{}
	for name, content := range all {
		if strings.HasSuffix(name, extension) {
			pages[name] = content
		}
	}
	return pages
}

func TestPagesReadAsTheGoldensDo(t *testing.T) {
	all := write(t, t.TempDir(), catalogue, fixed)
	maps.Copy(all, keep(write(t, t.TempDir(), brokenDown, fixed), "targets/zj-parks.html", "en/targets/zj-parks.html"))
	readAsGoldens(t, all,
		"index.html", "documents/plan-2022.html", "documents/tasks-2017-27.html", "targets/zj-made.html", "targets/zj-adoption.html", "targets/zj-pilot.html",
		"en/targets/zj-made.html", "method.html", "en/method.html", "targets/zj-parks.html", "en/targets/zj-parks.html")
}

// keep leaves the files of these names.
func keep(all map[string]string, names ...string) map[string]string {
	some := map[string]string{}
	for _, name := range names {
		some[name] = all[name]
	}
	return some
}

func TestSitesOfOneDayHaveTheSameBytes(t *testing.T) {
	later := fixed
	later.Now = func() time.Time { return time.Now().AddDate(1, 0, 0) }
	first, second := write(t, t.TempDir(), catalogue, fixed), write(t, t.TempDir(), catalogue, later)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("two reports of the same day differ:\n%s", diff)
	}
}

func TestTodayIsTheDayInShanghai(t *testing.T) {
	o := Options{Now: func() time.Time { return time.Date(2025, 3, 30, 17, 0, 0, 0, time.UTC) }} // 01:00 on the 31st there
	if got := o.withDefaults().day(); got != date("2025-03-31") {
		t.Errorf("day() = %s, want 2025-03-31", got)
	}
}

var (
	links      = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	inlined    = regexp.MustCompile(`(?i)\sstyle=|<style|\son[a-z]+=|javascript:`)
	scriptTags = regexp.MustCompile(`<script[^>]*>`)
)

func TestEveryLinkLeadsToAFileOfTheSite(t *testing.T) {
	all := write(t, t.TempDir(), catalogue, fixed)
	for name, content := range pagesOf(all) {
		for _, m := range links.FindAllStringSubmatch(content, -1) {
			u, err := url.Parse(strings.ReplaceAll(m[1], "&amp;", "&"))
			if err != nil {
				t.Errorf("%s: link %q: %v", name, m[1], err)
				continue
			}
			if u.Scheme != "" || u.Path == "" {
				continue // a source on the web, the empty icon, a place in the page
			}
			to := path.Join(path.Dir(name), u.Path)
			if _, ok := all[to]; !ok {
				t.Errorf("%s: link %q leads to %s, which is not written", name, m[1], to)
			}
		}
	}
}

func TestPagesObeyThePolicy(t *testing.T) {
	for name, content := range pagesOf(write(t, t.TempDir(), catalogue, fixed)) {
		if !strings.Contains(content, `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;self&#39;; style-src &#39;self&#39;; img-src &#39;self&#39; data:">`) {
			t.Errorf("%s has no policy", name)
		}
		if bad := inlined.FindString(content); bad != "" {
			t.Errorf("%s has an inline style or script: %q", name, bad)
		}
		for _, tag := range scriptTags.FindAllString(content, -1) {
			if !strings.Contains(tag, "src=") && !strings.Contains(tag, `type="application/json"`) {
				t.Errorf("%s has an inline script: %s", name, tag)
			}
		}
		for _, bad := range []string{"ZgotmplZ", "<no value>", "%!"} {
			if strings.Contains(content, bad) {
				t.Errorf("%s contains %q", name, bad)
			}
		}
	}
}

// hostile is the catalogue with names that try to break out of the page.
func hostile(name string) func() *targets.Snapshot {
	return func() *targets.Snapshot {
		s := catalogue()
		evil := targets.Text{ZH: name, EN: name}
		s.Areas[1].Name, s.Departments[0].Name, s.Documents[0].Title, s.Documents[0].Short = evil, evil, evil, evil
		for i := range s.Indicators {
			s.Indicators[i].Name, s.Indicators[i].Definition, s.Indicators[i].Unit.ZH = evil, evil, name
		}
		s.Targets[0].AsWritten, s.Targets[0].Reading, s.Tasks[0].Heading = name, evil, evil
		for _, series := range s.Figures {
			for i := range series {
				series[i].Note, series[i].SourceTitle, series[i].SourceURL = name, name, "javascript:alert(1)//"+name
			}
		}
		return s
	}
}

func TestHostileNamesAreInert(t *testing.T) {
	names := map[string]string{
		"a closing script": "</script><script>alert(1)</script>", "a template mark": "__f__alert(1)__f__",
		"a comment that opens a script": "<!--<script>", "quotes": `"'><img src=x onerror=alert(1)>`,
		"a right-to-left mark": "甲\u202e乙\u2066<b>", "a very long name": strings.Repeat("很长的名称", 400),
	}
	plain := pagesOf(write(t, t.TempDir(), catalogue, fixed))
	for what, name := range names {
		t.Run(what, func(t *testing.T) {
			for page, content := range pagesOf(write(t, t.TempDir(), hostile(name), fixed)) {
				got, want := strings.Count(content, "<script"), strings.Count(plain[page], "<script")
				if got != want || strings.Contains(content, "<!--") || strings.Contains(content, "<img") || strings.Contains(content, "<b>") {
					t.Errorf("%s: %q breaks out: %d script elements, want %d", page, name, got, want)
				}
				if strings.Contains(content, `href="javascript:`) {
					t.Errorf("%s: a source is a script", page)
				}
			}
		})
	}
}

func TestSiteRefusesAForeignFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "thesis.docx"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := Site(t.Context(), &memory{make: catalogue}, dir, fixed, nil)
	if targets.KindOf(err) != targets.Invalid {
		t.Errorf("Site into a folder with other files = %v, want an Invalid error", err)
	}
	if all := files(t, dir); len(all) != 1 || all["thesis.docx"] != "mine" {
		t.Errorf("the folder was changed: %d files", len(all))
	}
}

func TestSiteReplacesAnOlderSite(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, catalogue, fixed)
	fewer := func() *targets.Snapshot {
		s := catalogue()
		s.Targets = s.Targets[1:]
		return s
	}
	all := write(t, dir, fewer, fixed)
	if _, still := all["targets/plan-adoption.html"]; still {
		t.Error("a page of a target that is gone is still there")
	}
	if want := write(t, t.TempDir(), fewer, fixed); !cmp.Equal(all, want) {
		t.Errorf("over an older site: %d files, into an empty folder: %d, or their bytes differ", len(all), len(want))
	}
}

func TestSiteNeverRemovesWhatLiesOutside(t *testing.T) {
	dir := t.TempDir()
	outside := filepath.Join(dir, "keep.txt")
	site := filepath.Join(dir, "site")
	write(t, site, catalogue, fixed)
	if err := os.WriteFile(outside, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	m := `{"program":"biaochi","files":{"../keep.txt":""}}` // as version 0.1 wrote it
	if err := os.WriteFile(filepath.Join(site, manifestName), []byte(m), 0o644); err != nil {
		t.Fatal(err)
	}
	write(t, site, catalogue, fixed)
	if _, err := os.Stat(outside); err != nil {
		t.Errorf("a file outside the site is gone: %v", err)
	}
}

func TestSiteFollowsNoLinkToRemoveAPage(t *testing.T) {
	outside, site := t.TempDir(), filepath.Join(t.TempDir(), "site")
	write(t, site, catalogue, fixed)
	keep := filepath.Join(outside, "keep.html")
	m := `{"program":"biaochi","files":{"old/keep.html":""}}`
	if err := errors.Join(os.WriteFile(keep, nil, 0o644), os.WriteFile(filepath.Join(site, manifestName), []byte(m), 0o644)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(site, "old")); err != nil {
		t.Fatal(err)
	}
	err := siteWith(t.Context(), &memory{make: corrected, generation: 1}, site, fixed, (*shop).goInside)
	if _, gone := os.Stat(keep); gone != nil {
		t.Errorf("a file behind a link is gone: %v (%v)", gone, err)
	}
}

func TestAnInterruptedSiteCanBeWrittenAgain(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	err := Site(ctx, &memory{make: catalogue, generation: 1}, dir, fixed, &watch{step: func(done, _ int) {
		if done == 3 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("an interrupted Site = %v, want context.Canceled", err)
	}
	if got, want := write(t, dir, catalogue, fixed), write(t, t.TempDir(), catalogue, fixed); !cmp.Equal(got, want) {
		t.Error("the second attempt left other files than a first one would")
	}
}

func TestSiteTellsItsProgress(t *testing.T) {
	var last, total int
	dir := t.TempDir()
	err := Site(t.Context(), &memory{make: catalogue, generation: 1}, dir, fixed, &watch{step: func(d, n int) { last, total = d, n }})
	want := 0
	for path := range files(t, dir) {
		if path != manifestName && !strings.HasPrefix(path, assetsFolder) {
			want++
		}
	}
	if err != nil || last != want || total != want {
		t.Errorf("progress ends at %d of %d (%v), want %d of %d", last, total, err, want, want)
	}
}

func TestOneLanguageHasNoSwitch(t *testing.T) {
	o := fixed
	o.Langs = []targets.Lang{targets.EN}
	all := write(t, t.TempDir(), catalogue, o)
	if !strings.Contains(all["index.html"], `<html lang="en">`) || strings.Contains(all["index.html"], "中文") {
		t.Error("an English report is not at the root, or offers Chinese")
	}
}

func TestAnEmptyCatalogueSaysHowItIsFilled(t *testing.T) {
	all := write(t, t.TempDir(), func() *targets.Snapshot { return &targets.Snapshot{} }, fixed)
	if !strings.Contains(all["index.html"], "biaochi seed") {
		t.Error("an empty overview does not say how targets get there")
	}
}

func TestTrainingDataIsMarkedOnEveryPage(t *testing.T) {
	demo := func() *targets.Snapshot {
		s := catalogue()
		s.Demo = true
		return s
	}
	for name, content := range pagesOf(write(t, t.TempDir(), demo, fixed)) {
		if !strings.Contains(content, `class="demo"`) {
			t.Errorf("%s does not say that its data is for training", name)
		}
	}
}

func TestDocumentsKeepGroupsApartAndInventNone(t *testing.T) {
	all := write(t, t.TempDir(), catalogue, fixed)
	tests := map[string]struct {
		page     string
		has, not []string
	}{
		"two groups of one task are two lines": {
			"documents/plan-2022.html",
			[]string{`<th scope="rowgroup" rowspan="2">强化标准与科技互动</th>`, "标准必要专利制度</span>国家标准委<", "科技成果转化为标准</span>科技部、市场监管总局<"}, nil,
		},
		"a document that names nobody has no such columns": {
			"documents/zhejiang-2023-24.html", []string{"没有载明责任部门"}, []string{"<th scope=\"col\">牵头</th>"},
		},
		"a document without targets says so": {
			"documents/tasks-2017-27.html", []string{"没有可计量的目标", "各省级人民政府按职责分工对每项任务负责。"}, []string{`id="targets-head"`},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for _, s := range tt.has {
				if !strings.Contains(all[tt.page], s) {
					t.Errorf("%s lacks %q", tt.page, s)
				}
			}
			for _, s := range tt.not {
				if strings.Contains(all[tt.page], s) {
					t.Errorf("%s contains %q", tt.page, s)
				}
			}
		})
	}
}

// BenchmarkSite prints the time of a page in both languages; it should not grow
// with the number of targets.
func BenchmarkSite(b *testing.B) {
	for _, n := range []int{100, 1000, 3000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			pages := 0
			for b.Loop() {
				err := Site(b.Context(), &memory{make: many(n), generation: 1}, b.TempDir(), fixed, &watch{step: func(_, total int) { pages = total }})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N)/float64(pages), "ms/page")
		})
	}
}

// BenchmarkRender is the same without the disk.
func BenchmarkRender(b *testing.B) {
	for _, n := range []int{100, 1000, 3000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			o := fixed.withDefaults()
			pr, err := newPress(o.Langs)
			if err != nil {
				b.Fatal(err)
			}
			pages, size := 0, 0
			for b.Loop() {
				book, err := read(b.Context(), &memory{make: many(n)}, o, o.AsOf)
				if err != nil {
					b.Fatal(err)
				}
				pages, size = 0, 0
				for _, p := range book.pages() {
					content, err := pr.render(b.Context(), p)
					if err != nil {
						b.Fatal(err)
					}
					pages, size = pages+1, size+len(bytes.TrimSpace(content))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N)/float64(pages), "ms/page")
			b.ReportMetric(float64(size)/float64(pages)/1024, "KiB/page")
		})
	}
}

// failing writes a site onto a disk that is full after n files.
func failing(t *testing.T, dir string, n int) error {
	t.Helper()
	var written atomic.Int64
	full := func(path string, content []byte) error {
		if written.Add(1) > int64(n) {
			writeFile(path, content[:len(content)/2])
			return syscall.ENOSPC
		}
		return writeFile(path, content)
	}
	return siteWith(t.Context(), &memory{make: brokenDown, generation: 2}, dir, fixed, func(s *shop) { s.store = full })
}

// siteWith is Site with another shop.
func siteWith(ctx context.Context, src Source, dir string, o Options, change func(*shop)) error {
	s, err := openShop(dir)
	if err != nil {
		return err
	}
	change(s)
	w, err := newSiteWriter(ctx, src, o.withDefaults())
	if err != nil {
		return err
	}
	w.shop = s
	err = w.write(ctx)
	s.close(err != nil)
	return err
}

func TestAFullDiskLeavesNothingHalfWritten(t *testing.T) {
	for _, n := range []int{0, 1, 10, 33} {
		t.Run(fmt.Sprint(n, " files fit"), func(t *testing.T) {
			root := t.TempDir()
			dir := filepath.Join(root, "reports", "site")
			err := failing(t, dir, n)
			if !errors.Is(err, syscall.ENOSPC) || targets.KindOf(err) != targets.Invalid {
				t.Errorf("a report onto a full disk = %v, want an Invalid error that wraps ENOSPC", err)
			}
			if left, _ := os.ReadDir(root); len(left) != 0 {
				t.Errorf("a report onto a full disk leaves %v", left)
			}
			before := write(t, dir, catalogue, fixed)
			if err := failing(t, dir, n); !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("over an older site = %v, want ENOSPC", err)
			}
			if diff := cmp.Diff(before, files(t, dir)); diff != "" {
				t.Errorf("the older site was changed:\n%s", diff)
			}
		})
	}
}

func TestWhatAKilledReportLeftIsTakenAway(t *testing.T) {
	for name, at := range map[string]string{"beside the folder": ".site" + aside, "within it": filepath.Join("site", aside)} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			left := filepath.Join(root, at)
			if err := os.MkdirAll(filepath.Join(left, "targets"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(left, "index.html"), []byte("half"), 0o644); err != nil {
				t.Fatal(err)
			}
			got := write(t, filepath.Join(root, "site"), catalogue, fixed)
			if want := write(t, t.TempDir(), catalogue, fixed); !cmp.Equal(got, want) {
				t.Error("a report after a killed one has other files than a first one would")
			}
			if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s is still there: %v", left, err)
			}
		})
	}
}

// watch is a Watcher that keeps what it is told.
type watch struct {
	step    func(done, total int) // of the pages; may be nil
	outcome Outcome
}

func (w *watch) Step(phase targets.Text, done, total int) {
	if w.step != nil && phase == PhasePages {
		w.step(done, total)
	}
}

func (w *watch) Written(t Outcome) { w.outcome = t }
