package main

import (
	"context"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

type tasksCmd struct {
	database
	clocks
	Document string `help:"Only the tasks of this document." placeholder:"ID"`
	Lang     string `help:"Language of names and texts." enum:"zh,en" default:"zh"`
	Format   string `help:"How to print: a table for people, JSON or CSV for programs." enum:"table,json,csv" default:"table"`
}

// A taskRow is one task as JSON and CSV print it; groups of departments stay apart.
type taskRow struct {
	ID         string             `json:"id"`
	Document   string             `json:"document"`
	Number     string             `json:"number"`
	Section    *string            `json:"section"`
	Heading    string             `json:"heading"`
	Due        *targets.Date      `json:"due"`
	DueBasis   *targets.Basis     `json:"due_basis"`
	Status     *targets.TaskStage `json:"status"`
	StatusDate *targets.Date      `json:"status_date"`
	Groups     []groupRow         `json:"groups"`
}

type groupRow struct {
	Scope        *string  `json:"scope"`
	Leads        []string `json:"leads"`
	Participants []string `json:"participants"`
	Collective   []string `json:"collective"`
}

// Run prints the ledger.
func (k tasksCmd) Run(ctx context.Context, c console) error {
	s, err := snapshot(ctx, k.database, k.clocks, c.now(), selection("", k.Document))
	if err != nil {
		return err
	}
	lang := targets.Lang(k.Lang)
	var tasks []targets.Task
	for _, t := range s.Tasks {
		if k.Document == "" || t.Document == k.Document {
			tasks = append(tasks, t)
		}
	}
	if k.Format == "table" {
		return taskTable(c, s, tasks, lang)
	}
	rows := make([]taskRow, len(tasks))
	for i := range tasks {
		rows[i] = newTaskRow(s, &tasks[i], lang)
	}
	return printRows(c.out, k.Format, rows)
}

func newTaskRow(s *targets.Snapshot, t *targets.Task, lang targets.Lang) taskRow {
	row := taskRow{ID: t.ID, Document: t.Document, Number: t.Number, Section: orNull(t.Section.In(lang)), Heading: t.Heading.In(lang),
		Due: orNull(t.Due), DueBasis: orNull(t.DueBasis), Groups: []groupRow{}}
	if status, ok := s.Status(t.ID); ok && status.On <= s.AsOf {
		row.Status, row.StatusDate = &status.Stage, &status.On
	}
	for _, g := range t.Groups {
		row.Groups = append(row.Groups, groupRow{
			Scope: orNull(g.Scope.In(lang)), Leads: s.DepartmentNames(g.Leads, lang),
			Participants: s.DepartmentNames(g.Participants, lang), Collective: texts(g.Collective, lang),
		})
	}
	return row
}

func texts(list []targets.Text, lang targets.Lang) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.In(lang)
	}
	return out
}

func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// scope names the part of a task that a group answers for.
func scope(g groupRow) string {
	if g.Scope == nil {
		return ""
	}
	return *g.Scope
}

func taskTable(c console, s *targets.Snapshot, tasks []targets.Task, lang targets.Lang) error {
	t := table{head: heads(lang, "文件", "Document", "序号", "No.", "任务", "Task", "期限", "Due", "进展", "Status", "牵头", "Leads", "负责、参加", "Responsible, participating")}
	separator := targets.Text{ZH: "、", EN: "; "}.In(lang)
	for i := range tasks {
		row := newTaskRow(s, &tasks[i], lang)
		var stage targets.TaskStage
		if row.Status != nil {
			stage = *row.Status
		}
		for n, g := range append(row.Groups, groupRow{})[:max(1, len(row.Groups))] {
			leads, rest := strings.Join(g.Leads, separator), strings.Join(append(g.Participants, g.Collective...), separator)
			if n > 0 { // a further group of the same task
				t.add("", "", "  "+scope(g), "", "", dash(leads), dash(rest))
				continue
			}
			t.add(row.Document, row.Number, row.Heading, dash(tasks[i].Due.String()), stage.Name().In(lang), dash(leads), dash(rest))
		}
	}
	return t.print(c.out)
}
