package seeds

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// versions gives each version of an area its id (the code, and code@valid-from
// for a later version of the same code), finds the first version by code, and
// reports a version written twice.
func versions(areas []*entry[targets.Area]) map[string]*entry[targets.Area] {
	first := map[string]*entry[targets.Area]{}
	ids := map[string]*entry[targets.Area]{}
	for _, e := range areas {
		if e.id == "" {
			continue
		}
		id := e.id
		if first[e.id] != nil && e.v != nil {
			id += "@" + e.v.ValidFrom.String()
		}
		if first[e.id] == nil {
			first[e.id] = e
		}
		if old := ids[id]; old != nil || strings.HasSuffix(id, "@") {
			e.fault("code", fmt.Sprintf("代码 %s 已经用过（%s）", e.id, first[e.id].place()), "同一代码的新版本要写较晚的 valid_from")
			continue
		}
		ids[id] = e
		if e.v != nil {
			e.v.ID = id
		}
	}
	for id, e := range ids {
		if _, plain := first[id]; !plain {
			first[id] = e // a parent may name a version
		}
	}
	return first
}

// levelOf is the level that the form of a code belongs to.
func levelOf(code string) targets.AreaLevel {
	switch {
	case code == targets.Country:
		return targets.LevelCountry
	case strings.HasSuffix(code, "0000"):
		return targets.LevelProvince
	case strings.HasSuffix(code, "00"):
		return targets.LevelPrefecture
	}
	return targets.LevelCounty
}

// area checks one version of an area.
func (c *checker) area(e *entry[targets.Area]) {
	a := e.v
	if want := levelOf(a.Code); a.Level != want {
		e.fault("level", fmt.Sprintf("代码 %s 的级别不会是 %s", a.Code, a.Level), "应为 "+string(want))
	}
	if a.ValidTo != 0 && a.ValidTo < a.ValidFrom {
		e.fault("valid_to", "早于启用日 "+a.ValidFrom.String(), "停用日应晚于启用日")
	}
	c.parent(e)
	c.counted(e)
	for i, from := range a.Succeeds {
		if c.areas[from.From] == nil || from.From == a.Code {
			e.fault(fmt.Sprintf("succeeds/%d/from", i), "没有代码为 "+from.From+" 的原地区", "原地区也要写进 areas.yaml，并写 valid_to")
		}
	}
}

// counted checks an area whose figures another one's already hold.
func (c *checker) counted(e *entry[targets.Area]) {
	a := e.v
	if a.CountedIn == "" {
		return
	}
	if host := c.areas[a.CountedIn]; host == nil || host.v == nil || a.CountedIn == a.Code || host.v.CountedIn != "" {
		e.fault("counted_in", a.CountedIn+" 不能含这个地区的数据", "写另一个自己不并入别处的地区的代码")
	}
}

// parent checks that the parent exists and stands above by its code.
func (c *checker) parent(e *entry[targets.Area]) {
	a := e.v
	switch parent := c.areas[a.Parent]; {
	case a.Code == targets.Country && a.Parent != "":
		e.fault("parent", "全国没有上级", "删去 parent")
	case a.Code == targets.Country:
	case a.Parent == "":
		e.fault("parent", "缺少上级地区", "省级的上级为 \""+targets.Country+"\"，其余写上一级的代码")
	case parent == nil:
		e.fault("parent", "没有代码为 "+a.Parent+" 的地区", "先写进 areas.yaml，或改正代码")
	case !above(parent.id, a.Code):
		e.fault("parent", fmt.Sprintf("%s 不是 %s 的上级", a.Parent, a.Code), "上级的代码应与下级同头，如 330000 之于 330100")
	}
}

// above reports whether one code stands over another.
func above(parent, code string) bool {
	return parent == targets.Country || parent != code && strings.HasPrefix(code, strings.TrimRight(parent, "0"))
}
