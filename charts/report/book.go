package report

import (
	"context"
	"maps"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// A book is one snapshot, judged once, with the look-ups that keep the work of
// one page from growing with the number of all targets.
type book struct {
	snap    *targets.Snapshot
	source  Source // of what only one page needs
	pasts   *pasts
	langs   []targets.Lang
	version string
	hosts   map[string][]string // of publishers, with the names they are cited by
	asked   asked               // the two clocks, where a reader set them
	live    bool                // served, not written: pages offer a choice of the two clocks
	query   string              // carried by every link between pages: "?as-of=2024-06-30" or ""
	ranking bool                // areas are ranked among each other
	public  bool                // the public edition

	all           []targets.Evaluation // in the order of the snapshot
	before        []targets.Evaluation // the same at the end of the day since, as known then
	since         targets.Date         // what changed after this day is told; 0: nothing is
	duties        []targets.Duty       // of periods that ended in the year up to the day judged
	areas         []string             // codes of the areas that have a page, in the snapshot's order
	areaSet       map[string]bool
	indicators    []string // ids of those that have one
	indicatorSet  map[string]bool
	seriesAreas   map[string][]string                    // of series, by indicator: the codes, in order
	writeWorkbook Workbook                               // nil: documents have none
	forecasts     bool                                   // pages tell of forecasts
	series        map[targets.SeriesKey][]targets.Figure // standing figures of series that no target asks for
	targets       map[string]*targets.Evaluation
	byDocument    map[string][]targets.Evaluation
	byIndicator   map[string][]*targets.Evaluation
	parts         map[string][]*targets.Evaluation // of the target they are allocated from
	tasks         map[string][]*targets.Task       // by document
	statuses      map[string]*targets.TaskStatus
	tallies       map[string]*areaTally // by area that has a page
	rate          targets.Rate          // of all offices
}

func newBook(snap *targets.Snapshot, o Options) *book {
	b := &book{
		snap: snap, pasts: &pasts{}, langs: o.Langs, version: o.Version, hosts: hostsOf(o.Publishers), ranking: !o.NoRanking, public: o.Public, writeWorkbook: o.Workbook, forecasts: !o.NoForecast,
		all: snap.Evaluate(), targets: map[string]*targets.Evaluation{},
		byDocument: map[string][]targets.Evaluation{}, byIndicator: map[string][]*targets.Evaluation{},
		parts: map[string][]*targets.Evaluation{},
		tasks: map[string][]*targets.Task{}, statuses: map[string]*targets.TaskStatus{},
	}
	for i := range b.all {
		e := &b.all[i]
		b.part(e, o)
		b.targets[e.Target.ID] = e
		b.byDocument[e.Target.Document] = append(b.byDocument[e.Target.Document], *e)
		b.byIndicator[e.Target.Indicator] = append(b.byIndicator[e.Target.Indicator], e)
	}
	for i := range snap.Allocated {
		b.part(new(snap.EvaluateTarget(&snap.Allocated[i])), o)
	}
	for i := range snap.Tasks {
		t := &snap.Tasks[i]
		b.tasks[t.Document] = append(b.tasks[t.Document], t)
	}
	for i := range snap.Statuses {
		if st := &snap.Statuses[i]; st.On <= snap.AsOf {
			b.statuses[st.Task] = st
		}
	}
	return b
}

// part files an evaluation under the target it is a share of, without what the
// edition leaves out.
func (b *book) part(e *targets.Evaluation, o Options) {
	if o.NoForecast {
		e.Forecast = nil
	}
	if from := e.Target.AllocatedFrom; from != "" {
		b.parts[from] = append(b.parts[from], e)
	}
}

// A kind of page: its name is that of its template.
type kind string

// The kinds.
const (
	overviewKind   kind = "overview"
	allKind        kind = "all"        // every target in one table
	areasKind      kind = "areas"      // the list of areas
	areaKind       kind = "area"       // one area
	documentsKind  kind = "documents"  // the list of documents
	documentKind   kind = "document"   // one document
	indicatorsKind kind = "indicators" // the list of indicators
	indicatorKind  kind = "indicator"  // one indicator
	targetKind     kind = "target"
	changesKind    kind = "changes"
	searchKind     kind = "search"
	indexKind      kind = "index" // what the search looks through: a script that only assigns data
	feedKind       kind = "feed"  // the changes as an Atom feed
	methodKind     kind = "method"
	problemKind    kind = "problem"
)

// makers fill in the body of each kind of page.
var makers = map[kind]func(page, context.Context, *frame) error{
	overviewKind: page.overview, allKind: page.allTargets, areasKind: page.areas, areaKind: page.area,
	documentsKind: page.documents, documentKind: page.document, indicatorsKind: page.indicators, indicatorKind: page.indicator,
	targetKind: page.target, changesKind: page.changes, feedKind: page.feed, searchKind: page.search, indexKind: page.index, methodKind: page.method,
}

// A page is one address of the book in one language.
type page struct {
	kind kind
	id   string // of the document or target
	lang targets.Lang
	book *book
}

// pages lists every page, all languages of one address together.
func (b *book) pages() []page {
	var list []page
	add := func(k kind, id string) {
		for _, lang := range b.langs {
			list = append(list, page{k, id, lang, b})
		}
	}
	for _, k := range slices.Sorted(maps.Keys(single)) {
		add(k, "")
	}
	for _, code := range b.areas {
		add(areaKind, code)
	}
	for _, id := range b.indicators {
		add(indicatorKind, id)
	}
	for i := range b.snap.Documents {
		add(documentKind, b.snap.Documents[i].ID)
	}
	for i := range b.all {
		add(targetKind, b.all[i].Target.ID)
	}
	return list
}
