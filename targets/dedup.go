package targets

import "math/big"

// The roll-up rule dedup (去重后汇总). One unit may be counted in several areas, as
// an enterprise with plants in two cities; figures carry no names, so that how
// many there are together cannot be computed. It is bounded: at least as many as
// the largest area has, at most the sum once all have reported. The roll-up is
// the lower of the two limits, a lower bound whatever the coverage: it may prove
// that N is reached, never that a goal is behind. Ratios and means have none.

// RollsUp reports whether figures of lower areas make one of a higher area.
func (i *Indicator) RollsUp() bool {
	return i.Rollup == RollupSum || i.Rollup == RollupDedup && i.Counted()
}

// dedup bounds the figures of one period, of each area the best source. ok is
// false where no area has a figure that bounds from below: what is only an upper
// bound says nothing of that.
func dedup(ind *Indicator, p Period, asked []string, figures map[string][]Figure) (r RollUp, ok bool) {
	r = RollUp{Period: p, Flag: Normal, Bound: Lower}
	sum, capped := new(big.Rat), true
	for _, code := range asked {
		best, _, ok := sources{indicator: ind}.pick(figures[code])
		if !ok || best.conflict {
			r.Missing = append(r.Missing, code)
			continue
		}
		f := best.figure
		r.Reported = append(r.Reported, code)
		r.Flag = leastCertain(r.Flag, f.Flag)
		sum.Add(sum, f.Value.Rat())
		capped = capped && f.Bound != Lower
		if f.Bound != Upper && (r.Largest == "" || f.Value.Cmp(r.Value) > 0) {
			r.Value, r.Largest = f.Value, code
		}
	}
	if capped && r.Complete() {
		r.AtMost = exactDecimal(sum)
	}
	return r, r.Largest != ""
}

// noteDedup tells both limits, and where the shown figure is the area's own
// whether it lies between them.
func (j *judge) noteDedup(p *point, r *RollUp) {
	ind := j.in.Indicator
	note := r.limits(ind)
	if p.figure.Origin != OriginRollUp {
		own := p.figure.Value
		note = both("本级数%s；%s", "The area's own figure is %s; %s", formatted(own, ind), note)
		if own.Cmp(r.Value) < 0 && p.figure.Bound != Lower || r.AtMost.Known() && own.Cmp(r.AtMost) > 0 && p.figure.Bound != Upper {
			note = both("%s本级数不在此范围内。", "%s The area's own figure is outside of that.", note)
		}
	}
	j.e.Notes = append(j.e.Notes, note)
}

// limits says in words what the figures of the areas bound.
func (r *RollUp) limits(ind *Indicator) Text {
	low := both("%d个地区中%d个已报：去重后不少于最大地区%s的%s", "%[2]d of %[1]d areas have reported: without duplicates at least the %[4]s of the largest, %[3]s",
		len(r.Reported)+len(r.Missing), len(r.Reported), r.LargestName, formatted(r.Value, ind))
	switch {
	case r.AtMost.Known():
		return both("%s，全部已报，不多于合计%s。", "%s; all have reported, at most their sum, %s.", low, formatted(r.AtMost, ind))
	case r.Complete():
		return both("%s；有地区只报了下限，没有上限。", "%s; some area reported only a lower bound, so there is no upper limit.", low)
	}
	return both("%s；未报齐，没有上限。", "%s; not all have reported, so there is no upper limit.", low)
}

func formatted(v Decimal, ind *Indicator) Text {
	return Text{FormatValue(v, ind, ZH), FormatValue(v, ind, EN)}
}

// reasonDedup says why the limit decides nothing.
func reasonDedup(r *RollUp) Text {
	return both("下级%d个地区中%d个已报，各地区之间可能重复，去重后只能得出下限，不能据以判定快慢。",
		"%[2]d of %[1]d areas have reported, and one unit may be counted in several; without duplicates only a lower bound is known, which decides nothing.",
		len(r.Reported)+len(r.Missing), len(r.Reported))
}

// noteNoDedup says why a ratio or mean whose card asks for it is not rolled up.
func (j *judge) noteNoDedup() {
	if ind := j.in.Indicator; len(j.in.Allocations) > 0 && ind.Rollup == RollupDedup && !ind.Counted() {
		j.e.Notes = append(j.e.Notes, Text{"去重汇总只用于计数；比率和均值不汇总。", "Only counts are rolled up without duplicates; ratios and means are not."})
	}
}
