package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/collector/demo"
)

func TestAnExternalAddressIsTheRootOfAHost(t *testing.T) {
	for name, test := range map[string]struct {
		in, want string
		secure   bool
		ok       bool
	}{
		"none":                      {"", "", false, true},
		"by TLS":                    {"https://biaochi.example.cn", "https://biaochi.example.cn", true, true},
		"with a port and a slash":   {"https://b.example.cn:8443/", "https://b.example.cn:8443", true, true},
		"without TLS":               {"http://b.example.cn", "http://b.example.cn", false, true},
		"a path is refused":         {"https://example.cn/biaochi/", "", false, false},
		"a query is refused":        {"https://example.cn/?x=1", "", false, false},
		"a bare name is refused":    {"example.cn", "", false, false},
		"another scheme is refused": {"ftp://example.cn", "", false, false},
		"a user is refused":         {"https://a:b@example.cn", "", false, false},
		"no host is refused":        {"https://:443", "", false, false},
	} {
		got, secure, err := parseExternal(test.in)
		if got != test.want || secure != test.secure || (err == nil) != test.ok {
			t.Errorf("%s: parseExternal(%q) = %q, %t, %v; want %q, %t, ok %t", name, test.in, got, secure, err, test.want, test.secure, test.ok)
		}
	}
}

// TestTLSThatEndsInAProxyMakesASecureCookie serves a training copy behind a proxy
// that speaks TLS, as nginx does, and signs in through it.
func TestTLSThatEndsInAProxyMakesASecureCookie(t *testing.T) {
	front := httptest.NewUnstartedServer(nil)
	external := "https://" + front.Listener.Addr().String()
	inside := freeAddress(t)
	pages, _ := started(t, "--demo", "--db", filepath.Join(t.TempDir(), "d.db"), "--web.listen-address", inside, "--web.external-url", external)
	if pages != external {
		t.Errorf("serve says the pages are at %s; want %s", pages, external)
	}
	to := &url.URL{Scheme: "http", Host: inside}
	front.Config.Handler = &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.Host = r.In.Host }}
	front.StartTLS()
	defer front.Close()

	client := front.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	form := url.Values{"login": {demo.Users()[0].Login}, "password": {demo.Password}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, external+"/sign-in", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", external)
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	cookies := answer.Cookies()
	if answer.StatusCode != http.StatusSeeOther || len(cookies) != 1 || !cookies[0].Secure || cookies[0].Name != "__Host-biaochi" {
		t.Fatalf("signing in through the proxy: %s, cookies %v; want 303 and one Secure cookie __Host-biaochi", answer.Status, cookies)
	}
	r, err = http.NewRequestWithContext(t.Context(), http.MethodGet, external+"/work/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(cookies[0])
	if answer, err = client.Do(r); err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("the home page with that cookie: %s; want 200", answer.Status)
	}
}
