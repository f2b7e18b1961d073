package entry

import (
	"errors"
	"net/http"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func (h *handler) accountPages() []page {
	return []page{
		{method: "GET", pattern: accountPath, answer: h.account},
		{method: "POST", pattern: passwordPath, answer: h.changePassword},
		{method: "POST", pattern: accountPath + "/everywhere", answer: h.signOutEverywhere},
	}
}

// An accountBody is the person's own account.
type accountBody struct {
	Sessions []ownSession
	Contacts bool     // the person keeps the office's contacts
	First    bool     // the password has to be changed before anything else
	Field    string   // at fault
	Faults   []string // of the new password
}

// An ownSession is a place where the person is signed in.
type ownSession struct {
	targets.Session
	Current bool // this one
}

func (h *handler) ownSessions(r *http.Request, p *collector.Person) ([]ownSession, error) {
	list, err := h.Accounts.Sessions(r.Context(), p)
	if err != nil {
		return nil, err
	}
	current, _ := r.Context().Value(sessionKey{}).(*targets.Session)
	own := make([]ownSession, len(list))
	for i, s := range list {
		own[i] = ownSession{s, current != nil && s.Hash == current.Hash}
	}
	return own, nil
}

func (h *handler) account(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	return h.showAccount(w, r, p, accountBody{}, nil)
}

func (h *handler) showAccount(w http.ResponseWriter, r *http.Request, p *collector.Person, b accountBody, fault error) error {
	var err error
	if b.Sessions, err = h.ownSessions(r, p); err != nil {
		return err
	}
	b.First = p.MustChange
	_, err = h.contacts(r, p)
	if err != nil && targets.KindOf(err) == "" {
		return err
	}
	b.Contacts = err == nil
	v := view{Name: "account", Title: "我的账号", Crumbs: []link{{Text: "我的账号"}}}
	if fault != nil {
		v.Status = http.StatusUnprocessableEntity
		v.Error, b.Field, b.Faults = passwordFault(fault)
	}
	v.Body = b
	return h.show(w, r, p, v)
}

// passwordFault splits a refusal into a sentence, the field and what is wrong
// with the new password.
func passwordFault(err error) (text, field string, faults []string) {
	if e, ok := errors.AsType[*targets.Error](err); ok {
		return e.Text, e.Field, nil
	}
	list, _ := errors.AsType[targets.Faults](err)
	for _, f := range list {
		field = f.Field
		if f.Field == "password" {
			faults = append(faults, f.Text)
		} else {
			text += f.Text
		}
	}
	if len(faults) > 0 {
		text += "新密码不符合要求。"
	}
	return text, field, faults
}

// isRefusal reports whether an error is one the person can mend.
func isRefusal(err error) bool {
	_, ok := refused(err)
	_, faults := errors.AsType[targets.Faults](err)
	return ok || faults
}

func (h *handler) changePassword(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	password, err := twice(r)
	if err == nil {
		err = h.Accounts.ChangePassword(r.Context(), p, r.PostFormValue("old"), password)
	}
	if isRefusal(err) {
		return h.showAccount(w, r, p, accountBody{}, err)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, accountPath, "password")
}

// twice reads a password that is typed twice.
func twice(r *http.Request) (string, error) {
	password := r.PostFormValue("password")
	if password != r.PostFormValue("again") {
		return "", &targets.Error{Kind: targets.Invalid, Field: "again", Text: "两次输入的密码不一致。"}
	}
	return password, nil
}

func (h *handler) signOutEverywhere(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := h.Accounts.SignOutEverywhere(r.Context(), p, p.User.ID); err != nil {
		return err
	}
	h.keepSession(w, r, "")
	return redirect(w, r, signInPath, "everywhere")
}
