package targets

import (
	"math/big"
	"slices"
)

// Evaluate judges one target at in.AsOf by the states of design §4, the first
// that fits. It is pure: the same Input gives the same Evaluation, in whatever
// order figures were recorded. Figures whose period ends after AsOf are not seen.
func Evaluate(in Input) Evaluation {
	e := evaluateFrom(in, in.Target.Start)
	if other, ok := otherStart(in); ok {
		if alt := evaluateFrom(in, other); alt.State != e.State && alt.rated() {
			e.Notes = append(e.Notes, startMatters(in.Target.Start, other, &e, &alt))
		}
	}
	return e
}

// otherStart is the date of issue where the start was not printed: the verdict
// is then told for both ends of what the start may have been.
func otherStart(in Input) (Date, bool) {
	basis := in.Target.StartBasis
	issued := in.Document.Issued
	ok := (basis == BasisIssueYear || basis == BasisPhase) && in.Target.Start < issued && in.AsOf >= issued
	return issued, ok
}

func evaluateFrom(in Input, start Date) Evaluation {
	t := in.Target
	e := Evaluation{
		Target: t, Indicator: in.Indicator, Document: in.Document, AsOf: in.AsOf,
		Goal: t.Goal,
	}
	j := &judge{in: &in, e: &e, start: start, deadline: t.Deadline}
	switch {
	case in.AsOf < in.Document.Issued:
		e.decide(NotStarted, reasonNotIssued(in.Document))
	case in.AsOf < start:
		e.decide(NotStarted, reasonBeforeStart(start))
	case in.Indicator.Measure == TimeLimit:
		j.timeLimit()
	case in.Indicator.Measure == Milestone:
		j.milestone()
	case in.Indicator.Measure == Direction || directionOnly(t):
		j.direction()
	default:
		j.quantity()
	}
	e.DueSoon = t.Deadline != 0 && in.AsOf <= t.Deadline && t.Deadline-in.AsOf <= 90 && e.open()
	return e
}

// rated reports whether the state says how the goal stands, rather than that it
// cannot be said.
func (e *Evaluation) rated() bool {
	return e.State != NoData && e.State != Unrated && e.State != NotStarted
}

// directionOnly reports whether the target names a direction and no number.
func directionOnly(t *Target) bool { return !t.Goal.Known() }

func (e *Evaluation) decide(s State, reason Text) { e.State, e.Reason = s, reason }

// open reports whether the goal may still be reached or missed.
func (e *Evaluation) open() bool {
	switch e.State {
	case NotStarted, Achieved, AchievedLate, Missed, Met:
		return false
	}
	return !e.unratedByNature() || e.Indicator.Measure == TimeLimit
}

// A judge holds what one evaluation works with.
type judge struct {
	in       *Input
	e        *Evaluation
	start    Date
	deadline Date

	goal     *big.Rat
	up       bool // a larger value is better
	base     *big.Rat
	baseDate Date
	moments  []point // of a level: every day with evidence, also before the start
	points   []point // since the start and after the baseline
}

// A point is a value held against the goal at the end of a day: a level, or the
// sum of a flow since the start. low and high say what the value proves: that
// the truth is at least, or at most, as large. An exact value proves both.
type point struct {
	on                 Date
	period             Period
	value              *big.Rat
	low, high          bool
	whole              bool     // may be final: full window, no uncovered day
	conflict           bool     // sources of equal rank differ
	partial            bool     // a roll-up that not all areas are in and that no bound can be had from
	figure             *Figure  // of a level, or the newest of a sum
	used               []Figure // of a sum
	uncovered          []Period // of a sum
	attained, expected *big.Rat // shares, once they were asked for
}

// quantity judges counts, ratios and means.
func (j *judge) quantity() {
	j.collect()
	j.findBaseline()
	if !j.resolveGoal() {
		j.e.decide(Unrated, reasonNoBaseline(j))
		j.show(j.newest())
		return
	}
	j.path()
	j.judgeQuantity()
	j.e.Stale = j.stale()
	j.forecast()
}

// accumulating reports whether what is proved once stays proved.
func (j *judge) accumulating() bool {
	a := j.in.Indicator.Accumulation
	return a == Cumulative || a == Flow
}

