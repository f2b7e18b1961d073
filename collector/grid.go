package collector

import (
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A Cell is what is typed for one indicator of a filing, as typed: numbers are
// read by the rules of ParseTyped, never guessed.
type Cell struct {
	Indicator   string `json:"indicator"`
	Value       string `json:"value,omitempty"`
	Numerator   string `json:"numerator,omitempty"`   // of a ratio; the sum of a mean
	Denominator string `json:"denominator,omitempty"` // of a ratio; the count of a mean
	Reply       Reply  `json:"reply,omitempty"`
	Flag        string `json:"flag,omitempty"`  // A when empty; P provisional, E estimated …
	Bound       string `json:"bound,omitempty"` // lower, upper
	Note        string `json:"note,omitempty"`  // 备注: answers a question, gives a reason
	// Of a 汇总: the adjustment to the computed sum and its reason.
	Adjustment string   `json:"adjustment,omitempty"`
	Reason     string   `json:"reason,omitempty"`
	Evidence   []string `json:"evidence,omitempty"` // SHA-256 of stored files
	Seen       int      `json:"seen"`               // the newest revision when typing began; 0: none
}

// A Reply says what an answer without a plain number is. None of them is silence.
type Reply string

// The replies.
const (
	ReplyValue         Reply = ""               // a number
	ReplyZero          Reply = "zero"           // 零报告
	ReplyNotApplicable Reply = "not_applicable" // 不适用
	ReplyMissing       Reply = "missing"        // 确认缺报, with a reason in the note
)

// Replies lists the replies in the order pages show them.
var Replies = [...]Reply{ReplyValue, ReplyZero, ReplyNotApplicable, ReplyMissing}

// Name returns the words of the reply.
func (r Reply) Name() targets.Text { return replyNames[r] }

var replyNames = map[Reply]targets.Text{
	ReplyValue: {ZH: "数值", EN: "number"}, ReplyZero: {ZH: "零报告", EN: "zero report"},
	ReplyNotApplicable: {ZH: "不适用", EN: "not applicable"}, ReplyMissing: {ZH: "确认缺报", EN: "confirmed missing"},
}

// Empty reports whether nothing was typed that could be handed in.
func (c *Cell) Empty() bool {
	return c.Value == "" && c.Numerator == "" && c.Denominator == "" && c.Reply == ReplyValue && c.Adjustment == ""
}

// A CellFinding is what a check says of one cell.
type CellFinding struct {
	Column Column `json:"column"`
	Text   string `json:"text"`
	Fix    string `json:"fix,omitempty"`
	Hard   bool   `json:"hard"` // refuses; a soft one asks for a note and then lets it pass
	// Answered says that the note a soft one asks for is there: it is told to the
	// reviewer, and refuses nothing.
	Answered bool `json:"answered,omitempty"`
}

// Refuses reports whether nothing can be handed in while the finding stands.
func (f *CellFinding) Refuses() bool { return f.Hard || !f.Answered }

// A Would is what a figure would make of a target it feeds.
type Would struct {
	Target *targets.Target
	Now    targets.State
	Then   targets.State
	After  *targets.Evaluation // with the figure
}

// A GridRow is one duty of a filing with all that stands beside its cell.
type GridRow struct {
	Indicator *targets.Indicator
	Key       targets.Key
	State     targets.DutyState
	Last      *targets.Figure // the newest standing figure of an earlier period
	Standing  *targets.Figure // the approved figure of this period
	Newest    *targets.Figure // the newest revision of this period, approved or not
	Figure    *targets.Figure // what Cell says, once it can be read
	Cell      Cell            // the draft; without one, what Newest says
	Drafted   bool            // Cell is a draft that was not handed in
	Change    targets.Decimal // Figure − Last, in the unit; absent when either is
	Sum       *targets.RollUp // 预汇总 of the areas below with the same duty and of the own part
	Would     []Would
	Findings  []CellFinding
	Returned  string // the reviewer's reason, when the newest revision was returned
	Changed   bool   // Cell says something that Newest does not: it would be handed in
}

// A Grid is a filing as its entry page shows it.
type Grid struct {
	Filing    targets.Filing
	Form      targets.Form
	Office    targets.Office
	Rows      []GridRow
	Statement targets.Statement
	Signers   targets.Signers
	Behind    []*targets.Target // slower than 序时 with these figures: cause, measure and expected date are compulsory
	Findings  []CellFinding     // of the filing as a whole: the statement, the basis, the signed scan
	Evidence  []string          // SHA-256 of the files of the whole filing: the signed scan
	Files     []EvidenceInfo    // every file the filing or its cells name
	Waiting   bool              // something waits for review
	Withdraw  bool              // the person may withdraw the newest submission
	Confirm   bool              // the person may confirm what a superior filled in
	Locked    string            // why nothing can be handed in now; "" when it can
	FillingIn bool              // the person is of a superior office: 代填, a basis is needed
	Basis     string            // of the draft
	Version   int64             // of the draft, 0 when there is none; carried by the form
	Saved     time.Time         // of the draft
	SavedBy   string            // name of who saved the draft last
	Entry     int64             // of the newest submission, 0 when nothing was handed in
	Demo      bool
}

// An Entry is what a person types into a filing.
type Entry struct {
	Cells     []Cell
	Statement targets.Statement
	Signers   targets.Signers
	Basis     string   // 代填依据
	Evidence  []string // SHA-256 of the files of the whole filing: the signed scan
	Version   int64    // of the draft the writer saw
}
