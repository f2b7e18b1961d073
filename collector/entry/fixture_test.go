package entry

import (
	"bytes"
	"context"
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

// A world is the program's real parts on a database of its own: two offices, a
// form of eight indicators, and the first quarter of 2025 to be filled in.
type world struct {
	t        *testing.T
	store    *store.Store
	desk     *collector.Desk
	accounts *collector.Accounts
	server   *httptest.Server
	log      *bytes.Buffer

	mu  sync.Mutex
	now time.Time
}

// The names of the fixture.
const (
	officeZJ, officeHZ = "zj-amr", "hz-amr"
	formID             = "standards-quarterly"
	password           = "Biaochi-2025!"
)

var (
	firstQuarter = targets.Months(2025, 1, 3)
	filingZJ     = targets.FilingKey{Form: formID, Office: officeZJ, Period: firstQuarter}
	filingHZ     = targets.FilingKey{Form: formID, Office: officeHZ, Period: firstQuarter}
)

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// later moves the world's clock.
func (w *world) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2025, 4, 8, 10, 32, 0, 0, targets.Shanghai), log: &bytes.Buffer{}}
	s, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "biaochi.db"), sqlite.Options{Create: true, Clock: w.clock})
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
	w.enrol()
	w.desk = collector.NewDesk(collector.Parts{
		Store: deskStore{s}, Open: sheet.Open, Canonical: store.CanonicalFigure, Clock: w.clock,
		Filings: s, People: w.accounts.People(),
	})
	w.load(worldFigures)
	w.serve()
	return w
}

func (w *world) load(csv string) {
	w.t.Helper()
	if _, err := w.desk.Import(w.t.Context(), "figures.csv", strings.NewReader(csv), collector.ImportOptions{}); err != nil {
		w.t.Fatalf("load the figures: %v", err)
	}
}

func (w *world) serve() {
	h, err := Handler(Parts{
		Desk: w.desk, Accounts: w.accounts, Sheets: sheet.Sheets{}, Log: slog.New(slog.NewTextHandler(w.log, nil)), Now: w.clock, Version: "0.1.0",
	})
	if err != nil {
		w.t.Fatal(err)
	}
	mux := http.NewServeMux()
	for _, p := range Paths() {
		mux.Handle(p, h)
	}
	w.server = httptest.NewServer(mux)
	w.t.Cleanup(w.server.Close)
}

const worldFigures = `indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note,source_title,source_url,origin
standards-made,330000,2024-Q3,3610,,,项,A,,,,,,office
standards-made,330000,2024-Q4,3754,,,项,A,,,,,,office
standards-new,330000,2024-Q4,144,,,项,A,,,,,,office
bodies,330000,2024-Q4,812,,,个,A,,,,,,office
adoption,330000,2024-Q4,,781,812,%,A,,,,,,office
months,330000,2024-Q4,,1450,100,个月,A,,,,,,office
platform,330000,2024-Q4,under_way,,,,A,,,,,,office
pilots,330000,2024-Q4,23,,,个,A,,,,,,office
experts,330000,2024-Q4,1204,,,人,A,,,,,,office
`

