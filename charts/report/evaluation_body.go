package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// evaluationBody answers: how far is what the document asks for, as of the
// evaluation, by what figures, and what is not known?
type evaluationBody struct {
	Title    []string
	Facts    []fact
	Why      string // of the day evaluated
	Internal bool
	Overview evalOverview
	Goals    *evalGoals
	Tasks    *evalTasks
	Times    *evalTimes
	Reports  *evalReports
	Compared *evalCompared
	Known    evalKnown
	Gaps     evalGaps
	Sources  evalSources
	Limits   evalLimits
	Blanks   evalBlanks
	Forecast *evalForecast
	Legend   []legend
}

// A fact is a line of the head: 文号, 评估截至日.
type fact struct{ Name, Text string }

// body makes the parts in the order of the paper, in which they are numbered.
func (ev *evaluation) body(ctx context.Context) (*evaluationBody, error) {
	b := &evaluationBody{Title: ev.title(), Facts: ev.facts(), Why: ev.why(), Internal: !ev.book.public, Legend: ev.legendHere()}
	b.Overview = ev.overview()
	b.Goals, b.Tasks, b.Times, b.Reports = ev.goalTables(), ev.taskTables(), ev.times(), ev.reports()
	var err error
	if b.Compared, err = ev.compared(ctx); err != nil {
		return nil, err
	}
	if b.Known, err = ev.known(ctx); err != nil {
		return nil, err
	}
	b.Gaps, b.Sources, b.Limits, b.Blanks = ev.gaps(), ev.sources(), ev.limits(), ev.blanks()
	b.Forecast = ev.forecasts()
	return b, nil
}

// facts say what is evaluated and by which clocks.
func (ev *evaluation) facts() []fact {
	var list []fact
	add := func(zh, en, text string) {
		if text != "" {
			list = append(list, fact{ev.say(zh, en), text})
		}
	}
	if d := ev.document; d != nil {
		add("文号", "Number", orText(d.Number, ev.say("文件未印文号", "none printed")))
		add("发文机关", "Issued by", ev.issuer(d.Issuers))
		add("发文日期", "Issued on", d.Issued.String())
		add("文件覆盖期", "Term", d.Covers.Label(ev.lang))
	}
	if ev.area != "" {
		add("地区", "Area", ev.bracketed(ev.book.snap.AreaName(ev.area, ev.lang)+ev.say("及所辖", " and all below it"), ev.area))
	}
	if ev.field != "" {
		add("领域", "Field", ev.field.Name().In(ev.lang)+ev.say("（按《国家标准化发展纲要》章节归类）", " (by the chapters of the Outline)"))
	}
	add("评估截至日", "Evaluated as of", ev.book.snap.AsOf.String())
	add("数据入库截止", "Known at", knownAt(ev.book.snap.KnownAt))
	return list
}

// why says which evaluation of which document the day belongs to.
func (ev *evaluation) why() string {
	if ev.document != nil {
		return ev.day.Why().In(ev.lang)
	}
	return fmt.Sprintf(ev.say("本报告跨文件汇总，各文件要求的评估日期不一；评估截至日%s是所指定的日期，未指定时是生成当日。",
		"This report spans documents whose evaluations have different dates; the day evaluated, %s, is the one asked for, or that of generation."), targets.Day(ev.book.snap.AsOf).Label(ev.lang))
}

// evalOverview says in one sentence and one table how many goals stand how.
type evalOverview struct {
	Head    string
	Lines   []string
	Caption Numbered
	Dues    []string // the columns
	States  []evalState
	All     []int // by column, and of all
}

// An evalState counts the goals of one verdict by whether their deadline has come.
type evalState struct {
	Light targets.Light
	State string
	N     []int // by column, and of all
}

func (ev *evaluation) overview() evalOverview {
	o := evalOverview{Head: ev.head("总体情况", "Overview")}
	goals := make([]targets.Evaluation, len(ev.goals))
	for i, e := range ev.goals {
		goals[i] = *e
	}
	if len(goals) > 0 {
		o.Lines = append(o.Lines, targets.Summary(goals, ev.book.snap.AsOf, ev.lang), targets.CoverageOf(goals).Text(ev.lang))
		o.Caption = ev.paper.Table(ev.say("目标按状态和期限分列（项）", "Goals by verdict and deadline"))
		ev.countStates(&o)
	}
	if slices.Contains(ev.dues(), targets.DueNow) {
		o.Lines = append(o.Lines, ev.say("期限在评估截至日当日届满的目标，期末数已报的判定是否完成，未报的仍按进度判定。",
			"Of goals due on the day evaluated the result is judged where the final figure is in, and else still the pace."))
	}
	if s := ev.taskSentence(); s != "" {
		o.Lines = append(o.Lines, s)
	}
	if s := ev.dutySentence(); s != "" {
		o.Lines = append(o.Lines, s)
	}
	return o
}

// countStates counts goals by verdict, in the order of the lights and their
// states, and by whether their deadline has come.
func (ev *evaluation) countStates(o *evalOverview) {
	dues := ev.dues()
	o.All = make([]int, len(dues)+1)
	for _, d := range dues {
		o.Dues = append(o.Dues, dueColumn(d).In(ev.lang))
	}
	byName := map[string]*evalState{}
	for _, e := range ev.goals {
		s := byName[e.StateName(ev.lang)]
		if s == nil {
			s = &evalState{e.Light(), e.StateName(ev.lang), make([]int, len(dues)+1)}
			byName[s.State] = s
		}
		for i, d := range dues {
			if e.Due() == d {
				s.N[i]++
				o.All[i]++
			}
		}
		s.N[len(dues)]++
		o.All[len(dues)]++
	}
	for _, l := range targets.Lights {
		for _, name := range ev.stateNames() {
			if s := byName[name]; s != nil && s.Light == l {
				o.States = append(o.States, *s)
				delete(byName, name)
			}
		}
	}
}

// stateNames are the verdicts given here, in the order of their states.
func (ev *evaluation) stateNames() []string {
	var names []string
	for _, s := range targets.States {
		for _, e := range ev.goals {
			if e.State == s {
				names = append(names, e.StateName(ev.lang))
			}
		}
	}
	return names
}

// dues are those that some goal has, in the order of a report.
func (ev *evaluation) dues() []targets.Due {
	var list []targets.Due
	for _, d := range targets.Dues {
		for _, e := range ev.goals {
			if e.Due() == d {
				list = append(list, d)
				break
			}
		}
	}
	return list
}

func dueColumn(d targets.Due) targets.Text {
	return map[targets.Due]targets.Text{
		targets.DuePast: {ZH: "期限已过", EN: "Deadline past"}, targets.DueNow: {ZH: "当日届满", EN: "Due that day"}, targets.DueOpen: {ZH: "期限未到", EN: "Open"}, targets.DueNone: {ZH: "未定期限", EN: "No deadline"},
	}[d]
}

// legendHere explains the lights that are shown, by the verdicts given here: a
// report before the deadline has no words of failure.
func (ev *evaluation) legendHere() []legend {
	var lines []legend
	for _, l := range targets.Lights {
		var names []string
		seen := map[string]bool{}
		for _, name := range ev.stateNames() {
			for _, e := range ev.goals {
				if e.StateName(ev.lang) == name && e.Light() == l && !seen[name] {
					names, seen[name] = append(names, name), true
				}
			}
		}
		if len(names) > 0 {
			lines = append(lines, legend{l, strings.Join(names, ev.say("、", ", "))})
		}
	}
	return lines
}
