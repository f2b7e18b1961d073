package collector_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// wired is the store as the desk asks for it.
type wired struct{ *store.Store }

func (w wired) Import(ctx context.Context, actor string, b collector.Batch, now time.Time) (int64, error) {
	return w.Store.Import(ctx, actor, store.ImportBatch(b), now)
}

var testNow = time.Date(2026, 11, 1, 12, 0, 0, 0, targets.Shanghai)

func shareCatalogue() *targets.Catalogue {
	area := func(code, name string) targets.Area {
		return targets.Area{ID: code, Code: code, Name: targets.Text{ZH: name, EN: name}, Level: targets.LevelProvince}
	}
	return &targets.Catalogue{
		Areas: []targets.Area{area("140000", "山西省"), area("610000", "陕西省")},
		Indicators: []targets.Indicator{
			{ID: "issued-total", Name: targets.Text{ZH: "累计发布标准数"}, Measure: targets.Count, Accumulation: targets.Cumulative, Unit: targets.Unit{ZH: "项"}},
			{ID: "share", Name: targets.Text{ZH: "转化率"}, Measure: targets.Ratio, Unit: targets.Unit{ZH: "%"}},
		},
	}
}

// open founds a database with the catalogue and the figures.
func open(t testing.TB, c *targets.Catalogue, figures ...targets.Figure) *store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.Found(t.Context(), collector.Operator, c, figures, testNow); err != nil {
		t.Fatal(err)
	}
	return s
}

func desk(s *store.Store) *collector.Desk {
	return collector.NewDesk(collector.Parts{Store: wired{s}, Open: sheet.Open, Canonical: store.CanonicalFigure,
		Clock: func() time.Time { return testNow }})
}

// take imports a file and returns its summary or its faults.
func take(t testing.TB, s *store.Store, file string, o collector.ImportOptions) string {
	t.Helper()
	result, err := desk(s).Import(t.Context(), "数据.csv", strings.NewReader(file), o)
	if err != nil {
		return err.Error()
	}
	for _, w := range result.Warnings {
		t.Log(w)
	}
	return result.Summary(targets.ZH)
}

