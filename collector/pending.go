package collector

import (
	"context"
	"errors"

	"github.com/biaochi/biaochi/targets"
)

// errPending answers what this version of the desk cannot do yet.
var errPending = errors.New("the desk cannot do this yet")

// Ledger lists the tasks with what was reported of them.
func (d *Desk) Ledger(ctx context.Context, p *Person, q LedgerQuery) (*Ledger, error) {
	return nil, errPending
}

// TaskSheet shows one task with its history.
func (d *Desk) TaskSheet(ctx context.Context, p *Person, task string) (*TaskSheet, error) {
	return nil, errPending
}

// ReportTask records how far a task is.
func (d *Desk) ReportTask(ctx context.Context, p *Person, e TaskEntry) error { return errPending }

// CloseTask closes a task that is done (销号), or opens it again.
func (d *Desk) CloseTask(ctx context.Context, p *Person, task string, closed bool, reason string) error {
	return errPending
}

// AssignTask says which units answer for a task here (本地指定).
func (d *Desk) AssignTask(ctx context.Context, p *Person, a targets.Assignment) error {
	return errPending
}
