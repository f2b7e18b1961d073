package targets

import (
	"slices"
	"testing"
	"time"
)

// judged is an evaluation of a cumulative goal of 4000 by the end of 2025.
func judged(id string, asOf string, state State, change ...func(*Evaluation)) Evaluation {
	day := func(s string) Date { d, _ := ParseDate(s); return d }
	e := Evaluation{
		Target:    &Target{ID: id, Comparator: AtLeast, Goal: MustDecimal("4000"), Deadline: day("2025-12-31")},
		Indicator: &Indicator{Measure: Count, Accumulation: Cumulative, Unit: Unit{"项", "standard", "standards"}},
		Document:  &Document{Issued: day("2023-03-27")}, AsOf: day(asOf), State: state,
	}
	for _, c := range change {
		c(&e)
	}
	return e
}

func valued(period, value string) func(*Evaluation) {
	return func(e *Evaluation) {
		p, err := ParsePeriod(period)
		if err != nil {
			panic(err)
		}
		e.Value, e.Period = MustDecimal(value), p
		e.Figure = &Figure{Key: Key{Period: p}, Value: e.Value, Published: p.End + 10, Revision: 1}
		e.Series = append(e.Series, *e.Figure)
	}
}

// revised makes the newest figure the n-th revision.
func revised(n int) func(*Evaluation) {
	return func(e *Evaluation) {
		e.Revision, e.Figure.Revision, e.Series[len(e.Series)-1].Revision = n, n, n
	}
}

func TestAFigureIsKnownFromItsApprovalOrOfTheFirstLoadFromItsPublication(t *testing.T) {
	day := func(s string) Date { d, _ := ParseDate(s); return d }
	at := func(s string) time.Time { return day(s).End().Add(-time.Hour) }
	s := &Snapshot{Founded: at("2026-12-01")}
	for name, tt := range map[string]struct {
		figure Figure
		want   Date
	}{
		"of the first load, published before":   {Figure{Published: day("2025-04-15"), Recorded: at("2026-12-01"), Approved: at("2026-12-01")}, day("2025-04-15")},
		"of the first load, never published":    {Figure{Recorded: at("2026-12-01"), Approved: at("2026-12-01")}, day("2026-12-01")},
		"imported later, published long before": {Figure{Published: day("2025-04-15"), Recorded: at("2026-12-03"), Approved: at("2026-12-03")}, day("2026-12-03")},
		"approved days after it was handed in":  {Figure{Recorded: at("2026-12-03"), Approved: at("2026-12-09")}, day("2026-12-09")},
		"of which only the publication is told": {Figure{Published: day("2025-04-15")}, day("2025-04-15")},
	} {
		if got := s.KnownOn(&tt.figure); got != tt.want {
			t.Errorf("%s: KnownOn = %s, want %s", name, got, tt.want)
		}
	}
}

