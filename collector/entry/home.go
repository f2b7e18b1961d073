package entry

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func (h *handler) homePages() []page {
	return []page{
		{method: "GET", pattern: homePath + "{$}", answer: h.home},
		{method: "GET", pattern: belowPath, answer: h.below},
	}
}

// belowPath lists the filings of the offices below, to fill in for them.
const belowPath = "/work/below/"

// A homeBody is what there is to do.
type homeBody struct {
	Sentence string
	Groups   []homeGroup
	Reports  bool // the person fills in forms
	Below    bool // the page of the offices below
	Waiting  int  // handovers the person may sign
	Lates    int  // requests to report late the person may answer
	Register *registerCount
}

// A registerCount is how far an administrator has come with the register.
type registerCount struct{ Offices, Users, Forms int }

// A homeGroup is the filings of one kind.
type homeGroup struct {
	Title string
	Light targets.Light
	Rows  []homeRow
}

// A homeRow is one filing with what is to be done.
type homeRow struct {
	collector.FilingRow
	Path    string
	Reasons []string // of what was returned
	When    string   // how long is left, or how long it is over
	Ask     string   // word of the link
	WasLate bool     // what was handed in came after the window
	Late    string   // address where to ask for a late filing, "" where there is nothing to ask
	Other   bool     // of another office
}

// groups are the headings of the home page in their order.
var groups = []struct {
	title  string
	states []targets.DutyState
}{
	{"退回修改", []targets.DutyState{targets.DutyReturned}},
	{"应报未报", []targets.DutyState{targets.DutyOverdue}},
	{"待填报", []targets.DutyState{targets.DutyOpen}},
	{"已上报，等待审核", []targets.DutyState{targets.DutySubmitted}},
	{"即将开始", []targets.DutyState{targets.DutyUpcoming}},
	{"已完成", []targets.DutyState{targets.DutyApproved, targets.DutyMissing}},
}

// soon is how far ahead the home page looks for what opens.
const soon = 100

// home is the workbench (工作台) of the person.
func (h *handler) home(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	body := homeBody{Reports: p.User.Has(targets.Reporter)}
	if body.Reports {
		rows, err := h.Desk.Filings(r.Context(), p, collector.FilingQuery{Mine: true})
		if err != nil {
			return err
		}
		ahead, err := h.upcoming(r, p)
		if err != nil {
			return err
		}
		if body.Groups, err = h.homeGroups(r, p, append(rows, ahead...)); err != nil {
			return err
		}
	}
	if err := h.waiting(r, p, &body); err != nil {
		return err
	}
	body.Sentence = h.homeSentence(body)
	return h.show(w, r, p, view{Name: "home", Title: "工作台", Body: body})
}

// waiting counts what a reviewer has to sign and to answer, and what an
// administrator has registered.
func (h *handler) waiting(r *http.Request, p *collector.Person, b *homeBody) error {
	if p.User.Has(targets.Reviewer) {
		queue, err := h.Desk.Queue(r.Context(), p)
		if err != nil {
			return err
		}
		b.Waiting = countIf(queue, func(q collector.QueueRow) bool { return q.Mine })
		lates, err := h.Desk.Lates(r.Context(), p)
		if err != nil {
			return err
		}
		b.Lates = countIf(lates, func(l collector.LateRow) bool { return l.Answers && l.Late.State == targets.LateRequested })
	}
	if !p.User.Has(targets.Administrator) {
		return nil
	}
	offices, err1 := h.Accounts.Offices(r.Context(), p)
	users, err2 := h.Accounts.Users(r.Context(), p)
	forms, err3 := h.Accounts.Forms(r.Context(), p)
	b.Register = &registerCount{len(offices), len(users), len(forms)}
	return errors.Join(err1, err2, err3)
}

// upcoming are the next filings that are not open yet.
func (h *handler) upcoming(r *http.Request, p *collector.Person) ([]collector.FilingRow, error) {
	return h.Desk.Filings(r.Context(), p, collector.FilingQuery{
		Mine: true, From: h.today() - soon, To: h.today() + soon, States: []targets.DutyState{targets.DutyUpcoming},
	})
}

// below lists what the offices below have not handed in, to fill in for them (代填).
func (h *handler) below(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if !p.User.Has(targets.Reporter) {
		return errNotHere
	}
	rows, err := h.Desk.Filings(r.Context(), p, collector.FilingQuery{States: []targets.DutyState{targets.DutyReturned, targets.DutyOverdue, targets.DutyOpen}})
	if err != nil {
		return err
	}
	var others []collector.FilingRow
	for _, row := range rows {
		if targets.CanonicalArea(row.Filing.Area) != targets.CanonicalArea(p.Area) { // an equal fills in nothing
			others = append(others, row)
		}
	}
	body := homeBody{Reports: true, Below: true}
	if body.Groups, err = h.homeGroups(r, p, others); err != nil {
		return err
	}
	body.Sentence = fmt.Sprintf("下级单位有%d张报表没有报齐。代填须写明依据，由填报单位确认。", len(others))
	return h.show(w, r, p, view{Name: "home", Title: "代填", Crumbs: []link{{Text: "代填"}}, Body: body})
}

