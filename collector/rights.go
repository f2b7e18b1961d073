package collector

import (
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// An Action is something a person may ask the desk to do.
type Action string

// The actions. Every method of Desk and Accounts begins with one of them.
const (
	ActViewPublic   Action = "view-public"   // approved figures marked 公开 and their reports
	ActViewSite     Action = "view-site"     // the same where the server is private
	ActViewInternal Action = "view-internal" // approved figures marked 内部

	ActSeeFiling   Action = "see-filing"   // what was handed in, its reviews, notes, printed form
	ActSeeDraft    Action = "see-draft"    // what is typed and not handed in
	ActEnter       Action = "enter"        // type, check, save and discard a draft, add evidence to it
	ActSubmit      Action = "submit"       // hand in
	ActWithdraw    Action = "withdraw"     // take back what was handed in
	ActConfirm     Action = "confirm"      // confirm what a superior filled in (代填)
	ActSeeEvidence Action = "see-evidence" // read a file of what was handed in
	ActSeeTimeline Action = "see-timeline" // everything that happened to a figure

	ActSeeQueue    Action = "see-queue"    // the reviewer's queue
	ActReview      Action = "review"       // take a step of the chain: approve or return
	ActRequestLate Action = "request-late" // ask to report after the window (补报)
	ActSeeLate     Action = "see-late"
	ActAnswerLate  Action = "answer-late"

	ActSeeLedger  Action = "see-ledger"  // the ledger of tasks and a task's history
	ActReportTask Action = "report-task" // report the status of a task
	ActCloseTask  Action = "close-task"  // 销号, or open it again
	ActAssignTask Action = "assign-task" // 本地指定

	ActSeeReminders Action = "see-reminders" // who is overdue or soon due, with contacts
	ActSeeRates     Action = "see-rates"     // reporting rates

	ActSeeRegister    Action = "see-register" // offices, contacts, forms as the administrator lists them
	ActChangeOffice   Action = "change-office"
	ActNameDepartment Action = "name-department" // say which department of the catalogue an office is: whose tasks it reports
	ActChangeContacts Action = "change-contacts"
	ActChangeForm     Action = "change-form"
	ActSeeCalendar    Action = "see-calendar"
	ActChangeCalendar Action = "change-calendar"
	ActSeeUsers       Action = "see-users"
	ActChangeUser     Action = "change-user"  // add, disable, rights, reset, unlock, sign out
	ActSeeTokens      Action = "see-tokens"   // every token of the users one administers
	ActIssueToken     Action = "issue-token"  // for oneself, within one's own role and area
	ActRevokeToken    Action = "revoke-token" // anybody's whom one administers
	ActOwnAccount     Action = "own-account"  // one's own password, sessions and tokens
	ActSeeAudit       Action = "see-audit"
)

// An Object is what an action is done to. A field that does not matter to the
// action stays zero; an action on nothing in particular ("the queue") has the
// zero Object and is answered by the role alone.
type Object struct {
	Office    *targets.Office   // whose filing, late request, contact, user it is
	Area      string            // code, of what has no office: a document, a figure, a rate
	Offices   []*targets.Office // of a form: every office that fills it in
	Signature targets.Signature // ActReview: the open step
	By        []string          // ids of the users who did what is to be judged: never by themselves
	Alone     bool              // ActAnswerLate: no other open office is of the area or above it
	User      string            // ActOwnAccount: whose; other account actions: who is changed
	Task      TaskParties       // ActReportTask
}

// TaskParties are who answers for a task.
type TaskParties struct {
	Departments []string // that the document names, 牵头 and 配合
	Offices     []string // assigned locally
}

// A where says in which relation to the object a role may act.
type where uint8

const (
	nowhere      where = iota
	anywhere           // the object is not asked for an area
	ownOffice          // of the person's own office
	ownOrBelow         // of the own office, or of one whose area lies strictly below the own office's
	anyReached         // of any office or area the person reaches: the own area and below
	otherReached       // the same, but of the own office only when there is no other to ask (Object.Alone)
	ownSignature       // the step falls to the own office or its area
	ownTask            // the own office or its department answers for the task
	everything         // only who reaches every area
	ownself            // the person's own account
)

// A rule is one line of the table: where each role may do the action. Whoever
// holds several roles may do what any of them may.
type rule struct {
	reporter, reviewer, viewer, administrator where

	signedIn bool // a token of the API may not, whatever its role
	notBy    bool // never who did what is to be judged (Object.By)
}

// table is the whole of who may do what. Rights are what a role gives; that a
// window is closed, or a step already taken, is for the desk to say.
//
//	above, beside, foreign   nothing but what is said to be anywhere
//	the only office of a     has nobody beside or above it to answer its late requests:
//	top area                 another reviewer of the same office may, and the chain says so
//	administrator            keeps the register and the users; sees no drafts, no notes, no
//	                         evidence; enters and approves nothing. One without an office, or
//	                         of an office of the country, reaches everything
//	token of the API         one role of its owner, and one area within the owner's: an
//	                         office outside that area is foreign, the own one too
//	who must change          the password, after the first one or after 180 days, may do
//	                         that and nothing else
var table = map[Action]rule{
	//                 reporter      reviewer      viewer      administrator
	ActViewPublic:   {anywhere, anywhere, anywhere, anywhere, false, false},
	ActViewSite:     {anywhere, anywhere, anywhere, anywhere, false, false},
	ActViewInternal: {anyReached, anyReached, anyReached, nowhere, false, false},

	ActSeeFiling:   {ownOrBelow, anyReached, anyReached, nowhere, false, false},
	ActSeeDraft:    {ownOrBelow, nowhere, nowhere, nowhere, false, false},
	ActEnter:       {ownOrBelow, nowhere, nowhere, nowhere, false, false},
	ActSubmit:      {ownOrBelow, nowhere, nowhere, nowhere, false, false},
	ActWithdraw:    {ownOrBelow, nowhere, nowhere, nowhere, false, false},
	ActConfirm:     {ownOffice, nowhere, nowhere, nowhere, false, true},
	ActSeeEvidence: {ownOrBelow, anyReached, anyReached, nowhere, false, false},
	ActSeeTimeline: {ownOrBelow, anyReached, anyReached, nowhere, false, false},

	ActSeeQueue:    {nowhere, anyReached, nowhere, nowhere, false, false},
	ActReview:      {nowhere, ownSignature, nowhere, nowhere, false, true},
	ActRequestLate: {ownOffice, nowhere, nowhere, nowhere, false, false},
	ActSeeLate:     {ownOffice, anyReached, nowhere, nowhere, false, false},
	ActAnswerLate:  {nowhere, otherReached, nowhere, nowhere, false, true},

	ActSeeLedger:  {anywhere, anywhere, anywhere, anywhere, false, false},
	ActReportTask: {ownTask, nowhere, nowhere, nowhere, false, false},
	ActCloseTask:  {nowhere, anyReached, nowhere, nowhere, false, true},
	ActAssignTask: {nowhere, anyReached, nowhere, everything, false, false},

	ActSeeReminders: {ownOffice, anyReached, nowhere, anyReached, false, false},
	ActSeeRates:     {anyReached, anyReached, anyReached, anyReached, false, false},

	ActSeeRegister:    {nowhere, nowhere, nowhere, anyReached, false, false},
	ActChangeOffice:   {nowhere, nowhere, nowhere, anyReached, false, false},
	ActNameDepartment: {nowhere, nowhere, nowhere, everything, false, false},
	ActChangeContacts: {ownOffice, nowhere, nowhere, anyReached, false, false},
	ActChangeForm:     {nowhere, nowhere, nowhere, anyReached, false, false},
	ActSeeCalendar:    {anywhere, anywhere, anywhere, anywhere, false, false},
	ActChangeCalendar: {nowhere, nowhere, nowhere, everything, false, false},
	ActSeeUsers:       {nowhere, nowhere, nowhere, anyReached, true, false},
	ActChangeUser:     {nowhere, nowhere, nowhere, anyReached, true, false},
	ActSeeTokens:      {nowhere, nowhere, nowhere, anyReached, true, false},
	ActIssueToken:     {ownself, ownself, ownself, ownself, true, false},
	ActRevokeToken:    {ownself, ownself, ownself, anyReached, true, false},
	ActOwnAccount:     {ownself, ownself, ownself, ownself, true, false},
	ActSeeAudit:       {nowhere, nowhere, nowhere, everything, false, false},
}

// of is where a role may do the action.
func (r rule) of(role targets.Role) where {
	switch role {
	case targets.Reporter:
		return r.reporter
	case targets.Reviewer:
		return r.reviewer
	case targets.Viewer:
		return r.viewer
	case targets.Administrator:
		return r.administrator
	}
	return nowhere
}

// rights is the table with the tree of areas it goes by. It is the one place
// that decides who may do what; pages and API never do.
type rights struct{ areas targets.AreaTree }

// authorise answers whether a person may do an action to an object: nil, or a
// targets.Error. What lies outside the person's reach is NotFound, whether it
// exists or not; what is reached but not allowed is Forbidden.
func (r rights) authorise(p *Person, a Action, o Object) error {
	rule, known := table[a]
	switch {
	case a == ActViewPublic:
		return nil
	case !known:
		return forbidden(a)
	case !p.Known() || p.User.Disabled:
		return &targets.Error{Kind: targets.Forbidden, Text: "请先登录。"}
	case p.MustChange && a != ActOwnAccount:
		return &targets.Error{Kind: targets.Forbidden, Text: "请先修改密码：首次登录、密码被重置或超过有效期后，修改密码前不能做其他操作。"}
	case rule.signedIn && p.Token != "":
		return &targets.Error{Kind: targets.Forbidden, Text: "接口令牌不能做这项操作，请登录后在页面上办理。"}
	}
	for _, role := range p.User.Roles {
		if !r.holds(rule.of(role), role, p, o) {
			continue
		}
		if rule.notBy && slices.Contains(o.By, p.User.ID) {
			return &targets.Error{Kind: targets.Forbidden, Text: "自己填报或申请的内容，应由其他人审核。"}
		}
		return nil
	}
	if !r.sees(p, o) {
		return unseen()
	}
	return forbidden(a)
}

// may is authorise as a filter.
func (r rights) may(p *Person, a Action, o Object) bool { return r.authorise(p, a, o) == nil }

func forbidden(a Action) error {
	return &targets.Error{Kind: targets.Forbidden, Text: "您没有这项权限：" + a.Name().ZH + "。"}
}

// unseen answers alike for what does not exist and for what is not to be known.
func unseen() error {
	return &targets.Error{Kind: targets.NotFound, Text: "没有这项内容，或者不在您的权限范围内。"}
}

// holds reports whether the person stands to the object as a role requires.
func (r rights) holds(w where, role targets.Role, p *Person, o Object) bool {
	switch w {
	case anywhere:
		return true
	case everything:
		return reachesAll(p, role)
	case ownself:
		return o.User == "" || o.User == p.User.ID
	case ownTask:
		return r.reachesOwn(p) && (o.isTaskless() || o.Task.answeredBy(&p.Office))
	case ownSignature:
		return r.reachesOwn(p) && o.Signature.SignedBy(&p.Office) && r.reaches(p, role, o)
	}
	if w == nowhere {
		return false
	}
	if o.isNothing() {
		return r.actsAtAll(w, role, p)
	}
	return r.related(w, role, p, o)
}

// related holds an object that has an office or an area against the person.
func (r rights) related(w where, role targets.Role, p *Person, o Object) bool {
	if !r.reaches(p, role, o) {
		return false
	}
	own := o.Office != nil && o.Office.ID == p.Office.ID
	switch w {
	case ownOffice:
		return own
	case ownOrBelow:
		return own || o.Office != nil && r.below(o.Office.Area, p.Office.Area)
	case otherReached:
		return o.Office != nil && (!own || o.Alone)
	}
	return w == anyReached
}

// actsAtAll reports whether there is anything at all a role may act on: the
// answer for a page that lists.
func (r rights) actsAtAll(w where, role targets.Role, p *Person) bool {
	switch {
	case reachesAll(p, role):
		return true
	case w == ownOffice:
		return r.reachesOwn(p)
	}
	return p.Area != ""
}

// reaches reports whether every office and area of the object lies within the
// area the person reaches.
func (r rights) reaches(p *Person, role targets.Role, o Object) bool {
	if reachesAll(p, role) {
		return true
	}
	if p.Area == "" {
		return false
	}
	for _, office := range o.Offices {
		if !r.areas.Within(office.Area, p.Area) {
			return false
		}
	}
	return r.areas.Within(o.area(p), p.Area)
}

// sees reports whether the person may know that the object exists.
func (r rights) sees(p *Person, o Object) bool {
	if o.isNothing() {
		return o.User == "" || o.User == p.User.ID
	}
	return slices.ContainsFunc(p.User.Roles, func(role targets.Role) bool { return r.reaches(p, role, o) })
}

// below reports whether an area lies strictly below another one.
func (r rights) below(code, whole string) bool {
	return whole != "" && targets.CanonicalArea(code) != targets.CanonicalArea(whole) && r.areas.Within(code, whole)
}

// reachesOwn reports whether the person has an office and reaches it: a token
// for a part of the area does not.
func (r rights) reachesOwn(p *Person) bool {
	return p.Office.ID != "" && r.areas.Within(p.Office.Area, p.Area)
}

// reachesAll reports whether a role of the person is not bounded by an area.
func reachesAll(p *Person, role targets.Role) bool {
	return role == targets.Administrator && (p.Area == "" && p.User.Office == "" || targets.CanonicalArea(p.Area) == targets.Country)
}

// area is where the object lies. One that is only a list of offices lies where
// the person is.
func (o Object) area(p *Person) string {
	switch {
	case o.Office != nil:
		return o.Office.Area
	case o.Area != "":
		return o.Area
	case len(o.Offices) > 0:
		return p.Area
	}
	return ""
}

// isNothing reports whether the object is nothing in particular.
func (o Object) isNothing() bool { return o.Office == nil && o.Area == "" && len(o.Offices) == 0 }

func (o Object) isTaskless() bool {
	return o.isNothing() && len(o.Task.Departments) == 0 && len(o.Task.Offices) == 0
}

// answeredBy reports whether an office answers for the task.
func (t TaskParties) answeredBy(o *targets.Office) bool {
	return slices.Contains(t.Offices, o.ID) || o.Department != "" && slices.Contains(t.Departments, o.Department)
}

// Name returns the words of the action.
func (a Action) Name() targets.Text { return actionNames[a] }

var actionNames = map[Action]targets.Text{
	ActViewPublic: {ZH: "查看公开数据", EN: "view public figures"}, ActViewSite: {ZH: "查看本站", EN: "view the site"},
	ActViewInternal: {ZH: "查看内部数据", EN: "view internal figures"},
	ActSeeFiling:    {ZH: "查看填报", EN: "see filings"}, ActSeeDraft: {ZH: "查看草稿", EN: "see drafts"}, ActEnter: {ZH: "填报", EN: "enter figures"},
	ActSubmit: {ZH: "上报", EN: "submit"}, ActWithdraw: {ZH: "撤回上报", EN: "withdraw"}, ActConfirm: {ZH: "确认代填", EN: "confirm a filling-in"},
	ActSeeEvidence: {ZH: "查看佐证材料", EN: "see evidence"}, ActSeeTimeline: {ZH: "查看数据履历", EN: "see a figure's timeline"},
	ActSeeQueue: {ZH: "查看待审", EN: "see the queue"}, ActReview: {ZH: "审核", EN: "review"}, ActRequestLate: {ZH: "申请补报", EN: "request late filing"},
	ActSeeLate: {ZH: "查看补报申请", EN: "see late requests"}, ActAnswerLate: {ZH: "答复补报申请", EN: "answer late requests"},
	ActSeeLedger: {ZH: "查看工作台账", EN: "see the ledger"}, ActReportTask: {ZH: "报告任务进展", EN: "report a task"},
	ActCloseTask: {ZH: "任务销号", EN: "close a task"}, ActAssignTask: {ZH: "指定责任单位", EN: "assign a task"},
	ActSeeReminders: {ZH: "查看催报", EN: "see reminders"}, ActSeeRates: {ZH: "查看报送率", EN: "see reporting rates"},
	ActSeeRegister: {ZH: "查看单位和报表", EN: "see the register"}, ActChangeOffice: {ZH: "管理填报单位", EN: "change offices"},
	ActNameDepartment: {ZH: "指定单位的对应部门", EN: "name an office's department"}, ActChangeContacts: {ZH: "管理联系人", EN: "change contacts"}, ActChangeForm: {ZH: "管理报表", EN: "change forms"},
	ActSeeCalendar: {ZH: "查看工作日历", EN: "see the calendar"}, ActChangeCalendar: {ZH: "管理工作日历", EN: "change the calendar"},
	ActSeeUsers: {ZH: "查看用户", EN: "see users"}, ActChangeUser: {ZH: "管理用户", EN: "change users"},
	ActSeeTokens: {ZH: "查看接口令牌", EN: "see tokens"}, ActIssueToken: {ZH: "签发接口令牌", EN: "issue tokens"},
	ActRevokeToken: {ZH: "撤销接口令牌", EN: "revoke tokens"}, ActOwnAccount: {ZH: "管理自己的账号", EN: "manage one's own account"},
	ActSeeAudit: {ZH: "查看操作日志", EN: "see the audit"},
}
