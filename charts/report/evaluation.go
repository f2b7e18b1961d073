package report

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// EvaluationOptions say which evaluation report is meant: of a document, or
// across the documents the regional one (区域类发展报告) of an area and the field
// one (领域类发展报告). Together they narrow each other.
type EvaluationOptions struct {
	Document string // id of the document that is evaluated
	Area     string // code: only the goals and duties of the area and of those below it
	Field    string // id or name of a targets.Field: only its goals and tasks
}

// An evaluation gathers what one report is made of. Its paper is numbered in the
// order in which the parts are made.
type evaluation struct {
	page
	paper    *Paper
	area     string            // code; "": all
	field    targets.Field     // "": all
	document *targets.Document // nil: across documents
	day      targets.ReviewDay // of the document
	goals    []*targets.Evaluation
	tasks    []*targets.Task
	duties   []targets.Duty
	from     targets.Date // first day on which a period of the duties may end
	heads    int          // numbered headings so far
}

// EvaluationReport makes the mid-term or final evaluation 评估报告 of a document,
// or the report on an area or a field. It is judged as of o.AsOf; without one as
// of the newest evaluation that the document dates and that has passed, else as
// of today. Without document, area and field, or with an area and a document that
// share no goal, it is Invalid; what does not exist is NotFound.
func EvaluationReport(ctx context.Context, src Source, o Options, w EvaluationOptions) (*Paper, error) {
	o = o.withDefaults()
	ev, err := chooseEvaluation(ctx, src, o, w)
	if err != nil {
		return nil, err
	}
	ev.paper = newPaper(evaluationKind, ev.book)
	ev.paper.Name, ev.paper.Title = ev.fileName(), ev.windowTitle()
	body, err := ev.body(ctx)
	if err != nil {
		return nil, err
	}
	ev.paper.Body = body
	return ev.paper, nil
}

// chooseEvaluation reads what is asked about, as of the day it is judged.
func chooseEvaluation(ctx context.Context, src Source, o Options, w EvaluationOptions) (*evaluation, error) {
	if w == (EvaluationOptions{}) {
		return nil, &targets.Error{Kind: targets.Invalid, Field: "document", Text: "没有说明评估什么：请给出文件（--document）、地区（--area）或领域（--field）。"}
	}
	ev := &evaluation{area: targets.CanonicalArea(w.Area)}
	if w.Field != "" {
		f, err := targets.ParseField(w.Field)
		if err != nil {
			return nil, err
		}
		ev.field = f
	}
	if w.Document != "" {
		o.Selection.Documents = []string{w.Document}
	}
	if ev.area != "" {
		o.Selection.Areas = []string{ev.area}
	}
	snap, err := ev.snapshot(ctx, src, o, w)
	if err != nil {
		return nil, err
	}
	ev.book = newBook(snap, o)
	ev.book.source, ev.lang = src, ev.book.langs[0]
	ev.gather()
	if len(ev.goals)+len(ev.tasks) == 0 {
		return nil, &targets.Error{Kind: targets.Invalid, Text: "所选文件、地区和领域没有共同的目标和任务，无从评估。"}
	}
	return ev, ev.readDuties(ctx, o)
}

// snapshot reads as of the day asked for, and again where the document names
// another one.
func (ev *evaluation) snapshot(ctx context.Context, src Source, o Options, w EvaluationOptions) (*targets.Snapshot, error) {
	snap, err := snapshotOf(ctx, src, o, o.day())
	if err != nil {
		return nil, err
	}
	if ev.area != "" && snap.Area(ev.area) == nil {
		return nil, &targets.Error{Kind: targets.NotFound, Field: "area", Text: "没有地区 " + w.Area + "。"}
	}
	if w.Document == "" {
		return snap, nil
	}
	d := snap.Document(w.Document)
	if d == nil {
		return nil, noDocument(snap, w.Document)
	}
	day := d.ReviewDay(o.AsOf, targets.DateOf(o.Now()), snap.Targets)
	if day.On != snap.AsOf {
		if snap, err = snapshotOf(ctx, src, o, day.On); err != nil {
			return nil, err
		}
		if d = snap.Document(w.Document); d == nil {
			return nil, fmt.Errorf("read document %s as of %s: it is gone", w.Document, day.On)
		}
	}
	ev.document, ev.day = d, d.ReviewDay(day.On, day.On, snap.Targets)
	return snap, nil
}

