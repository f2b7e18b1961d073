package seeds

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// A part is a target plan-1-ID of an area, allocated from another one.
type part struct{ id, area, from string }

// brokenDown are the edits that add a tree of areas and parts to the small
// catalogue: each part has 12 lines from line 38 on, its id on the first,
// allocated_from on the third, its area on the fourth. County A lay below the
// province until June 2025, County B until the end of 2025, on which day the
// targets end; both then went to Hangzhou.
func brokenDown(parts ...part) []string {
	const areas = `areas:
  - {code: "100000", name: {zh: 全国, en: China}, level: country}
  - {code: "330000", name: {zh: 浙江省, en: Zhejiang}, level: province, parent: "100000"}
  - {code: "610000", name: {zh: 陕西省, en: Shaanxi}, level: province, parent: "100000"}
  - {code: "330001", name: {zh: 省本级, en: Province itself}, level: county, parent: "330000", own: true}
  - {code: "330100", name: {zh: 杭州市, en: Hangzhou}, level: prefecture, parent: "330000"}
  - {code: "330101", name: {zh: 市本级, en: City itself}, level: county, parent: "330100", own: true}
  - {code: "330122", name: {zh: 桐庐县, en: Tonglu}, level: county, parent: "330100"}
  - {code: "330200", name: {zh: 宁波市, en: Ningbo}, level: prefecture, parent: "330000"}
  - {code: "330181", name: {zh: 甲县, en: County A}, level: county, parent: "330000", valid_to: 2025-06-30}
  - {code: "330181", name: {zh: 甲县, en: County A}, level: county, parent: "330100", valid_from: 2025-07-01}
  - {code: "330182", name: {zh: 乙县, en: County B}, level: county, parent: "330000", valid_to: 2025-12-31}
  - {code: "330182", name: {zh: 乙县, en: County B}, level: county, parent: "330100", valid_from: 2026-01-01}
`
	var b strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&b, "  - id: plan-1-%s\n    indicator: made\n    allocated_from: plan-1-%s\n    area: %q\n", p.id, p.from, p.area)
		b.WriteString(`    locator: {zh: 附件, en: Annex}
    as_written: 一百项
    comparator: at_least
    goal: "100"
    start: 2023-01-01
    start_basis: phase
    deadline: 2025-12-31
    deadline_basis: printed
`)
	}
	return []string{areasFile, "", areas, planFile, "tasks:\n", b.String() + "tasks:\n"}
}

