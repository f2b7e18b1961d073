package targets

import "slices"

// A Correction says that a moment of a cumulative was reported too high: a
// cumulative never falls, so that a later, lower figure of at least the same
// standing shows it. The moment takes the later value.
type Correction struct {
	Figure Figure // as it was reported
	By     Figure // the later figure
}

// A Doubt (存疑) is a figure of a cumulative that lies below an earlier one of
// better standing. It decides nothing.
type Doubt struct {
	Figure  Figure
	Against Figure // the earlier, higher one
}

// A record is a cumulative series after its figures were held against each other.
type record struct {
	series      []Figure
	corrections []Correction
	doubts      []Doubt
}

// settled holds the figures of a cumulative against each other: what was higher
// before than a later exact figure of at least the same finality and rank takes
// the later value, up to a break; a later, lower figure of lesser standing is set
// aside. Figures must be in the order of Period.Compare; those of later than the
// date judged count too, so that a correction by a new period and one by a
// revision say the same as of every day. Other series are returned as they are.
func settled(ind *Indicator, figures []Figure) record {
	if ind.Accumulation != Cumulative || !falls(figures) {
		return record{series: figures}
	}
	r := record{series: slices.Clone(figures)}
	for {
		moments, _ := sources{indicator: ind}.moments(r.series)
		r.correct(ind, moments)
		if !r.setAside(ind, moments) {
			return r
		}
	}
}

// falls reports whether any figure is lower than one before it.
func falls(figures []Figure) bool {
	var highest Decimal
	for i := range figures {
		f := &figures[i]
		switch {
		case !f.Evidence():
		case !highest.Known() || f.Value.Cmp(highest) >= 0:
			highest = f.Value
		default:
			return true
		}
	}
	return false
}

// correct walks back from the newest moment and gives each the lowest value that
// a later one allows.
func (r *record) correct(ind *Indicator, moments []point) {
	var later []*Figure // exact ones of the same definition, the lowest of each standing
	for i := len(moments) - 1; i >= 0; i-- {
		f := moments[i].figure
		if i+1 < len(moments) && ind.changed(f.Period.End, moments[i+1].on) {
			later = nil
		}
		if moments[i].conflict {
			continue
		}
		if by := lowestAllowed(f, later); by != nil {
			r.corrections = append(r.corrections, Correction{*f, *by})
			f.Value, f.Numerator, f.Denominator = by.Value, Decimal{}, Decimal{}
		}
		if f.Bound == Exact {
			later = lowestOfStanding(later, f)
		}
		if f.Flag == Break {
			later = nil
		}
	}
}

// lowestAllowed is the lowest later figure that shows f to be too high, or nil.
func lowestAllowed(f *Figure, later []*Figure) *Figure {
	var by *Figure
	for _, g := range later {
		if f.Bound != Upper && g.standsWith(f) && g.Value.Cmp(f.Value) < 0 && (by == nil || g.Value.Cmp(by.Value) < 0) {
			by = g
		}
	}
	return by
}

// lowestOfStanding keeps one figure of each rank and finality, the lowest.
func lowestOfStanding(list []*Figure, f *Figure) []*Figure {
	for i, g := range list {
		if g.rank() == f.rank() && g.finality() == f.finality() {
			if f.Value.Cmp(g.Value) < 0 {
				list[i] = f
			}
			return list
		}
	}
	return append(list, f)
}

// standsWith reports whether f is of at least the rank and finality of g.
func (f *Figure) standsWith(g *Figure) bool {
	return f.rank() <= g.rank() && f.finality() <= g.finality()
}

// setAside takes figures out of the series that lie below an earlier one of the
// same definition; after correct, those are of lesser standing.
func (r *record) setAside(ind *Indicator, moments []point) bool {
	var floor *Figure
	var before Date
	aside := map[*Figure]bool{}
	for i := range moments {
		p := &moments[i]
		if p.figure.Flag == Break || ind.changed(before, p.on) {
			floor = nil
		}
		before = p.on
		switch {
		case p.conflict:
		case floor != nil && p.figure.Bound != Lower && p.figure.Value.Cmp(floor.Value) < 0:
			aside[p.figure] = true
			r.doubts = append(r.doubts, Doubt{*p.figure, *floor})
		case p.figure.Bound != Upper && (floor == nil || p.figure.Value.Cmp(floor.Value) > 0):
			floor = p.figure
		}
	}
	if len(aside) == 0 {
		return false
	}
	kept := make([]Figure, 0, len(r.series))
	for i := range r.series {
		if !aside[&r.series[i]] {
			kept = append(kept, r.series[i])
		}
	}
	r.series = kept
	return true
}

// visibleIn returns the corrections and doubts whose figure is of asOf or before.
func (r *record) visibleIn(asOf Date) ([]Correction, []Doubt) {
	corrections := slices.DeleteFunc(slices.Clone(r.corrections), func(c Correction) bool { return c.Figure.Period.End > asOf })
	slices.Reverse(corrections)
	doubts := slices.DeleteFunc(slices.Clone(r.doubts), func(d Doubt) bool { return d.Figure.Period.End > asOf })
	return corrections, doubts
}
