package exporter

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// What is taken over from the page before must be what judging anew gives,
// whatever changed: after each of many changes the page equals that of an
// Exporter that has no page before.
func TestAPageAfterAChangeIsThatOfANewExporter(t *testing.T) {
	src := many(40)
	for i, city := range []string{"330100", "330200"} {
		part := goal("part-"+city, src.snap.Indicators[0].ID, city, "500", "")
		part.AllocatedFrom = src.snap.Targets[0].ID
		src.snap.Allocated = append(src.snap.Allocated, part)
		src.snap.Indicators[i].Rollup = targets.RollupSum
	}
	flow := src.snap.Indicators[1]
	flow.ID, flow.Accumulation, flow.Sister = "flow", targets.Flow, src.snap.Indicators[1].ID
	src.snap.Indicators = append(src.snap.Indicators, flow)
	src.snap.Targets = append(src.snap.Targets, goal("z-flow", "flow", "330000", "300", ""))
	now := noon
	o := Options{Now: func() time.Time { return now }, Below: true}
	e := newTest(t, src, o)
	r := rand.New(rand.NewPCG(6, 6))
	for round := range 200 {
		what := change(src, r, round)
		if round%50 == 49 {
			now, what = now.AddDate(0, 0, 1), what+", and the day"
		}
		src.generation.Add(1)
		got, want := targetLines(text(t, get(t, e))), targetLines(text(t, get(t, newTest(t, src, o))))
		if got != want || got == "" {
			t.Fatalf("round %d, %s changed: %s", round, what, firstDifference(got, want))
		}
	}
}

// change does to the source what a store may find changed.
func change(src *memory, r *rand.Rand, round int) string {
	keys := slices.SortedFunc(maps.Keys(src.snap.Figures), func(a, b targets.SeriesKey) int { return compareKeys(a, b) })
	key := keys[r.IntN(len(keys))]
	list := slices.Clone(src.snap.Figures[key])
	i := r.IntN(len(list))
	what := ""
	switch round % 7 {
	case 0:
		list[i].Value, what = targets.NewDecimal(int64(900+r.IntN(1500))), "a value"
	case 1:
		list[i].Revision, list[i].Recorded, what = list[i].Revision+1, list[i].Recorded.Add(time.Hour), "a recording"
	case 2:
		list, what = slices.Delete(list, i, i+1), "a figure less"
	case 3:
		list[i].Flag, what = targets.Estimated, "a flag"
	case 4:
		part := targets.SeriesKey{Indicator: src.snap.Indicators[0].ID, Area: []string{"330100", "330200"}[r.IntN(2)]}
		src.snap.Figures[part] = []targets.Figure{figure(part.Indicator, part.Area, "2022-Q4", fmt.Sprint(r.IntN(500)))}
		return "a part"
	case 5:
		src.snap.Indicators = slices.Clone(src.snap.Indicators)
		src.snap.Indicators[i].Name.ZH, what = fmt.Sprintf("第%d次改名", round), "a name"
	case 6:
		src.snap.Cuts.OnTrack, what = targets.MustDecimal(fmt.Sprintf("0.%d", 70+r.IntN(29))), "a cut point"
	}
	if len(list) == 0 {
		delete(src.snap.Figures, key)
		return what
	}
	src.snap.Figures[key] = list
	return what + " of " + key.Indicator
}

func compareKeys(a, b targets.SeriesKey) int {
	return slices.Compare([]string{a.Indicator, a.Area}, []string{b.Indicator, b.Area})
}

func TestOnlyWhatChangedIsJudgedAgain(t *testing.T) {
	src := many(40)
	e := newTest(t, src, Options{})
	text(t, get(t, e))
	before := e.kept.Load()
	key := targets.SeriesKey{Indicator: src.snap.Indicators[7].ID, Area: "330000"}
	src.snap.Figures[key] = append(slices.Clone(src.snap.Figures[key]), figure(key.Indicator, key.Area, "2024-Q1", "1999"))
	snap, err := src.Snapshot(t.Context(), targets.Selection{}, targets.DateOf(noon), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	known := takeOver(snap, footingOf(snap, e.seed), before)
	for i := range snap.Targets {
		if tt := &snap.Targets[i]; (known(tt) == nil) != (tt.Indicator == key.Indicator) {
			t.Errorf("%s is judged again: %v; want only that of the new figure", tt.ID, known(tt) == nil)
		}
	}
}
