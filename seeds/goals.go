package seeds

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// target checks one target against its indicator and the other nouns.
func (c *checker) target(e *entry[targets.Target]) {
	t := e.v
	refer(e, "indicator", t.Indicator, c.indicators, "指标", "indicators/*.yaml")
	refer(e, "allocated_from", t.AllocatedFrom, c.targets, "目标", "documents/*.yaml")
	areaKnown(c, e, t.Area)
	departmentsKnown(c, e, "leads", t.Leads)
	departmentsKnown(c, e, "participants", t.Participants)
	apart(e, "participants", t.Leads, t.Participants)
	if t.AllocatedFrom == t.ID {
		e.fault("allocated_from", "目标不能由自己分解而来", "写上级目标的编号")
	}
	if !strings.HasPrefix(t.ID, t.Document+"-") {
		e.fault("id", fmt.Sprintf("编号 %s 不以文件编号开头", t.ID), "应为 "+t.Document+"-…")
	}
	checkAdjustments(e)
	var card *targets.Indicator
	if i := c.indicators[t.Indicator]; i != nil {
		card = i.v
	}
	before := len(e.src.faults)
	checkTerms(e, card)
	if card != nil && len(e.src.faults) == before {
		checkPhrase(e, card)
	}
	c.reference(e, card)
}

// checkDates checks start, deadline and baseline of a target.
func checkDates(e *entry[targets.Target]) {
	t := e.v
	dated(e, "start", t.Start, t.StartBasis)
	dated(e, "deadline", t.Deadline, t.DeadlineBasis)
	if t.Deadline != 0 && t.Deadline <= t.Start {
		e.fault("deadline", fmt.Sprintf("%s 不晚于起始日 %s", t.Deadline, t.Start), "期限应晚于起始日")
	}
	if t.Baseline.Known() == t.BaselinePeriod.IsZero() {
		e.fault("baseline", "baseline 与 baseline_period 要一起写", "补上另一项；文件没写基数则都不写")
	}
}

// checkPath checks that the points on the way go from start to deadline.
func checkPath(e *entry[targets.Target]) {
	t := e.v
	before := t.Start
	for i, p := range t.Path {
		if p.On <= before || t.Deadline != 0 && p.On >= t.Deadline {
			e.fault(fmt.Sprintf("path/%d/on", i), p.On.String()+" 不在前一节点与期限之间", "节点应由早到晚，落在起始日与期限之间")
		}
		before = p.On
	}
}

// checkGoal checks comparator and numbers of a target against its indicator.
func checkGoal(e *entry[targets.Target], i *targets.Indicator) {
	t := e.v
	checkForm(e, i)
	in := i.ValueRange()
	number := func(key string, v targets.Decimal) {
		if v.Known() {
			checkNumber(e, key, v, i, &in)
		}
	}
	if t.Form == "" && (t.Comparator == targets.Increase || t.Comparator == targets.Decrease) {
		in = targets.ValueRange{Range: targets.Range{Low: targets.NewDecimal(0)}, Whole: in.Whole} // an amount, not a value
	}
	number("goal", t.Goal)
	number("goal_high", t.GoalHigh)
	in = i.ValueRange()
	for k, p := range t.Path {
		number(fmt.Sprintf("path/%d/value", k), p.Value)
	}
	number("baseline", t.Baseline)
	if i.Measure == targets.Direction && i.Rising != (t.Comparator == targets.Increase) {
		e.fault("comparator", fmt.Sprintf("与指标 %s 的方向（rising: %t）相反", i.ID, i.Rising), "两处应一致")
	}
	checkMilestone(e, i)
}

// checkMilestone checks what only a milestone has.
func checkMilestone(e *entry[targets.Target], i *targets.Indicator) {
	switch t := e.v; {
	case t.Ledger && i.Measure != targets.Milestone:
		e.fault("ledger", "只有里程碑可以代表整件文件的任务", "删去 ledger")
	case i.Measure == targets.Milestone && t.Deadline == 0:
		e.fault("deadline", "里程碑要有期限", "没有期限的工作写在任务里，不作目标")
	}
}

// checkNumber checks a number against the range of its indicator.
func checkNumber(e *entry[targets.Target], key string, v targets.Decimal, i *targets.Indicator, in *targets.ValueRange) {
	switch b := in.Breach(v); {
	case i.Measure == targets.Milestone || b == targets.NoBreach:
	case b == targets.Fractional:
		e.fault(key, v.String()+" 不是整数", "计数应为整数")
	case b == targets.Below && in.Low.Sign() == 0:
		e.fault(key, v.String()+" 是负数", "应为零或正数")
	case b == targets.Below:
		e.fault(key, fmt.Sprintf("%s 小于指标的下限 %s", v, in.Low), "改正数值，或指标卡的 range")
	case i.Measure == targets.Ratio && in.High.Equal(targets.NewDecimal(1)):
		e.fault(key, v.String()+" 大于 1", "比率写 0 到 1：60% 写 \"0.60\"")
	default:
		e.fault(key, fmt.Sprintf("%s 大于指标的上限 %s", v, in.High), "改正数值，或指标卡的 range")
	}
}

// checkLimit checks what only a time limit has.
func checkLimit(e *entry[targets.Target], i *targets.Indicator) {
	t := e.v
	limited := i.Measure == targets.TimeLimit
	switch {
	case limited && t.Limit == 0:
		e.fault("limit", "缺少期限的月数", "三年写 36")
	case !limited && (t.Limit != 0 || len(t.Units) > 0):
		e.fault("limit", "limit 和 units 只用于期限（time_limit）", "删去，或改正指标")
	case limited && t.Goal.Known() && !t.Goal.Equal(inUnit(t.Limit, i.Unit)):
		e.fault("limit", fmt.Sprintf("%d 个月与目标值 %s%s 不符", t.Limit, t.Goal, i.Unit.ZH), "两处应一致")
	}
	seen := map[string]bool{}
	for k, u := range t.Units {
		at := fmt.Sprintf("units/%d", k)
		if seen[u.ID] {
			e.fault(at+"/id", "编号 "+u.ID+" 写了两次", "换一个编号")
		}
		seen[u.ID] = true
		if u.End != 0 && u.End < u.Start {
			e.fault(at+"/end", fmt.Sprintf("%s 早于起点 %s", u.End, u.Start), "终点应晚于起点")
		}
	}
}

// inUnit is a number of months in the unit the document writes: years or months.
func inUnit(months int, u targets.Unit) targets.Decimal {
	if strings.Contains(u.ZH, "年") && months%12 == 0 {
		return targets.NewDecimal(int64(months / 12))
	}
	return targets.NewDecimal(int64(months))
}

// words joins codes for a person.
func words[T ~string](codes []T) string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = string(c)
	}
	return strings.Join(out, "、")
}
