package main

import (
	"context"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/charts/report"
	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

type verifyCmd struct {
	database
	Chain  string `help:"Check this exported chain instead of a database (export --format audit-jsonl); no database is needed." placeholder:"FILE"`
	Head   string `help:"Of --chain: the hash its last entry must have, as it was published." placeholder:"HASH"`
	Report string `help:"Check this folder that biaochi report wrote: every file as it was written, none missing, none added; and with the database, that it holds the entry of the chain the report was made from." placeholder:"DIR"`
	Again  bool   `help:"Of --report: make the report once more from the database and compare every byte. Needs the version that wrote it."`
}

// Help teaches by example.
func (verifyCmd) Help() string {
	return `Examples:
  biaochi verify                                   # the database: chain and current figures
  biaochi verify --report site                     # the files, and their entry of the chain in biaochi.db
  biaochi verify --report site --db b.db --again   # and that the database gives the same bytes today
  biaochi verify --chain audit.jsonl --head HASH   # an exported chain, without a database`
}

// Run recomputes the chain and the current figures; the exit status is 1 when
// anything does not fit.
func (k verifyCmd) Run(ctx context.Context, c console) error {
	switch {
	case k.Report != "" && k.Chain != "":
		return usageError("--report 和 --chain 不能一起用")
	case k.Report != "":
		return k.folder(ctx, c)
	case k.Again:
		return usageError("--again 要与 --report 一起用")
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
	if err := warnOutside(ctx, c, st); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "核对无误：%d条记录，%d条数据修订。链首 %s\n", report.Entries, report.Figures, report.Head)
	return err
}

// shownOutside is how many figures outside their range are listed.
const shownOutside = 100

// warnOutside lists the standing figures outside the range of their indicator:
// approved before there were ranges, or before a card narrowed one. They stay, and
// break nothing.
func warnOutside(ctx context.Context, c console, st *store.Store) error {
	catalogue, demo, err := st.Catalogue(ctx)
	if err != nil {
		return err
	}
	rules := collector.NewRules(catalogue, targets.DateOf(c.now()), demo)
	n := 0
	err = st.EachFigure(ctx, targets.Selection{}, time.Time{}, func(f *targets.Figure) error {
		for _, x := range rules.CheckRange(nil, f) {
			if n++; n <= shownOutside {
				fmt.Fprintf(c.err, "提示：%s %s %s 的数据超出合理范围：%s\n", f.Indicator, f.Area, f.Period, x.Text)
			}
		}
		return nil
	})
	if n > shownOutside {
		fmt.Fprintf(c.err, "另有%d处超出合理范围未逐条列出\n", n-shownOutside)
	}
	return err
}

// folder checks a report's folder, against the database where there is one.
func (k verifyCmd) folder(ctx context.Context, c console) error {
	check, err := report.CheckFolder(k.Report)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "报告 %s：%s，截至 %s，数据入库截止 %s，程序版本 %s，审计链第%d条 %s\n",
		k.Report, check.Edition.ZH, check.AsOf, check.KnownAt, check.Version, check.Sequence, check.Hash)
	compared, err := k.against(ctx, c, check)
	if err != nil {
		return err
	}
	if len(check.Faults) > 0 {
		return reportFaults(check.Faults)
	}
	_, err = fmt.Fprintf(c.out, "核对无误：%d个文件与清单一致；%s。\n", check.Files, compared)
	return err
}

// against compares with the database and says in words what was compared.
func (k verifyCmd) against(ctx context.Context, c console, check *report.Check) (string, error) {
	if err := k.there(); err != nil {
		if k.DB == defaultDatabase && !k.Again {
			return "没有与数据库比对（找不到 " + k.DB + "，可用 --db 指定）", nil
		}
		return "", err
	}
	st, err := k.read(ctx)
	if err != nil {
		return "", err
	}
	defer st.Close()
	found := len(check.Faults)
	if err := check.Against(ctx, st, k.DB); err != nil {
		return "", err
	}
	if !k.Again || len(check.Faults) > found {
		return "审计链的这条记录在数据库 " + k.DB + " 中，散列相同", nil
	}
	w := siteWatch{bar: newBar(c)}
	err = check.Again(ctx, st, reportOptions(c), &w)
	w.bar.done()
	return "审计链的这条记录在数据库 " + k.DB + " 中，重新生成的文件逐字节相同", err
}

// reportFaults are the differences of a report, one a line.
type reportFaults []report.Fault

func (f reportFaults) Error() string {
	text := fmt.Sprintf("报告与清单或数据库不符，共%d处：", len(f))
	for _, one := range f {
		text += "\n  "
		if one.Path != "" {
			text += one.Path + "："
		}
		text += one.Text
	}
	return text
}
