package targets

import (
	"fmt"
	"math"
	"math/big"
)

// A Method is a rule by which a target is rated.
type Method string

// The methods.
const (
	MethodPace Method = "pace" // design §4, the default: Evaluate
	MethodCAGR Method = "cagr" // for comparison with other trackers: EvaluateCAGR
)

// A CAGRState is a verdict of the method cagr.
type CAGRState string

// The states of cagr, best first.
const (
	CAGRAchieved      CAGRState = "achieved"
	CAGRSubstantial   CAGRState = "substantial"
	CAGRModerate      CAGRState = "moderate"
	CAGRLimited       CAGRState = "limited"
	CAGRDeterioration CAGRState = "deterioration"
	CAGRNotAvailable  CAGRState = "not_available"
)

// Name returns the words of the state.
func (s CAGRState) Name() Text { return cagrNames[s] }

var cagrNames = map[CAGRState]Text{
	CAGRAchieved: {"已达成", "achieved"}, CAGRSubstantial: {"显著进展", "substantial progress"},
	CAGRModerate: {"中等进展", "moderate progress"}, CAGRLimited: {"进展有限", "limited progress"},
	CAGRDeterioration: {"倒退", "deterioration"}, CAGRNotAvailable: {"无法计算", "not available"},
}

// Light returns the colour of the state: the cut points are those of pace.
func (s CAGRState) Light() Light {
	switch s {
	case CAGRAchieved, CAGRSubstantial:
		return Green
	case CAGRModerate:
		return Yellow
	case CAGRLimited, CAGRDeterioration:
		return Red
	}
	return Grey
}

// A YearValue is a value and the calendar year its period ends in.
type YearValue struct {
	Year  int
	Value Decimal
}

// A CAGR is the verdict on a series by the method cagr: the progress measure of
// Eurostat's EU SDG monitoring in the form Statistics Canada gave it and Open SDG
// computes (docs/progress-methodology.md of open-sdg, ProgressMeasure of
// sdg-build). With base y0 in year t0, latest yi in ti, goal T in tT, direction
// d = ±1, s = −1 where y0 < 0 and else 1, and g(a, b, n) = (a/b)^(1/n) − 1:
//
//	R = d·s·g(yi, y0, ti − t0) ÷ |g(T, y0, tT − t0)|  with a goal
//	P = d·s·g(yi, y0, ti − t0)                        without one
//
// Years are calendar years. It is not the default method, because a rate of
// growth says nothing of a count that starts near zero: from 1 to 20 on the way
// to 100 it finds more than is needed, whatever the time left.
type CAGR struct {
	State CAGRState
	Value Decimal // R with a goal, P without; absent where there is neither
	Score Decimal // −5 … 5; absent when the state is not available

	Base, Latest YearValue // Value absent: there is none
	Goal         YearValue // the goal in the unit; Year 0: no deadline
	Growth       Decimal   // of the observed years, per year: 0.05 is 5 %
	Required     Decimal   // the growth per year that reaches the goal
	Reason       Text      // one sentence: what decided the state
}

// EvaluateCAGR rates a target by the method cagr at in.AsOf. The base is the
// evaluation's baseline, or the first exact figure where there is none; the latest
// is the newest exact figure at or before AsOf. A flow is taken as its sum since
// the start, from a base of zero. A direction is a series without a goal.
// Milestones and time limits have no rate of growth and are not available; nor is
// a target before its document's issue or its own start, or across a break.
func EvaluateCAGR(in Input) CAGR {
	if why := noGrowth(&in); !why.IsZero() {
		return noCAGR(why)
	}
	return newGrowth(&in).grade()
}

// EvaluateTargetCAGR rates one target of the snapshot at its AsOf by the method cagr.
func (s *Snapshot) EvaluateTargetCAGR(t *Target) CAGR {
	return EvaluateCAGR(s.input(t))
}

// noGrowth says why a target has no rate of growth at all; empty when it may have one.
func noGrowth(in *Input) Text {
	switch m := in.Indicator.Measure; {
	case in.AsOf < in.Document.Issued:
		return reasonNotIssued(in.Document)
	case in.AsOf < in.Target.Start:
		return reasonBeforeStart(in.Target.Start)
	case m == Milestone || m == TimeLimit:
		return Text{"里程碑和时限目标没有增长率。", "Milestones and time limits have no rate of growth."}
	}
	return Text{}
}

func noCAGR(why Text) CAGR { return CAGR{State: CAGRNotAvailable, Reason: why} }

// A growth is a series as the formula takes it.
type growth struct {
	indicator    *Indicator
	up           bool // a larger value is better
	base, latest *big.Rat
	goal         *big.Rat // nil: none
	limit        *big.Rat // natural limit of the values; nil: none
	broken       bool     // the definition changed between base and latest
	c            CAGR
}

