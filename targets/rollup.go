package targets

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// A RollUp (预汇总) is what the figures of lower areas make together for one
// period, by the indicator's rule. It stands for the parent until the parent has
// a figure of its own; then both are shown side by side.
//
// Sums add flows, cumulatives and stocks. Ratios and means add numerators and
// denominators; percentages are never averaged. A sum that not all areas are in
// is a lower bound for counts and proves nothing for anything else. Counts that
// may hold the same unit twice are not added but bounded: see dedup.
type RollUp struct {
	Period      Period // of a level: the day, whatever forms the figures had
	Value       Decimal
	Numerator   Decimal
	Denominator Decimal
	Bound       Bound
	Flag        Flag     // the least certain of its figures
	Reported    []string // codes of the areas whose figures are in it
	Missing     []string // codes of the areas that were asked and are not

	// Of counts without duplicates, whose Value is a lower bound: the area it is
	// of, and the sum that it is at most. The sum is absent unless all areas have
	// reported and none of them only a lower bound.
	Largest     string // code
	LargestName Text
	AtMost      Decimal
}

// Coverage is the number of areas that reported over those that were asked.
func (r *RollUp) Coverage() Decimal {
	return Round6(big.NewRat(int64(len(r.Reported)), int64(len(r.Reported)+len(r.Missing))))
}

// Complete reports whether every area that was asked is in it.
func (r *RollUp) Complete() bool { return len(r.Missing) == 0 }

// value is the exact value: what Value was rounded from.
func (r *RollUp) value() *big.Rat {
	if r.Denominator.Known() {
		return new(big.Rat).Quo(r.Numerator.Rat(), r.Denominator.Rat())
	}
	return r.Value.Rat()
}

// deepestTree bounds how far allocations are followed: country, province,
// prefecture, county, township and two to spare.
const deepestTree = 7

// rollUps makes one figure of those of lower areas, by period and by the
// indicator's rule: of the areas that have a duty for it, or else of those that
// the target of the area is allocated to; without either there is none.
func (s *Snapshot) rollUps(ind *Indicator, area string, allocated []*Target, depth int) []RollUp {
	if !ind.RollsUp() || depth > deepestTree {
		return nil
	}
	list := s.rollUpDuties(ind, area)
	for _, r := range s.rollUpParts(ind, allocated, depth) {
		if len(s.index.duties.below(ind, r.Period, area)) == 0 {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b RollUp) int { return a.Period.Compare(b.Period) })
	for i := range list {
		if code := list[i].Largest; code != "" {
			list[i].LargestName = Text{s.AreaName(code, ZH), s.AreaName(code, EN)}
		}
	}
	return list
}

// rollUpDuties takes what the areas with a duty have reported themselves: one
// that has not is missing, whatever lies below it.
func (s *Snapshot) rollUpDuties(ind *Indicator, area string) []RollUp {
	asked := s.index.duties.ever(ind, area)
	if len(asked) == 0 {
		return nil
	}
	figures := figuresByMoment{}
	for _, code := range asked {
		figures.add(ind, code, s.Series(ind.ID, code), s.AsOf)
	}
	return figures.rollUps(ind, func(p Period) []string { return s.index.duties.below(ind, p, area) })
}

// rollUpParts takes the areas of the parts, each filled up by what lies below it.
// An area that is counted in another one of them is left out.
func (s *Snapshot) rollUpParts(ind *Indicator, allocated []*Target, depth int) []RollUp {
	if len(allocated) == 0 {
		return nil
	}
	asked := s.areasAsked(ind, allocated)
	figures := figuresByMoment{}
	added := map[string]bool{}
	for _, t := range allocated {
		if slices.Contains(asked, t.Area) && t.Indicator == ind.ID && !added[t.Area] {
			added[t.Area] = true
			figures.add(ind, t.Area, s.seriesWithRollUps(t, ind, depth), s.AsOf)
		}
	}
	return figures.rollUps(ind, always(asked))
}

