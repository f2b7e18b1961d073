package api

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Desk is what the API needs of the desk. Each method begins with the question
// whether the person may; nil is nobody.
type Desk interface {
	filingDesk
	reviewDesk
	taskDesk
	publishedDesk
}

// filingDesk is filling in.
type filingDesk interface {
	Filings(ctx context.Context, p *collector.Person, q collector.FilingQuery) ([]collector.FilingRow, error)
	Grid(ctx context.Context, p *collector.Person, k targets.FilingKey) (*collector.Grid, error)
	Check(ctx context.Context, p *collector.Person, k targets.FilingKey, e collector.Entry) (*collector.Grid, error)
	SaveDraft(ctx context.Context, p *collector.Person, k targets.FilingKey, e collector.Entry) (*collector.Grid, error)
	DiscardDraft(ctx context.Context, p *collector.Person, k targets.FilingKey) error
	Submit(ctx context.Context, p *collector.Person, k targets.FilingKey, e collector.Entry, once targets.OnceKey) (collector.Receipt, *collector.Grid, error)
	Withdraw(ctx context.Context, p *collector.Person, entry int64, reason string, once targets.OnceKey) error
	Confirm(ctx context.Context, p *collector.Person, entry int64) error
	AddEvidence(ctx context.Context, p *collector.Person, k targets.FilingKey, name string, r io.Reader) (collector.EvidenceInfo, error)
	Evidence(ctx context.Context, p *collector.Person, k targets.FilingKey, sha string) (targets.Evidence, error)
	Printed(ctx context.Context, p *collector.Person, entry int64) (*collector.PrintedForm, error)
	PrintedDraft(ctx context.Context, p *collector.Person, k targets.FilingKey) (*collector.PrintedForm, error)
	RequestLate(ctx context.Context, p *collector.Person, k targets.FilingKey, reason string) error
	AnswerLate(ctx context.Context, p *collector.Person, k targets.FilingKey, granted bool, answer string, until targets.Date) error
	Lates(ctx context.Context, p *collector.Person) ([]collector.LateRow, error)
}

// reviewDesk is reviewing.
type reviewDesk interface {
	QueuePage(ctx context.Context, p *collector.Person, q collector.QueueQuery) (rows []collector.QueueRow, more bool, err error)
	OpenHanded(ctx context.Context, p *collector.Person, entry int64) (*collector.ReviewSheet, error)
	Review(ctx context.Context, p *collector.Person, list []collector.Judgement, once targets.OnceKey) error
	Timeline(ctx context.Context, p *collector.Person, key targets.Key) ([]collector.TimelineItem, error)
}

// taskDesk is the ledger, reminders and reporting rates.
type taskDesk interface {
	Ledger(ctx context.Context, p *collector.Person, q collector.LedgerQuery) (*collector.Ledger, error)
	TaskSheet(ctx context.Context, p *collector.Person, task string) (*collector.TaskSheet, error)
	ReportTask(ctx context.Context, p *collector.Person, e collector.TaskEntry) error
	AddTaskEvidence(ctx context.Context, p *collector.Person, task, name string, r io.Reader) (collector.EvidenceInfo, error)
	TaskEvidence(ctx context.Context, p *collector.Person, task, sha string) (targets.Evidence, error)
	CloseTask(ctx context.Context, p *collector.Person, task string, closed bool, reason string) error
	AssignTask(ctx context.Context, p *collector.Person, a targets.Assignment) error
	Reminders(ctx context.Context, p *collector.Person, today targets.Date) ([]collector.Reminder, error)
	Rates(ctx context.Context, p *collector.Person, q collector.RateQuery) ([]collector.AreaRate, error)
}

// publishedDesk is what stands: targets and figures.
type publishedDesk interface {
	Judged(ctx context.Context, p *collector.Person, sel targets.Selection, asOf targets.Date, knownAt time.Time) (*targets.Snapshot, error)
	Figures(ctx context.Context, p *collector.Person, q collector.FigureQuery) ([]targets.Figure, error)
}

// Accounts is what the API needs of sign-in and administration.
type Accounts interface {
	SignIn(ctx context.Context, login, password, address string) (token string, p *collector.Person, err error)
	PersonOf(ctx context.Context, token string) (*collector.Person, *targets.Session, error)
	Bearer(ctx context.Context, token string) (*collector.Person, error)
	MayViewSite(ctx context.Context, p *collector.Person) error
	SignOut(ctx context.Context, token string) error
	SignOutEverywhere(ctx context.Context, p *collector.Person, user string) error
	Sessions(ctx context.Context, p *collector.Person) ([]targets.Session, error)
	ChangePassword(ctx context.Context, p *collector.Person, old, password string) error
	TakeInvite(ctx context.Context, link, password string) error

	Offices(ctx context.Context, p *collector.Person) ([]collector.OfficeRow, error)
	PutOffice(ctx context.Context, p *collector.Person, o targets.Office) error
	CloseOffice(ctx context.Context, p *collector.Person, id string, closed bool) error
	Contacts(ctx context.Context, p *collector.Person, office string) ([]targets.Contact, error)
	PutContacts(ctx context.Context, p *collector.Person, office string, list []targets.Contact) error
	Forms(ctx context.Context, p *collector.Person) ([]targets.Form, error)
	PutForm(ctx context.Context, p *collector.Person, f targets.Form) error
	Calendar(ctx context.Context, p *collector.Person) (targets.Calendar, error)
	PutCalendarYear(ctx context.Context, p *collector.Person, y targets.CalendarYear) error

	Users(ctx context.Context, p *collector.Person) ([]collector.UserRow, error)
	AddUser(ctx context.Context, p *collector.Person, e collector.UserEntry) (targets.User, string, error)
	ChangeUser(ctx context.Context, p *collector.Person, id string, e collector.UserEntry) error
	DisableUser(ctx context.Context, p *collector.Person, id string, disabled bool) error
	ResetPassword(ctx context.Context, p *collector.Person, id string) (link string, err error)
	Unlock(ctx context.Context, p *collector.Person, id string) error

	Tokens(ctx context.Context, p *collector.Person) ([]collector.TokenRow, error)
	IssueToken(ctx context.Context, p *collector.Person, e collector.TokenEntry) (string, targets.Token, error)
	RevokeToken(ctx context.Context, p *collector.Person, id string) error
	Audit(ctx context.Context, p *collector.Person, q collector.AuditQuery) (*collector.AuditPage, error)
}

// Sheets makes and reads the workbook of a filing, where the program has them.
type Sheets interface {
	// Template writes the workbook of a filing, filled in with its cells.
	Template(w io.Writer, g *collector.Grid) error
	// Read reads a filled-in workbook of the filing. What is wrong with cells is
	// targets.Faults, all at once.
	Read(name string, r io.ReaderAt, size int64, g *collector.Grid) (collector.Entry, error)
	// Findings tells what the desk found, by cell of the workbook.
	Findings(name string, r io.ReaderAt, size int64, g *collector.Grid) (faults, warnings targets.Faults, err error)
}

// Parts are what the API is made of.
type Parts struct {
	Desk     Desk
	Accounts Accounts
	Sheets   Sheets // nil: no workbooks
	Log      *slog.Logger
	Now      func() time.Time
	Version  string // of the program
	// Secure says that clients reach the program over TLS although a request does
	// not show it, because TLS ends in front of the program.
	Secure bool
	// Private asks for a sign-in also for what is public.
	Private bool
}
