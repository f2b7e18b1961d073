package api

import (
	"context"
	"net/http"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// An Audited is one entry of the chain as the audit tells it.
type Audited struct {
	Sequence int64     `json:"sequence"`
	At       time.Time `json:"at"`
	Actor    string    `json:"actor" doc:"Id"`
	Who      string    `json:"who" doc:"Name"`
	Action   string    `json:"action"`
	What     string    `json:"what" doc:"The action in words"`
	Text     string    `json:"text"`
	Hash     string    `json:"hash"`
}

func auditedOf(r *collector.AuditRow) Audited {
	return Audited{r.Sequence, r.At, r.Actor, r.Who, r.Action, r.What, r.Text, r.Hash}
}

// A User is a person who signs in, as the administrator sees it.
type User struct {
	ID         string         `json:"id"`
	Login      string         `json:"login"`
	Name       string         `json:"name"`
	Office     string         `json:"office,omitempty"`
	OfficeName string         `json:"office_name,omitempty"`
	Phone      string         `json:"phone,omitempty"`
	Roles      []targets.Role `json:"roles" nullable:"false"`
	Disabled   bool           `json:"disabled,omitempty"`
	Locked     time.Time      `json:"locked_until,omitzero"`
	MustChange bool           `json:"must_change_password,omitempty"`
	Invited    bool           `json:"invited,omitempty" doc:"No password was set yet"`
}

// UserEntry is what is written of a user. collector.UserEntry has the same fields.
type UserEntry struct {
	Login  string         `json:"login" maxLength:"200"`
	Name   string         `json:"name" maxLength:"200"`
	Office string         `json:"office,omitempty" maxLength:"60" doc:"Id; absent for an administrator of everything"`
	Phone  string         `json:"phone,omitempty" maxLength:"100"`
	Roles  []targets.Role `json:"roles" maxItems:"4" nullable:"false"`
}

// A LinkOnce is a one-time link: whoever has it may set the password, once.
type LinkOnce struct {
	User string `json:"user" doc:"Id"`
	Link string `json:"link" doc:"Secret of the page /invite; shown once"`
}

// Disabled says whether a user is disabled.
type Disabled struct {
	Disabled bool `json:"disabled"`
}

type linkAnswer struct{ Body LinkOnce }

const tagUser = "用户 Users"

func (a *api) userOperations() {
	get(a, operation{id: "list-users", path: "/users", tag: tagUser, summary: "用户 / Users"}, a.listUsers)
	writeBody(a, operation{id: "add-user", method: "POST", path: "/users", tag: tagUser, status: http.StatusCreated,
		summary: "新建用户，得到邀请链接 / Add a user"}, a.addUser)
	writeBody(a, operation{id: "change-user", method: "PUT", path: "/users/{id}", tag: tagUser, summary: "修改用户和权限 / Change a user"}, a.changeUser)
	writeBody(a, operation{id: "disable-user", method: "PUT", path: "/users/{id}/disabled", tag: tagUser, summary: "停用或启用 / Disable or enable"}, a.disableUser)
	write(a, operation{id: "reset-password", method: "POST", path: "/users/{id}/password-reset", tag: tagUser, status: http.StatusCreated,
		summary: "重置密码，得到一次性链接 / Reset a password"}, a.resetPassword)
	write(a, operation{id: "unlock-user", method: "DELETE", path: "/users/{id}/lock", tag: tagUser, summary: "解除锁定 / Unlock"}, a.unlock)
	write(a, operation{id: "sign-out-user", method: "DELETE", path: "/users/{id}/sessions", tag: tagUser, summary: "让用户在所有地方退出 / Sign a user out everywhere"}, a.signOutUser)
}

func userOf(r *collector.UserRow) User {
	return User{
		ID: r.ID, Login: r.Login, Name: r.Name, Office: r.Office, OfficeName: r.OfficeName, Phone: r.Phone, Roles: listOf(r.Roles), Disabled: r.Disabled,
		Locked: r.LockedUntil, MustChange: r.MustChange, Invited: r.Invited,
	}
}

func (a *api) listUsers(ctx context.Context, c *call, in *Paging) (*listAnswer[User], error) {
	rows, err := a.Accounts.Users(ctx, c.p)
	if err != nil {
		return nil, err
	}
	page, link, err := pageOf(c, *in, rows, func(r *collector.UserRow) string { return r.ID })
	return answerPage(page, link, err, userOf)
}

func (a *api) addUser(ctx context.Context, c *call, _ *WritingBody, body *UserEntry) (*linkAnswer, error) {
	u, link, err := a.Accounts.AddUser(ctx, c.p, collector.UserEntry(*body))
	if err != nil {
		return nil, err
	}
	return &linkAnswer{LinkOnce{u.ID, link}}, nil
}

func (a *api) changeUser(ctx context.Context, c *call, in *idWriteBody, body *UserEntry) (*none, error) {
	return done(a.Accounts.ChangeUser(ctx, c.p, in.ID, collector.UserEntry(*body)))
}

func (a *api) disableUser(ctx context.Context, c *call, in *idWriteBody, body *Disabled) (*none, error) {
	return done(a.Accounts.DisableUser(ctx, c.p, in.ID, body.Disabled))
}

func (a *api) resetPassword(ctx context.Context, c *call, in *idWrite) (*linkAnswer, error) {
	link, err := a.Accounts.ResetPassword(ctx, c.p, in.ID)
	if err != nil {
		return nil, err
	}
	return &linkAnswer{LinkOnce{in.ID, link}}, nil
}

func (a *api) unlock(ctx context.Context, c *call, in *idWrite) (*none, error) {
	return done(a.Accounts.Unlock(ctx, c.p, in.ID))
}

func (a *api) signOutUser(ctx context.Context, c *call, in *idWrite) (*none, error) {
	return done(a.Accounts.SignOutEverywhere(ctx, c.p, in.ID))
}
