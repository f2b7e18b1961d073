package report

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// evalGaps is what is missing, so that nobody reads more into the report than
// there is.
type evalGaps struct {
	Head    string
	Lists   []evalGap
	Overdue *evalOverdue
}

// An evalGap is one kind of what is missing.
type evalGap struct {
	Name  string
	N     int
	All   string // said in place of the items where nothing is left out
	Items []string
}

// evalOverdue is the duties that were overdue on the day judged.
type evalOverdue struct {
	Caption Numbered
	Rows    []evalDuty
	More    int
}

// An evalDuty is one figure that was due and had not come.
type evalDuty struct {
	Area, Office, Indicator, Closed, Since string
	Period                                 [2]string
}

// fewGaps are listed even where they are all there are.
const fewGaps = 3

// manyGaps are too many for their headings.
const manyGaps = 8

// mostOverdue bounds the table of overdue duties.
const mostOverdue = 60

func (ev *evaluation) gaps() evalGaps {
	g := evalGaps{Head: ev.head("缺项", "What is missing")}
	add := func(zh, en string, items []string, of int) {
		switch n := len(items); {
		case n == 0:
		case n == of && n > fewGaps:
			g.Lists = append(g.Lists, evalGap{Name: ev.say(zh, en), N: n, All: ev.say("全部", "all of them")})
		default:
			g.Lists = append(g.Lists, evalGap{Name: ev.say(zh, en), N: n, Items: items})
		}
	}
	goals, tasks := len(ev.goals), len(ev.tasks)
	add("没有数据的目标", "Goals without a figure", ev.goalsThat(func(e *targets.Evaluation) bool {
		return !e.Value.Known() && e.State != targets.NotStarted && e.Indicator.Measure != targets.TimeLimit && (!e.Target.Ledger || e.State == targets.NoData)
	}), goals)
	add("期限已过、期末数待报的目标", "Goals past their deadline that await the final figure", ev.goalsThat(func(e *targets.Evaluation) bool { return e.State == targets.AwaitingFinal && e.Value.Known() }), goals)
	add("数据偏旧的目标（又有一期到期而未报）", "Goals whose figures are ageing (a further one is overdue)", ev.goalsThat(func(e *targets.Evaluation) bool { return e.Stale }), goals)
	if items, n := ev.undefined(); n > 0 {
		g.Lists = append(g.Lists, evalGap{Name: ev.say("口径待明确的指标（文件没有界定）", "Indicators whose definition the document leaves open"), N: n, Items: items})
	}
	add("尚无进展上报的任务", "Tasks nobody has reported on", ev.tasksThat(func(t *targets.Task) bool { return ev.stage(t) == "" }), tasks)
	add("文件没有点名责任部门的任务", "Tasks for which the document names no department", ev.tasksThat(func(t *targets.Task) bool { return !namesAny(t) }), tasks)
	g.Overdue = ev.overdue()
	return g
}

// goalsThat names the goals of a kind.
func (ev *evaluation) goalsThat(in func(*targets.Evaluation) bool) []string {
	var names []string
	for _, e := range ev.goals {
		if in(e) {
			names = append(names, ev.goalName(e))
		}
	}
	return names
}

// tasksThat names the tasks of a kind by number and heading; of many in one
// ledger, which has the headings, by number.
func (ev *evaluation) tasksThat(in func(*targets.Task) bool) []string {
	var found []*targets.Task
	for _, t := range ev.tasks {
		if in(t) {
			found = append(found, t)
		}
	}
	names := make([]string, len(found))
	for i, t := range found {
		names[i] = clauseNumber(t.Number, ev.lang)
		if ev.document == nil {
			names[i] = short(ev.book.snap.Document(t.Document), ev.lang) + " " + names[i]
		}
		if ev.document == nil || len(found) <= manyGaps {
			names[i] += " " + t.Heading.In(ev.lang)
		}
	}
	return names
}

// undefined names the indicators by what their cards leave open, and counts them.
func (ev *evaluation) undefined() (items []string, n int) {
	names := map[string][]string{}
	var open []string
	seen := map[string]bool{}
	for _, e := range ev.goals {
		fields := e.Indicator.Undefined()
		if seen[e.Indicator.ID] || len(fields) == 0 {
			continue
		}
		seen[e.Indicator.ID] = true
		words := make([]string, len(fields))
		for i, f := range fields {
			words[i] = cardFields[f].In(ev.lang)
		}
		what := ev.list(words)
		if names[what] == nil {
			open = append(open, what)
		}
		names[what] = append(names[what], e.Indicator.Name.In(ev.lang))
	}
	for _, what := range open {
		items = append(items, fmt.Sprintf(ev.say("缺%s的有%s", "without %s: %s"), what, ev.list(names[what])))
	}
	return items, len(seen)
}

