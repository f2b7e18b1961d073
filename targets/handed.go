package targets

import "time"

// A OnceKey makes a write that is sent twice happen once (幂等): the same actor, key
// and digest get the first answer again; another digest under a used key is a
// Conflict. The zero OnceKey is no such promise.
type OnceKey struct {
	Key    string
	Digest string // SHA-256, hex, over what is asked for
}

// A Submission is figures handed in together for review.
type Submission struct {
	Figures  []Figure  // Revision: the revision the writer saw plus one
	Steps    int       // of review, 1 to 3; with a Handover the length of its Chain
	Evidence []string  // SHA-256 of files that are stored already
	Owner    string    // office
	Handover *Handover // nil for what came by an import
	Signers  Signers   // outside the chain
	Once     OnceKey
}

// A Handed is a handover as it was handed in and what became of it.
type Handed struct {
	Entry int64     // of the chain, that brought it
	At    time.Time // chain time
	By    string    // user id
	Handover
	Signers Signers
	Figures []HandedFigure // in the order of CompareKeys
	Events  []HandedEvent  // oldest first
	Step    int            // the open step of the figures that wait; 0: everything is decided
	Stage   Stage          // of the whole: waiting while a figure waits
}

// A HandedFigure is one figure of a Handed and how far it has come.
type HandedFigure struct {
	Figure
	Stage  Stage
	Reason string // of a return
	Step   int    // the open step; 0: decided
}

// A HandedEventKind says what happened to a handover.
type HandedEventKind string

// The kinds of events.
const (
	HandedOpened    HandedEventKind = "opened"    // a reviewer looked at it: no withdrawal any more
	HandedApproved  HandedEventKind = "approved"  // a step
	HandedReturned  HandedEventKind = "returned"  // with a reason
	HandedWithdrawn HandedEventKind = "withdrawn" // by the office
	HandedConfirmed HandedEventKind = "confirmed" // 代填, by the office
)

// A HandedEvent is one thing that happened to a handover.
type HandedEvent struct {
	Entry  int64
	At     time.Time
	By     string // user id
	Kind   HandedEventKind
	Step   int // of a review
	Key    Key // the figure; zero: all of them
	Reason string
}

// Happened reports whether an event of a kind is among what became of it.
func (h *Handed) Happened(kind HandedEventKind) bool {
	for i := range h.Events {
		if h.Events[i].Kind == kind {
			return true
		}
	}
	return false
}

// FilledFor reports whether a superior filled it in (代填) and the office has not
// confirmed it.
func (h *Handed) FilledFor() bool { return h.Basis != "" && !h.Happened(HandedConfirmed) }

// A Verdict is what a review step says.
type Verdict string

// The verdicts. A return ends the review of a revision: the office writes a new one.
const (
	VerdictApproved Verdict = "approved" // 审核通过
	VerdictReturned Verdict = "returned" // 退回修改, with a reason
)

// A Review is the verdict of one step on one revision, or on every figure that
// an entry brought.
type Review struct {
	Entry    int64   // that brought the figures
	Key      Key     // zero: every figure of the entry that still waits
	Revision int     // of Key
	Step     int     // 1, 2, 3: the next one that is open
	Verdict  Verdict // VerdictApproved or VerdictReturned
	Reason   string  // of a return
}

// A TimelineEvent is one thing that happened to the figure of a key.
type TimelineEvent struct {
	Entry    int64
	At       time.Time
	By       string // user id, or operator
	Kind     string // submitted opened approved returned withdrawn confirmed imported restated
	Revision int
	Step     int
	Steps    int
	Reason   string // of a return, a withdrawal or a restatement
	File     string // of an import
	Figure   *Figure
}
