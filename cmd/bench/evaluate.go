package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Limits of the evaluation, in microseconds of one core.
const (
	limitFigure   = 2.0  // a figure, without the forecast
	limitForecast = 60.0 // a target, for the forecast alone
)

// evaluations measures the evaluation of targets with twelve figures each. The
// time a figure and the memory a target must not grow with their number.
func evaluations(_ context.Context, b *benchmark) error {
	for _, n := range []int{1_000, 10_000, 100_000} {
		plain, memory := evaluateAll(n, false)
		whole, _ := evaluateAll(n, true)
		figure := plain.Seconds() * 1e6 / float64(12*n)
		forecast := (whole - plain).Seconds() * 1e6 / float64(n)
		b.compare(fmt.Sprintf("evaluate %d targets: µs a figure, without the forecast", n), figure, limitFigure, "µs")
		b.compare("  the forecast: µs a target", forecast, limitForecast, "µs")
		show("  memory of the results a target", memory/float64(n)/1024, "KiB")
	}
	return nil
}

// evaluateAll judges n targets one after another and returns the time and the
// bytes that the results hold.
func evaluateAll(n int, forecast bool) (time.Duration, float64) {
	today := targets.NewDate(2022, 12, 15)
	c := catalogue(n, min(n, 100), today)
	s := &targets.Snapshot{AsOf: today, Cuts: targets.DefaultCuts, Catalogue: *c, Figures: map[targets.SeriesKey][]targets.Figure{}}
	for _, f := range figures(c, s.AsOf) {
		k := targets.SeriesKey{Indicator: f.Indicator, Area: f.Area}
		s.Figures[k] = append(s.Figures[k], f)
	}
	if !forecast {
		for i := range s.Targets { // a stepped path is never forecast
			s.Targets[i].Path = []targets.PathPoint{{On: targets.NewDate(2022, 6, 30), Value: targets.MustDecimal("200")}}
		}
	}
	s.Seal()
	before := held()
	begin := time.Now()
	results := s.Evaluate()
	took := time.Since(begin)
	memory := held() - before
	runtime.KeepAlive(results)
	return took, memory
}

// held is the memory in use after a collection, in bytes.
func held() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
