package collector

import (
	"math/big"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// quotient is the exact numerator ÷ denominator.
func quotient(numerator, denominator targets.Decimal) *big.Rat {
	return new(big.Rat).Quo(numerator.Rat(), denominator.Rat())
}

// agrees reports whether value is numerator ÷ denominator rounded to the digits
// value is printed with: half away from zero or half to even, as offices do both.
func agrees(value, numerator, denominator targets.Decimal) bool {
	exact := quotient(numerator, denominator)
	over := new(big.Rat).Sub(value.Rat(), exact)
	away := over.Sign() == exact.Sign()
	over.Abs(over)
	switch over.Add(over, over).Cmp(lastStep(value)) {
	case -1:
		return true
	case 0:
		return away || lastDigitEven(value)
	}
	return false
}

// lastStep is one unit of the last digit v is printed with.
func lastStep(v targets.Decimal) *big.Rat {
	_, fraction, _ := strings.Cut(v.String(), ".")
	return one.Shift(int32(-len(fraction))).Rat()
}

func lastDigitEven(v targets.Decimal) bool {
	s := v.String()
	return (s[len(s)-1]-'0')%2 == 0
}
