package report

import (
	"strconv"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// A bullet is the geometry of one bullet row: the attained share 完成进度 as a bar
// from the baseline, the goal at the same place in every row, so that rows can be
// compared, a tick at the share expected on the figure's own date, and the
// forecast's interval as a thin whisker. More is always better, also of a goal
// that wants less. The shares printed beside it are the ones it draws.
type bullet struct {
	Light   targets.Light
	Bar     string // width of the bar
	Beyond  bool   // the share does not fit: the bar ends in an arrow
	Back    bool   // the share is below zero: an arrow points away from the goal
	Due     string // the share expected; "" when unknown
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

// newBullet returns nil where no share is attained: there is nothing to draw.
func newBullet(e *targets.Evaluation) *bullet {
	if !e.Progress.Known() {
		return nil
	}
	length := e.Progress.Float() * bulletGoal
	b := &bullet{Light: e.Light(), Beyond: length > bulletRoom, Back: length < 0, Bar: units(max(0, min(length, bulletRoom))), Whisker: newWhisker(e)}
	if e.Expected.Known() {
		b.Due = units(max(0, min(e.Expected.Float()*bulletGoal, bulletWidth)))
	}
	return b
}

// newWhisker returns nil where there is no forecast, or one that lies outside.
func newWhisker(e *targets.Evaluation) *whisker {
	if !e.Forecast.Known() {
		return nil
	}
	low, ok := charts.ShareOf(e, e.Forecast.Low)
	high, _ := charts.ShareOf(e, e.Forecast.High)
	if !ok {
		return nil
	}
	low, high = min(low, high)*bulletGoal, max(low, high)*bulletGoal
	if high < 0 || low >= bulletWidth {
		return nil
	}
	return &whisker{Low: units(max(0, low)), High: units(min(high, bulletWidth)), Cut: high > bulletWidth}
}

// units prints a length with at most one decimal.
func units(v float64) string {
	return strconv.FormatFloat(float64(int(v*10+0.5))/10, 'f', -1, 64)
}
