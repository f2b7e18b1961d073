package collector

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A UserRow is a user as the administrator lists them.
type UserRow struct {
	targets.User
	OfficeName  string
	Phone       string
	LockedUntil time.Time // zero: not locked
	MustChange  bool
	Invited     bool // no password was set yet
}

// A UserEntry is what is typed for a user.
type UserEntry struct {
	Login  string
	Name   string
	Office string // id; "" for an administrator of everything
	Phone  string
	Roles  []targets.Role
}

// Users lists the users the person administers, by login.
func (a *Accounts) Users(ctx context.Context, p *Person) ([]UserRow, error) {
	b, err := a.book(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.authorise(p, ActSeeUsers, Object{}); err != nil {
		return nil, err
	}
	var rows []UserRow
	for i := range b.accounts {
		u := &b.accounts[i]
		if !b.may(p, ActSeeUsers, b.userObject(u.ID)) {
			continue
		}
		rows = append(rows, UserRow{
			User: u.User, OfficeName: b.officeName(u.Office), Phone: u.Phone, LockedUntil: strikesOf(u).current(a.now()).locked,
			Invited: u.Password == "", MustChange: u.Password != "" && mustChange(u, a.now()),
		})
	}
	slices.SortFunc(rows, func(x, y UserRow) int { return strings.Compare(x.Login, y.Login) })
	return rows, nil
}

// administered finds a user whom the person may change.
func (a *Accounts) administered(ctx context.Context, p *Person, id string) (*book, *targets.Account, error) {
	b, err := a.book(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := b.authorise(p, ActChangeUser, Object{}); err != nil {
		return nil, nil, err
	}
	u := b.users[id]
	if u == nil {
		return nil, nil, unseen()
	}
	if err := b.authorise(p, ActChangeUser, b.userObject(id)); err != nil {
		return nil, nil, err
	}
	return b, u, nil
}

// AddUser makes a user and returns the secret of the one-time link (72 hours) by
// which the user sets a password. Faults are targets.Faults, by field: login,
// name, office, phone, roles.
func (a *Accounts) AddUser(ctx context.Context, p *Person, e UserEntry) (u targets.User, link string, err error) {
	a.changing.Lock()
	defer a.changing.Unlock()
	b, err := a.book(ctx)
	if err != nil {
		return u, "", err
	}
	if err := b.authorise(p, ActChangeUser, Object{}); err != nil {
		return u, "", err
	}
	account := targets.Account{User: targets.User{ID: newID()}}
	if err := b.fill(p, &account, e); err != nil {
		return u, "", err
	}
	if err := a.store.PutAccount(ctx, p.User.ID, account, a.now()); err != nil {
		return u, "", fmt.Errorf("add the user: %w", err)
	}
	link, err = a.putLink(ctx, targets.LinkInvite, account.ID, inviteLasts)
	return account.User, link, err
}

// fill judges an entry and writes it into an account.
func (b *book) fill(p *Person, account *targets.Account, e UserEntry) error {
	var f fieldFaults
	account.Login, account.Name = f.login(e.Login), f.text("name", e.Name, maxPersonName)
	account.Phone = f.optional("phone", e.Phone, maxPhone)
	for i := range b.accounts {
		if u := &b.accounts[i]; u.Login == account.Login && u.ID != account.ID {
			f.add("login", "登录名 "+account.Login+" 已有人使用", "请换一个")
		}
	}
	account.Office = e.Office
	account.Roles = slices.Compact(slices.Sorted(slices.Values(e.Roles)))
	b.checkRoles(&f, p, account)
	return f.err()
}

// checkRoles judges office and roles: what a person administers is all that can
// be given.
func (b *book) checkRoles(f *fieldFaults, p *Person, account *targets.Account) {
	if len(account.Roles) == 0 {
		f.add("roles", "至少选择一个角色", "")
	}
	for _, role := range account.Roles {
		if !role.Valid() {
			f.add("roles", "角色 "+string(role)+" 无法识别", "")
		}
	}
	if apart := [...]targets.Role{targets.Reporter, targets.Reviewer}; slices.Contains(account.Roles, targets.Administrator) &&
		slices.ContainsFunc(apart[:], func(r targets.Role) bool { return slices.Contains(account.Roles, r) }) {
		f.add("roles", "管理员不能兼任填报员或审核员", "请为填报、审核另设账号")
	}
	onlyAdministrator := len(account.Roles) == 1 && account.Roles[0] == targets.Administrator
	switch o := b.register.Office(account.Office); {
	case account.Office == "" && !onlyAdministrator:
		f.add("office", "不能为空", "只有管理员可以不属于任何单位")
	case account.Office != "" && o == nil, !b.may(p, ActChangeUser, b.officeObject("", account.Office)):
		f.add("office", "没有这个填报单位，或不在您的权限范围内", "请从列表中选择")
	}
}

// ChangeUser changes name, login, phone, office and roles of a user. The rights
// hold from the user's next request on.
func (a *Accounts) ChangeUser(ctx context.Context, p *Person, id string, e UserEntry) error {
	return a.changeUser(ctx, p, id, func(b *book, account *targets.Account) error { return b.fill(p, account, e) })
}

// DisableUser disables a user, whose sessions and tokens end at once, or lets the
// user in again.
func (a *Accounts) DisableUser(ctx context.Context, p *Person, id string, disabled bool) error {
	err := a.changeUser(ctx, p, id, func(_ *book, account *targets.Account) error {
		account.Disabled = disabled
		return nil
	})
	if err != nil || !disabled {
		return err
	}
	return a.endSessions(ctx, id, "")
}

// changeUser writes what change makes of an account.
func (a *Accounts) changeUser(ctx context.Context, p *Person, id string, change func(*book, *targets.Account) error) error {
	a.changing.Lock()
	defer a.changing.Unlock()
	b, account, err := a.administered(ctx, p, id)
	if err != nil {
		return err
	}
	changed := *account
	if err := change(b, &changed); err != nil {
		return err
	}
	if p.User.ID == id && (changed.Disabled || changed.Office != account.Office || !slices.Equal(changed.Roles, account.Roles)) {
		return &targets.Error{Kind: targets.Forbidden, Text: "不能改变自己的单位、角色，也不能停用自己，请由其他管理员办理。"}
	}
	if b.governs(account) && !b.governs(&changed) && b.governors() == 1 {
		return &targets.Error{Kind: targets.Conflict, Text: "这是最后一个管理全部单位的管理员，不能停用或改变。请先另设一个。"}
	}
	if err := a.store.PutAccount(ctx, p.User.ID, changed, a.now()); err != nil {
		return fmt.Errorf("change the user: %w", err)
	}
	a.recent.forget()
	return nil
}

// governs reports whether a user administers everything.
func (b *book) governs(u *targets.Account) bool {
	if !u.Has(targets.Administrator) {
		return false
	}
	o := b.register.Office(u.Office)
	return u.Office == "" || o != nil && o.Area == targets.Country
}

func (b *book) governors() (n int) {
	for i := range b.accounts {
		if b.governs(&b.accounts[i]) {
			n++
		}
	}
	return n
}

// ResetPassword returns the secret of a one-time link (72 hours) by which a user
// sets a new password. The present one holds until then.
func (a *Accounts) ResetPassword(ctx context.Context, p *Person, id string) (link string, err error) {
	_, account, err := a.administered(ctx, p, id)
	if err != nil {
		return "", err
	}
	purpose := targets.LinkReset
	if account.Password == "" {
		purpose = targets.LinkInvite // the first one was lost, or has expired
	}
	if err := a.note(ctx, p.User.ID, targets.AccountNote{User: id, Event: targets.LinkIssued}); err != nil {
		return "", err
	}
	return a.putLink(ctx, purpose, id, inviteLasts)
}

// SetPasswordOf sets a user's password from the command line, where somebody else
// types it: the user has to change it. It ends a lock-out and every session.
func (a *Accounts) SetPasswordOf(ctx context.Context, p *Person, id, password string) error {
	_, account, err := a.administered(ctx, p, id)
	if err != nil {
		return err
	}
	if p.User.ID != Operator {
		return forbidden(ActChangeUser) // in the browser there are links: nobody knows another's password
	}
	phc, err := a.newPassword(ctx, account, password)
	if err != nil {
		return err
	}
	if err := a.note(ctx, p.User.ID, targets.AccountNote{User: id, Event: targets.PasswordSet}); err != nil {
		return err
	}
	if err := a.writePassword(ctx, account, phc, true); err != nil {
		return err
	}
	return a.endSessions(ctx, id, "")
}

// Unlock ends a lock-out.
func (a *Accounts) Unlock(ctx context.Context, p *Person, id string) error {
	if _, _, err := a.administered(ctx, p, id); err != nil {
		return err
	}
	if err := a.note(ctx, p.User.ID, targets.AccountNote{User: id, Event: targets.Unlocked}); err != nil {
		return err
	}
	if err := a.store.SetSignInState(ctx, id, 0, time.Time{}, time.Time{}); err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	return nil
}
