package report

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// turning is the catalogue in a quarter in which much happens: the provincial
// goal is raised on 14 February, its yearly figure of 2021 was corrected on
// 6 March, a figure of the first quarter comes in.
func turning() *targets.Snapshot {
	s := catalogue()
	for i := range s.Targets {
		if t := &s.Targets[i]; t.ID == "zj-made" {
			was := t.Terms()
			was.Goal = num("3800")
			t.Adjustments = []targets.Adjustment{{On: date("2025-02-14"), Document: "浙政发〔2025〕3号", Reason: zhEn("上调", "raised"), Was: was}}
		}
	}
	list := s.Figures[targets.SeriesKey{Indicator: "made-in-zhejiang", Area: "330000"}]
	list[1].Revision, list[1].Recorded = 2, time.Date(2025, 3, 6, 2, 0, 0, 0, time.UTC)
	return s
}

// correctedOnce tells of the corrected figure that 3,100 stood there before.
func correctedOnce(key targets.SeriesKey, _ time.Time) []targets.Revision {
	var list []targets.Revision
	for _, f := range turning().Figures[key] {
		r := targets.Revision{Figure: f, KnownFrom: f.Published.End(), Standing: targets.Current}
		if f.Revision > 1 {
			old := f
			old.Revision, old.Value = 1, num("3100")
			r.Replaced = &old
		}
		list = append(list, r)
	}
	return list
}

// written makes a site of a source and returns its files.
func written(t *testing.T, src *memory, o Options) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := Site(t.Context(), src, dir, o, nil); err != nil {
		t.Fatal(err)
	}
	return files(t, dir)
}

func TestThePageOfChangesTellsFromWhatToWhat(t *testing.T) {
	all := written(t, &memory{make: turning, generation: 1, history: correctedOnce}, fixed)
	page := all["changes.html"]
	tests := map[string]struct{ from, want string }{
		"an adjusted goal with the document that did it": {`id="goals-head"`, "2025-02-14 累计发布“浙江制造”标准 浙江省 · 浙江试点方案 由≥ 3,800项（期限2025-12-31）调整为≥ 4,000项（期限2025-12-31） 浙政发〔2025〕3号"},
		"a new figure with both periods":                 {`id="figures-head"`, "2025-04-20 累计发布“浙江制造”标准 浙江省 · 浙江试点方案 3,560项 2023-12-31 → 变为 3,923项 2025-Q1"},
		"a correction with what stood there":             {`id="corrections-head"`, "2025-03-06 累计发布“浙江制造”标准 浙江省 · 浙江试点方案 3,100项 → 变为 3,108项 2022-12-31"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := textOf(page, tt.from, "</section>"); !strings.Contains(got, tt.want) {
				t.Errorf("the group reads %q, want %q in it", got, tt.want)
			}
		})
	}
	if got := textOf(page, `class="lede">`, "</p>"); !strings.HasPrefix(got, "2025-03-31与2024-12-31相比：目标调整1项，") {
		t.Errorf("the page begins %q", got)
	}
}

func TestChangesAndSearchReadAsTheGoldensDo(t *testing.T) {
	all := written(t, &memory{make: turning, generation: 1, history: correctedOnce}, fixed)
	readAsGoldens(t, all, "changes.html", "en/changes.html", "feed.xml", "en/feed.xml", "search.html", "en/search.html", "search-index.js")
}

func TestAQuarterWithoutChangesSaysSo(t *testing.T) {
	o := fixed
	o.Since, o.KnownAt = o.AsOf, endOf(o.AsOf)
	page := written(t, &memory{make: catalogue, generation: 1}, o)["changes.html"]
	if !strings.Contains(page, "没有变化") || strings.Contains(page, "<table") {
		t.Error("a comparison of a day with itself shows changes, or does not say that there are none")
	}
}

