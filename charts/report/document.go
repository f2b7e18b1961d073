package report

import (
	"context"
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// documentBody answers: what does this document ask for, of whom, and how far
// is it?
type documentBody struct {
	Title, Number string
	Issuers       string
	Issuer        string // the first, and how many there are when they are many
	Issued        targets.Date
	Published     targets.Date
	Covers        string
	Area          string
	Implements    []string
	Phases        []event
	Evaluations   []event
	Summary       string
	Total         count
	Rows          rows
	Rules         []rule
	Tasks         []task
	Departments   bool // some task names a department or a body
}

// An event is a phase or an evaluation that the document calls for.
type event struct{ Name, Period, Locator string }

// A rule holds for every task of the document.
type rule struct{ Text, Locator string }

// A task is a line of the ledger 工作台账; it has one line per group of departments.
type task struct {
	Number, Section, Heading string
	Due, DueBasis            string
	Stage, Reported, Text    string
	Groups                   []group
}

// A group answers for a task or a part of it. Lead and participating departments
// are kept apart, as the document does.
type group struct{ Scope, Leads, Participants string }

func (p page) document(_ context.Context, f *frame) error {
	d := p.book.snap.Document(p.id)
	evaluations := p.book.byDocument[d.ID]
	body := &documentBody{
		Title: d.Title.In(p.lang), Number: d.Number, Issued: d.Issued, Published: d.Published,
		Issuers: p.names(d.Issuers), Issuer: p.issuer(d.Issuers), Covers: d.Covers.Label(p.lang), Area: p.book.snap.AreaName(d.Area, p.lang),
		Phases: p.events(d.Phases), Evaluations: p.events(d.Evaluations),
		Summary: targets.Summary(evaluations, p.book.snap.AsOf, p.lang),
		Total:   p.count(link{}, "", "", charts.NewGroup("", pointers(evaluations))),
		Rows:    p.rows(evaluations),
	}
	for _, text := range d.Implements {
		body.Implements = append(body.Implements, text.In(p.lang))
	}
	for _, r := range d.Rules {
		body.Rules = append(body.Rules, rule{r.Text.In(p.lang), section(r.Locator, p.lang)})
	}
	for _, t := range p.book.tasks[d.ID] {
		body.Tasks = append(body.Tasks, p.task(t))
		body.Departments = body.Departments || namesAny(t)
	}
	f.Title = short(d, p.lang)
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	f.Body = body
	return nil
}

// names joins departments as a sentence in the language would.
func (p page) names(ids []string) string {
	return strings.Join(p.book.snap.DepartmentNames(ids, p.lang), p.say("、", ", "))
}

// issuer names few issuers, and of many the first: 市场监管总局等17个部门.
func (p page) issuer(ids []string) string {
	if len(ids) <= 3 {
		return p.names(ids)
	}
	return fmt.Sprintf(p.say("%s等%d个部门", "%s and others, %d in all"), p.names(ids[:1]), len(ids))
}

func (p page) events(list []targets.DocumentEvent) []event {
	var events []event
	for _, e := range list {
		events = append(events, event{e.Name.In(p.lang), e.Period.Label(p.lang), section(e.Locator, p.lang)})
	}
	return events
}

func (p page) task(t *targets.Task) task {
	line := task{
		Number: clauseNumber(t.Number, p.lang), Section: t.Section.In(p.lang), Heading: t.Heading.In(p.lang),
		Due: t.Due.String(), DueBasis: t.DueBasis.Name().In(p.lang),
		Stage: targets.TaskStage("").Name().In(p.lang),
	}
	if st := p.book.statuses[t.ID]; st != nil {
		line.Stage, line.Reported, line.Text = st.Stage.Name().In(p.lang), st.On.String(), st.Text
	}
	for _, g := range t.Groups {
		line.Groups = append(line.Groups, p.group(g))
	}
	if len(line.Groups) == 0 {
		line.Groups = []group{{}}
	}
	return line
}

// group names the participating bodies, the ones named only together last.
func (p page) group(g targets.TaskGroup) group {
	names := p.book.snap.DepartmentNames(g.Participants, p.lang)
	for _, c := range g.Collective {
		names = append(names, c.In(p.lang))
	}
	return group{g.Scope.In(p.lang), p.names(g.Leads), strings.Join(names, p.say("、", ", "))}
}

func namesAny(t *targets.Task) bool {
	for _, g := range t.Groups {
		if len(g.Leads)+len(g.Participants)+len(g.Collective) > 0 {
			return true
		}
	}
	return false
}
