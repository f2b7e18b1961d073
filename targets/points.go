package targets

import (
	"math/big"
	"slices"
)

// collect turns the figures up to AsOf into points, oldest first.
func (j *judge) collect() {
	figures := visible(j.in.Figures, j.in.AsOf)
	if len(j.in.RollUps) > 0 {
		figures = visible(withRollUps(j.in.Indicator, j.in.Target.Area, j.in.Figures, j.in.RollUps), j.in.AsOf)
	}
	j.e.Series = figures
	j.noteAllocations()
	if j.in.Indicator.Accumulation == Flow {
		j.points = j.flowPoints(append(slices.Clone(figures), j.fromSister()...))
		return
	}
	j.points = j.levelPoints(figures)
}

// visible returns the figures whose period ends by asOf, in order.
func visible(figures []Figure, asOf Date) []Figure {
	if !slices.IsSortedFunc(figures, func(a, b Figure) int { return a.Period.Compare(b.Period) }) {
		figures = slices.Clone(figures)
		sortFigures(figures)
	}
	n, _ := slices.BinarySearchFunc(figures, asOf+1, func(f Figure, d Date) int { return int(f.Period.End - d) })
	return figures[:n:n]
}

// levelPoints makes one moment from the sources of each day and returns those
// from the start on. The earlier ones serve the forecast alone.
func (j *judge) levelPoints(figures []Figure) []point {
	for i := 0; i < len(figures); {
		n := i + 1
		for n < len(figures) && figures[n].Period.End == figures[i].Period.End {
			n++
		}
		if p, ok := j.moment(figures[i:n]); ok {
			j.moments = append(j.moments, p)
		}
		i = n
	}
	first, _ := slices.BinarySearchFunc(j.moments, j.start, func(p point, d Date) int { return int(p.on - d) })
	return slices.Clone(j.moments[first:])
}

// moment picks among the sources of one moment: a full window before a shorter
// one, then by rank. The others are kept as 另有来源. Equal rank and different
// values are for a person to decide: the point then proves nothing.
func (j *judge) moment(figures []Figure) (point, bool) {
	var best *Figure
	conflict := false
	for i := range figures {
		f := &figures[i]
		if !f.Evidence() {
			continue
		}
		c := -1
		if best != nil {
			c = j.compareSources(f, best)
		}
		switch {
		case c < 0:
			best, conflict = f, false
		case c == 0 && !f.Value.Equal(best.Value):
			conflict = true
		}
	}
	if best == nil {
		return point{}, false
	}
	for i := range figures {
		if f := &figures[i]; f != best && f.Evidence() {
			j.e.Others = append(j.e.Others, *f)
		}
	}
	p := point{
		on: best.Period.End, period: best.Period, value: best.Value.Rat(), figure: best, conflict: conflict,
		low: best.Bound != Upper && !conflict, high: best.Bound != Lower && !conflict, whole: j.fullWindow(best.Period),
	}
	if best.Origin == OriginRollUp {
		j.rolled(&p)
	}
	return p, true
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
		p.partial, p.low, p.high = true, false, false
	}
}

// compareSources is negative when f stands before g.
func (j *judge) compareSources(f, g *Figure) int {
	if a, b := j.fullWindow(f.Period), j.fullWindow(g.Period); a != b {
		if a {
			return -1
		}
		return 1
	}
	return f.rank() - g.rank()
}

// fullWindow reports whether a figure of this period may be final.
func (j *judge) fullWindow(p Period) bool {
	switch j.in.Indicator.Window {
	case WindowYear:
		return p == Year(p.End.Year())
	case WindowYearToDate:
		return p.Start == NewDate(p.End.Year(), 1, 1)
	case WindowSinceStart:
		return p.Start == j.start
	}
	return true
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
		f := j.baselineFigure()
		if f == nil {
			return
		}
		e.Baseline, e.BaselinePeriod, e.BaselineBasis = f.Value, f.Period, BasisFigure
	}
	e.BaselineDate = e.BaselinePeriod.End
	j.base, j.baseDate = e.Baseline.Rat(), e.BaselineDate
	j.points = slices.DeleteFunc(j.points, func(p point) bool { return p.on <= j.baseDate })
}

func (j *judge) baselineFigure() *Figure {
	var best *Figure
	for i := range j.e.Series {
		f := &j.e.Series[i]
		if f.Period.End > j.start || !f.Precise() {
			continue
		}
		if best == nil || f.Period.End > best.Period.End || j.compareSources(f, best) < 0 {
			best = f
		}
	}
	return best
}

// resolveGoal turns increase and decrease N into baseline ± N. It reports false
// when that needs a baseline and there is none.
func (j *judge) resolveGoal() bool {
	j.goal = j.in.Target.Goal.Rat()
	switch j.in.Target.Comparator {
	case Increase, Decrease:
		if j.base == nil {
			j.goal, j.e.Goal = nil, Decimal{}
			return false
		}
		if j.in.Target.Comparator == Decrease {
			j.goal.Neg(j.goal)
		}
		j.goal.Add(j.goal, j.base)
		j.e.Goal = exactDecimal(j.goal)
	}
	j.up = j.in.Target.Comparator == AtLeast || j.in.Target.Comparator == Increase ||
		j.in.Target.Comparator == Exactly && (j.base == nil || j.goal.Cmp(j.base) >= 0)
	return true
}

// exactDecimal writes a sum or difference of decimals as a decimal.
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
		e.Value, e.Revision = p.figure.Value, p.figure.Revision
		e.Used = []Figure{*p.figure}
	}
	switch {
	case p.low && !p.high:
		e.Bound = Lower
	case p.high && !p.low:
		e.Bound = Upper
	}
	j.showShares(p)
	j.noteRollUp(p)
}

func (j *judge) showShares(p *point) {
	e := j.e
	if j.goal == nil {
		return
	}
	if c := j.in.Indicator.Measure; j.goal.Sign() > 0 && (c == Count || c == Ratio && j.up) {
		e.Completion = Round6(new(big.Rat).Quo(p.value, j.goal))
	}
	attained, expected := j.shares(p)
	if attained != nil {
		e.Progress = Round6(attained)
	}
	if expected != nil {
		e.Expected = Round6(expected)
		if attained != nil && expected.Sign() > 0 && !j.brokenBefore(p) && p.on >= j.firstPeriodEnd() {
			e.Pace = Round6(new(big.Rat).Quo(attained, expected))
		}
	}
	j.requiredPace(p)
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
// the deadline, in the unit.
func (j *judge) requiredPace(p *point) {
	days := j.deadline - j.in.AsOf
	if j.deadline == 0 || days <= 0 || j.proves(p) || p.conflict {
		return
	}
	gap := new(big.Rat).Sub(j.goal, p.value)
	months := new(big.Rat).Quo(big.NewRat(int64(days), 1), averageMonth)
	j.e.RequiredPace = Round6(gap.Quo(gap, months))
}
