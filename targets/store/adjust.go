package store

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// adjusted says what a new version of a target asks for differently and which
// new documents (目标值调整) say so. The fault is a change without a document, or
// a document that was recorded and is gone; "" when there is none.
func adjusted(stored version, n noun) (c Change, fault targets.Fault, err error) {
	old, err := decode[targets.Target](stored.noun)
	if err != nil {
		return c, fault, err
	}
	now, err := decode[targets.Target](n)
	if err != nil {
		return c, fault, err
	}
	c.Goal, c.By = targets.CompareGoals(&old, &now), targets.NewAdjustments(&old, &now)
	gone := targets.NewAdjustments(&now, &old)
	fault.Field = kindNames[n.kind] + " " + n.id
	switch {
	case len(gone) > len(c.By):
		fault.Text = fmt.Sprintf("已登记的目标值调整（%s %s）不见了", gone[0].On, gone[0].Document)
		fault.Fix = "adjustments 只可在末尾增加，已有各条请保留"
	case len(c.Goal) > 0 && len(c.By) <= len(gone):
		fault.Text = goalText(c.Goal) + "，没有写明据以调整的文件"
		fault.Fix = "请在 adjustments 末尾加一条 {on: 文件日期, document: 文号或标题, reason: {zh: 理由, en: 理由的英文}}；更正录入差错的，写原文件并说明"
	}
	return c, fault, nil
}

// goalText says what changed: goal 由“4000”变为“4500”.
func goalText(changes []targets.GoalChange) string {
	list := make([]string, len(changes))
	for i, c := range changes {
		list[i] = c.Field + " " + differs("", c.From, c.To)
	}
	return strings.Join(list, "，")
}
