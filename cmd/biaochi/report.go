package main

import (
	"context"
	"strings"

	"github.com/biaochi/biaochi/charts/report"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

type reportCmd struct {
	database
	clocks
	Out        string `help:"The folder to write to. A site, or a paper as a folder: a new or empty one, or an earlier report. With --single-file or --pdf any folder: one file is added or replaced." required:"" placeholder:"DIR"`
	Kind       string `help:"What to write: the whole site, a bulletin (通报) of an area for a period, or the mid-term or final evaluation report (评估报告) of a document." enum:"site,bulletin,evaluation" default:"site"`
	Area       string `help:"Only this area and the areas below it, by code. Of a bulletin: the area it is about; default: the country." placeholder:"330000"`
	Document   string `help:"Only the targets of this document; of an evaluation: the one that is evaluated." placeholder:"ID"`
	Period     string `help:"Of a bulletin: the period it tells of. Default: the newest quarter that has ended by the day judged." placeholder:"2025-Q1"`
	Words      string `help:"Of a bulletin: the file with what people wrote for it (problems and reasons, next steps, who signs). Without it their places stay blank." placeholder:"FILE"`
	Ranking    bool   `help:"Of a bulletin: rank the areas below by what compares."`
	Field      string `help:"Of an evaluation: only this field, by id or name." placeholder:"opening"`
	SingleFile bool   `help:"Write a paper as one HTML file with everything inside, to be mailed."`
	PDF        bool   `name:"pdf" help:"Print a paper as PDF through an installed Chromium, Chrome or Edge."`
	Chromium   string `help:"Of --pdf: the browser's program. Default: the first that is installed." env:"BIAOCHI_CHROMIUM" placeholder:"PATH"`
	Public     bool   `help:"The public edition: without what is marked 内部, without forecasts and rankings."`
	Since      string `help:"Of a site: tell what changed after this day. Default: the last day of the quarter before the day judged." placeholder:"D"`
	Lang       string `help:"Only this language. Default: Chinese, with an English switch; papers in Chinese." enum:"zh,en," default:""`
}

const kindSite = "site"

// Help teaches by example.
func (reportCmd) Help() string {
	return `A report opens from disk, without internet: DIR/index.html.

Examples:
  biaochi report --out site
  biaochi report --out site-2024 --as-of 2024-06-30 --area 330000
  biaochi report --out public --public --since 2024-12-31

A bulletin of Zhejiang for the first quarter, as one file to be mailed and as PDF,
with what the offices wrote in words.yaml:
  biaochi report --kind bulletin --area 330000 --period 2025-Q1 \
    --words words.yaml --single-file --pdf --out mail

The mid-term evaluation of a document, as of its day, as a folder:
  biaochi report --kind evaluation --document zhejiang-2023-24 \
    --as-of 2023-12-31 --out evaluation

Regional and field reports (区域类、领域类发展报告) leave out --document:
  biaochi report --kind evaluation --area 330100 --out hangzhou
  biaochi report --kind evaluation --field opening --single-file --out mail

Where no browser is installed, open the single file on any computer and print
it there as PDF.

What people write into a bulletin, the file of --words (YAML; all of it may be
left out):

` + indented(seeds.WordsExample)
}

func indented(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ")
}

// Run writes what was asked for.
func (k reportCmd) Run(ctx context.Context, c console) error {
	if err := k.check(); err != nil {
		return err
	}
	o, err := k.options(c)
	if err != nil {
		return err
	}
	st, err := k.read(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	if k.Kind != kindSite {
		return k.paper(ctx, c, st, o)
	}
	return k.site(ctx, c, st, o)
}

// check refuses flags that make no sense together, with the way out.
func (k reportCmd) check() error {
	site, bulletin, evaluation := k.Kind == kindSite, k.Kind == report.BulletinPaper, k.Kind == report.EvaluationPaper
	switch {
	case site && k.SingleFile:
		return usageError("整站不能写成一个文件：--single-file 要与 --kind bulletin 或 --kind evaluation 一起用；要寄送整站，请把文件夹压缩成一个包")
	case site && k.PDF:
		return usageError("整站不能打印成一个 PDF：--pdf 要与 --kind bulletin 或 --kind evaluation 一起用；单个页面可在浏览器里打印")
	case !bulletin && k.Period != "":
		return usageError("--period 要与 --kind bulletin 一起用；其他报告请用 --as-of 指定截至日")
	case !bulletin && k.Words != "":
		return usageError("--words 要与 --kind bulletin 一起用")
	case !bulletin && k.Ranking:
		return usageError("--ranking 要与 --kind bulletin 一起用；整站的内部版本来就有排名")
	case !evaluation && k.Field != "":
		return usageError("--field 要与 --kind evaluation 一起用")
	case !site && k.Since != "":
		return usageError("--since 要与 --kind site 一起用；通报用 --period 指定报告期")
	case evaluation && k.Document == "" && k.Area == "" && k.Field == "":
		return usageError("评估报告要说明评估什么：用 --document 指明一份文件，或用 --area、--field 写区域类、领域类发展报告")
	case bulletin && k.Document != "":
		return usageError("通报按地区编写，不能用 --document；一份文件的评估请用 --kind evaluation")
	case k.Ranking && k.Public:
		return usageError("公开版不排名：--ranking 和 --public 不能一起用")
	}
	return nil
}

// options are what the flags say of any report. A paper knows its own day, the
// last of a bulletin's period or that of the evaluation, unless one is asked for.
func (k reportCmd) options(c console) (report.Options, error) {
	o := reportOptions(c)
	asOf, knownAt, err := k.dates(c.now())
	if err != nil {
		return o, err
	}
	if o.AsOf, o.KnownAt = asOf, knownAt; k.Kind != kindSite && k.AsOf == "" {
		o.AsOf = 0
	}
	if k.Since != "" {
		if o.Since, err = targets.ParseDate(k.Since); err != nil {
			return o, usageError("--since：" + err.Error())
		}
		if o.Since > o.AsOf {
			return o, usageError("--since 不能晚于截至日 " + o.AsOf.String())
		}
	}
	if k.Lang != "" {
		o.Langs = []targets.Lang{targets.Lang(k.Lang)}
	}
	o.Public = k.Public
	return o, nil
}

// site writes the static site.
func (k reportCmd) site(ctx context.Context, c console, st *store.Store, o report.Options) error {
	o.Selection = selection(k.Area, k.Document)
	s, err := st.Snapshot(ctx, o.Selection, o.AsOf, o.KnownAt)
	if err != nil {
		return err
	}
	if err := named(s, o.Selection); err != nil {
		return err // before anything is written
	}
	w := siteWatch{bar: newBar(c)}
	err = report.Site(ctx, st, k.Out, o, &w)
	w.bar.done()
	if err != nil {
		return err
	}
	return w.tell(c, k.Out, o.AsOf)
}