// proves reports whether p shows the goal reached, disproves that it is not.
// An undecided bound does neither.
func (j *judge) proves(p *point) bool {
	c := p.value.Cmp(j.goal)
	switch {
	case j.in.Target.Comparator == Exactly:
		return p.low && p.high && c == 0
	case j.up:
		return p.low && c >= 0
	}
	return p.high && c <= 0
}

func (j *judge) disproves(p *point) bool {
	c := p.value.Cmp(j.goal)
	switch {
	case j.in.Target.Comparator == Exactly:
		return p.high && c < 0 || p.low && c > 0
	case j.up:
		return p.high && c < 0
	}
	return p.low && c > 0
}

// judgeQuantity tries the states in the order of design §4.
func (j *judge) judgeQuantity() {
	final, settled := j.final(), j.settledEarly()
	switch {
	case final != nil && j.proves(final):
		j.settle(Achieved, final, reasonFinalMeets(j, final))
	case settled != nil && j.proves(settled):
		j.settle(Achieved, j.newestProof(settled), reasonReachedEarly(j, settled))
	case j.baseProves():
		j.settle(Achieved, j.newestUpTo(j.deadline), reasonBaseReaches(j))
	case settled != nil:
		j.settle(Missed, settled, reasonBeyondReach(j, settled))
	case final != nil && j.in.AsOf == j.deadline && j.disproves(final): // the day's end is judged, and its figure is there
		j.settle(Missed, final, reasonFinalShort(j, final))
	case j.deadline != 0 && j.in.AsOf > j.deadline:
		j.afterDeadline(final)
	default:
		j.beforeDeadline()
	}
}

// final is the figure whose period ends on the deadline, or the gapless sum up to it.
func (j *judge) final() *point {
	for i := range j.points {
		if p := &j.points[i]; j.deadline != 0 && p.on == j.deadline && p.whole && !p.conflict {
			return p
		}
	}
	return nil
}

// settledEarly is the first figure that settles a flow or cumulative, which
// never fall, before or without the final one. At least N: what reaches N up to
// the deadline has it. At most N: what is within N at the deadline or later was
// within it then; what exceeds N up to the deadline has missed it. Exactly N:
// what exceeds N up to the deadline has missed it.
func (j *judge) settledEarly() *point {
	if !j.accumulating() {
		return nil
	}
	for i := range j.points {
		p := &j.points[i]
		byDeadline := j.deadline == 0 || p.on <= j.deadline
		switch {
		case j.in.Target.Comparator == Exactly:
			if byDeadline && p.low && p.value.Cmp(j.goal) > 0 {
				return p
			}
		case j.up && byDeadline && j.proves(p), !j.up && byDeadline && j.disproves(p):
			return p
		case !j.up && j.deadline != 0 && p.on >= j.deadline && j.proves(p):
			return p
		}
	}
	return nil
}

// newestProof is the newest figure up to the deadline if it proves the goal too,
// else the one that did: a corrected series may fall, the proof stands.
func (j *judge) newestProof(first *point) *point {
	if p := j.newestUpTo(j.deadline); p != nil && j.proves(p) {
		return p
	}
	return first
}

// baseProves reports whether a cumulative had reached its goal by the baseline.
func (j *judge) baseProves() bool {
	return j.in.Indicator.Accumulation == Cumulative && j.up && j.in.Target.Comparator != Exactly && j.keepGoal()
}

func (j *judge) afterDeadline(final *point) {
	late, short := j.later()
	switch {
	case late != nil:
		j.settle(AchievedLate, j.newest(), reasonReachedLate(j, late))
		j.e.AtDeadline = DeadlineUnknown
		if final != nil && j.disproves(final) || short != nil && short.on < late.on {
			j.e.AtDeadline = DeadlineShort
		}
	case final != nil && j.disproves(final):
		j.settle(Missed, final, reasonFinalShort(j, final))
	case short != nil:
		j.settle(Missed, short, reasonShortLater(j, short))
	default:
		j.settle(AwaitingFinal, j.newest(), reasonAwaiting(j))
	}
}

// later finds the first figure after the deadline that reaches the goal, and the
// first that shows a flow or cumulative still short then. A level of a shorter
// window is never final, so it proves nothing late either.
func (j *judge) later() (late, short *point) {
	for i := range j.points {
		p := &j.points[i]
		if p.on <= j.deadline {
			continue
		}
		if late == nil && j.proves(p) && (p.whole || j.accumulating()) {
			late = p
		}
		if short == nil && j.accumulating() && j.wantsMore() && p.high && p.value.Cmp(j.goal) < 0 {
			short = p
		}
	}
	return late, short
}

