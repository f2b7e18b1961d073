package report

import (
	"context"

	"github.com/biaochi/biaochi/targets"
)

// indicatorsBody answers: what is measured, by whom is it asked for, and where
// does it stand?
type indicatorsBody struct {
	Summary  string
	Lines    []indicatorLine
	Measures []measureChoice // of the filter
	More     string          // of a list that is cut
	Search   string          // where those that were cut are found
}

// A measureChoice is one value of the filter by measure.
type measureChoice struct{ Key, Text string }

// An indicatorLine is one indicator of the list.
type indicatorLine struct {
	Name      link
	Key       targets.Measure // for the filter
	Measure   string
	Unit      string
	Cadence   string
	Goals     int
	Documents int
	Areas     int // with a goal
	Others    int // areas with figures and without a goal
	Tally     tally
}

func (p page) indicators(_ context.Context, f *frame) error {
	b := p.book
	body := &indicatorsBody{Search: f.Search}
	seen := map[targets.Measure]bool{}
	for i, id := range b.indicators {
		if i == maxIndicators {
			n := len(b.indicators) - i
			body.More = p.many(n, "另有%d个指标没有列出。", "%d more indicator is not listed.", "%d more indicators are not listed.")
			break
		}
		line := p.indicatorLine(b.snap.Indicator(id))
		body.Lines = append(body.Lines, line)
		if !seen[line.Key] {
			seen[line.Key] = true
			body.Measures = append(body.Measures, measureChoice{string(line.Key), line.Key.Name().In(p.lang)})
		}
	}
	body.Summary = p.many(len(b.indicators), "%d个指标", "%d indicator", "%d indicators") + p.many(len(b.all), "，用于%d项目标。", ", used by %d target.", ", used by %d targets.")
	f.Title = p.say("指标", "Indicators")
	f.Crumbs = []link{{Text: p.say("总览", "Overview"), Href: f.Home}, {Text: f.Title}}
	f.Body = body
	return nil
}

func (p page) indicatorLine(ind *targets.Indicator) indicatorLine {
	list := p.book.byIndicator[ind.ID]
	documents, areas := spread(list)
	return indicatorLine{
		Name: link{Text: ind.Name.In(p.lang), Href: p.to(indicatorAddress(ind.ID))}, Key: ind.Measure, Measure: p.measure(ind),
		Unit: p.unitName(ind), Cadence: ind.Cadence.Name().In(p.lang), Goals: len(list), Documents: documents, Areas: areas,
		Others: len(p.book.seriesAreas[ind.ID]), Tally: p.tallyOf(list, nil),
	}
}

// spread counts the documents and the areas of some goals.
func spread(list []*targets.Evaluation) (documents, areas int) {
	d, a := map[string]bool{}, map[string]bool{}
	for _, e := range list {
		d[e.Target.Document], a[e.Target.Area] = true, true
	}
	return len(d), len(a)
}
