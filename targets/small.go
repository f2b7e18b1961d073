package targets

// Small returns the number as n ÷ 10^decimals, digits kept, when n fits 64 bits
// and decimals is 0 to 18: almost always, and without an allocation. It is for
// code that meets a million figures; v must be known.
func (v Decimal) Small() (n int64, decimals int, ok bool) {
	if !v.d.Coeff.IsInt64() || v.d.Exponent > 0 || v.d.Exponent < -18 {
		return 0, 0, false
	}
	n = v.d.Coeff.Int64()
	if v.d.Negative {
		n = -n
	}
	return n, -int(v.d.Exponent), true
}
