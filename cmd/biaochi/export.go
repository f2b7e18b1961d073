package main

import (
	"context"

	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
)

type exportCmd struct {
	database
	clocks
	Format string `help:"The format: csv is the one that import reads." enum:"csv" default:"csv"`
	Area   string `help:"Only this area and the areas below it, by code." placeholder:"330000"`
}

// Run writes the standing figures to standard output: what it writes, import reads.
func (k exportCmd) Run(ctx context.Context, c console) error {
	asOf, knownAt, err := k.dates(c.now())
	if err != nil {
		return err
	}
	st, err := k.read(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	s, err := st.Snapshot(ctx, targets.Selection{}, asOf, knownAt)
	if err != nil {
		return err
	}
	w := sheet.NewWriter(c.out, &s.Catalogue)
	err = st.EachFigure(ctx, selection(k.Area, ""), knownAt, func(f *targets.Figure) error {
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
