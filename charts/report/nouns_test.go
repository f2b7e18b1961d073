package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/biaochi/biaochi/targets"
)

// bookOf reads a catalogue as the tests' report does.
func bookOf(t *testing.T, m func() *targets.Snapshot, o Options) *book {
	t.Helper()
	o = o.withDefaults()
	b, err := read(t.Context(), &memory{make: m, generation: 1}, o, o.day())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bodyOf makes the body of a page.
func bodyOf[T any](t *testing.T, b *book, k kind, id string) *T {
	t.Helper()
	p := page{kind: k, id: id, lang: targets.ZH, book: b}
	f := p.frame()
	if err := makers[k](p, t.Context(), &f); err != nil {
		t.Fatal(err)
	}
	return f.Body.(*T)
}

func TestNounPagesReadAsTheGoldensDo(t *testing.T) {
	all := write(t, t.TempDir(), catalogue, fixed)
	readAsGoldens(t, all, "documents.html", "indicators.html", "indicators/adoption.html", "en/documents/plan-2022.html", "en/indicators/adoption.html")
}

func TestGoalsOfOneClauseStandTogether(t *testing.T) {
	m := func() *targets.Snapshot {
		s := catalogue()
		for i, locator := range []string{"一、（二）发展目标，第1项，第1个数", "三、（一），第1句", "三、（一）", "一、（二）发展目标，第2项"} {
			s.Targets[i].Document, s.Targets[i].Locator = "plan-2022", zhEn(locator, "")
		}
		s.Targets = s.Targets[:4]
		return s
	}
	type got struct {
		Head  string
		Spots []string
	}
	var list []got
	for _, g := range bodyOf[documentBody](t, bookOf(t, m, fixed), documentKind, "plan-2022").Goals.Groups {
		line := got{Head: g.Head}
		for _, r := range g.Rows {
			line.Spots = append(line.Spots, r.Spot)
		}
		list = append(list, line)
	}
	want := []got{{"一、（二）发展目标", []string{"第1项，第1个数", "第2项"}}, {"三、（一）", []string{"第1句", ""}}}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("goals by clause (-want +got):\n%s", diff)
	}
}

func TestAGoalThatIsAllocatedStandsOnce(t *testing.T) {
	goals := bodyOf[documentBody](t, bookOf(t, brokenDown, fixed), documentKind, "zhejiang-2023-24").Goals
	listed, parts := 0, ""
	for _, g := range goals.Groups {
		for _, r := range g.Rows {
			listed++
			if r.Parts.Href != "" {
				parts += r.Name + r.Parts.Text + " " + r.Parts.Href
			}
		}
	}
	if goals.All != 7 || listed != 5 || goals.Shares != "其中2项分解目标列在所分解目标的页面。" {
		t.Errorf("%d goals, %d listed, %q; want 7, 5, and where the two shares are", goals.All, listed, goals.Shares)
	}
	if want := "标准化示范园区分解到2个地区 ../targets/zj-parks.html#parts-head"; parts != want {
		t.Errorf("allocated goals: %q, want %q", parts, want)
	}
}

// assigned is the catalogue with units named here for a task that the document
// leaves to nobody, and for one that it does not.
func assigned() *targets.Snapshot {
	s := catalogue()
	s.Register = &targets.Register{Assigned: []targets.Assignment{
		{Task: "plan-2", Units: []targets.AssignedUnit{{Part: targets.PartDivision, Name: "标准化处"}}},
		{Task: "zj-1", Units: []targets.AssignedUnit{{Part: targets.PartLead, Name: "省市场监管局"}, {Part: targets.PartParticipant, Name: "省科技厅"}}},
	}}
	return s
}

