package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// entryZJ is a whole submission of the provincial office.
const entryZJ = `{"cells":[{"indicator":"made","value":"3812"},{"indicator":"bodies","value":"815"},{"indicator":"adoption","value":"96.31%","numerator":"784","denominator":"814"}],
"statement":{"text":"按台账","cause":"标准立项晚","measure":"加快","expected":"2025-09-30"},"signers":{"head":"张三","filler":"王小华","phone":"0571-1"}}`

// notWords must stand in no refusal: they are of the inside.
var notWords = []string{"sqlite", "SELECT", "INSERT", "goroutine", "panic", ".go:", "collector.", "targets.", "json:", "/tmp/"}

func TestWhatIsRefused(t *testing.T) {
	w := newWorld(t)
	foreign := edit(func(r *http.Request) { r.Header.Del("Sec-Fetch-Site") })
	tests := map[string]struct {
		as, method, path, body string
		edits                  []edit
		status                 int
		kind                   string
		not                    string // must not stand in the answer
	}{
		"an address nobody has":                 {"wangxh", "GET", "/api/v1/nothing", "", nil, 404, "not-found", ""},
		"a method an address has not":           {"wangxh", "DELETE", "/api/v1/filings", "", nil, 405, "method", ""},
		"nobody signed in":                      {"", "GET", filingZJ, "", nil, 401, "unauthenticated", ""},
		"a forged session":                      {"", "GET", filingZJ, "", []edit{func(r *http.Request) { r.AddCookie(&http.Cookie{Name: plainCookie, Value: strings.Repeat("A", 43)}) }}, 401, "unauthenticated", ""},
		"a forged token":                        {"", "GET", filingZJ, "", []edit{header("Authorization", "Bearer biaochi_AAAA")}, 401, "unauthenticated", ""},
		"another scheme of authorization":       {"wangxh", "GET", "/api/v1/me", "", []edit{header("Authorization", "Basic d2FuZzp4")}, 401, "unauthenticated", ""},
		"a session without an origin":           {"wangxh", "POST", filingZJ + "/check", entryZJ, []edit{foreign}, 403, "origin", ""},
		"a session from another site":           {"wangxh", "POST", filingZJ + "/check", entryZJ, []edit{header("Sec-Fetch-Site", "cross-site")}, 403, "origin", ""},
		"another origin":                        {"wangxh", "POST", filingZJ + "/check", entryZJ, []edit{foreign, header("Origin", "https://evil.example")}, 403, "origin", ""},
		"signing in from another site":          {"", "POST", "/api/v1/sessions", `{"login":"wangxh","password":"x"}`, []edit{header("Sec-Fetch-Site", "cross-site")}, 403, "origin", ""},
		"a wrong password":                      {"", "POST", "/api/v1/sessions", `{"login":"wangxh","password":"wrong"}`, nil, 401, "unauthenticated", ""},
		"a body that is no JSON by its type":    {"wangxh", "POST", filingZJ + "/check", entryZJ, []edit{header("Content-Type", "text/plain")}, 415, "media-type", ""},
		"a body that is no JSON":                {"wangxh", "POST", filingZJ + "/check", `{"cells":[`, nil, 400, "malformed", ""},
		"no body":                               {"wangxh", "POST", filingZJ + "/check", "", []edit{header("Content-Type", "application/json")}, 400, "malformed", ""},
		"two values":                            {"wangxh", "POST", filingZJ + "/check", `{"cells":[]} {}`, nil, 400, "malformed", ""},
		"a field nobody knows":                  {"wangxh", "POST", filingZJ + "/check", `{"cells":[],"approved":true}`, nil, 422, "invalid", ""},
		"a number that is no string":            {"wangxh", "POST", filingZJ + "/check", `{"cells":[{"indicator":"made","value":3812}]}`, nil, 422, "invalid", ""},
		"text that is not UTF-8":                {"wangxh", "POST", filingZJ + "/check", "{\"cells\":[{\"indicator\":\"made\",\"note\":\"\xff\xfe\"}]}", nil, 400, "malformed", ""},
		"half a character as an escape":         {"wangxh", "POST", filingZJ + "/check", `{"cells":[{"indicator":"made","note":"\ud800"}]}`, nil, 400, "malformed", ""},
		"NUL as an escape":                      {"wangxh", "POST", filingZJ + "/check", `{"cells":[{"indicator":"made","note":"a\u0000b"}]}`, nil, 400, "malformed", ""},
		"an address that is not UTF-8":          {"wangxh", "GET", "/api/v1/tasks/%ff", "", nil, 400, "malformed", ""},
		"a query that is not UTF-8":             {"wangxh", "GET", "/api/v1/filings?form=%ff", "", nil, 400, "malformed", ""},
		"a body that is too large":              {"wangxh", "POST", filingZJ + "/check", `{"basis":"` + strings.Repeat("a", maxBody) + `"}`, nil, 413, "too-large", ""},
		"a file that is too large":              {"wangxh", "POST", filingZJ + "/evidence?name=a.pdf", strings.Repeat("a", maxFile+1), []edit{header("Content-Type", "application/pdf")}, 413, "too-large", ""},
		"a file of another kind":                {"wangxh", "POST", filingZJ + "/evidence?name=a.pdf", "<html><script>", []edit{header("Content-Type", "application/pdf")}, 422, "invalid", ""},
		"too many cells":                        {"wangxh", "POST", filingZJ + "/check", `{"cells":[` + strings.TrimSuffix(strings.Repeat("{},", 1001), ",") + `]}`, nil, 422, "invalid", ""},
		"a gigantic number":                     {"wangxh", "POST", filingZJ + "/submissions", `{"cells":[{"indicator":"made","value":"` + strings.Repeat("9", 90) + `"}]}`, nil, 422, "invalid", ""},
		"an exponent":                           {"wangxh", "POST", filingZJ + "/submissions", `{"cells":[{"indicator":"made","value":"1e308"}]}`, nil, 422, "invalid", ""},
		"a negative count":                      {"wangxh", "POST", filingZJ + "/submissions", `{"cells":[{"indicator":"made","value":"-1"}]}`, nil, 422, "invalid", ""},
		"a bare per cent":                       {"wangxh", "POST", filingZJ + "/submissions", `{"cells":[{"indicator":"adoption","value":"96"}]}`, nil, 422, "invalid", ""},
		"an indicator of no row":                {"wangxh", "POST", filingZJ + "/submissions", `{"cells":[{"indicator":"secret","value":"9"}]}`, nil, 422, "invalid", ""},
		"a period that is none":                 {"wangxh", "GET", "/api/v1/filings/standards-quarterly/zj-amr/2025-Q9", "", nil, 422, "invalid", ""},
		"another area's filing":                 {"wangxh", "GET", filingXA, "", nil, 404, "not-found", "西安"},
		"another area's filing, to write":       {"wangxh", "POST", filingXA + "/submissions", entryZJ, nil, 404, "not-found", "西安"},
		"a superior's filing":                   {"hangzh", "GET", filingZJ, "", nil, 404, "not-found", "浙江省市场"},
		"a filing of nobody":                    {"wangxh", "GET", "/api/v1/filings/standards-quarterly/nobody/2025-Q1", "", nil, 404, "not-found", ""},
		"a timeline of another area":            {"wangxh", "GET", "/api/v1/timeline/secret/610000/2024-Q4", "", nil, 404, "not-found", ""},
		"review by a reporter":                  {"wangxh", "POST", "/api/v1/reviews", `{"list":[{"entry":1,"approve":true}]}`, nil, 0, "", ""},
		"an empty review":                       {"zhaosh", "POST", "/api/v1/reviews", `{"list":[]}`, nil, 422, "invalid", ""},
		"users to a reporter":                   {"wangxh", "GET", "/api/v1/users", "", nil, 403, "forbidden", "guanli"},
		"the audit to a reporter":               {"wangxh", "GET", "/api/v1/audit", "", nil, 403, "forbidden", "hash"},
		"a submission by an administrator":      {"guanli", "POST", filingZJ + "/submissions", entryZJ, nil, 0, "", ""},
		"a limit out of bounds":                 {"", "GET", "/api/v1/figures?limit=100000", "", nil, 422, "invalid", ""},
		"a parameter nobody knows":              {"", "GET", "/api/v1/figures?sql=1", "", nil, 422, "invalid", ""},
		"a cursor of somebody's own":            {"", "GET", "/api/v1/figures?cursor=!!", "", nil, 422, "invalid", ""},
		"a cursor of another list":              {"", "GET", "/api/v1/figures?cursor=" + cursor{Key: "x", Index: 1}.String(), "", nil, 422, "invalid", ""},
		"a key with spaces":                     {"wangxh", "DELETE", filingZJ + "/draft", "", []edit{header("Idempotency-Key", "a b")}, 422, "invalid", ""},
		"a key that is too long":                {"wangxh", "DELETE", filingZJ + "/draft", "", []edit{header("Idempotency-Key", strings.Repeat("k", 101))}, 422, "invalid", ""},
		"an If-Match that is none":              {"wangxh", "PUT", filingZJ + "/draft", entryZJ, []edit{header("If-Match", "*")}, 400, "malformed", ""},
		"an If-Match of several figures":        {"wangxh", "POST", filingZJ + "/submissions", entryZJ, []edit{header("If-Match", `"0"`)}, 400, "malformed", ""},
		"an entry number out of all bounds":     {"wangxh", "GET", "/api/v1/submissions/99999999999999999999", "", nil, 422, "invalid", ""},
		"a path in a file's hash":               {"wangxh", "GET", filingZJ + "/evidence/..%2f..%2fetc%2fpasswd", "", nil, 422, "invalid", ""},
		"a day that is none, in a query":        {"", "GET", "/api/v1/targets?as_of=2025-02-30", "", nil, 422, "invalid", ""},
		"a day that is none, in a body":         {"wangxh", "POST", filingZJ + "/check", `{"cells":[],"statement":{"expected":"2025-02-30"}}`, nil, 422, "invalid", ""},
		"a token's secret for a cookie":         {"", "GET", "/api/v1/me", "", []edit{func(r *http.Request) { r.AddCookie(&http.Cookie{Name: plainCookie, Value: "biaochi_x"}) }}, 401, "unauthenticated", ""},
		"an array in place of an object":        {"wangxh", "POST", filingZJ + "/check", `[]`, nil, 422, "invalid", ""},
		"an object of a thousand levels":        {"wangxh", "POST", filingZJ + "/check", `{"cells":` + strings.Repeat("[", 20000), nil, 400, "malformed", ""},
		"a withdrawal of what was never handed": {"wangxh", "POST", "/api/v1/submissions/424242/withdrawal", `{"reason":"错"}`, nil, 404, "not-found", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := w.ask(tt.as, tt.method, tt.path, tt.body, tt.edits...)
			p := got.problem(t)
			if tt.status != 0 && (got.status != tt.status || p.Type != "urn:biaochi:problem:"+tt.kind) {
				t.Errorf("%s %s as %q = %s; want %d %s", tt.method, tt.path, tt.as, got, tt.status, tt.kind)
			}
			if tt.status == 0 && got.status != 403 && got.status != 404 {
				t.Errorf("%s %s as %q = %s; want 403 or 404", tt.method, tt.path, tt.as, got)
			}
			for _, word := range append(notWords, tt.not) {
				if word != "" && strings.Contains(string(got.body), word) {
					t.Errorf("%s %s tells %q: %s", tt.method, tt.path, word, got)
				}
			}
		})
	}
	if strings.Contains(w.log.String(), "request failed") || strings.Contains(w.log.String(), "panicked") {
		t.Errorf("a refusal was logged as a failure:\n%s", w.log)
	}
}

