package targets

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// What follows are the sentences of a bulletin (通报). They are made from an
// evaluation and from nothing else, never speak of a forecast, and claim no more
// of a bound than it proves. Dates stand as prose writes them: 2025年3月31日.

// ProseDate prints a day as a Chinese text writes it; English keeps 2025-03-31.
func ProseDate(d Date, lang Lang) string { return Day(d).Label(lang) }

// isoDay is a day as tables write it.
var isoDay = regexp.MustCompile(`(\d{4})-(\d{2})-(\d{2})`)

// Prose writes the days of a Chinese text out: 2025-03-31 becomes 2025年3月31日.
func Prose(s string) string {
	return isoDay.ReplaceAllStringFunc(s, func(day string) string {
		if d, err := ParseDate(day); err == nil {
			return ProseDate(d, ZH)
		}
		return day
	})
}

// BulletinText says where the target stands, in one sentence that leaves its name
// to the words before it: goal and deadline, value, completion, progress against
// the share expected, what is left.
func (e *Evaluation) BulletinText(lang Lang) string {
	parts := []string{e.AimText(lang)}
	for _, part := range []string{e.valueClause(lang), e.completionText(lang)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if lang == EN {
		return capital(strings.Join(append(parts, e.bulletinEnd(EN)), "; "))
	}
	return strings.Join(parts, "，") + "；" + e.bulletinEnd(ZH)
}

// AimText prints what is asked for and until when: 目标不少于4,000项（期限2025年12月31日）.
func (e *Evaluation) AimText(lang Lang) string {
	t := e.Target
	until := Text{"未定期限", "no deadline set"}
	if t.Deadline != 0 {
		until = both("期限%s", "deadline %s", Day(t.Deadline))
	}
	switch {
	case e.Indicator.Measure == Milestone && t.Deadline != 0:
		return both("应于%s前完成", "due by %s", Day(t.Deadline)).In(lang)
	case e.Indicator.Measure == TimeLimit:
		return both("目标%s", "goal %s", e.goalWords()).In(lang)
	}
	return both("目标%s（%s）", "goal %s (%s)", e.goalWords(), until).In(lang)
}

// goalWords are comparator and goal as prose writes them: 不少于4,000项.
func (e *Evaluation) goalWords() Text {
	t := e.Target
	if e.Indicator.Measure == Milestone || e.Indicator.Measure == TimeLimit || e.directional() {
		return Text{"为" + e.GoalText(ZH), e.GoalText(EN)}
	}
	if f := t.GoalForm(); f != FormLevel && f != FormChange || t.Comparator == Between {
		return Text{"为" + e.GoalText(ZH), e.GoalText(EN)}
	}
	goal := Text{FormatValue(t.amount(), e.Indicator, ZH), FormatValue(t.amount(), e.Indicator, EN)}
	if points := e.Indicator.Measure.PerCent() && (t.Comparator == Increase || t.Comparator == Decrease); points {
		goal = pointsText(FormatNumber(percent(t.amount())))
	}
	least := "不少于"
	if e.Indicator.Measure != Count {
		least = "不低于"
	}
	words := map[Comparator]Text{
		AtLeast: {least, "at least "}, AtMost: {"不超过", "at most "}, Exactly: {"为", "exactly "},
		Over: {"超过", "more than "}, Under: {"低于", "less than "},
		Increase: {"较基期增加", "baseline plus "}, Decrease: {"较基期减少", "baseline minus "},
	}[t.Comparator]
	return Text{words.ZH + goal.ZH, words.EN + goal.EN}
}

// valueClause says the newest value with its day or span and how sure it is;
// empty for what is no quantity.
func (e *Evaluation) valueClause(lang Lang) string {
	if !e.Value.Known() || e.Indicator.Measure == Milestone || e.Indicator.Measure == TimeLimit {
		return ""
	}
	value := e.ValueText(lang) + e.surety().In(lang)
	end := Day(e.Period.End)
	switch {
	case e.Indicator.Accumulation == Flow:
		return both("%s合计%s", "%[2]s in %[1]s", e.Period, value).In(lang)
	case e.spans():
		return both("%s为%s", "%[2]s in %[1]s", e.Period, value).In(lang)
	}
	return both("截至%s为%s", "%[2]s as of %[1]s", end, value).In(lang)
}

// spans reports whether the value is of a span of time, not of its last day.
func (e *Evaluation) spans() bool {
	w := e.Indicator.Window
	return w != "" && w != WindowPoint && e.Period.Start != e.Period.End
}

// surety marks a value that is not final: made of provisional or estimated
// figures, or added up from the areas below.
func (e *Evaluation) surety() Text {
	words := Text{}
	for i := range e.Used {
		switch f := &e.Used[i]; {
		case f.Origin == OriginRollUp:
			return Text{"（下级预汇总）", " (sum of the areas below)"}
		case f.Flag == Estimated:
			words = Text{"（估计数）", " (estimated)"}
		case f.Flag == Provisional && words.IsZero():
			words = Text{"（初步数）", " (provisional)"}
		}
	}
	return words
}

// bulletinEnd is the sentence after the value: result or progress, and what is left.
func (e *Evaluation) bulletinEnd(lang Lang) string {
	switch {
	case !e.Value.Known() || e.Indicator.Measure == Milestone || e.Indicator.Measure == TimeLimit || e.State == AchievedLate:
		return e.stateAndReason(lang)
	case e.State == Missed || e.State == AwaitingFinal:
		return e.overText(lang)
	case e.State == Achieved || e.State == Met:
		return e.StateName(lang) + stop(lang)
	case e.paced():
		return e.progressText(lang) + e.leftClause(lang) + stop(lang)
	case e.State == Reversing && e.Baseline.Known() && e.ShortText(lang) != "":
		return clauses(lang, e.keepLost(lang), e.GapText(lang), e.StateName(lang)) + stop(lang)
	}
	return e.stateAndReason(lang)
}

func stop(lang Lang) string { return Text{"。", "."}.In(lang) }

func clauses(lang Lang, parts ...string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, Text{"，", ", "}.In(lang))
}

