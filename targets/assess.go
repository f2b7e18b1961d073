package targets

// An AssessInput is one series with its goal as `biaochi assess` reads it: what a
// target, an indicator and their figures are in the catalogue, without one.
// Left out, a member stands for what a statistician would take for granted:
//
//   - Measure: a count where every figure is a whole number and none has a
//     numerator, else a mean; with an accumulation a count.
//   - Accumulation of a count: a stock, which may fall.
//   - Comparator: at_least where up is better, else at_most. Without a goal the
//     series only has a direction, which pace never rates.
//   - Form: level; with an amount and the comparator increase or decrease a change.
//   - Start: the day after a base year; the day after the baseline's period; else, for a flow the first day
//     of its first figure, for a level the end of its first exact figure, which so
//     becomes the baseline; else the date judged.
//   - Cadence: none. Then pace needs no full period before it, and no series is
//     stale. With one, figures are due 120 days after their period, as in the
//     shipped catalogue.
//   - Flag: A. Every figure counts as an official publication.
type AssessInput struct {
	ID             string
	Measure        Measure
	Accumulation   Accumulation
	Comparator     Comparator
	Up             bool // the direction: a larger value is better
	Start          Date
	Baseline       Decimal
	BaselinePeriod Period
	Goal           Decimal
	GoalHigh       Decimal
	Form           GoalForm
	Amount         Decimal // of a goal worked out from a baseline
	AmountHigh     Decimal
	Extent         Comparator
	Additive       bool
	BaseYear       int
	Previous       bool // the goal of each year is the year before
	Span           Span
	Sense          Sense
	Reference      *AssessReference
	Deadline       Date
	Path           []PathPoint // by day
	Cadence        Cadence
	Limit          Decimal  // natural limit of the values, for cagr without a goal
	Figures        []Figure // in the order of Period.Compare
	AsOf           Date     // 0: left to the program
}

// An AssessReference is the series that a versus goal is held against.
type AssessReference struct {
	Figures               []Figure // in the order of Period.Compare
	MarginLow, MarginHigh Decimal
	Over                  ReferenceSpan
}

// An AssessRow is one result of `biaochi assess`, its keys in this order. With
// pace, Value is the figure judged, a string with its digits kept, and Score is
// null; with cagr, Value is R or P, a number, and what pace computes is null.
type AssessRow struct {
	ID           string       `json:"id"`
	Method       Method       `json:"method"`
	State        string       `json:"state"`
	Value        any          `json:"value"`
	Score        Computed     `json:"score"`
	Progress     Computed     `json:"progress"`
	Expected     Computed     `json:"expected"`
	Pace         Computed     `json:"pace"`
	RequiredPace Computed     `json:"required_pace"`
	Forecast     *ForecastRow `json:"forecast"`
	Reason       string       `json:"reason"`
}

// Assess rates a series by a method, as of its own AsOf or else the one given.
// For cagr a zero asOf means the whole series: its latest figure is the last one.
func (a *AssessInput) Assess(method Method, asOf Date, lang Lang) AssessRow {
	if a.AsOf != 0 {
		asOf = a.AsOf
	}
	if method == MethodCAGR {
		return a.assessCAGR(asOf, lang)
	}
	e := Evaluate(a.Input(asOf))
	return AssessRow{
		ID: a.ID, Method: MethodPace, State: string(e.State), Value: e.Value,
		Progress: Computed(e.Progress), Expected: Computed(e.Expected), Pace: Computed(e.Pace),
		RequiredPace: Computed(e.RequiredPace), Forecast: e.Forecast.row(), Reason: e.Reason.In(lang),
	}
}

// assessCAGR takes the series as it is written, a flow as well: the method knows
// no sums.
func (a *AssessInput) assessCAGR(asOf Date, lang Lang) AssessRow {
	if asOf == 0 {
		asOf = endOfTime
	}
	in := a.Input(asOf)
	if in.Indicator.Accumulation == Flow {
		in.Indicator.Accumulation = Stock
		in.Target.Start = a.levelStart(asOf)
	}
	c := a.gradeCAGR(in)
	return AssessRow{ID: a.ID, Method: MethodCAGR, State: string(c.State), Value: Computed(c.Value), Score: Computed(c.Score), Reason: c.Reason.In(lang)}
}

var endOfTime = NewDate(9999, 12, 31)

