package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// overviewBody answers: how many goals stand how, what changed, and what needs
// attention? Its lists are bounded; every goal is in the table of all.
type overviewBody struct {
	Summary       string
	Total         count
	Since         targets.Date
	Changes       []changeNote
	Turns         string // how many changes of each kind there are; "" where there is none
	Map           *picture
	Areas         []areaLine
	Bare          []link // province-level areas without goals
	Risks         []riskLine
	MoreRisks     link
	Past          []link // how many were missed, or have no final figure yet
	Whiskers      bool
	Picture       *picture
	MoreDocuments link
	Lines         []count
	Newest        []newsLine
	Covered       string
	Duties        string // how figures are reported; "" where nobody has to report
	Legend        []legend
	All           string
	Lists         map[string]string // where the whole lists are
}

// At most so many lines of each list: with the areas well below 200 in all.
const (
	mostRisks     = 12
	mostNews      = 8
	mostDocuments = 16
)

// mostChanges are the changes of each kind that the overview tells of.
var mostChanges = map[targets.ChangeKind]int{
	targets.ChangeGoal: 2, targets.ChangeNew: 2, targets.ChangeState: 4, targets.ChangeFigure: 2, targets.ChangeCorrection: 1,
}

// A changeNote is one line of what changed.
type changeNote struct {
	Kind, Text string
	Light      targets.Light
	Name       link
	Area       string
}

// A riskLine is a goal that may be missed, with what it takes.
type riskLine struct {
	Row      row
	Required string // a month from now on; "" where nothing can be asked for
}

// A newsLine is the newest figure of a goal.
type newsLine struct {
	Name          link
	Area          string
	Light         targets.Light
	Value, Source string
	Period        [2]string
	Heard         targets.Date
}

func (p page) overview(_ context.Context, f *frame) error {
	b := p.book
	body := &overviewBody{
		Summary: targets.Summary(b.all, b.snap.AsOf, p.lang), Legend: p.legend(), Since: b.since, Map: p.tileMap(), All: p.to(allAddress),
		Total:   p.count(link{Text: p.say("合计", "All")}, "", "", charts.NewGroup("", pointers(b.all))),
		Covered: targets.CoverageOf(b.all).Text(p.lang), Newest: p.news(),
		Lists: map[string]string{"areas": p.to(single[areasKind]), "changes": p.to(single[changesKind])},
	}
	f.Title = p.say("政策目标进展", "Policy targets: where they stand")
	body.Areas, body.Bare = p.areaLines(b.provinces())
	if b.rate.Due > 0 {
		body.Duties = b.rate.Text(p.lang)
	}
	p.changesOn(body)
	p.risks(body)
	p.documentLines(body)
	f.Pictures, f.Body = body.Picture != nil || body.Map != nil, body
	return nil
}

// changesOn tells the most important changes of each kind, and how many there are.
func (p page) changesOn(body *overviewBody) {
	count := map[targets.ChangeKind]int{}
	for _, c := range targets.Changes(p.book.before, p.book.all) {
		if count[c.Kind]++; count[c.Kind] <= mostChanges[c.Kind] {
			body.Changes = append(body.Changes, p.changeNote(c))
		}
	}
	var parts []string
	for _, k := range targets.ChangeKinds {
		if count[k] > 0 {
			parts = append(parts, fmt.Sprintf(p.say("%s%d项", "%s: %d"), k.Name().In(p.lang), count[k]))
		}
	}
	if len(parts) > 0 {
		body.Turns = fmt.Sprintf(p.say("自%s以来：%s。", "Since %s: %s."), p.book.since, strings.Join(parts, p.say("，", ", ")))
	}
}

func (p page) changeNote(c targets.Change) changeNote {
	t := c.Now.Target
	return changeNote{
		Kind: c.Kind.Name().In(p.lang), Text: c.Text.In(p.lang), Light: c.Now.Light(),
		Name: link{Text: c.Now.Indicator.Name.In(p.lang), Href: p.to(targetAddress(t.ID))}, Area: p.book.snap.AreaName(t.Area, p.lang),
	}
}

