package collector

import "github.com/biaochi/biaochi/targets"

// fastDigits is how many digits always fit an int64.
const fastDigits = 18

// ParseNumber reads what targets.ParseDecimal reads and gives the same number;
// up to 18 digits it needs no allocation, which matters for a million rows.
func ParseNumber(b []byte) (targets.Decimal, error) {
	if n, decimals, ok := smallNumber(b); ok {
		return targets.NewDecimal(n).Shift(int32(-decimals)), nil
	}
	return targets.ParseDecimal(string(b))
}

// smallNumber reads a plain number of at most 18 digits as n / 10^decimals.
func smallNumber(b []byte) (n int64, decimals int, ok bool) {
	negative := len(b) > 0 && b[0] == '-'
	if negative {
		b = b[1:]
	}
	point := -1
	for i, c := range b {
		switch {
		case c >= '0' && c <= '9' && i <= fastDigits:
			n = n*10 + int64(c-'0')
		case c == '.' && point < 0 && i > 0 && i < len(b)-1:
			point = i
		default:
			return 0, 0, false
		}
	}
	if point >= 0 {
		decimals = len(b) - 1 - point
	}
	if negative {
		n = -n
	}
	return n, decimals, len(b) > 0 && (len(b) <= fastDigits || point >= 0)
}
