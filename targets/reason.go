package targets

import (
	"fmt"
	"strings"
)

// The reasons say in one sentence what decided a state. They stay apart from the
// arithmetic, so that a reader of either is not stopped by the other.

func both(zh, en string, args ...any) Text {
	zhArgs, enArgs := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		zhArgs[i], enArgs[i] = a, a
		switch v := a.(type) {
		case Text:
			zhArgs[i], enArgs[i] = v.ZH, v.EN
		case Period:
			zhArgs[i], enArgs[i] = v.Label(ZH), v.Label(EN)
		}
	}
	return Text{fmt.Sprintf(zh, zhArgs...), fmt.Sprintf(en, enArgs...)}
}

// quantityOf names a point's value with its unit and bound.
func quantityOf(j *judge, p *point) Text {
	v := exactDecimal(p.value)
	if p.figure != nil && len(p.used) == 0 {
		v = p.figure.Value
	}
	mark := p.bound()
	return Text{boundedValue(v, mark, j.in.Indicator, ZH), boundedValue(v, mark, j.in.Indicator, EN)}
}

func goalText(j *judge) Text { return Text{j.e.GoalText(ZH), j.e.GoalText(EN)} }

func reasonNotIssued(d *Document) Text {
	return both("截至日早于文件发布日%s。", "The date judged is before the document's issue on %s.", d.Issued)
}

func reasonBeforeStart(start Date) Text {
	return both("截至日早于目标起始日%s。", "The date judged is before the target's start on %s.", start)
}

func reasonFinalMeets(j *judge, p *point) Text {
	return both("期末数%s，达到目标（%s）。", "The final figure, %s, satisfies the goal (%s).", quantityOf(j, p), goalText(j))
}

func reasonReachedEarly(j *judge, p *point) Text {
	return both("截至%s已达%s，达到目标（%s）；累计数只增不减，无须等待期末数。",
		"By %s the value was %s and satisfies the goal (%s); it cannot fall again.", p.on, quantityOf(j, p), goalText(j))
}

func reasonBaseReaches(j *judge) Text {
	return both("基期（%s）已达到目标（%s）；累计数只增不减。", "The baseline (%s) had reached the goal (%s); it cannot fall again.", j.baseDate, goalText(j))
}

func reasonBeyondReach(j *judge, p *point) Text {
	return both("截至%s已为%s，超出目标（%s）；累计数只增不减，期末必不能回到目标之内。",
		"On %s the value was %s, beyond the goal (%s); as it never falls it stays beyond.", p.on, quantityOf(j, p), goalText(j))
}

func reasonReachedLate(j *judge, p *point) Text {
	return both("目标期限%s；期限之后首个达标数据为%s（%s）。", "The deadline was %s; the first figure to satisfy afterwards is %s (%s).",
		j.deadline, quantityOf(j, p), p.period)
}

func reasonFinalShort(j *judge, p *point) Text {
	return both("期末数%s，未达到目标（%s）。", "The final figure, %s, falls short of the goal (%s).", quantityOf(j, p), goalText(j))
}

func reasonShortLater(j *judge, p *point) Text {
	return both("截至%s为%s，仍未达到目标（%s）；累计数只增不减，期末必未达到。",
		"On %s the value, %s, was still short of the goal (%s); as it never falls it was short at the deadline.", p.on, quantityOf(j, p), goalText(j))
}

func reasonAwaiting(j *judge) Text {
	if j.e.Value.Known() || j.newest() != nil || j.base != nil && j.in.Indicator.Accumulation != Flow {
		return both("目标期限%s已过，期末数待报；期限前的数据不足以定论。",
			"The deadline %s has passed and the final figure is awaited; earlier figures do not settle it.", j.deadline)
	}
	return both("目标期限%s已过，至今未见公布或上报的数据。", "The deadline %s has passed and no figure was ever reported.", j.deadline)
}

func reasonNoData(j *judge) Text {
	if j.base != nil && j.in.Indicator.Accumulation != Flow {
		return both("仅有基期数（%s），其后无数据。", "Only the baseline (%s) is known; nothing later.", j.baseDate)
	}
	return Text{"目标起始日以来无已公布或上报的数据。", "No figure has been published or reported since the start."}
}

func reasonMet(j *judge, p *point) Text {
	return both("最近数（%s）为%s，已达目标值（%s）；目标期限%s。", "The newest value, %[2]s (%[1]s), satisfies the goal (%[3]s); the deadline is %[4]s.",
		p.period, quantityOf(j, p), goalText(j), orNone(j.deadline))
}

func orNone(d Date) Text {
	if d == 0 {
		return Text{"文件未定", "none set"}
	}
	return Text{d.String(), d.String()}
}

