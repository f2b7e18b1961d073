package svg

import (
	"fmt"

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

// zone makes a day the same on every machine. The library reads and writes days in
// the machine's own zone, in which some are 23 hours long; here that zone is UTC.
const zone = `
var Local = Date;
Date = class extends Local {
  constructor(...parts) { super(...(parts.length > 1 ? [Local.UTC(...parts)] : parts)); }
};
for (const part of ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']) {
  Date.prototype['get' + part] = Local.prototype['getUTC' + part];
  Date.prototype['set' + part] = Local.prototype['setUTC' + part];
}
Date.prototype.getTimezoneOffset = () => 0;
`

// drawing is the function that draws. Options of the picture are parsed here, so
// that they are data and never a program.
const drawing = `
(function (options, width, height) {
  told = [];
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    const wanted = JSON.parse(options);
    chart.setOption(wanted);
    if (chart.getModel().getSeriesCount() !== wanted.series.length) {
      throw new Error('a kind of series is not in the bundle: add it to charts/assets/echarts.js');
    }
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
	if _, err := vm.RunString(desk + zone); err != nil {
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
	return sieve(out)
}
