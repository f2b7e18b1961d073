// Package collector is the desk (数据台): the one place that decides what may
// happen to a figure. A form, a sheet, the API and the command line all hand
// their figures to it.
//
// What always holds here:
//
//   - A figure is checked twice: alone, by Rules (types, ranges, what belongs
//     together), and in its series, beside what was reported before.
//   - A hard edit refuses and says what would be right; a soft edit warns and
//     lets the figure through.
//   - Everything is parsed and checked before the store is asked to write, and
//     one fault anywhere means that nothing is written.
//   - All faults of an input are told at once, by file, line and column.
//   - A row that says what already counts is skipped, so that an import may be
//     repeated; a correction is always a new revision. What only waits for
//     review is the same for another submission, not for an import.
//   - A weaker source never takes the place of a better one (targets.Rank). It may
//     stand beside it in the other written form of the moment; there, two equally
//     good sources that differ are a fault.
//   - Many corrections are still corrections. A restatement (历史数据调整) is asked
//     for by its document, reason and effective day; where it leaves older figures
//     alone, its first one is marked as a break, so that no pace crosses it.
//
// What a person hands in goes through the same desk, filing by filing:
//
//   - Every method of Desk that is given a Person begins by asking the rights;
//     what lies outside the person's reach is NotFound, whether it exists or not.
//   - A typed number is read as what it says or refused by name (ParseTyped).
//   - A soft edit is answered by a note in the cell; until it is, nothing of the
//     filing is handed in. The reviewer sees the question and the note.
//   - Only what says something new is handed in. A correction is a new revision
//     and waits for its review while the approved figure stands.
//   - A draft carries the version its writer saw; a submission the revisions.
//     Whoever comes second is shown what the first one wrote.
//   - A snapshot is shared: what figures would make of their targets is judged on
//     an own copy of it.
//
// The desk knows neither a database nor a file format: Store and Open are what
// it needs of them, and the program wires both.
package collector
