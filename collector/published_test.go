package collector

import (
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestALookBackShowsNobodyWhatWasWithdrawnSince(t *testing.T) {
	now := &targets.Catalogue{Indicators: []targets.Indicator{{ID: "open", Disclosure: targets.Public}, {ID: "withdrawn", Disclosure: targets.Internal}}}
	x := newIndex(now, targets.NewDate(2025, 3, 31), false)
	v := &view{index: x, rights: rights{areas: x.tree}, register: &targets.Register{}}
	then := &targets.Snapshot{Catalogue: targets.Catalogue{
		Indicators: []targets.Indicator{{ID: "open", Disclosure: targets.Public}, {ID: "withdrawn", Disclosure: targets.Public}},
		Targets:    []targets.Target{{ID: "a", Indicator: "open", Area: "330000"}, {ID: "b", Indicator: "withdrawn", Area: "330000"}},
	}}
	then.Seal()
	shown := v.visible(then)
	if shown.Target("a") == nil || shown.Target("b") != nil {
		t.Errorf("nobody is shown %d targets of then, want only that whose indicator is public now", len(shown.Targets))
	}
	if then.Target("b") == nil {
		t.Error("the snapshot of then is changed")
	}
}
