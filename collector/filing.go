package collector

import (
	"context"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A FilingStore is what the desk needs of the database beside Store: the
// register, what was handed in, drafts, evidence and the ledger. Everything it
// returns may be shared, and is not modified.
type FilingStore interface {
	Register(ctx context.Context, knownAt time.Time) (*targets.Register, error)
	PutRegister(ctx context.Context, actor string, c targets.RegisterChange, now time.Time) (entry int64, err error)

	Snapshot(ctx context.Context, sel targets.Selection, asOf targets.Date, knownAt time.Time) (*targets.Snapshot, error)
	SeriesNow(ctx context.Context, keys []targets.SeriesKey) (map[targets.SeriesKey][]targets.Figure, error)
	FilingNow(ctx context.Context, k targets.FilingKey, keys []targets.Key, series []targets.SeriesKey) (targets.FilingNow, error)
	Answers(ctx context.Context, from, to targets.Date, knownAt time.Time) (map[targets.FilingKey]map[string]targets.Answer, error)
	AnswersOf(ctx context.Context, office string, from, to targets.Date, knownAt time.Time) (map[targets.FilingKey]map[string]targets.Answer, error)

	Submit(ctx context.Context, actor string, s targets.Submission, now time.Time) (entry int64, err error)
	OnceOf(ctx context.Context, actor string, once targets.OnceKey) (entry int64, err error) // 0: not used yet
	Handed(ctx context.Context, entry int64) (*targets.Handed, error)
	HandedOf(ctx context.Context, k targets.FilingKey) ([]targets.Handed, error)
	// WaitingIf returns what waits for review, oldest first, of what keep accepts.
	WaitingIf(ctx context.Context, knownAt time.Time, keep func(entry int64, by string, h *targets.Handover) bool) ([]targets.Handed, error)
	Open(ctx context.Context, actor string, entry int64, now time.Time) error
	Withdraw(ctx context.Context, actor string, entry int64, reason string, once targets.OnceKey, now time.Time) error
	Confirm(ctx context.Context, actor string, entry int64, now time.Time) error
	Reviews(ctx context.Context, actor string, list []targets.Review, once targets.OnceKey, now time.Time) error
	Timeline(ctx context.Context, key targets.Key) ([]targets.TimelineEvent, error)

	SaveFilingDraft(ctx context.Context, d targets.FilingDraft, now time.Time) (version int64, err error)
	FilingDraft(ctx context.Context, k targets.FilingKey) (targets.FilingDraft, error)
	DiscardFilingDraft(ctx context.Context, k targets.FilingKey) error

	AddEvidence(ctx context.Context, actor string, e targets.Evidence, now time.Time) (sha string, err error)
	Evidence(ctx context.Context, sha string) (targets.Evidence, error)
	EvidenceHeads(ctx context.Context, sums []string) ([]targets.EvidenceHead, error) // unknown ones left out

	ReportTask(ctx context.Context, actor string, r targets.TaskReport, now time.Time) (entry int64, err error)
	CloseTask(ctx context.Context, actor, task string, closed bool, reason string, now time.Time) error
	TaskHistory(ctx context.Context, task string) ([]targets.TaskReport, error)
	TasksClosed(ctx context.Context) (map[string]targets.TaskReport, error) // 销号 that stand, by task
}

// People tells who stands behind an id, and whom to call. Names are personal
// data: they leave the desk only towards pages behind sign-in.
type People interface {
	Names(ctx context.Context) (map[string]string, error) // by user id
	Contacts(ctx context.Context, office string) ([]targets.Contact, error)
}

// A FilingQuery narrows Filings. Zero From and To ask for what is open, overdue or
// returned, or was due within the last year.
type FilingQuery struct {
	Office   string
	Form     string
	Area     string // code: it and everything below
	From, To targets.Date
	States   []targets.DutyState
	Mine     bool // of the person's own office only
}

// A FilingRow is one filing as a list shows it.
type FilingRow struct {
	Filing    targets.Filing
	Form      *targets.Form
	Office    *targets.Office
	State     targets.DutyState // the most urgent of its duties
	Counts    map[targets.DutyState]int
	Draft     bool  // something is typed and not handed in; only told to who may see drafts
	Entry     int64 // of the newest submission, 0: none
	Late      bool  // a duty was answered after its window
	FilledFor bool  // 代填, not confirmed yet
	FirstIn   targets.Date
}

// A Receipt (回执) is what an accepted submission is answered with.
type Receipt struct {
	Entry     int64
	At        time.Time
	Figures   int
	CheckCode string            // 校验码 of the figures
	Next      targets.Signature // who signs next
}

// An EvidenceInfo is what is known of a stored file without its bytes.
type EvidenceInfo = targets.EvidenceHead

// A LateRow is one request to report late.
type LateRow struct {
	Late    targets.Late
	Filing  targets.Filing
	Form    *targets.Form
	Office  *targets.Office
	By      string // names
	Judge   string
	Answers bool // the person may answer it
}

// A PrintedForm is a handover as the A4 form shows it.
type PrintedForm struct {
	Handed    *targets.Handed
	Filing    targets.Filing
	Form      *targets.Form
	Office    *targets.Office
	Area      targets.Text
	Rows      []PrintedRow
	Signers   targets.Signers
	CheckCode string // four groups of four hex digits; "" of a draft
	Drafted   bool   // made of the draft, to be signed and scanned
	Demo      bool
}

// A PrintedRow is one line of a printed form.
type PrintedRow struct {
	Indicator *targets.Indicator
	Figure    targets.Figure
	Text      string // the value as it is printed, with its unit
	Reply     Reply
	Row       targets.HandoverRow
}
