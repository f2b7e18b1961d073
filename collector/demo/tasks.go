package demo

import (
	"slices"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// stages are given to the tasks of a document in turn.
var stages = [...]targets.TaskStage{targets.TaskDone, targets.TaskInProgress, targets.TaskNotBegun, targets.TaskOngoing, targets.TaskDone, targets.TaskCancelled}

// tasks invents the ledger: the oldest document is all done, one document is not
// reported on at all, of the others there is a task in every stage.
func (b *builder) tasks() {
	silent := "sac-2022-29"
	done, _ := targets.ParseDate("2018-11-30")
	other, _ := targets.ParseDate("2023-12-15")
	for i, t := range b.catalogue.Tasks {
		switch t.Document {
		case silent:
		case "gov-2017-27":
			b.plan.Statuses = append(b.plan.Statuses, targets.TaskStatus{Task: t.ID, Stage: targets.TaskDone, On: done, Text: "演示：已完成"})
		default:
			b.plan.Statuses = append(b.plan.Statuses, targets.TaskStatus{Task: t.ID, Stage: stages[i%len(stages)], On: other, Text: "演示进展"})
		}
	}
	b.closings()
}

// closings are reports by the department itself, and one 销号.
func (b *builder) closings() {
	department := b.plan.Offices[0].Department
	on := b.quarters[len(b.quarters)-1].End + 20
	n := 0
	for _, t := range b.catalogue.Tasks {
		if n == 3 || t.Document != "samr-2022-64" || !slices.ContainsFunc(t.Groups, func(g targets.TaskGroup) bool { return slices.Contains(g.Leads, department) }) {
			continue
		}
		stage := [...]targets.TaskStage{targets.TaskDone, targets.TaskDone, targets.TaskInProgress}[n]
		b.plan.Steps = append(b.plan.Steps, Step{At: atTen(on + targets.Date(n)), By: "guojia", Act: ActReport,
			Task: collector.TaskEntry{Task: t.ID, Stage: stage, On: on, Text: "演示：按季度报告进展"}})
		if n == 0 {
			b.plan.Steps = append(b.plan.Steps, Step{At: atTen(on + 9), By: "guojia-sh", Act: ActClose, Task: collector.TaskEntry{Task: t.ID}})
		}
		n++
	}
}
