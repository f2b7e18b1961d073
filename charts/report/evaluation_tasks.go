package report

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// evalTasks is the ledger 工作台账: every task, who answers for it, what was
// reported and when.
type evalTasks struct {
	Head    string
	Lines   []string
	Caption Numbered
	Named   bool // some task names who answers for it, in its document or here
	Typed   bool // some office wrote what it did; the public edition has none of it
	Groups  []evalTaskGroup
}

// An evalTaskGroup is the tasks under one heading of a ledger.
type evalTaskGroup struct {
	Name  string
	Span  int // columns of the table
	Tasks []evalTask
}

// An evalTask is one task as last reported up to the day judged.
type evalTask struct {
	Number, Heading string
	Groups          []group
	Assigned        string // units named locally, in the internal edition
	Due, DueBasis   string
	Stage, On, Text string
	Late            bool // due, and not reported done
}

// stages are the stages of a task in the order of a report; "" is unreported.
var stages = [...]targets.TaskStage{targets.TaskDone, targets.TaskInProgress, targets.TaskOngoing, targets.TaskNotBegun, targets.TaskCancelled, ""}

func (ev *evaluation) taskTables() *evalTasks {
	if len(ev.tasks) == 0 {
		return nil
	}
	t := &evalTasks{Head: ev.head("任务完成情况", "Tasks"), Lines: []string{ev.taskSentence()}, Caption: ev.paper.Table(ev.say("工作台账", "The ledger of tasks"))}
	for _, task := range ev.tasks {
		name := ev.taskHeading(task)
		if n := len(t.Groups); n == 0 || t.Groups[n-1].Name != name {
			t.Groups = append(t.Groups, evalTaskGroup{Name: name})
		}
		line := ev.evalTask(task)
		t.Typed = t.Typed || line.Text != ""
		t.Named = t.Named || len(line.Groups) > 0 || line.Assigned != ""
		g := &t.Groups[len(t.Groups)-1]
		g.Tasks = append(g.Tasks, line)
	}
	if !t.Named {
		t.Lines = append(t.Lines, ev.say("文件没有点名任何一项任务的责任部门。", "The document names no department for any task."))
	}
	for i := range t.Groups {
		t.Groups[i].Span = 5 + ones(t.Named, t.Typed)
	}
	return t
}

// ones counts what is true.
func ones(list ...bool) int {
	n := 0
	for _, b := range list {
		if b {
			n++
		}
	}
	return n
}

// taskHeading is what a task stands under: its section, and its document where
// the report spans several.
func (ev *evaluation) taskHeading(t *targets.Task) string {
	name := t.Section.In(ev.lang)
	if ev.document != nil {
		return name
	}
	document := short(ev.book.snap.Document(t.Document), ev.lang)
	if name == "" {
		return document
	}
	return document + ev.say("：", ": ") + name
}

func (ev *evaluation) evalTask(t *targets.Task) evalTask {
	line := evalTask{
		Number: clauseNumber(t.Number, ev.lang), Heading: t.Heading.In(ev.lang), Due: t.Due.String(),
		Stage: ev.stage(t).Name().In(ev.lang), Late: ev.late(t),
	}
	for _, g := range t.Groups {
		line.Groups = append(line.Groups, ev.group(g))
	}
	if st := ev.book.statuses[t.ID]; st != nil {
		line.On, line.Text = st.On.String(), ev.book.said(st)
	}
	line.Assigned = ev.assigned(t)
	return line
}

// assigned names the units that answer for a task here (本地指定).
func (ev *evaluation) assigned(t *targets.Task) string {
	r := ev.book.snap.Register
	if r == nil || ev.book.public {
		return ""
	}
	a := r.Assignment(t.ID)
	if a == nil {
		return ""
	}
	names := make([]string, len(a.Units))
	for i, u := range a.Units {
		names[i] = ev.bracketed(u.Name, u.Part.Name().In(ev.lang))
	}
	return ev.list(names)
}

// stage is how far a task is by the day judged; "" when nothing was reported.
func (ev *evaluation) stage(t *targets.Task) targets.TaskStage {
	if st := ev.book.statuses[t.ID]; st != nil {
		return st.Stage
	}
	return ""
}

// late reports whether a task is due and not reported done.
func (ev *evaluation) late(t *targets.Task) bool {
	s := ev.stage(t)
	return t.Due != 0 && t.Due <= ev.book.snap.AsOf && s != targets.TaskDone && s != targets.TaskCancelled
}

// taskSentence counts the tasks by what was reported.
func (ev *evaluation) taskSentence() string {
	if len(ev.tasks) == 0 {
		return ""
	}
	count, late := map[targets.TaskStage]int{}, 0
	for _, t := range ev.tasks {
		count[ev.stage(t)]++
		if ev.late(t) {
			late++
		}
	}
	var parts []string
	for _, s := range stages {
		if n := count[s]; n > 0 {
			parts = append(parts, fmt.Sprintf(ev.say("%s%d项", "%[2]d %[1]s"), s.Name().In(ev.lang), n))
		}
	}
	line := fmt.Sprintf(ev.say("台账任务共%d项：%s", "Tasks in the ledger: %d (%s)"), len(ev.tasks), strings.Join(parts, ev.say("，", ", ")))
	if late > 0 {
		line += fmt.Sprintf(ev.say("；期限已到而没有报告完成的%d项", "; due and not reported done: %d"), late)
	}
	return line + ev.say("。", ".")
}
