package entry

import (
	"net/http"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func (h *handler) signInPages() []page {
	return []page{
		{method: "GET", pattern: signInPath, answer: h.signInForm, open: true},
		{method: "POST", pattern: signInPath, answer: h.signIn, open: true},
		{method: "POST", pattern: "/sign-out", answer: h.signOut, open: true},
		{method: "GET", pattern: "/first-run", answer: h.claimForm, open: true},
		{method: "POST", pattern: "/first-run", answer: h.claim, open: true},
		{method: "GET", pattern: "/invite", answer: h.inviteForm, open: true},
		{method: "POST", pattern: "/invite", answer: h.invite, open: true},
	}
}

// signInBody is the sign-in form with what was typed; a password never comes back.
type signInBody struct {
	Login string
	Next  string
}

func (h *handler) signInForm(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if p.Known() {
		return redirect(w, r, nextPath(r.URL.Query().Get("next")), "")
	}
	return h.show(w, r, nil, view{Name: "signin", Title: "登录", Body: signInBody{Next: nextPath(r.URL.Query().Get("next"))}})
}

func (h *handler) signIn(w http.ResponseWriter, r *http.Request, _ *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	body := signInBody{Login: field(r, "login"), Next: nextPath(r.PostFormValue("next"))}
	token, _, err := h.Accounts.SignIn(r.Context(), body.Login, r.PostFormValue("password"), address(r))
	if e, ok := refused(err); ok {
		return h.show(w, r, nil, view{Name: "signin", Status: http.StatusUnprocessableEntity, Title: "登录", Error: e.Text, Body: body})
	}
	if err != nil {
		return err
	}
	h.keepSession(w, r, token)
	return redirect(w, r, body.Next, "")
}

func (h *handler) signOut(w http.ResponseWriter, r *http.Request, _ *collector.Person) error {
	if token := h.sessionToken(r); token != "" {
		if err := h.Accounts.SignOut(r.Context(), token); err != nil && targets.KindOf(err) == "" {
			return err
		}
	}
	h.keepSession(w, r, "")
	return redirect(w, r, signInPath, "signed-out")
}

const (
	titleClaim  = "首次使用：建立管理员账号"
	titleInvite = "设置密码"
)

// linkBody is the form behind a one-time link.
type linkBody struct {
	Link        string
	Login, Name string
	Faults      []string // of the password
	Field       string   // at fault
}

// claimForm makes the first administrator. The link is printed on the console.
func (h *handler) claimForm(w http.ResponseWriter, r *http.Request, _ *collector.Person) error {
	return h.show(w, r, nil, view{Name: "claim", Title: titleClaim, Body: linkBody{Link: r.URL.Query().Get("link")}})
}

func (h *handler) claim(w http.ResponseWriter, r *http.Request, _ *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	body := linkBody{Link: field(r, "link"), Login: field(r, "login"), Name: field(r, "name")}
	password, err := twice(r)
	if err == nil {
		err = h.Accounts.Claim(r.Context(), body.Link, body.Login, body.Name, password)
	}
	if err == nil {
		return redirect(w, r, signInPath, "claimed")
	}
	return h.linkRefused(w, r, view{Name: "claim", Title: titleClaim}, body, err)
}

// inviteForm sets a password by the link an administrator handed over.
func (h *handler) inviteForm(w http.ResponseWriter, r *http.Request, _ *collector.Person) error {
	body := linkBody{Link: r.URL.Query().Get("link")}
	if body.Link == "" {
		return h.show(w, r, nil, view{Name: "invite", Title: titleInvite, Body: body})
	}
	u, err := h.Accounts.Invited(r.Context(), body.Link)
	if err != nil {
		return h.linkRefused(w, r, view{Name: "invite", Title: titleInvite}, linkBody{}, err)
	}
	body.Login, body.Name = u.Login, u.Name
	return h.show(w, r, nil, view{Name: "invite", Title: titleInvite, Body: body})
}

func (h *handler) invite(w http.ResponseWriter, r *http.Request, _ *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	body := linkBody{Link: field(r, "link")}
	password, err := twice(r)
	if err == nil {
		err = h.Accounts.TakeInvite(r.Context(), body.Link, password)
	}
	if err == nil {
		return redirect(w, r, signInPath, "invited")
	}
	if u, whose := h.Accounts.Invited(r.Context(), body.Link); whose == nil {
		body.Login, body.Name = u.Login, u.Name
	}
	return h.linkRefused(w, r, view{Name: "invite", Title: titleInvite}, body, err)
}

func (h *handler) linkRefused(w http.ResponseWriter, r *http.Request, v view, body linkBody, err error) error {
	if targets.KindOf(err) == targets.NotFound {
		err = &targets.Error{Kind: targets.Invalid, Text: textDeadLink}
	}
	if !isRefusal(err) {
		return err
	}
	v.Status = http.StatusUnprocessableEntity
	v.Error, body.Field, body.Faults = passwordFault(err)
	v.Body = body
	return h.show(w, r, nil, v)
}
