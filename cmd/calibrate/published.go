package main

import (
	"context"
	"fmt"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
)

// published leaves out the last figure, the last two and so on of every shipped
// series that is long enough, and asks for the first one left out. The goals are
// 0.8, 1 and 1.2 times the way at the mean rate.
func published() error {
	series, indicators, err := shippedSeries()
	if err != nil {
		return err
	}
	var ours, line score
	used := 0
	for key, figures := range series {
		before := ours.n
		for n := len(figures) - 1; n >= 3; n-- {
			h := history{indicator: *indicators[key.Indicator], known: figures[:n],
				deadline: figures[n].Period.End, truth: figures[n].Value.Float()}
			first, last := figures[0], figures[n-1]
			rate := (last.Value.Float() - first.Value.Float()) / float64(last.Period.End-first.Period.End)
			for _, share := range []float64{0.8, 1, 1.2} {
				h.goal = last.Value.Float() + share*rate*float64(h.deadline-last.Period.End)
				if h.goal > 0 {
					h.judge(&ours, &line)
				}
			}
		}
		if ours.n > before {
			used++
		}
	}
	if ours.n == 0 {
		fmt.Println("  no shipped series is long enough")
		return nil
	}
	ours.print(fmt.Sprintf("%d series, %d forecasts", used, ours.n), 0, line)
	return nil
}

func shippedSeries() (map[targets.SeriesKey][]targets.Figure, map[string]*targets.Indicator, error) {
	catalogue, _, err := seeds.Catalogue(seeds.Shipped())
	if err != nil {
		return nil, nil, err
	}
	files, err := collector.FigureFiles(seeds.Shipped())
	if err != nil {
		return nil, nil, err
	}
	rules := collector.NewRules(catalogue, targets.NewDate(2026, 11, 22), false)
	figures, _, err := collector.Load(context.Background(), sheet.Open, catalogue, rules, files...)
	if err != nil {
		return nil, nil, err
	}
	indicators := map[string]*targets.Indicator{}
	for i := range catalogue.Indicators {
		indicators[catalogue.Indicators[i].ID] = &catalogue.Indicators[i]
	}
	series := map[targets.SeriesKey][]targets.Figure{}
	for _, f := range figures {
		if f.Precise() && indicators[f.Indicator].Accumulation != targets.Flow {
			k := targets.SeriesKey{Indicator: f.Indicator, Area: f.Area}
			series[k] = append(series[k], f)
		}
	}
	return series, indicators, nil
}
