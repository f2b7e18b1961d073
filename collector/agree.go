package collector

import (
	"math/big"
	"math/bits"
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
	if agree, ok := smallAgrees(value, numerator, denominator); ok {
		return agree
	}
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

// smallAgrees is agrees for the numbers of nearly every figure, not negative
// and of few digits; ok is false for others.
func smallAgrees(value, numerator, denominator targets.Decimal) (agree, ok bool) {
	v, places, ok1 := value.Small()
	n, nPlaces, ok2 := numerator.Small()
	d, dPlaces, ok3 := denominator.Small()
	up, down := places+dPlaces, nPlaces // value = n × 10^up ÷ (d × 10^down), in units of its last digit
	if !ok1 || !ok2 || !ok3 || v < 0 || n < 0 || d <= 0 || up > fastDigits || down > fastDigits {
		return false, false
	}
	hiDivisor, divisor := bits.Mul64(uint64(d), powers[down])
	hi, lo := bits.Mul64(uint64(n), powers[up])
	if hiDivisor != 0 || divisor > 1<<62 || hi >= divisor {
		return false, false
	}
	q, rest := bits.Div64(hi, lo, divisor)
	switch twice := 2 * rest; {
	case twice < divisor:
		return uint64(v) == q, true
	case twice > divisor:
		return uint64(v) == q+1, true
	}
	return uint64(v) == q+1 || uint64(v) == q && q%2 == 0, true
}

// powers are the powers of ten that fit a number of fastDigits.
var powers = func() (p [fastDigits + 1]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = 10 * p[i-1]
	}
	return p
}()

// lastStep is one unit of the last digit v is printed with.
func lastStep(v targets.Decimal) *big.Rat {
	_, fraction, _ := strings.Cut(v.String(), ".")
	return one.Shift(int32(-len(fraction))).Rat()
}

func lastDigitEven(v targets.Decimal) bool {
	s := v.String()
	return (s[len(s)-1]-'0')%2 == 0
}