// areasAsked are the areas of the parts, each once, in the order of the
// catalogue. Left out is what would be counted twice: an area counted in
// another one of them, or below another one of them (unless it is that one's own
// part, 本级).
func (s *Snapshot) areasAsked(ind *Indicator, allocated []*Target) []string {
	var codes []string
	for _, t := range allocated {
		if !slices.Contains(codes, t.Area) {
			codes = append(codes, t.Area)
		}
	}
	return slices.DeleteFunc(slices.Clone(codes), func(code string) bool {
		a := s.Area(code)
		return a != nil && (a.CountedIn != "" && slices.Contains(codes, a.CountedIn) || !a.Own && s.belowAny(a, codes))
	})
}

// belowAny reports whether one of the codes is an ancestor of the area.
func (s *Snapshot) belowAny(a *Area, codes []string) bool {
	for range deepestTree {
		code, _, _ := strings.Cut(a.Parent, "@")
		if slices.Contains(codes, code) {
			return true
		}
		if a = s.Area(code); a == nil {
			return false
		}
	}
	return false
}

// figuresByMoment holds the figures of several areas for the moments any of them
// has one.
type figuresByMoment map[Period]map[string][]Figure

// add takes an area's figures whose period ends by until.
func (m figuresByMoment) add(ind *Indicator, area string, series []Figure, until Date) {
	series = settled(ind, series).series
	for i := range series {
		f := &series[i]
		if !f.Evidence() || f.Period.End > until {
			continue
		}
		p := momentOf(ind, f.Period)
		if m[p] == nil {
			m[p] = map[string][]Figure{}
		}
		m[p][area] = append(m[p][area], *f)
	}
}

// always asks the same areas for every moment.
func always(areas []string) func(Period) []string {
	return func(Period) []string { return areas }
}

// rollUps rolls up each moment over the areas asked for it.
func (m figuresByMoment) rollUps(ind *Indicator, asked func(Period) []string) []RollUp {
	rule := rollUp
	if ind.Rollup == RollupDedup {
		rule = dedup
	}
	var list []RollUp
	for p, figures := range m {
		if r, ok := rule(ind, p, asked(p), figures); ok {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b RollUp) int { return a.Period.Compare(b.Period) })
	return list
}

// momentOf is what makes two figures one roll-up: the day of a stock or
// cumulative, which is identified by its period's end, and the very period of
// anything else.
func momentOf(ind *Indicator, p Period) Period {
	if ind.Accumulation == Stock || ind.Accumulation == Cumulative {
		return Day(p.End)
	}
	return p
}

// seriesWithRollUps is an area's own series, filled up by what the areas below
// it make together.
func (s *Snapshot) seriesWithRollUps(t *Target, ind *Indicator, depth int) []Figure {
	own := s.Series(t.Indicator, t.Area)
	below := s.rollUps(ind, t.Area, s.index.parts[t.ID], depth+1)
	if len(below) == 0 {
		return own
	}
	return withRollUps(ind, t.Area, own, below)
}

// rollUp adds the figures of one period, of each area the best source. ok is
// false where none can be added. The least certain flag of all is the sum's.
func rollUp(ind *Indicator, p Period, asked []string, figures map[string][]Figure) (RollUp, bool) {
	r := RollUp{Period: p, Flag: Normal}
	value, numerator, denominator := new(big.Rat), new(big.Rat), new(big.Rat)
	low, high := true, true
	for _, code := range asked {
		best, _, ok := sources{indicator: ind}.pick(figures[code])
		f := best.figure
		parts := ok && f.Numerator.Known() && f.Denominator.Known()
		if !ok || best.conflict || ind.Measure != Count && !parts {
			r.Missing = append(r.Missing, code)
			continue
		}
		r.Reported = append(r.Reported, code)
		value.Add(value, f.Value.Rat())
		if parts {
			numerator.Add(numerator, f.Numerator.Rat())
			denominator.Add(denominator, f.Denominator.Rat())
		}
		low, high = low && f.Bound != Upper, high && f.Bound != Lower
		r.Flag = leastCertain(r.Flag, f.Flag)
	}
	if len(r.Reported) == 0 || ind.Measure != Count && denominator.Sign() == 0 {
		return RollUp{}, false
	}
	high = high && r.Complete()
	switch {
	case low && !high:
		r.Bound = Lower
	case high && !low:
		r.Bound = Upper
	}
	r.Value = exactDecimal(value)
	if ind.Measure != Count {
		r.Numerator, r.Denominator = exactDecimal(numerator), exactDecimal(denominator)
		r.Value = Round6(r.value())
	}
	return r, true
}

