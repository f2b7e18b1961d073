package collector_test

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// people are the users of the tests by id: the id is the name.
type people struct{}

func (people) Names(context.Context) (map[string]string, error) {
	return map[string]string{"wang": "王芳", "li": "李强"}, nil
}

func (people) Contacts(_ context.Context, office string) ([]targets.Contact, error) {
	return []targets.Contact{{Name: office + "联系人", Phone: "0571-1"}}, nil
}

// A world is a desk on a real database with three offices of 浙江 and one of 山西, a
// form for each quarter of 2026 that opens a day and closes ten days after it, and
// a clock.
type world struct {
	*testing.T
	*collector.Desk
	store *store.Store
	now   time.Time
}

// day turns the clock to noon of a day.
func (w *world) day(s string) {
	d, err := targets.ParseDate(s)
	if err != nil {
		w.Fatal(err)
	}
	w.now = d.End().Add(-12 * time.Hour)
}

func worldCatalogue() *targets.Catalogue {
	both := func(s string) targets.Text { return targets.Text{ZH: s, EN: s} }
	area := func(code, name, parent string, level targets.AreaLevel) targets.Area {
		return targets.Area{ID: code, Code: code, Name: both(name), Level: level, Parent: parent}
	}
	count := func(id string, a targets.Accumulation) targets.Indicator {
		return targets.Indicator{ID: id, Name: both(id), Measure: targets.Count, Accumulation: a, Unit: targets.Unit{ZH: "项", EN: "one", Plural: "ones"},
			Cadence: targets.Quarterly, Rollup: targets.RollupSum}
	}
	deadline := targets.NewDate(2027, 12, 31)
	return &targets.Catalogue{
		Areas: []targets.Area{
			area("100000", "全国", "", targets.LevelCountry), area("330000", "浙江省", "100000", targets.LevelProvince),
			area("330100", "杭州市", "330000", targets.LevelPrefecture), area("330200", "宁波市", "330000", targets.LevelPrefecture),
			area("140000", "山西省", "100000", targets.LevelProvince),
		},
		Departments: []targets.Department{{ID: "samr", Name: both("市场监管局")}},
		Indicators: []targets.Indicator{
			count("total", targets.Cumulative), count("stock", targets.Stock),
			{ID: "share", Name: both("占比"), Measure: targets.Ratio, Unit: targets.Unit{ZH: "%"}, Cadence: targets.Quarterly, Window: targets.WindowPoint, Rollup: targets.RollupSum},
		},
		Documents: []targets.Document{{ID: "plan", Number: "浙政发〔2024〕1号", Title: both("计划"), Area: "330000", Issued: targets.NewDate(2024, 1, 1)}},
		Targets: []targets.Target{{ID: "total-hz", Document: "plan", Indicator: "total", Area: "330100", Comparator: targets.AtLeast, Goal: targets.NewDecimal(400),
			Start: targets.NewDate(2024, 1, 1), StartBasis: targets.BasisPrinted, Deadline: deadline, Baseline: targets.NewDecimal(0), BaselinePeriod: targets.Day(targets.NewDate(2023, 12, 31))}},
		Tasks: []targets.Task{
			{ID: "t1", Document: "plan", Number: "一", Heading: both("制定办法"), Due: targets.NewDate(2026, 3, 31), Groups: []targets.TaskGroup{{Leads: []string{"samr"}}}},
			{ID: "t2", Document: "plan", Number: "二", Heading: both("开展试点"), Due: targets.NewDate(2027, 3, 31)},
		},
	}
}

// quarterly is the form of the tests.
func quarterly() targets.Form {
	return targets.Form{ID: "q", Name: "标准化季报", Cadence: targets.Quarterly, Opens: 1, Closes: 10, From: targets.NewDate(2026, 1, 1),
		Indicators: []string{"total", "stock", "share"}, Chain: []targets.ChainStep{targets.StepOffice, targets.StepProvince},
		Offices: []string{"hz", "nb", "sx", "zj"}}
}

// newWorld founds a database; it is 2 April 2026, the second day of the window of
// the first quarter. change may alter the form.
func newWorld(t *testing.T, change ...func(*targets.Form)) *world {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "world.db"), sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	founded := time.Date(2026, 3, 1, 12, 0, 0, 0, targets.Shanghai)
	if _, err := s.Found(t.Context(), collector.Operator, worldCatalogue(), []targets.Figure{figureOf("total", "330100", "2025-Q4", "260")}, founded); err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, store: s}
	w.Desk = collector.NewDesk(collector.Parts{Store: wired{s}, Canonical: store.CanonicalFigure, Clock: func() time.Time { return w.now }, Filings: s, People: people{}})
	w.day("2026-04-02")
	form := quarterly()
	for _, fn := range change {
		fn(&form)
	}
	_, err = s.PutRegister(t.Context(), "admin", targets.RegisterChange{
		Offices: []targets.Office{
			{ID: "hz", Name: "杭州市市场监管局", Area: "330100", Department: "samr"}, {ID: "nb", Name: "宁波市市场监管局", Area: "330200"},
			{ID: "zj", Name: "浙江省市场监管局", Area: "330000"}, {ID: "sx", Name: "山西省市场监管局", Area: "140000"},
		},
		Forms: []targets.Form{form},
	}, founded)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func figureOf(indicator, area, period, value string) targets.Figure {
	p, err := targets.ParsePeriod(period)
	if err != nil {
		panic(err)
	}
	return targets.Figure{Key: targets.Key{Indicator: indicator, Area: area, Period: p}, Revision: 1, Value: targets.MustDecimal(value), Flag: targets.Normal, Origin: targets.OriginOffice}
}

// person is a user of an office: wang and li report in hz, every other id is
// office-role.
func person(id, office, area string, roles ...targets.Role) *collector.Person {
	return &collector.Person{User: targets.User{ID: id, Office: office, Roles: roles}, Office: targets.Office{ID: office, Area: area, Department: map[string]string{"hz": "samr"}[office]}, Area: area}
}

