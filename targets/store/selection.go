package store

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// areasWithin are the codes of the areas that a selection names and of
// everything below them; nil when it names none.
func areasWithin(areas []targets.Area, selected []string) map[string]bool {
	if len(selected) == 0 {
		return nil
	}
	within := map[string]bool{}
	for _, code := range selected {
		within[targets.CanonicalArea(code)] = true
	}
	byID := make(map[string]*targets.Area, len(areas))
	for i := range areas {
		byID[areas[i].ID] = &areas[i]
	}
	var below []string
	for i := range areas {
		if isBelow(byID, &areas[i], within) {
			below = append(below, areas[i].Code)
		}
	}
	for _, code := range below {
		within[code] = true
	}
	return within
}

// deepestTree is more than there are levels of areas.
const deepestTree = 16

// isBelow walks up the parents; a chain longer than the levels there are is a
// loop and leads nowhere.
func isBelow(byID map[string]*targets.Area, a *targets.Area, selected map[string]bool) bool {
	for range deepestTree {
		if a == nil {
			return false
		}
		if selected[a.Code] {
			return true
		}
		a = byID[a.Parent]
	}
	return false
}

// among reports whether an empty list or one that has id selects it.
func among(list []string, id string) bool { return len(list) == 0 || slices.Contains(list, id) }

// selectTargets narrows the targets of a catalogue. The result is shared when
// nothing is narrowed.
func selectTargets(d *definitions, sel targets.Selection) []targets.Target {
	areas := areasWithin(d.Areas, sel.Areas)
	if areas == nil && len(sel.Documents)+len(sel.Indicators)+len(sel.Targets) == 0 {
		return d.Targets
	}
	var list []targets.Target
	for i := range d.Targets {
		t := &d.Targets[i]
		if (areas == nil || areas[t.Area]) && among(sel.Documents, t.Document) &&
			among(sel.Indicators, t.Indicator) && among(sel.Targets, t.ID) {
			list = append(list, *t)
		}
	}
	return list
}

// partsOf are the targets that those of the list are broken down into, at any
// depth, and that the list itself does not hold: their figures roll up.
func partsOf(d *definitions, list []targets.Target) []targets.Target {
	if len(list) == len(d.Targets) {
		return nil
	}
	wanted := make(map[string]bool, len(list))
	for i := range list {
		wanted[list[i].ID] = true
	}
	held := maps.Clone(wanted)
	var parts []targets.Target
	for again := true; again; {
		again = false
		for i := range d.Targets {
			if t := &d.Targets[i]; wanted[t.AllocatedFrom] && !wanted[t.ID] {
				wanted[t.ID], again = true, true
			}
		}
	}
	for i := range d.Targets {
		if t := &d.Targets[i]; wanted[t.ID] && !held[t.ID] {
			parts = append(parts, *t)
		}
	}
	return parts
}

// seriesOf are the series the targets are judged by: their own, their sisters' and
// those they are compared with, in their area and in those it succeeded.
func seriesOf(d *definitions, list []targets.Target) map[targets.SeriesKey]bool {
	sister := make(map[string]string, len(d.Indicators))
	for i := range d.Indicators {
		sister[d.Indicators[i].ID] = d.Indicators[i].Sister
	}
	past := newPredecessors(d.Areas)
	keys := make(map[targets.SeriesKey]bool, len(list))
	for i := range list {
		t := &list[i]
		if r := t.Reference; !r.IsZero() {
			for _, area := range past.of(cmp.Or(r.Area, t.Area)) {
				keys[targets.SeriesKey{Indicator: cmp.Or(r.Indicator, t.Indicator), Area: area}] = true
			}
		}
		for _, area := range past.of(t.Area) {
			keys[targets.SeriesKey{Indicator: t.Indicator, Area: area}] = true
			if other := sister[t.Indicator]; other != "" {
				keys[targets.SeriesKey{Indicator: other, Area: area}] = true
			}
		}
	}
	return keys
}

// addReported adds the series that roll up to the targets: of the areas that
// have a duty for the indicator and lie below a target's area.
func addReported(keys map[targets.SeriesKey]bool, d *definitions, r *targets.Register, list []targets.Target) {
	judged := make(map[targets.SeriesKey]bool, len(list))
	for i := range list {
		judged[targets.SeriesKey{Indicator: list[i].Indicator, Area: list[i].Area}] = true
	}
	asked := map[string]bool{}
	for k := range judged {
		asked[k.Indicator] = true
	}
	above, past := newAncestors(d.Areas), newPredecessors(d.Areas)
	for i := range d.Indicators {
		ind := &d.Indicators[i]
		if !asked[ind.ID] || !ind.RollsUp() {
			continue
		}
		for _, code := range r.Reporters(ind.ID) {
			if !slices.ContainsFunc(above.of(code), func(a string) bool { return judged[targets.SeriesKey{Indicator: ind.ID, Area: a}] }) {
				continue
			}
			for _, area := range past.of(code) {
				keys[targets.SeriesKey{Indicator: ind.ID, Area: area}] = true
			}
		}
	}
}

// ancestors are the codes of the areas that others lie in.
type ancestors struct {
	tree  targets.AreaTree
	known map[string][]string
}

func newAncestors(areas []targets.Area) ancestors {
	return ancestors{targets.NewAreaTree(areas), map[string][]string{}}
}

// of lists what an area lies in, the nearest first.
func (a ancestors) of(code string) []string {
	codes, ok := a.known[code]
	for area := a.tree.Parent(code); !ok && area != nil && len(codes) < deepestTree; area = a.tree.Parent(area.Code) {
		codes = append(codes, area.Code)
	}
	a.known[code] = codes
	return codes
}

// predecessors are the codes each area succeeded directly.
type predecessors map[string][]string

func newPredecessors(areas []targets.Area) predecessors {
	p := predecessors{}
	for i := range areas {
		for _, s := range areas[i].Succeeds {
			p[areas[i].Code] = append(p[areas[i].Code], s.From)
		}
	}
	return p
}

// of is an area and all it succeeded, at any depth.
func (p predecessors) of(code string) []string {
	codes := []string{code}
	for i := 0; i < len(codes); i++ {
		for _, from := range p[codes[i]] {
			if !slices.Contains(codes, from) {
				codes = append(codes, from)
			}
		}
	}
	return codes
}

// selectSeries are the stored series of a selection, in the order of id.
func (s *Store) selectSeries(ctx context.Context, v *view, sel targets.Selection) ([]namedSeries, error) {
	all, err := s.names.all(ctx, v.tx)
	if err != nil {
		return nil, err
	}
	if len(sel.Areas)+len(sel.Documents)+len(sel.Indicators)+len(sel.Targets) == 0 {
		return all, nil
	}
	d, err := s.decoded.at(ctx, v.tx, v.catalogue)
	if err != nil {
		return nil, err
	}
	if len(sel.Documents)+len(sel.Targets) > 0 {
		return keep(all, seriesOf(d, selectTargets(d, sel))), nil
	}
	areas := areasWithin(d.Areas, sel.Areas)
	var list []namedSeries
	for _, n := range all {
		if (areas == nil || areas[n.Area]) && among(sel.Indicators, n.Indicator) {
			list = append(list, n)
		}
	}
	return list, nil
}

func keep(all []namedSeries, keys map[targets.SeriesKey]bool) []namedSeries {
	var list []namedSeries
	for _, n := range all {
		if keys[n.SeriesKey] {
			list = append(list, n)
		}
	}
	return list
}
