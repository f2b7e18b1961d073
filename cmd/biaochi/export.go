package main

import (
	"context"

	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
)

type exportCmd struct {
	database
	clocks
	Format string `help:"csv or xlsx: the figures as import reads them; audit-jsonl: the chain of all changes, for a third party to recompute." enum:"csv,xlsx,audit-jsonl" default:"csv"`
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
	if k.Format == "audit-jsonl" {
		return exportChain(ctx, st, c.out)
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
	if k.Format == "xlsx" {
		return sheet.NewBookWriter(c.out, catalogue)
	}
	return sheet.NewWriter(c.out, catalogue), nil
}
