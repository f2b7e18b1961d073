package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// evalTimes is the phases, milestones, evaluations and due days of a document, as
// a picture and as the table beside it.
type evalTimes struct {
	Head    string
	Picture *Drawing
	Caption Numbered
	Rows    []evalTime
}

// tallest is the height of a picture that leaves its caption on the same sheet, in
// CSS pixels.
const tallest = 720

// An evalTime is a span or a day of the timetable.
type evalTime struct {
	What, When, Clause string
	Light              targets.Light // "" where it has no state
	State              string

	on targets.Date
}

// times is nil where nothing has a day.
func (ev *evaluation) times() *evalTimes {
	if ev.document == nil {
		return nil
	}
	t := &evalTimes{}
	line := charts.TimelineOf{AsOf: ev.book.snap.AsOf}
	ev.spans(t, &line)
	ev.deadlines(t, &line)
	ev.dueTasks(t, &line)
	if len(t.Rows) == 0 {
		return nil
	}
	slices.SortStableFunc(t.Rows, func(a, b evalTime) int { return cmp.Compare(a.on, b.on) })
	t.Head = ev.head("阶段和时间节点", "Phases and dates")
	picture := charts.Timeline(line, ev.lang)
	if picture.Height > tallest { // the milestones stand in the table
		line.Points = slices.DeleteFunc(line.Points, func(p charts.TimelinePoint) bool { return p.Light != "" })
		picture = charts.Timeline(line, ev.lang)
	}
	t.Picture = ev.paper.Picture(ev.say("阶段、节点和评估截至日（竖线）", "Phases, dates and the day evaluated (hairline)"),
		ev.say("各阶段、里程碑、评估和任务期限的时间，见下表", "the days of phases, milestones, evaluations and tasks; see the table below"), picture, min(picture.Height, tallest))
	t.Caption = ev.paper.Table(ev.say("阶段和时间节点", "Phases and dates"))
	return t
}

// spans are the document's term, phases and evaluations.
func (ev *evaluation) spans(t *evalTimes, line *charts.TimelineOf) {
	d := ev.document
	add := func(name string, p targets.Period, locator string) {
		if p.IsZero() {
			return
		}
		t.Rows = append(t.Rows, evalTime{What: name, When: p.Label(ev.lang), Clause: section(locator, ev.lang), State: ev.passed(p), on: p.End})
		line.Bars = append(line.Bars, charts.TimelineBar{Name: name, From: p.Start, To: p.End})
	}
	add(ev.say("文件覆盖期", "Term of the document"), d.Covers, "")
	for i := range d.Phases {
		add(d.Phases[i].Name.In(ev.lang), d.Phases[i].Period, d.Phases[i].Locator)
	}
	for i := range d.Evaluations {
		add(d.Evaluations[i].Name.In(ev.lang), d.Evaluations[i].Period, d.Evaluations[i].Locator)
	}
}

// passed says where the day judged lies in a period.
func (ev *evaluation) passed(p targets.Period) string {
	switch day := ev.book.snap.AsOf; {
	case day < p.Start:
		return ev.say("未开始", "not begun")
	case day < p.End:
		return ev.say("进行中", "going on")
	}
	return ev.say("期间已过", "over")
}

// come says whether a day has come by the day judged.
func (ev *evaluation) come(on targets.Date) string {
	if on <= ev.book.snap.AsOf {
		return ev.say("已到期", "has come")
	}
	return ev.say("未到期", "has not come")
}

// deadlines are those of the goals: each milestone's own, the others' by day.
func (ev *evaluation) deadlines(t *evalTimes, line *charts.TimelineOf) {
	count := map[targets.Date]int{}
	var days []targets.Date
	for _, e := range ev.goals {
		on := e.Target.Deadline
		switch {
		case on == 0:
		case e.Indicator.Measure == targets.Milestone:
			name := ev.goalName(e)
			t.Rows = append(t.Rows, evalTime{What: name, When: on.String(), Clause: e.Target.Locator.In(ev.lang), Light: e.Light(), State: e.StateName(ev.lang), on: on})
			line.Points = append(line.Points, charts.TimelinePoint{Name: name, On: on, Light: e.Light(), Words: name + " " + on.String() + " " + e.StateName(ev.lang)})
		default:
			if count[on] == 0 {
				days = append(days, on)
			}
			count[on]++
		}
	}
	for _, on := range days {
		ev.dueDay(t, line, ev.say("数值类目标期限", "Deadline of goals with a number"), on, count[on], ev.say("%d项", "goals: %d"))
	}
}

// dueTasks are the days on which tasks are due.
func (ev *evaluation) dueTasks(t *evalTimes, line *charts.TimelineOf) {
	count := map[targets.Date]int{}
	var days []targets.Date
	for _, task := range ev.tasks {
		if task.Due == 0 {
			continue
		}
		if count[task.Due] == 0 {
			days = append(days, task.Due)
		}
		count[task.Due]++
	}
	slices.Sort(days)
	for _, on := range days {
		ev.dueDay(t, line, ev.say("台账任务期限", "Tasks due"), on, count[on], ev.say("%d项", "tasks: %d"))
	}
}

// dueDay adds a day on which n things of a kind are due.
func (ev *evaluation) dueDay(t *evalTimes, line *charts.TimelineOf, name string, on targets.Date, n int, words string) {
	what := ev.bracketed(name, fmt.Sprintf(words, n))
	t.Rows = append(t.Rows, evalTime{What: what, When: on.String(), State: ev.come(on), on: on})
	line.Points = append(line.Points, charts.TimelinePoint{Name: name, On: on, Words: what + " " + on.String()})
}
