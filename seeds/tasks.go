package seeds

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// task checks one task and its groups of departments.
func (c *checker) task(e *entry[targets.Task]) {
	t := e.v
	if !strings.HasPrefix(t.ID, t.Document+"-") {
		e.fault("id", fmt.Sprintf("编号 %s 不以文件编号开头", t.ID), "应为 "+t.Document+"-task-…")
	}
	dated(e, "due", t.Due, t.DueBasis)
	for i, g := range t.Groups {
		at := fmt.Sprintf("groups/%d", i)
		departmentsKnown(c, e, at+"/leads", g.Leads)
		departmentsKnown(c, e, at+"/participants", g.Participants)
		apart(e, at+"/participants", g.Leads, g.Participants)
		if len(g.Leads)+len(g.Participants)+len(g.Collective) == 0 {
			e.fault(at, "这一组没有任何部门", "写上部门，或删去这一组")
		}
		if g.Scope.IsZero() && len(t.Groups) > 1 {
			e.fault(at+"/scope", "任务有几组部门，却没有写这一组负责哪一部分", "补上 scope")
		}
	}
}
