package report

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

//go:embed templates
var templateFiles embed.FS

// A press holds the parsed templates of each language and kind of page.
type press map[targets.Lang]map[kind]*template.Template

// newPress parses every template once.
func newPress(langs []targets.Lang) (press, error) {
	files, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return nil, fmt.Errorf("open templates: %w", err)
	}
	all := press{}
	for _, lang := range langs {
		all[lang] = map[kind]*template.Template{}
		for _, k := range append(slices.Collect(maps.Keys(makers)), problemKind) {
			if printers[k] != nil {
				continue
			}
			t, err := parseSpoken(files, lang, "layout.html", "parts.html", "*.parts.html", templateOf(k, lang))
			if err != nil {
				return nil, fmt.Errorf("parse template %s: %w", k, err)
			}
			all[lang][k] = t
		}
	}
	return all, nil
}

// parseSpoken parses files as one template, the first of them, with the words of
// one language.
func parseSpoken(files fs.FS, lang targets.Lang, patterns ...string) (*template.Template, error) {
	t := template.New(patterns[0]).Funcs(words(lang))
	for _, pattern := range patterns {
		names, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, fmt.Errorf("list templates: %w", err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(files, name)
			if err != nil {
				return nil, fmt.Errorf("read template: %w", err)
			}
			part := t
			if name != patterns[0] {
				part = t.New(name)
			}
			if _, err := part.Parse(spoken(string(text), lang)); err != nil {
				return nil, err
			}
		}
	}
	return t, nil
}

// twice finds the places of a template that only choose between two languages.
var twice = regexp.MustCompile(`\{\{t ("(?:[^"\\]|\\.)*") ("(?:[^"\\]|\\.)*")\}\}`)

// spoken puts the words of one language in place of {{t "…" "…"}}: a page has some
// hundred of them, and chosen here they cost nothing when it is made. They are
// escaped as the template would escape them.
func spoken(text string, lang targets.Lang) string {
	return twice.ReplaceAllStringFunc(text, func(action string) string {
		m := twice.FindStringSubmatch(action)
		zh, err := strconv.Unquote(m[1])
		en, errEN := strconv.Unquote(m[2])
		if err != nil || errEN != nil {
			return action // the parser says what is wrong with it
		}
		return strings.ReplaceAll(template.HTMLEscapeString(targets.Text{ZH: zh, EN: en}.In(lang)), "+", "&#43;")
	})
}

// templateOf is the file with the body of a kind of page. The method is prose and
// has one for each language; what its languages share is in method.parts.html.
func templateOf(k kind, lang targets.Lang) string {
	if k == methodKind {
		return fmt.Sprintf("method.%s.html", lang)
	}
	return string(k) + ".html"
}

// words are the functions templates may use.
func words(lang targets.Lang) template.FuncMap {
	return template.FuncMap{
		"t":      func(zh, en string) string { return targets.Text{ZH: zh, EN: en}.In(lang) },
		"in":     func(t targets.Text) string { return t.In(lang) },
		"mark":   charts.Mark,
		"caveat": func() string { return targets.Caveat.In(lang) },
		"lights": func() []targets.Light { return targets.Lights[:] },
	}
}

// A frame is what surrounds every page.
type frame struct {
	Lang     targets.Lang
	HTMLLang string
	Title    string
	Policy   string
	Assets   string
	Home     string
	Nav      []link // the sections; the one that the page is in has no Href to itself
	Search   string // where the search page is; "" on pages without a book
	Feed     string // where the feed of changes is; "" on pages without a book
	Edition  string // internal or public, in words
	Crumbs   []link
	Twins    []link
	AsOf     targets.Date
	Newest   string // when the newest figure that the page shows was recorded; "" where it shows none
	KnownAt  string // nothing recorded later is in it: only of pages that tell of everything, or where the reader asked for a moment
	Asked    asked
	Method   string // where the method page is; "" on pages without a book
	Version  string
	Live     bool
	Demo     bool
	Pictures bool // there is something to draw
	Body     any
}

// A link is a text that leads somewhere; without Href it is only a text.
type link struct {
	Text string
	Href string
	Lang string // of the page it leads to, where that differs

	Current bool // of a section: the page is in it
}

// render makes one page.
func (pr press) render(ctx context.Context, p page) ([]byte, error) {
	f := p.frame()
	if err := makers[p.kind](p, ctx, &f); err != nil {
		return nil, err
	}
	return pr.print(p, f)
}

func (pr press) print(p page, f frame) ([]byte, error) {
	if print := printers[p.kind]; print != nil {
		return print(f)
	}
	var out bytes.Buffer
	if err := pr[p.lang][p.kind].Execute(&out, f); err != nil {
		return nil, fmt.Errorf("render %s: %w", p.path(), err)
	}
	return out.Bytes(), nil
}

// frame fills in what does not depend on the kind of page.
func (p page) frame() frame {
	b := p.book
	f := frame{
		Lang: p.lang, HTMLLang: htmlLang(p.lang), Policy: Policy,
		Assets: p.up() + assetsFolder, Home: p.to(overviewAddress),
		AsOf: b.snap.AsOf, KnownAt: p.knownAt(), Asked: b.asked, Method: p.to(methodAddress), Version: b.version,
		Live: b.live, Demo: b.snap.Demo,
	}
	f.Nav, f.Search, f.Feed, f.Edition = p.nav(), p.to(single[searchKind]), p.to(feedAddress), p.edition()
	for _, lang := range b.langs {
		if lang != p.lang {
			f.Twins = append(f.Twins, link{Text: langName(lang), Href: p.toLang(lang, p.address()), Lang: htmlLang(lang)})
		}
	}
	return f
}

// nav leads to the sections of the site.
func (p page) nav() []link {
	sections := []struct {
		kind   kind
		within kind // pages of this kind are in the section too
		zh, en string
	}{
		{overviewKind, allKind, "总览", "Overview"}, {areasKind, areaKind, "地区", "Areas"}, {documentsKind, documentKind, "文件", "Documents"},
		{indicatorsKind, indicatorKind, "指标", "Indicators"}, {changesKind, "", "变化", "Changes"}, {methodKind, "", "方法", "Method"},
	}
	var list []link
	for _, s := range sections {
		l := link{Text: p.say(s.zh, s.en), Href: p.to(single[s.kind]), Current: p.kind == s.kind || p.kind == s.within && s.within != ""}
		list = append(list, l)
	}
	return list
}

// edition says who the page is for.
func (p page) edition() string { return p.book.editionText().In(p.lang) }

func (b *book) editionText() targets.Text { return editionText(b.public) }

func editionText(public bool) targets.Text {
	if public {
		return targets.Text{ZH: "公开版", EN: "public edition"}
	}
	return targets.Text{ZH: "内部版", EN: "internal edition"}
}

// htmlLang is the language tag; zh-CN also chooses the drawing library's words.
func htmlLang(lang targets.Lang) string {
	if lang == targets.ZH {
		return "zh-CN"
	}
	return string(lang)
}

func langName(lang targets.Lang) string {
	if lang == targets.ZH {
		return "中文"
	}
	return "English"
}

// knownAt prints the moment in Shanghai; nothing recorded later is shown.
func knownAt(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(targets.Shanghai).Format("2006-01-02 15:04")
}
