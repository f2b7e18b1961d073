package main

import (
	"context"
	"fmt"
)

type verifyCmd struct {
	database
	Chain string `help:"Check this exported chain instead of a database (export --format audit-jsonl); no database is needed." placeholder:"FILE"`
	Head  string `help:"Of --chain: the hash its last entry must have, as it was published." placeholder:"HASH"`
}

// Run recomputes the chain and the current figures; the exit status is 1 when
// anything does not fit.
func (k verifyCmd) Run(ctx context.Context, c console) error {
	switch {
	case k.Chain != "":
		return checkChain(c, k.Chain, k.Head)
	case k.Head != "":
		return usageError("--head 要与 --chain 一起用")
	}
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
	if !report.OK() {
		return brokenError(report.Faults)
	}
	_, err = fmt.Fprintf(c.out, "核对无误：%d条记录，%d条数据修订。链首 %s\n", report.Entries, report.Figures, report.Head)
	return err
}
