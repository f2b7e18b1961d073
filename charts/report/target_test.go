package report

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// textOf is what a reader sees of a part of a page, tags away, blanks single.
func textOf(content, from, to string) string {
	_, rest, _ := strings.Cut(content, from)
	part, _, _ := strings.Cut(rest, to)
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(part, " ")), " ")
}

func TestABreakdownShowsPartsSumAndOwnFigure(t *testing.T) {
	page := write(t, t.TempDir(), brokenDown, fixed)["targets/zj-parks.html"]
	// 33 + 19 = 52 of Hangzhou and Ningbo; Wenzhou's newest is of 2023.
	got := textOf(page, `id="parts-head">`, "</section>")
	for _, want := range []string{
		"杭州市 ▲ 慢于序时进度 1 33个 2024", "宁波市 ▲ 慢于序时进度 2 19个 2024", "温州市 ▲ 慢于序时进度 数据偏旧 — 8个 2023",
		"下级预汇总 52个以上 2024-12-31", "覆盖面 2/3 未报：温州市", "本级数 66个 2024",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the break-down reads %q, want %q in it", got, want)
		}
	}
	if !strings.Contains(page, "3项分解目标合计95个，比本目标少5个。") || !strings.Contains(page, "相差14个。") {
		t.Error("the page does not say how the goals or the figures differ")
	}
	if strings.Contains(page, "wenzhou-parks.html") {
		t.Error("a part outside the selection is linked to; it has no page")
	}
}

