package entry

import (
	"net/http"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func trimmed(s string) string { return strings.TrimSpace(s) }

func (h *handler) userPages() []page {
	return []page{
		{method: http.MethodGet, pattern: usersPath + "{$}", answer: h.users},
		{method: http.MethodPost, pattern: usersPath + "{$}", answer: h.addUser},
		{method: http.MethodGet, pattern: usersPath + "{user}", answer: h.user},
		{method: http.MethodPost, pattern: usersPath + "{user}", answer: h.changeUser},
		{method: http.MethodPost, pattern: usersPath + "{user}/state", answer: h.userState},
		{method: http.MethodPost, pattern: usersPath + "{user}/reset", answer: h.resetUser},
	}
}

// typedUser is the form of a user as it was typed.
type typedUser struct {
	Login, Name, Office, Phone string
	Roles                      []string
}

// Holds reports whether a role is ticked.
func (t typedUser) Holds(role targets.Role) bool { return slices.Contains(t.Roles, string(role)) }

// usersBody is the list with the form that adds one.
type usersBody struct {
	Open     bool // somebody of a named office is to be added
	Find     string
	Disabled bool // disabled ones too
	Rows     []collector.UserRow
	All      int
	Offices  []namedID
	Roles    [4]targets.Role
	Typed    typedUser
}

func (h *handler) users(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	v, err := h.usersView(r, p, typedUser{Office: r.URL.Query().Get("office"), Roles: []string{string(targets.Reporter)}})
	if err != nil {
		return err
	}
	return h.show(w, r, p, v)
}

func (h *handler) usersView(r *http.Request, p *collector.Person, typed typedUser) (view, error) {
	rows, err := h.Accounts.Users(r.Context(), p)
	if err != nil {
		return view{}, err
	}
	offices, err := h.Accounts.Offices(r.Context(), p)
	if err != nil {
		return view{}, err
	}
	q := r.URL.Query()
	body := usersBody{Find: q.Get("find"), Disabled: q.Get("disabled") != "", Offices: officeIDs(offices), Roles: targets.Roles, Typed: typed, Open: q.Get("office") != ""}
	if body.Open {
		body.Typed.Office = nameOf(body.Offices, typed.Office)
	}
	for _, u := range rows {
		if u.Disabled && !body.Disabled || !has(body.Find, u.Login, u.Name, u.OfficeName) {
			continue
		}
		if body.All++; body.All <= listed {
			body.Rows = append(body.Rows, u)
		}
	}
	return adminView(p, "admin-users", usersPath, "用户", body), nil
}

// readUser reads the form of a user.
func (h *handler) readUser(r *http.Request, p *collector.Person) (typedUser, collector.UserEntry, error) {
	typed := typedUser{field(r, "login"), field(r, "name"), field(r, "office"), field(r, "phone"), r.PostForm["role"]}
	e := collector.UserEntry{Login: typed.Login, Name: typed.Name, Phone: typed.Phone}
	for _, role := range typed.Roles {
		e.Roles = append(e.Roles, targets.Role(role))
	}
	offices, err := h.Accounts.Offices(r.Context(), p)
	if err == nil {
		e.Office, err = pick(officeIDs(offices), typed.Office, "office", "填报单位")
	}
	return typed, e, err
}

// secretBody shows what is shown once: a one-time link or a token.
type secretBody struct {
	Who    string // whose
	Secret string
	Reset  bool
	Back   string
}

// inviteURL is the one-time link as it is handed over.
func (h *handler) inviteURL(r *http.Request, link string) string {
	return withQuery(h.siteRoot(r)+"/invite", "link", link)
}

// addUser answers with the link itself, not with a redirect: it is kept nowhere
// and can be shown only now.
func (h *handler) addUser(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	typed, e, err := h.readUser(r, p)
	if err == nil {
		var u targets.User
		var link string
		if u, link, err = h.Accounts.AddUser(r.Context(), p, e); err == nil {
			v := adminView(p, "admin-link", usersPath, "邀请链接", secretBody{Who: u.Name + "（" + u.Login + "）", Secret: h.inviteURL(r, link), Back: usersPath})
			return h.show(w, r, p, v)
		}
	}
	return h.answerAdmin(w, r, p, err, "", "", func() (view, error) { return h.usersView(r, p, typed) })
}

// userBody is one user with the forms.
type userBody struct {
	collector.UserRow
	Offices []namedID
	Roles   [4]targets.Role
	Typed   typedUser
	Self    bool
}

func (h *handler) userView(r *http.Request, p *collector.Person, change func(*userBody)) (view, error) {
	rows, err := h.Accounts.Users(r.Context(), p)
	if err != nil {
		return view{}, err
	}
	i := slices.IndexFunc(rows, func(u collector.UserRow) bool { return u.ID == r.PathValue("user") })
	if i < 0 {
		return view{}, errNotHere
	}
	offices, err := h.Accounts.Offices(r.Context(), p)
	if err != nil {
		return view{}, err
	}
	body := userBody{UserRow: rows[i], Offices: officeIDs(offices), Roles: targets.Roles, Self: rows[i].ID == p.User.ID}
	body.Typed = typedUser{Login: body.Login, Name: body.Name, Phone: body.Phone}
	if body.Office != "" {
		body.Typed.Office = nameOf(body.Offices, body.Office)
	}
	for _, role := range body.User.Roles {
		body.Typed.Roles = append(body.Typed.Roles, string(role))
	}
	change(&body)
	return adminView(p, "admin-user", usersPath, rows[i].Name, body), nil
}

func (h *handler) user(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	v, err := h.userView(r, p, func(*userBody) {})
	if err != nil {
		return err
	}
	return h.show(w, r, p, v)
}

func userPath(r *http.Request) string { return usersPath + escape(r.PathValue("user")) }

func (h *handler) changeUser(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	typed, e, err := h.readUser(r, p)
	if err == nil {
		err = h.Accounts.ChangeUser(r.Context(), p, r.PathValue("user"), e)
	}
	return h.answerAdmin(w, r, p, err, userPath(r), "changed", func() (view, error) {
		return h.userView(r, p, func(b *userBody) { b.Typed = typed })
	})
}

// userState disables, enables, unlocks a user, or ends every session.
func (h *handler) userState(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	id, do := r.PathValue("user"), field(r, "do")
	var err error
	switch do {
	case "disable", "enable":
		err = h.Accounts.DisableUser(r.Context(), p, id, do == "disable")
	case "unlock":
		err = h.Accounts.Unlock(r.Context(), p, id)
	case "sign-out":
		err = h.Accounts.SignOutEverywhere(r.Context(), p, id)
	default:
		return errNotHere
	}
	return h.answerAdmin(w, r, p, err, userPath(r), "user-"+do, func() (view, error) { return h.userView(r, p, func(*userBody) {}) })
}

// resetUser answers with the link itself: see addUser.
func (h *handler) resetUser(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	link, err := h.Accounts.ResetPassword(r.Context(), p, r.PathValue("user"))
	again := func() (view, error) { return h.userView(r, p, func(*userBody) {}) }
	if err != nil {
		return h.answerAdmin(w, r, p, err, "", "", again)
	}
	v, err := again()
	if err != nil {
		return err
	}
	u := v.Body.(adminBody).In.(userBody)
	body := secretBody{Who: u.Name + "（" + u.Login + "）", Secret: h.inviteURL(r, link), Reset: !u.Invited, Back: userPath(r)}
	return h.show(w, r, p, adminView(p, "admin-link", usersPath, "重置密码链接", body))
}
