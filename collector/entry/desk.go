package entry

import (
	"context"
	"io"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Desk is what the pages need of the desk. Each method begins with the question
// whether the person may.
type Desk interface {
	filingDesk
	reviewDesk
	// OutOfRange lists the standing figures outside the range of their indicator.
	OutOfRange(ctx context.Context, p *collector.Person) ([]collector.RangeRow, error)
}

// filingDesk is what the pages of filling in need.
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
	RequestLate(ctx context.Context, p *collector.Person, k targets.FilingKey, reason string) error
	Printed(ctx context.Context, p *collector.Person, entry int64) (*collector.PrintedForm, error)
	PrintedDraft(ctx context.Context, p *collector.Person, k targets.FilingKey) (*collector.PrintedForm, error)
	Timeline(ctx context.Context, p *collector.Person, key targets.Key) ([]collector.TimelineItem, error)
}

// Accounts is what the pages need of sign-in and accounts. What a person did wrong
// is a targets.Error with the words to show.
type Accounts interface {
	adminAccounts

	SignIn(ctx context.Context, login, password, address string) (token string, p *collector.Person, err error)
	PersonOf(ctx context.Context, token string) (*collector.Person, *targets.Session, error)
	SignOut(ctx context.Context, token string) error
	SignOutEverywhere(ctx context.Context, p *collector.Person, user string) error
	Sessions(ctx context.Context, p *collector.Person) ([]targets.Session, error)
	ChangePassword(ctx context.Context, p *collector.Person, old, password string) error
	Claim(ctx context.Context, link, login, name, password string) error
	// Invited tells whose the link is, without taking it.
	Invited(ctx context.Context, link string) (*targets.User, error)
	TakeInvite(ctx context.Context, link, password string) error
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
	// Mark writes the same workbook with those cells marked.
	Mark(w io.Writer, r io.ReaderAt, size int64, faults, warnings targets.Faults) error
}