func (h *handler) homeGroups(r *http.Request, p *collector.Person, rows []collector.FilingRow) ([]homeGroup, error) {
	byState, seen := map[targets.DutyState][]homeRow{}, map[targets.FilingKey]bool{}
	for _, row := range rows {
		if seen[row.Filing.FilingKey] {
			continue
		}
		seen[row.Filing.FilingKey] = true
		one, err := h.homeRow(r, p, row)
		if err != nil {
			return nil, err
		}
		byState[row.State] = append(byState[row.State], one)
	}
	var list []homeGroup
	for _, g := range groups {
		group := homeGroup{Title: g.title, Light: dutyLight(g.states[0])}
		for _, s := range g.states {
			group.Rows = append(group.Rows, byState[s]...)
		}
		if len(group.Rows) > 0 {
			list = append(list, group)
		}
	}
	return list, nil
}

func (h *handler) homeRow(r *http.Request, p *collector.Person, row collector.FilingRow) (homeRow, error) {
	one := homeRow{FilingRow: row, Path: filingPath(row.Filing.FilingKey), Ask: "查看", When: h.when(&row), Other: row.Filing.Office != p.Office.ID,
		WasLate: row.Late && row.FirstIn != 0}
	switch row.State {
	case targets.DutyReturned:
		one.Ask = "修改"
		g, err := h.Desk.Grid(r.Context(), p, row.Filing.FilingKey)
		if err != nil {
			return one, err
		}
		one.Reasons = reasons(g)
	case targets.DutySubmitted:
		if row.FilledFor && !one.Other {
			one.Ask = "核对确认"
		}
	case targets.DutyOpen:
		one.Ask = "填报"
	case targets.DutyOverdue:
		if late := row.Filing.Late; late == nil || late.State == targets.LateRefused || late.State == targets.LateGranted {
			one.Late = one.Path + "/late"
		}
	}
	return one, nil
}

// reasons are why figures of a filing were returned, each once.
func reasons(g *collector.Grid) []string {
	var list []string
	of := map[string][]string{}
	for i := range g.Rows {
		reason := g.Rows[i].Returned
		if reason == "" {
			continue
		}
		if of[reason] == nil {
			list = append(list, reason)
		}
		of[reason] = append(of[reason], g.Rows[i].Indicator.Name.ZH)
	}
	for i, reason := range list {
		list[i] = "「" + strings.Join(of[reason], "」「") + "」：" + reason
	}
	return list
}

// when says how long is left or over.
func (h *handler) when(row *collector.FilingRow) string {
	f, today := &row.Filing, h.today()
	switch row.State {
	case targets.DutyUpcoming:
		return f.Opens.String() + " 起填报"
	case targets.DutyOverdue:
		return fmt.Sprintf("已逾期%d天", today-f.LastDay())
	case targets.DutyOpen, targets.DutyReturned:
		switch left := f.LastDay() - today; {
		case left < 0:
			return fmt.Sprintf("已过截止日%d天", -left)
		case left == 0:
			return "今天截止"
		default:
			return fmt.Sprintf("还有%d天", left)
		}
	}
	return ""
}

// homeSentence answers in one line what there is to do.
func (h *handler) homeSentence(b homeBody) string {
	counts, drafts, unconfirmed := map[string]int{}, 0, 0
	for _, g := range b.Groups {
		counts[g.Title] = len(g.Rows)
		for _, row := range g.Rows {
			if row.Draft {
				drafts++
			}
			if row.FilledFor && !row.Other {
				unconfirmed++
			}
		}
	}
	var parts []string
	if b.Waiting > 0 {
		parts = append(parts, fmt.Sprintf("%d份报表等您审核", b.Waiting))
	}
	if b.Lates > 0 {
		parts = append(parts, fmt.Sprintf("%d份补报申请等您答复", b.Lates))
	}
	if unconfirmed > 0 {
		parts = append(parts, fmt.Sprintf("%d张由上级代填，等您核对确认", unconfirmed))
	}
	for _, one := range []struct {
		group, words string
	}{{"退回修改", "%d张报表被退回修改"}, {"应报未报", "%d张已过截止日还没有报齐"}, {"待填报", "%d张待填报"}} {
		if n := counts[one.group]; n > 0 {
			parts = append(parts, fmt.Sprintf(one.words, n))
		}
	}
	switch n := b.Register; {
	case len(parts) > 0:
	case n != nil && n.Forms == 0:
		return "还没有报表。依次做完下面三步，各单位的填报任务就会按期产生。"
	case n != nil:
		return fmt.Sprintf("登记了%d个填报单位、%d个用户、%d张报表。", n.Offices, n.Users, n.Forms)
	case b.Reports:
		return "今天没有要填报的。"
	default:
		return "今天没有等您办理的。"
	}
	s := strings.Join(parts, "，")
	if drafts > 0 {
		s += fmt.Sprintf("；其中%d张已有草稿", drafts)
	}
	return s + "。"
}

// dutyLight is the colour, and so the shape, a state of a duty is shown in.
func dutyLight(s targets.DutyState) targets.Light {
	switch s {
	case targets.DutyReturned, targets.DutyOverdue:
		return targets.Red
	case targets.DutyOpen:
		return targets.Yellow
	case targets.DutySubmitted:
		return targets.Blue
	case targets.DutyApproved:
		return targets.Green
	}
	return targets.Grey
}
