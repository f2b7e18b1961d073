// Package demo invents what a training copy (演示库) holds: offices, forms,
// users, a history for every target of a catalogue, and what offices and
// reviewers did in the last five quarters.
//
// What always holds here:
//
//   - Build is pure: the same catalogue and moment give the same plan. Nothing
//     is random, nothing is read.
//   - Every figure has the origin demo, every office a name that says 演示.
//   - Play writes the plan through the desk and the accounts, at the times the
//     plan says, so that every rule of real data holds for it.
//
// As of today the targets show what is over: 按期完成, 逾期完成, 未完成,
// 待报期末数, 不作评价, and 推进中 of the one that runs until 2035. All other states
// are states of a goal whose deadline is still to come; the shipped ones end in
// 2025 or before, so they are seen as of an earlier day (--as-of 2024-12-31).
package demo
