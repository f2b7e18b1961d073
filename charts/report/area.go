package report

import (
	"context"
	"slices"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// areaBody answers: what does this area have to reach, how far is it, and does
// it report?
type areaBody struct {
	Name, Code, Level string
	Sentence          string
	Total             count
	Rows              rows // the goals set for the area itself
	AllRows           int  // how many there are
	MoreRows          link
	Covered           string
	Below             []areaLine
	Bare              []link // areas below without goals
	MoreBelow         link
	Documents         []areaDocument
	MoreDocuments     link
	Duties            *areaDuties // nil where nobody here has to report
	Figures           []areaFigure
	MoreFigures       link
	Empty             bool   // there is nothing of the area yet
	Bulletin          string // where the bulletin is made; "" where pages are files
}

// At most so many lines of each list of an area.
const (
	mostAreaGoals     = 100
	mostAreaBelow     = 60
	mostAreaDocuments = 30
	mostAreaFigures   = 40
	mostAreaFilings   = 40
	mostAreaOverdue   = 20
)

// An areaDocument is a document of the area or with goals for it.
type areaDocument struct {
	Name   link
	Number string
	Issued targets.Date
	Own    bool   // issued by the area, not by one above
	Cells  []cell // its goals for the area
	All    int
}

// areaDuties tell how the area's own offices report.
type areaDuties struct {
	Sentence, Period string
	Filings          []filingLine
	MoreFilings      link
	Overdue          []overdueLine
	MoreOverdue      link
}

// A filingLine is a form as one office fills it in.
type filingLine struct {
	Form, Office                     string
	Due, OnTime, Late, Missing, Open int
}

// An overdueLine is a figure that is owed.
type overdueLine struct {
	Name         link
	Period       string
	Form, Office string
	Closed       targets.Date // the last day it could be handed in
}

// An areaFigure is the newest figure of a series that no goal asks for.
type areaFigure struct {
	Name   link
	Figure figure
	N      int // figures of the series
}

func (p page) area(_ context.Context, f *frame) error {
	b := p.book
	a, tally := b.snap.Area(p.id), b.tally(p.id)
	body := &areaBody{
		Name: a.Name.In(p.lang), Code: a.Code, Level: p.level(a), Sentence: targets.Summary(values(tally.own), b.snap.AsOf, p.lang),
		Total: p.count(link{}, areaKey, a.Code, charts.NewGroup("", tally.own)), AllRows: len(tally.own),
		MoreRows: p.more(len(tally.own)-mostAreaGoals, p.to(allAddress)+"#"+areaKey+"="+a.Code+"&own=1", "另有%d项", "%d more"),
		Duties:   p.areaDuties(tally),
	}
	for _, e := range tally.own[:min(len(tally.own), mostAreaGoals)] {
		body.Rows = append(body.Rows, p.row(e))
	}
	if c := targets.CoverageOf(values(tally.own)); c.All > 0 {
		body.Covered = c.Text(p.lang)
	}
	if b.live && !b.public {
		body.Bulletin = p.bulletinAddress(a.Code)
	}
	p.areasBelow(body, tally)
	p.areaDocuments(body, tally)
	p.areaFigures(body, tally)
	body.Empty = len(tally.own)+len(body.Below)+len(body.Documents)+len(body.Figures) == 0 && body.Duties == nil
	f.Title = body.Name
	f.Crumbs = p.areaCrumbs(f, tally, body.Name)
	f.Newest, f.Body = p.newest(tally.own), body
	return nil
}

// bulletinAddress is where the bulletin of an area is made, with the clocks that
// the reader set.
func (p page) bulletinAddress(code string) string {
	to := p.to(string(bulletinKind) + extension)
	if p.book.query == "" {
		return to + "?" + areaKey + "=" + code
	}
	return to + "&" + areaKey + "=" + code
}

// areaCrumbs lead down to the area through those it lies in.
func (p page) areaCrumbs(f *frame, tally *areaTally, name string) []link {
	crumbs := []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: p.say("地区", "Areas"), Href: p.to(single[areasKind])}}
	for _, above := range slices.Backward(tally.above) {
		crumbs = append(crumbs, link{Text: p.book.snap.AreaName(above, p.lang), Href: p.to(areaAddress(above))})
	}
	return append(crumbs, link{Text: name})
}

// level is what kind of area it is.
func (p page) level(a *targets.Area) string {
	switch {
	case a.Own:
		return p.say("本级", "the level itself")
	case a.Level == targets.LevelProvince:
		return p.say("省级", "province level")
	case a.Level == targets.LevelPrefecture:
		return p.say("地级", "prefecture level")
	case a.Level == targets.LevelCounty:
		return p.say("县级", "county level")
	}
	return p.say("国家", "country")
}

