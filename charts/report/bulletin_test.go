package report

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"math/big"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/biaochi/biaochi/targets"
)

// province is a province with three cities: goals of its own and of two of them,
// offices with a form, and everything that offices can do with a duty. What was
// typed is in words that no number or rule makes.
func province() *targets.Snapshot {
	s := brokenDown()
	for code, values := range map[string][2]string{"330100": {"0.81", "0.90"}, "330200": {"0.86", "0.88"}, "330300": {"0.83", ""}} {
		k := targets.SeriesKey{Indicator: "adoption", Area: code}
		for i, v := range values {
			if v != "" {
				s.Figures[k] = append(s.Figures[k], fig("adoption", code, fmt.Sprint(2023+i), v))
			}
		}
	}
	zj := targets.SeriesKey{Indicator: "new-bodies", Area: "330000"}
	s.Figures[zj] = []targets.Figure{
		fig("new-bodies", "330000", "2022", "0"), fig("new-bodies", "330000", "2023", "0"),
		fig("new-bodies", "330000", "2024", "1", func(f *targets.Figure) {
			f.Origin, f.SourceTitle, f.Note = targets.OriginOffice, "", "有两个组织的批复尚未下达。"
		}),
	}
	missing := fig("parks", "330200", "2025-Q1", "", flagged(targets.Missing), func(f *targets.Figure) {
		f.Origin, f.SourceTitle, f.Note = targets.OriginOffice, "", "统计口径正在核对，暂缺。"
	})
	k := targets.SeriesKey{Indicator: "parks", Area: "330200"}
	s.Figures[k] = append(s.Figures[k], missing)
	made := targets.SeriesKey{Indicator: "made-in-zhejiang", Area: "330000"}
	s.Figures[made] = append(s.Figures[made], fig("made-in-zhejiang", "330000", "2024-12-31", "3800", bound(targets.Lower)))
	slices.SortFunc(s.Figures[made], func(a, b targets.Figure) int { return a.Period.Compare(b.Period) })
	for i := range s.Tasks {
		if s.Tasks[i].ID == "zj-1" {
			s.Tasks[i].Due = date("2024-12-31")
		}
	}
	s.Statuses = append(s.Statuses, targets.TaskStatus{Task: "zj-1", Stage: targets.TaskInProgress, On: date("2025-01-10"), Text: "体系表尚在征求意见。"})
	s.Register = &targets.Register{
		Offices: []targets.Office{
			{ID: "hz", Name: "杭州市市场监管局", Area: "330100"}, {ID: "nb", Name: "宁波市市场监管局", Area: "330200"},
			{ID: "wz", Name: "温州市市场监管局", Area: "330300"}, {ID: "zj", Name: "浙江省市场监管局", Area: "330000"},
		},
		Forms: []targets.Form{
			{ID: "cities", Name: "设区市季报", Cadence: targets.Quarterly, Opens: 1, Closes: 15, Indicators: []string{"parks", "adoption"}, Offices: []string{"hz", "nb", "wz"}, From: date("2025-01-01")},
			{ID: "province", Name: "省级年报", Cadence: targets.Yearly, Opens: 1, Closes: 90, Indicators: []string{"new-bodies"}, Offices: []string{"zj"}, From: date("2024-01-01")},
		},
	}
	s.Register.Seal()
	return s
}

// provinceAnswers is what the offices of province handed in: Hangzhou one in time and
// one late, Ningbo one declared missing, the rest nothing.
func provinceAnswers() map[targets.FilingKey]map[string]targets.Answer {
	q := period("2025-Q1")
	of := func(office string) targets.FilingKey {
		return targets.FilingKey{Form: "cities", Office: office, Period: q}
	}
	return map[targets.FilingKey]map[string]targets.Answer{
		of("hz"): {"parks": {Flag: targets.Normal, Stage: targets.StageApproved, First: date("2025-04-10")}, "adoption": {Flag: targets.Normal, Stage: targets.StageWaiting, First: date("2025-04-20")}},
		of("nb"): {"parks": {Flag: targets.Missing, Stage: targets.StageApproved, First: date("2025-04-15")}},
	}
}

func bulletinOf(t testing.TB, o Options, w BulletinOptions, change func(*targets.Snapshot)) *Paper {
	t.Helper()
	src := &memory{answers: provinceAnswers(), make: func() *targets.Snapshot {
		s := province()
		if change != nil {
			change(s)
		}
		return s
	}}
	if w.Area == "" {
		w.Area = "330000"
	}
	if o.AsOf == 0 && w.Period.IsZero() {
		o.AsOf = date("2025-03-31")
	}
	p, err := Bulletin(t.Context(), src, o, w)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sheetOf prints the paper with its pictures left out.
func sheetOf(t testing.TB, p *Paper) string {
	t.Helper()
	s := p.sheet()
	s.Policy = "p"
	b, err := p.print(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var tags = regexp.MustCompile(`<[^>]*>`)

// wordsOf is what a reader reads, a paragraph or cell a line.
func wordsOf(page string) string {
	_, page, _ = strings.Cut(page, "<main")
	page = regexp.MustCompile(`</(p|h\d|td|th|caption|figcaption)>`).ReplaceAllString(page, "\n")
	page = html.UnescapeString(tags.ReplaceAllString("<"+page, ""))
	return strings.TrimSpace(regexp.MustCompile(`\s*\n\s*`).ReplaceAllString(page, "\n")) + "\n"
}

var typedWords = &targets.BulletinWords{
	To: "各设区市人民政府", Reasons: map[string]string{"zj-made": "受审批进度影响。"}, Next: []string{"请各单位抓紧推进。", "未报单位尽快补报。"},
	CC: "省政府办公厅", Contact: "李四", Signed: "浙江省市场监督管理局", Date: targets.NewDate(2025, 4, 25),
}

func TestABulletinIsWhatItsGoldenSays(t *testing.T) {
	for name, tc := range map[string]struct {
		o Options
		w BulletinOptions
	}{
		"bulletin.txt":         {w: BulletinOptions{Period: period("2025-Q1"), Ranking: true}},
		"bulletin-words.txt":   {w: BulletinOptions{Period: period("2025-Q1"), Words: typedWords}},
		"bulletin-public.txt":  {o: Options{Public: true}, w: BulletinOptions{Period: period("2025-Q1"), Ranking: true}},
		"bulletin-country.txt": {o: Options{AsOf: date("2026-03-31")}, w: BulletinOptions{Area: "000000"}},
		"bulletin-en.txt":      {o: Options{Langs: []targets.Lang{targets.EN}}, w: BulletinOptions{Period: period("2025-Q1")}},
	} {
		t.Run(name, func(t *testing.T) {
			readAsGolden(t, name, wordsOf(sheetOf(t, bulletinOf(t, tc.o, tc.w, nil))))
		})
	}
}

func TestTheSameBulletinIsTheSameBytes(t *testing.T) {
	w := BulletinOptions{Period: period("2025-Q1"), Words: typedWords, Ranking: true}
	a, b := sheetOf(t, bulletinOf(t, Options{}, w, nil)), sheetOf(t, bulletinOf(t, Options{}, w, nil))
	if !bytes.Equal([]byte(a), []byte(b)) {
		t.Error("two bulletins of one snapshot differ")
	}
}

func TestNoBulletinForecasts(t *testing.T) {
	for _, lang := range []targets.Lang{targets.ZH, targets.EN} {
		text := wordsOf(sheetOf(t, bulletinOf(t, Options{Langs: []targets.Lang{lang}}, BulletinOptions{Period: period("2025-Q1")}, nil)))
		for _, word := range []string{"预计", "测算", "概率", "完成有压力", "难以完成", "forecast", "probab", "likely"} {
			if strings.Contains(strings.ToLower(text), word) {
				t.Errorf("%s: says %q", lang, word)
			}
		}
	}
}

// Notes, reasons of missing figures and texts of tasks need sign-in.
func TestAPublicBulletinLeavesOutWhatNeedsSignIn(t *testing.T) {
	hide := func(s *targets.Snapshot) {
		for i := range s.Indicators {
			if s.Indicators[i].ID == "parks" {
				s.Indicators[i].Disclosure = targets.Internal
			}
		}
	}
	w := BulletinOptions{Period: period("2025-Q1"), Ranking: true}
	inside := wordsOf(sheetOf(t, bulletinOf(t, Options{}, w, hide)))
	outside := wordsOf(sheetOf(t, bulletinOf(t, Options{Public: true}, w, hide)))
	for _, word := range []string{"有两个组织的批复", "统计口径正在核对", "体系表尚在征求意见", "标准化示范园区", "位次"} {
		if !strings.Contains(inside, word) {
			t.Errorf("the internal edition lacks %s", word)
		}
		if strings.Contains(outside, word) {
			t.Errorf("the public edition has %s", word)
		}
	}
}

func TestAreasAreRankedOnlyWhenAsked(t *testing.T) {
	if text := wordsOf(sheetOf(t, bulletinOf(t, Options{}, BulletinOptions{}, nil))); strings.Contains(text, "位次") {
		t.Error("ranked without being asked")
	}
	body := bulletinOf(t, Options{}, BulletinOptions{Ranking: true}, nil).Body.(*bulletinBody)
	places := map[string][]string{}
	for _, table := range body.Areas.Compared {
		for _, row := range table.Rows {
			places[table.Words] = append(places[table.Words], row.Place+row.Name+row.Value)
		}
	}
	want := map[string][]string{ // a share is ranked, the highest first; a count grows with the area and is not
		"国际标准转化率（2024年，单位：%）": {"1杭州市90", "2宁波市88"},
		"标准化示范园区（2024年，单位：个）": {"杭州市33", "宁波市19"},
	}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestGoalsOfDifferentDirectionsAreNotCompared(t *testing.T) {
	body := bulletinOf(t, Options{}, BulletinOptions{}, func(s *targets.Snapshot) {
		down := s.Targets[0]
		down.ID, down.Area, down.Comparator = "hangzhou-adoption", "330100", targets.AtMost
		s.Targets = append(s.Targets, down)
	}).Body.(*bulletinBody)
	for _, table := range body.Areas.Compared {
		if strings.Contains(table.Words, "转化率") {
			t.Error("compares figures of goals that point both ways")
		}
	}
}

func TestWhatNobodyTypedStaysBlank(t *testing.T) {
	fill := func(w *targets.BulletinWords) *bulletinBody {
		return bulletinOf(t, Options{Public: true}, BulletinOptions{Words: w}, nil).Body.(*bulletinBody)
	}
	blank, full := fill(nil), fill(typedWords)
	for _, p := range blank.Problem.Goals {
		if p.Blank != "（由责任单位填写）" || len(p.Typed) > 0 {
			t.Errorf("%s: %+v; want a blank", p.Name, p)
		}
	}
	if len(blank.Problem.Goals) == 0 || blank.Next.Blank == "" || blank.To+blank.Signed+blank.Date+blank.CC+blank.Contact != "" {
		t.Errorf("something stands where nobody typed anything: %+v", blank)
	}
	if last := full.Problem.Goals[len(full.Problem.Goals)-1]; last.Light != targets.Green || last.Typed[0].Text != typedWords.Reasons["zj-made"] {
		t.Errorf("the reason for a goal on track is not there: %+v", last)
	}
	if full.Next.Blank != "" || full.Date != "2025年4月25日" || full.To != typedWords.To || !slices.Equal(full.Next.Typed, typedWords.Next) {
		t.Errorf("what was typed is not there: %+v", full.Next)
	}
}

func TestThePeriodOfABulletinIsTheNewestQuarterThatHasEnded(t *testing.T) {
	for day, want := range map[string]string{"2025-03-31": "2025-Q1", "2025-03-30": "2024-Q4", "2025-04-01": "2025-Q1", "2025-12-31": "2025-Q4", "2026-01-01": "2025-Q4"} {
		if got := lastQuarter(date(day)); got != period(want) {
			t.Errorf("lastQuarter(%s) = %s, want %s", day, got, want)
		}
	}
}

func TestABulletinJudgesTheLastDayOfItsPeriod(t *testing.T) {
	p := bulletinOf(t, Options{}, BulletinOptions{Period: period("2024-Q4")}, nil)
	if p.book.snap.AsOf != date("2024-12-31") || p.Name != "通报-330000-2024-Q4" {
		t.Errorf("as of %s, %s", p.book.snap.AsOf, p.Name)
	}
}

func TestPartsAreNumberedAsOfficesDo(t *testing.T) {
	w := &bulletinWriter{page: page{lang: targets.ZH}}
	for n, want := range map[int]string{1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九"} {
		if got := w.numeral(n); got != want {
			t.Errorf("numeral(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestThereIsNoBulletinOfAnUnknownArea(t *testing.T) {
	_, err := Bulletin(t.Context(), &memory{make: province}, Options{AsOf: date("2025-03-31")}, BulletinOptions{Area: "999999"})
	if e, ok := errors.AsType[*targets.Error](err); !ok || e.Kind != targets.NotFound {
		t.Errorf("got %v, want a NotFound", err)
	}
}

// A stranger must not make the program list the duties of ten thousand years.
func TestABulletinTellsOfAYearAtMost(t *testing.T) {
	tests := map[string]struct {
		period string
		ok     bool
	}{
		"a quarter":               {"2025-Q1", true},
		"a leap year":             {"2024", true},
		"a leap year and a day":   {"2024-01-01/2025-01-01", false},
		"as much as can be typed": {"0001-01-01/9999-12-31", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Bulletin(t.Context(), &memory{make: province}, Options{AsOf: date("2025-03-31")}, BulletinOptions{Period: period(tt.period)})
			if tt.ok && err != nil || !tt.ok && targets.KindOf(err) != targets.Invalid {
				t.Errorf("a bulletin of %s = %v, want ok %t", tt.period, err, tt.ok)
			}
		})
	}
}

// TestNoNumberIsMadeUp draws figures and days, and looks at every number of the
// generated text: each is a number of an evaluation, a duty, a day, the name of
// something, or a count of no more than what there is.
func TestNoNumberIsMadeUp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		made := rapid.IntRange(2580, 5000).Draw(r, "made")
		bodies := rapid.IntRange(0, 9).Draw(r, "bodies")
		share := rapid.IntRange(0, 1000).Draw(r, "share")
		asOf := date("2022-12-31") + targets.Date(rapid.IntRange(0, 1800).Draw(r, "day"))
		p := bulletinOf(t, Options{AsOf: asOf}, BulletinOptions{Ranking: true}, func(s *targets.Snapshot) {
			set := func(indicator, area string, i int, v string) {
				s.Figures[targets.SeriesKey{Indicator: indicator, Area: area}][i].Value = num(v)
			}
			set("made-in-zhejiang", "330000", 5, fmt.Sprint(made))
			set("new-bodies", "330000", 2, fmt.Sprint(bodies))
			set("adoption", "330100", 1, fmt.Sprintf("0.%04d", share))
		})
		known := numbersOf(p)
		for _, text := range generated(p.Body.(*bulletinBody)) {
			for _, n := range number.FindAllString(text, -1) {
				if !known[n] {
					r.Errorf("%s is no number of the data: %s", n, text)
				}
			}
		}
	})
}

var number = regexp.MustCompile(`\d[\d,]*(\.\d+)?`)

// generated gathers every text of the body that nobody typed.
func generated(b *bulletinBody) []string {
	var list []string
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			list = append(list, v.String())
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Pointer:
			if !v.IsNil() && v.Type() != reflect.TypeFor[*Drawing]() {
				walk(v.Elem())
			}
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[typed]() {
				return
			}
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		}
	}
	walk(reflect.ValueOf(b).Elem())
	return list
}

// numbersOf are the numbers that the evaluations and duties of a paper hold, as
// they may be printed, worked out from their fields alone.
func numbersOf(p *Paper) map[string]bool {
	known := map[string]bool{}
	add := func(texts ...string) {
		for _, text := range texts {
			for _, n := range number.FindAllString(text, -1) {
				known[n] = true
			}
		}
	}
	day := func(d targets.Date) { add(d.String(), targets.ProseDate(d, targets.ZH)) }
	span := func(q targets.Period) {
		day(q.Start)
		day(q.End)
		add(q.String(), q.Label(targets.ZH))
	}
	scaled := func(r *big.Rat, by int64, digits int) {
		r = new(big.Rat).Mul(new(big.Rat).Abs(r), big.NewRat(by, 1))
		for n := range digits + 1 {
			v, _ := targets.ParseDecimal(r.FloatString(n))
			add(r.FloatString(n), targets.FormatNumber(v))
		}
	}
	value := func(v targets.Decimal) {
		if v.Known() {
			scaled(v.Rat(), 1, 6)
			scaled(v.Rat(), 100, 4)
		}
	}
	s := p.book.snap
	day(s.AsOf)
	day(p.book.since)
	day(s.AsOf.AddYears(1))
	day(targets.DateOf(s.KnownAt))
	span(lastQuarter(s.AsOf))
	add(s.Cuts.OnTrack.String(), s.Cuts.FarBehind.String(), s.Cuts.Reversing.String(), "90", "1") // the mark of 临期, 当年1月1日
	add("33.3", "50.0", "0.0")                                                                    // on time: 2 of all 6, 1 of 2 of Hangzhou and of Ningbo, none of the others and of other periods
	for i := range s.Documents {
		add(s.Documents[i].Title.ZH, s.Documents[i].Number)
	}
	for i := range 3 + len(p.book.all) { // counts of goals and of what is numbered
		add(fmt.Sprint(i))
	}
	for i := range p.book.all {
		e := &p.book.all[i]
		value(e.Goal)
		value(e.Target.Goal)
		value(e.Value)
		value(e.Baseline)
		day(e.Target.Deadline)
		day(e.Target.Start)
		day(e.Document.Issued)
		day(e.BaselineDate)
		span(e.Period)
		if e.Target.Limit > 0 {
			add(fmt.Sprint(e.Target.Limit), fmt.Sprint(e.Target.Limit/12))
		}
		for _, share := range []targets.Decimal{e.Completion, e.Progress, e.Expected} {
			add(targets.FormatShare(share))
		}
		if e.Progress.Known() && e.Expected.Known() {
			add(targets.FormatPoints(new(big.Rat).Sub(e.Progress.Rat(), e.Expected.Rat())))
		}
		add(e.Reason.ZH, targets.Prose(e.Reason.ZH)) // what the evaluation itself says
		for _, n := range e.Notes {
			add(n.ZH, targets.Prose(n.ZH))
		}
		if e.Goal.Known() && e.Value.Known() {
			gap := new(big.Rat).Sub(e.Goal.Rat(), e.Value.Rat())
			scaled(gap, 1, 2)
			scaled(gap, 100, 2)
		}
		if e.RequiredPace.Known() {
			add(e.RequiredText(targets.ZH), "0.01", "0.1")
		}
	}
	for _, list := range s.Figures {
		for j := range list {
			value(list[j].Value)
			span(list[j].Period)
		}
	}
	return known
}

func TestABulletinOfAPeriodThatHasNotBegunIsRefused(t *testing.T) {
	now := func() time.Time { return date("2026-12-01").End().Add(-time.Hour) }
	for name, tt := range map[string]struct {
		o       Options
		period  string
		refused bool
	}{
		"the next quarter":                          {Options{Now: now}, "2027-Q1", true},
		"the next quarter, judged as of its end":    {Options{Now: now, AsOf: date("2027-03-31")}, "2027-Q1", true},
		"a quarter after the day judged":            {Options{Now: now, AsOf: date("2025-03-31")}, "2025-Q2", true},
		"the present quarter, which is still going": {Options{Now: now}, "2026-Q4", false},
		"one that has ended":                        {Options{Now: now}, "2025-Q1", false},
	} {
		_, err := Bulletin(t.Context(), &memory{make: catalogue, generation: 1}, tt.o, BulletinOptions{Area: "330000", Period: period(tt.period)})
		if tt.refused && (targets.KindOf(err) != targets.Invalid || !strings.Contains(err.Error(), tt.period)) || !tt.refused && err != nil {
			t.Errorf("%s: %v; want it refused by name: %v", name, err, tt.refused)
		}
	}
}
