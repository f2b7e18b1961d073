package collector

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// How long one-time links last.
const (
	firstRunLasts = 24 * time.Hour
	inviteLasts   = 72 * time.Hour
)

const maxPersonName = 60 // characters

// FirstRunLink returns the secret of the link by which the first administrator
// is made, to be printed on the console and nowhere else; needed is false, and
// the secret "", once there is an administrator. Each one ends the one before.
func (a *Accounts) FirstRunLink(ctx context.Context) (secret string, needed bool, err error) {
	a.changing.Lock()
	defer a.changing.Unlock()
	if has, err := a.hasAdministrator(ctx); has || err != nil {
		return "", false, err
	}
	secret, err = a.putLink(ctx, targets.LinkFirstRun, "", firstRunLasts)
	return secret, err == nil, err
}

func (a *Accounts) hasAdministrator(ctx context.Context) (bool, error) {
	list, err := a.store.Accounts(ctx)
	if err != nil {
		return false, fmt.Errorf("read the accounts: %w", err)
	}
	return slices.ContainsFunc(list, func(u targets.Account) bool { return u.Has(targets.Administrator) }), nil
}

func (a *Accounts) putLink(ctx context.Context, purpose targets.LinkPurpose, user string, lasts time.Duration) (secret string, err error) {
	secret = newSecret()
	l := targets.Link{Hash: secretHash(secret), Purpose: purpose, User: user, Expires: a.now().Add(lasts)}
	if err := a.store.PutLink(ctx, l); err != nil {
		return "", fmt.Errorf("make a one-time link: %w", err)
	}
	return secret, nil
}

// noLink answers a link that was used, has expired or never was.
func noLink() error {
	return &targets.Error{Kind: targets.NotFound, Text: "这个链接已经用过、已过期或不完整，请向管理员索取新的链接。"}
}

// link looks at a link without taking it.
func (a *Accounts) link(ctx context.Context, secret string, purposes ...targets.LinkPurpose) (*targets.Link, error) {
	if len(secret) > maxSecretLength {
		return nil, noLink()
	}
	l, err := a.store.Link(ctx, secretHash(secret))
	if targets.KindOf(err) == targets.NotFound {
		return nil, noLink()
	} else if err != nil {
		return nil, fmt.Errorf("look at the link: %w", err)
	}
	if !a.now().Before(l.Expires) || !slices.Contains(purposes, l.Purpose) {
		return nil, noLink()
	}
	return l, nil
}

// takeLink uses a link up. Of two at once only one gets it.
func (a *Accounts) takeLink(ctx context.Context, l *targets.Link) error {
	_, err := a.store.TakeLink(ctx, l.Hash)
	if targets.KindOf(err) == targets.NotFound {
		return noLink()
	} else if err != nil {
		return fmt.Errorf("use the link: %w", err)
	}
	return nil
}

// Claim makes the first administrator by the link of the console. A fault in
// what was typed leaves the link as it is.
func (a *Accounts) Claim(ctx context.Context, secret, login, name, password string) error {
	l, err := a.link(ctx, secret, targets.LinkFirstRun)
	if err != nil {
		return err
	}
	var f fieldFaults
	account := targets.Account{User: targets.User{ID: newID(), Roles: []targets.Role{targets.Administrator}}, Changed: a.now()}
	account.Login, account.Name = f.login(login), f.text("name", name, maxPersonName)
	for _, text := range passwordFaults(account.Login, account.Name, password) {
		f.add("password", text, "")
	}
	if err := f.one(); err != nil {
		return err
	}
	if account.Password, err = a.hasher.hash(ctx, password); err != nil {
		return err
	}
	a.changing.Lock()
	defer a.changing.Unlock()
	if has, err := a.hasAdministrator(ctx); err != nil {
		return err
	} else if has {
		return noLink()
	}
	if err := a.freeLogin(ctx, account.Login, ""); err != nil {
		return err
	}
	if err := a.takeLink(ctx, l); err != nil {
		return err
	}
	if err := a.store.PutAccount(ctx, account.ID, account, a.now()); err != nil {
		return fmt.Errorf("make the first administrator: %w", err)
	}
	return nil
}

// freeLogin refuses a login that somebody but the user has.
func (a *Accounts) freeLogin(ctx context.Context, login, user string) error {
	other, err := a.store.AccountByLogin(ctx, login)
	switch {
	case targets.KindOf(err) == targets.NotFound:
		return nil
	case err != nil:
		return fmt.Errorf("look for the login: %w", err)
	case other.ID != user:
		return &targets.Error{Kind: targets.Conflict, Field: "login", Text: "登录名 " + login + " 已有人使用，请换一个。"}
	}
	return nil
}

// Invited tells whose password an invite or reset link sets; it does not use the
// link up.
func (a *Accounts) Invited(ctx context.Context, secret string) (*targets.User, error) {
	_, account, err := a.invited(ctx, secret)
	if err != nil {
		return nil, err
	}
	return &account.User, nil
}

func (a *Accounts) invited(ctx context.Context, secret string) (*targets.Link, *targets.Account, error) {
	l, err := a.link(ctx, secret, targets.LinkInvite, targets.LinkReset)
	if err != nil {
		return nil, nil, err
	}
	account, err := a.enabled(ctx, l.User)
	if targets.KindOf(err) != "" {
		return nil, nil, noLink()
	} else if err != nil {
		return nil, nil, err
	}
	return l, account, nil
}

// TakeInvite sets the password of the user a link is for, ends a lock-out and
// every session. Nobody else knows the password, so it need not be changed. A
// password that is refused leaves the link as it is.
func (a *Accounts) TakeInvite(ctx context.Context, secret, password string) error {
	l, account, err := a.invited(ctx, secret)
	if err != nil {
		return err
	}
	phc, err := a.newPassword(ctx, account, password)
	if err != nil {
		return err
	}
	if err := a.takeLink(ctx, l); err != nil {
		return err
	}
	if err := a.note(ctx, account.ID, targets.AccountNote{User: account.ID, Event: targets.PasswordByLink}); err != nil {
		return err
	}
	if err := a.writePassword(ctx, account, phc, false); err != nil {
		return err
	}
	return a.endSessions(ctx, account.ID, "")
}