// The share of 2024 was published on 20 January 2025: no reader of 31 December
// 2024 knew it, so that the first quarter's report tells of it on every surface,
// though its period had ended by then.
func TestAFigurePublishedAfterItsPeriodIsNewsEverywhere(t *testing.T) {
	src := &memory{make: catalogue, generation: 1}
	all := written(t, src, fixed) // judged as of 2025-03-31
	p, err := MakePaper(t.Context(), src, Options{}, PaperAsk{Kind: BulletinPaper, Area: "100000", Period: period("2025-Q1")})
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Join(p.Body.(*bulletinBody).Overall.Changed, "")
	for name, tt := range map[string]struct{ in, want string }{
		"the page of changes, its figure": {textOf(all["changes.html"], `id="figures-head"`, "</section>"), "2025-01-20 国际标准转化率 全国 · 纲要行动计划 77% 2022 → 变为 79% 2024"},
		"the page of changes, its state":  {textOf(all["changes.html"], `id="worse-head"`, "</section>"), "2025-01-20 国际标准转化率 全国 · 纲要行动计划 ▲ 慢于序时进度 → 变为 ■ 严重滞后"},
		"the overview, its figure":        {textOf(all["index.html"], `id="changed"`, "</section>"), "新数据 国际标准转化率 全国 最近数由77%（2022）变为79%（2024）"},
		"the overview, its state":         {textOf(all["index.html"], `id="changed"`, "</section>"), "状态变化 国际标准转化率 全国 由“慢于序时进度”变为“严重滞后”"},
		"the feed, its figure":            {all["feed.xml"], "全国，国际标准转化率：最近数由77%（2022）变为79%（2024）</title>\n  <updated>2025-01-20T00:00:00+08:00</updated>"},
		"the feed, its state":             {all["feed.xml"], "全国，国际标准转化率：由“慢于序时进度”变为“严重滞后”</title>\n  <updated>2025-01-20T00:00:00+08:00</updated>"},
		"the bulletin":                    {changed, "与2024年12月31日相比，状态变化的目标1项：国际标准转化率由“慢于序时进度”变为“严重滞后”。"},
	} {
		if !strings.Contains(tt.in, tt.want) {
			t.Errorf("%s reads %q, want %q in it", name, tt.in, tt.want)
		}
	}
}

// The same figure sent back once and handed in again is a first figure still.
func TestAFirstReportSentBackAndHandedInAgainIsNoCorrection(t *testing.T) {
	again := func() *targets.Snapshot {
		s := catalogue()
		list := s.Figures[targets.SeriesKey{Indicator: "made-in-zhejiang", Area: "330000"}]
		last := &list[len(list)-1]
		last.Revision, last.Published, last.Recorded = 2, 0, time.Date(2025, 4, 9, 2, 0, 0, 0, time.UTC)
		last.Approved = time.Date(2025, 4, 11, 2, 0, 0, 0, time.UTC)
		return s
	}
	page := written(t, &memory{make: again, generation: 1}, fixed)["changes.html"]
	if strings.Contains(page, "corrections-head") || strings.Contains(page, `id="corrections"`) {
		t.Error("a figure that had never stood is shown as corrected")
	}
	if got := textOf(page, `id="figures-head"`, "</section>"); !strings.Contains(got, "2025-04-11 累计发布“浙江制造”标准") {
		t.Errorf("the new figures read %q, want the one approved on 11 April", got)
	}
}

// readFeed reads a feed as a reader would.
func readFeed(t *testing.T, content string) (f atomFeed) {
	t.Helper()
	if err := xml.Unmarshal([]byte(content), &f); err != nil {
		t.Fatalf("the feed is no XML: %v\n%s", err, content)
	}
	return f
}

func TestTheFeedIsAtom(t *testing.T) {
	all := written(t, &memory{make: turning, generation: 1, history: correctedOnce}, fixed)
	for _, name := range []string{"feed.xml", "en/feed.xml"} {
		f := readFeed(t, all[name])
		if f.XMLName.Space != "http://www.w3.org/2005/Atom" || f.ID == "" || f.Title == "" || f.Author.Name == "" || len(f.Entries) == 0 {
			t.Errorf("%s lacks what RFC 4287 asks of a feed: %+v", name, f)
		}
		seen, before := map[string]bool{}, f.Updated
		for _, e := range f.Entries {
			if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.Updated > before {
				t.Errorf("%s: %q is updated %q after %q (%v); want times, the newest first", name, e.Title, e.Updated, before, err)
			}
			if seen[e.ID] || !strings.HasPrefix(e.ID, tagAuthority) || e.Title == "" || e.Link.Href == "" {
				t.Errorf("%s: entry %+v has no identifier of its own, no title or no link", name, e)
			}
			if _, ok := all[strings.TrimSuffix(name, feedAddress)+e.Link.Href]; !ok {
				t.Errorf("%s: %q leads to %s, which is not written", name, e.Title, e.Link.Href)
			}
			seen[e.ID], before = true, e.Updated
		}
	}
}

