package targets

import "slices"

// A Comparison sets the figures of one indicator in several areas side by side.
// Only figures of one period compare, exact and of the indicator's definition.
type Comparison struct {
	Indicator *Indicator
	Period    Period
	Figures   []Figure // one an area, in the order of the series given
	Others    []Figure // the newest figure of each area that has none of the period
	// Sized says that the numbers grow with the area, as counts do: they stand
	// side by side and say nothing of who does better.
	Sized bool
}

// Compare takes the newest period up to a day that at least two series share;
// nil where none does. A series is the standing figures of one area.
func Compare(ind *Indicator, series [][]Figure, asOf Date) *Comparison {
	usable := make([][]Figure, len(series))
	var newest *Period
	areas := map[Period]int{}
	for i, list := range series {
		for _, f := range list {
			if !f.Precise() || f.Period.End > asOf {
				continue
			}
			usable[i] = append(usable[i], f)
			areas[f.Period]++
			if areas[f.Period] > 1 && (newest == nil || f.Period.Compare(*newest) > 0) {
				newest = new(f.Period)
			}
		}
	}
	if newest == nil {
		return nil
	}
	c := &Comparison{Indicator: ind, Period: *newest, Sized: ind.Measure != Ratio && ind.Measure != Mean}
	for _, list := range usable {
		at := slices.IndexFunc(list, func(f Figure) bool { return f.Period == c.Period })
		switch {
		case at >= 0:
			c.Figures = append(c.Figures, list[at])
		case len(list) > 0:
			c.Others = append(c.Others, list[len(list)-1])
		}
	}
	return c
}