// newGrowth finds base, latest value and goal as Evaluate does.
func newGrowth(in *Input) *growth {
	t := in.Target
	e := Evaluation{Target: t, Indicator: in.Indicator, Document: in.Document, AsOf: in.AsOf, Goal: t.Goal}
	j := &judge{in: in, e: &e, start: t.Start, deadline: t.Deadline}
	q := &growth{indicator: in.Indicator, up: t.Comparator != AtMost && t.Comparator != Decrease}
	j.collect()
	j.findBaseline()
	latest := newestExact(j.moments)
	if in.Indicator.Accumulation == Flow {
		latest = newestExact(j.points)
	}
	if first := firstExact(j.moments); j.base == nil && first != nil {
		j.base, j.baseDate, e.Baseline = first.value, first.on, first.figure.Value
	}
	if j.base == nil || latest == nil {
		return q
	}
	q.base, q.c.Base = j.base, YearValue{j.baseDate.Year(), e.Baseline}
	q.latest, q.c.Latest = latest.value, YearValue{latest.on.Year(), latest.written()}
	q.broken = j.brokenBefore(latest)
	if t.Goal.Known() && in.Indicator.Measure != Direction && j.resolveGoal() {
		q.goal, q.up, q.c.Goal.Value = j.goal, j.up, e.Goal
		if t.Deadline != 0 {
			q.c.Goal.Year = t.Deadline.Year()
		}
	}
	return q
}

// written is the value with the digits it was reported with, if it is no sum.
func (p *point) written() Decimal {
	if len(p.used) == 0 && p.value.Cmp(p.figure.Value.Rat()) == 0 {
		return p.figure.Value
	}
	return exactDecimal(p.value)
}

func newestExact(points []point) *point {
	for i := len(points) - 1; i >= 0; i-- {
		if p := &points[i]; p.exact() {
			return p
		}
	}
	return nil
}

func firstExact(points []point) *point {
	for i := range points {
		if p := &points[i]; p.exact() {
			return p
		}
	}
	return nil
}

// grade decides the state. A goal that is reached is achieved, whatever else
// cannot be computed.
func (q *growth) grade() CAGR {
	if q.latest == nil {
		return noCAGR(Text{"没有可用的精确数据。", "There is no exact figure to go by."})
	}
	q.base = notZero(q.base)
	if q.goal != nil {
		q.goal = notZero(q.goal)
	}
	why := q.obstacle()
	if why.IsZero() {
		q.compute()
	}
	switch {
	case q.achieved():
		q.c.State, q.c.Score, q.c.Reason = CAGRAchieved, NewDecimal(5), q.reasonAchieved()
	case !why.IsZero():
		q.c.State, q.c.Reason = CAGRNotAvailable, why
	}
	return q.c
}

// notZero reads exactly 0 as 0.001, from which there is a rate of growth.
func notZero(v *big.Rat) *big.Rat {
	if v.Sign() == 0 {
		return big.NewRat(1, 1000)
	}
	return v
}

func (q *growth) achieved() bool {
	if q.goal == nil {
		return false
	}
	c := q.latest.Cmp(q.goal)
	return q.up && c >= 0 || !q.up && c <= 0
}

// obstacle says why the formula has no result; empty when it has one.
func (q *growth) obstacle() Text {
	switch {
	case q.c.Latest.Year <= q.c.Base.Year:
		return Text{"数据不足两个年度，没有增长率。", "There are data for fewer than two years: no rate of growth."}
	case q.base.Sign()*q.latest.Sign() < 0:
		return Text{"基期数与最近数正负不同，没有增长率。", "Base and latest value differ in sign: no rate of growth."}
	case q.broken:
		return Text{"基期与最近一期之间口径中断，不能跨口径计算增长率。", "The definition changed between base and latest figure; no rate of growth is taken across a break."}
	case q.goal == nil:
		return Text{}
	case q.c.Goal.Year == 0:
		return Text{"目标没有期限，无从计算所需增长率。", "The goal has no deadline: no growth is required by any year."}
	case q.base.Sign() != q.goal.Sign():
		return Text{"基期数与目标值正负不同，没有所需增长率。", "Base and goal differ in sign: there is no required rate of growth."}
	case q.c.Goal.Year <= q.c.Base.Year:
		return Text{"目标期限不晚于基期年份，没有所需增长率。", "The deadline is not after the base year: there is no required rate of growth."}
	case q.goal.Cmp(q.base) == 0:
		return Text{"目标值等于基期数，所需增长率为零，无从比较。", "The goal equals the base: the required rate of growth is zero."}
	}
	return Text{}
}

// compute fills in growth, value, score and state from numbers without obstacle.
func (q *growth) compute() {
	g := growthRate(q.latest, q.base, q.c.Latest.Year-q.c.Base.Year)
	q.c.Growth = round6Float(g)
	p := g
	if q.up != (q.base.Sign() > 0) { // d·s
		p = -g
	}
	if q.goal == nil {
		q.byGrowth(clean(p))
		return
	}
	required := growthRate(q.goal, q.base, q.c.Goal.Year-q.c.Base.Year)
	q.c.Required = round6Float(required)
	q.byRatio(clean(p / math.Abs(required)))
}

