package storetest

import (
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// change is a small register: two offices and a form of both.
func change() targets.RegisterChange {
	return targets.RegisterChange{
		Offices: []targets.Office{{ID: "zj-samr", Name: "浙江局", Area: "330000"}, {ID: "hz-samr", Name: "杭州局", Area: "330100", Department: "samr"}},
		Forms: []targets.Form{{ID: "quarterly", Name: "季报", Number: "表1", Cadence: targets.Quarterly, Opens: 1, Closes: 10,
			Indicators: []string{"all", "new"}, Chain: []targets.ChainStep{targets.StepOffice, targets.StepProvince},
			Offices: []string{"zj-samr", "hz-samr"}, From: targets.NewDate(2021, 1, 1)}},
		Calendar: []targets.CalendarYear{{Year: 2026, Off: []targets.Date{targets.NewDate(2026, 1, 1)}, Source: "国办发明电〔2025〕7号"}},
	}
}

func (w *world) registers(c targets.RegisterChange) int64 {
	w.Helper()
	entry, err := w.s.PutRegister(w.ctx, "admin", c, w.later())
	w.ok(err)
	return entry
}

func (w *world) register(knownAt time.Time) *targets.Register {
	w.Helper()
	r, err := w.s.Register(w.ctx, knownAt)
	w.ok(err)
	return r
}

func registerKept(t *testing.T, w *world) {
	w.found()
	w.equal("offices of an empty register", len(w.register(time.Time{}).Offices), 0)
	first := w.registers(change())
	before := w.now
	r := w.register(time.Time{})
	w.equal("offices", []string{r.Offices[0].ID, r.Offices[1].ID}, []string{"hz-samr", "zj-samr"})
	w.equal("a department", r.Office("hz-samr").Department, "samr")
	form := change().Forms[0]
	form.Offices = []string{"hz-samr", "zj-samr"}
	w.equal("the form, its offices sorted", *r.Form("quarterly"), form)
	w.equal("a day off", r.Calendar.Working(targets.NewDate(2026, 1, 1)), false)
	if again := w.register(time.Time{}); again != r {
		t.Error("the same register was read twice")
	}
	w.equal("the same change", w.registers(change()), 0)
	k := targets.FilingKey{Form: "quarterly", Office: "hz-samr", Period: targets.Months(2025, 10, 3)}
	late := targets.Late{FilingKey: k, State: targets.LateRequested, Reason: "系统故障", By: "u1"}
	w.registers(targets.RegisterChange{Lates: []targets.Late{late}, Offices: []targets.Office{{ID: "hz-samr", Name: "杭州局", Area: "330100", Closed: true}}})
	late.State, late.Until, late.Judge, late.Answer = targets.LateGranted, targets.NewDate(2026, 2, 1), "u2", "同意"
	granted := w.registers(targets.RegisterChange{Lates: []targets.Late{late},
		Assigned: []targets.Assignment{{Task: "t-1", Units: []targets.AssignedUnit{{Part: targets.PartLead, Name: "质量处"}}}}})
	now := w.register(time.Time{})
	w.equal("the newest request", *now.Late(k), late)
	w.equal("assigned", now.Assignment("t-1").Units[0].Name, "质量处")
	w.equal("closed", now.Office("hz-samr").Closed, true)
	w.equal("known before", []any{w.register(before).Office("hz-samr").Closed, len(w.register(before).Lates)}, []any{false, 0})
	history, err := w.s.RegisterHistory(w.ctx, "late", k.String())
	w.ok(err)
	w.equal("versions", []any{len(history), history[1].Entry, history[1].Version, history[1].By, history[1].At}, []any{2, granted, 2, "admin", w.now})
	w.equal("generation, which a request and a task do not move", w.snapshot(time.Time{}).Generation, granted-1)
	w.equal("the snapshot's register", w.snapshot(time.Time{}).Register, now)
	w.equal("entries", w.verified().Entries, first+2)
}

func registerRefused(t *testing.T, w *world) {
	w.found()
	for name, c := range map[string]targets.RegisterChange{
		"an office without an id": {Offices: []targets.Office{{Name: "无"}}},
		"an office twice":         {Offices: []targets.Office{{ID: "a"}, {ID: "a", Name: "b"}}},
		"an unknown role":         {Rights: []targets.Rights{{User: "u1", Roles: []targets.Role{"king"}}}},
	} {
		if _, err := w.s.PutRegister(w.ctx, "admin", c, w.later()); targets.KindOf(err) != targets.Invalid {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
	w.equal("entries", w.verified().Entries, 1)
}
