package targets

import (
	"slices"
	"strings"
	"testing"
)

// The same unit may be counted in two areas, and figures carry no names: what is
// known of a count without duplicates is that it is at least the largest area's
// and at most the sum. The baseline of all is 20 at the end of 2022; a third of
// the time to the end of 2025 (365 of 1096 days) has passed at the end of 2023.
func TestADeduplicatedRollUpIsALowerBound(t *testing.T) {
	type want struct {
		value    string
		bound    Bound
		state    State
		pace     string
		coverage string // "" = no roll-up
		note     string // part of a note in Chinese, "" = none
		reason   string // part of the reason in Chinese
	}
	tests := map[string]struct {
		kind, goal, asOf, own string
		cities                map[string]string
		change                func(*Snapshot)
		want                  want
	}{
		"the largest area alone reaches the goal": {"count cumulative at_least", "75", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 70", "330200": "2023 80"}, nil,
			want{"80", Lower, Achieved, "3.275716", "1", "去重后不少于最大地区宁波市的80项，全部已报，不多于合计150项。", ""}}, // 60/55 ÷ 365/1096
		"a lower bound may prove the pace": {"count cumulative at_least", "150", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 70", "330200": "2023 80"}, nil,
			want{"80", Lower, OnTrack, "1.38588", "1", "不多于合计150项", ""}}, // 60/130 ÷ 365/1096
		"a lower bound below the path is never behind": {"count cumulative at_least", "300", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 70", "330200": "2023 80"}, nil, // 60/280 ÷ 365/1096 = 0.643 would be behind
			want{"80", Lower, Unrated, "", "1", "不多于合计150项", "去重后只能得出下限"}},
		"nor far behind after the sum would have been short": {"count cumulative at_least", "1000", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 70", "330200": "2023 80"}, nil,
			want{"80", Lower, Unrated, "", "1", "不多于合计150项", "去重后只能得出下限"}},
		"a final bound below the goal settles nothing": {"count cumulative at_least", "300", "2026-06-30", "2022 20",
			map[string]string{"330100": "2025 70", "330200": "2025 80"}, nil,
			want{"80", Lower, AwaitingFinal, "", "1", "不多于合计150项", ""}},
		"a final bound above the goal reaches it": {"count stock at_least", "75", "2026-06-30", "2022 20",
			map[string]string{"330100": "2025 70", "330200": "2025 80"}, nil,
			want{"80", Lower, Achieved, "1.090909", "1", "不多于合计150项", ""}}, // 60/55
		"an upper limit is exceeded by the largest area alone": {"count stock at_most", "75", "2026-06-30", "2022 120",
			map[string]string{"330100": "2025 70", "330200": "2025 80"}, nil,
			want{"80", Lower, Missed, "", "1", "不多于合计150项", ""}},
		"an upper limit is never proved": {"count stock at_most", "90", "2026-06-30", "2022 120",
			map[string]string{"330100": "2025 70", "330200": "2025 80"}, nil,
			want{"80", Lower, AwaitingFinal, "", "1", "不多于合计150项", ""}},
		"while one has not reported there is no upper limit": {"count cumulative at_least", "60", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 70", "330200": ""}, nil,
			want{"70", Lower, Achieved, "3.753425", "0.5", "2个地区中1个已报：去重后不少于最大地区杭州市的70项；未报齐，没有上限。", ""}}, // 50/40 ÷ 365/1096
		"a lower bound of an area serves, and there is no upper limit": {"count cumulative at_least", "75", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 70", "330200": "2023 80>"}, nil,
			want{"80", Lower, Achieved, "3.275716", "1", "去重后不少于最大地区宁波市的80项；有地区只报了下限，没有上限。", ""}},
		"an upper bound of an area counts in the upper limit only": {"count cumulative at_least", "65", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 70", "330200": "2023 90<"}, nil,
			want{"70", Lower, Achieved, "3.336377", "1", "去重后不少于最大地区杭州市的70项，全部已报，不多于合计160项。", ""}}, // 50/45 ÷ 365/1096
		"upper bounds alone give none": {"count cumulative at_least", "65", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 70<", "330200": "2023 90<"}, nil, want{"", Exact, NoData, "", "", "", ""}},
		"the area's own figure is held against both limits": {"count cumulative at_least", "200", "2024-06-30", "2022 20; 2023 140",
			map[string]string{"330100": "2023 70", "330200": "2023 80"}, nil,
			want{"140", Exact, OnTrack, "2.001826", "1", "本级数140项；2个地区中2个已报：去重后不少于最大地区宁波市的80项，全部已报，不多于合计150项。", ""}}, // 120/180 ÷ 365/1096
		"an own figure above the sum is told": {"count cumulative at_least", "200", "2024-06-30", "2022 20; 2023 151",
			map[string]string{"330100": "2023 70", "330200": "2023 80"}, nil,
			want{"151", Exact, OnTrack, "2.185327", "1", "不多于合计150项。本级数不在此范围内。", ""}}, // 131/180 ÷ 365/1096
		"an own figure below the largest area is told": {"count cumulative at_least", "200", "2024-06-30", "2022 20; 2023 79",
			map[string]string{"330100": "2023 70", "330200": "2023 80"}, nil,
			want{"79", Exact, OnTrack, "0.984231", "1", "本级数不在此范围内。", ""}}, // 59/180 ÷ 365/1096
		"flows without duplicates of two years add up as bounds": {"count flow at_least", "100", "2025-06-30", "",
			map[string]string{"330100": "2023 30; 2024 60", "330200": "2023 45; 2024 20"}, nil,
			want{"105", Lower, Achieved, "1.574282", "1", "去重后不少于最大地区杭州市的60项，全部已报，不多于合计80项。", ""}}, // 45 + 60; 105/100 ÷ 731/1096
		"a ratio has none": {"ratio at_least", "0.60", "2024-06-30", "2022 0.40",
			map[string]string{"330100": "2023 0.50", "330200": "2023 0.80"}, func(s *Snapshot) { parts(s, "330100", "10", "20"); parts(s, "330200", "8", "10") },
			want{"", Exact, NoData, "", "", "去重汇总只用于计数；比率和均值不汇总。", ""}},
		"an area whose sources differ is missing": {"count cumulative at_least", "60", "2024-06-30", "2022 20",
			map[string]string{"330100": "2023 70", "330200": "2023 80; 2023-12-31 90"}, nil,
			want{"70", Lower, Achieved, "3.753425", "0.5", "未报齐，没有上限。", ""}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := province(t, tc.kind, tc.goal, tc.asOf, tc.own, tc.cities, tc.change)
			s.Indicators[0].Rollup = RollupDedup
			area(s, "330100").Name, area(s, "330200").Name = Text{"杭州市", "Hangzhou"}, Text{"宁波市", "Ningbo"}
			e := s.EvaluateTarget(&s.Targets[0])
			coverage := ""
			if e.RollUp != nil {
				coverage = e.RollUp.Coverage().String()
			}
			got := want{e.Value.String(), e.Bound, e.State, e.Pace.String(), coverage, tc.want.note, tc.want.reason}
			if got != tc.want || !strings.Contains(e.Reason.ZH, tc.want.reason) {
				t.Errorf("got %+v (%s), want %+v", got, e.Reason.ZH, tc.want)
			}
			if tc.want.note != "" && !slices.ContainsFunc(e.Notes, func(n Text) bool { return strings.Contains(n.ZH, tc.want.note) }) {
				t.Errorf("notes = %v, want one with %q", e.Notes, tc.want.note)
			}
		})
	}
}

