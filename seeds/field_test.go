package seeds

import (
	"slices"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// What a goal asks about and every task have a field; only two tasks span several.
func TestEveryGoalAndTaskHasItsField(t *testing.T) {
	c := ship(t)
	asked := map[string]bool{}
	for _, g := range c.Targets {
		asked[g.Indicator] = true
	}
	for _, i := range c.Indicators {
		if asked[i.ID] && !slices.Contains(targets.Fields[:], i.Field) {
			t.Errorf("indicator %s has the field %q; want one of %v", i.ID, i.Field, targets.Fields)
		}
	}
	var none []string
	for _, task := range c.Tasks {
		if task.Field == "" {
			none = append(none, task.ID)
		}
	}
	if want := []string{"gov-2017-27-task-06", "sac-2022-29-task-03"}; !slices.Equal(none, want) {
		t.Errorf("tasks without a field: %v; want %v, which span several", none, want)
	}
}

// Tasks under one heading of a ledger lie in one field: the documents order them so.
func TestAHeadingOfALedgerIsOneField(t *testing.T) {
	fields := map[targets.Text]targets.Field{}
	for _, task := range ship(t).Tasks {
		if task.Section.IsZero() {
			continue
		}
		if f, ok := fields[task.Section]; ok && f != task.Field {
			t.Errorf("%s: under %q stand tasks of %s and %s; want one field", task.ID, task.Section.ZH, f, task.Field)
		}
		fields[task.Section] = task.Field
	}
}
