package targets

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// A Forecast is what the series so far lets expect at the deadline. It is a
// model's reckoning for orientation: never a score, a ranking or a verdict.
// Numbers carry four significant digits. When there is none, Why says so.
type Forecast struct {
	Value       Decimal // median at the deadline, in the unit
	Low, High   Decimal // of the central 80 % interval
	Probability Decimal // of meeting the goal, 0–1
	ReachOn     Date    // first day, from the day judged, on which the goal is met with a probability of at least one half; of a goal met, the newest figure's day; 0 when not within ten years after the deadline
	Why         Text    // why there is none; empty when there is one
}

// Known reports whether there is a forecast.
func (f *Forecast) Known() bool { return f != nil && f.Value.Known() }

// Outlook is the forecast in one of three words: 预计可完成 from a probability of
// 0.8, 难以完成 below 0.2, 完成有压力 between.
func (f *Forecast) Outlook() Text {
	switch {
	case !f.Known():
		return Text{}
	case f.Probability.Cmp(likely) >= 0:
		return Text{"预计可完成", "likely to be met"}
	case f.Probability.Cmp(unlikely) < 0:
		return Text{"难以完成", "unlikely to be met"}
	}
	return Text{"完成有压力", "under pressure"}
}

var likely, unlikely = MustDecimal("0.8"), MustDecimal("0.2")

// Caveat stands beside every forecast.
var Caveat = Text{"模型测算，仅供参考，不作为考核、通报和公开依据", "A model's reckoning for orientation only; no basis for assessment, circulars or publication"}

// The constants of the method; the method page explains them.
const (
	fewestFigures = 5    // exact, of one definition, before anything is forecast
	forgetting    = 0.75 // each increment counts three quarters of the next one
	independent   = 2    // increments without autocorrelation that are added before it is estimated
	steepest      = 0.7  // bound on the autocorrelation taken into account
	knownSpread   = 100  // degrees of freedom where the spread is the Poisson one, not estimated: all but the normal distribution
	furthest      = 10   // years after the deadline within which a date of reaching is named
)

// A trend is the forecast of one number: independent increments of a rate per
// unit of operational time, estimated from increments over spans of that time.
//
//	rate      Σ wᵢ yᵢ ÷ Σ wᵢ tᵢ with wᵢ = 0.75 ^ (increments after i)
//	scatter   Σ (yᵢ − r tᵢ)² ÷ tᵢ ÷ (n − 1), with r = Σ yᵢ ÷ Σ tᵢ
//	inflation (1 + ρ) ÷ (1 − ρ), with ρ = (n a + 1) ÷ (n + 2) in [0, 0.7], a the lag-one autocorrelation
//	spread    inflation · scatter; of a count whose scatter is less than r (1 + √(2 ÷ (n − 1))) it is r,
//	          the Poisson spread, which is then taken as known
//	variance  (spread − own) · h + spread · h² Σ wᵢ² tᵢ ÷ (Σ wᵢ tᵢ)² over the horizon h
//	own       0; of ratios with counts min(Σ (vᵢ + vᵢ₊₁) ÷ tᵢ ÷ (n − 1), 0.9 spread), where vᵢ is the
//	          sampling variance of value i; 2 v of the newest value is added at the deadline
//
// The mean and its error are those of a weighted sum; the inflation is the
// long-run variance of a first-order autoregression. 1/n takes out the bias of a
// in short series (Kendall 1954; Marriott and Pope 1954), and n ÷ (n + 2) draws
// what is left towards none, as a few increments say little about it. Of Poisson
// counts the scatter has the mean r and the standard error r √(2 ÷ (n − 1)): only
// what exceeds both together is taken for more than chance.
type trend struct {
	rate    float64
	spread  float64 // variance per unit of time, inflated
	own     float64 // the part of spread that is noise of reporting and does not add up over time
	weight  float64 // Σ w² t ÷ (Σ w t)²
	freedom float64
}

