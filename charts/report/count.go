package report

import (
	"fmt"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// A count is one line of a table of lights.
type count struct {
	Name  link
	Key   string // what the filter calls the line's kind: document or area
	ID    string // its id or code; "" in the line of all
	Cells []cell // in the order of targets.Lights
	All   int
}

// A cell is how many targets of a line stand in a light. Href leads to them.
type cell struct {
	Light targets.Light
	N     int
	Href  string
}

// count links every number to the goals it counts: the filtered table of all.
func (p page) count(name link, key, id string, g charts.Group) count {
	c := count{Name: name, Key: key, ID: id, All: g.All}
	filter := ""
	if id != "" {
		filter = key + "=" + id + "&"
	}
	if key == areaKey && id == targets.Country {
		filter += "own=1&" // everything lies below it: only its own goals are counted
	}
	for _, l := range targets.Lights {
		c.Cells = append(c.Cells, cell{l, g.Count[l], p.to(allAddress) + "#" + filter + "light=" + string(l)})
	}
	return c
}

// What the filter of the table of all goals calls its fields.
const (
	documentKey = "document"
	areaKey     = "area"
)

func pointers(evaluations []targets.Evaluation) []*targets.Evaluation {
	list := make([]*targets.Evaluation, len(evaluations))
	for i := range evaluations {
		list[i] = &evaluations[i]
	}
	return list
}

// more says how many are not in a list, or how many there are in all, and leads
// there; without a number it has no text.
func (p page) more(n int, href, zh, en string) link {
	if n <= 0 {
		return link{}
	}
	return link{Text: fmt.Sprintf(p.say(zh, en), n), Href: href}
}
