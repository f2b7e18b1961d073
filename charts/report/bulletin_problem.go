package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// problemPart is 五、存在问题和原因. Everything in it was typed by somebody, and
// says by whom; where nobody typed anything there is a blank to fill.
type problemPart struct {
	Head    string
	Text    string
	Goals   []problem
	More    string
	Missing []typed // reasons of figures that were declared missing
	Tasks   []typed // of tasks past their day

	MoreTasks string
}

// A problem is one goal that is behind or missed.
type problem struct {
	goalItem
	Units string
	Typed []typed
	Blank string // in place of Typed: who has to fill it in
}

// A typed text is what somebody wrote.
type typed struct {
	About string // what it is about; empty under a goal
	Text  string
	Who   string // who said it, and for which period
}

func (w *bulletinWriter) problems() problemPart {
	part := problemPart{Head: w.head("存在问题和原因", "Problems and their causes")}
	all := w.troubled()
	shown := all[:min(len(all), mostItems)]
	for _, e := range shown {
		part.Goals = append(part.Goals, w.problem(e))
	}
	if left := len(all) - len(shown); left > 0 {
		part.More = fmt.Sprintf(w.say("另有%d项，由责任单位另行说明。", "%d more, to be explained apart."), left)
	}
	if !w.book.public {
		part.Missing = w.declared()
		tasks, left := w.lateTasks()
		if part.Tasks = tasks; left > 0 {
			part.MoreTasks = fmt.Sprintf(w.say("另有逾期任务%d项，见工作台账。", "%d more tasks past their day stand in the ledger."), left)
		}
	}
	part.Text = w.say("本部分摘录责任单位填写的内容，未作改动；没有填写的留空。", "This part quotes what the offices wrote, unchanged; what nobody wrote is left blank.")
	if len(part.Goals)+len(part.Missing)+len(part.Tasks) == 0 {
		part.Text = w.say("没有慢于序时进度或未完成的目标。", "No goal is behind or missed.")
		if len(w.own) == 0 {
			part.Text = w.say("没有需要责任单位说明的目标。", "There is no goal to be explained.")
		}
	}
	return part
}

// troubled are the area's own red and yellow goals, and all that somebody gave a
// reason for.
func (w *bulletinWriter) troubled() []*targets.Evaluation {
	list := append(lit(w.own, targets.Red), lit(w.own, targets.Yellow)...)
	for _, e := range append(slices.Clone(w.own), w.below...) {
		if w.words.Reasons[e.Target.ID] != "" && !slices.Contains(list, e) {
			list = append(list, e)
		}
	}
	return list
}

func (w *bulletinWriter) problem(e *targets.Evaluation) problem {
	p := problem{goalItem: w.item(e), Units: w.units(e)}
	if reason := w.words.Reasons[e.Target.ID]; reason != "" {
		p.Typed = append(p.Typed, typed{Text: reason, Who: p.Units})
	}
	if !w.book.public {
		p.Typed = append(p.Typed, w.figureNotes(e)...)
	}
	if len(p.Typed) == 0 {
		p.Blank = w.say("（由责任单位填写）", "(to be filled in by the responsible unit)")
	}
	return p
}

// figureNotes are what offices wrote beside the figures the value was made of,
// and beside those they declared missing since the start, oldest first.
func (w *bulletinWriter) figureNotes(e *targets.Evaluation) []typed {
	var list []typed
	seen := map[string]bool{}
	add := func(f *targets.Figure) {
		if note := w.note(f); note != "" && !seen[note+f.Period.String()] {
			seen[note+f.Period.String()] = true
			list = append(list, typed{Text: note, Who: w.whoReported(f)})
		}
	}
	for i := range e.Used {
		add(&e.Used[i])
	}
	for i := range e.Series {
		if f := &e.Series[i]; f.Flag == targets.Missing && f.Period.End >= e.Target.Start {
			add(f)
		}
	}
	return list
}

// note is what an office wrote beside a figure; the mark of a training copy is no
// note.
func (w *bulletinWriter) note(f *targets.Figure) string {
	if f.Rank() != targets.RankOffice || f.Note == f.Origin.Name().ZH {
		return ""
	}
	return strings.TrimSpace(f.Note)
}

