// Package storetest is the suite that every engine of targets/store must pass
// unchanged: what a Store promises, tried through its methods alone.
package storetest

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
	"pgregory.net/rapid"
)

// Run runs the suite. open returns a new, empty, migrated Store of its own for
// each call and closes it when t ends.
func Run(t *testing.T, open func(t testing.TB) *store.Store) {
	for name, rule := range map[string]func(*testing.T, *world){
		"a database is founded once":                           foundedOnce,
		"a founding figure is known from its publication":      knownFromPublication,
		"real and training figures do not mix":                 demoApart,
		"the same catalogue changes nothing":                   sameSeed,
		"a changed noun is a new version":                      changedSeed,
		"a goal changes only with its document":                adjustedSeed,
		"a goal holds from the day of its document":            adjustedAsOf,
		"what a day asked for changes by a new document alone": adjustmentsKept,
		"a target that is gone is retired and may come back":   retiredSeed,
		"an id is not reused for another thing":                identityKept,
		"an id occurs once":                                    idsOnce,
		"the order of the catalogue is kept":                   orderKept,
		"figures come in the order of keys":                    keyOrder,
		"digits are kept as typed":                             digitsKept,
		"a correction stands and the old revision stays":       correction,
		"a withdrawn figure is hidden":                         withdrawal,
		"a history tells who knew what when":                   whoKnewWhat,
		"a restatement keeps both series":                      restated,
		"a lost race writes nothing":                           lostRace,
		"rows that are not what the batch says are refused":    wrongBatch,
		"an unknown indicator or area is refused":              unknownNames,
		"submitted figures do not stand":                       submitOnly,
		"all steps must approve":                               allSteps,
		"a review is in turn":                                  inTurn,
		"a returned figure never stands":                       returned,
		"one figure of an entry may be reviewed alone":         reviewedAlone,
		"a draft is outside revisions and chain":               drafts,
		"a submission sees the newest revision":                submitRace,
		"a task's newest status up to the day counts":          statuses,
		"evidence is kept once, by its hash":                   evidence,
		"cut points are known from their recording":            cuts,
		"a selection narrows":                                  selections,
		"time in the chain never decreases":                    timeKept,
		"two hundred writers at once are all answered":         manyWriters,
		"of many writers of one revision one wins":             oneWinner,
		"readers go on beside a writer":                        readersGoOn,
		"a read-back chain fits":                               chainFits,
		"a save after closing is refused":                      afterClose,
		"an abandoned save is not written":                     abandonedSave,
		"equal generations give equal snapshots":               generations,
		"the present catalogue is what was seeded":             catalogueNow,
		"an empty database has an empty snapshot":              emptySnapshot,
		"the head of a time is the entry known then":           headAt,
		"an import that is refused leaves no trace of a write": noTrace,
		"a register is versions known at their time":           registerKept,
		"areas with a duty are read with the target above":     reportedBelow,
		"a register refuses what has no name or comes twice":   registerRefused,
		"a handover is read as it was handed in":               handedIn,
		"a handover is of one filing":                          handoverRefused,
		"a whole review leaves single returns alone":           singlyThenWhole,
		"reviews are written all or none":                      allOrNone,
		"a handover is withdrawn until it is opened":           takenBack,
		"what a superior filled in is confirmed":               filledFor,
		"an answer is the newest revision not withdrawn":       answered,
		"an imported figure answers the filing it is of":       importedAnswers,
		"a key writes once":                                    onceOnly,
		"a filing's draft moves on by its version":             filingDrafts,
		"many hand in and review at once":                      quarterEnd,
		"the newest revision is found, standing or not":        newestRevisions,
		"evidence is named without its bytes":                  evidenceHeads,
		"rights are chained and the rest of an account is not": accounts,
		"sessions live outside the chain":                      sessions,
		"a token's grant and revocation are chained":           tokens,
		"a task is reported, closed and reopened":              ledger,
		"a timeline tells what happened to a figure":           timelines,
		"a link works once":                                    links,
		"contacts are kept by office":                          contacts,
		"sign-in failures are counted in the chain":            failuresCounted,
	} {
		t.Run(name, func(t *testing.T) { rule(t, newWorld(t, open(t))) })
	}
	t.Run("what was known never changes", func(t *testing.T) {
		rapid.Check(t, func(r *rapid.T) { knownForever(r, newWorld(r, open(t))) })
	})
}

// A world is an empty store and a clock that moves by the test alone.
type world struct {
	rapid.TB // of a rule, or of one history of a property
	ctx      context.Context
	s        *store.Store
	now      time.Time
}

func newWorld(t rapid.TB, s *store.Store) *world {
	return &world{TB: t, ctx: context.Background(), s: s, now: time.Date(2026, 1, 10, 1, 2, 3, 0, time.UTC)}
}

// later moves the clock an hour and returns the new time.
func (w *world) later() time.Time {
	w.now = w.now.Add(time.Hour)
	return w.now
}

// ok fails the test on an error.
func (w *world) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// kind fails unless err is of the kind.
func (w *world) kind(err error, want targets.Kind) {
	w.Helper()
	if got := targets.KindOf(err); err == nil || got != want {
		w.Fatalf("error %v is of kind %q, want %q", err, got, want)
	}
}

func (w *world) equal(what string, got, want any) {
	w.Helper()
	g, w2 := text(got), text(want)
	if g != w2 {
		w.Fatalf("%s:\n got %s\nwant %s", what, g, w2)
	}
}

func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// found loads the small catalogue and the figures.
func (w *world) found(figures ...targets.Figure) *targets.Catalogue {
	w.Helper()
	c := small()
	_, err := w.s.Found(w.ctx, "operator", c, figures, w.later())
	w.ok(err)
	return c
}

