package seeds

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/biaochi/biaochi/targets"
)

const (
	areasFile   = "areas.yaml"
	bodiesFile  = "departments.yaml"
	goalsFile   = "indicators/goals.yaml"
	planFile    = "documents/plan-1.yaml"
	anotherPlan = "documents/plan-2.yaml"
)

func TestASmallCatalogueLoads(t *testing.T) {
	c, warnings, err := Catalogue(edited(t))
	if err != nil {
		t.Fatalf("Catalogue(small) = %v", err)
	}
	got := c.Targets[0]
	want := targets.Target{
		ID: "plan-1-made", Document: "plan-1", Indicator: "made", Area: "330000",
		Locator: targets.Text{ZH: "总体要求", EN: "General requirements"}, AsWritten: "4000项以上",
		Comparator: targets.AtLeast, Goal: targets.MustDecimal("4000"),
		Start: targets.NewDate(2023, 1, 1), StartBasis: targets.BasisPhase,
		Deadline: targets.NewDate(2025, 12, 31), DeadlineBasis: targets.BasisPrinted,
	}
	if got.ID != want.ID || got.Document != want.Document || !got.Goal.Equal(want.Goal) || got.Start != want.Start ||
		got.StartBasis != want.StartBasis || got.Deadline != want.Deadline || got.DeadlineBasis != want.DeadlineBasis ||
		got.Locator != want.Locator || got.AsWritten != want.AsWritten || got.Comparator != want.Comparator {
		t.Errorf("target = %+v; want %+v", got, want)
	}
	if c.Targets[2].Limit != 36 || len(c.Targets[2].Units) != 1 || c.Targets[2].Units[0].Start != targets.NewDate(2023, 1, 1) {
		t.Errorf("time limit = %+v; want 36 months and one unit from 2023-01-01", c.Targets[2])
	}
	if c.Areas[1].ID != "330000" || c.Tasks[0].Document != "plan-1" || c.Tasks[0].Groups[0].Leads[0] != "sac" {
		t.Errorf("area %+v, task %+v", c.Areas[1], c.Tasks[0])
	}
	// What the documents leave open: three definitions, the ratio's parts and
	// window, and the document's number; the cumulative is defined.
	var texts []string
	for _, w := range warnings {
		texts = append(texts, w.String())
	}
	all := strings.Join(texts, "\n")
	for _, part := range []string{"share 的 definition、numerator、denominator、window", "文件未印文号"} {
		if !strings.Contains(all, part) {
			t.Errorf("warnings lack %q:\n%s", part, all)
		}
	}
	if strings.Contains(all, "：made ") {
		t.Errorf("a defined indicator is warned of:\n%s", all)
	}
}

