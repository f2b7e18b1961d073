package collector

import (
	"slices"
	"sync"

	"github.com/biaochi/biaochi/targets"
)

// sums knows, for each form of a register, which areas' figures make the 预汇总 of
// which area. It is worked out once for a form, and shared by requests.
type sums struct {
	index    *index
	register *targets.Register
	forms    sync.Map // form id → map[area code][]area code
}

// summed returns the sums of a register, the newest of which is kept.
func (d *Desk) summed(x *index, register *targets.Register) *sums {
	if s := d.sums.Load(); s != nil && s.index == x && s.register == register {
		return s
	}
	s := &sums{index: x, register: register}
	d.sums.Store(s)
	return s
}

// below are the areas that have an open office filling in the form, and whose
// nearest area above that has one too is this one; sorted.
func (s *sums) below(f *targets.Form, area string) []string {
	all, ok := s.forms.Load(f.ID)
	if !ok {
		all, _ = s.forms.LoadOrStore(f.ID, s.nest(f))
	}
	return all.(map[string][]string)[targets.CanonicalArea(area)]
}

// nest puts each area of a form below the nearest one above it. One that is
// counted in another of them is in no sum.
func (s *sums) nest(f *targets.Form) map[string][]string {
	filled := map[string]bool{}
	for _, id := range f.Offices {
		if o := s.register.Office(id); o != nil && !o.Closed {
			filled[targets.CanonicalArea(o.Area)] = true
		}
	}
	nested := map[string][]string{}
	for code := range filled {
		if a := s.index.tree.Area(code); a == nil || a.CountedIn != "" && filled[a.CountedIn] {
			continue
		}
		if above := s.above(code, filled); above != "" {
			nested[above] = append(nested[above], code)
		}
	}
	for _, codes := range nested {
		slices.Sort(codes)
	}
	return nested
}

// deepest bounds the way up from an area to the country, with some to spare.
const deepest = 8

// above is the nearest area above a code that is filled in, or "".
func (s *sums) above(code string, filled map[string]bool) string {
	for range deepest {
		parent := s.index.tree.Parent(code)
		if parent == nil {
			return ""
		}
		if code = parent.Code; filled[code] {
			return code
		}
	}
	return ""
}
