package targets

import (
	"slices"
	"strconv"
	"strings"
)

// Terms are what a target asks for at a time: everything that only a document
// may change.
type Terms struct {
	Comparator     Comparator
	Goal           Decimal
	GoalHigh       Decimal
	Form           GoalForm
	Amount         Decimal
	AmountHigh     Decimal
	Extent         Comparator
	Additive       bool
	BaseYear       int
	Previous       bool
	Reference      Reference
	Start          Date
	StartBasis     Basis
	Deadline       Date
	DeadlineBasis  Basis
	Baseline       Decimal
	BaselinePeriod Period
	Path           []PathPoint
	Limit          int // months, of a time limit
}

// Known reports whether there are any terms: no target is without a comparator.
func (x *Terms) Known() bool { return x.Comparator != "" }

// An Adjustment (目标值调整) is a document that changed what a target asks for.
// Nothing else does: a store refuses other terms without one. What held before
// holds as of every earlier day, whenever the adjustment was recorded.
//
// A correction of a goal that was typed wrong is an adjustment too: on the day of
// the document that was misread, so that the wrong terms hold as of no day on
// which that document was in force.
type Adjustment struct {
	On       Date   // of the document; its terms hold from this day on
	Document string // its number, or its title where it has none
	Reason   Text
	Was      Terms // all terms until the day before
}

// Terms returns what the target asks for after all its adjustments.
func (t *Target) Terms() Terms {
	return Terms{
		Comparator: t.Comparator, Goal: t.Goal, GoalHigh: t.GoalHigh,
		Form: t.Form, Amount: t.Amount, AmountHigh: t.AmountHigh, Extent: t.Extent, Additive: t.Additive,
		BaseYear: t.BaseYear, Previous: t.Previous, Reference: t.Reference,
		Start: t.Start, StartBasis: t.StartBasis, Deadline: t.Deadline, DeadlineBasis: t.DeadlineBasis,
		Baseline: t.Baseline, BaselinePeriod: t.BaselinePeriod, Path: t.Path, Limit: t.Limit,
	}
}

// TermsOn returns what the target asked for at the end of a day: what held before
// the first adjustment after it.
func (t *Target) TermsOn(d Date) Terms {
	for i := range t.Adjustments {
		if a := &t.Adjustments[i]; a.On > d && a.Was.Known() {
			return a.Was
		}
	}
	return t.Terms()
}

// TermsAfter returns what the target asked for from its i-th adjustment to the next.
func (t *Target) TermsAfter(i int) Terms {
	if i+1 < len(t.Adjustments) {
		return t.Adjustments[i+1].Was
	}
	return t.Terms()
}

// AsOf returns the target as it stood at the end of a day: itself when no
// adjustment is later, else a copy with the terms and the adjustments up to then.
func (t *Target) AsOf(d Date) *Target {
	later := slices.IndexFunc(t.Adjustments, func(a Adjustment) bool { return a.On > d })
	if later < 0 {
		return t
	}
	return t.With(t.TermsOn(d), t.Adjustments[:later:later])
}

// With returns a copy that asks for other terms, with the adjustments that led to them.
func (t *Target) With(x Terms, adjustments []Adjustment) *Target {
	then := *t
	then.Comparator, then.Goal, then.GoalHigh = x.Comparator, x.Goal, x.GoalHigh
	then.Form, then.Amount, then.AmountHigh, then.Extent, then.Additive = x.Form, x.Amount, x.AmountHigh, x.Extent, x.Additive
	then.BaseYear, then.Previous, then.Reference = x.BaseYear, x.Previous, x.Reference
	then.Start, then.StartBasis = x.Start, x.StartBasis
	then.Deadline, then.DeadlineBasis = x.Deadline, x.DeadlineBasis
	then.Baseline, then.BaselinePeriod = x.Baseline, x.BaselinePeriod
	then.Path, then.Limit = x.Path, x.Limit
	then.Adjustments = adjustments
	return &then
}

// targetsAsOf returns the targets as they stood at the end of a day, each with a
// start. The list may be shared: it is returned itself when all stand so, and
// never modified.
func targetsAsOf(list []Target, documents map[string]*Document, d Date) []Target {
	own := false
	for i := range list {
		then := list[i].AsOf(d).Started(documents[list[i].Document])
		if then == &list[i] {
			continue
		}
		if !own {
			list, own = slices.Clone(list), true
		}
		list[i] = *then
	}
	return list
}

