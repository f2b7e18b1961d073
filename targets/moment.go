package targets

import (
	"math/big"
	"slices"
)

// sources holds what it takes to choose among several sources of one moment.
type sources struct {
	indicator *Indicator
	start     Date // of the target, for a window since the start; 0 when there is none
}

// moments makes one point of the sources of each day, in order; the figures must
// be sorted by Period.Compare. The sources that were not taken are others.
func (s sources) moments(figures []Figure) (points []point, others []Figure) {
	for i := 0; i < len(figures); {
		n := i + 1
		for n < len(figures) && figures[n].Period.End == figures[i].Period.End {
			n++
		}
		if p, rest, ok := s.pick(figures[i:n]); ok {
			points = append(points, p)
			others = append(others, rest...)
		}
		i = n
	}
	return points, others
}

// pick chooses among the sources of one moment: a full window before a shorter
// one, then by rank, then the final before the provisional before the estimated,
// then the later approval. The others are kept as 另有来源. Equal standing and
// different values are for a person to decide: the point then proves nothing.
func (s sources) pick(figures []Figure) (p point, others []Figure, ok bool) {
	best, conflict := -1, false
	for i := range figures {
		f := &figures[i]
		if !f.Evidence() {
			continue
		}
		c := -1
		if best >= 0 {
			c = s.compare(f, &figures[best])
		}
		switch {
		case c < 0:
			best, conflict = i, false
		case c == 0 && !f.Value.Equal(figures[best].Value):
			conflict = true
		case c == 0 && f.Approved.After(figures[best].Approved):
			best = i
		}
	}
	if best < 0 {
		return point{}, nil, false
	}
	for i := range figures {
		if i != best && figures[i].Evidence() {
			others = append(others, figures[i])
		}
	}
	f := &figures[best]
	p = point{on: f.Period.End, period: f.Period, value: f.exact(s.indicator), figure: f, conflict: conflict, whole: s.fullWindow(f.Period)}
	if f.Bound != Upper && !conflict {
		p.low = p.value
	}
	if f.Bound != Lower && !conflict {
		p.high = p.value
	}
	return p, others, true
}

// compare is negative when f stands before g.
func (s sources) compare(f, g *Figure) int {
	if a, b := s.fullWindow(f.Period), s.fullWindow(g.Period); a != b {
		if a {
			return -1
		}
		return 1
	}
	if c := f.rank() - g.rank(); c != 0 {
		return c
	}
	return f.finality() - g.finality()
}

// fullWindow reports whether a figure of this period may be final.
func (s sources) fullWindow(p Period) bool {
	switch s.indicator.Window {
	case WindowYear:
		return p == Year(p.End.Year())
	case WindowYearToDate:
		return p.Start == NewDate(p.End.Year(), 1, 1)
	case WindowSinceStart:
		return p.Start == s.start
	}
	return true
}

// exact is the figure's value: of a ratio or mean with counts their quotient,
// of which the printed value is only the rounding.
func (f *Figure) exact(ind *Indicator) *big.Rat {
	if ind.Measure != Count && f.Numerator.Known() && f.Denominator.Known() && f.Denominator.Sign() != 0 {
		return new(big.Rat).Quo(f.Numerator.Rat(), f.Denominator.Rat())
	}
	return f.Value.Rat()
}

// inOrder returns the figures in the order of Period.Compare.
func inOrder(figures []Figure) []Figure {
	if !slices.IsSortedFunc(figures, func(a, b Figure) int { return a.Period.Compare(b.Period) }) {
		figures = slices.Clone(figures)
		sortFigures(figures)
	}
	return figures
}

// visible returns the figures whose period ends by asOf, in order.
func visible(figures []Figure, asOf Date) []Figure {
	figures = inOrder(figures)
	n, _ := slices.BinarySearchFunc(figures, asOf+1, func(f Figure, d Date) int { return int(f.Period.End - d) })
	return figures[:n:n]
}
