package report

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/biaochi/biaochi/targets"
)

func serve(src Source, o Options) http.Handler {
	return Handler(src, o, slog.New(slog.DiscardHandler))
}

func request(h http.Handler, method, target string, head ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestHandlerAnswers(t *testing.T) {
	h := serve(&memory{make: catalogue, generation: 1}, fixed)
	tests := map[string]struct {
		method, target string
		status         int
		has            string
	}{
		"the root is the overview":            {"GET", "/", 200, "<h1>政策目标进展</h1>"},
		"a document":                          {"GET", "/documents/plan-2022.html", 200, "工作台账"},
		"a target in English":                 {"GET", "/en/targets/zj-made.html", 200, "Made-in-Zhejiang"},
		"an English folder is its overview":   {"GET", "/en/", 200, `<html lang="en">`},
		"a folder without its slash":          {"GET", "/en?as-of=2024-06-30", 301, `href="/en/?as-of=2024-06-30"`},
		"the style sheet":                     {"GET", "/assets/report.css", 200, "--paper"},
		"another day":                         {"GET", "/targets/zj-made.html?as-of=2023-12-31", 200, "截至2023年12月31日"},
		"a day that does not exist":           {"GET", "/?as-of=2025-02-30", 400, "2025-02-30"},
		"a page that does not exist":          {"GET", "/targets/none.html", 404, "没有这个页面"},
		"a deep address that does not exist":  {"GET", "/a/b/c", 404, `href="../../assets/report.css"`},
		"an English page that does not exist": {"GET", "/en/none", 404, "Page not found"},
		"a page is not changed by asking":     {"POST", "/", 405, "只能查看"},
		"a head has no body":                  {"HEAD", "/", 200, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := request(h, tt.method, tt.target)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.has) {
				t.Errorf("%s %s = %d %.200s, want %d with %q", tt.method, tt.target, w.Code, w.Body, tt.status, tt.has)
			}
			if tt.method == "HEAD" && w.Body.Len() > 0 {
				t.Errorf("HEAD answers %d bytes", w.Body.Len())
			}
			for k, want := range map[string]string{"Content-Security-Policy": Policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"} {
				if got := w.Header().Get(k); got != want {
					t.Errorf("%s is %q, want %q", k, got, want)
				}
			}
		})
	}
}

var liveForm = regexp.MustCompile(`(?s)\s*<form class="as-of".*?</form>|\s*<a class="work" href="/work/">.*?</a>|(?:<span>)?<a href="[^"]*(?:bulletin|evaluation)\.html\?[^"]*">[^<]*</a>(?:</span>)?`)
var stillDay = regexp.MustCompile(`\s*<span class="as-of">.*?</span>`)

func TestServedPagesAreThePagesOfTheSite(t *testing.T) {
	h := serve(&memory{make: catalogue, generation: 1}, fixed)
	for name, content := range pagesOf(write(t, t.TempDir(), catalogue, fixed)) {
		served := liveForm.ReplaceAllString(request(h, "GET", "/"+name).Body.String(), "")
		if written := stillDay.ReplaceAllString(content, ""); served != written {
			t.Errorf("%s: served and written page differ beyond the choice of the day: %s", name, cmp.Diff(strings.Split(written, "\n"), strings.Split(served, "\n")))
		}
	}
}

func TestLinksCarryTheDayAskedFor(t *testing.T) {
	h := serve(&memory{make: catalogue, generation: 1}, fixed)
	body := request(h, "GET", "/documents/plan-2022.html?as-of=2024-06-30").Body.String()
	for _, m := range regexp.MustCompile(`href="([^"]*\.html[^"]*)"`).FindAllStringSubmatch(body, -1) {
		if !strings.Contains(m[1], "?as-of=2024-06-30") {
			t.Errorf("link %q loses the day", m[1])
		}
	}
	if strings.Contains(body, `report.css?`) {
		t.Error("assets carry the day; they do not depend on it")
	}
}

// public is the edition for everybody.
func public(o Options) Options {
	o.Public = true
	return o
}

func TestAKeptPageIsNotSentAgain(t *testing.T) {
	h := serve(&memory{make: catalogue, generation: 1}, public(fixed))
	tag := request(h, "GET", "/").Header().Get("ETag")
	if w := request(h, "GET", "/", "If-None-Match", tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("If-None-Match %s = %d with %d bytes, want 304 and none", tag, w.Code, w.Body.Len())
	}
}

func TestTheSourceIsReadOnceAGeneration(t *testing.T) {
	src := &memory{make: catalogue, generation: 1}
	h := serve(src, fixed)
	for _, p := range []string{"/", "/", "/en/", "/targets/zj-made.html", "/documents/plan-2022.html"} {
		request(h, "GET", p)
	}
	if src.reads != 2 { // of the day judged and of the day it is compared with
		t.Errorf("%d reads of one generation, want 2", src.reads)
	}
	src.generation = 2
	request(h, "GET", "/")
	if src.reads != 4 {
		t.Errorf("%d reads after a change, want 4", src.reads)
	}
}

