package report

import (
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// A ledger is the 工作台账 of a document: its tasks in the order of the text, and
// the same by the department that leads them.
type ledger struct {
	All         int
	Tally       tally
	Tasks       []task
	Leads       []leader // nil where neither the document nor anybody here names one
	Departments bool     // some task names a department or a body
	Led         bool     // some task names a department that leads it
	Local       bool     // some unit was named here
	More        int      // tasks that are not listed
	Workbook    string   // where they are; "" where there is none
}

// A task is a line of the ledger; it has one line per group of departments.
type task struct {
	ID                       string // of its place on the page
	Number, Section, Heading string
	Due, DueBasis            string
	Light                    targets.Light
	Stage, Reported          string
	Text                     string // what the office wrote; only in the internal edition
	Silent                   bool   // nothing is to be said but that nothing was reported
	Groups                   []group
	Local                    []local
}

// A group answers for a task or a part of it. Lead and participating departments
// are kept apart, as the document does.
type group struct{ Scope, Leads, Participants string }

// A local is the units that were named here for a task (本地指定), of one part.
type local struct{ Part, Units string }

// A leader is a department with the tasks that it leads.
type leader struct {
	Name  string // "" of the tasks that nobody was named to lead
	Local bool   // named here, not by the document
	Tally tally
	Tasks []led
}

// A led is a task, or the part of one, that a department leads.
type led struct {
	Task  task
	Scope string
}

func (p page) ledger(document string, tasks []*targets.Task) ledger {
	l := ledger{All: len(tasks), Tally: p.tasksTally(tasks), Workbook: p.workbook(document)}
	if len(tasks) > maxRows {
		l.More, tasks = len(tasks)-maxRows, tasks[:maxRows]
	}
	for _, t := range tasks {
		line := p.task(t)
		l.Tasks = append(l.Tasks, line)
		l.Departments, l.Local = l.Departments || namesAny(t), l.Local || len(line.Local) > 0
		l.Led = l.Led || slices.ContainsFunc(t.Groups, func(g targets.TaskGroup) bool { return len(g.Leads) > 0 })
	}
	l.Leads = p.leaders(tasks, l.Tasks)
	return l
}

func (p page) task(t *targets.Task) task {
	v := p.verdict(t)
	line := task{
		ID: "task-" + t.ID, Number: clauseNumber(t.Number, p.lang), Section: t.Section.In(p.lang), Heading: t.Heading.In(p.lang),
		Due: t.Due.String(), DueBasis: t.DueBasis.Name().In(p.lang), Light: v.Light, Stage: v.Name.In(p.lang), Local: p.local(t.ID),
	}
	if st := p.book.statuses[t.ID]; st != nil {
		line.Reported, line.Text = st.On.String(), p.book.said(st)
	}
	line.Silent = line.Reported == "" && v.Light == targets.Grey
	for _, g := range t.Groups {
		line.Groups = append(line.Groups, p.group(g))
	}
	if len(line.Groups) == 0 {
		line.Groups = []group{{}}
	}
	return line
}

// local lists the units that answer for a task here; a public edition names none.
func (p page) local(task string) []local {
	var list []local
	for _, part := range []targets.AssignedPart{targets.PartLead, targets.PartParticipant, targets.PartDivision} {
		if units := p.assigned(task, part); len(units) > 0 {
			list = append(list, local{part.Name().In(p.lang), strings.Join(units, p.say("、", ", "))})
		}
	}
	return list
}

// assigned names the units that were given one part of a task here.
func (p page) assigned(task string, part targets.AssignedPart) []string {
	if p.book.public || p.book.snap.Register == nil {
		return nil
	}
	a := p.book.snap.Register.Assignment(task)
	if a == nil {
		return nil
	}
	var units []string
	for _, u := range a.Units {
		if u.Part == part {
			units = append(units, u.Name)
		}
	}
	return units
}

// group names the participating bodies, the ones named only together last.
func (p page) group(g targets.TaskGroup) group {
	names := p.book.snap.DepartmentNames(g.Participants, p.lang)
	for _, c := range g.Collective {
		names = append(names, c.In(p.lang))
	}
	return group{g.Scope.In(p.lang), p.names(g.Leads), strings.Join(names, p.say("、", ", "))}
}

func namesAny(t *targets.Task) bool {
	for _, g := range t.Groups {
		if len(g.Leads)+len(g.Participants)+len(g.Collective) > 0 {
			return true
		}
	}
	return false
}

// leaders lists the departments that lead, in the order in which the document
// names them, then the units named here, then the tasks that nobody leads. A task
// that several lead stands under each of them.
func (p page) leaders(tasks []*targets.Task, lines []task) []leader {
	g := leading{page: p, at: map[string]int{}}
	for i, t := range tasks {
		g.documents(t, lines[i])
	}
	for i, t := range tasks {
		for _, unit := range p.assigned(t.ID, targets.PartLead) {
			g.add(leader{Name: unit, Local: true}, t, led{Task: lines[i]})
		}
	}
	if len(g.list) == 0 {
		return nil
	}
	for i, t := range tasks {
		if !g.led[t.ID] {
			g.add(leader{}, t, led{Task: lines[i]})
		}
	}
	for i := range g.list {
		g.list[i].Tally = p.tasksTally(g.tasks[i])
	}
	return g.list
}

// A leading collects the leaders.
type leading struct {
	page  page
	list  []leader
	tasks [][]*targets.Task // of each leader, once each
	at    map[string]int
	led   map[string]bool // tasks that have a leader
}

// documents adds a task under every department that the document lets lead it.
func (g *leading) documents(t *targets.Task, line task) {
	for _, of := range t.Groups {
		for _, name := range g.page.book.snap.DepartmentNames(of.Leads, g.page.lang) {
			g.add(leader{Name: name}, t, led{line, of.Scope.In(g.page.lang)})
		}
	}
}

func (g *leading) add(of leader, t *targets.Task, line led) {
	key := of.Name
	if of.Local {
		key = "local\x00" + key
	}
	i, ok := g.at[key]
	if !ok {
		i, g.at[key] = len(g.list), len(g.list)
		g.list, g.tasks = append(g.list, of), append(g.tasks, nil)
	}
	g.list[i].Tasks = append(g.list[i].Tasks, line)
	if mine := g.tasks[i]; len(mine) == 0 || mine[len(mine)-1] != t {
		g.tasks[i] = append(mine, t)
	}
	if g.led == nil {
		g.led = map[string]bool{}
	}
	g.led[t.ID] = true
}
