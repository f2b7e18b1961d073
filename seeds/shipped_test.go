package seeds

import (
	"encoding/json"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/biaochi/biaochi/targets"
)

func ship(t testing.TB) *targets.Catalogue {
	t.Helper()
	c, _, err := Catalogue(Shipped())
	if err != nil {
		t.Fatalf("Catalogue(Shipped()):\n%v", err)
	}
	return c
}

// Counted by hand in the documents.
func TestEachDocumentHasTheTargetsThatStandInIt(t *testing.T) {
	type counts map[targets.Measure]int
	want := map[string]counts{
		// 国办发〔2017〕27号: 95 % and 90 % in 五; the phase; 二, 五 and 七 name a direction
		"gov-2017-27": {targets.Ratio: 2, targets.Milestone: 1, targets.Direction: 3},
		// 国标委发〔2022〕29号: three years in 八; two directions in 五
		"sac-2022-29": {targets.TimeLimit: 1, targets.Direction: 2},
		// 国市监标技发〔2022〕64号: the one date; 二十二 and 二十四 name a direction
		"samr-2022-64": {targets.Milestone: 1, targets.Direction: 2},
		// 陕西: two, two, one and three counts in the five items, 50 %, two things to exist by 2025, 2035
		"shaanxi-2022-opinions": {targets.Count: 8, targets.Ratio: 1, targets.Milestone: 3, targets.Direction: 1},
		// 浙政办发〔2023〕24号: nine numbers, three phases with four dated deeds, two directions in （六）1
		"zhejiang-2023-24": {targets.Count: 7, targets.Mean: 1, targets.Ratio: 1, targets.Milestone: 7, targets.Direction: 2},
	}
	c := ship(t)
	measures := map[string]targets.Measure{}
	for _, i := range c.Indicators {
		measures[i.ID] = i.Measure
	}
	got := map[string]counts{}
	for _, d := range c.Documents {
		got[d.ID] = counts{}
	}
	for _, target := range c.Targets {
		got[target.Document][measures[target.Indicator]]++
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("targets by document and measure = %v; want %v", got, want)
	}
}

func TestEachDocumentHasItsTasksAndGroups(t *testing.T) {
	type counts struct{ tasks, groups, dated int }
	want := map[string]counts{
		"gov-2017-27":           {12, 15, 12}, // 四, 七 and 九 have two groups
		"sac-2022-29":           {8, 3, 0},    // only 七 and 八 name anybody
		"samr-2022-64":          {33, 41, 33}, // 六 has four, 十三 three, 十六, 二十 and 二十二 two
		"shaanxi-2022-opinions": {36, 7, 0},   // the annex is not at hand: （三十二） four, （三十三）, （三十四）, （三十六） one
		"zhejiang-2023-24":      {34, 0, 30},  // 27 measures, 3 phases, 4 safeguards without a date; nobody named
	}
	got := map[string]counts{}
	for _, task := range ship(t).Tasks {
		n := got[task.Document]
		n.tasks++
		n.groups += len(task.Groups)
		if task.Due != 0 {
			n.dated++
		}
		got[task.Document] = n
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("tasks, groups and dated tasks = %v; want %v", got, want)
	}
}

