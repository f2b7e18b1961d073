package targets

// A TaskVerdict says where a task of a ledger stands on a day: in words, and in
// the light of the state that a milestone reported likewise would have.
type TaskVerdict struct {
	Light Light
	Name  Text
}

// Verdict judges a task at the end of asOf by what was last reported of it;
// reported is false when nothing was. A status of a later day is as if it had
// not been reported. A task without a due date is never late, and one carried on
// without an end (持续推进) is not late either.
func (t *Task) Verdict(status TaskStatus, reported bool, asOf Date) TaskVerdict {
	past := t.Due != 0 && asOf > t.Due
	switch {
	case (!reported || status.On > asOf) && past:
		return TaskVerdict{Blue, Text{"到期未报", "due, not reported"}}
	case !reported || status.On > asOf:
		return TaskVerdict{Grey, TaskStage("").Name()}
	case status.Stage == TaskDone && t.Due != 0 && status.On > t.Due:
		return TaskVerdict{Green, Text{"逾期完成", "done late"}}
	case status.Stage == TaskDone && t.Due != 0:
		return TaskVerdict{Green, Text{"按期完成", "done in time"}}
	case status.Stage == TaskDone, status.Stage == TaskOngoing:
		return TaskVerdict{Green, status.Stage.Name()}
	case status.Stage == TaskCancelled:
		return TaskVerdict{Grey, status.Stage.Name()}
	case past && status.On >= t.Due:
		return TaskVerdict{Red, Text{"到期未完成", "due, not done"}}
	case past:
		return TaskVerdict{Blue, Text{"到期待报", "due, final report awaited"}}
	case status.Stage == TaskInProgress:
		return TaskVerdict{Green, status.Stage.Name()}
	}
	return TaskVerdict{Grey, status.Stage.Name()}
}
