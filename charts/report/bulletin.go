package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// BulletinOptions say what a bulletin (通报) is of.
type BulletinOptions struct {
	Area    string                 // code; empty: the country
	Period  targets.Period         // whose duties are told of; zero: the newest quarter that has ended by the day judged
	Ranking bool                   // ranks the areas below by what compares; never in a public edition
	Words   *targets.BulletinWords // what people wrote; nil: all of it stays blank
}

// Bulletin makes the bulletin of an area: where its goals stand, who reported, and
// places for what only people can say. Where no day is asked for, a period's last
// day is judged. It holds no forecast, and no sentence in it says more than the
// evaluations and duties do. An unknown area is a targets.Error of NotFound, and a
// period of more than a year, whose duties no paper could hold, or one that has not
// begun by the day judged, an Invalid one.
func Bulletin(ctx context.Context, src Source, o Options, w BulletinOptions) (*Paper, error) {
	o = o.withDefaults()
	o.NoForecast = true
	w.Area = targets.CanonicalArea(w.Area)
	if w.Area == "" {
		w.Area = targets.Country
	}
	if w.Period.Days() > longestPeriod {
		return nil, &targets.Error{Kind: targets.Invalid, Field: "--period", Text: "通报的报告期最长一年：" + w.Period.String() + "。请写一年、一个季度或一个月，如 2025-Q1。"}
	}
	if today := min(o.day(), targets.DateOf(o.Now())); w.Period.Start > today {
		return nil, &targets.Error{Kind: targets.Invalid, Field: "--period", Text: fmt.Sprintf("报告期 %s 自%s开始，%s还没有什么可通报的。请写已经开始的报告期。", w.Period, w.Period.Start, today)}
	}
	o.Selection.Areas = []string{w.Area}
	asOf := o.day()
	if o.AsOf == 0 && !w.Period.IsZero() {
		asOf = min(asOf, w.Period.End)
	}
	if w.Period.IsZero() {
		w.Period = lastQuarter(asOf)
	}
	b, err := read(ctx, src, o, asOf)
	if err != nil {
		return nil, err
	}
	if b.snap.Area(w.Area) == nil {
		return nil, &targets.Error{Kind: targets.NotFound, Text: "没有这个地区：" + w.Area + "。"}
	}
	return newBulletin(ctx, b, o, w)
}

// longestPeriod is the most days that a bulletin tells of: a year.
const longestPeriod = 366

// lastQuarter is the newest quarter that has ended by a day.
func lastQuarter(d targets.Date) targets.Period {
	y, m, _ := (d + 1).YMD()
	return targets.Months(y, (m-1)/3*3-2, 3)
}

// bulletinBody is what the template shows, part by part.
type bulletinBody struct {
	Draft   string
	Number  string // 发文字号, blank
	Title   string
	To      string
	Opening string
	Overall overallPart
	Goals   goalsPart
	Areas   *areasPart // nil for an area without areas below
	Filing  filingPart
	Problem problemPart
	Next    nextPart
	Notes   notesPart
	Signed  string
	Date    string
	CC      string
	Contact string
}

// A bulletinWriter fills in one body.
type bulletinWriter struct {
	page
	paper  *Paper
	words  targets.BulletinWords
	area   string
	name   string // of the area
	period targets.Period
	rank   bool
	tree   targets.AreaTree

	own    []*targets.Evaluation // the goals of the area itself
	below  []*targets.Evaluation // those of the areas below it
	duties []targets.Duty        // of the period, in the area and below
	told   targets.Date          // the day on which the duties are looked at
	parts  int                   // parts that have their number
}

func newBulletin(ctx context.Context, b *book, o Options, opts BulletinOptions) (*Paper, error) {
	w := &bulletinWriter{
		page: page{lang: b.langs[0], book: b}, paper: newPaper(bulletinKind, b), area: opts.Area, period: opts.Period,
		rank: opts.Ranking && !b.public, tree: targets.NewAreaTree(b.snap.Areas),
	}
	if opts.Words != nil {
		w.words = *opts.Words
	}
	w.name = b.snap.AreaName(w.area, w.lang)
	for i := range b.all {
		switch e := &b.all[i]; {
		case e.Target.Area == w.area:
			w.own = append(w.own, e)
		case w.tree.Within(e.Target.Area, w.area):
			w.below = append(w.below, e)
		}
	}
	if err := w.readDuties(ctx, o); err != nil {
		return nil, err
	}
	w.paper.Body = w.body()
	w.paper.Name = w.say("通报", "bulletin") + "-" + w.area + "-" + strings.ReplaceAll(w.period.String(), "/", "_")
	w.paper.Title = w.title()
	return w.paper, nil
}

// body fills in the parts in the order of the paper, which numbers them, their
// tables and their pictures.
func (w *bulletinWriter) body() *bulletinBody {
	body := &bulletinBody{
		Draft:  w.say("系统生成稿，未经签发", "Draft made by the system, not signed"),
		Number: w.say("　　　〔　　　　〕　　　号", "No. ________"),
		Title:  w.title(), To: w.words.To, Opening: w.opening(),
		Signed: w.words.Signed, CC: w.words.CC, Contact: w.words.Contact,
	}
	if w.words.Date != 0 {
		body.Date = w.prose(w.words.Date)
	}
	body.Overall = w.overall()
	body.Goals = w.goals()
	body.Areas = w.areasBelow()
	body.Filing = w.filing()
	body.Problem = w.problems()
	body.Next = w.next()
	body.Notes = w.notes()
	return body
}

