package targets

import (
	"math/big"
	"slices"
)

// collect turns the figures up to AsOf into points, oldest first.
func (j *judge) collect() {
	figures := inOrder(j.in.Figures)
	if len(j.in.RollUps) > 0 {
		figures = withRollUps(j.in.Indicator, j.in.Target.Area, figures, j.in.RollUps)
	}
	record := settled(j.in.Indicator, figures)
	figures = visible(record.series, j.in.AsOf)
	j.e.Series = figures
	j.e.Corrections, j.e.Doubts = record.visibleIn(j.in.AsOf)
	j.noteRecord()
	j.noteAllocations()
	if j.in.Indicator.Accumulation == Flow {
		j.points = j.flowPoints(append(slices.Clone(figures), j.fromSister()...))
		return
	}
	j.points = j.levelPoints(figures)
}

// levelPoints makes one moment from the sources of each day and returns those
// from the start on. The earlier ones serve the baseline and the forecast.
func (j *judge) levelPoints(figures []Figure) []point {
	j.moments, j.e.Others = sources{j.in.Indicator, j.start}.moments(figures)
	for i := range j.moments {
		if p := &j.moments[i]; p.figure.Origin == OriginRollUp {
			j.rolled(p)
		}
	}
	return j.sinceStart()
}

// sinceStart returns the moments from the start on, of a cumulative without the
// bounds that say nothing new: what was at least 600 is so for ever.
func (j *judge) sinceStart() []point {
	first, _ := slices.BinarySearchFunc(j.moments, j.start, func(p point, d Date) int { return int(p.on - d) })
	if j.in.Indicator.Accumulation != Cumulative {
		return slices.Clone(j.moments[first:])
	}
	floor := new(big.Rat) // nothing is below zero
	list := make([]point, 0, len(j.moments)-first)
	for i, p := range j.moments {
		implied := p.low != nil && p.high == nil && p.low.Cmp(floor) <= 0
		if i >= first && !implied {
			list = append(list, p)
		}
		if p.low != nil && p.low.Cmp(floor) > 0 {
			floor = p.low
		}
	}
	return list
}

// rolled gives a computed point its exact value; one that not all areas are in
// proves nothing unless it is a count.
func (j *judge) rolled(p *point) {
	r := rollUpAt(j.in.RollUps, momentOf(j.in.Indicator, p.period))
	if r == nil { // carried from merged areas: whole, as its figure says
		return
	}
	p.value = r.value()
	if !r.Complete() && j.in.Indicator.Measure != Count {
		p.partial, p.low, p.high = true, nil, nil
		return
	}
	if p.low != nil {
		p.low = p.value
	}
	if p.high != nil {
		p.high = p.value
	}
}

// findBaseline takes the baseline as the document writes it, else the newest
// exact figure at or before the start; a flow starts at zero.
func (j *judge) findBaseline() {
	t, e := j.in.Target, j.e
	switch {
	case j.in.Indicator.Accumulation == Flow:
		e.Baseline, e.BaselinePeriod, e.BaselineBasis = NewDecimal(0), Day(j.start-1), BasisFlowZero
	case t.Baseline.Known():
		e.Baseline, e.BaselinePeriod, e.BaselineBasis = t.Baseline, t.BaselinePeriod, BasisPrinted
	default:
		p := j.baselinePoint()
		if p == nil {
			return
		}
		e.Baseline, e.BaselinePeriod, e.BaselineBasis = p.figure.Value, p.period, BasisFigure
		j.base, e.BaselineFigure = p.value, p.figure
	}
	if j.base == nil {
		j.base = e.Baseline.Rat()
	}
	e.BaselineDate = e.BaselinePeriod.End
	j.baseDate = e.BaselineDate
	j.points = slices.DeleteFunc(j.points, func(p point) bool { return p.on <= j.baseDate })
}

// baselinePoint is the newest exact moment at or before the start; one whose
// sources differ, or of a shorter window, is none.
func (j *judge) baselinePoint() *point {
	for i := len(j.moments) - 1; i >= 0; i-- {
		if p := &j.moments[i]; p.on <= j.start && p.whole && p.exact() && p.figure.Precise() {
			return p
		}
	}
	return nil
}

// resolveGoal turns increase and decrease N into baseline ± N. It reports false
// when that needs a baseline and there is none.
func (j *judge) resolveGoal() bool {
	t := j.in.Target
	j.goal, j.comparator = t.Goal.Rat(), t.Comparator
	switch t.Comparator {
	case Increase, Decrease:
		if j.base == nil {
			j.goal, j.e.Goal = nil, Decimal{}
			return false
		}
		j.comparator = AtLeast
		if t.Comparator == Decrease {
			j.comparator = AtMost
			j.goal.Neg(j.goal)
		}
		j.goal.Add(j.goal, j.base)
		j.e.Goal = exactDecimal(j.goal)
		j.notAcrossBreaks()
	}
	j.up = j.comparator == AtLeast || j.comparator == Over || j.twoSided() && (j.base == nil || j.goal.Cmp(j.base) >= 0)
	return true
}

