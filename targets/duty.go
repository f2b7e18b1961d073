package targets

import (
	"slices"
	"strings"
)

// A FilingKey names one filling-in of a form: by an office, for a period.
type FilingKey struct {
	Form   string
	Office string
	Period Period
}

// String prints form/office/period.
func (k FilingKey) String() string { return k.Form + "/" + k.Office + "/" + k.Period.String() }

// A Filing (报表填报) is a form that an office has to fill in for a period: its
// duties, one an indicator, open and close together.
type Filing struct {
	FilingKey
	Area       string
	Indicators []string
	Opens      Date // first day of entry
	Closes     Date // last day of entry, moved to a working day
	Late       *Late
}

// A LateState is how far a request to report late (补报) is.
type LateState string

// The states of a request.
const (
	LateRequested LateState = "requested" // 已申请
	LateGranted   LateState = "granted"   // 已同意
	LateRefused   LateState = "refused"   // 未同意
)

// Name returns the words of the state.
func (s LateState) Name() Text { return lateStateNames[s] }

var lateStateNames = map[LateState]Text{
	LateRequested: {"已申请补报", "late filing requested"}, LateGranted: {"已同意补报", "late filing granted"}, LateRefused: {"未同意补报", "late filing refused"},
}

// A Late (补报) is an office's request to report after the window has closed,
// and the answer to it.
type Late struct {
	FilingKey
	State  LateState
	Reason string // of the request
	Answer string // of the reviewer
	Until  Date   // of a grant: the new last day
	By     string // id of the user who requested
	Judge  string // id of the user who answered
	Alone  bool   // answered within the own office: no other office could (of its area or above)
}

// A Register (登记册) is who reports what and when, as known at one time. Its
// lists are in the order of their keys, and are shared: nobody modifies them.
type Register struct {
	Offices  []Office
	Forms    []Form
	Calendar Calendar
	Lates    []Late       // the newest of each filing
	Assigned []Assignment // of tasks

	reportings reportings // nil before Seal
}

// Office returns the office with that id, or nil.
func (r *Register) Office(id string) *Office {
	return find(r.Offices, func(o *Office) int { return strings.Compare(o.ID, id) })
}

// Form returns the form with that id, or nil.
func (r *Register) Form(id string) *Form {
	return find(r.Forms, func(f *Form) int { return strings.Compare(f.ID, id) })
}

// Late returns the newest request for a filing, or nil.
func (r *Register) Late(k FilingKey) *Late {
	return find(r.Lates, func(l *Late) int { return CompareFilings(l.FilingKey, k) })
}

// Assignment returns what is assigned locally of a task, or nil.
func (r *Register) Assignment(task string) *Assignment {
	return find(r.Assigned, func(a *Assignment) int { return strings.Compare(a.Task, task) })
}