func (p page) risks(body *overviewBody) {
	list := targets.AtRisk(p.book.all)
	body.MoreRisks = p.more(len(list)-mostRisks, p.to(allAddress)+"#sort=state", "另有%d项", "%d more")
	for _, e := range list[:min(len(list), mostRisks)] {
		r := riskLine{p.row(e), e.RequiredText(p.lang)}
		body.Whiskers = body.Whiskers || rows{r.Row}.Whiskers()
		body.Risks = append(body.Risks, r)
	}
	for _, s := range []targets.State{targets.Missed, targets.AwaitingFinal} {
		n := 0
		for i := range p.book.all {
			if p.book.all[i].State == s {
				n++
			}
		}
		if n > 0 {
			body.Past = append(body.Past, link{Text: fmt.Sprintf(p.say("%s%d项", "%[2]d %[1]s"), s.Name().In(p.lang), n), Href: p.to(allAddress) + "#state=" + string(s)})
		}
	}
}

// documentLines counts lights per document. Of many documents it takes those
// with most goals behind, in the order of the catalogue.
func (p page) documentLines(body *overviewBody) {
	groups := make(map[*targets.Document]charts.Group, len(p.book.snap.Documents))
	var chosen []*targets.Document
	for i := range p.book.snap.Documents {
		d := &p.book.snap.Documents[i]
		groups[d] = charts.NewGroup(short(d, p.lang), pointers(p.book.byDocument[d.ID]))
		chosen = append(chosen, d)
	}
	if len(chosen) > mostDocuments {
		body.MoreDocuments = p.more(len(chosen)-mostDocuments, p.to(single[documentsKind]), "另有%d份文件", "%d more documents")
		chosen = mostBehind(chosen, groups)
	}
	var bars []charts.Group
	for _, d := range chosen {
		g := groups[d]
		bars = append(bars, g)
		body.Lines = append(body.Lines, p.count(link{Text: g.Name, Href: p.to(documentAddress(d.ID))}, documentKey, d.ID, g))
	}
	body.Picture = p.picture("lights", p.say("各文件目标亮灯情况", "Lights by document"), charts.Lights(bars, p.lang))
}

// mostBehind keeps the documents with most red and yellow goals, in their order.
func mostBehind(all []*targets.Document, groups map[*targets.Document]charts.Group) []*targets.Document {
	behind := func(d *targets.Document) int {
		return groups[d].Count[targets.Red] + groups[d].Count[targets.Yellow]
	}
	ranked := slices.Clone(all)
	slices.SortStableFunc(ranked, func(a, b *targets.Document) int { return behind(b) - behind(a) })
	ranked = ranked[:mostDocuments]
	return slices.DeleteFunc(slices.Clone(all), func(d *targets.Document) bool { return !slices.Contains(ranked, d) })
}

// news lists the newest figures; goals that share a series share a line.
func (p page) news() []newsLine {
	var list []newsLine
	told := map[targets.SeriesKey]bool{}
	for _, e := range targets.Newest(p.book.all, 3*mostNews) {
		k := targets.SeriesKey{Indicator: e.Target.Indicator, Area: e.Target.Area}
		if told[k] || len(list) == mostNews {
			continue
		}
		told[k] = true
		n := newsLine{
			Name: link{Text: e.Indicator.Name.In(p.lang), Href: p.to(targetAddress(e.Target.ID))}, Area: p.book.snap.AreaName(e.Target.Area, p.lang),
			Light: e.Light(), Value: e.ValueText(p.lang), Period: ends(e.Period), Heard: e.Heard(),
		}
		n.Source = p.heardFrom(e)
		list = append(list, n)
	}
	return list
}

// heardFrom is where the newest figure of a goal stands, or who gave it.
func (p page) heardFrom(e *targets.Evaluation) string {
	f := e.Figure
	if f == nil && len(e.Used) > 0 {
		f = &e.Used[len(e.Used)-1]
	}
	switch {
	case f == nil:
		return ""
	case f.SourceTitle != "":
		return f.SourceTitle
	}
	return f.Origin.Name().In(p.lang)
}
