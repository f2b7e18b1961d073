package targets

import (
	"math/big"
	"slices"
)

// A YearVerdict says how one calendar year of a yearly goal ended.
type YearVerdict struct {
	Year        int
	Value       Decimal
	Goal        Decimal
	Verdict     YearState
	Provisional bool
}

// A YearState is the verdict on one year.
type YearState string

// The verdicts on a year.
const (
	YearProved  YearState = "proved"
	YearShort   YearState = "short"
	YearUnknown YearState = "unknown" // closed, and its figure is missing or decides nothing
	YearOpen    YearState = "open"    // not closed and not decided
)

// Name returns the words of the verdict.
func (s YearState) Name() Text { return yearStateNames[s] }

var yearStateNames = map[YearState]Text{
	YearProved: {"达到", "proved"}, YearShort: {"未达到", "short"}, YearUnknown: {"待报", "unknown"}, YearOpen: {"未满年", "open"},
}

// A judgedYear is a year with its point and the goal it is held against.
type judgedYear struct {
	year    int
	point   *point
	goal    *big.Rat
	verdict YearState
}

// yearly judges each calendar year from start to deadline for itself.
func (j *judge) yearly() {
	t := j.in.Target
	j.comparator = t.Held()
	if t.Goal.Known() {
		j.goal = t.Goal.Rat()
	}
	if t.GoalHigh.Known() {
		j.goalHigh = t.GoalHigh.Rat()
	}
	value := j.yearValues(j.standing())
	j.judgeYears(value, func(y int) *big.Rat {
		if t.Previous {
			return exactOf(value(y - 1))
		}
		return j.goal
	})
}

// exactOf is the one value a closed year's final point proves; nil where there is none.
func exactOf(p *point) *big.Rat {
	if p == nil || !p.exact() || !p.whole || p.on != NewDate(p.on.Year(), 12, 31) {
		return nil
	}
	return p.low
}

// standing returns the figures up to AsOf that stand, after corrections, and
// records them as the series.
func (j *judge) standing() []Figure {
	figures := inOrder(j.in.Figures)
	if len(j.in.RollUps) > 0 {
		figures = withRollUps(j.in.Indicator, j.in.Target.Area, figures, j.in.RollUps)
	}
	record := settled(j.in.Indicator, figures)
	figures = visible(record.series, j.in.AsOf)
	j.e.Series = figures
	j.e.Corrections, j.e.Doubts = record.visibleIn(j.in.AsOf)
	j.noteRecord()
	return figures
}

// yearValues returns the point of a year: of a flow its newest sum within the
// year, of anything else the newest full figure in it.
func (j *judge) yearValues(figures []Figure) func(y int) *point {
	if j.in.Indicator.Accumulation == Flow {
		return func(y int) *point { return j.yearSum(figures, y) }
	}
	moments, others := sources{j.in.Indicator, j.start}.moments(figures)
	j.moments, j.e.Others = moments, others
	return func(y int) *point {
		for i := len(moments) - 1; i >= 0; i-- {
			if p := &moments[i]; p.on.Year() == y && p.whole {
				return p
			}
		}
		return nil
	}
}

// judgeYears holds the point of each year against its goal and decides the state,
// in this order: a year short, all proved, a year unknown, no figure, under way.
func (j *judge) judgeYears(value func(int) *point, goal func(int) *big.Rat) {
	years := j.calendarYears()
	var list []judgedYear
	for _, y := range years {
		list = append(list, j.judgeYear(y, value(y), goal(y)))
	}
	j.decideYears(list)
	for _, y := range list {
		v := YearVerdict{Year: y.year, Goal: printedGoal(y.goal), Verdict: y.verdict}
		if y.point != nil {
			v.Value, v.Provisional = j.printed(y.point), provisional(y.point)
			if j.in.Indicator.Accumulation == Flow {
				j.e.Points = append(j.e.Points, JudgedPoint{y.point.period, v.Value, y.point.figure})
			}
		}
		j.e.Years = append(j.e.Years, v)
	}
}

// calendarYears are the years wholly inside start … deadline; without a deadline up
// to the year judged.
func (j *judge) calendarYears() []int {
	last := j.deadline
	if last == 0 {
		last = j.in.AsOf
	}
	var years []int
	for y := (j.start - 1).Year() + 1; NewDate(y, 12, 31) <= last; y++ {
		if NewDate(y, 1, 1) >= j.start {
			years = append(years, y)
		}
	}
	return years
}

