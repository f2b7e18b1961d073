package targets

// A GoalForm (目标形式) is how a goal's number is meant. The zero GoalForm is read
// by Target.GoalForm: a catalogue written before there were forms has none.
type GoalForm string

// The forms of a goal.
const (
	FormLevel     GoalForm = "level"     // the value itself: 4000项以上
	FormChange    GoalForm = "change"    // baseline ± N: 增加100项, 提高5个百分点
	FormRelative  GoalForm = "relative"  // baseline × factor: 比2020年下降13.5%, 翻一番
	FormAverage   GoalForm = "average"   // so much a year on average: 年均增长7%以上, 年均新增50项
	FormYearly    GoalForm = "yearly"    // each calendar year for itself: 每年1200万人以上
	FormVersus    GoalForm = "versus"    // against another indicator or area: 高于GDP增速
	FormRank      GoalForm = "rank"      // a place among others: 前三, 位次前移2位
	FormDirection GoalForm = "direction" // no number: 大幅增加
)

// GoalForms lists every form in the order of a legend.
var GoalForms = [...]GoalForm{FormLevel, FormChange, FormRelative, FormAverage, FormYearly, FormVersus, FormRank, FormDirection}

// A Nature (属性) is what a plan says a goal is.
type Nature string

// The natures of a plan's goals.
const (
	Binding     Nature = "binding"     // 约束性
	Anticipated Nature = "anticipated" // 预期性
)

// A Certainty (语气) is how firmly a goal is put. It changes no verdict and is shown.
type Certainty string

// The certainties. A goal that says none is firm.
const (
	Firm   Certainty = "firm"
	Strive Certainty = "strive" // 力争
	About  Certainty = "about"  // 左右、约: read as Reading says
)

// A Span says what a change rate's figure for several years is: their total or
// their yearly average (2021–2025 is published as both).
type Span string

// The spans.
const (
	SpanTotal   Span = "total"
	SpanAverage Span = "average"
)

// A Sense says whether the figures of a change rate are growth or reductions
// («能耗降低2.7%»): those chain by 1−p, and are stored and shown as published.
type Sense string

// SenseReduction is the one sense that is not growth.
const SenseReduction Sense = "reduction"

// A Range narrows the natural range of an indicator's values; an absent end is
// that of the measure. Both ends are inclusive.
type Range struct {
	Low, High Decimal
}

// A ReferenceSpan says which periods of a reference are compared.
type ReferenceSpan string

// What a versus goal compares: each year, the span since the start, or the final figure.
const (
	OverEach  ReferenceSpan = "each"
	OverSpan  ReferenceSpan = "span" // 年均
	OverFinal ReferenceSpan = "final"
)

// A Reference is what a versus goal is held against. 同步 asks for a value between
// reference − MarginLow and reference + MarginHigh; absent margins are zero.
type Reference struct {
	Indicator  string
	Area       string // area code; "" for the target's own
	MarginLow  Decimal
	MarginHigh Decimal
	Over       ReferenceSpan
}

// IsZero reports whether there is no reference.
func (r Reference) IsZero() bool { return r.Indicator == "" && r.Area == "" }
