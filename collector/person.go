package collector

import "github.com/biaochi/biaochi/targets"

// A Person is who acts: a user who signed in, or a token of the API that has one
// role and reaches one area.
type Person struct {
	User   targets.User   // with the roles that hold for this request
	Office targets.Office // zero when the user has none
	Area   string         // code the roles reach: the office's area, or a token's part of it; "" for none
	Token  string         // id of the token; "" when signed in

	MustChange bool // signed in with a password that has to be changed first
}

// Known reports whether somebody signed in.
func (p *Person) Known() bool { return p != nil && p.User.ID != "" }
