package collector

import (
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A QueueRow is one handover that waits, as the reviewer's queue shows it.
type QueueRow struct {
	Entry     int64
	At        time.Time // handed in
	By        string    // name of who handed in
	Filing    targets.Filing
	Form      *targets.Form
	Office    *targets.Office
	Signature targets.Signature // the open step
	Step      int               // its number
	Steps     int
	New       int // figures of which none stood
	Changed   int // figures that correct an approved one
	Notes     int
	Evidence  int
	Late      bool
	FilledFor bool      // 代填, not confirmed yet
	Mine      bool      // may be signed by the person now
	Since     time.Time // waiting for this step
}

// A ReviewRow is one figure of a handover beside what stood before.
type ReviewRow struct {
	Indicator *targets.Indicator
	Figure    targets.Figure
	Before    *targets.Figure // approved before; nil: the first
	Change    targets.Decimal // Figure − Before; absent when either is
	Last      *targets.Figure // the newest standing figure of an earlier period
	Since     targets.Decimal // Figure − Last; absent when either is
	Reply     Reply
	Stage     targets.Stage
	Reason    string // of a return
	Row       targets.HandoverRow
	Findings  []CellFinding // as a reviewer should see them, answered by a note or not
	Would     []Would
	Series    []targets.Figure // the last eight standing figures, oldest first
	Sum       *targets.RollUp
}

// A Record is how an office has reported so far: of the last year's duties.
type Record struct {
	targets.Rate
	Returned int // figures that were sent back
}

// A ReviewSheet is a handover as its reviewer sees it.
type ReviewSheet struct {
	Handed    *targets.Handed
	Filing    targets.Filing
	Form      *targets.Form
	Office    *targets.Office
	By        string // name
	Rows      []ReviewRow
	Behind    []*targets.Target // slower than 序时 with these figures
	Files     []EvidenceInfo
	Record    Record
	Signature targets.Signature // the open step; zero when all is decided
	Mine      bool              // the person may judge now
	Why       string            // why not, when not Mine
	FilledFor bool
	CheckCode string
	Demo      bool
}

// A Judgement is a reviewer's verdict.
type Judgement struct {
	Entry     int64  `json:"entry"`
	Indicator string `json:"indicator,omitempty"` // "": every figure that still waits
	Approve   bool   `json:"approve"`
	Reason    string `json:"reason,omitempty"` // of a return: compulsory
}

// A TimelineItem is one thing that happened to a figure, in words.
type TimelineItem struct {
	targets.TimelineEvent
	Who  string       // name; 命令行 for the operator
	Text targets.Text // what happened, in one sentence
}