// whoReported names the office that has the duty for a figure, or else its area,
// with the period.
func (w *bulletinWriter) whoReported(f *targets.Figure) string {
	who := w.book.snap.AreaName(f.Area, w.lang) + w.say("填报单位", " office")
	if r := w.book.snap.Register; r != nil {
		for i := range r.Offices {
			o := &r.Offices[i]
			if targets.CanonicalArea(o.Area) == f.Area && asks(r, o.ID, f.Indicator) {
				who = o.Name
				break
			}
		}
	}
	return who + w.say("，", ", ") + f.Period.Label(w.lang)
}

// asks reports whether some form asks an office for an indicator.
func asks(r *targets.Register, office, indicator string) bool {
	return slices.ContainsFunc(r.Forms, func(f targets.Form) bool {
		return slices.Contains(f.Offices, office) && slices.Contains(f.Indicators, indicator)
	})
}

// declared are the reasons of the figures that were declared missing for the
// period, where the goal is not told of above.
func (w *bulletinWriter) declared() []typed {
	var list []typed
	for i := range w.duties {
		d := &w.duties[i]
		if d.State(w.told) != targets.DutyMissing || w.quoted(d) {
			continue
		}
		for _, f := range w.book.snap.Series(d.Indicator, d.Filing.Area) {
			if note := w.note(&f); f.Period == d.Filing.Period && f.Flag == targets.Missing && note != "" {
				list = append(list, typed{About: w.book.snap.Indicator(d.Indicator).Name.In(w.lang), Text: note, Who: w.office(d.Filing.Office) + w.say("，", ", ") + f.Period.Label(w.lang)})
			}
		}
	}
	return list
}

// quoted reports whether a duty's indicator is one of the area's own red or yellow
// goals, whose notes are quoted there.
func (w *bulletinWriter) quoted(d *targets.Duty) bool {
	for _, e := range w.own {
		if e.Target.Indicator == d.Indicator && e.Target.Area == d.Filing.Area && (e.Light() == targets.Red || e.Light() == targets.Yellow) {
			return true
		}
	}
	return false
}

// mostTasks bounds the tasks that are quoted.
const mostTasks = 10

// mostLeads bounds the departments that are named of one task.
const mostLeads = 3

// leads names who leads a task, each once.
func (w *bulletinWriter) leads(t *targets.Task) string {
	var ids []string
	for _, g := range t.Groups {
		for _, id := range g.Leads {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if n := len(ids); n > mostLeads {
		return fmt.Sprintf(w.say("%s等%d个单位", "%s and others, %d in all"), w.departments(ids[:mostLeads]), n)
	}
	return w.departments(ids)
}

// lateTasks are the texts reported of tasks of the area's documents that are past
// their day and not done, and how many more there are.
func (w *bulletinWriter) lateTasks() (list []typed, left int) {
	for _, d := range w.documents() {
		if d.Area != w.area {
			continue
		}
		for _, t := range w.book.tasks[d.ID] {
			st := w.book.statuses[t.ID]
			if st == nil || strings.TrimSpace(st.Text) == "" || t.Due == 0 || t.Due > w.book.snap.AsOf {
				continue
			}
			if st.Stage != targets.TaskNotBegun && st.Stage != targets.TaskInProgress {
				continue
			}
			if len(list) == mostTasks {
				left++
				continue
			}
			list = append(list, w.taskText(d, t, st))
		}
	}
	return list, left
}

func (w *bulletinWriter) taskText(d *targets.Document, t *targets.Task, st *targets.TaskStatus) typed {
	who := w.say("牵头单位：", "led by ") + w.leads(t)
	if who == w.say("牵头单位：", "led by ") {
		who = w.say("任务填报单位", "the office of the task")
	}
	return typed{
		About: fmt.Sprintf(w.say("%s任务%s“%s”（应于%s前完成，%s）", "%s, task %s “%s” (due by %s, %s)"), short(d, w.lang), clauseNumber(t.Number, w.lang), t.Heading.In(w.lang), w.prose(t.Due), st.Stage.Name().In(w.lang)),
		Text:  strings.TrimSpace(st.Text), Who: who + w.say("，", ", ") + w.prose(st.On),
	}
}
