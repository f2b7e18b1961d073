package main

import (
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// A bureau is a database with what is shipped, two offices, a form and people,
// before the program serves it.
type bureau struct {
	t       *testing.T
	db      string
	session map[string]string // login: session
}

// cheap is for passwords of tests.
var cheap = collector.HashCost{Memory: 64, Time: 1, Threads: 1}

// newBureau makes one as of a time; the indicators named are disclosed 内部.
func newBureau(t *testing.T, now time.Time, register targets.RegisterChange, users []collector.UserEntry, internal ...string) *bureau {
	t.Helper()
	b := &bureau{t: t, db: filepath.Join(t.TempDir(), "biaochi.db"), session: map[string]string{}}
	clock := func() time.Time { return now }
	st, err := sqlite.Open(t.Context(), b.db, sqlite.Options{Create: true, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	l, err := readSeeds(t.Context(), seeds.Shipped(), now)
	if err != nil {
		t.Fatal(err)
	}
	for i := range l.catalogue.Indicators {
		if ind := &l.catalogue.Indicators[i]; slices.Contains(internal, ind.ID) {
			ind.Disclosure = targets.Internal
		}
	}
	if _, err := st.Found(t.Context(), collector.Operator, l.catalogue, l.figures, now); err != nil {
		t.Fatal(err)
	}
	if _, err := st.PutRegister(t.Context(), collector.Operator, register, now); err != nil {
		t.Fatal(err)
	}
	b.enrol(collector.NewAccounts(collector.AccountParts{Store: st, Clock: clock, Log: slog.New(slog.DiscardHandler), Cost: cheap}), users)
	return b
}

// enrol makes the administrator and the users, and signs everybody in once.
func (b *bureau) enrol(accounts *collector.Accounts, users []collector.UserEntry) {
	b.t.Helper()
	ctx := b.t.Context()
	link, _, err := accounts.FirstRunLink(ctx)
	if err == nil {
		err = accounts.Claim(ctx, link, "guanli", "管理员", secretWord)
	}
	if err != nil {
		b.t.Fatalf("make the administrator: %v", err)
	}
	_, admin, err := accounts.SignIn(ctx, "guanli", secretWord, "127.0.0.1")
	if err != nil {
		b.t.Fatal(err)
	}
	for _, u := range users {
		_, link, err := accounts.AddUser(ctx, admin, u)
		if err == nil {
			err = accounts.TakeInvite(ctx, link, secretWord)
		}
		if err == nil {
			b.session[u.Login], _, err = accounts.SignIn(ctx, u.Login, secretWord, "127.0.0.1")
		}
		if err != nil {
			b.t.Fatalf("enrol %s: %v", u.Login, err)
		}
	}
}

// zhejiang is a bureau as the pages of TestAQuarterFromTheFirstLinkToThePublicFigure make it.
func zhejiang(t *testing.T, internal ...string) *bureau {
	t.Helper()
	register := targets.RegisterChange{
		Offices: []targets.Office{{ID: "zj-amr", Name: "浙江省市场监督管理局", Area: "330000"}},
		Forms: []targets.Form{{ID: "zj-quarterly", Name: "标准化工作季报", Cadence: targets.Quarterly, Opens: 1, Closes: 80, Chain: []targets.ChainStep{targets.StepOffice},
			Indicators: quarterIndicators, Offices: []string{"zj-amr"}, From: targets.NewDate(2025, 10, 1)}},
	}
	return newBureau(t, quarterNow, register, []collector.UserEntry{
		{Login: "wangxh", Name: "王小华", Office: "zj-amr", Roles: []targets.Role{targets.Reporter}},
		{Login: "zhaosh", Name: "赵审", Office: "zj-amr", Roles: []targets.Role{targets.Reviewer}},
		{Login: "kanke", Name: "看客", Office: "zj-amr", Roles: []targets.Role{targets.Viewer}},
	}, internal...)
}

// visitor asks as a person with a session, or with a token; it follows no redirect.
func visitor(t *testing.T, method, address, session, token, body string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if session != "" {
		r.AddCookie(&http.Cookie{Name: "biaochi", Value: session})
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(text)
}
