package targets

import "slices"

// A Role says what a user may do for the office's area.
type Role string

// The roles. A user may hold several.
const (
	Reporter      Role = "reporter"      // 填报员: enters and submits for the own office
	Reviewer      Role = "reviewer"      // 审核员: approves or returns for the area and below, never the own submission
	Viewer        Role = "viewer"        // 查看员: sees what is not public, changes nothing
	Administrator Role = "administrator" // 管理员: offices, forms, users, the calendar and the audit; no figures
)

// Roles lists every role in the order pages show them.
var Roles = [...]Role{Reporter, Reviewer, Viewer, Administrator}

// Name returns the words of the role.
func (r Role) Name() Text { return roleNames[r] }

// Valid reports whether the role is one of Roles.
func (r Role) Valid() bool { return slices.Contains(Roles[:], r) }

var roleNames = map[Role]Text{
	Reporter: {"填报员", "reporter"}, Reviewer: {"审核员", "reviewer"}, Viewer: {"查看员", "viewer"}, Administrator: {"管理员", "administrator"},
}

// An Office (填报单位) reports for an area. It is never deleted: it closes.
type Office struct {
	ID         string // [a-z0-9]+(-[a-z0-9]+)*, at most 60 characters
	Name       string // in the language it is written in
	Area       string // code
	Department string // catalogue id of the department it is, "" for none: whose tasks it reports
	Closed     bool
}

// A Contact (联系人) is a person of an office to call. Contacts are personal data:
// they stand in the database only, outside the chain and every export.
type Contact struct {
	Name  string
	Post  string // 职务
	Phone string
}

// A User is a person who signs in. Name and login are personal data and stand
// outside the chain, which knows the id; office, roles and whether the account
// is disabled are rights and stand in it.
type User struct {
	ID       string // opaque, given once
	Login    string
	Name     string
	Office   string // id; "" for an administrator without one
	Roles    []Role
	Disabled bool
}

// Has reports whether the user holds a role and may use it.
func (u *User) Has(r Role) bool { return !u.Disabled && slices.Contains(u.Roles, r) }
