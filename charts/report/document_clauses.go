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
}

// clauses groups the goals by clause. Goals of one clause that stand apart in the
// catalogue are brought together where the first of them stands.
func (p page) clauses(d *targets.Document, list []*targets.Evaluation) clauses {
	c := clauses{All: len(list)}
	at := map[string]int{}
	for i, e := range list {
		if i == maxRows {
			c.More = link{
				Text: p.many(len(list)-i, "另有%d项目标，见全部目标", "%d more target in the table of all targets", "%d more targets in the table of all targets"),
				Href: p.goalsOf("document", d.ID, ""),
			}
			break
		}
		key, _ := cutLocator(e.Target.Locator.ZH)
		head, spot := cutLocator(e.Target.Locator.In(p.lang))
		g, ok := at[key]
		if !ok {
			g, at[key] = len(c.Groups), len(c.Groups)
			c.Groups = append(c.Groups, clauseGroup{Head: head})
		}
		r := p.row(e)
		c.Areas = c.Areas || e.Target.Area != d.Area
		c.Bullets, c.Whiskers = c.Bullets || r.Bullet != nil, c.Whiskers || r.Bullet != nil && r.Bullet.Whisker != nil
		c.Groups[g].Rows = append(c.Groups[g].Rows, clauseRow{r, spot, p.place(e.Target.Area)})
	}
	return c
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
