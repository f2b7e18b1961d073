package targets

import (
	"cmp"
	"math/big"
	"slices"
	"time"
)

// A total is a choice of figures of a flow that do not overlap, the last of them
// and what it extends; the zero total has none.
type total struct {
	value       big.Rat
	days, count int
	approved    time.Time // of the latest
	last        *Figure
	before      *total
}

func (s *total) plus(f *Figure) *total {
	t := &total{days: s.days + f.Period.Days(), count: s.count + 1, approved: later(s.approved, f.Approved), last: f, before: s}
	t.value.Add(&s.value, f.Value.Rat())
	return t
}

// figures lists what is added, in order; nil for nil.
func (s *total) figures() []Figure {
	var list []Figure
	for ; s != nil && s.last != nil; s = s.before {
		list = append(list, *s.last)
	}
	slices.Reverse(list)
	return list
}

// finality is that of the least final figure.
func (s *total) finality() int {
	worst := 0
	for ; s != nil && s.last != nil; s = s.before {
		worst = max(worst, s.last.finality())
	}
	return worst
}

// fuller orders equal totals: more days, then fewer figures, then the later approval.
func (s *total) fuller(t *total) bool {
	return cmp.Or(cmp.Compare(s.days, t.days), cmp.Compare(t.count, s.count), s.approved.Compare(t.approved)) > 0
}

func larger(s, t *total) bool {
	c := s.value.Cmp(&t.value)
	return c > 0 || c == 0 && s.fuller(t)
}

func smaller(s, t *total) bool {
	c := s.value.Cmp(&t.value)
	return c < 0 || c == 0 && s.fuller(t)
}

// class orders sources of a span: exact figures of offices and official
// publications, then rounded, bounded and other ones, then sums of lower areas.
func (f *Figure) class() int {
	switch f.Rank() {
	case RankOffice, RankOfficial:
		if f.Bound != Exact {
			return 1
		}
		return 0
	case RankRollUp:
		return 2
	}
	return 1
}

// flowPoints sums a flow from the start to the end of each figure's period. A
// figure that straddles the start is left out: its days stay uncovered, which
// makes the sum a lower bound. One that straddles the deadline cannot end on it.
func (j *judge) flowPoints(figures []Figure) []point {
	figures = slices.DeleteFunc(figures, func(f Figure) bool { return !f.Evidence() || f.Period.Start < j.start })
	sortFigures(figures)
	figures = j.onePerPeriod(figures)
	if !plain(figures) {
		return j.mixedSums(figures)
	}
	return j.runningSums(figures)
}

// onePerPeriod keeps the better of the sources of one period: by the rank and
// finality of any moment; a reported one stands before a sister's difference.
func (j *judge) onePerPeriod(figures []Figure) []Figure {
	s := sources{indicator: j.in.Indicator}
	kept := make([]Figure, 0, len(figures))
	for i := range figures {
		f := &figures[i]
		if n := len(kept); n > 0 && kept[n-1].Period == f.Period {
			if s.compare(f, &kept[n-1]) < 0 {
				kept[n-1] = *f
			}
			continue
		}
		kept = append(kept, *f)
	}
	return kept
}

// plain reports whether no figure is a bound and none overlaps another: there is
// one way to add them up.
func plain(figures []Figure) bool {
	for i := range figures {
		if figures[i].Bound != Exact || i > 0 && figures[i].Period.Start <= figures[i-1].Period.End {
			return false
		}
	}
	return true
}

// runningSums adds up plain figures, one after the other.
func (j *judge) runningSums(figures []Figure) []point {
	points := make([]point, len(figures))
	total, from, broken := new(big.Rat), j.start, false
	var gaps []Period
	for i := range figures {
		f := &figures[i]
		if f.Period.Start > from {
			gaps = append(gaps, Period{from, f.Period.Start - 1})
		}
		from = f.Period.End + 1
		total = new(big.Rat).Add(total, f.Value.Rat())
		broken = broken || i > 0 && f.Flag == Break
		p := &points[i]
		*p = point{on: f.Period.End, period: Period{j.start, f.Period.End}, value: total, figure: f, whole: len(gaps) == 0,
			used: figures[: i+1 : i+1], uncovered: gaps[:len(gaps):len(gaps)]}
		switch {
		case broken || i > 0 && j.in.Indicator.changed(j.start, p.on):
			p.whole = false // terms of two definitions add up to nothing
		case p.whole:
			p.low, p.high = total, total
		case !j.in.Indicator.mayBeNegative():
			p.low = total // a hole bounds from below
		}
	}
	return points
}