var (
	wang     = person("wang", "hz", "330100", targets.Reporter)
	li       = person("li", "hz", "330100", targets.Reporter)
	chief    = person("hz-head", "hz", "330100", targets.Reviewer, targets.Reporter)
	province = person("zj-review", "zj", "330000", targets.Reviewer)
	superior = person("zj-report", "zj", "330000", targets.Reporter)
	ningbo   = person("nb-report", "nb", "330200", targets.Reporter)
	shanxi   = person("sx-review", "sx", "140000", targets.Reviewer, targets.Reporter, targets.Viewer)
	admin    = person("admin", "", "", targets.Administrator)
)

func filing(office, period string) targets.FilingKey {
	p, err := targets.ParsePeriod(period)
	if err != nil {
		panic(err)
	}
	return targets.FilingKey{Form: "q", Office: office, Period: p}
}

var hzQ1 = filing("hz", "2026-Q1")

// cells is an entry of «indicator: value».
func cells(values map[string]string) collector.Entry {
	var e collector.Entry
	for _, id := range slices.Sorted(maps.Keys(values)) {
		e.Cells = append(e.Cells, collector.Cell{Indicator: id, Value: values[id]})
	}
	return e
}

// good is an entry without faults: 300 of 400 three quarters on the way.
func good() collector.Entry { return cells(map[string]string{"total": "300", "stock": "1,234"}) }

func (w *world) submit(p *collector.Person, k targets.FilingKey, e collector.Entry) collector.Receipt {
	w.Helper()
	r, g, err := w.Submit(w.Context(), p, k, e, targets.OnceKey{})
	if err != nil {
		w.Fatalf("Submit(%s) = %v; findings %s", k, err, findings(g))
	}
	return r
}

// must fails the test on an error.
func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// refused wants an error of a kind whose text has some words.
func (w *world) refused(err error, kind targets.Kind, words string) {
	w.Helper()
	if targets.KindOf(err) != kind || !strings.Contains(err.Error(), words) {
		w.Fatalf("the error is %q (%v); want %s with %q in it", targets.KindOf(err), err, kind, words)
	}
}

func (w *world) approve(p *collector.Person, entry int64) {
	w.Helper()
	w.must(w.Review(w.Context(), p, []collector.Judgement{{Entry: entry, Approve: true}}, targets.OnceKey{}))
}

// stands is the approved value of a key, or "".
func (w *world) stands(indicator, area, period string) string {
	w.Helper()
	key := figureOf(indicator, area, period, "0").Key
	series, err := w.store.SeriesNow(w.Context(), []targets.SeriesKey{{Indicator: indicator, Area: area}})
	w.must(err)
	for _, list := range series {
		for _, f := range list {
			if f.Key == key {
				return f.Value.String()
			}
		}
	}
	return ""
}

func row(g *collector.Grid, indicator string) *collector.GridRow {
	for i := range g.Rows {
		if g.Rows[i].Indicator.ID == indicator {
			return &g.Rows[i]
		}
	}
	return &collector.GridRow{}
}

// findings lists what refuses, as «indicator.column: text».
func findings(g *collector.Grid) string {
	if g == nil {
		return "no grid"
	}
	var all []string
	add := func(of string, list []collector.CellFinding) {
		for _, f := range list {
			if f.Refuses() {
				all = append(all, of+"."+string(f.Column)+": "+f.Text)
			}
		}
	}
	for _, r := range g.Rows {
		add(r.Indicator.ID, r.Findings)
	}
	add("", g.Findings)
	return strings.Join(all, "\n")
}

func TestAQuarterIsEnteredReviewedAndStands(t *testing.T) {
	w := newWorld(t)
	g, err := w.Grid(t.Context(), wang, hzQ1)
	w.must(err)
	if got := row(g, "total").Last; got == nil || got.Value.String() != "260" {
		t.Errorf("the last figure of total is %v; want 260", got)
	}
	g, err = w.SaveDraft(t.Context(), wang, hzQ1, good())
	w.must(err)
	if g.SavedBy != "王芳" || row(g, "total").Cell.Value != "300" || row(g, "total").Change.String() != "40" {
		t.Errorf("the draft is by %q with total %q, a change of %s; want 王芳, 300, 40", g.SavedBy, row(g, "total").Cell.Value, row(g, "total").Change)
	}
	e := good()
	e.Version = g.Version
	r := w.submit(wang, hzQ1, e)
	if r.Figures != 2 || len(r.CheckCode) != 19 || r.Next.Office != "hz" {
		t.Errorf("the receipt is %+v; want 2 figures, a check code and the office's own signature next", r)
	}
	w.approve(chief, r.Entry)
	if got := w.stands("total", "330100", "2026-Q1"); got != "" {
		t.Errorf("after one of two steps %q stands; want nothing", got)
	}
	w.approve(province, r.Entry)
	if got := w.stands("total", "330100", "2026-Q1"); got != "300" {
		t.Errorf("after both steps %q stands; want 300", got)
	}
	rows, err := w.Filings(t.Context(), wang, collector.FilingQuery{Mine: true})
	w.must(err)
	if len(rows) != 1 || rows[0].Counts[targets.DutyApproved] != 2 || rows[0].State != targets.DutyOpen {
		t.Errorf("the filings are %+v; want one, two duties approved, open for the third", rows)
	}
}