// keepLost speaks of a goal that the baseline satisfied.
func (e *Evaluation) keepLost(lang Lang) string {
	base := FormatValue(e.Baseline, e.Indicator, lang)
	return both("基期（%s，%s）已达目标，未能保持", "the baseline (%[2]s on %[1]s) satisfied the goal and was not kept", Day(e.BaselineDate), base).In(lang)
}

// stateAndReason is the verdict with its reason, which leaves out what the
// sentence has said already: the deadline, and the state itself.
func (e *Evaluation) stateAndReason(lang Lang) string {
	if lang == EN {
		return e.StateName(EN) + ": " + e.Reason.EN
	}
	reason := Prose(e.Reason.ZH)
	if e.Target.Deadline != 0 {
		until := "目标期限" + ProseDate(e.Target.Deadline, ZH)
		reason = strings.Replace(strings.TrimPrefix(reason, until+"；"), until, "期限", 1)
	}
	if strings.Contains(reason, e.StateName(ZH)) || e.State == AwaitingFinal {
		return reason
	}
	return e.StateName(ZH) + "：" + reason
}

// overText speaks of what was short when the deadline passed.
func (e *Evaluation) overText(lang Lang) string {
	if e.ShortText(lang) == "" {
		return e.stateAndReason(lang)
	}
	verdict := Text{"期限已过，" + e.StateName(ZH), "the deadline has passed: " + e.StateName(EN)}
	return clauses(lang, e.GapText(lang), verdict.In(lang)) + stop(lang)
}

