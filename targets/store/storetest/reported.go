package storetest

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// reportedBelow reads, beside a target's own series, those of the areas below it
// that have a duty, as known at the time.
func reportedBelow(t *testing.T, w *world) {
	c := small()
	c.Indicators[0].Rollup = targets.RollupSum
	c.Areas = append(c.Areas, targets.Area{ID: "330200", Code: "330200", Level: targets.LevelPrefecture, Parent: "330000",
		Succeeds: []targets.Succession{{From: "330201", On: targets.NewDate(2023, 1, 1), Kind: targets.Renamed}}},
		targets.Area{ID: "330201", Code: "330201", Level: targets.LevelPrefecture, Parent: "330000"},
		targets.Area{ID: "330300", Code: "330300", Level: targets.LevelPrefecture, Parent: "330000"})
	_, err := w.s.Found(w.ctx, "operator", c, nil, w.later())
	w.ok(err)
	w.imports(figure("all", "330000", "2020", 60), figure("all", "330100", "2023-Q4", 70), figure("all", "330200", "2023-Q4", 80),
		figure("all", "330201", "2022-Q4", 30), figure("all", "330300", "2023-Q4", 9), figure("all", "610000", "2023-Q4", 500))
	before := w.now

	duty := change()
	duty.Offices = append(duty.Offices, targets.Office{ID: "nb-samr", Name: "宁波局", Area: "330200"}, targets.Office{ID: "sn-samr", Name: "陕西局", Area: "610000"})
	duty.Forms[0].Offices = append(duty.Forms[0].Offices, "nb-samr", "sn-samr")
	entry := w.registers(duty)
	w.equal("generation of a form", w.generation(), entry)

	w.equal("below the province", w.areasRead("z-all", time.Time{}), []string{"330000", "330100", "330200", "330201"})
	w.equal("below the country", w.areasRead("c-all", time.Time{}), []string{"330000", "330100", "330200", "330201", "610000"})
	w.equal("before the form was made", w.areasRead("z-all", before), []string{"330000"})
	w.equal("reported", w.rolledUp("z-all", time.Time{}), []any{"150", []string{"330100", "330200"}, []string(nil)})
	w.equal("reported before the form was made", w.rolledUp("z-all", before), []any(nil))

	entry = w.registers(targets.RegisterChange{Offices: []targets.Office{{ID: "nb-samr", Name: "宁波局", Area: "330200", Closed: true}}})
	w.equal("generation of a closed office", w.generation(), entry)
	w.equal("reported once an office has closed", w.rolledUp("z-all", time.Time{}), []any{"70", []string{"330100"}, []string(nil)})
	w.registers(targets.RegisterChange{Assigned: []targets.Assignment{{Task: "t-1", Units: []targets.AssignedUnit{{Part: targets.PartLead, Name: "质量处"}}}}})
	w.equal("generation of a task's assignment", w.generation(), entry)
	w.verified()
}

func (w *world) generation() int64 {
	w.Helper()
	g, err := w.s.Generation(w.ctx)
	w.ok(err)
	return g
}

func (w *world) selected(target string, knownAt time.Time) *targets.Snapshot {
	w.Helper()
	snap, err := w.s.Snapshot(w.ctx, targets.Selection{Targets: []string{target}}, targets.NewDate(2024, 6, 30), knownAt)
	w.ok(err)
	return snap
}

// areasRead are the areas whose series were read for a target.
func (w *world) areasRead(target string, knownAt time.Time) []string {
	w.Helper()
	var codes []string
	for k := range maps.Keys(w.selected(target, knownAt).Figures) {
		codes = append(codes, k.Area)
	}
	slices.Sort(codes)
	return codes
}

// rolledUp is the value, who is in it and who is not, of a target's roll-up.
func (w *world) rolledUp(target string, knownAt time.Time) []any {
	w.Helper()
	snap := w.selected(target, knownAt)
	r := snap.EvaluateTarget(snap.Target(target)).RollUp
	if r == nil {
		return nil
	}
	return []any{r.Value.String(), r.Reported, r.Missing}
}
