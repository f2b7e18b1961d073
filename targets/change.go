package targets

import (
	"cmp"
	"fmt"
	"slices"
)

// A ChangeKind says what changed of a target between two days.
type ChangeKind string

// The kinds, in the order in which they are told.
const (
	ChangeGoal       ChangeKind = "goal"       // 目标值调整: goal or deadline
	ChangeNew        ChangeKind = "new"        // 新增目标: its document was issued in between, or it came into the catalogue
	ChangeState      ChangeKind = "state"      // 状态变化
	ChangeFigure     ChangeKind = "figure"     // 新数据: a newer figure than before
	ChangeCorrection ChangeKind = "correction" // 数据更正: a figure that stood then was corrected or withdrawn since
)

// ChangeKinds lists every kind in its order.
var ChangeKinds = [...]ChangeKind{ChangeGoal, ChangeNew, ChangeState, ChangeFigure, ChangeCorrection}

// Name returns the words of the kind.
func (k ChangeKind) Name() Text { return changeNames[k] }

var changeNames = map[ChangeKind]Text{
	ChangeGoal: {"目标调整", "goal adjusted"}, ChangeNew: {"新增目标", "new goal"}, ChangeState: {"状态变化", "state changed"},
	ChangeFigure: {"新数据", "new figure"}, ChangeCorrection: {"数据更正", "figure corrected"},
}

// A Turn says which way a state changed.
type Turn string

// The turns. A state that says nothing of pace or result, such as 暂无数据, is
// neither better nor worse than another one.
const (
	TurnWorse  Turn = "worse"
	TurnBetter Turn = "better"
	TurnOther  Turn = ""
)

// A Change is one thing that differs between two evaluations of a target, each
// with what was known at its own time.
type Change struct {
	Kind ChangeKind
	Then *Evaluation // nil of a target that was not there
	Now  *Evaluation
	Turn Turn // of a state
	Text Text // what changed, from what to what, without the target's name

	// Of a correction: the figure that stood, and the one that took its place; nil
	// where it was withdrawn.
	Was, Figure *Figure
}

// Changes tells what differs between the evaluations of an earlier day, as known
// then, and of a later one: adjusted goals first, then new ones, states that
// turned worse before others, new figures and corrections; within a kind in the
// order of now. A figure of a period before the earlier day that became known
// after it is a new one. A target that was retired is in neither.
func Changes(then, now []Evaluation) []Change {
	earlier := make(map[string]*Evaluation, len(then))
	for i := range then {
		earlier[then[i].Target.ID] = &then[i]
	}
	asOf := Date(0)
	if len(then) > 0 {
		asOf = then[0].AsOf
	}
	var list []Change
	for i := range now {
		list = append(list, changesOf(earlier[now[i].Target.ID], &now[i], asOf)...)
	}
	slices.SortStableFunc(list, func(a, b Change) int {
		return cmp.Or(cmp.Compare(slices.Index(ChangeKinds[:], a.Kind), slices.Index(ChangeKinds[:], b.Kind)), cmp.Compare(a.Turn.order(), b.Turn.order()))
	})
	return list
}

func (t Turn) order() int { return slices.Index([]Turn{TurnWorse, TurnBetter, TurnOther}, t) }

func changesOf(then, now *Evaluation, asOf Date) []Change {
	var list []Change
	add := func(k ChangeKind, turn Turn, text Text) {
		list = append(list, Change{Kind: k, Then: then, Now: now, Turn: turn, Text: text})
	}
	if then == nil || then.AsOf < now.Document.Issued {
		if now.AsOf >= now.Document.Issued {
			add(ChangeNew, TurnOther, newText(now, asOf))
		}
		return list
	}
	if termsText(then, ZH) != termsText(now, ZH) {
		add(ChangeGoal, TurnOther, Text{
			fmt.Sprintf("由%s调整为%s", termsText(then, ZH), termsText(now, ZH)), fmt.Sprintf("from %s to %s", termsText(then, EN), termsText(now, EN)),
		})
	}
	if then.StateName(ZH) != now.StateName(ZH) {
		add(ChangeState, turn(then, now), Text{
			fmt.Sprintf("由“%s”变为“%s”", then.StateName(ZH), now.StateName(ZH)), fmt.Sprintf("from “%s” to “%s”", then.StateName(EN), now.StateName(EN)),
		})
	}
	was, is := corrected(then, now)
	// What a correction explains is no new figure: nothing came of a later period.
	explained := was != nil && now.Period.End <= then.Period.End
	if now.Value.Known() && (then.Period != now.Period || !then.Value.Equal(now.Value)) && !explained {
		add(ChangeFigure, TurnOther, figureChange(then, now))
	}
	if was != nil {
		list = append(list, Change{ChangeCorrection, then, now, TurnOther, correctionText(was, is, now.Indicator), was, is})
	}
	return list
}

