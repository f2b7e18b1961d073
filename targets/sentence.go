package targets

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
)

// Sentence says in one sentence where the target stands, made from the numbers
// of the evaluation and from nothing else. After the deadline it speaks of the
// result, before it of the pace.
func (e *Evaluation) Sentence(lang Lang) string {
	if e.Indicator.Measure == Milestone || e.Indicator.Measure == TimeLimit || !e.Value.Known() {
		return e.verdictSentence(lang)
	}
	late := e.Target.Deadline != 0 && e.AsOf > e.Target.Deadline
	switch {
	case lang == EN && late:
		return e.afterEN()
	case lang == EN:
		return e.beforeEN()
	case late:
		return e.afterZH()
	}
	return e.beforeZH()
}

// verdictSentence is the sentence where there is no number to speak of.
func (e *Evaluation) verdictSentence(lang Lang) string {
	if lang == EN {
		return fmt.Sprintf("As of %s: %s. %s", e.AsOf, e.StateName(EN), e.Reason.EN)
	}
	return fmt.Sprintf("截至%s，%s：%s", Day(e.AsOf).Label(ZH), e.StateName(ZH), e.Reason.ZH)
}

func (e *Evaluation) beforeZH() string {
	var b strings.Builder
	fmt.Fprintf(&b, "截至%s，%s为%s", Day(e.Period.End).Label(ZH), e.Indicator.Name.ZH, e.ValueText(ZH))
	if e.Completion.Known() {
		fmt.Fprintf(&b, "，完成率%s", FormatShare(e.Completion))
	}
	if e.paced() {
		b.WriteString("；")
		if e.toldBaseline() {
			fmt.Fprintf(&b, "较基期（%s%s）", Day(e.BaselineDate).Label(ZH), FormatValue(e.Baseline, e.Indicator, ZH))
		}
		fmt.Fprintf(&b, "完成进度%s，%s", FormatShare(e.Progress), e.againstExpected(ZH))
	}
	if !e.paced() {
		fmt.Fprintf(&b, "。%s：%s", e.StateName(ZH), e.Reason.ZH)
		return b.String()
	}
	b.WriteString("。")
	return b.String()
}

// toldBaseline reports whether the baseline is a value that a reader is told: not
// the zero of a flow, nor the one of an index.
func (e *Evaluation) toldBaseline() bool {
	return e.BaselineBasis != BasisFlowZero && e.BaselineBasis != BasisIndex
}

// paced reports whether the state came from the pace, so that the shares may be
// compared in words.
func (e *Evaluation) paced() bool {
	switch e.State {
	case OnTrack, Behind, FarBehind, Reversing:
		return e.Pace.Known()
	}
	return false
}

// againstExpected compares the attained with the expected share, both rounded,
// in percentage points.
func (e *Evaluation) againstExpected(lang Lang) string {
	diff := new(big.Rat).Sub(e.Progress.Rat(), e.Expected.Rat())
	expected, points := FormatShare(e.Expected), FormatPoints(diff)
	switch {
	case points == "0.0" && lang == ZH:
		return fmt.Sprintf("与序时进度（%s）持平", expected)
	case points == "0.0":
		return fmt.Sprintf("level with the expected share (%s)", expected)
	case lang == ZH:
		return fmt.Sprintf("%s序时进度（%s）%s个百分点", [2]string{"低于", "高于"}[above(diff)], expected, points)
	}
	return fmt.Sprintf("%s percentage points %s the expected share (%s)", points, [2]string{"below", "above"}[above(diff)], expected)
}

func above(diff *big.Rat) int {
	if diff.Sign() > 0 {
		return 1
	}
	return 0
}

func (e *Evaluation) afterZH() string {
	head := fmt.Sprintf("最近一期为%s%s", Day(e.Period.End).Label(ZH), e.ValueText(ZH))
	gap := e.gap(ZH)
	switch e.State {
	case Achieved:
		return fmt.Sprintf("%s，%s（目标%s，期限%s）。", head, e.StateName(ZH), e.GoalText(ZH), e.Target.Deadline)
	case AchievedLate:
		return fmt.Sprintf("%s，达到目标（%s）；目标期限%s，%s。", head, e.GoalText(ZH), e.Target.Deadline,
			map[AtDeadline]string{DeadlineShort: "期末未达，属逾期完成", DeadlineUnknown: "期末数缺，属期后达标"}[e.AtDeadline])
	case Missed:
		return fmt.Sprintf("%s，%s目标期限%s已过，未完成。", head, gap, e.Target.Deadline)
	case AwaitingFinal:
		return fmt.Sprintf("%s，%s目标期限%s已过，期末数待报。", head, gap, e.Target.Deadline)
	}
	return fmt.Sprintf("%s。%s：%s", head, e.StateName(ZH), e.Reason.ZH)
}