func TestAnEntryKeepsItsIdentifier(t *testing.T) {
	ids := func(asOf string) []string {
		o := fixed
		o.AsOf = date(asOf)
		var list []string
		for _, e := range readFeed(t, written(t, &memory{make: turning, generation: 1, history: correctedOnce}, o)["feed.xml"]).Entries {
			list = append(list, e.ID+" "+e.Updated)
		}
		return list
	}
	later := ids("2025-03-30")
	for _, id := range ids("2025-03-20") {
		if !slices.Contains(later, id) {
			t.Errorf("ten days later %s is not in the feed any more: %q", id, later)
		}
	}
}

func TestTheFeedTellsTheNewestHundred(t *testing.T) {
	f := readFeed(t, written(t, &memory{make: many(150), generation: 1}, Options{AsOf: date("2023-03-31")})["feed.xml"])
	if len(f.Entries) != mostEntries {
		t.Errorf("%d entries, want %d", len(f.Entries), mostEntries)
	}
}

func TestHostileNamesStayTextInTheFeed(t *testing.T) {
	for _, name := range []string{"</title><script>", "]]>&amp;", "\x00\x08控制", "甲\u202e乙"} {
		all := written(t, &memory{make: hostile(name), generation: 1}, fixed)
		if f := readFeed(t, all["feed.xml"]); len(f.Entries) == 0 {
			t.Errorf("%q: the feed has no entries", name)
		}
		if index := all["search-index.js"]; strings.Contains(index, "<") || strings.Contains(index, "\u2028") || strings.Count(index, "\n") != 1 {
			t.Errorf("%q breaks out of the search index: %.300s", name, index)
		}
	}
}

func TestAPublicEditionFeedsAndFindsNothingInternal(t *testing.T) {
	secret := func() *targets.Snapshot {
		s := turning()
		for i := range s.Indicators {
			if s.Indicators[i].ID == "made-in-zhejiang" {
				s.Indicators[i].Disclosure = targets.Internal
			}
		}
		return s
	}
	o := fixed
	o.Public = true
	all := written(t, &memory{make: secret, generation: 1, history: correctedOnce}, o)
	for _, name := range []string{"changes.html", "feed.xml", "search-index.js", "en/search-index.js"} {
		for _, bad := range []string{"浙江制造", "Made-in-Zhejiang", "zj-made"} {
			if strings.Contains(all[name], bad) {
				t.Errorf("%s of the public edition has %q", name, bad)
			}
		}
	}
}

func TestTheSearchIndexStaysSmall(t *testing.T) {
	sizes := map[int]int{}
	for _, n := range []int{300, 600} {
		sizes[n] = len(written(t, &memory{make: many(n), generation: 1}, Options{AsOf: date("2023-02-15")})["search-index.js"])
	}
	if perGoal := (sizes[600] - sizes[300]) / 300; perGoal > 220 {
		t.Errorf("a goal of its own indicator takes %d bytes of the index, want at most 220 (%s)", perGoal, fmt.Sprint(sizes))
	}
}

func TestTheFeedIsServedAsOne(t *testing.T) {
	w := request(serve(&memory{make: turning, generation: 1, history: correctedOnce}, fixed), "GET", "/en/feed.xml?as-of=2025-03-20")
	f := readFeed(t, w.Body.String())
	if got := w.Header().Get("Content-Type"); w.Code != 200 || got != "application/atom+xml; charset=utf-8" {
		t.Errorf("GET the feed = %d as %q", w.Code, got)
	}
	if href := f.Entries[0].Link.Href; !strings.HasSuffix(href, ".html?as-of=2025-03-20") {
		t.Errorf("an entry leads to %q, want the day judged kept", href)
	}
}
