package targets

import (
	"math/big"
	"slices"
	"time"
)

// A pick is the best choice among the first figures of a flow: the
// non-overlapping periods that cover most days; on a tie fewer bounds and sums of
// lower areas, then fewer figures, then the later approval.
type pick struct {
	days     int
	weak     int // bounds and roll-ups among them
	count    int
	approved time.Time
	last     int // index of its last figure, -1 for none
	before   int // the pick it extends
}

func (a pick) better(b pick) bool {
	if a.days != b.days {
		return a.days > b.days
	}
	if a.weak != b.weak {
		return a.weak < b.weak
	}
	if a.count != b.count {
		return a.count < b.count
	}
	return a.approved.After(b.approved)
}

// flowPoints sums a flow from the start to the end of each figure's period.
// A figure that straddles the start is left out: its days stay uncovered, which
// makes the sum a lower bound. One that straddles the deadline cannot end on it.
func (j *judge) flowPoints(figures []Figure) []point {
	figures = slices.DeleteFunc(figures, func(f Figure) bool { return !f.Evidence() || f.Period.Start < j.start })
	sortFigures(figures)
	figures = onePerPeriod(figures)
	picks := choose(figures)
	var points []point
	for i := range figures {
		if i+1 < len(figures) && figures[i+1].Period.End == figures[i].Period.End {
			continue // the last of one end sees all of them
		}
		points = append(points, j.sum(figures, picks, i))
	}
	j.noteDifferences(figures)
	return points
}

// onePerPeriod keeps the better source where a sister's difference has the very
// period of a reported figure: the reported one, which comes first.
func onePerPeriod(figures []Figure) []Figure {
	return slices.CompactFunc(figures, func(a, b Figure) bool { return a.Period == b.Period })
}

// choose solves the weighted choice of non-overlapping periods for every prefix
// of figures, which are sorted by end. picks[i] is for the first i figures.
func choose(figures []Figure) []pick {
	picks := make([]pick, len(figures)+1)
	picks[0].last = -1
	for i := range figures {
		f := &figures[i]
		n, _ := slices.BinarySearchFunc(figures[:i], f.Period.Start, func(g Figure, d Date) int { return int(g.Period.End - d) })
		take := pick{picks[n].days + f.Period.Days(), picks[n].weak, picks[n].count + 1, later(picks[n].approved, f.Approved), i, n}
		if f.Bound != Exact || f.Origin == OriginRollUp {
			take.weak++
		}
		picks[i+1] = picks[i]
		if take.better(picks[i]) {
			picks[i+1] = take
		}
	}
	return picks
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// chosen lists the figures of picks[n] in order.
func chosen(figures []Figure, picks []pick, n int) []Figure {
	var list []Figure
	for p := picks[n]; p.last >= 0; p = picks[p.before] {
		list = append(list, figures[p.last])
	}
	slices.Reverse(list)
	return list
}

// sum makes the point at the end of figures[i].
func (j *judge) sum(figures []Figure, picks []pick, i int) point {
	used := chosen(figures, picks, i+1)
	end := figures[i].Period.End
	p := point{on: end, period: Period{j.start, end}, value: new(big.Rat), low: true, high: true, used: used, figure: &used[len(used)-1]}
	from := j.start
	for k := range used {
		f := &used[k]
		if f.Period.Start > from {
			p.uncovered = append(p.uncovered, Period{from, f.Period.Start - 1})
		}
		from = f.Period.End + 1
		p.value.Add(p.value, f.Value.Rat())
		p.low = p.low && f.Bound != Upper
		p.high = p.high && f.Bound != Lower
	}
	if from <= end {
		p.uncovered = append(p.uncovered, Period{from, end})
	}
	p.whole = len(p.uncovered) == 0
	if mixed := slices.ContainsFunc(used[1:], func(f Figure) bool { return f.Flag == Break }); mixed || j.in.Indicator.changed(j.start, end) {
		p.low, p.high, p.whole = false, false, false // terms of two definitions add up to nothing
		return p
	}
	p.high = p.high && p.whole // counts are never negative: a hole bounds from below
	return p
}

// fromSister turns a cumulative C into the flow since the start: C(t) − C(start),
// where C(start) is an exact figure at the end of the day before the start. A
// moment whose sources differ, and everything from a break on, feeds nothing.
func (j *judge) fromSister() []Figure {
	if j.in.SisterCard == nil {
		return nil
	}
	moments, _ := sources{j.in.SisterCard, j.start}.moments(visible(j.in.Sister, j.in.AsOf))
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
		figures = append(figures, f)
	}
	return figures
}

// noteDifferences tells where a longer figure and its complete parts differ.
func (j *judge) noteDifferences(figures []Figure) {
	for i := range figures {
		whole := &figures[i]
		var parts []Figure
		for _, f := range figures {
			if f.Period != whole.Period && f.Period.Within(whole.Period) {
				parts = append(parts, f)
			}
		}
		picks := choose(parts)
		if picks[len(parts)].days != whole.Period.Days() {
			continue
		}
		sum := new(big.Rat)
		for _, f := range chosen(parts, picks, len(parts)) {
			sum.Add(sum, f.Value.Rat())
		}
		if d := sum.Sub(whole.Value.Rat(), sum); d.Sign() != 0 {
			j.e.Notes = append(j.e.Notes, partsDiffer(whole, exactDecimal(d)))
		}
	}
}
