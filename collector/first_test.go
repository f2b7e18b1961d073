package collector_test

import (
	"strings"
	"testing"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func TestTheFirstFigureOfAnAreaWithoutTargetIsAskedAbout(t *testing.T) {
	c := sourceCatalogue()
	c.Areas = append(c.Areas, targets.Area{ID: "140100", Code: "140100", Name: targets.Text{ZH: "太原市"}, Parent: "140000", Level: targets.LevelPrefecture})
	c.Documents = []targets.Document{{ID: "plan", Area: "610000"}}
	c.Targets = []targets.Target{
		{ID: "t", Document: "plan", Indicator: "new", Area: "610000", Comparator: targets.AtLeast, Goal: targets.NewDecimal(9)},
		{ID: "u", Document: "plan", Indicator: "new", Area: "610000", Comparator: targets.AtLeast, Goal: targets.NewDecimal(99)},
	}
	in := func(area string, list ...string) string { return strings.ReplaceAll(rows(list...), "610000", area) }
	const asked = "「新增数」在 山西省（140000） 没有目标，此前也没有数据，本行是第一条；请核对地区；这个指标的目标在 陕西省（610000）"
	tests := map[string]struct {
		before, file string
		want         []string
	}{
		"an area with a target":                       {"", in("610000", "new 2024 5"), nil},
		"an area without":                             {"", in("140000", "new 2024 5"), []string{"数据.csv:2: area: " + asked}},
		"once an indicator and area":                  {"", in("140000", "new 2024 5", "new 2023 4"), []string{"数据.csv:3: area: " + asked}},
		"an area is named in full":                    {"", in("140100", "new 2024 5"), []string{"数据.csv:2: area: 「新增数」在 山西省太原市（140100） 没有目标，此前也没有数据，本行是第一条；请核对地区；这个指标的目标在 陕西省（610000）"}},
		"an area with a later figure":                 {in("140000", "new 2025 5"), in("140000", "new 2024 5"), nil},
		"an area with an earlier figure":              {in("140000", "new 2023 5"), in("140000", "new 2024 5"), nil},
		"an area with a figure of another indicator":  {in("140000", "issued-total 2023 5"), in("140000", "new 2024 5"), []string{"数据.csv:2: area: " + asked}},
		"an indicator that is nobody's goal":          {"", in("140000", "issued-total 2024 5"), nil},
		"a row that says what stands asks no more":    {in("140000", "new 2024 5"), in("140000", "new 2024 5"), nil},
		"what follows the area in the order of codes": {in("610000", "new 2023 5"), in("140000", "new 2024 5") + strings.TrimPrefix(in("610000", "new 2024 5"), head), []string{"数据.csv:2: area: " + asked}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := open(t, c)
			if tt.before != "" {
				take(t, s, tt.before, collector.ImportOptions{})
			}
			result, err := desk(s).Import(t.Context(), "数据.csv", strings.NewReader(tt.file), collector.ImportOptions{})
			var got []string
			for _, w := range result.Warnings {
				got = append(got, w.String())
			}
			if err != nil || strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("importing\n%s\nwarns %q, %v; want %q", tt.file, got, err, tt.want)
			}
		})
	}
}

func TestAFirstFigureNamesThreeAreasAtMost(t *testing.T) {
	c := sourceCatalogue()
	c.Documents = []targets.Document{{ID: "plan", Area: "610000"}}
	for _, code := range []string{"620000", "630000", "640000"} {
		c.Areas = append(c.Areas, targets.Area{ID: code, Code: code, Name: targets.Text{ZH: "省" + code}})
		c.Targets = append(c.Targets, targets.Target{ID: "t" + code, Document: "plan", Indicator: "new", Area: code})
	}
	c.Targets = append(c.Targets, targets.Target{ID: "t", Document: "plan", Indicator: "new", Area: "610000"})
	result, err := desk(open(t, c)).Import(t.Context(), "f", strings.NewReader(strings.ReplaceAll(rows("new 2024 5"), "610000", "140000")), collector.ImportOptions{})
	want := "目标在 陕西省（610000）、省620000（620000）、省630000（630000） 等 4 个地区"
	if err != nil || len(result.Warnings) != 1 || !strings.HasSuffix(result.Warnings[0].Fix, want) {
		t.Errorf("warnings %v, %v; want one that ends with %q", result.Warnings, err, want)
	}
}
