package targets

import (
	"math"
	"math/big"
	"slices"
	"strconv"
)

// forecast looks ahead to the deadline where the series allows it, by the
// conditions of design §4, and otherwise says why not.
func (j *judge) forecast() {
	f := &Forecast{}
	j.e.Forecast = f
	if f.Why = j.noForecast(); !f.Why.IsZero() {
		return
	}
	s, why := j.series()
	if why != nil {
		f.Why = *why
		return
	}
	if span := s.clock.at(s.lastOn) - s.clock.at(s.firstOn); s.clock.at(j.deadline)-s.clock.at(s.lastOn) > farthestReach*span {
		f.Why = Text{"期限太远：距最近一期超过已有数据跨度的两倍。", "The deadline is too far: more than twice the span of the figures away."}
		return
	}
	s.into(f, j)
	if !f.Known() {
		f.Why = Text{"测算值超出可表示的范围。", "The forecast is out of range."}
	}
}

// farthestReach is how many times the observed span a forecast may look ahead.
const farthestReach = 2

// noForecast names the first condition on the target that is not met.
func (j *judge) noForecast() Text {
	p := j.newest()
	switch {
	case j.goal == nil || j.twoSided():
		return Text{"目标没有可比较的方向。", "The goal has no direction to be compared in."}
	case j.deadline == 0:
		return Text{"文件未定期限。", "The document sets no deadline."}
	case j.in.AsOf >= j.deadline || !j.e.open() && j.e.State != Met:
		return Text{"目标已有结果或期限已到。", "The outcome is known or the deadline has come."}
	case j.e.stepped():
		return Text{"按轮次或文件节点推进的目标不作测算。", "Goals that move by rounds or milestones are not forecast."}
	case p == nil:
		return Text{"起始日以来无数据。", "There is no figure since the start."}
	case !p.exact():
		return Text{"最近一期不是精确数。", "The newest figure is not exact."}
	case j.e.Stale:
		return Text{"数据已过期，应报未到。", "The series is stale: a due figure has not come."}
	}
	return Text{}
}

// A future is a series ready to be continued.
type future struct {
	trend   trend
	scale   *scale  // of a level; nil for a count that only grows
	clock   season  // days → operational years
	last    float64 // newest value, on the scale
	lastOn  Date
	firstOn Date    // where the series begins
	noise   float64 // variance of one reported value around its level, on the scale
	wide    float64 // of a count, by how much the standard error is widened for an estimated spread
}

// into fills a forecast with the distribution at the deadline.
func (s *future) into(f *Forecast, j *judge) {
	s.wide = widening(s.trend.freedom)
	p := s.on(j.deadline)
	f.Low, f.Value, f.High = significant(p.quantile(0.1)), significant(p.quantile(0.5)), significant(p.quantile(0.9))
	f.Probability = significant(j.chance(p))
	f.ReachOn = s.reach(j)
	if newest := j.newest(); j.proves(newest) {
		f.ReachOn = newest.on
	}
}

// on is the distribution of the value at the end of a day after the newest figure's.
func (s *future) on(d Date) prediction {
	mean, se := s.trend.over(s.clock.at(d) - s.clock.at(s.lastOn))
	if s.scale == nil {
		return predictCount(s.last, mean, se*s.wide)
	}
	return predictLevel(*s.scale, s.last, mean, math.Sqrt(se*se+2*s.noise), s.trend.freedom)
}

// chance is the probability that a predicted value meets the goal. Counts are
// whole numbers, and the goal itself satisfies: theirs is taken half a unit short.
func (j *judge) chance(p prediction) float64 {
	goal, _ := j.goal.Float64()
	half := 0.0
	if j.in.Indicator.Measure == Count {
		half = 0.5
	}
	if j.up {
		return 1 - p.below(goal-half)
	}
	return p.below(goal + half)
}

// reach is the first day, from the day judged, on which the goal is met with a
// probability of at least one half: at the latest the deadline exactly when the
// forecast's probability is. The newest figure does not meet it, so that the
// chance of a half is only ever reached, never lost, as time goes on.
func (s *future) reach(j *judge) Date {
	meets := func(d Date) bool { return j.chance(s.on(d)) >= 0.5 }
	low, high := max(s.lastOn+1, j.in.AsOf), j.deadline
	if !meets(high) {
		low, high = high+1, j.deadline.AddYears(furthest)
		if !meets(high) {
			return 0
		}
	}
	for low < high {
		if mid := low + (high-low)/2; meets(mid) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return high
}

// significant keeps four significant digits.
func significant(x float64) Decimal {
	v, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 3, 64), 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return Decimal{}
	}
	if math.Abs(v) < 1e-12 {
		v = 0
	}
	d, err := ParseDecimal(strconv.FormatFloat(v, 'f', -1, 64))
	if err != nil {
		return Decimal{}
	}
	return d
}

// series gathers what may be continued: exact figures of one definition since
// the last break, at least five.
func (j *judge) series() (*future, *Text) {
	if j.in.Indicator.Accumulation == Flow {
		return j.flowSeries()
	}
	moments := j.exactMoments()
	if len(moments) < fewestFigures {
		return nil, tooFew(len(moments))
	}
	if j.in.Indicator.Accumulation == Cumulative {
		return j.cumulativeSeries(moments)
	}
	return j.levelSeries(moments)
}

func tooFew(n int) *Text {
	t := both("同一口径的精确数据只有%d期，不足%d期。", "Only %d exact figures of one definition, fewer than %d.", n, fewestFigures)
	return &t
}

