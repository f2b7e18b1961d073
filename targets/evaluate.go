package targets

import (
	"math/big"
	"slices"
)

// Evaluate judges one target at in.AsOf by the first of States that fits. It is
// pure: the same Input gives the same Evaluation, in whatever order figures were
// recorded. Figures whose period ends after AsOf are not seen, except that they may show an earlier figure of a cumulative to have been wrong.
// A target without a start begins where Started says.
func Evaluate(in Input) Evaluation {
	in.Target = in.Target.Started(in.Document)
	e := reading{start: in.Target.Start}.evaluate(in)
	for _, r := range otherReadings(in, &e) {
		if alt := r.evaluate(in); alt.State != e.State && alt.rated() {
			e.tellOther(r, &alt)
		}
	}
	return e
}

// A reading is how one evaluation takes what leaves room: the primary one stands,
// others are told where their verdict differs.
type reading struct {
	start         Date
	newDefinition bool // of two complete evidences, the one of the later definition
	printedBase   bool // the base year's value as the document prints it
	basis         Basis
}

// An OtherVerdict is what another reading of the same facts says.
type OtherVerdict struct {
	State  State
	Reason Text
	Basis  Basis // what the other reading goes by
}

// otherReadings lists the readings beside the primary one: the start is the date of
// issue where it was not printed; a later definition covers the whole as well.
func otherReadings(in Input, e *Evaluation) []reading {
	var list []reading
	basis := in.Target.StartBasis
	if issued := in.Document.Issued; (basis == BasisIssueYear || basis == BasisPhase) && in.Target.Start < issued && in.AsOf >= issued {
		list = append(list, reading{start: issued, basis: BasisIssued})
	}
	if e.twoBaselines {
		list = append(list, reading{start: in.Target.Start, printedBase: true, basis: BasisPrintedBase})
	}
	if e.twoDefinitions {
		list = append(list, reading{start: in.Target.Start, newDefinition: true, basis: BasisNewDefinition})
	}
	return list
}

// tellOther records another reading's verdict, the first in the fields and all in the notes.
func (e *Evaluation) tellOther(r reading, alt *Evaluation) {
	if e.OtherVerdict == nil {
		e.OtherVerdict = &OtherVerdict{alt.State, alt.Reason, r.basis}
	}
	if r.basis == BasisIssued {
		e.Notes = append(e.Notes, startMatters(e.Target.Start, r.start, e, alt))
		return
	}
	e.Notes = append(e.Notes, otherReading(r.basis, alt))
}

func (r reading) evaluate(in Input) Evaluation {
	t := in.Target
	e := Evaluation{
		Target: t, Indicator: in.Indicator, Document: in.Document, AsOf: in.AsOf,
		Goal: t.Goal,
	}
	j := &judge{in: &in, e: &e, reading: r, start: r.start, deadline: t.Deadline}
	switch {
	case in.AsOf < in.Document.Issued:
		e.decide(NotStarted, reasonNotIssued(in.Document))
	case in.AsOf < r.start:
		e.decide(NotStarted, reasonBeforeStart(r.start))
	case in.Indicator.Measure == TimeLimit:
		j.timeLimit()
	case in.Indicator.Measure == Milestone:
		j.milestone()
	case e.directional():
		j.direction()
	case t.GoalForm() == FormYearly:
		j.yearly()
	case t.GoalForm() == FormVersus:
		j.versus()
	case r.start == 0 && in.Indicator.Accumulation == Flow:
		e.decide(Unrated, reasonNoStart())
	default:
		j.quantity()
	}
	e.DueSoon = t.Deadline != 0 && in.AsOf <= t.Deadline && t.Deadline-in.AsOf <= 90 && e.open()
	return e
}

// Started returns the target with a start, itself where it has one: the day after
// its base year, else the first day that its document covers, else 1 January of
// the year of issue (推定). Without any of these it has none.
func (t *Target) Started(d *Document) *Target {
	if t.Start != 0 {
		return t
	}
	started := *t
	switch {
	case t.BaseYear != 0:
		started.Start, started.StartBasis = NewDate(t.BaseYear+1, 1, 1), BasisBaseYear
	case d != nil && !d.Covers.IsZero():
		started.Start, started.StartBasis = d.Covers.Start, BasisPhase
	case d != nil && d.Issued != 0:
		started.Start, started.StartBasis = NewDate(d.Issued.Year(), 1, 1), BasisIssueYear
	default:
		return t
	}
	return &started
}

