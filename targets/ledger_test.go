package targets

import "testing"

// The ledger of a document: what is cancelled is out, what goes on for good is
// under way, and only what is reported done is done.
func TestALedgerCountsWhatWasReported(t *testing.T) {
	var l Ledger
	for _, s := range []TaskStatus{
		{Stage: TaskDone, On: NewDate(2023, 5, 1)}, {Stage: TaskDone, On: NewDate(2023, 9, 1)}, {Stage: TaskInProgress, On: NewDate(2023, 10, 1)},
		{Stage: TaskOngoing, On: NewDate(2023, 3, 1)}, {Stage: TaskNotBegun, On: NewDate(2023, 2, 1)}, {Stage: TaskCancelled, On: NewDate(2023, 12, 1)},
	} {
		l.add(s, true)
	}
	l.add(TaskStatus{}, false)
	want := Ledger{All: 6, Done: 2, UnderWay: 2, NotBegun: 1, LastDone: NewDate(2023, 9, 1), Newest: NewDate(2023, 10, 1)}
	if l != want {
		t.Errorf("the ledger is %+v; want %+v", l, want)
	}
}
