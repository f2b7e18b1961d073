package targets

import "math/big"

// expectedAt is the share of the way that should be done by the end of day d:
// linear from the baseline's date to the deadline, or a step at each of the
// document's own milestones or the indicator's rounds. It is nil where no
// deadline or baseline is known.
func (j *judge) expectedAt(d Date) *big.Rat {
	switch {
	case j.deadline == 0 || j.base == nil || j.deadline <= j.baseDate:
		return nil
	case d >= j.deadline:
		return big.NewRat(1, 1)
	case len(j.in.Target.Path) > 0:
		return j.milestoneShare(d)
	case j.in.Indicator.Cadence == ByRounds && len(j.in.Indicator.Rounds) > 0:
		return j.roundShare(d)
	case j.compound():
		return j.averageShare(d)
	}
	return big.NewRat(int64(d-j.baseDate), int64(j.deadline-j.baseDate))
}

// milestoneShare steps at the document's own milestones.
func (j *judge) milestoneShare(d Date) *big.Rat {
	share := new(big.Rat)
	span := new(big.Rat).Sub(j.aim, j.base)
	for _, step := range j.in.Target.Path {
		if step.On <= d {
			share.Sub(step.Value.Rat(), j.base)
			share.Quo(share, span)
		}
	}
	if share.Sign() < 0 { // the baseline is already beyond the milestone: nothing more is due by then
		share.SetInt64(0)
	}
	return share
}

// roundShare steps at the rounds held between baseline and deadline, each an
// equal part of the way.
func (j *judge) roundShare(d Date) *big.Rat {
	var held, all int64
	for _, r := range j.in.Indicator.Rounds {
		if r.End <= j.baseDate || r.End > j.deadline {
			continue
		}
		all++
		if r.End <= d {
			held++
		}
	}
	if all == 0 {
		return nil
	}
	return big.NewRat(held, all)
}

// path lists the corners of the required path.
func (j *judge) path() {
	if j.base == nil || j.deadline == 0 || j.keepGoal() || j.deadline <= j.baseDate || j.in.Indicator.Measure == RankPlace {
		return
	}
	add := func(d Date, share *big.Rat) {
		if share == nil {
			return
		}
		if value := j.onPath(d, share); value.Known() {
			j.e.Path = append(j.e.Path, PathStep{d, Round6(share), value})
		}
	}
	add(j.baseDate, new(big.Rat))
	for _, d := range j.corners() {
		if !j.compound() {
			add(d-1, j.expectedAt(d-1))
		}
		add(d, j.expectedAt(d))
	}
	add(j.deadline, big.NewRat(1, 1))
}

// onPath is the value of the required path where a share is expected: of an index
// its rate, which an average has none of in its base year.
func (j *judge) onPath(d Date, share *big.Rat) Decimal {
	years := d.Year() - j.baseDate.Year()
	var value *big.Rat
	if j.compound() && d < j.deadline { // the corners of a compound path are year ends
		value = j.grown(years)
	} else {
		value = new(big.Rat).Sub(j.aim, j.base)
		value.Mul(value, share).Add(value, j.base)
	}
	switch {
	case !j.chained():
		return Round6(value)
	case j.in.Target.GoalForm() == FormAverage && years == 0:
		return Decimal{}
	}
	return j.rate(value, years)
}

// compound reports whether the path grows by a rate each year: of an average goal
// that ends with a year, as its base year does.
func (j *judge) compound() bool { return j.e.compound() }

func (e *Evaluation) compound() bool {
	t := e.Target
	return t.GoalForm() == FormAverage && !t.Additive && !t.AmountHigh.Known() && t.Deadline == NewDate(t.Deadline.Year(), 12, 31) &&
		e.BaselineDate == NewDate(t.baseYear(), 12, 31)
}

// corners are the days before the deadline on which a path rises in a step or
// changes its slope.
func (j *judge) corners() []Date {
	var days []Date
	inside := func(d Date) bool { return d > j.baseDate+1 && d < j.deadline }
	for _, step := range j.in.Target.Path {
		if inside(step.On) {
			days = append(days, step.On)
		}
	}
	if j.compound() {
		for y := j.baseDate.Year() + 1; y < j.deadline.Year(); y++ {
			days = append(days, NewDate(y, 12, 31))
		}
		return days
	}
	if len(j.in.Target.Path) == 0 && j.in.Indicator.Cadence == ByRounds {
		for _, r := range j.in.Indicator.Rounds {
			if inside(r.End) {
				days = append(days, r.End)
			}
		}
	}
	return days
}

// cadenceMonths is the length of a reporting period; 0 where there is none.
func (c Cadence) cadenceMonths() int {
	return map[Cadence]int{Monthly: 1, Quarterly: 3, HalfYearly: 6, Yearly: 12, Biennial: 24}[c]
}

// firstPeriodEnd is the end of the first full reporting period since the start:
// before it no pace is given. Periods follow the calendar; a two-year period
// begins with the first full year.
func (j *judge) firstPeriodEnd() Date {
	n := j.in.Indicator.Cadence.cadenceMonths()
	if n == 0 {
		return 0
	}
	return nextPeriodEnd(j.start, n)
}

// nextPeriodEnd is the end of the first full calendar period of n months that
// begins on or after d.
func nextPeriodEnd(d Date, n int) Date {
	y, m, day := d.YMD()
	step := min(n, 12)
	begin := (m-1)/step*step + 1
	if m != begin || day != 1 {
		begin += step
	}
	return NewDate(y, begin+n, 0)
}

// periodEnd is the end of the calendar period of n months that d lies in.
func periodEnd(d Date, n int) Date {
	y, m, _ := d.YMD()
	step := min(n, 12)
	return NewDate(y, (m-1)/step*step+1+n, 0)
}

// stale reports whether a further reporting period has closed since the newest
// figure and its figure is overdue by the indicator's closing days.
func (j *judge) stale() bool {
	n := j.in.Indicator.Cadence.cadenceMonths()
	if n == 0 || j.e.Period.IsZero() || !j.e.open() && j.e.State != Met {
		return false
	}
	due := periodEnd(j.e.Period.End+1, n)
	if j.deadline != 0 && due > j.deadline {
		due = j.deadline
	}
	return j.e.Period.End < due && j.in.AsOf > due+Date(j.in.Indicator.ClosesAfter)
}