// rated reports whether the state says how the goal stands, rather than that it
// cannot be said.
func (e *Evaluation) rated() bool {
	return e.State != NoData && e.State != Unrated && e.State != NotStarted
}

// directional reports whether the target names a direction and no number.
func (e *Evaluation) directional() bool {
	m := e.Indicator.Measure
	return m == Direction || m != Milestone && e.Target.GoalForm() == FormDirection
}

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
	reading  reading
	start    Date
	deadline Date

	comparator     Comparator // one of the six that values are held against
	goal, goalHigh *big.Rat   // goalHigh of Between
	aim            *big.Rat   // the end of the goal that progress runs to
	gaps           []int      // of an index: years without a figure
	yearEnds       []*big.Rat // of a compound path: its value at the end of the base year and of each after it
	up             bool       // a larger value is better
	base           *big.Rat
	baseDate       Date
	fromBase       bool    // the goal is worked out from the baseline
	moments        []point // of a level: every day with evidence, also before the start
	points         []point // since the start and after the baseline
}

// A point is a value held against the goal at the end of a day: a level, or the
// sum of a flow since the start. low and high are what it proves the truth to be
// at least and at most; nil where it proves nothing.
type point struct {
	on                 Date
	period             Period
	value              *big.Rat // what is shown: low or high
	low, high          *big.Rat
	whole              bool     // may be final: full window, no uncovered day
	conflict           bool     // sources of equal standing differ
	partial            bool     // a roll-up that not all areas are in and that no bound can be had from
	figure             *Figure  // of a level, or the newest of a sum
	used               []Figure // of a sum
	uncovered          []Period // of a sum
	other              *total   // of a sum whose two sides differ: the upper one
	attained, expected *big.Rat // shares, once they were asked for
}

// exact reports whether the point proves one value.
func (p *point) exact() bool { return p.low != nil && p.high != nil && p.low.Cmp(p.high) == 0 }

// bound says what the shown value is; a point that proves nothing is shown as it is.
func (p *point) bound() Bound {
	switch {
	case p.low == nil && p.high == nil || p.exact():
		return Exact
	case p.low != nil && p.value.Cmp(p.low) == 0:
		return Lower
	}
	return Upper
}

// quantity judges counts, ratios and means.
func (j *judge) quantity() {
	j.collect()
	j.findBaseline()
	if why := j.resolveGoal(); !why.IsZero() {
		j.e.decide(Unrated, why)
		if j.deadline != 0 && j.in.AsOf > j.deadline {
			j.e.decide(AwaitingFinal, why)
		}
		j.show(j.newest())
		return
	}
	j.chooseSides()
	j.tellPoints()
	j.path()
	j.judgeQuantity()
	j.e.Stale = j.stale()
	j.forecast()
}

// accumulating reports whether what is proved once stays proved.
func (j *judge) accumulating() bool {
	a := j.in.Indicator.Accumulation
	return a == Cumulative || a == Flow && !j.annual()
}

// proves reports whether p shows the goal reached, disproves that it is not.
// An undecided bound does neither.
func (j *judge) proves(p *point) bool {
	switch j.comparator {
	case Exactly:
		return p.exact() && p.low.Cmp(j.goal) == 0
	case Between:
		return p.low != nil && p.high != nil && p.low.Cmp(j.goal) >= 0 && p.high.Cmp(j.goalHigh) <= 0
	case AtLeast:
		return p.low != nil && p.low.Cmp(j.goal) >= 0
	case Over:
		return p.low != nil && p.low.Cmp(j.goal) > 0
	case Under:
		return p.high != nil && p.high.Cmp(j.goal) < 0
	}
	return p.high != nil && p.high.Cmp(j.goal) <= 0
}

func (j *judge) disproves(p *point) bool {
	switch j.comparator {
	case Exactly:
		return j.below(p) || p.low != nil && p.low.Cmp(j.goal) > 0
	case Between:
		return j.below(p) || p.low != nil && p.low.Cmp(j.goalHigh) > 0
	case AtLeast:
		return j.below(p)
	case Over:
		return p.high != nil && p.high.Cmp(j.goal) <= 0
	case Under:
		return p.low != nil && p.low.Cmp(j.goal) >= 0
	}
	return p.low != nil && p.low.Cmp(j.goal) > 0
}

// below reports whether p is proved to be under the goal, or under its lower end.
func (j *judge) below(p *point) bool { return p.high != nil && p.high.Cmp(j.goal) < 0 }