// notAcrossBreaks takes away what points behind a break prove of a goal that is
// worked out from a baseline of the definition before. A flow's baseline is zero
// in any definition.
func (j *judge) notAcrossBreaks() {
	if j.in.Indicator.Accumulation == Flow {
		return
	}
	j.fromBase = true
	for i := range j.points {
		if p := &j.points[i]; j.brokenBefore(p) {
			p.low, p.high = nil, nil
		}
	}
}

// exactDecimal writes a sum or difference of decimals as a decimal; a quotient
// is rounded to thirty places.
func exactDecimal(r *big.Rat) Decimal {
	for places := 0; places <= 6; places += 2 { // few decimals have more; powers of ten divide evenly
		if v, ok := roundSmall(r, places); ok && v.Rat().Cmp(r) == 0 {
			return v
		}
	}
	return roundRat(r, maxDigits)
}

// show copies a point into the evaluation, with its shares.
func (j *judge) show(p *point) {
	if p == nil {
		return
	}
	e := j.e
	e.Value, e.Period, e.Figure = exactDecimal(p.value), p.period, p.figure
	e.Used, e.Uncovered = p.used, p.uncovered
	if p.figure != nil && len(p.used) == 0 {
		e.Value, e.Revision = p.figure.Value, p.figure.Revision // with its digits as typed
		e.Used = []Figure{*p.figure}
	}
	e.Bound = p.bound()
	j.showShares(p)
	j.noteRollUp(p)
}

func (j *judge) showShares(p *point) {
	e := j.e
	if j.goal == nil {
		return
	}
	if j.completes() {
		e.Completion = Round6(new(big.Rat).Quo(p.value, j.goal))
	}
	if j.base != nil && j.brokenBefore(p) {
		return // nothing is compared across a break
	}
	attained, expected := j.shares(p)
	if attained != nil {
		e.Progress = Round6(attained)
	}
	if expected != nil {
		e.Expected = Round6(expected)
	}
	if pace := j.pace(p); pace != nil {
		e.Pace, e.Declines = Round6(pace), j.declines(p)
	}
	j.requiredPace(p)
}

// completes reports whether value ÷ goal says something: of a count, quantity or
// ratio that should reach a goal above zero.
func (j *judge) completes() bool {
	switch j.in.Indicator.Measure {
	case Count, Quantity, Ratio:
		return (j.comparator == AtLeast || j.comparator == Over) && j.goal.Sign() > 0
	}
	return false
}

// pace is progress ÷ expected where it says something: never across a break,
// before the first period, where nothing is expected, or of a bound that proves
// nothing (a bound may prove on_track, never behind).
func (j *judge) pace(p *point) *big.Rat {
	attained, expected := j.shares(p)
	if attained == nil || expected == nil || expected.Sign() <= 0 || j.brokenBefore(p) || p.on < j.firstPeriodEnd() {
		return nil
	}
	pace := new(big.Rat).Quo(attained, expected)
	if p.exact() {
		return pace
	}
	b := p.bound()
	atLeast := j.up && b == Lower || !j.up && b == Upper // attained is at least this much
	if atLeast && grade(pace, j.in.Cuts) == OnTrack {
		return pace
	}
	return nil
}

// shares returns the attained and the expected share at p, both at the end of
// its period, so that late reporting never looks like slow work. A keep goal has
// neither.
func (j *judge) shares(p *point) (attained, expected *big.Rat) {
	if j.base == nil || j.goal.Cmp(j.base) == 0 || j.keepGoal() {
		return nil, nil
	}
	if p.attained == nil {
		span := new(big.Rat).Sub(j.goal, j.base)
		p.attained = new(big.Rat).Sub(p.value, j.base)
		p.attained.Quo(p.attained, span)
		p.expected = j.expectedAt(p.on)
	}
	return p.attained, p.expected
}

// averageMonth is 365.25 ÷ 12 days.
var averageMonth = big.NewRat(304375, 10000)

// requiredPace is what must come per average month (30.4375 days) from AsOf to
// the deadline, in the unit, for the newest value to reach the goal. What moves
// by rounds or milestones has none.
func (j *judge) requiredPace(p *point) {
	days := j.deadline - j.in.AsOf
	if j.deadline == 0 || days <= 0 || j.e.State == Missed || j.e.stepped() || j.proves(p) || p.conflict {
		return
	}
	gap := new(big.Rat).Sub(j.goal, p.value)
	months := new(big.Rat).Quo(big.NewRat(int64(days), 1), averageMonth)
	j.e.RequiredPace = Round6(gap.Quo(gap, months))
}
