package targets

import (
	"cmp"
	"math/big"
)

// GoalForm returns how the goal's number is meant. A target recorded before there
// were forms has none: increase and decrease of a number are a change, without
// one a direction, everything else is a level.
func (t *Target) GoalForm() GoalForm {
	switch {
	case t.Form != "":
		return t.Form
	case t.Comparator != Increase && t.Comparator != Decrease:
		return FormLevel
	case t.amount().Known():
		return FormChange
	}
	return FormDirection
}

// amount is the printed number of a goal that is worked out from a baseline.
func (t *Target) amount() Decimal {
	if t.Amount.Known() {
		return t.Amount
	}
	return t.Goal
}

// Held is the comparator that values are held against: of a rise or fall by an
// amount, what its bound word makes of the value. A fall of at most 2 % is a value
// of at least 0.98 times the base. A direction keeps its word.
func (t *Target) Held() Comparator {
	c := t.Comparator
	if c != Increase && c != Decrease || t.GoalForm() == FormDirection {
		return c
	}
	extent := cmp.Or(t.Extent, AtLeast)
	if c == Increase {
		return extent
	}
	return extent.mirrored()
}

// mirrored is the comparator of the negative of a value.
func (c Comparator) mirrored() Comparator {
	switch c {
	case AtLeast:
		return AtMost
	case AtMost:
		return AtLeast
	case Over:
		return Under
	case Under:
		return Over
	}
	return c
}

// Strict reports whether the limit itself does not satisfy.
func (c Comparator) Strict() bool { return c == Over || c == Under }

// baseYear is the printed base year, else the year that ends before the start.
func (t *Target) baseYear() int {
	if t.BaseYear != 0 {
		return t.BaseYear
	}
	return (t.Start - 1).Year()
}

// years is how many yearly steps lead from the base year to the deadline.
func (t *Target) years() int { return t.Deadline.Year() - t.baseYear() }

// chained reports whether the goal is judged by the index of a change rate:
// 1 at the end of the base year, times one plus the growth of each period.
func (j *judge) chained() bool {
	f := j.in.Target.GoalForm()
	return j.in.Indicator.Measure == ChangeRate && (f == FormRelative || f == FormAverage)
}

// annual reports whether a flow is compared year by year with its base year, not
// summed since the start.
func (j *judge) annual() bool {
	if j.in.Indicator.Accumulation != Flow {
		return false
	}
	switch t := j.in.Target; t.GoalForm() {
	case FormRelative:
		return true
	case FormAverage:
		return !t.Additive
	case FormChange:
		return t.BaseYear != 0
	}
	return false
}

// byBaseYear reports whether the baseline is that of a year, before a printed one.
func (j *judge) byBaseYear() bool {
	f := j.in.Target.GoalForm()
	return f == FormRelative || f == FormAverage && j.in.Indicator.Accumulation != Flow || j.annual()
}

// resolveGoal works out the goal from the baseline where its form asks for it. It
// says why where that cannot be done.
func (j *judge) resolveGoal() (why Text) {
	t := j.in.Target
	j.comparator = t.Held()
	low, high := t.Goal, t.GoalHigh
	if worked := t.GoalForm(); worked == FormChange || worked == FormRelative || worked == FormAverage {
		low, high = t.amount(), t.AmountHigh
		switch {
		case j.base == nil:
			j.goal, j.e.Goal = nil, Decimal{}
			return reasonNoBaseline(j)
		case j.base.Sign() <= 0 && worked != FormChange && !(worked == FormAverage && t.Additive):
			j.goal, j.e.Goal = nil, Decimal{}
			return Text{"基期数为零或负，不能按比例推算目标值。", "The baseline is zero or negative: no goal can be worked out as a share of it."}
		}
		j.goal, j.goalHigh = j.workOut(low), j.workOut(high)
		if j.goalHigh != nil && j.goalHigh.Cmp(j.goal) < 0 {
			j.goal, j.goalHigh = j.goalHigh, j.goal
		}
		j.e.Goal, j.e.GoalHigh = j.shown(j.goal), j.shown(j.goalHigh)
		if j.chained() {
			j.e.GoalIndex = Round6(j.goal)
		}
		j.notAcrossBreaks()
	} else {
		j.goal, j.e.GoalHigh = low.Rat(), high
		if high.Known() {
			j.goalHigh = high.Rat()
		}
	}
	j.setAim()
	return Text{}
}

// workOut turns a printed amount into a value; nil for an absent one.
func (j *judge) workOut(amount Decimal) *big.Rat {
	if !amount.Known() {
		return nil
	}
	t, a := j.in.Target, amount.Rat()
	if t.GoalForm() == FormChange || t.Additive {
		if t.GoalForm() == FormAverage {
			a.Mul(a, big.NewRat(int64(t.years()), 1))
		}
		if t.Comparator == Decrease {
			a.Neg(a)
		}
		return a.Add(a, j.base)
	}
	factor := t.factor(a)
	if t.GoalForm() == FormAverage {
		factor = power(factor, t.years())
	}
	j.e.Factor = Round6(factor)
	return factor.Mul(factor, j.base)
}

// factor is what an amount multiplies a baseline by: 1+p of a rise, 1−p of a fall,
// the amount itself of «to N times».
func (t *Target) factor(amount *big.Rat) *big.Rat {
	one := big.NewRat(1, 1)
	switch {
	case t.Comparator == Decrease:
		return one.Sub(one, amount)
	case t.Comparator == Increase || t.GoalForm() == FormAverage:
		return one.Add(one, amount)
	}
	return new(big.Rat).Set(amount)
}

// power is r to the n-th, exactly; 1 for n below 1.
func power(r *big.Rat, n int) *big.Rat {
	p := big.NewRat(1, 1)
	for range n {
		p.Mul(p, r)
	}
	return p
}

// setAim chooses the direction, and of two ends the one nearest the baseline.
func (j *judge) setAim() {
	j.aim = j.goal
	j.up = j.comparator == AtLeast || j.comparator == Over || j.twoSided() && (j.base == nil || j.goal.Cmp(j.base) >= 0)
	if j.comparator == Between && !j.up {
		j.aim = j.goalHigh
	}
}

// notAcrossBreaks takes away what points behind a break prove of a goal that is
// worked out from a baseline of the definition before. The sum of a flow starts
// at zero in any definition, and an index has no other baseline than one.
func (j *judge) notAcrossBreaks() {
	if j.in.Indicator.Accumulation == Flow && !j.annual() || j.chained() {
		return
	}
	j.fromBase = true
	for i := range j.points {
		if p := &j.points[i]; j.brokenBefore(p) {
			p.low, p.high = nil, nil
		}
	}
}

// shown is a goal or value as it is printed: of an index its rate.
func (j *judge) shown(v *big.Rat) Decimal {
	switch form := j.in.Target.GoalForm(); {
	case v == nil:
		return Decimal{}
	case j.chained():
		return j.rate(v, j.in.Target.years())
	case form == FormRelative || form == FormAverage:
		return Round6(v)
	}
	return exactDecimal(v)
}
