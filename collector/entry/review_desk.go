package entry

import (
	"context"
	"io"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// reviewDesk is what the pages of review, late requests, ledger, reminders and
// rates need.
type reviewDesk interface {
	Queue(ctx context.Context, p *collector.Person) ([]collector.QueueRow, error)
	OpenHanded(ctx context.Context, p *collector.Person, entry int64) (*collector.ReviewSheet, error)
	Review(ctx context.Context, p *collector.Person, list []collector.Judgement, once targets.OnceKey) error

	Lates(ctx context.Context, p *collector.Person) ([]collector.LateRow, error)
	AnswerLate(ctx context.Context, p *collector.Person, k targets.FilingKey, granted bool, answer string, until targets.Date) error

	Ledger(ctx context.Context, p *collector.Person, q collector.LedgerQuery) (*collector.Ledger, error)
	TaskSheet(ctx context.Context, p *collector.Person, task string) (*collector.TaskSheet, error)
	ReportTask(ctx context.Context, p *collector.Person, e collector.TaskEntry) error
	CloseTask(ctx context.Context, p *collector.Person, task string, closed bool, reason string) error
	AssignTask(ctx context.Context, p *collector.Person, a targets.Assignment) error
	AddTaskEvidence(ctx context.Context, p *collector.Person, task, name string, r io.Reader) (collector.EvidenceInfo, error)
	TaskEvidence(ctx context.Context, p *collector.Person, task, sha string) (targets.Evidence, error)

	Reminders(ctx context.Context, p *collector.Person, today targets.Date) ([]collector.Reminder, error)
	Rates(ctx context.Context, p *collector.Person, q collector.RateQuery) ([]collector.AreaRate, error)

	// Catalogue is public and shared; nobody modifies it.
	Catalogue(ctx context.Context) (*targets.Catalogue, error)
	Forms(ctx context.Context, p *collector.Person) ([]targets.Form, error)
	Offices(ctx context.Context, p *collector.Person) ([]targets.Office, error)
}
