package collector

import (
	"github.com/biaochi/biaochi/targets"
)

// A LedgerQuery narrows the ledger of tasks. Empty fields ask for everything.
type LedgerQuery struct {
	Document   string
	Department string
	Stage      targets.TaskStage
	Overdue    bool
}

// A Ledger (工作台账) is the tasks with what was reported of them.
type Ledger struct {
	AsOf  targets.Date
	Rows  []TaskRow // by document, in its order
	All   LedgerCount
	Whole map[string]LedgerCount // by document
	Leads map[string]LedgerCount // by department, of the tasks it leads
}

// A LedgerCount counts tasks by where they are. Cancelled ones are out of All.
type LedgerCount struct {
	All, Done, UnderWay, NotBegun, Unreported, Cancelled int

	Closed  int // 已销号, of Done
	Overdue int // 逾期, derived: the due day is over and the task is neither done nor going on for good
}

// A TaskRow is one task of the ledger.
type TaskRow struct {
	Task     *targets.Task
	Document *targets.Document
	Status   targets.TaskStatus  // zero Stage: nothing reported yet
	Overdue  bool                // 逾期
	Closed   *targets.TaskReport // 销号 that stands; nil: open
	Assigned *targets.Assignment // 本地指定
	Mine     bool                // the person may report it
	Closes   bool                // the person may close or reopen it
	Assigns  bool                // the person may assign it
}

// A TaskSheet is one task with its whole history.
type TaskSheet struct {
	TaskRow
	History []TaskItem // newest first
}

// A TaskItem is one report or verdict of a task.
type TaskItem struct {
	targets.TaskReport
	Who   string
	Files []EvidenceInfo
}

// A TaskEntry is what a department types about its task.
type TaskEntry struct {
	Task     string            `json:"task"`
	Stage    targets.TaskStage `json:"stage"`
	On       targets.Date      `json:"on"`
	Text     string            `json:"text,omitempty"`
	Evidence []string          `json:"evidence,omitempty"`
}

// A Reminder (催报) is a filing that is overdue or soon due.
type Reminder struct {
	Filing   targets.Filing
	Form     *targets.Form
	Office   *targets.Office
	Contacts []targets.Contact
	Overdue  bool
	Days     int      // over since, or left
	Missing  []string // indicator ids not answered
}

// A RateQuery asks for reporting rates (报送率). Empty fields ask for everything;
// without a period, of the last year.
type RateQuery struct {
	Form   string
	Period targets.Period
	Area   string // code: this area and those directly below it
}

// An AreaRate is how well an area and everything below it reports.
type AreaRate struct {
	Area *targets.Area
	Own  targets.Rate // of the area's own offices
	All  targets.Rate // with everything below
}