// cardFields are the words of what a document may leave undefined.
var cardFields = map[string]targets.Text{
	"definition": {ZH: "口径", EN: "definition"}, "numerator": {ZH: "分子", EN: "numerator"}, "denominator": {ZH: "分母", EN: "denominator"},
}

// overdue lists the duties that were overdue on the day judged, and says of which
// the figure has come since.
func (ev *evaluation) overdue() *evalOverdue {
	var rows []evalDuty
	for i := range ev.duties {
		d := &ev.duties[i]
		if d.On(ev.book.snap.AsOf) != targets.DutyOverdue {
			continue
		}
		row := evalDuty{
			Area: ev.book.snap.AreaName(d.Filing.Area, ev.lang), Office: d.Filing.Office, Indicator: d.Indicator,
			Period: ends(d.Filing.Period), Closed: d.Filing.LastDay().String(),
		}
		if o := ev.book.snap.Register.Office(d.Filing.Office); o != nil {
			row.Office = o.Name
		}
		if ind := ev.book.snap.Indicator(d.Indicator); ind != nil {
			row.Indicator = ind.Name.In(ev.lang)
		}
		if d.Answer != nil && d.Answer.First > ev.book.snap.AsOf {
			row.Since = d.Answer.First.String()
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil
	}
	o := &evalOverdue{Caption: ev.paper.Table(ev.say("评估截至日应报未报的数据", "Figures overdue on the day evaluated")), Rows: rows}
	if len(rows) > mostOverdue {
		o.Rows, o.More = rows[:mostOverdue], len(rows)-mostOverdue
	}
	return o
}

// evalSources is where the figures behind the verdicts come from, and how good
// each source is.
type evalSources struct {
	Head    string
	Lines   []string
	Caption Numbered
	Rows    []evalSource
}

// An evalSource is one figure a verdict was made from.
type evalSource struct {
	Span                           int // lines of the goal; 0: it is named above
	Goal, Value, Rank, Flag, Title string
	Period                         [2]string
	Published                      targets.Date
}

func (ev *evaluation) sources() evalSources {
	s := evalSources{Head: ev.head("数据来源和等级", "Sources and their grades")}
	var count [targets.Ranks]int
	others := 0
	for _, e := range ev.goals {
		for i := range e.Used {
			f := &e.Used[i]
			count[f.Rank()]++
			row := ev.sourceRow(e, f)
			if i == 0 {
				row.Span = len(e.Used)
			}
			s.Rows = append(s.Rows, row)
		}
		others += len(e.Others)
	}
	if len(s.Rows) == 0 {
		s.Lines = append(s.Lines, ev.say("没有可用于判定的数据。", "There is no figure that a verdict could use."))
		return s
	}
	var parts []string
	for r, n := range count {
		if n > 0 {
			parts = append(parts, fmt.Sprintf(ev.say("%s%d条", "%[2]d: %[1]s"), targets.Rank(r).Name().In(ev.lang), n))
		}
	}
	s.Lines = append(s.Lines, fmt.Sprintf(ev.say("判定用到数据%d条，按来源等级由高到低：%s。", "The verdicts use %d figures, by grade from the best: %s."), len(s.Rows), ev.list(parts)))
	if others > 0 {
		s.Lines = append(s.Lines, fmt.Sprintf(ev.say("同一时点另有等级较低的来源%d条，未采用。", "For the same moments there are %d figures from lower sources, which were not used."), others))
	}
	s.Caption = ev.paper.Table(ev.say("判定所用数据", "Figures behind the verdicts"))
	return s
}

func (ev *evaluation) sourceRow(e *targets.Evaluation, f *targets.Figure) evalSource {
	row := evalSource{
		Goal: ev.goalName(e), Period: ends(f.Period), Rank: f.Rank().Name().In(ev.lang), Title: f.SourceTitle, Published: f.Published,
	}
	ind := e.Indicator
	if f.Indicator != ind.ID { // the cumulative that feeds a flow
		if sister := ev.book.snap.Indicator(f.Indicator); sister != nil {
			ind = sister
		}
	}
	row.Value = charts.FigureText(f, ind, ev.lang)
	if f.Flag != targets.Normal {
		row.Flag = f.Flag.Name().In(ev.lang)
	}
	return row
}

// evalLimits is what the report cannot say.
type evalLimits struct {
	Head  string
	Lines []string
}

func (ev *evaluation) limits() evalLimits {
	l := evalLimits{Head: ev.head("使用限制", "Limits")}
	add := func(zh, en string, args ...any) { l.Lines = append(l.Lines, fmt.Sprintf(ev.say(zh, en), args...)) }
	add("状态由本系统按公开的规则从数据算出，不是考核得分；规则见各版本的“方法”页。", "Verdicts are computed from the figures by published rules and are no scores; the method page has the rules.")
	if first, last := ev.span(); first != last {
		add("各目标的最近数截止日不同，最早 %s，最晚 %s；完成进度和序时进度都取各自数据的截止日，不同截止日的数不宜直接比较。",
			"The newest figures are of different days, from %s to %s; attained and expected share are both taken at the figure's own, and shares of different days do not compare.", first, last)
	}
	if names := ev.goalsThat(func(e *targets.Evaluation) bool { return e.Target.StartBasis == targets.BasisIssueYear }); len(names) > 0 {
		add("起始日为推定的目标%d项，序时进度随推定而变。", "The start of %d goals is presumed, and the expected share with it.", len(names))
	}
	if names := ev.goalsThat(func(e *targets.Evaluation) bool { return e.Bound != targets.Exact }); len(names) > 0 {
		add("最近数只是上限或下限的目标%d项：%s。", "The newest value of %d goals is only a bound: %s.", len(names), ev.list(names))
	}
	if names := ev.goalsThat(func(e *targets.Evaluation) bool { return e.Provisional }); len(names) > 0 {
		add("依据初步数或估计数判定的目标%d项：%s。", "The verdict on %d goals rests on provisional or estimated figures: %s.", len(names), ev.list(names))
	}
	if _, n := ev.undefined(); n > 0 {
		add("文件没有界定口径的指标%d项，口径明确后判定可能改变。", "The definition of %d indicators is open; verdicts may change once it is settled.", n)
	}
	add("任务进展是责任单位所报，本系统不核实；未报不等于未做。", "The stages of tasks are as their offices report them; what is unreported may have been done.")
	add("本报告不判断成效、原因和经验，这些由评估单位撰写。", "The report does not judge effects, causes and lessons: the evaluating body writes those.")
	if ev.book.snap.Demo {
		add("本报告由演示数据生成，不得用于实际工作。", "This report is made of training data and is not for use.")
	}
	return l
}

// span is the first and the last day that the newest figures are of.
func (ev *evaluation) span() (first, last targets.Date) {
	for _, e := range ev.goals {
		if !e.Value.Known() {
			continue
		}
		if first == 0 || e.Period.End < first {
			first = e.Period.End
		}
		last = max(last, e.Period.End)
	}
	return first, last
}

// evalBlanks is what the documents ask of an evaluation and a program cannot write.
type evalBlanks struct {
	Head  string
	Line  string
	Parts []evalBlank
}

// An evalBlank is a heading with room to write under it.
type evalBlank struct{ Name, Hint string }

func (ev *evaluation) blanks() evalBlanks {
	b := evalBlanks{
		Head: ev.head("由评估单位填写", "To be written by the evaluating body"),
		Line: ev.say("以下各项文件要求评估时总结，本系统没有可以据以生成的数据，留空。", "The documents ask an evaluation to sum up what follows; there are no data to generate it from, so it stays blank."),
	}
	for _, part := range [][4]string{
		{"成效和成果", "形成的机制、标准、平台及其效果", "Results", "mechanisms, standards and platforms, and their effects"},
		{"可复制可推广的经验", "新机制、新路径、新举措", "Lessons to spread", "new mechanisms, ways and measures"},
		{"存在问题和原因", "由责任单位说明", "Problems and causes", "as explained by the bodies in charge"},
		{"建议和下一步安排", "措施、责任单位和时限", "Recommendations and next steps", "measures, who, by when"},
	} {
		b.Parts = append(b.Parts, evalBlank{ev.say(part[0], part[2]), ev.say(part[1], part[3])})
	}
	return b
}

// evalForecast is the annex of the internal edition; the body never speaks of it.
type evalForecast struct {
	Head    string
	Caveat  string
	Line    string
	Caption Numbered
	Rows    []evalOutlook
}

// An evalOutlook is what the series of one goal lets expect.
type evalOutlook struct {
	Goal, Deadline string
	forecast
}

// forecasts is nil in the public edition and where there is none.
func (ev *evaluation) forecasts() *evalForecast {
	f := &evalForecast{Caveat: targets.Caveat.In(ev.lang)}
	without := 0
	for _, e := range ev.goals {
		switch one := ev.forecast(e); {
		case one == nil || e.Due() != targets.DueOpen:
		case one.Why != "":
			without++
		default:
			f.Rows = append(f.Rows, evalOutlook{ev.goalName(e), e.Target.Deadline.String(), *one})
		}
	}
	if len(f.Rows) == 0 {
		return nil
	}
	f.Head = ev.say("附件　期末测算（内部）", "Annex: forecasts (internal)")
	if without > 0 {
		f.Line = fmt.Sprintf(ev.say("另有%s项目标数据不足或不宜外推，不作测算。", "%s more goals have too few figures for a forecast, or none that can be continued."), strconv.Itoa(without))
	}
	f.Caption = ev.paper.Table(ev.say("期限未到的目标的期末测算", "Forecasts of the goals that are open"))
	f.Rows = slices.Clip(f.Rows)
	return f
}
