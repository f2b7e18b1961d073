package report

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/biaochi/biaochi/charts/svg"
	"github.com/biaochi/biaochi/targets"
)

// evaluated is the catalogue whose Zhejiang document calls for evaluations: one of
// 2024, one of 2025, and one without a date; its goals and tasks have fields.
func evaluated() *targets.Snapshot {
	s := catalogue()
	d := &s.Documents[1]
	d.Phases = []targets.DocumentEvent{{Name: zhEn("第三阶段", "Third phase"), Period: period("2025"), Locator: "三、（三）"}}
	d.Evaluations = []targets.DocumentEvent{
		{Name: zhEn("试点中期评估", "Mid-term evaluation"), Period: period("2024"), Locator: "三、（二）"},
		{Name: zhEn("试点终期评估", "Final evaluation"), Period: period("2025"), Locator: "三、（三）"},
		{Name: zhEn("实施情况评价", "Regular evaluation"), Locator: "二、（七）4"},
	}
	for i := range s.Indicators {
		s.Indicators[i].Field = targets.FieldReform
		if s.Indicators[i].ID == "adoption" || s.Indicators[i].ID == "new-bodies" {
			s.Indicators[i].Field = targets.FieldOpening
		}
	}
	for i := range s.Tasks {
		s.Tasks[i].Field = targets.FieldInnovation
	}
	return s
}

func evaluateZhejiang(t *testing.T, src Source, o Options, w EvaluationOptions) (string, *evaluationBody) {
	t.Helper()
	if len(o.Langs) == 0 {
		o.Langs = []targets.Lang{targets.ZH}
	}
	if o.Now == nil {
		o.Now = func() time.Time { return time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC) }
	}
	p, err := EvaluationReport(t.Context(), src, o, w)
	if err != nil {
		t.Fatal(err)
	}
	return sheetOf(t, p), p.Body.(*evaluationBody)
}

const zhejiang = "zhejiang-2023-24"

// The goldens are the words of whole reports, a line an element: read the diff.
func TestEvaluationReports(t *testing.T) {
	tests := map[string]struct {
		o Options
		w EvaluationOptions
	}{
		"evaluation-mid-term": {Options{AsOf: date("2024-12-31")}, EvaluationOptions{Document: zhejiang}},
		"evaluation-final":    {Options{}, EvaluationOptions{Document: zhejiang}},
		"evaluation-en":       {Options{AsOf: date("2024-12-31"), Langs: []targets.Lang{targets.EN}}, EvaluationOptions{Document: zhejiang}},
		"evaluation-public":   {Options{AsOf: date("2024-06-30"), Public: true}, EvaluationOptions{Document: "plan-2022"}},
		"evaluation-area":     {Options{AsOf: date("2025-06-30")}, EvaluationOptions{Area: "330000"}},
		"evaluation-field":    {Options{AsOf: date("2025-06-30")}, EvaluationOptions{Field: "opening"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			page, _ := evaluateZhejiang(t, &memory{make: evaluated}, tt.o, tt.w)
			readAsGolden(t, name+".txt", wordsOf(page))
		})
	}
}

func TestWithoutADayTheNewestEvaluationThatHasPassedIsJudged(t *testing.T) {
	tests := map[string]struct {
		today string
		title string
		asOf  string
	}{
		"both have passed": {"2026-11-22", "试点终期评估报告", "2025-12-31"}, "one has": {"2025-12-30", "试点中期评估报告", "2024-12-31"},
		"the first is going on: today": {"2024-06-30", "试点中期评估报告", "2024-06-30"}, "none has begun: today": {"2023-06-30", "阶段评估报告", "2023-06-30"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := Options{Now: func() time.Time { return date(tt.today).End().Add(-time.Hour) }}
			page, body := evaluateZhejiang(t, &memory{make: evaluated}, o, EvaluationOptions{Document: zhejiang})
			if body.Title[1] != tt.title || !strings.Contains(page, "评估截至日</dt><dd>"+tt.asOf) {
				t.Errorf("on %s the report is %q; want %q as of %s\n%s", tt.today, body.Title, tt.title, tt.asOf, body.Why)
			}
		})
	}
}

