package report

import (
	"context"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// documentsBody answers: which documents are there, and how far is each?
type documentsBody struct {
	Summary string
	Lines   []documentLine
	More    string // of a list that is cut
	Search  string // where those that were cut are found
}

// A documentLine is one document of the list.
type documentLine struct {
	Name    link
	Title   string // the whole one, where the name is short
	Number  string
	Issuer  string
	Area    link
	Issued  targets.Date
	Goals   int
	Tally   tally
	Tasks   int
	Reports []taskCount
	Next    *event // the next evaluation it calls for, or else the last
	Past    bool   // that evaluation is over
}

// A taskCount is how many tasks are at one point: done, under way, not reported.
type taskCount struct {
	Name string
	N    int
}

// maxDocuments and maxIndicators are how many lines those two lists have at most.
// They are the only ones of their kind, and are long before they are cut.
const (
	maxDocuments  = 500
	maxIndicators = 1000
)

func (p page) documents(_ context.Context, f *frame) error {
	b := p.book
	body := &documentsBody{Search: f.Search}
	goals, tasks := 0, 0
	for i := range b.snap.Documents {
		d := &b.snap.Documents[i]
		goals, tasks = goals+len(b.byDocument[d.ID]), tasks+len(b.tasks[d.ID])
		if i < maxDocuments {
			body.Lines = append(body.Lines, p.documentLine(d))
		}
	}
	body.Summary = p.many(len(b.snap.Documents), "%d个文件", "%d document", "%d documents") +
		p.many(goals, "，共提出%d项目标", ", %d target", ", %d targets") + p.many(tasks, "、%d项任务。", ", %d task.", ", %d tasks.")
	if n := len(b.snap.Documents) - maxDocuments; n > 0 {
		body.More = p.many(n, "另有%d个文件没有列出。", "%d more document is not listed.", "%d more documents are not listed.")
	}
	f.Title = p.say("文件", "Documents")
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	f.Body = body
	return nil
}

func (p page) documentLine(d *targets.Document) documentLine {
	list := pointers(p.book.byDocument[d.ID])
	line := documentLine{
		Name: link{Text: short(d, p.lang), Href: p.to(documentAddress(d.ID))}, Number: d.Number, Issuer: p.issuer(d.Issuers),
		Area: p.place(d.Area), Issued: d.Issued, Goals: len(list),
		Tally: p.tallyOf(list, func(l targets.Light) string { return p.goalsOf("document", d.ID, l) }),
		Tasks: len(p.book.tasks[d.ID]), Reports: p.reports(p.book.tasks[d.ID]),
	}
	if title := d.Title.In(p.lang); title != line.Name.Text {
		line.Title = title
	}
	if next, past := nextEvaluation(d, p.book.snap.AsOf); next != nil {
		line.Next, line.Past = &p.events([]targets.DocumentEvent{*next})[0], past
	}
	return line
}

// reports counts the tasks that are done, under way and not reported; those not
// begun or cancelled are told only where there are some.
func (p page) reports(tasks []*targets.Task) []taskCount {
	if len(tasks) == 0 {
		return nil
	}
	var done, way, silent, idle, gone int
	for _, t := range tasks {
		st := p.book.statuses[t.ID]
		switch {
		case st == nil:
			silent++
		case st.Stage == targets.TaskDone:
			done++
		case st.Stage == targets.TaskNotBegun:
			idle++
		case st.Stage == targets.TaskCancelled:
			gone++
		default:
			way++
		}
	}
	list := []taskCount{
		{p.say("已完成", "done"), done}, {p.say("推进中", "under way"), way}, {p.say("未报", "not reported"), silent},
		{targets.TaskNotBegun.Name().In(p.lang), idle}, {targets.TaskCancelled.Name().In(p.lang), gone},
	}
	return slices.DeleteFunc(list, func(c taskCount) bool { return c.N == 0 })
}

// nextEvaluation is the first evaluation the document calls for that is not over
// on a day; one without a date comes after those with one. Where all are over it
// is the last of them.
func nextEvaluation(d *targets.Document, on targets.Date) (next *targets.DocumentEvent, past bool) {
	ahead := slices.Clone(d.Evaluations)
	ahead = slices.DeleteFunc(ahead, func(e targets.DocumentEvent) bool { return !e.Period.IsZero() && e.Period.End < on })
	slices.SortStableFunc(ahead, func(a, b targets.DocumentEvent) int { return compareWhen(a.Period, b.Period) })
	switch {
	case len(ahead) > 0:
		return &ahead[0], false
	case len(d.Evaluations) == 0:
		return nil, false
	}
	last := slices.MaxFunc(d.Evaluations, func(a, b targets.DocumentEvent) int { return compareWhen(a.Period, b.Period) })
	return &last, true
}

// compareWhen orders periods by their end, none last.
func compareWhen(a, b targets.Period) int {
	switch {
	case a.IsZero() && b.IsZero():
		return 0
	case a.IsZero():
		return 1
	case b.IsZero():
		return -1
	}
	return int(a.End - b.End)
}