func TestACorrectionWaitsWhileTheApprovedFigureStands(t *testing.T) {
	w := newWorld(t)
	first := w.submit(wang, hzQ1, good())
	_, g, err := w.Submit(t.Context(), wang, hzQ1, cells(map[string]string{"total": "301"}), targets.OnceKey{})
	w.refused(err, targets.Invalid, "需要改正")
	if !strings.Contains(findings(g), "正在等待审核") {
		t.Errorf("while it waits, the findings are %s; want that it waits", findings(g))
	}
	w.approve(chief, first.Entry)
	w.approve(province, first.Entry)
	w.day("2026-06-01") // long after the window
	g, err = w.Grid(t.Context(), wang, hzQ1)
	w.must(err)
	e := collector.Entry{Cells: []collector.Cell{{Indicator: "total", Value: "310", Note: "补计", Seen: row(g, "total").Newest.Revision}}}
	second := w.submit(wang, hzQ1, e)
	if got := w.stands("total", "330100", "2026-Q1"); got != "300" {
		t.Errorf("while the correction waits %s stands; want 300", got)
	}
	sheet, err := w.OpenHanded(t.Context(), chief, second.Entry)
	w.must(err)
	if b := sheet.Rows[0].Before; b == nil || b.Value.String() != "300" || sheet.Rows[0].Change.String() != "10" || !sheet.Mine {
		t.Errorf("the sheet shows before %v, change %s, mine %v; want 300, 10, true", b, sheet.Rows[0].Change, sheet.Mine)
	}
	w.approve(chief, second.Entry)
	w.approve(province, second.Entry)
	if got := w.stands("total", "330100", "2026-Q1"); got != "310" {
		t.Errorf("after its approval %s stands; want 310", got)
	}
	if sheet, err = w.OpenHanded(t.Context(), province, second.Entry); err != nil || sheet.Rows[0].Before == nil || sheet.Rows[0].Before.Value.String() != "300" {
		t.Errorf("afterwards the sheet shows before %v, %v; want 300 still", sheet.Rows[0].Before, err)
	}
	items, err := w.Timeline(t.Context(), wang, figureOf("total", "330100", "2026-Q1", "0").Key)
	w.must(err)
	if len(items) < 6 || !strings.Contains(items[0].Text.ZH, "王芳上报第 1 次修订") {
		t.Errorf("the timeline is %+v; want two submissions and four approvals from 王芳's on", items)
	}
}

func TestWhoSavesSecondSeesTheFirst(t *testing.T) {
	w := newWorld(t)
	_, err := w.SaveDraft(t.Context(), wang, hzQ1, good())
	w.must(err)
	g, err := w.SaveDraft(t.Context(), li, hzQ1, cells(map[string]string{"total": "999"}))
	w.refused(err, targets.Conflict, "王芳已于 2026-04-02 12:00 保存")
	if got := row(g, "total").Cell.Value; got != "300" {
		t.Errorf("the second sees %q; want the first's 300", got)
	}
	e := cells(map[string]string{"total": "299"})
	e.Version = g.Version
	if g, err = w.SaveDraft(t.Context(), li, hzQ1, e); err != nil || row(g, "total").Cell.Value != "299" || g.SavedBy != "李强" {
		t.Errorf("having seen it, saving gives %q by %s, %v; want 299 by 李强", row(g, "total").Cell.Value, g.SavedBy, err)
	}
	_, _, err = w.Submit(t.Context(), wang, hzQ1, good(), targets.OnceKey{})
	w.refused(err, targets.Conflict, "李强已于")
	w.must(w.DiscardDraft(t.Context(), wang, hzQ1))
	if g, err = w.Grid(t.Context(), wang, hzQ1); err != nil || g.Version != 0 || row(g, "total").Cell.Value != "" {
		t.Errorf("after discarding the grid has version %d, %q, %v; want an empty one", g.Version, row(g, "total").Cell.Value, err)
	}
}

func TestARepeatedRequestHappensOnce(t *testing.T) {
	w := newWorld(t)
	once := targets.OnceKey{Key: "k1"}
	first, _, err := w.Submit(t.Context(), wang, hzQ1, good(), once)
	w.must(err)
	again, _, err := w.Submit(t.Context(), wang, hzQ1, good(), once)
	if err != nil || again != first {
		t.Errorf("repeated, the receipt is %+v, %v; want the first one %+v", again, err, first)
	}
	_, _, err = w.Submit(t.Context(), wang, hzQ1, cells(map[string]string{"total": "301"}), once)
	w.refused(err, targets.Conflict, "")
	review := []collector.Judgement{{Entry: first.Entry, Approve: true}}
	w.must(w.Review(t.Context(), chief, review, targets.OnceKey{Key: "r"}))
	w.must(w.Review(t.Context(), chief, review, targets.OnceKey{Key: "r"}))
	h, err := w.store.Handed(t.Context(), first.Entry)
	w.must(err)
	if h.Step != 2 {
		t.Errorf("after one approval sent twice the open step is %d; want 2", h.Step)
	}
}

func TestReviewTakesTheStepsInTheirOrder(t *testing.T) {
	w := newWorld(t)
	own := w.submit(chief, hzQ1, good()) // who reviews in his office hands in himself
	one := []collector.Judgement{{Entry: own.Entry, Approve: true}}
	w.refused(w.Review(t.Context(), chief, one, targets.OnceKey{}), targets.Forbidden, "应由其他人审核")
	if err := w.Review(t.Context(), province, one, targets.OnceKey{}); targets.KindOf(err) != targets.Forbidden {
		t.Errorf("the province before the office: %v; want forbidden", err)
	}
	w.refused(w.Review(t.Context(), shanxi, one, targets.OnceKey{}), targets.NotFound, "没有这项内容")
	w.refused(w.Review(t.Context(), wang, one, targets.OnceKey{}), targets.Forbidden, "")
	deputy := person("hz-deputy", "hz", "330100", targets.Reviewer)
	w.refused(w.Review(t.Context(), deputy, []collector.Judgement{{Entry: own.Entry}}, targets.OnceKey{}), targets.Invalid, "请写明理由")
	w.must(w.Review(t.Context(), deputy, []collector.Judgement{{Entry: own.Entry, Indicator: "total", Reason: "口径不对"}}, targets.OnceKey{}))
	w.must(w.Review(t.Context(), deputy, []collector.Judgement{{Entry: own.Entry, Approve: true}}, targets.OnceKey{}))
	w.approve(province, own.Entry)
	if a, b := w.stands("total", "330100", "2026-Q1"), w.stands("stock", "330100", "2026-Q1"); a != "" || b != "1234" {
		t.Errorf("total returned and stock approved: %q and %q stand; want none and 1234", a, b)
	}
	g, err := w.Grid(t.Context(), wang, hzQ1)
	w.must(err)
	r := row(g, "total")
	if r.Returned != "口径不对" || r.State != targets.DutyReturned || r.Cell.Value != "300" {
		t.Errorf("the office sees %q, %s, %q; want the reason, returned, 300", r.Returned, r.State, r.Cell.Value)
	}
	w.refused(w.Review(t.Context(), deputy, one, targets.OnceKey{}), targets.Conflict, "已经审核过")
}

