package collector

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Ledger lists the tasks with what was reported of them (工作台账). The counts are
// of everything, whatever the query narrows the rows to.
func (d *Desk) Ledger(ctx context.Context, p *Person, q LedgerQuery) (*Ledger, error) {
	l, err := d.ledger(ctx, p)
	if err != nil {
		return nil, err
	}
	out := &Ledger{AsOf: l.today, Whole: map[string]LedgerCount{}, Leads: map[string]LedgerCount{}}
	for i := range l.catalogue.Tasks {
		row := l.row(&l.catalogue.Tasks[i])
		out.All.add(&row)
		countIn(out.Whole, row.Task.Document, &row)
		for _, id := range leads(row.Task) {
			countIn(out.Leads, id, &row)
		}
		if q.wants(&row) {
			out.Rows = append(out.Rows, row)
		}
	}
	return out, nil
}

func countIn(counts map[string]LedgerCount, id string, r *TaskRow) {
	c := counts[id]
	c.add(r)
	counts[id] = c
}

// leads are the departments that lead a task, each once.
func leads(t *targets.Task) []string {
	var list []string
	for _, g := range t.Groups {
		list = append(list, g.Leads...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// answerFor are the departments that a task names, leading or not.
func answerFor(t *targets.Task) []string {
	var list []string
	for _, g := range t.Groups {
		list = append(append(list, g.Leads...), g.Participants...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (c *LedgerCount) add(r *TaskRow) {
	if r.Status.Stage == targets.TaskCancelled {
		c.Cancelled++
		return
	}
	c.All++
	switch r.Status.Stage {
	case targets.TaskDone:
		c.Done++
	case targets.TaskInProgress, targets.TaskOngoing:
		c.UnderWay++
	case targets.TaskNotBegun:
		c.NotBegun++
	default:
		c.Unreported++
	}
	if r.Closed != nil {
		c.Closed++
	}
	if r.Overdue {
		c.Overdue++
	}
}

func (q *LedgerQuery) wants(r *TaskRow) bool {
	switch {
	case q.Document != "" && r.Task.Document != q.Document:
		return false
	case q.Department != "" && !slices.Contains(answerFor(r.Task), q.Department):
		return false
	case q.Stage != "" && r.Status.Stage != q.Stage:
		return false
	}
	return !q.Overdue || r.Overdue
}

// A ledgerView is what one request sees of the ledger.
type ledgerView struct {
	*view
	statuses map[string]targets.TaskStatus
	closed   map[string]targets.TaskReport
}

// noTarget selects no target: what is asked for is beside them.
var noTarget = targets.Selection{Targets: []string{""}}

func (d *Desk) ledger(ctx context.Context, p *Person) (*ledgerView, error) {
	v, err := d.look(ctx, p)
	if err == nil {
		err = v.can(ActSeeLedger, Object{})
	}
	if err != nil {
		return nil, err
	}
	snap, err := d.parts.Filings.Snapshot(ctx, noTarget, v.today, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("read the tasks: %w", err)
	}
	l := &ledgerView{view: v, statuses: make(map[string]targets.TaskStatus, len(snap.Statuses))}
	for _, s := range snap.Statuses {
		l.statuses[s.Task] = s
	}
	if l.closed, err = d.parts.Filings.TasksClosed(ctx); err != nil {
		return nil, fmt.Errorf("read what is closed: %w", err)
	}
	return l, nil
}

func (l *ledgerView) row(t *targets.Task) TaskRow {
	r := TaskRow{Task: t, Document: l.documents[t.Document], Status: l.statuses[t.ID], Assigned: l.register.Assignment(t.ID)}
	r.Overdue = overdue(t, r.Status.Stage, l.today)
	if c, ok := l.closed[t.ID]; ok {
		r.Closed = &c
	}
	r.Mine = l.may(l.p, ActReportTask, l.parties(t))
	r.Closes = l.may(l.p, ActCloseTask, l.place(t))
	r.Assigns = l.may(l.p, ActAssignTask, l.place(t))
	return r
}

// overdue derives 逾期: the due day is over and the task is neither done, nor going
// on for good, nor cancelled. It is not stored.
func overdue(t *targets.Task, stage targets.TaskStage, today targets.Date) bool {
	switch stage {
	case targets.TaskDone, targets.TaskOngoing, targets.TaskCancelled:
		return false
	}
	return t.Due != 0 && today > t.Due
}

// parties is a task as who answers for it. One that nobody answers for is still a
// thing in its area, not nothing in particular.
func (v *view) parties(t *targets.Task) Object {
	o := Object{Task: TaskParties{Departments: answerFor(t)}}
	if a := v.register.Assignment(t.ID); a != nil {
		for _, u := range a.Units {
			if u.Office != "" {
				o.Task.Offices = append(o.Task.Offices, u.Office)
			}
		}
	}
	if len(o.Task.Departments)+len(o.Task.Offices) == 0 {
		o.Area = v.place(t).Area
	}
	return o
}

// place is a task as where its document holds.
func (v *view) place(t *targets.Task) Object {
	if doc := v.documents[t.Document]; doc != nil {
		return Object{Area: doc.Area}
	}
	return Object{Area: targets.Country}
}

// task finds a task of the catalogue.
func (v *view) task(id string) (*targets.Task, error) {
	i := slices.IndexFunc(v.catalogue.Tasks, func(t targets.Task) bool { return t.ID == id })
	if i < 0 {
		return nil, unseen()
	}
	return &v.catalogue.Tasks[i], nil
}

// TaskSheet shows one task with everything that was reported of it, newest first.
func (d *Desk) TaskSheet(ctx context.Context, p *Person, task string) (*TaskSheet, error) {
	l, err := d.ledger(ctx, p)
	if err != nil {
		return nil, err
	}
	t, err := l.task(task)
	if err != nil {
		return nil, err
	}
	history, err := d.parts.Filings.TaskHistory(ctx, task)
	if err != nil {
		return nil, fmt.Errorf("read the task's history: %w", err)
	}
	names, err := l.names(ctx)
	if err != nil {
		return nil, err
	}
	sheet := &TaskSheet{TaskRow: l.row(t)}
	for _, r := range slices.Backward(history) {
		item := TaskItem{TaskReport: r, Who: nameOf(names, r.By)}
		if len(r.Evidence) > 0 {
			if item.Files, err = d.parts.Filings.EvidenceHeads(ctx, r.Evidence); err != nil {
				return nil, fmt.Errorf("read the files' names: %w", err)
			}
		}
		sheet.History = append(sheet.History, item)
	}
	return sheet, nil
}

// ReportTask records how far a task is. One that was closed (销号) is reported on
// only after it was opened again.
func (d *Desk) ReportTask(ctx context.Context, p *Person, e TaskEntry) error {
	l, t, err := d.ledgerTask(ctx, p, e.Task)
	if err == nil {
		err = l.can(ActReportTask, l.parties(t))
	}
	if err != nil {
		return err
	}
	e.Text = tidy(e.Text)
	if err := l.checkTask(&e); err != nil {
		return err
	}
	_, err = d.parts.Filings.ReportTask(ctx, p.User.ID, targets.TaskReport{
		TaskStatus: targets.TaskStatus{Task: e.Task, Stage: e.Stage, On: e.On, Text: e.Text},
		Kind:       targets.TaskReported, Evidence: e.Evidence,
	}, l.now)
	if err != nil {
		return fmt.Errorf("report the task: %w", err)
	}
	return nil
}

func (d *Desk) ledgerTask(ctx context.Context, p *Person, task string) (*ledgerView, *targets.Task, error) {
	l, err := d.ledger(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	t, err := l.task(task)
	return l, t, err
}

// checkTask refuses what cannot be said of a task.
func (l *ledgerView) checkTask(e *TaskEntry) error {
	invalid := func(field, text string) error {
		return &targets.Error{Kind: targets.Invalid, Field: field, Text: text}
	}
	stages := [...]targets.TaskStage{targets.TaskNotBegun, targets.TaskInProgress, targets.TaskDone, targets.TaskOngoing, targets.TaskCancelled}
	switch _, closed := l.closed[e.Task]; {
	case closed:
		return &targets.Error{Kind: targets.Conflict, Text: "任务已销号，不再报告进展；确需更改的，请审核单位先取消销号。"}
	case !slices.Contains(stages[:], e.Stage):
		return invalid("stage", fmt.Sprintf("进展 %.20q 无法识别，应为未启动、推进中、已完成、持续推进或调整取消。", e.Stage))
	case e.On == 0:
		return invalid("on", "请填写日期。")
	case e.On > l.today:
		return invalid("on", fmt.Sprintf("日期 %s 晚于今天（%s）。", e.On, l.today))
	case e.Text == "" && (e.Stage == targets.TaskDone || e.Stage == targets.TaskCancelled):
		return invalid("text", "请说明完成情况或调整取消的依据。")
	case len(e.Evidence) > maxFiles:
		return tooManyFiles()
	}
	for _, sum := range e.Evidence {
		if !l.d.uploads.has(upload{l.p.User.ID, e.Task, sum}, l.now) {
			return invalid("evidence", "佐证材料不是为这项任务上传的，请重新上传。")
		}
	}
	return plainText("text", e.Text, false)
}

// AddTaskEvidence stores a file for a task; the report that follows within a day
// names it.
func (d *Desk) AddTaskEvidence(ctx context.Context, p *Person, task, name string, r io.Reader) (EvidenceInfo, error) {
	l, t, err := d.ledgerTask(ctx, p, task)
	if err == nil {
		err = l.can(ActReportTask, l.parties(t))
	}
	if err != nil {
		return EvidenceInfo{}, err
	}
	info, err := l.storeFile(ctx, name, r)
	if err == nil {
		d.uploads.add(upload{p.User.ID, task, info.SHA256}, l.now)
	}
	return info, err
}

// TaskEvidence returns a file that a report of the task named.
func (d *Desk) TaskEvidence(ctx context.Context, p *Person, task, sha string) (targets.Evidence, error) {
	l, t, err := d.ledgerTask(ctx, p, task)
	if err != nil {
		return targets.Evidence{}, err
	}
	if !l.may(p, ActReportTask, l.parties(t)) {
		if err := l.can(ActSeeEvidence, l.place(t)); err != nil {
			return targets.Evidence{}, err
		}
	}
	history, err := d.parts.Filings.TaskHistory(ctx, task)
	if err != nil {
		return targets.Evidence{}, fmt.Errorf("read the task's history: %w", err)
	}
	if !slices.ContainsFunc(history, func(r targets.TaskReport) bool { return slices.Contains(r.Evidence, sha) }) {
		return targets.Evidence{}, unseen()
	}
	return l.file(ctx, sha)
}

// CloseTask closes a task that is done or cancelled (销号), or opens it again with
// a reason. Who reported it last does not close it.
func (d *Desk) CloseTask(ctx context.Context, p *Person, task string, closed bool, reason string) error {
	l, t, err := d.ledgerTask(ctx, p, task)
	if err != nil {
		return err
	}
	history, err := d.parts.Filings.TaskHistory(ctx, task)
	if err != nil {
		return fmt.Errorf("read the task's history: %w", err)
	}
	object := l.place(t)
	if last := lastReport(history); last != nil && closed {
		object.By = []string{last.By}
	}
	if err := l.can(ActCloseTask, object); err != nil {
		return err
	}
	reason = tidy(reason)
	if err := plainText("reason", reason, !closed); err != nil {
		return err
	}
	stage := l.statuses[task].Stage
	switch _, done := l.closed[task]; {
	case closed && done:
		return &targets.Error{Kind: targets.Conflict, Text: "任务已经销号。"}
	case !closed && !done:
		return &targets.Error{Kind: targets.Conflict, Text: "任务尚未销号。"}
	case closed && stage != targets.TaskDone && stage != targets.TaskCancelled:
		return &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf("任务现为「%s」，报告已完成或调整取消后才能销号。", stage.Name().ZH)}
	}
	if err := d.parts.Filings.CloseTask(ctx, p.User.ID, task, closed, reason, l.now); err != nil {
		return fmt.Errorf("close the task: %w", err)
	}
	return nil
}

// lastReport is the newest report of a history; nil when nothing was reported.
func lastReport(history []targets.TaskReport) *targets.TaskReport {
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Kind == targets.TaskReported {
			return &history[i]
		}
	}
	return nil
}

// maxUnits is how many units may be assigned to one task.
const maxUnits = 30

// AssignTask says which units answer for a task here (本地指定), in place of what
// was said before. No units take the assignment back.
func (d *Desk) AssignTask(ctx context.Context, p *Person, a targets.Assignment) error {
	l, t, err := d.ledgerTask(ctx, p, a.Task)
	if err == nil {
		err = l.can(ActAssignTask, l.place(t))
	}
	if err == nil {
		a.Units = slices.Clone(a.Units)
		err = l.checkUnits(a.Units)
	}
	if err != nil {
		return err
	}
	if _, err := d.parts.Filings.PutRegister(ctx, p.User.ID, targets.RegisterChange{Assigned: []targets.Assignment{a}}, l.now); err != nil {
		return fmt.Errorf("assign the task: %w", err)
	}
	return nil
}

// checkUnits names offices by their register and refuses what is no unit.
func (v *view) checkUnits(units []targets.AssignedUnit) error {
	invalid := func(text string) error {
		return &targets.Error{Kind: targets.Invalid, Field: "units", Text: text}
	}
	if len(units) > maxUnits {
		return invalid(fmt.Sprintf("一项任务最多指定 %d 个单位。", maxUnits))
	}
	for i := range units {
		u := &units[i]
		u.Name = tidy(u.Name)
		if u.Office != "" {
			o := v.register.Office(u.Office)
			if o == nil || !v.may(v.p, ActAssignTask, Object{Office: o}) {
				return unseen()
			}
			u.Name = o.Name
		}
		switch {
		case u.Part.Name().IsZero():
			return invalid(fmt.Sprintf("责任分工 %.20q 无法识别，应为牵头、配合或处室。", u.Part))
		case u.Name == "":
			return invalid("请填写单位名称。")
		}
		if wrong := checkText(nil, ColumnReason, u.Name, maxName); len(wrong) > 0 {
			return invalid(wrong[0].Text + "，" + wrong[0].Fix + "。")
		}
	}
	return nil
}
