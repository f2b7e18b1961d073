package api

import (
	"context"
	"net/http"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Me is who asks, and what the roles reach.
type Me struct {
	ID         string         `json:"id"`
	Login      string         `json:"login"`
	Name       string         `json:"name"`
	Office     string         `json:"office,omitempty" doc:"Id of the office; absent when the person has none"`
	OfficeName string         `json:"office_name,omitempty"`
	Area       string         `json:"area,omitempty" doc:"Code of the area the roles reach"`
	Roles      []targets.Role `json:"roles" doc:"reporter, reviewer, viewer, administrator" nullable:"false"`
	Token      string         `json:"token,omitempty" doc:"Id of the token the request came with"`
	MustChange bool           `json:"must_change_password,omitempty" doc:"Nothing else is possible before"`
}

func meOf(p *collector.Person) Me {
	return Me{
		ID: p.User.ID, Login: p.User.Login, Name: p.User.Name, Office: p.Office.ID, OfficeName: p.Office.Name,
		Area: p.Area, Roles: listOf(p.User.Roles), Token: p.Token, MustChange: p.MustChange,
	}
}

// listOf is a list that prints as [] when it is empty.
func listOf[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// SignIn is what signing in needs.
type SignIn struct {
	Login    string `json:"login" maxLength:"200"`
	Password string `json:"password" maxLength:"1000" writeOnly:"true"`
}

// A Session is a browser or program that is signed in.
type Session struct {
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen" doc:"Last used; written once a minute"`
	Expires time.Time `json:"expires"`
	Address string    `json:"address,omitempty" doc:"Where it was signed in from"`
}

// NewPassword is a change of the own password.
type NewPassword struct {
	Old      string `json:"old" maxLength:"1000" writeOnly:"true"`
	Password string `json:"password" maxLength:"1000" writeOnly:"true"`
}

// A LinkPassword sets a password by the one-time link of an invitation or a reset.
type LinkPassword struct {
	Link     string `json:"link" maxLength:"200" writeOnly:"true" doc:"The secret at the end of the link an administrator handed over"`
	Password string `json:"password" maxLength:"1000" writeOnly:"true"`
}

type none struct{}

type meAnswer struct{ Body Me }

type sessionAnswer struct {
	SetCookie http.Cookie `header:"Set-Cookie" doc:"The session; HttpOnly, SameSite=Lax"`
	Body      Me
}

type sessionsAnswer struct{ Body []Session }

const tagSession = "登录 Sign-in"

func (a *api) sessionOperations() {
	writeBody(a, operation{id: "sign-in", method: "POST", path: "/sessions", tag: tagSession, status: http.StatusCreated,
		summary: "登录 / Sign in", about: "登录名和密码换一个会话 cookie。错误的次数多了会变慢、锁定。"}.with(isSignIn, true), a.signIn)
	get(a, operation{id: "list-sessions", path: "/sessions", tag: tagSession, summary: "自己的会话 / One's own sessions"}, a.listSessions)
	write(a, operation{id: "sign-out", method: "DELETE", path: "/sessions/current", tag: tagSession, summary: "退出登录 / Sign out"}, a.signOut)
	write(a, operation{id: "sign-out-everywhere", method: "DELETE", path: "/sessions", tag: tagSession, summary: "在所有地方退出登录 / Sign out everywhere"}, a.signOutEverywhere)
	get(a, operation{id: "get-me", path: "/me", tag: tagSession, summary: "我是谁、能做什么 / Who asks"}, a.me)
	writeBody(a, operation{id: "change-password", method: "PUT", path: "/me/password", tag: tagSession, summary: "修改自己的密码 / Change one's own password"}, a.changePassword)
	writeBody(a, operation{id: "take-invite", method: "POST", path: "/invites", tag: tagSession, status: 204,
		summary: "用一次性链接设置密码 / Set a password by a one-time link"}.with(isSignIn, true), a.takeInvite)
}

func (a *api) signIn(ctx context.Context, c *call, _ *WritingBody, in *SignIn) (*sessionAnswer, error) {
	token, p, err := a.Accounts.SignIn(ctx, in.Login, in.Password, address(c.r))
	if targets.KindOf(err) == targets.Forbidden {
		return nil, newProblem("unauthenticated", textOf(err))
	} else if err != nil {
		return nil, err
	}
	return &sessionAnswer{SetCookie: a.cookie(c.r, token), Body: meOf(p)}, nil
}

func textOf(err error) string { return asError(err).Text }

func (a *api) cookie(r *http.Request, token string) http.Cookie {
	ck := http.Cookie{Name: a.cookieName(r), Value: token, Path: "/", HttpOnly: true, Secure: a.overTLS(r), SameSite: http.SameSiteLaxMode}
	if token == "" {
		ck.MaxAge = -1
	}
	return ck
}

type signedOut struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (a *api) signOut(ctx context.Context, c *call, _ *Writing) (*signedOut, error) {
	if c.session == "" {
		return nil, newProblem("forbidden", "接口令牌没有会话；要停用它，请撤销令牌。")
	}
	if err := a.Accounts.SignOut(ctx, c.session); err != nil {
		return nil, err
	}
	return &signedOut{a.cookie(c.r, "")}, nil
}

func (a *api) signOutEverywhere(ctx context.Context, c *call, _ *Writing) (*signedOut, error) {
	if err := a.Accounts.SignOutEverywhere(ctx, c.p, ""); err != nil {
		return nil, err
	}
	return &signedOut{a.cookie(c.r, "")}, nil
}

func (a *api) me(_ context.Context, c *call, _ *none) (*meAnswer, error) {
	return &meAnswer{meOf(c.p)}, nil
}

func (a *api) listSessions(ctx context.Context, c *call, _ *none) (*sessionsAnswer, error) {
	list, err := a.Accounts.Sessions(ctx, c.p)
	if err != nil {
		return nil, err
	}
	out := make([]Session, len(list))
	for i, s := range list {
		out[i] = Session{s.Created, s.Seen, s.Expires, s.Address}
	}
	return &sessionsAnswer{out}, nil
}

func (a *api) changePassword(ctx context.Context, c *call, _ *WritingBody, in *NewPassword) (*none, error) {
	return done(a.Accounts.ChangePassword(ctx, c.p, in.Old, in.Password))
}

func (a *api) takeInvite(ctx context.Context, _ *call, _ *WritingBody, in *LinkPassword) (*none, error) {
	return done(a.Accounts.TakeInvite(ctx, in.Link, in.Password))
}

// done is the answer of what has none.
func done(err error) (*none, error) {
	if err != nil {
		return nil, err
	}
	return &none{}, nil
}