func TestPlacesNeedOneMoment(t *testing.T) {
	tests := map[string]struct {
		o      Options
		change func(*targets.Snapshot)
		want   bool
	}{
		"two areas with figures of the sum's day": {fixed, func(*targets.Snapshot) {}, true},
		"an edition without ranking":              {Options{AsOf: fixed.AsOf, NoRanking: true}, func(*targets.Snapshot) {}, false},
		"one area alone has no place": {fixed, func(s *targets.Snapshot) {
			delete(s.Figures, targets.SeriesKey{Indicator: "parks", Area: "330200"})
		}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := func() *targets.Snapshot {
				s := brokenDown()
				tt.change(s)
				return s
			}
			page := write(t, t.TempDir(), m, tt.o)["targets/zj-parks.html"]
			if got := strings.Contains(page, "位次"); got != tt.want {
				t.Errorf("places are shown: %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAForecastNeverStandsWithoutItsCaveat(t *testing.T) {
	all := pagesOf(write(t, t.TempDir(), brokenDown, fixed))
	marks := map[string]*regexp.Regexp{
		"in words":  regexp.MustCompile(`预计可完成|完成有压力|难以完成|likely to be met|under pressure|unlikely to be met`),
		"a whisker": regexp.MustCompile(`class="whisker"`),
		"a fan":     regexp.MustCompile(`"stack":"forecast"`),
	}
	shown := 0
	for name, content := range all {
		if strings.HasSuffix(name, "method.html") {
			continue // speaks about forecasts, has none; its caveat is tested by its golden
		}
		for what, mark := range marks {
			if !mark.MatchString(content) {
				continue
			}
			shown++
			if !strings.Contains(content, targets.Caveat.ZH) && !strings.Contains(content, html.EscapeString(targets.Caveat.EN)) {
				t.Errorf("%s shows a forecast (%s) without its caveat", name, what)
			}
		}
	}
	if shown < 6 {
		t.Errorf("only %d forecasts were found on the pages: the test looks at nothing", shown)
	}
}

func TestAnEditionWithoutForecastHasNoTraceOfOne(t *testing.T) {
	o := fixed
	o.NoForecast = true
	for name, content := range pagesOf(write(t, t.TempDir(), brokenDown, o)) {
		if strings.HasSuffix(name, "method.html") {
			continue
		}
		for _, trace := range []string{"whisker", "测算", "forecast", "预计可完成", targets.Caveat.ZH, html.EscapeString(targets.Caveat.EN)} {
			if strings.Contains(content, trace) {
				t.Errorf("%s contains %q", name, trace)
			}
		}
	}
}

func TestNoForecastSaysWhy(t *testing.T) {
	page := write(t, t.TempDir(), catalogue, fixed)["targets/plan-cycle.html"]
	if got := textOf(page, `期末不作测算`, "</p>"); !strings.Contains(got, "：") || !strings.Contains(page, `method.html#forecast`) {
		t.Errorf("a target without a forecast says %q, want its reason and the way to the method", got)
	}
}

func TestTheCalibrationTableIsReadWhole(t *testing.T) {
	blocks := parseCalibration(calibrationText)
	if len(blocks) != 4 {
		t.Fatalf("%d blocks, want assumed, not assumed, pooled, published", len(blocks))
	}
	lines := 0
	for _, b := range blocks {
		for _, l := range b.Lines {
			lines++
			if l.Family.ZH == "" || l.share < 0 || l.share > 1 {
				t.Errorf("line %+v has no Chinese name, or a coverage outside 0–1", l)
			}
		}
		if b.Title.ZH == "" || len(b.Lines) == 0 {
			t.Errorf("block %q has no Chinese title or no lines", b.Title.EN)
		}
	}
	if printed := strings.Count(calibrationText, " line "); lines != printed {
		t.Errorf("%d lines read, %d printed", lines, printed)
	}
}

// told is a series that was loaded first, corrected by an import, adjusted, and
// whose newest figure was taken back; one revision waits, one was sent back.
func told(_ targets.SeriesKey, knownAt time.Time) []targets.Revision {
	at := func(hour int) time.Time { return time.Date(2025, 5, 12, hour, 0, 0, 0, targets.Shanghai) }
	made := func(entry int64, when, value string, number int, s targets.Standing, from time.Time) targets.Revision {
		f := fig("made-in-zhejiang", "330000", when, value)
		f.Revision, f.Recorded = number, at(int(entry))
		return targets.Revision{Figure: f, KnownFrom: from, Standing: s, Batch: targets.Batch{Entry: entry, Actor: "operator"}}
	}
	first, newest := made(2, "2023-12-31", "3560", 1, targets.Superseded, date("2024-01-20").End()), made(2, "2025-Q1", "3923", 1, targets.Superseded, at(2))
	corrected := made(3, "2023-12-31", "3570", 2, targets.Superseded, at(3))
	corrected.Batch.File, corrected.Replaced = "correction.csv", &first.Figure
	adjusted := made(4, "2023-12-31", "3400", 3, targets.Current, at(4))
	adjusted.Batch.File, adjusted.Replaced = "census.csv", &corrected.Figure
	adjusted.Batch.Restatement = &targets.Restatement{Document: "浙统〔2025〕1号", Reason: "第五次经济普查", Effective: date("2025-01-01")}
	gone := made(5, "2025-Q1", "", 2, targets.Withdrawn, at(5))
	gone.Replaced = &newest.Figure
	waiting, back := made(6, "2025-Q1", "4444", 3, targets.Waiting, time.Time{}), made(7, "2025-Q1", "5555", 4, targets.SentBack, time.Time{})
	back.Returned = "口径有误"
	later := made(8, "2025-Q2", "6666", 1, targets.Current, at(8))
	list := []targets.Revision{first, newest, corrected, adjusted, gone, waiting, back, later}
	return slices.DeleteFunc(list, func(r targets.Revision) bool { return r.Recorded.After(knownAt) })
}

func TestAPageTellsWhoKnewWhatWhen(t *testing.T) {
	const head = `id="history-head">`
	tests := map[string]struct {
		knownAt time.Time // of the snapshot that is asked for
		want    string
	}{
		"all revisions that count or did, newest first": {
			time.Date(2025, 5, 12, 12, 0, 0, 0, targets.Shanghai),
			"2025-05-12 05:00 填报 2025-Q1 — 3,923项 2025-05-12 05:00 撤回 " +
				"2025-05-12 04:00 文件 census.csv 历史数据调整：浙统〔2025〕1号；第五次经济普查；新口径施行日 2025-01-01 " +
				"2023-12-31 3,400项 3,570项 2025-05-12 04:00 现行 " +
				"2025-05-12 03:00 文件 correction.csv 2023-12-31 3,570项 3,560项 2025-05-12 03:00 已被更正 " +
				"2025-05-12 02:00 首次装载 2025-Q1 3,923项 — 2025-05-12 02:00 已被更正 2023-12-31 3,560项 — 2024-01-20 发布日 已被更正",
		},
		"nothing recorded later than known-at": {
			time.Date(2025, 5, 12, 2, 30, 0, 0, targets.Shanghai),
			"2025-05-12 02:00 首次装载 2025-Q1 3,923项 — 2025-05-12 02:00 已被更正 2023-12-31 3,560项 — 2024-01-20 发布日 已被更正",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := fixed
			o.KnownAt = tt.knownAt
			dir := t.TempDir()
			if err := Site(t.Context(), &memory{make: catalogue, generation: 1, history: told}, dir, o, nil); err != nil {
				t.Fatal(err)
			}
			all := files(t, dir)
			got := textOf(all["targets/zj-made.html"], head, "</section>")
			if _, got, _ = strings.Cut(got, "修订状态 "); got != tt.want {
				t.Errorf("the page tells\n%s, want\n%s", got, tt.want)
			}
			for page, content := range pagesOf(all) {
				for _, secret := range []string{"4,444", "5,555", "6,666", "口径有误"} {
					if strings.Contains(content, secret) {
						t.Errorf("%s contains %q, which does not count or lies after the day judged", page, secret)
					}
				}
			}
		})
	}
}

func TestWhatWasNeverCorrectedIsOneLine(t *testing.T) {
	imported := func(files ...string) func(targets.SeriesKey, time.Time) []targets.Revision {
		return func(targets.SeriesKey, time.Time) []targets.Revision {
			var list []targets.Revision
			for i, file := range files {
				f := fig("made-in-zhejiang", "330000", fmt.Sprint(2022+i), "3000")
				f.Recorded = time.Date(2025, 5, 12, 1, 0, 0, 0, time.UTC)
				list = append(list, targets.Revision{Figure: f, KnownFrom: f.Recorded, Standing: targets.Current, Batch: targets.Batch{Entry: int64(len(file)), File: file}})
			}
			return list
		}
	}
	tests := map[string]struct {
		history func(targets.SeriesKey, time.Time) []targets.Revision
		want    string
		public  bool
	}{
		"the first load":                  {nil, "5期数据都由首次装载入库（2025-05-12 09:00），未更正过；首次装载的数据自发布日起视为已知。", false},
		"one import":                      {imported("a.csv", "a.csv"), "2期数据都由文件 a.csv 导入（2025-05-12 09:00），未更正过。", false},
		"one office's report":             {imported("", ""), "2期数据于 2025-05-12 09:00 入库，未更正过。", false},
		"one import, told to everybody":   {imported("a.csv", "a.csv"), "2期数据于 2025-05-12 09:00 入库，未更正过。", true},
		"two imports are a table":         {imported("a.csv", "ab.csv"), "按入库先后列出", false},
		"nothing recorded has no section": {imported(), "", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir, o := t.TempDir(), fixed
			o.Public = tt.public
			if err := Site(t.Context(), &memory{make: catalogue, generation: 1, history: tt.history}, dir, o, nil); err != nil {
				t.Fatal(err)
			}
			got := textOf(files(t, dir)["targets/zj-made.html"], `id="history-head">`, "</section>")
			if !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
				t.Errorf("the page tells %q, want %q", got, tt.want)
			}
		})
	}
}

// fed is the catalogue with a cumulative that feeds the flow of new bodies: 10 at
// the end of the day before the start, corrected to 11, and 13 two years later.
func fed(disclosure targets.Disclosure) func() *targets.Snapshot {
	return func() *targets.Snapshot {
		s := catalogue()
		s.Indicators = append(s.Indicators, targets.Indicator{
			ID: "all-bodies", Name: zhEn("累计入驻标准化技术组织", "Standardization bodies hosted"), Measure: targets.Count, Accumulation: targets.Cumulative,
			Unit: targets.Unit{ZH: "家", EN: "body", Plural: "bodies"}, Cadence: targets.Yearly, Disclosure: disclosure,
		})
		for i := range s.Indicators {
			if s.Indicators[i].ID == "new-bodies" {
				s.Indicators[i].Sister = "all-bodies"
			}
		}
		return s
	}
}

func TestAFlowTellsWhatWasKnownOfTheCumulativeThatFeedsIt(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2025, 5, 12, hour, 0, 0, 0, targets.Shanghai) }
	made := func(entry int64, indicator, when, value string, number int, s targets.Standing) targets.Revision {
		f := fig(indicator, "330000", when, value)
		f.Revision, f.Recorded = number, at(int(entry))
		return targets.Revision{Figure: f, KnownFrom: at(int(entry)), Standing: s, Batch: targets.Batch{Entry: entry, File: fmt.Sprintf("%d.csv", entry)}}
	}
	first, later := made(2, "all-bodies", "2021", "10", 1, targets.Superseded), made(2, "all-bodies", "2023-12-31", "13", 1, targets.Current)
	corrected := made(3, "all-bodies", "2021-12-31", "11", 2, targets.Current)
	corrected.Replaced = &first.Figure
	own := made(4, "new-bodies", "2022", "1", 1, targets.Current)
	const label = "供数的累计数：累计入驻标准化技术组织"
	tests := map[string]struct {
		disclosure targets.Disclosure
		list       []targets.Revision
		knownAt    time.Time
		want, not  []string
	}{
		"beside its own revisions": {targets.Public, []targets.Revision{first, later, corrected, own}, at(12),
			[]string{"1期数据都由文件 4.csv 导入", label, "3.csv 2021-12-31 11家 10家 2025-05-12 03:00 现行", "2.csv 2023-12-31 13家 — 2025-05-12 02:00 现行 2021 10家 — 2025-05-12 02:00 已被更正"}, nil},
		"where it has none of its own": {targets.Public, []targets.Revision{first, later}, at(12),
			[]string{label, "按入库先后列出"}, []string{"期数据"}},
		"as known at the page's time": {targets.Public, []targets.Revision{first, later, corrected, own}, at(2),
			[]string{label, "10家"}, []string{"11家", "4.csv"}},
		"not without a figure at its start":        {targets.Public, []targets.Revision{later, own}, at(12), []string{"4.csv"}, []string{label, "13家"}},
		"not without a figure after it":            {targets.Public, []targets.Revision{first, corrected, own}, at(12), []string{"4.csv"}, []string{label, "11家"}},
		"not of a series that is for internal use": {targets.Internal, []targets.Revision{first, later, corrected, own}, at(12), []string{"4.csv"}, []string{label, "11家"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			history := func(key targets.SeriesKey, knownAt time.Time) []targets.Revision {
				return slices.DeleteFunc(slices.Clone(tt.list), func(r targets.Revision) bool {
					return r.Indicator != key.Indicator || r.Area != key.Area || r.Recorded.After(knownAt)
				})
			}
			o := fixed
			o.KnownAt = tt.knownAt
			dir := t.TempDir()
			if err := Site(t.Context(), &memory{make: fed(tt.disclosure), generation: 1, history: history}, dir, o, nil); err != nil {
				t.Fatal(err)
			}
			all := files(t, dir)
			got := textOf(all["targets/zj-bodies.html"], `id="history-head">`, "</section>")
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("the page tells\n%s, want %q in it", got, want)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(got, not) {
					t.Errorf("the page tells\n%s, which must not contain %q", got, not)
				}
			}
			if made := textOf(all["targets/zj-made.html"], `id="history-head">`, "</section>"); strings.Contains(made, label) {
				t.Errorf("a cumulative of its own tells of a sister: %s", made)
			}
		})
	}
}

