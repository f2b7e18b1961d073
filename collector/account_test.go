package collector

import (
	"bytes"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// An offices' house: a real database, a clock that is moved by hand, and what
// was logged.
type house struct {
	*Accounts
	t   testing.TB
	now time.Time
	log *bytes.Buffer
}

const goodPassword = "Sunny-2026-Day"

// newHouse has areas, three offices (city, county, province), one form and an
// administrator of everything.
func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2026, 11, 1, 9, 0, 0, 0, targets.Shanghai), log: &bytes.Buffer{}}
	clock := func() time.Time { return h.now }
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), sqlite.Options{Create: true, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	if _, err := st.Found(t.Context(), Operator, houseCatalogue(), nil, h.now); err != nil {
		t.Fatal(err)
	}
	h.Accounts = NewAccounts(AccountParts{Store: st, Clock: clock, Log: slog.New(slog.NewTextHandler(h.log, nil)), Cost: cheap})
	for _, o := range []targets.Office{
		{ID: "city", Name: "西安市局", Area: "610100"}, {ID: "county", Name: "新城区局", Area: "610102"}, {ID: "province", Name: "陕西省局", Area: "610000"},
	} {
		if err := h.PutOffice(t.Context(), CommandLine(), o); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func houseCatalogue() *targets.Catalogue {
	c := &targets.Catalogue{Departments: []targets.Department{{ID: "samr", Name: targets.Text{ZH: "市场监管部门"}}}, Indicators: []targets.Indicator{
		{ID: "issued", Name: targets.Text{ZH: "发布标准数"}, Measure: targets.Count, Accumulation: targets.Cumulative, Unit: targets.Unit{ZH: "项"}},
		{ID: "share", Name: targets.Text{ZH: "转化率"}, Measure: targets.Ratio, Unit: targets.Unit{ZH: "%"}},
	}}
	for _, a := range [][4]string{{"100000", "全国", "country", ""}, {"610000", "陕西省", "province", "100000"}, {"610100", "西安市", "prefecture", "610000"},
		{"610102", "新城区", "county", "610100"}, {"330000", "浙江省", "province", "100000"}} {
		c.Areas = append(c.Areas, targets.Area{ID: a[0], Code: a[0], Name: targets.Text{ZH: a[1], EN: a[0]}, Level: targets.AreaLevel(a[2]), Parent: a[3]})
	}
	return c
}

// add makes a user of an office with a password of their own.
func (h *house) add(login, office string, roles ...targets.Role) string {
	h.t.Helper()
	u, link, err := h.AddUser(h.t.Context(), CommandLine(), UserEntry{Login: login, Name: "用户" + login, Office: office, Roles: roles})
	if err == nil {
		err = h.TakeInvite(h.t.Context(), link, goodPassword)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return u.ID
}

// signIn returns the token of a session, which the person must be given.
func (h *house) signIn(login, password string) (string, *Person) {
	h.t.Helper()
	token, p, err := h.SignIn(h.t.Context(), login, password, "10.0.0.7:4711")
	if err != nil {
		h.t.Fatalf("sign in %s: %v", login, err)
	}
	return token, p
}

// text is an error's, "" for none.
func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestSigningIn(t *testing.T) {
	h := newHouse(t)
	id := h.add("wang", "city", targets.Reporter, targets.Reviewer)
	token, p := h.signIn(" WANG ", goodPassword)
	if p.User.ID != id || p.Area != "610100" || p.Office.ID != "city" || p.MustChange {
		t.Errorf("signed in as %+v", p)
	}
	got, session, err := h.PersonOf(t.Context(), token)
	if err != nil || got.User.ID != id || session.Address != "10.0.0.7" || session.User != id {
		t.Errorf("PersonOf = %+v, %+v, %v", got, session, err)
	}
	if session.Hash == token || len(token) != 43 {
		t.Errorf("the token %d long, its hash %q", len(token), session.Hash)
	}
	if err := h.SignOut(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{"signed out": token, "forged": newSecret(), "empty": "", "huge": strings.Repeat("x", 1<<20), "the hash": session.Hash} {
		if _, _, err := h.PersonOf(t.Context(), token); targets.KindOf(err) != targets.Forbidden {
			t.Errorf("%s: %v; want Forbidden", name, err)
		}
	}
}

func TestEveryNameCostsOneHashAndIsAnsweredAlike(t *testing.T) {
	h := newHouse(t)
	h.add("wang", "city", targets.Reporter)
	if _, _, err := h.AddUser(t.Context(), CommandLine(), UserEntry{Login: "invited", Name: "未设密码", Office: "city", Roles: []targets.Role{targets.Viewer}}); err != nil {
		t.Fatal(err)
	}
	h.DisableUser(t.Context(), CommandLine(), h.add("gone", "city", targets.Viewer), true)
	for _, login := range []string{"wang", "invited", "gone", "nobody", "", "\xff", "'; DROP TABLE account;--"} {
		var said []string
		for range 7 { // locked after five
			before := h.hasher.computed.Load()
			_, _, err := h.SignIn(t.Context(), login, "Wrong-2026-Day", "10.0.0.7:1")
			if targets.KindOf(err) != targets.Forbidden {
				t.Fatalf("%q: %v", login, err)
			}
			if n := h.hasher.computed.Load() - before; n != 1 && len(said) < 5 || n != 0 && len(said) >= 5 {
				t.Errorf("%q, try %d: %d hashes", login, len(said)+1, n)
			}
			said = append(said, err.Error())
			h.now = h.now.Add(10 * time.Second)
		}
		want := slices.Repeat([]string{wrongSignIn().Error()}, 5)
		want = append(want, "密码多次输错，该登录名已锁定，请 15 分钟后再试，或请管理员解锁。", "密码多次输错，该登录名已锁定，请 15 分钟后再试，或请管理员解锁。")
		if !slices.Equal(said, want) {
			t.Errorf("%q is answered %q; want %q", login, said, want)
		}
	}
	if out := h.log.String(); strings.Contains(out, "Wrong-2026") {
		t.Errorf("a password is logged: %s", out)
	}
}

func TestALockOutEnds(t *testing.T) {
	lock := func(h *house) {
		for range 5 {
			h.SignIn(h.t.Context(), "wang", "Wrong-2026-Day", "a")
			h.now = h.now.Add(10 * time.Second)
		}
	}
	ways := map[string]func(h *house, id string) error{
		"after 15 minutes": func(h *house, _ string) error { h.now = h.now.Add(15 * time.Minute); return nil },
		"by the administrator": func(h *house, id string) error {
			return h.Unlock(h.t.Context(), CommandLine(), id)
		},
		"by the command line": func(h *house, id string) error {
			return h.SetPasswordOf(h.t.Context(), CommandLine(), id, "Other-2026-Day")
		},
		"by a reset link": func(h *house, id string) error {
			link, err := h.ResetPassword(h.t.Context(), CommandLine(), id)
			return errors.Join(err, h.TakeInvite(h.t.Context(), link, "Other-2026-Day"))
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			id := h.add("wang", "city", targets.Reporter)
			lock(h)
			if _, _, err := h.SignIn(t.Context(), "wang", goodPassword, "a"); !strings.Contains(text(err), "已锁定") {
				t.Fatalf("the right password of a locked account: %v", err)
			}
			if err := way(h, id); err != nil {
				t.Fatal(err)
			}
			password := goodPassword
			if strings.HasPrefix(name, "by the command") || strings.HasPrefix(name, "by a reset") {
				password = "Other-2026-Day"
			}
			h.signIn("wang", password)
		})
	}
}

func TestGuessesAtOnceAreNoMoreThanFive(t *testing.T) {
	h := newHouse(t)
	id := h.add("wang", "city", targets.Reporter)
	before := h.hasher.computed.Load()
	var wg sync.WaitGroup
	for range 60 {
		wg.Go(func() { h.SignIn(t.Context(), "wang", "Wrong-2026-Day", "a") })
	}
	wg.Wait()
	account, err := h.store.Account(t.Context(), id)
	if n := h.hasher.computed.Load() - before; err != nil || n > mostFailures || account.Failures != int(n) {
		t.Errorf("%d guesses were tried, %d counted, %v; want at most %d and all counted", n, account.Failures, err, mostFailures)
	}
}

func TestSessionsEnd(t *testing.T) {
	h := newHouse(t)
	id := h.add("wang", "city", targets.Reporter)
	other := h.add("lihua", "city", targets.Reporter)
	tests := map[string]struct {
		do   func(token string, p *Person) error
		live bool
	}{
		"not after 29 minutes":  {func(string, *Person) error { h.now = h.now.Add(29 * time.Minute); return nil }, true},
		"after 30 idle minutes": {func(string, *Person) error { h.now = h.now.Add(30 * time.Minute); return nil }, false},
		"not while used": {func(token string, _ *Person) error {
			for range 20 {
				h.now = h.now.Add(29 * time.Minute)
				if _, _, err := h.PersonOf(t.Context(), token); err != nil {
					return err
				}
			}
			return nil
		}, true},
		"after 12 hours, however used": {func(token string, _ *Person) error {
			for range 25 {
				h.now = h.now.Add(29 * time.Minute)
				h.PersonOf(t.Context(), token)
			}
			return nil
		}, false},
		"not by a flush":             {func(string, *Person) error { return h.Flush(t.Context()) }, true},
		"by signing out everywhere":  {func(_ string, p *Person) error { return h.SignOutEverywhere(t.Context(), p, "") }, false},
		"by an administrator":        {func(string, *Person) error { return h.SignOutEverywhere(t.Context(), CommandLine(), id) }, false},
		"not by another user's":      {func(string, *Person) error { return h.SignOutEverywhere(t.Context(), CommandLine(), other) }, true},
		"not by a new password here": {func(_ string, p *Person) error { return h.changeAndBack(p) }, true},
		"by a new password elsewhere": {func(string, *Person) error {
			_, p := h.signIn("wang", goodPassword)
			return h.changeAndBack(p)
		}, false},
		"by a disabled user": {func(string, *Person) error {
			defer h.DisableUser(t.Context(), CommandLine(), id, false)
			return h.DisableUser(t.Context(), CommandLine(), id, true)
		}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			token, p := h.signIn("wang", goodPassword)
			if err := tt.do(token, p); err != nil {
				t.Fatal(err)
			}
			if _, _, err := h.PersonOf(t.Context(), token); (err == nil) != tt.live {
				t.Errorf("afterwards: %v; want live %v", err, tt.live)
			}
		})
	}
}

// changeAndBack changes the password, and past the five kept ones back again.
func (h *house) changeAndBack(p *Person) error {
	old := goodPassword
	for _, next := range []string{"Other-2026-a1", "Other-2026-b2", "Other-2026-c3", "Other-2026-d4", "Other-2026-e5", goodPassword} {
		if err := h.ChangePassword(h.t.Context(), p, old, next); err != nil {
			return err
		}
		old = next
	}
	return nil
}

func TestAUserHasFiveSessionsAtMost(t *testing.T) {
	h := newHouse(t)
	h.add("wang", "city", targets.Reporter)
	var tokens []string
	var last *Person
	for range 7 {
		var token string
		token, last = h.signIn("wang", goodPassword)
		tokens = append(tokens, token)
		h.now = h.now.Add(time.Minute)
	}
	var live []bool
	for _, token := range tokens {
		_, _, err := h.PersonOf(t.Context(), token)
		live = append(live, err == nil)
	}
	if want := []bool{false, false, true, true, true, true, true}; !slices.Equal(live, want) {
		t.Errorf("live sessions %v; want %v: the oldest end", live, want)
	}
	list, err := h.Sessions(t.Context(), last)
	if err != nil || len(list) != 5 || list[0].Created.After(list[4].Created) {
		t.Errorf("Sessions = %d, %v; want 5, oldest first", len(list), err)
	}
}

// TestTheSessionJustBegunStays: seven at one tick of the clock; the hashes order
// them by chance, so that it is tried often.
func TestTheSessionJustBegunStays(t *testing.T) {
	h := newHouse(t)
	h.add("wang", "city", targets.Reporter)
	for i := range 20 {
		token, p := h.signIn("wang", goodPassword)
		if _, _, err := h.PersonOf(t.Context(), token); err != nil {
			t.Fatalf("sign-in %d: the session just begun is over: %v", i+1, err)
		}
		if list, err := h.Sessions(t.Context(), p); err != nil || len(list) > MostSessions {
			t.Fatalf("sign-in %d: %d sessions, %v; want at most %d", i+1, len(list), err, MostSessions)
		}
	}
}

func TestIdleTimeOutlivesARestart(t *testing.T) {
	h := newHouse(t)
	h.add("wang", "city", targets.Reporter)
	token, _ := h.signIn("wang", goodPassword)
	h.now = h.now.Add(20 * time.Minute)
	h.PersonOf(t.Context(), token)
	if err := h.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := NewAccounts(AccountParts{Store: h.store, Clock: func() time.Time { return h.now }, Log: h.Accounts.log, Cost: cheap})
	h.now = h.now.Add(20 * time.Minute)
	if _, _, err := again.PersonOf(t.Context(), token); err != nil {
		t.Errorf("40 minutes after it began, 20 after it was used: %v", err)
	}
}

func TestChangedRightsHoldAtOnce(t *testing.T) {
	h := newHouse(t)
	id := h.add("wang", "city", targets.Reporter)
	token, p := h.signIn("wang", goodPassword)
	secret, _, err := h.IssueToken(t.Context(), p, TokenEntry{Name: "上报程序", Role: targets.Reporter})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := h.Bearer(t.Context(), secret); err != nil || b.Area != "610100" || !slices.Equal(b.User.Roles, []targets.Role{targets.Reporter}) || b.Token == "" {
		t.Fatalf("Bearer = %+v, %v", b, err)
	}
	if err := h.ChangeUser(t.Context(), CommandLine(), id, UserEntry{Login: "wang", Name: "王芳", Office: "county", Roles: []targets.Role{targets.Viewer}}); err != nil {
		t.Fatal(err)
	}
	if p, _, err = h.PersonOf(t.Context(), token); err != nil || p.Area != "610102" || p.User.Has(targets.Reporter) || !p.User.Has(targets.Viewer) {
		t.Errorf("the open session is of %+v, %v; want the new rights", p, err)
	}
	if b, err := h.Bearer(t.Context(), secret); targets.KindOf(err) != targets.Forbidden {
		t.Errorf("the token of a role the owner lost: %+v, %v", b, err)
	}
}

func TestFailuresAreChainedWithoutNames(t *testing.T) {
	h := newHouse(t)
	id := h.add("wang", "city", targets.Reporter)
	for range 3 {
		h.SignIn(t.Context(), "wang", "Wrong-2026-Day", "10.0.0.7:1")
		h.SignIn(t.Context(), "stranger", "Wrong-2026-Day", "10.0.0.7:2")
		h.now = h.now.Add(10 * time.Second)
	}
	for range 2 { // the second one has nothing to say
		if err := h.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := h.store.Entries(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		if e.Action == "sign-in" {
			found = append(found, e.Content)
		}
	}
	if len(found) != 1 || !strings.Contains(found[0], `"account":"`+id+`"`) || strings.Count(found[0], `"count":3`) != 2 {
		t.Errorf("entries of failures: %q; want one, of two accounts with three each", found)
	}
	for _, secret := range []string{"wang", "stranger", "10.0.0.7", "Wrong-2026"} {
		if strings.Contains(strings.Join(found, ""), secret) {
			t.Errorf("the chain tells %q: %q", secret, found)
		}
	}
	page, err := h.Audit(t.Context(), CommandLine(), AuditQuery{Action: "sign-in"})
	if err != nil || len(page.Rows) != 1 || page.Rows[0].Text != "不存在的登录名登录失败 3 次；「用户wang」登录失败 3 次" {
		t.Errorf("the audit says %+v, %v", page, err)
	}
}

func TestThePasswordsHistory(t *testing.T) {
	h := newHouse(t)
	h.add("wang", "city", targets.Reporter)
	_, p := h.signIn("wang", goodPassword)
	list := []string{goodPassword, "Other-2026-a1", "Other-2026-b2", "Other-2026-c3", "Other-2026-d4", "Other-2026-e5"}
	for i := 1; i < len(list); i++ {
		for _, used := range list[:i] {
			err := h.ChangePassword(t.Context(), p, list[i-1], used)
			if targets.KindOf(err) != targets.Invalid || !strings.Contains(text(err), "最近 5 次") {
				t.Errorf("after %d passwords %q again: %v; want refused", i, used, err)
			}
		}
		if err := h.ChangePassword(t.Context(), p, list[i-1], list[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.ChangePassword(t.Context(), p, list[5], goodPassword); err != nil {
		t.Errorf("the sixth last password: %v; want taken", err)
	}
	err := h.ChangePassword(t.Context(), p, "Wrong-2026-Day", "Other-2026-f6")
	if e, ok := errors.AsType[*targets.Error](err); !ok || e.Field != "old" || e.Kind != targets.Forbidden {
		t.Errorf("a wrong old password: %v; want Forbidden at old", err)
	}
}

func TestAPasswordThatSomebodyElseSetMustBeChanged(t *testing.T) {
	h := newHouse(t)
	id := h.add("wang", "city", targets.Administrator)
	if err := h.SetPasswordOf(t.Context(), CommandLine(), id, "Other-2026-Day"); err != nil {
		t.Fatal(err)
	}
	token, p := h.signIn("wang", "Other-2026-Day")
	if _, err := h.Users(t.Context(), p); !p.MustChange || targets.KindOf(err) != targets.Forbidden {
		t.Errorf("must change %v, the users: %v; want Forbidden", p.MustChange, err)
	}
	if err := h.ChangePassword(t.Context(), p, "Other-2026-Day", "Third-2026-Day"); err != nil {
		t.Fatal(err)
	}
	if p, _, err := h.PersonOf(t.Context(), token); err != nil || p.MustChange {
		t.Errorf("afterwards %+v, %v", p, err)
	}
	h.now = h.now.Add(PasswordMaxAge + time.Second)
	if _, p := h.signIn("wang", "Third-2026-Day"); !p.MustChange {
		t.Error("after 180 days the password need not be changed")
	}
}

func TestTheFirstAdministrator(t *testing.T) {
	h := newHouse(t)
	first, needed, err := h.FirstRunLink(t.Context())
	if err != nil || !needed || first == "" {
		t.Fatalf("FirstRunLink = %q, %v, %v", first, needed, err)
	}
	second, _, _ := h.FirstRunLink(t.Context()) // a second start
	if err := h.Claim(t.Context(), first, "admin", "管理员", goodPassword); targets.KindOf(err) != targets.NotFound {
		t.Errorf("the link of an earlier start: %v; want NotFound", err)
	}
	for _, bad := range [][3]string{{"a", "管理员", goodPassword}, {"admin", "", goodPassword}, {"admin", "管理员", "short"}, {"admin", "管\u202e理员", goodPassword}} {
		if err := h.Claim(t.Context(), second, bad[0], bad[1], bad[2]); targets.KindOf(err) != targets.Invalid {
			t.Errorf("Claim(%q) = %v; want Invalid, and the link stays", bad, err)
		}
	}
	errs := make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = h.Claim(t.Context(), second, "admin"+string(rune('a'+i)), "管理员", goodPassword) })
	}
	wg.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else if targets.KindOf(err) != targets.NotFound {
			t.Errorf("a late claim: %v", err)
		}
	}
	list, _ := h.store.Accounts(t.Context())
	if made != 1 || len(list) != 1 || !list[0].Has(targets.Administrator) {
		t.Errorf("%d claims succeeded, %d accounts; want one", made, len(list))
	}
	if link, needed, err := h.FirstRunLink(t.Context()); link != "" || needed || err != nil {
		t.Errorf("with an administrator: %q, %v, %v", link, needed, err)
	}
	if strings.Contains(h.log.String(), second) {
		t.Error("the link is logged")
	}
}

func TestLinksAreUsedOnceAndInTime(t *testing.T) {
	h := newHouse(t)
	_, link, err := h.AddUser(t.Context(), CommandLine(), UserEntry{Login: "wang", Name: "王芳", Office: "city", Roles: []targets.Role{targets.Reporter}})
	if err != nil {
		t.Fatal(err)
	}
	if u, err := h.Invited(t.Context(), link); err != nil || u.Login != "wang" {
		t.Errorf("Invited = %+v, %v", u, err)
	}
	if err := h.TakeInvite(t.Context(), link, "wang-2026-Day"); targets.KindOf(err) != targets.Invalid {
		t.Errorf("a password with the login in it: %v; want Invalid", err)
	}
	if err := h.Claim(t.Context(), link, "admin", "管理员", goodPassword); targets.KindOf(err) != targets.NotFound {
		t.Errorf("an invitation makes an administrator: %v", err)
	}
	if err := h.TakeInvite(t.Context(), link, goodPassword); err != nil {
		t.Fatal(err)
	}
	if err := h.TakeInvite(t.Context(), link, "Other-2026-Day"); targets.KindOf(err) != targets.NotFound {
		t.Errorf("the link again: %v; want NotFound", err)
	}
	_, p := h.signIn("wang", goodPassword)
	if p.MustChange {
		t.Error("a password of one's own must be changed")
	}
	late, err := h.ResetPassword(t.Context(), CommandLine(), p.User.ID)
	if err != nil {
		t.Fatal(err)
	}
	h.now = h.now.Add(72 * time.Hour)
	if err := h.TakeInvite(t.Context(), late, "Other-2026-Day"); targets.KindOf(err) != targets.NotFound {
		t.Errorf("after 72 hours: %v; want NotFound", err)
	}
}

// BenchmarkPersonOf is what every request of a signed-in person pays.
func BenchmarkPersonOf(b *testing.B) {
	h := newHouse(b)
	h.add("wang", "city", targets.Reporter)
	token, _ := h.signIn("wang", goodPassword)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, _, err := h.PersonOf(b.Context(), token); err != nil {
				b.Error(err)
			}
		}
	})
}