// export is the file of what stands.
func export(t testing.TB, s *store.Store, c *targets.Catalogue) string {
	t.Helper()
	var b bytes.Buffer
	w := sheet.NewWriter(&b, c)
	if err := s.EachFigure(t.Context(), targets.Selection{}, time.Time{}, w.Write); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const head = "indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note,source_title,source_url,origin\n"

func TestAFileOnItsWayIntoTheDatabase(t *testing.T) {
	c := shareCatalogue()
	s := open(t, c)
	first := head + "share,陕西,2024,60.0,3,5,%,,,2025-01-15,'=注,题,https://example.org/a,official\n" +
		"issued-total,山西,2023,600,,,项,,以上,,,,,\n"
	for _, step := range []struct {
		what, file string
		o          collector.ImportOptions
		want       string
	}{
		{"a dry run", first, collector.ImportOptions{DryRun: true}, "共 2 行：新增 2，更正 0，内容相同 0；仅检查，未写入。"},
		{"the import", first, collector.ImportOptions{}, "共 2 行：新增 2，更正 0，内容相同 0；已写入"},
		{"the same again", first, collector.ImportOptions{}, "共 2 行：新增 0，更正 0，内容相同 2；没有变化，未写入。"},
		{"a fall", head + "issued-total,140000,2024,599,,,,,,,,,,\n", collector.ImportOptions{}, "数据.csv:2: value: 累计数 599 低于 2023 的 600（库中已有），累计数不应下降；"},
		{"a correction", head + "share,610000,2024,61,,,%,,,,,,,\n", collector.ImportOptions{}, "共 1 行：新增 0，更正 1，内容相同 0；已写入"},
		{"the old file", first, collector.ImportOptions{}, "数据.csv:2: value: 与已被更正的第 1 次修订相同（现为第 2 次修订）；"},
		{"the old file, wanted", first, collector.ImportOptions{Revert: true}, "共 2 行：新增 0，更正 1，内容相同 1；已写入"},
		{"submitted only", head + "share,140000,2024,10,,,%,,,,,,,\n", collector.ImportOptions{SubmitOnly: true}, "共 1 行：新增 1，更正 0，内容相同 0；已上报待审核"},
		{"submitted twice", head + "share,140000,2024,10,,,%,,,,,,,\n", collector.ImportOptions{SubmitOnly: true}, "共 1 行：新增 0，更正 0，内容相同 1；没有变化，未写入。"},
		{"no figures", head, collector.ImportOptions{}, "共 0 行：新增 0，更正 0，内容相同 0；没有变化，未写入。"},
	} {
		if got := take(t, s, step.file, step.o); !strings.HasPrefix(got, step.want) {
			t.Errorf("%s: %s; want %s", step.what, got, step.want)
		}
	}
	want := head + "issued-total,140000,2023,600,,,项,A,lower,,,,,office\n" +
		"share,610000,2024,60.0,3,5,%,A,,2025-01-15,'=注,题,https://example.org/a,official\n"
	got := export(t, s, c)
	if got != want {
		t.Errorf("the export is\n%s\nwant\n%s", got, want)
	}
	if again := take(t, s, got, collector.ImportOptions{}); !strings.HasSuffix(again, "没有变化，未写入。") {
		t.Errorf("importing the export: %s", again)
	}
}

func TestAFileFullOfFaultsWritesNothing(t *testing.T) {
	s := open(t, shareCatalogue())
	before, err := s.Generation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := take(t, s, head+"share,陕西,2024,60,,,%,,,,,,,\nshare,610000,2024,61,,,%,,,,,,,\nshare,山西,2024,６０,,,,,,,,,,demo\n", collector.ImportOptions{})
	want := `数据.csv:3: period: 与第 2 行是同一指标、同一地区、同一报告期（2024）；请只保留一行
数据.csv:4: value: 数值 "６０" 含全角字符；应为 60
数据.csv:4: origin: 演示数据不能导入正式库；请删去这一行`
	if got != want {
		t.Errorf("faults\n%s\nwant\n%s", got, want)
	}
	if after, err := s.Generation(t.Context()); err != nil || after != before {
		t.Errorf("generation %d, %v; want %d as before", after, err, before)
	}
}

func TestASlowerImportIsToldOfTheRace(t *testing.T) {
	s := open(t, shareCatalogue())
	slow := &racing{wired{s}, func() {
		if got := take(t, s, head+"share,610000,2024,61,,,%,,,,,,,\n", collector.ImportOptions{}); !strings.Contains(got, "已写入") {
			t.Errorf("the faster import: %s", got)
		}
	}}
	d := collector.NewDesk(collector.Parts{Store: slow, Open: sheet.Open, Canonical: store.CanonicalFigure, Clock: func() time.Time { return testNow }})
	_, err := d.Import(t.Context(), "f.csv", strings.NewReader(head+"share,610000,2024,62,,,%,,,,,,,\n"), collector.ImportOptions{})
	if targets.KindOf(err) != targets.Conflict {
		t.Errorf("the slower import: %v; want a conflict", err)
	}
}

// racing lets another import pass between comparing and writing.
type racing struct {
	wired
	before func()
}

func (r *racing) Import(ctx context.Context, actor string, b collector.Batch, now time.Time) (int64, error) {
	r.before()
	return r.wired.Import(ctx, actor, b, now)
}

func TestOneKeyOfManyIsComparedWithItsOwnRevisions(t *testing.T) {
	c := shareCatalogue()
	var figures []targets.Figure
	var file strings.Builder
	file.WriteString(head)
	for y := 1980; y < 2025; y++ {
		for _, area := range []string{"140000", "610000"} {
			figures = append(figures, targets.Figure{Key: targets.Key{Indicator: "share", Area: area, Period: targets.Year(y)},
				Value: targets.MustDecimal("0.50"), Flag: targets.Normal, Origin: targets.OriginOffice})
			fmt.Fprintf(&file, "share,%s,%d,%d,,,%%,,,,,,,\n", area, y, 50+y%3) // two of three are corrections
		}
	}
	s := open(t, c, figures...)
	if got := take(t, s, file.String(), collector.ImportOptions{}); !strings.HasPrefix(got, "共 90 行：新增 0，更正 60，内容相同 30；") {
		t.Error(got)
	}
}

func TestAMissingCatalogueIsAnError(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "empty.db"), sqlite.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = desk(s).Import(t.Context(), "f.csv", strings.NewReader(head+"share,610000,2024,62,,,%,,,,,,,\n"), collector.ImportOptions{})
	if err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("Import into an empty database = %v; want an error", err)
	}
}
