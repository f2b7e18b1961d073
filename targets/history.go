package targets

import "time"

// A Restatement (历史数据调整) revises many periods of a series as one batch: a
// new definition, or a census. The earlier revisions keep the old series.
type Restatement struct {
	Document string // number, or title where it has none
	Reason   string
	// Effective is the day the new definition is in force from: figures of
	// periods that end on or after it and are not in the batch follow it already.
	Effective Date
}

// A Batch is what brought a revision: one entry of the chain.
type Batch struct {
	Entry       int64 // of the chain
	Actor       string
	File        string       // name of an imported file; "" for what was typed, and for the first load
	Restatement *Restatement // nil unless the batch is one
}

// A Standing (修订状态) says whether a revision counts.
type Standing string

// The standings of a revision. Only what was approved ever counts.
const (
	Waiting    Standing = "waiting"    // 待审核: not all steps of its review have approved it
	SentBack   Standing = "returned"   // 退回修改: it never counts
	Current    Standing = "current"    // 现行
	Superseded Standing = "superseded" // 已被更正: a later revision stands
	Withdrawn  Standing = "withdrawn"  // 撤回: it stands, and takes its key back
	TakenBack  Standing = "taken_back" // 上报已撤回: the office took it back before its review; it never counts
)

// Name returns the words of the standing.
func (s Standing) Name() Text { return standingNames[s] }

var standingNames = map[Standing]Text{
	Waiting: {"待审核", "awaiting review"}, SentBack: {"退回修改", "returned"}, Current: {"现行", "current"},
	Superseded: {"已被更正", "superseded"}, Withdrawn: {"撤回", "withdrawn"}, TakenBack: {"上报已撤回", "taken back"},
}

// A Revision is one recorded Figure with how it came and what became of it, as
// known at one time.
type Revision struct {
	Figure // Approved is zero while it does not count
	// KnownFrom is when it began to count: its approval, or for a figure of the
	// first load the end of its day of publication, when that is earlier. Zero
	// while it does not count.
	KnownFrom time.Time
	Standing  Standing
	Returned  string // reason it was sent back for
	// Replaced is the revision that stood when this one began to count; nil when
	// none did, or when a later one already stood.
	Replaced *Figure
	Batch    Batch
}

// Withdraws reports whether the figure takes its key back: it has no value
// though its flag promises one.
func (f *Figure) Withdraws() bool { return !f.Value.Known() && f.Flag.HasValue() }
