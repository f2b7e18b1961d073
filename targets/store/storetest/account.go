package storetest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

func account(id, login string) targets.Account {
	return targets.Account{User: targets.User{ID: id, Login: login, Name: "李四", Office: "zj-samr", Roles: []targets.Role{targets.Reporter}},
		Phone: "0571-1", Password: "$argon2id$1", Old: []string{"$argon2id$0"}}
}

func accounts(t *testing.T, w *world) {
	w.found()
	a := account("u1", "lisi")
	a.Changed, a.MustChange = w.now, true
	w.ok(w.s.PutAccount(w.ctx, "admin", a, w.later()))
	got, err := w.s.AccountByLogin(w.ctx, "lisi")
	w.ok(err)
	w.equal("account", got, a)
	w.kind(w.s.PutAccount(w.ctx, "admin", account("u2", "lisi"), w.later()), targets.Conflict)
	w.kind(w.s.PutAccount(w.ctx, "admin", account("u2", ""), w.later()), targets.Invalid)
	w.equal("entries", w.verified().Entries, 2)

	renamed := a
	renamed.Name, renamed.Password = "李四四", "$argon2id$9"
	w.ok(w.s.PutAccount(w.ctx, "admin", renamed, w.later()))
	w.equal("a name is no right", w.verified().Entries, 2)
	renamed.Roles, renamed.Disabled = []targets.Role{targets.Reviewer}, true
	w.ok(w.s.PutAccount(w.ctx, "admin", renamed, w.later()))
	got, err = w.s.Account(w.ctx, "u1")
	w.ok(err)
	w.equal("rights, name and the old password", []any{got.Roles, got.Disabled, got.Name, got.Password}, []any{renamed.Roles, true, "李四四", "$argon2id$1"})
	history, err := w.s.RegisterHistory(w.ctx, "rights", "u1")
	w.ok(err)
	w.equal("versions of rights", []any{len(history), history[1].By, history[1].Body}, []any{2, "admin", `{"Disabled":true,"Office":"zj-samr","Roles":["reviewer"]}`})

	w.ok(w.s.SetSignInState(w.ctx, "u1", 5, w.now, w.now.Add(time.Minute)))
	got, err = w.s.Account(w.ctx, "u1")
	w.ok(err)
	w.equal("locked", []any{got.Failures, got.FailedAt, got.LockedUntil}, []any{5, w.now, w.now.Add(time.Minute)})
	w.ok(w.s.SetPassword(w.ctx, "u1", "$argon2id$2", w.now, false, []string{"$argon2id$1"}))
	got, err = w.s.Account(w.ctx, "u1")
	w.ok(err)
	w.equal("unlocked", []any{got.Password, got.MustChange, got.Old, got.Failures, got.LockedUntil.IsZero()}, []any{"$argon2id$2", false, []string{"$argon2id$1"}, 0, true})
	w.kind(w.s.SetSignInState(w.ctx, "u9", 0, time.Time{}, time.Time{}), targets.NotFound)
	_, err = w.s.Account(w.ctx, "u9")
	w.kind(err, targets.NotFound)
	all, err := w.s.Accounts(w.ctx)
	w.ok(err)
	names, err := w.s.Names(w.ctx)
	w.ok(err)
	w.equal("all and names", []any{len(all), names["u1"], names["operator"]}, []any{1, "李四四", "命令行操作员"})
	w.equal("entries", w.verified().Entries, 3)
}

func sessions(t *testing.T, w *world) {
	w.found()
	a := targets.Session{Hash: "a", User: "u1", Created: w.now, Seen: w.now, Expires: w.now.Add(8 * time.Hour), Address: "10.0.0.1"}
	b, c := a, a
	b.Hash, b.Created = "b", w.now.Add(time.Second)
	c.Hash, c.User, c.Expires = "c", "u2", w.now.Add(time.Minute)
	for _, v := range []targets.Session{a, b, c} {
		w.ok(w.s.PutSession(w.ctx, v))
	}
	got, err := w.s.Session(w.ctx, "a")
	w.ok(err)
	w.equal("session", got, a)
	a.Seen = w.now.Add(time.Hour)
	gone := a
	gone.Hash = "gone"
	w.ok(w.s.FlushSessions(w.ctx, []targets.Session{a, gone}))
	list, err := w.s.SessionsOf(w.ctx, "u1")
	w.ok(err)
	w.equal("of the user", list, []targets.Session{a, b})
	_, err = w.s.Session(w.ctx, "gone")
	w.kind(err, targets.NotFound)
	w.ok(w.s.DeleteExpired(w.ctx, w.now.Add(time.Minute)))
	_, err = w.s.Session(w.ctx, "c")
	w.kind(err, targets.NotFound)
	w.ok(w.s.DeleteSessionsOf(w.ctx, "u1", "b"))
	list, err = w.s.SessionsOf(w.ctx, "u1")
	w.ok(err)
	w.equal("left", list, []targets.Session{b})
	w.ok(w.s.DeleteSession(w.ctx, "b"))
	w.ok(w.s.DeleteSession(w.ctx, "b"))
	w.equal("entries", w.verified().Entries, 1)
}