func TestWhatIsNotOpenedMayBeWithdrawn(t *testing.T) {
	w := newWorld(t)
	r := w.submit(wang, hzQ1, good())
	w.refused(w.Withdraw(t.Context(), superior, r.Entry, "", targets.OnceKey{}), targets.Forbidden, "只能由该单位撤回")
	w.refused(w.Withdraw(t.Context(), ningbo, r.Entry, "", targets.OnceKey{}), targets.NotFound, "")
	w.must(w.Withdraw(t.Context(), wang, r.Entry, "填错了", targets.OnceKey{}))
	g, err := w.Grid(t.Context(), wang, hzQ1)
	w.must(err)
	if x := row(g, "total"); x.State != targets.DutyOpen || x.Cell.Value != "300" || !x.Changed || x.Cell.Seen != 1 {
		t.Errorf("after withdrawing, total is %s, %q, changed %v, seen %d; want open, 300, true, 1", x.State, x.Cell.Value, x.Changed, x.Cell.Seen)
	}
	e := good()
	for i := range e.Cells {
		e.Cells[i].Seen = 1
	}
	again := w.submit(wang, hzQ1, e)
	_, err = w.OpenHanded(t.Context(), province, again.Entry) // not his step: it stays unopened
	w.must(err)
	if g, err = w.Grid(t.Context(), wang, hzQ1); err != nil || !g.Withdraw {
		t.Errorf("opened by who cannot sign: may withdraw %v, %v; want true", g.Withdraw, err)
	}
	_, err = w.OpenHanded(t.Context(), chief, again.Entry)
	w.must(err)
	w.refused(w.Withdraw(t.Context(), wang, again.Entry, "", targets.OnceKey{}), targets.Conflict, "已打开")
}

func TestTheWindowIsKept(t *testing.T) {
	w := newWorld(t)
	_, _, err := w.Submit(t.Context(), wang, filing("hz", "2026-Q2"), good(), targets.OnceKey{})
	w.refused(err, targets.Forbidden, "未到报送期：2026-07-01 起填报")
	w.refused(w.RequestLate(t.Context(), wang, hzQ1, "系统故障"), targets.Conflict, "尚未截止")
	w.day("2026-04-13") // Monday; the 10th was a Friday
	_, _, err = w.Submit(t.Context(), wang, hzQ1, good(), targets.OnceKey{})
	w.refused(err, targets.Forbidden, "报送期已于 2026-04-10 截止")
	w.refused(w.RequestLate(t.Context(), wang, hzQ1, " "), targets.Invalid, "请写明理由")
	w.must(w.RequestLate(t.Context(), wang, hzQ1, "系统故障"))
	w.refused(w.RequestLate(t.Context(), wang, hzQ1, "系统故障"), targets.Conflict, "正在等待答复")
	w.refused(w.AnswerLate(t.Context(), chief, hzQ1, true, "同意", targets.NewDate(2026, 4, 15)), targets.Forbidden, "")
	w.refused(w.AnswerLate(t.Context(), shanxi, hzQ1, true, "同意", targets.NewDate(2026, 4, 15)), targets.NotFound, "")
	w.refused(w.AnswerLate(t.Context(), province, hzQ1, true, "同意", targets.NewDate(2026, 4, 12)), targets.Invalid, "2026-04-13 至")
	lates, err := w.Lates(t.Context(), province)
	w.must(err)
	if len(lates) != 1 || lates[0].By != "王芳" || !lates[0].Answers {
		t.Errorf("the province's requests are %+v; want 王芳's, to be answered", lates)
	}
	w.must(w.AnswerLate(t.Context(), province, hzQ1, true, "同意", targets.NewDate(2026, 4, 15)))
	w.submit(wang, hzQ1, good())
	rates, err := w.Rates(t.Context(), province, collector.RateQuery{})
	w.must(err)
	// Q1 of hz, nb and zj are due: 9 duties; hz answered 2 of its 3, late.
	if got := rates[0].All; got != (targets.Rate{Due: 8, Late: 2, Missing: 6}) {
		t.Errorf("the province's rate is %+v; want 8 due (the third of hz is open until the 15th), 2 late, 6 missing", got)
	}
	reminders, err := w.Reminders(t.Context(), province, targets.NewDate(2026, 4, 13))
	w.must(err)
	if len(reminders) != 3 || !reminders[0].Overdue || reminders[0].Days != 3 || reminders[2].Office.ID != "hz" || len(reminders[2].Missing) != 1 || reminders[2].Days != 2 || len(reminders[2].Contacts) != 1 {
		t.Errorf("the reminders are %+v; want nb and zj overdue for 3 days, then hz's one figure in 2 days", reminders)
	}
}

