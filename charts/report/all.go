package report

import (
	"context"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// allBody is every goal in one table, with what it can be narrowed by. A row is
// kept lean: there are thousands of them on a national page.
type allBody struct {
	Summary   string
	Documents []choice
	Areas     []choice
	Lights    []targets.Light
	States    []stateGroup
	Rows      []goalLine
}

// A choice is one option of a filter.
type choice struct {
	Value, Text string
	In          string // of an area: the one above it
}

// A stateGroup is the states that some goal stands in, by their light.
type stateGroup struct {
	Light  targets.Light
	States []choice
}

// A goalLine is one goal in the table of all.
type goalLine struct {
	Document, AreaCode string
	State              targets.State
	Light              targets.Light
	Words, Remarks     string
	Name, Href         string
	Area, From         string
	Value              string // "" where there is none
	Period             [2]string
	Progress, Expected string // "" where not computable
	Goal, Deadline     string
}

func (p page) allTargets(_ context.Context, f *frame) error {
	b := p.book
	body := &allBody{
		Summary: targets.Summary(b.all, b.snap.AsOf, p.lang), Lights: attention[:], States: p.statesOf(b.all), Areas: p.areaChoices(),
		Rows: make([]goalLine, len(b.all)),
	}
	for i := range b.snap.Documents {
		if d := &b.snap.Documents[i]; len(b.byDocument[d.ID]) > 0 {
			body.Documents = append(body.Documents, choice{Value: d.ID, Text: short(d, p.lang)})
		}
	}
	for i := range b.all {
		body.Rows[i] = p.goalLine(&b.all[i])
	}
	f.Title = p.say("全部目标", "All targets")
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	f.Newest, f.Body = p.newest(pointers(b.all)), body
	return nil
}

// attention lists the lights, the one that asks for most attention first.
var attention = [...]targets.Light{targets.Red, targets.Yellow, targets.Blue, targets.Green, targets.Grey}

func (p page) goalLine(e *targets.Evaluation) goalLine {
	t := e.Target
	line := goalLine{
		Document: t.Document, AreaCode: targets.CanonicalArea(t.Area), State: e.State, Light: e.Light(),
		Words: e.StateName(p.lang), Remarks: strings.Join(p.remarks(e), p.say("、", ", ")),
		Name: e.Indicator.Name.In(p.lang), Href: p.to(targetAddress(t.ID)),
		Area: p.book.snap.AreaName(t.Area, p.lang), From: short(e.Document, p.lang),
		Goal: e.GoalText(p.lang), Deadline: p.deadline(t),
	}
	if e.Value.Known() {
		line.Value, line.Period = e.ValueText(p.lang), ends(e.Period)
	}
	if e.Progress.Known() {
		line.Progress = targets.FormatShare(e.Progress)
	}
	if e.Expected.Known() {
		line.Expected = targets.FormatShare(e.Expected)
	}
	return line
}

// statesOf lists the states that some goal stands in, those that ask for most
// attention first.
func (p page) statesOf(all []targets.Evaluation) []stateGroup {
	stood := map[targets.State]bool{}
	for i := range all {
		stood[all[i].State] = true
	}
	var list []stateGroup
	for _, l := range attention {
		group := stateGroup{Light: l}
		for _, s := range targets.States {
			if stood[s] && s.Light() == l {
				group.States = append(group.States, choice{Value: string(s), Text: s.Name().In(p.lang)})
			}
		}
		if len(group.States) > 0 {
			list = append(list, group)
		}
	}
	return list
}

// areaChoices lists the areas with goals, and those above them, each below the
// one it lies in.
func (p page) areaChoices() []choice {
	b := p.book
	with := map[string]bool{}
	for _, code := range b.areas {
		if len(b.tally(code).own) > 0 {
			with[code] = true
			for _, above := range b.tally(code).above {
				with[above] = true
			}
		}
	}
	var list []choice
	for _, code := range b.areas {
		if above := b.tally(code).above; with[code] && !slices.ContainsFunc(above, func(a string) bool { return with[a] }) {
			list = p.areaChoice(list, code, "", 0, with)
		}
	}
	return list
}

// areaChoice adds an area and, indented, those below it.
func (p page) areaChoice(list []choice, code, in string, depth int, with map[string]bool) []choice {
	indent := strings.Repeat("　", max(0, depth-1)) // provinces stand as the country does
	list = append(list, choice{Value: code, Text: indent + p.book.snap.AreaName(code, p.lang), In: in})
	for _, below := range p.book.tally(code).below {
		if with[below] {
			list = p.areaChoice(list, below, code, depth+1, with)
		}
	}
	return list
}
