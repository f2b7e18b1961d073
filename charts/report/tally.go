package report

import (
	"fmt"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// A tally is how many of something stand in each light, those that nobody stands
// in left out.
type tally []tallied

// A tallied is one chip of a tally.
type tallied struct {
	Light targets.Light
	Name  string
	N     int
	Href  string // to those counted; "" where they are on the page itself
}

// tallyOf counts evaluations by light. to, which may be nil, says where those of a
// light are listed.
func (p page) tallyOf(list []*targets.Evaluation, to func(targets.Light) string) tally {
	count := map[targets.Light]int{}
	for _, e := range list {
		count[e.Light()]++
	}
	var t tally
	for _, l := range targets.Lights {
		if count[l] == 0 {
			continue
		}
		chip := tallied{Light: l, Name: l.Name().In(p.lang), N: count[l]}
		if to != nil {
			chip.Href = to(l)
		}
		t = append(t, chip)
	}
	return t
}

// tasksTally counts tasks by their verdicts, in the order of the lights.
func (p page) tasksTally(tasks []*targets.Task) tally {
	var t tally
	for _, l := range targets.Lights {
		at := map[string]int{}
		for _, task := range tasks {
			v := p.verdict(task)
			if v.Light != l {
				continue
			}
			name := v.Name.In(p.lang)
			i, ok := at[name]
			if !ok {
				i, at[name] = len(t), len(t)
				t = append(t, tallied{Light: l, Name: name})
			}
			t[i].N++
		}
	}
	return t
}

// verdict judges a task by what was last reported of it.
func (p page) verdict(t *targets.Task) targets.TaskVerdict {
	st := p.book.statuses[t.ID]
	if st == nil {
		return t.Verdict(targets.TaskStatus{}, false, p.book.snap.AsOf)
	}
	return t.Verdict(*st, true, p.book.snap.AsOf)
}

// many says how many things there are: 3项目标, 3 targets, 1 target. Each text has
// the place of the number.
func (p page) many(n int, zh, one, more string) string {
	switch {
	case p.lang == targets.ZH:
		return fmt.Sprintf(zh, n)
	case n == 1:
		return fmt.Sprintf(one, n)
	}
	return fmt.Sprintf(more, n)
}

// place links to an area's page, or only names it where it has none.
func (p page) place(code string) link {
	l := link{Text: p.book.snap.AreaName(code, p.lang)}
	if p.book.hasArea(code) {
		l.Href = p.to(areaAddress(code))
	}
	return l
}

// goalsOf links to the table of all goals, narrowed by one of its filters
// (document=ID, text=words) and, unless light is "", to one light.
func (p page) goalsOf(filter, value string, light targets.Light) string {
	href := p.to(allAddress) + "#" + filter + "=" + value
	if light != "" {
		href += "&light=" + string(light)
	}
	return href
}

// withQuery adds to the query of a link.
func withQuery(href, key, value string) string {
	sep := "?"
	if strings.Contains(href, "?") {
		sep = "&"
	}
	return href + sep + key + "=" + value
}
