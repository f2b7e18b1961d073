package report

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// dutyDays is how far back duties are told of: a year of periods and their
// closing days.
const dutyDays = 400

// readMore adds to the book what no target asks for: the figures of other areas
// and indicators, and the duties of the offices.
func (b *book) readMore(ctx context.Context, src Source, o Options) error {
	if err := b.readSeries(ctx, o); err != nil {
		return err
	}
	answers, err := src.Answers(ctx, b.snap.AsOf-dutyDays, b.snap.AsOf, o.KnownAt)
	if err != nil {
		return fmt.Errorf("read what was handed in: %w", err)
	}
	if b.snap.Register != nil {
		b.duties = b.snap.Register.Duties(b.snap.AsOf-dutyDays, b.snap.AsOf, answers)
	}
	b.chooseAreas()
	b.chooseIndicators()
	b.tallyAreas()
	return nil
}

// readSeries keeps the figures of the selected areas and indicators that belong
// to no target; a public edition keeps none that is disclosed 内部.
func (b *book) readSeries(ctx context.Context, o Options) error {
	b.series = map[targets.SeriesKey][]targets.Figure{}
	if len(o.Selection.Documents)+len(o.Selection.Targets) > 0 {
		return nil // of a document's own goals only
	}
	asked := map[targets.SeriesKey]bool{}
	for i := range b.all {
		asked[targets.SeriesKey{Indicator: b.all[i].Target.Indicator, Area: b.all[i].Target.Area}] = true
	}
	all, err := b.seriesOf(ctx, o.Selection, o.KnownAt, func(k targets.SeriesKey, _ *targets.Indicator) bool { return !asked[k] })
	if err != nil {
		return err
	}
	b.series = all
	b.seriesAreas = map[string][]string{}
	for k := range b.series {
		b.seriesAreas[k.Indicator] = append(b.seriesAreas[k.Indicator], k.Area)
	}
	for _, areas := range b.seriesAreas {
		slices.Sort(areas)
	}
	return nil
}

// seriesOf reads the standing figures up to the day judged of those series of a
// selection that are wanted, each in the order of its periods; a public edition
// has none that is disclosed 内部.
func (b *book) seriesOf(ctx context.Context, sel targets.Selection, knownAt time.Time, wanted func(targets.SeriesKey, *targets.Indicator) bool) (map[targets.SeriesKey][]targets.Figure, error) {
	shown := func(k targets.SeriesKey) bool {
		ind := b.snap.Indicator(k.Indicator)
		return ind != nil && !(b.public && ind.Disclosure == targets.Internal) && wanted(k, ind)
	}
	all := map[targets.SeriesKey][]targets.Figure{}
	err := b.source.EachFigureOf(ctx, sel, knownAt, shown, func(f *targets.Figure) error {
		if k := (targets.SeriesKey{Indicator: f.Indicator, Area: f.Area}); f.Period.End <= b.snap.AsOf {
			all[k] = append(all[k], *f)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	for _, list := range all {
		slices.SortStableFunc(list, func(a, b targets.Figure) int { return a.Period.Compare(b.Period) })
	}
	return all, nil
}

// chooseAreas lists the areas that have a page: the country, every province, and
// below them those with a target, a figure or an office.
func (b *book) chooseAreas() {
	with := map[string]bool{}
	for i := range b.all {
		with[b.all[i].Target.Area] = true
	}
	for k := range b.series {
		with[k.Area] = true
	}
	if r := b.snap.Register; r != nil {
		for i := range r.Offices {
			with[targets.CanonicalArea(r.Offices[i].Area)] = true
		}
	}
	b.areas, b.areaSet = nil, map[string]bool{}
	for i := range b.snap.Areas {
		a := &b.snap.Areas[i]
		top := a.Level == targets.LevelCountry || a.Level == targets.LevelProvince
		if b.areaSet[a.Code] || b.snap.Area(a.Code) != a || !top && !with[a.Code] {
			continue
		}
		b.areas, b.areaSet[a.Code] = append(b.areas, a.Code), true
	}
}

func (b *book) hasArea(code string) bool { return b.areaSet[code] }

// chooseIndicators lists the indicators that have a page: those of a target or
// with a figure.
func (b *book) chooseIndicators() {
	with := map[string]bool{}
	for k := range b.series {
		with[k.Indicator] = true
	}
	b.indicators, b.indicatorSet = nil, map[string]bool{}
	for i := range b.snap.Indicators {
		id := b.snap.Indicators[i].ID
		if with[id] || len(b.byIndicator[id]) > 0 {
			b.indicators, b.indicatorSet[id] = append(b.indicators, id), true
		}
	}
}

func (b *book) hasIndicator(id string) bool { return b.indicatorSet[id] }