// wantsMore reports whether a value below the goal is short of it.
func (j *judge) wantsMore() bool { return j.up || j.in.Target.Comparator == Exactly }

func (j *judge) beforeDeadline() {
	p := j.newest()
	switch {
	case p == nil:
		j.settle(NoData, nil, reasonNoData(j))
	case j.proves(p):
		j.settle(Met, p, reasonMet(j, p))
	case p.conflict:
		j.settle(Unrated, p, reasonConflict(p))
	case p.partial:
		j.settle(Unrated, p, reasonPartial(rollUpAt(j.in.RollUps, momentOf(j.in.Indicator, p.period))))
	case j.keepGoal() && j.disproves(p):
		j.settle(Reversing, p, reasonKeepLost(j, p))
	case j.keepGoal():
		j.settle(Unrated, p, reasonBoundOf(j, p))
	case j.base == nil:
		j.settle(Unrated, p, reasonNoBaseline(j))
	case j.brokenBefore(p):
		j.settle(Unrated, p, reasonBreak())
	case p.on < j.firstPeriodEnd():
		j.settle(Unrated, p, reasonFirstPeriod(j))
	default:
		j.byPace(p)
	}
}

// byPace grades the pace at p. A bound may prove on_track, never behind.
func (j *judge) byPace(p *point) {
	attained, expected := j.shares(p)
	pace := j.pace(p)
	switch {
	case attained == nil || expected == nil || expected.Sign() <= 0:
		j.settle(Unrated, p, reasonNoPace(j))
	case j.in.Target.Comparator == Exactly && attained.Cmp(big.NewRat(1, 1)) > 0:
		j.settle(Unrated, p, reasonOvershot(j, p))
	case pace != nil:
		state := grade(pace, j.in.Cuts)
		j.settle(state, p, reasonPace(j, state))
	case len(p.uncovered) > 0:
		j.settle(Unrated, p, reasonHole(p))
	default:
		j.settle(Unrated, p, reasonBoundOf(j, p))
	}
}

// grade compares a pace with the cut points, exactly.
func grade(pace *big.Rat, cuts CutPoints) State {
	switch {
	case pace.Cmp(cuts.OnTrack.Rat()) >= 0:
		return OnTrack
	case pace.Cmp(cuts.FarBehind.Rat()) >= 0:
		return Behind
	case pace.Cmp(cuts.Reversing.Rat()) >= 0:
		return FarBehind
	}
	return Reversing
}

// settle records the verdict and shows the point it speaks of.
func (j *judge) settle(s State, p *point, reason Text) {
	j.e.decide(s, reason)
	j.show(p)
	if p != nil && p.figure != nil && (s == Achieved || s == Missed) {
		for _, f := range append(slices.Clone(p.used), *p.figure) {
			j.e.Provisional = j.e.Provisional || f.Flag == Provisional || f.Flag == Estimated
		}
	}
}

func (j *judge) newest() *point { return j.newestUpTo(j.in.AsOf) }

// newestUpTo is the newest point since the start and after the baseline.
func (j *judge) newestUpTo(d Date) *point {
	if d == 0 {
		d = j.in.AsOf
	}
	for i := len(j.points) - 1; i >= 0; i-- {
		if p := &j.points[i]; p.on <= d {
			return p
		}
	}
	return nil
}

// keepGoal reports whether the baseline already satisfies.
func (j *judge) keepGoal() bool {
	return j.base != nil && j.proves(&point{value: j.base, low: true, high: true})
}

// brokenBefore reports whether the definition changed between baseline and p.
func (j *judge) brokenBefore(p *point) bool {
	return j.in.Indicator.changed(j.baseDate, p.on) ||
		slices.ContainsFunc(j.e.Series, func(f Figure) bool {
			return f.Flag == Break && f.Period.End > j.baseDate && f.Period.End <= p.on
		})
}

// changed reports whether the indicator's definition changed after one day and
// up to another.
func (i *Indicator) changed(after, upTo Date) bool {
	return slices.ContainsFunc(i.Changes, func(c DefinitionChange) bool { return c.On > after && c.On <= upTo })
}
