package seeds

import (
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// allocations checks goals that are broken down (分解目标) over all documents:
// what is allocated is of one indicator, goes down the tree of areas, and counts
// every area once.
func (c *checker) allocations(f *files) {
	if c.targets == nil {
		return
	}
	circular := c.circles(f.targets)
	tree := newAreaTree(f.areas)
	byWhole := map[string]*shares{}
	each(f.targets, func(e *entry[targets.Target]) {
		whole := c.targets[e.v.AllocatedFrom]
		if whole == nil || whole.v == nil || whole == e || c.targets[e.id] != e {
			return // told elsewhere, if it is wrong
		}
		if e.v.Indicator != whole.v.Indicator {
			e.fault("indicator", fmt.Sprintf("指标 %s 与上级目标 %s 的指标 %s 不同", e.v.Indicator, whole.id, whole.v.Indicator), "分解目标与上级目标用同一指标")
		}
		if c.areas == nil || c.areas[e.v.Area] == nil || c.areas[whole.v.Area] == nil {
			return
		}
		if !circular[e.id] && !tree.below(e.v.Area, e.v, whole.v.Area) {
			e.fault("area", fmt.Sprintf("地区 %s 不在上级目标 %s 的地区 %s 之内", e.v.Area, whole.id, whole.v.Area), "应为其下级地区，或其本级")
		}
		if byWhole[whole.id] == nil {
			byWhole[whole.id] = &shares{whole: whole.id, first: map[string]*entry[targets.Target]{}}
		}
		byWhole[whole.id].add(e)
	})
	for _, s := range byWhole {
		s.nested(tree)
	}
}

// circles reports targets that come from each other in a circle, each circle once
// at the first of them, and returns the ids of all that are in one. A target
// allocated from itself is told with the target.
func (c *checker) circles(all []*entry[targets.Target]) map[string]bool {
	circular, seen := map[string]bool{}, map[string]bool{}
	each(all, func(e *entry[targets.Target]) {
		var walk []string
		id := e.id
		for !seen[id] && c.targets[id] != nil && c.targets[id].v != nil {
			seen[id] = true
			walk = append(walk, id)
			id = c.targets[id].v.AllocatedFrom
		}
		i := slices.Index(walk, id)
		if i < 0 {
			return // ends, or joins a walk from before
		}
		circle := walk[i:]
		for _, id := range circle {
			circular[id] = true
		}
		if len(circle) > 1 {
			c.reportCircle(all, circle)
		}
	})
	return circular
}

// reportCircle notes the fault at the member that is written first.
func (c *checker) reportCircle(all []*entry[targets.Target], circle []string) {
	i := slices.IndexFunc(all, func(e *entry[targets.Target]) bool { return slices.Contains(circle, e.id) })
	first := c.targets[all[i].id]
	k := slices.Index(circle, first.id)
	names := slices.Concat(circle[k:], circle[:k], []string{first.id})
	first.fault("allocated_from", "分解成了环："+strings.Join(names, " → "), "改正其中一处，上级目标不能再由下级分解而来")
}

// shares are the targets that one target is broken down into, the first of each
// area.
type shares struct {
	whole string
	parts []*entry[targets.Target]
	first map[string]*entry[targets.Target] // by area
}

// add takes a share and reports a second one of its area.
func (s *shares) add(e *entry[targets.Target]) {
	if first := s.first[e.v.Area]; first != nil {
		e.fault("area", fmt.Sprintf("地区 %s 已从 %s 分得一次（%s）", e.v.Area, s.whole, first.place()), "合并为一项，或改正地区")
		return
	}
	s.first[e.v.Area] = e
	s.parts = append(s.parts, e)
}

// nested reports a share of an area that lies in the area of another one: its
// figures would be counted twice, so that the roll-up leaves them out. What an
// area keeps for itself (本级) is not in its figures below.
func (s *shares) nested(tree areaTree) {
	for _, e := range s.parts {
		if tree.own(e.v.Area) {
			continue
		}
		for _, above := range tree.ancestors(e.v.Area, e.v) {
			if host := s.first[above]; host != nil && host != e {
				e.fault("area", fmt.Sprintf("地区 %s 在 %s 之内，后者也从 %s 分得目标（%s），会重复计算", e.v.Area, above, s.whole, host.place()),
					"只分给其中一级；县级的份额可由其设区市的目标再分解")
				break
			}
		}
	}
}

// An areaTree holds all versions of each area, by code.
type areaTree map[string][]*targets.Area

func newAreaTree(areas []*entry[targets.Area]) areaTree {
	tree := areaTree{}
	each(areas, func(e *entry[targets.Area]) { tree[e.v.Code] = append(tree[e.v.Code], e.v) })
	return tree
}

// own reports whether an area is what another one keeps for itself.
func (tree areaTree) own(code string) bool {
	return slices.ContainsFunc(tree[code], func(a *targets.Area) bool { return a.Own })
}

// below reports whether an area lies in another one while the target runs.
func (tree areaTree) below(code string, t *targets.Target, above string) bool {
	return slices.Contains(tree.ancestors(code, t), above)
}

// ancestors are the codes of the areas above one, nearest first, by the versions
// in force at some time between the target's start and deadline.
func (tree areaTree) ancestors(code string, t *targets.Target) []string {
	var list []string
	for next := []string{code}; len(next) > 0; next = next[1:] {
		for _, a := range tree.inForce(next[0], t) {
			parent, _, _ := strings.Cut(a.Parent, "@")
			if parent != "" && !slices.Contains(list, parent) {
				list, next = append(list, parent), append(next, parent)
			}
		}
	}
	return list
}

// inForce are the versions of an area while the target runs; all of them where
// none was in force then.
func (tree areaTree) inForce(code string, t *targets.Target) []*targets.Area {
	versions := tree[code]
	kept := slices.DeleteFunc(slices.Clone(versions), func(a *targets.Area) bool {
		return t.Deadline != 0 && a.ValidFrom > t.Deadline || a.ValidTo != 0 && a.ValidTo < t.Start
	})
	if len(kept) == 0 {
		return versions
	}
	return kept
}
