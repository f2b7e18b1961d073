package svg

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/dop251/goja"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/charts/assets"
)

// MaxSide is the longest side a drawing can have, in pixels.
const MaxSide = 20_000

// A Drawer draws pictures. It is safe for concurrent use and keeps the drawings
// it made last.
type Drawer struct {
	library *goja.Program
	drawn   *kept
	idle    chan *studio // as many as may draw at once; nil is one not yet set up
}

// drawnAtOnce is how many pictures are drawn at the same time. Each takes a machine
// of its own, which stays.
const drawnAtOnce = 2

// New makes a Drawer, or tells that the program was built without the drawing
// library (assets.ErrMissing). Reading the library takes a quarter of a second.
func New() (*Drawer, error) {
	source, err := assets.ECharts()
	if err != nil {
		return nil, fmt.Errorf("load drawing library: %w", err)
	}
	library, err := goja.Compile("echarts.js", string(source), true)
	if err != nil {
		return nil, fmt.Errorf("read drawing library: %w", err)
	}
	d := &Drawer{library: library, drawn: newKept(keptBytes), idle: make(chan *studio, drawnAtOnce)}
	for range cap(d.idle) {
		d.idle <- nil
	}
	return d, nil
}

// Draw returns the picture as an SVG of the given size in pixels. The bytes are
// shared: the caller must not change them.
func (d *Drawer) Draw(p charts.Picture, width, height int) ([]byte, error) {
	switch {
	case p.Empty():
		return nil, errors.New("nothing to draw")
	case width <= 0 || height <= 0 || width > MaxSide || height > MaxSide:
		return nil, fmt.Errorf("cannot draw %d × %d pixels", width, height)
	}
	options, err := onPaper(p)
	if err != nil {
		return nil, err
	}
	key := keyOf(options, width, height)
	if drawing, ok := d.drawn.get(key); ok {
		return drawing, nil
	}
	drawing, err := d.draw(options, width, height)
	if err != nil {
		return nil, err
	}
	d.drawn.put(key, drawing)
	return drawing, nil
}

func keyOf(options string, width, height int) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%d %d %s", width, height, options))
}

// draw waits for a studio that is free. One in which a drawing failed is not used
// again.
func (d *Drawer) draw(options string, width, height int) (drawing []byte, err error) {
	s := <-d.idle
	defer func() {
		if err != nil {
			s = nil
		}
		d.idle <- s
	}()
	if s == nil {
		if s, err = newStudio(d.library); err != nil {
			return nil, err
		}
	}
	return s.draw(options, width, height)
}
