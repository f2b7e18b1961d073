package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// told is a history in one line a revision: period, revision, value, standing,
// what it replaced, who brought it in which entry, hours after the founding it
// was recorded and known from.
func (w *world) told(knownAt, founded time.Time) []string {
	w.Helper()
	list, err := w.s.History(w.ctx, targets.SeriesKey{Indicator: "all", Area: "330000"}, knownAt)
	w.ok(err)
	lines := []string{}
	for _, r := range list {
		replaced := "-"
		if r.Replaced != nil {
			replaced = r.Replaced.Value.String()
		}
		known := "-"
		if !r.KnownFrom.IsZero() {
			known = fmt.Sprint(r.KnownFrom.Sub(founded).Hours())
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprint(r.Period, " r", r.Revision, " ", r.Value, " ", r.Standing, " ", replaced, " ",
			r.Batch.Actor, "#", r.Batch.Entry, " ", r.Recorded.Sub(founded).Hours(), " ", known, " ", r.Returned)))
	}
	return lines
}

func whoKnewWhat(t *testing.T, w *world) {
	old := figure("all", "330000", "2020", 900)
	w.now = time.Date(2026, 1, 10, 0, 0, 0, 0, targets.Shanghai).Add(-time.Hour)
	old.Published = targets.NewDate(2026, 1, 8) // known a day before the founding
	w.found(old)
	founded := w.now
	w.imports(figure("all", "330000", "2021", 2579))                                              // 1 h
	entry := w.submits(1, revised(figure("all", "330000", "2021", 0), 2, 2600))                   // 2 h
	w.ok(w.reviews(store.Review{Entry: entry, Step: 1, Verdict: store.Returned, Reason: "口径有误"})) // 3 h
	before := w.now                                                                               //
	entry = w.submits(1, revised(figure("all", "330000", "2021", 0), 3, 2580))                    // 4 h
	w.ok(w.reviews(store.Review{Entry: entry, Step: 1, Verdict: store.Approved}))                 // 5 h
	gone := revised(figure("all", "330000", "2020", 0), 2, 0)
	gone.Value = targets.Decimal{}
	w.imports(gone) // 6 h
	w.equal("now", w.told(time.Time{}, founded), []string{
		"2020 r1 900 superseded - operator#2 0 -24",
		"2021 r1 2579 superseded - operator#3 1 1",
		"2021 r2 2600 returned - u1#4 2 - 口径有误",
		"2021 r3 2580 current 2579 u1#6 4 5",
		"2020 r2  withdrawn 900 operator#8 6 6",
	})
	w.equal("after the return", w.told(before, founded), []string{
		"2020 r1 900 current - operator#2 0 -24",
		"2021 r1 2579 current - operator#3 1 1",
		"2021 r2 2600 returned - u1#4 2 - 口径有误",
	})
	w.equal("before the return", w.told(before.Add(-time.Minute), founded)[2], "2021 r2 2600 waiting - u1#4 2 -")
	w.equal("before the founding", w.told(old.Published.End(), founded), []string{"2020 r1 900 current - operator#2 0 -24"})
	w.equal("before the publication", w.told(old.Published.End().Add(-time.Second), founded), []string{})
	revisions, err := w.s.Revisions(w.ctx, figure("all", "330000", "2021", 0).Key)
	w.ok(err)
	w.equal("of one key", []any{len(revisions), revisions[2].Standing, revisions[2].Replaced.Value, revisions[0].Batch.File}, []any{3, targets.Current, "2579", "f.csv"})
	none, err := w.s.History(w.ctx, targets.SeriesKey{Indicator: "nothing", Area: "330000"}, time.Time{})
	w.ok(err)
	w.equal("of no series", len(none), 0)
}

// restates imports the figures as one 历史数据调整.
func (w *world) restates(document string, figures ...targets.Figure) int64 {
	w.Helper()
	b := batch(figures...)
	b.Restatement = &targets.Restatement{Document: document, Reason: "第五次经济普查", Effective: targets.NewDate(2025, 1, 1)}
	entry, err := w.s.Import(w.ctx, "operator", b, w.later())
	w.ok(err)
	return entry
}

func restated(t *testing.T, w *world) {
	w.found()
	w.imports(figure("all", "330000", "2020", 2000), figure("all", "330000", "2021", 2500), figure("all", "330000", "2022", 3000))
	before := w.now
	pace := func(knownAt time.Time) string {
		snap := w.snapshot(knownAt)
		e := snap.EvaluateTarget(snap.Target("z-all"))
		return fmt.Sprint(e.State, " ", e.Value, " ", e.Pace)
	}
	// 2000 at the end of 2020, 4000 by the end of 2025 (1826 days): after 730 days (3000 − 2000) ÷ 2000 of 730 ÷ 1826.
	w.equal("pace before", pace(time.Time{}), "awaiting_final 3000 1.250685")
	broken := revised(figure("all", "330000", "2021", 0), 2, 2300)
	broken.Flag = targets.Break
	entry := w.restates("国统字〔2025〕1号", broken, revised(figure("all", "330000", "2022", 0), 2, 2700))
	w.equal("no pace across the break", pace(time.Time{}), "awaiting_final 2700 ")
	w.equal("pace then", pace(before), "awaiting_final 3000 1.250685")
	list, err := w.s.History(w.ctx, targets.SeriesKey{Indicator: "all", Area: "330000"}, time.Time{})
	w.ok(err)
	want := targets.Restatement{Document: "国统字〔2025〕1号", Reason: "第五次经济普查", Effective: targets.NewDate(2025, 1, 1)}
	w.equal("revisions", len(list), 5)
	for _, r := range list {
		if restated := r.Batch.Entry == entry; restated != (r.Batch.Restatement != nil) || restated && (*r.Batch.Restatement != want || r.Standing != targets.Current || r.Replaced == nil) {
			t.Errorf("%v r%d was brought by %+v", r.Period, r.Revision, r.Batch)
		}
	}
	w.imports(revised(figure("all", "330000", "2021", 0), 3, 2500), revised(figure("all", "330000", "2022", 0), 3, 3000))
	w.equal("undone by later revisions", pace(time.Time{}), "awaiting_final 3000 1.250685")
	for _, r := range []targets.Restatement{{Reason: "a", Effective: 1}, {Document: "a", Effective: 1}, {Document: "a", Reason: "a"}} {
		b := batch(figure("all", "330000", "2023", 1))
		b.Restatement = &r
		_, err := w.s.Import(w.ctx, "operator", b, w.later())
		w.kind(err, targets.Invalid)
	}
	w.verified()
}
