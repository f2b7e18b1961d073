package store

import (
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// adjusted says what a new version of a target asks for differently and which
// new documents (目标值调整) say so. The fault is a change of what any day asked
// for that no new document tells of; it has no text when there is none.
func adjusted(stored version, n noun) (c Change, fault targets.Fault, err error) {
	old, err := decode[targets.Target](stored.noun)
	if err != nil {
		return c, fault, err
	}
	now, err := decode[targets.Target](n)
	if err != nil {
		return c, fault, err
	}
	c.Goal, c.By = targets.CompareTerms(old.Terms(), now.Terms()), targets.NewAdjustments(&old, &now)
	fault = adjustmentFault(&old, &now)
	fault.Field = kindNames[n.kind] + " " + n.id
	return c, fault, nil
}

// adjustmentFault holds a new version of a target against the stored one. The
// stored adjustments cut time into stretches of equal terms. New ones may cut a
// stretch, and change what comes after the cut; its beginning stays as stored.
func adjustmentFault(old, now *targets.Target) targets.Fault {
	place := placesOf(old, now)
	for i, p := range place {
		a := &old.Adjustments[i]
		switch {
		case p < 0:
			return targets.Fault{Text: fmt.Sprintf("已登记的目标值调整（%s %s）不见了", a.On, a.Document), Fix: "已登记的各条请保留，新的另加一条"}
		case i > 0 && p <= place[i-1]:
			return targets.Fault{Text: fmt.Sprintf("已登记的目标值调整（%s %s）换了位置", a.On, a.Document), Fix: "已登记的各条请保持先后"}
		}
	}
	begins := 0 // in now.Adjustments: where the stretch begins
	for i := range len(place) + 1 {
		ends := len(now.Adjustments)
		if i < len(place) {
			ends = place[i]
		}
		if was := termsBefore(old, i); was.Known() {
			if f := stretchFault(was, now, begins, ends); f.Text != "" {
				return f
			}
		}
		begins = ends + 1
	}
	return targets.Fault{}
}

// placesOf finds the stored adjustments in the new version: by day and document
// or, where these were corrected, by what was asked for before; -1 when gone.
func placesOf(old, now *targets.Target) []int {
	known := func(b targets.Adjustment) bool {
		return slices.ContainsFunc(old.Adjustments, func(a targets.Adjustment) bool { return a.SameDocument(&b) })
	}
	place := make([]int, len(old.Adjustments))
	for i := range old.Adjustments {
		a := &old.Adjustments[i]
		place[i] = slices.IndexFunc(now.Adjustments, func(b targets.Adjustment) bool { return a.SameDocument(&b) })
		if place[i] < 0 {
			place[i] = slices.IndexFunc(now.Adjustments, func(b targets.Adjustment) bool {
				return !known(b) && a.Was.Known() && len(targets.CompareTerms(a.Was, b.Was)) == 0
			})
		}
	}
	return place
}

// termsBefore is what a target asked for before its i-th adjustment, or after all.
func termsBefore(t *targets.Target, i int) targets.Terms {
	if i < len(t.Adjustments) {
		return t.Adjustments[i].Was
	}
	return t.Terms()
}

// stretchFault says how the stretch of the new version that begins with the
// adjustment begins, and ends before the adjustment ends, differs from the
// stored terms: at its beginning it may not.
func stretchFault(was targets.Terms, now *targets.Target, begins, ends int) targets.Fault {
	first := termsBefore(now, begins)
	changes := targets.CompareTerms(was, first)
	if len(changes) == 0 {
		return targets.Fault{}
	}
	if begins == ends && begins == len(now.Adjustments) {
		return targets.Fault{Text: goalText(changes) + "，没有写明据以调整的文件",
			Fix: "请在 adjustments 加一条 {on: 文件日期, document: 文号或标题, reason: {zh: 理由, en: 理由的英文}, was: " + wasText(changes) + "}；" + correcting}
	}
	a := &now.Adjustments[begins]
	fix := "应写 was: " + wasText(targets.CompareTerms(was, now.TermsAfter(begins)))
	if !first.Known() {
		return targets.Fault{Text: fmt.Sprintf("目标值调整（%s %s）没有写明此前的内容", a.On, a.Document), Fix: fix}
	}
	if begins == ends {
		return targets.Fault{Text: fmt.Sprintf("已登记的目标值调整（%s %s）之前的内容变了：%s", a.On, a.Document, goalText(changes)),
			Fix: fix + "；" + correcting}
	}
	return targets.Fault{Text: fmt.Sprintf("目标值调整（%s %s）的 was 与已登记的不符：%s", a.On, a.Document, goalText(changes)), Fix: fix}
}

// correcting is how a mistake of ours is put right, which no document did.
const correcting = "更正录入差错的，on 写原文件的日期，document 写原文件并注明更正，was 写录错的内容，这样自原文件之日起各日都按更正后的内容评价"

// goalText says what changed: goal 由“4000”变为“4500”.
func goalText(changes []targets.GoalChange) string {
	list := make([]string, len(changes))
	for i, c := range changes {
		list[i] = c.Field + " " + differs("", c.From, c.To)
	}
	return strings.Join(list, "，")
}

// wasText is the was of a seed that tells the changes.
func wasText(changes []targets.GoalChange) string {
	list := make([]string, len(changes))
	for i, c := range changes {
		list[i] = c.Field + ": " + seedText(c.Field, c.From)
	}
	return "{" + strings.Join(list, ", ") + "}"
}

// seedText is a value as a seed writes it.
func seedText(field, value string) string {
	switch {
	case value == "":
		return "null"
	case field == "path":
		points := strings.Split(value, ", ")
		for i, p := range points {
			on, v, _ := strings.Cut(p, ": ")
			points[i] = fmt.Sprintf("{on: %s, value: %q}", on, v)
		}
		return "[" + strings.Join(points, ", ") + "]"
	case field == "goal", field == "baseline", field == "baseline_period":
		return fmt.Sprintf("%q", value)
	}
	return value
}
