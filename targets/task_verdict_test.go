package targets

import "testing"

func TestATaskIsJudgedByWhatWasLastReportedOfIt(t *testing.T) {
	due := NewDate(2023, 12, 31)
	before, after := NewDate(2023, 6, 30), NewDate(2024, 3, 31)
	for name, c := range map[string]struct {
		due    Date
		stage  TaskStage // "": nothing reported
		on     Date
		asOf   Date
		light  Light
		wantZH string
	}{
		"nothing reported, not due":           {due, "", 0, before, Grey, "尚无进展上报"},
		"nothing reported, never due":         {0, "", 0, after, Grey, "尚无进展上报"},
		"nothing reported, due on the day":    {due, "", 0, due, Grey, "尚无进展上报"},
		"nothing reported, due the day after": {due, "", 0, due + 1, Blue, "到期未报"},
		"reported later than the day judged":  {due, TaskDone, after, before, Grey, "尚无进展上报"},
		"done on the last day":                {due, TaskDone, due, after, Green, "按期完成"},
		"done a day late":                     {due, TaskDone, due + 1, after, Green, "逾期完成"},
		"done, never due":                     {0, TaskDone, before, after, Green, "已完成"},
		"under way":                           {due, TaskInProgress, before, before, Green, "推进中"},
		"under way, past due, old report":     {due, TaskInProgress, before, after, Blue, "到期待报"},
		"under way, past due, new report":     {due, TaskInProgress, due + 1, after, Red, "到期未完成"},
		"not begun":                           {due, TaskNotBegun, before, before, Grey, "未启动"},
		"not begun, past due, new report":     {due, TaskNotBegun, after, after, Red, "到期未完成"},
		"carried on without an end":           {due, TaskOngoing, after, after, Green, "持续推进"},
		"cancelled":                           {due, TaskCancelled, before, after, Grey, "调整取消"},
	} {
		t.Run(name, func(t *testing.T) {
			task := Task{Due: c.due}
			got := task.Verdict(TaskStatus{Stage: c.stage, On: c.on}, c.stage != "", c.asOf)
			if got.Light != c.light || got.Name.ZH != c.wantZH {
				t.Errorf("due %s, %q on %s, judged %s: got %s %s, want %s %s", c.due, c.stage, c.on, c.asOf, got.Light, got.Name.ZH, c.light, c.wantZH)
			}
		})
	}
}
