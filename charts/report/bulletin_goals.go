package report

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// goalsPart is 二、主要目标完成情况: the table, and what is to be said of it.
type goalsPart struct {
	Head   string
	Text   string
	Table  *goalTable
	Groups []goalGroup
}

// A goalTable is 表1.
type goalTable struct {
	Numbered
	Groups  []goalRows
	Unnamed string // what a dash for the unit in charge means; empty where there is none
}

// goalRows are the goals of one document.
type goalRows struct {
	Name string // of the document; empty where there is only one
	Rows []goalRow
}

// A goalRow is one goal. Numbers stand without their unit, which has its column.
type goalRow struct {
	Name     string
	Unit     string
	Baseline string
	From     string // day of the baseline
	Goal     string
	Deadline string
	Value    string
	Date     [2]string
	Complete string
	Progress string
	Expected string
	Light    targets.Light
	State    string
	Remarks  []string
	Units    string
}

// A goalGroup is 亮红灯的目标 and so on: sentences on the notable ones, names of
// the others.
type goalGroup struct {
	Head  string
	Items []goalItem
	Names []string
	More  string
}

// A goalItem is what is said of one goal.
type goalItem struct {
	Light targets.Light
	Name  string
	State string
	Text  string
}

func (w *bulletinWriter) goals() goalsPart {
	part := goalsPart{Head: w.head("主要目标完成情况", "How far the main goals are")}
	if len(w.own) == 0 {
		part.Text = w.say("本地区没有目标。", "The area has no goals of its own.")
		return part
	}
	part.Table = w.goalTable()
	part.Text = fmt.Sprintf(w.say("各项目标完成情况见%s，表中各列的含义见附注。", "%s shows every goal; the notes say what its columns mean."), part.Table.Label)
	for _, g := range []struct {
		light  targets.Light
		zh, en string
	}{
		{targets.Red, "亮红灯的目标", "Red"}, {targets.Yellow, "亮黄灯的目标", "Yellow"}, {targets.Green, "亮绿灯的目标", "Green"},
		{targets.Blue, "期限已过、期末数待报的目标", "Deadline passed, final figure awaited"}, {targets.Grey, "暂无数据或未作评价的目标", "No data or not rated"},
	} {
		if of := lit(w.own, g.light); len(of) > 0 {
			head := fmt.Sprintf(w.say("%s（%d项）", "%s (%d)"), w.say(g.zh, g.en), len(of))
			part.Groups = append(part.Groups, w.goalGroup(w.subhead(len(part.Groups)+1, head), of))
		}
	}
	return part
}

func (w *bulletinWriter) goalTable() *goalTable {
	t := &goalTable{Numbered: w.paper.Table(fmt.Sprintf(w.say("%s目标完成情况（截至%s）", "The goals of %s as of %s"), w.name, w.prose(w.book.snap.AsOf)))}
	at := map[string]int{}
	for _, e := range w.own {
		i, known := at[e.Target.Document]
		if !known {
			i = len(t.Groups)
			at[e.Target.Document] = i
			t.Groups = append(t.Groups, goalRows{Name: w.cite(e.Document)})
		}
		r := w.goalRow(e)
		if r.Units == "" {
			t.Unnamed = w.say("注：责任单位栏为“—”的，文件没有逐项明确责任单位。", "A dash for the unit in charge: the document names none for the goal.")
		}
		t.Groups[i].Rows = append(t.Groups[i].Rows, r)
	}
	if len(t.Groups) == 1 {
		t.Groups[0].Name = ""
	}
	return t
}

