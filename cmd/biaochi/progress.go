package main

import (
	"io"
	"os"

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
