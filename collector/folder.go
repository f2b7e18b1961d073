package collector

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A folder is one filing with all that is known of it.
type folder struct {
	*view
	filing  *targets.Filing
	form    *targets.Form
	office  *targets.Office
	handed  []targets.Handed // oldest first
	answers map[string]targets.Answer
	newest  map[targets.Key]targets.Figure
	series  map[targets.SeriesKey][]targets.Figure // standing figures, of the areas below too
	below   []string                               // codes of the areas whose figures make the 预汇总
	draft   draftBody                              // zero when there is none, or it is not the person's to see
	stored  targets.FilingDraft
	only    *Entry // what is handed in: nothing else is looked at; nil: all of the filing
	first   bool   // nothing of it is taken to have been there before
}

// asked are the indicators that are looked at, in the order of the filing.
func (f *folder) asked() []string {
	if f.only == nil {
		return f.filing.Indicators
	}
	return slices.DeleteFunc(slices.Clone(f.filing.Indicators), func(id string) bool { return cellIn(f.only.Cells, id) == nil })
}

// A draftBody is what is typed into a filing, as it is kept.
type draftBody struct {
	Version   int64 // of what the writers see: the time of the save in microseconds, so that none comes twice
	Saved     time.Time
	By        string
	Cells     []Cell
	Statement targets.Statement
	Signers   targets.Signers
	Basis     string
	Evidence  []string
	Files     []EvidenceInfo // uploaded to this filing and not handed in yet
}

// open reads a filing for an action; whoever may not do it learns nothing.
func (d *Desk) open(ctx context.Context, p *Person, k targets.FilingKey, a Action) (*folder, error) {
	v, err := d.look(ctx, p)
	if err != nil {
		return nil, err
	}
	return v.folder(ctx, k, a)
}

func (v *view) folder(ctx context.Context, k targets.FilingKey, a Action) (*folder, error) {
	return v.folderOf(ctx, k, a, nil, false)
}

