package main

import (
	"context"
	"fmt"

	"github.com/biaochi/biaochi/charts/report"
	"github.com/biaochi/biaochi/targets"
)

type reportCmd struct {
	database
	clocks
	Out      string `help:"The folder to write to; a new or empty one, or an earlier report." required:"" placeholder:"DIR"`
	Kind     string `help:"What to write." enum:"site" default:"site"`
	Area     string `help:"Only this area and the areas below it, by code." placeholder:"330000"`
	Document string `help:"Only the targets of this document." placeholder:"ID"`
	Lang     string `help:"Only this language. Default: Chinese, with an English switch." enum:"zh,en," default:""`
}

// Help teaches by example.
func (reportCmd) Help() string {
	return `The report opens from disk, without internet: DIR/index.html.

Examples:
  biaochi report --out site
  biaochi report --out site-2024 --as-of 2024-06-30 --area 330000`
}

// Run writes the static site.
func (k reportCmd) Run(ctx context.Context, c console) error {
	asOf, knownAt, err := k.dates(c.now())
	if err != nil {
		return err
	}
	st, err := k.read(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	s, err := st.Snapshot(ctx, selection(k.Area, k.Document), asOf, knownAt)
	if err != nil {
		return err
	}
	if err := named(s, selection(k.Area, k.Document)); err != nil {
		return err // before anything is written
	}
	o := report.Options{AsOf: asOf, KnownAt: knownAt, Selection: selection(k.Area, k.Document), Version: version, Now: c.now}
	if k.Lang != "" {
		o.Langs = []targets.Lang{targets.Lang(k.Lang)}
	}
	bar := newBar(c)
	pages := 0
	err = report.Site(ctx, st, k.Out, o, func(done, total int) {
		pages = total
		bar.show("写入页面", int64(done), int64(total))
	})
	bar.done()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "已写入%d个页面：%s/index.html（截至%s）\n", pages, k.Out, asOf)
	return err
}
