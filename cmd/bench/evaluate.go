package main

import (
	"context"
	"fmt"
	"math/big"
	"runtime"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Limits of the evaluation, as ratios to a bare loop over the same figures in the
// same run, which makes one exact subtraction, division and comparison of each.
const (
	limitEvaluation = 4.0   // judging every figure of every form, without the forecast
	limitForecast   = 100.0 // one forecast, to one figure of the loop
)

// figuresEach is how many figures a target has: a multiple of four.
const figuresEach = 12

// evaluations measures the evaluation of targets of all forms with twelve figures
// each. The ratio and the memory a target must not grow with their number.
func evaluations(_ context.Context, b *benchmark) error {
	for _, n := range []int{1_000, 10_000, 100_000} {
		inputs := formInputs(n)
		var loops, plains, wholes []time.Duration
		rounds := 5
		if n > 10_000 {
			rounds = 1 // long enough by itself
		}
		for range rounds {
			loops = append(loops, bareLoop(inputs))
			plains = append(plains, judgeAll(inputs))
		}
		series := cumulativeInputs(min(n, 10_000))
		for range 3 {
			wholes = append(wholes, judgeAll(series)-judgeAll(stepped(series)))
		}
		figure := median(loops).Seconds() / float64(n*figuresEach)
		b.compare(fmt.Sprintf("evaluate %d targets of all forms, to the bare loop", n), median(plains).Seconds()/median(loops).Seconds(), limitEvaluation, "×")
		b.compare("  one forecast, to one figure of the loop", median(wholes).Seconds()/float64(len(series))/figure, limitForecast, "×")
		show("  memory of the results a target", memoryOf(inputs)/float64(n)/1024, "KiB")
		show("  the loop: µs a figure", figure*1e6, "µs")
	}
	return nil
}

// bareLoop makes one exact subtraction, division and comparison of each figure.
func bareLoop(inputs []targets.Input) time.Duration {
	limit, base, span := big.NewRat(19, 20), big.NewRat(7, 1), big.NewRat(300, 7)
	begin, met := time.Now(), 0
	for i := range inputs {
		for k := range inputs[i].Figures {
			x := new(big.Rat).Sub(inputs[i].Figures[k].Value.Rat(), base)
			if x.Quo(x, span).Cmp(limit) >= 0 {
				met++
			}
		}
	}
	runtime.KeepAlive(met)
	return time.Since(begin)
}

func judgeAll(inputs []targets.Input) time.Duration {
	begin := time.Now()
	for i := range inputs {
		e := targets.Evaluate(inputs[i])
		runtime.KeepAlive(&e)
	}
	return time.Since(begin)
}

// memoryOf is what the results of all inputs hold, in bytes.
func memoryOf(inputs []targets.Input) float64 {
	before := held()
	results := make([]targets.Evaluation, len(inputs))
	for i := range inputs {
		results[i] = targets.Evaluate(inputs[i])
	}
	memory := held() - before
	runtime.KeepAlive(results)
	return memory
}

// held is the memory in use after a collection, in bytes.
func held() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// A shape is a kind of goal with the figures it is judged by.
type shape struct {
	target    targets.Target
	indicator targets.Indicator
	period    func(i int) targets.Period
	value     func(i int) string
}

func quarter(i int) targets.Period { return targets.Months(2021, 3*i+1, 3) }
func year(i int) targets.Period    { return targets.Year(2013 + i) }

// shapes are one goal of each form as plans of five years have them; the paths are stepped where a forecast would
// be made, so that only the evaluation is measured.
var shapes = []shape{
	{targets.Target{Comparator: targets.AtLeast, Goal: targets.NewDecimal(400)},
		targets.Indicator{Measure: targets.Count, Accumulation: targets.Cumulative}, quarter, func(i int) string { return fmt.Sprint(40 + 20*i) }},
	{targets.Target{Comparator: targets.AtLeast, Goal: targets.NewDecimal(400)},
		targets.Indicator{Measure: targets.Count, Accumulation: targets.Flow}, quarter, func(i int) string { return fmt.Sprint(10 + i%5) }},
	{targets.Target{Comparator: targets.Between, Goal: targets.MustDecimal("0.62"), GoalHigh: targets.MustDecimal("0.65")},
		targets.Indicator{Measure: targets.Ratio}, quarter, func(i int) string { return fmt.Sprintf("0.%d", 50+i) }},
	{targets.Target{Comparator: targets.Decrease, Form: targets.FormRelative, Amount: targets.MustDecimal("0.135"), BaseYear: 2020},
		targets.Indicator{Measure: targets.Quantity, Accumulation: targets.Stock}, year, func(i int) string { return fmt.Sprintf("%d.5", 100-i) }},
	{targets.Target{Comparator: targets.Increase, Form: targets.FormAverage, Amount: targets.MustDecimal("0.05"), BaseYear: 2020},
		targets.Indicator{Measure: targets.Quantity, Accumulation: targets.Flow}, func(i int) targets.Period { return targets.Months(2020, 3*i+1, 3) },
		func(i int) string { return fmt.Sprint(100 + 6*i) }},
	{targets.Target{Comparator: targets.Increase, Form: targets.FormAverage, Amount: targets.MustDecimal("0.05"), BaseYear: 2020},
		targets.Indicator{Measure: targets.ChangeRate}, year, func(i int) string { return fmt.Sprintf("0.0%d", 3+i%5) }},
	{targets.Target{Comparator: targets.AtLeast, Form: targets.FormYearly, Goal: targets.NewDecimal(1200)},
		targets.Indicator{Measure: targets.Quantity, Accumulation: targets.Flow}, quarter, func(i int) string { return fmt.Sprint(300 + i) }},
	{targets.Target{Comparator: targets.AtMost, Form: targets.FormRank, Goal: targets.NewDecimal(3)},
		targets.Indicator{Measure: targets.RankPlace}, year, func(i int) string { return fmt.Sprint(9 - i%8) }},
}

// formInputs makes n targets, of each shape as many.
func formInputs(n int) []targets.Input {
	list := make([]targets.Input, n)
	for i := range list {
		list[i] = shapes[i%len(shapes)].input()
	}
	return list
}

func (s shape) input() targets.Input {
	t, ind := s.target, s.indicator
	t.ID, t.Deadline = "t", targets.NewDate(2025, 12, 31)
	if t.BaseYear == 0 {
		t.Start, t.StartBasis = s.period(1).Start, targets.BasisPrinted
	}
	if t.Form == "" {
		t.Path = []targets.PathPoint{{On: targets.NewDate(2022, 6, 30), Value: t.Goal}}
	}
	ind.ID, ind.Cadence, ind.ClosesAfter = "i", targets.Quarterly, 365
	in := targets.Input{Target: &t, Indicator: &ind, Document: &targets.Document{ID: "d"}, Cuts: targets.DefaultCuts, AsOf: targets.NewDate(2024, 6, 30)}
	for k := range figuresEach {
		in.Figures = append(in.Figures, targets.Figure{Key: targets.Key{Indicator: "i", Area: "330000", Period: s.period(k)}, Revision: 1,
			Value: targets.MustDecimal(s.value(k)), Flag: targets.Normal, Origin: targets.OriginOffice})
	}
	return in
}

// cumulativeInputs are targets that a forecast is made of.
func cumulativeInputs(n int) []targets.Input {
	list := make([]targets.Input, n)
	for i := range list {
		list[i] = shapes[0].input()
		list[i].Target.Path = nil
	}
	return list
}

// stepped are the same targets with a path in steps, which is never forecast.
func stepped(inputs []targets.Input) []targets.Input {
	list := make([]targets.Input, len(inputs))
	for i := range inputs {
		list[i] = inputs[i]
		t := *inputs[i].Target
		t.Path = []targets.PathPoint{{On: targets.NewDate(2022, 6, 30), Value: t.Goal}}
		list[i].Target = &t
	}
	return list
}