func TestGoalsAreBrokenDownOnceAndDownTheTree(t *testing.T) {
	at := func(k int, key, text string) string {
		line := 38 + 12*k + map[string]int{"indicator": 1, "allocated_from": 2, "area": 3}[key]
		return fmt.Sprintf("%s:%d: targets[%d].%s: %s", planFile, line, 3+k, key, text)
	}
	tests := map[string]struct {
		parts []part
		edits []string
		want  []string // the beginnings of all faults, in order; nil = none
	}{
		"cities, their county by their own share, and the province itself": {
			parts: []part{{"a", "330100", "made"}, {"b", "330200", "made"}, {"c", "330001", "made"}, {"d", "330122", "a"}, {"e", "330101", "a"}}},
		"the grandchild of an area is below it": {
			parts: []part{{"a", "330122", "made"}, {"b", "330200", "made"}}},
		"one area may have shares of two targets": {
			parts: []part{{"a", "330100", "made"}, {"b", "330200", "made"}, {"c", "330122", "a"}, {"whole", "330100", "whole-2"}, {"whole-2", "330000", ""}},
			edits: []string{planFile, "    allocated_from: plan-1-\n", ""}},

		// circles
		"a circle is told once, at its first": {
			parts: []part{{"c", "330200", "b"}, {"a", "330100", "b"}, {"b", "330000", "a"}},
			want:  []string{at(1, "allocated_from", "分解成了环：plan-1-a → plan-1-b → plan-1-a；改正其中一处")}},
		"a longer circle names all on the way": {
			parts: []part{{"a", "330122", "b"}, {"b", "330100", "c"}, {"c", "330000", "a"}},
			want:  []string{at(0, "allocated_from", "分解成了环：plan-1-a → plan-1-b → plan-1-c → plan-1-a")}},
		"two circles are two faults": {
			parts: []part{{"a", "330100", "b"}, {"b", "330000", "a"}, {"c", "330200", "d"}, {"d", "330000", "c"}},
			want:  []string{at(0, "allocated_from", "分解成了环：plan-1-a → plan-1-b"), at(2, "allocated_from", "分解成了环：plan-1-c → plan-1-d")}},
		"a target that comes from itself is told once": {
			parts: []part{{"a", "330100", "a"}},
			want:  []string{at(0, "allocated_from", "目标不能由自己分解而来")}},

		// indicators
		"a part is of the whole's indicator": {
			parts: []part{{"a", "330100", "made"}},
			edits: []string{planFile, "indicator: made\n    allocated_from", "indicator: new\n    allocated_from"},
			want:  []string{at(0, "indicator", "指标 new 与上级目标 plan-1-made 的指标 made 不同；分解目标与上级目标用同一指标")}},

		// areas
		"an area of another province is not below": {
			parts: []part{{"a", "610000", "made"}},
			want:  []string{at(0, "area", "地区 610000 不在上级目标 plan-1-made 的地区 330000 之内；应为其下级地区，或其本级")}},
		"the whole's own area is not below it": {
			parts: []part{{"a", "330000", "made"}},
			want:  []string{at(0, "area", "地区 330000 不在上级目标 plan-1-made 的地区 330000 之内")}},
		"the area above is not below": {
			parts: []part{{"a", "100000", "made"}},
			want:  []string{at(0, "area", "地区 100000 不在上级目标 plan-1-made 的地区 330000 之内")}},
		"a county of another city is not below this one": {
			parts: []part{{"a", "330200", "made"}, {"b", "330122", "a"}},
			want:  []string{at(1, "area", "地区 330122 不在上级目标 plan-1-a 的地区 330200 之内")}},
		"a county that joined the city while the target runs is below it": {
			parts: []part{{"a", "330100", "made"}, {"b", "330181", "a"}}},
		"a county that joins the city after the target is not": {
			parts: []part{{"a", "330100", "made"}, {"b", "330182", "a"}},
			want:  []string{at(1, "area", "地区 330182 不在上级目标 plan-1-a 的地区 330100 之内")}},
		"an unknown area is told once": {
			parts: []part{{"a", "330999", "made"}},
			want:  []string{at(0, "area", "没有编号为 330999 的地区")}},
		"an unknown whole is told once": {
			parts: []part{{"a", "330100", "maid"}},
			want:  []string{at(0, "allocated_from", "没有编号为 plan-1-maid 的目标")}},

		// counting twice
		"an area has one share of a target": {
			parts: []part{{"a", "330100", "made"}, {"b", "330200", "made"}, {"c", "330100", "made"}},
			want:  []string{at(2, "area", "地区 330100 已从 plan-1-made 分得一次（"+planFile+":38）；合并为一项，或改正地区")}},
		"a county has no share beside its own city": {
			parts: []part{{"a", "330122", "made"}, {"b", "330100", "made"}},
			want:  []string{at(0, "area", "地区 330122 在 330100 之内，后者也从 plan-1-made 分得目标（"+planFile+":50），会重复计算；只分给其中一级")}},
		"a county that joined the city has none either": {
			parts: []part{{"a", "330100", "made"}, {"b", "330181", "made"}},
			want:  []string{at(1, "area", "地区 330181 在 330100 之内")}},
		"a county that joins later has one": {
			parts: []part{{"a", "330100", "made"}, {"b", "330182", "made"}}},

		// all at once
		"faults of all kinds come together, in order": {
			parts: []part{{"a", "610000", "made"}, {"b", "330100", "made"}, {"c", "330100", "made"}, {"d", "330122", "made"}, {"e", "330100", "f"}, {"f", "330000", "e"}},
			want: []string{at(0, "area", "地区 610000 不在"), at(2, "area", "地区 330100 已从"), at(3, "area", "地区 330122 在 330100 之内"),
				at(4, "allocated_from", "分解成了环：plan-1-e → plan-1-f → plan-1-e")}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := Catalogue(edited(t, append(brokenDown(test.parts...), test.edits...)...))
			faults, ok := errors.AsType[targets.Faults](err)
			if err != nil && !ok {
				t.Fatal(err)
			}
			same := slices.EqualFunc(faults, test.want, func(f targets.Fault, want string) bool { return strings.HasPrefix(f.String(), want) })
			if !same {
				t.Errorf("parts %v\ngot\n  %s\nwant\n  %s", test.parts, strings.ReplaceAll(faults.Error(), "\n", "\n  "), strings.Join(test.want, "\n  "))
			}
		})
	}
}