// termsText is what a target asks for and by when.
func termsText(e *Evaluation, lang Lang) string {
	if e.Target.Deadline == 0 {
		return e.GoalText(lang)
	}
	return e.GoalText(lang) + Text{"（期限" + e.Target.Deadline.String() + "）", " (deadline " + e.Target.Deadline.String() + ")"}.In(lang)
}

// newText says what a goal asks for, and of a document older than the day compared
// with that the goal has only now come into the catalogue.
func newText(e *Evaluation, asOf Date) Text {
	text := Text{"目标" + termsText(e, ZH), "goal " + termsText(e, EN)}
	if asOf != 0 && e.Document.Issued <= asOf {
		return Text{"新纳入目录：" + text.ZH, "newly in the catalogue: " + text.EN}
	}
	return text
}

func figureChange(then, now *Evaluation) Text {
	one := func(e *Evaluation, lang Lang) string {
		return e.ValueText(lang) + Text{"（" + e.Period.String() + "）", " (" + e.Period.String() + ")"}.In(lang)
	}
	if !then.Value.Known() {
		return Text{"首次有数：" + one(now, ZH), "first figure: " + one(now, EN)}
	}
	return Text{
		fmt.Sprintf("最近数由%s变为%s", one(then, ZH), one(now, ZH)), fmt.Sprintf("newest figure from %s to %s", one(then, EN), one(now, EN)),
	}
}

// corrected is the newest figure that stood on the earlier day, as known then, and
// was corrected or withdrawn since, with what took its place; nil where none was.
// What was sent back before it ever stood is no correction.
func corrected(then, now *Evaluation) (was, is *Figure) {
	standing := make(map[Key]*Figure, len(now.Series))
	for i := range now.Series {
		standing[now.Series[i].Key] = &now.Series[i]
	}
	for i := len(then.Series) - 1; i >= 0; i-- {
		f := &then.Series[i]
		g := standing[f.Key]
		switch {
		case f.Revision == 0 || !f.Value.Known():
			continue // a sum of others, or nothing that could be corrected
		case g == nil && !superseded(f, now):
			return f, nil
		case g != nil && g.Revision > f.Revision:
			return f, g
		}
	}
	return nil, nil
}

// superseded reports whether a figure is absent from the series because another
// of its moment stands before it.
func superseded(f *Figure, now *Evaluation) bool {
	same := func(g Figure) bool { return g.Period.End == f.Period.End }
	return slices.ContainsFunc(now.Series, same) || slices.ContainsFunc(now.Others, func(g Figure) bool { return g.Key == f.Key })
}

func correctionText(was, is *Figure, ind *Indicator) Text {
	value := func(f *Figure, lang Lang) string { return boundedValue(f.Value, f.Bound, ind, lang) }
	switch {
	case is != nil && !is.Value.Known():
		return Text{
			fmt.Sprintf("%s的数据由%s改为“%s”", is.Period.Label(ZH), value(was, ZH), is.Flag.Name().ZH),
			fmt.Sprintf("the figure of %s was changed from %s to “%s”", is.Period.Label(EN), value(was, EN), is.Flag.Name().EN),
		}
	case is == nil:
		return Text{
			fmt.Sprintf("%s的数据%s已撤回", was.Period.Label(ZH), value(was, ZH)), fmt.Sprintf("the figure of %s, %s, was withdrawn", was.Period.Label(EN), value(was, EN)),
		}
	case was.Value.Equal(is.Value) && was.Bound == is.Bound:
		return Text{
			fmt.Sprintf("%s的数据%s更正了来源、标识或备注", is.Period.Label(ZH), value(is, ZH)),
			fmt.Sprintf("source, flag or note of the figure of %s, %s, were corrected", is.Period.Label(EN), value(is, EN)),
		}
	}
	return Text{
		fmt.Sprintf("%s的数据由%s更正为%s", is.Period.Label(ZH), value(was, ZH), value(is, ZH)),
		fmt.Sprintf("the figure of %s was corrected from %s to %s", is.Period.Label(EN), value(was, EN), value(is, EN)),
	}
}

// turn compares two states by their lights: green above yellow above red. Blue
// and grey say nothing of pace or result.
func turn(then, now *Evaluation) Turn {
	rank := map[Light]int{Green: 3, Yellow: 2, Red: 1}
	was, is := rank[then.Light()], rank[now.Light()]
	switch {
	case is == 1 && was == 0:
		return TurnWorse // a miss is bad news whatever stood before
	case was == 0 || is == 0 || was == is:
		return TurnOther
	case is < was:
		return TurnWorse
	}
	return TurnBetter
}