// mayBeNegative reports whether a value of the indicator may be below zero.
func (i *Indicator) mayBeNegative() bool {
	return i.Measure == ChangeRate || i.Range.Low.Known() && i.Range.Low.Sign() < 0
}

// mixedSums adds up figures that overlap or are bounds: the largest sum that is
// proved from below and the smallest that is proved from above, to the end of
// each figure. A bound that says nothing new is no point of its own.
func (j *judge) mixedSums(figures []Figure) []point {
	usable := j.weigh(figures)
	var sides []bounds
	floor := new(big.Rat)
	for i := range figures {
		end := figures[i].Period.End
		if i+1 < len(figures) && figures[i+1].Period.End == end {
			continue // the last of one end sees all of them
		}
		list := usable(end)
		b := bounds{end: end, low: j.largest(list, end), high: j.smallest(list, end)}
		if b.low != nil && b.high == nil && b.low.value.Cmp(floor) <= 0 && onlyBoundsAt(list, end) {
			continue
		}
		if b.low != nil && b.low.value.Cmp(floor) > 0 {
			floor = &b.low.value
		}
		sides = append(sides, b)
	}
	j.capByLater(sides)
	points := make([]point, 0, len(sides))
	for i := range sides {
		if p, ok := j.sumPoint(sides[i]); ok {
			points = append(points, p)
		}
	}
	return points
}

// bounds are the two sides of a sum to the end of a day; nil where there is none.
type bounds struct {
	end       Date
	low, high *total
	conflict  bool // low is above high, and neither stands before the other
}

// capByLater settles sides that contradict each other: within a sum, and where an
// earlier one is proved to be above a later one, which a sum of what is never
// negative cannot be.
func (j *judge) capByLater(sides []bounds) {
	var later *total
	for i := len(sides) - 1; i >= 0; i-- {
		b := &sides[i]
		b.low, b.high, b.conflict = agree(b.low, b.high)
		if later != nil && b.low != nil && !j.in.Indicator.mayBeNegative() && b.low.value.Cmp(&later.value) > 0 {
			low, high, conflict := agree(b.low, later)
			switch {
			case conflict:
				b.conflict = true
			case low != b.low:
				b.low, b.high = nil, high
			}
		}
		if b.high != nil && !b.conflict && (later == nil || b.high.value.Cmp(&later.value) < 0) {
			later = b.high
		}
	}
}

// onlyBoundsAt reports whether every figure that ends on a day is a bound.
func onlyBoundsAt(figures []*Figure, end Date) bool {
	return !slices.ContainsFunc(figures, func(f *Figure) bool { return f.Period.End == end && f.Bound == Exact })
}

// weigh holds each whole against the sum of its complete parts, the shortest
// first. It returns what is left of the figures for a sum that ends on a day: a
// whole stands before its parts unless they are better sourced or all more final.
func (j *judge) weigh(figures []Figure) func(end Date) []*Figure {
	dropped := make([]bool, len(figures))
	replaced := make([]Date, len(figures)) // by a whole that ends then
	order := make([]int, len(figures))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(figures[a].Period.Days(), figures[b].Period.Days()) })
	for _, w := range order {
		whole := &figures[w]
		var inside []int
		var parts []*Figure
		for i := range figures {
			if i != w && figures[i].Period.Within(whole.Period) {
				inside = append(inside, i)
				if !dropped[i] && replaced[i] == 0 {
					parts = append(parts, &figures[i])
				}
			}
		}
		best := bestCover(parts, whole.Period)
		if best == nil {
			continue
		}
		j.noteDifference(whole, best)
		if j.partsStand(whole, best) {
			dropped[w] = true
			continue
		}
		for _, i := range inside {
			if replaced[i] == 0 {
				replaced[i] = whole.Period.End
			}
		}
	}
	return func(end Date) []*Figure {
		var list []*Figure
		for i := range figures {
			if f := &figures[i]; f.Period.End <= end && !dropped[i] && (replaced[i] == 0 || end < replaced[i]) {
				list = append(list, f)
			}
		}
		return list
	}
}