func tokens(t *testing.T, w *world) {
	w.found()
	v := targets.Token{ID: "t1", Hash: "h1", Name: "报送系统", User: "u1", Role: targets.Reporter, Area: "330100", Created: w.now, Expires: w.now.Add(time.Hour)}
	w.ok(w.s.PutToken(w.ctx, "admin", v, w.later()))
	got, err := w.s.TokenByHash(w.ctx, "h1")
	w.ok(err)
	w.equal("token", got, v)
	v.Revoked = w.now
	w.ok(w.s.PutToken(w.ctx, "admin", v, w.later()))
	w.ok(w.s.PutToken(w.ctx, "admin", v, w.later()))
	all, err := w.s.Tokens(w.ctx)
	w.ok(err)
	w.equal("revoked", all, []targets.Token{v})
	_, err = w.s.TokenByHash(w.ctx, "h2")
	w.kind(err, targets.NotFound)
	v.Role = "king"
	w.kind(w.s.PutToken(w.ctx, "admin", v, w.later()), targets.Invalid)
	w.equal("grant and revocation", w.verified().Entries, 3)
}

func links(t *testing.T, w *world) {
	w.found()
	link := func(hash string, purpose targets.LinkPurpose, user string) targets.Link {
		return targets.Link{Hash: hash, Purpose: purpose, User: user, Expires: w.now.Add(time.Hour)}
	}
	w.ok(w.s.PutLink(w.ctx, link("1", targets.LinkFirstRun, "")))
	w.ok(w.s.PutLink(w.ctx, link("2", targets.LinkInvite, "u1")))
	w.ok(w.s.PutLink(w.ctx, link("3", targets.LinkFirstRun, "")))
	w.ok(w.s.PutLink(w.ctx, link("4", targets.LinkReset, "u1")))
	for _, hash := range []string{"1", "2"} {
		_, err := w.s.Link(w.ctx, hash)
		w.kind(err, targets.NotFound)
	}
	got, err := w.s.Link(w.ctx, "3")
	w.ok(err)
	w.equal("link", *got, link("3", targets.LinkFirstRun, ""))
	var taken atomic.Int64
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := w.s.TakeLink(w.ctx, "4"); err == nil {
				taken.Add(1)
			} else if targets.KindOf(err) != targets.NotFound {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	w.equal("taken", taken.Load(), 1)
	w.ok(w.s.DeleteExpired(w.ctx, w.now.Add(time.Hour)))
	_, err = w.s.TakeLink(w.ctx, "3")
	w.kind(err, targets.NotFound)
}

func contacts(t *testing.T, w *world) {
	w.found()
	list := []targets.Contact{{Name: "王五", Post: "处长", Phone: "1"}, {Name: "赵六"}}
	w.ok(w.s.PutContacts(w.ctx, "zj-samr", list))
	w.ok(w.s.PutContacts(w.ctx, "hz-samr", list[:1]))
	got, err := w.s.Contacts(w.ctx, "zj-samr")
	w.ok(err)
	w.equal("contacts", got, list)
	w.ok(w.s.PutContacts(w.ctx, "zj-samr", nil))
	all, err := w.s.AllContacts(w.ctx)
	w.ok(err)
	w.equal("all", all, map[string][]targets.Contact{"hz-samr": list[:1]})
	w.equal("entries", w.verified().Entries, 1)
}

func failuresCounted(t *testing.T, w *world) {
	w.found()
	salt, err := w.s.Salt(w.ctx)
	w.ok(err)
	w.equal("salt", len(salt), 32)
	w.ok(w.s.CountSignInFailures(w.ctx, nil, w.later()))
	w.equal("entries after none", w.verified().Entries, 1)
	f := targets.SignInFailures{Account: "u1", Address: "ab", Count: 3, Since: w.now}
	w.ok(w.s.CountSignInFailures(w.ctx, []targets.SignInFailures{f, {Address: "cd", Count: 1, Since: w.now}, f}, w.later()))
	list, err := w.s.Entries(w.ctx, 0, 10)
	w.ok(err)
	w.equal("told", list[0].Content[:len(`{"sign_in":[{"address":"cd","count":1,`)], `{"sign_in":[{"address":"cd","count":1,`)
	w.equal("newest first", []any{list[0].Sequence, list[0].Actor, list[0].Action, list[1].Sequence, len(list)}, []any{2, "system", "sign-in", 1, 2})
	list, err = w.s.Entries(w.ctx, 2, 10)
	w.ok(err)
	w.equal("before the second", []any{len(list), list[0].Sequence}, []any{1, 1})
	w.verified()
}
