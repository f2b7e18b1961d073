package entry

import (
	"errors"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

const taskFolder = "/work/tasks/"

// evidenceBody bounds a form with one file of at most 5 MiB.
const evidenceBody = 6 << 20

// taskBody is one task with its forms and what was typed into them.
type taskBody struct {
	taskLine
	History []taskEvent
	Stages  []option
	Typed   typedReport
	Reason  string // of closing or reopening, as typed
	Units   []unitLine
	Offices []targets.Office
	Parts   [3]targets.AssignedPart
	Faults  findings
}

// typedReport is the form of a report as it was typed.
type typedReport struct {
	Stage, On, Text string
}

// A unitLine is one line of the form that assigns units.
type unitLine struct {
	Number int // from 1, to name the fields
	Part   targets.AssignedPart
	Name   string
}

// A taskEvent is one line of the history.
type taskEvent struct {
	collector.TaskItem
	Links []fileLink
}

// Verdict reports whether the event is a closing or reopening.
func (e taskEvent) Verdict() string {
	switch e.Kind {
	case targets.TaskClosed:
		return "销号"
	case targets.TaskReopened:
		return "取消销号"
	}
	return ""
}

// emptyLines are how many lines the form of assignments has to spare.
const emptyLines = 3

func unitLines(units []targets.AssignedUnit) []unitLine {
	var list []unitLine
	for _, u := range units {
		list = append(list, unitLine{len(list) + 1, u.Part, u.Name})
	}
	for range emptyLines {
		list = append(list, unitLine{Number: len(list) + 1, Part: targets.PartParticipant})
	}
	return list
}

func (h *handler) task(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	return h.showTask(w, r, p, view{}, func(*taskBody) {})
}

// showTask shows a task; put fills in what was typed and refused.
func (h *handler) showTask(w http.ResponseWriter, r *http.Request, p *collector.Person, v view, put func(*taskBody)) error {
	body, err := h.taskBody(r, p)
	if err != nil {
		return err
	}
	put(body)
	for _, s := range stages {
		body.Stages = append(body.Stages, option{string(s), s.Name().ZH, string(s) == body.Typed.Stage})
	}
	v.Name, v.Body = "task", body
	v.Title = strings.TrimSpace(body.Task.Number + " " + body.Task.Heading.ZH)
	v.Crumbs = []link{{Text: "任务台账", Href: ledgerPath}, {Text: body.Document.Short.ZH, Href: withQuery(ledgerPath, "document", body.Document.ID)}, {Text: body.Task.Number}}
	return h.show(w, r, p, v)
}

func (h *handler) taskBody(r *http.Request, p *collector.Person) (*taskBody, error) {
	s, err := h.Desk.TaskSheet(r.Context(), p, r.PathValue("task"))
	if err != nil {
		return nil, err
	}
	c, err := h.Desk.Catalogue(r.Context())
	if err != nil {
		return nil, err
	}
	b := &taskBody{taskLine: taskLine{s.TaskRow, newDepartmentNames(c)}, Parts: [3]targets.AssignedPart{targets.PartLead, targets.PartParticipant, targets.PartDivision}}
	b.Typed = typedReport{string(s.Status.Stage), h.today().String(), ""}
	for _, item := range s.History {
		b.History = append(b.History, taskEvent{item, linksTo(item.Files, item.Evidence, b.Path()+"/files/")})
	}
	var units []targets.AssignedUnit
	if s.Assigned != nil {
		units = s.Assigned.Units
	}
	b.Units = unitLines(units)
	if s.Assigns {
		b.Offices, err = h.Desk.Offices(r.Context(), p)
	}
	return b, err
}

func (h *handler) reportTask(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	task := r.PathValue("task")
	typed := typedReport{field(r, "stage"), field(r, "on"), field(r, "text")}
	err := h.sendReport(r, p, task, typed)
	return h.afterTask(w, r, p, err, "recorded", func(b *taskBody) { b.Typed = typed })
}

func (h *handler) sendReport(r *http.Request, p *collector.Person, task string, typed typedReport) error {
	on, err := dateField(r, "on")
	if err != nil {
		return err
	}
	e := collector.TaskEntry{Task: task, Stage: targets.TaskStage(typed.Stage), On: on, Text: typed.Text}
	file, head, err := r.FormFile("file")
	switch {
	case errors.Is(err, http.ErrMissingFile) || err == nil && head.Filename == "":
	case err != nil:
		return &targets.Error{Kind: targets.Invalid, Field: "file", Text: textBadForm}
	default:
		defer file.Close()
		if e.Evidence, err = h.keepTaskFile(r, p, task, head, file); err != nil {
			return err
		}
	}
	return h.Desk.ReportTask(r.Context(), p, e)
}

func (h *handler) keepTaskFile(r *http.Request, p *collector.Person, task string, head *multipart.FileHeader, file multipart.File) ([]string, error) {
	info, err := h.Desk.AddTaskEvidence(r.Context(), p, task, head.Filename, file)
	if e, ok := errors.AsType[*targets.Error](err); ok {
		return nil, &targets.Error{Kind: e.Kind, Field: "file", Text: e.Text}
	}
	if err != nil {
		return nil, err
	}
	return []string{info.SHA256}, nil
}

func (h *handler) closeTask(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	closed, reason := field(r, "do") == "close", field(r, "reason")
	done := "reopened"
	if closed {
		done = "closed"
	}
	err := h.Desk.CloseTask(r.Context(), p, r.PathValue("task"), closed, reason)
	return h.afterTask(w, r, p, err, done, func(b *taskBody) { b.Reason = reason })
}

func (h *handler) assignTask(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	offices, err := h.Desk.Offices(r.Context(), p)
	if err != nil {
		return err
	}
	units := readUnits(r.PostForm["part"], r.PostForm["unit"], offices)
	err = h.Desk.AssignTask(r.Context(), p, targets.Assignment{Task: r.PathValue("task"), Units: units})
	return h.afterTask(w, r, p, err, "assigned", func(b *taskBody) { b.Units = unitLines(units) })
}

// readUnits reads the lines that have a name. A unit named like an office is
// that office, and reports the task.
func readUnits(parts, names []string, offices []targets.Office) []targets.AssignedUnit {
	var units []targets.AssignedUnit
	for i, name := range names {
		name = strings.TrimSpace(name)
		if name == "" || i >= len(parts) {
			continue
		}
		u := targets.AssignedUnit{Part: targets.AssignedPart(parts[i]), Name: name}
		if n := slices.IndexFunc(offices, func(o targets.Office) bool { return o.Name == name && !o.Closed }); n >= 0 {
			u.Office = offices[n].ID
		}
		units = append(units, u)
	}
	return units
}

// afterTask answers a change of a task.
func (h *handler) afterTask(w http.ResponseWriter, r *http.Request, p *collector.Person, err error, done string, put func(*taskBody)) error {
	if err == nil {
		return redirect(w, r, taskFolder+escape(r.PathValue("task")), done)
	}
	found, text, ok := refusal(err)
	if !ok {
		return err
	}
	return h.showTask(w, r, p, view{Status: http.StatusUnprocessableEntity, Error: text}, func(b *taskBody) {
		b.Faults = found
		put(b)
	})
}

func (h *handler) taskFile(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	e, err := h.Desk.TaskEvidence(r.Context(), p, r.PathValue("task"), r.PathValue("sha"))
	if err != nil {
		return err
	}
	return sendFile(w, e)
}
