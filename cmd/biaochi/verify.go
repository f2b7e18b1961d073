package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
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
	if !report.OK() {
		return brokenError(report)
	}
	_, err = fmt.Fprintf(c.out, "核对无误：%d条记录，%d条数据修订。链首 %s\n", report.Entries, report.Figures, report.Head)
	return err
}

// brokenError names every entry that does not fit, the first one first.
func brokenError(r store.Report) error {
	faults := make([]error, len(r.Faults))
	for i, f := range r.Faults {
		where := "派生表"
		if f.Entry > 0 {
			where = fmt.Sprintf("第%d条记录", f.Entry)
		}
		faults[i] = fmt.Errorf("%s：%s", where, f.Text)
	}
	return &targets.Error{Kind: targets.Conflict, Text: "核对不符，数据库可能被改动过，请用最近一次核对无误的备份比对：\n" + errors.Join(faults...).Error()}
}
