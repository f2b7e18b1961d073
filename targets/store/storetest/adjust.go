package storetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// adjust changes a goal, with its document; what else changes may follow.
func adjust(t *targets.Target, goal int64) {
	t.Adjustments = append(t.Adjustments, adjustment(len(t.Adjustments)+1, t.Terms()))
	t.Goal = targets.NewDecimal(goal)
}

// adjustment is the n-th document that adjusts a target.
func adjustment(n int, was targets.Terms) targets.Adjustment {
	return targets.Adjustment{On: targets.NewDate(2024, n, 1), Document: "测〔2024〕" + targets.NewDecimal(int64(n)).String() + "号",
		Reason: targets.Text{ZH: "形势变化", EN: "Circumstances changed"}, Was: was}
}

func adjustedSeed(t *testing.T, w *world) {
	w.found()
	founded := w.now
	refused := w.refuses
	refused("another goal", "目标 z-all: goal 由“4000”变为“4500”，没有写明据以调整的文件", func(c *targets.Catalogue) { c.Targets[0].Goal = targets.NewDecimal(4500) })
	refused("another deadline", "deadline 由“2025-12-31”变为“2026-12-31”", func(c *targets.Catalogue) { c.Targets[1].Deadline = targets.NewDate(2026, 12, 31) })

	c := small()
	adjust(&c.Targets[0], 4500)
	changes, err := w.s.Seed(w.ctx, "operator", c, w.later())
	w.ok(err)
	w.equal("told", changes.Nouns, []store.Change{{Kind: "target", ID: "z-all", Action: store.Changed,
		Goal: []targets.GoalChange{{Field: "goal", From: "4000", To: "4500"}}, By: []targets.Adjustment{adjustment(1, small().Targets[0].Terms())}}})
	w.equal("the goal now", w.snapshot(time.Time{}).Target("z-all").Goal.String(), "4500")
	w.equal("the goal then", w.snapshot(founded).Target("z-all").Goal.String(), "4000")
	w.equal("its document", w.snapshot(time.Time{}).Target("z-all").Adjustments, []targets.Adjustment{adjustment(1, small().Targets[0].Terms())})
	w.equal("no document then", len(w.snapshot(founded).Target("z-all").Adjustments), 0)

	refused("a second change by the same document", "goal 由“4500”变为“5000”", func(c *targets.Catalogue) { adjust(&c.Targets[0], 5000) })
	refused("the old seed, without the document", "已登记的目标值调整（2024-01-01 测〔2024〕1号）不见了", func(*targets.Catalogue) {})
	reworded := small()
	adjust(&reworded.Targets[0], 4500)
	reworded.Targets[0].Adjustments[0].Reason.ZH = "形势有变"
	_, err = w.s.Seed(w.ctx, "operator", reworded, w.later())
	w.ok(err)
	adjust(&reworded.Targets[0], 4000)
	_, err = w.s.Seed(w.ctx, "operator", reworded, w.later())
	w.ok(err)
	w.equal("back by another document", w.snapshot(time.Time{}).Target("z-all").Goal.String(), "4000")
	w.verified()
}

// refuses fails unless a seed is refused, planned and done, in the same words.
func (w *world) refuses(what, want string, edit func(*targets.Catalogue)) {
	w.Helper()
	c := small()
	edit(c)
	_, planned := w.s.CompareSeed(w.ctx, c)
	_, err := w.s.Seed(w.ctx, "operator", c, w.later())
	faults, ok := errors.AsType[targets.Faults](err)
	if !ok || planned == nil || planned.Error() != err.Error() || !strings.Contains(faults.Error(), want) {
		w.Fatalf("%s: planned %v, said %v; want a fault with %q", what, planned, err, want)
	}
}

