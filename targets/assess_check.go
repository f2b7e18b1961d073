package targets

import (
	"fmt"
	"math/big"
	"slices"
)

// need notes a member that is missing, unless what it held was already refused.
func (r *assessReader) need(member string, there bool) {
	if !there && !slices.ContainsFunc(r.own, func(f Fault) bool { return f.Field == r.full(member) }) {
		r.fault(member, "缺少", "")
	}
}

// checkFigure holds the members of one figure against each other.
func (r *assessReader) checkFigure(f *Figure) {
	r.need("period", !f.Period.IsZero())
	switch {
	case f.Flag.HasValue():
		r.need("value", f.Value.Known())
	case f.Value.Known():
		r.fault("value", fmt.Sprintf("数据标识 %s（%s）表示没有数值，却填了数值", f.Flag, f.Flag.Name().ZH), "请去掉数值，或改正 flag")
	}
	switch {
	case f.Numerator.Known() != f.Denominator.Known():
		r.need("numerator", f.Numerator.Known())
		r.need("denominator", f.Denominator.Known())
	case !f.Numerator.Known():
	case f.Denominator.Sign() <= 0:
		r.fault("denominator", fmt.Sprintf("分母 %s 应大于零", f.Denominator), "")
	case f.Value.Known() && !partsAgree(f):
		r.fault("value", fmt.Sprintf("数值 %s 与分子÷分母（%s÷%s）不符", f.Value, f.Numerator, f.Denominator), "三者应按所印位数一致")
	}
}

// partsAgree reports whether a value is its numerator over its denominator, to
// the digits it is written with, six decimals at most.
func partsAgree(f *Figure) bool {
	places := min(max(-f.Value.d.Exponent, 0), 6)
	diff := new(big.Rat).Quo(f.Numerator.Rat(), f.Denominator.Rat())
	diff.Sub(diff, f.Value.Rat()).Abs(diff)
	return diff.Cmp(new(big.Rat).Quo(big.NewRat(1, 2), big.NewRat(pow10[places], 1))) <= 0
}

// checkSeries holds the members of one object against each other and puts
// figures and path in order.
func (r *assessReader) checkSeries(a *AssessInput, direction string) {
	r.need("id", a.ID != "")
	r.need("direction", direction != "")
	r.need("figures", a.Figures != nil)
	r.checkWords(a, direction)
	r.checkDates(a)
	for i := range a.Figures {
		r.part, r.index = "figures", i
		r.checkMeasure(a, &a.Figures[i])
	}
	r.part = ""
	for _, goal := range []struct {
		member string
		value  Decimal
	}{{"goal", a.Goal}, {"baseline.value", a.Baseline}} {
		if a.Measure == Ratio && outside(goal.value) {
			r.fault(goal.member, fmt.Sprintf("比率 %s 不在 0–1 之间", goal.value), "60% 写作 0.60")
		}
	}
	r.order(a)
}

// checkWords refuses words that contradict each other.
func (r *assessReader) checkWords(a *AssessInput, direction string) {
	wants := wantedDirection(a)
	measure, _ := a.kind()
	switch {
	case wants != "" && direction != "" && wants != direction:
		r.fault("comparator", fmt.Sprintf("%s 与 direction %s 相反", a.Comparator, direction), "请改正其中之一")
	case a.Comparator == By && measure != Milestone:
		r.fault("comparator", "by 只用于里程碑（measure 为 milestone）", "")
	}
	if a.Accumulation != "" && a.Measure != "" && a.Measure != Count && a.Measure != Quantity {
		r.fault("accumulation", "只有计数和数量（measure 为 count 或 quantity）才有累计方式", "请去掉，或改正 measure")
	}
	r.checkForm(a, measure)
	if a.Cadence == ByRounds && len(a.Path) == 0 {
		r.fault("path", "按轮次（rounds）的序列须写明各轮次的应达数", `如 [{"date": "2025-12-31", "value": 100}]`)
	}
}

// wantedDirection is the direction that a comparator implies; "" where it does not
// say, or where a bound word turns it round (降幅不超过2%).
func wantedDirection(a *AssessInput) string {
	switch a.Comparator {
	case AtLeast, Over:
		return "up"
	case AtMost, Under:
		return "down"
	case Increase, Decrease:
		if a.Extent == "" || a.Extent == AtLeast || a.Extent == Over {
			return map[Comparator]string{Increase: "up", Decrease: "down"}[a.Comparator]
		}
	}
	return ""
}

