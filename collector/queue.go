package collector

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Queue lists what waits for review in the person's reach, the oldest first.
func (d *Desk) Queue(ctx context.Context, p *Person) ([]QueueRow, error) {
	rows, _, err := d.QueuePage(ctx, p, QueueQuery{})
	return rows, err
}

// A QueueQuery asks for a page of the queue. The zero one asks for everything.
type QueueQuery struct {
	After int64 // entry: what came later
	Limit int   // rows at most; 0: no limit
	Mine  bool  // only what falls to the person's own office or area
}

// keep returns what decides which waiting handovers are read with their figures:
// of a page, one more than its rows. It is asked the oldest first.
func (v *view) keep(q QueueQuery) func(entry int64, by string, h *targets.Handover) bool {
	kept := 0
	return func(entry int64, by string, h *targets.Handover) bool {
		o := v.register.Office(h.Office)
		switch {
		case entry <= q.After, q.Limit > 0 && kept > q.Limit:
			return false
		case o == nil || v.register.Form(h.Form) == nil || !v.may(v.p, ActSeeQueue, Object{Office: o}):
			return false
		case q.Mine && !slices.ContainsFunc(h.Chain, func(s targets.Signature) bool {
			return v.may(v.p, ActReview, Object{Office: o, Signature: s, By: []string{by}})
		}):
			return false
		}
		kept++
		return true
	}
}

// QueuePage lists a page of what waits for review in the person's reach, the oldest
// first. more reports whether there is another page, after its last entry.
func (d *Desk) QueuePage(ctx context.Context, p *Person, q QueueQuery) (rows []QueueRow, more bool, err error) {
	v, err := d.look(ctx, p)
	if err == nil {
		err = v.can(ActSeeQueue, Object{})
	}
	if err != nil {
		return nil, false, err
	}
	waiting, err := d.parts.Filings.WaitingIf(ctx, time.Time{}, v.keep(q))
	if err != nil {
		return nil, false, fmt.Errorf("read what waits: %w", err)
	}
	if more = q.Limit > 0 && len(waiting) > q.Limit; more {
		waiting = waiting[:q.Limit]
	}
	rows, err = v.queueRows(ctx, waiting)
	return rows, more, err
}

func (v *view) queueRows(ctx context.Context, waiting []targets.Handed) ([]QueueRow, error) {
	names, err := v.names(ctx)
	if err != nil {
		return nil, err
	}
	stood, err := v.stood(ctx, waiting)
	if err != nil {
		return nil, err
	}
	list := make([]QueueRow, len(waiting))
	for i := range waiting {
		list[i] = v.queueRow(&waiting[i], stood)
		list[i].By = nameOf(names, waiting[i].By)
	}
	return list, nil
}

// stood tells of which keys a figure stands already, among those revised before.
func (v *view) stood(ctx context.Context, list []targets.Handed) (map[targets.Key]bool, error) {
	var series []targets.SeriesKey
	for i := range list {
		for j := range list[i].Figures {
			if g := &list[i].Figures[j]; g.Revision > 1 {
				series = append(series, targets.SeriesKey{Indicator: g.Indicator, Area: g.Area})
			}
		}
	}
	if len(series) == 0 {
		return nil, nil
	}
	standing, err := v.d.parts.Filings.SeriesNow(ctx, series)
	if err != nil {
		return nil, fmt.Errorf("read the series: %w", err)
	}
	keys := map[targets.Key]bool{}
	for _, figures := range standing {
		for i := range figures {
			keys[figures[i].Key] = true
		}
	}
	return keys, nil
}

func (v *view) queueRow(h *targets.Handed, stood map[targets.Key]bool) QueueRow {
	office := v.register.Office(h.Office)
	r := QueueRow{
		Entry: h.Entry, At: h.At, Since: since(h), Form: v.register.Form(h.Form), Office: office, Evidence: len(filesOf(h)),
		FilledFor: h.FilledFor(), Step: h.Step, Steps: len(h.Chain), Signature: signature(h, h.Step),
	}
	for i := range h.Figures {
		g := &h.Figures[i]
		if stood[g.Key] {
			r.Changed++
		} else {
			r.New++
		}
		if g.Note != "" {
			r.Notes++
		}
	}
	if filing, err := v.register.Filing(h.FilingKey); err == nil {
		r.Filing = *filing
		r.Late = r.New > 0 && targets.DateOf(h.At) > filing.Closes
	}
	r.Mine = v.why(h, office, h.Step) == nil
	return r
}

// signature is a step of a handover's chain; the zero one when there is no such step.
func signature(h *targets.Handed, step int) targets.Signature {
	if step < 1 || step > len(h.Chain) {
		return targets.Signature{}
	}
	return h.Chain[step-1]
}

// why says why a person may not take a step of a handover; nil when he may.
func (v *view) why(h *targets.Handed, office *targets.Office, step int) error {
	if step < 1 || step > len(h.Chain) {
		return &targets.Error{Kind: targets.Conflict, Text: "审核已结束。"}
	}
	return v.can(ActReview, Object{Office: office, Signature: h.Chain[step-1], By: []string{h.By}})
}

// since is when the open step began to wait.
func since(h *targets.Handed) time.Time {
	at := h.At
	for i := range h.Events {
		if h.Events[i].Kind == targets.HandedApproved && h.Events[i].Step < h.Step {
			at = h.Events[i].At
		}
	}
	return at
}
