package report

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// overallPart is 一、总体情况: how many goals stand how.
type overallPart struct {
	Head    string
	Text    []string
	Lights  []lightLine
	Picture *Drawing
	Changed []string // what changed of the states since the end of the quarter before
}

// A lightLine is a sentence about one light.
type lightLine struct {
	Light targets.Light
	Text  string
}

func (w *bulletinWriter) overall() overallPart {
	part := overallPart{Head: w.head("总体情况", "Where the goals stand")}
	part.Text = append(part.Text, w.total())
	if len(w.own) > 0 {
		part.Lights = w.lightLines(w.own)
		part.Picture = w.paper.Picture(w.say("各文件目标亮灯情况（单位：项）", "Lights by document (number of goals)"), w.lightsInWords(), charts.Lights(w.lightGroups(), w.lang), w.lightsHeight())
	}
	if s := w.attention(); s != "" {
		part.Text = append(part.Text, s)
	}
	part.Changed = w.changed()
	return part
}

// changed tells which of the own goals stand in another state than at the end of
// the quarter before, those that turned worse first.
func (w *bulletinWriter) changed() []string {
	var items []string
	for _, c := range targets.Changes(w.book.before, w.book.all) {
		if c.Kind == targets.ChangeState && c.Now.Target.Area == w.area {
			items = append(items, w.called(c.Now)+w.say("", " ")+c.Text.In(w.lang))
		}
	}
	if len(items) == 0 {
		return nil
	}
	n := len(items)
	lead := fmt.Sprintf(w.say("与%s相比，状态变化的目标%d项：", "Since %s the state of %d changed: "), w.prose(w.book.since), n)
	end := w.say("。", ".")
	if n > mostTurns {
		items, end = items[:mostTurns], w.say("；其余见表1。", "; the others stand in table 1.")
	}
	return []string{lead + strings.Join(items, w.say("；", "; ")) + end}
}

// mostTurns bounds the changes that are told in one sentence.
const mostTurns = 8

// total says how many goals there are and where they come from.
func (w *bulletinWriter) total() string {
	day := w.prose(w.book.snap.AsOf)
	if len(w.own)+len(w.below) == 0 {
		return fmt.Sprintf(w.say("截至%s，%s没有登记政策目标。", "As of %s no policy targets are registered for %s."), day, w.name)
	}
	if len(w.own) == 0 {
		s := fmt.Sprintf(w.say("截至%s，%s层面没有目标。", "As of %s %s has no goals of its own."), day, w.name)
		return s + fmt.Sprintf(w.say("所辖地区共有目标%d项。", " The areas below it have %d."), len(w.below))
	}
	s := fmt.Sprintf(w.say("截至%s，%s层面共有目标%d项", "As of %s %s has %d goals of its own"), day, w.name, len(w.own))
	if len(w.below) == 0 {
		s = fmt.Sprintf(w.say("截至%s，%s共有目标%d项", "As of %s %s has %d goals"), day, w.name, len(w.own))
	}
	return s + w.origins() + w.more()
}

// origins names the documents of the own goals where they are few.
func (w *bulletinWriter) origins() string {
	var names []string
	seen := map[string]bool{}
	for _, e := range w.own {
		if !seen[e.Target.Document] {
			seen[e.Target.Document] = true
			names = append(names, w.cite(e.Document))
		}
	}
	if len(names) > 4 {
		return fmt.Sprintf(w.say("，出自%d份文件。", ", set by %d documents."), len(names))
	}
	return fmt.Sprintf(w.say("，出自%s。", ", set by %s."), w.list(names))
}

// cite names a document with its number.
func (w *bulletinWriter) cite(d *targets.Document) string {
	name := w.say("《"+strings.NewReplacer("《", "〈", "》", "〉").Replace(d.Title.ZH)+"》", "“"+d.Title.In(targets.EN)+"”")
	if d.Number == "" {
		return name
	}
	return name + w.say("（"+d.Number+"）", " ("+d.Number+")")
}

func (w *bulletinWriter) more() string {
	if len(w.below) == 0 {
		return ""
	}
	return fmt.Sprintf(w.say("所辖地区另有目标%d项，见第三部分。", " The areas below it have %d more, see part 3."), len(w.below))
}

func (w *bulletinWriter) lightLines(list []*targets.Evaluation) []lightLine {
	var lines []lightLine
	for _, l := range targets.Lights {
		of := lit(list, l)
		for _, text := range targets.LightSentences(of, w.lang) {
			lines = append(lines, lightLine{l, text})
		}
	}
	return lines
}

func lit(list []*targets.Evaluation, l targets.Light) []*targets.Evaluation {
	var of []*targets.Evaluation
	for _, e := range list {
		if e.Light() == l {
			of = append(of, e)
		}
	}
	return of
}

// attention counts the marks that are no states: due soon, and ageing data.
func (w *bulletinWriter) attention() string {
	soon, stale := 0, 0
	for _, e := range w.own {
		if e.DueSoon {
			soon++
		}
		if e.Stale {
			stale++
		}
	}
	var s string
	if soon > 0 {
		s = fmt.Sprintf(w.say("距期限90日以内尚未达到的%d项，标为临期。", "%d not yet met are due within 90 days. "), soon)
	}
	if stale > 0 {
		s += fmt.Sprintf(w.say("有%d项的新一期数据已过报送期而未到，标为数据偏旧。", "Of %d a further figure is overdue; they are marked as ageing data."), stale)
	}
	return strings.TrimSpace(s)
}

func (w *bulletinWriter) lightGroups() []charts.Group {
	var groups []charts.Group
	for i := range w.book.snap.Documents {
		d := &w.book.snap.Documents[i]
		var of []*targets.Evaluation
		for _, e := range w.own {
			if e.Target.Document == d.ID {
				of = append(of, e)
			}
		}
		if len(of) > 0 {
			groups = append(groups, charts.NewGroup(short(d, w.lang), of))
		}
	}
	return groups
}

// lightsHeight is the height of the picture: its bars, and the axis below them.
func (w *bulletinWriter) lightsHeight() int { return 44 + 40*len(w.lightGroups()) }

// lightsInWords says what the picture shows.
func (w *bulletinWriter) lightsInWords() string {
	var lines []string
	for _, g := range w.lightGroups() {
		var parts []string
		for _, l := range targets.Lights {
			if n := g.Count[l]; n > 0 {
				parts = append(parts, fmt.Sprintf(w.say("%s%d项", "%s %d"), l.Name().In(w.lang), n))
			}
		}
		lines = append(lines, g.Name+w.say("：", ": ")+w.list(parts))
	}
	return strings.Join(lines, w.say("；", "; "))
}
