package api

import (
	"context"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Task is one task of the ledger.
type Task struct {
	ID       string            `json:"id"`
	Document string            `json:"document"`
	Number   string            `json:"number" doc:"As printed"`
	Heading  targets.Text      `json:"heading"`
	Due      targets.Date      `json:"due,omitzero" format:"date"`
	Stage    targets.TaskStage `json:"stage,omitempty" doc:"Absent: nothing was reported yet"`
	On       targets.Date      `json:"on,omitzero" format:"date" doc:"Of the report; of what is done, since when"`
	Text     string            `json:"text,omitempty"`
	Overdue  bool              `json:"overdue,omitempty" doc:"逾期"`
	Closed   bool              `json:"closed,omitempty" doc:"已销号"`
	Assigned []Unit            `json:"assigned,omitempty" doc:"本地指定" nullable:"false"`
	Mine     bool              `json:"may_report,omitempty"`
	Closes   bool              `json:"may_close,omitempty"`
	Assigns  bool              `json:"may_assign,omitempty"`
}

// A Unit is one unit that answers for a task here.
type Unit struct {
	Part   targets.AssignedPart `json:"part" enum:"lead,participant,division"`
	Name   string               `json:"name" maxLength:"200"`
	Office string               `json:"office,omitempty" maxLength:"60" doc:"Id; absent for a unit that does not report"`
}

// A TaskSheet is a task with its history.
type TaskSheet struct {
	Task
	History []TaskItem `json:"history" doc:"Newest first" nullable:"false"`
}

// A TaskItem is one report or verdict of a task.
type TaskItem struct {
	Entry  int64                  `json:"entry"`
	At     time.Time              `json:"at"`
	Who    string                 `json:"who"`
	Kind   targets.TaskReportKind `json:"kind" enum:"reported,closed,reopened"`
	Stage  targets.TaskStage      `json:"stage,omitempty"`
	On     targets.Date           `json:"on,omitzero" format:"date"`
	Text   string                 `json:"text,omitempty"`
	Reason string                 `json:"reason,omitempty"`
	Files  []File                 `json:"files,omitempty" nullable:"false"`
}

// A TaskReport is what a department says of its task.
type TaskReport struct {
	Stage    targets.TaskStage `json:"stage"`
	On       targets.Date      `json:"on" format:"date"`
	Text     string            `json:"text,omitempty" maxLength:"4000"`
	Evidence []string          `json:"evidence,omitempty" maxItems:"50" nullable:"false"`
}

// A TaskVerdict closes a task (销号) or opens it again.
type TaskVerdict struct {
	Closed bool   `json:"closed"`
	Reason string `json:"reason,omitempty" maxLength:"2000"`
}

// Units are the units that answer for a task here, all of them.
type Units struct {
	Units []Unit `json:"units" maxItems:"50" nullable:"false"`
}

type ledgerInput struct {
	Paging
	Document   string            `query:"document" maxLength:"60"`
	Department string            `query:"department" maxLength:"60"`
	Stage      targets.TaskStage `query:"stage" maxLength:"20"`
	Overdue    bool              `query:"overdue" doc:"Only what is overdue"`
}

type TaskPath struct {
	Task string `path:"task" maxLength:"60" doc:"Id"`
}

type taskInput struct{ TaskPath }

type taskWrite struct {
	TaskPath
	WritingBody
}

type taskAnswer struct{ Body TaskSheet }

const tagTask = "工作台账 Ledger"

func (a *api) taskOperations() {
	get(a, operation{id: "list-tasks", path: "/tasks", tag: tagTask, summary: "工作台账 / The ledger of tasks"}, a.listTasks)
	get(a, operation{id: "get-task", path: "/tasks/{task}", tag: tagTask, summary: "一项任务及其履历 / One task"}, a.getTask)
	writeBody(a, operation{id: "report-task", method: "POST", path: "/tasks/{task}/reports", tag: tagTask, summary: "报告任务进展 / Report a task", status: 204}, a.reportTask)
	writeBody(a, operation{id: "close-task", method: "PUT", path: "/tasks/{task}/verdict", tag: tagTask, summary: "销号或取消销号 / Close or reopen"}, a.closeTask)
	writeBody(a, operation{id: "assign-task", method: "PUT", path: "/tasks/{task}/units", tag: tagTask, summary: "本地指定责任单位 / Assign units"}, a.assignTask)
}

func taskOf(r *collector.TaskRow) Task {
	t := Task{
		ID: r.Task.ID, Document: r.Task.Document, Number: r.Task.Number, Heading: r.Task.Heading, Due: r.Task.Due,
		Stage: r.Status.Stage, On: r.Status.On, Text: r.Status.Text, Overdue: r.Overdue, Closed: r.Closed != nil,
		Mine: r.Mine, Closes: r.Closes, Assigns: r.Assigns,
	}
	if r.Assigned != nil {
		for _, u := range r.Assigned.Units {
			t.Assigned = append(t.Assigned, Unit(u))
		}
	}
	return t
}

func (a *api) listTasks(ctx context.Context, c *call, in *ledgerInput) (*listAnswer[Task], error) {
	l, err := a.Desk.Ledger(ctx, c.p, collector.LedgerQuery{Document: in.Document, Department: in.Department, Stage: in.Stage, Overdue: in.Overdue})
	if err != nil {
		return nil, err
	}
	page, link, err := pageOf(c, in.Paging, l.Rows, func(r *collector.TaskRow) string { return r.Task.ID })
	return answerPage(page, link, err, taskOf)
}

func (a *api) getTask(ctx context.Context, c *call, in *taskInput) (*taskAnswer, error) {
	s, err := a.Desk.TaskSheet(ctx, c.p, in.Task)
	if err != nil {
		return nil, err
	}
	sheet := TaskSheet{Task: taskOf(&s.TaskRow), History: make([]TaskItem, len(s.History))}
	for i := range s.History {
		h := &s.History[i]
		sheet.History[i] = TaskItem{
			Entry: h.Entry, At: h.At, Who: h.Who, Kind: h.Kind, Stage: h.Stage, On: h.On, Text: h.Text, Reason: h.Reason, Files: filesOf(h.Files),
		}
	}
	return &taskAnswer{sheet}, nil
}

func (a *api) reportTask(ctx context.Context, c *call, in *taskWrite, body *TaskReport) (*none, error) {
	return done(a.Desk.ReportTask(ctx, c.p, collector.TaskEntry{Task: in.Task, Stage: body.Stage, On: body.On, Text: body.Text, Evidence: body.Evidence}))
}

func (a *api) closeTask(ctx context.Context, c *call, in *taskWrite, body *TaskVerdict) (*none, error) {
	return done(a.Desk.CloseTask(ctx, c.p, in.Task, body.Closed, body.Reason))
}

func (a *api) assignTask(ctx context.Context, c *call, in *taskWrite, body *Units) (*none, error) {
	out := targets.Assignment{Task: in.Task}
	for _, u := range body.Units {
		out.Units = append(out.Units, targets.AssignedUnit(u))
	}
	return done(a.Desk.AssignTask(ctx, c.p, out))
}
