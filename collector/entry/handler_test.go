package entry

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func onceKey(s string) targets.OnceKey { return targets.OnceKey{Key: s, Digest: s} }

// fullEntry answers all eight indicators.
func fullEntry() collector.Entry {
	return collector.Entry{
		Cells: []collector.Cell{
			{Indicator: "standards-made", Value: "3923", Note: "含“浙江制造”"}, {Indicator: "standards-new", Value: "169"}, {Indicator: "bodies", Value: "815"},
			{Indicator: "adoption", Numerator: "790", Denominator: "815"}, {Indicator: "months", Numerator: "1480", Denominator: "100"},
			{Indicator: "platform", Value: "under_way"}, {Indicator: "pilots", Reply: collector.ReplyZero, Note: "试点已全部结束"}, {Indicator: "experts", Value: "1211"},
		},
		Statement: targets.Statement{Text: "本季度数据口径与上季度一致。"},
		Signers:   targets.Signers{Head: "陈局长", Statistician: "周处长", Filler: "王小华", Phone: "0571-00000000", On: targets.NewDate(2025, 4, 8)},
	}
}

// A clerk is a browser without scripts.
type clerk struct {
	t      *testing.T
	w      *world
	client *http.Client
}

func (w *world) clerk(login string) *clerk {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	c := &clerk{w.t, w, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if login != "" {
		if status, _, _ := c.post("/sign-in", url.Values{"login": {login}, "password": {password}}); status != http.StatusSeeOther {
			w.t.Fatalf("sign in %s: %d", login, status)
		}
	}
	return c
}

func (c *clerk) send(r *http.Request) (status int, location, body string) {
	c.t.Helper()
	resp, err := c.client.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header.Get("Location"), string(b)
}

func (c *clerk) get(path string) (int, string, string) {
	c.t.Helper()
	r, _ := http.NewRequest("GET", c.w.server.URL+path, nil)
	return c.send(r)
}

func (c *clerk) post(path string, form url.Values) (int, string, string) {
	c.t.Helper()
	r, _ := http.NewRequest("POST", c.w.server.URL+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", c.w.server.URL)
	return c.send(r)
}

// gridForm is the form of the grid with some fields typed.
func gridForm(ask, version string, typed map[string]string) url.Values {
	f := url.Values{"ask": {ask}, "version": {version}}
	for _, c := range fullEntry().Cells {
		f.Add("row", c.Indicator)
	}
	f.Set("kind.adoption", kindParts)
	f.Set("kind.months", kindParts)
	for k, v := range typed {
		f.Set(k, v)
	}
	return f
}

func TestWithoutScriptsAQuarterIsHandedIn(t *testing.T) {
	w := newWorld(t)
	c := w.clerk("wangxh")
	typed := map[string]string{
		"a.standards-made": "3923", "a.standards-new": "169", "a.bodies": "815", "a.adoption": "790", "b.adoption": "815",
		"a.months": "1480", "b.months": "100", "a.platform": "under_way", "a.pilots": "23", "a.experts": "1211",
	}
	status, to, _ := c.post(gridAddress, gridForm(askSave, "0", typed))
	if status != 303 || to != gridAddress+"?done=saved" {
		t.Fatalf("save: %d %s", status, to)
	}
	_, _, body := c.get(to)
	if !strings.Contains(body, `草稿已保存`) || !strings.Contains(body, `value="3923"`) {
		t.Errorf("the saved page has no draft:\n%s", body)
	}
	status, to, _ = c.post(gridAddress, gridForm(askSubmit, between(body, `name="version" value="`, `"`), typed))
	if status != 303 || to != gridAddress+"/submit" {
		t.Fatalf("towards handing in: %d %s", status, to)
	}
	_, _, body = c.get(to)
	once, version := between(body, `name="once" value="`, `"`), between(body, `name="version" value="`, `"`)
	sent := url.Values{"once": {once}, "version": {version}}
	status, to, body = c.post(gridAddress+"/submit", sent)
	if status != 303 || !strings.HasPrefix(to, gridAddress+"/receipt/") {
		t.Fatalf("hand in: %d %s\n%s", status, to, body)
	}
	if status, again, _ := c.post(gridAddress+"/submit", sent); status != 303 || again != to {
		t.Errorf("handed in twice: %d %s, want the first receipt %s", status, again, to)
	}
	_, _, body = c.get(to)
	if !strings.Contains(body, "上报8项指标，等待单位负责人审签") || !strings.Contains(body, gridAddress+"#withdraw") {
		t.Errorf("the receipt is\n%s", body)
	}
}

func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, _ = strings.Cut(s, after)
	return s
}

func TestWhatIsRefusedComesBackWithWhatWasTyped(t *testing.T) {
	w := newWorld(t)
	c := w.clerk("wangxh")
	for ask, name := range map[string]string{askCheck: "checked", askSubmit: "handed in"} {
		status, _, body := c.post(gridAddress, gridForm(ask, "0", map[string]string{"a.standards-made": "三千<b>", "expected": ""}))
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `value="三千&lt;b&gt;"`) || !strings.Contains(body, `aria-invalid="true"`) {
			t.Errorf("%s: status %d, want 422 with what was typed and its finding:\n%s", name, status, body)
		}
	}
	status, _, body := c.post(gridAddress, gridForm(askSave, "0", map[string]string{"a.standards-made": "3923", "expected": "明年"}))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "日期 &#34;明年&#34; 无法识别") || !strings.Contains(body, `value="3923"`) {
		t.Errorf("a bad date: status %d\n%s", status, body)
	}
}

