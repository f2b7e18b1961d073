package main

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/biaochi/biaochi/targets"
)

// A family makes histories of n known figures; the deadline lies half of the
// observed span ahead.
type family struct {
	name    string
	assumed bool
	make    func(r *rand.Rand, n int) history
}

var families = []family{
	{"counts, Poisson, 8 a year", true, counting(constant(8), 1, false)},
	{"counts, spread 5, 40 a year", true, counting(constant(40), 5, false)},
	{"counts, spread 5, irregular dates", true, counting(constant(40), 5, true)},
	{"counts, spread 60, 300 a year", true, counting(constant(300), 60, false)},
	{"ratio, rates alone", true, ratio(0)},
	{"ratio with counts of 400", true, ratio(400)},
	{"mean that falls", true, mean},
	{"autocorrelation 0.5", false, counting(autocorrelated, 1, false)},
	{"saturation", false, counting(saturating, 5, false)},
	{"year-end jumps, quarterly", false, yearEnd},
	{"one level shift", false, counting(shifted, 5, false)},
}

// simulate judges histories of one family and length. Each draws from a stream of
// its own: from a common one, a lucky draw would show in every family at once.
func simulate(f family, stream, n int) (ours, line score) {
	r := rand.New(rand.NewPCG(uint64(n), uint64(2026+stream)))
	for range 2 * runs { // some series allow no forecast, such as one that stands at 100 %
		if ours.n == runs {
			break
		}
		h := f.make(r, n)
		h.judge(&ours, &line)
	}
	return ours, line
}

// A rateOf gives the mean increment of each of n known steps and those ahead.
type rateOf func(r *rand.Rand, known, all int) []float64

func constant(rate float64) rateOf {
	return func(_ *rand.Rand, _, all int) []float64 {
		list := make([]float64, all)
		for i := range list {
			list[i] = rate
		}
		return list
	}
}

// autocorrelated increments: 40 a year, standard deviation 12, lag-one 0.5.
func autocorrelated(r *rand.Rand, _, all int) []float64 {
	list := make([]float64, all)
	e := r.NormFloat64()
	for i := range list {
		list[i] = math.Max(0, 40+12*e)
		e = 0.5*e + math.Sqrt(0.75)*r.NormFloat64()
	}
	return list
}

// saturating: the rate halves over the observed span and goes on falling.
func saturating(_ *rand.Rand, known, all int) []float64 {
	list := make([]float64, all)
	for i := range list {
		list[i] = 80 * math.Exp(-math.Ln2*float64(i)/float64(known))
	}
	return list
}

// shifted: 40 a year in the first half of the observed span, 70 from then on.
func shifted(_ *rand.Rand, known, all int) []float64 {
	list := make([]float64, all)
	for i := range list {
		list[i] = 40
		if i >= known/2 {
			list[i] = 70
		}
	}
	return list
}

// counting makes yearly cumulative figures with increments of mean rate and
// variance spread × mean: Poisson, or negative binomial above 1.
func counting(rate rateOf, spread float64, irregular bool) func(*rand.Rand, int) history {
	return func(r *rand.Rand, n int) history {
		known := n - 1
		all := known + max(1, known/2)
		means := rate(r, known, all)
		day := targets.NewDate(2000, 12, 31)
		total := 100.0
		h := history{indicator: countIndicator(targets.Yearly), known: []targets.Figure{figure(day, total)}}
		for i, mean := range means {
			span := 365
			if irregular {
				span = 100 + r.IntN(550)
			}
			total += draw(r, mean*float64(span)/365, spread)
			day += targets.Date(span)
			if i < known {
				h.known = append(h.known, figure(day, total))
			}
		}
		h.deadline, h.truth = day, total
		h.goal = h.aim(r, means)
		return h
	}
}

// aim sets a whole goal between 0.6 and 1.4 times the way the mean rate would go.
func (h *history) aim(r *rand.Rand, means []float64) float64 {
	last := h.known[len(h.known)-1]
	var rate float64
	for _, m := range means {
		rate += m / float64(len(means))
	}
	years := float64(h.deadline-last.Period.End) / 365.25
	return math.Round(last.Value.Float() + rate*years*(0.6+0.8*r.Float64()))
}

