package targets

import "slices"

// PreSum (预汇总) is what the figures of lower areas make together for a period,
// by the indicator's rule: what a parent's own figure is held against. Series are
// the standing figures of each area. It is nil for an indicator that is not
// rolled up; with no figure of the period yet it has no value and all are Missing.
func PreSum(ind *Indicator, p Period, areas []string, series map[string][]Figure) *RollUp {
	if !ind.RollsUp() || len(areas) == 0 {
		return nil
	}
	moment := momentOf(ind, p)
	figures := figuresByMoment{}
	for _, code := range areas {
		same := slices.DeleteFunc(slices.Clone(settled(ind, inOrder(series[code])).series), func(f Figure) bool { return momentOf(ind, f.Period) != moment })
		figures.add(ind, code, same, p.End)
	}
	if list := figures.rollUps(ind, always(areas)); len(list) > 0 {
		return &list[0]
	}
	return &RollUp{Period: moment, Missing: areas}
}
