package report

import (
	"strconv"

	"github.com/biaochi/biaochi/targets"
)

// A bullet is the geometry of one bullet row: the value as a bar from zero, the
// goal at the same place in every row, so that rows can be compared, and a tick
// where the value should have been at its own date, and the forecast's interval
// as a thin whisker. No number is printed from it.
type bullet struct {
	Light   targets.Light
	Bar     string // width of the bar
	Beyond  bool   // the value does not fit: the bar ends in an arrow
	Due     string // where the value should be; "" when unknown
	Whisker *whisker
}

// A whisker is the interval of the forecast at the deadline.
type whisker struct {
	Low, High string
	Cut       bool // the upper end does not fit: it is left open
}

// The drawing is bulletWidth units wide, the goal at bulletGoal of them.
const (
	bulletWidth = 160.0
	bulletGoal  = 120.0
	bulletRoom  = 150.0 // the longest bar
)

// newBullet returns nil where there is no value, no goal or no zero to begin from.
func newBullet(e *targets.Evaluation) *bullet {
	if !e.Value.Known() || !e.Goal.Known() || e.Goal.Sign() <= 0 || e.Value.Sign() < 0 {
		return nil
	}
	switch e.Indicator.Measure {
	case targets.Count, targets.Ratio, targets.Mean:
	default:
		return nil
	}
	goal := e.Goal.Float()
	length := e.Value.Float() / goal * bulletGoal
	b := &bullet{Light: e.Light(), Beyond: length > bulletRoom, Bar: units(min(length, bulletRoom)), Whisker: newWhisker(e, goal)}
	if e.Expected.Known() && e.Baseline.Known() {
		base := e.Baseline.Float()
		due := (base + e.Expected.Float()*(goal-base)) / goal * bulletGoal
		b.Due = units(max(0, min(due, bulletWidth)))
	}
	return b
}

// newWhisker returns nil where there is no forecast, or one that lies outside.
func newWhisker(e *targets.Evaluation, goal float64) *whisker {
	if !e.Forecast.Known() {
		return nil
	}
	low, high := e.Forecast.Low.Float()/goal*bulletGoal, e.Forecast.High.Float()/goal*bulletGoal
	if low < 0 || low >= bulletWidth {
		return nil
	}
	return &whisker{Low: units(low), High: units(min(high, bulletWidth)), Cut: high > bulletWidth}
}

// units prints a length with at most one decimal.
func units(v float64) string {
	return strconv.FormatFloat(float64(int(v*10+0.5))/10, 'f', -1, 64)
}
