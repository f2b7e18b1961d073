package main

import (
	"context"

	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
)

type exportCmd struct {
	database
	clocks
	Format  string `help:"csv or xlsx: the figures as import reads them; sdmx-csv: for statistical systems (SDMX-CSV 2.0); audit-jsonl: the chain of all changes, for a third party to recompute; scorecard-csv or scorecard-xlsx: points by a formula of yours (考核评分); openmetrics: what /metrics would have shown on past days, for promtool." enum:"csv,xlsx,sdmx-csv,audit-jsonl,scorecard-csv,scorecard-xlsx,openmetrics" default:"csv"`
	Formula string `help:"The formula of a scorecard (计分办法), a YAML file." placeholder:"F.yaml"`
	history
	metricsFlags
	Area string `help:"Only this area and the areas below it, by code." placeholder:"330000"`
}

// Help teaches by example.
func (exportCmd) Help() string {
	return `Examples:
  biaochi export > figures.csv                        what import reads again
  biaochi export --format xlsx --area 330000 > zj.xlsx
  biaochi export --format audit-jsonl > chain.jsonl   verify it with: biaochi verify --chain chain.jsonl --head HASH
  biaochi export --format scorecard-xlsx --formula 2025.yaml --as-of 2025-12-31 > scores.xlsx
  biaochi export --format openmetrics > history.om    promtool tsdb create-blocks-from openmetrics history.om DATA

History is judged in hindsight, by all that is known now (--known-at T: by what was known then; --known-at each: every day by what was known at its end).

A formula is set by the office; points come from 完成率, 完成进度, 序时比 and on-time reporting, never from states or forecasts:
  name: 2025年度标准化工作考核
  areas: ["330100", "330200"]     # who is scored
  periods: 2025                   # whose reporting counts
  items:
    - indicator: local-standards-issued   # the goal of each area for this indicator
      weight: 30
      by: completion              # or progress, pace
      floor: 0.6                  # below it nothing; may be left out
      cap: 1.1                    # no more than 110 %; left out: 1
      missing: exclude            # no figure: exclude it, or zero
  on_time: 10                     # points for the on-time rate
  deductions:
    - {for: late, each: 0.5, most: 3}      # late, missing or declared
    - {for: decision, area: "330100", points: 2, reason: 依据和文号}`
}

// Run writes the standing figures to standard output: what it writes, import reads.
func (k exportCmd) Run(ctx context.Context, c console) error {
	st, err := k.read(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	switch k.Format {
	case "openmetrics":
		return k.exportHistory(ctx, c, st)
	case "audit-jsonl":
		return exportChain(ctx, st, c.out)
	case "scorecard-csv", "scorecard-xlsx":
		return k.exportScores(ctx, c, st)
	}
	asOf, knownAt, err := k.dates(c.now())
	if err != nil {
		return err
	}
	sel := selection(k.Area, "")
	s, err := st.Snapshot(ctx, targets.Selection{Areas: sel.Areas}, asOf, knownAt)
	if err != nil {
		return err
	}
	if err := named(s, sel); err != nil {
		return err
	}
	catalogue, _, err := st.Catalogue(ctx) // names are kept for good: the present catalogue knows every figure's
	if err != nil {
		return err
	}
	w, err := k.writer(c, catalogue)
	if err != nil {
		return err
	}
	err = st.EachFigure(ctx, sel, knownAt, func(f *targets.Figure) error {
		if f.Period.End > asOf {
			return nil
		}
		return w.Write(f)
	})
	if err != nil {
		return err
	}
	return w.Flush()
}

// A figureWriter writes figures to standard output.
type figureWriter interface {
	Write(f *targets.Figure) error
	Flush() error
}

func (k exportCmd) writer(c console, catalogue *targets.Catalogue) (figureWriter, error) {
	switch k.Format {
	case "xlsx":
		return sheet.NewBookWriter(c.out, catalogue)
	case "sdmx-csv":
		return sheet.NewSDMXWriter(c.out, catalogue), nil
	}
	return sheet.NewWriter(c.out, catalogue), nil
}