func TestEditsRefuseOrAskForANote(t *testing.T) {
	tests := map[string]struct {
		cell collector.Cell
		want string // the findings that refuse
	}{
		"a good figure passes":                   {collector.Cell{Indicator: "total", Value: "300"}, ""},
		"a cumulative does not fall":             {collector.Cell{Indicator: "total", Value: "250"}, "累计数不应下降"},
		"unless a note says why":                 {collector.Cell{Indicator: "total", Value: "299", Note: "清理后核减"}, ""},
		"a tenfold figure asks":                  {collector.Cell{Indicator: "total", Value: "2,700"}, "十倍以上"},
		"and a note lets it pass":                {collector.Cell{Indicator: "total", Value: "2,700", Note: "并入专项"}, ""},
		"a count is whole":                       {collector.Cell{Indicator: "total", Value: "300.5"}, "不是整数"},
		"and not negative":                       {collector.Cell{Indicator: "stock", Value: "-1"}, "小于零"},
		"gigantic numbers are refused":           {collector.Cell{Indicator: "stock", Value: strings.Repeat("9", 31)}, "位数过多"},
		"a bare 60 is no ratio":                  {collector.Cell{Indicator: "share", Value: "60"}, "没有百分号"},
		"a numerator is part of its denominator": {collector.Cell{Indicator: "share", Numerator: "7", Denominator: "5"}, "大于分母"},
		"parts are enough":                       {collector.Cell{Indicator: "share", Numerator: "3", Denominator: "5"}, ""},
		"half of them is not":                    {collector.Cell{Indicator: "share", Numerator: "3"}, "有分子而没有分母"},
		"zero is said":                           {collector.Cell{Indicator: "stock", Value: "0"}, "填了零"},
		"as 零报告":                                 {collector.Cell{Indicator: "stock", Reply: collector.ReplyZero}, ""},
		"a zero report has no number beside it":  {collector.Cell{Indicator: "stock", Reply: collector.ReplyZero, Value: "5"}, "又填了数值"},
		"what is missing has a reason":           {collector.Cell{Indicator: "stock", Reply: collector.ReplyMissing}, "确认缺报要写理由"},
		"then it is an answer":                   {collector.Cell{Indicator: "stock", Reply: collector.ReplyMissing, Note: "台账遗失"}, ""},
		"so is not applicable":                   {collector.Cell{Indicator: "stock", Reply: collector.ReplyNotApplicable}, ""},
		"an unknown reply is refused":            {collector.Cell{Indicator: "stock", Reply: "maybe"}, "答复方式"},
		"a provisional figure asks for a note":   {collector.Cell{Indicator: "stock", Value: "5", Flag: "P"}, "数据标识为 P"},
		"an unknown flag is refused":             {collector.Cell{Indicator: "stock", Value: "5", Flag: "Z"}, "无法识别"},
		"an unknown bound is refused":            {collector.Cell{Indicator: "stock", Value: "5", Bound: "ish"}, "上下限"},
		"a stale revision is refused":            {collector.Cell{Indicator: "stock", Value: "5", Seen: 3}, "第 3 次修订"},
		"a foreign file is refused":              {collector.Cell{Indicator: "stock", Value: "5", Evidence: []string{strings.Repeat("a", 64)}}, "不是为这张报表上传"},
		"an adjustment needs a computed sum":     {collector.Cell{Indicator: "stock", Adjustment: "5"}, "没有下级预汇总"},
		"a state that changes asks":              {collector.Cell{Indicator: "total", Value: "400"}, "变为「按期完成」"},
	}
	w := newWorld(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g, err := w.Check(t.Context(), wang, hzQ1, collector.Entry{Cells: []collector.Cell{test.cell}})
			if err != nil {
				t.Fatal(err)
			}
			got := findings(g)
			if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("%+v is refused for %q; want %q", test.cell, got, test.want)
			}
		})
	}
}

func TestASlowGoalNeedsCauseMeasureAndDate(t *testing.T) {
	// By 2026-03-31, 820 of the 1460 days (56 %) of 2024 to 2027 are over. 261 of 400
	// is more than that; 210 of 400 (52.5 %) is a pace of 0.93.
	w := newWorld(t)
	e := collector.Entry{Cells: []collector.Cell{{Indicator: "total", Value: "210", Note: "核减"}}}
	_, g, err := w.Submit(t.Context(), wang, hzQ1, e, targets.OnceKey{})
	w.refused(err, targets.Invalid, "3 处")
	if len(g.Behind) != 1 || g.Behind[0].ID != "total-hz" {
		t.Fatalf("behind are %v; want total-hz", g.Behind)
	}
	e.Statement = targets.Statement{Cause: "经费未到位", Measure: "追加预算", Expected: targets.NewDate(2026, 12, 31)}
	w.submit(wang, hzQ1, e)
}

func TestASumIsHeldAgainstTheAreasBelow(t *testing.T) {
	w := newWorld(t, func(f *targets.Form) { f.Chain = []targets.ChainStep{targets.StepProvince} })
	for p, value := range map[*collector.Person]string{wang: "300", ningbo: "100"} {
		r := w.submit(p, filing(p.Office.ID, "2026-Q1"), cells(map[string]string{"total": value}))
		w.approve(province, r.Entry)
	}
	k := filing("zj", "2026-Q1")
	g, err := w.Grid(t.Context(), superior, k)
	w.must(err)
	if s := row(g, "total").Sum; s == nil || s.Value.String() != "400" || len(s.Reported) != 2 || !s.Complete() {
		t.Fatalf("the computed sum is %+v; want 400 of two areas", s)
	}
	if s := row(g, "stock").Sum; s == nil || s.Value.Known() || len(s.Missing) != 2 {
		t.Errorf("the computed sum of what nobody reported is %+v; want none, two missing", s)
	}
	_, _, err = w.Submit(t.Context(), superior, k, cells(map[string]string{"total": "412"}), targets.OnceKey{})
	w.refused(err, targets.Invalid, "相差 12")
	r := w.submit(superior, k, collector.Entry{Cells: []collector.Cell{{Indicator: "total", Adjustment: "+12", Reason: "省本级 12 项"}}})
	h, err := w.store.Handed(t.Context(), r.Entry)
	w.must(err)
	if h.Figures[0].Value.String() != "412" || h.Rows[0].Computed.String() != "400" || h.Rows[0].Adjustment.String() != "12" || h.Rows[0].Reason != "省本级 12 项" {
		t.Errorf("handed in was %s with %+v; want 412 = 400 + 12 with its reason", h.Figures[0].Value, h.Rows[0])
	}
}