func worldCatalogue() *targets.Catalogue {
	count := func(id, name string, a targets.Accumulation, unit string) targets.Indicator {
		return targets.Indicator{ID: id, Name: targets.Text{ZH: name}, Measure: targets.Count, Accumulation: a, Unit: targets.Unit{ZH: unit},
			Cadence: targets.Quarterly, ClosesAfter: 15, Rollup: targets.RollupSum, Disclosure: targets.Public}
	}
	part := func(id, name string, m targets.Measure, unit string) targets.Indicator {
		return targets.Indicator{ID: id, Name: targets.Text{ZH: name}, Measure: m, Unit: targets.Unit{ZH: unit}, Window: targets.WindowPoint,
			Cadence: targets.Quarterly, ClosesAfter: 15, Rollup: targets.RollupSum, Disclosure: targets.Public}
	}
	made := count("standards-made", "累计发布“浙江制造”标准", targets.Cumulative, "项")
	made.Definition = targets.Text{ZH: "自2014年起由品牌联合会发布的全部标准，含已废止的。"}
	return &targets.Catalogue{
		Areas: []targets.Area{
			{ID: "100000", Code: "100000", Name: targets.Text{ZH: "全国"}, Level: targets.LevelCountry},
			{ID: "330000", Code: "330000", Name: targets.Text{ZH: "浙江省"}, Level: targets.LevelProvince, Parent: "100000"},
			{ID: "330100", Code: "330100", Name: targets.Text{ZH: "杭州市"}, Level: targets.LevelPrefecture, Parent: "330000"},
		},
		Indicators: []targets.Indicator{
			made, count("standards-new", "本季新发布标准", targets.Flow, "项"), count("bodies", "标准化技术委员会", targets.Stock, "个"),
			part("adoption", "采用国际标准的比率", targets.Ratio, "%"), part("months", "标准平均制定周期", targets.Mean, "个月"),
			part("platform", "标准信息服务平台上线", targets.Milestone, ""), count("pilots", "国家级标准化试点", targets.Stock, "个"),
			count("experts", "标准化专家", targets.Stock, "人"),
		},
		Documents: []targets.Document{{ID: "zj-2023", Number: "浙政发〔2023〕24号", Title: targets.Text{ZH: "关于深入推进标准化的实施意见"}, Area: "330000",
			Issued: targets.NewDate(2023, 1, 20), Published: targets.NewDate(2023, 1, 25), Covers: targets.Period{Start: targets.NewDate(2022, 1, 1), End: targets.NewDate(2025, 12, 31)}}},
		Targets: []targets.Target{
			{ID: "zj-made", Document: "zj-2023", Indicator: "standards-made", Area: "330000", AsWritten: "4000项以上", Comparator: targets.AtLeast, Goal: targets.NewDecimal(4000),
				Start: targets.NewDate(2022, 1, 1), StartBasis: targets.BasisPhase, Deadline: targets.NewDate(2025, 12, 31), DeadlineBasis: targets.BasisPrinted,
				Baseline: targets.NewDecimal(2579), BaselinePeriod: targets.Year(2021)},
			{ID: "zj-adoption", Document: "zj-2023", Indicator: "adoption", Area: "330000", AsWritten: "98%以上", Comparator: targets.AtLeast, Goal: targets.MustDecimal("0.98"),
				Start: targets.NewDate(2022, 1, 1), StartBasis: targets.BasisPhase, Deadline: targets.NewDate(2025, 12, 31), DeadlineBasis: targets.BasisPrinted,
				Baseline: targets.MustDecimal("0.9"), BaselinePeriod: targets.Year(2021)},
		},
	}
}

func worldRegister() targets.RegisterChange {
	return targets.RegisterChange{
		Offices: []targets.Office{{ID: officeZJ, Name: "浙江省市场监督管理局", Area: "330000"}, {ID: officeHZ, Name: "杭州市市场监督管理局", Area: "330100"}},
		Forms: []targets.Form{{
			ID: formID, Name: "标准化工作季报", Number: "浙标统1表", Authority: "浙江省市场监督管理局", Approval: "浙统备〔2024〕18号", ValidUntil: targets.NewDate(2026, 12, 31),
			Cadence: targets.Quarterly, Opens: 1, Closes: 15, Chain: []targets.ChainStep{targets.StepOffice, targets.StepProvince},
			Indicators: []string{"standards-made", "standards-new", "bodies", "adoption", "months", "platform", "pilots", "experts"},
			Offices:    []string{officeHZ, officeZJ}, From: targets.NewDate(2025, 1, 1),
		}},
	}
}

// enrol makes the first administrator and the users, by the ways the program has.
func (w *world) enrol() {
	w.t.Helper()
	ctx := w.t.Context()
	w.accounts = collector.NewAccounts(collector.AccountParts{Store: w.store, Clock: w.clock, Log: slog.New(slog.DiscardHandler), Cost: collector.HashCost{Memory: 64, Time: 1, Threads: 1}})
	link, _, err := w.accounts.FirstRunLink(ctx)
	if err == nil {
		err = w.accounts.Claim(ctx, link, "guanli", "管理员", password)
	}
	if err != nil {
		w.t.Fatalf("make the administrator: %v", err)
	}
	_, admin, err := w.accounts.SignIn(ctx, "guanli", password, "127.0.0.1")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, u := range []collector.UserEntry{
		{Login: "wangxh", Name: "王小华", Office: officeZJ, Roles: []targets.Role{targets.Reporter}},
		{Login: "liming", Name: "李明", Office: officeZJ, Roles: []targets.Role{targets.Reporter}},
		{Login: "zhaosh", Name: "赵审", Office: officeZJ, Roles: []targets.Role{targets.Reviewer}},
		{Login: "hangzh", Name: "杭州填报员", Office: officeHZ, Roles: []targets.Role{targets.Reporter}},
	} {
		_, link, err := w.accounts.AddUser(ctx, admin, u)
		if err == nil {
			err = w.accounts.TakeInvite(ctx, link, password)
		}
		if err != nil {
			w.t.Fatalf("enrol %s: %v", u.Login, err)
		}
	}
}

// person signs somebody in without a page.
func (w *world) person(login string) *collector.Person {
	w.t.Helper()
	_, p, err := w.accounts.SignIn(w.t.Context(), login, password, "127.0.0.1")
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// deskStore is the store as the desk asks for it.
type deskStore struct{ *store.Store }

func (s deskStore) Import(ctx context.Context, actor string, b collector.Batch, now time.Time) (int64, error) {
	return s.Store.Import(ctx, actor, store.ImportBatch(b), now)
}