// growthRate is (a ÷ b)^(1/n) − 1 for a and b of one sign, b not zero. The
// difference is taken exactly, so that nearly equal values keep their digits.
func growthRate(a, b *big.Rat, n int) float64 {
	x := new(big.Rat).Sub(a, b)
	f, _ := x.Quo(x, b).Float64()
	return math.Expm1(math.Log1p(f) / float64(n))
}

// clean takes the noise of floating point out, so that 6 % of a required 10 % is
// the cut point 0.6 and not a little less.
func clean(x float64) float64 {
	const places = 1e12
	if math.Abs(x) > 1000 {
		return x
	}
	return math.Round(x*places) / places
}

// byRatio grades R, the observed growth over the required one.
func (q *growth) byRatio(r float64) {
	score := math.Max(4.1667*r-2.5, -5)
	if r >= 0.60 {
		score = math.Min(7.1429*r-4.2857, 5)
	}
	q.settle(r, score, cagrState(r, 0.95, 0.60))
	q.c.Reason = q.reasonRatio()
}

// byGrowth grades P, the growth in the wanted direction, against cut points that
// shrink as the base nears a natural limit.
func (q *growth) byGrowth(p float64) {
	c := q.room()
	var score float64
	switch {
	case p < 0:
		score = math.Max(125*p-2.5, -5)
	case c == 0:
		score = 5
	case p < 0.005*c:
		score = 500*p/c - 2.5
	case p < 0.015*c:
		score = 250*p/c - 1.25
	default:
		score = math.Min(500*p/c-5, 5)
	}
	q.settle(p, score, cagrState(p, 0.015*c, 0.005*c))
	q.c.Reason = q.reasonGrowth(c)
}

// room is C: how much of the usual growth the base's distance from a natural
// limit leaves room for, 0 at the limit and 1 far from it or without one.
func (q *growth) room() float64 {
	const steepness = 4.44
	if q.limit == nil {
		return 1
	}
	b, l := new(big.Rat).Abs(q.base), new(big.Rat).Abs(q.limit)
	twice := new(big.Rat).Add(l, l)
	switch {
	case b.Cmp(twice) >= 0:
		return 1
	case b.Cmp(l) > 0:
		b.Sub(twice, b)
	}
	near, _ := b.Quo(b, l).Float64()
	return 1 - math.Pow(near, steepness)
}

func cagrState(x, substantial, moderate float64) CAGRState {
	switch {
	case x < 0:
		return CAGRDeterioration
	case x >= substantial:
		return CAGRSubstantial
	case x >= moderate:
		return CAGRModerate
	}
	return CAGRLimited
}

func (q *growth) settle(value, score float64, s CAGRState) {
	q.c.Value, q.c.Score, q.c.State = round6Float(value), round6Float(score), s
}

// round6Float leaves floating point: six decimals, half to even.
func round6Float(x float64) Decimal { return Round6(new(big.Rat).SetFloat64(x)) }

func (q *growth) reasonAchieved() Text {
	return both("%d年为%s，已达目标（%s）。", "The value of %d, %s, reaches the goal (%s).", q.c.Latest.Year, q.plain(q.c.Latest.Value), q.show(q.c.Goal.Value))
}

// reasonRatio gives every number R was made of.
func (q *growth) reasonRatio() Text {
	return both("自%d年%s至%d年%s，年均增长%s；到%d年达到%s须年均%s；按期望方向之比为%s。",
		"From %[2]s in %[1]d to %[4]s in %[3]d: %[5]s a year; reaching %[7]s by %[6]d takes %[8]s a year; in the wanted direction the ratio is %[9]s.",
		append(q.observed(), q.c.Goal.Year, q.show(q.c.Goal.Value), growthText(q.c.Required), q.c.Value)...)
}

// reasonGrowth gives every number P was made of, and C where a limit changes it.
func (q *growth) reasonGrowth(c float64) Text {
	t := both("无目标值：自%d年%s至%d年%s，年均增长%s；按期望方向为%s。",
		"No goal: from %[2]s in %[1]d to %[4]s in %[3]d: %[5]s a year; in the wanted direction %[6]s.", append(q.observed(), q.c.Value)...)
	if q.limit == nil {
		return t
	}
	near := both("接近自然界限，分界点乘以%s。", " Near the natural limit the cut points are multiplied by %s.", round6Float(c))
	return Text{t.ZH + near.ZH, t.EN + near.EN}
}

func (q *growth) observed() []any {
	return []any{q.c.Base.Year, q.show(q.c.Base.Value), q.c.Latest.Year, q.plain(q.c.Latest.Value), growthText(q.c.Growth)}
}

// plain prints a value with its unit in both languages.
func (q *growth) plain(v Decimal) Text {
	return Text{FormatValue(v, q.indicator, ZH), FormatValue(v, q.indicator, EN)}
}

// show prints a base or goal, and what zero is read as.
func (q *growth) show(v Decimal) Text {
	t := q.plain(v)
	if v.Sign() == 0 {
		return Text{t.ZH + "（按0.001计）", t.EN + " (read as 0.001)"}
	}
	return t
}

func growthText(g Decimal) string { return fmt.Sprintf("%s%%", percent(g)) }
