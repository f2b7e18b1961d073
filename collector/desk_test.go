package collector

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// ledger is a Store in memory, for the desk's own rules; the real store is in
// the tests of package collector_test.
type ledger struct {
	revisions []targets.Figure
	batches   []Batch
	conflict  bool
}

func (l *ledger) Catalogue(context.Context) (*targets.Catalogue, bool, error) {
	return testCatalogue(), false, nil
}

func (l *ledger) EachRevision(_ context.Context, sel targets.Selection, fn func(*targets.Figure) error) error {
	for _, f := range l.revisions {
		if slices.Contains(sel.Indicators, f.Indicator) {
			if err := fn(&f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *ledger) History(context.Context, targets.SeriesKey, time.Time) ([]targets.Revision, error) {
	return nil, nil
}

func (l *ledger) Import(_ context.Context, _ string, b Batch, now time.Time) (int64, error) {
	if l.conflict {
		return 0, &targets.Error{Kind: targets.Conflict, Text: "已被他人修改"}
	}
	for f := range b.Figures {
		g := *f
		g.Recorded = now
		if !b.SubmitOnly {
			g.Approved = now
		}
		l.revisions = append(l.revisions, g)
	}
	slices.SortStableFunc(l.revisions, func(a, b targets.Figure) int { return targets.CompareKeys(a.Key, b.Key) })
	l.batches = append(l.batches, b)
	return int64(len(l.batches)), nil
}

// lines is a Rows of «indicator period value [note]».
type lines struct {
	words [][]string
	next  int
	row   Row
	fig   targets.Figure
}

func openLines(_ string, r io.ReadSeeker, _ *targets.Catalogue) (Rows, error) {
	b, err := io.ReadAll(r)
	l := &lines{}
	for line := range strings.Lines(string(b)) {
		l.words = append(l.words, strings.Fields(line))
	}
	return l, err
}

func (l *lines) Header(c Column) string { return string(c) }
func (l *lines) Notices() []string      { return nil }
func (l *lines) Next() (*Row, error) {
	if l.next == len(l.words) {
		return nil, io.EOF
	}
	w := l.words[l.next]
	l.next++
	l.fig = figure(strings.Join(w[:3], " "))
	if len(w) > 3 {
		l.fig.Note = w[3]
	}
	l.row = Row{Line: l.next, Figure: &l.fig}
	if w[2] == "-" {
		l.row.Findings = []Finding{{Columns: []Column{ColumnValue}, Text: "无法识别"}}
	}
	return &l.row, nil
}

func testDesk(s Store) *Desk {
	return NewDesk(Parts{Store: s, Open: openLines,
		Canonical: func(b []byte, f *targets.Figure) []byte { return append(b, f.Value.String()...) },
		Clock:     func() time.Time { return testToday.End().Add(-time.Hour) }})
}

// standing lists what stands, as «indicator period value revision».
func (l *ledger) standing() string {
	var all []string
	for _, f := range l.revisions {
		all = append(all, fmt.Sprintf("%s %s %s r%d", f.Indicator, f.Period, f.Value, f.Revision))
	}
	return strings.Join(all, "; ")
}

func TestImport(t *testing.T) {
	type step struct {
		file string
		o    ImportOptions
		want string // summary, or the faults
	}
	tests := map[string]struct {
		steps []step
		want  string
	}{
		"figures come in the order of their keys": {
			[]step{{"total 2024 20\nnew 2024 7\ntotal 2023 10\n", ImportOptions{}, "共 3 行：新增 3，更正 0，内容相同 0；已写入（第 1 条记录）。"}},
			"new 2024 7 r1; total 2023 10 r1; total 2024 20 r1"},
		"the same file changes nothing and says so": {
			[]step{{"total 2024 20", ImportOptions{}, "共 1 行：新增 1，更正 0，内容相同 0；已写入（第 1 条记录）。"},
				{"total 2024 20", ImportOptions{}, "共 1 行：新增 0，更正 0，内容相同 1；没有变化，未写入。"}},
			"total 2024 20 r1"},
		"a correction is a new revision, what is the same is skipped": {
			[]step{{"new 2023 4\ntotal 2023 10\ntotal 2024 20", ImportOptions{}, ""},
				{"new 2023 4\ntotal 2023 10\ntotal 2024 21\ntotal 2025 30", ImportOptions{}, "共 4 行：新增 1，更正 1，内容相同 2；已写入（第 2 条记录）。"}},
			"new 2023 4 r1; total 2023 10 r1; total 2024 20 r1; total 2024 21 r2; total 2025 30 r1"},
		"other digits of the same number are no correction": {
			[]step{{"share 2024 0.6", ImportOptions{}, ""}, {"share 2024 0.60", ImportOptions{}, "共 1 行：新增 0，更正 0，内容相同 1；没有变化，未写入。"}},
			"share 2024 0.6 r1"},
		"what was corrected does not come back by an old file": {
			[]step{{"new 2024 5", ImportOptions{}, ""}, {"new 2024 6", ImportOptions{}, ""},
				{"new 2024 5", ImportOptions{}, "f:1: value: 与已被更正的第 1 次修订相同（现为第 2 次修订）；旧文件请勿重复导入；确要改回，请加 --revert"}},
			"new 2024 5 r1; new 2024 6 r2"},
		"unless it is wanted": {
			[]step{{"new 2024 5", ImportOptions{}, ""}, {"new 2024 6", ImportOptions{}, ""},
				{"new 2024 5", ImportOptions{Revert: true}, "共 1 行：新增 0，更正 1，内容相同 0；已写入（第 3 条记录）。"}},
			"new 2024 5 r1; new 2024 6 r2; new 2024 5 r3"},
		"a dry run writes nothing": {
			[]step{{"new 2024 5", ImportOptions{DryRun: true}, "共 1 行：新增 1，更正 0，内容相同 0；仅检查，未写入。"}}, ""},
		"what waits for review is not submitted twice": {
			[]step{{"new 2024 5", ImportOptions{SubmitOnly: true}, "共 1 行：新增 1，更正 0，内容相同 0；已上报待审核（第 1 条记录）。"},
				{"new 2024 5", ImportOptions{SubmitOnly: true}, "共 1 行：新增 0，更正 0，内容相同 1；没有变化，未写入。"}},
			"new 2024 5 r1"},
		"what stands is the same though a newer one waits": {
			[]step{{"new 2024 5", ImportOptions{}, ""}, {"new 2024 6", ImportOptions{SubmitOnly: true}, ""},
				{"new 2024 5", ImportOptions{}, "共 1 行：新增 0，更正 0，内容相同 1；没有变化，未写入。"}},
			"new 2024 5 r1; new 2024 6 r2"},
		"a key stands once in a file": {
			[]step{{"new 2024 5\nnew 2023 5\nnew 2024 6\nnew 2024 5", ImportOptions{},
				"f:3: period: 与第 1 行是同一指标、同一地区、同一报告期（2024）；请只保留一行\nf:4: period: 与第 1 行是同一指标、同一地区、同一报告期（2024）；请只保留一行"}}, ""},
		"a row that is wrong still holds its key": {
			[]step{{"new 2024 -\nnew 2024 6", ImportOptions{},
				"f:1: value: 无法识别\nf:2: period: 与第 1 行是同一指标、同一地区、同一报告期（2024）；请只保留一行"}}, ""},
		"one fault and nothing is written, all faults are told in order": {
			[]step{{"total 2024 9\nnew 2024 1.5\ntotal 2023 10\nshare 2024 60", ImportOptions{},
				"f:1: value: 累计数 9 低于 2023 的 10（第 3 行），累计数不应下降；请核对；确有原因的，请在备注（note）列说明\n" +
					"f:2: value: 1.5 不是整数，「new」是计数指标；请填整数\n" +
					"f:4: value: 比率 60 不在 0–1（0%–100%）之间；请核对数值和计量单位（% 或 1）"}}, ""},
		"a cumulative that falls below what stands": {
			[]step{{"total 2023 10", ImportOptions{}, ""},
				{"total 2024 9", ImportOptions{}, "f:1: value: 累计数 9 低于 2023 的 10（库中已有），累计数不应下降；请核对；确有原因的，请在备注（note）列说明"}},
			"total 2023 10 r1"},
		"a cumulative above what stands later": {
			[]step{{"total 2024 10", ImportOptions{}, ""},
				{"total 2023 11", ImportOptions{}, "f:1: value: 累计数 11 高于其后 2024 的 10（库中已有），累计数不应下降；请核对；确有原因的，请在备注（note）列说明"}},
			"total 2024 10 r1"},
		"a fall with a note": {
			[]step{{"total 2023 10\ntotal 2024 9 核减一项", ImportOptions{}, "共 2 行：新增 2，更正 0，内容相同 0；已写入（第 1 条记录）。"}},
			"total 2023 10 r1; total 2024 9 r1"},
		"a stock may fall": {
			[]step{{"in-force 2023 10\nin-force 2024 9", ImportOptions{}, "共 2 行：新增 2，更正 0，内容相同 0；已写入（第 1 条记录）。"}},
			"in-force 2023 10 r1; in-force 2024 9 r1"},
		"a correction takes the place of what stood": {
			[]step{{"total 2023 100\ntotal 2024 200", ImportOptions{}, ""},
				{"total 2023 90\ntotal 2024 95", ImportOptions{}, "共 2 行：新增 0，更正 2，内容相同 0；已写入（第 2 条记录）。"}},
			"total 2023 100 r1; total 2023 90 r2; total 2024 200 r1; total 2024 95 r2"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			store := &ledger{}
			for _, s := range tt.steps {
				result, err := testDesk(store).Import(t.Context(), "f", strings.NewReader(s.file), s.o)
				got := result.Summary(targets.ZH)
				if err != nil {
					got = err.Error()
				}
				if s.want != "" && got != s.want || s.want == "" && err != nil {
					t.Fatalf("Import(%q, %+v) says\n%s\nwant\n%s", s.file, s.o, got, s.want)
				}
			}
			if got := store.standing(); got != tt.want {
				t.Errorf("the store holds\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestABatchSaysWhatItHolds(t *testing.T) {
	store := &ledger{}
	file := "new 2024 5\nnew 2023 4\n"
	result, err := testDesk(store).Import(t.Context(), "f", strings.NewReader(file), ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	b := store.batches[0]
	// printf 'new 2024 5\nnew 2023 4\n' | sha256sum; the values in the order of the keys: printf 45 | sha256sum
	if b.File != "f" || b.Rows != 2 || b.SHA256 != result.SHA256 ||
		b.SHA256 != "de10a2d800cf423278b62a01fdb0c820bc193e91d52518b99019228c9454d1e9" ||
		b.ContentHash != "811786ad1ae74adfdd20dd0372abaaebc6246e343aebd01da0bfc4c02bf0106c" {
		t.Errorf("batch %+v", b)
	}
}

func TestALostRaceIsAConflict(t *testing.T) {
	_, err := testDesk(&ledger{conflict: true}).Import(t.Context(), "f", strings.NewReader("new 2024 5"), ImportOptions{})
	if targets.KindOf(err) != targets.Conflict {
		t.Errorf("Import = %v; want a conflict", err)
	}
}

func TestAnImportStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var file strings.Builder
	for n := range 2 * every {
		file.WriteString("new " + targets.Day(targets.NewDate(1950, 1, n)).String() + " " + strconv.Itoa(n) + "\n")
	}
	store := &ledger{}
	if _, err := testDesk(store).Import(ctx, "f", strings.NewReader(file.String()), ImportOptions{}); !errors.Is(err, context.Canceled) || len(store.batches) > 0 {
		t.Errorf("Import = %v, %d batches; want context canceled and none", err, len(store.batches))
	}
}

func TestFaultsAreBounded(t *testing.T) {
	_, err := testDesk(&ledger{}).Import(t.Context(), "f", strings.NewReader(strings.Repeat("share 2024 60\n", 1500)), ImportOptions{})
	faults, _ := errors.AsType[targets.Faults](err)
	// 1,500 ratios out of range and 1,499 doubled keys
	if len(faults) != maxFaults+1 || faults[maxFaults].Text != "另有 1999 处未逐条列出" {
		t.Errorf("%d faults, the last %v; want 1000 and 1999 more", len(faults), faults[len(faults)-1])
	}
}

// TestWhatStandsOutsideItsRangeStaysAndIsNotWrittenAgain: figures that were approved
// before there were ranges can be exported and imported, and corrected.
func TestWhatStandsOutsideItsRangeStaysAndIsNotWrittenAgain(t *testing.T) {
	tests := map[string]struct{ file, want string }{
		"the same row is skipped":               {"months 2023 -1", ""},
		"another one outside is refused":        {"months 2023 -2", "f:1: value: -2 小于零；请填零或正数"},
		"a new one outside is refused":          {"months 2023 -1\nmonths 2024 -3", "f:2: value: -3 小于零；请填零或正数"},
		"a correction into the range is taken":  {"months 2023 15", ""},
		"a direction has the range of its unit": {"rising 2024 -3", "f:1: value: -3 小于零；请填零或正数"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			old := figure("months 2023 -1")
			old.Revision, old.Approved = 1, testToday.End()
			_, err := testDesk(&ledger{revisions: []targets.Figure{old}}).Import(t.Context(), "f", strings.NewReader(tt.file), ImportOptions{})
			if got := fmt.Sprint(err); got != tt.want && (err != nil || tt.want != "") {
				t.Errorf("Import(%q) says %s; want %q", tt.file, got, tt.want)
			}
		})
	}
}

func TestJumpsAreAskedAbout(t *testing.T) {
	tests := map[string]struct {
		file string
		want int
	}{
		"ten times is no jump":           {"in-force 2023 100\nin-force 2024 1000", 0},
		"more than ten times":            {"in-force 2023 100\nin-force 2024 1001", 1},
		"less than a tenth":              {"in-force 2023 1001\nin-force 2024 100", 1},
		"a note answers":                 {"in-force 2023 100\nin-force 2024 1001 口径扩大", 0},
		"from zero everything is a jump": {"in-force 2023 0\nin-force 2024 1001", 0},
		"a year after a month is not":    {"new 2023-12 100\nnew 2024 1300", 0},
		"a month after a year may be":    {"new 2023 100\nnew 2024-01 200", 1},
		"a milestone has no size":        {"stage 2023 0\nstage 2024 2", 0},
		"each indicator for itself":      {"in-force 2023 1\nnew 2023 1000", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			result, err := testDesk(&ledger{}).Import(t.Context(), "f", strings.NewReader(tt.file), ImportOptions{})
			if err != nil || len(result.Warnings) != tt.want {
				t.Errorf("Import(%q) warns %v, %v; want %d warnings", tt.file, result.Warnings, err, tt.want)
			}
		})
	}
}

func TestAJumpIsCountedAndUnderStrictRefused(t *testing.T) {
	tests := map[string]struct {
		file   string
		strict bool
		want   string // of the summary, or of the refusal
	}{
		"a jump is written and counted": {"in-force 2023 100\nin-force 2024 1001", false, "共 2 行：新增 2，更正 0，内容相同 0；其中 1 处较上一期相差十倍以上而没有备注，请核对；已写入（第 1 条记录）。"},
		"strict refuses it":             {"in-force 2023 100\nin-force 2024 1001", true, "f:2: value: 1001 是上一期 2023 的 100（第 1 行）的十倍以上；请核对单位和位数；无误的，可在备注（note）列说明"},
		"a note answers under strict":   {"in-force 2023 100\nin-force 2024 1001 并入两市", true, "共 2 行：新增 2，更正 0，内容相同 0；已写入（第 1 条记录）。"},
		"no jump is nothing to tell":    {"in-force 2023 100\nin-force 2024 999", true, "共 2 行：新增 2，更正 0，内容相同 0；已写入（第 1 条记录）。"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			result, err := testDesk(&ledger{}).Import(t.Context(), "f", strings.NewReader(tt.file), ImportOptions{Strict: tt.strict})
			got := result.Summary(targets.ZH)
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("Import(%q), strict %v, says %s; want %s", tt.file, tt.strict, got, tt.want)
			}
		})
	}
}

func TestAFigurePublishedBeforeItsPeriodIsOverIsAskedAbout(t *testing.T) {
	tests := map[string]struct {
		figure targets.Figure
		want   int
	}{
		"a week early":              {figure("new 2024 5", published("2024-12-24")), 1},
		"on the last day":           {figure("new 2024 5", published("2024-12-31")), 0},
		"a week early, an estimate": {figure("new 2024 5", published("2024-12-24"), flag(targets.Estimated)), 0},
		"a week early, with a note": {figure("new 2024 5", published("2024-12-24"), note("年终通稿")), 0},
		"not published":             {figure("new 2024 5"), 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p, warnings := newPack(), faultList{}
			if err := p.add(1, &tt.figure, false); err != nil {
				t.Fatal(err)
			}
			m := newMerger(p, &faultList{}, &warnings, func(c Column) string { return string(c) })
			m.rules, m.canonical = NewRules(testCatalogue(), testToday, false), func(b []byte, _ *targets.Figure) []byte { return b }
			if m.finish(); len(warnings.list) != tt.want {
				t.Errorf("%+v warns %v; want %d warnings", tt.figure, warnings.list, tt.want)
			}
		})
	}
}

// walk runs figures of the cumulative through a trend and lists the lines blamed.
func walk(figures ...targets.Figure) (blamed []int) {
	var tr trend
	tr.fault = func(line int, _ Finding) { blamed = append(blamed, line) }
	tr.warn = func(int, Finding) {}
	tr.begin(&targets.Indicator{Measure: targets.Count, Accumulation: targets.Cumulative})
	for i := range figures {
		tr.next(pointOf(i+1, &figures[i]))
	}
	return blamed
}

func TestBoundsDecideOnlyWhatTheyProve(t *testing.T) {
	lower, upper := bound(targets.Lower), bound(targets.Upper)
	tests := map[string]struct {
		figures []targets.Figure
		want    []int
	}{
		"more than 600 is above 590":               {[]targets.Figure{figure("total 2022 600", lower), figure("total 2023 590")}, []int{2}},
		"at most 30 may be 25":                     {[]targets.Figure{figure("total 2022 30", upper), figure("total 2023 25")}, nil},
		"600 may be followed by more than 500":     {[]targets.Figure{figure("total 2022 600"), figure("total 2023 500", lower)}, nil},
		"the lower bound between hides no fall":    {[]targets.Figure{figure("total 2022 600"), figure("total 2023 500", lower), figure("total 2024 590")}, []int{3}},
		"600 is not followed by at most 500":       {[]targets.Figure{figure("total 2022 600"), figure("total 2023 500", upper)}, []int{2}},
		"one moment in two forms is no fall":       {[]targets.Figure{figure("total 2022 600"), figure("total 2022-12-31 590", origin(targets.OriginOfficial))}, nil},
		"a break begins anew":                      {[]targets.Figure{figure("total 2022 600"), figure("total 2023 500", flag(targets.Break))}, nil},
		"an estimate proves nothing":               {[]targets.Figure{figure("total 2022 600", flag(targets.Estimated)), figure("total 2023 500")}, nil},
		"another definition is left out":           {[]targets.Figure{figure("total 2022 600", flag(targets.DefinitionDiffer)), figure("total 2023 500")}, nil},
		"missing is passed over":                   {[]targets.Figure{figure("total 2022 600"), figure("total 2023", flag(targets.Missing)), figure("total 2024 500")}, []int{3}},
		"a fall is blamed once, not for ever":      {[]targets.Figure{figure("total 2022 600"), figure("total 2023 500"), figure("total 2024 550")}, []int{2}},
		"after an explained fall the floor is new": {[]targets.Figure{figure("total 2022 600"), figure("total 2023 500", note("核减")), figure("total 2024 550")}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := walk(tt.figures...); !slices.Equal(got, tt.want) {
				t.Errorf("blamed lines %v; want %v", got, tt.want)
			}
		})
	}
}

func TestLoadReadsSeveralFiles(t *testing.T) {
	file := func(name, text string) File { return File{name, strings.NewReader(text)} }
	rules := NewRules(testCatalogue(), testToday, false)
	figures, _, err := Load(t.Context(), openLines, testCatalogue(), rules, file("a", "total 2024 3\nnew 2024 1"), file("b", "total 2023 2"))
	if err != nil || len(figures) != 3 || figures[0].Indicator != "new" || figures[0].Revision != 1 {
		t.Errorf("Load = %v, %v; want three figures of revision 1", figures, err)
	}
	_, _, err = Load(t.Context(), openLines, testCatalogue(), rules, file("a", "total 2024 3\nnew 2024 -1"), file("b", "total 2024 4"), file("c", "new 2024 1.5"))
	want := "a:2: value: -1 小于零；请填零或正数\nc:1: value: 1.5 不是整数，「new」是计数指标；请填整数"
	if err == nil || err.Error() != want {
		t.Errorf("Load =\n%v\nwant\n%s", err, want)
	}
	_, _, err = Load(t.Context(), openLines, testCatalogue(), rules, file("a", "total 2024 3"), file("b", "total 2024 4"))
	if want := "b:1: period: 与 a:1 是同一指标、同一地区、同一报告期（2024）；请只保留一行"; err == nil || err.Error() != want {
		t.Errorf("Load =\n%v\nwant\n%s", err, want)
	}
}
