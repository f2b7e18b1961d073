package collector

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// AccountParts are what Accounts are made of.
type AccountParts struct {
	Store AccountStore
	Clock func() time.Time
	Log   *slog.Logger // never told a password, token or link
	Cost  HashCost     // zero: PasswordCost; tests take a cheap one
}

// Accounts (账号) say who a person is and keep the register of who reports. They
// may be used by several goroutines.
//
// A right that is taken away is gone with the next request: sessions and tokens
// carry no rights, only whose they are. Passwords are kept as argon2id hashes,
// tokens and links as SHA-256 of 256 random bits.
type Accounts struct {
	store  AccountStore
	now    func() time.Time
	log    *slog.Logger
	hasher *hasher
	tries  *tries
	tally  *failureTally
	seen   *seen
	recent *recent

	changing sync.Mutex // held from reading an account to writing what follows from it
	table    atomic.Pointer[treeOf]
}

// NewAccounts returns accounts of these parts.
func NewAccounts(p AccountParts) *Accounts {
	return &Accounts{store: p.Store, now: p.Clock, log: p.Log, hasher: newHasher(p.Cost), tries: newTries(), tally: newFailureTally(), seen: newSeen(), recent: newRecent()}
}

// flushEvery is how often idle times and failures are written.
const flushEvery = time.Minute

// Run writes idle times and counted failures once a minute until ctx ends, and
// a last time then.
func (a *Accounts) Run(ctx context.Context) {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			a.flushAndLog(ctx)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			a.flushAndLog(last)
			return
		}
	}
}

func (a *Accounts) flushAndLog(ctx context.Context) {
	if err := a.Flush(ctx); err != nil {
		a.log.ErrorContext(ctx, "accounts not flushed", "err", err)
	}
}

// Flush writes when sessions were last seen, ends old ones and chains the
// sign-in failures.
func (a *Accounts) Flush(ctx context.Context) error {
	if err := a.flushSeen(ctx); err != nil {
		return err
	}
	if err := a.store.DeleteExpired(ctx, a.now()); err != nil {
		return fmt.Errorf("end old sessions: %w", err)
	}
	return a.chainFailures(ctx)
}

// wrongSignIn answers alike for a wrong password and a name nobody has.
func wrongSignIn() error {
	return &targets.Error{Kind: targets.Forbidden, Field: "password", Text: "登录名或密码不正确。"}
}

// SignIn begins a session and returns its token, which is shown to the browser
// and kept nowhere. A refusal is a targets.Error of kind Forbidden that does not
// tell whether the name exists, and every name costs one password hash.
func (a *Accounts) SignIn(ctx context.Context, login, password, address string) (token string, p *Person, err error) {
	login = CanonicalLogin(login)
	account, err := a.try(ctx, login, password, address)
	if err != nil {
		return "", nil, err
	}
	if account.Disabled {
		return "", nil, &targets.Error{Kind: targets.Forbidden, Text: "该账号已停用，请与管理员联系。"}
	}
	if p, err = a.person(ctx, account); err != nil {
		return "", nil, err
	}
	token, p.session, err = a.begin(ctx, account.ID, address)
	return token, p, err
}

// CanonicalLogin is the form a login is kept in: lower case, no spaces around.
func CanonicalLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

// evenStep is what the time of a wrong sign-in is rounded up to: counting a failure
// where the name exists is a write, and takes about a millisecond more than where
// it does not.
const evenStep = 100 * time.Millisecond

// even waits until the time since begun is a multiple of evenStep.
func (a *Accounts) even(ctx context.Context, begun time.Time) {
	if a.hasher.cost != PasswordCost() {
		return // a test's, with nothing to hide
	}
	select {
	case <-time.After(evenStep - time.Since(begun)%evenStep):
	case <-ctx.Done():
	}
}