func TestEveryFaultIsNamedByFileLineAndField(t *testing.T) {
	tests := map[string]struct {
		edits []string
		want  []string // the beginnings of all faults, in order
	}{
		// the form of a file
		"an anchor is refused": {
			[]string{planFile, "issuers: [sac]", "issuers: &a [sac]"}, []string{planFile + ":5: 不能用 YAML 的锚点"}},
		"an alias is refused": {
			[]string{planFile, "issuers: [sac]", "issuers: *a"}, []string{planFile + ":5: 不能用 YAML 的锚点"}},
		"a tag is refused": {
			[]string{planFile, "id: plan-1\n", "id: !!str plan-1\n"}, []string{planFile + ":2: 不能用 YAML 的锚点"}},
		"a key written twice is refused": {
			[]string{planFile, "  issued: 2023-03-27", "  issued: 2023-03-27\n  issued: 2023-03-28"},
			[]string{planFile + ":8: document.issued: 这个键写了两次；只留一处（前一处在第 7 行）"}},
		"a key that does not exist is refused with those that do": {
			[]string{planFile, "due: 2023", "deu: 2023"},
			[]string{planFile + ":42: tasks[0].deu: 没有这个键；可用的键：due、due_basis"}},
		"a missing key is named": {
			[]string{planFile, "    as_written: 4000项以上\n", ""}, []string{planFile + ":10: targets[0].as_written: 缺少这一项；原文的数量短语"}},
		"a number without quotes is refused": {
			[]string{planFile, `goal: "4000"`, "goal: 4000"}, []string{planFile + ":16: targets[0].goal: 应为文字，实为数（文字要加引号）"}},
		"a day that does not exist is refused": {
			[]string{planFile, "issued: 2023-03-27", "issued: 2023-02-29"}, []string{planFile + `:7: document.issued: 日期 "2023-02-29" 无法识别`}},
		"two documents in one file are refused": {
			[]string{planFile, "\ntargets:", "---\ntargets:"}, []string{planFile + ": 文件里有 2 个 YAML 文档"}},
		"a broken line is named": {
			[]string{planFile, "issuers: [sac]", "issuers: [sac"}, []string{planFile + ":6: YAML 语法错误"}},
		"GBK is refused by name": {
			[]string{bodiesFile, "", "departments:\n  - id: sac\n    name: {zh: \xb9\xfa\xbc\xd2, en: S}\n"},
			[]string{bodiesFile + ":3: 文件不是 UTF-8 编码（可能是 GBK）"}},
		"an empty file is refused": {
			[]string{areasFile, "", "\n"}, []string{areasFile + ": 文件是空的"}},

		// ids
		"an id with capitals is refused": {
			[]string{planFile, "id: plan-1-made", "id: plan-1-Made"}, []string{planFile + `:10: targets[0].id: "plan-1-Made" 的写法不对；编号：小写字母`}},
		"an id is used once": {
			[]string{planFile, "id: plan-1-fewer", "id: plan-1-made"}, []string{planFile + ":21: targets[1].id: 编号 plan-1-made 已经用过（" + planFile + ":10）"}},
		"a target's id begins with its document's": {
			[]string{planFile, "id: plan-1-made", "id: plan-2-made"}, []string{planFile + ":10: targets[0].id: 编号 plan-2-made 不以文件编号开头；应为 plan-1-…"}},
		"a document's file is named after it": {
			[]string{planFile, "id: plan-1\n", "id: plan-2\n"}, []string{
				planFile + ":2: document.id: 文件名与编号 plan-2 不同；文件应名为 plan-2.yaml",
				planFile + ":10: targets[0].id: 编号 plan-1-made 不以文件编号开头",
				planFile + ":21: targets[1].id: ", planFile + ":27: targets[2].id: ", planFile + ":39: tasks[0].id: "}},

		// references
		"an unknown indicator is named": {
			[]string{planFile, "indicator: made", "indicator: mad"}, []string{planFile + ":11: targets[0].indicator: 没有编号为 mad 的指标；先写进 indicators/*.yaml"}},
		"an unknown area is named": {
			[]string{planFile, "  area: \"330000\"\n  issued", "  area: \"340000\"\n  issued"}, []string{planFile + ":6: document.area: 没有编号为 340000 的地区"}},
		"an unknown department is named": {
			[]string{planFile, "leads: [sac]", "leads: [sca]"}, []string{planFile + ":45: tasks[0].groups[0].leads[0]: 没有编号为 sca 的部门"}},
		"what refers to a broken item is not reported too": {
			[]string{goalsFile, "measure: count\n    accumulation: cumulative", "measure: cuont\n    accumulation: cumulative"},
			[]string{goalsFile + ":4: indicators[0].measure: cuont 不在允许的取值中；应为 count、quantity、ratio"}},
		"a body has one name": {
			[]string{bodiesFile, "zh: 科技部", "zh: 标准委"}, []string{bodiesFile + ":6: departments[1].name: 标准委 已是 sac 的名称（" + bodiesFile + ":2）"}},
		"one body does not lead and take part": {
			[]string{planFile, "participants: [most]", "participants: [sac]"}, []string{planFile + ":46: tasks[0].groups[0].participants[0]: sac 已是牵头部门"}},

		// what a measure allows
		"a count says how it accumulates": {
			[]string{goalsFile, "    accumulation: flow\n", ""}, []string{
				goalsFile + ":32: indicators[4].accumulation: 计数（count）和数量（quantity）要写 accumulation",
				goalsFile + ":39: indicators[4].sister: 只有新增量"}},
		"a ratio does not accumulate": {
			[]string{goalsFile, "measure: ratio", "measure: ratio\n    accumulation: flow"}, []string{goalsFile + ":14: indicators[1].accumulation: accumulation 只用于计数"}},
		"a window belongs to a ratio or mean": {
			[]string{goalsFile, "    accumulation: cumulative", "    accumulation: cumulative\n    window: year"}, []string{goalsFile + ":6: indicators[0].window: window 只用于比率和均值"}},
		"rounds need the cadence of rounds": {
			[]string{goalsFile, "cadence: yearly", "cadence: yearly\n    rounds: [\"2023\"]"}, []string{goalsFile + ":9: indicators[0].rounds: rounds 只用于按轮次报告的指标"}},
		"the cadence of rounds needs rounds": {
			[]string{goalsFile, "cadence: yearly", "cadence: rounds"}, []string{goalsFile + ":2: indicators[0].rounds: 按轮次报告的指标（cadence: rounds）要写 rounds"}},
		"a direction says which way": {
			[]string{goalsFile, "    rising: false\n", ""}, []string{goalsFile + ":18: indicators[2].rising: 方向性指标（direction）要写 rising"}},
		"a flow is not fed by a stock": {
			[]string{goalsFile, "accumulation: cumulative", "accumulation: stock"}, []string{goalsFile + ":40: indicators[4].sister: made 不是累计数"}},
		"a sister has the same unit": {
			[]string{goalsFile, "unit: {zh: 项,", "unit: {zh: 个,"}, []string{goalsFile + ":40: indicators[4].sister: made 的单位是 个，这里是 项",
				planFile + ":14: targets[0].as_written: 原文的单位“项”不是指标的单位“个”"}},
		"a direction has no goal": {
			[]string{planFile, "comparator: decrease", "comparator: decrease\n    goal: \"3\""}, []string{planFile + ":27: targets[1].goal: 度量类型 direction 没有目标值"}},
		"a direction goes the indicator's way": {
			[]string{planFile, "comparator: decrease", "comparator: increase"}, []string{planFile + ":26: targets[1].comparator: 与指标 fewer 的方向（rising: false）相反"}},
		"a count is not done by a date": {
			[]string{planFile, "comparator: at_least", "comparator: by"}, []string{planFile + ":15: targets[0].comparator: by 不能用于度量类型 count"}},
		"a count needs a goal": {
			[]string{planFile, "    goal: \"4000\"\n", ""}, []string{planFile + ":10: targets[0].goal: 缺少目标值"}},
		"a count is whole": {
			[]string{planFile, `goal: "4000"`, `goal: "4000.5"`}, []string{planFile + ":16: targets[0].goal: 4000.5 不是整数"}},
		"a ratio runs from 0 to 1": {
			[]string{planFile, "indicator: made", "indicator: share", planFile, `goal: "4000"`, `goal: "60"`}, []string{planFile + ":16: targets[0].goal: 60 大于 1；比率写 0 到 1"}},
		"a phrase has at most 15 characters": {
			[]string{planFile, "as_written: 4000项以上", "as_written: 累计发布这一类标准四千项以上啦啦"}, []string{planFile + ":14: targets[0].as_written: 有 16 个字，最多 15 个"}},
		"a ledger stands for a milestone": {
			[]string{planFile, "comparator: at_least", "comparator: at_least\n    ledger: true"}, []string{planFile + ":16: targets[0].ledger: 只有里程碑"}},
		"months and years of a limit agree": {
			[]string{planFile, "limit: 36", "limit: 24"}, []string{planFile + ":34: targets[2].limit: 24 个月与目标值 3年 不符"}},
		"a unit does not end before it starts": {
			[]string{planFile, "start: 2023-01-01}", "start: 2023-01-01, end: 2022-01-01}"}, []string{planFile + ":36: targets[2].units[0].end: 2022-01-01 早于起点 2023-01-01"}},

		// dates
		"a deadline follows the start": {
			[]string{planFile, "deadline: 2025-12-31", "deadline: 2022-12-31"}, []string{planFile + ":19: targets[0].deadline: 2022-12-31 不晚于起始日 2023-01-01"}},
		"a start says where it comes from": {
			[]string{planFile, "    start_basis: phase\n", ""}, []string{planFile + ":10: targets[0].start_basis: 有 start 而没有写依据"}},
		"a baseline has its period": {
			[]string{planFile, "    start: 2023", "    baseline: \"2579\"\n    start: 2023"}, []string{planFile + ":17: targets[0].baseline: baseline 与 baseline_period 要一起写"}},
		"points on the way lie before the deadline": {
			[]string{planFile, "    deadline: 2025", "    path: [{on: 2026-06-30, value: \"10\"}]\n    deadline: 2025"}, []string{planFile + ":19: targets[0].path[0].on: 2026-06-30 不在前一节点与期限之间"}},

		"an adjustment names its document": {
			[]string{planFile, "    start: 2023", "    adjustments: [{on: 2024-06-30, reason: {zh: 上调, en: Raised}, was: {goal: \"3000\"}}]\n    start: 2023"},
			[]string{planFile + ":17: targets[0].adjustments[0].document: 缺少这一项；据以调整的文件的文号"}},
		"an adjustment tells what was asked for before": {
			[]string{planFile, "    start: 2023", "    adjustments: [{on: 2024-06-30, document: 甲, reason: {zh: 上调, en: Raised}}]\n    start: 2023"},
			[]string{planFile + ":17: targets[0].adjustments[0].was: 缺少这一项；调整前的内容：这次改动的各项此前怎么写"}},
		"an adjustment that tells nothing": {
			[]string{planFile, "    start: 2023", "    adjustments: [{on: 2024-06-30, document: 甲, reason: {zh: 上调, en: Raised}, was: {}}]\n    start: 2023"},
			[]string{planFile + ":17: targets[0].adjustments[0].was: 是空的；调整前的内容"}},
		"an adjustment changes something": {
			[]string{planFile, "    start: 2023", "    adjustments:\n" +
				"      - {on: 2024-06-30, document: 甲, reason: {zh: 上调, en: Raised}, was: {goal: \"3000\"}}\n" +
				"      - {on: 2024-07-30, document: 乙, reason: {zh: 上调, en: Raised}, was: {goal: \"4000.0\", start_basis: printed}}\n    start: 2023"},
			[]string{planFile + ":19: targets[0].adjustments[1].was: 与调整后的内容相同"}},
		"what an adjustment does not know is refused": {
			[]string{planFile, "    start: 2023", "    adjustments:\n      - on: 2024-06-30\n        document: 甲\n        reason: {zh: 上调, en: Raised}\n" +
				"        was:\n          locator: 二\n          comparator: null\n          goal: 3000\n          start_basis: guess\n    start: 2023"},
			[]string{planFile + ":22: targets[0].adjustments[0].was.locator: 没有这个键",
				planFile + ":23: targets[0].adjustments[0].was.comparator: null 不在允许的取值中",
				planFile + ":24: targets[0].adjustments[0].was.goal: 应为空或文字，实为数",
				planFile + ":25: targets[0].adjustments[0].was.start_basis: guess 不在允许的取值中；应为 printed、phase、issue_year、inherited、base_year、null 之一"}},
		"what was asked for before is held against the indicator too": {
			[]string{planFile, "    start: 2023", "    adjustments: [{on: 2024-06-30, document: 甲, reason: {zh: 上调, en: Raised}, was: {goal: \"0.5\", deadline: 2022-12-31}}]\n    start: 2023"},
			[]string{planFile + ":17: targets[0].adjustments[0].was.deadline: 2022-12-31 不晚于起始日 2023-01-01",
				planFile + ":17: targets[0].adjustments[0].was.goal: 0.5 不是整数"}},
		"adjustments stand in their order, each once": {
			[]string{planFile, "    start: 2023", "    adjustments:\n" +
				"      - {on: 2024-06-30, document: 甲, reason: {zh: 上调, en: Raised}, was: {goal: \"1000\"}}\n" +
				"      - {on: 2024-06-30, document: 甲, reason: {zh: 上调, en: Raised}, was: {goal: \"2000\"}}\n" +
				"      - {on: 2024-05-30, document: 乙, reason: {zh: 上调, en: Raised}, was: {goal: \"3000\"}}\n    start: 2023"},
			[]string{planFile + ":19: targets[0].adjustments[1].document: 2024-06-30 甲 写了两次；一件文件写一次",
				planFile + ":20: targets[0].adjustments[2].on: 2024-05-30 早于上一次调整 2024-06-30"}},

		// areas
		"a province has the country above it": {
			[]string{areasFile, `, parent: "100000"`, ""}, []string{areasFile + ":3: areas[1].parent: 缺少上级地区"}},
		"a parent exists": {
			[]string{areasFile, `parent: "100000"`, `parent: "320000"`}, []string{areasFile + ":3: areas[1].parent: 没有代码为 320000 的地区"}},
		"an area that succeeds one nobody knows": {
			[]string{areasFile, `, parent: "100000"`, `, parent: "100000", succeeds: [{from: "330001", on: 2020-01-01, kind: rename}]`}, []string{areasFile + ":3: areas[1].succeeds[0].from: 没有代码为 330001 的原地区"}},
		"an area counted in one nobody knows": {
			[]string{areasFile, `, parent: "100000"`, `, parent: "100000", counted_in: "330001"`}, []string{areasFile + ":3: areas[1].counted_in: 330001 不能含这个地区的数据"}},
		"a code tells its level": {
			[]string{areasFile, "level: province", "level: county"}, []string{areasFile + ":3: areas[1].level: 代码 330000 的级别不会是 county；应为 province"}},
		"a later version says from when": {
			[]string{areasFile, "parent: \"100000\"}\n", "parent: \"100000\"}\n  - {code: \"330000\", name: {zh: 浙江省, en: Zhejiang}, level: province, parent: \"100000\"}\n"},
			[]string{areasFile + ":4: areas[2].code: 代码 330000 已经用过"}},

		// texts
		"both languages are there": {
			[]string{planFile, "{zh: 方案, en: Plan}", "{zh: 方案}"}, []string{planFile + ":4: document.short.en: 缺少这一项；英文"}},
		"pinyin is noise of a copy": {
			[]string{planFile, "zh: 工作方案", "zh: 工作(zuò)方案"}, []string{planFile + ":3: document.title.zh: 夹有拼音 作(zuò)"}},
		"traditional characters are noise of a copy": {
			[]string{planFile, "zh: 工作方案", "zh: 工作方案標準化"}, []string{planFile + ":3: document.title.zh: 有繁体字或异体字 標"}},
		"half-width punctuation is noise of a copy": {
			[]string{planFile, "zh: 第一项任务", `zh: "第一项,任务"`}, []string{planFile + ":41: tasks[0].heading.zh: 汉字旁有半角标点"}},
		"full-width digits are refused": {
			[]string{planFile, "as_written: 4000项以上", "as_written: ４０００项以上"}, []string{planFile + ":14: targets[0].as_written: 有全角字母或数字 ４"}},
		"English is not Chinese": {
			[]string{planFile, "en: First task", "en: 第一项"}, []string{planFile + ":41: tasks[0].heading.en: 英文里有汉字"}},

		// all at once
		"faults of several files come together, in order": {
			[]string{areasFile, "level: province", "level: prefecture", bodiesFile, "id: most", "id: Most",
				goalsFile, "rollup: none", "rollup: add", planFile, "goal: \"4000\"", "goal: 4千", planFile, "leads: [sac]", "leads: [sca]"},
			[]string{areasFile + ":3: ", bodiesFile + ":5: ", goalsFile + ":9: ",
				planFile + ":16: targets[0].goal: 数值 \"4千\" 无法识别", planFile + ":45: tasks[0].groups[0].leads[0]: ", planFile + ":46: tasks[0].groups[0].participants[0]: "}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, _, err := Catalogue(edited(t, test.edits...))
			faults, ok := errors.AsType[targets.Faults](err)
			if !ok {
				t.Fatalf("edits %q: Catalogue = %v, %v; want faults", test.edits, c, err)
			}
			same := slices.EqualFunc(faults, test.want, func(f targets.Fault, want string) bool { return strings.HasPrefix(f.String(), want) })
			if !same {
				t.Errorf("edits %q\ngot\n  %s\nwant\n  %s", test.edits, strings.ReplaceAll(faults.Error(), "\n", "\n  "), strings.Join(test.want, "\n  "))
			}
		})
	}
}

