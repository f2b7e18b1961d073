package report

import (
	"slices"
	"strings"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// evalGoals is every goal with its verdict, its reason and its computation.
type evalGoals struct {
	Head    string
	Caption Numbered
	Groups  []evalGroup
	// The heads of narrow columns, in parts between which they may break.
	NoHead, AskHead, DoneHead, DueHead []string
	Bullets                            *Drawing
}

// An evalGroup is the goals of one deadline, or of one document where the report
// spans several.
type evalGroup struct {
	Name  string
	Goals []evalGoal
}

// An evalGoal is one goal as the paper has it.
type evalGoal struct {
	N                  int
	Name, Area         string
	Clause, AsWritten  string
	Leads              string
	Baseline, Based    string // value and date
	Goal, Deadline     string
	Value, Until       string
	Completion         string
	Progress, Expected string
	Light              targets.Light
	State              string
	Remarks            []string
	Sentence, Reason   string
	Computation        []string
	Notes              []string
}

func (ev *evaluation) goalTables() *evalGoals {
	if len(ev.goals) == 0 {
		return nil
	}
	g := &evalGoals{Head: ev.head("目标完成情况", "Goals"), Caption: ev.paper.Table(ev.say("各项目标的判定", "The verdict on every goal"))}
	g.NoHead, g.AskHead = ev.parts("序|号", "No."), ev.parts("目标值|和期限", "Asked for, |by")
	g.DoneHead, g.DueHead = ev.parts("完成|进度", "Attained"), ev.parts("序时|进度", "Expected")
	n := 0
	for _, group := range ev.groups() {
		line := evalGroup{Name: group.name}
		for _, e := range group.goals {
			n++
			line.Goals = append(line.Goals, ev.goal(n, e))
		}
		g.Groups = append(g.Groups, line)
	}
	if list := ev.quantities(); len(list) > 0 {
		name := func(e *targets.Evaluation) string { return ev.goalName(e) }
		picture := charts.Bullets(list, name, nil, ev.lang)
		g.Bullets = ev.paper.Picture(ev.say("以数值衡量的目标：完成进度（较基期）、序时进度和目标（各行以目标为100%）", "Goals with a number: attained share since the baseline, share expected and goal (each line has its goal at 100%)"),
			ev.say("各项目标的完成进度、序时进度和目标，数字见上表", "attained share, share expected and goal of each; the table above has the numbers"), picture, min(picture.Height, tallest))
	}
	return g
}

// parts cuts words where a line may break.
func (p page) parts(zh, en string) []string { return strings.Split(p.say(zh, en), "|") }

// A group of goals under one heading.
type groupOfGoals struct {
	name  string
	goals []*targets.Evaluation
}

// groups puts the goals of one document by their deadlines, others by document.
func (ev *evaluation) groups() []groupOfGoals {
	var list []groupOfGoals
	add := func(name string, in func(*targets.Evaluation) bool) {
		var goals []*targets.Evaluation
		for _, e := range ev.goals {
			if in(e) {
				goals = append(goals, e)
			}
		}
		if len(goals) > 0 {
			list = append(list, groupOfGoals{name, goals})
		}
	}
	if ev.document != nil {
		for _, d := range targets.Dues {
			add(d.Name().In(ev.lang), func(e *targets.Evaluation) bool { return e.Due() == d })
		}
		return list
	}
	for i := range ev.book.snap.Documents {
		d := &ev.book.snap.Documents[i]
		add(ev.bracketed(short(d, ev.lang), d.Number), func(e *targets.Evaluation) bool { return e.Target.Document == d.ID })
	}
	return list
}

// quantities are the goals that a bar can show.
func (ev *evaluation) quantities() []*targets.Evaluation {
	return slices.DeleteFunc(slices.Clone(ev.goals), func(e *targets.Evaluation) bool { return newBullet(e) == nil })
}

// goalName names a goal, with its area where the report has several.
func (ev *evaluation) goalName(e *targets.Evaluation) string {
	name := e.Indicator.Name.In(ev.lang)
	if ev.severalAreas() {
		return ev.bracketed(name, ev.book.snap.AreaName(e.Target.Area, ev.lang))
	}
	return name
}

func (ev *evaluation) severalAreas() bool {
	return slices.ContainsFunc(ev.goals, func(e *targets.Evaluation) bool { return e.Target.Area != ev.goals[0].Target.Area })
}

func (ev *evaluation) goal(n int, e *targets.Evaluation) evalGoal {
	t := e.Target
	g := evalGoal{
		N: n, Name: e.Indicator.Name.In(ev.lang), Clause: t.Locator.In(ev.lang), AsWritten: t.AsWritten,
		Leads: ev.names(t.Leads), Goal: e.GoalText(ev.lang), Deadline: ev.deadline(t),
		Value: e.ValueText(ev.lang), Light: e.Light(), State: e.StateName(ev.lang), Remarks: ev.remarks(e),
		Sentence: e.Sentence(ev.lang), Computation: ev.computation(e),
	}
	if ev.severalAreas() {
		g.Area = ev.book.snap.AreaName(t.Area, ev.lang)
	}
	if e.Baseline.Known() && e.BaselineBasis != targets.BasisFlowZero {
		g.Baseline, g.Based = targets.FormatValue(e.Baseline, e.Indicator, ev.lang), e.BaselineDate.String()
	}
	if e.Value.Known() {
		g.Until = e.Period.End.String()
	}
	if e.Completion.Known() {
		g.Completion = targets.FormatShare(e.Completion)
	}
	if e.Progress.Known() {
		g.Progress = targets.FormatShare(e.Progress)
	}
	if e.Expected.Known() {
		g.Expected = targets.FormatShare(e.Expected)
	}
	if !strings.Contains(g.Sentence, e.Reason.In(ev.lang)) {
		g.Reason = e.Reason.In(ev.lang)
	}
	ev.goalNotes(&g, e)
	return g
}

// goalNotes add what else a reader must know of the figures behind a verdict.
func (ev *evaluation) goalNotes(g *evalGoal, e *targets.Evaluation) {
	for _, n := range e.Notes {
		g.Notes = append(g.Notes, n.In(ev.lang))
	}
	if len(e.Uncovered) > 0 {
		days := make([]string, len(e.Uncovered))
		for i, p := range e.Uncovered {
			days[i] = p.Label(ev.lang)
		}
		g.Notes = append(g.Notes, ev.say("没有数据覆盖的期间：", "No figure covers: ")+ev.list(days)+ev.say("。", "."))
	}
	for _, u := range e.Units {
		g.Notes = append(g.Notes, ev.unitNote(u))
	}
	if t := e.Target; t.Reading.In(ev.lang) != "" {
		g.Notes = append(g.Notes, ev.say("条款理解：", "Reading of the clause: ")+t.Reading.In(ev.lang))
	}
}

// unitNote says where one unit of a time limit stands.
func (ev *evaluation) unitNote(u targets.UnitVerdict) string {
	s := u.Unit.Name.In(ev.lang) + ev.say("：", ": ") + u.Status.In(ev.lang)
	if u.Due != 0 {
		s = ev.bracketed(s, u.Unit.Start.String()+ev.say(" 起，限至 ", " to at most ")+u.Due.String())
	}
	return s + ev.say("。", ".")
}

// computation writes the steps of the computation in one line each, short enough
// to recompute; the verdict itself stands apart.
func (ev *evaluation) computation(e *targets.Evaluation) []string {
	steps := e.Steps(ev.lang)
	var list []string
	for _, s := range steps[:len(steps)-1] {
		switch {
		case strings.ContainsAny(s.Formula, "÷+"):
			list = append(list, s.Label+" = "+s.Formula+" = "+s.Result)
		case s.Formula != "":
			list = append(list, s.Label+" "+s.Result+ev.say("，", ", ")+s.Formula)
		default:
			list = append(list, s.Label+" "+s.Result)
		}
	}
	return list
}
