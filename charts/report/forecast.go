package report

import (
	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// A forecast is what the series lets expect at the deadline, in words, never
// without its caveat; or the reason why nothing is said.
type forecast struct {
	Why     string // there is none; then the rest is empty
	Outlook string
	Value   string
	Range   string
	Chance  string
	Reach   string // the day; "" when not within ten years after the deadline
	Caveat  string
}

// forecast returns nil where none is ever made, or the edition leaves it out.
func (p page) forecast(e *targets.Evaluation) *forecast {
	f := e.Forecast
	switch {
	case f == nil:
		return nil
	case !f.Known():
		return &forecast{Why: f.Why.In(p.lang)}
	}
	return &forecast{
		Outlook: f.Outlook().In(p.lang), Value: targets.FormatValue(f.Value, e.Indicator, p.lang),
		Range: charts.ForecastRange(e, p.lang), Chance: targets.FormatShare(f.Probability),
		Reach: f.ReachOn.String(), Caveat: targets.Caveat.In(p.lang),
	}
}
