package targets

import (
	"math/big"
	"strings"
)

// StateName names the verdict as design §4 words it, finer than the State: what
// is on track may be fully or nearly so, what is late may be known or unknown at
// the deadline, what reverses rises or falls; a provisional verdict says so.
func (e *Evaluation) StateName(lang Lang) string {
	name := e.verdict()
	switch {
	case e.State == OnTrack && e.Pace.Known() && e.Pace.Cmp(NewDecimal(1)) < 0:
		name = Text{"基本达到序时进度", "nearly on track"}
	case e.State == Reversing && e.wantsLess():
		name = Text{"不降反升", "rising instead of falling"}
	case e.State == Reversing:
		name = Text{"不升反降", "falling instead of rising"}
	}
	if e.Provisional {
		name = Text{name.ZH + "（初步）", name.EN + " (provisional)"}
	}
	return name.In(lang)
}

// verdict is the state's name, where one State has verdicts that must not be
// counted together: never rated by nature or not rated now, late or only known
// to satisfy later.
func (e *Evaluation) verdict() Text {
	switch {
	case e.State == Unrated && e.unratedByNature():
		return Text{"不作评价", "not rated"}
	case e.State == AchievedLate && e.AtDeadline == DeadlineUnknown:
		return Text{"期后达标", "satisfied after the deadline"}
	}
	return e.State.Name()
}

func (e *Evaluation) unratedByNature() bool {
	m := e.Indicator.Measure
	return m == TimeLimit || e.directional()
}

func (e *Evaluation) wantsLess() bool {
	switch e.Comparator() {
	case AtMost, Under, Decrease:
		return true
	}
	return false
}

// Comparator is what the printed value is held against the printed goal by: one of
// the six, or increase and decrease of a direction. Of an index of reductions, which falls as they grow, the other way round.
func (e *Evaluation) Comparator() Comparator {
	t := e.Target
	if f := t.GoalForm(); e.Indicator.Sense == SenseReduction && (f == FormRelative || f == FormAverage) {
		return t.Held().mirrored()
	}
	return t.Held()
}

// FormatShare prints a share as per cent with one decimal: 0.945813 is 94.6%.
// What is short of the whole never prints as 100.0%, and what is not zero never as
// 0.0%: it gets more decimals. An absent share is an em dash.
func FormatShare(share Decimal) string {
	if !share.Known() {
		return "—"
	}
	r := new(big.Rat).Mul(share.Rat(), big.NewRat(100, 1))
	whole := big.NewRat(100, 1)
	for n := 1; n < 4; n++ {
		rounded, _ := new(big.Rat).SetString(fixed(r, n))
		if (rounded.Cmp(whole) != 0 || r.Cmp(whole) == 0) && (rounded.Sign() != 0 || r.Sign() == 0) {
			return fixed(r, n) + "%"
		}
	}
	return fixed(r, 4) + "%"
}

// FormatPoints prints a difference of two shares in percentage points, without
// its sign: one decimal.
func FormatPoints(diff *big.Rat) string {
	return fixed(new(big.Rat).Abs(new(big.Rat).Mul(diff, big.NewRat(100, 1))), 1)
}

// FormatPace prints 序时比 with at most three decimals; an absent one is an em dash.
func FormatPace(pace Decimal) string {
	if !pace.Known() {
		return "—"
	}
	return FormatNumber(halfUp(pace.Rat(), 3))
}

// fixed prints r with exactly n decimals, a half away from zero, as a spreadsheet
// and a browser print the same number: 81.25 is 81.3 everywhere.
func fixed(r *big.Rat, n int) string {
	s := halfUp(r, n).String()
	whole, frac, _ := strings.Cut(s, ".")
	if n == 0 {
		return whole
	}
	return whole + "." + frac + strings.Repeat("0", n-len(frac))
}

// halfUp rounds to n decimals, a half away from zero.
func halfUp(r *big.Rat, n int) Decimal {
	half := new(big.Rat).SetFrac(big.NewInt(int64(r.Sign())), new(big.Int).Mul(big.NewInt(2), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)))
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil))
	moved := new(big.Rat).Mul(new(big.Rat).Add(r, half), scale)
	whole := new(big.Int).Quo(moved.Num(), moved.Denom()) // towards zero
	return newScaled(whole, n)
}