// noDocument names those there are.
func noDocument(snap *targets.Snapshot, id string) error {
	ids := make([]string, len(snap.Documents))
	for i := range snap.Documents {
		ids[i] = snap.Documents[i].ID
	}
	return &targets.Error{Kind: targets.NotFound, Field: "document", Text: "没有文件 " + id + "；可用的文件：" + strings.Join(ids, "、") + "。"}
}

// gather picks the goals and tasks that the report is about, in the order of the
// catalogue. Of a document all tasks are its own; across documents an area has
// those of the documents of its own governments.
func (ev *evaluation) gather() {
	tree := targets.NewAreaTree(ev.book.snap.Areas)
	within := func(area string) bool { return ev.area == "" || tree.Within(area, ev.area) }
	for i := range ev.book.all {
		e := &ev.book.all[i]
		if ev.inDocument(e.Target.Document) && within(e.Target.Area) && ev.inField(e.Indicator.Field) {
			ev.goals = append(ev.goals, e)
		}
	}
	for i := range ev.book.snap.Tasks {
		t := &ev.book.snap.Tasks[i]
		d := ev.book.snap.Document(t.Document)
		if d != nil && ev.inDocument(d.ID) && ev.inField(t.Field) && (ev.document != nil || within(d.Area)) {
			ev.tasks = append(ev.tasks, t)
		}
	}
}

func (ev *evaluation) inDocument(id string) bool { return ev.document == nil || id == ev.document.ID }

func (ev *evaluation) inField(f targets.Field) bool { return ev.field == "" || f == ev.field }

// readDuties reads what offices had to report: of a document since it was
// issued, else of the periods of the last year.
func (ev *evaluation) readDuties(ctx context.Context, o Options) error {
	snap := ev.book.snap
	if snap.Register == nil {
		return nil
	}
	ev.from = snap.AsOf - dutyDays
	if ev.document != nil {
		ev.from = ev.document.Issued
	}
	answers, err := ev.book.source.Answers(ctx, ev.from, snap.AsOf, o.KnownAt)
	if err != nil {
		return fmt.Errorf("read what was handed in: %w", err)
	}
	tree := targets.NewAreaTree(snap.Areas)
	for _, d := range snap.Register.Duties(ev.from, snap.AsOf, answers) {
		if ev.concerns(tree, &d) {
			ev.duties = append(ev.duties, d)
		}
	}
	return nil
}

// concerns reports whether a duty feeds what the report is about.
func (ev *evaluation) concerns(tree targets.AreaTree, d *targets.Duty) bool {
	ind := ev.book.snap.Indicator(d.Indicator)
	if ind == nil || !ev.inField(ind.Field) || ev.book.public && ind.Disclosure == targets.Internal {
		return false
	}
	if ev.area != "" && !tree.Within(d.Filing.Area, ev.area) {
		return false
	}
	return ev.document == nil || slices.ContainsFunc(ev.goals, func(e *targets.Evaluation) bool {
		return e.Target.Indicator == d.Indicator && tree.Within(d.Filing.Area, e.Target.Area)
	})
}

// title is the heading, in lines that do not break apart.
func (ev *evaluation) title() []string {
	where := ""
	if ev.area != "" {
		where = ev.book.snap.AreaName(ev.area, ev.lang)
	}
	what := ev.field.Name().In(ev.lang)
	switch {
	case ev.document != nil:
		title := []string{ev.documentTitle(), ev.reportName()}
		if ev.lang == targets.EN {
			slices.Reverse(title)
		}
		return append(title, ev.narrowed(where, what)...)
	case ev.lang == targets.EN:
		return []string{ev.across().EN + ": " + strings.Trim(where+", "+orText(what, subjectOf(ev.documents()).EN), ", "), "(by " + ev.variant() + ")"}
	}
	return []string{where + orText(what, subjectOf(ev.documents()).ZH) + ev.across().ZH, "（" + ev.variant() + "）"}
}