func TestARequestSentTwiceHappensOnce(t *testing.T) {
	w := newWorld(t)
	key := header("Idempotency-Key", "2025Q1-zj-1")
	first := w.ask("wangxh", "POST", filingZJ+"/submissions", entryZJ, key)
	if first.status != http.StatusCreated {
		t.Fatalf("submit = %s", first)
	}
	if again := w.ask("wangxh", "POST", filingZJ+"/submissions", entryZJ, key); again.status != 201 || string(again.body) != string(first.body) {
		t.Errorf("the same again = %s; want %s", again, first)
	}
	other := strings.Replace(entryZJ, "3812", "3813", 1)
	if got := w.ask("wangxh", "POST", filingZJ+"/submissions", other, key); got.status != http.StatusConflict {
		t.Errorf("another request under the key = %s; want a conflict", got)
	}
	if got := w.ask("wangxh", "POST", filingHZ+"/submissions", entryZJ, key); got.status != http.StatusConflict {
		t.Errorf("the key at another address = %s; want a conflict", got)
	}
	k := targets.FilingKey{Form: formID, Office: "zj-amr", Period: targets.Months(2025, 1, 3)}
	if list, err := w.store.HandedOf(t.Context(), k); err != nil || len(list) != 1 {
		t.Errorf("handed in %d times, %v; want once", len(list), err)
	}
}

