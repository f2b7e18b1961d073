package targets

import "slices"

// DisclosedAs is the snapshot with every indicator disclosed 内部 that a later
// snapshot of the same source discloses so: who looks back does not see what was
// withdrawn since.
func (s *Snapshot) DisclosedAs(later *Snapshot) *Snapshot {
	withdrawn := func(i Indicator) bool {
		now := later.Indicator(i.ID)
		return i.Disclosure != Internal && now != nil && now.Disclosure == Internal
	}
	if !slices.ContainsFunc(s.Indicators, withdrawn) {
		return s
	}
	out := *s
	out.Indicators = slices.Clone(s.Indicators)
	for i := range out.Indicators {
		if withdrawn(out.Indicators[i]) {
			out.Indicators[i].Disclosure = Internal
		}
	}
	out.Seal()
	return &out
}
