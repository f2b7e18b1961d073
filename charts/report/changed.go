package report

import (
	"cmp"
	"context"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// A changed is one change between the day compared with and the day judged, with
// the day that brought it.
type changed struct {
	targets.Change
	On     targets.Date    // 0: not known
	Figure *targets.Figure // that was corrected
}

// changed lists what changed, each kind in the order of its days, the newest
// first.
func (b *book) changed() []changed {
	var list []changed
	for _, c := range targets.Changes(b.before, b.all) {
		x := changed{Change: c}
		if c.Kind == targets.ChangeCorrection {
			x.Figure = b.corrected(c.Now)
		}
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

// changedOn is the day of the document, of publication, of recording, or of the
// deadline or start that passed: what made the change known or due.
func (b *book) changedOn(x *changed) targets.Date {
	e := x.Now
	switch x.Kind {
	case targets.ChangeNew:
		return cmp.Or(e.Document.Published, e.Document.Issued)
	case targets.ChangeGoal:
		return adjustedOn(e, b.snap.AsOf)
	case targets.ChangeFigure:
		return valuedOn(e)
	case targets.ChangeCorrection:
		if x.Figure != nil {
			return targets.DateOf(x.Figure.Recorded)
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
		return valuedOn(e)
	}
	for _, d := range []targets.Date{e.Target.Deadline + 1, e.Target.Start} {
		if d > b.since && d <= b.snap.AsOf {
			return d
		}
	}
	return 0
}

// valuedOn is when the newest of the figures that make the value was published.
func valuedOn(e *targets.Evaluation) targets.Date {
	on := publishedOn(e.Figure)
	for i := range e.Used {
		on = max(on, publishedOn(&e.Used[i]))
	}
	return on
}

// publishedOn is the day a figure was published, or else recorded.
func publishedOn(f *targets.Figure) targets.Date {
	switch {
	case f == nil:
		return 0
	case f.Published != 0:
		return f.Published
	case f.Recorded.IsZero():
		return 0
	}
	return targets.DateOf(f.Recorded)
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

// corrected is the newest figure that was corrected after the day compared with,
// as targets.Changes finds it.
func (b *book) corrected(e *targets.Evaluation) *targets.Figure {
	for _, f := range slices.Backward(e.Series) {
		if f.Revision > 1 && f.Value.Known() && f.Period.End <= b.since && targets.DateOf(f.Recorded) > b.since {
			return &f
		}
	}
	return nil
}

// replaced is what a corrected figure took the place of; nil where nothing stood
// there, or it cannot be told. One reading of the source.
func (p page) replaced(ctx context.Context, f *targets.Figure) (*targets.Figure, error) {
	if f == nil {
		return nil, nil
	}
	list, err := p.revisions(ctx, f.Indicator, f.Area)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Key == f.Key && list[i].Revision == f.Revision {
			return list[i].Replaced, nil
		}
	}
	return nil, nil
}
