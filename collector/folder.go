package collector

import (
	"context"
	"encoding/json"
	"fmt"
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
	f := &folder{view: v, office: v.register.Office(k.Office), form: v.register.Form(k.Form)}
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
	if f.handed, err = store.HandedOf(ctx, f.filing.FilingKey); err != nil {
		return fmt.Errorf("read what was handed in: %w", err)
	}
	if err = f.readDraft(ctx); err != nil {
		return err
	}
	f.below = f.areasBelow()
	var keys []targets.Key
	var series []targets.SeriesKey
	for _, id := range f.filing.Indicators {
		keys = append(keys, f.key(id))
		for _, area := range append([]string{f.filing.Area}, f.below...) {
			series = append(series, targets.SeriesKey{Indicator: id, Area: area})
		}
	}
	if f.newest, err = store.Newest(ctx, keys); err != nil {
		return fmt.Errorf("read the newest revisions: %w", err)
	}
	if f.series, err = store.SeriesNow(ctx, series); err != nil {
		return fmt.Errorf("read the series: %w", err)
	}
	end := f.filing.Period.End
	answers, err := store.AnswersOf(ctx, f.office.ID, end, end, time.Time{})
	if err != nil {
		return fmt.Errorf("read what is answered: %w", err)
	}
	f.answers = answers[f.filing.FilingKey]
	return nil
}

// readDraft reads what is typed, for those who may see it.
func (f *folder) readDraft(ctx context.Context) (err error) {
	if !f.may(f.p, ActSeeDraft, Object{Office: f.office}) {
		return nil
	}
	f.stored, err = f.d.parts.Filings.FilingDraft(ctx, f.filing.FilingKey)
	switch {
	case targets.KindOf(err) == targets.NotFound:
		return nil
	case err != nil:
		return fmt.Errorf("read the draft: %w", err)
	}
	if err := json.Unmarshal([]byte(f.stored.Body), &f.draft); err != nil {
		return fmt.Errorf("read the draft of %s: %w", f.filing.FilingKey, err)
	}
	return nil
}

func (f *folder) key(indicator string) targets.Key {
	return targets.Key{Indicator: indicator, Area: f.filing.Area, Period: f.filing.Period}
}

// areasBelow are the areas whose offices fill in the same form directly below
// this one's area. An area counted in another one of them is left out, and so
// is one below another one of them.
func (f *folder) areasBelow() []string {
	var codes []string
	for _, id := range f.form.Offices {
		if o := f.register.Office(id); o != nil && f.isBelow(o.Area) && !slices.Contains(codes, o.Area) {
			codes = append(codes, o.Area)
		}
	}
	slices.Sort(codes)
	return slices.DeleteFunc(slices.Clone(codes), func(code string) bool {
		a := f.area(code)
		return slices.ContainsFunc(codes, func(other string) bool {
			return other != code && !a.Own && f.tree.Within(code, other)
		}) || a.CountedIn != "" && slices.Contains(codes, a.CountedIn)
	})
}

func (f *folder) isBelow(code string) bool {
	return code != f.filing.Area && f.tree.Within(code, f.filing.Area)
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
