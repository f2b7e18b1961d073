package report

import (
	"context"
	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// overviewBody answers: how many goals stand how, and which?
type overviewBody struct {
	Summary   string
	Documents []count
	Areas     []count
	Total     count
	Picture   *picture
	Legend    []legend
	Rows      rows
}

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

func (p page) overview(_ context.Context, f *frame) error {
	b := p.book
	body := &overviewBody{
		Summary: targets.Summary(b.all, b.snap.AsOf, p.lang), Legend: p.legend(), Rows: p.rows(b.all),
	}
	f.Title = p.say("政策目标进展", "Policy targets: where they stand")
	groups := p.byDocument(body)
	p.byArea(body)
	body.Total = p.count(link{Text: p.say("合计", "All")}, "", "", charts.NewGroup("", pointers(b.all)))
	body.Picture = p.picture("lights", p.say("各文件目标亮灯情况", "Lights by document"), charts.Lights(groups, p.lang))
	f.Pictures, f.Body = body.Picture != nil, body
	return nil
}

// byDocument counts lights per document and returns the groups for the picture.
func (p page) byDocument(body *overviewBody) []charts.Group {
	var groups []charts.Group
	for i := range p.book.snap.Documents {
		d := &p.book.snap.Documents[i]
		g := charts.NewGroup(short(d, p.lang), pointers(p.book.byDocument[d.ID]))
		groups = append(groups, g)
		body.Documents = append(body.Documents, p.count(link{Text: g.Name, Href: p.to(documentAddress(d.ID))}, "document", d.ID, g))
	}
	return groups
}

// byArea counts lights per area, in the order in which areas first appear.
func (p page) byArea(body *overviewBody) {
	var codes []string
	by := map[string][]*targets.Evaluation{}
	for i := range p.book.all {
		e := &p.book.all[i]
		if by[e.Target.Area] == nil {
			codes = append(codes, e.Target.Area)
		}
		by[e.Target.Area] = append(by[e.Target.Area], e)
	}
	for _, code := range codes {
		name := p.book.snap.AreaName(code, p.lang)
		body.Areas = append(body.Areas, p.count(link{Text: name}, "area", code, charts.NewGroup(name, by[code])))
	}
}

func (p page) count(name link, key, id string, g charts.Group) count {
	c := count{Name: name, Key: key, ID: id, All: g.All}
	for _, l := range targets.Lights {
		href := "#light=" + string(l)
		if id != "" {
			href = "#" + key + "=" + id + "&light=" + string(l)
		}
		c.Cells = append(c.Cells, cell{l, g.Count[l], href})
	}
	return c
}

func pointers(evaluations []targets.Evaluation) []*targets.Evaluation {
	list := make([]*targets.Evaluation, len(evaluations))
	for i := range evaluations {
		list[i] = &evaluations[i]
	}
	return list
}
