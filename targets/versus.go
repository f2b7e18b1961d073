package targets

import (
	"math"
	"math/big"
)

// versus holds the value against another indicator's or area's of the same period.
func (j *judge) versus() {
	j.comparator = j.in.Target.Held()
	if j.in.ReferenceCard == nil || j.in.ReferenceCard.Measure != j.in.Indicator.Measure {
		j.e.decide(Unrated, Text{"对照指标不明或度量类型不同，无从比较。", "The reference is unknown or of another measure; nothing can be compared."})
		return
	}
	j.e.ReferenceName = j.in.ReferenceName
	own, other := j.standing(), visible(settled(j.in.ReferenceCard, inOrder(j.in.Reference)).series, j.in.AsOf)
	switch j.in.Target.Reference.Over {
	case OverEach:
		value, reference := j.yearValues(own), j.otherSide(other).yearValues(other)
		j.judgeYears(value, func(y int) *big.Rat { return j.withMargins(exactOf(reference(y))) })
		j.tellReference(reference(j.e.Period.End.Year()))
	case OverSpan:
		j.versusSpan(own, other)
	default:
		j.versusFinal(own, other)
	}
}

// otherSide judges the reference's series by its own card.
func (j *judge) otherSide(series []Figure) *judge {
	in := *j.in
	in.Indicator, in.Figures, in.RollUps = j.in.ReferenceCard, series, nil
	return &judge{in: &in, e: &Evaluation{Target: j.e.Target, Indicator: in.Indicator, Document: j.e.Document, AsOf: j.e.AsOf}, start: j.start, deadline: j.deadline}
}

// withMargins sets the goal to the reference, of between to its margins; nil where
// there is no reference.
func (j *judge) withMargins(reference *big.Rat) *big.Rat {
	if reference == nil {
		j.goalHigh = nil
		return nil
	}
	r := j.in.Target.Reference
	goal := new(big.Rat).Set(reference)
	if j.comparator == Between {
		j.goalHigh = new(big.Rat).Add(reference, ratOf(r.MarginHigh))
		goal.Sub(goal, ratOf(r.MarginLow))
	}
	return goal
}

// ratOf is the number, zero where it is absent.
func ratOf(v Decimal) *big.Rat {
	if !v.Known() {
		return new(big.Rat)
	}
	return v.Rat()
}

// tellReference records the reference that the shown value was held against.
func (j *judge) tellReference(p *point) {
	if p != nil {
		j.e.ReferenceValue, j.e.ReferencePeriod = j.printed(p), p.period
	}
}

// versusFinal compares the final figures, before the deadline the newest pair.
func (j *judge) versusFinal(own, other []Figure) {
	j.moments, j.e.Others = sources{j.in.Indicator, j.start}.moments(own)
	references, _ := sources{j.in.ReferenceCard, j.start}.moments(other)
	past := j.deadline != 0 && j.in.AsOf > j.deadline
	p, r := newestPair(j.in.Indicator, j.moments, references, j.start, j.deadline, past)
	newest := newestWhole(j.moments, j.start, j.in.AsOf)
	switch {
	case past && p == nil:
		j.settleVersus(AwaitingFinal, newest, reasonAwaiting(j))
	case newest == nil:
		j.settleVersus(NoData, nil, reasonNoData(j))
	case p == nil:
		j.settleVersus(Unrated, newest, Text{"同期对照数缺，暂不评价。", "The reference has no figure of the same period; not rated."})
	default:
		j.goal = j.withMargins(r.value)
		j.e.Goal = printedGoal(j.goal)
		j.e.GoalHigh = printedGoal(j.goalHigh)
		j.tellReference(r)
		j.settlePair(p, past || p.on == j.deadline)
	}
}

// settlePair decides a pair of figures; the final one settles the goal.
func (j *judge) settlePair(p *point, final bool) {
	switch proved := j.proves(p); {
	case final && proved:
		j.settleVersus(Achieved, p, reasonVersus(j, true))
	case final && j.disproves(p):
		j.settleVersus(Missed, p, reasonVersus(j, false))
	case final:
		j.settleVersus(AwaitingFinal, p, reasonBound(p))
	case proved:
		j.settleVersus(Met, p, reasonVersus(j, true))
	default:
		j.settleVersus(Unrated, p, reasonVersus(j, false))
	}
}