func TestAWriteWithoutAChainEntryIsReplayed(t *testing.T) {
	w := newWorld(t)
	key := header("Idempotency-Key", "token-1")
	const body = `{"name":"直报系统","role":"reporter"}`
	first := w.ask("wangxh", "POST", "/api/v1/tokens", body, key)
	if again := w.ask("wangxh", "POST", "/api/v1/tokens", body, key); first.status != 201 || string(again.body) != string(first.body) {
		t.Errorf("twice = %s and %s; want one token", first, again)
	}
	if got := w.ask("wangxh", "POST", "/api/v1/tokens", `{"name":"别的","role":"reporter"}`, key); got.status != 409 {
		t.Errorf("another request under the key = %s; want 409", got)
	}
	if got := w.ask("hangzh", "POST", "/api/v1/tokens", body, key); got.status != 201 || string(got.body) == string(first.body) {
		t.Errorf("somebody else's key = %s; want a token of one's own", got)
	}
}

// token issues a token of a user.
func (w *world) token(as, body string) edit {
	w.t.Helper()
	got := w.ask(as, "POST", "/api/v1/tokens", body)
	var issued Issued
	if err := json.Unmarshal(got.body, &issued); err != nil || issued.Secret == "" {
		w.t.Fatalf("issue %s = %s", body, got)
	}
	return header("Authorization", "Bearer "+issued.Secret)
}

