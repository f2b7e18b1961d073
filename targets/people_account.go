package targets

import "time"

// An Account is a user with what signing in needs. All but the rights is
// personal, mutable, and outside the chain.
type Account struct {
	User
	Phone       string
	Password    string    // PHC string of the hash; "" until a password was set
	Changed     time.Time // when the password was set
	MustChange  bool      // the password was set by somebody else
	Old         []string  // PHC strings of earlier passwords, newest first
	Failures    int       // sign-ins that failed since the last one that did not
	FailedAt    time.Time // the newest of them
	LockedUntil time.Time // zero: not locked
}

// A Session is a browser that is signed in. Only the hash of its token is kept.
type Session struct {
	Hash    string // SHA-256 of the token, hex
	User    string // id
	Created time.Time
	Seen    time.Time // as of the last flush
	Expires time.Time // whatever is done meanwhile
	Address string    // where it was signed in from
}

// A Token lets a program act for its owner, with one of the owner's roles in an
// area the owner reaches. Only the hash of its secret is kept; that it was
// granted and revoked stands in the chain.
type Token struct {
	ID      string
	Hash    string // SHA-256 of the secret, hex
	Name    string // what it is for
	User    string // id of the owner
	Role    Role
	Area    string // code
	Created time.Time
	Expires time.Time // zero: never
	Revoked time.Time // zero: not
}

// Usable reports whether the token may be used at a time.
func (t *Token) Usable(now time.Time) bool {
	return t.Revoked.IsZero() && (t.Expires.IsZero() || now.Before(t.Expires))
}

// A LinkPurpose says what a one-time link is for.
type LinkPurpose string

// The purposes.
const (
	LinkFirstRun LinkPurpose = "first-run" // makes the first administrator
	LinkInvite   LinkPurpose = "invite"    // sets the first password of a new user
	LinkReset    LinkPurpose = "reset"     // sets a password that was lost
)

// A Link is a one-time link: whoever has it may do one thing, once, until it
// expires. Only the hash of its secret is kept. Putting a link of a user ends the
// user's earlier ones, of a first run the earlier first runs.
type Link struct {
	Hash    string // SHA-256 of the secret, hex
	Purpose LinkPurpose
	User    string // id; "" of a first run
	Expires time.Time
}

// A SignInFailures is how often signing in to one account from one address
// failed in a minute. It stands in the chain, so the address is a salted hash.
type SignInFailures struct {
	Account string // id; "" for names nobody has
	Address string // salted hash, hex
	Count   int
	Since   time.Time
}

// A ChainEntry is a change as the audit lists it.
type ChainEntry struct {
	Sequence int64
	At       time.Time
	Actor    string // id of a user, or of what acts without one
	Action   string
	Content  string // JSON, as hashed
	Hash     string
}

// An AccountNote is what the chain is told of a change to personal data, which
// stands outside it: whose, and what was done.
type AccountNote struct {
	User   string // id; "" for contacts
	Office string // id, of contacts
	Event  AccountEvent
}

// An AccountEvent is what was done to an account or to contacts.
type AccountEvent string

// The events. Sessions that begin and end, and that a name or telephone number was
// corrected, are not told: they change nobody's rights.
const (
	PasswordChanged AccountEvent = "password-changed" // by its user
	PasswordByLink  AccountEvent = "password-by-link" // by whoever had the one-time link
	PasswordSet     AccountEvent = "password-set"     // at the command line
	LinkIssued      AccountEvent = "link-issued"      // by which a password can be set
	Unlocked        AccountEvent = "unlocked"
	SignedOut       AccountEvent = "signed-out" // everywhere
	ContactsChanged AccountEvent = "contacts-changed"
)
