package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// A world is the program's real parts on a database of its own: three offices, a
// quarterly form, and the first quarter of 2025 to be filled in.
type world struct {
	t        testing.TB
	store    *store.Store
	desk     *collector.Desk
	accounts *collector.Accounts
	server   *httptest.Server
	log      *syncBuffer
	secrets  map[string]string // login: session token

	mu  sync.Mutex
	now time.Time
}

// A syncBuffer is a log that handlers and test may use at once.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

const (
	formID   = "standards-quarterly"
	password = "Biaochi-2025!"
	filingZJ = "/api/v1/filings/standards-quarterly/zj-amr/2025-Q1"
	filingHZ = "/api/v1/filings/standards-quarterly/hz-amr/2025-Q1"
	filingXA = "/api/v1/filings/standards-quarterly/xa-amr/2025-Q1"
)

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2025, 4, 8, 10, 32, 0, 0, targets.Shanghai), log: &syncBuffer{}, secrets: map[string]string{}}
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "biaochi.db"), sqlite.Options{Create: true, Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w.store = s
	if _, err := s.Found(t.Context(), collector.Operator, worldCatalogue(), nil, w.now); err != nil {
		t.Fatal(err)
	}
	if _, err := s.PutRegister(t.Context(), collector.Operator, worldRegister(), w.now); err != nil {
		t.Fatal(err)
	}
	w.accounts = collector.NewAccounts(collector.AccountParts{
		Store: s, Clock: w.clock, Log: slog.New(slog.NewTextHandler(w.log, nil)), Cost: collector.HashCost{Memory: 64, Time: 1, Threads: 1},
	})
	w.desk = collector.NewDesk(collector.Parts{
		Store: deskStore{s}, Open: sheet.Open, Canonical: store.CanonicalFigure, Clock: w.clock, Filings: s, People: w.accounts.People(),
	})
	w.enrol()
	if _, err := w.desk.Import(t.Context(), "figures.csv", strings.NewReader(worldFigures), collector.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	h, err := Handler(Parts{Desk: w.desk, Accounts: w.accounts, Sheets: sheet.Sheets{}, Log: slog.New(slog.NewTextHandler(w.log, nil)), Now: w.clock, Version: "0.1.0"})
	if err != nil {
		t.Fatal(err)
	}
	w.server = httptest.NewServer(h)
	t.Cleanup(w.server.Close)
	return w
}

// deskStore is the store as the desk asks for it.
type deskStore struct{ *store.Store }

func (s deskStore) Import(ctx context.Context, actor string, b collector.Batch, now time.Time) (int64, error) {
	return s.Store.Import(ctx, actor, store.ImportBatch(b), now)
}

const worldFigures = `indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note,source_title,source_url,origin
made,330000,2024-Q3,3610,,,项,A,,,,,,office
made,330000,2024-Q4,3754,,,项,A,,,,,,office
bodies,330000,2024-Q4,812,,,项,A,,,,,,office
adoption,330000,2024-Q4,,781,812,%,A,,,,,,office
secret,330000,2024-Q4,7,,,项,A,,,,,,office
secret,610000,2024-Q4,9,,,项,A,,,,,,office
made,330100,2024-Q4,830,,,项,A,,,,,,office
`

func worldCatalogue() *targets.Catalogue {
	text := func(zh string) targets.Text { return targets.Text{ZH: zh, EN: zh} }
	count := func(id, name string, a targets.Accumulation, d targets.Disclosure) targets.Indicator {
		return targets.Indicator{ID: id, Name: text(name), Measure: targets.Count, Accumulation: a, Unit: targets.Unit{ZH: "项"},
			Cadence: targets.Quarterly, ClosesAfter: 15, Rollup: targets.RollupNone, Disclosure: d}
	}
	c := &targets.Catalogue{
		Indicators: []targets.Indicator{
			count("made", "累计发布标准", targets.Cumulative, targets.Public), count("bodies", "技术委员会", targets.Stock, targets.Public),
			{ID: "adoption", Name: text("采标率"), Measure: targets.Ratio, Unit: targets.Unit{ZH: "%"}, Window: targets.WindowPoint, Cadence: targets.Quarterly,
				ClosesAfter: 15, Rollup: targets.RollupSum, Disclosure: targets.Public},
			count("secret", "内部统计数", targets.Stock, targets.Internal),
		},
		Departments: []targets.Department{{ID: "zj-market", Name: text("浙江省市场监督管理局")}},
		Documents: []targets.Document{{ID: "zj-2023", Number: "浙政发〔2023〕24号", Title: text("关于深入推进标准化的实施意见"), Area: "330000",
			Issued: targets.NewDate(2023, 1, 20), Published: targets.NewDate(2023, 1, 25), Covers: targets.Period{Start: targets.NewDate(2022, 1, 1), End: targets.NewDate(2025, 12, 31)}}},
		Tasks: []targets.Task{{ID: "zj-task-1", Document: "zj-2023", Number: "一", Heading: text("健全标准体系"), Due: targets.NewDate(2025, 12, 31),
			Groups: []targets.TaskGroup{{Leads: []string{"zj-market"}}}}},
	}
	for _, a := range [][4]string{{"100000", "全国", "country", ""}, {"330000", "浙江省", "province", "100000"}, {"330100", "杭州市", "prefecture", "330000"},
		{"610000", "陕西省", "province", "100000"}, {"610100", "西安市", "prefecture", "610000"}} {
		c.Areas = append(c.Areas, targets.Area{ID: a[0], Code: a[0], Name: text(a[1]), Level: targets.AreaLevel(a[2]), Parent: a[3]})
	}
	for _, one := range [][3]string{{"zj-made", "made", "4000"}, {"zj-secret", "secret", "10"}} {
		c.Targets = append(c.Targets, targets.Target{ID: one[0], Document: "zj-2023", Indicator: one[1], Area: "330000", AsWritten: one[2] + "项以上",
			Comparator: targets.AtLeast, Goal: targets.MustDecimal(one[2]), Start: targets.NewDate(2022, 1, 1), StartBasis: targets.BasisPhase,
			Deadline: targets.NewDate(2025, 12, 31), DeadlineBasis: targets.BasisPrinted, Baseline: targets.NewDecimal(1), BaselinePeriod: targets.Year(2021)})
	}
	return c
}

func worldRegister() targets.RegisterChange {
	return targets.RegisterChange{
		Offices: []targets.Office{{ID: "zj-amr", Name: "浙江省市场监督管理局", Area: "330000", Department: "zj-market"},
			{ID: "zj-lhb", Name: "浙江省联席会议办公室", Area: "330000"},
			{ID: "hz-amr", Name: "杭州市市场监督管理局", Area: "330100"}, {ID: "xa-amr", Name: "西安市市场监督管理局", Area: "610100"}},
		Forms: []targets.Form{{
			ID: formID, Name: "标准化工作季报", Cadence: targets.Quarterly, Opens: 1, Closes: 15, Chain: []targets.ChainStep{targets.StepProvince},
			Indicators: []string{"made", "bodies", "adoption"}, Offices: []string{"hz-amr", "xa-amr", "zj-amr"}, From: targets.NewDate(2024, 10, 1),
		}},
	}
}

// enrol makes the first administrator and the users, by the ways the program has.
func (w *world) enrol() {
	w.t.Helper()
	ctx := w.t.Context()
	link, _, err := w.accounts.FirstRunLink(ctx)
	if err == nil {
		err = w.accounts.Claim(ctx, link, "guanli", "管理员", password)
	}
	if err != nil {
		w.t.Fatalf("make the administrator: %v", err)
	}
	for _, u := range []collector.UserEntry{
		{Login: "wangxh", Name: "王小华", Office: "zj-amr", Roles: []targets.Role{targets.Reporter}},
		{Login: "zhaosh", Name: "赵审", Office: "zj-lhb", Roles: []targets.Role{targets.Reviewer}},
		{Login: "hangzh", Name: "杭州填报员", Office: "hz-amr", Roles: []targets.Role{targets.Reporter}},
		{Login: "xian", Name: "西安填报员", Office: "xa-amr", Roles: []targets.Role{targets.Reporter}},
		{Login: "shanxi", Name: "看客", Office: "xa-amr", Roles: []targets.Role{targets.Viewer}},
	} {
		_, link, err := w.accounts.AddUser(ctx, collector.CommandLine(), u)
		if err == nil {
			err = w.accounts.TakeInvite(ctx, link, password)
		}
		if err != nil {
			w.t.Fatalf("enrol %s: %v", u.Login, err)
		}
	}
}

// session is the token of a session of a user, begun when it is first asked for.
func (w *world) session(login string) string {
	w.t.Helper()
	if w.secrets[login] == "" {
		token, _, err := w.accounts.SignIn(w.t.Context(), login, password, "127.0.0.1")
		if err != nil {
			w.t.Fatal(err)
		}
		w.secrets[login] = token
	}
	return w.secrets[login]
}

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a *answer) String() string { return fmt.Sprintf("%d %s", a.status, a.body) }

// problem is the answer's problem; it has to be one.
func (a *answer) problem(t testing.TB) *Problem {
	t.Helper()
	var p Problem
	if err := json.Unmarshal(a.body, &p); err != nil || a.header.Get("Content-Type") != problemType {
		t.Fatalf("no problem: %s %v %s", a.header.Get("Content-Type"), err, a)
	}
	if p.Status != a.status || p.Title == "" || p.Detail == "" || !strings.HasPrefix(p.Type, "urn:biaochi:problem:") {
		t.Errorf("problem %+v of an answer %d", p, a.status)
	}
	return &p
}

// An edit changes a request before it is sent.
type edit func(*http.Request)

func header(name, value string) edit { return func(r *http.Request) { r.Header.Set(name, value) } }

// ask sends a request as a user ("": nobody), as a page of the program would.
func (w *world) ask(as, method, path, body string, edits ...edit) *answer {
	w.t.Helper()
	r, err := http.NewRequest(method, w.server.URL+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if as != "" {
		r.AddCookie(&http.Cookie{Name: plainCookie, Value: w.session(as)})
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, e := range edits {
		e(r)
	}
	resp, err := w.server.Client().Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return &answer{resp.StatusCode, resp.Header, got}
}