func TestChangesTellWhatDiffersBetweenTwoDays(t *testing.T) {
	tests := map[string]struct {
		then, now []Evaluation
		want      []string // kind, turn and text
	}{
		"nothing changed": {[]Evaluation{judged("a", "2024-03-31", OnTrack, valued("2023", "3560"))}, []Evaluation{judged("a", "2024-06-30", OnTrack, valued("2023", "3560"))}, nil},
		"a newer figure": {[]Evaluation{judged("a", "2024-03-31", OnTrack, valued("2023", "3560"))}, []Evaluation{judged("a", "2024-06-30", OnTrack, valued("2023", "3560"), valued("2024-Q1", "3598"))},
			[]string{"figure  最近数由3,560项（2023）变为3,598项（2024-Q1）"}},
		"the first figure of all, and so a first verdict": {[]Evaluation{judged("a", "2024-03-31", NoData)}, []Evaluation{judged("a", "2024-06-30", Behind, valued("2024-Q1", "2600"))},
			[]string{"state  由“暂无数据”变为“慢于序时进度”", "figure  首次有数：2,600项（2024-Q1）"}},
		"a light that turned worse stands before one that turned better": {
			[]Evaluation{judged("a", "2024-03-31", Behind), judged("b", "2024-03-31", OnTrack)}, []Evaluation{judged("a", "2024-06-30", OnTrack), judged("b", "2024-06-30", FarBehind)},
			[]string{"state worse 由“达到序时进度”变为“严重滞后”", "state better 由“慢于序时进度”变为“达到序时进度”"}},
		"a miss is worse than having had no data": {[]Evaluation{judged("a", "2025-12-30", NoData)}, []Evaluation{judged("a", "2026-03-31", Missed)}, []string{"state worse 由“暂无数据”变为“未完成”"}},
		"a goal that was adjusted": {[]Evaluation{judged("a", "2024-03-31", NoData)}, []Evaluation{judged("a", "2024-06-30", NoData, func(e *Evaluation) { e.Target.Goal = MustDecimal("4200") })},
			[]string{"goal  由≥ 4,000项（期限2025-12-31）调整为≥ 4,200项（期限2025-12-31）"}},
		"a document issued in between sets a new goal, and nothing else is said of it": {[]Evaluation{judged("a", "2023-03-26", NotStarted)}, []Evaluation{judged("a", "2023-06-30", NoData)},
			[]string{"new  目标≥ 4,000项（期限2025-12-31）"}},
		"a document issued later still is no news": {[]Evaluation{judged("a", "2022-12-31", NotStarted)}, []Evaluation{judged("a", "2023-03-26", NotStarted)}, nil},
		"a figure of a year that had ended, known only after the earlier day, is new": {
			[]Evaluation{judged("a", "2024-03-31", OnTrack, valued("2022", "3108"))}, []Evaluation{judged("a", "2024-06-30", Missed, valued("2022", "3108"), valued("2023", "3560"))},
			[]string{"state worse 由“达到序时进度”变为“未完成”", "figure  最近数由3,108项（2022）变为3,560项（2023）"}},
		"a figure that stood and was corrected": {
			[]Evaluation{judged("a", "2024-03-31", OnTrack, valued("2023", "3561"))},
			[]Evaluation{judged("a", "2024-06-30", OnTrack, valued("2023", "3569"), revised(2))},
			[]string{"correction  2023年的数据由3,561项更正为3,569项"}},
		"the source of a figure that stood was corrected": {
			[]Evaluation{judged("a", "2024-03-31", OnTrack, valued("2023", "3561"))},
			[]Evaluation{judged("a", "2024-06-30", OnTrack, valued("2023", "3561"), revised(2))},
			[]string{"correction  2023年的数据3,561项更正了来源、标识或备注"}},
		"a first report sent back and handed in again corrects nothing": {
			[]Evaluation{judged("a", "2024-03-31", NoData)},
			[]Evaluation{judged("a", "2024-06-30", NoData, valued("2023", "3561"), revised(2))},
			[]string{"figure  首次有数：3,561项（2023）"}},
		"one that was corrected before the earlier day is old news": {
			[]Evaluation{judged("a", "2024-03-31", OnTrack, valued("2023", "3561"), revised(2))},
			[]Evaluation{judged("a", "2024-06-30", OnTrack, valued("2023", "3561"), revised(2))}, nil},
		"a figure taken back is no new figure": {
			[]Evaluation{judged("a", "2024-03-31", OnTrack, valued("2022", "3108"), valued("2023", "3561"))},
			[]Evaluation{judged("a", "2024-06-30", OnTrack, valued("2022", "3108"))},
			[]string{"correction  2023年的数据3,561项已撤回"}},
		"a better source for the same moment is a new figure, and nothing was taken back": {
			[]Evaluation{judged("a", "2024-03-31", OnTrack, valued("2023", "3561"))},
			[]Evaluation{judged("a", "2024-06-30", OnTrack, valued("2023-12-31", "3569"))},
			[]string{"figure  最近数由3,561项（2023）变为3,569项（2023-12-31）"}},
		"a goal of an older document that came into the catalogue only now": {
			[]Evaluation{judged("a", "2024-03-31", NoData)}, []Evaluation{judged("a", "2024-06-30", NoData), judged("b", "2024-06-30", NoData)},
			[]string{"new  新纳入目录：目标≥ 4,000项（期限2025-12-31）"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, c := range Changes(tt.then, tt.now) {
				got = append(got, string(c.Kind)+" "+string(c.Turn)+" "+c.Text.ZH)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("Changes = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAtRiskPutsTheWorstFirst(t *testing.T) {
	pace := func(s string) func(*Evaluation) { return func(e *Evaluation) { e.Pace = MustDecimal(s) } }
	soon := func(e *Evaluation) { e.DueSoon = true }
	all := []Evaluation{
		judged("on-track", "2024-06-30", OnTrack, pace("1.2")), judged("behind", "2024-06-30", Behind, pace("0.9")), judged("slower", "2024-06-30", Behind, pace("0.61")),
		judged("missed", "2024-06-30", Missed), judged("due", "2025-12-01", NoData, soon), judged("far", "2024-06-30", FarBehind, pace("0.2")),
		judged("reversing", "2024-06-30", Reversing, pace("-0.1")), judged("met", "2024-06-30", Met),
	}
	var got []string
	for _, e := range AtRisk(all) {
		got = append(got, e.Target.ID)
	}
	if want := []string{"reversing", "far", "slower", "behind", "due"}; !slices.Equal(got, want) {
		t.Errorf("AtRisk = %v, want %v", got, want)
	}
}

func TestWorstAsksForAttentionFirst(t *testing.T) {
	tests := map[string]struct {
		count map[Light]int
		want  Light
	}{
		"one red outweighs many green": {map[Light]int{Green: 9, Red: 1}, Red}, "yellow before blue": {map[Light]int{Blue: 2, Yellow: 1}, Yellow},
		"green before grey": {map[Light]int{Grey: 7, Green: 1}, Green}, "nothing is grey": {nil, Grey},
	}
	for name, tt := range tests {
		if got := Worst(tt.count); got != tt.want {
			t.Errorf("%s: Worst = %s, want %s", name, got, tt.want)
		}
	}
}

func TestCoverageCountsGoalsThatANumberDecides(t *testing.T) {
	stale := func(e *Evaluation) { e.Stale = true }
	stone := func(e *Evaluation) { e.Indicator.Measure = Milestone }
	all := []Evaluation{
		judged("a", "2024-06-30", OnTrack, valued("2023", "1")), judged("b", "2024-06-30", AwaitingFinal, valued("2023", "1"), stale),
		judged("c", "2024-06-30", NoData), judged("d", "2024-06-30", Achieved, stone),
	}
	want := Coverage{All: 3, WithFigure: 2, Fresh: 1, Stale: 1, Without: 1, Rated: 1}
	if got := CoverageOf(all); got != want {
		t.Errorf("CoverageOf = %+v, want %+v", got, want)
	}
	if got, text := CoverageOf(all).Text(ZH), "以数值衡量的目标共3项：2项有数据（其中1项偏旧），1项暂无数据；可评价的1项。"; got != text {
		t.Errorf("Text = %s, want %s", got, text)
	}
}

func TestNewestGoesByTheDayOfPublication(t *testing.T) {
	recorded := func(e *Evaluation) {
		e.Figure.Published, e.Figure.Recorded = 0, time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	}
	all := []Evaluation{
		judged("old", "2024-06-30", OnTrack, valued("2022", "1")), judged("none", "2024-06-30", NoData),
		judged("new", "2024-06-30", OnTrack, valued("2023", "1")), judged("recorded", "2024-06-30", OnTrack, valued("2021", "1"), recorded),
	}
	var got []string
	for _, e := range Newest(all, 2) {
		got = append(got, e.Target.ID)
	}
	if want := []string{"recorded", "new"}; !slices.Equal(got, want) {
		t.Errorf("Newest = %v, want %v", got, want)
	}
}

func TestCoverageCountsNothingThatThereIsNoneOf(t *testing.T) {
	for name, c := range map[string]struct {
		coverage Coverage
		zh, en   string
	}{
		"all have figures": {Coverage{All: 11, WithFigure: 11, Rated: 9}, "以数值衡量的目标共11项，均有数据；可评价的9项。", "Goals decided by a number: 11, all with figures; 9 can be rated."},
		"some are ageing":  {Coverage{All: 2, WithFigure: 2, Stale: 1, Rated: 2}, "以数值衡量的目标共2项，均有数据（其中1项偏旧）；可评价的2项。", "Goals decided by a number: 2, all with figures (1 of them ageing); 2 can be rated."},
		"none has one":     {Coverage{All: 3, Without: 3}, "以数值衡量的目标共3项，均暂无数据；可评价的0项。", "Goals decided by a number: 3, none with figures; 0 can be rated."},
		"one has none":     {Coverage{All: 3, WithFigure: 2, Without: 1, Rated: 1}, "以数值衡量的目标共3项：2项有数据，1项暂无数据；可评价的1项。", "Goals decided by a number: 3, 2 with figures and 1 without; 1 can be rated."},
		"there are none":   {Coverage{}, "没有以数值衡量的目标。", "No goal is decided by a number."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.coverage.Text(ZH); got != c.zh {
				t.Errorf("%+v\n got %s\nwant %s", c.coverage, got, c.zh)
			}
			if got := c.coverage.Text(EN); got != c.en {
				t.Errorf("%+v\n got %s\nwant %s", c.coverage, got, c.en)
			}
		})
	}
}
