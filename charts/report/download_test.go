package report

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// taken is the block that a page makes files from.
func taken(t *testing.T, page string) (d download) {
	t.Helper()
	_, rest, ok := strings.Cut(page, `<script type="application/json" id="download">`)
	block, _, _ := strings.Cut(rest, "</script>")
	if !ok {
		t.Fatal("the page has nothing to take away")
	}
	if err := json.Unmarshal([]byte(block), &d); err != nil {
		t.Fatalf("read %s: %v", block, err)
	}
	return d
}

func TestFiguresTravelInTheColumnsOfTheContract(t *testing.T) {
	all := write(t, t.TempDir(), catalogue, fixed)
	tests := map[string]struct{ page, want string }{
		"a count with its unit": {"targets/zj-made.html", "made-in-zhejiang,330000,2025-Q1,3923,,,项,A,,2025-04-20,,省市场监督管理局通报,https://example.gov.cn/notice,official"},
		"a ratio as per cent":   {"targets/plan-adoption.html", "adoption,100000,2024,79,,,%,A,,2025-01-20,,省市场监督管理局通报,https://example.gov.cn/notice,official"},
		"a missing figure":      {"targets/plan-adoption.html", "adoption,100000,2023,,,,%,O,,2024-01-20,,省市场监督管理局通报,https://example.gov.cn/notice,official"},
		"a bound with its note": {"targets/plan-bases.html", "bases,100000,2022-12-31,40,,,个,A,lower,2023-01-20,原文为约数,省市场监督管理局通报,https://example.gov.cn/notice,official"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := taken(t, all[tt.page]).CSV
			if !strings.HasPrefix(got, "indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note,source_title,source_url,origin\n") || !strings.Contains(got, "\n"+tt.want+"\n") {
				t.Errorf("the file is\n%s\nwant a line\n%s", got, tt.want)
			}
		})
	}
}

func TestNoFigureFileRunsAFormula(t *testing.T) {
	for _, name := range []string{"=1+1", "＝cmd", "@x", "'=1", "'''-1", "\t=1"} {
		list, err := csv.NewReader(strings.NewReader(taken(t, write(t, t.TempDir(), hostile(name), fixed)["targets/zj-made.html"]).CSV)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if got := list[1][10]; got != "'"+name {
			t.Errorf("the note %q is written as %q, want an apostrophe before it", name, got)
		}
	}
	for _, plain := range []string{"", "约数", "'引", "1=1"} {
		if got := neutral(plain); got != plain {
			t.Errorf("neutral(%q) = %q, want it as it is", plain, got)
		}
	}
}

func TestWhatAnOfficeTypedStaysInside(t *testing.T) {
	typed := func() *targets.Snapshot {
		s := catalogue()
		for _, list := range s.Figures {
			for i := range list {
				list[i].Origin, list[i].Note = targets.OriginOffice, "口头更正过"
			}
		}
		return s
	}
	for _, public := range []bool{true, false} {
		o := fixed
		o.Public = public
		page := write(t, t.TempDir(), typed, o)["targets/zj-made.html"]
		if got := strings.Contains(page, "口头更正过"); got == public {
			t.Errorf("public %v: the note is shown: %v", public, got)
		}
	}
}

func TestAPictureTakesItsCaveatsAlong(t *testing.T) {
	d := taken(t, write(t, t.TempDir(), brokenDown, fixed)["targets/zj-parks.html"])
	if len(d.Pictures) != 2 || d.Pictures[0].ID != "trend" || d.Pictures[1].ID != "ranking" {
		t.Fatalf("pictures are %+v, want trend and ranking", d.Pictures)
	}
	got := strings.Join(d.Pictures[0].Lines, "|")
	for _, want := range []string{"数据来源：省市场监督管理局通报", "标尺，截至2025-03-31，内部版"} {
		if !strings.Contains(got, want) {
			t.Errorf("the picture says %q, want %q in it", got, want)
		}
	}
	made := taken(t, write(t, t.TempDir(), catalogue, fixed)["targets/zj-made.html"])
	if got := strings.Join(made.Pictures[0].Lines, "|"); strings.Contains(got, targets.Caveat.ZH) != strings.Contains(got, "期末测算") || made.Title != "累计发布“浙江制造”标准（浙江省）" {
		t.Errorf("%q says %q", made.Title, got)
	}
}

// alone is the catalogue with one figure of the provincial ratio, which has no
// baseline: there is nothing to make a line or a path of.
func alone() *targets.Snapshot {
	s := catalogue()
	s.Figures[targets.SeriesKey{Indicator: "adoption", Area: "330000"}] = []targets.Figure{fig("adoption", "330000", "2024", "0.80")}
	return s
}

func TestOneNumberThatStandsAloneIsAGauge(t *testing.T) {
	page := write(t, t.TempDir(), alone, fixed)["targets/zj-adoption.html"]
	if !strings.Contains(page, `id="alone"`) || strings.Contains(page, `id="trend"`) || !strings.Contains(page, `class="points"`) {
		t.Error("one figure without a path is not drawn as a gauge beside its table")
	}
	if d := taken(t, page); len(d.Pictures) != 1 || d.Pictures[0].ID != aloneID {
		t.Errorf("pictures to take away are %+v, want the gauge", d.Pictures)
	}
	if two := write(t, t.TempDir(), catalogue, fixed)["targets/plan-adoption.html"]; strings.Contains(two, `id="alone"`) {
		t.Error("a series is drawn as a gauge")
	}
}

func TestAColumnOfAFigureFileHasOneUnit(t *testing.T) {
	mixed := func() *targets.Snapshot {
		s := catalogue()
		s.Figures[targets.SeriesKey{Indicator: "adoption", Area: "330000"}] = []targets.Figure{
			fig("adoption", "330000", "2022", "0.45"), fig("adoption", "330000", "2023", "0.5"), fig("adoption", "330000", "2024", "1"),
		}
		return s
	}
	list, err := csv.NewReader(strings.NewReader(taken(t, write(t, t.TempDir(), mixed, fixed)["targets/zj-adoption.html"]).CSV)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range list[1:] {
		got = append(got, line[3]+line[6])
	}
	if want := "45% 50% 100%"; strings.Join(got, " ") != want {
		t.Errorf("the file has %s, want %s", strings.Join(got, " "), want)
	}
}
