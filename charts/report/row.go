package report

import (
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// A row is a target in a table: a bullet row with its words and numbers.
type row struct {
	Light     targets.Light
	State     string
	Remarks   []string // 临期, 数据偏旧
	Name      string
	Href      string
	Area      string
	AreaCode  string
	Document  link
	DocID     string
	Locator   string
	AsWritten string
	Value     string // with its unit; an em dash with Why when absent
	Why       string
	Period    [2]string // of a range its two ends, else only the first
	Goal      string
	Deadline  string
	Progress  string
	Expected  string
	Bullet    *bullet
	Grounds   string // in place of a bar where there is no quantity: why it stands so
}

func (p page) row(e *targets.Evaluation) row {
	t := e.Target
	r := row{
		Light: e.Light(), State: e.StateName(p.lang), Remarks: p.remarks(e),
		Name: e.Indicator.Name.In(p.lang),
		Area: p.book.snap.AreaName(t.Area, p.lang), AreaCode: t.Area,
		Document: link{Text: short(e.Document, p.lang), Href: p.to(documentAddress(t.Document))}, DocID: t.Document,
		Locator: t.Locator.In(p.lang), AsWritten: t.AsWritten,
		Value: e.ValueText(p.lang), Period: ends(e.Period), Goal: e.GoalText(p.lang), Deadline: p.deadline(t),
		Bullet: newBullet(e),
	}
	if p.book.targets[t.ID] != nil { // a share of a target outside the selection has no page
		r.Href = p.to(targetAddress(t.ID))
	}
	switch {
	case r.Bullet == nil && speaks(e):
		r.Grounds = e.Reason.In(p.lang)
	case !e.Value.Known():
		r.Why = e.Reason.In(p.lang)
	}
	if e.Progress.Known() {
		r.Progress = targets.FormatShare(e.Progress)
	}
	if e.Expected.Known() {
		r.Expected = targets.FormatShare(e.Expected)
	}
	return r
}

// speaks reports whether the reason says more than that nothing is known.
func speaks(e *targets.Evaluation) bool {
	switch e.State {
	case targets.NoData, targets.NotStarted, targets.AwaitingFinal:
		return e.Value.Known()
	}
	return e.Value.Known() || e.Indicator.Measure == targets.Milestone || e.Indicator.Measure == targets.TimeLimit
}

// rows are the lines of one table.
type rows []row

// Bullets reports whether some row has a bar, so that a key is wanted.
func (list rows) Bullets() bool {
	return slices.ContainsFunc(list, func(r row) bool { return r.Bullet != nil })
}

// Whiskers reports whether some row has a forecast, so that its caveat is wanted.
func (list rows) Whiskers() bool {
	return slices.ContainsFunc(list, func(r row) bool { return r.Bullet != nil && r.Bullet.Whisker != nil })
}

// remarks are marks beside the state, not states.
func (p page) remarks(e *targets.Evaluation) []string {
	var list []string
	if e.DueSoon {
		list = append(list, p.say("临期", "due soon"))
	}
	if e.Stale {
		list = append(list, p.say("数据偏旧", "ageing data"))
	}
	return list
}

func (p page) say(zh, en string) string { return targets.Text{ZH: zh, EN: en}.In(p.lang) }

func (p page) deadline(t *targets.Target) string {
	if t.Deadline == 0 {
		return p.say("未定期限", "none set")
	}
	return t.Deadline.String()
}

// short is the title for tables, or the whole one.
func short(d *targets.Document, lang targets.Lang) string {
	if !d.Short.IsZero() {
		return d.Short.In(lang)
	}
	return d.Title.In(lang)
}

// ends splits a range, so that it may break into two lines behind the slash.
func ends(p targets.Period) [2]string {
	from, to, _ := strings.Cut(p.String(), "/")
	return [2]string{from, to}
}