func (w *bulletinWriter) goalRow(e *targets.Evaluation) goalRow {
	none := targets.FormatShare(targets.Decimal{})
	r := goalRow{
		Name: e.Indicator.Name.In(w.lang), Unit: w.unit(e.Indicator), Baseline: none, Goal: w.bare(e.GoalText(w.lang), e.Indicator),
		Deadline: w.deadline(e.Target), Value: w.bare(e.ValueText(w.lang), e.Indicator), Date: ends(e.Period),
		Complete: e.CompletionText(), Progress: e.ProgressText(), Expected: targets.FormatShare(e.Expected),
		Light: e.Light(), State: e.StateName(w.lang), Remarks: w.remarks(e), Units: w.units(e),
	}
	if e.Baseline.Known() {
		r.Baseline, r.From = w.bare(targets.FormatValue(e.Baseline, e.Indicator, w.lang), e.Indicator), e.BaselineDate.String()
	}
	return r
}

// unit is what the numbers of an indicator count.
func (w *bulletinWriter) unit(ind *targets.Indicator) string {
	switch ind.Measure {
	case targets.Ratio, targets.ChangeRate:
		return "%"
	case targets.Milestone, targets.TimeLimit:
		return "—"
	}
	return ind.Unit.In(w.lang, targets.Decimal{})
}

// bare takes the unit from a printed value.
func (w *bulletinWriter) bare(s string, ind *targets.Indicator) string {
	if ind.Measure == targets.Milestone || ind.Measure == targets.TimeLimit {
		return s
	}
	if ind.Measure.PerCent() {
		return strings.Replace(s, "%", "", 1)
	}
	for _, unit := range []string{ind.Unit.In(w.lang, targets.Decimal{}), ind.Unit.In(w.lang, targets.NewDecimal(1))} {
		if unit != "" && strings.Contains(s, unit) {
			return strings.TrimSpace(strings.Replace(s, unit, "", 1))
		}
	}
	return s
}

// Of longer groups the rest stands in the table.
const (
	mostItems = 20
	mostNames = 30
)

func (w *bulletinWriter) goalGroup(head string, list []*targets.Evaluation) goalGroup {
	g := goalGroup{Head: head}
	var plain []*targets.Evaluation
	left := 0
	for _, e := range list {
		switch {
		case !notable(e):
			plain = append(plain, e)
		case len(g.Items) < mostItems:
			g.Items = append(g.Items, w.item(e))
		default:
			left++
		}
	}
	g.Names = w.byState(plain)
	if left > 0 {
		g.More = fmt.Sprintf(w.say("其余%d项见表1。", "The other %d stand in table 1."), left)
	}
	return g
}

// notable reports whether a goal has a sentence of its own.
func notable(e *targets.Evaluation) bool {
	return e.Light() == targets.Red || e.Light() == targets.Yellow || e.State == targets.AchievedLate
}

func (w *bulletinWriter) item(e *targets.Evaluation) goalItem {
	state := e.StateName(w.lang)
	text := strings.Replace(e.BulletinText(w.lang), state+w.say("：", ": "), "", 1) // the state stands before the sentence
	return goalItem{Light: e.Light(), Name: w.called(e), State: state, Text: text}
}

// byState names goals by their state: 按期完成3项：A、B、C。
func (w *bulletinWriter) byState(list []*targets.Evaluation) []string {
	var states []string
	names, count := map[string][]string{}, map[string]int{}
	for _, e := range list {
		s := e.StateName(w.lang)
		if count[s] == 0 {
			states = append(states, s)
		}
		count[s]++
		if len(names[s]) < mostNames {
			name := w.called(e)
			if e.State == targets.AwaitingFinal {
				name += fmt.Sprintf(w.say("（期限%s）", " (deadline %s)"), w.prose(e.Target.Deadline))
			}
			names[s] = append(names[s], name)
		}
	}
	var lines []string
	for _, s := range states {
		line := fmt.Sprintf(w.say("%s%d项：%s", "%s (%d): %s"), w.capital(s), count[s], w.list(names[s]))
		if count[s] > len(names[s]) {
			line += w.say("等", " and others")
		}
		lines = append(lines, line+w.say("。", "."))
	}
	return lines
}

// capital begins an English line; Chinese has no capitals.
func (w *bulletinWriter) capital(s string) string {
	if w.lang == targets.EN && s != "" {
		return strings.ToUpper(s[:1]) + s[1:]
	}
	return s
}
