package collector

import "strings"

// formulaStart are the characters by which spreadsheets take a cell for a
// formula, their full-width forms included.
const formulaStart = "=+-@\t\r\n＝＋－＠"

// Neutral returns a text that no spreadsheet runs: one apostrophe before what
// looks like a formula. An apostrophe that Restore would take off gets another.
func Neutral(s string) string {
	if neutralised("'" + s) {
		return "'" + s
	}
	return s
}

// Restore takes off the apostrophe that Neutral put there, and no other.
func Restore(s string) string {
	if neutralised(s) {
		return s[1:]
	}
	return s
}

// neutralised reports whether s is an apostrophe before what a spreadsheet
// would run, or before such a text.
func neutralised(s string) bool {
	rest, ok := strings.CutPrefix(s, "'")
	if !ok {
		return false
	}
	rest = strings.TrimLeft(rest, "'")
	for _, r := range rest {
		return strings.ContainsRune(formulaStart, r)
	}
	return false
}