func TestOfTwoWithoutScriptsTheSecondSeesBoth(t *testing.T) {
	w := newWorld(t)
	wang, li := w.clerk("wangxh"), w.clerk("liming")
	wang.post(gridAddress, gridForm(askSave, "0", map[string]string{"a.standards-made": "3920"}))
	status, _, body := li.post(gridAddress, gridForm(askSave, "0", map[string]string{"a.standards-made": "3923"}))
	if status != http.StatusConflict || !strings.Contains(body, "对方填的：3920") || !strings.Contains(body, `value="3923"`) || !strings.Contains(body, "王小华在 10:32 保存了这张表") {
		t.Errorf("the second save: status %d\n%s", status, body)
	}
	if status, _, _ = li.post(gridAddress, gridForm(askSave, between(body, `name="version" value="`, `"`), map[string]string{"a.standards-made": "3923"})); status != 303 {
		t.Errorf("saved again over the version that was shown: %d, want 303", status)
	}
}

func TestWhoMayNotSeesNothing(t *testing.T) {
	w := newWorld(t)
	w.clerk("wangxh").post(gridAddress, gridForm(askSave, "0", map[string]string{"a.standards-made": "3923"}))
	tests := map[string]struct {
		login, method, path string
		want                int
	}{
		"nobody is led to the sign-in":              {"", "GET", gridAddress, 303},
		"nobody saves":                              {"", "POST", gridAddress, 401},
		"a lower office does not see a higher one":  {"hangzh", "GET", gridAddress, 404},
		"nor saves for it":                          {"hangzh", "POST", gridAddress, 404},
		"nor prints it":                             {"hangzh", "GET", gridAddress + "/print", 404},
		"nor hands it in":                           {"hangzh", "POST", gridAddress + "/submit", 404},
		"an administrator sees no drafts":           {"guanli", "POST", gridAddress, 403},
		"a form that is not there":                  {"wangxh", "GET", "/work/filings/no-form/zj-amr/2025-Q1", 404},
		"a period that is none":                     {"wangxh", "GET", "/work/filings/standards-quarterly/zj-amr/2025-Q9", 404},
		"a page that is none":                       {"wangxh", "GET", "/work/nowhere", 404},
		"an unknown file":                           {"wangxh", "GET", gridAddress + "/evidence/" + strings.Repeat("0", 64), 404},
		"a path in place of a file":                 {"wangxh", "GET", gridAddress + "/evidence/..%2f..%2fetc", 404},
		"an entry that is no number":                {"wangxh", "GET", gridAddress + "/print/1e9", 404},
		"another office's entry under one's own":    {"hangzh", "GET", "/work/filings/standards-quarterly/hz-amr/2025-Q1/print/2", 404},
		"another office's figures have no timeline": {"hangzh", "GET", "/work/figures/standards-made/330000/2025-Q1", 404},
	}
	clerks := map[string]*clerk{}
	for _, login := range []string{"", "wangxh", "hangzh", "guanli"} {
		clerks[login] = w.clerk(login)
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := clerks[tt.login]
			var status int
			var body string
			if tt.method == "GET" {
				status, _, body = c.get(tt.path)
			} else {
				status, _, body = c.post(tt.path, gridForm(askSave, "0", map[string]string{"a.standards-made": "1"}))
			}
			if status != tt.want {
				t.Errorf("%s %s: %d, want %d", tt.method, tt.path, status, tt.want)
			}
			if strings.Contains(body, "3923") || strings.Contains(body, "浙江省市场监督管理局") && tt.login == "hangzh" || strings.Contains(body, ".go:") {
				t.Errorf("%s %s tells too much:\n%s", tt.method, tt.path, body)
			}
		})
	}
}

