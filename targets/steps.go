package targets

import (
	"fmt"
	"strings"
)

// A Step is one line of the computation, as a reader would write it with a
// pocket calculator.
type Step struct {
	Label   string
	Formula string
	Result  string
}

// Steps prints how the verdict came about, from the inputs to the state.
func (e *Evaluation) Steps(lang Lang) []Step {
	w := stepWriter{e: e, lang: lang}
	switch m := e.Indicator.Measure; {
	case m == Milestone || m == TimeLimit || e.directional():
	case len(e.Years) > 0:
		w.years()
	default:
		w.quantity()
	}
	w.add(Text{"判定", "Verdict"}, e.Reason.In(lang), e.StateName(lang))
	return w.steps
}

type stepWriter struct {
	e     *Evaluation
	lang  Lang
	steps []Step
}

func (w *stepWriter) add(label Text, formula, result string) {
	w.steps = append(w.steps, Step{label.In(w.lang), formula, result})
}

func (w *stepWriter) quantity() {
	e, lang := w.e, w.lang
	if e.Baseline.Known() {
		w.add(Text{"基期数", "Baseline"}, w.note(e.BaselineDate.String(), e.BaselineBasis.Name().In(lang)), FormatValue(e.Baseline, e.Indicator, lang))
	}
	if e.Goal.Known() {
		w.add(Text{"目标值", "Goal"}, w.goalFormula(), e.resolvedGoal(lang))
	}
	if v := e.ReferenceValue; v.Known() {
		w.add(Text{"对照数", "Reference"}, e.ReferencePeriod.Label(lang), FormatValue(v, e.Indicator, lang))
	}
	if !e.Value.Known() {
		return
	}
	w.add(Text{"最近数", "Newest value"}, w.valueFormula(), e.ValueText(lang))
	if e.Completion.Known() {
		w.add(Text{"完成率", "Completion"}, fmt.Sprintf("%s ÷ %s", w.value(), e.Goal), w.share(e.Completion))
	}
	if e.Progress.Known() {
		w.add(Text{"完成进度", "Attained share"}, w.progressFormula(), w.share(e.Progress))
	}
	if e.Progress.Known() && e.Expected.Known() {
		w.add(Text{"序时进度", "Expected share"}, w.expectedFormula(), w.share(e.Expected))
	}
	if e.Pace.Known() {
		w.add(Text{"序时比", "Pace"}, fmt.Sprintf("%s ÷ %s", e.Progress, e.Expected), FormatPace(e.Pace))
	}
	if s := e.RequiredText(lang); s != "" {
		days := e.Target.Deadline - e.AsOf
		w.add(Text{"今后所需", "Required from now"}, fmt.Sprintf("(%s − %s) ÷ (%d ÷ 30.4375)", e.Goal, w.value(), days), s)
	}
}

// progressFormula holds the way done against the way to go; of two ends the nearer.
func (w *stepWriter) progressFormula() string {
	e := w.e
	if e.Index.Known() {
		return fmt.Sprintf("(%s − 1) ÷ (%s − 1)", e.Index, e.GoalIndex)
	}
	b, aim := term(e.Baseline, e.BaselineFigure, e.Indicator), e.Goal
	if e.GoalHigh.Known() && e.Baseline.Cmp(e.GoalHigh) > 0 {
		aim = e.GoalHigh
	}
	return fmt.Sprintf("(%s − %s) ÷ (%s − %s)", w.value(), b, aim, b)
}

// goalFormula works the goal out where its form asks for it, else it names the deadline.
func (w *stepWriter) goalFormula() string {
	e, t := w.e, w.e.Target
	base := term(e.Baseline, e.BaselineFigure, e.Indicator)
	sign := map[Comparator]string{Increase: "+", Decrease: "−"}[t.Comparator]
	amount := t.amount().String()
	switch form := t.GoalForm(); {
	case form == FormChange && e.Baseline.Known():
		return fmt.Sprintf("%s %s %s", base, sign, amount)
	case form == FormAverage && t.Additive:
		return fmt.Sprintf("%s %s %s × %d", base, sign, amount, t.years())
	case form != FormRelative && form != FormAverage:
		return orNone(t.Deadline).In(w.lang)
	}
	factor := fmt.Sprintf("1 %s %s", sign, amount)
	if sign == "" {
		factor = amount
	}
	switch {
	case t.GoalForm() == FormAverage:
		factor = fmt.Sprintf("(%s)^%d", factor, t.years())
	case !e.Index.Known() && sign != "":
		factor = "(" + factor + ")"
	}
	if e.BaselineBasis == BasisIndex {
		return factor
	}
	return base + " × " + factor
}

// years prints each year of a yearly goal with its figure and goal.
func (w *stepWriter) years() {
	e := w.e
	for _, y := range e.Years {
		value := FormatValue(y.Value, e.Indicator, w.lang)
		goal := FormatValue(y.Goal, e.Indicator, w.lang)
		if !e.Target.Previous && e.Target.GoalForm() == FormYearly {
			goal = e.GoalText(w.lang)
		}
		w.add(Text{"年度", "Year"}, both("%d年：%s，%s", "%d: %s, %s", y.Year, value, goal).In(w.lang), y.Verdict.Name().In(w.lang))
	}
}

// share prints the per cent a page shows and the six decimals behind it.
func (w *stepWriter) share(d Decimal) string { return w.note(FormatShare(d), d.String()) }

// note puts a remark in the brackets of the language.
func (w *stepWriter) note(text, remark string) string {
	return Text{text + "（" + remark + "）", text + " (" + remark + ")"}.In(w.lang)
}

