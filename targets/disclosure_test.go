package targets

import "testing"

func TestWhatWasWithdrawnIsNotShownInALookBack(t *testing.T) {
	snapshot := func(disclosures map[string]Disclosure) *Snapshot {
		s := &Snapshot{}
		for _, id := range []string{"always", "since", "lifted", "retired"} {
			if d, ok := disclosures[id]; ok {
				s.Indicators = append(s.Indicators, Indicator{ID: id, Disclosure: d})
				s.Targets = append(s.Targets, Target{ID: id, Indicator: id})
			}
		}
		s.Seal()
		return s
	}
	then := snapshot(map[string]Disclosure{"always": Public, "since": Public, "lifted": Internal, "retired": Public})
	now := snapshot(map[string]Disclosure{"always": Public, "since": Internal, "lifted": Public})
	shown := then.DisclosedAs(now).Public()
	for id, want := range map[string]bool{"always": true, "since": false, "lifted": false, "retired": true} {
		if got := shown.Target(id) != nil; got != want {
			t.Errorf("a target that is disclosed %s is shown = %t, want %t", id, got, want)
		}
	}
	if then.Indicator("since").Disclosure != Public {
		t.Error("the snapshot that was looked back with is changed")
	}
	if then.DisclosedAs(then) != then {
		t.Error("a snapshot of which nothing was withdrawn is copied")
	}
}
