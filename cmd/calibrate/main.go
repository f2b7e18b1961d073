// Command calibrate measures how far the forecast can be trusted. It simulates
// series of the families the method assumes and of families it does not, and
// takes the shipped published series with their last figures left out; each
// series goes through the same evaluation as a real target. It prints, beside a
// straight line with normal residuals, how often the 80 % interval holds the
// truth, the Brier score of the probability and the mean absolute scaled error.
// It prints the truth, also where the method is the worse of the two.
package main

import (
	"fmt"
	"math"
	"os"

	"github.com/biaochi/biaochi/targets"
)

const runs = 2000 // of each family and length

func main() {
	fmt.Printf("%-34s %3s  %-21s %-17s %-17s\n", "family", "n", "coverage of 80 % (se)", "Brier ours/line", "MASE ours/line")
	var ours, line score
	for _, assumed := range []bool{true, false} {
		title := "families the method assumes"
		if !assumed {
			title = "families it does not assume"
		}
		fmt.Println(title)
		for stream, f := range families {
			if f.assumed == assumed {
				for _, n := range []int{5, 8, 12} {
					a, b := simulate(f, stream, n)
					a.print(f.name, n, b)
					ours.add(a)
					line.add(b)
				}
			}
		}
	}
	fmt.Println("pooled over all simulated families")
	ours.print("all", 0, line)
	fmt.Println("shipped published series, last figures left out")
	if err := published(); err != nil {
		fmt.Fprintln(os.Stderr, "calibrate:", err)
		os.Exit(1)
	}
}

// A score sums what is compared.
type score struct {
	n, held      int
	brier, error float64
}

// take adds one series: its truth, whether the goal was met, and what was said.
func (s *score) take(truth float64, met bool, low, mid, high, chance, step float64) {
	s.n++
	if truth >= low && truth <= high {
		s.held++
	}
	outcome := 0.0
	if met {
		outcome = 1
	}
	s.brier += (chance - outcome) * (chance - outcome)
	s.error += math.Abs(truth-mid) / step
}

func (s *score) add(o score) {
	s.n, s.held, s.brier, s.error = s.n+o.n, s.held+o.held, s.brier+o.brier, s.error+o.error
}

func (s *score) coverage() float64 { return float64(s.held) / float64(s.n) }

// print shows ours beside the straight line's.
func (s *score) print(name string, figures int, line score) {
	n := float64(s.n)
	c := s.coverage()
	length := ""
	if figures > 0 {
		length = fmt.Sprint(figures)
	}
	fmt.Printf("  %-32s %3s  %.3f (%.3f) line %.3f  %.3f / %.3f     %.2f / %.2f\n", name, length,
		c, math.Sqrt(c*(1-c)/n), line.coverage(), s.brier/n, line.brier/n, s.error/n, line.error/n)
}

// A history is one series: the figures known and the truth at the deadline.
type history struct {
	indicator targets.Indicator
	known     []targets.Figure
	deadline  targets.Date
	truth     float64
	goal      float64
	down      bool // a smaller value is better
}

// judge compares the product's forecast and a straight line with the truth; ok
// is false where the product gives no forecast.
func (h *history) judge(ours, line *score) (ok bool) {
	e := targets.Evaluate(h.input())
	if !e.Forecast.Known() {
		return false
	}
	f := e.Forecast
	met := h.truth >= h.goal
	if h.down {
		met = h.truth <= h.goal
	}
	step := h.step()
	ours.take(h.truth, met, f.Low.Float(), f.Value.Float(), f.High.Float(), f.Probability.Float(), step)
	p := fitLine(h.known).at(h.deadline)
	line.take(h.truth, met, p.low, p.mid, p.high, p.chance(h.goal, h.down), step)
	return true
}

func (h *history) input() targets.Input {
	last := h.known[len(h.known)-1].Period.End
	comparator := targets.AtLeast
	if h.down {
		comparator = targets.AtMost
	}
	t := &targets.Target{ID: "t", Document: "d", Indicator: h.indicator.ID, Area: "110000", Comparator: comparator, Goal: number(h.goal),
		Start: h.known[0].Period.End, StartBasis: targets.BasisPrinted, Deadline: h.deadline}
	return targets.Input{Target: t, Indicator: &h.indicator, Document: &targets.Document{ID: "d", Issued: h.known[0].Period.Start},
		Figures: h.known, Cuts: targets.DefaultCuts, AsOf: last + 1}
}

// step is the mean absolute change from one figure to the next: the scale of MASE.
func (h *history) step() float64 {
	var s float64
	for i := 1; i < len(h.known); i++ {
		s += math.Abs(h.known[i].Value.Float() - h.known[i-1].Value.Float())
	}
	return math.Max(s/float64(len(h.known)-1), 1e-9)
}

// number writes a float as a decimal with at most six places.
func number(x float64) targets.Decimal {
	return targets.MustDecimal(fmt.Sprintf("%.6f", x))
}