// gap says how far an exact value is from the goal; empty when it is not short.
func (e *Evaluation) gap(lang Lang) string {
	if !e.Goal.Known() || e.Bound != Exact {
		return ""
	}
	d := new(big.Rat).Sub(e.Goal.Rat(), e.Value.Rat())
	if e.wantsLess() {
		d.Neg(d)
	}
	if d.Sign() <= 0 {
		return ""
	}
	v := exactDecimal(d)
	amount := FormatValue(v, e.Indicator, lang)
	if e.Indicator.Measure.PerCent() {
		amount = FormatNumber(percent(v)) + Text{"个百分点", " percentage points"}.In(lang)
	}
	return Text{"距目标差" + amount + "；", amount + " short of the goal; "}.In(lang)
}

func (e *Evaluation) beforeEN() string {
	var b strings.Builder
	fmt.Fprintf(&b, "As of %s: %s, %s", e.Period.End, e.Indicator.Name.EN, e.ValueText(EN))
	if e.Completion.Known() {
		fmt.Fprintf(&b, " (%s of the goal)", FormatShare(e.Completion))
	}
	if e.paced() {
		fmt.Fprintf(&b, "; attained share %s", FormatShare(e.Progress))
		if e.toldBaseline() {
			fmt.Fprintf(&b, " since the baseline (%s on %s)", FormatValue(e.Baseline, e.Indicator, EN), e.BaselineDate)
		}
		fmt.Fprintf(&b, ", %s", e.againstExpected(EN))
	}
	b.WriteString(".")
	if !e.paced() {
		fmt.Fprintf(&b, " %s: %s", capital(e.StateName(EN)), e.Reason.EN)
	}
	return b.String()
}

func (e *Evaluation) afterEN() string {
	head := fmt.Sprintf("The newest figure is %s on %s", e.ValueText(EN), e.Period.End)
	switch e.State {
	case Achieved:
		return fmt.Sprintf("%s: %s (goal %s, deadline %s).", head, e.StateName(EN), e.GoalText(EN), e.Target.Deadline)
	case AchievedLate:
		return fmt.Sprintf("%s and satisfies the goal (%s); the deadline was %s and %s.", head, e.GoalText(EN), e.Target.Deadline,
			map[AtDeadline]string{DeadlineShort: "the value then was short", DeadlineUnknown: "the figure for that day is missing"}[e.AtDeadline])
	case Missed, AwaitingFinal:
		verdict := map[State]string{Missed: "missed", AwaitingFinal: "the final figure is awaited"}[e.State]
		return fmt.Sprintf("%s; %sthe deadline %s has passed: %s.", head, e.gap(EN), e.Target.Deadline, verdict)
	}
	return fmt.Sprintf("%s. %s: %s", head, capital(e.StateName(EN)), e.Reason.EN)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Summary says how many of the evaluated targets stand how, in the order of
// Lights, as they are counted beside it, and of States within a light; what
// nobody stands in is left out.
func Summary(evaluations []Evaluation, asOf Date, lang Lang) string {
	counts := map[State]map[Text]int{}
	for i := range evaluations {
		e := &evaluations[i]
		if counts[e.State] == nil {
			counts[e.State] = map[Text]int{}
		}
		counts[e.State][e.verdict()]++
	}
	var parts []string
	for _, s := range statesByLight() {
		names := slices.SortedFunc(maps.Keys(counts[s]), func(a, b Text) int { return strings.Compare(a.ZH, b.ZH) })
		for _, name := range names {
			parts = append(parts, both("%s%d项", "%[2]d %[1]s", name, counts[s][name]).In(lang))
		}
	}
	switch {
	case len(parts) == 0 && lang == EN:
		return fmt.Sprintf("As of %s there are no targets here.", asOf)
	case len(parts) == 0:
		return fmt.Sprintf("截至%s，此处没有目标。", Day(asOf).Label(ZH))
	case lang == EN:
		return fmt.Sprintf("As of %s, %d targets: %s.", asOf, len(evaluations), strings.Join(parts, ", "))
	}
	return fmt.Sprintf("截至%s，共%d项目标：%s。", Day(asOf).Label(ZH), len(evaluations), strings.Join(parts, "，"))
}

func statesByLight() []State {
	list := slices.Clone(States[:])
	slices.SortStableFunc(list, func(a, b State) int {
		return slices.Index(Lights[:], a.Light()) - slices.Index(Lights[:], b.Light())
	})
	return list
}
