package entry

import (
	"context"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// adminAccounts is what the pages of administration need.
type adminAccounts interface {
	Offices(ctx context.Context, p *collector.Person) ([]collector.OfficeRow, error)
	PutOffice(ctx context.Context, p *collector.Person, o targets.Office) error
	CloseOffice(ctx context.Context, p *collector.Person, id string, closed bool) error
	Contacts(ctx context.Context, p *collector.Person, office string) ([]targets.Contact, error)
	PutContacts(ctx context.Context, p *collector.Person, office string, list []targets.Contact) error

	Forms(ctx context.Context, p *collector.Person) ([]targets.Form, error)
	PutForm(ctx context.Context, p *collector.Person, f targets.Form) error

	Users(ctx context.Context, p *collector.Person) ([]collector.UserRow, error)
	AddUser(ctx context.Context, p *collector.Person, e collector.UserEntry) (u targets.User, link string, err error)
	ChangeUser(ctx context.Context, p *collector.Person, id string, e collector.UserEntry) error
	DisableUser(ctx context.Context, p *collector.Person, id string, disabled bool) error
	ResetPassword(ctx context.Context, p *collector.Person, id string) (link string, err error)
	Unlock(ctx context.Context, p *collector.Person, id string) error

	Calendar(ctx context.Context, p *collector.Person) (targets.Calendar, error)
	PutCalendarYear(ctx context.Context, p *collector.Person, y targets.CalendarYear) error

	Tokens(ctx context.Context, p *collector.Person) ([]collector.TokenRow, error)
	IssueToken(ctx context.Context, p *collector.Person, e collector.TokenEntry) (secret string, t targets.Token, err error)
	RevokeToken(ctx context.Context, p *collector.Person, id string) error

	Audit(ctx context.Context, p *collector.Person, q collector.AuditQuery) (*collector.AuditPage, error)
}