func TestPagesFollowTheDayInShanghai(t *testing.T) {
	now := time.Date(2025, 3, 30, 15, 59, 0, 0, time.UTC)
	h := serve(&memory{make: catalogue, generation: 1}, Options{Now: func() time.Time { return now }})
	if body := request(h, "GET", "/").Body.String(); !strings.Contains(body, "截至2025年3月30日") {
		t.Errorf("before midnight: %.300s", body)
	}
	now = now.Add(2 * time.Minute)
	if body := request(h, "GET", "/").Body.String(); !strings.Contains(body, "截至2025年3月31日") {
		t.Errorf("after midnight in Shanghai: %.300s", body)
	}
}

func TestAFailureIsLoggedAndNotShown(t *testing.T) {
	var log strings.Builder
	h := Handler(&memory{make: catalogue, err: errors.New("disk I/O error at /secret/path")}, fixed, slog.New(slog.NewTextHandler(&log, nil)))
	w := request(h, "GET", "/")
	if w.Code != 500 || !strings.Contains(w.Body.String(), "系统出错，请联系管理员。") || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("a failed read = %d %s", w.Code, w.Body)
	}
	if strings.Count(log.String(), "secret") != 1 {
		t.Errorf("the cause is logged %d times, want once:\n%s", strings.Count(log.String(), "secret"), log.String())
	}
}

func TestTheCacheForgetsTheLongestUnused(t *testing.T) {
	c := newCache(10)
	key := func(path string) pageKey { return pageKey{path: path} }
	c.put(key("a"), rendered{content: make([]byte, 4)})
	c.put(key("b"), rendered{content: make([]byte, 4)})
	c.get(key("a"))
	c.put(key("c"), rendered{content: make([]byte, 4)})
	c.put(key("d"), rendered{content: make([]byte, 11)})
	for path, want := range map[string]bool{"a": true, "b": false, "c": true, "d": false} {
		if _, got := c.get(key(path)); got != want {
			t.Errorf("page %s is kept: %v, want %v", path, got, want)
		}
	}
	if c.size != 8 {
		t.Errorf("the cache holds %d bytes, want 8", c.size)
	}
}

// A crowd counts how many snapshots are read at the same time.
type crowd struct {
	*memory
	now, most atomic.Int32
}

func (c *crowd) Snapshot(ctx context.Context, sel targets.Selection, asOf targets.Date, knownAt time.Time) (*targets.Snapshot, error) {
	n := c.now.Add(1)
	defer c.now.Add(-1)
	for most := c.most.Load(); n > most && !c.most.CompareAndSwap(most, n); most = c.most.Load() {
	}
	time.Sleep(time.Millisecond)
	return (&memory{make: c.make, generation: 1}).Snapshot(ctx, sel, asOf, knownAt)
}

func TestAFewBooksAreMadeAtOnceHoweverManyAskForDays(t *testing.T) {
	src := &crowd{memory: &memory{make: catalogue, generation: 1}}
	h := serve(src, public(Options{}))
	var wg sync.WaitGroup
	for day := range 20 {
		wg.Go(func() {
			if w := request(h, "GET", "/method.html?as-of="+(date("2024-01-01")+targets.Date(day)).String()); w.Code != http.StatusOK {
				t.Errorf("%d: %s", w.Code, w.Body)
			}
		})
	}
	wg.Wait()
	if most := src.most.Load(); most > booksAtOnce {
		t.Errorf("%d books are made at once, want at most %d", most, booksAtOnce)
	}
}

func TestTheShelfKeepsAFewDays(t *testing.T) {
	s := newShelf()
	for d := range 2 * shelfSize {
		s.find(1, date("2025-01-01")+targets.Date(d), time.Time{})
	}
	if len(s.books) != shelfSize {
		t.Errorf("the shelf keeps %d books, want %d", len(s.books), shelfSize)
	}
	if s.find(1, date("2025-01-01")+targets.Date(2*shelfSize-1), time.Time{}) != s.books[shelfSize-1] {
		t.Error("the newest day is not found again")
	}
}

// recording is a Source whose value shows which known-at it was asked for.
type recording struct {
	memory
	asked []time.Time
}

func (s *recording) Snapshot(ctx context.Context, sel targets.Selection, asOf targets.Date, knownAt time.Time) (*targets.Snapshot, error) {
	s.asked = append(s.asked, knownAt)
	return s.memory.Snapshot(ctx, sel, asOf, knownAt)
}

func TestKnownAtIsTheEndOfItsDayOrATime(t *testing.T) {
	tests := map[string]struct {
		query, want string // want: the known-at in Shanghai, "" for the latest
		status      int
	}{
		"nothing asked is the latest":      {"", "", 200},
		"an empty field is the latest":     {"?as-of=&known-at=", "", 200},
		"a day is its end":                 {"?known-at=2024-06-30", "2024-06-30T23:59:59.999999999+08:00", 200},
		"a time is itself":                 {"?known-at=2024-06-30T12:00:00%2B08:00", "2024-06-30T12:00:00+08:00", 200},
		"a day that does not exist":        {"?known-at=2024-02-30", "", 400},
		"a word":                           {"?known-at=yesterday", "", 400},
		"a plus sign that was not escaped": {"?known-at=2024-06-30T12:00:00+08:00", "", 400},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			src := &recording{memory: memory{make: catalogue, generation: 1}}
			w := request(serve(src, fixed), "GET", "/"+tt.query)
			if w.Code != tt.status {
				t.Fatalf("GET /%s = %d, want %d", tt.query, w.Code, tt.status)
			}
			got := ""
			if len(src.asked) > 0 && !src.asked[0].IsZero() {
				got = src.asked[0].In(targets.Shanghai).Format(time.RFC3339Nano)
			}
			if got != tt.want {
				t.Errorf("GET /%s asks for known-at %q, want %q", tt.query, got, tt.want)
			}
		})
	}
}

