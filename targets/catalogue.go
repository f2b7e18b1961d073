package targets

// A Catalogue is everything the seeds say: what is asked for, of whom, where.
type Catalogue struct {
	Areas       []Area
	Departments []Department
	Indicators  []Indicator
	Documents   []Document
	Targets     []Target
	Tasks       []Task
}

// Country is the GB/T 2260 code the country is written as; 000000 is understood.
const Country = "100000"

// CanonicalArea is the code an area is kept under: some tables write the country
// as 000000.
func CanonicalArea(code string) string {
	if code == "000000" {
		return Country
	}
	return code
}

// An AreaLevel is the rank of an area.
type AreaLevel string

// The levels.
const (
	LevelCountry    AreaLevel = "country"
	LevelProvince   AreaLevel = "province"
	LevelPrefecture AreaLevel = "prefecture"
	LevelCounty     AreaLevel = "county"
)

// An Area (地区) is one version of a GB/T 2260 code, with its parent of that time.
type Area struct {
	ID        string // of the version: the code, or code@valid-from for a later one
	Code      string // six digits
	Name      Text
	Level     AreaLevel
	Parent    string // ID of the parent's version; "" for the country
	ValidFrom Date   // 0: since before the data
	ValidTo   Date   // 0: still valid
	Own       bool   // 本级: the parent's own part of its figures, such as 省本级
	CountedIn string // code of the area whose figures already hold this one's: it reports, and is not added again
	Succeeds  []Succession
}

// A Department (部门) is a body named by a document, under one name.
type Department struct {
	ID      string
	Name    Text
	Aliases []string // other names it is printed under
}

// A Unit (计量单位) carries its measure word and its English plural.
type Unit struct {
	ZH     string `json:"zh"` // 项
	EN     string `json:"en"` // standard
	Plural string `json:"plural"`
}

// In returns the unit in lang for n things (English plural unless n is 1).
func (u Unit) In(lang Lang, n Decimal) string {
	switch {
	case lang == ZH:
		return u.ZH
	case n.Known() && n.Cmp(NewDecimal(1)) == 0:
		return u.EN
	}
	return u.Plural
}

// An Indicator (指标) is what is measured, with its card (指标卡). It is shared by
// documents and areas. What the documents leave undefined stays empty and is
// shown as 口径待明确.
type Indicator struct {
	ID           string
	Name         Text
	Field        Field // "" where it spans several
	Measure      Measure
	Accumulation Accumulation // of a count or quantity, else ""
	Unit         Unit
	Decimals     int // digits a value is shown with when computed
	Definition   Text
	Scope        Text
	Method       Text
	Numerator    Text // definition of a ratio's numerator or a mean's sum
	Denominator  Text // definition of a ratio's denominator or a mean's count
	Source       Text
	Responsible  string // department ID; "" when no document names one
	Cadence      Cadence
	Rounds       []Period // of Cadence ByRounds: when the rounds are held
	ClosesAfter  int      // days after a period's end by which its figure is due
	Window       Window   // of a ratio or mean
	Rollup       Rollup
	Disclosure   Disclosure
	Sister       string // a cumulative that may feed this flow
	Rising       bool   // of a direction: whether the document wants it to rise
	Range        Range  // narrows the natural range of its values
	Span         Span   // of a change rate: what a figure of several years is; "": such figures are not used
	Sense        Sense  // of a change rate: "" for growth
	Changes      []DefinitionChange
}

// Counted reports whether values are amounts that add up: counts and quantities.
func (i *Indicator) Counted() bool { return i.Measure == Count || i.Measure == Quantity }

// A DefinitionChange says that an indicator's definition changed on a day.
type DefinitionChange struct {
	On   Date
	Text Text
}

// Undefined names the card's fields that no document defines: 口径待明确.
func (i *Indicator) Undefined() []string {
	var fields []string
	add := func(name string, t Text) {
		if t.IsZero() {
			fields = append(fields, name)
		}
	}
	add("definition", i.Definition)
	if i.Measure == Ratio || i.Measure == Mean {
		add("numerator", i.Numerator)
		add("denominator", i.Denominator)
	}
	return fields
}

// A Document (文件) is a policy document.
type Document struct {
	ID          string
	Number      string // 国市监标技发〔2022〕64号
	Title       Text
	Short       Text     // a short title for tables
	Issuers     []string // department IDs
	Area        string   // area code
	Issued      Date
	Published   Date
	Covers      Period // the period the document itself covers; zero when it names none
	Implements  []Text // what it carries out
	Evaluations []DocumentEvent
	Phases      []DocumentEvent
	Rules       []Rule // general rules, such as "local governments answer for every task"
}