func TestAMissingFileIsAFault(t *testing.T) {
	_, _, err := Catalogue(fstest.MapFS{})
	faults, ok := errors.AsType[targets.Faults](err)
	if !ok || len(faults) != 4 {
		t.Fatalf("Catalogue of an empty folder = %v; want four faults, one a file", err)
	}
}

func TestALaterVersionOfAnAreaHasItsOwnID(t *testing.T) {
	c, _, err := Catalogue(edited(t, areasFile, "parent: \"100000\"}\n",
		"parent: \"100000\"}\n  - {code: \"330000\", name: {zh: 浙江省, en: Zhejiang}, level: province, parent: \"100000\", valid_from: 2024-01-01}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Areas[2].ID; got != "330000@2024-01-01" {
		t.Errorf("id of the later version = %q; want 330000@2024-01-01", got)
	}
}

func TestAPointOfThePathLiesBeforeTheDeadlineOfThen(t *testing.T) {
	_, _, err := Catalogue(edited(t, planFile, "    start: 2023", "    baseline: \"500\"\n    baseline_period: \"2022\"\n    adjustments:\n"+
		"      - {on: 2024-06-30, document: 浙政发〔2024〕1号, reason: {zh: 上调, en: Raised}, was: {goal: \"3000\", path: [{on: 2024-12-31, value: \"2000\"}]}}\n"+
		"      - {on: 2025-06-30, document: 浙政发〔2025〕1号, reason: {zh: 延期, en: Prolonged}, was: {deadline: 2024-12-31, deadline_basis: phase, baseline: null, baseline_period: null, path: null}}\n"+
		"    start: 2023"))
	if err == nil || !strings.Contains(err.Error(), "adjustments[0].was.path[0].on: 2024-12-31 不在前一节点与期限之间") {
		t.Fatalf("a point of the path on the deadline of then: %v; want its fault", err)
	}
}

func TestAnAdjustmentTellsAllThatWasAskedForBefore(t *testing.T) {
	c, _, err := Catalogue(edited(t, planFile, "    start: 2023", "    baseline: \"500\"\n    baseline_period: \"2022\"\n    adjustments:\n"+
		"      - {on: 2024-06-30, document: 浙政发〔2024〕1号, reason: {zh: 上调, en: Raised}, was: {goal: \"3000\", path: [{on: 2023-12-31, value: \"2000\"}]}}\n"+
		"      - {on: 2025-06-30, document: 浙政发〔2025〕1号, reason: {zh: 延期, en: Prolonged}, was: {deadline: 2024-12-31, deadline_basis: phase, baseline: null, baseline_period: null}}\n"+
		"    start: 2023"))
	if err != nil {
		t.Fatal(err)
	}
	now := c.Targets[0].Terms()
	second := now
	second.Deadline, second.DeadlineBasis = targets.NewDate(2024, 12, 31), targets.BasisPhase
	second.Baseline, second.BaselinePeriod = targets.Decimal{}, targets.Period{}
	first := second
	first.Goal, first.Path = targets.NewDecimal(3000), []targets.PathPoint{{On: targets.NewDate(2023, 12, 31), Value: targets.NewDecimal(2000)}}
	want := []targets.Adjustment{
		{On: targets.NewDate(2024, 6, 30), Document: "浙政发〔2024〕1号", Reason: targets.Text{ZH: "上调", EN: "Raised"}, Was: first},
		{On: targets.NewDate(2025, 6, 30), Document: "浙政发〔2025〕1号", Reason: targets.Text{ZH: "延期", EN: "Prolonged"}, Was: second},
	}
	if got := c.Targets[0].Adjustments; !reflect.DeepEqual(got, want) {
		t.Errorf("adjustments = %+v\nwant %+v", got, want)
	}
}

func TestDeepNestingIsRefusedBeforeItIsParsed(t *testing.T) {
	for _, bomb := range []string{
		strings.Repeat("[", 1<<20), strings.Repeat("{a: ", 1<<18), strings.Repeat("- ", 1<<19), strings.Repeat("? ", 1<<19), nested(2000),
	} {
		_, _, err := Catalogue(edited(t, planFile, "", bomb))
		if _, ok := errors.AsType[targets.Faults](err); !ok {
			t.Errorf("Catalogue of %.20q… = %v; want faults", bomb, err)
		}
	}
}

// nested is a mapping that goes one deeper on every line.
func nested(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func FuzzCatalogue(f *testing.F) {
	for _, text := range small {
		f.Add(text)
	}
	f.Add("a: &x [*x]")
	f.Add("document: {id: 1e9, a: .inf}\n---\n")
	books, err := rulebooks() // once: compiling them is the slow part
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{areasFile, anotherPlan} {
			read, err := readFiles(edited(t, name, "", text), books)
			if err != nil {
				t.Fatalf("%s = %q: %v", name, text, err)
			}
			read.check()
			if faults := read.faults(); len(faults) == 0 {
				read.catalogue() // every item has a value when there is no fault
			}
		}
	})
}
