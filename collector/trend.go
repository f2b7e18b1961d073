package collector

import (
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// A point is what a trend looks at of one figure.
type point struct {
	line      int // of the row that brings it; 0: it stands in the database
	period    targets.Period
	value     targets.Decimal
	flag      targets.Flag
	bound     targets.Bound
	rank      targets.Rank
	explained bool // it has a note
}

func pointOf(line int, f *targets.Figure) point {
	return point{line, f.Period, f.Value, f.Flag, f.Bound, f.Rank(), f.Note != ""}
}

// evidence is targets.Figure.Evidence.
func (p *point) evidence() bool {
	return p.value.Known() && p.flag.HasValue() && p.flag != targets.DefinitionDiffer
}

// where says where the figure stands.
func (p *point) where() string {
	if p.line > 0 {
		return fmt.Sprintf("第 %d 行", p.line)
	}
	return "库中已有"
}

// A trend walks through one series in the order of its periods and holds each
// figure against those before it. What stood already is not blamed.
type trend struct {
	indicator *targets.Indicator
	floor     point // a cumulative has been at least this high
	before    point // the floor before the moment of the newest figure
	moment    moment
	previous  point
	fault     func(line int, f Finding)
	warn      func(line int, f Finding)
	jump      func(line int, f Finding) // what checkJump finds
}

// begin turns to another series.
func (t *trend) begin(i *targets.Indicator) {
	t.indicator, t.floor, t.before, t.previous = i, point{}, point{}, point{}
	t.moment.begin(0)
}

// next takes the next figure of the series.
func (t *trend) next(p point) {
	if !p.evidence() || t.indicator == nil {
		return
	}
	if momentary(t.indicator) {
		t.checkMoment(p)
	}
	if p.flag == targets.Break {
		t.floor, t.before, t.previous = point{}, point{}, point{}
	}
	if t.indicator.Accumulation == targets.Cumulative && p.flag != targets.Estimated {
		t.checkFall(p)
	}
	if t.indicator.Measure != targets.Milestone {
		t.checkJump(p)
	}
	t.previous = p
}

// checkFall refuses a cumulative count that falls without a note. Bounds decide
// only what they prove: «600余» has been at least 600, «近30» is at most 30.
func (t *trend) checkFall(p point) {
	if p.period.End != t.floor.period.End {
		t.before = t.floor
	}
	b := &t.before
	fallen := b.value.Known() && p.bound != targets.Lower && p.value.Cmp(b.value) < 0
	switch {
	case fallen && !p.explained && p.line > 0:
		t.fault(p.line, Finding{[]Column{ColumnValue, ColumnNote}, fmt.Sprintf("累计数 %s 低于 %s 的 %s（%s），累计数不应下降",
			p.value, b.period, b.value, b.where()), "请核对；确有原因的，请在备注（note）列说明"})
	case fallen && !p.explained && b.line > 0 && !b.explained:
		t.fault(b.line, Finding{[]Column{ColumnValue, ColumnNote}, fmt.Sprintf("累计数 %s 高于其后 %s 的 %s（%s），累计数不应下降",
			b.value, p.period, p.value, p.where()), "请核对；确有原因的，请在备注（note）列说明"})
	}
	if t.lifts(p, fallen) {
		t.floor = p
	}
}

// lifts reports whether the figure is the floor from now on. Of several sources
// of one moment it is the best one.
func (t *trend) lifts(p point, fallen bool) bool {
	floor := &t.floor
	if floor.value.Known() && floor.period.End == p.period.End && p.rank != floor.rank {
		return p.rank < floor.rank && (fallen || p.bound != targets.Upper)
	}
	return fallen || p.bound != targets.Upper && (!floor.value.Known() || p.value.Cmp(floor.value) >= 0)
}

// checkJump warns of a figure ten times as high or as low as the one before it:
// often a slip of the unit. A note answers the question.
func (t *trend) checkJump(p point) {
	q := t.previous
	if p.line == 0 || p.explained || !q.value.Known() || p.value.Sign() <= 0 || q.value.Sign() <= 0 {
		return
	}
	up, down := jumps(q, p), jumps(p, q)
	if t.indicator.Accumulation == targets.Flow {
		up, down = rateJumps(q, p), rateJumps(p, q)
	}
	if !up && !down {
		return
	}
	word := "十倍以上"
	if down {
		word = "十分之一以下"
	}
	t.jump(p.line, Finding{[]Column{ColumnValue, ColumnNote}, fmt.Sprintf("%s 是上一期 %s 的 %s（%s）的%s",
		p.value, q.period, q.value, q.where(), word), "请核对单位和位数；无误的，可在备注（note）列说明"})
}

// jumps reports whether b is more than ten times a.
func jumps(a, b point) bool { return a.value.Shift(1).Cmp(b.value) < 0 }

// rateJumps compares what came in a day: a year after a month is no jump.
func rateJumps(a, b point) bool { return 10*a.rate() < b.rate() }

// rate is the value by the days of its period, near enough to ask a question.
func (p *point) rate() float64 {
	n, decimals, ok := p.value.Small()
	if !ok {
		return p.value.Float() / float64(p.period.Days())
	}
	return float64(n) / float64(powers[decimals]) / float64(p.period.Days())
}
