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
	ChangeNew        ChangeKind = "new"        // 新设目标: its document was issued in between
	ChangeState      ChangeKind = "state"      // 状态变化
	ChangeFigure     ChangeKind = "figure"     // 新数据: a newer figure than before
	ChangeCorrection ChangeKind = "correction" // 数据更正: a figure was corrected after the earlier day
)

// ChangeKinds lists every kind in its order.
var ChangeKinds = [...]ChangeKind{ChangeGoal, ChangeNew, ChangeState, ChangeFigure, ChangeCorrection}

// Name returns the words of the kind.
func (k ChangeKind) Name() Text { return changeNames[k] }

var changeNames = map[ChangeKind]Text{
	ChangeGoal: {"目标调整", "goal adjusted"}, ChangeNew: {"新设目标", "new goal"}, ChangeState: {"状态变化", "state changed"},
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

// A Change is one thing that differs between two evaluations of a target, both
// as known at the same time.
type Change struct {
	Kind ChangeKind
	Then *Evaluation // nil of a target that was not there
	Now  *Evaluation
	Turn Turn // of a state
	Text Text // what changed, from what to what, without the target's name
}

// Changes tells what differs between the evaluations of an earlier and a later
// day: adjusted goals first, then new ones, states that turned worse before
// others, new figures and corrections recorded after the earlier day; within a
// kind in the order of now. A target that was retired is in neither.
func Changes(then, now []Evaluation) []Change {
	earlier := make(map[string]*Evaluation, len(then))
	for i := range then {
		earlier[then[i].Target.ID] = &then[i]
	}
	var list []Change
	for i := range now {
		list = append(list, changesOf(earlier[now[i].Target.ID], &now[i])...)
	}
	slices.SortStableFunc(list, func(a, b Change) int {
		return cmp.Or(cmp.Compare(slices.Index(ChangeKinds[:], a.Kind), slices.Index(ChangeKinds[:], b.Kind)), cmp.Compare(a.Turn.order(), b.Turn.order()))
	})
	return list
}

func (t Turn) order() int { return slices.Index([]Turn{TurnWorse, TurnBetter, TurnOther}, t) }

func changesOf(then, now *Evaluation) []Change {
	var list []Change
	add := func(k ChangeKind, turn Turn, text Text) { list = append(list, Change{k, then, now, turn, text}) }
	if then == nil || then.AsOf < now.Document.Issued {
		if now.AsOf >= now.Document.Issued {
			add(ChangeNew, TurnOther, newText(now))
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
	if now.Value.Known() && (then.Period != now.Period || !then.Value.Equal(now.Value)) {
		add(ChangeFigure, TurnOther, figureChange(then, now))
	}
	if f := corrected(then, now); f != nil {
		value := Text{boundedValue(f.Value, f.Bound, now.Indicator, ZH), boundedValue(f.Value, f.Bound, now.Indicator, EN)}
		add(ChangeCorrection, TurnOther, Text{
			fmt.Sprintf("%s的数据更正为%s", f.Period.Label(ZH), value.ZH), fmt.Sprintf("the figure of %s was corrected to %s", f.Period.Label(EN), value.EN),
		})
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

func newText(e *Evaluation) Text {
	return Text{"目标" + termsText(e, ZH), "goal " + termsText(e, EN)}
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

// corrected is the newest figure of the series that was there on the earlier day
// and is a correction recorded after it; nil where there is none.
func corrected(then, now *Evaluation) *Figure {
	for i := len(now.Series) - 1; i >= 0; i-- {
		f := &now.Series[i]
		if f.Revision > 1 && f.Value.Known() && f.Period.End <= then.AsOf && DateOf(f.Recorded) > then.AsOf {
			return f
		}
	}
	return nil
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
