package targets

// milestone judges something that is done or not: by the stages reported, or,
// for a target that stands for all tasks of a document, by the ledger.
func (j *judge) milestone() {
	if j.in.Target.Ledger {
		j.ledger()
		return
	}
	j.e.Series = visible(j.in.Figures, j.in.AsOf)
	var newest, done *Figure
	for i := range j.e.Series {
		f := &j.e.Series[i]
		if !f.Evidence() {
			continue
		}
		newest = f
		if done == nil && f.Value.Equal(StageDone) {
			done = f
		}
	}
	if newest != nil {
		j.e.Value, j.e.Period, j.e.Figure, j.e.Revision = newest.Value, newest.Period, newest, newest.Revision
		j.e.Used = []Figure{*newest}
	}
	switch {
	case done != nil:
		j.doneOn(done.Period.End)
		j.e.Provisional = done.Flag == Provisional || done.Flag == Estimated
	case newest == nil:
		j.notReported()
	default:
		j.notDone(newest.Period.End, newest.Value.Equal(StageUnderWay))
	}
}

// ledger judges «all tasks by the end of 2023»: done when all are.
func (j *judge) ledger() {
	l := j.in.Ledger
	j.e.Notes = append(j.e.Notes, ledgerCount(l))
	switch {
	case l.All > 0 && l.Done == l.All:
		j.doneOn(l.LastDone)
	case l.Done+l.UnderWay+l.NotBegun == 0:
		j.notReported()
	default:
		j.notDone(l.Newest, l.Done+l.UnderWay > 0)
	}
}

func (j *judge) doneOn(d Date) {
	if j.deadline != 0 && d > j.deadline {
		j.e.decide(AchievedLate, reasonDone(d))
		j.e.AtDeadline = DeadlineShort
		return
	}
	j.e.decide(Achieved, reasonDone(d))
}

func (j *judge) notReported() {
	if j.deadline != 0 && j.in.AsOf > j.deadline {
		j.e.decide(AwaitingFinal, reasonAwaiting(j))
		return
	}
	j.e.decide(NoData, reasonNoData(j))
}

// notDone judges a milestone last reported, on d, as under way or not begun.
func (j *judge) notDone(d Date, underWay bool) {
	past := j.deadline != 0 && j.in.AsOf > j.deadline
	switch {
	case j.deadline != 0 && d >= j.deadline:
		j.e.decide(Missed, reasonNotDone(d))
	case past:
		j.e.decide(AwaitingFinal, reasonAwaiting(j))
	case underWay:
		j.e.decide(InProgress, reasonUnderWay(d))
	default:
		j.e.decide(Unrated, reasonNotBegun(d))
	}
}

// direction shows a series whose goal has no number: never met or missed. The
// newest full period is held against the baseline, of a flow against the same
// period a year before, and never across a break.
func (j *judge) direction() {
	figures := j.standing()
	j.moments, j.e.Others = sources{j.in.Indicator, j.start}.moments(figures)
	if j.in.Indicator.Accumulation == Flow {
		j.moments = j.periods(figures)
	}
	j.points = j.sinceStart()
	p := newestWhole(j.moments, j.start, j.in.AsOf)
	if p == nil {
		if p = j.newest(); p != nil {
			j.show(p)
		}
		j.e.decide(Unrated, reasonDirection(j, nil, nil))
		return
	}
	before := j.yearBefore(p)
	if j.in.Indicator.Accumulation != Flow && j.in.Target.Baseline.Known() {
		base := j.in.Target.Baseline.Rat()
		before = &point{on: j.in.Target.BaselinePeriod.End, period: j.in.Target.BaselinePeriod, value: base, low: base, high: base}
	}
	j.show(p)
	j.e.decide(Unrated, reasonDirection(j, p, before))
}

// periods makes one point of the best source of each period: what a flow is
// compared by where nothing is summed.
func (j *judge) periods(figures []Figure) []point {
	s := sources{indicator: j.in.Indicator}
	var points []point
	for i := 0; i < len(figures); {
		n := i + 1
		for n < len(figures) && figures[n].Period == figures[i].Period {
			n++
		}
		if p, _, ok := s.pick(figures[i:n]); ok {
			points = append(points, p)
		}
		i = n
	}
	return points
}

// yearBefore is what a direction's newest point is held against: of a flow the
// same period a year before, else the newest exact moment at or before the start,
// without one the first after it; the sentence names both periods.
func (j *judge) yearBefore(p *point) *point {
	if j.in.Indicator.Accumulation != Flow {
		if base := j.baselinePoint(); base != nil && base.on < p.on {
			return base
		}
		if first := firstExact(j.points); first != nil && first.on < p.on {
			return first
		}
		return nil
	}
	same := Period{p.period.Start.AddYears(-1), (p.period.End + 1).AddYears(-1) - 1}
	for i := range j.moments {
		if j.moments[i].period == same {
			return &j.moments[i]
		}
	}
	return nil
}

// timeLimit looks at each unit: within its limit, ended within it, ended late,
// or past it with no end reported. One late unit misses the target.
func (j *judge) timeLimit() {
	var known, late int
	for i := range j.in.Target.Units {
		v := j.unitVerdict(&j.in.Target.Units[i])
		j.e.Units = append(j.e.Units, v)
		if v.Due != 0 {
			known++
		}
		if v.Late {
			late++
		}
	}
	switch {
	case known == 0:
		j.e.decide(Unrated, reasonNoUnitStart())
	case late > 0:
		j.e.decide(Missed, reasonUnitsLate(late, known))
	default:
		j.e.decide(Met, reasonUnitsWithin(known))
	}
}

func (j *judge) unitVerdict(u *LimitUnit) UnitVerdict {
	if u.Start == 0 || u.Start > j.in.AsOf {
		return UnitVerdict{Unit: u, Status: Text{"起始日未报", "start not reported"}}
	}
	v := UnitVerdict{Unit: u, Due: u.Start.AddMonths(j.in.Target.Limit)}
	ended := u.End != 0 && u.End <= j.in.AsOf
	switch {
	case ended && u.End <= v.Due:
		v.Status = Text{"期限内结束", "ended within the limit"}
	case ended:
		v.Status, v.Late = Text{"逾期结束", "ended late"}, true
	case j.in.AsOf > v.Due:
		v.Status, v.Late = Text{"已超期，未报结束", "past the limit, no end reported"}, true
	default:
		v.Status = Text{"期限内", "within the limit"}
	}
	return v
}