// Before its deadline a goal is never called missed, however late it is: on no day
// and in no part of the report, its legend included.
func TestAnOpenGoalIsNeverCalledMissed(t *testing.T) {
	for day := date("2023-03-31"); day < date("2025-12-31"); day += 45 {
		src := &memory{make: func() *targets.Snapshot {
			s := evaluated()
			s.Targets = s.Targets[:len(s.Targets)-1] // without the time limit, which runs for each unit apart
			return s
		}}
		page, body := evaluateZhejiang(t, src, Options{AsOf: day}, EvaluationOptions{Document: zhejiang})
		for _, g := range body.Goals.Groups {
			if g.Name != targets.DueOpen.Name().ZH {
				t.Errorf("as of %s there are %q; want only open goals", day, g.Name)
			}
		}
		if strings.Contains(page, "未完成") {
			t.Errorf("as of %s the report says 未完成:\n%s", day, wordsOf(page))
		}
	}
}

// A report for a pair of clocks is the same whenever and in whatever order it is
// made, also where the day was not asked for but chosen.
func TestAnEvaluationIsTheSameWheneverItIsMade(t *testing.T) {
	drawer, err := svg.New()
	if err != nil {
		t.Fatal(err)
	}
	made := func(o Options) []byte {
		o.Langs = []targets.Lang{targets.ZH}
		p, err := EvaluationReport(t.Context(), &memory{make: evaluated}, o, EvaluationOptions{Document: zhejiang})
		if err != nil {
			t.Fatal(err)
		}
		page, err := p.HTML(drawer)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	known := time.Date(2025, 5, 12, 1, 30, 0, 0, time.UTC)
	on := func(s string) func() time.Time { return func() time.Time { return date(s).End().Add(-time.Hour) } }
	first := made(Options{AsOf: date("2025-12-31"), KnownAt: known, Now: on("2026-01-05")})
	for name, o := range map[string]Options{
		"ten years later": {AsOf: date("2025-12-31"), KnownAt: known, Now: on("2036-01-05")}, "the day was chosen": {KnownAt: known, Now: on("2026-11-22")},
	} {
		if again := made(o); !bytes.Equal(again, first) {
			t.Errorf("%s: the report differs", name)
		}
	}
}

// A public evaluation has no forecast, nothing that offices wrote and nothing of
// internal indicators; the internal one has.
func TestThePublicEvaluationLeavesOut(t *testing.T) {
	src := &memory{make: func() *targets.Snapshot {
		s := evaluated()
		s.Indicators[4].Disclosure = targets.Internal // bases
		return s
	}}
	for asked, words := range map[EvaluationOptions][]string{
		{Document: "plan-2022"}: {"专利制度已印发", "国家技术标准创新基地"}, {Document: zhejiang}: {"附件　期末测算", targets.Caveat.ZH, "达标可能性"},
	} {
		internal, _ := evaluateZhejiang(t, src, Options{AsOf: date("2025-06-30")}, asked)
		public, _ := evaluateZhejiang(t, src, Options{AsOf: date("2025-06-30"), Public: true}, asked)
		for _, w := range words {
			if !strings.Contains(internal, w) || strings.Contains(public, w) {
				t.Errorf("%s: %q stands in the internal edition %v, in the public one %v; want only in the internal one",
					asked.Document, w, strings.Contains(internal, w), strings.Contains(public, w))
			}
		}
	}
}

// A forecast stands in the annex and nowhere before it.
func TestAForecastStandsInTheAnnexOnly(t *testing.T) {
	page, _ := evaluateZhejiang(t, &memory{make: evaluated}, Options{AsOf: date("2025-06-30")}, EvaluationOptions{Document: zhejiang})
	body, annex, ok := strings.Cut(page, `<section class="annex">`)
	if !ok {
		t.Fatal("there is no annex")
	}
	for _, word := range []string{"测算", "可能性", "预计可完成", "完成有压力", "难以完成"} {
		if strings.Contains(body, word) {
			t.Errorf("the body says %q", word)
		}
	}
	if !strings.Contains(annex, targets.Caveat.ZH) {
		t.Error("the annex has no caveat")
	}
}

// clocked knows the figure of 2025-Q1 from 2025-05-10 on only.
type clocked struct{ *memory }

func (s clocked) Snapshot(ctx context.Context, sel targets.Selection, asOf targets.Date, knownAt time.Time) (*targets.Snapshot, error) {
	snap, err := s.memory.Snapshot(ctx, sel, asOf, knownAt)
	if err == nil && snap.KnownAt.Before(date("2025-05-10").End()) {
		k := targets.SeriesKey{Indicator: "made-in-zhejiang", Area: "330000"}
		snap.Figures[k] = slices.DeleteFunc(snap.Figures[k], func(f targets.Figure) bool { return f.Period == period("2025-Q1") })
		snap.Seal()
	}
	return snap, err
}

// As of 2025-03-31 the newest figure known was that of 2023: 3,560. The one of
// 2025-Q1, 3,923, came after, and what it changed is said.
func TestWhatCameAfterTheDayIsTold(t *testing.T) {
	src := clocked{&memory{make: evaluated}}
	src.history = func(key targets.SeriesKey, _ time.Time) []targets.Revision {
		var list []targets.Revision
		for _, f := range evaluated().Figures[key] {
			r := targets.Revision{Figure: f, KnownFrom: f.Published.End(), Standing: targets.Current}
			if f.Period == period("2025-Q1") {
				r.KnownFrom = date("2025-05-10").End()
			}
			list = append(list, r)
		}
		return list
	}
	_, body := evaluateZhejiang(t, src, Options{AsOf: date("2025-03-31")}, EvaluationOptions{Document: zhejiang})
	k := body.Known
	if k.Arrivals == nil || len(k.Arrivals.Rows) != 1 || k.Arrivals.Rows[0].Value != "3,923项" || k.Arrivals.Rows[0].Kind != "事后入库" {
		t.Errorf("arrived: %+v; want 3,923项 alone", k.Arrivals)
	}
	if k.Turned == nil || len(k.Turned.Rows) != 1 || k.Turned.Rows[0].Then != "3,560项" || k.Turned.Rows[0].Now != "3,923项" {
		t.Errorf("turned: %+v; want 3,560项 then, 3,923项 now", k.Turned)
	}
	_, body = evaluateZhejiang(t, src, Options{AsOf: date("2025-03-31"), KnownAt: date("2025-03-31").End().Add(-1)}, EvaluationOptions{Document: zhejiang})
	if body.Known.Arrivals != nil || body.Known.Turned != nil {
		t.Errorf("as known on the day: %+v; want nothing that came later", body.Known)
	}
}

func TestWhatCannotBeEvaluated(t *testing.T) {
	tests := map[string]struct {
		w    EvaluationOptions
		kind targets.Kind
		says string
	}{
		"nothing asked":       {EvaluationOptions{}, targets.Invalid, "--document"},
		"no such document":    {EvaluationOptions{Document: "plan-2099"}, targets.NotFound, "plan-2022、zhejiang-2023-24、tasks-2017-27"},
		"no such area":        {EvaluationOptions{Area: "999999"}, targets.NotFound, "没有地区 999999"},
		"no such field":       {EvaluationOptions{Field: "trade"}, targets.NotFound, "opening（标准化对外开放）"},
		"nothing of both":     {EvaluationOptions{Document: zhejiang, Field: "green"}, targets.Invalid, "没有共同的目标和任务"},
		"a field by its name": {EvaluationOptions{Field: "标准化对外开放"}, "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := EvaluationReport(t.Context(), &memory{make: evaluated}, Options{AsOf: date("2025-06-30")}, tt.w)
			if targets.KindOf(err) != tt.kind || tt.says != "" && !strings.Contains(fmt.Sprint(err), tt.says) {
				t.Errorf("EvaluationReport(%+v) = %v; want %s that says %q", tt.w, err, tt.kind, tt.says)
			}
		})
	}
}

