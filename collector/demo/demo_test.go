package demo

import (
	"reflect"
	"testing"
	"testing/quick"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
)

var now = time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC)

func catalogue(t *testing.T) *targets.Catalogue {
	t.Helper()
	c, _, err := seeds.Catalogue(seeds.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func build(t *testing.T, c *targets.Catalogue, now time.Time) *Plan {
	t.Helper()
	p, err := Build(c, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheSamePlanIsBuiltTwice(t *testing.T) {
	if a, b := build(t, catalogue(t), now), build(t, catalogue(t), now); !reflect.DeepEqual(a, b) {
		t.Error("two plans of one moment differ")
	}
}

// The founding does not check figures: what it takes has to pass here.
func TestEveryInventedFigureKeepsTheRules(t *testing.T) {
	c := catalogue(t)
	p := build(t, c, now)
	rules := collector.NewRules(c, targets.DateOf(now), true)
	figures := p.Figures
	for _, s := range p.Steps {
		figures = append(figures, s.Figures...)
	}
	for i := range figures {
		f := figures[i]
		rules.Complete(&f)
		for _, finding := range rules.Check(nil, &f) {
			t.Errorf("%s %s %s: %+v", f.Indicator, f.Area, f.Period, finding)
		}
	}
}

func TestEveryTargetHasAHistoryOrNoFigures(t *testing.T) {
	written := map[string]bool{}
	for _, s := range series {
		written[s.target] = true
	}
	c := catalogue(t)
	measure := map[string]targets.Measure{}
	for _, i := range c.Indicators {
		measure[i.ID] = i.Measure
	}
	for _, g := range c.Targets {
		if without := g.Ledger || measure[g.Indicator] == targets.TimeLimit; written[g.ID] == without {
			t.Errorf("%s has a history: %v", g.ID, written[g.ID])
		}
	}
}

func TestNothingIsPlannedForLaterAndTimeOnlyGoesForward(t *testing.T) {
	c := catalogue(t)
	holds := func(days uint16) bool {
		now := time.Date(2024, 7, 1, 1, 0, 0, 0, time.UTC).AddDate(0, 0, int(days)%4000)
		p := build(t, c, now)
		last := p.Founded
		for _, s := range p.Steps {
			if s.At.Before(last) || s.At.After(now) {
				t.Errorf("as of %s: %s %s at %s, after %s", now, s.By, s.Act, s.At, last)
				return false
			}
			last = s.At
		}
		for _, f := range p.Figures {
			if f.Published > targets.DateOf(p.Founded) {
				t.Errorf("as of %s: %s %s is published later", now, f.Indicator, f.Period)
				return false
			}
		}
		return true
	}
	if err := quick.Check(holds, &quick.Config{MaxCount: 40}); err != nil {
		t.Error(err)
	}
}

func TestAClockBeforeTheGoalsIsRefused(t *testing.T) {
	if _, err := Build(catalogue(t), time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)); targets.KindOf(err) != targets.Invalid {
		t.Errorf("Build in 2020: %v; want a refusal", err)
	}
}
