package report

import (
	"cmp"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// A changed is one change between the day compared with and the day judged, with
// the day that brought it.
type changed struct {
	targets.Change
	On targets.Date // 0: not known
}

// changed lists what changed, each kind in the order of its days, the newest
// first.
func (b *book) changed() []changed {
	var list []changed
	for _, c := range targets.Changes(b.before, b.all) {
		x := changed{Change: c}
		x.On = b.changedOn(&x)
		list = append(list, x)
	}
	slices.SortStableFunc(list, func(x, y changed) int {
		if x.Kind != y.Kind || x.Turn != y.Turn {
			return 0 // the order of the kinds stays
		}
		return cmp.Compare(y.On, x.On)
	})
	return list
}

// changedOn is the day of the document, of publication or approval, whichever made
// a figure known, or of the deadline or start that passed: what made the change
// known or due.
func (b *book) changedOn(x *changed) targets.Date {
	e := x.Now
	switch x.Kind {
	case targets.ChangeNew:
		return cmp.Or(e.Document.Published, e.Document.Issued)
	case targets.ChangeGoal:
		return adjustedOn(e, b.snap.AsOf)
	case targets.ChangeFigure:
		return b.valuedOn(e)
	case targets.ChangeCorrection:
		if x.Figure != nil {
			return b.snap.KnownOn(x.Figure)
		}
		return 0
	}
	return b.turnedOn(x)
}

// turnedOn is when a state came about: with a newer figure, at the deadline, at
// the start; 0 where none of them fell into the time.
func (b *book) turnedOn(x *changed) targets.Date {
	e := x.Now
	newer := x.Then != nil && e.Value.Known() && (x.Then.Period != e.Period || !x.Then.Value.Equal(e.Value))
	if newer && e.State != targets.AwaitingFinal { // which only the deadline brings
		return b.valuedOn(e)
	}
	for _, d := range []targets.Date{e.Target.Deadline + 1, e.Target.Start} {
		if d > b.since && d <= b.snap.AsOf {
			return d
		}
	}
	return 0
}

// valuedOn is when the newest of the figures that make the value became known.
func (b *book) valuedOn(e *targets.Evaluation) targets.Date {
	on := targets.Date(0)
	if e.Figure != nil {
		on = b.snap.KnownOn(e.Figure)
	}
	for i := range e.Used {
		on = max(on, b.snap.KnownOn(&e.Used[i]))
	}
	return on
}

// adjustedOn is the day of the newest adjustment in force.
func adjustedOn(e *targets.Evaluation, asOf targets.Date) targets.Date {
	on := targets.Date(0)
	for i := range e.Target.Adjustments {
		if d := e.Target.Adjustments[i].On; d <= asOf {
			on = max(on, d)
		}
	}
	return on
}