// try holds a password against an account, with all that slows guessing down.
func (a *Accounts) try(ctx context.Context, login, password, address string) (*targets.Account, error) {
	begun := time.Now()
	if len(password) > 4*MaxPassword || len(login) > 4*maxLogin {
		return nil, wrongSignIn()
	}
	others := a.tries.begin(login)
	defer a.tries.end(login)
	account, s, err := a.strikes(ctx, login)
	if err != nil {
		return nil, err
	}
	if err := s.refusal(a.now(), others); err != nil {
		return nil, err
	}
	ok, err := a.hasher.matches(ctx, account.Password, password)
	if err != nil {
		return nil, err
	}
	if !ok {
		if err := a.failed(ctx, account.ID, login, address); err != nil {
			return nil, err
		}
		a.even(ctx, begun)
		return nil, wrongSignIn()
	}
	if s != (strikes{}) {
		if err := a.store.SetSignInState(ctx, account.ID, 0, time.Time{}, time.Time{}); err != nil {
			return nil, fmt.Errorf("forget the failures: %w", err)
		}
	}
	return account, nil
}

// strikes reads an account, an empty one when nobody has the name, and its
// failures.
func (a *Accounts) strikes(ctx context.Context, login string) (*targets.Account, strikes, error) {
	account, err := a.store.AccountByLogin(ctx, login)
	switch {
	case targets.KindOf(err) == targets.NotFound:
		return &targets.Account{}, a.tries.unknownStrikes(login), nil
	case err != nil:
		return nil, strikes{}, fmt.Errorf("read the account: %w", err)
	}
	return account, strikesOf(account), nil
}

// failed counts a failure, where the name exists and where it does not.
func (a *Accounts) failed(ctx context.Context, id, login, address string) error {
	hash, err := a.addressHash(ctx, address)
	if err != nil {
		return err
	}
	now := a.now()
	a.tally.add(id, hash, 1, now)
	if id == "" {
		a.tries.failUnknown(login, now)
		return nil
	}
	a.changing.Lock()
	defer a.changing.Unlock()
	account, err := a.store.Account(ctx, id)
	if err != nil {
		return fmt.Errorf("read the account: %w", err)
	}
	s := strikesOf(account).failed(now)
	if err := a.store.SetSignInState(ctx, id, s.failures, s.failedAt, s.locked); err != nil {
		return fmt.Errorf("count the failure: %w", err)
	}
	if !s.locked.IsZero() {
		a.log.WarnContext(ctx, "account locked after failed sign-ins", "user", id)
	}
	return nil
}

// person is what an account may do now.
func (a *Accounts) person(ctx context.Context, account *targets.Account) (*Person, error) {
	r, err := a.store.Register(ctx, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	return a.personIn(r, account), nil
}

func (a *Accounts) personIn(r *targets.Register, account *targets.Account) *Person {
	p := &Person{User: account.User, MustChange: mustChange(account, a.now())}
	if o := r.Office(account.Office); o != nil {
		p.Office, p.Area = *o, o.Area
	}
	return p
}

// present is who a session or token stands for, with the rights of this moment.
func (a *Accounts) present(ctx context.Context, id string) (*Person, error) {
	r, err := a.store.Register(ctx, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	account := a.recent.of(id, r, a.now())
	if account == nil {
		if account, err = a.enabled(ctx, id); err != nil {
			return nil, err
		}
		a.recent.keep(account, r, a.now())
	}
	return a.personIn(r, account), nil
}

// ChangePassword sets one's own password and ends one's other sessions. Wrong
// old passwords count as failed sign-ins. What is wrong with the new one is
// targets.Faults.
func (a *Accounts) ChangePassword(ctx context.Context, p *Person, old, password string) error {
	if err := a.authorise(ctx, p, ActOwnAccount, Object{User: p.userID()}); err != nil {
		return err
	}
	account, err := a.try(ctx, p.User.Login, old, "")
	if err != nil {
		if e, ok := errors.AsType[*targets.Error](err); ok {
			e.Field = "old" // not to be taken for the new one
		}
		return err
	}
	phc, err := a.newPassword(ctx, account, password)
	if err != nil {
		return err
	}
	if err := a.note(ctx, p.User.ID, targets.AccountNote{User: account.ID, Event: targets.PasswordChanged}); err != nil {
		return err
	}
	if err := a.writePassword(ctx, account, phc, false); err != nil {
		return err
	}
	return a.endSessions(ctx, account.ID, p.session)
}