func TestTheOneSentenceOfZhejiangHasNineNumbers(t *testing.T) {
	want := []string{"20", "3", "30", "300", "200", "4000", "50", "15", "0.60"}
	var got []string
	for _, target := range ship(t).Targets {
		if target.Document != "zhejiang-2023-24" || !target.Goal.Known() {
			continue
		}
		got = append(got, target.Goal.String())
		if !strings.HasPrefix(target.Locator.ZH, "一、总体要求，第2段第") {
			t.Errorf("%s stands at %s; want the one sentence", target.ID, target.Locator.ZH)
		}
		if target.Deadline != targets.NewDate(2025, 12, 31) || target.Start != targets.NewDate(2023, 1, 1) || target.StartBasis != targets.BasisPhase {
			t.Errorf("%s runs from %s (%s) to %s; want 2023-01-01 (phase) to 2025-12-31", target.ID, target.Start, target.StartBasis, target.Deadline)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("goals of 003 = %v; want %v", got, want)
	}
}

func TestTheActionPlanHasNoNumber(t *testing.T) {
	for _, target := range ship(t).Targets {
		if target.Document == "samr-2022-64" && (target.Goal.Known() || target.Baseline.Known() || target.Limit != 0 || len(target.Path) > 0) {
			t.Errorf("%s has a number: %+v", target.ID, target)
		}
	}
}

func TestOneQuestionOfTwoDocumentsIsOneIndicator(t *testing.T) {
	goals := map[string]string{}
	for _, target := range ship(t).Targets {
		if target.Indicator == "science-projects-key-tech-yielding-standards" {
			goals[target.Area] = target.Goal.String()
		}
	}
	if want := map[string]string{"610000": "0.50", "330000": "0.60"}; !reflect.DeepEqual(goals, want) {
		t.Errorf("goals of the ratio by area = %v; want %v", goals, want)
	}
}

func TestEveryRangeOfAreasIsThere(t *testing.T) {
	got := map[targets.AreaLevel]int{}
	children := map[string]int{}
	for _, a := range ship(t).Areas {
		got[a.Level]++
		children[a.Parent]++
	}
	want := map[targets.AreaLevel]int{targets.LevelCountry: 1, targets.LevelProvince: 34, targets.LevelPrefecture: 21, targets.LevelCounty: 2}
	if !reflect.DeepEqual(got, want) || children["330000"] != 11 || children["610000"] != 10 {
		t.Errorf("areas by level = %v, cities of Zhejiang %d, of Shaanxi %d; want %v, 11, 10", got, children["330000"], children["610000"], want)
	}
}

func TestEveryGroupStandsAsPrinted(t *testing.T) {
	c := ship(t)
	tests := map[string]struct {
		task         string
		group        int
		leads        []string
		participants []string
	}{
		"a bracket without 牵头 has no lead":    {"samr-2022-64-task-01", 0, nil, []string{"samr", "ndrc", "miit", "most", "mofcom", "mara"}},
		"牵头 before the comma leads":           {"samr-2022-64-task-02", 0, []string{"most", "samr"}, []string{"moe", "cas", "cae", "cnipa"}},
		"the fourth group of 六 is its own":    {"samr-2022-64-task-06", 3, []string{"miit"}, []string{"cac", "most", "samr"}},
		"the military department leads in 六":  {"gov-2017-27-task-06", 0, []string{"cmc-edd", "sac", "miit", "sastind"}, nil},
		"the law of 九 has three leads":        {"gov-2017-27-task-09", 0, []string{"state-council-legal", "aqsiq", "sac"}, nil},
		"an office that only acts is no lead": {"shaanxi-2022-opinions-task-36", 0, nil, []string{"shaanxi-standardization-committee-office"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			i := slices.IndexFunc(c.Tasks, func(task targets.Task) bool { return task.ID == test.task })
			if i < 0 {
				t.Fatalf("no task %s", test.task)
			}
			g := c.Tasks[i].Groups[test.group]
			if !slices.Equal(g.Leads, test.leads) || !slices.Equal(g.Participants, test.participants) {
				t.Errorf("%s group %d = leads %v, participants %v; want %v, %v", test.task, test.group, g.Leads, g.Participants, test.leads, test.participants)
			}
		})
	}
}

func TestPhrasesAreShortAndReadingsAreGiven(t *testing.T) {
	for _, target := range ship(t).Targets {
		if n := utf8.RuneCountInString(target.AsWritten); n == 0 || n > 15 {
			t.Errorf("%s: %q has %d characters; want 1 to 15", target.ID, target.AsWritten, n)
		}
		if target.Reading.IsZero() {
			t.Errorf("%s has no reading", target.ID)
		}
	}
}

func TestWhatOnlyLooksLikeAGoalStaysOut(t *testing.T) {
	for _, target := range ship(t).Targets {
		for _, name := range []string{"23条", "26县", "七优享", "415X", "四个转变", "百项", "5G", "1+X"} {
			if strings.Contains(target.AsWritten, name) {
				t.Errorf("%s: %q is no goal", target.ID, target.AsWritten)
			}
		}
	}
}

func TestEveryFileNamesItsSchemaForEditors(t *testing.T) {
	err := fs.WalkDir(Shipped(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		b, err := fs.ReadFile(Shipped(), name)
		if err != nil {
			return err
		}
		first, _, _ := strings.Cut(string(b), "\n")
		ref, ok := strings.CutPrefix(first, "# yaml-language-server: $schema=")
		if _, err := fs.Stat(Shipped(), strings.TrimPrefix(ref, "../")); !ok || err != nil {
			t.Errorf("%s begins with %q; want a schema of ours", name, first)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryKeyOfASchemaIsAFieldOfItsNoun(t *testing.T) {
	nouns := map[string]map[string]any{
		"areas":       {"area": targets.Area{}},
		"calendar":    {"year": calendarYear{}, "holiday": holiday{}},
		"publishers":  {"publisher": Publisher{}},
		"departments": {"department": targets.Department{}},
		"indicators":  {"indicator": targets.Indicator{}, "unit": targets.Unit{}, "change": targets.DefinitionChange{}, "text": targets.Text{}},
		"document": {"document": targets.Document{}, "target": targets.Target{}, "task": targets.Task{}, "group": targets.TaskGroup{},
			"event": targets.DocumentEvent{}, "rule": targets.Rule{}, "limit_unit": targets.LimitUnit{}, "path_point": targets.PathPoint{}},
	}
	for file, defs := range nouns {
		b, err := fs.ReadFile(Shipped(), "schema/"+file+".json")
		if err != nil {
			t.Fatal(err)
		}
		var schema struct {
			Defs map[string]struct {
				Properties map[string]any `json:"properties"`
			} `json:"$defs"`
		}
		if err := json.Unmarshal(b, &schema); err != nil {
			t.Fatal(err)
		}
		for def, noun := range defs {
			for key := range schema.Defs[def].Properties {
				name := strings.ReplaceAll(key, "_", "")
				if _, ok := reflect.TypeOf(noun).FieldByNameFunc(func(f string) bool { return strings.EqualFold(f, name) }); !ok {
					t.Errorf("schema/%s.json: %s.%s is no field of %T", file, def, key, noun)
				}
			}
		}
	}
}

func BenchmarkCatalogue(b *testing.B) {
	for b.Loop() {
		if _, _, err := Catalogue(Shipped()); err != nil {
			b.Fatal(err)
		}
	}
}
