package targets

import (
	"math"
	"math/big"
	"slices"
)

// chainPoints makes the index of a change rate: 1 at the end of the base year,
// times the factor of each whole year or span of whole years, without a gap. The
// years that have no figure between others are gaps: nothing is proved beyond them.
func (j *judge) chainPoints(figures []Figure) []point {
	first := NewDate(j.in.Target.baseYear()+1, 1, 1)
	var links []*Figure
	last := 0
	for i := range figures {
		f := &figures[i]
		if f.Evidence() && f.Period.Start >= first && j.chains(f.Period) {
			links = append(links, f)
			last = max(last, f.Period.End.Year())
		}
	}
	var points []point
	for y := first.Year(); y <= last; y++ {
		span := Period{first, NewDate(y, 12, 31)}
		if used := bestCover(links, span); used != nil {
			points = append(points, j.index(span, used))
		}
	}
	for y := first.Year(); y <= last; y++ {
		if !slices.ContainsFunc(links, func(f *Figure) bool { return f.Period.Start.Year() <= y && y <= f.Period.End.Year() }) {
			j.gaps = append(j.gaps, y)
		}
	}
	return points
}

// chains reports whether a figure of the period is a link: a whole year, or a span
// of whole years where the card says what its figure is.
func (j *judge) chains(p Period) bool {
	from, to := p.Start.Year(), p.End.Year()
	whole := p.Start == NewDate(from, 1, 1) && p.End == NewDate(to, 12, 31)
	return whole && (from == to || j.in.Indicator.Span != "")
}

// index multiplies the factors of the links.
func (j *judge) index(span Period, used []Figure) point {
	p := point{on: span.End, period: span, value: big.NewRat(1, 1), figure: &used[len(used)-1], used: used, whole: true}
	low, high := true, true
	for i := range used {
		f := &used[i]
		p.value.Mul(p.value, j.link(f))
		atLeast, atMost := f.Bound != Upper, f.Bound != Lower
		if j.in.Indicator.Sense == SenseReduction {
			atLeast, atMost = atMost, atLeast
		}
		low, high = low && atLeast, high && atMost
		if i > 0 && f.Flag == Break || i > 0 && j.in.Indicator.changed(span.Start, f.Period.End) {
			low, high = false, false // links of two definitions make no chain
		}
	}
	if low {
		p.low = p.value
	}
	if high {
		p.high = p.value
	}
	return p
}

// link is the factor of one figure: 1+g, of a reduction 1−g, of a yearly average
// over a span that to the power of its years.
func (j *judge) link(f *Figure) *big.Rat {
	g := f.Value.Rat()
	if j.in.Indicator.Sense == SenseReduction {
		g.Neg(g)
	}
	g.Add(g, big.NewRat(1, 1))
	if n := f.Period.End.Year() - f.Period.Start.Year() + 1; n > 1 && j.in.Indicator.Span == SpanAverage {
		return power(g, n)
	}
	return g
}

// rate shows an index after n years as the goal's form has it: a total change
// exactly, a yearly average rounded to six decimals. Only this display takes a
// root; verdicts compare the indices themselves.
func (j *judge) rate(index *big.Rat, n int) Decimal {
	r := new(big.Rat).Sub(index, big.NewRat(1, 1))
	if j.in.Target.GoalForm() == FormAverage && n > 1 {
		x, _ := r.Float64()
		r = round6Float(clean(math.Expm1(math.Log1p(x) / float64(n)))).Rat()
	}
	if j.in.Indicator.Sense == SenseReduction {
		r.Neg(r)
	}
	return Round6(r)
}

// annualPoints makes one point of each whole calendar year of a flow: its sum
// within the year. Years before the start serve as baselines.
func (j *judge) annualPoints(figures []Figure) []point {
	var points []point
	for _, y := range yearsOf(figures) {
		if p := j.yearSum(figures, y); p != nil && p.on == NewDate(y, 12, 31) {
			p.period = Year(y)
			points = append(points, *p)
		}
	}
	return points
}

// yearsOf lists the years in which figures end, each once, in order.
func yearsOf(figures []Figure) []int {
	var years []int
	for i := range figures {
		if y := figures[i].Period.End.Year(); len(years) == 0 || y > years[len(years)-1] {
			years = append(years, y)
		}
	}
	return years
}

// yearSum is the newest sum of a flow within a year; nil where it has no figure.
func (j *judge) yearSum(figures []Figure, y int) *point {
	year := Year(y)
	within := slices.DeleteFunc(slices.Clone(figures), func(f Figure) bool { return !f.Period.Within(year) })
	sub := *j
	sub.start = year.Start
	points := sub.flowPoints(within)
	if len(points) == 0 {
		return nil
	}
	return &points[len(points)-1]
}

// average path: expectedAt of a rate goes through baseline × (1+g)^k at each
// year's end, and straight between two of them.
func (j *judge) averageShare(d Date) *big.Rat {
	t := j.in.Target
	f := t.factor(t.amount().Rat())
	k := d.Year() - 1 - j.baseDate.Year()
	if k < 0 {
		k = 0
	}
	eve := NewDate(j.baseDate.Year()+k, 12, 31)
	if next := NewDate(d.Year(), 12, 31); d == next {
		k, eve = k+1, d
	}
	at := power(f, k)
	at.Mul(at, j.base)
	if d > eve {
		step := new(big.Rat).Mul(at, new(big.Rat).Sub(f, big.NewRat(1, 1)))
		days := NewDate(eve.Year()+1, 12, 31) - eve
		at.Add(at, step.Mul(step, big.NewRat(int64(d-eve), int64(days))))
	}
	at.Sub(at, j.base)
	return at.Quo(at, new(big.Rat).Sub(j.aim, j.base))
}
