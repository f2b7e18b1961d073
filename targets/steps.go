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
	switch e.Indicator.Measure {
	case Count, Ratio, Mean:
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
		w.add(Text{"目标值", "Goal"}, orNone(e.Target.Deadline).In(lang), e.resolvedGoal(lang))
	}
	if !e.Value.Known() {
		return
	}
	w.add(Text{"最近数", "Newest value"}, w.valueFormula(), e.ValueText(lang))
	if e.Completion.Known() {
		w.add(Text{"完成率", "Completion"}, fmt.Sprintf("%s ÷ %s", w.value(), e.Goal), w.share(e.Completion))
	}
	if e.Progress.Known() {
		b := term(e.Baseline, e.BaselineFigure, e.Indicator)
		w.add(Text{"完成进度", "Attained share"}, fmt.Sprintf("(%s − %s) ÷ (%s − %s)", w.value(), b, e.Goal, b), w.share(e.Progress))
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
	if f != nil && ind.Measure != Count && f.Numerator.Known() && f.Denominator.Known() {
		return fmt.Sprintf("%s/%s", f.Numerator, f.Denominator)
	}
	return v.String()
}

// valueFormula names the figure, or the terms of the sum.
func (w *stepWriter) valueFormula() string {
	if w.e.Indicator.Accumulation != Flow {
		return w.e.Period.Label(w.lang)
	}
	terms := make([]string, len(w.e.Used))
	for i, f := range w.e.Used {
		terms[i] = w.note(f.Value.String(), f.Period.String())
	}
	return strings.Join(terms, " + ")
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
	to := min(e.Period.End, e.Target.Deadline)
	return fmt.Sprintf("(%s − %s) ÷ (%s − %s) = %d ÷ %d", to, e.BaselineDate, e.Target.Deadline, e.BaselineDate,
		to-e.BaselineDate, e.Target.Deadline-e.BaselineDate) + Text{"（天）", " (days)"}.In(w.lang)
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