// across is what a report across documents is called: standardization has
// development reports by its own outline, other goals are evaluated.
func (ev *evaluation) across() targets.Text {
	if ev.field != "" || aboutStandards(ev.documents()) {
		return targets.Text{ZH: "发展报告", EN: "Development report"}
	}
	return targets.Text{ZH: "进展评估报告", EN: "Report on progress"}
}

// documents lists the documents of the goals evaluated, in the snapshot's order.
func (ev *evaluation) documents() []*targets.Document {
	var list []*targets.Document
	for i := range ev.book.snap.Documents {
		d := &ev.book.snap.Documents[i]
		if slices.ContainsFunc(ev.goals, func(e *targets.Evaluation) bool { return e.Target.Document == d.ID }) {
			list = append(list, d)
		}
	}
	return list
}

// reportName is what kind of report it is: 试点中期评估报告, «Report on the
// mid-term evaluation of the pilot:».
func (ev *evaluation) reportName() string {
	if ev.lang == targets.EN {
		name := ev.day.Name().EN
		return "Report on the " + strings.ToLower(name[:1]) + name[1:] + ":"
	}
	return ev.day.Name().ZH + "报告"
}

// variant says how a report across documents is cut: 区域类, 领域类.
func (ev *evaluation) variant() string {
	switch {
	case ev.field == "":
		return ev.say("区域类", "area")
	case ev.area == "":
		return ev.say("领域类", "field")
	}
	return ev.say("区域类、领域类", "area and field")
}

// documentTitle is the title in the marks of the language, those inside it turned
// into the inner ones.
func (ev *evaluation) documentTitle() string {
	if ev.lang == targets.EN {
		return ev.document.Title.EN
	}
	return "《" + strings.NewReplacer("《", "〈", "》", "〉").Replace(ev.document.Title.ZH) + "》"
}

// narrowed says that only a part of a document is evaluated.
func (ev *evaluation) narrowed(parts ...string) []string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	if len(parts) == 0 {
		return nil
	}
	return []string{ev.say("（", "(") + strings.Join(parts, ev.say("、", ", ")) + ev.say("部分）", " only)")}
}

func orText(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// windowTitle is the title in one line.
func (ev *evaluation) windowTitle() string {
	if ev.lang == targets.EN {
		return strings.Join(ev.title(), " ")
	}
	return strings.Join(ev.title(), "")
}

// fileName is the stem of the files: 评估报告-zhejiang-2023-24-2025-12-31,
// evaluation-zhejiang-2023-24-2025-12-31.
func (ev *evaluation) fileName() string {
	parts := []string{ev.say("发展报告", "development")}
	if ev.document != nil {
		parts = []string{ev.say("评估报告", "evaluation"), ev.document.ID}
	}
	if ev.area != "" {
		parts = append(parts, ev.area)
	}
	if ev.field != "" {
		parts = append(parts, string(ev.field))
	}
	return strings.Join(append(parts, ev.book.snap.AsOf.String()), "-")
}

// head numbers a heading of the first level: 一、总体情况.
func (ev *evaluation) head(zh, en string) string {
	ev.heads++
	if ev.lang == targets.EN {
		return fmt.Sprintf("%d. %s", ev.heads, en)
	}
	return chineseCount(ev.heads) + "、" + zh
}

// chineseCount writes 1 to 19 as a heading does.
func chineseCount(n int) string {
	digits := []rune("零一二三四五六七八九")
	if n < 10 {
		return string(digits[n])
	}
	return strings.TrimSuffix("十"+string(digits[n-10]), "零")
}

// knownThen is what was known at the end of the day judged; zero when nothing
// could have come to be known since.
func (ev *evaluation) knownThen() time.Time {
	if end := ev.book.snap.AsOf.End().Add(-time.Nanosecond); ev.book.snap.KnownAt.After(end) {
		return end
	}
	return time.Time{}
}

// bracketed adds a remark in the brackets of the language.
func (p page) bracketed(s, remark string) string {
	if remark == "" {
		return s
	}
	return s + p.say("（", " (") + remark + p.say("）", ")")
}

// list joins words as the language does.
func (p page) list(words []string) string { return strings.Join(words, p.say("、", ", ")) }
