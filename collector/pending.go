package collector

import (
	"context"
	"errors"

	"github.com/biaochi/biaochi/targets"
)

// errPending answers what this version of the desk cannot do yet.
var errPending = errors.New("the desk cannot do this yet")

// Filings lists the filings the person may see, most urgent first.
func (d *Desk) Filings(ctx context.Context, p *Person, q FilingQuery) ([]FilingRow, error) {
	return nil, errPending
}

// Queue lists what waits for review in the person's reach, oldest first.
func (d *Desk) Queue(ctx context.Context, p *Person) ([]QueueRow, error) { return nil, errPending }

// OpenHanded shows a handover; by somebody who may judge it, it is marked as
// opened and can no longer be withdrawn.
func (d *Desk) OpenHanded(ctx context.Context, p *Person, entry int64) (*ReviewSheet, error) {
	return nil, errPending
}

// Review takes the open step of one or many handovers, or of single figures.
func (d *Desk) Review(ctx context.Context, p *Person, list []Judgement, once targets.OnceKey) error {
	return errPending
}

// Timeline tells everything that happened to a figure, oldest first.
func (d *Desk) Timeline(ctx context.Context, p *Person, key targets.Key) ([]TimelineItem, error) {
	return nil, errPending
}

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

// Reminders lists what is overdue, then what is due within seven days.
func (d *Desk) Reminders(ctx context.Context, p *Person, today targets.Date) ([]Reminder, error) {
	return nil, errPending
}

// Rates counts how areas report.
func (d *Desk) Rates(ctx context.Context, p *Person, q RateQuery) ([]AreaRate, error) {
	return nil, errPending
}

// Duties lists every duty that counts on a day, for metrics: it asks nobody's rights.
func (d *Desk) Duties(ctx context.Context, today targets.Date) ([]targets.Duty, error) {
	return nil, errPending
}
