package storetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
	"pgregory.net/rapid"
)

// A reading is what was shown for one pair of dates.
type reading struct {
	asOf    targets.Date
	knownAt time.Time
	text    string
}

// knownForever makes a random history and reads some pairs of dates along the
// way, the present also without a known-at. Whatever was recorded in the end,
// every pair must read as it did then, to the byte.
func knownForever(r *rapid.T, w *world) {
	defer w.s.Close()
	p := &past{world: w, catalogue: small(), newest: map[targets.Key]int{}}
	p.found(r)
	var readings []reading
	for range rapid.IntRange(1, 24).Draw(r, "events") {
		p.event(r)
		asOf := targets.NewDate(2020+rapid.IntRange(0, 6).Draw(r, "year"), 6, 30)
		back := time.Duration(rapid.SampledFrom([]int{0, 0, 1, 30, 90, 24 * 60 * 365, 24 * 60 * 365 * 4}).Draw(r, "minutes back")) * time.Minute
		readings = append(readings, reading{asOf, w.now.Add(-back), w.show(asOf, w.now.Add(-back))})
		if latest := w.show(asOf, time.Time{}); back == 0 && latest != readings[len(readings)-1].text {
			r.Fatalf("as of %v the latest differs from what is known at %v:\n%s", asOf, w.now, firstDifference(latest, readings[len(readings)-1].text))
		}
	}
	for _, then := range readings {
		if got := w.show(then.asOf, then.knownAt); got != then.text {
			r.Fatalf("as of %v, known at %v:\n%s", then.asOf, then.knownAt, firstDifference(got, then.text))
		}
	}
	w.verified()
}

// show is everything that is read for a pair of dates: the rows of all targets
// in both languages, the ledger, the figures, and the histories of the series.
func (w *world) show(asOf targets.Date, knownAt time.Time) string {
	w.Helper()
	snap, err := w.s.Snapshot(w.ctx, targets.Selection{}, asOf, knownAt)
	w.ok(err)
	var b strings.Builder
	evaluations := snap.Evaluate()
	for i := range evaluations {
		b.WriteString(text(snap.Row(&evaluations[i], targets.ZH)) + "\n" + text(snap.Row(&evaluations[i], targets.EN)) + "\n")
	}
	fmt.Fprintln(&b, text(snap.Catalogue), text(snap.Cuts), text(snap.Statuses), snap.Generation, snap.Demo)
	w.ok(w.s.EachFigure(w.ctx, targets.Selection{}, knownAt, func(f *targets.Figure) error {
		b.Write(store.CanonicalFigure(nil, f))
		fmt.Fprintln(&b, f.Recorded, f.Approved)
		return nil
	}))
	for _, key := range []targets.SeriesKey{{Indicator: "all", Area: "330000"}, {Indicator: "new", Area: "330000"}} {
		list, err := w.s.History(w.ctx, key, knownAt)
		w.ok(err)
		for i := range list {
			line, err := json.Marshal(&list[i])
			w.ok(err)
			fmt.Fprintf(&b, "%s\n", line)
		}
	}
	return b.String()
}

// firstDifference is the first line that differs.
func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return " got " + a[i] + "\nwant " + b[i]
		}
	}
	return fmt.Sprintf(" got %d lines\nwant %d", len(a), len(b))
}

// A past is a history in the making.
type past struct {
	*world
	catalogue *targets.Catalogue
	newest    map[targets.Key]int // revision of each key
	open      []store.Review      // the next step of each that is not done
}

// found loads a database with figures of which some were published before, one
// long ago and one in the future.
func (p *past) found(r *rapid.T) {
	figures := make([]targets.Figure, rapid.IntRange(0, 4).Draw(r, "founding figures"))
	for i := range figures {
		f := figure("all", "330000", fmt.Sprint(2018+i), int64(1000+100*i))
		if year := rapid.IntRange(0, 9).Draw(r, "published"); year > 0 {
			f.Published = targets.NewDate(2018+i+year, 2, 1)
		}
		figures[i], p.newest[f.Key] = f, 1
	}
	_, err := p.s.Found(p.ctx, "operator", p.catalogue, figures, p.later())
	p.ok(err)
}