// leastCertain is the flag that says more against a figure: a break, then an
// estimate, then a provisional one.
func leastCertain(a, b Flag) Flag {
	for _, f := range []Flag{Break, Estimated, Provisional} {
		if a == f || b == f {
			return f
		}
	}
	return a
}

// withRollUps adds to a series the roll-ups of the moments it has no figure of
// its own for.
func withRollUps(ind *Indicator, area string, own []Figure, rolled []RollUp) []Figure {
	has := map[Period]bool{}
	for i := range own {
		if own[i].Evidence() {
			has[momentOf(ind, own[i].Period)] = true
		}
	}
	list := slices.Clone(own)
	for i := range rolled {
		if r := &rolled[i]; !has[r.Period] {
			list = append(list, Figure{Key: Key{ind.ID, area, r.Period}, Value: r.Value, Numerator: r.Numerator, Denominator: r.Denominator,
				Flag: r.Flag, Bound: r.Bound, Origin: OriginRollUp})
		}
	}
	sortFigures(list)
	return list
}

// rollUpAt finds the roll-up of a moment.
func rollUpAt(rolled []RollUp, p Period) *RollUp {
	for i := range rolled {
		if rolled[i].Period == p {
			return &rolled[i]
		}
	}
	return nil
}

// rollUpOf is the roll-up of a point's moment; of a sum, of its last period.
func (j *judge) rollUpOf(p *point) *RollUp {
	if p.figure == nil {
		return nil
	}
	return rollUpAt(j.in.RollUps, momentOf(j.in.Indicator, p.figure.Period))
}

// noteRollUp tells, where the shown figure is the parent's own and its children
// have figures of the same moment, both and the difference.
func (j *judge) noteRollUp(p *point) {
	r := j.rollUpOf(p)
	if r == nil || p.figure == nil {
		return
	}
	j.e.RollUp = r
	if r.Largest != "" {
		j.noteDedup(p, r)
		return
	}
	if p.figure.Origin == OriginRollUp {
		return
	}
	diff := new(big.Rat).Sub(p.figure.exact(j.in.Indicator), r.value())
	if diff.Sign() == 0 {
		return
	}
	ind := j.in.Indicator
	j.e.Notes = append(j.e.Notes, both("本级数%s，下级预汇总%s（%d个地区中%d个已报），相差%s。",
		"The area's own figure is %s, its areas together make %s (%[4]d of %[3]d reported), a difference of %[5]s.",
		formatted(p.figure.Value, ind), formatted(r.Value, ind), len(r.Reported)+len(r.Missing), len(r.Reported), formatted(exactDecimal(diff), ind)))
}

// noteAllocations tells where the goals of the parts do not add up to the goal.
func (j *judge) noteAllocations() {
	j.noteNoDedup()
	t, ind := j.in.Target, j.in.Indicator
	if len(j.in.Allocations) == 0 || ind.Measure != Count || !t.Goal.Known() {
		return
	}
	sum := new(big.Rat)
	for _, part := range j.in.Allocations {
		if part.Indicator != t.Indicator || part.Comparator != t.Comparator || !part.Goal.Known() {
			j.e.Notes = append(j.e.Notes, both("分解目标%s与本目标的指标、方向或目标值不可比，未核对合计。", "The allocated target %s cannot be compared; the allocations were not added up.", part.ID))
			return
		}
		sum.Add(sum, part.Goal.Rat())
	}
	diff := new(big.Rat).Sub(sum, t.Goal.Rat())
	if diff.Sign() == 0 {
		return
	}
	words := Text{"多", "more"}
	if diff.Sign() < 0 {
		words = Text{"少", "less"}
	}
	value := func(r *big.Rat) Text { return formatted(exactDecimal(new(big.Rat).Abs(r)), ind) }
	j.e.Notes = append(j.e.Notes, both("%d项分解目标合计%s，比本目标%s%s。", "The %d allocated goals add up to %s, %[4]s %[3]s than the goal.",
		len(j.in.Allocations), value(sum), words, value(diff)))
}

