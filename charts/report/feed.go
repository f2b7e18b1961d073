package report

import (
	"cmp"
	"context"
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// tagAuthority makes the identifiers of the feed (RFC 4151). An entry keeps its
// identifier for as long as it is in the feed, whatever host serves it.
const tagAuthority = "tag:biaochi.github.io,2026:"

// mostEntries is how many changes the feed tells, the newest.
const mostEntries = 100

// An atomFeed is an Atom feed (RFC 4287). Its links are relative to its address.
type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string      `xml:"xml:lang,attr"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle"`
	Updated   string      `xml:"updated"`
	Author    atomPerson  `xml:"author"`
	Generator atomMaker   `xml:"generator"`
	Links     []atomLink  `xml:"link"`
	Entries   []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomMaker struct {
	Version string `xml:"version,attr,omitempty"`
	Name    string `xml:",chardata"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID       string       `xml:"id"`
	Title    string       `xml:"title"`
	Updated  string       `xml:"updated"`
	Category atomCategory `xml:"category"`
	Link     atomLink     `xml:"link"`
	Summary  string       `xml:"summary"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

// feed tells the newest changes since the day compared with.
func (p page) feed(_ context.Context, fr *frame) error {
	b := p.book
	list := b.changed()
	slices.SortStableFunc(list, func(x, y changed) int { return cmp.Compare(b.entryDay(&y), b.entryDay(&x)) })
	list = list[:min(len(list), mostEntries)]
	f := atomFeed{
		Lang: htmlLang(p.lang), ID: tagAuthority + "changes/" + string(p.lang),
		Title: p.say("标尺：政策目标的变化", "Biaochi: changes of policy targets"), Subtitle: p.feedSubtitle(),
		Updated: midnight(b.since), Author: atomPerson{p.say("标尺", "Biaochi")}, Generator: atomMaker{b.version, "Biaochi"},
		Links: []atomLink{{"self", "application/atom+xml", p.to(feedAddress)}, {"alternate", "text/html", p.to(single[changesKind])}},
	}
	for i := range list {
		f.Entries = append(f.Entries, p.entry(&list[i]))
	}
	if len(list) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	fr.Body = &f
	return nil
}

func printFeed(f frame) ([]byte, error) {
	content, err := xml.MarshalIndent(f.Body, "", " ")
	if err != nil {
		return nil, fmt.Errorf("marshal feed: %w", err)
	}
	return append([]byte(xml.Header), append(content, '\n')...), nil
}

// feedSubtitle says which edition it is, and of what.
func (p page) feedSubtitle() string {
	s := fmt.Sprintf(p.say("%s，与%s相比", "%s, compared with %s"), p.edition(), p.book.since)
	if p.book.snap.Demo {
		s += p.say("。演示数据：不是真实上报，不得引用。", ". Training data: not real figures, not to be quoted.")
	}
	return s
}

func (p page) entry(x *changed) atomEntry {
	e := x.Now
	name := p.book.snap.AreaName(e.Target.Area, p.lang) + p.say("，", ", ") + e.Indicator.Name.In(p.lang)
	summary := []string{e.Sentence(p.lang), e.Document.Title.In(p.lang)}
	return atomEntry{
		ID: p.entryID(x), Title: name + p.say("：", ": ") + x.Text.In(p.lang), Updated: midnight(p.book.entryDay(x)),
		Category: atomCategory{string(x.Kind), x.Kind.Name().In(p.lang)},
		Link:     atomLink{"alternate", "text/html", p.to(targetAddress(e.Target.ID))},
		Summary:  strings.Join(slices.DeleteFunc(summary, func(s string) bool { return s == "" }), p.say("　", " — ")),
	}
}

// entryDay is the day of the change; one whose day is not known stands at the day
// compared with, so that it does not come up anew every day.
func (b *book) entryDay(x *changed) targets.Date { return cmp.Or(x.On, b.since) }

// entryID names the change: target, kind and what it led to.
func (p page) entryID(x *changed) string {
	e, what := x.Now, x.On.String()
	switch x.Kind {
	case targets.ChangeState:
		what = string(e.State) + "/" + p.book.entryDay(x).String()
	case targets.ChangeFigure:
		what = fmt.Sprintf("%s/%d", url.PathEscape(e.Period.String()), e.Revision)
	case targets.ChangeCorrection:
		what = url.PathEscape(x.Was.Period.String()) + "/withdrawn"
		if x.Figure != nil {
			what = fmt.Sprintf("%s/%d", url.PathEscape(x.Figure.Period.String()), x.Figure.Revision)
		}
	}
	return tagAuthority + strings.Join([]string{"change", string(p.lang), url.PathEscape(e.Target.ID), string(x.Kind), what}, "/")
}

// midnight is the first moment of a day in Shanghai.
func midnight(d targets.Date) string {
	return (d - 1).End().In(targets.Shanghai).Format(time.RFC3339)
}
