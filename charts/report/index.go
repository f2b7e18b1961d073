package report

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// A searchIndex is what the search page looks through. Nouns stand once and goals
// name them by their place, so that 3,000 goals stay some hundred kilobytes.
type searchIndex struct {
	Query      string           `json:"query"`  // carried by the links of a served page
	States     [][2]string      `json:"states"` // light, mark's word
	Areas      []indexArea      `json:"areas"`
	Documents  []indexDocument  `json:"documents"`
	Indicators []indexIndicator `json:"indicators"`
	Goals      []indexGoal      `json:"goals"`
}

// indexArea is code, name, name of the area above; without a code there is no page.
type indexArea [3]string

// indexDocument is id, short title, whole title, number.
type indexDocument [4]string

// indexIndicator is id and name; without an id there is no page.
type indexIndicator [2]string

// indexGoal is id, places of indicator, area, document and state, value, goal,
// clause with the words as written.
type indexGoal [8]any

func (p page) index(_ context.Context, f *frame) error {
	f.Body = p.indexed()
	return nil
}

// printIndex prints the search index: a script that assigns data and does nothing
// else, because a page opened from disk may load scripts and no data.
func printIndex(f frame) ([]byte, error) {
	content, err := json.Marshal(f.Body)
	if err != nil {
		return nil, fmt.Errorf("marshal search index: %w", err)
	}
	return append(append([]byte("window.biaochiIndex="), content...), ';', '\n'), nil
}

func (p page) indexed() *searchIndex {
	b := p.book
	x := &searchIndex{Query: b.query, States: [][2]string{}, Areas: []indexArea{}, Documents: []indexDocument{}, Indicators: []indexIndicator{}, Goals: []indexGoal{}}
	areas, documents, indicators, states := places{}, places{}, places{}, places{}
	for _, code := range b.areas {
		areas.of(code, func() { x.Areas = append(x.Areas, p.indexArea(code)) })
	}
	for i := range b.snap.Documents {
		d := &b.snap.Documents[i]
		documents.of(d.ID, func() {
			x.Documents = append(x.Documents, indexDocument{d.ID, short(d, p.lang), d.Title.In(p.lang), d.Number})
		})
	}
	for _, id := range b.indicators {
		indicators.of(id, func() { x.Indicators = append(x.Indicators, indexIndicator{id, b.snap.Indicator(id).Name.In(p.lang)}) })
	}
	for i := range b.all {
		e := &b.all[i]
		t, name := e.Target, e.StateName(p.lang)
		x.Goals = append(x.Goals, indexGoal{
			t.ID, indicators.of(t.Indicator, func() { x.Indicators = append(x.Indicators, indexIndicator{"", e.Indicator.Name.In(p.lang)}) }),
			areas.of(t.Area, func() { x.Areas = append(x.Areas, p.indexArea(t.Area)) }), documents[t.Document],
			states.of(name, func() { x.States = append(x.States, [2]string{string(e.Light()), name}) }),
			valueOrNone(e, p.lang), e.GoalText(p.lang), t.Locator.In(p.lang) + " " + t.AsWritten,
		})
	}
	return x
}

// valueOrNone is empty where there is no figure.
func valueOrNone(e *targets.Evaluation, lang targets.Lang) string {
	if !e.Value.Known() {
		return ""
	}
	return e.ValueText(lang)
}

func (p page) indexArea(code string) indexArea {
	b := p.book
	line := indexArea{"", b.snap.AreaName(code, p.lang), ""}
	if b.hasArea(code) {
		line[0] = code
	}
	if a := b.snap.Area(code); a != nil && a.Level != targets.LevelProvince && a.Parent != "" {
		line[2] = b.snap.AreaName(a.Parent, p.lang)
	}
	return line
}

// places number names in the order in which they were first asked for.
type places map[string]int

// of is the place of a name; add is called when it is new.
func (p places) of(name string, add func()) int {
	n, ok := p[name]
	if !ok {
		n = len(p)
		p[name] = n
		add()
	}
	return n
}
