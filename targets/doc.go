// Package targets is the domain of Biaochi: what a policy document asks for
// (目标), what was reported (数据) and how far the one is from the other (评价).
//
// What always holds here:
//
//   - The package does no input or output: no database, network, files or
//     clock. Time is an argument. Storage, pages, metrics and charts depend on
//     it, never the reverse.
//   - Nothing else computes a number that a person will read.
//   - Arithmetic is exact until a result leaves the package, where it is
//     rounded once, half to even, to six decimals.
//   - Absent is not zero. The zero Decimal, Date and Period mean "none".
//   - A Figure is never edited: a correction is a new revision.
package targets
