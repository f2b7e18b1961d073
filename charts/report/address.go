package report

import (
	"strings"

	"github.com/biaochi/biaochi/targets"
)

const (
	overviewAddress = "index.html"
	methodAddress   = "method.html"
	assetsFolder    = "assets/"
	extension       = ".html"
)

func documentAddress(id string) string { return "documents/" + id + extension }

func targetAddress(id string) string { return "targets/" + id + extension }

// address is where the page is, below its language's folder.
func (p page) address() string {
	switch p.kind {
	case documentKind:
		return documentAddress(p.id)
	case targetKind:
		return targetAddress(p.id)
	case methodKind:
		return methodAddress
	}
	return overviewAddress
}

// folder is the language's folder: none for the first language.
func (b *book) folder(lang targets.Lang) string {
	if lang == b.langs[0] {
		return ""
	}
	return string(lang) + "/"
}

// path is the page's path from the root of the site.
func (p page) path() string { return p.book.folder(p.lang) + p.address() }

// up leads from the page to the root of the site.
func (p page) up() string { return strings.Repeat("../", strings.Count(p.path(), "/")) }

// to links to another page of the same language.
func (p page) to(address string) string { return p.toLang(p.lang, address) }

// toLang links to a page in a language. Within one language the way does not
// leave the language's folder.
func (p page) toLang(lang targets.Lang, address string) string {
	if lang == p.lang {
		return strings.Repeat("../", strings.Count(p.address(), "/")) + address + p.book.query
	}
	return p.up() + p.book.folder(lang) + address + p.book.query
}

// find returns the page at a path from the root of the site.
func (b *book) find(path string) (page, bool) {
	p := page{lang: b.langs[0], book: b}
	for _, lang := range b.langs[1:] {
		if rest, ok := strings.CutPrefix(path, b.folder(lang)); ok {
			path, p.lang = rest, lang
			break
		}
	}
	switch path {
	case "", overviewAddress:
		p.kind = overviewKind
		return p, true
	case methodAddress:
		p.kind = methodKind
		return p, true
	}
	return b.findNoun(p, path)
}

// findNoun completes p from documents/<id>.html or targets/<id>.html.
func (b *book) findNoun(p page, path string) (page, bool) {
	folder, file, _ := strings.Cut(path, "/")
	id, ok := strings.CutSuffix(file, extension)
	if !ok {
		return p, false
	}
	p.id = id
	switch folder {
	case "documents":
		p.kind = documentKind
		return p, b.snap.Document(id) != nil
	case "targets":
		p.kind = targetKind
		return p, b.targets[id] != nil
	}
	return p, false
}
