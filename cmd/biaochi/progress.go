package main

import (
	"fmt"
	"io"
	"os"

	"github.com/biaochi/biaochi/charts/report"
	"github.com/biaochi/biaochi/targets"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// A bar shows long work at a terminal, and nothing anywhere else.
type bar struct {
	out  io.Writer // nil when it is no terminal
	name string
	on   *progressbar.ProgressBar
}

func newBar(c console) *bar {
	f, ok := c.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return &bar{}
	}
	return &bar{out: f}
}

func (b *bar) show(name string, done, total int64) {
	if b.out == nil {
		return
	}
	if b.on == nil || b.name != name {
		b.done()
		b.name = name
		b.on = progressbar.NewOptions64(total, progressbar.OptionSetWriter(b.out), progressbar.OptionSetDescription(name),
			progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100e6))
	}
	b.on.Set64(done)
}

func (b *bar) done() {
	if b.on != nil {
		b.on.Finish()
		b.on = nil
	}
}

// A siteWatch shows how a site comes along and keeps what was done.
type siteWatch struct {
	bar     *bar
	outcome report.Outcome
}

// Step moves the bar of the phase.
func (w *siteWatch) Step(phase targets.Text, done, total int) {
	w.bar.show(phase.ZH, int64(done), int64(total))
}

// Written keeps the counts.
func (w *siteWatch) Written(t report.Outcome) { w.outcome = t }

// tell says where the site is and what changed in it.
func (w *siteWatch) tell(c console, dir string, asOf targets.Date) error {
	t := w.outcome
	_, err := fmt.Fprintf(c.out, "共%d个页面：新写%d个，未变%d个，移除%d个：%s/index.html（截至%s）\n", t.Pages, t.Rendered, t.Kept, t.Removed, dir, asOf)
	return err
}
