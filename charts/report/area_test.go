package report

import (
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// reporting is the catalogue with an office in Hangzhou that has two quarterly
// figures to report, one of them internal, and what it handed in.
func reporting() (func() *targets.Snapshot, map[targets.FilingKey]map[string]targets.Answer) {
	office := targets.Office{ID: "hangzhou-office", Name: "杭州市局", Area: "330100"}
	form := targets.Form{
		ID: "quarterly", Name: "标准化季报", Cadence: targets.Quarterly, Opens: 1, Closes: 20, Indicators: []string{"parks", "bases"},
		Chain: []targets.ChainStep{targets.StepProvince}, Offices: []string{office.ID}, From: date("2024-06-30"),
	}
	key := func(p string) targets.FilingKey {
		return targets.FilingKey{Form: form.ID, Office: office.ID, Period: period(p)}
	}
	approved := func(day string) targets.Answer {
		return targets.Answer{Entry: 9, Revision: 1, Flag: targets.Normal, Stage: targets.StageApproved, First: date(day)}
	}
	answers := map[targets.FilingKey]map[string]targets.Answer{
		key("2024-Q2"): {"parks": approved("2024-07-10"), "bases": approved("2024-07-10")},
		key("2024-Q3"): {"parks": approved("2024-12-01")},
	}
	return func() *targets.Snapshot {
		s := brokenDown()
		for i := range s.Indicators {
			if s.Indicators[i].ID == "bases" {
				s.Indicators[i].Disclosure = targets.Internal
			}
		}
		s.Figures[targets.SeriesKey{Indicator: "adoption", Area: "330100"}] = []targets.Figure{fig("adoption", "330100", "2023", "0.81"), fig("adoption", "330100", "2024", "0.83")}
		s.Register = &targets.Register{Offices: []targets.Office{office}, Forms: []targets.Form{form}}
		s.Register.Seal()
		return s
	}, answers
}

// TestListsOfGoalsAndAreasReadAsTheGoldensDo holds the pages of a province with
// cities, of a city whose office reports and of all goals against their files.
func TestListsOfGoalsAndAreasReadAsTheGoldensDo(t *testing.T) {
	m, answers := reporting()
	dir := t.TempDir()
	if err := Site(t.Context(), &memory{make: m, generation: 1, answers: answers}, dir, fixed, nil); err != nil {
		t.Fatal(err)
	}
	all := files(t, dir)
	readAsGoldens(t, all, "targets.html", "areas.html", "areas/330000.html", "areas/330100.html", "areas/610000.html", "en/areas/330100.html", "en/index.html")
}

// TestAnAreaTellsItsDuties counts by hand: of 2024-Q2 two on time, of 2024-Q3 one
// late and one owed, of 2024-Q4 both owed; 2025-Q1 ended on the day judged.
func TestAnAreaTellsItsDuties(t *testing.T) {
	m, answers := reporting()
	tests := map[string]struct {
		public     bool
		sentence   string
		owed, none []string
	}{
		"internal edition": {false, "应报6项：按时2项（按时率33.3%），迟报1项，应报未报3项。", []string{"国家技术标准创新基地", "标准化示范园区", "<time>2024-10-21</time>", "杭州市局", "标准化季报"}, nil},
		"public edition":   {true, "应报3项：按时1项（按时率33.3%），迟报1项，应报未报1项。", []string{"标准化示范园区", "<time>2025-01-20</time>"}, []string{"国家技术标准创新基地"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := fixed
			o.Public = tt.public
			dir := t.TempDir()
			if err := Site(t.Context(), &memory{make: m, generation: 1, answers: answers}, dir, o, nil); err != nil {
				t.Fatal(err)
			}
			page := files(t, dir)["areas/330100.html"]
			for _, words := range append(tt.owed, tt.sentence) {
				if !strings.Contains(page, words) {
					t.Errorf("areas/330100.html does not say %q", words)
				}
			}
			for _, words := range tt.none {
				if strings.Contains(page, words) {
					t.Errorf("areas/330100.html says %q", words)
				}
			}
		})
	}
}

func TestAnAreaTellsWhatIsKnownBesideItsGoals(t *testing.T) {
	m, answers := reporting()
	dir := t.TempDir()
	if err := Site(t.Context(), &memory{make: m, generation: 1, answers: answers}, dir, fixed, nil); err != nil {
		t.Fatal(err)
	}
	all := files(t, dir)
	for page, list := range map[string][]string{
		"areas/330100.html":    {"没有目标的已发布数据", "国际标准转化率", "83%", `href="../indicators/adoption.html"`, `href="../areas/330000.html"`},
		"areas/330000.html":    {`href="../areas/330100.html"`, `href="../targets.html#area=330100&amp;light=`, "浙政办发〔2023〕24号", "下级地区"},
		"en/areas/330100.html": {"Published figures that no goal asks for", "Conversion rate of international standards", "Figures due: 6; on time 2 (33.3%)"},
		"areas.html":           {"按时率", "33.3%", `class="second"`},
		"index.html":           {"近一年报送："},
	} {
		for _, words := range list {
			if !strings.Contains(all[page], words) {
				t.Errorf("%s does not say %q", page, words)
			}
		}
	}
}

// TestAnAreasPageDependsOnNoOtherArea changes a figure of one province: pages of
// areas elsewhere keep their bytes.
func TestAnAreasPageDependsOnNoOtherArea(t *testing.T) {
	change := func() *targets.Snapshot {
		s := brokenDown()
		k := targets.SeriesKey{Indicator: "made-in-zhejiang", Area: "330000"}
		s.Figures[k][len(s.Figures[k])-1].Value = num("3300")
		return s
	}
	before, after := write(t, t.TempDir(), brokenDown, fixed), write(t, t.TempDir(), change, fixed)
	if before["areas/330000.html"] == after["areas/330000.html"] {
		t.Error("areas/330000.html does not show a changed figure of its own")
	}
	for _, name := range []string{"areas/330100.html", "areas/610000.html", "en/areas/610000.html"} {
		if before[name] != after[name] {
			t.Errorf("%s changes with a figure of Zhejiang", name)
		}
	}
}
