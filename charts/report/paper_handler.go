package report

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/biaochi/biaochi/charts/svg"
	"github.com/biaochi/biaochi/targets"
)

// papersAtOnce is how many papers are made at the same time: each reads and
// judges the source for itself, and draws its pictures.
const papersAtOnce = 2

// papers makes the papers that readers ask for. The zero value is ready.
type papers struct {
	once   sync.Once
	drawer *svg.Drawer
	policy string // of every paper
	turns  chan struct{}
	err    error
}

// open sets up the drawing once the first paper is asked for: it takes a while
// and some memory.
func (p *papers) open() error {
	p.once.Do(func() {
		var style []byte
		if style, p.err = paperCSS(); p.err != nil {
			return
		}
		p.policy, p.turns = singlePolicy(style), make(chan struct{}, papersAtOnce)
		p.drawer, p.err = svg.New()
	})
	return p.err
}

// paper answers /bulletin.html?area=330000&period=2025-Q1 and
// /evaluation.html?document=ID with the single file that the command line writes,
// and reports whether the address is one of them. Area, period and field may be
// left out; the two clocks are those of the pages.
func (h *handler) paper(w http.ResponseWriter, r *http.Request) bool {
	k, lang, ok := h.paperAt(sitePath(r))
	if !ok || h.err != nil {
		return false
	}
	page, err := h.answerPaper(r, k, lang)
	if err != nil {
		h.fail(w, r, err)
		return true
	}
	w.Header().Set("Content-Security-Policy", h.papers.policy)
	h.send(w, r, page)
	return true
}

// paperAt is the kind of paper at a path from the root of the site.
func (h *handler) paperAt(path string) (kind, targets.Lang, bool) {
	lang := h.o.Langs[0]
	for _, other := range h.o.Langs[1:] {
		if rest, ok := strings.CutPrefix(path, string(other)+"/"); ok {
			path, lang = rest, other
		}
	}
	k := kind(strings.TrimSuffix(path, extension))
	return k, lang, choices[k] != nil && path == string(k)+extension
}

// answerPaper finds a paper that is kept, or makes it.
func (h *handler) answerPaper(r *http.Request, k kind, lang targets.Lang) (rendered, error) {
	if err := h.papers.open(); err != nil {
		return rendered{}, err
	}
	o, ask, err := h.clocks(r)
	if err != nil {
		return rendered{}, err
	}
	asked := chosen(k, r.URL.Query())
	return h.kept(r, o, fmt.Sprint(ask, asked), func(pageKey) (rendered, error) {
		o := o
		o.Langs = []targets.Lang{lang}
		if ask.AsOf == "" {
			o.AsOf = 0 // a paper knows its own day
		}
		return h.makePaper(r.Context(), k, o, asked)
	})
}

// choices are the parts of an address that say which paper of a kind is meant.
// Ranking is a choice of the office that writes a bulletin, not of a reader.
var choices = map[kind][]string{bulletinKind: {"area", "period"}, evaluationKind: {"document", "area", "field"}}

func chosen(k kind, q url.Values) map[string]string {
	m := map[string]string{}
	for _, name := range choices[k] {
		if value := q.Get(name); value != "" {
			m[name] = value
		}
	}
	return m
}

func (h *handler) makePaper(ctx context.Context, k kind, o Options, asked map[string]string) (rendered, error) {
	select {
	case h.papers.turns <- struct{}{}:
		defer func() { <-h.papers.turns }()
	case <-ctx.Done():
		return rendered{}, ctx.Err()
	}
	ask, err := askOf(string(k), asked)
	if err != nil {
		return rendered{}, err
	}
	p, err := ask.make(ctx, h.src, o)
	if err != nil {
		return rendered{}, err
	}
	content, err := p.HTML(h.papers.drawer)
	if err != nil {
		return rendered{}, err
	}
	return newRendered(content), nil
}
