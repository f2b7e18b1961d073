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
	points := j.indices(first, last, links)
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

// indices makes a point at the end of each year that the links lead to without a
// gap. Where each year has one link of its own, each index is the one before it
// times that link.
func (j *judge) indices(first Date, last int, links []*Figure) []point {
	single := true
	for i, f := range links {
		single = single && f.Period == Year(first.Year()+i)
	}
	var points []point
	if single {
		used := make([]Figure, len(links))
		for i, f := range links {
			used[i] = *f
			points = append(points, j.index(Period{first, f.Period.End}, used[:i+1:i+1], points))
		}
		return points
	}
	for y := first.Year(); y <= last; y++ {
		span := Period{first, NewDate(y, 12, 31)}
		if used := bestCover(links, span); used != nil {
			points = append(points, j.index(span, used, nil))
		}
	}
	return points
}

// index multiplies the factors of the links; before are the points of all but the
// last link, where they are known.
func (j *judge) index(span Period, used []Figure, before []point) point {
	p := point{on: span.End, period: span, figure: &used[len(used)-1], used: used, whole: true}
	if n := len(before); n > 0 {
		p.value = new(big.Rat).Mul(before[n-1].value, j.link(p.figure))
	} else {
		p.value = big.NewRat(1, 1)
		for i := range used {
			p.value.Mul(p.value, j.link(&used[i]))
		}
	}
	low, high := j.linked(span, used)
	if low {
		p.low = p.value
	}
	if high {
		p.high = p.value
	}
	return p
}

// linked reports whether the product of the links is proved from below and from
// above: bounds bound it, and links of two definitions make no chain.
func (j *judge) linked(span Period, used []Figure) (low, high bool) {
	low, high = true, true
	for i := range used {
		f := &used[i]
		atLeast, atMost := f.Bound != Upper, f.Bound != Lower
		if j.in.Indicator.Sense == SenseReduction {
			atLeast, atMost = atMost, atLeast
		}
		low, high = low && atLeast, high && atMost
		if i > 0 && (f.Flag == Break || j.in.Indicator.changed(span.Start, f.Period.End)) {
			return false, false
		}
	}
	return low, high
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

// tellPoints records the values judged where they are not the figures themselves.
func (j *judge) tellPoints() {
	if !j.chained() && !j.annual() {
		return
	}
	points := j.points
	if j.annual() {
		points = j.moments // with the base year's
	}
	for i := range points {
		p := &points[i]
		value := exactDecimal(p.value)
		if j.chained() {
			value = j.rate(p.value, p.on.Year()-j.in.Target.baseYear())
		}
		j.e.Points = append(j.e.Points, JudgedPoint{p.period, value, p.figure})
	}
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
// Figures are in the order of their ends.
func (j *judge) yearSum(figures []Figure, y int) *point {
	year := Year(y)
	from, _ := slices.BinarySearchFunc(figures, year.Start, func(f Figure, d Date) int { return int(f.Period.End - d) })
	to, _ := slices.BinarySearchFunc(figures, year.End+1, func(f Figure, d Date) int { return int(f.Period.End - d) })
	if from == to {
		return nil
	}
	sub := *j
	sub.start = year.Start
	points := sub.flowPoints(slices.Clone(figures[from:to]))
	if len(points) == 0 {
		return nil
	}
	return &points[len(points)-1]
}

// averageShare is the share expected by the end of a day on a path that grows by a
// rate: through baseline × (1+g)^k at each year's end, and straight between two.
func (j *judge) averageShare(d Date) *big.Rat {
	k := max(d.Year()-1-j.baseDate.Year(), 0)
	eve := NewDate(j.baseDate.Year()+k, 12, 31)
	at := j.grown(k)
	if d > eve {
		days := NewDate(eve.Year()+1, 12, 31) - eve
		step := new(big.Rat).Sub(j.grown(k+1), at)
		at = new(big.Rat).Add(at, step.Mul(step, big.NewRat(int64(d-eve), int64(days))))
	}
	share := new(big.Rat).Sub(at, j.base)
	return share.Quo(share, new(big.Rat).Sub(j.aim, j.base))
}

// grown is baseline × (1+g)^k.
func (j *judge) grown(k int) *big.Rat {
	if len(j.yearEnds) == 0 {
		j.yearEnds = []*big.Rat{j.base}
	}
	for len(j.yearEnds) <= k {
		j.yearEnds = append(j.yearEnds, new(big.Rat).Mul(j.yearEnds[len(j.yearEnds)-1], j.in.Target.factor(j.in.Target.amount().Rat())))
	}
	return j.yearEnds[k]
}