// partsStand reports whether the sum of complete parts stands before the figure of
// the whole. Of two definitions the one in force when the goal was set decides.
func (j *judge) partsStand(whole *Figure, parts []Figure) bool {
	class, final := 0, true
	for i := range parts {
		class = max(class, parts[i].class())
		final = final && parts[i].finality() < whole.finality()
	}
	broken := slices.ContainsFunc(parts, func(f Figure) bool { return f.Flag == Break })
	if whole.Flag == Break && !broken && j.in.Document.Issued <= whole.Period.End {
		j.e.twoDefinitions = true
		return !j.reading.newDefinition
	}
	return class < whole.class() || class == whole.class() && final
}

// bestCover is the best gapless choice of parts of a period: well sourced before
// final before few before lately approved. It is nil where there is none.
func bestCover(parts []*Figure, span Period) []Figure {
	type cover struct {
		class, finality, count int
		approved               time.Time
		part                   *Figure
		before                 *cover
	}
	best := map[Date]*cover{span.Start - 1: {}}
	for _, f := range parts { // in the order of their ends
		b := best[f.Period.Start-1]
		if b == nil {
			continue
		}
		c := &cover{max(b.class, f.class()), max(b.finality, f.finality()), b.count + 1, later(b.approved, f.Approved), f, b}
		old := best[f.Period.End]
		if old == nil || cmp.Or(cmp.Compare(c.class, old.class), cmp.Compare(c.finality, old.finality),
			cmp.Compare(c.count, old.count), old.approved.Compare(c.approved)) < 0 {
			best[f.Period.End] = c
		}
	}
	var list []Figure
	for c := best[span.End]; c != nil && c.part != nil; c = c.before {
		list = append(list, *c.part)
	}
	slices.Reverse(list)
	return list
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// largest is the largest sum that is proved from below: of exact figures and lower
// bounds, with gaps unless values may be negative. It is nil where there is none.
func (j *judge) largest(figures []*Figure, end Date) *total {
	if j.in.Indicator.mayBeNegative() {
		return coveringSum(figures, j.start, end, Upper, larger)
	}
	figures = slices.DeleteFunc(slices.Clone(figures), func(f *Figure) bool { return f.Bound == Upper })
	return bestApart(figures, larger)
}

// bestApart is the best sum over figures that do not overlap, in the order of
// their ends; nil where there is none.
func bestApart(figures []*Figure, better func(a, b *total) bool) *total {
	best := make([]*total, len(figures)+1) // of the first n figures
	best[0] = &total{}
	for i, f := range figures {
		n, _ := slices.BinarySearchFunc(figures[:i], f.Period.Start, func(g *Figure, d Date) int { return int(g.Period.End - d) })
		best[i+1] = best[i]
		if with := best[n].plus(f); better(with, best[i]) {
			best[i+1] = with
		}
	}
	if s := best[len(figures)]; s.count > 0 {
		return s
	}
	return nil
}

// smallest is the smallest sum that is proved from above: of exact figures and
// upper bounds that leave no day out. It is nil where there is none.
func (j *judge) smallest(figures []*Figure, end Date) *total {
	return coveringSum(figures, j.start, end, Lower, smaller)
}

// coveringSum is the best sum over figures that cover every day from start to end;
// figures with the bound without are not used.
func coveringSum(figures []*Figure, start, end Date, without Bound, better func(a, b *total) bool) *total {
	best := map[Date]*total{start - 1: {}}
	for _, f := range figures { // in the order of their ends
		before := best[f.Period.Start-1]
		if before == nil || f.Bound == without {
			continue
		}
		if s := before.plus(f); best[f.Period.End] == nil || better(s, best[f.Period.End]) {
			best[f.Period.End] = s
		}
	}
	if s := best[end]; s != nil && s.count > 0 {
		return s
	}
	return nil
}

// agree settles a lower side above the upper one: the more final side stands, of
// equally final ones the whole (the one of longer figures), else nothing does and
// conflict is true.
func agree(low, high *total) (l, h *total, conflict bool) {
	if low == nil || high == nil || low.value.Cmp(&high.value) <= 0 {
		return low, high, false
	}
	switch c := cmp.Or(cmp.Compare(low.finality(), high.finality()), cmp.Compare(high.days*low.count, low.days*high.count)); {
	case c < 0:
		return low, nil, false
	case c == 0:
		return low, high, true
	case slices.ContainsFunc(high.figures(), func(f Figure) bool { return f.Bound != Exact }):
		return nil, high, false
	}
	return high, high, false
}

// sumPoint makes the point at the end of a day from the two sides of its sum. ok
// is false where there is neither.
func (j *judge) sumPoint(b bounds) (p point, ok bool) {
	low, high, end, conflict := b.low, b.high, b.end, b.conflict
	shown := cmp.Or(low, high)
	if shown == nil {
		return point{}, false
	}
	p = point{on: end, period: Period{j.start, end}, value: &shown.value, conflict: conflict}
	if low != nil && !j.mixes(low) && !conflict {
		p.low = &low.value
	}
	if high != nil && !j.mixes(high) && !conflict {
		p.high = &high.value
	}
	if p.low == nil && p.high != nil {
		p.value, shown = p.high, high
	}
	p.useOf(shown, j.start)
	p.whole = len(p.uncovered) == 0 && !j.mixes(shown)
	if p.low != nil && p.high != nil && !p.exact() {
		p.other = high
	}
	return p, true
}

// mixes reports whether a sum adds terms of two definitions, which make nothing.
func (j *judge) mixes(s *total) bool {
	if s.count < 2 {
		return false
	}
	used := s.figures()
	return slices.ContainsFunc(used[1:], func(f Figure) bool { return f.Flag == Break }) ||
		j.in.Indicator.changed(j.start, used[len(used)-1].Period.End)
}

// useOf records the figures of a sum and the days between start and the point
// that none of them covers.
func (p *point) useOf(s *total, start Date) {
	p.used, p.uncovered = s.figures(), nil
	p.figure = &p.used[len(p.used)-1]
	from := start
	for i := range p.used {
		if f := &p.used[i]; f.Period.Start > from {
			p.uncovered = append(p.uncovered, Period{from, f.Period.Start - 1})
		}
		from = p.used[i].Period.End + 1
	}
	if from <= p.on {
		p.uncovered = append(p.uncovered, Period{from, p.on})
	}
}

// chooseSides shows, of a sum known only between two values, the side that
// decides against the goal, else the lower.
func (j *judge) chooseSides() {
	for i := range j.points {
		p := &j.points[i]
		if p.other == nil {
			continue
		}
		if decides := j.up && j.disproves(p) || !j.up && j.proves(p); decides && !j.twoSided() {
			p.value = p.high
			p.useOf(p.other, j.start)
		}
	}
}

// fromSister turns a cumulative C into the flow since the start: C(t) − C(start),
// where C(start) is an exact figure at the end of the day before the start. A
// moment whose sources differ, and everything from a break on, feeds nothing. A
// difference is as final as the less final of its two figures.
func (j *judge) fromSister() []Figure {
	if j.in.SisterCard == nil {
		return nil
	}
	series := visible(settled(j.in.SisterCard, inOrder(j.in.Sister)).series, j.in.AsOf)
	moments, _ := sources{j.in.SisterCard, j.start}.moments(series)
	i := slices.IndexFunc(moments, func(p point) bool {
		return p.on == j.start-1 && !p.conflict && p.figure.Precise()
	})
	if i < 0 {
		return nil
	}
	var figures []Figure
	for _, p := range moments[i+1:] {
		if p.figure.Flag == Break || j.in.SisterCard.changed(j.start-1, p.on) {
			break
		}
		if p.conflict {
			continue
		}
		f := *p.figure
		f.Value = exactDecimal(new(big.Rat).Sub(p.value, moments[i].value))
		f.Key = Key{j.in.Indicator.ID, f.Area, Period{j.start, p.on}}
		f.Flag = leastCertain(f.Flag, moments[i].figure.Flag)
		figures = append(figures, f)
	}
	return figures
}

// noteDifference tells where a figure and the sum of its complete parts differ; a
// bound differs only where the sum is beyond it.
func (j *judge) noteDifference(whole *Figure, parts []Figure) {
	total := new(big.Rat)
	for i := range parts {
		if parts[i].Bound != Exact {
			return
		}
		total.Add(total, parts[i].Value.Rat())
	}
	d := total.Sub(whole.Value.Rat(), total)
	if d.Sign() == 0 || whole.Bound == Lower && d.Sign() < 0 || whole.Bound == Upper && d.Sign() > 0 {
		return
	}
	j.e.Notes = append(j.e.Notes, partsDiffer(whole, exactDecimal(d)))
}
