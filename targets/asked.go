package targets

import (
	"slices"
	"strings"
	"sync"
)

// A reporting is a form with the areas it is filled in for: those of its open
// offices, sorted, each once.
type reporting struct {
	form  *Form
	areas []string
}

// reportings are the forms that ask an indicator, by the indicator's id.
type reportings map[string][]reporting

// Seal builds the table that Asked and Reporters look things up in; a store calls
// it once, when all is filled in. They answer the same without it, slowly.
func (r *Register) Seal() { r.reportings = r.index() }

func (r *Register) index() reportings {
	m := reportings{}
	for i := range r.Forms {
		f := &r.Forms[i]
		one := reporting{form: f}
		for _, id := range f.Offices {
			if o := r.Office(id); o != nil && !o.Closed {
				one.areas = append(one.areas, CanonicalArea(o.Area))
			}
		}
		slices.Sort(one.areas)
		if one.areas = slices.Compact(one.areas); len(one.areas) == 0 {
			continue
		}
		for _, ind := range f.Indicators {
			m[ind] = append(m[ind], one)
		}
	}
	return m
}

// asking is the table, of no register an empty one.
func (r *Register) asking() reportings {
	switch {
	case r == nil:
		return nil
	case r.reportings == nil:
		return r.index()
	}
	return r.reportings
}

// Asked lists the areas that have a duty (填报任务) for figures of an indicator
// and a period: those of the open offices whose forms ask it for that very
// period, sorted. Of a stock or cumulative, which a day identifies, every form
// asks whose period ends on the last day of p.
func (r *Register) Asked(ind *Indicator, p Period) []string {
	return areasOf(r.asking().at(ind, momentOf(ind, p)))
}

// Reporters lists the areas that have a duty for an indicator in whatever
// period, sorted.
func (r *Register) Reporters(indicator string) []string { return areasOf(r.asking()[indicator]) }

// at are the forms that ask an indicator for a moment.
func (m reportings) at(ind *Indicator, moment Period) []reporting {
	var list []reporting
	for _, one := range m[ind.ID] {
		asks := func(p Period) bool { return momentOf(ind, p) == moment }
		if slices.ContainsFunc(one.form.Periods(moment.End, moment.End), asks) {
			list = append(list, one)
		}
	}
	return list
}

func areasOf(list []reporting) []string {
	if len(list) == 1 {
		return list[0].areas
	}
	var codes []string
	for _, one := range list {
		codes = append(codes, one.areas...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// A nest holds, of areas that report the same, those whose figures make the sum
// of an area, by its code and sorted: those below it with none of the others in
// between, since what lies below a reporting area is in that one's figure. An
// area counted in another one of them is in no sum.
type nest map[string][]string

func newNest(list []reporting, tree AreaTree) nest {
	reports := map[string]bool{}
	codes := areasOf(list)
	for _, code := range codes {
		reports[code] = true
	}
	n := nest{}
	for _, code := range codes {
		if a := tree.Area(code); a == nil || a.CountedIn != "" && reports[a.CountedIn] {
			continue
		}
		for a, i := tree.Parent(code), 0; a != nil && i < deepestTree; a, i = tree.Parent(a.Code), i+1 {
			n[a.Code] = append(n[a.Code], code)
			if reports[a.Code] {
				break
			}
		}
	}
	return n
}

// duties answers whose figures a roll-up asks for. What it has worked out it
// keeps, for readers at the same time too.
type duties struct {
	reportings reportings
	tree       AreaTree

	mu      sync.Mutex
	moments map[seriesMoment]nest
	nests   map[string]nest // by the ids of the forms: indicators of one form share it
}

// A seriesMoment is an indicator and a moment.
type seriesMoment struct {
	indicator string
	moment    Period
}

func newDuties(r *Register, areas []Area) *duties {
	return &duties{reportings: r.asking(), tree: NewAreaTree(areas), moments: map[seriesMoment]nest{}, nests: map[string]nest{}}
}

// below lists the areas below another one that are asked for a moment.
func (d *duties) below(ind *Indicator, moment Period, area string) []string {
	if len(d.reportings[ind.ID]) == 0 {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	k := seriesMoment{ind.ID, moment}
	n, ok := d.moments[k]
	if !ok {
		n = d.nest(d.reportings.at(ind, moment))
		d.moments[k] = n
	}
	return n[area]
}

// ever lists the areas below another one that are asked for any moment: nobody
// is below an area of all forms together who is not of one of them alone.
func (d *duties) ever(ind *Indicator, area string) []string {
	forms := d.reportings[ind.ID]
	if len(forms) == 0 {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	var codes []string
	for i := range forms {
		codes = append(codes, d.nest(forms[i : i+1])[area]...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

func (d *duties) nest(list []reporting) nest {
	var ids strings.Builder
	for _, one := range list {
		ids.WriteString(one.form.ID + " ")
	}
	n, ok := d.nests[ids.String()]
	if !ok {
		n = newNest(list, d.tree)
		d.nests[ids.String()] = n
	}
	return n
}