// folderOf is folder with only what an entry names looked at; first says that
// none of it is taken to have been handed in before.
func (v *view) folderOf(ctx context.Context, k targets.FilingKey, a Action, only *Entry, first bool) (*folder, error) {
	if err := v.can(a, Object{}); err != nil {
		return nil, err
	}
	f := &folder{view: v, office: v.register.Office(k.Office), form: v.register.Form(k.Form), only: only, first: first}
	if f.office == nil {
		return nil, unseen()
	}
	err := v.can(a, Object{Office: f.office})
	if err == nil {
		f.filing, err = v.register.Filing(k)
	}
	if err == nil {
		err = f.read(ctx)
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// read gathers what was handed in and what is typed.
func (f *folder) read(ctx context.Context) (err error) {
	store := f.d.parts.Filings
	f.below = f.sums.below(f.form, f.filing.Area)
	var keys []targets.Key
	var series []targets.SeriesKey
	for _, id := range f.asked() {
		if !f.first || f.filing.Enterable(f.today) != nil { // outside the window only corrections are taken
			keys = append(keys, f.key(id))
		}
		for _, area := range append([]string{f.filing.Area}, f.below...) {
			series = append(series, targets.SeriesKey{Indicator: id, Area: area})
		}
	}
	now, err := store.FilingNow(ctx, f.filing.FilingKey, keys, series)
	if err != nil {
		return fmt.Errorf("read the filing: %w", err)
	}
	f.newest, f.series = now.Newest, now.Standing
	if err := f.readDraft(now.Draft); err != nil {
		return err
	}
	if f.only == nil || len(f.newest) > 0 || f.only.files() { // else none of it was ever handed in
		if f.handed, err = store.HandedOf(ctx, f.filing.FilingKey); err != nil {
			return fmt.Errorf("read what was handed in: %w", err)
		}
	}
	f.coverForeign()
	f.answers = answersOf(f.handed)
	f.addImported()
	return nil
}

// coverForeign leaves of a newest revision that waits nothing but its number, where
// this filing did not bring it and another office reports the figure too: it is
// that one's, and not to be known before it stands.
func (f *folder) coverForeign() {
	covered := map[targets.Key]targets.Figure{}
	for key, g := range f.newest {
		if !g.Approved.IsZero() {
			continue
		}
		if own, _ := f.fate(key.Indicator, g.Revision); own == nil && f.shared(key.Indicator) {
			covered[key] = targets.Figure{Key: key, Revision: g.Revision, Flag: targets.Normal}
		}
	}
	if len(covered) > 0 {
		f.newest = maps.Clone(f.newest) // the store's is shared
		maps.Copy(f.newest, covered)
	}
}

// shared reports whether another office of the area reports an indicator.
func (f *folder) shared(indicator string) bool {
	for i := range f.register.Forms {
		form := &f.register.Forms[i]
		if !slices.Contains(form.Indicators, indicator) {
			continue
		}
		for _, id := range form.Offices {
			if o := f.register.Office(id); o != nil && id != f.office.ID && targets.CanonicalArea(o.Area) == targets.CanonicalArea(f.office.Area) {
				return true
			}
		}
	}
	return false
}

// addImported counts what came for a duty by an import and stands, as the store's
// Answers do.
func (f *folder) addImported() {
	for key, g := range f.newest {
		a, answered := f.answers[key.Indicator]
		if g.Approved.IsZero() || g.Withdraws() || answered && a.Revision >= g.Revision {
			continue
		}
		if !answered {
			a.First = targets.DateOf(g.Recorded)
		}
		a.Revision, a.Flag, a.Stage = g.Revision, g.Flag, targets.StageApproved
		f.answers[key.Indicator] = a
	}
}

// answersOf is how far each duty is by what was handed in. What was withdrawn is
// as if it had never been.
func answersOf(handed []targets.Handed) map[string]targets.Answer {
	answers := map[string]targets.Answer{}
	for i := range handed {
		for j := range handed[i].Figures {
			g := &handed[i].Figures[j]
			if g.Stage == targets.StageWithdrawn {
				continue
			}
			first := targets.DateOf(handed[i].At)
			if before, ok := answers[g.Indicator]; ok {
				first = before.First
			}
			answers[g.Indicator] = targets.Answer{Entry: handed[i].Entry, Revision: g.Revision, Flag: g.Flag, Stage: g.Stage, First: first}
		}
	}
	return answers
}

// readDraft reads what is typed, for those who may see it.
func (f *folder) readDraft(d targets.FilingDraft) error {
	if d.Version == 0 || !f.may(f.p, ActSeeDraft, Object{Office: f.office}) {
		return nil
	}
	f.stored = d
	if err := json.Unmarshal([]byte(d.Body), &f.draft); err != nil {
		return fmt.Errorf("read the draft of %s: %w", f.filing.FilingKey, err)
	}
	return nil
}

func (f *folder) key(indicator string) targets.Key {
	return targets.Key{Indicator: indicator, Area: f.filing.Area, Period: f.filing.Period}
}

// last is the newest submission, or nil.
func (f *folder) last() *targets.Handed {
	if len(f.handed) == 0 {
		return nil
	}
	return &f.handed[len(f.handed)-1]
}

// fate is what became of a revision that was handed in; nil when it came otherwise.
func (f *folder) fate(indicator string, revision int) (*targets.HandedFigure, *targets.HandoverRow) {
	for i := len(f.handed) - 1; i >= 0; i-- {
		for j := range f.handed[i].Figures {
			if g := &f.handed[i].Figures[j]; g.Indicator == indicator && g.Revision == revision {
				return g, rowOf(&f.handed[i], indicator)
			}
		}
	}
	return nil, nil
}

// rowOf is what a figure brought with it; nil when nothing.
func rowOf(h *targets.Handed, indicator string) *targets.HandoverRow {
	for i := range h.Rows {
		if h.Rows[i].Indicator == indicator {
			return &h.Rows[i]
		}
	}
	return nil
}

// fillingIn reports whether the person fills in for an office below (代填).
func (f *folder) fillingIn() bool { return f.p.Office.ID != f.office.ID }