// Below the founding every known-at has generation 0, and yet other figures.
func TestPagesOfOneGenerationAreKeptApartByKnownAt(t *testing.T) {
	src := &recording{memory: memory{make: catalogue}}
	h := serve(src, fixed)
	for _, day := range []string{"2023-06-30", "2024-06-30", "2023-06-30"} {
		body := request(h, "GET", "/targets/zj-made.html?known-at="+day).Body.String()
		if !strings.Contains(body, `name="known-at" value="`+day+`"`) || !strings.Contains(body, "<time>"+day+" 23:59</time>") {
			t.Errorf("known-at %s: the page shows another one", day)
		}
	}
	if len(src.asked) != 4 { // each of the day judged and of the day it is compared with
		t.Errorf("%d reads for two known-ats, want 4", len(src.asked))
	}
}

func TestLinksCarryBothClocks(t *testing.T) {
	h := serve(&memory{make: catalogue, generation: 1}, fixed)
	body := request(h, "GET", "/targets/zj-made.html?known-at=2024-06-30T12:00:00%2B08:00&as-of=2024-06-30").Body.String()
	found := regexp.MustCompile(`href="([^"]*\.html[^"]*)"`).FindAllStringSubmatch(body, -1)
	if len(found) < 5 {
		t.Fatalf("only %d links", len(found))
	}
	for _, m := range found {
		if !strings.Contains(m[1], "?as-of=2024-06-30&amp;known-at=2024-06-30T12%3A00%3A00%2B08%3A00") {
			t.Errorf("link %q loses a clock", m[1])
		}
	}
}

// A browser keeps nothing of the internal edition, and no tag of one edition is
// taken by the other.
func TestNothingInternalIsKeptByABrowser(t *testing.T) {
	src := &memory{make: catalogue, generation: 1}
	everybody, house := serve(src, public(fixed)), serve(src, fixed)
	for _, path := range []string{"/", "/en/", "/targets/zj-made.html", "/documents/plan-2022.html", "/search-index.js", "/feed.xml"} {
		w := request(house, "GET", path)
		if w.Code != 200 || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("ETag") != "" {
			t.Errorf("%s, internal: %d, Cache-Control %q, ETag %q; want 200, no-store and none", path, w.Code, w.Header().Get("Cache-Control"), w.Header().Get("ETag"))
		}
		seen := request(everybody, "GET", path)
		tag := newRendered(w.Body.Bytes()).etag
		if got := request(everybody, "GET", path, "If-None-Match", tag); got.Code != 200 && seen.Body.String() != w.Body.String() {
			t.Errorf("%s: the public edition answers the internal page's tag with %d", path, got.Code)
		}
		tag = seen.Header().Get("ETag")
		if got := request(house, "GET", path, "If-None-Match", tag); tag == "" || got.Code != 200 {
			t.Errorf("%s: the internal edition answers the public page's tag %s with %d", path, tag, got.Code)
		}
	}
	if w := request(house, "GET", "/assets/report.css"); w.Header().Get("ETag") == "" || w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("an asset of the internal edition is not kept: %v", w.Header())
	}
}

func TestPagesAreCompressedForThoseWhoTakeIt(t *testing.T) {
	h := serve(&memory{make: catalogue, generation: 1}, public(fixed))
	plain := request(h, "GET", "/")
	for accept, want := range map[string]string{"gzip, deflate, br": "gzip", "br;q=1.0, GZIP;q=0.5": "gzip", "gzip;q=0": "", "identity": "", "": ""} {
		w := request(h, "GET", "/", "Accept-Encoding", accept)
		if got := w.Header().Get("Content-Encoding"); got != want || w.Header().Get("Vary") != "Accept-Encoding" {
			t.Fatalf("Accept-Encoding %q answers %q (Vary %q), want %q", accept, got, w.Header().Get("Vary"), want)
		}
		if want == "" {
			continue
		}
		r, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(r); err != nil || string(body) != plain.Body.String() {
			t.Errorf("Accept-Encoding %q: other bytes than without (%v)", accept, err)
		}
		if w.Header().Get("ETag") == plain.Header().Get("ETag") {
			t.Error("compressed and plain bytes have one tag")
		}
		again := request(h, "GET", "/", "Accept-Encoding", accept, "If-None-Match", w.Header().Get("ETag"))
		if again.Code != http.StatusNotModified {
			t.Errorf("a compressed page is sent again: %d", again.Code)
		}
	}
}
