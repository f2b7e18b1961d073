package report

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// A schedule is everything a document dates: its phases and evaluations, the
// milestones of its paths, the deadlines of its goals and the due dates of its
// tasks, with the day judged among them.
type schedule struct {
	Picture *picture
	Moments []moment // by the day on which they end; those without a date last
}

// A moment is one line of the schedule. Goals, tasks and milestones of one day
// are one line together.
type moment struct {
	When    string // "" where the document prints no date
	Kind    string
	What    string
	Note    string // the place in the document, or what the milestones ask for
	Tally   tally
	Stage   string // 已过, 进行中, 未到
	Now     bool   // the day judged itself
	from    targets.Date
	to      targets.Date
	undated bool
}

// schedule returns nil where there is nothing to date but the document itself.
func (p page) schedule(d *targets.Document, list []*targets.Evaluation) *schedule {
	moments := slices.Concat(p.spans(d), p.nodes(list), p.deadlines(list), p.due(p.book.tasks[d.ID]))
	if len(moments) == 0 {
		return nil
	}
	moments = append(p.issued(d), moments...)
	s := &schedule{Picture: p.picture("timeline", p.say("时间安排", "Timeline"), charts.Timeline(p.timeline(moments), p.lang))}
	today := p.book.snap.AsOf
	s.Moments = append(moments, moment{When: today.String(), Kind: p.say("截至日", "Day judged"), Now: true, from: today, to: today})
	slices.SortStableFunc(s.Moments, func(a, b moment) int {
		switch {
		case a.undated != b.undated:
			return order(a.undated, b.undated)
		case a.to != b.to:
			return cmp.Compare(a.to, b.to)
		case a.Now != b.Now:
			return order(a.Now, b.Now) // what ends with the day judged stands before it
		}
		return cmp.Compare(a.from, b.from)
	})
	return s
}

// order puts what is not so before what is.
func order(a, b bool) int {
	if a == b {
		return 0
	}
	if b {
		return -1
	}
	return 1
}

// spans are the plan's years, the phases and the evaluations.
func (p page) spans(d *targets.Document) []moment {
	var list []moment
	if !d.Covers.IsZero() {
		list = append(list, p.span(p.say("规划期", "Period covered"), targets.DocumentEvent{Period: d.Covers}))
	}
	for _, e := range d.Phases {
		list = append(list, p.span(p.say("阶段", "Phase"), e))
	}
	for _, e := range d.Evaluations {
		list = append(list, p.span(p.say("评估", "Evaluation"), e))
	}
	return list
}

func (p page) span(kind string, e targets.DocumentEvent) moment {
	m := moment{Kind: kind, What: e.Name.In(p.lang), Note: section(e.Locator, p.lang), undated: e.Period.IsZero()}
	if m.undated {
		return m
	}
	m.When, m.from, m.to = e.Period.String(), e.Period.Start, e.Period.End
	m.Stage = p.stage(m)
	return m
}

// stage says how a moment lies to the day judged.
func (p page) stage(m moment) string {
	today := p.book.snap.AsOf
	switch {
	case m.to < today:
		return p.say("已过", "past")
	case m.from > today:
		return p.say("未到", "ahead")
	case m.from == m.to:
		return p.say("当日", "this day")
	}
	return p.say("进行中", "under way")
}

// issued is when the document was issued.
func (p page) issued(d *targets.Document) []moment {
	if d.Issued == 0 {
		return nil
	}
	m := moment{When: d.Issued.String(), Kind: p.say("印发", "Issued"), What: d.Number, from: d.Issued, to: d.Issued}
	m.Stage = p.stage(m)
	return []moment{m}
}

// deadlines are the days on which goals are due.
func (p page) deadlines(list []*targets.Evaluation) []moment {
	by := map[targets.Date][]*targets.Evaluation{}
	for _, e := range list {
		by[e.Target.Deadline] = append(by[e.Target.Deadline], e)
	}
	return p.byDay(keys(by), p.say("目标期限", "Goals due"), func(d targets.Date, m *moment) {
		m.What = p.many(len(by[d]), "%d项目标", "%d target", "%d targets")
		m.Tally = p.tallyOf(by[d], nil)
	})
}

// due are the days on which tasks are due.
func (p page) due(tasks []*targets.Task) []moment {
	by := map[targets.Date][]*targets.Task{}
	for _, t := range tasks {
		if t.Due != 0 {
			by[t.Due] = append(by[t.Due], t)
		}
	}
	return p.byDay(keys(by), p.say("任务期限", "Tasks due"), func(d targets.Date, m *moment) {
		m.What = p.many(len(by[d]), "%d项任务", "%d task", "%d tasks")
		m.Tally = p.tasksTally(by[d])
	})
}

// maxNodes is how many milestones of one day are told one by one.
const maxNodes = 5

// nodes are the milestones that the document's own paths ask for on the way.
func (p page) nodes(list []*targets.Evaluation) []moment {
	by := map[targets.Date][]string{}
	for _, e := range list {
		for _, node := range e.Target.Path {
			if node.On != e.Target.Deadline {
				by[node.On] = append(by[node.On], e.Indicator.Name.In(p.lang)+" "+targets.FormatValue(node.Value, e.Indicator, p.lang))
			}
		}
	}
	return p.byDay(keys(by), p.say("路径节点", "Milestones"), func(d targets.Date, m *moment) {
		m.What = p.many(len(by[d]), "%d个节点", "%d milestone", "%d milestones")
		for i, text := range by[d] {
			if i == maxNodes {
				m.Note += p.say("等", " and others")
				break
			}
			if i > 0 {
				m.Note += p.say("；", "; ")
			}
			m.Note += text
		}
	})
}

// byDay makes one moment a day.
func (p page) byDay(days []targets.Date, kind string, fill func(targets.Date, *moment)) []moment {
	var list []moment
	for _, d := range days {
		m := moment{When: d.String(), Kind: kind, from: d, to: d, undated: d == 0}
		if !m.undated {
			m.Stage = p.stage(m)
		}
		fill(d, &m)
		list = append(list, m)
	}
	return list
}

func keys[T any](by map[targets.Date]T) []targets.Date {
	var days []targets.Date
	for d := range by {
		days = append(days, d)
	}
	slices.Sort(days)
	return days
}

// timeline is the picture of the moments that have a date.
func (p page) timeline(moments []moment) charts.TimelineOf {
	t := charts.TimelineOf{AsOf: p.book.snap.AsOf}
	for _, m := range moments {
		name, words := m.Kind, m.Kind+p.say("：", ": ")+m.What+p.say("，", ", ")+m.When
		switch {
		case m.undated:
		case m.from < m.to:
			if m.What != "" {
				name = m.What
			} else {
				words = m.Kind + p.say("：", ": ") + m.When
			}
			t.Bars = append(t.Bars, charts.TimelineBar{Name: name, From: m.from, To: m.to, Words: words})
		default:
			for _, chip := range m.Tally {
				words += p.say("；", "; ") + chip.Name + " " + strconv.Itoa(chip.N)
			}
			t.Points = append(t.Points, charts.TimelinePoint{Name: name, On: m.to, Words: words, Light: m.Tally.worst()})
		}
	}
	return t
}

// worst is the light of a tally that needs most attention; "" of none.
func (t tally) worst() targets.Light {
	if len(t) == 0 {
		return ""
	}
	count := map[targets.Light]int{}
	for _, chip := range t {
		count[chip.Light] += chip.N
	}
	return targets.Worst(count)
}
