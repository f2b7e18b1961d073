// Package store keeps the catalogue, the figures and their reviews, and gives
// them back as they were known at any time. It holds all query text; an engine
// such as store/sqlite opens the database, holds the schema and names the
// engine's failures. The suite in store/storetest is what an engine must pass.
//
// What always holds here:
//
//   - Nothing recorded is changed or deleted. A correction of a figure is a new
//     revision, a change of a definition a new version, a target that is gone
//     is retired. Only drafts are mutable, and they are not part of the truth.
//   - A figure stands when it is the highest revision that counts: every step
//     of its review approved it. A standing revision without a value whose flag
//     promises one is a withdrawal (撤回) and hides its key.
//   - Every change is one entry of the chain, written in the transaction that
//     makes the change, or neither is.
//   - A Snapshot is one read transaction. What is known at a time never changes
//     by what is recorded later.
//   - Queries stay in the subset that SQLite and PostgreSQL share.
//
// # Known at
//
// An event is known from its chain time on, that instant included. There is one
// exception, for the transaction that creates a database (Found): a published
// figure of it is known from the end of its day of publication (Asia/Shanghai)
// when that is earlier, and its catalogue is known from the beginning, since no
// earlier one exists: before the founding, targets and cut points are read as
// they were founded.
//
// Everything a reading gives goes by this: figures and their reviews, targets,
// indicators, documents, areas, tasks and cut points by their versions, the
// statuses of tasks, and what History tells. A known-at that lies behind the
// newest entry's time is not settled yet: later entries may still fall before it.
//
// # What changes the past
//
// A target asks for something else only with the document that says so
// (目标值调整, targets.Adjustment), from the day of the document on; Seed refuses a
// change without one, and one that tells otherwise what was asked for before. As
// of an earlier day a Snapshot has the terms of then. A batch that
// revises the history of a series (历史数据调整, targets.Restatement) is an entry
// of its own action that tells document, reason and effective day. Neither
// removes anything: the old goal is the earlier version, the old series the
// earlier revisions.
//
// # The chain
//
// An entry has a sequence (1, 2, 3, …), a time that never decreases, an actor,
// an action, a content, the hash of the entry before and its own hash. The hash
// is the lower-case hexadecimal SHA-256 over these fields in this order, each
// written as a netstring (its length in bytes in decimal, a colon, its bytes, a
// comma):
//
//	biaochi-chain-1       the name of this format
//	sequence              decimal
//	time                  2006-01-02T15:04:05.000000Z, UTC
//	actor                 an opaque id
//	action                found import restate submit review handover register seed
//	                      cuts task-status evidence sign-in
//	content               JSON text, exactly as stored
//	previous              the hash of the entry before; empty for the first
//
// The member "brought" of the content has, for each table the entry wrote to, the
// number of rows and a SHA-256 over their canonical forms, in the order of their
// keys: the fields below as netstrings, a newline after each row. Days are
// written 2006-01-02 and are empty when there is none.
//
//	catalogue     kind id version retired(0|1) body          by kind, id
//	figure        indicator area period-start period-end     by indicator, area,
//	              revision value numerator denominator flag   period end, period start
//	              bound published origin note source-title
//	              source-url
//	submission    steps
//	review        brought indicator area period-start        (figure fields empty when it is
//	              period-end revision step verdict reason     on all that the entry brought)
//	task_status   task stage on text                         by task
//	evidence      sha256 name media-type size
//	attachment    sha256                                     by sha256
//	meta          created demo(0|1) founded
//	register      kind id version body                       by kind, id
//	handover      form office period-start period-end
//	              figures body
//	handover_event  brought kind reason
//	task_closing  task closed(0|1) reason
//	task_evidence task sha256                                by task, sha256
//	sign_in_failure  account address-hash count since        by account, address-hash
//
// figures of a handover is a line of indicator, revision and flag, with a space
// between them, for each figure in the order of the indicator. The bodies of
// register and handover are JSON with sorted names and without empty members.
//
// # What an office hands in
//
// A handover (上报) is a submission of one filing: its figures have its period and
// one area, and its chain has a step for each level of review. It is opened,
// withdrawn and confirmed at most once each. What was withdrawn never counts and
// cannot be reviewed; the numbers of its revisions stay taken. A review of a whole
// entry of which single figures were reviewed before becomes a review, and an
// entry, for each figure that waits for the step.
//
// # What is personal
//
// Names, logins, phones, passwords, sessions, contacts and the signers of a form
// are mutable and stand outside the chain, which knows ids that say nothing, and
// hashes of addresses that are salted with a secret of the database. Office, roles
// and a disabled account are rights, as is what a token may do: versions of the
// register, and so in the chain. Drafts, and what derives from other tables
// (figure_current, submission_series, handover_decided), have no entry either;
// Verify makes the derived ones anew and compares.
package store