func TestASuperiorFillsInAndTheOfficeConfirms(t *testing.T) {
	w := newWorld(t)
	_, g, err := w.Submit(t.Context(), superior, hzQ1, good(), targets.OnceKey{})
	w.refused(err, targets.Invalid, "代填要有依据")
	if !g.FillingIn {
		t.Error("the grid does not say that it is filled in for another")
	}
	e := good()
	e.Basis = "来函〔2026〕3号"
	r := w.submit(superior, hzQ1, e)
	rows, err := w.Filings(t.Context(), wang, collector.FilingQuery{Mine: true})
	w.must(err)
	if len(rows) != 1 || !rows[0].FilledFor {
		t.Errorf("the office's filings are %+v; want one that was filled in", rows)
	}
	w.refused(w.Confirm(t.Context(), superior, r.Entry), targets.Forbidden, "")
	w.must(w.Confirm(t.Context(), wang, r.Entry))
	if g, err = w.Grid(t.Context(), wang, hzQ1); err != nil || g.Confirm {
		t.Errorf("confirmed, it is still to be confirmed: %v, %v", g.Confirm, err)
	}
	_, _, err = w.Submit(t.Context(), ningbo, hzQ1, e, targets.OnceKey{})
	w.refused(err, targets.NotFound, "没有这项内容")
}

const pdf = "%PDF-1.7\n"

func TestASignedScanIsAsked(t *testing.T) {
	w := newWorld(t, func(f *targets.Form) { f.SignedScan = true })
	g, err := w.SaveDraft(t.Context(), wang, hzQ1, good())
	w.must(err)
	printed, err := w.PrintedDraft(t.Context(), wang, hzQ1)
	w.must(err)
	if !printed.Drafted || len(printed.Rows) != 2 || printed.Rows[0].Text != "300项" {
		t.Errorf("the printed draft is %+v; want two rows, 300项 the first", printed.Rows)
	}
	e := good()
	e.Version = g.Version
	_, _, err = w.Submit(t.Context(), wang, hzQ1, e, targets.OnceKey{})
	w.refused(err, targets.Invalid, "签字盖章的扫描件")
	info, err := w.AddEvidence(t.Context(), wang, hzQ1, `C:\scans\..\季报.pdf`, strings.NewReader(pdf+"scan"))
	w.must(err)
	if info.Name != "季报.pdf" || info.MediaType != "application/pdf" {
		t.Errorf("the file is %+v; want 季报.pdf without its path", info)
	}
	e.Evidence = []string{info.SHA256}
	r := w.submit(wang, hzQ1, e) // the upload did not move the version
	if r.CheckCode != printed.CheckCode {
		t.Errorf("the check code is %s; want %s as on the printed draft", r.CheckCode, printed.CheckCode)
	}
	file, err := w.Evidence(t.Context(), province, hzQ1, info.SHA256)
	if err != nil || string(file.Data) != pdf+"scan" {
		t.Errorf("the reviewer reads %q, %v", file.Data, err)
	}
	for name, p := range map[string]*collector.Person{"another province": shanxi, "a neighbour": ningbo, "the administrator": admin} {
		if _, err := w.Evidence(t.Context(), p, hzQ1, info.SHA256); err == nil {
			t.Errorf("%s reads the file", name)
		}
	}
	_, err = w.Evidence(t.Context(), ningbo, filing("nb", "2026-Q1"), info.SHA256)
	w.refused(err, targets.NotFound, "")
}

func TestFilesAreWhatTheirNamesSay(t *testing.T) {
	w := newWorld(t)
	tests := map[string]struct{ name, data, want string }{
		"a program named pdf":   {"a.pdf", "MZ\x90\x00", "只收"},
		"a pdf named png":       {"a.png", pdf, "只收"},
		"a page of HTML":        {"a.html", "<script>", "只收"},
		"a zip that is no book": {"a.xlsx", "PK\x03\x04zzzz", "只收"},
		"nothing":               {"a.pdf", "", "空的"},
		"too much":              {"a.pdf", pdf + strings.Repeat("x", 5<<20), "5 MiB"},
		"a name of controls":    {"a\x00.pdf", pdf, "控制字符"},
		"a name that reorders":  {"a\u202efdp.exe.pdf", pdf, "控制字符"},
		"broken text":           {"a\xff.pdf", pdf, "控制字符"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := w.AddEvidence(t.Context(), wang, hzQ1, test.name, strings.NewReader(test.data))
			if targets.KindOf(err) != targets.Invalid || !strings.Contains(err.Error(), test.want) {
				t.Errorf("AddEvidence(%q) = %v; want %q", test.name, err, test.want)
			}
		})
	}
}

func TestHostileEntriesAreRefusedByName(t *testing.T) {
	w := newWorld(t)
	note := func(s string) collector.Entry {
		return collector.Entry{Cells: []collector.Cell{{Indicator: "stock", Value: "5", Note: s}}}
	}
	tests := map[string]struct {
		e    collector.Entry
		want string
	}{
		"an unknown indicator":     {cells(map[string]string{"330200": "5"}), "不在这张报表里"},
		"an indicator twice":       {collector.Entry{Cells: []collector.Cell{{Indicator: "stock"}, {Indicator: "stock"}}}, "填了两次"},
		"a note of ten megabytes":  {note(strings.Repeat("字", 10<<20/3)), "最多 2000 个"},
		"invalid UTF-8":            {note("a\xffb"), "UTF-8"},
		"a control character":      {note("a\x1bb"), "控制字符"},
		"an override of direction": {note("a\u202eb"), "改变文字方向"},
		"a gigantic number":        {cells(map[string]string{"stock": strings.Repeat("9", 1<<20)}), "最多 100 个"},
		"a script of a basis":      {collector.Entry{Basis: "\x00"}, "控制字符"},
		"a hundred files":          {collector.Entry{Evidence: make([]string, 100)}, "最多上传"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := w.SaveDraft(t.Context(), wang, hzQ1, test.e)
			if targets.KindOf(err) != targets.Invalid || !strings.Contains(err.Error(), test.want) || len(err.Error()) > 500 {
				t.Errorf("SaveDraft = %.300v; want %q", err, test.want)
			}
		})
	}
	g, err := w.SaveDraft(t.Context(), wang, hzQ1, note(" \u200f<script>alert('甲')</script>\ufeff\r\n"))
	w.must(err)
	if got := row(g, "stock").Cell.Note; got != "<script>alert('甲')</script>" {
		t.Errorf("the note is kept as %q; want it without invisible marks, otherwise as typed", got)
	}
}