func TestRequestsFromElsewhereChangeNothing(t *testing.T) {
	w := newWorld(t)
	c := w.clerk("wangxh")
	for name, head := range map[string]http.Header{
		"neither header":    {},
		"a foreign origin":  {"Origin": {"https://elsewhere.example"}},
		"a foreign site":    {"Sec-Fetch-Site": {"cross-site"}},
		"an opaque origin":  {"Origin": {"null"}},
		"another port here": {"Origin": {"http://127.0.0.1:1"}},
	} {
		r, _ := http.NewRequest("POST", w.server.URL+gridAddress, strings.NewReader(gridForm(askSave, "0", map[string]string{"a.bodies": "1"}).Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for k, v := range head {
			r.Header[k] = v
		}
		if status, _, body := c.send(r); status != http.StatusForbidden || !strings.Contains(body, textForeign) {
			t.Errorf("%s: %d, want 403 that says so", name, status)
		}
	}
	if g, err := w.desk.Grid(t.Context(), w.person("wangxh"), filingZJ); err != nil || g.Version != 0 {
		t.Errorf("a draft was saved: %v, %v", g, err)
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	w := newWorld(t)
	c := w.clerk("wangxh")
	for _, path := range []string{"/sign-in", "/work/", gridAddress, "/work/nowhere", "/work/assets/grid.js", "/first-run", "/invite"} {
		r, _ := http.NewRequest("GET", w.server.URL+path, nil)
		resp, err := c.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		for name, want := range map[string]string{"Content-Security-Policy": Policy, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"} {
			if got := resp.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestASessionThatIsForgedIsNone(t *testing.T) {
	w := newWorld(t)
	for _, token := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("9", 9000), "../../x", "%00"} {
		r, _ := http.NewRequest("GET", w.server.URL+"/work/", nil)
		r.Header.Set("Cookie", plainCookie+"="+token)
		if status, to, _ := w.clerk("").send(r); status != 303 || to != "/sign-in?next=%2Fwork%2F" {
			t.Errorf("session %.20q: %d %s, want the sign-in", token, status, to)
		}
	}
}

func TestSigningInLeadsNowhereElse(t *testing.T) {
	for next, want := range map[string]string{
		gridAddress: gridAddress, "/work/": "/work/", "": "/work/", "//elsewhere.example": "/work/", "https://elsewhere.example/work/": "/work/",
		"/work//elsewhere": "/work/", "/work/\\elsewhere": "/work/", "/work/\r\nX: y": "/work/", "/sign-out": "/work/",
	} {
		if got := nextPath(next); got != want {
			t.Errorf("nextPath(%q) = %q, want %q", next, got, want)
		}
	}
}

func TestABodyThatIsTooLargeOrNoTextIsRefused(t *testing.T) {
	w := newWorld(t)
	c := w.clerk("wangxh")
	if status, _, body := c.post("/work/account/password", url.Values{"old": {strings.Repeat("x", bodyBytes)}}); status != http.StatusRequestEntityTooLarge || !strings.Contains(body, textTooLarge) {
		t.Errorf("a body of a megabyte: %d", status)
	}
	for _, bad := range []string{"\xff\xfe", "a\x00b", "a\x1bb"} {
		if status, _, body := c.post(gridAddress, gridForm(askSave, "0", map[string]string{"note.bodies": bad})); status != 422 || !strings.Contains(body, textBadText) {
			t.Errorf("a note of %q: %d, want 422", bad, status)
		}
	}
	if w.log.Len() != 0 {
		t.Errorf("the log holds\n%s", w.log)
	}
}