// What lies below is not exact, so it is no baseline, and history that was merged
// without duplicates cannot be known.
func TestADeduplicatedRollUpIsNoBaselineAndNoHistory(t *testing.T) {
	s := province(t, "count cumulative at_least", "300", "2024-06-30", "", map[string]string{"330100": "2022 20; 2023 70"}, nil)
	s.Indicators[0].Rollup = RollupDedup
	if e := s.EvaluateTarget(&s.Targets[0]); e.Baseline.Known() || e.State != Unrated || !strings.Contains(e.Reason.ZH, "缺基期数") {
		t.Errorf("baseline %s, state %s (%s); want none, unrated", e.Baseline, e.State, e.Reason.ZH)
	}
	on := NewDate(2023, 7, 1)
	s = province(t, "count cumulative at_least", "100", "2024-06-30", "2023 40", map[string]string{"330801": "2022 20", "330802": "2022 7"},
		func(s *Snapshot) {
			s.Allocated, s.Areas[0].Succeeds = nil, []Succession{{"330801", on, Merged}, {"330802", on, Merged}}
		})
	s.Indicators[0].Rollup = RollupDedup
	if list := s.Series("i", "330000"); len(list) != 1 {
		t.Errorf("the merged area has %d figures, want its own alone", len(list))
	}
}

func TestADeduplicatedRollUpSpeaksEnglishToo(t *testing.T) {
	s := province(t, "count cumulative at_least", "75", "2024-06-30", "2022 20", map[string]string{"330100": "2023 70", "330200": "2023 80"}, nil)
	s.Indicators[0].Rollup = RollupDedup
	area(s, "330200").Name = Text{"宁波市", "Ningbo"}
	e := s.EvaluateTarget(&s.Targets[0])
	want := "2 of 2 areas have reported: without duplicates at least the 80 items of the largest, Ningbo; all have reported, at most their sum, 150 items."
	if !slices.ContainsFunc(e.Notes, func(n Text) bool { return n.EN == want }) {
		t.Errorf("notes = %v, want %q", e.Notes, want)
	}
}