// event records something at random that must be accepted.
func (p *past) event(r *rapid.T) {
	p.Helper()
	switch rapid.SampledFrom([]string{"figures", "figures", "restatement", "submission", "submission", "review", "review", "seed", "cuts", "status"}).Draw(r, "event") {
	case "figures":
		p.imports(p.figures(r)...)
	case "restatement":
		p.restates(fmt.Sprint("调整", len(p.newest)), p.figures(r)...)
	case "submission":
		figures := p.figures(r)
		entry := p.submits(rapid.IntRange(1, 3).Draw(r, "steps"), figures...)
		p.open = append(p.open, store.Review{Entry: entry, Key: figures[0].Key, Revision: figures[0].Revision, Step: 1})
	case "review":
		p.review(r)
	case "seed":
		p.seed(r)
	case "cuts":
		cuts := targets.DefaultCuts
		cuts.OnTrack = rapid.SampledFrom([]targets.Decimal{targets.MustDecimal("0.90"), targets.MustDecimal("0.95"), targets.MustDecimal("1")}).Draw(r, "cut")
		from := rapid.SampledFrom([]targets.Date{0, targets.NewDate(2024, 1, 1), targets.NewDate(2025, 1, 1)}).Draw(r, "from")
		p.ok(p.s.SetCuts(p.ctx, "operator", cuts, from, p.later()))
	case "status":
		st := targets.TaskStatus{Task: "t-1", Stage: rapid.SampledFrom([]targets.TaskStage{targets.TaskInProgress, targets.TaskDone, targets.TaskCancelled}).Draw(r, "stage"),
			On: targets.NewDate(2022, 1, 1+rapid.IntRange(0, 1500).Draw(r, "day"))}
		_, err := p.s.RecordTaskStatus(p.ctx, "operator", []targets.TaskStatus{st}, p.later())
		p.ok(err)
	}
}

// figures are one to three next revisions: first figures, late ones,
// corrections, withdrawals, breaks and bounds.
func (p *past) figures(r *rapid.T) []targets.Figure {
	var list []targets.Figure
	for range rapid.IntRange(1, 3).Draw(r, "figures") {
		f := figure(rapid.SampledFrom([]string{"all", "new"}).Draw(r, "indicator"), "330000", fmt.Sprint(2018+rapid.IntRange(0, 7).Draw(r, "period")), rapid.Int64Range(0, 5000).Draw(r, "value"))
		if slices.ContainsFunc(list, func(g targets.Figure) bool { return g.Key == f.Key }) {
			continue
		}
		switch rapid.IntRange(0, 6).Draw(r, "kind") {
		case 0:
			f.Value = targets.Decimal{} // withdrawn
		case 1:
			f.Flag = targets.Break
		case 2:
			f.Bound, f.Published = targets.Lower, f.Period.End+30 // late, and never known before its recording
		}
		p.newest[f.Key]++
		f.Revision = p.newest[f.Key]
		list = append(list, f)
	}
	return list
}

// review takes the next step of something that waits.
func (p *past) review(r *rapid.T) {
	if len(p.open) == 0 {
		return
	}
	i := rapid.IntRange(0, len(p.open)-1).Draw(r, "which")
	next := &p.open[i]
	next.Verdict = store.Approved
	if rapid.IntRange(0, 4).Draw(r, "verdict") == 0 {
		next.Verdict, next.Reason = store.Returned, "口径有误"
	}
	err := p.reviews(*next)
	next.Step++
	if done := targets.KindOf(err) == targets.Conflict; done || next.Verdict == store.Returned {
		p.open = slices.Delete(p.open, i, i+1)
		if done {
			return
		}
	}
	p.ok(err)
}

// seed loads a catalogue with an adjusted goal, other words, or without a target.
func (p *past) seed(r *rapid.T) {
	c := *p.catalogue
	c.Targets, c.Areas, c.Indicators = slices.Clone(c.Targets), slices.Clone(c.Areas), slices.Clone(c.Indicators)
	t := &c.Targets[rapid.IntRange(0, len(c.Targets)-1).Draw(r, "target")]
	switch rapid.IntRange(0, 4).Draw(r, "change") {
	case 0, 1:
		t.Adjustments = slices.Clone(t.Adjustments)
		adjust(t, rapid.Int64Range(1, 9000).Draw(r, "goal"))
		t.Deadline = targets.NewDate(2024+rapid.IntRange(0, 4).Draw(r, "deadline"), 12, 31)
	case 2:
		t.Reading.ZH = rapid.SampledFrom([]string{"累计", "新增", ""}).Draw(r, "reading")
	case 3:
		c.Areas[1].Name.ZH = rapid.SampledFrom([]string{"浙江", "浙江省"}).Draw(r, "name")
		c.Indicators[0].Changes = []targets.DefinitionChange{{On: targets.NewDate(2023, 1, 1)}}
	case 4:
		seeded := c
		seeded.Targets = slices.DeleteFunc(slices.Clone(c.Targets), func(x targets.Target) bool { return x.ID == t.ID })
		_, err := p.s.Seed(p.ctx, "operator", &seeded, p.later())
		p.ok(err)
		return
	}
	p.catalogue = &c
	_, err := p.s.Seed(p.ctx, "operator", &c, p.later())
	p.ok(err)
}
