package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

func hash(figures []targets.Figure) string {
	h := sha256.New()
	for i := range figures {
		h.Write(store.CanonicalFigure(nil, &figures[i]))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func foundedOnce(t *testing.T, w *world) {
	empty, err := w.s.Empty(w.ctx)
	w.ok(err)
	w.equal("empty before", empty, true)
	w.found(figure("all", "330000", "2021", 2579))
	empty, err = w.s.Empty(w.ctx)
	w.ok(err)
	w.equal("empty after", empty, false)
	_, err = w.s.Found(w.ctx, "operator", small(), nil, w.later())
	w.kind(err, targets.Conflict)
	w.equal("entries", w.verified().Entries, 2)
}

func knownFromPublication(t *testing.T, w *world) {
	old := figure("all", "330000", "2021", 2579)
	old.Published, old.Origin = targets.NewDate(2022, 1, 5), targets.OriginOfficial
	future := figure("all", "330000", "2022", 2700)
	future.Published = targets.NewDate(2030, 1, 1)
	silent := figure("all", "330000", "2023", 2800)
	w.found(old, future, silent)
	founded := w.now
	late := figure("all", "330000", "2020", 2500)
	late.Published = targets.NewDate(2021, 1, 5)
	w.imports(late)
	end := old.Published.End()
	for _, try := range []struct {
		figure  targets.Figure
		knownAt time.Time
		want    string
	}{
		{old, end.Add(-time.Microsecond), ""}, {old, end, "2579"}, {old, founded, "2579"},
		{future, founded.Add(-time.Second), ""}, {future, founded, "2700"},
		{silent, founded.Add(-time.Second), ""}, {silent, founded, "2800"},
		{late, founded, ""}, {late, w.now, "2500"}, {late, time.Time{}, "2500"},
	} {
		if got := w.value(try.figure, try.knownAt); got != try.want {
			t.Errorf("value of %v known at %v is %q, want %q", try.figure.Key, try.knownAt, got, try.want)
		}
	}
}

func demoApart(t *testing.T, w *world) {
	demo := figure("all", "330000", "2021", 1)
	demo.Origin = targets.OriginDemo
	_, err := w.s.Found(w.ctx, "operator", small(), []targets.Figure{demo, figure("all", "330000", "2022", 2)}, w.later())
	w.kind(err, targets.Invalid)
	w.found(demo)
	w.equal("demo", w.snapshot(time.Time{}).Demo, true)
	_, err = w.s.Import(w.ctx, "operator", batch(figure("all", "330000", "2022", 2)), w.later())
	w.kind(err, targets.Conflict)
	w.verified()
}

func sameSeed(t *testing.T, w *world) {
	c := w.found()
	before, _, err := w.s.Head(w.ctx)
	w.ok(err)
	changes, err := w.s.Seed(w.ctx, "operator", c, w.later())
	w.ok(err)
	w.equal("changes", changes, store.Changes{Same: len(c.Areas) + len(c.Departments) + len(c.Indicators) + len(c.Documents) + len(c.Targets) + len(c.Tasks)})
	after, _, err := w.s.Head(w.ctx)
	w.ok(err)
	w.equal("entries", after, before)
}

func changedSeed(t *testing.T, w *world) {
	w.found()
	founded := w.now
	c := small()
	adjust(&c.Targets[0], 4500)
	c.Targets[1].Reading.ZH = "按累计理解 <&>"
	planned, err := w.s.CompareSeed(w.ctx, c)
	w.ok(err)
	changes, err := w.s.Seed(w.ctx, "operator", c, w.later())
	w.ok(err)
	w.equal("plan and deed", planned, changes)
	w.equal("changed", changes.Changed, 2)
	w.equal("new goal", w.snapshot(time.Time{}).Target("z-all").Goal.String(), "4500")
	w.equal("new reading", w.snapshot(time.Time{}).Target("c-all").Reading.ZH, "按累计理解 <&>")
	w.equal("old goal", w.snapshot(founded).Target("z-all").Goal.String(), "4000")
	w.verified()
}

func retiredSeed(t *testing.T, w *world) {
	w.found(figure("all", "330100", "2021", 7))
	c := small()
	c.Targets = slices.DeleteFunc(c.Targets, func(x targets.Target) bool { return x.ID == "h-all" })
	changes, err := w.s.Seed(w.ctx, "operator", c, w.later())
	w.ok(err)
	w.equal("retired", changes.Retired, 1)
	w.equal("nouns", changes.Nouns, []store.Change{{Kind: "target", ID: "h-all", Action: store.Retired}})
	if got := w.snapshot(time.Time{}).Target("h-all"); got != nil {
		t.Fatalf("a retired target is shown: %v", got)
	}
	w.equal("its figure", w.standing(targets.Selection{}, time.Time{}), []string{"all 330100 2021 7"})
	_, err = w.s.Seed(w.ctx, "operator", small(), w.later())
	w.ok(err)
	if w.snapshot(time.Time{}).Target("h-all") == nil {
		t.Fatal("a target that came back is not shown")
	}
	w.verified()
}

func identityKept(t *testing.T, w *world) {
	w.found()
	c := small()
	c.Indicators[0].Accumulation = targets.Stock
	c.Targets[0].Area = "610000"
	c.Documents[0].Number = "国发〔2020〕9号"
	_, err := w.s.Seed(w.ctx, "operator", c, w.later())
	faults, ok := errors.AsType[targets.Faults](err)
	if !ok || len(faults) != 3 {
		t.Fatalf("reused ids: %v, want three faults", err)
	}
	w.equal("entries", w.verified().Entries, 1)
}

func idsOnce(t *testing.T, w *world) {
	c := small()
	c.Targets = append(c.Targets, c.Targets[0])
	c.Areas = append(c.Areas, targets.Area{ID: "330000-b", Code: "330000"})
	_, err := w.s.Found(w.ctx, "operator", c, nil, w.later())
	faults, ok := errors.AsType[targets.Faults](err)
	if !ok || len(faults) != 2 {
		t.Fatalf("doubled ids: %v, want two faults", err)
	}
	empty, err := w.s.Empty(w.ctx)
	w.ok(err)
	w.equal("empty", empty, true)
}

func orderKept(t *testing.T, w *world) {
	w.found()
	c := small()
	slices.Reverse(c.Targets)
	changes, err := w.s.Seed(w.ctx, "operator", c, w.later())
	w.ok(err)
	w.equal("reordered", changes.Reordered, true)
	var ids []string
	for _, x := range w.snapshot(time.Time{}).Targets {
		ids = append(ids, x.ID)
	}
	w.equal("order", ids, []string{"h-all", "z-new", "c-all", "z-all"})
	w.verified()
}

func keyOrder(t *testing.T, w *world) {
	w.found(figure("new", "330000", "2021", 1), figure("all", "610000", "2022", 2))
	w.imports(figure("all", "330000", "2022-Q1", 3), figure("all", "330000", "2021", 4), figure("all", "330000", "2022-03", 5), figure("loose", "330000", "2021", 6))
	want := []string{"all 330000 2021 4", "all 330000 2022-Q1 3", "all 330000 2022-03 5", "all 610000 2022 2", "loose 330000 2021 6", "new 330000 2021 1"}
	w.equal("standing", w.standing(targets.Selection{}, time.Time{}), want)
	w.equal("at the same time", w.standing(targets.Selection{}, w.now), want)
	w.equal("of one indicator", w.standing(targets.Selection{Indicators: []string{"loose"}}, time.Time{}), []string{"loose 330000 2021 6"})
}

func digitsKept(t *testing.T, w *world) {
	f := figure("all", "330000", "2021-01-01/2021-10-24", 0)
	f.Value, f.Numerator, f.Denominator = targets.MustDecimal("-0.600"), targets.MustDecimal("3.0"), targets.MustDecimal("5")
	f.Flag, f.Bound, f.Published = targets.Provisional, targets.Lower, targets.NewDate(2021, 11, 1)
	f.Note, f.SourceTitle, f.SourceURL, f.Origin = "600余 \x1f'=\"", "公报\n二", "https://example.org/?a=1&b=2", targets.OriginMedia
	w.found(f)
	got := w.snapshot(time.Time{}).Series("all", "330000")
	if len(got) != 1 || !got[0].SameContent(&f) {
		t.Fatalf("read %+v, wrote %+v", got, f)
	}
	revisions, err := w.s.Revisions(w.ctx, f.Key)
	w.ok(err)
	if len(revisions) != 1 || !revisions[0].SameContent(&f) || revisions[0].Approved != w.now || revisions[0].Recorded != w.now {
		t.Fatalf("revisions %+v", revisions)
	}
}

func correction(t *testing.T, w *world) {
	w.found()
	f := figure("all", "330000", "2021", 2579)
	w.imports(f)
	before := w.now
	w.imports(revised(f, 2, 2580))
	w.equal("stands", w.value(f, time.Time{}), "2580")
	w.equal("stood", w.value(f, before), "2579")
	var seen []string
	w.ok(w.s.EachRevision(w.ctx, targets.Selection{}, func(g *targets.Figure) error {
		seen = append(seen, fmt.Sprint(g.Revision, " ", g.Value, " ", !g.Approved.IsZero()))
		return nil
	}))
	w.equal("revisions", seen, []string{"1 2579 true", "2 2580 true"})
	w.verified()
}

func withdrawal(t *testing.T, w *world) {
	w.found()
	f, missing := figure("all", "330000", "2021", 2579), figure("all", "330000", "2022", 0)
	missing.Value, missing.Flag = targets.Decimal{}, targets.Missing
	w.imports(f, missing)
	before := w.now
	gone := revised(f, 2, 0)
	gone.Value = targets.Decimal{}
	w.imports(gone)
	w.equal("standing", w.standing(targets.Selection{}, time.Time{}), []string{"all 330000 2022 "})
	w.equal("before", w.standing(targets.Selection{}, before), []string{"all 330000 2021 2579", "all 330000 2022 "})
	withdrawn := w.now
	w.imports(revised(f, 3, 2581))
	w.equal("withdrawn then", w.standing(targets.Selection{}, withdrawn), []string{"all 330000 2022 "})
	w.equal("back", w.value(f, time.Time{}), "2581")
	w.verified()
}

func lostRace(t *testing.T, w *world) {
	w.found()
	f := figure("all", "330000", "2021", 2579)
	w.imports(f)
	for name, lost := range map[string]targets.Figure{"the same revision": f, "a revision too far": revised(f, 3, 1)} {
		_, err := w.s.Import(w.ctx, "operator", batch(lost, figure("all", "330000", "2022", 3)), w.later())
		if targets.KindOf(err) != targets.Conflict {
			t.Errorf("%s: %v, want a conflict", name, err)
		}
	}
	w.equal("standing", w.standing(targets.Selection{}, time.Time{}), []string{"all 330000 2021 2579"})
	w.equal("entries", w.verified().Entries, 2)
}

func wrongBatch(t *testing.T, w *world) {
	w.found()
	a, b := figure("all", "330000", "2021", 1), figure("all", "330000", "2022", 2)
	rows, sum, order := batch(a, b), batch(a, b), batch(a, b)
	rows.Rows = 3
	sum.ContentHash = hash([]targets.Figure{a})
	order.Figures = each([]targets.Figure{b, a})
	for name, wrong := range map[string]store.ImportBatch{"rows": rows, "hash": sum, "order": order} {
		if _, err := w.s.Import(w.ctx, "operator", wrong, w.later()); err == nil {
			t.Errorf("a batch with wrong %s was written", name)
		}
	}
	w.equal("entries", w.verified().Entries, 1)
}

func unknownNames(t *testing.T, w *world) {
	w.found()
	for _, f := range []targets.Figure{figure("nothing", "330000", "2021", 1), figure("all", "999999", "2021", 1)} {
		_, err := w.s.Import(w.ctx, "operator", batch(f), w.later())
		w.kind(err, targets.Invalid)
	}
	w.equal("entries", w.verified().Entries, 1)
}

// noTrace breaks off in the middle of many rows.
func noTrace(t *testing.T, w *world) {
	m := many{30, 40}
	_, err := w.s.Found(w.ctx, "operator", m.catalogue(), nil, w.later())
	w.ok(err)
	ctx, cancel := context.WithCancel(w.ctx)
	b, n := m.batch(1), 0
	all := b.Figures
	b.Figures = func(yield func(*targets.Figure) bool) {
		all(func(f *targets.Figure) bool {
			if n++; n == 700 {
				cancel()
			}
			return yield(f)
		})
	}
	if _, err := w.s.Import(ctx, "operator", b, w.later()); !errors.Is(err, context.Canceled) {
		t.Fatalf("a cancelled import: %v", err)
	}
	w.equal("entries", w.verified().Entries, 1)
	_, err = w.s.Import(w.ctx, "operator", m.batch(1), w.later())
	w.ok(err)
	w.equal("figures", w.verified().Figures, 1200)
}

func submitOnly(t *testing.T, w *world) {
	w.found()
	f := figure("all", "330000", "2021", 2579)
	before, err := w.s.Generation(w.ctx)
	w.ok(err)
	b := batch(f)
	b.SubmitOnly = true
	entry, err := w.s.Import(w.ctx, "operator", b, w.later())
	w.ok(err)
	w.equal("stands", w.value(f, time.Time{}), "")
	after, err := w.s.Generation(w.ctx)
	w.ok(err)
	w.equal("generation", after, before)
	submitted := w.now
	_, err = w.s.Review(w.ctx, "operator", store.Review{Entry: entry, Step: 1, Verdict: store.Approved}, w.later())
	w.ok(err)
	w.equal("stands", w.value(f, time.Time{}), "2579")
	w.equal("stood", w.value(f, submitted), "")
	revisions, err := w.s.Revisions(w.ctx, f.Key)
	w.ok(err)
	w.equal("recorded and approved", []time.Time{revisions[0].Recorded, revisions[0].Approved}, []time.Time{submitted, w.now})
	w.verified()
}

func (w *world) submits(steps int, figures ...targets.Figure) int64 {
	w.Helper()
	entry, err := w.s.Submit(w.ctx, "u1", store.Submission{Figures: figures, Steps: steps}, w.later())
	w.ok(err)
	return entry
}

func (w *world) reviews(r store.Review) error {
	_, err := w.s.Review(w.ctx, "u2", r, w.later())
	return err
}

func allSteps(t *testing.T, w *world) {
	w.found()
	f := figure("all", "330000", "2021", 2579)
	entry := w.submits(3, f)
	for step := 1; step <= 3; step++ {
		w.equal(fmt.Sprint("before step ", step), w.value(f, time.Time{}), "")
		w.ok(w.reviews(store.Review{Entry: entry, Step: step, Verdict: store.Approved}))
	}
	w.equal("after all", w.value(f, time.Time{}), "2579")
	w.verified()
}

func inTurn(t *testing.T, w *world) {
	w.found()
	f := figure("all", "330000", "2021", 2579)
	entry := w.submits(2, f)
	w.kind(w.reviews(store.Review{Entry: entry, Step: 2, Verdict: store.Approved}), targets.Conflict)
	w.kind(w.reviews(store.Review{Entry: entry, Step: 1, Verdict: store.Returned}), targets.Invalid)
	w.kind(w.reviews(store.Review{Entry: entry, Step: 1, Verdict: "maybe"}), targets.Invalid)
	w.kind(w.reviews(store.Review{Entry: 99, Step: 1, Verdict: store.Approved}), targets.NotFound)
	w.kind(w.reviews(store.Review{Entry: entry, Key: f.Key, Revision: 2, Step: 1, Verdict: store.Approved}), targets.NotFound)
	w.ok(w.reviews(store.Review{Entry: entry, Step: 1, Verdict: store.Approved}))
	w.kind(w.reviews(store.Review{Entry: entry, Step: 1, Verdict: store.Approved}), targets.Conflict)
	w.ok(w.reviews(store.Review{Entry: entry, Step: 2, Verdict: store.Approved}))
	w.kind(w.reviews(store.Review{Entry: entry, Step: 3, Verdict: store.Approved}), targets.Conflict)
	w.verified()
}

func returned(t *testing.T, w *world) {
	w.found()
	f := figure("all", "330000", "2021", 2579)
	entry := w.submits(2, f)
	w.ok(w.reviews(store.Review{Entry: entry, Step: 1, Verdict: store.Approved}))
	w.ok(w.reviews(store.Review{Entry: entry, Step: 2, Verdict: store.Returned, Reason: "口径有误"}))
	w.kind(w.reviews(store.Review{Entry: entry, Step: 2, Verdict: store.Approved}), targets.Conflict)
	w.equal("stands", w.value(f, time.Time{}), "")
	again := w.submits(1, revised(f, 2, 2600))
	w.ok(w.reviews(store.Review{Entry: again, Step: 1, Verdict: store.Approved}))
	w.equal("the new revision", w.value(f, time.Time{}), "2600")
	w.verified()
}

func reviewedAlone(t *testing.T, w *world) {
	w.found()
	a, b := figure("all", "330000", "2021", 1), figure("all", "330000", "2022", 2)
	entry := w.submits(1, b, a)
	w.ok(w.reviews(store.Review{Entry: entry, Key: a.Key, Revision: 1, Step: 1, Verdict: store.Approved}))
	w.equal("standing", w.standing(targets.Selection{}, time.Time{}), []string{"all 330000 2021 1"})
	newer := w.submits(1, revised(b, 2, 3))
	w.ok(w.reviews(store.Review{Entry: newer, Step: 1, Verdict: store.Approved}))
	w.ok(w.reviews(store.Review{Entry: entry, Key: b.Key, Revision: 1, Step: 1, Verdict: store.Approved}))
	w.equal("the higher revision stands", w.value(b, time.Time{}), "3")
	at := w.now
	w.ok(w.s.SetCuts(w.ctx, "operator", targets.DefaultCuts, 0, w.later()))
	w.equal("read from the revisions", w.value(b, at), "3")
	w.verified()
}

func drafts(t *testing.T, w *world) {
	w.found()
	f := figure("all", "330000", "2021", 2579)
	before, _, err := w.s.Head(w.ctx)
	w.ok(err)
	d := store.Draft{Owner: "office", Key: f.Key, Body: `{"value":"二"}`, Actor: "u1"}
	_, err = w.s.Draft(w.ctx, "office", f.Key)
	w.kind(err, targets.NotFound)
	w.ok(w.s.SaveDraft(w.ctx, d, w.later()))
	d.Body = `{"value":"2579"}`
	w.ok(w.s.SaveDraft(w.ctx, d, w.later()))
	got, err := w.s.Draft(w.ctx, "office", f.Key)
	w.ok(err)
	d.Saved = w.now
	w.equal("draft", got, d)
	after, _, err := w.s.Head(w.ctx)
	w.ok(err)
	w.equal("entries", after, before)
	_, err = w.s.Submit(w.ctx, "u1", store.Submission{Figures: []targets.Figure{f}, Steps: 1, Owner: "office"}, w.later())
	w.ok(err)
	_, err = w.s.Draft(w.ctx, "office", f.Key)
	w.kind(err, targets.NotFound)
	d.Body = string(make([]byte, 65<<10))
	w.kind(w.s.SaveDraft(w.ctx, d, w.later()), targets.Invalid)
	w.ok(w.s.DiscardDraft(w.ctx, "office", f.Key))
	w.verified()
}

func submitRace(t *testing.T, w *world) {
	w.found()
	f := figure("all", "330000", "2021", 2579)
	w.submits(1, f)
	for _, revision := range []int{0, 1, 3} {
		_, err := w.s.Submit(w.ctx, "u1", store.Submission{Figures: []targets.Figure{revised(f, revision, 1)}, Steps: 1}, w.later())
		w.kind(err, targets.Conflict)
	}
	_, err := w.s.Submit(w.ctx, "u1", store.Submission{Figures: []targets.Figure{revised(f, 2, 1), revised(f, 2, 1)}, Steps: 1}, w.later())
	w.kind(err, targets.Invalid)
	w.submits(1, revised(f, 2, 5))
	w.equal("entries", w.verified().Entries, 3)
}

func statuses(t *testing.T, w *world) {
	w.found()
	record := func(task string, stage targets.TaskStage, day int) error {
		_, err := w.s.RecordTaskStatus(w.ctx, "operator", []targets.TaskStatus{{Task: task, Stage: stage, On: targets.NewDate(2026, 1, day), Text: "见附件"}}, w.later())
		return err
	}
	w.ok(record("t-1", targets.TaskInProgress, 5))
	early := w.now
	w.ok(record("t-1", targets.TaskDone, 20))
	w.ok(record("t-2", targets.TaskNotBegun, 1))
	w.kind(record("t-9", targets.TaskDone, 1), targets.NotFound)
	w.kind(record("t-1", "soon", 1), targets.Invalid)
	stage := func(asOf targets.Date, knownAt time.Time) targets.TaskStage {
		snap, err := w.s.Snapshot(w.ctx, targets.Selection{}, asOf, knownAt)
		w.ok(err)
		st, _ := snap.Status("t-1")
		return st.Stage
	}
	w.equal("newest", stage(targets.NewDate(2026, 1, 31), time.Time{}), targets.TaskDone)
	w.equal("on the 10th", stage(targets.NewDate(2026, 1, 10), time.Time{}), targets.TaskInProgress)
	w.equal("known early", stage(targets.NewDate(2026, 1, 31), early), targets.TaskInProgress)
	w.equal("before all", stage(targets.NewDate(2026, 1, 1), time.Time{}), targets.TaskStage(""))
	w.verified()
}

func evidence(t *testing.T, w *world) {
	w.found()
	file := store.Evidence{Name: "公报.pdf", MediaType: "application/pdf", Data: []byte("%PDF")}
	sum, err := w.s.AddEvidence(w.ctx, "u1", file, w.later())
	w.ok(err)
	again, err := w.s.AddEvidence(w.ctx, "u1", file, w.later())
	w.ok(err)
	w.equal("hash", again, sum)
	file.SHA256 = sum
	got, err := w.s.Evidence(w.ctx, sum)
	w.ok(err)
	w.equal("file", got, file)
	_, err = w.s.Evidence(w.ctx, "00")
	w.kind(err, targets.NotFound)
	_, err = w.s.AddEvidence(w.ctx, "u1", store.Evidence{Data: make([]byte, store.MaxEvidence+1)}, w.later())
	w.kind(err, targets.Invalid)
	sub := store.Submission{Figures: []targets.Figure{figure("all", "330000", "2021", 1)}, Steps: 1, Evidence: []string{"00"}}
	_, err = w.s.Submit(w.ctx, "u1", sub, w.later())
	w.kind(err, targets.NotFound)
	sub.Evidence = []string{sum, sum}
	_, err = w.s.Submit(w.ctx, "u1", sub, w.later())
	w.ok(err)
	w.equal("entries", w.verified().Entries, 3)
}

func cuts(t *testing.T, w *world) {
	w.found()
	before := w.now
	other := targets.DefaultCuts
	other.OnTrack = targets.MustDecimal("0.90")
	w.ok(w.s.SetCuts(w.ctx, "operator", other, 0, w.later()))
	w.equal("now", w.snapshot(time.Time{}).Cuts.OnTrack.String(), "0.90")
	w.equal("before", w.snapshot(before).Cuts.OnTrack.String(), "0.95")
	w.equal("reversing", w.snapshot(time.Time{}).Cuts.Reversing.String(), "0")
	_, err := w.s.Seed(w.ctx, "operator", small(), w.later())
	w.ok(err)
	w.equal("after a seed", w.snapshot(time.Time{}).Cuts.OnTrack.String(), "0.90")

	later := other
	later.OnTrack = targets.MustDecimal("0.80")
	w.ok(w.s.SetCuts(w.ctx, "operator", later, targets.NewDate(2025, 1, 1), w.later()))
	for day, want := range map[targets.Date]string{targets.NewDate(2024, 12, 31): "0.90", targets.NewDate(2025, 1, 1): "0.80"} {
		snap, err := w.s.Snapshot(w.ctx, targets.Selection{}, day, time.Time{})
		w.ok(err)
		w.equal("as of "+day.String(), snap.Cuts.OnTrack.String(), want)
	}
	w.verified()
}

func selections(t *testing.T, w *world) {
	w.found(figure("all", "330000", "2021", 1), figure("new", "330000", "2021", 2), figure("all", "330100", "2021", 3),
		figure("all", targets.Country, "2021", 4), figure("loose", "610000", "2021", 5))
	for name, try := range map[string]struct {
		sel     targets.Selection
		targets []string
		series  int // with figures, in the snapshot
		figures int // streamed
	}{
		"everything":                 {targets.Selection{}, []string{"z-all", "c-all", "z-new", "h-all"}, 4, 5},
		"a province and its cities":  {targets.Selection{Areas: []string{"330000"}}, []string{"z-all", "z-new", "h-all"}, 3, 3},
		"a city":                     {targets.Selection{Areas: []string{"330100"}}, []string{"h-all"}, 1, 1},
		"the country as 000000":      {targets.Selection{Areas: []string{"000000"}}, []string{"z-all", "c-all", "z-new", "h-all"}, 4, 5},
		"an unknown area":            {targets.Selection{Areas: []string{"440000"}}, nil, 0, 0},
		"a document":                 {targets.Selection{Documents: []string{"plan"}}, []string{"c-all"}, 1, 1},
		"an indicator in a province": {targets.Selection{Areas: []string{"330000"}, Indicators: []string{"all"}}, []string{"z-all", "h-all"}, 2, 2},
		"a flow with its sister":     {targets.Selection{Targets: []string{"z-new"}}, []string{"z-new"}, 2, 2},
		"a series without a target":  {targets.Selection{Indicators: []string{"loose"}}, nil, 0, 1},
	} {
		snap, err := w.s.Snapshot(w.ctx, try.sel, targets.NewDate(2026, 1, 1), time.Time{})
		w.ok(err)
		var ids []string
		for _, x := range snap.Targets {
			ids = append(ids, x.ID)
		}
		w.equal(name+": targets", ids, try.targets)
		w.equal(name+": series", len(snap.Figures), try.series)
		w.equal(name+": figures", len(w.standing(try.sel, time.Time{})), try.figures)
		w.equal(name+": areas", len(snap.Areas), 4)
	}
}

func timeKept(t *testing.T, w *world) {
	w.found()
	at := w.now
	_, err := w.s.Import(w.ctx, "operator", batch(figure("all", "330000", "2021", 1)), at.Add(-24*time.Hour))
	w.ok(err)
	var times []string
	w.ok(w.s.EachEntry(w.ctx, 0, func(e *store.Entry) error { times = append(times, e.At); return nil }))
	w.equal("times", times, []string{times[0], times[0]})
	w.verified()
}

// manyWriters saves drafts, submits and reviews from 200 goroutines.
func manyWriters(t *testing.T, w *world) {
	w.found()
	const writers = 200
	var wg sync.WaitGroup
	faults := make(chan error, 3*writers)
	for i := range writers {
		wg.Go(func() {
			f := figure("all", "330000", targets.Day(targets.NewDate(2020, 1, 1+i)).String(), int64(i))
			faults <- w.s.SaveDraft(w.ctx, store.Draft{Owner: "o", Key: f.Key, Actor: "u"}, w.now)
			entry, err := w.s.Submit(w.ctx, "u1", store.Submission{Figures: []targets.Figure{f}, Steps: 1, Owner: "o"}, w.now)
			faults <- err
			_, err = w.s.Review(w.ctx, "u2", store.Review{Entry: entry, Step: 1, Verdict: store.Approved}, w.now)
			faults <- err
		})
	}
	wg.Wait()
	close(faults)
	for err := range faults {
		w.ok(err)
	}
	report := w.verified()
	w.equal("entries", report.Entries, 1+2*writers)
	w.equal("figures", len(w.standing(targets.Selection{}, time.Time{})), writers)
}

func oneWinner(t *testing.T, w *world) {
	w.found()
	const writers = 50
	var wg sync.WaitGroup
	answers := make(chan error, writers)
	for i := range writers {
		wg.Go(func() {
			f := figure("all", "330000", "2021", int64(i))
			_, err := w.s.Submit(w.ctx, "u1", store.Submission{Figures: []targets.Figure{f}, Steps: 1}, w.now)
			answers <- err
		})
	}
	wg.Wait()
	close(answers)
	won := 0
	for err := range answers {
		if err == nil {
			won++
			continue
		}
		w.kind(err, targets.Conflict)
	}
	w.equal("winners", won, 1)
	w.equal("entries", w.verified().Entries, 2)
}

// readersGoOn reads in the middle of an import and sees what stood before.
func readersGoOn(t *testing.T, w *world) {
	m := many{20, 10}
	_, err := w.s.Found(w.ctx, "operator", m.catalogue(), nil, w.later())
	w.ok(err)
	b, n := m.batch(1), 0
	all := b.Figures
	b.Figures = func(yield func(*targets.Figure) bool) {
		all(func(f *targets.Figure) bool {
			if n++; n%50 == 0 {
				if got := len(w.standing(targets.Selection{}, time.Time{})); got != 0 {
					t.Errorf("a reader beside the import saw %d figures", got)
				}
			}
			return yield(f)
		})
	}
	_, err = w.s.Import(w.ctx, "operator", b, w.later())
	w.ok(err)
	w.equal("after it", len(w.standing(targets.Selection{}, time.Time{})), 200)
}

func chainFits(t *testing.T, w *world) {
	w.found(figure("all", "330000", "2021", 1))
	w.imports(figure("all", "330000", "2022", 2))
	var entries []store.Entry
	w.ok(w.s.EachEntry(w.ctx, 0, func(e *store.Entry) error { entries = append(entries, *e); return nil }))
	var whole, changed, holed store.ChainChecker
	for i := range entries {
		whole.Add(&entries[i])
		if i != 1 {
			holed.Add(&entries[i])
		}
		e := entries[i]
		if i == 1 {
			e.Actor = "somebody"
		}
		changed.Add(&e)
	}
	sequence, want, err := w.s.Head(w.ctx)
	w.ok(err)
	head, faults := whole.Done()
	w.equal("head", []any{len(entries), head, len(faults)}, []any{sequence, want, 0})
	_, faults = changed.Done()
	w.equal("a changed actor", []any{len(faults), faults[0].Entry}, []any{1, 2})
	_, faults = holed.Done()
	w.equal("a missing entry", []any{len(faults), faults[0].Entry}, []any{1, 3})
}

func catalogueNow(t *testing.T, w *world) {
	w.found()
	c := small()
	adjust(&c.Targets[0], 4500)
	_, err := w.s.Seed(w.ctx, "operator", c, w.later())
	w.ok(err)
	got, demo, err := w.s.Catalogue(w.ctx)
	w.ok(err)
	w.equal("catalogue", got, c)
	w.equal("demo", demo, false)
}

func headAt(t *testing.T, w *world) {
	sequence, hash, err := w.s.HeadAt(w.ctx, time.Time{})
	w.ok(err)
	w.equal("of an empty database", []any{sequence, hash}, []any{int64(0), ""})
	w.found(figure("all", "330000", "2021", 2579))
	founded := w.now
	_, first, err := w.s.Head(w.ctx)
	w.ok(err)
	w.imports(figure("all", "330000", "2022", 2700))
	_, second, err := w.s.Head(w.ctx)
	w.ok(err)
	for _, try := range []struct {
		knownAt time.Time
		want    string
	}{
		{founded.Add(-time.Hour), first}, // what was founded is known from its publication
		{founded, first}, {w.now.Add(-time.Microsecond), first}, {w.now, second}, {w.now.Add(time.Hour), second}, {time.Time{}, second},
	} {
		sequence, hash, err := w.s.HeadAt(w.ctx, try.knownAt)
		w.ok(err)
		w.equal("head at "+try.knownAt.String(), hash, try.want)
		there, err := w.s.HashAt(w.ctx, sequence)
		w.ok(err)
		w.equal("its hash by its number", there, try.want)
	}
	none, err := w.s.HashAt(w.ctx, 99)
	w.ok(err)
	w.equal("the hash of no entry", none, "")
}

func afterClose(t *testing.T, w *world) {
	w.found()
	w.ok(w.s.Close())
	w.ok(w.s.Close())
	if err := w.s.SaveDraft(w.ctx, store.Draft{Owner: "o"}, w.now); err == nil {
		t.Fatal("a closed store saved a draft")
	}
}

func abandonedSave(t *testing.T, w *world) {
	w.found()
	ctx, cancel := context.WithCancel(w.ctx)
	cancel()
	f := figure("all", "330000", "2021", 1)
	if _, err := w.s.Submit(ctx, "u1", store.Submission{Figures: []targets.Figure{f}, Steps: 1}, w.now); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatalf("abandoned: %v", err)
	} else if revisions, _ := w.s.Revisions(w.ctx, f.Key); (err == nil) != (len(revisions) == 1) {
		t.Fatalf("answer %v, revisions %v", err, revisions)
	}
}

func generations(t *testing.T, w *world) {
	w.found()
	g1 := w.snapshot(time.Time{}).Generation
	w.submits(1, figure("all", "330000", "2021", 1))
	w.ok(w.s.SaveDraft(w.ctx, store.Draft{Owner: "o"}, w.now))
	w.equal("after a submission", w.snapshot(time.Time{}).Generation, g1)
	entry := w.imports(figure("all", "330000", "2022", 1))
	w.equal("after an import", w.snapshot(time.Time{}).Generation, entry)
	g, err := w.s.Generation(w.ctx)
	w.ok(err)
	w.equal("of the store", g, entry)
}

func emptySnapshot(t *testing.T, w *world) {
	snap := w.snapshot(time.Time{})
	w.equal("targets", len(snap.Targets)+len(snap.Areas)+len(snap.Figures), 0)
	w.equal("cuts", snap.Cuts, targets.DefaultCuts)
	if _, err := w.s.Seed(w.ctx, "operator", small(), w.now); targets.KindOf(err) != targets.NotFound {
		t.Fatalf("seed of an empty database: %v", err)
	}
	w.equal("entries", w.verified().Entries, 0)
}
