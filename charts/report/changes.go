package report

import (
	"context"
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// changesBody answers: what is different from the day compared with?
type changesBody struct {
	Since    targets.Date
	Sentence string
	Groups   []changeGroup // that have a line
	Feed     string
	All      string // where every goal is
}

// A changeGroup is one kind of change.
type changeGroup struct {
	ID, Title string
	N         int
	States    bool // lines go from state to state, else from value to value
	Lines     []changeLine
	Rest      int // how many are not shown
}

// A changeLine is one change of one target.
type changeLine struct {
	On       targets.Date
	Name     string
	Area     string
	Href     string
	Document link
	From, To changeEnd
	Text     string // in place of the two ends, where they are words
	Note     string
}

// A changeEnd is a state or a value before or after; empty where there was none.
type changeEnd struct {
	Light  targets.Light
	Text   string
	Period [2]string
}

// mostLines is how many lines a group shows; the page of all goals has the rest.
const mostLines = 100

func (p page) changes(_ context.Context, f *frame) error {
	b := p.book
	body := &changesBody{Since: b.since, Feed: f.Feed, All: p.to(allAddress)}
	groups := p.changeGroups()
	for _, x := range b.changed() {
		for i := range groups {
			if !groups[i].takes(x) {
				continue
			}
			p.tellChange(&groups[i].changeGroup, x)
			break
		}
	}
	for _, g := range groups {
		if g.N > 0 {
			body.Groups = append(body.Groups, g.changeGroup)
		}
	}
	body.Sentence = p.changesSentence(body.Groups)
	f.Title, f.Body = p.say("变化", "Changes"), body
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	return nil
}

// tellChange adds one line to a group, up to what it shows.
func (p page) tellChange(g *changeGroup, x changed) {
	g.N++
	if len(g.Lines) >= mostLines {
		g.Rest++
		return
	}
	g.Lines = append(g.Lines, p.changeLine(x))
}

// A sieve is a group with what belongs into it.
type sieve struct {
	changeGroup
	kind targets.ChangeKind
	turn targets.Turn
}

func (s sieve) takes(x changed) bool { return x.Kind == s.kind && x.Turn == s.turn }

func (p page) changeGroups() []sieve {
	group := func(id string, k targets.ChangeKind, turn targets.Turn, zh, en string) sieve {
		return sieve{changeGroup{ID: id, Title: p.say(zh, en), States: k == targets.ChangeState}, k, turn}
	}
	return []sieve{
		group("goals", targets.ChangeGoal, targets.TurnOther, "目标调整", "Goals adjusted"),
		group("worse", targets.ChangeState, targets.TurnWorse, "亮灯变差", "Lights for the worse"),
		group("better", targets.ChangeState, targets.TurnBetter, "亮灯变好", "Lights for the better"),
		group("states", targets.ChangeState, targets.TurnOther, "其他状态变化", "Other states"),
		group("new", targets.ChangeNew, targets.TurnOther, "新增目标", "New goals"),
		group("figures", targets.ChangeFigure, targets.TurnOther, "新数据", "New figures"),
		group("corrections", targets.ChangeCorrection, targets.TurnOther, "数据更正", "Corrections"),
	}
}

// changesSentence counts the changes in one sentence.
func (p page) changesSentence(groups []changeGroup) string {
	from, to := p.book.since, p.book.snap.AsOf
	if len(groups) == 0 {
		return fmt.Sprintf(p.say("%s与%s相比，没有变化。", "Nothing changed between %[2]s and %[1]s."), to, from)
	}
	s := fmt.Sprintf(p.say("%s与%s相比：", "%s compared with %s: "), to, from)
	for i, g := range groups {
		if i > 0 {
			s += p.say("，", ", ")
		}
		s += fmt.Sprintf(p.say("%[1]s%[2]d项", "%[3]s %[2]d"), g.Title, g.N, lower(g.Title))
	}
	return s + p.say("。", ".")
}

func (p page) changeLine(x changed) changeLine {
	e := x.Now
	line := changeLine{
		On: x.On, Name: e.Indicator.Name.In(p.lang), Area: p.book.snap.AreaName(e.Target.Area, p.lang), Href: p.to(targetAddress(e.Target.ID)),
		Document: link{Text: short(e.Document, p.lang), Href: p.to(documentAddress(e.Target.Document))},
	}
	switch x.Kind {
	case targets.ChangeState:
		line.From, line.To, line.Note = p.stateEnd(x.Then), p.stateEnd(e), e.Reason.In(p.lang)
	case targets.ChangeFigure:
		line.From, line.To = p.valueEnd(x.Then), p.valueEnd(e)
	case targets.ChangeCorrection:
		p.correction(&line, x)
	case targets.ChangeGoal:
		line.Text, line.Note = capital(x.Text.In(p.lang)), p.adjustedBy(e)
	default:
		line.Text = capital(x.Text.In(p.lang))
	}
	return line
}

func (p page) stateEnd(e *targets.Evaluation) changeEnd {
	if e == nil {
		return changeEnd{}
	}
	return changeEnd{Light: e.Light(), Text: e.StateName(p.lang)}
}

func (p page) valueEnd(e *targets.Evaluation) changeEnd {
	if e == nil || !e.Value.Known() {
		return changeEnd{}
	}
	return changeEnd{Text: e.ValueText(p.lang), Period: ends(e.Period)}
}

// correction says which value took the place of which.
func (p page) correction(line *changeLine, x changed) {
	ind := x.Now.Indicator
	line.From = changeEnd{Text: charts.FigureText(x.Was, ind, p.lang), Period: ends(x.Was.Period)}
	if x.Figure == nil {
		line.To.Text = p.say("撤回", "withdrawn")
		return
	}
	line.From.Period = [2]string{}
	line.To = changeEnd{Text: charts.FigureText(x.Figure, ind, p.lang), Period: ends(x.Figure.Period)}
	if line.From.Text == line.To.Text {
		line.Note = p.say("数值未变，更正的是来源、标识或备注", "value unchanged: source, flag or note were corrected")
	}
}

// adjustedBy names the document that adjusted the goal last.
func (p page) adjustedBy(e *targets.Evaluation) string {
	on := adjustedOn(e, p.book.snap.AsOf)
	for i := range e.Target.Adjustments {
		if a := &e.Target.Adjustments[i]; a.On == on {
			return a.Document
		}
	}
	return ""
}

// capital begins a line of English; Chinese has no case.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// lower goes on within a line of English.
func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
