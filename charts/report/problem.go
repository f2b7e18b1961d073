package report

import (
	"net/http"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// problemBody says in the pages' own dress what went wrong.
type problemBody struct{ Title, Text string }

// problem answers with a page that says what went wrong, in the language of the
// address. Links lead back to the root of the site, however deep the address is.
func (h *handler) problem(w http.ResponseWriter, r *http.Request, status int, zh, en string) {
	p := h.problemPage(r)
	text := p.say(zh, en)
	f := frame{
		Lang: p.lang, HTMLLang: htmlLang(p.lang), Policy: Policy, Version: h.o.Version,
		Title: p.say("打不开这个页面", "This page cannot be shown"), AsOf: h.o.day(),
	}
	if status == http.StatusNotFound {
		f.Title = p.say("没有这个页面", "Page not found")
	}
	f.Assets, f.Home = up(r)+assetsFolder, up(r)+p.book.folder(p.lang)+overviewAddress
	f.Body = problemBody{f.Title, text}
	content, err := []byte(nil), h.err
	if h.press != nil {
		content, err = h.press.print(p, f)
	}
	if err != nil && content == nil {
		http.Error(w, text, status)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(content)
	}
}

// problemPage is a page without a snapshot, in the language of the address.
func (h *handler) problemPage(r *http.Request) page {
	b := &book{langs: h.o.Langs, snap: &targets.Snapshot{AsOf: h.o.day()}}
	p := page{kind: problemKind, lang: h.o.Langs[0], book: b}
	for _, lang := range h.o.Langs[1:] {
		if strings.HasPrefix(sitePath(r), b.folder(lang)) {
			p.lang = lang
		}
	}
	return p
}

// up leads from the address asked for to the root of the site.
func up(r *http.Request) string {
	return strings.Repeat("../", strings.Count(strings.TrimPrefix(r.URL.Path, "/"), "/"))
}