func TestTheCommandLineActsBesideARunningServer(t *testing.T) {
	h := newHouse(t)
	id := h.add("wang", "city", targets.Reporter)
	line := NewAccounts(AccountParts{Store: h.store, Clock: func() time.Time { return h.now }, Log: h.Accounts.log, Cost: cheap})
	tests := map[string]struct {
		do   func() error
		want func(p *Person, err error) bool
	}{
		"other rights": {func() error {
			return line.ChangeUser(t.Context(), CommandLine(), id, UserEntry{Login: "wang", Name: "王芳", Office: "county", Roles: []targets.Role{targets.Viewer}})
		}, func(p *Person, err error) bool {
			return err == nil && p.Area == "610102" && !p.User.Has(targets.Reporter)
		}},
		"an office in another area": {func() error {
			return line.PutOffice(t.Context(), CommandLine(), targets.Office{ID: "city", Name: "西安市局", Area: "610000"})
		}, func(p *Person, err error) bool { return err == nil && p.Area == "610000" }},
		"a disabled user": {func() error { return line.DisableUser(t.Context(), CommandLine(), id, true) },
			func(_ *Person, err error) bool { return targets.KindOf(err) == targets.Forbidden }},
		"a new password": {func() error { return line.SetPasswordOf(t.Context(), CommandLine(), id, "Other-2026-Day") },
			func(_ *Person, err error) bool { return targets.KindOf(err) == targets.Forbidden }},
	}
	for _, name := range []string{"an office in another area", "other rights", "a disabled user", "a new password"} {
		token, _ := h.signIn("wang", goodPassword)
		if _, _, err := h.PersonOf(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		if err := tests[name].do(); err != nil {
			t.Fatal(err)
		}
		if p, _, err := h.PersonOf(t.Context(), token); !tests[name].want(p, err) {
			t.Errorf("after %s, at once: %+v, %v", name, p, err)
		}
		if err := line.DisableUser(t.Context(), CommandLine(), id, false); err != nil {
			t.Fatal(err)
		}
	}
}
