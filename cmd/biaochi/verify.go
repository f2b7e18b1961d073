package main

import (
	"context"
	"fmt"
)

type verifyCmd struct{ database }

// Run recomputes the chain and the current figures; the exit status is 1 when
// anything does not fit.
func (k verifyCmd) Run(ctx context.Context, c console) error {
	st, err := k.read(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	bar := newBar(c)
	report, err := st.Verify(ctx, func(done, total int64) { bar.show("核对", done, total) })
	bar.done()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, report.Summary())
	return err
}