func reasonConflict(p *point) Text {
	return both("%s有两个同级来源数值不同，须由人认定。", "Two sources of equal rank differ for %s; a person must decide.", p.period)
}

func reasonPartial(r *RollUp) Text {
	return both("下级%d个地区中只有%d个已报，不能汇总。", "Only %[2]d of %[1]d areas have reported; no roll-up can be made.", len(r.Reported)+len(r.Missing), len(r.Reported))
}

func reasonKeepLost(j *judge, p *point) Text {
	return both("基期已达目标，最近一期%s为%s，又回到目标之外。", "The baseline satisfied the goal; the newest figure, %[2]s at the end of %[1]s, no longer does.",
		p.figure.Period, quantityOf(j, p))
}

func reasonOvershot(j *judge, p *point) Text {
	return both("最近数%s已越过目标（%s），不作快慢判定。", "The newest value, %s, is beyond the goal (%s); no pace is graded.", quantityOf(j, p), goalText(j))
}

// reasonBoundOf says why a bound decides nothing: published so, or a roll-up that
// not all areas are in.
func reasonBoundOf(j *judge, p *point) Text {
	r := j.rollUpOf(p)
	if r != nil && r.Largest != "" && p.figure.Origin == OriginRollUp {
		return reasonDedup(r)
	}
	if r != nil && !r.Complete() {
		return both("下级%d个地区中%d个已报，预汇总只是下限，不能据以判定快慢。",
			"Only %[2]d of %[1]d areas have reported; their sum is a lower bound and decides nothing.", len(r.Reported)+len(r.Missing), len(r.Reported))
	}
	return reasonBound(p)
}

func reasonBound(p *point) Text {
	if p.low != nil {
		return Text{"最近一期只公布了下限，不能据以判定快慢。", "The newest figure is only a lower bound and decides nothing."}
	}
	return Text{"最近一期只公布了上限，不能据以判定快慢。", "The newest figure is only an upper bound and decides nothing."}
}

func reasonNoBaseline(j *judge) Text {
	return both("缺基期数：文件未写明，起始日%s及以前也无精确数据。", "No baseline: the document gives none and there is no exact figure at or before the start, %s.", j.start)
}

func reasonBreak() Text {
	return Text{"基期与最近一期之间口径中断，不能跨口径计算进度。", "The definition changed between the baseline and the newest figure; no pace is taken across a break."}
}

func reasonFirstPeriod(j *judge) Text {
	return both("起始日以来的首个完整报告期（至%s）尚无数据，暂不评价进度。", "No pace before the first full reporting period since the start (to %s) has a figure.", j.firstPeriodEnd())
}

func reasonNoPace(j *judge) Text {
	if j.deadline == 0 {
		return Text{"文件未定期限，无序时进度。", "The document sets no deadline, so no share is expected by any date."}
	}
	return Text{"至最近一期尚无应达进度，暂不评价。", "Nothing is expected yet at the newest figure's date."}
}

func reasonPace(j *judge, s State) Text {
	cuts := j.in.Cuts
	range_ := map[State]Text{
		OnTrack:   both("不低于%s", "%s or more", cuts.OnTrack),
		Behind:    both("低于%s而不低于%s", "below %s, at least %s", cuts.OnTrack, cuts.FarBehind),
		FarBehind: both("低于%s而不低于%s", "below %s, at least %s", cuts.FarBehind, cuts.Reversing),
		Reversing: both("低于%s", "below %s", cuts.Reversing),
	}[s]
	return both("序时比＝完成进度÷序时进度，%s。", "Pace = attained share ÷ expected share, %s.", range_)
}

func reasonHole(p *point) Text {
	days := make([]Text, len(p.uncovered))
	for i, u := range p.uncovered {
		days[i] = Text{u.Label(ZH), u.Label(EN)}
	}
	return both("新增量有缺口（%s无数据），合计只是下限，不能据以判定快慢。", "The flow has holes (no figure for %s); its sum is only a lower bound and decides nothing.", joined(days))
}

// joined lists texts as a sentence in their language would.
func joined(list []Text) Text {
	zh, en := make([]string, len(list)), make([]string, len(list))
	for i, t := range list {
		zh[i], en[i] = t.ZH, t.EN
	}
	return Text{strings.Join(zh, "、"), strings.Join(en, ", ")}
}

func reasonDone(d Date) Text { return both("已于%s完成。", "Done on %s.", d) }

func reasonNotDone(d Date) Text {
	return both("截至%s上报为尚未完成。", "Reported as not done on %s.", d)
}

func reasonUnderWay(d Date) Text {
	return both("%s上报为推进中。", "Reported as under way on %s.", d)
}

