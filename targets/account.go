package targets

import "time"

// An Account is a user with what signing in needs. All but the rights of the
// User is personal and mutable, and stands outside the chain.
type Account struct {
	User
	Phone       string
	Password    string    // PHC string; "" while none was chosen
	Changed     time.Time // of the password
	MustChange  bool      // the password, before anything else
	Failures    int       // of signing in, in a row
	LockedUntil time.Time // zero: not locked
	Old         []string  // PHC strings of earlier passwords, the newest first
}

// A Session is somebody signed in. It is known by the hash of its token.
type Session struct {
	Hash    string // SHA-256, hex
	User    string // id; "" while nobody signed in
	Created time.Time
	Seen    time.Time
	Expires time.Time
	Data    []byte // in the encoding of the session manager
}

// A Token (接口令牌) lets a program act with one role in one area. Whose it is,
// what it may do and whether it is revoked stand in the chain; its name and
// hash do not.
type Token struct {
	ID      string // opaque, given once
	Hash    string // SHA-256, hex
	Name    string // what it is for
	User    string // id of whom it acts for
	Role    Role
	Area    string // code
	Issued  time.Time
	Expires time.Time // zero: never
	Revoked bool
}

// A Link is a one-time link: a first run, an invitation, a new password.
type Link struct {
	Hash    string // SHA-256, hex, of its secret
	Purpose string
	User    string // id; "" for none
	Expires time.Time
}

// SignInFailures are failed attempts to sign in, counted over a while.
type SignInFailures struct {
	Account     string // user id; "" for a login nobody has
	AddressHash string // of the address, salted with the database's salt
	Count       int
	Since       time.Time // of the first
}

// A RegisterVersion is one version of a noun of the register.
type RegisterVersion struct {
	Entry   int64
	At      time.Time
	By      string // user id
	Kind    string // office form calendar late assignment rights token
	ID      string
	Version int64
	Body    string // JSON
}

// A ChainEntry is one change, as an auditor reads it.
type ChainEntry struct {
	Sequence int64
	At       time.Time
	By       string // user id, or operator
	Action   string
	Content  string // JSON, as hashed
	Hash     string
}