// A DocumentEvent is a phase, or a mid-term or final evaluation the document calls for.
type DocumentEvent struct {
	Name    Text
	Period  Period // zero when no date is printed
	Locator string
}

// A Rule holds for every task of a document.
type Rule struct {
	Text    Text
	Locator string
}

// A Target (目标) is indicator × area × comparator × goal × deadline, with its
// clause in a document. What it asks for is what its last adjustment left;
// AsOf gives it as of an earlier day.
type Target struct {
	ID         string
	Document   string
	Indicator  string
	Area       string // area code
	Locator    Text   // where the clause stands: 一、总体要求，第2段
	AsWritten  string // the numeric phrase, at most 15 characters
	Comparator Comparator
	Goal       Decimal // absent for milestones and directions
	GoalHigh   Decimal // the upper end of between

	Form       GoalForm   // see GoalForm for what "" means
	Amount     Decimal    // of change, relative and average: the printed number (13.5 % is 0.135, 翻一番 is 2)
	AmountHigh Decimal    // the upper end of an amount between two
	Extent     Comparator // of an amount that rises or falls: the bound word, at_least when ""; 降幅不超过 is at_most
	Additive   bool       // of average: Amount is in the indicator's unit (年均新增50项), not a rate
	BaseYear   int        // the printed base year (比2020年); 0 when none
	Previous   bool       // of yearly: each year is compared with the year before (不低于上年)
	Nature     Nature
	Certainty  Certainty
	Reference  Reference // of versus

	Start         Date
	StartBasis    Basis
	Deadline      Date // 0: the document sets none
	DeadlineBasis Basis

	Baseline       Decimal // as the document writes it; absent when it writes none
	BaselinePeriod Period

	Path  []PathPoint // the document's own milestones on the way, if any
	Limit int         // of a time limit: months from each unit's own start
	Units []LimitUnit // of a time limit

	Ledger bool // a milestone that stands for all the document's tasks

	Reading       Text // why this reading, where the text leaves room
	Leads         []string
	Participants  []string
	AllocatedFrom string // the target this one is a share of

	Adjustments []Adjustment // what changed its Terms since it was first recorded, oldest first
}

// A PathPoint is the value a path asks for at the end of a day.
type PathPoint struct {
	On    Date
	Value Decimal
}

// A LimitUnit is one thing a time limit runs for, such as a pilot province.
type LimitUnit struct {
	ID    string
	Name  Text
	Start Date // 0: not reported
	End   Date // 0: not ended
}

// A Task (任务) is a numbered task of a document.
type Task struct {
	ID       string
	Document string
	Number   string // as printed: 一, （四）, （一）1
	Field    Field  // "" where it spans several
	Section  Text   // heading it stands under, if any
	Heading  Text
	Due      Date
	DueBasis Basis
	Groups   []TaskGroup
}

// A TaskGroup is the departments that answer for a task or a part of it. Groups
// of one task are kept apart.
type TaskGroup struct {
	Scope        Text     // which part; empty when it is the whole task
	Leads        []string // department IDs; 牵头
	Participants []string // department IDs
	Collective   []Text   // bodies named only together: 各有关部门
}

// A TaskStage is how far a task is.
type TaskStage string

// The stages of a task.
const (
	TaskNotBegun   TaskStage = "not_begun"   // 未启动
	TaskInProgress TaskStage = "in_progress" // 推进中
	TaskDone       TaskStage = "done"        // 已完成
	TaskOngoing    TaskStage = "ongoing"     // 持续推进, without an end
	TaskCancelled  TaskStage = "cancelled"   // 调整取消
)

// Name returns the words of the stage; an unreported stage is 未报.
func (s TaskStage) Name() Text {
	if t, ok := taskStageNames[s]; ok {
		return t
	}
	return Text{"尚无进展上报", "nothing reported yet"}
}

var taskStageNames = map[TaskStage]Text{
	TaskNotBegun: {"未启动", "not begun"}, TaskInProgress: {"推进中", "in progress"}, TaskDone: {"已完成", "done"},
	TaskOngoing: {"持续推进", "ongoing"}, TaskCancelled: {"调整取消", "cancelled"},
}

// A TaskStatus is what was last reported of a task.
type TaskStatus struct {
	Task  string
	Stage TaskStage
	On    Date // of the report; of what is done, since when
	Text  string
}
