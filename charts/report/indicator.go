package report

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// maxPanels is how many small multiples are read before they become a list: four
// lines of three. The table below has every goal.
const maxPanels = 12

// indicatorBody answers: the same question asked in several documents and areas,
// where does each stand, on one scale?
type indicatorBody struct {
	Name     string
	Facts    []string // measure, unit, cadence
	Summary  string
	Tally    tally
	Picture  *picture
	Drawn    string // which goals the picture shows, where it does not show all
	Goals    int
	Rows     []askedRow
	Bullets  bool
	Whiskers bool
	Ranked   string // what the places are among; "" where nothing is ranked
	More     link   // to the goals that are not listed
	Others   []unasked
	MoreAway int // areas without a goal that are not listed
	Card     card
	Sister   *link
	Sources  []sourced
}

// An askedRow is a goal in an area, with what the same question needs beside it.
type askedRow struct {
	row
	Where      link // the area
	Completion string
	Place      string // among the comparable
}

// An unasked is the newest figure of an area that has no goal.
type unasked struct {
	Where   link
	Figure  figure
	Earlier string // how many figures it has besides, and since when
}

// A sourced is a publication that newest figures come from.
type sourced struct {
	Source link
	N      int
}

func (p page) indicator(_ context.Context, f *frame) error {
	ind := p.book.snap.Indicator(p.id)
	list := byArea(p.book.byIndicator[ind.ID])
	body := &indicatorBody{
		Name: ind.Name.In(p.lang), Facts: p.facts(ind), Summary: p.asked(ind, list), Tally: p.tallyOf(list, nil), Goals: len(list), Card: p.card(ind),
	}
	p.panels(body, list)
	p.askedRows(body, list)
	p.others(body, ind)
	p.sources(body, list)
	if sister := ind.Sister; p.book.hasIndicator(sister) {
		body.Sister = &link{Text: p.book.snap.Indicator(sister).Name.In(p.lang), Href: p.to(indicatorAddress(sister))}
	}
	f.Title = body.Name
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: p.say("指标", "Indicators"), Href: p.to(single[indicatorsKind])}, {Text: f.Title}}
	f.Newest = p.newest(list)
	f.Pictures, f.Body = body.Picture != nil, body
	return nil
}

// byArea orders goals by area and, within one, as the documents do.
func byArea(list []*targets.Evaluation) []*targets.Evaluation {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *targets.Evaluation) int { return strings.Compare(a.Target.Area, b.Target.Area) })
	return list
}

func (p page) facts(ind *targets.Indicator) []string {
	facts := []string{p.measure(ind)}
	if unit := p.unitName(ind); unit != "" {
		facts = append(facts, p.say("单位：", "unit: ")+unit)
	}
	return append(facts, p.say("报告频率：", "cadence: ")+ind.Cadence.Name().In(p.lang))
}

// asked says who asks for it: 2个文件在3个地区提出4项目标, and how they stand.
func (p page) asked(ind *targets.Indicator, list []*targets.Evaluation) string {
	others := p.many(len(p.book.seriesAreas[ind.ID]), "%d个地区", "%d area", "%d areas")
	if len(list) == 0 {
		return p.say("没有文件就这一指标提出目标；", "No document sets a goal for it; ") + others + p.say("有数据。", " with figures.")
	}
	documents, areas := spread(list)
	values := make([]targets.Evaluation, len(list))
	for i, e := range list {
		values[i] = *e
	}
	return p.many(documents, "%d个文件", "%d document", "%d documents") + p.many(areas, "在%d个地区提出目标。", " with a goal for %d area. ", " with goals for %d areas. ") +
		targets.Summary(values, p.book.snap.AsOf, p.lang)
}