// newTrend estimates a trend from increments y over spans t, at least two.
// A count's increments are Poisson unless they scatter more than those would.
func newTrend(y, t []float64, count bool) trend {
	n := len(y)
	var sumY, sumT, wy, wt, wwt float64
	for i := range y {
		w := math.Pow(forgetting, float64(n-1-i))
		sumY, sumT = sumY+y[i], sumT+t[i]
		wy, wt, wwt = wy+w*y[i], wt+w*t[i], wwt+w*w*t[i]
	}
	m := trend{rate: wy / wt, weight: wwt / (wt * wt), freedom: float64(n - 1)}
	mean := sumY / sumT
	scatter, inflation := scatter(y, t, mean)
	m.spread = inflation * scatter
	if poisson := math.Max(mean, 0.5/sumT); count && scatter < poisson*(1+math.Sqrt(2/m.freedom)) {
		m.spread, m.freedom = poisson, knownSpread
	}
	return m
}

// scatter is the variance of increments per unit of time around a mean rate, and
// by how much their autocorrelation inflates it in the long run.
func scatter(y, t []float64, mean float64) (variance, inflation float64) {
	var square, lagged, last float64
	for i := range y {
		e := (y[i] - mean*t[i]) / math.Sqrt(t[i])
		square += e * e
		if i > 0 {
			lagged += e * last
		}
		last = e
	}
	if square == 0 {
		return 0, 1
	}
	n := float64(len(y))
	rho := (n*lagged/square + 1) / (n + independent)
	rho = math.Min(math.Max(rho, 0), steepest)
	return square / (n - 1), (1 + rho) / (1 - rho)
}

// over returns mean and standard error of the increment over a horizon h.
func (m trend) over(h float64) (mean, se float64) {
	return m.rate * h, math.Sqrt((m.spread-m.own)*h + m.spread*h*h*m.weight)
}

// A prediction is the distribution of the value at the end of a day.
type prediction struct {
	quantile func(p float64) float64
	below    func(x float64) float64 // probability of a value below x
}

// predictCount is last + an increment that is never negative: a Gamma
// distribution with the increment's mean and variance. Both its shape and its
// scale grow with the horizon, so that the chance of any goal does.
func predictCount(last, mean, se float64) prediction {
	mean = math.Max(mean, se/10) // a rate of nearly nothing still has a shape
	shape := mean * mean / (se * se)
	d := distuv.Gamma{Alpha: shape, Beta: shape / mean}
	return prediction{
		quantile: func(p float64) float64 { return last + d.Quantile(p) },
		below: func(x float64) float64 {
			if x <= last {
				return 0
			}
			return d.CDF(x - last)
		},
	}
}

// widening is Student's 90 % quantile over the normal one. A count's standard
// error is multiplied by it, because its spread is estimated from few increments.
func widening(freedom float64) float64 {
	const normal = 1.2815515655446004
	return distuv.StudentsT{Sigma: 1, Nu: freedom}.Quantile(0.9) / normal
}

// predictLevel is Student's t around the continued level on a scale that keeps
// the value inside its range.
func predictLevel(s scale, last, mean, se, freedom float64) prediction {
	d := distuv.StudentsT{Mu: last + mean, Sigma: math.Max(se, 1e-9), Nu: freedom}
	return prediction{
		quantile: func(p float64) float64 { return s.from(d.Quantile(p)) },
		below:    func(x float64) float64 { return d.CDF(s.to(x)) },
	}
}

// A scale is a monotone transformation between a value and the real line.
type scale struct{ to, from func(float64) float64 }

// Ratios move on the log odds, means and stocks on the logarithm.
var (
	logOdds = scale{
		to: func(p float64) float64 {
			switch {
			case p <= 0:
				return math.Inf(-1)
			case p >= 1:
				return math.Inf(1)
			}
			return math.Log(p / (1 - p))
		},
		from: func(z float64) float64 { return 1 / (1 + math.Exp(-z)) },
	}
	logarithm = scale{to: func(x float64) float64 { return math.Log(math.Max(x, 0)) }, from: math.Exp}
)
