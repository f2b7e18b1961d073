package entry

import (
	"net/http"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

const ledgerPath = "/work/ledger/"

func (h *handler) ledgerPages() []page {
	return []page{
		{method: http.MethodGet, pattern: ledgerPath + "{$}", answer: h.ledger},
		{method: http.MethodGet, pattern: taskFolder + "{task}", answer: h.task},
		{method: http.MethodPost, pattern: taskFolder + "{task}/report", answer: h.reportTask, limit: evidenceBody},
		{method: http.MethodPost, pattern: taskFolder + "{task}/close", answer: h.closeTask},
		{method: http.MethodPost, pattern: taskFolder + "{task}/assign", answer: h.assignTask},
		{method: http.MethodGet, pattern: taskFolder + "{task}/files/{sha}", answer: h.taskFile},
	}
}

// stages are what a task may be reported as, in the order pages show them.
var stages = [...]targets.TaskStage{targets.TaskNotBegun, targets.TaskInProgress, targets.TaskDone, targets.TaskOngoing, targets.TaskCancelled}

// ledgerBody is the ledger in groups, with what it was narrowed to.
type ledgerBody struct {
	Query       collector.LedgerQuery
	By          string // document, department
	Shown       collector.LedgerCount
	Groups      []ledgerGroup
	Documents   []option
	Departments []option
	Stages      []option
	AsOf        targets.Date
	Narrowed    bool
}

// An option is one option of a list.
type option struct {
	Value, Text string
	Chosen      bool
}

// A ledgerGroup is the tasks of one document or of one department.
type ledgerGroup struct {
	Name  string
	Count collector.LedgerCount
	Lines []taskLine
}

// A taskLine is one task in words.
type taskLine struct {
	collector.TaskRow
	names departmentNames
}

// departmentNames are the names of departments by id.
type departmentNames map[string]string

func newDepartmentNames(c *targets.Catalogue) departmentNames {
	names := departmentNames{}
	for i := range c.Departments {
		names[c.Departments[i].ID] = c.Departments[i].Name.ZH
	}
	return names
}

func (n departmentNames) list(ids []string) string {
	var names []string
	for _, id := range ids {
		name, ok := n[id]
		if !ok {
			name = id
		}
		names = append(names, name)
	}
	return strings.Join(names, "、")
}

// A party is who answers for a task or a part of it.
type party struct {
	Scope, Part, Names string
	Local              bool // 本地指定
}

// Parties are those the document names, group by group, then the local ones.
func (l taskLine) Parties() []party {
	var list []party
	for _, g := range l.Task.Groups {
		scope := g.Scope.ZH
		if len(g.Leads) > 0 {
			list = append(list, party{Scope: scope, Part: targets.PartLead.Name().ZH, Names: l.names.list(g.Leads)})
			scope = ""
		}
		with := l.names.list(g.Participants)
		for _, c := range g.Collective {
			with = strings.TrimPrefix(with+"、"+c.ZH, "、")
		}
		if with != "" {
			list = append(list, party{Scope: scope, Part: targets.PartParticipant.Name().ZH, Names: with})
		}
	}
	if l.Assigned != nil {
		for _, u := range l.Assigned.Units {
			list = append(list, party{Part: u.Part.Name().ZH, Names: u.Name, Local: true})
		}
	}
	return list
}

// Light is the mark beside the stage.
func (l taskLine) Light() targets.Light {
	switch {
	case l.Overdue:
		return targets.Red
	case l.Status.Stage == targets.TaskDone:
		return targets.Green
	case l.Status.Stage == targets.TaskInProgress || l.Status.Stage == targets.TaskOngoing:
		return targets.Blue
	}
	return targets.Grey
}

// Stage is what was reported last, in words.
func (l taskLine) Stage() string { return l.Status.Stage.Name().ZH }

// Path is the task's page.
func (l taskLine) Path() string { return taskFolder + escape(l.Task.ID) }

// departments are the ids of all that the document names for the task.
func (l taskLine) departments() []string {
	var ids []string
	for _, g := range l.Task.Groups {
		ids = append(append(ids, g.Leads...), g.Participants...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (h *handler) ledger(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	q := r.URL.Query()
	query := collector.LedgerQuery{Document: q.Get("document"), Department: q.Get("department"), Stage: targets.TaskStage(q.Get("stage")), Overdue: q.Get("stage") == "overdue"}
	if query.Overdue {
		query.Stage = ""
	}
	found, err := h.Desk.Ledger(r.Context(), p, query)
	if err != nil {
		return err
	}
	c, err := h.Desk.Catalogue(r.Context())
	if err != nil {
		return err
	}
	body := newLedgerBody(found, c, query, q.Get("by"))
	return h.show(w, r, p, view{Name: "ledger", Title: "任务台账", Wide: true, Crumbs: []link{{Text: "任务台账"}}, Body: body})
}

func newLedgerBody(l *collector.Ledger, c *targets.Catalogue, q collector.LedgerQuery, by string) ledgerBody {
	names := newDepartmentNames(c)
	b := ledgerBody{Query: q, By: by, AsOf: l.AsOf, Narrowed: q != collector.LedgerQuery{}}
	var lines []taskLine
	for _, row := range l.Rows {
		lines = append(lines, taskLine{row, names})
	}
	b.Shown = countTasks(lines)
	if by == "department" {
		b.Groups = groupByDepartment(lines, names, q.Department)
	} else {
		b.Groups = groupByDocument(lines)
	}
	b.Documents, b.Departments, b.Stages = documentChoices(c, q.Document), departmentChoices(c, q.Department), stageChoices(q)
	return b
}

func groupByDocument(lines []taskLine) []ledgerGroup {
	var groups []ledgerGroup
	for _, l := range lines {
		name := l.Document.Title.ZH
		if n := len(groups); n == 0 || groups[n-1].Name != name {
			groups = append(groups, ledgerGroup{Name: name})
		}
		g := &groups[len(groups)-1]
		g.Lines = append(g.Lines, l)
	}
	return counted(groups)
}

// groupByDepartment shows a task under every department it names; a chosen
// department is the only group.
func groupByDepartment(lines []taskLine, names departmentNames, only string) []ledgerGroup {
	byID := map[string]*ledgerGroup{}
	var ids []string
	for _, l := range lines {
		for _, id := range l.departments() {
			if only != "" && id != only {
				continue
			}
			g := byID[id]
			if g == nil {
				g = &ledgerGroup{Name: names.list([]string{id})}
				byID[id], ids = g, append(ids, id)
			}
			g.Lines = append(g.Lines, l)
		}
	}
	var groups []ledgerGroup
	for _, id := range ids {
		groups = append(groups, *byID[id])
	}
	slices.SortStableFunc(groups, func(a, b ledgerGroup) int { return len(b.Lines) - len(a.Lines) })
	return counted(groups)
}

func counted(groups []ledgerGroup) []ledgerGroup {
	for i := range groups {
		groups[i].Count = countTasks(groups[i].Lines)
	}
	return groups
}

// countTasks counts what is shown, as the desk counts the whole.
func countTasks(lines []taskLine) collector.LedgerCount {
	var n collector.LedgerCount
	for _, l := range lines {
		n.All++
		switch l.Status.Stage {
		case targets.TaskDone:
			n.Done++
		case targets.TaskInProgress, targets.TaskOngoing:
			n.UnderWay++
		case targets.TaskNotBegun:
			n.NotBegun++
		case targets.TaskCancelled:
			n.All--
			n.Cancelled++
		default:
			n.Unreported++
		}
		if l.Overdue {
			n.Overdue++
		}
		if l.Closed != nil {
			n.Closed++
		}
	}
	return n
}

func documentChoices(c *targets.Catalogue, chosen string) []option {
	var list []option
	for i := range c.Documents {
		d := &c.Documents[i]
		if slices.ContainsFunc(c.Tasks, func(t targets.Task) bool { return t.Document == d.ID }) {
			list = append(list, option{d.ID, d.Title.ZH, d.ID == chosen})
		}
	}
	return list
}

// departmentChoices are the departments that answer for a task.
func departmentChoices(c *targets.Catalogue, chosen string) []option {
	named := map[string]bool{}
	for i := range c.Tasks {
		for _, g := range c.Tasks[i].Groups {
			for _, id := range append(slices.Clone(g.Leads), g.Participants...) {
				named[id] = true
			}
		}
	}
	var list []option
	for i := range c.Departments {
		if d := &c.Departments[i]; named[d.ID] {
			list = append(list, option{d.ID, d.Name.ZH, d.ID == chosen})
		}
	}
	return list
}

func stageChoices(q collector.LedgerQuery) []option {
	list := []option{{"overdue", "逾期", q.Overdue}}
	for _, s := range stages {
		list = append(list, option{string(s), s.Name().ZH, s == q.Stage})
	}
	return list
}
