package api

import (
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"unicode/utf8"
)

// Path is the pattern below which Handler is to be mounted.
const Path = "/api/v1/"

// door stands before the operations: it answers unknown addresses and methods as
// problems, refuses what is no text, and keeps a panic from the client.
type door struct {
	a   *api
	mux *http.ServeMux
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	defer d.recover(w, r)
	if !plainAddress(r.URL) {
		newProblem("malformed", "地址里有不是 UTF-8 的字符，或者过长。").write(w)
		return
	}
	inner, pattern := d.mux.Handler(r)
	if pattern == "" {
		d.unknown(w, r, inner)
		return
	}
	d.mux.ServeHTTP(w, r)
}

// recover logs a panic and answers as for anything internal. That the answer may
// have begun already cannot be helped.
func (d *door) recover(w http.ResponseWriter, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler || r.Context().Err() != nil {
		panic(http.ErrAbortHandler) // nobody is waiting
	}
	d.a.Log.ErrorContext(r.Context(), "request panicked", "method", r.Method, "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
	newProblem("internal", textBroken).write(w)
}

// unknown tells an address that does not exist from a method it does not have.
func (d *door) unknown(w http.ResponseWriter, r *http.Request, inner http.Handler) {
	probe := &prober{header: http.Header{}}
	inner.ServeHTTP(probe, r)
	if allow := probe.header.Get("Allow"); probe.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", allow)
		newProblem("method", "这个地址支持的方法是 "+allow+"。").write(w)
		return
	}
	newProblem("not-found", "没有这个地址，接口说明见 "+Path+"openapi.json。").write(w)
}

// A prober takes an answer and keeps its head.
type prober struct {
	header http.Header
	status int
}

func (p *prober) Header() http.Header         { return p.header }
func (p *prober) Write(b []byte) (int, error) { return len(b), nil }
func (p *prober) WriteHeader(status int)      { p.status = status }

// maxAddress bounds an address, decoded or not.
const maxAddress = 4096

// plainAddress reports whether an address is text all through.
func plainAddress(u *url.URL) bool {
	if len(u.Path)+len(u.RawQuery) > maxAddress || !plainText(u.Path) {
		return false
	}
	if u.RawQuery == "" {
		return true
	}
	query, err := url.QueryUnescape(u.RawQuery)
	return err == nil && plainText(query)
}

func plainText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }
