package targets

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func evaluateCase(t *testing.T, tc tcase, change func(*Input)) Evaluation {
	t.Helper()
	in := tc.input(t)
	if change != nil {
		change(&in)
	}
	return Evaluate(in)
}

func TestSeveralSourcesOfOneMoment(t *testing.T) {
	base := tcase{kind: "count stock at_least", goal: "100", asOf: "2024-06-30", figures: "2022 40; 2023-12-31 70; 2023 60"}
	tests := map[string]struct {
		day, year Figure // what is known of the end of 2023, under its two forms
		value     string
		state     State
		others    int
	}{
		"an office's approved figure stands before a publication":   {Figure{Origin: OriginOfficial}, Figure{Origin: OriginOffice}, "60", OnTrack, 1},
		"an exact publication stands before a rounded one":          {Figure{Origin: OriginOfficial, Bound: Lower}, Figure{Origin: OriginOfficial}, "60", OnTrack, 1},
		"a rounded official one stands before other media":          {Figure{Origin: OriginOfficial, Flag: Estimated}, Figure{Origin: OriginMedia}, "70", OnTrack, 1},
		"equal rank and different values is for a person to decide": {Figure{Origin: OriginOfficial}, Figure{Origin: OriginOfficial}, "70", Unrated, 1},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			e := evaluateCase(t, base, func(in *Input) {
				for i := range in.Figures {
					f := &in.Figures[i]
					from := map[string]Figure{"2023-12-31": tc.day, "2023": tc.year}[f.Period.String()]
					f.Origin, f.Bound = or(from.Origin, OriginOfficial), from.Bound
					f.Flag = or(from.Flag, Normal)
				}
			})
			if tc.state == Unrated {
				if e.State != Unrated || !strings.Contains(e.Reason.ZH, "两个同级来源") {
					t.Errorf("state = %s (%s), want unrated by conflict", e.State, e.Reason.ZH)
				}
				return
			}
			if e.Value.String() != tc.value || e.State != tc.state || len(e.Others) != tc.others {
				t.Errorf("value %s, state %s, others %d; want %s, %s, %d", e.Value, e.State, len(e.Others), tc.value, tc.state, tc.others)
			}
		})
	}
}

func TestFormatShareNeverRoundsUpToTheWhole(t *testing.T) {
	for in, want := range map[string]string{"0.99975": "99.98%", "0.9999": "99.99%", "0.99": "99.0%", "1": "100.0%", "1.0004": "100.04%", "0.999999": "99.9999%"} {
		if got := FormatShare(MustDecimal(in)); got != want {
			t.Errorf("FormatShare(%s) = %s, want %s", in, got, want)
		}
	}
}

func TestARatioIsJudgedByItsCountsNotByItsPrint(t *testing.T) {
	e := evaluateCase(t, tcase{kind: "ratio at_least", goal: "0.60", asOf: "2026-03-31", figures: "2022 0.40; 2025 0.60"}, func(in *Input) {
		in.Figures[1].Numerator, in.Figures[1].Denominator = MustDecimal("5951"), MustDecimal("10000")
	})
	if steps := e.Steps(ZH); steps[3].Formula != "5951/10000 ÷ 0.60" {
		t.Errorf("completion is shown as %q", steps[3].Formula)
	}
	if e.State != Missed || e.Value.String() != "0.60" || e.Completion.String() != "0.991833" {
		t.Errorf("state %s, value %s, completion %s; want missed, 0.60 as typed, 5951 ÷ 6000 = 0.991833", e.State, e.Value, e.Completion)
	}
}

func TestStale(t *testing.T) {
	tests := map[string]struct {
		tc   tcase
		want bool
	}{
		"the figure of the year after is not yet due":       {tcase{kind: "count stock at_least", goal: "100", asOf: "2025-04-30", figures: "2022 40; 2023 60"}, false},
		"and overdue after its closing days":                {tcase{kind: "count stock at_least", goal: "100", asOf: "2025-05-01", figures: "2022 40; 2023 60"}, true},
		"a figure within a year leaves that year's own due": {tcase{kind: "count stock at_least", goal: "100", asOf: "2024-12-01", figures: "2022 40; 2023-10-24 60"}, true},
		"what is met may be stale too":                      {tcase{kind: "count stock at_least", goal: "50", asOf: "2025-05-01", figures: "2022 40; 2023 60"}, true},
		"what is achieved is not":                           {tcase{kind: "count cumulative at_least", goal: "50", asOf: "2025-05-01", figures: "2022 40; 2023 60"}, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if e := evaluateCase(t, tc.tc, nil); e.Stale != tc.want {
				t.Errorf("stale = %v (%s), want %v", e.Stale, e.State, tc.want)
			}
		})
	}
}

func TestASisterFeedsByRankAndNotAcrossABreak(t *testing.T) {
	tc := tcase{kind: "count flow at_least", goal: "1000", asOf: "2025-03-31", sister: "2022 100; 2023 500; 2023-12-31 2000; 2024 900B"}
	e := evaluateCase(t, tc, func(in *Input) {
		in.Sister[1].Origin, in.Sister[2].Origin = OriginMedia, OriginMedia
		in.Sister[1].Origin = OriginOffice
	})
	if e.Value.String() != "400" || e.Period.End != NewDate(2023, 12, 31) {
		t.Errorf("value %s to %s, want 400, the office's 500 − 100, and nothing from the break on", e.Value, e.Period.End)
	}
}

func TestADirectionComparesLikeWithLike(t *testing.T) {
	tests := map[string]struct{ kind, figures, want string }{
		"levels with the one before":           {"direction increase", "2022 5; 2023 9", "2023年较2022年上升"},
		"a year with a year, not with a month": {"direction flow increase", "2022 90; 2023 100; 2024-01 30", ""},
		"a month with a month":                 {"direction flow increase", "2023-01 20; 2023 100; 2024-01 30", "2024年1月较2023年1月上升"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			e := evaluateCase(t, tcase{kind: tc.kind, asOf: "2024-06-30", figures: tc.figures}, nil)
			if !strings.Contains(e.Reason.ZH, tc.want) || tc.want == "" && strings.Contains(e.Reason.ZH, "较") {
				t.Errorf("reason = %s, want %q", e.Reason.ZH, tc.want)
			}
		})
	}
}

func TestTimeLimit(t *testing.T) {
	unit := func(start, end string) LimitUnit {
		u := LimitUnit{ID: "u", Name: Text{"试点", "pilot"}}
		if start != "" {
			u.Start = mustDate(t, start)
		}
		if end != "" {
			u.End = mustDate(t, end)
		}
		return u
	}
	tests := map[string]struct {
		units  []LimitUnit
		state  State
		status string
	}{
		"no unit has a start":                      {[]LimitUnit{unit("", "")}, Unrated, "起始日未报"},
		"within the limit":                         {[]LimitUnit{unit("2023-01-01", "")}, Met, "期限内"},
		"ended on the last day of the limit":       {[]LimitUnit{unit("2020-03-01", "2023-03-01")}, Met, "期限内结束"},
		"ended a day late":                         {[]LimitUnit{unit("2020-03-01", "2023-03-02")}, Missed, "逾期结束"},
		"past the limit with no end reported":      {[]LimitUnit{unit("2020-03-01", "")}, Missed, "已超期，未报结束"},
		"an end after the day judged is not known": {[]LimitUnit{unit("2023-01-01", "2025-01-01")}, Met, "期限内"},
		"one late unit misses it for all":          {[]LimitUnit{unit("2020-03-01", "2023-03-02"), unit("2023-01-01", "")}, Missed, "逾期结束"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			e := evaluateCase(t, tcase{kind: "time_limit at_most", asOf: "2024-06-30"}, func(in *Input) {
				in.Target.Limit, in.Target.Units = 36, tc.units
			})
			if e.State != tc.state || e.Units[0].Status.ZH != tc.status {
				t.Errorf("state %s, first unit %q; want %s, %q", e.State, e.Units[0].Status.ZH, tc.state, tc.status)
			}
		})
	}
}

func TestAWholeDocumentIsJudgedFromItsLedger(t *testing.T) {
	tests := map[string]struct {
		ledger Ledger
		asOf   string
		state  State
	}{
		"nothing reported before the deadline":         {Ledger{All: 33}, "2023-06-30", NoData},
		"nothing reported after it":                    {Ledger{All: 33}, "2024-06-30", AwaitingFinal},
		"some done before the deadline":                {Ledger{All: 33, Done: 5, Newest: NewDate(2023, 6, 1)}, "2023-06-30", InProgress},
		"all done in time":                             {Ledger{All: 33, Done: 33, LastDone: NewDate(2023, 12, 31), Newest: NewDate(2023, 12, 31)}, "2024-06-30", Achieved},
		"all done, the last one late":                  {Ledger{All: 33, Done: 33, LastDone: NewDate(2024, 1, 1), Newest: NewDate(2024, 1, 1)}, "2024-06-30", AchievedLate},
		"reported after the deadline and not all done": {Ledger{All: 33, Done: 32, UnderWay: 1, Newest: NewDate(2024, 1, 10)}, "2024-06-30", Missed},
		"not reported since the deadline":              {Ledger{All: 33, Done: 32, Newest: NewDate(2023, 11, 1)}, "2024-06-30", AwaitingFinal},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			e := evaluateCase(t, tcase{kind: "milestone by", issued: "2022-07-06", start: "2022-01-01", deadline: "2023-12-31", asOf: tc.asOf},
				func(in *Input) { in.Target.Ledger, in.Ledger = true, tc.ledger })
			if e.State != tc.state {
				t.Errorf("%+v at %s: %s (%s), want %s", tc.ledger, tc.asOf, e.State, e.Reason.ZH, tc.state)
			}
		})
	}
}

func TestSentence(t *testing.T) {
	name := Text{"累计发布“浙江制造”标准数", "Made-in-Zhejiang standards issued"}
	model := evaluateCases["the model sentence: Made in Zhejiang at the first quarter of 2025"]
	after := model
	after.asOf = "2026-06-30"
	tests := map[string]struct {
		tc     tcase
		zh, en string
	}{
		"before the deadline it speaks of the pace": {model,
			"截至2025年3月31日，累计发布“浙江制造”标准数为3,923项，完成率98.1%；较基期（2021年10月23日2,579项）完成进度94.6%，高于序时进度（82.0%）12.6个百分点。",
			"As of 2025-03-31: Made-in-Zhejiang standards issued, 3,923 items (98.1% of the goal); attained share 94.6% since the baseline (2,579 items on 2021-10-23), 12.6 percentage points above the expected share (82.0%)."},
		"after it, of the result": {after,
			"最近一期为2025年3月31日3,923项，距目标差77项；目标期限2025-12-31已过，期末数待报。",
			"The newest figure is 3,923 items on 2025-03-31; 77 items short of the goal; the deadline 2025-12-31 has passed: the final figure is awaited."},
		"what proves nothing is not compared": {evaluateCases["a lower bound never proves behind"],
			"截至2023年12月31日，累计发布“浙江制造”标准数为310项以上，完成率51.7%。暂不评价：最近一期只公布了下限，不能据以判定快慢。",
			"As of 2023-12-31: Made-in-Zhejiang standards issued, 310 items or more (51.7% of the goal). Not yet rated: The newest figure is only a lower bound and decides nothing."},
		"without data it says so": {tcase{kind: "count flow at_least", goal: "10", asOf: "2024-06-30"},
			"截至2024年6月30日，暂无数据：目标起始日以来无已公布或上报的数据。",
			"As of 2024-06-30: no data. No figure has been published or reported since the start."},
		"a missing final figure after a late success": {evaluateCases["satisfied after the deadline, the final figure unknown"],
			"最近一期为2023年12月31日96%，达到目标（≥ 95%）；目标期限2018-12-31，期末数缺，属期后达标。",
			"The newest figure is 96% on 2023-12-31 and satisfies the goal (≥ 95%); the deadline was 2018-12-31 and the figure for that day is missing."},
	}
	for what, tc := range tests {
		t.Run(what, func(t *testing.T) {
			e := evaluateCase(t, tc.tc, func(in *Input) { in.Indicator.Name = name })
			if got := e.Sentence(ZH); got != tc.zh {
				t.Errorf("zh:\n got %s\nwant %s", got, tc.zh)
			}
			if got := e.Sentence(EN); got != tc.en {
				t.Errorf("en:\n got %s\nwant %s", got, tc.en)
			}
		})
	}
}

func TestStepsCanBeRecomputedWithAPocketCalculator(t *testing.T) {
	e := evaluateCase(t, evaluateCases["the model sentence: Made in Zhejiang at the first quarter of 2025"], nil)
	want := []Step{
		{"基期数", "2021-10-23（起始日及以前最近的精确数据）", "2,579项"},
		{"目标值", "2025-12-31", "≥ 4,000项"},
		{"最近数", "2025年3月31日", "3,923项"},
		{"完成率", "3923 ÷ 4000", "98.1%（0.98075）"},
		{"完成进度", "(3923 − 2579) ÷ (4000 − 2579)", "94.6%（0.945813）"},
		{"序时进度", "(2025-03-31 − 2021-10-23) ÷ (2025-12-31 − 2021-10-23) = 1255 ÷ 1530（天）", "82.0%（0.820261）"},
		{"序时比", "0.945813 ÷ 0.820261", "1.153"},
		{"今后所需", "(4000 − 3923) ÷ (184 ÷ 30.4375)", "每月+12.7项"},
		{"判定", "序时比＝完成进度÷序时进度，不低于0.95。", "达到序时进度"},
	}
	got := e.Steps(ZH)
	if len(got) != len(want) {
		t.Fatalf("steps = %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("step %d = %q, want %q", i+1, got[i], want[i])
		}
	}
}