func TestNobodyLearnsOfForeignFilings(t *testing.T) {
	w := newWorld(t)
	r := w.submit(wang, hzQ1, good())
	ctx := t.Context()
	unknown := filing("nowhere", "2026-Q1")
	for name, k := range map[string]targets.FilingKey{"a foreign filing": hzQ1, "one that is not": unknown} {
		errs := map[string]error{}
		_, errs["Grid"] = w.Grid(ctx, shanxi, k)
		_, errs["Check"] = w.Check(ctx, shanxi, k, good())
		_, errs["SaveDraft"] = w.SaveDraft(ctx, shanxi, k, good())
		errs["DiscardDraft"] = w.DiscardDraft(ctx, shanxi, k)
		_, _, errs["Submit"] = w.Submit(ctx, shanxi, k, good(), targets.OnceKey{})
		_, errs["AddEvidence"] = w.AddEvidence(ctx, shanxi, k, "a.pdf", strings.NewReader(pdf))
		_, errs["Evidence"] = w.Evidence(ctx, shanxi, k, "x")
		errs["RequestLate"] = w.RequestLate(ctx, shanxi, k, "x")
		errs["AnswerLate"] = w.AnswerLate(ctx, shanxi, k, true, "x", 0)
		_, errs["PrintedDraft"] = w.PrintedDraft(ctx, shanxi, k)
		for method, err := range errs {
			var e *targets.Error
			if !errors.As(err, &e) || e.Kind != targets.NotFound || e.Text != "没有这项内容，或者不在您的权限范围内。" {
				t.Errorf("%s of %s = %v; want the same NotFound for both", method, name, err)
			}
		}
	}
	for _, entry := range []int64{r.Entry, 1, 99999} {
		_, printed := w.Printed(ctx, shanxi, entry)
		_, opened := w.OpenHanded(ctx, shanxi, entry)
		for _, err := range []error{printed, opened, w.Withdraw(ctx, shanxi, entry, "", targets.OnceKey{}), w.Confirm(ctx, shanxi, entry),
			w.Review(ctx, shanxi, []collector.Judgement{{Entry: entry, Approve: true}}, targets.OnceKey{})} {
			w.refused(err, targets.NotFound, "没有这项内容")
		}
	}
	rows, err := w.Filings(ctx, shanxi, collector.FilingQuery{Area: "330000"})
	if err != nil || len(rows) != 0 {
		t.Errorf("山西 lists %d filings of 浙江, %v; want none", len(rows), err)
	}
	queue, err := w.Queue(ctx, shanxi)
	if err != nil || len(queue) != 0 {
		t.Errorf("山西's queue is %+v, %v; want none", queue, err)
	}
	for name, p := range map[string]*collector.Person{"nobody": nil, "the administrator": admin} {
		if _, err := w.Grid(ctx, p, hzQ1); err == nil {
			t.Errorf("%s sees the grid", name)
		}
		if _, _, err := w.Submit(ctx, p, hzQ1, good(), targets.OnceKey{}); err == nil {
			t.Errorf("%s submits", name)
		}
	}
}

func TestTheQueueTellsWhatIsNewAndWhoseTurnItIs(t *testing.T) {
	w := newWorld(t)
	r := w.submit(wang, hzQ1, good())
	queue, err := w.Queue(t.Context(), chief)
	w.must(err)
	if len(queue) != 1 || queue[0].New != 2 || queue[0].Changed != 0 || !queue[0].Mine || queue[0].By != "王芳" || queue[0].Step != 1 || queue[0].Steps != 2 {
		t.Errorf("the office's queue is %+v; want two new figures of 王芳, the first step of two", queue)
	}
	if queue, err = w.Queue(t.Context(), province); err != nil || len(queue) != 1 || queue[0].Mine {
		t.Errorf("the province's queue is %+v, %v; want it, not yet its own", queue, err)
	}
	w.approve(chief, r.Entry)
	if queue, err = w.Queue(t.Context(), province); err != nil || len(queue) != 1 || !queue[0].Mine || queue[0].Signature.Area != "330000" {
		t.Errorf("after the first step the province's queue is %+v, %v; want it its own", queue, err)
	}
}