// checkForm refuses members that a goal's form has no use for, or lacks.
func (r *assessReader) checkForm(a *AssessInput, measure Measure) {
	worked := a.Form == FormChange || a.Form == FormRelative || a.Form == FormAverage
	switch {
	case worked && !a.Amount.Known():
		r.need("amount", a.Form == FormChange && a.Goal.Known())
	case a.Amount.Known() && !worked:
		r.fault("amount", "只有 form 为 change、relative、average 时才有 amount", "请写明 form，或改用 goal")
	case worked && a.Amount.Known() && a.Goal.Known():
		r.fault("goal", "目标值由 amount 推算，不再写 goal", "请去掉其中之一")
	}
	between := a.Comparator == Between
	switch {
	case between && a.Form != FormVersus && !a.GoalHigh.Known():
		r.need("goal_high", false)
	case !between && a.GoalHigh.Known():
		r.fault("goal_high", "只有 comparator 为 between 时才有 goal_high", "请去掉，或改正 comparator")
	case between && a.Goal.Known() && a.GoalHigh.Known() && a.GoalHigh.Cmp(a.Goal) <= 0:
		r.fault("goal_high", fmt.Sprintf("%s 不大于 goal %s", a.GoalHigh, a.Goal), "由小到大写")
	}
	if a.AmountHigh.Known() != (a.Extent == Between) {
		r.fault("amount_high", "extent 为 between 与 amount_high 要一起写", "")
	}
	if (a.Form == FormVersus) != (a.Reference != nil) {
		r.fault("reference", "form 为 versus 与 reference 要一起写", "")
	}
	if a.Previous && a.Form != FormYearly {
		r.fault("goal", "只有 form 为 yearly 时 goal 才可写 previous", "")
	}
	if (a.Sense != "" || a.Span != "") && measure != ChangeRate {
		r.fault("measure", "只有增速（measure 为 change_rate）才有 sense 和 span", "")
	}
	if (a.Form == FormRank) != (a.Form == FormRank && measure == RankPlace) {
		r.fault("form", "form 为 rank 时 measure 应为 rank", "")
	}
	if a.Form == FormAverage && a.Deadline == 0 {
		r.need("deadline", false)
	}
}

func (r *assessReader) checkDates(a *AssessInput) {
	if a.Start != 0 && a.Deadline != 0 && a.Start > a.Deadline {
		r.fault("deadline", fmt.Sprintf("期限 %s 早于起始日 %s", a.Deadline, a.Start), "")
	}
}

// checkMeasure holds a figure against a measure that was stated.
func (r *assessReader) checkMeasure(a *AssessInput, f *Figure) {
	v := f.Value
	counted := a.Measure == Count || a.Measure == "" && a.Accumulation != ""
	switch {
	case f.Numerator.Known() && (counted || a.Measure != "" && a.Measure != Ratio && a.Measure != Mean):
		r.fault("numerator", "只有比率和均值才有分子和分母", "请去掉，或改正 measure")
	case !v.Known():
	case a.Measure == Quantity && v.Sign() < 0:
		r.fault("value", fmt.Sprintf("数量 %s 小于零", v), "")
	case a.Measure == Mean && v.Sign() < 0:
		r.fault("value", fmt.Sprintf("均值 %s 小于零", v), "可以为负的，measure 写 change_rate 或请核对")
	case a.Measure == RankPlace && (!v.IsWhole() || v.Sign() <= 0):
		r.fault("value", fmt.Sprintf("位次 %s 不是正整数", v), "")
	case a.Measure == ChangeRate && v.Cmp(NewDecimal(-1)) < 0:
		r.fault("value", fmt.Sprintf("增速 %s 低于 -1", v), "7% 写作 0.07")
	case counted && a.Measure != Quantity && (!v.IsWhole() || v.Sign() < 0):
		r.fault("value", fmt.Sprintf("计数 %s 不是零或正整数", v), "请改正数值或 measure")
	case a.Measure == Ratio && outside(v):
		r.fault("value", fmt.Sprintf("比率 %s 不在 0–1 之间", v), "60% 写作 0.60")
	case a.Measure == Ratio && f.Numerator.Known() && (f.Numerator.Sign() < 0 || f.Numerator.Cmp(f.Denominator) > 0):
		r.fault("numerator", fmt.Sprintf("分子 %s 不是分母 %s 的一部分", f.Numerator, f.Denominator), "")
	case a.Measure == Milestone && !v.Equal(StageNotBegun) && !v.Equal(StageUnderWay) && !v.Equal(StageDone):
		r.fault("value", fmt.Sprintf("%s 不是里程碑的阶段", v), "应为 0（未启动）、1（推进中）或 2（已完成）")
	}
}

// outside reports whether a number is no ratio.
func outside(v Decimal) bool {
	return v.Known() && (v.Sign() < 0 || v.Cmp(NewDecimal(1)) > 0)
}

// order sorts figures and path and refuses two of one period or day.
func (r *assessReader) order(a *AssessInput) {
	sortFigures(a.Figures)
	for i := 1; i < len(a.Figures); i++ {
		if p := a.Figures[i].Period; p == a.Figures[i-1].Period && !p.IsZero() {
			r.fault("figures", fmt.Sprintf("报告期 %s 出现了两次", p), "一个报告期只留一条")
		}
	}
	slices.SortStableFunc(a.Path, func(p, q PathPoint) int { return int(p.On - q.On) })
	for i := 1; i < len(a.Path); i++ {
		if d := a.Path[i].On; d == a.Path[i-1].On && d != 0 {
			r.fault("path", fmt.Sprintf("日期 %s 出现了两次", d), "一日只留一点")
		}
	}
}
