package targets

import (
	"slices"
	"time"
)

// A CalendarYear is the yearly table of rest days: what the State Council's
// notice of holidays changes about a year of Saturdays and Sundays (含调休).
type CalendarYear struct {
	Year   int
	Off    []Date // days of rest; a Saturday or Sunday among them changes nothing
	Work   []Date // Saturdays and Sundays worked (调休)
	Source string // document number of the notice
}

// A Calendar (工作日历) knows which days are worked. Only closing days of duties
// go by it; deadlines of goals never move.
type Calendar []CalendarYear

// Table returns the yearly table; ok is false when a year has none and only
// weekends are known.
func (c Calendar) Table(year int) (CalendarYear, bool) {
	i := slices.IndexFunc(c, func(y CalendarYear) bool { return y.Year == year })
	if i < 0 {
		return CalendarYear{Year: year}, false
	}
	return c[i], true
}

// Working reports whether a day is worked.
func (c Calendar) Working(d Date) bool {
	table, _ := c.Table(d.Year())
	switch {
	case slices.Contains(table.Work, d):
		return true
	case slices.Contains(table.Off, d):
		return false
	}
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday
}

// longestRest bounds the search for a working day: no holiday lasts a month.
const longestRest = 31

// NextWorking is the day itself when it is worked, else the next one that is.
func (c Calendar) NextWorking(d Date) Date {
	for next := d; next < d+longestRest; next++ {
		if c.Working(next) {
			return next
		}
	}
	return d
}