// exactMoments are the exact points since the last break, from before the start
// as well: they are the same quantity.
func (j *judge) exactMoments() []point {
	from := j.lastBreak()
	var list []point
	for _, p := range j.moments {
		if p.on >= from && p.exact() && p.figure.Precise() && p.whole {
			list = append(list, p)
		}
	}
	return list
}

// lastBreak is the first day of the present definition; 0 when it never changed.
func (j *judge) lastBreak() Date {
	var d Date
	for _, c := range j.in.Indicator.Changes {
		if c.On <= j.in.AsOf {
			d = max(d, c.On)
		}
	}
	for i := range j.e.Series {
		if f := &j.e.Series[i]; f.Flag == Break {
			d = max(d, f.Period.End)
		}
	}
	return d
}

// cumulativeSeries continues a count by its increments.
func (j *judge) cumulativeSeries(moments []point) (*future, *Text) {
	var ends []Date
	var increments []float64
	for i := range moments {
		ends = append(ends, moments[i].on)
		if i > 0 {
			d, _ := exactDiff(&moments[i], &moments[i-1]).Float64()
			increments = append(increments, d)
		}
	}
	if slices.Min(increments) < 0 {
		return nil, &Text{"累计数曾经下降，口径存疑。", "The cumulative figure fell once; its definition is in doubt."}
	}
	clock := newSeason(ends, increments)
	s := &future{clock: clock, firstOn: ends[0], lastOn: ends[len(ends)-1]}
	s.last, _ = moments[len(moments)-1].value.Float64()
	s.trend = newTrend(increments, clock.spans(ends), true)
	s.trend.spend(clock.parameters())
	return s, nil
}

// flowSeries continues the sum of a flow by its periods, those before the start
// included. Days without a figure between them are left out.
func (j *judge) flowSeries() (*future, *Text) {
	from := j.lastBreak()
	var figures []*Figure
	for i := range j.e.Series {
		if f := &j.e.Series[i]; f.Precise() && f.Period.Start >= from {
			figures = append(figures, f)
		}
	}
	used := bestApart(figures, (*total).fuller).figures()
	if len(used) < fewestFigures {
		return nil, tooFew(len(used))
	}
	y, t := make([]float64, len(used)), make([]float64, len(used))
	for i, f := range used {
		y[i], t[i] = f.Value.Float(), float64(f.Period.Days())/daysPerYear
	}
	p := j.newest()
	s := &future{firstOn: used[0].Period.Start - 1, lastOn: p.on}
	s.last, _ = p.value.Float64()
	if ends, ok := gapless(used); ok {
		s.clock = newSeason(ends, y)
		t = s.clock.spans(ends)
	}
	s.trend = newTrend(y, t, true)
	s.trend.spend(s.clock.parameters())
	return s, nil
}

// gapless returns the ends of the periods, the eve of the first one before
// them, when each begins the day after the one before ends.
func gapless(figures []Figure) ([]Date, bool) {
	ends := []Date{figures[0].Period.Start - 1}
	for i := range figures {
		if figures[i].Period.Start != ends[i]+1 {
			return nil, false
		}
		ends = append(ends, figures[i].Period.End)
	}
	return ends, true
}

func exactDiff(a, b *point) *big.Rat { return new(big.Rat).Sub(a.value, b.value) }

// levelSeries continues a ratio, mean or stock by the changes of its level on a
// scale that keeps it inside its range.
func (j *judge) levelSeries(moments []point) (*future, *Text) {
	s := &future{scale: &logarithm, firstOn: moments[0].on, lastOn: moments[len(moments)-1].on}
	if j.in.Indicator.Measure == Ratio {
		s.scale = &logOdds
	}
	z, noise, ok := onScale(*s.scale, moments)
	if !ok {
		return nil, &Text{"数值含零或百分之百，无法在对数尺度上延续。", "A value is zero or one hundred per cent and cannot be continued on a logarithmic scale."}
	}
	y, t := make([]float64, len(z)-1), make([]float64, len(z)-1)
	var sampled float64
	for i := range y {
		y[i], t[i] = z[i+1]-z[i], float64(moments[i+1].on-moments[i].on)/daysPerYear
		sampled += (noise[i] + noise[i+1]) / t[i] / float64(len(y)-1)
	}
	s.last, s.noise = z[len(z)-1], noise[len(noise)-1]
	s.trend = newTrend(y, t, false)
	if s.trend.spread == 0 {
		return nil, &Text{"历次数值完全按同一比例变化，无从估计离散程度。", "The values never departed from one rate, so their spread cannot be estimated."}
	}
	s.trend.own = math.Min(sampled, 0.9*s.trend.spread)
	return s, nil
}

// onScale puts the moments on a scale; of ratios with counts it also gives the
// sampling variance of each: 1/x + 1/(n−x) on the log odds (Woolf 1955).
func onScale(s scale, moments []point) (z, noise []float64, ok bool) {
	for i := range moments {
		f := moments[i].figure
		v := f.Value.Float()
		var own float64
		if s.to(0.5) == 0 && f.Numerator.Known() && f.Denominator.Known() { // log odds
			x, n := f.Numerator.Float(), f.Denominator.Float()
			v = (x + 0.5) / (n + 1)
			own = 1/(x+0.5) + 1/(n-x+0.5)
		}
		at := s.to(v)
		if math.IsInf(at, 0) || math.IsNaN(at) {
			return nil, nil, false
		}
		z, noise = append(z, at), append(noise, own)
	}
	return z, noise, true
}
