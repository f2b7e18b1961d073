package exporter

import (
	"cmp"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A row is what the page shows of one target: the evaluation and its snapshot
// are let go once it is made. All its texts are valid UTF-8.
type row struct {
	area, document, indicator, target string

	info  [len(infoLabels)]string // in the order of infoLabels
	state targets.State

	goal, value, baseline                number
	completion, progress, expected, pace number
	deadline, periodEnd, recorded        number
	coverage, probability                number
	declines, stale                      number
	forecast                             [3]number // high, low, mid
}

// A number may be absent, which is not zero: it makes no series.
type number struct {
	v     float64
	known bool
}

// newRow takes what is shown out of an evaluation; area may be nil when the
// snapshot does not have it.
func newRow(e *targets.Evaluation, area *targets.Area) row {
	t := e.Target
	r := row{
		area: repair(t.Area), document: repair(t.Document), indicator: repair(t.Indicator), target: repair(t.ID),
		state: e.State,
		goal:  decimal(e.Goal), value: decimal(e.Value), baseline: decimal(e.Baseline),
		completion: decimal(e.Completion), progress: decimal(e.Progress),
		expected: decimal(e.Expected), pace: decimal(e.Pace),
		deadline: endOf(t.Deadline), periodEnd: endOf(e.Period.End), recorded: unix(recorded(e)),
	}
	if e.Pace.Known() {
		r.declines = number{float64(e.Declines), true}
	}
	if e.Value.Known() {
		r.stale = number{oneIf(e.Stale), true}
	}
	if e.RollUp != nil {
		r.coverage = decimal(e.RollUp.Coverage())
	}
	if f := e.Forecast; f.Known() {
		r.probability, r.forecast = decimal(f.Probability), [3]number{decimal(f.High), decimal(f.Low), decimal(f.Value)}
	}
	if area == nil {
		area = &targets.Area{}
	}
	for i, l := range infoLabels {
		r.info[i] = repair(l.text(e, area))
	}
	return r
}

// compareRows orders rows as Prometheus' own encoder orders their series.
func compareRows(a, b row) int {
	return cmp.Or(
		strings.Compare(a.area, b.area), strings.Compare(a.document, b.document),
		strings.Compare(a.indicator, b.indicator), strings.Compare(a.target, b.target))
}

// recorded is when the newest of the figures that made the value was recorded.
func recorded(e *targets.Evaluation) time.Time {
	var newest time.Time
	if e.Figure != nil {
		newest = e.Figure.Recorded
	}
	for i := range e.Used {
		if at := e.Used[i].Recorded; at.After(newest) {
			newest = at
		}
	}
	return newest
}

func decimal(d targets.Decimal) number {
	if !d.Known() {
		return number{}
	}
	return number{d.Float(), true}
}

// endOf is the last second of the day in Asia/Shanghai, so that a dashboard
// shows the day itself and not the one after it.
func endOf(d targets.Date) number {
	if d == 0 {
		return number{}
	}
	return unix(d.End().Add(-time.Second))
}

func unix(t time.Time) number {
	if t.IsZero() {
		return number{}
	}
	return number{float64(t.Unix()), true}
}

// repair replaces what is not UTF-8: one such byte in a label would make the
// whole page unreadable to Prometheus.
func repair(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