// yearEnd makes quarterly figures of which the last of a year is five times the others.
func yearEnd(r *rand.Rand, n int) history {
	known := n - 1
	all := known + max(1, known/2)
	total := 100.0
	h := history{indicator: countIndicator(targets.Quarterly), known: []targets.Figure{figure(targets.NewDate(2000, 12, 31), total)}}
	var day targets.Date
	means := make([]float64, all)
	for i := range means {
		mean := 20.0
		if i%4 == 3 {
			mean = 100
		}
		total += draw(r, mean, 2)
		day = targets.NewDate(2001, 3*i+4, 0)
		if i < known {
			h.known = append(h.known, figure(day, total))
		}
		means[i] = 160
	}
	h.deadline, h.truth = day, total
	h.goal = h.aim(r, means)
	return h
}

// draw is Poisson, or negative binomial with variance spread × mean.
func draw(r *rand.Rand, mean, spread float64) float64 {
	if mean > 0 && spread > 1 {
		k := mean / (spread - 1)
		mean = distuv.Gamma{Alpha: k, Beta: k / mean, Src: r}.Rand()
	}
	if mean <= 0 {
		return 0
	}
	return distuv.Poisson{Lambda: mean, Src: r}.Rand()
}

// ratio makes yearly ratios whose log odds walk with a drift; with counts, each
// is sampled from that many cases.
func ratio(cases float64) func(*rand.Rand, int) history {
	return func(r *rand.Rand, n int) history {
		known := n - 1
		all := known + max(1, known/2)
		z, drift, sd := -0.6+0.4*r.NormFloat64(), 0.15, 0.15
		h := history{indicator: targets.Indicator{ID: "i", Measure: targets.Ratio, Cadence: targets.Yearly}}
		var aim float64
		for i := 0; i <= all; i++ {
			day := targets.NewDate(2000+i, 12, 31)
			f := figure(day, 0)
			p := 1 / (1 + math.Exp(-z))
			if cases > 0 {
				x := distuv.Binomial{N: cases, P: p, Src: r}.Rand()
				p = x / cases
				f.Numerator, f.Denominator = number(x), number(cases)
			}
			f.Value = number(p)
			if i <= known {
				h.known = append(h.known, f)
			}
			if i == known {
				ahead := float64(all - known)
				aim = z + drift*ahead + sd*math.Sqrt(ahead)*3*(r.Float64()-0.5)
			}
			h.deadline, h.truth = day, p
			z += drift + sd*r.NormFloat64()
		}
		h.goal = 1 / (1 + math.Exp(-aim))
		return h
	}
}

// mean makes yearly means whose logarithm walks downwards; less is better.
func mean(r *rand.Rand, n int) history {
	known := n - 1
	all := known + max(1, known/2)
	z, drift, sd := math.Log(24), -0.05, 0.05
	h := history{indicator: targets.Indicator{ID: "i", Measure: targets.Mean, Cadence: targets.Yearly}, down: true}
	for i := 0; i <= all; i++ {
		day := targets.NewDate(2000+i, 12, 31)
		if i <= known {
			h.known = append(h.known, figure(day, math.Exp(z)))
		}
		if i == known {
			ahead := float64(all - known)
			h.goal = math.Exp(z + drift*ahead + sd*math.Sqrt(ahead)*3*(r.Float64()-0.5))
		}
		h.deadline, h.truth = day, math.Exp(z)
		z += drift + sd*r.NormFloat64()
	}
	return h
}

func countIndicator(c targets.Cadence) targets.Indicator {
	return targets.Indicator{ID: "i", Measure: targets.Count, Accumulation: targets.Cumulative, Cadence: c}
}

func figure(day targets.Date, v float64) targets.Figure {
	return targets.Figure{Key: targets.Key{Indicator: "i", Area: "110000", Period: targets.Day(day)}, Revision: 1,
		Value: number(v), Flag: targets.Normal, Origin: targets.OriginOfficial}
}
