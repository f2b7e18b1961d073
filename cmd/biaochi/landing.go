package main

import (
	"bytes"
	"embed"
	"html/template"
	"net"
	"net/http"
	"net/url"
)

// landingFiles are the page at / of the metrics address and its style.
//
//go:embed landing
var landingFiles embed.FS

// landingPolicy allows the page its style sheet and nothing else.
const landingPolicy = "default-src 'none'; style-src 'self'; img-src data:"

// landing serves the page at / of the metrics address, which says what is there
// and where the pages are, as seen by who asks.
func landing(mux *http.ServeMux, version string, pages func(*http.Request) string) error {
	page, err := template.ParseFS(landingFiles, "landing/page.html")
	if err != nil {
		return err
	}
	style, err := landingFiles.ReadFile("landing/landing.css")
	if err != nil {
		return err
	}
	answer := func(w http.ResponseWriter, kind string, body []byte) {
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Content-Security-Policy", landingPolicy+"; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		_, _ = w.Write(body) // fails when the client left
	}
	mux.HandleFunc("GET /landing.css", func(w http.ResponseWriter, _ *http.Request) { answer(w, "text/css; charset=utf-8", style) })
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		var b bytes.Buffer
		if err := page.Execute(&b, struct{ Policy, Pages, Version string }{landingPolicy, pages(r) + "/", version}); err != nil {
			http.Error(w, "系统出错，请联系管理员。", http.StatusInternalServerError)
			return
		}
		answer(w, "text/html; charset=utf-8", b.Bytes())
	})
	return nil
}

// seenFrom is the address of the door for who made a request: a door open on
// every address of the machine is reached by the name that the request used.
func (d *door) seenFrom(r *http.Request) string {
	u, err := url.Parse(d.url())
	if err != nil {
		return d.url()
	}
	if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsUnspecified() {
		return d.url()
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return u.Scheme + "://" + net.JoinHostPort(host, u.Port())
}
