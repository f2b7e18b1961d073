package main

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/biaochi/biaochi/targets"
)

// A straight line through values by date, with normal residuals: what a reader
// with a ruler would draw, and the peer the forecast has to stand up to.
type fitted struct{ a, b, middle, sxx, variance, n float64 }

func fitLine(figures []targets.Figure) fitted {
	n := float64(len(figures))
	var mt, mv float64
	for _, f := range figures {
		mt += float64(f.Period.End) / n
		mv += f.Value.Float() / n
	}
	var sxx, sxy float64
	for _, f := range figures {
		d := float64(f.Period.End) - mt
		sxx += d * d
		sxy += d * (f.Value.Float() - mv)
	}
	l := fitted{b: sxy / sxx, middle: mt, sxx: sxx, n: n}
	l.a = mv - l.b*mt
	for _, f := range figures {
		e := f.Value.Float() - l.a - l.b*float64(f.Period.End)
		l.variance += e * e / (n - 2)
	}
	return l
}

type continued struct{ low, mid, high, se float64 }

func (l fitted) at(d targets.Date) continued {
	x := float64(d)
	se := math.Sqrt(l.variance * (1 + 1/l.n + (x-l.middle)*(x-l.middle)/l.sxx))
	mid := l.a + l.b*x
	const normal = 1.2815515655446004
	return continued{mid - normal*se, mid, mid + normal*se, se}
}

func (c continued) chance(goal float64, down bool) float64 {
	below := distuv.Normal{Mu: c.mid, Sigma: math.Max(c.se, 1e-12)}.CDF(goal)
	if down {
		return below
	}
	return 1 - below
}