// panels draws the goals that have figures, each with its own goal, on one scale.
func (p page) panels(body *indicatorBody, list []*targets.Evaluation) {
	drawn := slices.DeleteFunc(slices.Clone(list), func(e *targets.Evaluation) bool { return !e.Value.Known() })
	if all := len(drawn); all > maxPanels {
		drawn = p.neediest(drawn)[:maxPanels]
		body.Drawn = fmt.Sprintf(p.say("有数据的%d项目标中，图中是最需要关注的%d项。", "Of the %d goals with figures the picture shows the %d that need most attention."), all, maxPanels)
	}
	_, areas := spread(drawn)
	name := func(e *targets.Evaluation) string {
		if areas == len(drawn) {
			return p.book.snap.AreaName(e.Target.Area, p.lang)
		}
		return p.book.snap.AreaName(e.Target.Area, p.lang) + p.say("·", " · ") + short(e.Document, p.lang)
	}
	href := func(e *targets.Evaluation) string { return p.to(targetAddress(e.Target.ID)) }
	if len(drawn) > 0 {
		body.Picture = p.picture("panels", body.Name, charts.Multiples(drawn, name, href, p.lang))
	}
}

// neediest orders goals by how much attention they need, those alike as they were.
func (p page) neediest(list []*targets.Evaluation) []*targets.Evaluation {
	need := func(e *targets.Evaluation) int {
		return slices.Index([]targets.Light{targets.Red, targets.Yellow, targets.Blue, targets.Green, targets.Grey}, e.Light())
	}
	slices.SortStableFunc(list, func(a, b *targets.Evaluation) int { return need(a) - need(b) })
	return list
}

func (p page) askedRows(body *indicatorBody, list []*targets.Evaluation) {
	places := p.rank(body, list)
	for i, e := range list {
		if i == maxRows {
			n := len(list) - i
			body.More = link{
				Text: p.many(n, "另有%d项目标，见全部目标", "%d more target in the table of all targets", "%d more targets in the table of all targets"),
				Href: p.goalsOf("text", url.PathEscape(body.Name), ""),
			}
			break
		}
		line := askedRow{row: p.row(e), Where: p.place(e.Target.Area), Place: places[e.Target.ID]}
		if e.Completion.Known() {
			line.Completion = targets.FormatShare(e.Completion)
		}
		body.Bullets = body.Bullets || line.Bullet != nil
		body.Whiskers = body.Whiskers || line.Bullet != nil && line.Bullet.Whisker != nil
		body.Rows = append(body.Rows, line)
	}
}

// others lists the areas that have figures and were asked for nothing.
func (p page) others(body *indicatorBody, ind *targets.Indicator) {
	areas := p.book.seriesAreas[ind.ID]
	if len(areas) > maxRows {
		body.MoreAway, areas = len(areas)-maxRows, areas[:maxRows]
	}
	for _, area := range areas {
		series := p.book.series[targets.SeriesKey{Indicator: ind.ID, Area: area}]
		line := unasked{Where: p.place(area), Figure: p.figure(&series[len(series)-1], ind)}
		if n := len(series) - 1; n > 0 {
			line.Earlier = p.many(n, "此前%d期，自", "%d earlier, from ", "%d earlier, from ") + series[0].Period.String() + p.say("起", " on")
		}
		body.Others = append(body.Others, line)
	}
}

// maxSources is how many publications are named; the pages of the goals and the
// table of figures without a goal name every one.
const maxSources = 30

// sources counts the publications of the newest figures, the most used first.
func (p page) sources(body *indicatorBody, list []*targets.Evaluation) {
	at := map[link]int{}
	add := func(f *targets.Figure) {
		s := p.source(f)
		if s.Text == "" {
			return
		}
		i, ok := at[s]
		if !ok {
			i, at[s] = len(body.Sources), len(body.Sources)
			body.Sources = append(body.Sources, sourced{Source: s})
		}
		body.Sources[i].N++
	}
	for _, e := range list {
		if e.Figure != nil {
			add(e.Figure)
		}
	}
	slices.SortStableFunc(body.Sources, func(a, b sourced) int { return b.N - a.N })
	body.Sources = body.Sources[:min(len(body.Sources), maxSources)]
}