// A GoalChange is one part of what a target asks for that changed. Field is the
// key of the seed; From and To are as a seed writes them, empty when absent.
type GoalChange struct {
	Field    string
	From, To string
}

// CompareTerms lists what later terms ask for differently. Numbers compare by
// value: 4000 and 4000.0 ask for the same. A form that is only now written out is
// no change. On what a date is based is our reading,
// not asked for.
func CompareTerms(old, now Terms) []GoalChange {
	if old.Form != now.Form {
		old, now = old.formed(), now.formed()
	}
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
	number("goal_high", old.GoalHigh, now.GoalHigh)
	changes = append(changes, compareForms(&old, &now)...)
	add("start", old.Start.String(), now.Start.String(), old.Start == now.Start || old.presumed(&now) || now.presumed(&old))
	text("deadline", old.Deadline.String(), now.Deadline.String())
	number("baseline", old.Baseline, now.Baseline)
	text("baseline_period", old.BaselinePeriod.String(), now.BaselinePeriod.String())
	add("path", pathText(old.Path), pathText(now.Path), slices.EqualFunc(old.Path, now.Path, samePoint))
	text("limit", limitDigits(old.Limit), limitDigits(now.Limit))
	return changes
}

// formed writes out the form of terms from before there were forms.
func (x Terms) formed() Terms {
	moves := x.Comparator == Increase || x.Comparator == Decrease
	switch {
	case x.Form != "":
	case moves && x.Goal.Known():
		x.Form, x.Amount, x.Goal = FormChange, x.Goal, Decimal{}
	case moves:
		x.Form = FormDirection
	default:
		x.Form = FormLevel
	}
	return x
}

// compareForms is CompareTerms of what belongs to the forms of goals.
func compareForms(old, now *Terms) []GoalChange {
	var changes []GoalChange
	text := func(field, from, to string) {
		if from != to {
			changes = append(changes, GoalChange{field, from, to})
		}
	}
	number := func(field string, from, to Decimal) {
		if !from.Equal(to) {
			changes = append(changes, GoalChange{field, from.String(), to.String()})
		}
	}
	text("form", string(old.Form), string(now.Form))
	number("amount", old.Amount, now.Amount)
	number("amount_high", old.AmountHigh, now.AmountHigh)
	text("extent", string(old.extent()), string(now.extent()))
	text("additive", yesDigits(old.Additive), yesDigits(now.Additive))
	text("base_year", limitDigits(old.BaseYear), limitDigits(now.BaseYear))
	text("previous", yesDigits(old.Previous), yesDigits(now.Previous))
	text("reference.indicator", old.Reference.Indicator, now.Reference.Indicator)
	text("reference.area", old.Reference.Area, now.Reference.Area)
	number("reference.margin_low", old.Reference.MarginLow, now.Reference.MarginLow)
	number("reference.margin_high", old.Reference.MarginHigh, now.Reference.MarginHigh)
	text("reference.over", string(old.Reference.Over), string(now.Reference.Over))
	return changes
}

// extent is the bound word of an amount: at_least where none is written.
func (x *Terms) extent() Comparator {
	if x.Extent == "" && x.Amount.Known() {
		return AtLeast
	}
	return x.Extent
}

func yesDigits(yes bool) string {
	if yes {
		return "true"
	}
	return ""
}

// presumed reports whether the start is one that other terms without a start are
// given: nobody asked for it.
func (x *Terms) presumed(other *Terms) bool {
	return other.Start == 0 && x.StartBasis != BasisPrinted && x.StartBasis != BasisInherited
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

// SameDocument reports whether two adjustments are one: their day and document are.
func (a *Adjustment) SameDocument(b *Adjustment) bool {
	return a.On == b.On && a.Document == b.Document
}

// NewAdjustments lists the adjustments of a later version that the earlier one
// does not have.
func NewAdjustments(old, now *Target) []Adjustment {
	var fresh []Adjustment
	for _, a := range now.Adjustments {
		known := func(b Adjustment) bool { return a.SameDocument(&b) }
		if !slices.ContainsFunc(old.Adjustments, known) && !slices.ContainsFunc(fresh, known) {
			fresh = append(fresh, a)
		}
	}
	return fresh
}
