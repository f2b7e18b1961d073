package main

import (
	"context"
	"time"

	"github.com/biaochi/biaochi/collector/exporter"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// knownEach is what --known-at says for history as it was known day by day.
const knownEach = "each"

// history are the flags of --format openmetrics.
type history struct {
	Since    string `help:"The first day of history. Default: the day the first document was issued." placeholder:"D"`
	Until    string `help:"The last day of history. Default: yesterday; today is what the scrape shows." placeholder:"D"`
	Step     string `help:"A point for every day, for every month end, or (auto) for every day of the last 400 and for month ends before." enum:"auto,day,month" default:"auto"`
	Job      string `help:"The job label of the scrape, so that history and present are one series." default:"biaochi"`
	Instance string `help:"The instance label of the scrape." default:"127.0.0.1:9988"`
}

// exportHistory writes what /metrics would have shown on past days.
func (k exportCmd) exportHistory(ctx context.Context, c console, st *store.Store) error {
	h := exporter.History{Each: k.KnownAt == knownEach, Job: k.Job, Instance: k.Instance, Internal: k.Internal, Below: k.below()}
	clocks := k.clocks
	if h.Each {
		clocks.KnownAt = ""
	}
	asOf, knownAt, err := clocks.dates(c.now())
	if err != nil {
		return err
	}
	h.KnownAt = knownAt
	if h.Days, err = k.days(ctx, st, asOf-1, knownAt); err != nil {
		return err
	}
	bar := newBar(c)
	err = h.Write(ctx, c.out, st, func(done, total int) { bar.show("评价各日", int64(done), int64(total)) })
	bar.done()
	return err
}

// days are the days asked for.
func (k exportCmd) days(ctx context.Context, st *store.Store, yesterday targets.Date, knownAt time.Time) ([]targets.Date, error) {
	since, err := dayFlag("--since", k.Since)
	if err != nil {
		return nil, err
	}
	until, err := dayFlag("--until", k.Until)
	if err != nil {
		return nil, err
	}
	if until == 0 {
		until = yesterday
	}
	if since == 0 {
		if since, err = firstIssue(ctx, st, until, knownAt); err != nil {
			return nil, err
		}
	}
	if since > until {
		return nil, usageError("--since " + since.String() + " 晚于 --until " + until.String())
	}
	switch k.Step {
	case "day":
		return exporter.EveryDay(since, until), nil
	case "month":
		return exporter.MonthEnds(since, until), nil
	}
	return exporter.HistoryDays(since, until), nil
}

func dayFlag(flag, text string) (targets.Date, error) {
	if text == "" {
		return 0, nil
	}
	d, err := targets.ParseDate(text)
	if err != nil {
		return 0, usageError(flag + "：" + err.Error())
	}
	return d, nil
}

// firstIssue is the day on which the first document was issued; a catalogue
// without documents has no history before the last day.
func firstIssue(ctx context.Context, st *store.Store, until targets.Date, knownAt time.Time) (targets.Date, error) {
	s, err := st.Snapshot(ctx, targets.Selection{}, until, knownAt)
	if err != nil {
		return 0, err
	}
	first := until
	for i := range s.Documents {
		if d := s.Documents[i].Issued; d != 0 {
			first = min(first, d)
		}
	}
	return first, nil
}