func (e *Evaluation) resolvedGoal(lang Lang) string {
	if e.Goal.Equal(e.Target.Goal) {
		return e.GoalText(lang)
	}
	return fmt.Sprintf("%s（%s）", FormatValue(e.Goal, e.Indicator, lang), e.GoalText(lang))
}

// value is the value as the formulas take it.
func (w *stepWriter) value() string { return term(w.e.Value, w.e.Figure, w.e.Indicator) }

// term is a number, or the quotient it is judged by: printed ratios and means
// are only its rounding.
func term(v Decimal, f *Figure, ind *Indicator) string {
	if f != nil && !ind.Counted() && f.Numerator.Known() && f.Denominator.Known() {
		return fmt.Sprintf("%s/%s", f.Numerator, f.Denominator)
	}
	return v.String()
}

// valueFormula names the figure, or the terms of the sum.
func (w *stepWriter) valueFormula() string {
	if w.e.Indicator.Accumulation != Flow && !w.e.Index.Known() {
		return w.e.Period.Label(w.lang)
	}
	if w.e.Index.Known() {
		return w.chainFormula()
	}
	terms := make([]string, len(w.e.Used))
	for i, f := range w.e.Used {
		terms[i] = w.note(f.Value.String(), f.Period.String())
	}
	return strings.Join(terms, " + ")
}

// chainFormula multiplies the links of an index.
func (w *stepWriter) chainFormula() string {
	sign := "+"
	if w.e.Indicator.Sense == SenseReduction {
		sign = "−"
	}
	links := make([]string, len(w.e.Used))
	for i, f := range w.e.Used {
		link := fmt.Sprintf("(1 %s %s)", sign, f.Value)
		if n := f.Period.End.Year() - f.Period.Start.Year() + 1; n > 1 && w.e.Indicator.Span == SpanAverage {
			link += fmt.Sprintf("^%d", n)
		}
		links[i] = w.note(link, f.Period.String())
	}
	return strings.Join(links, " × ")
}

// expectedFormula shows days over days, or says that the path has steps.
func (w *stepWriter) expectedFormula() string {
	e := w.e
	switch {
	case len(e.Target.Path) > 0:
		return w.milestoneFormula()
	case e.stepped():
		return w.roundFormula()
	}
	if e.compound() {
		return w.compoundFormula()
	}
	to := min(e.Period.End, e.Target.Deadline)
	return fmt.Sprintf("(%s − %s) ÷ (%s − %s) = %d ÷ %d", to, e.BaselineDate, e.Target.Deadline, e.BaselineDate,
		to-e.BaselineDate, e.Target.Deadline-e.BaselineDate) + Text{"（天）", " (days)"}.In(w.lang)
}

// compoundFormula shows the share at a year's end of a path that grows by a rate.
func (w *stepWriter) compoundFormula() string {
	e, t := w.e, w.e.Target
	sign := "+"
	if t.Comparator == Decrease {
		sign = "−"
	}
	f := fmt.Sprintf("(1 %s %s)", sign, t.amount())
	k := min(e.Period.End, t.Deadline).Year() - t.baseYear()
	formula := fmt.Sprintf("(%s^%d − 1) ÷ (%s^%d − 1)", f, k, f, t.years())
	if end := NewDate(t.baseYear()+k, 12, 31); e.Period.End < end {
		formula += Text{"，年内按天数直线推算", ", straight by days within a year"}.In(w.lang)
	}
	return formula
}

// milestoneFormula shows the share at the last of the document's milestones.
func (w *stepWriter) milestoneFormula() string {
	e := w.e
	var last *PathPoint
	for i := range e.Target.Path {
		if e.Target.Path[i].On <= e.Period.End {
			last = &e.Target.Path[i]
		}
	}
	switch {
	case e.Period.End >= e.Target.Deadline:
		return Text{"目标期限已到，应全部完成", "the deadline has come: all of it"}.In(w.lang)
	case last == nil:
		return Text{"首个节点未到，尚无应达份额", "before the first milestone nothing is due"}.In(w.lang)
	case e.Expected.Known() && e.Expected.Sign() == 0:
		return both("节点%s应达%s，基期已达到，尚无应达份额", "milestone of %s: %s, which the baseline had reached; nothing is due", last.On, last.Value).In(w.lang)
	}
	return both("节点%s应达%s：(%s − %s) ÷ (%s − %s)", "milestone of %s: %s; (%s − %s) ÷ (%s − %s)",
		last.On, last.Value, last.Value, e.Baseline, e.Goal, e.Baseline).In(w.lang)
}

// roundFormula names the rounds and counts those held.
func (w *stepWriter) roundFormula() string {
	e := w.e
	var names []string
	held := 0
	for _, r := range e.Indicator.Rounds {
		if r.End <= e.BaselineDate || r.End > e.Target.Deadline {
			continue
		}
		names = append(names, r.String())
		if r.End <= e.Period.End {
			held++
		}
	}
	return both("轮次%s，至%s已举行%d轮：%d ÷ %d", "rounds %s, of which %[3]d held by %[2]s: %[4]d ÷ %[5]d",
		strings.Join(names, Text{"、", ", "}.In(w.lang)), e.Period.End, held, held, len(names)).In(w.lang)
}

// stepped reports whether the required path rises in steps rather than evenly.
func (e *Evaluation) stepped() bool {
	return len(e.Target.Path) > 0 || e.Indicator.Cadence == ByRounds && len(e.Indicator.Rounds) > 0
}
