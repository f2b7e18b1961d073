package report

import (
	"context"
	"fmt"
	"strings"

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
	Area          link
	Implements    []string
	Phases        []event
	Evaluations   []event
	Summary       string
	Tally         tally
	Goals         clauses
	Ledger        ledger
	Times         *schedule // nil where the document has no dates at all
	Rules         []rule
	Report        string // where the evaluation report is; "" in written pages
	Workbook      string // where the workbook is; "" where there is none
}

// An event is a phase or an evaluation that the document calls for.
type event struct{ Name, Period, Locator string }

// A rule holds for every task of the document.
type rule struct{ Text, Locator string }

// evaluationAddress is where a server makes the evaluation report of a document.
const evaluationAddress = "evaluation.html"

func (p page) document(_ context.Context, f *frame) error {
	d := p.book.snap.Document(p.id)
	evaluations := pointers(p.book.byDocument[d.ID])
	body := &documentBody{
		Title: d.Title.In(p.lang), Number: d.Number, Issued: d.Issued, Published: d.Published,
		Issuers: p.names(d.Issuers), Issuer: p.issuer(d.Issuers), Covers: d.Covers.Label(p.lang), Area: p.place(d.Area),
		Phases: p.events(d.Phases), Evaluations: p.events(d.Evaluations), Rules: p.rules(d.Rules),
		Summary: targets.Summary(p.book.byDocument[d.ID], p.book.snap.AsOf, p.lang),
		Tally:   p.tallyOf(evaluations, func(l targets.Light) string { return p.goalsOf("document", d.ID, l) }),
		Goals:   p.clauses(d, evaluations), Ledger: p.ledger(d.ID, p.book.tasks[d.ID]),
		Times: p.schedule(d, evaluations), Workbook: p.workbook(d.ID),
	}
	for _, text := range d.Implements {
		body.Implements = append(body.Implements, text.In(p.lang))
	}
	if p.book.live {
		body.Report = withQuery(p.to(evaluationAddress), "document", d.ID)
	}
	f.Title = short(d, p.lang)
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: p.say("文件", "Documents"), Href: p.to(single[documentsKind])}, {Text: f.Title}}
	f.Newest = p.newest(evaluations)
	f.Pictures, f.Body = body.Times != nil && body.Times.Picture != nil, body
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

func (p page) rules(list []targets.Rule) []rule {
	var rules []rule
	for _, r := range list {
		rules = append(rules, rule{r.Text.In(p.lang), section(r.Locator, p.lang)})
	}
	return rules
}