// find looks for the element that compares equal in a sorted list, copying none.
func find[T any](list []T, compare func(*T) int) *T {
	lo, hi := 0, len(list)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch c := compare(&list[mid]); {
		case c == 0:
			return &list[mid]
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return nil
}

// CompareFilings orders keys by period, office and form.
func CompareFilings(a, b FilingKey) int {
	if c := a.Period.Compare(b.Period); c != 0 {
		return c
	}
	if c := strings.Compare(a.Office, b.Office); c != 0 {
		return c
	}
	return strings.Compare(a.Form, b.Form)
}

// Filing returns what is asked of an office for a period; NotFound when nothing is.
func (r *Register) Filing(k FilingKey) (*Filing, error) {
	f, o := r.Form(k.Form), r.Office(k.Office)
	if f == nil || o == nil || !f.Asks(k.Office, k.Period) {
		return nil, &Error{Kind: NotFound, Text: "没有这张报表，或本单位该报告期不需要填报。"}
	}
	return r.filing(f, o, k.Period), nil
}

func (r *Register) filing(f *Form, o *Office, p Period) *Filing {
	k := FilingKey{f.ID, o.ID, p}
	return &Filing{
		FilingKey: k, Area: o.Area, Indicators: f.Indicators,
		Opens: p.End + Date(f.Opens), Closes: r.Calendar.NextWorking(p.End + Date(f.Closes)), Late: r.Late(k),
	}
}

// Filings lists what is asked of every open office for periods that end from one
// day to another, in the order of CompareFilings.
func (r *Register) Filings(from, to Date) []Filing {
	var list []Filing
	for i := range r.Forms {
		f := &r.Forms[i]
		periods := f.Periods(from, to)
		for _, id := range f.Offices {
			o := r.Office(id)
			if o == nil || o.Closed {
				continue
			}
			for _, p := range periods {
				list = append(list, *r.filing(f, o, p))
			}
		}
	}
	slices.SortFunc(list, func(a, b Filing) int { return CompareFilings(a.FilingKey, b.FilingKey) })
	return list
}

// LastDay is the last day on which the filing may be handed in: the closing day,
// or the later one that was granted.
func (f *Filing) LastDay() Date {
	if f.Late != nil && f.Late.State == LateGranted {
		return max(f.Closes, f.Late.Until)
	}
	return f.Closes
}

// Enterable tells why nothing can be handed in on a day; nil when it can.
// Corrections of what was handed in before are always taken: they are revisions.
func (f *Filing) Enterable(today Date) error {
	switch {
	case today < f.Opens:
		return &Error{Kind: Forbidden, Text: "未到报送期：" + f.Opens.String() + " 起填报。"}
	case today <= f.LastDay():
		return nil
	case f.Late != nil && f.Late.State == LateRequested:
		return &Error{Kind: Forbidden, Text: "报送期已于 " + f.Closes.String() + " 截止，补报申请正在等待答复。"}
	}
	return &Error{Kind: Forbidden, Text: "报送期已于 " + f.LastDay().String() + " 截止，请先申请补报并写明理由。"}
}

// A Stage is how far what was handed in has come.
type Stage string

// The stages of what was handed in.
const (
	StageWaiting   Stage = "submitted" // 已上报
	StageReturned  Stage = "returned"  // 退回修改
	StageApproved  Stage = "approved"  // 审核通过
	StageWithdrawn Stage = "withdrawn" // 已撤回: as if nothing had been handed in
)

// Name returns the words of the stage.
func (s Stage) Name() Text { return stageNames[s] }

var stageNames = map[Stage]Text{
	StageWaiting: {"已上报", "submitted"}, StageReturned: {"退回修改", "returned"}, StageApproved: {"审核通过", "approved"}, StageWithdrawn: {"已撤回", "withdrawn"},
}

// An Answer is what was handed in for one duty, by its newest revision.
type Answer struct {
	Entry    int64 // that brought the revision
	Revision int
	Flag     Flag
	Stage    Stage
	First    Date // day in Shanghai on which something was first handed in and not withdrawn
}

// A DutyState (填报状态) is where one duty stands.
type DutyState string

// The states of a duty.
const (
	DutyUpcoming  DutyState = "upcoming"         // 未到报送期
	DutyOpen      DutyState = "open"             // 待填报
	DutySubmitted DutyState = "submitted"        // 已上报
	DutyReturned  DutyState = "returned"         // 退回修改
	DutyApproved  DutyState = "approved"         // 审核通过
	DutyOverdue   DutyState = "overdue"          // 应报未报
	DutyMissing   DutyState = "declared_missing" // 确认缺报
)

// DutyStates lists every state in the order pages and metrics show them.
var DutyStates = [...]DutyState{DutyUpcoming, DutyOpen, DutySubmitted, DutyReturned, DutyApproved, DutyOverdue, DutyMissing}

// Name returns the words of the state.
func (s DutyState) Name() Text { return dutyStateNames[s] }

var dutyStateNames = map[DutyState]Text{
	DutyUpcoming: {"未到报送期", "upcoming"}, DutyOpen: {"待填报", "open"}, DutySubmitted: {"已上报", "submitted"}, DutyReturned: {"退回修改", "returned"},
	DutyApproved: {"审核通过", "approved"}, DutyOverdue: {"应报未报", "overdue"}, DutyMissing: {"确认缺报", "declared missing"},
}

// A Duty (填报任务) is one figure that is due: office × indicator × area × period.
type Duty struct {
	Filing    *Filing
	Indicator string
	Answer    *Answer // nil: nothing handed in
}

// State is where the duty stands at the end of a day. What was withdrawn counts
// as not handed in.
func (d *Duty) State(today Date) DutyState {
	if a := d.Answer; a != nil {
		switch {
		case a.Stage == StageWaiting:
			return DutySubmitted
		case a.Stage == StageReturned:
			return DutyReturned
		case a.Stage == StageApproved && a.Flag == Missing:
			return DutyMissing
		case a.Stage == StageApproved:
			return DutyApproved
		}
	}
	switch {
	case today < d.Filing.Opens:
		return DutyUpcoming
	case today <= d.Filing.LastDay():
		return DutyOpen
	}
	return DutyOverdue
}

// Late reports whether the duty was first answered after its window had closed,
// by a granted late filing or not: it counts as late (迟报).
func (d *Duty) Late() bool {
	return d.Answer != nil && d.Answer.First > d.Filing.Closes
}

// A Rate is how well an area reports (报送率): of the duties whose window has
// closed, or that are answered already.
type Rate struct {
	Due      int // = OnTime + Late + Missing
	OnTime   int // answered within the window, 确认缺报 with its reason among them
	Late     int // answered after it
	Missing  int // 应报未报
	Declared int // of those answered, 确认缺报
}

// Add counts a duty as it stands at the end of a day.
func (r *Rate) Add(d *Duty, today Date) {
	switch state := d.State(today); state {
	case DutyUpcoming, DutyOpen:
		return
	case DutyOverdue:
		r.Missing++
	default:
		if d.Late() {
			r.Late++
		} else {
			r.OnTime++
		}
		if state == DutyMissing {
			r.Declared++
		}
	}
	r.Due++
}

// An AssignedPart is what a locally assigned unit does for a task.
type AssignedPart string

// The parts a unit may have.
const (
	PartLead        AssignedPart = "lead"        // 牵头
	PartParticipant AssignedPart = "participant" // 配合
	PartDivision    AssignedPart = "division"    // 处室
)

// Name returns the words of the part.
func (p AssignedPart) Name() Text { return assignedPartNames[p] }

var assignedPartNames = map[AssignedPart]Text{PartLead: {"牵头", "lead"}, PartParticipant: {"配合", "participant"}, PartDivision: {"处室", "division"}}

// An Assignment (本地指定) says which units answer for a task here, beside those
// its document names. Office is empty for a unit that does not report.
type Assignment struct {
	Task  string
	Units []AssignedUnit
}

// An AssignedUnit is one unit of an Assignment.
type AssignedUnit struct {
	Part   AssignedPart
	Name   string
	Office string
}

// Duties lists the duties of periods that end from one day to another with what
// was handed in, in the order of CompareFilings and then of the form's indicators.
func (r *Register) Duties(from, to Date, answers map[FilingKey]map[string]Answer) []Duty {
	var list []Duty
	filings := r.Filings(from, to)
	for i := range filings {
		list = append(list, filings[i].Duties(answers[filings[i].FilingKey])...)
	}
	return list
}

// Duties are a filing's duties with their answers, by indicator.
func (f *Filing) Duties(answers map[string]Answer) []Duty {
	list := make([]Duty, 0, len(f.Indicators))
	for _, id := range f.Indicators {
		duty := Duty{Filing: f, Indicator: id}
		if a, ok := answers[id]; ok {
			duty.Answer = &a
		}
		list = append(list, duty)
	}
	return list
}
