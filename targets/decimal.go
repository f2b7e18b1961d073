package targets

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"github.com/cockroachdb/apd/v3"
)

// A Decimal is an exact number that keeps the digits it was typed with: 0.60
// prints as 0.60 and equals 0.6. The zero Decimal is absent, which is not the
// number zero. A Decimal is immutable and may be copied.
type Decimal struct {
	d     apd.Decimal
	known bool
}

// maxDigits bounds what an input may carry: more is a typing error.
const maxDigits = 30

// ParseDecimal reads an optional minus sign, ASCII digits and at most one point
// with digits on both sides. Thousands separators, exponents, full-width digits
// and more than 30 digits are refused with an Invalid Error.
func ParseDecimal(s string) (Decimal, error) {
	if !plainNumber(s) {
		return Decimal{}, &Error{Kind: Invalid, Text: fmt.Sprintf("数值 %q 无法识别，应为 3923 或 0.60 这样的半角数字，不带千位分隔符和单位", s)}
	}
	var v Decimal
	if _, _, err := v.d.SetString(s); err != nil {
		return Decimal{}, fmt.Errorf("parse decimal %q: %w", s, err)
	}
	v.d.Negative = v.d.Negative && !v.d.IsZero() // there is one zero
	v.known = true
	return v, nil
}

func plainNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, frac, point := strings.Cut(s, ".")
	_, okWhole := digits(whole)
	_, okFrac := digits(frac)
	return okWhole && (okFrac || !point) && len(whole)+len(frac) <= maxDigits
}

// MustDecimal is ParseDecimal for numbers written in code; it panics on a bad one.
func MustDecimal(s string) Decimal {
	v, err := ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return v
}

// NewDecimal returns the whole number n.
func NewDecimal(n int64) Decimal {
	v := Decimal{known: true}
	v.d.SetInt64(n)
	return v
}

// Known reports whether there is a number at all.
func (v Decimal) Known() bool { return v.known }

// String prints the digits as typed, and nothing when absent.
func (v Decimal) String() string {
	if !v.known {
		return ""
	}
	return v.d.Text('f')
}

// Cmp compares numerically: -1, 0 or 1. Both must be known.
func (v Decimal) Cmp(w Decimal) int { return v.d.Cmp(&w.d) }

// Equal reports whether both are absent, or both known and numerically equal.
func (v Decimal) Equal(w Decimal) bool {
	return v.known == w.known && (!v.known || v.Cmp(w) == 0)
}

// Sign is -1, 0 or 1.
func (v Decimal) Sign() int { return v.d.Sign() }

// IsWhole reports whether the number has no fractional part (3.00 is whole).
func (v Decimal) IsWhole() bool { return v.known && v.Rat().IsInt() }

// Shift multiplies by 10^n and keeps the digits: 60 shifted by -2 is 0.60.
func (v Decimal) Shift(n int32) Decimal {
	v.d.Exponent += n
	return v
}

// Rat returns the exact value. v must be known.
func (v Decimal) Rat() *big.Rat {
	r := new(big.Rat)
	if n, places, ok := v.Small(); ok && places == 0 {
		return r.SetInt64(n)
	} else if ok {
		return r.SetFrac64(n, pow10[places])
	}
	r.SetString(v.d.Text('f'))
	return r
}

var pow10 = func() (p [19]int64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

// Float returns the nearest float64, for the Prometheus and chart boundary only.
func (v Decimal) Float() float64 {
	f, _ := v.Rat().Float64()
	return f
}

// Round6 leaves the exact world: r rounded half to even to six decimals,
// without trailing zeros.
func Round6(r *big.Rat) Decimal { return roundRat(r, 6) }

// Quotient is the value of a ratio (0–1) or mean that is given by its parts
// alone: numerator ÷ denominator, rounded half to even to six decimals. Both
// must be known, the denominator not zero.
func Quotient(numerator, denominator Decimal) Decimal {
	return Round6(new(big.Rat).Quo(numerator.Rat(), denominator.Rat()))
}

// roundRat rounds half to even to the given number of decimals and drops
// trailing zeros.
func roundRat(r *big.Rat, places int) Decimal {
	if v, ok := roundSmall(r, places); ok {
		return v
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	n := new(big.Int).Mul(r.Num(), scale)
	q, m := new(big.Int).QuoRem(n, r.Denom(), new(big.Int))
	twice := new(big.Int).Abs(new(big.Int).Lsh(m, 1))
	if c := twice.Cmp(r.Denom()); c > 0 || c == 0 && q.Bit(0) == 1 {
		q.Add(q, big.NewInt(int64(r.Sign())))
	}
	return newScaled(q, places)
}

// roundSmall is roundRat where everything fits a machine word: most numbers do,
// and they need no allocation.
func roundSmall(r *big.Rat, places int) (v Decimal, ok bool) {
	if r.IsInt() && r.Num().IsInt64() {
		return NewDecimal(r.Num().Int64()), true
	}
	const room = 1 << 40
	if places >= len(pow10) || !r.Num().IsInt64() || !r.Denom().IsInt64() {
		return Decimal{}, false
	}
	num, den := r.Num().Int64(), r.Denom().Int64()
	if limit := int64(math.MaxInt64) / pow10[places]; num > limit || num < -limit || den > room {
		return Decimal{}, false
	}
	q, rest := num*pow10[places]/den, num*pow10[places]%den
	up := int64(1)
	if num < 0 {
		rest, up = -rest, -1
	}
	if 2*rest > den || 2*rest == den && q%2 != 0 {
		q += up
	}
	for places > 0 && q%10 == 0 {
		q, places = q/10, places-1
	}
	v = NewDecimal(q)
	v.d.Exponent = int32(-places)
	return v, true
}

// newScaled returns q / 10^places without trailing zeros behind the point.
func newScaled(q *big.Int, places int) Decimal {
	ten, m := big.NewInt(10), new(big.Int)
	for places > 0 {
		head, _ := new(big.Int).QuoRem(q, ten, m)
		if m.Sign() != 0 {
			break
		}
		q, places = head, places-1
	}
	v := Decimal{known: true}
	v.d.Negative = q.Sign() < 0
	v.d.Coeff.SetMathBigInt(q.Abs(q))
	v.d.Exponent = int32(-places)
	return v
}

// MarshalJSON prints a typed number as a string with its digits kept, null when absent.
func (v Decimal) MarshalJSON() ([]byte, error) {
	if !v.known {
		return []byte("null"), nil
	}
	return []byte(`"` + v.String() + `"`), nil
}

// MarshalText prints the digits; empty when absent.
func (v Decimal) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText writes; an empty text is absent.
func (v *Decimal) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*v = Decimal{}
		return nil
	}
	w, err := ParseDecimal(string(b))
	if err != nil {
		return err
	}
	*v = w
	return nil
}