func TestATokenReachesItsRoleAndAreaOnly(t *testing.T) {
	w := newWorld(t)
	whole := w.token("wangxh", `{"name":"直报","role":"reporter"}`)
	part := w.token("wangxh", `{"name":"杭州","role":"reporter","area":"330100"}`)
	noCookie := func(r *http.Request) { r.Header.Del("Cookie") }
	tests := map[string]struct {
		token        edit
		method, path string
		body         string
		status       int
	}{
		"its own filing":                  {whole, "GET", filingZJ, "", 200},
		"it may submit without an origin": {whole, "POST", filingZJ + "/check", entryZJ, 200},
		"a filing outside its area":       {part, "GET", filingZJ, "", 404},
		"another province":                {whole, "GET", filingXA, "", 404},
		"what asks for another role":      {whole, "GET", "/api/v1/users", "", 403},
		"it issues no tokens":             {whole, "POST", "/api/v1/tokens", `{"name":"b","role":"reporter"}`, 403},
		"it changes no password":          {whole, "PUT", "/api/v1/me/password", `{"old":"a","password":"b"}`, 403},
		"it ends no session":              {whole, "DELETE", "/api/v1/sessions/current", "", 403},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := w.ask("", tt.method, tt.path, tt.body, noCookie, tt.token); got.status != tt.status {
				t.Errorf("%s %s = %s; want %d", tt.method, tt.path, got, tt.status)
			}
		})
	}
	// A cookie beside a token is not looked at: an administrator's session gives it nothing.
	if got := w.ask("guanli", "GET", "/api/v1/users", "", whole); got.status != 403 {
		t.Errorf("a token beside an administrator's cookie = %s; want 403", got)
	}
}