// areasBelow tells of the next areas below.
func (p page) areasBelow(body *areaBody, tally *areaTally) {
	body.Below, body.Bare = p.areaLines(tally.below)
	all := len(body.Below) + len(body.Bare)
	body.Below, body.Bare = body.Below[:min(len(body.Below), mostAreaBelow)], body.Bare[:min(len(body.Bare), mostAreaBelow)]
	body.MoreBelow = p.more(all-len(body.Below)-len(body.Bare), p.to(single[areasKind]), "另有%d个地区", "%d more areas")
}

func (p page) areaDocuments(body *areaBody, tally *areaTally) {
	by := map[string][]*targets.Evaluation{}
	for _, e := range tally.own {
		by[e.Target.Document] = append(by[e.Target.Document], e)
	}
	body.MoreDocuments = p.more(len(tally.documents)-mostAreaDocuments, p.to(single[documentsKind]), "另有%d份", "%d more")
	for _, d := range tally.documents[:min(len(tally.documents), mostAreaDocuments)] {
		g := charts.NewGroup("", by[d.ID])
		line := areaDocument{Name: link{Text: d.Title.In(p.lang), Href: p.to(documentAddress(d.ID))}, Number: d.Number, Issued: d.Issued, Own: d.Area == body.Code, All: g.All}
		line.Cells = p.count(link{}, documentKey, d.ID+"&"+areaKey+"="+body.Code+"&own=1", g).Cells
		body.Documents = append(body.Documents, line)
	}
}

// areaDuties counts by form and office, and lists what is owed, the longest owed
// first. No person is named and no note told.
func (p page) areaDuties(tally *areaTally) *areaDuties {
	if len(tally.duties) == 0 {
		return nil
	}
	today := p.book.snap.AsOf
	var all targets.Rate
	rates, open := map[[2]string]*targets.Rate{}, map[[2]string]int{}
	var keys [][2]string
	var owed []*targets.Duty
	for _, d := range tally.duties {
		k := [2]string{d.Filing.Form, d.Filing.Office}
		if rates[k] == nil {
			rates[k], keys = &targets.Rate{}, append(keys, k)
		}
		rates[k].Add(d, today)
		all.Add(d, today)
		switch d.State(today) {
		case targets.DutyOpen:
			open[k]++
		case targets.DutyOverdue:
			owed = append(owed, d)
		}
	}
	duties := &areaDuties{Sentence: all.Text(p.lang), Period: p.dutyPeriod()}
	slices.SortFunc(keys, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	duties.MoreFilings = p.more(len(keys)-mostAreaFilings, "", "另有%d张报表或填报单位未列出。", "%d more forms or offices are not listed.")
	for _, k := range keys[:min(len(keys), mostAreaFilings)] {
		r := rates[k]
		duties.Filings = append(duties.Filings, filingLine{p.formName(k[0]), p.officeName(k[1]), r.Due, r.OnTime, r.Late, r.Missing, open[k]})
	}
	p.owed(duties, owed)
	return duties
}

func (p page) owed(duties *areaDuties, owed []*targets.Duty) {
	slices.SortStableFunc(owed, func(a, b *targets.Duty) int { return int(a.Filing.LastDay() - b.Filing.LastDay()) })
	duties.MoreOverdue = p.more(len(owed)-mostAreaOverdue, "", "另有%d项未列出。", "%d more are not listed.")
	for _, d := range owed[:min(len(owed), mostAreaOverdue)] {
		duties.Overdue = append(duties.Overdue, overdueLine{
			Name: p.indicatorLink(d.Indicator), Period: d.Filing.Period.Label(p.lang),
			Form: p.formName(d.Filing.Form), Office: p.officeName(d.Filing.Office), Closed: d.Filing.LastDay(),
		})
	}
}

// formName and officeName are in the language they were written in.
func (p page) formName(id string) string {
	if f := p.book.snap.Register.Form(id); f != nil {
		return f.Name
	}
	return id
}

func (p page) officeName(id string) string {
	if o := p.book.snap.Register.Office(id); o != nil {
		return o.Name
	}
	return id
}

// indicatorLink leads to the indicator's page where there is one.
func (p page) indicatorLink(id string) link {
	l := link{Text: id}
	if ind := p.book.snap.Indicator(id); ind != nil {
		l.Text = ind.Name.In(p.lang)
	}
	if p.book.hasIndicator(id) {
		l.Href = p.to(indicatorAddress(id))
	}
	return l
}

// areaFigures lists what is known of the area beside its goals.
func (p page) areaFigures(body *areaBody, tally *areaTally) {
	body.MoreFigures = p.more(len(tally.series)-mostAreaFigures, p.to(single[indicatorsKind]), "另有%d项，见指标", "%d more, by indicator")
	for _, k := range tally.series[:min(len(tally.series), mostAreaFigures)] {
		list := p.book.series[k]
		newest := &list[len(list)-1]
		for j := range slices.Backward(list) {
			if list[j].Evidence() {
				newest = &list[j]
				break
			}
		}
		body.Figures = append(body.Figures, areaFigure{p.indicatorLink(k.Indicator), p.figure(newest, p.book.snap.Indicator(k.Indicator)), len(list)})
	}
}