// small is a country, two provinces with a city, and four targets of two
// documents. The flow "new" has the sister "all".
func small() *targets.Catalogue {
	area := func(code, zh string, level targets.AreaLevel, parent string) targets.Area {
		return targets.Area{ID: code, Code: code, Name: targets.Text{ZH: zh, EN: zh}, Level: level, Parent: parent}
	}
	indicator := func(id string, a targets.Accumulation, sister string) targets.Indicator {
		return targets.Indicator{ID: id, Name: targets.Text{ZH: id, EN: id}, Measure: targets.Count, Accumulation: a,
			Unit: targets.Unit{ZH: "项", EN: "standard", Plural: "standards"}, Cadence: targets.Yearly, Sister: sister}
	}
	target := func(id, document, indicator, area string, goal int64) targets.Target {
		return targets.Target{ID: id, Document: document, Indicator: indicator, Area: area, Comparator: targets.AtLeast,
			Goal: targets.NewDecimal(goal), Start: targets.NewDate(2021, 1, 1), Deadline: targets.NewDate(2025, 12, 31)}
	}
	return &targets.Catalogue{
		Areas: []targets.Area{
			area(targets.Country, "全国", targets.LevelCountry, ""), area("330000", "浙江", targets.LevelProvince, targets.Country),
			area("330100", "杭州", targets.LevelPrefecture, "330000"), area("610000", "陕西", targets.LevelProvince, targets.Country),
		},
		Departments: []targets.Department{{ID: "samr", Name: targets.Text{ZH: "市场监管总局", EN: "SAMR"}}},
		Indicators: []targets.Indicator{indicator("all", targets.Cumulative, ""), indicator("new", targets.Flow, "all"),
			indicator("loose", targets.Stock, "")},
		Documents: []targets.Document{
			{ID: "plan", Number: "国发〔2021〕1号", Title: targets.Text{ZH: "计划", EN: "Plan"}, Area: targets.Country, Issued: targets.NewDate(2021, 10, 1)},
			{ID: "zhejiang", Number: "浙政〔2022〕2号", Title: targets.Text{ZH: "方案", EN: "Scheme"}, Area: "330000", Issued: targets.NewDate(2022, 1, 1)},
		},
		Targets: []targets.Target{target("z-all", "zhejiang", "all", "330000", 4000), target("c-all", "plan", "all", targets.Country, 9000),
			target("z-new", "zhejiang", "new", "330000", 50), target("h-all", "zhejiang", "all", "330100", 400)},
		Tasks: []targets.Task{{ID: "t-1", Document: "plan", Number: "一"}, {ID: "t-2", Document: "plan", Number: "二"}},
	}
}

// figure is a whole number reported by an office.
func figure(indicator, area, period string, value int64) targets.Figure {
	p, err := targets.ParsePeriod(period)
	if err != nil {
		panic(err)
	}
	return targets.Figure{Key: targets.Key{Indicator: indicator, Area: area, Period: p}, Revision: 1, Value: targets.NewDecimal(value),
		Flag: targets.Normal, Origin: targets.OriginOffice}
}

// revised is a figure's later revision.
func revised(f targets.Figure, revision int, value int64) targets.Figure {
	f.Revision, f.Value = revision, targets.NewDecimal(value)
	return f
}

// batch is an import of the figures.
func batch(figures ...targets.Figure) store.ImportBatch {
	slices.SortFunc(figures, func(a, b targets.Figure) int { return targets.CompareKeys(a.Key, b.Key) })
	return store.ImportBatch{File: "f.csv", SHA256: "00", Rows: len(figures), ContentHash: hash(figures), Figures: each(figures)}
}

func each(figures []targets.Figure) iter.Seq[*targets.Figure] {
	return func(yield func(*targets.Figure) bool) {
		for _, f := range figures {
			if !yield(&f) {
				return
			}
		}
	}
}

// imports imports figures that must be accepted.
func (w *world) imports(figures ...targets.Figure) int64 {
	w.Helper()
	entry, err := w.s.Import(w.ctx, "operator", batch(figures...), w.later())
	w.ok(err)
	return entry
}

// snapshot reads everything; the zero time is the latest.
func (w *world) snapshot(knownAt time.Time) *targets.Snapshot {
	w.Helper()
	snap, err := w.s.Snapshot(w.ctx, targets.Selection{}, targets.NewDate(2026, 1, 31), knownAt)
	w.ok(err)
	return snap
}

// value is the standing value of a key, "" when none stands.
func (w *world) value(f targets.Figure, knownAt time.Time) string {
	w.Helper()
	for _, g := range w.snapshot(knownAt).Series(f.Indicator, f.Area) {
		if g.Key == f.Key {
			return g.Value.String()
		}
	}
	return ""
}

// standing lists "indicator area period value" of the standing figures.
func (w *world) standing(sel targets.Selection, knownAt time.Time) []string {
	w.Helper()
	return w.standingOf(sel, knownAt, func(targets.SeriesKey) bool { return true })
}

// standingOf lists those of the wanted series.
func (w *world) standingOf(sel targets.Selection, knownAt time.Time, wanted func(targets.SeriesKey) bool) []string {
	w.Helper()
	list := []string{}
	w.ok(w.s.EachFigureOf(w.ctx, sel, knownAt, wanted, func(f *targets.Figure) error {
		list = append(list, f.Indicator+" "+f.Area+" "+f.Period.String()+" "+f.Value.String())
		return nil
	}))
	return list
}

// verified fails unless everything fits.
func (w *world) verified() store.Report {
	w.Helper()
	report, err := w.s.Verify(w.ctx, nil)
	w.ok(err)
	if !report.OK() {
		w.Fatalf("verify: %v", report.Faults)
	}
	return report
}
