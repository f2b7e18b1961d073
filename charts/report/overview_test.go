package report

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// rowsOf are the lines of the tables of a page, heads among them.
func rowsOf(page string) int { return strings.Count(page, "<tr") }

// mostRows is what the overview may hold of however many goals there are.
const mostRows = 200

func TestTheOverviewStaysShortHoweverManyGoalsThereAre(t *testing.T) {
	all := pagesAt(t, national(1500), "index.html", "en/index.html", "targets.html")
	for _, name := range []string{"index.html", "en/index.html"} {
		if got := rowsOf(all[name]); got > mostRows {
			t.Errorf("%s holds %d rows of 1500 goals, want at most %d", name, got, mostRows)
		}
	}
	if got := rowsOf(all["targets.html"]); got != 1501 {
		t.Errorf("targets.html holds %d rows, want 1500 and the head", got)
	}
	if got := len(all["targets.html"]) / 1500; got > 600 {
		t.Errorf("a goal takes %d bytes of targets.html, want at most 600", got)
	}
	for _, words := range []string{"另有", "targets.html#sort=state", "documents.html"} {
		if !strings.Contains(all["index.html"], words) {
			t.Errorf("index.html does not say %q, where the rest is", words)
		}
	}
}

// pagesAt are pages of a catalogue, without the others of its site.
func pagesAt(t *testing.T, m func() *targets.Snapshot, paths ...string) map[string]string {
	t.Helper()
	o := fixed.withDefaults()
	b, err := read(t.Context(), &memory{make: m, generation: 1}, o, o.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	pr, err := newPress(o.Langs)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, path := range paths {
		p, ok := b.find(path)
		if !ok {
			t.Fatalf("there is no page %s", path)
		}
		content, err := pr.render(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		all[path] = string(content)
	}
	return all
}

// national is a catalogue of n goals in 30 provinces and two cities of each, set
// by 40 documents; every third goal is far behind.
func national(n int) func() *targets.Snapshot {
	return func() *targets.Snapshot {
		s := &targets.Snapshot{Figures: map[targets.SeriesKey][]targets.Figure{}}
		s.Areas = []targets.Area{{ID: "100000", Code: "100000", Name: zhEn("全国", "China"), Level: targets.LevelCountry}}
		var codes []string
		for p := range 30 {
			code := fmt.Sprintf("%d0000", 11+p)
			s.Areas = append(s.Areas, targets.Area{ID: code, Code: code, Name: zhEn("省"+code, "Province "+code), Level: targets.LevelProvince, Parent: "100000"})
			codes = append(codes, code)
			for c := range 2 {
				city := fmt.Sprintf("%d0%d00", 11+p, c+1)
				s.Areas = append(s.Areas, targets.Area{ID: city, Code: city, Name: zhEn("市"+city, "City "+city), Level: targets.LevelPrefecture, Parent: code})
				codes = append(codes, city)
			}
		}
		for d := range 40 {
			id := fmt.Sprintf("doc-%d", d)
			s.Documents = append(s.Documents, targets.Document{ID: id, Title: zhEn("文件"+id, "Document "+id), Issued: date("2021-03-01"), Area: "100000"})
		}
		for i := range n {
			id, area := fmt.Sprintf("t-%d", i), codes[i%len(codes)]
			s.Indicators = append(s.Indicators, targets.Indicator{ID: id, Name: zhEn("累计发布标准"+id, "Standards issued "+id), Measure: targets.Count, Accumulation: targets.Cumulative, Unit: targets.Unit{ZH: "项", EN: "standard", Plural: "standards"}, Cadence: targets.Quarterly, Disclosure: targets.Public})
			s.Targets = append(s.Targets, targets.Target{ID: id, Document: fmt.Sprintf("doc-%d", i%40), Indicator: id, Area: area, Locator: zhEn("一", "I"), Comparator: targets.AtLeast, Goal: num("4000"), Start: date("2021-01-01"), StartBasis: targets.BasisPrinted, Deadline: date("2025-12-31"), DeadlineBasis: targets.BasisPrinted})
			k := targets.SeriesKey{Indicator: id, Area: area}
			for q := range 4 {
				s.Figures[k] = append(s.Figures[k], fig(id, area, fmt.Sprintf("%d", 2020+q), fmt.Sprint(1000+q*(150+300*(i%3)))))
			}
		}
		return s
	}
}

func TestEveryNumberOfTheOverviewLeadsToItsGoals(t *testing.T) {
	page := pagesAt(t, brokenDown, "index.html")["index.html"]
	for what, words := range map[string]string{
		"all of a light":             `href="targets.html#light=red"`,
		"of a document":              `href="targets.html#document=zhejiang-2023-24&amp;light=red"`,
		"of an area and those below": `href="targets.html#area=330000&amp;light=green"`,
		"of the country alone":       `href="targets.html#area=100000&amp;own=1&amp;light=`,
		"an area's page":             `href="areas/330000.html"`,
		"the day compared with":      `<time>2024-12-31</time>`,
		"what a goal needs":          `data-label="今后需要"><span class="value">每月`,
		"the map":                    `data-picture="map"`,
	} {
		if !strings.Contains(page, words) {
			t.Errorf("index.html lacks %s: %s", what, words)
		}
	}
}

// TestTheOverviewCountsAnAreaWithTheAreasBelow adds up the cities of a province.
func TestTheOverviewCountsAnAreaWithTheAreasBelow(t *testing.T) {
	page := pagesAt(t, brokenDown, "index.html")["index.html"]
	// Of Zhejiang itself five goals and, of Hangzhou and Ningbo, one each.
	line := regexp.MustCompile(`(?s)<tr><th scope="row"><a href="areas/330000.html">.*?</tr>`).FindString(page)
	if !strings.Contains(line, `data-label="合计">7</td>`) {
		t.Errorf("the line of Zhejiang is %s, want 7 goals in all", line)
	}
}

func TestAnEmptyDatabaseSaysWhatWillBeThere(t *testing.T) {
	empty := func() *targets.Snapshot {
		return &targets.Snapshot{Catalogue: targets.Catalogue{Areas: catalogue().Areas}}
	}
	all := write(t, t.TempDir(), empty, fixed)
	for name, words := range map[string]string{
		"index.html": "还没有目标。用 biaochi seed", "targets.html": "还没有目标。用 biaochi seed", "areas.html": "2个省级地区中，0个有目标",
		"areas/330000.html": "biaochi import", "en/areas/330000.html": "no figures of this area yet", "en/index.html": "No goals yet.",
	} {
		if !strings.Contains(all[filepath.ToSlash(name)], words) {
			t.Errorf("%s of an empty database does not say %q", name, words)
		}
	}
}