// completionText is the share of the goal; empty where there is none, or where it
// is the progress itself.
func (e *Evaluation) completionText(lang Lang) string {
	if !e.completes() || e.paced() && e.Completion.Equal(e.Progress) {
		return ""
	}
	return both("完成率%s", "%s of the goal", e.shareWords(e.CompletionText(), lang)).In(lang)
}

// completes reports whether 完成率 says something: a share of an upper limit that
// grows by missing it does not.
func (e *Evaluation) completes() bool { return e.Completion.Known() && !e.wantsLess() }

// shareWords turns the mark of a bound before a share into words.
func (e *Evaluation) shareWords(share string, lang Lang) string {
	return strings.NewReplacer("≥ ", Text{"不低于", "at least "}.In(lang), "≤ ", Text{"不高于", "at most "}.In(lang)).Replace(share)
}

// CompletionText prints 完成率 with the mark of a bound: ≥ 98.1%. An em dash where
// there is none, and of an upper limit, which is not filled by reaching it.
func (e *Evaluation) CompletionText() string {
	if !e.completes() {
		return FormatShare(Decimal{})
	}
	return e.boundedShare(e.Completion, false)
}

// ProgressText prints 完成进度 with the mark of a bound, which turns round where
// less is better.
func (e *Evaluation) ProgressText() string { return e.boundedShare(e.Progress, e.wantsLess()) }

func (e *Evaluation) boundedShare(share Decimal, turned bool) string {
	s := strings.Replace(FormatShare(share), "-", "−", 1)
	switch {
	case !share.Known() || e.Bound == Exact:
		return s
	case (e.Bound == Lower) != turned:
		return "≥ " + s
	}
	return "≤ " + s
}

// progressText holds the attained share against the expected one.
func (e *Evaluation) progressText(lang Lang) string {
	progress := Text{"完成进度", "attained share "}.In(lang) + e.shareWords(e.ProgressText(), lang)
	if e.toldBaseline() {
		base := FormatValue(e.Baseline, e.Indicator, lang)
		progress = both("较基期（%s，%s）", "since the baseline (%[2]s on %[1]s) ", Day(e.BaselineDate), base).In(lang) + progress
	}
	if e.Bound != Exact { // proves that it is on track, and no difference
		name := Text{e.StateName(ZH), e.StateName(EN)}
		return clauses(lang, progress, both("%s（%s）", "%s (expected share %s)", name, FormatShare(e.Expected)).In(lang))
	}
	against := e.againstExpected(lang)
	if e.Pace.Cmp(NewDecimal(1)) < 0 && e.State == OnTrack || e.State == Reversing {
		against = clauses(lang, against, e.StateName(lang)) // «below» alone would say too little or too much
	}
	return clauses(lang, progress, against)
}

// leftClause says what is left; empty when nothing is, or nobody can say.
func (e *Evaluation) leftClause(lang Lang) string {
	gap, pace := e.GapText(lang), e.NeededText(lang)
	switch {
	case gap == "":
		return ""
	case pace == "":
		return both("；%s", "; %s", gap).In(lang)
	}
	return both("；%s，至期限%s", "; %s, %s until the deadline", gap, pace).In(lang)
}

// GapText says which way the newest value is off: 距目标差77项, 高出目标3个月.
func (e *Evaluation) GapText(lang Lang) string {
	short := e.ShortText(lang)
	switch {
	case short == "":
		return ""
	case e.Value.Cmp(e.Goal) > 0:
		return both("高出目标%s", "%s above the goal", short).In(lang)
	}
	return both("距目标差%s", "%s short of the goal", short).In(lang)
}