// Every goal and every task stands in the report once, and every table and
// picture has its own number, in order.
func TestNothingIsLeftOutOfAnEvaluation(t *testing.T) {
	page, body := evaluateZhejiang(t, &memory{make: evaluated}, Options{AsOf: date("2024-12-31")}, EvaluationOptions{Document: zhejiang})
	goals, tasks := 0, 0
	for _, g := range body.Goals.Groups {
		goals += len(g.Goals)
	}
	for _, g := range body.Tasks.Groups {
		tasks += len(g.Tasks)
	}
	if goals != 4 || tasks != 1 {
		t.Errorf("%d goals and %d tasks; want 4 and 1", goals, tasks)
	}
	for i, m := range regexp.MustCompile(`<caption><span class="label">表(\d+)`).FindAllStringSubmatch(page, -1) {
		if m[1] != fmt.Sprint(i+1) {
			t.Errorf("table %d has the number %s", i+1, m[1])
		}
	}
}

// The windows of the cities' first quarter closed on 15 April 2025: Hangzhou
// answered one duty in time and one late, Ningbo declared one missing and left one,
// Wenzhou both. As of the 18th the late one had not come either.
func TestAnAreaIsTheSumOfWhatItsOfficesOwed(t *testing.T) {
	src := &memory{make: province, answers: provinceAnswers()}
	_, body := evaluateZhejiang(t, src, Options{AsOf: date("2025-04-30")}, EvaluationOptions{Area: "330000"})
	got := map[string]string{}
	for _, r := range body.Reports.Areas {
		got[r.Area] = fmt.Sprint(r.Due, r.OnTime, r.Late, r.Missing, r.Declared)
	}
	want := map[string]string{"浙江省": "1 0 0 1 0", "杭州市": "2 1 1 0 0", "宁波市": "2 1 0 1 1", "温州市": "2 0 0 2 0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("due, on time, late, overdue, declared missing by area (-want +got):\n%s", diff)
	}
	_, body = evaluateZhejiang(t, src, Options{AsOf: date("2025-04-18")}, EvaluationOptions{Area: "330100"})
	if o := body.Gaps.Overdue; o == nil || len(o.Rows) != 1 || o.Rows[0].Since != "2025-04-20" {
		t.Errorf("overdue in Hangzhou on 2025-04-18: %+v; want one that came on 2025-04-20", o)
	}
	if c := body.Compared; c != nil {
		t.Errorf("one city is compared with itself: %+v", c)
	}
}