func TestEveryLeadHasItsTasks(t *testing.T) {
	for name, c := range map[string]struct {
		document string
		public   bool
		want     []string
	}{
		"a task that several lead stands under each": {"plan-2022", false, []string{"国家标准委: 1/标准必要专利制度 2", "科技部: 1/科技成果转化为标准", "市场监管总局: 1/科技成果转化为标准", "工业和信息化部: 2"}},
		"named here":                      {"zhejiang-2023-24", false, []string{"省市场监管局（本地指定）: （一）1"}},
		"not in the public edition":       {"zhejiang-2023-24", true, nil},
		"what only takes part leads none": {"tasks-2017-27", false, []string{"市场监管总局: 一", "国家标准委: 一"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := fixed
			o.Public = c.public
			var got []string
			for _, l := range bodyOf[documentBody](t, bookOf(t, assigned, o), documentKind, c.document).Ledger.Leads {
				line := l.Name
				if l.Local {
					line += "（本地指定）"
				}
				line += ":"
				for _, task := range l.Tasks {
					line += " " + task.Task.Number
					if task.Scope != "" {
						line += "/" + task.Scope
					}
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("ledger by lead (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatOfficesTypeStaysInTheInternalEdition(t *testing.T) {
	typed := []string{"专利制度已印发", "省市场监管局", "省科技厅", "标准化处"}
	for _, public := range []bool{false, true} {
		o := fixed
		o.Public = public
		all := write(t, t.TempDir(), assigned, o)
		for _, words := range typed {
			some := false
			for _, content := range pagesOf(all) {
				some = some || strings.Contains(content, words)
			}
			// the regulator of the province is also where figures come from
			if words != "省市场监管局" && some == public {
				t.Errorf("public edition %v: %q on some page: %v", public, words, some)
			}
		}
	}
}

func TestTheTimetableHasTheDayJudgedInItsPlace(t *testing.T) {
	type line struct{ When, Kind, What, Stage string }
	var got []line
	s := bodyOf[documentBody](t, bookOf(t, catalogue, fixed), documentKind, "plan-2022").Times
	for _, m := range s.Moments {
		stage := m.Stage
		if len(m.Tally) == 1 {
			stage = fmt.Sprint(m.Tally[0].Name, " ", m.Tally[0].N)
		}
		got = append(got, line{m.When, m.Kind, m.What, stage})
	}
	want := []line{
		{"2022-07-06", "印发", "国市监标技发〔2022〕64号", "已过"},
		{"2023", "评估", "中期评估", "已过"},
		{"2023-12-31", "任务期限", "1项任务", "按期完成 1"},
		{"2025-03-31", "截至日", "", ""},
		{"2022-01-01/2025-12-31", "规划期", "", "进行中"},
		{"2025-12-31", "目标期限", "4项目标", "未到"},
		{"", "目标期限", "1项目标", "灰灯 1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("timetable (-want +got):\n%s", diff)
	}
}

func TestTheNextEvaluationIsTheFirstThatIsNotOver(t *testing.T) {
	event := func(name, when string) targets.DocumentEvent {
		e := targets.DocumentEvent{Name: zhEn(name, name)}
		if when != "" {
			e.Period = period(when)
		}
		return e
	}
	for name, c := range map[string]struct {
		events []targets.DocumentEvent
		want   string
		past   bool
	}{
		"none called for":               {nil, "", false},
		"the mid-term one":              {[]targets.DocumentEvent{event("final", "2025"), event("mid-term", "2024")}, "mid-term", false},
		"on its last day":               {[]targets.DocumentEvent{event("mid-term", "2024-06-30")}, "mid-term", false},
		"over, the final one next":      {[]targets.DocumentEvent{event("mid-term", "2023"), event("final", "2025")}, "final", false},
		"without a date after a date":   {[]targets.DocumentEvent{event("regular", ""), event("final", "2025")}, "final", false},
		"over, only one without a date": {[]targets.DocumentEvent{event("mid-term", "2023"), event("regular", "")}, "regular", false},
		"all over":                      {[]targets.DocumentEvent{event("mid-term", "2022"), event("final", "2023")}, "final", true},
	} {
		t.Run(name, func(t *testing.T) {
			next, past := nextEvaluation(&targets.Document{Evaluations: c.events}, date("2024-06-30"))
			got := ""
			if next != nil {
				got = next.Name.ZH
			}
			if got != c.want || past != c.past {
				t.Errorf("got %q, past %v; want %q, past %v", got, past, c.want, c.past)
			}
		})
	}
}

// cities is a catalogue in which one indicator is asked of n cities, whose shares
// differ by one, and has figures in m more.
func cities(n, m int) func() *targets.Snapshot {
	return func() *targets.Snapshot {
		s := catalogue()
		s.Targets = slices.DeleteFunc(s.Targets, func(t targets.Target) bool { return t.Indicator == "made-in-zhejiang" })
		for i := range n + m {
			code := fmt.Sprint(330101 + i)
			s.Areas = append(s.Areas, targets.Area{ID: code, Code: code, Name: zhEn(fmt.Sprintf("第%d市", i+1), fmt.Sprintf("City %d", i+1)), Level: targets.LevelPrefecture, Parent: "330000"})
			k := targets.SeriesKey{Indicator: "made-in-zhejiang", Area: code}
			for y, v := range []int{100, 120, 140, 160 + i} {
				s.Figures[k] = append(s.Figures[k], fig(k.Indicator, code, fmt.Sprint(2021+y), fmt.Sprint(v)))
			}
			if i < n {
				s.Targets = append(s.Targets, targets.Target{
					ID: "made-" + code, Document: "zhejiang-2023-24", Indicator: k.Indicator, Area: code, Locator: zhEn("附件", "Annex"), Comparator: targets.AtLeast,
					Goal: num("1000"), Start: date("2022-01-01"), StartBasis: targets.BasisPrinted, Deadline: date("2025-12-31"), DeadlineBasis: targets.BasisPrinted,
				})
			}
		}
		return s
	}
}

func TestListsOfAPageAreBounded(t *testing.T) {
	b := bookOf(t, cities(250, 230), fixed)
	body := bodyOf[indicatorBody](t, b, indicatorKind, "made-in-zhejiang")
	if len(body.Rows) != 200 || body.More.Text != "另有50项目标，见全部目标" || body.More.Href != "../targets.html#text=%E7%B4%AF%E8%AE%A1%E5%8F%91%E5%B8%83%E2%80%9C%E6%B5%99%E6%B1%9F%E5%88%B6%E9%80%A0%E2%80%9D%E6%A0%87%E5%87%86" {
		t.Errorf("%d goals, then %+v; want 200, then where the other 50 are", len(body.Rows), body.More)
	}
	if len(body.Others) != 200 || body.MoreAway != 31 {
		t.Errorf("%d areas without a goal and %d more; want 200 and 31 (the province itself is one)", len(body.Others), body.MoreAway)
	}
	if want := "有数据的250项目标中，图中是最需要关注的12项"; !strings.Contains(body.Drawn, want) {
		t.Errorf("the picture is said to show %q, want %q", body.Drawn, want)
	}
	if goals := bodyOf[documentBody](t, b, documentKind, "zhejiang-2023-24").Goals; goals.More.Href == "" || len(goals.Groups[len(goals.Groups)-1].Rows) > 200 {
		t.Errorf("the document lists %d of %d goals without saying where the others are", len(goals.Groups[len(goals.Groups)-1].Rows), goals.All)
	}
}

func TestOnlyWhatComparesHasAPlace(t *testing.T) {
	for name, c := range map[string]struct {
		change func(s *targets.Snapshot)
		o      Options
		want   map[string]string
	}{
		"by attained share, the best first": {nil, fixed, map[string]string{"made-330101": "3", "made-330102": "2", "made-330103": "1"}},
		"equal shares have one place": {func(s *targets.Snapshot) {
			k := targets.SeriesKey{Indicator: "made-in-zhejiang", Area: "330102"}
			s.Figures[k][3] = fig(k.Indicator, k.Area, "2024", "162")
		}, fixed, map[string]string{"made-330101": "3", "made-330102": "1", "made-330103": "1"}},
		"a figure of another day stands apart": {func(s *targets.Snapshot) {
			k := targets.SeriesKey{Indicator: "made-in-zhejiang", Area: "330103"}
			s.Figures[k] = s.Figures[k][:3]
		}, fixed, map[string]string{"made-330101": "2", "made-330102": "1"}},
		"another comparator stands apart": {func(s *targets.Snapshot) { s.Targets[len(s.Targets)-1].Comparator = targets.Exactly }, fixed,
			map[string]string{"made-330101": "2", "made-330102": "1"}},
		"another deadline stands apart": {func(s *targets.Snapshot) { s.Targets[len(s.Targets)-1].Deadline = date("2030-12-31") }, fixed,
			map[string]string{"made-330101": "2", "made-330102": "1"}},
		"nobody is ranked in the public edition": {nil, Options{AsOf: fixed.AsOf, Public: true}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := bookOf(t, func() *targets.Snapshot {
				s := cities(3, 0)()
				if c.change != nil {
					c.change(s)
				}
				return s
			}, c.o)
			got := map[string]string{}
			for _, r := range bodyOf[indicatorBody](t, b, indicatorKind, "made-in-zhejiang").Rows {
				if r.Place != "" {
					got[regexp.MustCompile(`made-\d+`).FindString(r.Href)] = r.Place
				}
			}
			if len(c.want) == 0 {
				c.want = map[string]string{}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("places (-want +got):\n%s", diff)
			}
		})
	}
}

func TestANumberOfThingsReadsAsTheLanguageDoes(t *testing.T) {
	for _, c := range []struct {
		n    int
		lang targets.Lang
		want string
	}{{1, targets.ZH, "1项目标"}, {3, targets.ZH, "3项目标"}, {1, targets.EN, "1 target"}, {0, targets.EN, "0 targets"}, {3, targets.EN, "3 targets"}} {
		if got := (page{lang: c.lang}).many(c.n, "%d项目标", "%d target", "%d targets"); got != c.want {
			t.Errorf("many(%d) in %s = %q, want %q", c.n, c.lang, got, c.want)
		}
	}
}