// ShortText prints how far the newest value is from the goal, in the unit, ratios
// in percentage points: 77项. Empty for a bound, and where nothing is short.
func (e *Evaluation) ShortText(lang Lang) string {
	if !e.Goal.Known() || !e.Value.Known() || e.Bound != Exact || e.Indicator.Measure == Milestone {
		return ""
	}
	d := new(big.Rat).Sub(e.Goal.Rat(), e.Value.Rat())
	if e.wantsLess() {
		d.Neg(d)
	}
	switch {
	case e.Target.GoalForm() == FormRank || e.Indicator.Measure == RankPlace || e.Target.Comparator == Between:
		return ""
	case e.Target.Comparator == Exactly:
		d.Abs(d)
	}
	if d.Sign() <= 0 {
		return ""
	}
	v := exactDecimal(d)
	if e.Indicator.Measure.PerCent() {
		return pointsText(FormatNumber(percent(v))).In(lang)
	}
	return FormatValue(v, e.Indicator, lang)
}

// pointsText names a number of percentage points.
func pointsText(n string) Text {
	if n == "1" {
		return Text{"1个百分点", "1 percentage point"}
	}
	return Text{n + "个百分点", n + " percentage points"}
}

// NeededText says what has to come per month on average until the deadline, from
// the required pace: 平均每月需增加8.5项. Empty when nothing more is asked.
func (e *Evaluation) NeededText(lang Lang) string {
	if !e.RequiredPace.Known() || e.RequiredPace.Sign() == 0 {
		return ""
	}
	amount, unit, digits := e.RequiredPace.Rat(), Text{e.Indicator.Unit.ZH, " " + e.Indicator.Unit.Plural}, 1
	verb := [2]string{"减少", "增加"}
	if e.Indicator.Accumulation == Flow {
		verb[1] = "新增"
	}
	if e.Indicator.Measure.PerCent() {
		amount, unit, digits = new(big.Rat).Mul(amount, big.NewRat(100, 1)), Text{"个百分点", " percentage points"}, 2
		verb = [2]string{"降低", "提高"}
	}
	n := fixed(new(big.Rat).Abs(amount), digits)
	few := strings.Trim(n, "0.") == ""
	if few {
		n = "0." + strings.Repeat("0", digits-1) + "1"
	}
	up := above(amount)
	return Text{
		"平均每月需" + verb[up] + map[bool]string{true: "不足"}[few] + n + unit.ZH,
		[2]string{"a fall of ", "a rise of "}[up] + map[bool]string{true: "under "}[few] + n + unit.EN + " a month is needed",
	}.In(lang)
}

// LightSentences says in one sentence a light how many of the targets stand how, in the
// order of Lights; lights that nobody stands in are left out.
func LightSentences(evaluations []*Evaluation, lang Lang) []string {
	var list []string
	for _, l := range Lights {
		names, count, all := standing(evaluations, l, lang)
		if all == 0 {
			continue
		}
		parts := make([]string, len(names))
		for i, name := range names {
			parts[i] = Text{fmt.Sprintf("%s%d项", name, count[name]), fmt.Sprintf("%d %s", count[name], name)}.In(lang)
		}
		list = append(list, lightSentence(l, all, names, parts, lang))
	}
	return list
}

// standing counts the verdicts of one light, in the order of States.
func standing(evaluations []*Evaluation, l Light, lang Lang) (names []string, count map[string]int, all int) {
	count = map[string]int{}
	for _, s := range States {
		for _, e := range evaluations {
			if e.State != s || e.Light() != l {
				continue
			}
			name := e.StateName(lang)
			if count[name] == 0 {
				names = append(names, name)
			}
			count[name]++
			all++
		}
	}
	return names, count, all
}

func lightSentence(l Light, all int, names, parts []string, lang Lang) string {
	if lang == EN {
		return fmt.Sprintf("%s: %d (%s).", capital(l.Name().EN), all, strings.Join(parts, ", "))
	}
	switch {
	case all == 1:
		return fmt.Sprintf("%s1项，为%s。", l.Name().ZH, names[0])
	case len(names) == 1:
		return fmt.Sprintf("%s%d项，均为%s。", l.Name().ZH, all, names[0])
	}
	return fmt.Sprintf("%s%d项，其中%s。", l.Name().ZH, all, strings.Join(parts, "、"))
}
