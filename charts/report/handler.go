package report

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// cacheBytes bounds the memory of kept pages.
const cacheBytes = 32 << 20

// Handler serves the pages of Site at the same relative addresses, always as
// the source has them now. On any page ?as-of=2024-06-30 judges that day and
// ?known-at=2024-06-30 (or an RFC 3339 time) shows nothing recorded after it;
// both are carried by the page's links. Only GET and HEAD are answered,
// compressed where the browser takes it. It serves one edition (Options.Public):
// two editions are two handlers, which share nothing that they keep.
//
// A program that was built without the drawing library serves a page that says
// so, with status 500, and logs it.
func Handler(src Source, o Options, log *slog.Logger) http.Handler {
	o = o.withDefaults()
	h := &handler{src: src, o: o, log: log, pages: newCache(cacheBytes), shelf: newShelf()}
	h.press, h.err = newPress(o.Langs)
	if h.err == nil {
		h.assets, h.err = renderedAssets()
	}
	if h.err != nil {
		log.Error("report pages cannot be served", "err", h.err)
	}
	return h
}

type handler struct {
	src    Source
	o      Options
	log    *slog.Logger
	press  press
	assets map[string]rendered
	pages  *cache
	shelf  *shelf
	papers papers
	err    error // why nothing can be served
}

func renderedAssets() (map[string]rendered, error) {
	files, err := loadAssets()
	if err != nil {
		return nil, err
	}
	all := map[string]rendered{}
	for p, b := range files {
		asset := newRendered(b)
		asset.asset = true
		all[p] = asset
	}
	return all, nil
}

func newRendered(content []byte) rendered {
	sum := sha256.Sum256(content)
	return rendered{content: content, zipped: zip(content), etag: `"` + hex.EncodeToString(sum[:16]) + `"`}
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Content-Security-Policy", Policy)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "same-origin")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		head.Set("Allow", "GET, HEAD")
		h.problem(w, r, http.StatusMethodNotAllowed, "这个地址只能查看。", "This address can only be read.")
		return
	}
	if folder := h.folder(r); folder != "" {
		http.Redirect(w, r, folder, http.StatusMovedPermanently)
		return
	}
	if h.paper(w, r) {
		return
	}
	page, err := h.answer(r)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	h.send(w, r, page)
}

// folder is the way into a language's folder that was asked for without its
// slash, from which relative links would lead astray.
func (h *handler) folder(r *http.Request) string {
	for _, lang := range h.o.Langs[1:] {
		if r.URL.Path != "/"+string(lang) {
			continue
		}
		to := string(lang) + "/"
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		return to
	}
	return ""
}

// send answers with a page. A browser that has it already gets 304, but it keeps
// no page of the internal edition: the next reader of the same browser may be
// anybody.
func (h *handler) send(w http.ResponseWriter, r *http.Request, page rendered) {
	head := w.Header()
	content, etag := page.content, page.etag
	head.Add("Vary", "Accept-Encoding")
	if page.zipped != nil && takesGzip(r) {
		content, etag = page.zipped, strings.TrimSuffix(etag, `"`)+`-gzip"`
		head.Set("Content-Encoding", "gzip")
	}
	if h.o.Public || page.asset {
		head.Set("ETag", etag)
		head.Set("Cache-Control", "no-cache") // keep it, but ask
	} else {
		head.Set("Cache-Control", "no-store")
	}
	name := path.Base(r.URL.Path)
	if name == feedAddress {
		head.Set("Content-Type", "application/atom+xml; charset=utf-8")
	} else if t := mime.TypeByExtension(path.Ext(name)); t == "" || strings.HasPrefix(t, "text/html") {
		head.Set("Content-Type", "text/html; charset=utf-8")
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

// answer finds an asset or a page. The context's end and a failed read are
// returned as they are.
func (h *handler) answer(r *http.Request) (rendered, error) {
	if h.err != nil {
		return rendered{}, h.err
	}
	where := sitePath(r)
	if asset, ok := h.assets[where]; ok {
		return asset, nil
	}
	o, ask, err := h.clocks(r)
	if err != nil {
		return rendered{}, err
	}
	return h.kept(r, o, ask.query(), func(key pageKey) (rendered, error) { return h.render(r.Context(), o, ask, key) })
}

// kept is what the request's address has at the source's newest generation and
// what was asked for: kept, or made and kept now.
func (h *handler) kept(r *http.Request, o Options, asked string, make func(pageKey) (rendered, error)) (rendered, error) {
	generation, err := h.src.Generation(r.Context())
	if err != nil {
		return rendered{}, err
	}
	key := pageKey{generation, int32(o.day()), sitePath(r), asked}
	if page, ok := h.pages.get(key); ok {
		return page, nil
	}
	page, err := make(key)
	if err == nil {
		h.pages.put(key, page)
	}
	return page, err
}

// sitePath is the request's path from the root of the site; a folder is its
// index.html.
func sitePath(r *http.Request) string {
	p := strings.TrimPrefix(r.URL.Path, "/")
	if p == "" || strings.HasSuffix(p, "/") {
		p += overviewAddress
	}
	return p
}

// render makes a page that is not kept yet.
func (h *handler) render(ctx context.Context, o Options, ask asked, key pageKey) (rendered, error) {
	kept, err := h.shelf.find(key.generation, o.AsOf, o.KnownAt).get(ctx, h.src, o)
	if err != nil {
		return rendered{}, err
	}
	b := *kept // the book is shared; its dress is this request's
	b.live, b.query = true, key.query
	if ask.KnownAt != "" {
		b.asked.KnownAt = ask.KnownAt
	}
	content, err := h.content(ctx, &b, key.path)
	if err != nil {
		return rendered{}, err
	}
	return newRendered(content), nil
}

// content makes the page or the extra at a path.
func (h *handler) content(ctx context.Context, b *book, path string) ([]byte, error) {
	if p, ok := b.find(path); ok {
		return h.press.render(ctx, p)
	}
	if x, ok := b.findExtra(path); ok {
		return x.content(ctx)
	}
	return nil, notFound
}

var notFound = &targets.Error{Kind: targets.NotFound, Text: "它可能已经撤下，或者地址写错了。"}

// statuses answer the kinds of failure; 0 is internal.
var statuses = map[targets.Kind]int{
	targets.Invalid: http.StatusBadRequest, targets.NotFound: http.StatusNotFound,
	targets.Conflict: http.StatusConflict, targets.Forbidden: http.StatusForbidden,
}

// fail shows what a person can act on and logs everything else.
func (h *handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // nobody is waiting
	}
	e, ok := errors.AsType[*targets.Error](err)
	switch {
	case ok && e == notFound:
		h.problem(w, r, http.StatusNotFound, e.Text, "It may have been withdrawn, or the address is wrong.")
	case ok && e.Kind == targets.Invalid:
		h.problem(w, r, http.StatusBadRequest, e.Text, "The address cannot be understood: a day is written as 2025-03-31, a time as 2025-03-31T12:00:00+08:00, a period of a year at most as 2025-Q1.")
	case ok:
		h.problem(w, r, statuses[e.Kind], e.Text, e.Text)
	default:
		h.log.ErrorContext(r.Context(), "page failed", "method", r.Method, "path", r.URL.Path, "err", err)
		h.problem(w, r, http.StatusInternalServerError, "系统出错，请联系管理员。", "Something went wrong. Please tell the administrator.")
	}
}
