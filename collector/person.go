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

	session string // hash of the session's token; "" when there is none
}

// Known reports whether somebody signed in.
func (p *Person) Known() bool { return p != nil && p.User.ID != "" }

// userID is the id of who acts, "" for nobody.
func (p *Person) userID() string {
	if p == nil {
		return ""
	}
	return p.User.ID
}

// CommandLine is the person at the command line of the server: who can read the
// database file may do what an administrator may.
func CommandLine() *Person {
	return &Person{User: targets.User{ID: Operator, Name: "命令行", Roles: []targets.Role{targets.Administrator}}}
}
