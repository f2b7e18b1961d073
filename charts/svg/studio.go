package svg

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/dop251/goja"
)

// A studio is one machine with the drawing library in it. One drawing at a time.
type studio struct {
	render func(options string, width, height int) (string, error)
}

// desk is what the library finds beside itself: it asks for timers when it is
// loaded and tells of mistakes on the console. Nothing here waits, so no timer
// ever has to run. A mistake that the library only tells of becomes an error: a
// part of the picture would be missing.
const desk = `
var told = [];
function setTimeout() { return 0; }
function clearTimeout() {}
var console = { log() {}, warn() {}, error(...words) { told.push(words.join(' ')); } };
`

// drawing is the function that draws. Options of the picture are parsed here, so
// that they are data and never a program.
const drawing = `
(function (options, width, height) {
  told = [];
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(JSON.parse(options));
    const svg = chart.renderToSVGString();
    if (told.length > 0) { throw new Error(told.join('; ')); }
    return svg;
  } finally {
    chart.dispose();
  }
})
`

// maxDepth bounds the calls within calls of a drawing.
const maxDepth = 4096

func newStudio(library *goja.Program) (*studio, error) {
	vm := goja.New()
	vm.SetMaxCallStackSize(maxDepth)
	if _, err := vm.RunString(desk); err != nil {
		return nil, fmt.Errorf("set up drawing: %w", err)
	}
	if _, err := vm.RunProgram(library); err != nil {
		return nil, fmt.Errorf("run drawing library: %w", err)
	}
	fn, err := vm.RunString(drawing)
	if err != nil {
		return nil, fmt.Errorf("set up drawing: %w", err)
	}
	s := &studio{}
	if err := vm.ExportTo(fn, &s.render); err != nil {
		return nil, fmt.Errorf("set up drawing: %w", err)
	}
	return s, nil
}

func (s *studio) draw(options string, width, height int) ([]byte, error) {
	out, err := s.render(options, width, height)
	if err != nil {
		return nil, fmt.Errorf("draw: %w", err)
	}
	return unnumbered([]byte(out)), nil
}

// numbers are the names that the library counts up from drawing to drawing. In a
// text there is no unescaped quotation mark, so only attributes fit.
var numbers = regexp.MustCompile(`(="(?:url\()?#?)zr[0-9]+-`)

// unnumbered gives every drawing the names of a first one.
func unnumbered(drawing []byte) []byte {
	if !bytes.Contains(drawing, []byte(`zr`)) {
		return drawing
	}
	return numbers.ReplaceAll(drawing, []byte(`${1}zr0-`))
}