// newestPair finds the newest own figure with a reference of the same period; past
// the deadline only that of the deadline.
func newestPair(ind *Indicator, own, references []point, start, deadline Date, past bool) (p, r *point) {
	for i := len(own) - 1; i >= 0; i-- {
		p := &own[i]
		if p.on < start || !p.whole || p.conflict || deadline != 0 && (p.on > deadline || past && p.on != deadline) {
			continue
		}
		for k := range references {
			if r := &references[k]; r.on == p.on && r.whole && r.exact() && momentOf(ind, r.period) == momentOf(ind, p.period) {
				return p, r
			}
		}
	}
	return nil, nil
}

// newestWhole is the newest point of a full window since the start.
func newestWhole(points []point, start, asOf Date) *point {
	for i := len(points) - 1; i >= 0; i-- {
		if p := &points[i]; p.on >= start && p.on <= asOf && p.whole {
			return p
		}
	}
	return nil
}

// settleVersus records the verdict with the value and without shares.
func (j *judge) settleVersus(s State, p *point, why Text) {
	j.e.decide(s, why)
	if p == nil {
		return
	}
	j.e.Value, j.e.Period, j.e.Figure, j.e.Bound, j.e.Used = j.printed(p), p.period, p.figure, p.bound(), p.used
	if len(p.used) == 0 {
		j.e.Used, j.e.Revision = []Figure{*p.figure}, p.figure.Revision
	}
	j.e.Provisional = (s == Achieved || s == Missed) && provisional(p)
}

// versusSpan compares the average growth of both sides over the years since the
// start. Indices are compared, exactly; only margins need the average itself.
func (j *judge) versusSpan(own, other []Figure) {
	side := j.otherSide(other)
	mine, theirs := j.chainPoints(own), side.chainPoints(other)
	last := NewDate(j.deadline.Year(), 12, 31)
	p, r := pointOn(mine, last), pointOn(theirs, last)
	past := j.in.AsOf > j.deadline
	switch {
	case p != nil && r != nil && r.exact():
		n := j.in.Target.years()
		j.goal, j.goalHigh = spanGoals(r.value, n, j.in.Target.Reference, j.comparator)
		j.e.Goal = round6Float(averageOf(r.value, n))
		j.tellReference(r)
		j.e.ReferenceValue = j.e.Goal
		j.settlePair(p, true)
		j.e.Value = round6Float(averageOf(p.value, n))
	case past:
		j.settleVersus(AwaitingFinal, nil, reasonAwaiting(j))
	case len(mine) > 0 && len(theirs) > 0 && len(j.gaps)+len(side.gaps) == 0:
		j.settleVersus(InProgress, &mine[len(mine)-1], Text{"期末年度数据报出前不作比较。", "The comparison waits for the last year's figures."})
		j.e.Value = round6Float(averageOf(mine[len(mine)-1].value, len(mine)))
	case len(mine) == 0:
		j.settleVersus(NoData, nil, reasonNoData(j))
	default:
		j.settleVersus(Unrated, nil, Text{"同期对照数缺，暂不评价。", "The reference has no figure of the same period; not rated."})
	}
}

func pointOn(points []point, d Date) *point {
	for i := range points {
		if points[i].on == d {
			return &points[i]
		}
	}
	return nil
}

// averageOf is the yearly growth that makes an index in n years.
func averageOf(index *big.Rat, n int) float64 {
	x, _ := new(big.Rat).Sub(index, big.NewRat(1, 1)).Float64()
	return clean(math.Expm1(math.Log1p(x) / float64(max(n, 1))))
}

// spanGoals are the indices between which the own one must lie.
func spanGoals(index *big.Rat, n int, r Reference, c Comparator) (low, high *big.Rat) {
	if c != Between {
		return index, nil
	}
	average := round6Float(averageOf(index, n)).Rat()
	one := big.NewRat(1, 1)
	at := func(margin *big.Rat) *big.Rat {
		return power(new(big.Rat).Add(one, new(big.Rat).Add(average, margin)), n)
	}
	return at(new(big.Rat).Neg(ratOf(r.MarginLow))), at(ratOf(r.MarginHigh))
}
