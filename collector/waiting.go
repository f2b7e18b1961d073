package collector

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// returned finds the revisions of the pack's series that were sent back, or taken
// back by their office: they neither count nor wait, and may be sent again. Only series with a revision
// that does not count are looked into.
func (d *Desk) returned(ctx context.Context, p *pack) (map[revision]bool, error) {
	open, err := d.uncounted(ctx, p)
	if err != nil {
		return nil, err
	}
	sent := map[revision]bool{}
	for _, series := range open {
		list, err := d.parts.Store.History(ctx, series, time.Time{})
		if err != nil {
			return nil, fmt.Errorf("read what was returned: %w", err)
		}
		for i := range list {
			if s := list[i].Standing; s == targets.SentBack || s == targets.TakenBack {
				sent[revision{list[i].Key, list[i].Revision}] = true
			}
		}
	}
	return sent, nil
}

// uncounted lists the pack's series that have a revision that does not count.
func (d *Desk) uncounted(ctx context.Context, p *pack) ([]targets.SeriesKey, error) {
	var list []targets.SeriesKey
	err := d.parts.Store.EachRevision(ctx, targets.Selection{Indicators: p.indicators()}, func(g *targets.Figure) error {
		series := targets.SeriesKey{Indicator: g.Indicator, Area: g.Area}
		if !g.Approved.IsZero() || len(list) > 0 && list[len(list)-1] == series {
			return nil
		}
		if _, asked := slices.BinarySearchFunc(p.series, series, compareSeries); asked {
			list = append(list, series)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what waits: %w", err)
	}
	return list, nil
}
