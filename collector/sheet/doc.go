// Package sheet reads and writes figures as files: CSV, in the columns of the
// contract (Help says them to a user).
//
// What always holds here:
//
//   - What Writer writes, Reader reads back to the same figures, digit by digit.
//   - A cell that cannot be read is a finding with its line and column, what is
//     wrong and what would be right; it never becomes a guess, a zero or a
//     blank. The row's other cells are still read, so that all is told at once.
//   - Whether a readable figure is allowed is not decided here but by
//     collector.Rules.
//   - Input is bounded: a record has at most 64 KiB, a file at most 1 GiB, and
//     memory does not grow with the file.
//   - Nothing that is not valid UTF-8 leaves a Reader; a GBK file is recognised
//     and decoded.
package sheet
