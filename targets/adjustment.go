package targets

import (
	"slices"
	"strconv"
	"strings"
)

// An Adjustment (目标值调整) is a document that changed what a target asks for.
// Nothing else does: a store refuses another goal, comparator, deadline, start,
// baseline, path or limit without one. The old ones stay known at earlier times.
type Adjustment struct {
	On       Date   // of the document
	Document string // its number, or its title where it has none
	Reason   Text
}

// A GoalChange is one part of what a target asks for that changed. Field is the
// key of the seed; From and To are as a seed writes them, empty when absent.
type GoalChange struct {
	Field    string
	From, To string
}

// CompareGoals lists what a later version of a target asks for differently.
// Numbers compare by value: 4000 and 4000.0 ask for the same.
func CompareGoals(old, now *Target) []GoalChange {
	var changes []GoalChange
	add := func(field, from, to string, same bool) {
		if !same {
			changes = append(changes, GoalChange{field, from, to})
		}
	}
	text := func(field, from, to string) { add(field, from, to, from == to) }
	number := func(field string, from, to Decimal) { add(field, from.String(), to.String(), from.Equal(to)) }
	text("comparator", string(old.Comparator), string(now.Comparator))
	number("goal", old.Goal, now.Goal)
	text("start", old.Start.String(), now.Start.String())
	text("deadline", old.Deadline.String(), now.Deadline.String())
	number("baseline", old.Baseline, now.Baseline)
	text("baseline_period", old.BaselinePeriod.String(), now.BaselinePeriod.String())
	add("path", pathText(old.Path), pathText(now.Path), slices.EqualFunc(old.Path, now.Path, samePoint))
	text("limit", limitDigits(old.Limit), limitDigits(now.Limit))
	return changes
}

func samePoint(a, b PathPoint) bool { return a.On == b.On && a.Value.Equal(b.Value) }

func pathText(path []PathPoint) string {
	points := make([]string, len(path))
	for i, p := range path {
		points[i] = p.On.String() + ": " + p.Value.String()
	}
	return strings.Join(points, ", ")
}

func limitDigits(months int) string {
	if months == 0 {
		return ""
	}
	return strconv.Itoa(months)
}

// NewAdjustments lists the adjustments of a later version that the earlier one
// does not have. One is the same when day and document are.
func NewAdjustments(old, now *Target) []Adjustment {
	var fresh []Adjustment
	for _, a := range now.Adjustments {
		known := func(b Adjustment) bool { return a.On == b.On && a.Document == b.Document }
		if !slices.ContainsFunc(old.Adjustments, known) && !slices.ContainsFunc(fresh, known) {
			fresh = append(fresh, a)
		}
	}
	return fresh
}
