package targets

import (
	"math/big"
	"slices"
)

// A ValueRange is what the values of an indicator can be: the natural range of
// its measure, as its card narrows it. Both ends are inclusive; an absent end
// does not limit.
type ValueRange struct {
	Range
	Whole bool // no decimals
}

// A Breach says in which way a value is outside its range.
type Breach string

// The breaches; NoBreach is a value inside.
const (
	NoBreach   Breach = ""
	Fractional Breach = "fractional" // of what is counted in whole numbers
	Below      Breach = "below"
	Above      Breach = "above"
)

var (
	decimalZero    = NewDecimal(0)
	decimalOne     = NewDecimal(1)
	decimalHundred = NewDecimal(100)
	minusOne       = NewDecimal(-1)
)

// ValueRange returns the range of the indicator's values. Of a ratio, a quantity,
// a mean and a direction the card's own range stands in place of the natural one;
// elsewhere it only narrows it: no card makes a count negative.
func (i *Indicator) ValueRange() ValueRange {
	r, replaces := i.naturalRange()
	if low := i.Range.Low; low.Known() && (replaces || !r.Low.Known() || low.Cmp(r.Low) > 0) {
		r.Low = low
	}
	if high := i.Range.High; high.Known() && (replaces || !r.High.Known() || high.Cmp(r.High) < 0) {
		r.High = high
	}
	return r
}

// naturalRange is the range by measure and unit alone, and whether a card may
// replace it.
func (i *Indicator) naturalRange() (r ValueRange, replaces bool) {
	switch i.Measure {
	case Count:
		return ValueRange{Range{Low: decimalZero}, true}, false
	case Quantity, Mean:
		return ValueRange{Range: Range{Low: decimalZero}}, true
	case Ratio:
		return ValueRange{Range: Range{Low: decimalZero, High: decimalOne}}, true
	case ChangeRate:
		if i.Sense == SenseReduction {
			return ValueRange{Range: Range{High: decimalOne}}, false // nothing falls by more than all of it
		}
		return ValueRange{Range: Range{Low: minusOne}}, false
	case RankPlace:
		return ValueRange{Range{Low: decimalOne}, true}, false
	case Milestone:
		return ValueRange{Range{Low: StageNotBegun, High: StageDone}, true}, false
	case TimeLimit:
		return ValueRange{Range: Range{Low: decimalZero}}, false
	case Direction:
		return i.Unit.naturalRange(), true
	}
	return ValueRange{}, true
}

// naturalRange is the range of an indicator that has no measure of its own: its
// unit says what is counted. A share in per cent is the number printed.
func (u Unit) naturalRange() ValueRange {
	if u.ZH == "%" || u.ZH == "％" {
		return ValueRange{Range: Range{Low: decimalZero, High: decimalHundred}}
	}
	return ValueRange{Range{Low: decimalZero}, slices.Contains(countedUnits[:], u.ZH)}
}

// countedUnits are the measure words of things that do not come in parts.
var countedUnits = [...]string{"项", "个", "家", "人", "人次", "户", "件", "次", "所", "座", "名", "位", "辆", "台", "套", "种"}

// PerCent reports whether values run from 0 to 1 for 0 % to 100 % and are printed
// and typed in per cent.
func (m Measure) PerCent() bool { return m == Ratio || m == ChangeRate }

// Breach says in which way the value is outside the range; an absent value is not.
func (r *ValueRange) Breach(v Decimal) Breach {
	switch {
	case !v.Known():
		return NoBreach
	case r.Low.Known() && v.Cmp(r.Low) < 0:
		return Below
	case r.High.Known() && v.Cmp(r.High) > 0:
		return Above
	case r.Whole && !isWhole(v):
		return Fractional
	}
	return NoBreach
}

// isWhole is Decimal.IsWhole, faster for most.
func isWhole(v Decimal) bool {
	if _, decimals, ok := v.Small(); ok && decimals == 0 {
		return true
	}
	return v.IsWhole()
}

// QuotientBreach is the Breach of numerator ÷ denominator, exactly: a quotient
// that only rounds into the range is outside. The denominator is above zero.
func (r *ValueRange) QuotientBreach(numerator, denominator Decimal) Breach {
	if !numerator.Known() || !denominator.Known() || denominator.Sign() <= 0 {
		return NoBreach
	}
	if r.Low.Known() && compareProduct(numerator, r.Low, denominator) < 0 {
		return Below
	}
	if r.High.Known() && compareProduct(numerator, r.High, denominator) > 0 {
		return Above
	}
	return NoBreach
}

// compareProduct compares v with a × b.
func compareProduct(v, a, b Decimal) int {
	switch {
	case a.Sign() == 0:
		return v.Sign()
	case a.Equal(decimalOne):
		return v.Cmp(b)
	}
	return v.Rat().Cmp(new(big.Rat).Mul(a.Rat(), b.Rat()))
}

// OutOfRange reports whether a figure is outside the range of its indicator.
// Nothing of the kind is taken in; what stood before there was a range is marked.
func (i *Indicator) OutOfRange(f *Figure) bool {
	in := i.ValueRange()
	if !f.Flag.HasValue() {
		return false
	}
	parts := i.Measure == Ratio || i.Measure == Mean
	return in.Breach(f.Value) != NoBreach || parts && in.QuotientBreach(f.Numerator, f.Denominator) != NoBreach
}