func TestTheLedgerIsReportedClosedAndOpenedAgain(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	l, err := w.Ledger(ctx, wang, collector.LedgerQuery{})
	w.must(err)
	if l.All != (collector.LedgerCount{All: 2, Unreported: 2, Overdue: 1}) || !l.Rows[0].Overdue || !l.Rows[0].Mine || l.Rows[1].Mine {
		t.Errorf("the ledger counts %+v; want two unreported, the first overdue since 2026-03-31 and 市场监管局's", l.All)
	}
	report := func(p *collector.Person, stage targets.TaskStage, on, text string, files ...string) error {
		d, _ := targets.ParseDate(on)
		return w.ReportTask(ctx, p, collector.TaskEntry{Task: "t1", Stage: stage, On: d, Text: text, Evidence: files})
	}
	w.refused(report(ningbo, targets.TaskDone, "2026-04-01", "已印发"), targets.Forbidden, "")
	w.refused(report(wang, "finished", "2026-04-01", ""), targets.Invalid, "无法识别")
	w.refused(report(wang, targets.TaskDone, "2026-04-03", "已印发"), targets.Invalid, "晚于今天")
	w.refused(report(wang, targets.TaskDone, "2026-04-01", " "), targets.Invalid, "请说明")
	w.refused(report(wang, targets.TaskDone, "2026-04-01", "已印发", strings.Repeat("a", 64)), targets.Invalid, "不是为这项任务上传")
	w.refused(w.CloseTask(ctx, province, "t1", true, ""), targets.Conflict, "报告已完成")
	info, err := w.AddTaskEvidence(ctx, wang, "t1", "办法.pdf", strings.NewReader(pdf))
	w.must(err)
	w.must(report(wang, targets.TaskDone, "2026-04-01", "已印发", info.SHA256))
	w.refused(w.CloseTask(ctx, shanxi, "t1", true, ""), targets.NotFound, "")
	w.refused(w.CloseTask(ctx, wang, "t1", true, ""), targets.NotFound, "")
	w.must(w.CloseTask(ctx, province, "t1", true, "已核实"))
	w.refused(report(wang, targets.TaskInProgress, "2026-04-02", "还要改"), targets.Conflict, "已销号")
	if l, err = w.Ledger(ctx, wang, collector.LedgerQuery{}); err != nil || l.Whole["plan"] != (collector.LedgerCount{All: 2, Done: 1, Closed: 1, Unreported: 1}) || l.Leads["samr"].Closed != 1 {
		t.Errorf("closed, the ledger counts %+v, %v; want one of two done and closed, none overdue", l.Whole["plan"], err)
	}
	w.refused(w.CloseTask(ctx, province, "t1", false, ""), targets.Invalid, "请写明理由")
	w.must(w.CloseTask(ctx, province, "t1", false, "内容有误"))
	sheet, err := w.TaskSheet(ctx, province, "t1")
	w.must(err)
	if len(sheet.History) != 3 || sheet.History[2].Who != "王芳" || len(sheet.History[2].Files) != 1 || sheet.Closed != nil {
		t.Errorf("the sheet is %+v; want three items, 王芳's with a file the last, open again", sheet.History)
	}
	file, err := w.TaskEvidence(ctx, province, "t1", info.SHA256)
	if err != nil || string(file.Data) != pdf {
		t.Errorf("the reviewer reads %q, %v", file.Data, err)
	}
	_, err = w.TaskEvidence(ctx, shanxi, "t1", info.SHA256)
	w.refused(err, targets.NotFound, "")
	if l, err = w.Ledger(ctx, nil, collector.LedgerQuery{}); err == nil {
		t.Errorf("nobody sees the ledger: %+v", l)
	}
}

func TestUnitsAreAssignedLocally(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	a := targets.Assignment{Task: "t2", Units: []targets.AssignedUnit{{Part: targets.PartLead, Office: "nb"}, {Part: targets.PartDivision, Name: "标准化处"}}}
	w.refused(w.AssignTask(ctx, shanxi, a), targets.NotFound, "")
	w.refused(w.AssignTask(ctx, province, targets.Assignment{Task: "t2", Units: []targets.AssignedUnit{{Part: "boss", Name: "x"}}}), targets.Invalid, "责任分工")
	w.refused(w.AssignTask(ctx, province, targets.Assignment{Task: "t2", Units: []targets.AssignedUnit{{Part: targets.PartLead, Office: "sx"}}}), targets.NotFound, "")
	w.must(w.AssignTask(ctx, province, a))
	w.must(w.ReportTask(ctx, ningbo, collector.TaskEntry{Task: "t2", Stage: targets.TaskInProgress, On: targets.NewDate(2026, 4, 1)}))
	l, err := w.Ledger(ctx, ningbo, collector.LedgerQuery{Stage: targets.TaskInProgress})
	w.must(err)
	if len(l.Rows) != 1 || !l.Rows[0].Mine || l.Rows[0].Assigned == nil || l.Rows[0].Assigned.Units[0].Name != "宁波市市场监管局" {
		t.Errorf("宁波's ledger is %+v; want t2, its own, with the office by its name", l.Rows)
	}
}

func TestAWorkbookOfAnotherOfficeChangesNothing(t *testing.T) {
	w := newWorld(t)
	before, _, err := w.store.Head(t.Context())
	w.must(err)
	_, _, err = w.Submit(t.Context(), wang, filing("nb", "2026-Q1"), good(), targets.OnceKey{})
	w.refused(err, targets.NotFound, "")
	_, _, err = w.Submit(t.Context(), wang, hzQ1, cells(map[string]string{"total": "1,00"}), targets.OnceKey{})
	w.refused(err, targets.Invalid, "千位分隔符")
	_, _, err = w.Submit(t.Context(), wang, hzQ1, collector.Entry{}, targets.OnceKey{})
	w.refused(err, targets.Invalid, "没有要上报的数据")
	after, _, err := w.store.Head(t.Context())
	if err != nil || after != before {
		t.Errorf("refusals moved the chain from %d to %d, %v", before, after, err)
	}
}

func TestOnlyWhatIsNamedIsHandedIn(t *testing.T) {
	w := newWorld(t)
	first := w.submit(wang, hzQ1, good())
	w.must(w.Withdraw(t.Context(), wang, first.Entry, "", targets.OnceKey{}))
	r := w.submit(wang, hzQ1, collector.Entry{Cells: []collector.Cell{{Indicator: "stock", Value: "7", Seen: 1}}})
	if r.Figures != 1 {
		t.Errorf("handed in were %d figures; want stock alone, not the withdrawn total", r.Figures)
	}
}

func TestWhatCameBetweenIsToldOnce(t *testing.T) {
	w := newWorld(t)
	g, err := w.SaveDraft(t.Context(), wang, hzQ1, good())
	w.must(err)
	_, err = w.store.Submit(t.Context(), collector.Operator, targets.Submission{Figures: []targets.Figure{figureOf("total", "330100", "2026-Q1", "290")}, Steps: 1}, w.now)
	w.must(err)
	e := good()
	e.Version = g.Version
	_, g, err = w.Submit(t.Context(), wang, hzQ1, e, targets.OnceKey{})
	w.refused(err, targets.Invalid, "已有第 1 次修订，而您是在第 0 次修订")
	if n := row(g, "total").Newest; n == nil || n.Value.String() != "290" {
		t.Fatalf("the newest figure shown is %v; want 290", n)
	}
	for i := range e.Cells { // as the page shown posts it
		e.Cells[i].Seen = row(g, e.Cells[i].Indicator).Cell.Seen
	}
	w.submit(wang, hzQ1, e)
}
