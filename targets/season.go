package targets

import (
	"math"
	"slices"
)

const daysPerYear = 365.25

// A season is the clock a growing count runs by. Without knots it is the
// calendar, in years of 365.25 days. With knots a year passes unevenly: as much
// of it as of the count usually comes by then, so that a figure is compared with
// the same period of the year before.
type season struct {
	knots []knot // inside the year, by day; empty for the plain calendar
}

// A knot says which share of a year's count has come by the end of a month.
type knot struct {
	month int // 1–11
	share float64
}

// newSeason learns the clock from increments between the ends given (one more
// than increments): from all calendar years that begin and end on an end and
// have others inside, at the month ends that all of them have. It stays the
// plain calendar where that leaves fewer than two degrees of freedom.
func newSeason(ends []Date, increments []float64) season {
	years := completeYears(ends)
	if len(years) == 0 {
		return season{}
	}
	var s season
	for month := 1; month < 12; month++ {
		if share, ok := shareBy(years, month, ends, increments); ok {
			s.knots = append(s.knots, knot{month, share})
		}
	}
	if len(increments)-1-len(s.knots) < 2 || s.flat() {
		return season{}
	}
	return s
}

// completeYears are those whose first eve and last day are both ends.
func completeYears(ends []Date) []int {
	var years []int
	for _, d := range ends {
		y := d.Year() + 1
		if d == NewDate(y-1, 12, 31) && slices.Contains(ends, NewDate(y, 12, 31)) {
			years = append(years, y)
		}
	}
	return years
}

// shareBy is the share of the complete years' count that had come by the end of
// a month; ok is false when one of them has no figure for that day.
func shareBy(years []int, month int, ends []Date, increments []float64) (share float64, ok bool) {
	var by, all float64
	for _, y := range years {
		first := slices.Index(ends, NewDate(y-1, 12, 31))
		end := slices.Index(ends, NewDate(y, month+1, 0))
		last := slices.Index(ends, NewDate(y, 12, 31))
		if end < 0 {
			return 0, false
		}
		by += sum(increments[first:end])
		all += sum(increments[first:last])
	}
	if all == 0 {
		return 0, false
	}
	return by / all, true
}

func sum(list []float64) float64 {
	var s float64
	for _, v := range list {
		s += v
	}
	return s
}

// flat reports a year in which nothing comes in some part: no clock runs then.
func (s season) flat() bool {
	last := 0.0
	for _, k := range append(slices.Clone(s.knots), knot{12, 1}) {
		if k.share-last <= 0 {
			return true
		}
		last = k.share
	}
	return false
}

// parameters is how many numbers were learnt.
func (s season) parameters() int { return len(s.knots) }

// at is the operational time of the end of a day, in years.
func (s season) at(d Date) float64 {
	if len(s.knots) == 0 {
		return float64(d) / daysPerYear
	}
	y := d.Year()
	from, fromShare := NewDate(y-1, 12, 31), 0.0
	for _, k := range append(s.knots[:len(s.knots):len(s.knots)], knot{12, 1}) {
		to := NewDate(y, k.month+1, 0)
		if d <= to {
			part := float64(d-from) / float64(to-from)
			return float64(y) + fromShare + part*(k.share-fromShare)
		}
		from, fromShare = to, k.share
	}
	return float64(y) + 1
}

// spans are the operational times between the ends.
func (s season) spans(ends []Date) []float64 {
	spans := make([]float64, len(ends)-1)
	for i := range spans {
		spans[i] = s.at(ends[i+1]) - s.at(ends[i])
	}
	return spans
}

// spend takes degrees of freedom for parameters learnt from the same figures,
// where the spread was estimated from them at all.
func (m *trend) spend(parameters int) {
	if parameters == 0 || m.freedom == knownSpread {
		return
	}
	rest := math.Max(m.freedom-float64(parameters), 1)
	m.spread *= m.freedom / rest
	m.freedom = rest
}
