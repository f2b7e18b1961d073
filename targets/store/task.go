package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A statusContent is a task's status as its entry tells it.
type statusContent struct {
	Task  string            `json:"task"`
	Stage targets.TaskStage `json:"stage"`
	On    string            `json:"on"`
	Text  string            `json:"text,omitempty"`
}

func statusRow(st *targets.TaskStatus) []byte {
	return fields(st.Task, string(st.Stage), st.On.String(), st.Text)
}

// RecordTaskStatus records how far tasks are, as one entry. A task that is not
// in the catalogue is NotFound; the same task twice, an unknown stage or a
// missing day is Invalid.
func (s *Store) RecordTaskStatus(ctx context.Context, actor string, list []targets.TaskStatus, now time.Time) (entry int64, err error) {
	return s.recordStatuses(ctx, actor, list, nil, now)
}

// ReportTask records how far one task is, with the files that prove it.
func (s *Store) ReportTask(ctx context.Context, actor string, r targets.TaskReport, now time.Time) (entry int64, err error) {
	evidence := slices.Compact(slices.Sorted(slices.Values(r.Evidence)))
	return s.recordStatuses(ctx, actor, []targets.TaskStatus{r.TaskStatus}, evidence, now)
}

// recordStatuses records statuses; the evidence, sorted, is of each of them.
func (s *Store) recordStatuses(ctx context.Context, actor string, list []targets.TaskStatus, evidence []string, now time.Time) (entry int64, err error) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b targets.TaskStatus) int { return strings.Compare(a.Task, b.Task) })
	if err := checkStatuses(list); err != nil {
		return 0, err
	}
	err = s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		entry, err = recordStatuses(ctx, tx, actor, list, evidence, now)
		return err
	})
	if err != nil {
		return 0, err
	}
	return entry, nil
}

func checkStatuses(list []targets.TaskStatus) error {
	if len(list) == 0 {
		return &targets.Error{Kind: targets.Invalid, Text: "没有要登记的任务进展"}
	}
	stages := []targets.TaskStage{targets.TaskNotBegun, targets.TaskInProgress, targets.TaskDone, targets.TaskOngoing, targets.TaskCancelled}
	for i, st := range list {
		switch {
		case i > 0 && list[i-1].Task == st.Task:
			return &targets.Error{Kind: targets.Invalid, Field: "task", Text: fmt.Sprintf("任务 %s 出现两次", st.Task)}
		case !slices.Contains(stages, st.Stage):
			return &targets.Error{Kind: targets.Invalid, Field: "stage", Text: fmt.Sprintf("任务 %s 的进展 %q 无法识别", st.Task, st.Stage)}
		case st.On == 0:
			return &targets.Error{Kind: targets.Invalid, Field: "on", Text: fmt.Sprintf("任务 %s 缺少日期", st.Task)}
		}
	}
	return nil
}

const (
	insertStatus       = `INSERT INTO task_status (entry, task, stage, on_day, text) VALUES ($1, $2, $3, $4, $5)`
	insertTaskEvidence = `INSERT INTO task_evidence (entry, task, sha256) VALUES ($1, $2, $3)`
)

func recordStatuses(ctx context.Context, tx *sql.Tx, actor string, list []targets.TaskStatus, evidence []string, now time.Time) (int64, error) {
	l, err := take(ctx, tx, actor, actionTasks, now)
	if err != nil {
		return 0, err
	}
	tasks, err := taskIDs(ctx, tx)
	if err != nil {
		return 0, err
	}
	if err := checkEvidence(ctx, tx, evidence); err != nil {
		return 0, err
	}
	h, proof, c := newRowHash(), newRowHash(), content{Changing: true}
	for i := range list {
		st := &list[i]
		if !tasks[st.Task] {
			return 0, noTask(st.Task)
		}
		h.add(statusRow(st))
		c.Tasks = append(c.Tasks, statusContent{st.Task, st.Stage, st.On.String(), st.Text})
		for _, sum := range evidence {
			proof.add(fields(st.Task, sum))
		}
	}
	c.Brought = map[string]digest{tableTaskStatus: h.digest()}
	if proof.rows > 0 {
		c.Brought[tableTaskProof] = proof.digest()
	}
	if err := l.put(ctx, tx, c); err != nil {
		return 0, err
	}
	for i := range list {
		st := &list[i]
		if _, err := tx.ExecContext(ctx, insertStatus, l.seq(), st.Task, string(st.Stage), int64(st.On), st.Text); err != nil {
			return 0, fmt.Errorf("write the status of %s: %w", st.Task, err)
		}
		for _, sum := range evidence {
			if _, err := tx.ExecContext(ctx, insertTaskEvidence, l.seq(), st.Task, sum); err != nil {
				return 0, fmt.Errorf("attach the evidence of %s: %w", st.Task, err)
			}
		}
	}
	return l.seq(), nil
}

func taskIDs(ctx context.Context, tx *sql.Tx) (map[string]bool, error) {
	ids := map[string]bool{}
	err := each(ctx, tx, `SELECT DISTINCT id FROM catalogue WHERE kind = $1`, []any{kindTask}, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids[id] = true
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the tasks' ids: %w", err)
	}
	return ids, nil
}