// The picture of a flow is its running sum, so the table beside it has that too.
func TestTheTableBesideAFlowHasItsSums(t *testing.T) {
	make := func() *targets.Snapshot {
		s := catalogue()
		key := targets.SeriesKey{Indicator: "new-bodies", Area: "330000"}
		s.Figures[key] = []targets.Figure{fig("new-bodies", "330000", "2023", "2"), fig("new-bodies", "330000", "2024", "3")}
		return s
	}
	dir := t.TempDir()
	if err := Site(t.Context(), &memory{make: make, generation: 1}, dir, fixed, nil); err != nil {
		t.Fatal(err)
	}
	all := files(t, dir)
	got, want := textOf(all["targets/zj-bodies.html"], `class="points">`, "</table>"), "报告期 数值 图中累计 2024 3个 5个 2023 2个 2个"
	if got != want {
		t.Errorf("the table beside the picture of a flow\n got %s\nwant %s", got, want)
	}
	if level := textOf(all["targets/zj-made.html"], `class="points">`, "</table>"); strings.Contains(level, "累计") {
		t.Errorf("the table beside a cumulative adds up again: %s", level)
	}
}

// TestAFigureOutsideItsRangeIsMarked: it was approved before there was a range.
func TestAFigureOutsideItsRangeIsMarked(t *testing.T) {
	narrowed := func() *targets.Snapshot {
		s := brokenDown()
		for i := range s.Indicators {
			if s.Indicators[i].ID == "parks" {
				s.Indicators[i].Range.High = targets.NewDecimal(60)
			}
		}
		return s
	}
	before, after := write(t, t.TempDir(), brokenDown, fixed)["targets/zj-parks.html"], write(t, t.TempDir(), narrowed, fixed)["targets/zj-parks.html"]
	if strings.Contains(before, "超出合理范围") || !strings.Contains(after, "超出合理范围") {
		t.Errorf("marked without a range: %v, with a range up to 60: %v; want only the latter (66 stands)",
			strings.Contains(before, "超出合理范围"), strings.Contains(after, "超出合理范围"))
	}
}
