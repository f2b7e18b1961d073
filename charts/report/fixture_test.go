package report

import (
	"context"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// memory is a Source over one catalogue held in memory. Figures are whatever the
// snapshot holds; Evaluate leaves out what lies after the day judged.
type memory struct {
	make       func() *targets.Snapshot
	generation int64
	reads      int
	history    func(key targets.SeriesKey, knownAt time.Time) []targets.Revision
	answers    map[targets.FilingKey]map[string]targets.Answer
	err        error
}

func (s *memory) Snapshot(_ context.Context, _ targets.Selection, asOf targets.Date, knownAt time.Time) (*targets.Snapshot, error) {
	s.reads++
	if s.err != nil {
		return nil, s.err
	}
	snap := s.make()
	snap.AsOf, snap.KnownAt = asOf, knownAt
	if knownAt.IsZero() {
		snap.KnownAt = time.Date(2025, 5, 12, 1, 30, 0, 0, time.UTC)
	} else {
		s.forget(snap, knownAt)
	}
	snap.Generation, snap.Cuts = s.generation, targets.DefaultCuts
	snap.Seal()
	return snap, nil
}

// forget takes away what was not known yet at a time: figures published or
// recorded later. What a correction replaced stands again.
func (s *memory) forget(snap *targets.Snapshot, at time.Time) {
	for key, list := range snap.Figures {
		var known []targets.Figure
		for _, f := range list {
			switch {
			case snap.KnownOn(&f).End().Add(-time.Nanosecond).Compare(at) <= 0:
				known = append(known, f)
			case f.Revision > 1 && s.history != nil:
				for _, r := range s.history(key, at) {
					if r.Key == f.Key && r.Replaced != nil {
						known = append(known, *r.Replaced)
					}
				}
			}
		}
		snap.Figures[key] = known
	}
}

// History tells of the figures of the snapshot as the first load, or what the
// test wrote down.
func (s *memory) History(_ context.Context, key targets.SeriesKey, knownAt time.Time) ([]targets.Revision, error) {
	if s.history != nil {
		return s.history(key, knownAt), nil
	}
	var list []targets.Revision
	for _, f := range s.make().Figures[key] {
		f.Recorded = time.Date(2025, 5, 12, 1, 0, 0, 0, time.UTC)
		list = append(list, targets.Revision{Figure: f, KnownFrom: f.Published.End(), Standing: targets.Current, Batch: targets.Batch{Entry: 2, Actor: "operator"}})
	}
	return list, nil
}

// EachFigureOf tells the figures of the snapshot.
func (s *memory) EachFigureOf(_ context.Context, _ targets.Selection, _ time.Time, wanted func(targets.SeriesKey) bool, fn func(*targets.Figure) error) error {
	for k, list := range s.make().Figures {
		for i := range list {
			if !wanted(k) {
				continue
			}
			if err := fn(&list[i]); err != nil {
				return err
			}
		}
	}
	return s.err
}

// Answers tells what the test wrote down.
func (s *memory) Answers(context.Context, targets.Date, targets.Date, time.Time) (map[targets.FilingKey]map[string]targets.Answer, error) {
	return s.answers, s.err
}

func (s *memory) Generation(context.Context) (int64, error) { return s.generation, s.err }

// HeadAt makes up an entry for each generation.
func (s *memory) HeadAt(context.Context, time.Time) (int64, string, error) {
	return s.generation, fmt.Sprintf("%064d", s.generation), s.err
}

func date(s string) targets.Date {
	d, err := targets.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func period(s string) targets.Period {
	p, err := targets.ParsePeriod(s)
	if err != nil {
		panic(err)
	}
	return p
}

func num(s string) targets.Decimal { return targets.MustDecimal(s) }

func zhEn(zh, en string) targets.Text { return targets.Text{ZH: zh, EN: en} }

// fig is a figure with a source; options change it.
func fig(indicator, area, when, value string, change ...func(*targets.Figure)) targets.Figure {
	f := targets.Figure{
		Key: targets.Key{Indicator: indicator, Area: area, Period: period(when)}, Revision: 1, Flag: targets.Normal,
		Origin: targets.OriginOfficial, SourceTitle: "省市场监督管理局通报", SourceURL: "https://example.gov.cn/notice",
	}
	if value != "" {
		f.Value = num(value)
	}
	for _, c := range change {
		c(&f)
	}
	f.Published = f.Period.End + 20
	return f
}

func bound(b targets.Bound) func(*targets.Figure) {
	return func(f *targets.Figure) { f.Bound, f.Note = b, "原文为约数" }
}

func flagged(g targets.Flag) func(*targets.Figure) { return func(f *targets.Figure) { f.Flag = g } }

// catalogue is a small one with every measure kind: three documents, one of
// which sets no target and one of which names no departments.
func catalogue() *targets.Snapshot {
	s := &targets.Snapshot{Figures: map[targets.SeriesKey][]targets.Figure{}}
	s.Areas = []targets.Area{
		{ID: "100000", Code: "100000", Name: zhEn("全国", "China"), Level: targets.LevelCountry},
		{ID: "330000", Code: "330000", Name: zhEn("浙江省", "Zhejiang"), Level: targets.LevelProvince, Parent: "100000"},
		{ID: "610000", Code: "610000", Name: zhEn("陕西省", "Shaanxi"), Level: targets.LevelProvince, Parent: "100000"},
	}
	s.Departments = []targets.Department{
		{ID: "samr", Name: zhEn("市场监管总局", "State Administration for Market Regulation")},
		{ID: "sac", Name: zhEn("国家标准委", "Standardization Administration")},
		{ID: "miit", Name: zhEn("工业和信息化部", "Ministry of Industry and Information Technology")},
		{ID: "most", Name: zhEn("科技部", "Ministry of Science and Technology")},
		{ID: "mofcom", Name: zhEn("商务部", "Ministry of Commerce")},
		{ID: "zj-gov", Name: zhEn("浙江省人民政府办公厅", "General Office of the People's Government of Zhejiang")},
	}
	fixtureDocuments(s)
	fixtureIndicators(s)
	fixtureTargets(s)
	fixtureTasks(s)
	fixtureFigures(s)
	return s
}

func fixtureDocuments(s *targets.Snapshot) {
	s.Documents = []targets.Document{
		{
			ID: "plan-2022", Number: "国市监标技发〔2022〕64号", Title: zhEn("关于印发贯彻实施《国家标准化发展纲要》行动计划的通知", "Action plan for the national standardization outline"),
			Short: zhEn("纲要行动计划", "Action plan"), Issuers: []string{"samr", "sac"}, Area: "100000",
			Issued: date("2022-07-06"), Published: date("2022-07-09"), Covers: period("2022-01-01/2025-12-31"),
			Implements:  []targets.Text{zhEn("《国家标准化发展纲要》", "National standardization outline")},
			Evaluations: []targets.DocumentEvent{{Name: zhEn("中期评估", "mid-term evaluation"), Period: period("2023"), Locator: "四、组织实施"}},
		},
		{
			ID: "zhejiang-2023-24", Number: "浙政办发〔2023〕24号", Title: zhEn("浙江省国家标准化创新发展试点工作方案", "Zhejiang pilot scheme for standardization"),
			Short: zhEn("浙江试点方案", "Zhejiang pilot"), Issuers: []string{"zj-gov"}, Area: "330000", Issued: date("2023-03-27"), Published: date("2023-04-03"),
			Phases: []targets.DocumentEvent{{Name: zhEn("试点期", "pilot"), Period: period("2023-01-01/2025-12-31"), Locator: "一、总体要求"}},
		},
		{
			ID: "tasks-2017-27", Number: "国办发〔2017〕27号", Title: zhEn("贯彻实施《深化标准化工作改革方案》重点任务分工（2017—2018年）", "Division of tasks of the standardization reform, 2017–2018"),
			Short: zhEn("改革任务分工", "Reform tasks"), Issuers: []string{"samr"}, Area: "100000", Issued: date("2017-03-21"),
			Rules: []targets.Rule{{Text: zhEn("各省级人民政府按职责分工对每项任务负责。", "Provincial governments answer for every task."), Locator: "结尾段"}},
		},
	}
}

func fixtureIndicators(s *targets.Snapshot) {
	items, teams := targets.Unit{ZH: "项", EN: "standard", Plural: "standards"}, targets.Unit{ZH: "个", EN: "body", Plural: "bodies"}
	s.Indicators = []targets.Indicator{
		{ID: "made-in-zhejiang", Name: zhEn("累计发布“浙江制造”标准", "Made-in-Zhejiang standards issued"), Measure: targets.Count, Accumulation: targets.Cumulative, Unit: items, Cadence: targets.Yearly, ClosesAfter: 90, Rollup: targets.RollupNone, Disclosure: targets.Public, Source: zhEn("省市场监管局通报", "notices of the provincial regulator")},
		{ID: "adoption", Name: zhEn("国际标准转化率", "Conversion rate of international standards"), Measure: targets.Ratio, Window: targets.WindowPoint, Cadence: targets.Yearly, Rollup: targets.RollupSum, Disclosure: targets.Public, Definition: zhEn("已转化为国家标准的国际标准占适用国际标准的比重", "share of applicable international standards adopted")},
		{ID: "cycle", Name: zhEn("国家标准平均制定周期", "Average time to make a national standard"), Measure: targets.Mean, Window: targets.WindowYear, Unit: targets.Unit{ZH: "个月", EN: "month", Plural: "months"}, Cadence: targets.Yearly, Rollup: targets.RollupSum, Disclosure: targets.Public},
		{ID: "new-bodies", Name: zhEn("新增入驻国际和全国标准化技术组织", "Standardization bodies newly hosted"), Measure: targets.Count, Accumulation: targets.Flow, Unit: teams, Cadence: targets.Yearly, Disclosure: targets.Public},
		{ID: "bases", Name: zhEn("国家技术标准创新基地", "National innovation bases for technical standards"), Measure: targets.Count, Accumulation: targets.Stock, Unit: teams, Cadence: targets.Yearly, Disclosure: targets.Public},
		{ID: "all-done", Name: zhEn("全部任务完成", "All tasks done"), Measure: targets.Milestone, Cadence: targets.Once, Disclosure: targets.Public},
		{ID: "openness", Name: zhEn("标准开放水平", "Openness of standards"), Measure: targets.Direction, Rising: true, Unit: items, Cadence: targets.Yearly, Disclosure: targets.Public},
		{ID: "pilot-time", Name: zhEn("试点期限", "Length of a pilot"), Measure: targets.TimeLimit, Unit: targets.Unit{ZH: "个月", EN: "month", Plural: "months"}, Cadence: targets.Once, Disclosure: targets.Public},
	}
}

func fixtureTargets(s *targets.Snapshot) {
	end := date("2025-12-31")
	clause := zhEn("一、总体要求，第2段", "I. General requirements, paragraph 2")
	common := func(id, doc, ind, area string, c targets.Comparator, goal string) targets.Target {
		t := targets.Target{
			ID: id, Document: doc, Indicator: ind, Area: area, Locator: clause, Comparator: c,
			Start: date("2022-01-01"), StartBasis: targets.BasisIssueYear, Deadline: end, DeadlineBasis: targets.BasisPrinted,
		}
		if goal != "" {
			t.Goal = num(goal)
		}
		return t
	}
	made := common("zj-made", "zhejiang-2023-24", "made-in-zhejiang", "330000", targets.AtLeast, "4000")
	made.AsWritten, made.Reading = "4000项以上", zhEn("句首为“累计发布”，按历年总数理解；2021年10月已发布2579项，4000项不可能是新增数。", "The sentence says “in total”; 2,579 had been issued by October 2021, so 4,000 cannot be new ones.")
	adopt := common("plan-adoption", "plan-2022", "adoption", "100000", targets.AtLeast, "0.85")
	adopt.AsWritten, adopt.Leads, adopt.Participants = "85%以上", []string{"sac"}, []string{"miit", "mofcom"}
	cycle := common("plan-cycle", "plan-2022", "cycle", "100000", targets.AtMost, "18")
	cycle.AsWritten = "18个月以内"
	bodies := common("zj-bodies", "zhejiang-2023-24", "new-bodies", "330000", targets.AtLeast, "3")
	bases := common("plan-bases", "plan-2022", "bases", "100000", targets.AtLeast, "50")
	bases.AsWritten = "50个以上"
	done := common("plan-done", "plan-2022", "all-done", "100000", targets.By, "")
	done.Ledger = true
	open := common("plan-open", "plan-2022", "openness", "100000", targets.Increase, "")
	open.Deadline = 0
	pilot := common("zj-pilot", "zhejiang-2023-24", "pilot-time", "330000", targets.AtMost, "")
	pilot.Limit, pilot.Units = 36, []targets.LimitUnit{
		{ID: "hangzhou", Name: zhEn("杭州市标准化试点", "Hangzhou pilot"), Start: date("2022-06-01")},
		{ID: "yiwu", Name: zhEn("义乌市标准化试点", "Yiwu pilot"), Start: date("2021-03-01"), End: date("2024-09-30")},
	}
	adoptZJ := common("zj-adoption", "zhejiang-2023-24", "adoption", "330000", targets.AtLeast, "0.95")
	s.Targets = []targets.Target{adopt, cycle, bases, done, open, made, bodies, adoptZJ, pilot}
}

func fixtureTasks(s *targets.Snapshot) {
	s.Tasks = []targets.Task{
		{
			ID: "plan-1", Document: "plan-2022", Number: "1", Section: zhEn("一、推动标准化与科技创新互动发展", "I. Standards and innovation"), Heading: zhEn("强化标准与科技互动", "Link standards and science"), Due: date("2023-12-31"), DueBasis: targets.BasisInherited,
			Groups: []targets.TaskGroup{
				{Scope: zhEn("标准必要专利制度", "standard-essential patents"), Leads: []string{"sac"}, Participants: []string{"miit"}},
				{Scope: zhEn("科技成果转化为标准", "research turned into standards"), Leads: []string{"most", "samr"}, Collective: []targets.Text{zhEn("各有关部门", "departments concerned")}},
			},
		},
		{ID: "plan-2", Document: "plan-2022", Number: "2", Section: zhEn("一、推动标准化与科技创新互动发展", "I. Standards and innovation"), Heading: zhEn("提升产业标准化水平", "Raise standardization in industry"), Groups: []targets.TaskGroup{{Leads: []string{"miit", "sac"}, Participants: []string{"mofcom"}}}},
		{ID: "zj-1", Document: "zhejiang-2023-24", Number: "（一）1", Section: zhEn("（一）推进标准化与科技创新互融互促", "(1) Standards and innovation"), Heading: zhEn("加快科技创新重点领域标准体系建设", "Standards for key fields of innovation")},
		{ID: "tasks-1", Document: "tasks-2017-27", Number: "一", Heading: zhEn("基本建立统一的强制性国家标准体系", "One system of mandatory national standards"), Due: date("2018-12-31"), DueBasis: targets.BasisPhase, Groups: []targets.TaskGroup{{Leads: []string{"samr", "sac"}, Collective: []targets.Text{zhEn("各有关部门", "departments concerned"), zhEn("各省级人民政府", "provincial governments")}}}},
	}
	s.Statuses = []targets.TaskStatus{{Task: "plan-1", Stage: targets.TaskDone, On: date("2023-12-20"), Text: "专利制度已印发"}}
}

func fixtureFigures(s *targets.Snapshot) {
	add := func(f targets.Figure) {
		k := targets.SeriesKey{Indicator: f.Indicator, Area: f.Area}
		s.Figures[k] = append(s.Figures[k], f)
	}
	for _, p := range [][2]string{{"2021-10-23", "2579"}, {"2022-12-31", "3108"}, {"2023-06-30", "3300"}, {"2023-12-31", "3560"}, {"2025-Q1", "3923"}} {
		add(fig("made-in-zhejiang", "330000", p[0], p[1]))
	}
	add(fig("adoption", "100000", "2021", "0.75"))
	add(fig("adoption", "100000", "2022", "0.77"))
	add(fig("adoption", "100000", "2023", "", flagged(targets.Missing)))
	add(fig("adoption", "100000", "2024", "0.79"))
	add(fig("cycle", "100000", "2021", "24.6"))
	add(fig("cycle", "100000", "2022", "22"))
	add(fig("cycle", "100000", "2023", "19.5"))
	add(fig("new-bodies", "330000", "2022", "1"))
	add(fig("new-bodies", "330000", "2024", "1"))
	add(fig("bases", "100000", "2021", "24"))
	add(fig("bases", "100000", "2022-12-31", "40", bound(targets.Lower)))
	add(fig("bases", "100000", "2024-10-14", "49"))
	add(fig("openness", "100000", "2022", "1200"))
	add(fig("openness", "100000", "2024", "1650"))
}

// brokenDown is the catalogue with a goal that a province has shared out to
// three cities: two have reported the year, one has not; one has no page of its
// own, as where a selection leaves it out. The shares add up to 95 of 100.
func brokenDown() *targets.Snapshot {
	s := catalogue()
	s.Indicators = append(s.Indicators, targets.Indicator{
		ID: "parks", Name: zhEn("标准化示范园区", "Model parks"), Measure: targets.Count, Accumulation: targets.Cumulative,
		Unit: targets.Unit{ZH: "个", EN: "park", Plural: "parks"}, Cadence: targets.Yearly, Rollup: targets.RollupSum, Disclosure: targets.Public,
	})
	share := func(id, area, goal string) targets.Target {
		t := targets.Target{
			ID: id, Document: "zhejiang-2023-24", Indicator: "parks", Area: area, Locator: zhEn("附件", "Annex"), Comparator: targets.AtLeast,
			Goal: num(goal), Start: date("2022-01-01"), StartBasis: targets.BasisPrinted, Deadline: date("2025-12-31"), DeadlineBasis: targets.BasisPrinted,
		}
		if area != "330000" {
			t.AllocatedFrom = "zj-parks"
		}
		return t
	}
	for _, c := range [][3]string{{"330100", "杭州市", "Hangzhou"}, {"330200", "宁波市", "Ningbo"}, {"330300", "温州市", "Wenzhou"}} {
		s.Areas = append(s.Areas, targets.Area{ID: c[0], Code: c[0], Name: zhEn(c[1], c[2]), Level: targets.LevelPrefecture, Parent: "330000"})
	}
	s.Targets = append(s.Targets, share("zj-parks", "330000", "100"), share("hangzhou-parks", "330100", "50"), share("ningbo-parks", "330200", "30"))
	s.Allocated = []targets.Target{share("wenzhou-parks", "330300", "15")}
	for area, values := range map[string][]string{"330000": {"20", "34", "49", "66"}, "330100": {"9", "17", "24", "33"}, "330200": {"6", "10", "15", "19"}, "330300": {"5", "6", "8"}} {
		for i, v := range values {
			k := targets.SeriesKey{Indicator: "parks", Area: area}
			s.Figures[k] = append(s.Figures[k], fig("parks", area, fmt.Sprint(2021+i), v))
		}
	}
	return s
}

// many is a catalogue of n targets with series, spread over documents and areas
// as the shipped one is.
func many(n int) func() *targets.Snapshot {
	return func() *targets.Snapshot {
		s := &targets.Snapshot{Figures: map[targets.SeriesKey][]targets.Figure{}}
		s.Departments = []targets.Department{{ID: "samr", Name: zhEn("市场监管总局", "SAMR")}}
		for a := range 30 {
			code := fmt.Sprintf("%d0000", 11+a)
			s.Areas = append(s.Areas, targets.Area{ID: code, Code: code, Name: zhEn("地区"+code, "Area "+code)})
		}
		for d := range max(1, n/20) {
			id := fmt.Sprintf("doc-%d", d)
			s.Documents = append(s.Documents, targets.Document{ID: id, Title: zhEn("文件"+id, "Document "+id), Issued: date("2021-03-01"), Area: "110000"})
			for k := range 20 {
				s.Tasks = append(s.Tasks, targets.Task{ID: fmt.Sprintf("%s-%d", id, k), Document: id, Number: fmt.Sprint(k), Heading: zhEn("任务", "Task"), Groups: []targets.TaskGroup{{Leads: []string{"samr"}}}})
			}
		}
		for i := range n {
			id := fmt.Sprintf("t-%d", i)
			area := fmt.Sprintf("%d0000", 11+i%30)
			s.Indicators = append(s.Indicators, targets.Indicator{ID: id, Name: zhEn("累计发布标准"+id, "Standards issued "+id), Measure: targets.Count, Accumulation: targets.Cumulative, Unit: targets.Unit{ZH: "项", EN: "standard", Plural: "standards"}, Cadence: targets.Quarterly, Disclosure: targets.Public})
			s.Targets = append(s.Targets, targets.Target{ID: id, Document: fmt.Sprintf("doc-%d", i*max(1, n/20)/n), Indicator: id, Area: area, Locator: zhEn("一", "I"), Comparator: targets.AtLeast, Goal: num("4000"), Start: date("2021-01-01"), StartBasis: targets.BasisPrinted, Deadline: date("2025-12-31"), DeadlineBasis: targets.BasisPrinted})
			k := targets.SeriesKey{Indicator: id, Area: area}
			for q := range 18 {
				s.Figures[k] = append(s.Figures[k], fig(id, area, fmt.Sprintf("%d-Q%d", 2020+(q+3)/4, (q+3)%4+1), fmt.Sprint(1000+q*150)))
			}
		}
		return s
	}
}
