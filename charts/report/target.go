package report

import (
	"context"
	"slices"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
	wordings "github.com/biaochi/biaochi/targets/words"
)

// targetBody answers: where is this goal, where should it be, and how do we know?
type targetBody struct {
	Row       row
	Sentence  string
	Reason    string
	Picture   *picture
	Forecast  *forecast
	Parts     *breakdown
	HasPath   bool // what else there is in the picture
	HasGoal   bool
	HasFan    bool
	Hollow    bool
	Figures   []figure // newest first
	Others    []figure
	History   *history // nil where nothing counts yet
	Points    []figure // those of the picture, for the table beside it
	Summed    bool     // the picture adds them up
	Uncovered []string
	Notes     []string
	Steps     []targets.Step
	Clause    clause
	Card      card
	Units     []unit
	Related   related
	Ledger    *link     // of a target that stands for all tasks of its document
	Workbook  string    // of the document; "" where there is none
	Download  *download // nil where there is nothing to take away
	Alone     *picture  // a gauge, where one number stands alone: nothing to make a line of
}

// A figure is one line of the table of figures.
type figure struct {
	Period                     [2]string
	Value, Parts, Flag, Origin string
	Published                  targets.Date
	Note                       string
	Source                     link
	Plain                      bool // nothing is to be known about it
	Used                       bool // the value was made of it
	Revision                   int
	Sum                        string // of a flow: with all figures before it
}

// A clause says where the goal stands in its document and how it was read.
type clause struct {
	Document, Number, Locator, AsWritten, Reading string
	Href                                          string
	Measure, Comparator                           string
	Start, StartBasis, Deadline, DeadlineBasis    string
	Baseline, BaselineBasis                       string
	Leads, Participants                           string
	AllocatedFrom                                 *link
	Path                                          []pathPoint
	Adjustments                                   []adjustment // oldest first
}

// A pathPoint is a milestone of the document's own path.
type pathPoint struct{ On, Value string }

// A unit is one thing a time limit runs for.
type unit struct {
	Name, Start, Due, End, Status string
	Late                          bool
}

func (p page) target(ctx context.Context, f *frame) error {
	e := p.book.targets[p.id]
	past, err := p.history(ctx, e)
	if err != nil {
		return err
	}
	body := &targetBody{
		Row: p.row(e), Sentence: e.Sentence(p.lang), Reason: e.Reason.In(p.lang),
		Picture:  p.picture(trendID, e.Indicator.Name.In(p.lang), charts.Trend(e, p.lang)),
		Forecast: p.forecast(e), Parts: p.breakdown(e),
		History: past, Steps: e.Steps(p.lang), Clause: p.clause(e), Card: p.card(e.Indicator),
	}
	body.HasPath, body.HasGoal, body.HasFan = len(e.Path) > 0, e.Goal.Known(), e.Forecast.Known()
	p.figures(body, e)
	for _, period := range e.Uncovered {
		body.Uncovered = append(body.Uncovered, period.Label(p.lang))
	}
	for _, n := range e.Notes {
		body.Notes = append(body.Notes, n.In(p.lang))
	}
	for _, u := range e.Units {
		body.Units = append(body.Units, p.unit(u))
	}
	body.Related, body.Workbook = p.related(e), p.workbook(e.Target.Document)
	if e.Value.Known() && len(body.Points) == 1 && len(e.Path) == 0 {
		body.Alone = p.picture(aloneID, e.Indicator.Name.In(p.lang), charts.Gauge(e, p.lang))
	}
	if body.Alone != nil {
		body.Picture = nil
	}
	body.Download = p.download(e, body.Alone, body.Picture, body.Parts.ranking())
	if e.Target.Ledger {
		body.Ledger = &link{Text: body.Row.Document.Text, Href: body.Row.Document.Href + "#ledger-head"}
	}
	f.Title = body.Row.Name + p.say("（", " (") + body.Row.Area + p.say("）", ")")
	f.Crumbs = []link{
		{Text: p.say("总览", "Overview"), Href: f.Home},
		{Text: body.Row.Document.Text, Href: body.Row.Document.Href}, {Text: body.Row.Name},
	}
	f.Pictures = body.Picture != nil || body.Alone != nil || body.Parts.ranking() != nil
	f.Newest, f.Body = p.newest(append(slices.Clone(p.book.parts[e.Target.ID]), e)), body
	return nil
}

// related are other targets of the same indicator: the nearest, and how many
// there are.
type related struct {
	Rows []row
	N    int
	More string // the indicator's page, which has them all; "" where there is none
}

// mostRelated is how many are shown.
const mostRelated = 8

