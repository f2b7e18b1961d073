package report

import (
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// maxRows is how many goals, areas or tasks a table of a page has at most; the
// table of all goals and the workbooks have every one.
const maxRows = 200

// clauses are the goals of a document in the order of its text, those of one
// clause together.
type clauses struct {
	All      int
	Shares   string // of how many the pages of the goals they are allocated from tell
	Groups   []clauseGroup
	Areas    bool // some goal is of another area than the document
	More     link // to all of them, where some are not listed
	Bullets  bool // what the key has to explain
	Whiskers bool
}

// A clauseGroup is the goals of one clause.
type clauseGroup struct {
	Head string // 一、（二）发展目标; "" where the goals name no clause
	Rows []clauseRow
}

// A clauseRow is a goal with its place within the clause: 第1项，第2个数.
type clauseRow struct {
	row
	Spot  string
	Place link // the area
	Parts link // to the areas it is allocated to by the same document
}

// clauses groups the goals by clause. Goals of one clause that stand apart in the
// catalogue are brought together where the first of them stands. A goal that the
// document allocates to areas stands once, with a link to its areas.
func (p page) clauses(d *targets.Document, list []*targets.Evaluation) clauses {
	c := clauses{All: len(list)}
	whole, shares := p.whole(list)
	if n := len(list) - len(whole); n > 0 {
		c.Shares = p.many(n, "其中%d项分解目标列在所分解目标的页面。", "%d of them is a share and stands on the page of the goal it is a share of.", "%d of them are shares and stand on the pages of the goals they are shares of.")
	}
	if n := len(whole) - maxRows; n > 0 {
		whole = whole[:maxRows]
		c.More = link{
			Text: p.many(n, "另有%d项目标，见全部目标", "%d more target in the table of all targets", "%d more targets in the table of all targets"),
			Href: p.goalsOf("document", d.ID, ""),
		}
	}
	at := map[string]int{}
	for _, e := range whole {
		key, _ := cutLocator(e.Target.Locator.ZH)
		g, ok := at[key]
		if !ok {
			head, _ := cutLocator(e.Target.Locator.In(p.lang))
			g, at[key] = len(c.Groups), len(c.Groups)
			c.Groups = append(c.Groups, clauseGroup{Head: head})
		}
		r := p.clauseRow(e, shares[e.Target.ID])
		c.Areas = c.Areas || e.Target.Area != d.Area
		c.Bullets, c.Whiskers = c.Bullets || r.Bullet != nil, c.Whiskers || r.Bullet != nil && r.Bullet.Whisker != nil
		c.Groups[g].Rows = append(c.Groups[g].Rows, r)
	}
	return c
}

// whole leaves out the shares of goals that are in the list themselves, and counts
// them by those goals.
func (p page) whole(list []*targets.Evaluation) (whole []*targets.Evaluation, shares map[string]int) {
	shares = map[string]int{}
	for _, e := range list {
		from := p.book.targets[e.Target.AllocatedFrom]
		if from != nil && from.Target.Document == e.Target.Document {
			shares[from.Target.ID]++
			continue
		}
		whole = append(whole, e)
	}
	return whole, shares
}

func (p page) clauseRow(e *targets.Evaluation, shares int) clauseRow {
	r := clauseRow{row: p.row(e), Place: p.place(e.Target.Area)}
	_, r.Spot = cutLocator(e.Target.Locator.In(p.lang))
	if shares > 0 {
		r.Parts = link{Text: p.many(shares, "分解到%d个地区", "allocated to %d area", "allocated to %d areas"), Href: r.Href + "#parts-head"}
	}
	return r
}

// cutLocator splits 一、（二）发展目标，第1项，第1个数 behind the clause.
func cutLocator(s string) (clause, spot string) {
	for i, r := range s {
		if r == '，' || r == ',' {
			return s[:i], strings.TrimLeft(s[i:], "，, ")
		}
	}
	return s, ""
}