// A Succession says that an area took over from another one on a day: it was
// renamed (its code changed) or merged in. A split carries no history.
type Succession struct {
	From string // code
	On   Date   // first day of the successor
	Kind SuccessionKind
}

// A SuccessionKind says how an area came from another.
type SuccessionKind string

// The kinds of succession.
const (
	Renamed SuccessionKind = "rename"
	Merged  SuccessionKind = "merge"
	SplitUp SuccessionKind = "split"
)

// history returns an area's series with what its predecessors left it by
// successions before a day. Its own figure of a moment stands before a carried
// one. Successions are followed back in time, so that it always ends.
//
// The rule of design §3: history is carried for rename and merge only. A renamed
// area hands on its figures as they are; merged ones their sum, for periods
// that end before the merger and that each of them has a figure for.
func (s *Snapshot) history(ind *Indicator, code string, before Date) []Figure {
	own := s.Figures[SeriesKey{ind.ID, code}]
	a := s.Area(code)
	if a == nil || len(a.Succeeds) == 0 {
		return own
	}
	list := slices.DeleteFunc(slices.Clone(own), func(f Figure) bool { return a.beforeMerger(f.Period.End, before) })
	for _, f := range s.carried(ind, a, before) {
		if !slices.ContainsFunc(list, func(g Figure) bool { return momentOf(ind, g.Period) == momentOf(ind, f.Period) }) {
			list = append(list, f)
		}
	}
	sortFigures(list)
	return list
}

// beforeMerger reports whether a day lies before the area took others in: its own
// figures of then are for a smaller area and serve in the sum only.
func (a *Area) beforeMerger(d, before Date) bool {
	return slices.ContainsFunc(a.Succeeds, func(x Succession) bool { return x.Kind == Merged && x.On < before && d < x.On })
}

func (s *Snapshot) carried(ind *Indicator, a *Area, before Date) []Figure {
	var list []Figure
	mergers := map[Date][]string{}
	for _, from := range a.Succeeds {
		switch {
		case from.On >= before:
		case from.Kind == Merged:
			mergers[from.On] = append(mergers[from.On], from.From)
		case from.Kind == Renamed:
			for _, f := range s.history(ind, from.From, from.On) {
				if f.Period.End < from.On {
					f.Area = a.Code
					list = append(list, f)
				}
			}
		}
	}
	for on, codes := range mergers {
		if ind.Rollup == RollupSum {
			list = append(list, s.mergedHistory(ind, a.Code, codes, on)...)
		}
	}
	return list
}

// mergedHistory adds up the series of areas that became one.
func (s *Snapshot) mergedHistory(ind *Indicator, code string, merged []string, on Date) []Figure {
	figures := figuresByMoment{}
	for _, from := range merged {
		figures.add(ind, from, s.history(ind, from, on), on-1)
	}
	if own := s.Figures[SeriesKey{ind.ID, code}]; slices.ContainsFunc(own, func(f Figure) bool { return f.Period.End < on }) {
		merged = append(slices.Clone(merged), code) // merged into a code that was there before
		figures.add(ind, code, own, on-1)
	}
	whole := slices.DeleteFunc(figures.rollUps(ind, always(merged)), func(r RollUp) bool { return !r.Complete() })
	list := withRollUps(ind, code, nil, whole)
	for i := range list {
		list[i].Note = fmt.Sprintf("由并入地区%s合计", strings.Join(merged, "、"))
	}
	return list
}
