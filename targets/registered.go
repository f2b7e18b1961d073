package targets

import "time"

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
