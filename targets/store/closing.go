package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A closingContent is what a reviewer made of a task as its entry tells it.
type closingContent struct {
	Task   string `json:"task"`
	Closed bool   `json:"closed"`
	Reason string `json:"reason,omitempty"`
}

func closingRow(task string, closed bool, reason string) []byte {
	return fields(task, flagText(closed), reason)
}

const (
	insertClosing = `INSERT INTO task_closing (entry, task, closed, reason) VALUES ($1, $2, $3, $4)`

	selectClosed = `SELECT coalesce((SELECT closed FROM task_closing WHERE task = $1 ORDER BY entry DESC LIMIT 1), 0)`
)

// CloseTask records that a reviewer is done with a task (销号), or, closed being
// false, not after all. Closing what is closed, or reopening what is not, is a
// Conflict; an unknown task NotFound.
func (s *Store) CloseTask(ctx context.Context, actor, task string, closed bool, reason string, now time.Time) error {
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		l, err := take(ctx, tx, actor, actionTasks, now)
		if err != nil {
			return err
		}
		if err := checkClosing(ctx, tx, task, closed); err != nil {
			return err
		}
		c := content{
			Closing: &closingContent{task, closed, reason},
			Brought: map[string]digest{tableClosing: digestOf(closingRow(task, closed, reason))},
		}
		if err := l.put(ctx, tx, c); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, insertClosing, l.seq(), task, flagNumber(closed), reason); err != nil {
			return fmt.Errorf("close task %s: %w", task, err)
		}
		return nil
	})
}

func checkClosing(ctx context.Context, tx *sql.Tx, task string, closed bool) error {
	known, err := one[int](ctx, tx, selectKnown, kindTask, task, task)
	if err != nil {
		return fmt.Errorf("find task %s: %w", task, err)
	}
	was, err := one[bool](ctx, tx, selectClosed, task)
	switch {
	case err != nil:
		return fmt.Errorf("read whether task %s is closed: %w", task, err)
	case known == 0:
		return noTask(task)
	case closed && was:
		return &targets.Error{Kind: targets.Conflict, Text: "该任务已销号"}
	case !closed && !was:
		return &targets.Error{Kind: targets.Conflict, Text: "该任务尚未销号"}
	}
	return nil
}

func noTask(id string) error {
	return &targets.Error{Kind: targets.NotFound, Field: "task", Text: fmt.Sprintf("没有任务 %q", id)}
}

const (
	selectTaskReports = `
SELECT t.entry, c.at, c.actor, t.stage, t.on_day, t.text FROM task_status t JOIN chain c ON c.seq = t.entry
WHERE t.task = $1 ORDER BY t.entry`

	selectTaskClosings = `
SELECT t.entry, c.at, c.actor, t.task, t.closed, t.reason FROM task_closing t JOIN chain c ON c.seq = t.entry`

	selectTaskEvidence = `SELECT entry, sha256 FROM task_evidence WHERE task = $1 ORDER BY entry, sha256`
)

// TaskHistory returns what was reported of a task and what reviewers made of it,
// oldest first.
func (s *Store) TaskHistory(ctx context.Context, task string) ([]targets.TaskReport, error) {
	var list []targets.TaskReport
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		if list, err = taskReports(ctx, tx, task); err != nil {
			return err
		}
		closings, err := taskClosings(ctx, tx, ` WHERE t.task = $1 ORDER BY t.entry`, task)
		list = append(list, closings...)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b targets.TaskReport) int { return int(a.Entry - b.Entry) })
	return list, nil
}

func taskReports(ctx context.Context, tx *sql.Tx, task string) ([]targets.TaskReport, error) {
	evidence := map[int64][]string{}
	err := each(ctx, tx, selectTaskEvidence, []any{task}, func(rows *sql.Rows) error {
		var entry int64
		var sum string
		err := rows.Scan(&entry, &sum)
		evidence[entry] = append(evidence[entry], sum)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the evidence of task %s: %w", task, err)
	}
	var list []targets.TaskReport
	err = each(ctx, tx, selectTaskReports, []any{task}, func(rows *sql.Rows) error {
		r := targets.TaskReport{Kind: targets.TaskReported}
		var at string
		err := rows.Scan(&r.Entry, &at, &r.By, &r.Stage, &r.On, &r.Text)
		r.Task, r.Evidence = task, evidence[r.Entry]
		list = append(list, r)
		return errors.Join(err, readTime(&list[len(list)-1].At, at))
	})
	if err != nil {
		return nil, fmt.Errorf("read the reports of task %s: %w", task, err)
	}
	return list, nil
}

func taskClosings(ctx context.Context, q querier, where string, args ...any) ([]targets.TaskReport, error) {
	var list []targets.TaskReport
	err := each(ctx, q, selectTaskClosings+where, args, func(rows *sql.Rows) error {
		r := targets.TaskReport{Kind: targets.TaskReopened}
		var at string
		var closed bool
		err := rows.Scan(&r.Entry, &at, &r.By, &r.Task, &closed, &r.Reason)
		if closed {
			r.Kind = targets.TaskClosed
		}
		list = append(list, r)
		return errors.Join(err, readTime(&list[len(list)-1].At, at))
	})
	if err != nil {
		return nil, fmt.Errorf("read the closings of tasks: %w", err)
	}
	return list, nil
}

// TasksClosed returns the closings (销号) that stand, by task.
func (s *Store) TasksClosed(ctx context.Context) (map[string]targets.TaskReport, error) {
	list, err := taskClosings(ctx, s.engine.Read, ` ORDER BY t.entry`)
	if err != nil {
		return nil, s.classify(err)
	}
	closed := map[string]targets.TaskReport{}
	for _, r := range list {
		if r.Kind == targets.TaskClosed {
			closed[r.Task] = r
		} else {
			delete(closed, r.Task)
		}
	}
	return closed, nil
}
