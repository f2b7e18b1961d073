package report

import (
	"strings"

	"github.com/biaochi/biaochi/targets"
)

const (
	overviewAddress = "index.html"
	allAddress      = "targets.html"
	methodAddress   = "method.html"
	feedAddress     = "feed.xml"
	indexAddress    = "search-index.js"
	assetsFolder    = "assets/"
	extension       = ".html"
)

// AssetsFolder is where the scripts and style sheets of both editions lie, below
// the root of the site.
const AssetsFolder = assetsFolder

// single are the addresses of the kinds of which there is one page.
var single = map[kind]string{
	overviewKind: overviewAddress, allKind: allAddress, areasKind: "areas.html", documentsKind: "documents.html",
	indicatorsKind: "indicators.html", changesKind: "changes.html", feedKind: feedAddress, searchKind: "search.html", indexKind: indexAddress, methodKind: methodAddress,
}

// folders hold the pages of the kinds of which there is one page a noun.
var folders = map[kind]string{areaKind: "areas/", documentKind: "documents/", targetKind: "targets/", indicatorKind: "indicators/"}

func documentAddress(id string) string { return folders[documentKind] + id + extension }

func targetAddress(id string) string { return folders[targetKind] + id + extension }

func areaAddress(code string) string { return folders[areaKind] + code + extension }

func indicatorAddress(id string) string { return folders[indicatorKind] + id + extension }

// address is where the page is, below its language's folder.
func (p page) address() string {
	if folder, ok := folders[p.kind]; ok {
		return folder + p.id + extension
	}
	return single[p.kind]
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
	if path == "" {
		path = overviewAddress
	}
	for k, address := range single {
		if path == address {
			p.kind = k
			return p, true
		}
	}
	return b.findNoun(p, path)
}

// findNoun completes p from <folder>/<id>.html.
func (b *book) findNoun(p page, path string) (page, bool) {
	folder, file, _ := strings.Cut(path, "/")
	id, ok := strings.CutSuffix(file, extension)
	if !ok {
		return p, false
	}
	p.id = id
	for k, f := range folders {
		if f == folder+"/" {
			p.kind = k
			return p, b.has(k, id)
		}
	}
	return p, false
}

// has reports whether there is a page of a noun.
func (b *book) has(k kind, id string) bool {
	switch k {
	case areaKind:
		return b.hasArea(id)
	case documentKind:
		return b.snap.Document(id) != nil
	case indicatorKind:
		return b.hasIndicator(id)
	}
	return b.targets[id] != nil
}