// judgeYear holds one year against its goal. An open year is judged only where it
// already decides: a flow or cumulative that is past the limit.
func (j *judge) judgeYear(y int, p *point, goal *big.Rat) judgedYear {
	end := NewDate(y, 12, 31)
	v := judgedYear{year: y, point: p, goal: goal, verdict: YearUnknown}
	if j.in.AsOf < end {
		v.verdict = YearOpen
	}
	if p == nil || goal == nil && j.goalHigh == nil || p.conflict {
		return v
	}
	j.goal = goal
	final := p.on == end && p.whole
	reached := (j.comparator == AtLeast || j.comparator == Over) && j.accumulating()
	exceeded := j.accumulating() && (j.comparator == AtMost || j.comparator == Under || j.twoSided() && j.beyond(p))
	switch {
	case j.proves(p) && (final || reached):
		v.verdict = YearProved
	case j.disproves(p) && (final || exceeded):
		v.verdict = YearShort
	}
	return v
}

// decideYears makes the state of the verdicts on the years.
func (j *judge) decideYears(list []judgedYear) {
	of := func(s YearState) (years []int) {
		for _, y := range list {
			if y.verdict == s {
				years = append(years, y.year)
			}
		}
		return years
	}
	short, unknown, proved := of(YearShort), of(YearUnknown), of(YearProved)
	closed := slices.ContainsFunc(list, func(y judgedYear) bool { return y.point != nil && NewDate(y.year, 12, 31) <= j.in.AsOf })
	switch {
	case len(short) > 0:
		j.settleYear(Missed, list, short[0], reasonYearsShort(short))
	case j.deadline != 0 && j.in.AsOf >= j.deadline && len(list) > 0 && len(proved) == len(list):
		j.settleYear(Achieved, list, 0, reasonYearsProved(proved))
	case j.deadline != 0 && j.in.AsOf > j.deadline:
		j.settleYear(AwaitingFinal, list, 0, reasonYearsUnknown(unknown))
	case !closed:
		j.settleYear(NoData, list, 0, Text{"尚无已结束年度的数据。", "There is no figure of a year that has closed."})
	default:
		j.settleYear(InProgress, list, 0, reasonYearsSoFar(proved, unknown))
	}
}

// settleYear records the state and shows the year named, else the newest judged
// one, else the newest with a figure.
func (j *judge) settleYear(s State, list []judgedYear, year int, why Text) {
	j.e.decide(s, why)
	var shown *judgedYear
	for i := range list {
		y := &list[i]
		judged := y.verdict == YearProved || y.verdict == YearShort
		before := shown != nil && (shown.verdict == YearProved || shown.verdict == YearShort)
		if y.point != nil && (year == 0 && (judged || !before) || year == y.year) {
			shown = y
		}
		if judged && (s == Achieved || s == Missed && y.verdict == YearShort) {
			j.e.Provisional = j.e.Provisional || provisional(y.point)
		}
	}
	if shown == nil {
		return
	}
	p := shown.point
	j.e.Value, j.e.Figure, j.e.Bound = j.printed(p), p.figure, p.bound()
	j.e.Period = p.period
	if p.on == NewDate(shown.year, 12, 31) && p.whole && j.in.Indicator.Accumulation == Flow {
		j.e.Period = Year(shown.year)
	}
	j.e.Used, j.e.Uncovered = p.used, p.uncovered
	if len(p.used) == 0 {
		j.e.Used, j.e.Revision = []Figure{*p.figure}, p.figure.Revision
	}
	if shown.goal != nil {
		j.goal, j.e.Goal = shown.goal, printedGoal(shown.goal)
	}
}

// printed is a point's value, of a single figure with its digits as typed.
func (j *judge) printed(p *point) Decimal {
	if len(p.used) == 0 && p.figure != nil {
		return p.figure.Value
	}
	return exactDecimal(p.value)
}

func printedGoal(goal *big.Rat) Decimal {
	if goal == nil {
		return Decimal{}
	}
	return exactDecimal(goal)
}

// provisional reports whether any figure of a point is provisional or estimated.
func provisional(p *point) bool {
	uncertain := func(f Figure) bool { return f.Flag == Provisional || f.Flag == Estimated }
	return p.figure != nil && uncertain(*p.figure) || slices.ContainsFunc(p.used, uncertain)
}
