package seeds

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// small is a catalogue with one noun of each kind; the lines matter to the tests.
var small = map[string]string{
	"areas.yaml": `areas:
  - {code: "100000", name: {zh: 全国, en: China}, level: country}
  - {code: "330000", name: {zh: 浙江省, en: Zhejiang}, level: province, parent: "100000"}
`,
	"departments.yaml": `departments:
  - id: sac
    name: {zh: 国家标准委, en: Standardization Administration of China}
    aliases: [标准委]
  - id: most
    name: {zh: 科技部, en: Ministry of Science and Technology}
`,
	"indicators/goals.yaml": `indicators:
  - id: made
    name: {zh: 累计发布标准数, en: Standards issued}
    measure: count
    accumulation: cumulative
    unit: {zh: 项, en: standard, plural: standards}
    definition: {zh: 自起始起, en: Since the beginning}
    cadence: yearly
    rollup: none
    disclosure: public
  - id: share
    name: {zh: 转化率, en: Conversion rate}
    measure: ratio
    unit: {zh: "%", en: "%", plural: "%"}
    cadence: yearly
    rollup: none
    disclosure: public
  - id: fewer
    name: {zh: 标准数量, en: Number of standards}
    measure: direction
    rising: false
    cadence: yearly
    rollup: none
    disclosure: public
  - id: limit
    name: {zh: 试点期限, en: Duration of a pilot}
    measure: time_limit
    unit: {zh: 年, en: year, plural: years}
    cadence: once
    rollup: none
    disclosure: public
  - id: new
    name: {zh: 新发布标准数, en: Standards newly issued}
    measure: count
    accumulation: flow
    unit: {zh: 项, en: standard, plural: standards}
    cadence: yearly
    rollup: none
    disclosure: public
    sister: made
`,
	"documents/plan-1.yaml": `document:
  id: plan-1
  title: {zh: 工作方案, en: Work plan}
  short: {zh: 方案, en: Plan}
  issuers: [sac]
  area: "330000"
  issued: 2023-03-27

targets:
  - id: plan-1-made
    indicator: made
    area: "330000"
    locator: {zh: 总体要求, en: General requirements}
    as_written: 4000项以上
    comparator: at_least
    goal: "4000"
    start: 2023-01-01
    start_basis: phase
    deadline: 2025-12-31
    deadline_basis: printed
  - id: plan-1-fewer
    indicator: fewer
    area: "330000"
    locator: {zh: 第五项, en: Item 5}
    as_written: 精简标准数量
    comparator: decrease
  - id: plan-1-limit
    indicator: limit
    area: "330000"
    locator: {zh: 第八项, en: Item 8}
    as_written: 不超过三年
    comparator: at_most
    goal: "3"
    limit: 36
    units:
      - {id: one, name: {zh: 甲地, en: Place one}, start: 2023-01-01}

tasks:
  - id: plan-1-task-01
    number: 一
    heading: {zh: 第一项任务, en: First task}
    due: 2023-12-31
    due_basis: inherited
    groups:
      - leads: [sac]
        participants: [most]
`,
}

// edited is the small catalogue with edits: file, old, new, file, old, new, …
// An old text of "" replaces the whole file.
func edited(t *testing.T, edits ...string) fs.FS {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range small {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for i := 0; i+2 < len(edits); i += 3 {
		name, old, text := edits[i], edits[i+1], edits[i+2]
		if old != "" {
			was := string(fsys[name].Data)
			if !strings.Contains(was, old) {
				t.Fatalf("%s does not contain %q", name, old)
			}
			text = strings.Replace(was, old, text, 1)
		}
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}
