package seeds

import (
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// department checks one department.
func (c *checker) department(e *entry[targets.Department]) {
	if i := slices.Index(e.v.Aliases, e.v.Name.ZH); i >= 0 {
		e.fault(fmt.Sprintf("aliases/%d", i), "与名称相同", "别名只写其他印法")
	}
}

// names reports a name that two departments share: a body has one name, and a
// name one body.
func (c *checker) names(departments []*entry[targets.Department]) {
	owner := map[string]*entry[targets.Department]{}
	each(departments, func(e *entry[targets.Department]) {
		for _, name := range append([]string{e.v.Name.ZH}, e.v.Aliases...) {
			if first := owner[name]; first != nil && first != e {
				e.fault("name", fmt.Sprintf("%s 已是 %s 的名称（%s）", name, first.id, first.place()), "一个部门只写一次")
				continue
			}
			owner[name] = e
		}
	})
}
