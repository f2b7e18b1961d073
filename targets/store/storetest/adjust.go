package storetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// adjust changes a goal, with its document.
func adjust(t *targets.Target, goal int64) {
	t.Goal = targets.NewDecimal(goal)
	t.Adjustments = append(t.Adjustments, adjustment(len(t.Adjustments)+1))
}

// adjustment is the n-th document that adjusts a target.
func adjustment(n int) targets.Adjustment {
	return targets.Adjustment{On: targets.NewDate(2024, n, 1), Document: "测〔2024〕" + targets.NewDecimal(int64(n)).String() + "号",
		Reason: targets.Text{ZH: "形势变化", EN: "Circumstances changed"}}
}

func adjustedSeed(t *testing.T, w *world) {
	w.found()
	founded := w.now
	refused := func(what string, want string, edit func(*targets.Catalogue)) {
		t.Helper()
		c := small()
		edit(c)
		_, planned := w.s.CompareSeed(w.ctx, c)
		_, err := w.s.Seed(w.ctx, "operator", c, w.later())
		faults, ok := errors.AsType[targets.Faults](err)
		if !ok || planned == nil || planned.Error() != err.Error() || !strings.Contains(faults.Error(), want) {
			t.Fatalf("%s: planned %v, said %v; want a fault with %q", what, planned, err, want)
		}
	}
	refused("another goal", "目标 z-all: goal 由“4000”变为“4500”，没有写明据以调整的文件", func(c *targets.Catalogue) { c.Targets[0].Goal = targets.NewDecimal(4500) })
	refused("another deadline", "deadline 由“2025-12-31”变为“2026-12-31”", func(c *targets.Catalogue) { c.Targets[1].Deadline = targets.NewDate(2026, 12, 31) })

	c := small()
	adjust(&c.Targets[0], 4500)
	changes, err := w.s.Seed(w.ctx, "operator", c, w.later())
	w.ok(err)
	w.equal("told", changes.Nouns, []store.Change{{Kind: "target", ID: "z-all", Action: store.Changed,
		Goal: []targets.GoalChange{{Field: "goal", From: "4000", To: "4500"}}, By: []targets.Adjustment{adjustment(1)}}})
	w.equal("the goal now", w.snapshot(time.Time{}).Target("z-all").Goal.String(), "4500")
	w.equal("the goal then", w.snapshot(founded).Target("z-all").Goal.String(), "4000")
	w.equal("its document", w.snapshot(time.Time{}).Target("z-all").Adjustments, []targets.Adjustment{adjustment(1)})
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