// related lists those of the same area first, then those of the same document;
// the target's own parts are in its breakdown.
func (p page) related(e *targets.Evaluation) related {
	var near [3][]*targets.Evaluation
	r := related{}
	for _, other := range p.book.byIndicator[e.Target.Indicator] {
		far := 2
		switch {
		case other == e || other.Target.AllocatedFrom == e.Target.ID: // which the breakdown has
			continue
		case other.Target.Area == e.Target.Area:
			far = 0
		case other.Target.Document == e.Target.Document:
			far = 1
		}
		r.N++
		near[far] = append(near[far], other)
	}
	for _, other := range slices.Concat(near[:]...) {
		if len(r.Rows) == mostRelated {
			break
		}
		r.Rows = append(r.Rows, p.row(other))
	}
	if p.book.hasIndicator(e.Target.Indicator) {
		r.More = p.to(indicatorAddress(e.Target.Indicator))
	}
	return r
}

// figures lists the series newest first, the sources that stand back apart.
func (p page) figures(body *targetBody, e *targets.Evaluation) {
	used, other := map[targets.Key]bool{}, map[targets.Key]bool{}
	sum, sums := map[targets.Key]string{}, e.RunningSums()
	for i := range e.Used {
		used[e.Used[i].Key] = true
		if sums != nil {
			sum[e.Used[i].Key] = targets.FormatValue(sums[i], e.Indicator, p.lang)
		}
	}
	for i := range e.Others {
		other[e.Others[i].Key] = true
		body.Others = append(body.Others, p.figure(&e.Others[i], e.Indicator))
	}
	for i := len(e.Series) - 1; i >= 0; i-- {
		f := &e.Series[i]
		if other[f.Key] {
			continue
		}
		line := p.figure(f, e.Indicator)
		line.Used = used[f.Key]
		body.Figures = append(body.Figures, line)
		if f.Value.Known() {
			line.Sum = sum[f.Key]
			body.Summed = body.Summed || line.Sum != ""
			body.Points = append(body.Points, line)
			body.Hollow = body.Hollow || f.Bound != targets.Exact || f.Flag == targets.DefinitionDiffer
		}
	}
}

func (p page) figure(f *targets.Figure, ind *targets.Indicator) figure {
	line := figure{
		Period: ends(f.Period), Value: charts.FigureText(f, ind, p.lang), Origin: f.Origin.Name().In(p.lang),
		Published: f.Published, Source: p.source(f), Revision: f.Revision,
	}
	line.Flag = f.Flag.Name().In(p.lang)
	line.Plain = f.Flag == targets.Normal
	if ind.OutOfRange(f) {
		outside := wordings.OutOfRange.In(p.lang)
		if !line.Plain {
			outside = line.Flag + p.say("，", ", ") + outside
		}
		line.Flag, line.Plain = outside, false
	}
	if p.book.keepsNote(f) {
		line.Note = f.Note
	}
	if f.Numerator.Known() && f.Denominator.Known() {
		line.Parts = targets.FormatNumber(f.Numerator) + " ÷ " + targets.FormatNumber(f.Denominator)
	}
	return line
}

func (p page) clause(e *targets.Evaluation) clause {
	t := e.Target
	c := clause{
		Document: e.Document.Title.In(p.lang), Number: e.Document.Number, Href: p.to(documentAddress(t.Document)),
		Locator: t.Locator.In(p.lang), AsWritten: t.AsWritten, Reading: t.Reading.In(p.lang),
		Measure: p.measure(e.Indicator), Comparator: t.Comparator.Name().In(p.lang),
		Start: t.Start.String(), StartBasis: t.StartBasis.Name().In(p.lang),
		Deadline: p.deadline(t), DeadlineBasis: t.DeadlineBasis.Name().In(p.lang),
		Leads: p.names(t.Leads), Participants: p.names(t.Participants), Adjustments: p.adjustments(e), Path: p.milestones(t.Path, e.Indicator),
	}
	if e.Baseline.Known() {
		c.Baseline = targets.FormatValue(e.Baseline, e.Indicator, p.lang)
		c.BaselineBasis = e.BaselineDate.String() + p.say("，", ", ") + e.BaselineBasis.Name().In(p.lang)
	}
	if from := p.book.targets[t.AllocatedFrom]; from != nil {
		c.AllocatedFrom = &link{Text: from.Indicator.Name.In(p.lang), Href: p.to(targetAddress(t.AllocatedFrom))}
	}
	return c
}

// measure says what kind of quantity it is: 计数（累计）.
func (p page) measure(ind *targets.Indicator) string {
	s := ind.Measure.Name().In(p.lang)
	if ind.Accumulation == "" {
		return s
	}
	return s + p.say("（", " (") + ind.Accumulation.Name().In(p.lang) + p.say("）", ")")
}

func (p page) unit(v targets.UnitVerdict) unit {
	u := unit{
		Name: v.Unit.Name.In(p.lang), Start: v.Unit.Start.String(), Due: v.Due.String(), End: v.Unit.End.String(),
		Status: v.Status.In(p.lang), Late: v.Late,
	}
	return u
}
