package collector

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Judged is the reading of the store that targets are judged from, with what the
// person (nil: nobody) may see: targets of indicators disclosed 内部 are left out
// but in the areas the person reaches. A zero knownAt is now.
func (d *Desk) Judged(ctx context.Context, p *Person, sel targets.Selection, asOf targets.Date, knownAt time.Time) (*targets.Snapshot, error) {
	v, err := d.look(ctx, p)
	if err == nil {
		err = v.can(ActViewPublic, Object{})
	}
	if err != nil {
		return nil, err
	}
	s, err := d.parts.Filings.Snapshot(ctx, sel, asOf, knownAt)
	if err != nil {
		return nil, fmt.Errorf("read the targets: %w", err)
	}
	return v.visible(s), nil
}

// visible leaves out of a snapshot what the person may not see, by what is
// disclosed now: who looks back does not see what was withdrawn since.
func (v *view) visible(s *targets.Snapshot) *targets.Snapshot {
	hidden := func(t targets.Target) bool { return !v.sees(v.indicators[t.Indicator], t.Area) }
	if !slices.ContainsFunc(s.Targets, hidden) && !slices.ContainsFunc(s.Allocated, hidden) {
		return s
	}
	part := *s
	part.Targets = slices.DeleteFunc(slices.Clone(s.Targets), hidden)
	part.Allocated = slices.DeleteFunc(slices.Clone(s.Allocated), hidden)
	part.Seal()
	return &part
}

// sees reports whether the person may see standing figures of an indicator in an
// area.
func (v *view) sees(i *targets.Indicator, area string) bool {
	return i == nil || i.Disclosure != targets.Internal || v.may(v.p, ActViewInternal, Object{Area: area})
}

// A FigureQuery asks for standing figures. Empty fields ask for everything.
type FigureQuery struct {
	Indicator string
	Area      string       // code: it and everything below
	From, To  targets.Date // of the period's end
	After     targets.Key  // what comes after this one, in the order of targets.CompareKeys
	Limit     int          // how many at most
}

// Figures lists standing figures that the person (nil: nobody) may see, in the
// order of targets.CompareKeys. Notes are told to nobody here: they are for who
// reviews them.
func (d *Desk) Figures(ctx context.Context, p *Person, q FigureQuery) ([]targets.Figure, error) {
	v, err := d.look(ctx, p)
	if err == nil {
		err = v.can(ActViewPublic, Object{})
	}
	if err != nil {
		return nil, err
	}
	var list []targets.Figure
	for _, id := range v.indicatorsFrom(q) {
		if len(list) >= q.Limit {
			break
		}
		if list, err = v.addStanding(ctx, list, id, q); err != nil {
			return nil, err
		}
	}
	return list[:min(len(list), q.Limit)], nil
}

// indicatorsFrom lists the indicators a query may find something of, in order.
func (v *view) indicatorsFrom(q FigureQuery) []string {
	var list []string
	for i := range v.catalogue.Indicators {
		if id := v.catalogue.Indicators[i].ID; id >= q.After.Indicator && (q.Indicator == "" || id == q.Indicator) {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list
}

// addStanding adds the standing figures of one indicator: of each key the last
// revision that counts.
func (v *view) addStanding(ctx context.Context, list []targets.Figure, indicator string, q FigureQuery) ([]targets.Figure, error) {
	sel := targets.Selection{Indicators: []string{indicator}}
	if q.Area != "" {
		sel.Areas = []string{targets.CanonicalArea(q.Area)}
	}
	begun := len(list)
	err := v.d.parts.Store.EachRevision(ctx, sel, func(f *targets.Figure) error {
		if f.Approved.IsZero() || !q.wants(f) || !v.sees(v.indicators[indicator], f.Area) {
			return nil
		}
		one := *f
		one.Note = ""
		if n := len(list); n > begun && list[n-1].Key == one.Key {
			list[n-1] = one
		} else {
			list = append(list, one)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read figures of %s: %w", indicator, err)
	}
	return list, nil
}

// wants reports whether the query asks for a figure.
func (q *FigureQuery) wants(f *targets.Figure) bool {
	return (q.From == 0 || f.Period.End >= q.From) && (q.To == 0 || f.Period.End <= q.To) &&
		(q.After.Indicator == "" || targets.CompareKeys(f.Key, q.After) > 0)
}