// beyond reports whether p is proved to be over the upper end of the goal.
func (j *judge) beyond(p *point) bool {
	end := j.goal
	if j.comparator == Between {
		end = j.goalHigh
	}
	return p.low != nil && p.low.Cmp(end) > 0
}

// twoSided reports whether values may lie on either side of the goal.
func (j *judge) twoSided() bool { return j.comparator == Exactly || j.comparator == Between }

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
		case j.twoSided():
			if byDeadline && j.beyond(p) {
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
	return j.in.Indicator.Accumulation == Cumulative && j.up && !j.twoSided() && j.keepGoal()
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
	case len(j.gaps) > 0:
		j.settle(AwaitingFinal, j.newest(), reasonGaps(j))
	case j.fromBase && j.newest() != nil && j.brokenBefore(j.newest()):
		j.settle(AwaitingFinal, j.newest(), reasonBreak())
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
		if late == nil && j.proves(p) && (p.whole || j.accumulating()) && j.mayBeLate() {
			late = p
		}
		if short == nil && j.accumulating() && j.wantsMore() && j.disproves(p) && !j.beyond(p) {
			short = p
		}
	}
	return late, short
}

// mayBeLate reports whether a figure after the deadline can still reach the goal: not
// where the goal was for one year, or for a place in it.
func (j *judge) mayBeLate() bool {
	ind := j.in.Indicator
	oneYear := ind.Measure == ChangeRate || ind.Window == WindowYear
	return ind.Measure != RankPlace && !(oneYear && j.in.Target.GoalForm() == FormLevel)
}

// wantsMore reports whether a value below the goal is short of it.
func (j *judge) wantsMore() bool { return j.up || j.twoSided() }

func (j *judge) beforeDeadline() {
	p := j.newest()
	switch {
	case p == nil && len(j.gaps) > 0:
		j.settle(Unrated, nil, reasonGaps(j))
	case p == nil:
		j.settle(NoData, nil, reasonNoData(j))
	case len(j.gaps) > 0:
		j.settle(Unrated, p, reasonGaps(j))
	case j.proves(p):
		j.settle(Met, p, reasonMet(j, p))
	case p.conflict:
		j.settle(Unrated, p, reasonConflict(p))
	case j.fromBase && j.brokenBefore(p):
		j.settle(Unrated, p, reasonBreak())
	case p.partial:
		j.settle(Unrated, p, reasonPartial(rollUpAt(j.in.RollUps, momentOf(j.in.Indicator, p.period))))
	case j.keepGoal() && j.disproves(p):
		j.settle(Reversing, p, reasonKeepLost(j, p))
	case j.keepGoal():
		j.settle(Unrated, p, reasonBoundOf(j, p))
	case j.in.Indicator.Measure == RankPlace:
		j.settle(Unrated, p, reasonNoRankPath(j, p))
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
	case j.base.Cmp(j.aim) == 0:
		j.settle(Unrated, p, reasonBaseAtLimit(j))
	case attained == nil || expected == nil || expected.Sign() <= 0:
		j.settle(Unrated, p, reasonNoPace(j))
	case j.twoSided() && attained.Cmp(big.NewRat(1, 1)) > 0:
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
	if p != nil && j.base != nil && !j.fromBase && j.brokenBefore(p) && (s == Achieved || s == AchievedLate || s == Missed || s == Met) {
		j.e.Notes = append(j.e.Notes, definitionChanged())
	}
	if p != nil && (s == Achieved || s == Missed) {
		base := j.e.BaselineFigure
		j.e.Provisional = provisional(p) || j.fromBase && base != nil && base.finality() > 0
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
	return j.base != nil && j.proves(&point{value: j.base, low: j.base, high: j.base})
}

// brokenBefore reports whether the definition changed between baseline and p.
func (j *judge) brokenBefore(p *point) bool { return j.brokenBetween(j.baseDate, p.on) }

// brokenBetween reports whether the definition changed after one day and up to another.
func (j *judge) brokenBetween(after, upTo Date) bool {
	return j.in.Indicator.changed(after, upTo) ||
		slices.ContainsFunc(j.e.Series, func(f Figure) bool {
			return f.Flag == Break && f.Period.End > after && f.Period.End <= upTo
		})
}

// changed reports whether the indicator's definition changed after one day and
// up to another.
func (i *Indicator) changed(after, upTo Date) bool {
	return slices.ContainsFunc(i.Changes, func(c DefinitionChange) bool { return c.On > after && c.On <= upTo })
}
