// Package sheet reads and writes figures as files: CSV and workbooks in the columns
// of the contract (Help says them to a user), and the workbooks in which offices
// fill in their filings (Sheets).
//
// What always holds here:
//
//   - What Writer writes, Reader reads back to the same figures, digit by digit.
//   - A cell that cannot be read is a finding with its line and column, what is
//     wrong and what would be right; it never becomes a guess, a zero or a
//     blank. The row's other cells are still read, so that all is told at once.
//   - Whether a readable figure is allowed is not decided here but by
//     collector.Rules.
//   - Input is bounded: a record has at most 64 KiB, a CSV file at most 1 GiB, and
//     memory does not grow with it. A workbook has at most 100 MiB, 200 MiB
//     unpacked and 20,000 rows; one that runs something, leads elsewhere or is
//     locked is refused by name.
//   - A number of a workbook has the digits that are displayed: never what binary
//     fractions leave over, never what a formula would give that has no result.
//   - Nothing that is not valid UTF-8 leaves a Reader; a GBK file is recognised
//     and decoded.
package sheet
