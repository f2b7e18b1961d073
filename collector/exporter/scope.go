package exporter

import (
	"context"
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// A scope is whose metrics are shown. The scrape and the history apply the same,
// so that past and present are one set of series.
type scope struct {
	internal bool // indicators disclosed 内部 too
	below    bool // areas below province level too
}

// has reports whether an area is in the scope; nil is an area that the catalogue
// does not have, which is none of the country's provinces.
func (s scope) has(a *targets.Area) bool {
	return s.below || a != nil && (a.Level == targets.LevelCountry || a.Level == targets.LevelProvince)
}

// shown are the targets in the scope.
func (s scope) shown(snap *targets.Snapshot) []*targets.Target {
	list := make([]*targets.Target, 0, len(snap.Targets))
	for i := range snap.Targets {
		t := &snap.Targets[i]
		if (s.internal || snap.Indicator(t.Indicator).Disclosure != targets.Internal) && s.has(snap.Area(t.Area)) {
			list = append(list, t)
		}
	}
	return list
}

// duties are those of the areas in the scope.
func (s scope) duties(ctx context.Context, src DutySource, list []targets.Duty) ([]targets.Duty, error) {
	if s.below {
		return list, nil
	}
	areas, err := src.Areas(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the areas: %w", err)
	}
	tree := targets.NewAreaTree(areas)
	wide := make([]targets.Duty, 0, len(list))
	for i := range list {
		if s.has(tree.Area(list[i].Filing.Area)) {
			wide = append(wide, list[i])
		}
	}
	return wide, nil
}
