package collector

import (
	"context"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// An AccountStore is what Accounts need of the database. What is not there is a
// targets.Error of kind NotFound. Everything returned may be shared, and is not
// modified.
type AccountStore interface {
	Catalogue(ctx context.Context) (c *targets.Catalogue, demo bool, err error)
	Register(ctx context.Context, knownAt time.Time) (*targets.Register, error)
	PutRegister(ctx context.Context, actor string, c targets.RegisterChange, now time.Time) (entry int64, err error)
	RegisterHistory(ctx context.Context, kind, id string) ([]targets.RegisterVersion, error)

	Names(ctx context.Context) (map[string]string, error) // by user id, of those without an account too
	Accounts(ctx context.Context) ([]targets.Account, error)
	Account(ctx context.Context, id string) (*targets.Account, error)
	AccountByLogin(ctx context.Context, login string) (*targets.Account, error)
	// PutAccount writes a new account, or name, login, phone and rights of one
	// that is there; its password stays. Rights that differ are chained. A login
	// that somebody else has is a Conflict.
	PutAccount(ctx context.Context, actor string, a targets.Account, now time.Time) error
	// SetPassword writes a password and ends a lock-out; rights stay.
	SetPassword(ctx context.Context, id, phc string, changed time.Time, mustChange bool, old []string) error
	SetSignInState(ctx context.Context, id string, failures int, failedAt, lockedUntil time.Time) error

	PutSession(ctx context.Context, s targets.Session) error
	Session(ctx context.Context, hash string) (*targets.Session, error)
	SessionsOf(ctx context.Context, user string) ([]targets.Session, error) // oldest first
	DeleteSession(ctx context.Context, hash string) error
	DeleteSessionsOf(ctx context.Context, user, except string) error
	DeleteExpired(ctx context.Context, now time.Time) error // sessions and links
	FlushSessions(ctx context.Context, list []targets.Session) error

	Tokens(ctx context.Context) ([]targets.Token, error)
	TokenByHash(ctx context.Context, hash string) (*targets.Token, error)
	PutToken(ctx context.Context, actor string, t targets.Token, now time.Time) error

	PutLink(ctx context.Context, l targets.Link) error
	Link(ctx context.Context, hash string) (*targets.Link, error)
	TakeLink(ctx context.Context, hash string) (*targets.Link, error) // once: the second one finds nothing

	Contacts(ctx context.Context, office string) ([]targets.Contact, error)
	AllContacts(ctx context.Context) (map[string][]targets.Contact, error) // by office
	PutContacts(ctx context.Context, office string, list []targets.Contact) error

	Salt(ctx context.Context) ([]byte, error)
	Note(ctx context.Context, actor string, n targets.AccountNote, now time.Time) error
	CountSignInFailures(ctx context.Context, list []targets.SignInFailures, now time.Time) error
	Entries(ctx context.Context, before int64, n int) ([]targets.ChainEntry, error) // newest first; before 0: from the newest
	Head(ctx context.Context) (sequence int64, hash string, err error)
}