func TestRowKeepsTheContractsKeysInOrder(t *testing.T) {
	s := sampleSnapshot(t)
	e := s.Evaluate()[0]
	b, err := json.Marshal(s.Row(&e, ZH))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"t","document":"d","document_number":null,"locator":"一","as_written":"4000项以上","indicator":"i","indicator_name":"指标",` +
		`"measure":"count","accumulation":"cumulative","comparator":"at_least","goal":"4000","unit":"项","area":"330000","area_name":"浙江省",` +
		`"start":"2023-01-01","start_basis":"printed","baseline":"2579","baseline_period":"2021-10-23","deadline":"2025-12-31","leads":["市场监管总局"],"participants":[],` +
		`"value":"3923","bound":null,"period":"2025-03-31","revision":1,"completion":0.98075,"progress":0.945813,"expected":0.820261,"pace":1.153063,` +
		`"state":"on_track","at_deadline":null,"light":"green","reason":"序时比＝完成进度÷序时进度，不低于0.95。","required_pace":12.737432,"forecast":null,"stale":false,"form":"level","goal_high":null,"factor":null,"base_year":null,"nature":null,"certainty":null,"origin":null,"provisional":false,"due_soon":false,"reference":null,"years":null,"other_verdict":null,"notes":null}`
	if string(b) != want {
		t.Errorf("row:\n got %s\nwant %s", b, want)
	}
}

// sampleSnapshot holds the model target alone.
func sampleSnapshot(t *testing.T) *Snapshot {
	t.Helper()
	in := evaluateCases["the model sentence: Made in Zhejiang at the first quarter of 2025"].input(t)
	in.Target.Locator, in.Target.AsWritten, in.Target.Leads = Text{"一", "I"}, "4000项以上", []string{"samr"}
	s := &Snapshot{AsOf: in.AsOf, Cuts: DefaultCuts, Figures: map[SeriesKey][]Figure{{"i", "330000"}: in.Figures},
		Catalogue: Catalogue{
			Areas:       []Area{{ID: "330000", Code: "330000", Name: Text{"浙江省", "Zhejiang"}}},
			Departments: []Department{{ID: "samr", Name: Text{"市场监管总局", "SAMR"}}},
			Indicators:  []Indicator{*in.Indicator}, Documents: []Document{*in.Document}, Targets: []Target{*in.Target},
		}}
	s.Seal()
	return s
}

func TestSummaryNamesEveryStateSomebodyIsIn(t *testing.T) {
	count, direction := &Indicator{Measure: Count}, &Indicator{Measure: Direction}
	target := &Target{Comparator: AtLeast, Goal: NewDecimal(1)}
	list := []Evaluation{{State: OnTrack, Indicator: count}, {State: OnTrack, Indicator: count}, {State: NoData, Indicator: count},
		{State: Unrated, Indicator: count, Target: target}, {State: Unrated, Indicator: direction}}
	if got, want := Summary(list, NewDate(2024, 6, 30), ZH), "截至2024年6月30日，共5项目标：达到序时进度2项，不作评价1项，暂不评价1项，暂无数据1项。"; got != want {
		t.Errorf("Summary = %q, want %q", got, want)
	}
}

func TestAnOpenStartThatWouldChangeTheVerdictIsTold(t *testing.T) {
	// From 1 January the baseline is 10: 40/90 over 730/1461 is 0.89; from the date
	// of issue it is 40: 10/60 over 549/1280 is 0.39.
	tc := tcase{kind: "count stock at_least", goal: "100", issued: "2022-07-06", start: "2022-01-01", basis: BasisIssueYear, asOf: "2024-06-30",
		figures: "2021 10; 2022-06-30 40; 2023 50"}
	e := evaluateCase(t, tc, nil)
	want := "条款未载明起始日：自2022-01-01起算为「慢于序时进度」，自发文日2022-07-06起算为「严重滞后」。"
	if len(e.Notes) != 1 || e.Notes[0].ZH != want {
		t.Errorf("notes = %v, want %s", e.Notes, want)
	}
}

func TestALongerFigureAndItsPartsThatDifferAreShown(t *testing.T) {
	e := evaluateCase(t, evaluateCases["a flow takes the periods that cover most days, and fewer figures on a tie"], nil)
	if len(e.Notes) != 1 || e.Notes[0].ZH != "2023年的数据与其各组成期之和相差-1。" {
		t.Errorf("notes = %v, want the difference of 2023", e.Notes)
	}
}

// randomCase draws a level series; larger is better or worse by down.
func randomCase(t *rapid.T, down bool) (figures []int64, build func([]int64) tcase) {
	figures = rapid.SliceOfN(rapid.Int64Range(0, 500), 2, 6).Draw(t, "figures")
	years := []string{"2022", "2023", "2024", "2025", "2026", "2027"}
	asOf := rapid.SampledFrom([]string{"2024-03-31", "2025-03-31", "2026-03-31", "2028-03-31"}).Draw(t, "as of")
	kind := "count stock at_least"
	if down {
		kind = "count stock at_most"
	}
	return figures, func(values []int64) tcase {
		var list []string
		for i, v := range values {
			list = append(list, years[i]+" "+NewDecimal(v).String())
		}
		return tcase{kind: kind, goal: "250", asOf: asOf, figures: strings.Join(list, ";")}
	}
}

func TestABetterFigureNeverWorsensProgress(t *testing.T) {
	for _, down := range []bool{false, true} {
		rapid.Check(t, func(rt *rapid.T) {
			values, build := randomCase(rt, down)
			last := len(values) - 1
			before := Evaluate(build(values).input(t))
			better := append([]int64(nil), values...)
			if better[last]++; down {
				better[last] -= 2
			}
			if better[last] < 0 {
				return
			}
			after := Evaluate(build(better).input(t))
			if before.Progress.Known() && after.Progress.Known() && after.Period.End == before.Period.End && after.Progress.Cmp(before.Progress) < 0 {
				rt.Fatalf("down=%v %v: progress fell from %s to %s", down, values, before.Progress, after.Progress)
			}
		})
	}
}

func TestOrderOfRecordingIsIrrelevant(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values, build := randomCase(rt, false)
		in := build(values).input(t)
		want := Evaluate(in)
		in.Figures = rapid.Permutation(in.Figures).Draw(rt, "order")
		if got := Evaluate(in); got.State != want.State || !got.Pace.Equal(want.Pace) || !got.Value.Equal(want.Value) {
			rt.Fatalf("%v: %s %s, in order %s %s", in.Figures, got.State, got.Pace, want.State, want.Pace)
		}
	})
}

func TestScalingTheUnitChangesNoShare(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values, build := randomCase(rt, rapid.Bool().Draw(rt, "down"))
		want := Evaluate(build(values).input(t))
		scaled := build(values)
		in := scaled.input(t)
		for i := range in.Figures {
			in.Figures[i].Value = in.Figures[i].Value.Shift(-4)
		}
		in.Target.Goal = in.Target.Goal.Shift(-4)
		if got := Evaluate(in); got.State != want.State || !got.Pace.Equal(want.Pace) || !got.Progress.Equal(want.Progress) {
			rt.Fatalf("in ten thousands: %s %s %s, want %s %s %s", got.State, got.Pace, got.Progress, want.State, want.Pace, want.Progress)
		}
	})
}

func TestWhatIsNotZeroDoesNotPrintAsZero(t *testing.T) {
	count := &Indicator{Measure: Count, Unit: Unit{"项", "standard", "standards"}}
	for name, tt := range map[string]struct {
		ind  *Indicator
		need string
		want string
	}{
		"as many decimals as ever":                     {count, "8.46", "每月+8.5项"},
		"a fall of four hundredths":                    {count, "-0.04", "每月−0.04项"},
		"a rise of four thousandths":                   {count, "0.004", "每月+0.004项"},
		"a rate that falls by a thousandth of a point": {&Indicator{Measure: Ratio}, "-0.00001", "每月−0.001个百分点"},
		"nothing is needed, and nothing is said":       {count, "0", ""},
	} {
		e := Evaluation{Indicator: tt.ind, RequiredPace: MustDecimal(tt.need)}
		if got := e.RequiredText(ZH); got != tt.want {
			t.Errorf("%s: RequiredText of %s = %q, want %q", name, tt.need, got, tt.want)
		}
	}
}

func TestANumberForReadersIsRoundedOneWay(t *testing.T) {
	for in, want := range map[string]string{"0.8125": "81.3%", "-0.8125": "-81.3%", "0.81249": "81.2%", "0.8135": "81.4%", "0.0004": "0.04%", "0": "0.0%"} {
		if got := FormatShare(MustDecimal(in)); got != want {
			t.Errorf("FormatShare(%s) = %s, want %s", in, got, want)
		}
	}
	for in, want := range map[string]string{"1.153063": "1.153", "0.6": "0.6", "-0.31": "−0.31", "0.7665": "0.767", "1": "1"} {
		if got := FormatPace(MustDecimal(in)); got != want {
			t.Errorf("FormatPace(%s) = %s, want %s", in, got, want)
		}
	}
	if got := FormatPace(Decimal{}); got != "—" {
		t.Errorf("FormatPace of none = %s", got)
	}
}