// adjustedAsOf: what a document changed holds from its day on; of a day before
// it the old goal is judged, at every later known-at.
func adjustedAsOf(t *testing.T, w *world) {
	f := figure("all", "330000", "2023", 4200) // enough for 4000, not for 4500
	base := figure("all", "330000", "2021", 3000)
	f.Published, base.Published = f.Period.End+10, base.Period.End+10
	w.found(base, f)
	founded := w.now
	c := small()
	adjust(&c.Targets[0], 4500) // on 2024-01-01
	_, err := w.s.Seed(w.ctx, "operator", c, w.later())
	w.ok(err)
	adjust(&c.Targets[0], 5000) // on 2024-02-01
	c.Targets[0].Deadline = targets.NewDate(2027, 12, 31)
	_, err = w.s.Seed(w.ctx, "operator", c, w.later())
	w.ok(err)
	whole, city := targets.Selection{}, targets.Selection{Targets: []string{"z-all"}}
	for _, try := range []struct {
		asOf           targets.Date
		knownAt        time.Time
		goal, deadline string
		adjustments    int
		reached        bool
	}{
		{targets.NewDate(2023, 12, 31), time.Time{}, "4000", "2025-12-31", 0, true},
		{targets.NewDate(2024, 1, 1), time.Time{}, "4500", "2025-12-31", 1, false},
		{targets.NewDate(2024, 1, 31), time.Time{}, "4500", "2025-12-31", 1, false},
		{targets.NewDate(2024, 2, 1), time.Time{}, "5000", "2027-12-31", 2, false},
		{targets.NewDate(2023, 12, 31), founded, "4000", "2025-12-31", 0, true},
		{targets.NewDate(2024, 12, 31), founded, "4000", "2025-12-31", 0, true}, // nobody knew yet
	} {
		for _, sel := range []targets.Selection{whole, city} {
			snap, err := w.s.Snapshot(w.ctx, sel, try.asOf, try.knownAt)
			w.ok(err)
			x := snap.Target("z-all")
			e := snap.EvaluateTarget(x)
			if x.Goal.String() != try.goal || x.Deadline.String() != try.deadline || len(x.Adjustments) != try.adjustments || (e.State == targets.Achieved) != try.reached {
				t.Errorf("as of %v, known at %v: goal %v by %v after %d adjustments, %s; want %s by %s after %d, reached %t",
					try.asOf, try.knownAt, x.Goal, x.Deadline, len(x.Adjustments), e.State, try.goal, try.deadline, try.adjustments, try.reached)
			}
		}
	}
	w.verified()
}

// adjustmentsKept: what any day asked for changes by a new document alone.
func adjustmentsKept(t *testing.T, w *world) {
	w.found()
	wrong := func(goal int64) func(*targets.Catalogue) {
		return func(c *targets.Catalogue) {
			adjust(&c.Targets[0], 4500)
			c.Targets[0].Adjustments[0].Was.Goal = targets.NewDecimal(goal)
		}
	}
	w.refuses("another goal before", `目标值调整（2024-01-01 测〔2024〕1号）的 was 与已登记的不符：goal 由“4000”变为“3900”；应写 was: {goal: "4000"}`, wrong(3900))
	w.refuses("no goal before", `目标值调整（2024-01-01 测〔2024〕1号）没有写明此前的内容；应写 was: {goal: "4000", deadline: 2025-12-31}`, func(c *targets.Catalogue) {
		adjust(&c.Targets[0], 4500)
		c.Targets[0].Deadline = targets.NewDate(2027, 12, 31)
		c.Targets[0].Adjustments[0].Was = targets.Terms{}
	})
	w.refuses("a path that was not there", `应写 was: {path: null}`, func(c *targets.Catalogue) {
		adjust(&c.Targets[0], 4000)
		c.Targets[0].Path = []targets.PathPoint{{On: targets.NewDate(2024, 12, 31), Value: targets.NewDecimal(3500)}}
		c.Targets[0].Adjustments[0].Was.Limit = 1
	})
	w.seeds(wrong(4000))
	w.refuses("what was is changed", `已登记的目标值调整（2024-01-01 测〔2024〕1号）之前的内容变了：goal 由“4000”变为“3900”；应写 was: {goal: "4000"}`, wrong(3900))

	// The goal was typed wrong all along: a correction from the document's day on.
	corrected := func(c *targets.Catalogue) {
		wrong(3900)(c)
		x := &c.Targets[0]
		was := x.Adjustments[0].Was
		was.Goal = targets.NewDecimal(4000)
		x.Adjustments = append([]targets.Adjustment{{On: targets.NewDate(2022, 1, 1), Document: "浙政〔2022〕2号（更正）", Was: was}}, x.Adjustments...)
	}
	w.seeds(corrected)
	goal := func(asOf targets.Date) string {
		snap, err := w.s.Snapshot(w.ctx, targets.Selection{}, asOf, time.Time{})
		w.ok(err)
		return snap.Target("z-all").Goal.String()
	}
	w.equal("of the day the document was issued", goal(targets.NewDate(2022, 1, 1)), "3900")
	w.equal("of the day of the next", goal(targets.NewDate(2024, 1, 1)), "4500")

	// The number of a document was typed wrong.
	w.seeds(func(c *targets.Catalogue) {
		corrected(c)
		c.Targets[0].Adjustments[1].Document = "测〔2024〕11号"
	})
	w.equal("its number now", w.snapshot(time.Time{}).Target("z-all").Adjustments[1].Document, "测〔2024〕11号")
	w.verified()
}

// seeds loads the small catalogue with an edit, which must be accepted.
func (w *world) seeds(edit func(*targets.Catalogue)) {
	w.Helper()
	c := small()
	edit(c)
	_, err := w.s.Seed(w.ctx, "operator", c, w.later())
	w.ok(err)
}