// gradeCAGR is EvaluateCAGR with the direction and the limit the object states.
func (a *AssessInput) gradeCAGR(in Input) CAGR {
	if why := noGrowth(&in); !why.IsZero() {
		return noCAGR(why)
	}
	q := newGrowth(&in)
	q.up = a.Up
	if a.Limit.Known() {
		q.limit = a.Limit.Rat()
	}
	return q.grade()
}

// Input is what Evaluate takes, with the defaults filled in.
func (a *AssessInput) Input(asOf Date) Input {
	measure, accumulation := a.kind()
	in := Input{
		Target: &Target{
			ID: a.ID, Document: a.ID, Indicator: a.ID, Comparator: a.comparator(), Goal: a.Goal, GoalHigh: a.GoalHigh,
			Form: a.Form, Amount: a.Amount, AmountHigh: a.AmountHigh, Extent: a.Extent, Additive: a.Additive, BaseYear: a.BaseYear, Previous: a.Previous,
			Start: a.start(accumulation, asOf), StartBasis: BasisPrinted, Deadline: a.Deadline,
			Baseline: a.Baseline, BaselinePeriod: a.BaselinePeriod, Path: a.Path,
		},
		Indicator: &Indicator{ID: a.ID, Measure: measure, Accumulation: accumulation, Cadence: a.Cadence, ClosesAfter: usualClosing,
			Rising: a.Up, Span: a.Span, Sense: a.Sense},
		Document: &Document{ID: a.ID},
		Figures:  a.Figures, Cuts: DefaultCuts, AsOf: asOf,
	}
	if r := a.Reference; r != nil {
		in.Target.Reference = Reference{Indicator: a.ID, MarginLow: r.MarginLow, MarginHigh: r.MarginHigh, Over: r.Over}
		in.Reference, in.ReferenceCard, in.ReferenceName = r.Figures, in.Indicator, Text{"对照数", "the reference"}
	}
	return in
}

const usualClosing = 120 // days

// kind is the measure and, of a count, the accumulation.
func (a *AssessInput) kind() (Measure, Accumulation) {
	m := a.Measure
	switch {
	case m == "" && a.Accumulation == "" && !a.looksCounted():
		m = Mean
	case m == "":
		m = Count
	}
	if (m == Count || m == Quantity) && a.Accumulation == "" {
		return m, Stock
	}
	return m, a.Accumulation
}

// looksCounted reports whether every figure could be a count.
func (a *AssessInput) looksCounted() bool {
	for i := range a.Figures {
		f := &a.Figures[i]
		if f.Denominator.Known() || f.Value.Known() && (f.Value.Sign() < 0 || !f.Value.IsWhole()) {
			return false
		}
	}
	return true
}

// comparator follows the direction; without a goal there is nothing else to follow.
func (a *AssessInput) comparator() Comparator {
	byDirection := func(up, down Comparator) Comparator {
		if a.Up {
			return up
		}
		return down
	}
	switch {
	case a.Measure == Milestone:
		return By
	case a.Comparator != "" && (a.Previous || a.Form == FormVersus):
		return a.Comparator
	case a.Previous || a.Form == FormVersus:
		return byDirection(AtLeast, AtMost)
	case a.Comparator == "" && (a.Form == FormChange || a.Form == FormRelative || a.Form == FormAverage):
		return byDirection(Increase, Decrease)
	case !a.Goal.Known() && !a.Amount.Known():
		return byDirection(Increase, Decrease)
	case a.Comparator == "":
		return byDirection(AtLeast, AtMost)
	}
	return a.Comparator
}

func (a *AssessInput) start(acc Accumulation, asOf Date) Date {
	yearly := a.Form == FormYearly || a.Form == FormVersus
	switch {
	case a.Start != 0:
		return a.Start
	case a.BaseYear != 0:
		return NewDate(a.BaseYear+1, 1, 1)
	case acc != Flow && !yearly || a.Baseline.Known():
		return a.levelStart(asOf)
	}
	for i := range a.Figures {
		if f := &a.Figures[i]; f.Evidence() && f.Period.End <= asOf {
			return f.Period.Start
		}
	}
	return asOf
}

// levelStart is the start of anything but a flow.
func (a *AssessInput) levelStart(asOf Date) Date {
	switch {
	case a.Start != 0:
		return a.Start
	case a.Baseline.Known():
		return a.BaselinePeriod.End + 1
	}
	var first Date
	for i := range a.Figures {
		f := &a.Figures[i]
		switch {
		case !f.Evidence() || f.Period.End > asOf:
		case f.Precise():
			return f.Period.End
		case first == 0:
			first = f.Period.End
		}
	}
	if first != 0 {
		return first
	}
	return asOf
}