// carbon is the catalogue with its provincial document replaced by a plan that has
// nothing to do with standards.
func carbon() *targets.Snapshot {
	s := catalogue()
	for i := range s.Documents {
		if d := &s.Documents[i]; d.ID == "zhejiang-2023-24" {
			d.Title, d.Short = zhEn("浙江省碳达峰实施方案", "Zhejiang plan for peaking carbon emissions"), zhEn("碳达峰方案", "Carbon plan")
		}
	}
	return s
}

func TestTitlesSpeakOfStandardizationOnlyWhereTheDocumentsDo(t *testing.T) {
	for _, tt := range []struct {
		make                     func() *targets.Snapshot
		lang                     targets.Lang
		evaluation, bulletinPart string
	}{
		{catalogue, targets.ZH, "浙江省标准化发展报告", "关于浙江省标准化政策目标截至"},
		{carbon, targets.ZH, "浙江省“碳达峰方案”进展评估报告", "关于浙江省“碳达峰方案”目标截至"},
		{carbon, targets.EN, "Report on progress: Zhejiang, “Carbon plan”", "Bulletin on the targets of the “Carbon plan” of Zhejiang"},
	} {
		src, o := &memory{make: tt.make, generation: 1}, Options{AsOf: date("2025-03-31"), Langs: []targets.Lang{tt.lang}}
		for kind, want := range map[string]string{EvaluationPaper: tt.evaluation, BulletinPaper: tt.bulletinPart} {
			p, err := MakePaper(t.Context(), src, o, PaperAsk{Kind: kind, Area: "330000"})
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(p.Title, want) {
				t.Errorf("%s: the title is %q, want it to begin %q", kind, p.Title, want)
			}
		}
	}
}