// FormatNumber groups the digits of the whole part by commas: 4000 is 4,000.
// An absent number is an em dash.
func FormatNumber(v Decimal) string {
	if !v.Known() {
		return "—"
	}
	s := v.String()
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
	}
	whole, frac, point := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if point {
		whole += "." + frac
	}
	return sign + whole
}

// FormatValue prints a value with its unit: 3,923项; a ratio as per cent with the
// digits that were reported (0.60 is 60%); a milestone's stage in words. An
// absent value is an em dash.
func FormatValue(v Decimal, ind *Indicator, lang Lang) string {
	switch {
	case !v.Known():
		return "—"
	case ind.Measure == Milestone:
		return stageName(v).In(lang)
	case ind.Measure.PerCent():
		return FormatNumber(percent(v)) + "%"
	}
	return FormatNumber(v) + unitSuffix(ind, v, lang)
}

func unitSuffix(ind *Indicator, v Decimal, lang Lang) string {
	unit := ind.Unit.In(lang, v)
	if unit == "" || lang == ZH {
		return unit
	}
	return " " + unit
}

// Percent is a ratio as the number before a per cent sign, with the digits that
// were reported: 0.60 is 60, 0.605 is 60.5, and 0.5 is 50.
func Percent(v Decimal) Decimal {
	if !v.Known() {
		return v
	}
	return percent(v)
}

// percent shifts a ratio by two places and drops the point where no digits follow.
func percent(v Decimal) Decimal {
	if v.d.Exponent < -2 {
		return v.Shift(2)
	}
	return exactDecimal(v.Shift(2).Rat())
}

func stageName(v Decimal) Text {
	switch {
	case v.Equal(StageDone):
		return TaskDone.Name()
	case v.Equal(StageUnderWay):
		return TaskInProgress.Name()
	}
	return TaskNotBegun.Name()
}

// boundedValue prints a value and says when it is only a bound.
func boundedValue(v Decimal, b Bound, ind *Indicator, lang Lang) string {
	s := FormatValue(v, ind, lang)
	switch {
	case b == Exact:
		return s
	case lang == ZH:
		return s + b.Name().ZH
	}
	return s + " " + b.Name().EN
}

// ValueText prints the evaluated value with unit and bound; an em dash when absent.
func (e *Evaluation) ValueText(lang Lang) string {
	if !e.Value.Known() {
		return "—"
	}
	return boundedValue(e.Value, e.Bound, e.Indicator, lang)
}

func limitText(months int) Text {
	if months%12 == 0 {
		return both("不超过%d年", "at most %d years", months/12)
	}
	return both("不超过%d个月", "at most %d months", months)
}

// RequiredText prints what must come per month from now on, in the unit; ratios
// in percentage points. Empty when nothing more is asked or no time is left.
func (e *Evaluation) RequiredText(lang Lang) string {
	if !e.RequiredPace.Known() || e.RequiredPace.Sign() == 0 {
		return ""
	}
	r := e.RequiredPace.Rat()
	if e.Indicator.Measure.PerCent() {
		s := signed(new(big.Rat).Mul(r, big.NewRat(100, 1)), 2)
		return Text{"每月" + s + "个百分点", s + " percentage points a month"}.In(lang)
	}
	s := signed(r, 1)
	return Text{"每月" + s + e.Indicator.Unit.ZH, s + " " + e.Indicator.Unit.Plural + " a month"}.In(lang)
}

// signed prints r with its sign and n decimals, and as many more as it takes for
// what is not zero not to print as zero: six decimals are all that numbers have.
func signed(r *big.Rat, n int) string {
	s := fixed(new(big.Rat).Abs(r), n)
	for ; n < 6 && r.Sign() != 0 && strings.Trim(s, "0.") == ""; n++ {
		s = fixed(new(big.Rat).Abs(r), n+1)
	}
	if r.Sign() < 0 {
		return "−" + s
	}
	return "+" + s
}