func reasonNotBegun(d Date) Text {
	return both("%s上报为未启动。", "Reported as not begun on %s.", d)
}

func ledgerCount(l Ledger) Text {
	return both("台账共%d项任务：已完成%d项，推进中%d项，未启动%d项，尚无进展上报%d项。",
		"The ledger has %d tasks: %d done, %d in progress, %d not begun, %d without a report.",
		l.All, l.Done, l.UnderWay, l.NotBegun, l.All-l.Done-l.UnderWay-l.NotBegun)
}

func reasonDirection(flow bool, points []point) Text {
	plain := Text{"方向性目标，文件未定数值，不作达标评价。", "A direction without a number is not rated."}
	if len(points) < 2 {
		return plain
	}
	b := &points[len(points)-1]
	a := comparableBefore(flow, points)
	if a == nil || !a.exact() || !b.exact() {
		return plain
	}
	word := [3]Text{{"下降", "fell"}, {"持平", "did not change"}, {"上升", "rose"}}[b.value.Cmp(a.value)+1]
	return both("方向性目标，文件未定数值，不作达标评价；%s较%s%s。",
		"A direction without a number is not rated; from %[2]s to %[1]s the series %[3]s.", b.period, a.period, word)
}

// comparableBefore is the newest point before the last one that it can be
// compared with: any earlier level, of a flow one of the same length.
func comparableBefore(flow bool, points []point) *point {
	last := &points[len(points)-1]
	for i := len(points) - 2; i >= 0; i-- {
		p := &points[i]
		if d := p.period.Days() - last.period.Days(); !flow || d >= -3 && d <= 3 {
			return p
		}
	}
	return nil
}

func reasonNoUnitStart() Text {
	return Text{"各单位的起始日未载明或未报，期限无从起算。", "No unit has a reported start, so no limit runs."}
}

func reasonUnitsLate(late, known int) Text {
	return both("%d个单位中有%d个超过期限。", "Of %d units, %d exceeded the limit.", known, late)
}

func reasonUnitsWithin(known int) Text {
	return both("%d个单位均未超过期限。", "All %d units are within the limit.", known)
}

func reasonNoStart() Text {
	return Text{"起始日不明：条款和文件均未载明起始日、阶段和发文日期，新增量无从起算。",
		"No start is known: neither clause nor document gives a start, a phase or a date of issue, so that no flow can be counted."}
}

func definitionChanged() Text {
	return Text{"口径已变：基期之后统计口径有变更，本目标按现行口径的数据评价。", "The definition changed after the baseline; the goal is judged by the figures of the present one."}
}

// otherReading tells another reading's verdict.
func otherReading(basis Basis, alt *Evaluation) Text {
	return Text{fmt.Sprintf("%s则为「%s」：%s", basis.Name().ZH, alt.StateName(ZH), alt.Reason.ZH),
		fmt.Sprintf("%s the verdict is “%s”: %s", capital(basis.Name().EN), alt.StateName(EN), alt.Reason.EN)}
}

func startMatters(start, other Date, e, alt *Evaluation) Text {
	return Text{
		fmt.Sprintf("条款未载明起始日：自%s起算为「%s」，自发文日%s起算为「%s」。", start, e.StateName(ZH), other, alt.StateName(ZH)),
		fmt.Sprintf("The clause prints no start: from %s the verdict is “%s”, from the date of issue %s it is “%s”.", start, e.StateName(EN), other, alt.StateName(EN)),
	}
}

// noteRecord tells what a later figure of a cumulative corrected, and what decides nothing.
func (j *judge) noteRecord() {
	ind := j.in.Indicator
	for _, c := range j.e.Corrections {
		j.e.Notes = append(j.e.Notes, both("%s原为%s；其后%s为%s，累计数不会下降，原数有误，按%[4]s计。",
			"The figure of %s was %s; the later one of %s is %s. A cumulative never falls, so the earlier was wrong and is taken as %[4]s.",
			c.Figure.Period, formatted(c.Figure.Value, ind), c.By.Period, formatted(c.By.Value, ind)))
	}
	for _, d := range j.e.Doubts {
		j.e.Notes = append(j.e.Notes, both("%s的%s低于此前%s的%s，而来源或确定程度不及后者，存疑，不据以评价。",
			"The figure of %s, %s, is lower than the earlier one of %s, %s, which is better sourced or more final; it is in doubt and decides nothing.",
			d.Figure.Period, formatted(d.Figure.Value, ind), d.Against.Period, formatted(d.Against.Value, ind)))
	}
}

func partsDiffer(whole *Figure, diff Decimal) Text {
	return both("%s的数据与其各组成期之和相差%s。", "The figure of %s differs from the sum of its parts by %s.", whole.Period, diff)
}