func TestWhatIsInternalIsToldToWhoReachesIt(t *testing.T) {
	w := newWorld(t)
	tests := map[string]struct{ as, want, not string }{
		"nobody":                     {"", `"made"`, `"secret"`},
		"a reporter of the area":     {"wangxh", `"330000"`, `"610000"`},
		"a viewer of another area":   {"shanxi", `"made"`, `"zj-secret"`},
		"an administrator sees none": {"guanli", `"made"`, `"secret"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"/api/v1/figures", "/api/v1/targets"} {
				got := w.ask(tt.as, "GET", path, "")
				if got.status != 200 || !strings.Contains(string(got.body), tt.want) || strings.Contains(string(got.body), tt.not) {
					t.Errorf("%s as %q = %s; want %s, not %s", path, tt.as, got, tt.want, tt.not)
				}
			}
		})
	}
}

func TestALostRaceShowsTheNewest(t *testing.T) {
	w := newWorld(t)
	one := func(value string, seen int) string {
		return fmt.Sprintf(`{"cells":[{"indicator":"bodies","value":"%s","note":"经核实","seen":%d}]}`, value, seen)
	}
	first := w.ask("wangxh", "POST", filingZJ+"/submissions", one("815", 0))
	var r Receipt
	if err := json.Unmarshal(first.body, &r); err != nil || first.status != 201 {
		t.Fatalf("submit = %s, %v", first, err)
	}
	if got := w.ask("zhaosh", "POST", "/api/v1/reviews", fmt.Sprintf(`{"list":[{"entry":%d,"approve":true}]}`, r.Entry)); got.status != 204 {
		t.Fatalf("approve = %s", got)
	}
	row := w.ask("wangxh", "GET", filingZJ+"/rows/bodies", "")
	if tag := row.header.Get("ETag"); tag != `"1"` {
		t.Fatalf("ETag of the row = %q of %s; want 1", tag, row)
	}
	got := w.ask("wangxh", "POST", filingZJ+"/submissions", one("816", 0))
	if p := got.problem(t); got.status != 409 || len(p.Newest) != 1 || p.Newest[0].Revision != 1 || p.Newest[0].Value.String() != "815" {
		t.Errorf("the second = %s; want 409 with revision 1", got)
	}
	if got := w.ask("wangxh", "POST", filingZJ+"/submissions", one("816", 0), header("If-Match", `"0"`)); got.status != 412 {
		t.Errorf("with If-Match = %s; want 412", got)
	}
	if got := w.ask("wangxh", "POST", filingZJ+"/submissions", one("816", 0), header("If-Match", `"1"`)); got.status != 201 {
		t.Errorf("with the right If-Match = %s; want 201", got)
	}
}

func TestTheSecondOfTwoDraftsIsRefused(t *testing.T) {
	w := newWorld(t)
	first := w.ask("wangxh", "PUT", filingZJ+"/draft", `{"cells":[{"indicator":"made","value":"3800"}]}`)
	if first.status != 200 {
		t.Fatalf("save = %s", first)
	}
	got := w.ask("wangxh", "PUT", filingZJ+"/draft", `{"cells":[{"indicator":"made","value":"3900"}],"version":0}`)
	if p := got.problem(t); got.status != 409 || p.Version == nil || etag(*p.Version) != first.header.Get("ETag") {
		t.Errorf("the second = %s; want 409 with the version %s", got, first.header.Get("ETag"))
	}
	if got := w.ask("wangxh", "PUT", filingZJ+"/draft", `{"cells":[]}`, header("If-Match", `"0"`)); got.status != 412 {
		t.Errorf("with If-Match = %s; want 412", got)
	}
	if got := w.ask("wangxh", "PUT", filingZJ+"/draft", `{"cells":[{"indicator":"made","value":"3900"}]}`, header("If-Match", first.header.Get("ETag"))); got.status != 200 {
		t.Errorf("with the right If-Match = %s; want 200", got)
	}
}

func TestListsEnd(t *testing.T) {
	w := newWorld(t)
	for _, list := range []struct {
		as, path string
		want     int
	}{{"", "/api/v1/figures?limit=2", 5}, {"wangxh", "/api/v1/filings?limit=1&from=2024-12-31&until=2025-03-31", 4}, {"guanli", "/api/v1/audit?limit=3", 0}, {"guanli", "/api/v1/users?limit=4", 6}} {
		var all []string
		path := list.path
		for pages := 0; path != ""; pages++ {
			got := w.ask(list.as, "GET", path, "")
			var rows []json.RawMessage
			if err := json.Unmarshal(got.body, &rows); err != nil || pages > 50 {
				t.Fatalf("%s = %s, page %d: %v", path, got, pages, err)
			}
			for _, r := range rows {
				all = append(all, string(r))
			}
			next, _, more := strings.Cut(strings.TrimPrefix(got.header.Get("Link"), "<"), `>; rel="next"`)
			path = ""
			if more {
				path = next
			}
		}
		seen := map[string]bool{}
		for _, r := range all {
			if seen[r] {
				t.Errorf("%s tells %s twice", list.path, r)
			}
			seen[r] = true
		}
		if list.want != 0 && len(all) != list.want {
			t.Errorf("%s has %d rows; want %d: %v", list.path, len(all), list.want, all)
		}
	}
}

func TestWhatBreaksIsToldToNobodyAndLoggedOnce(t *testing.T) {
	w := newWorld(t)
	w.session("wangxh")
	w.store.Close()
	got := w.ask("wangxh", "GET", filingZJ, "")
	if p := got.problem(t); got.status != 500 || p.Detail != textBroken || len(p.Errors) != 0 {
		t.Errorf("with a closed database = %s; want 500 and nothing of the inside", got)
	}
	if n := strings.Count(w.log.String(), "request failed"); n != 1 {
		t.Errorf("logged %d times; want once:\n%s", n, w.log)
	}
}

// FuzzDecode: whatever comes, an entry is read or refused with words, and what
// was read prints and reads as the same.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(entryZJ))
	f.Add([]byte(`{"cells":[{"indicator":"a","note":"\ud83d\ude00\\u0000"}]}`))
	f.Add([]byte(`{"cells":[{"note":"\u000`))
	f.Fuzz(func(t *testing.T, body []byte) {
		e, err := decode[Entry](body)
		if err != nil {
			if err.Error() == "" {
				t.Errorf("decode(%q) refuses without words", body)
			}
			return
		}
		printed, err := json.Marshal(e)
		if err != nil {
			t.Fatalf("print what decode(%q) read: %v", body, err)
		}
		again, err := decode[Entry](printed)
		if err != nil || fmt.Sprint(again) != fmt.Sprint(e) {
			t.Errorf("decode(%q) = %v; printed and read again %v, %v", body, e, again, err)
		}
	})
}
