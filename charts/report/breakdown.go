package report

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// A breakdown is where a target is allocated to (分解目标): each area with its
// goal, value and state, and what their figures make together beside the
// target's own.
type breakdown struct {
	Rows    []partRow
	Ranked  bool // some row has a place
	Sum     *summed
	Missing string // the areas that were asked and are not in the sum
	Own     string // the target's own value of the same moment; "" where the sum stands for it
	OwnDate [2]string
	Picture *picture // of the ranked areas by attained share; nil where none is
}

// ranking is the picture of the ranked areas; nil also of no breakdown.
func (b *breakdown) ranking() *picture {
	if b == nil {
		return nil
	}
	return b.Picture
}

// A partRow is one area.
type partRow struct {
	row
	Place string // by attained share, among the areas whose newest figure is of the sum's moment
	In    bool   // its figure is in the sum
}

// A summed value is the roll-up 预汇总 for one moment.
type summed struct {
	Value, Parts string
	Period       [2]string
	Coverage     string // 9/11
	Complete     bool
}

// breakdown returns nil for a target that nobody has a share of.
func (p page) breakdown(e *targets.Evaluation) *breakdown {
	parts := p.book.parts[e.Target.ID]
	if len(parts) == 0 {
		return nil
	}
	b := &breakdown{}
	places := p.places(e, parts)
	for _, part := range p.byPlace(parts, places) {
		line := partRow{row: p.row(part), Place: placeText(places[part.Target.ID])}
		line.In = e.RollUp != nil && slices.Contains(e.RollUp.Reported, part.Target.Area)
		b.Ranked = b.Ranked || line.Place != ""
		b.Rows = append(b.Rows, line)
	}
	p.sum(b, e)
	if b.Ranked {
		label := p.say("各地区完成进度排位", "Areas by attained share")
		b.Picture = p.picture(rankingID, label, charts.Ranking(p.bars(parts, places), p.lang))
	}
	return b
}

// byPlace puts the ranked areas first, by their places; the others stay in their
// order.
func (p page) byPlace(parts []*targets.Evaluation, places map[string]int) []*targets.Evaluation {
	list := slices.Clone(parts)
	place := func(e *targets.Evaluation) int {
		if n := places[e.Target.ID]; n > 0 {
			return n
		}
		return len(parts) + 1
	}
	slices.SortStableFunc(list, func(a, b *targets.Evaluation) int { return cmp.Compare(place(a), place(b)) })
	return list
}

// bars are the ranked areas for the picture.
func (p page) bars(parts []*targets.Evaluation, places map[string]int) []charts.Bar {
	var bars []charts.Bar
	for _, part := range p.byPlace(parts, places) {
		if places[part.Target.ID] == 0 {
			continue
		}
		r := p.row(part)
		words := r.Area + "\n" + charts.Mark(r.Light) + " " + r.State + "\n" + p.say("完成 ", "attained ") + r.Progress + p.say("，最近数 ", ", newest value ") + r.Value
		bars = append(bars, charts.Bar{Name: r.Area, Value: part.Progress, Words: words, Light: r.Light, Href: r.Href})
	}
	return bars
}

// sum fills in the roll-up and, where it does not stand for it, the target's own.
func (p page) sum(b *breakdown, e *targets.Evaluation) {
	r := e.RollUp
	if r == nil {
		return
	}
	f := targets.Figure{Value: r.Value, Bound: r.Bound}
	f.Period, f.Numerator, f.Denominator = r.Period, r.Numerator, r.Denominator
	line := p.figure(&f, e.Indicator)
	b.Sum = &summed{
		Value: line.Value, Parts: line.Parts, Period: ends(r.Period), Complete: r.Complete(),
		Coverage: strconv.Itoa(len(r.Reported)) + "/" + strconv.Itoa(len(r.Reported)+len(r.Missing)),
	}
	for i, code := range r.Missing {
		if i > 0 {
			b.Missing += p.say("、", ", ")
		}
		b.Missing += p.book.snap.AreaName(code, p.lang)
	}
	if e.Figure != nil && e.Figure.Origin != targets.OriginRollUp {
		b.Own, b.OwnDate = e.ValueText(p.lang), ends(e.Period)
	}
}

// places ranks the areas by attained share: only those whose newest figure is of
// the sum's moment, for shares of different days do not compare. Equal shares
// have equal places; one area alone has none.
func (p page) places(e *targets.Evaluation, parts []*targets.Evaluation) map[string]int {
	if !p.book.ranking || e.RollUp == nil {
		return nil
	}
	ranked := slices.Clone(parts)
	ranked = slices.DeleteFunc(ranked, func(part *targets.Evaluation) bool {
		return !part.Progress.Known() || part.Period.End != e.RollUp.Period.End
	})
	if len(ranked) < 2 {
		return nil
	}
	slices.SortStableFunc(ranked, func(a, b *targets.Evaluation) int { return b.Progress.Cmp(a.Progress) })
	places, place := map[string]int{}, 1
	for i, part := range ranked {
		if i > 0 && !part.Progress.Equal(ranked[i-1].Progress) {
			place = i + 1
		}
		places[part.Target.ID] = place
	}
	return places
}

// placeText prints a place; an area without one has none.
func placeText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
