package charts

import (
	"math"
	"strconv"
)

// A span is the range of a value axis, with round ends and round steps.
type span struct {
	low, high float64
	steps     int
	cut       bool // does not begin at zero
}

// spanOf finds a round range that holds every value. It begins at zero unless
// that would flatten the line into less than a third of the height.
func spanOf(values []float64) span {
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = math.Min(low, v), math.Max(high, v)
	}
	if low > 0 && low < high/2 {
		low = 0
	}
	if high < 0 {
		high = 0
	}
	if high == low {
		low, high = flat(low)
	}
	step := roundStep((high - low) / 4)
	s := span{low: tidy(math.Floor(low/step) * step), high: tidy(math.Ceil(high/step) * step)}
	if s.high-high < step/4 && high != 0 {
		s.high = tidy(s.high + step) // room for the label above the highest point
	}
	s.steps = int(math.Round((s.high - s.low) / step))
	s.cut = s.low > 0
	return s
}

// tidy takes the noise of binary fractions out of an end of an axis, which is
// printed as it is: 14.950000000000001 is 14.95.
func tidy(v float64) float64 {
	clean, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil {
		return v
	}
	return clean
}

// flat gives a single value a range around it.
func flat(v float64) (low, high float64) {
	if v == 0 {
		return 0, 1
	}
	return math.Min(0, 2*v), math.Max(0, 2*v)
}

// roundStep is the smallest of 1, 2, 2.5 and 5 times a power of ten that is not
// below v.
func roundStep(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range [...]float64{1, 2, 2.5, 5} {
		if v <= m*power {
			return m * power
		}
	}
	return 10 * power
}
