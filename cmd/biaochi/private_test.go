package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

const (
	secretIndicator = "national-standards-led-new"
	secretTarget    = "zhejiang-2023-24-national-standards"
)

func TestAPrivateSiteShowsNothingToStrangers(t *testing.T) {
	b := zhejiang(t, secretIndicator)
	s := serving(t, b.db, "--private")
	token := s.token(b.session["kanke"])
	for name, tt := range map[string]struct {
		path, session, token string
		status               int
		to, shows            string
	}{
		"a stranger at the overview signs in":     {path: "/", status: http.StatusSeeOther, to: "/sign-in"},
		"a stranger at a target signs in":         {path: "/targets/" + madeTarget + ".html", status: http.StatusSeeOther, to: "/sign-in"},
		"a stranger at a forged session signs in": {path: "/", session: "forged", status: http.StatusSeeOther, to: "/sign-in"},
		"the sign-in page itself":                 {path: "/sign-in", status: http.StatusOK, shows: "登录名"},
		"a probe":                                 {path: "/-/healthy", status: http.StatusOK, shows: "ok"},
		"metrics without a token":                 {path: "/metrics", status: http.StatusUnauthorized},
		"metrics with another token":              {path: "/metrics", token: "guess", status: http.StatusUnauthorized},
		"metrics with a viewer's token":           {path: "/metrics", token: token, status: http.StatusOK, shows: "biaochi_target_value{"},
		"the API without a token":                 {path: "/api/v1/targets", status: http.StatusUnauthorized},
		"the API with a viewer's token":           {path: "/api/v1/targets?limit=500", token: token, status: http.StatusOK, shows: madeTarget},
		"a viewer at the overview":                {path: "/", session: b.session["kanke"], status: http.StatusOK, shows: madeTarget},
		"a reporter at the overview":              {path: "/", session: b.session["wangxh"], status: http.StatusOK, shows: madeTarget},
	} {
		answer, body := visitor(t, http.MethodGet, s.url+tt.path, tt.session, tt.token, "")
		if answer.StatusCode != tt.status || answer.Header.Get("Location") != tt.to || !strings.Contains(body, tt.shows) {
			t.Errorf("%s: %d to %q; want %d to %q with %q in\n%.300s", name, answer.StatusCode, answer.Header.Get("Location"), tt.status, tt.to, tt.shows, body)
		}
		if tt.status != http.StatusOK && strings.Contains(body, madeTarget) {
			t.Errorf("%s: the refusal tells of the target", name)
		}
	}
}

// token issues one by the API, for a viewer of metrics.
func (s *served) token(session string) string {
	s.t.Helper()
	answer, body := visitor(s.t, http.MethodPost, s.url+"/api/v1/tokens", session, "", `{"name":"抓取","role":"viewer"}`)
	var issued struct {
		Secret string `json:"secret"`
	}
	if err := json.Unmarshal([]byte(body), &issued); err != nil || answer.StatusCode != http.StatusCreated || issued.Secret == "" {
		s.t.Fatalf("issue a token: %d %v\n%s", answer.StatusCode, err, body)
	}
	return issued.Secret
}

func TestAnInternalTargetNeverShowsInPublic(t *testing.T) {
	b := zhejiang(t, secretIndicator)
	s := serving(t, b.db)
	for _, path := range []string{"/", "/en/", "/documents/zhejiang-2023-24.html", "/metrics", "/api/v1/targets?limit=500", "/api/v1/figures?limit=500"} {
		answer, body := visitor(t, http.MethodGet, s.url+path, "", "", "")
		if answer.StatusCode != http.StatusOK || strings.Contains(body, secretTarget) || strings.Contains(body, `"`+secretIndicator+`"`) { // others begin or end like it
			t.Errorf("%s: %d; want 200 without a word of %s", path, answer.StatusCode, secretTarget)
		}
	}
	for _, path := range []string{"/targets/" + secretTarget + ".html", "/en/targets/" + secretTarget + ".html"} {
		if answer, _ := visitor(t, http.MethodGet, s.url+path, "", "", ""); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d; want 404", path, answer.StatusCode)
		}
	}
	if _, body := visitor(t, http.MethodGet, s.url+"/api/v1/targets?limit=500", b.session["wangxh"], "", ""); !strings.Contains(body, secretTarget) {
		t.Errorf("a signed-in office does not see its internal target: %.300s", body)
	}
}

// TestWhoIsSignedInSeesTheInternalEdition asks for the same addresses as nobody, as
// a viewer by cookie and by token, and as nobody again with what the viewer's
// browser knows.
func TestWhoIsSignedInSeesTheInternalEdition(t *testing.T) {
	b := zhejiang(t, secretIndicator)
	s := serving(t, b.db)
	viewer, token := b.session["kanke"], s.token(b.session["kanke"])
	for _, path := range []string{"/", "/en/", "/targets.html", "/documents/zhejiang-2023-24.html", "/targets/" + madeTarget + ".html", "/areas/330000.html", "/search-index.js", "/feed.xml", "/documents/zhejiang-2023-24.xlsx"} {
		first, public := visitor(t, http.MethodGet, s.url+path, "", "", "")
		if first.StatusCode != http.StatusOK || strings.Contains(public, secretTarget) || first.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s to nobody: %d, Cache-Control %q, internal: %t", path, first.StatusCode, first.Header.Get("Cache-Control"), strings.Contains(public, secretTarget))
		}
		var internal string
		for name, as := range map[string][2]string{"a session": {viewer, ""}, "a token": {"", token}} {
			answer, body := visitor(t, http.MethodGet, s.url+path, as[0], as[1], "")
			internal = body
			if answer.StatusCode != http.StatusOK || answer.Header.Get("Cache-Control") != "no-store" || answer.Header.Get("ETag") != "" || !strings.Contains(strings.Join(answer.Header.Values("Vary"), ","), "Cookie") {
				t.Errorf("%s by %s: %d %v; want 200, no-store, no ETag, Vary: Cookie", path, name, answer.StatusCode, answer.Header)
			}
			if strings.HasSuffix(path, ".html") && !strings.Contains(body, "内部版") {
				t.Errorf("%s by %s does not say that it is the internal edition", path, name)
			}
		}
		if _, again := visitor(t, http.MethodGet, s.url+path, "", "", ""); again != public || again == internal && path != "/feed.xml" {
			t.Errorf("%s to nobody after a viewer: another page than before (%t), or the viewer's own (%t)", path, again != public, again == internal)
		}
	}
	if answer, _ := visitor(t, http.MethodGet, s.url+"/targets/"+secretTarget+".html", viewer, "", ""); answer.StatusCode != http.StatusOK {
		t.Errorf("a viewer does not see the internal target: %d", answer.StatusCode)
	}
	if answer, body := visitor(t, http.MethodGet, s.url+"/", "", "guess", ""); answer.StatusCode != http.StatusUnauthorized || strings.Contains(body, madeTarget) {
		t.Errorf("a token that is none: %d, want 401", answer.StatusCode)
	}
}