func (w *bulletinWriter) prose(d targets.Date) string { return targets.ProseDate(d, w.lang) }

// title is 关于××截至×月×日进展情况的通报, unless somebody wrote another one.
func (w *bulletinWriter) title() string {
	if w.words.Title != "" {
		return w.words.Title
	}
	return fmt.Sprintf(w.say("关于%s%s截至%s进展情况的通报", "Bulletin on the %[2]s of %[1]s as of %[3]s"), w.name, w.subject(), w.prose(w.book.snap.AsOf))
}

func (w *bulletinWriter) opening() string {
	return fmt.Sprintf(w.say("现将%s%s截至%s的进展情况通报如下。", "This is where the %[2]s of %[1]s stand as of %[3]s."), w.name, w.subject(), w.prose(w.book.snap.AsOf))
}

// subject is what the goals are of, by their documents.
func (w *bulletinWriter) subject() string {
	documents := w.documents()
	switch {
	case aboutStandards(documents):
		return w.say("标准化政策目标", "policy targets for standardization")
	case len(documents) == 1 && !documents[0].Short.IsZero():
		return fmt.Sprintf(w.say("“%s”目标", "targets of the “%s”"), documents[0].Short.In(w.lang))
	}
	return w.say("政策目标", "policy targets")
}

// aboutStandards reports whether every document says that it is about standards;
// none says nothing.
func aboutStandards(documents []*targets.Document) bool {
	return len(documents) > 0 && !slices.ContainsFunc(documents, func(d *targets.Document) bool { return !strings.Contains(d.Title.ZH, "标准") })
}

// subjectOf is what an evaluation across documents is about: standardization, the
// one document there is, or policy targets.
func subjectOf(documents []*targets.Document) targets.Text {
	switch {
	case aboutStandards(documents):
		return targets.Text{ZH: "标准化", EN: "standardization"}
	case len(documents) == 1 && !documents[0].Short.IsZero():
		short := documents[0].Short
		return targets.Text{ZH: "“" + short.ZH + "”", EN: "“" + short.In(targets.EN) + "”"}
	}
	return targets.Text{ZH: "政策目标", EN: "policy targets"}
}

// documents lists the documents of the goals told of, in the snapshot's order.
func (w *bulletinWriter) documents() []*targets.Document {
	var list []*targets.Document
	for i := range w.book.snap.Documents {
		d := &w.book.snap.Documents[i]
		if slices.ContainsFunc(w.own, func(e *targets.Evaluation) bool { return e.Target.Document == d.ID }) ||
			slices.ContainsFunc(w.below, func(e *targets.Evaluation) bool { return e.Target.Document == d.ID }) {
			list = append(list, d)
		}
	}
	return list
}

// head numbers the next part: 一、总体情况.
func (w *bulletinWriter) head(zh, en string) string {
	w.parts++
	return fmt.Sprintf(w.say("%s、%s", "%s. %s"), w.numeral(w.parts), w.say(zh, en))
}

// subhead numbers a part of a part: （一）亮红灯的目标.
func (w *bulletinWriter) subhead(n int, words string) string {
	return fmt.Sprintf(w.say("（%s）%s", "(%s) %s"), w.numeral(n), words)
}

// numeral is 一 to 九十九, or digits in English.
func (w *bulletinWriter) numeral(n int) string {
	if w.lang == targets.EN {
		return fmt.Sprint(n)
	}
	digits := []rune("零一二三四五六七八九")
	tens, ones := n/10, n%10
	var s string
	if tens > 1 {
		s = string(digits[tens])
	}
	if tens > 0 {
		s += "十"
	}
	if ones > 0 {
		s += string(digits[ones])
	}
	return s
}

// list joins names as the language does.
func (w *bulletinWriter) list(names []string) string {
	return strings.Join(names, w.say("、", ", "))
}

// units names who answers for a goal: the departments that its document names,
// else the one of the indicator; empty where neither names any.
func (w *bulletinWriter) units(e *targets.Evaluation) string {
	ids := e.Target.Leads
	if len(ids) == 0 && e.Indicator.Responsible != "" {
		ids = []string{e.Indicator.Responsible}
	}
	return w.departments(ids)
}

func (w *bulletinWriter) departments(ids []string) string {
	var names []string
	for _, id := range ids {
		if d := w.book.snap.Department(id); d != nil {
			names = append(names, d.Name.In(w.lang))
		}
	}
	return w.list(names)
}

// called names a goal; below its area the area stands first.
func (w *bulletinWriter) called(e *targets.Evaluation) string {
	name := e.Indicator.Name.In(w.lang)
	if e.Target.Area == w.area {
		return name
	}
	return w.book.snap.AreaName(e.Target.Area, w.lang) + w.say("", ": ") + name
}
