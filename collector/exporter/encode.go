package exporter

import (
	"bytes"
	"io"
	"strconv"
)

// chunk is how much an encoder gathers before it writes: large, because a crowd of
// scrapes is slowed by many small writes.
const chunk = 1 << 20

// An encoder writes families in the Prometheus text format 0.0.4 or in
// OpenMetrics 1.0, byte for byte as client_golang does, without building a
// metric for each series. Label values must be valid UTF-8.
type encoder struct {
	w           io.Writer
	openMetrics bool
	buf         []byte
}

// encode writes every family that has series. rows must be in the order of
// compareRows, and w must be memory, which does not fail. OpenMetrics still
// lacks its # EOF: live families follow.
func encode(w io.Writer, rows []row, openMetrics bool) {
	c := newEncoder(w, openMetrics)
	for i := range families {
		f := &families[i]
		c.family(&f.head, func(emit func(float64, ...string)) { f.samples(rows, emit) })
	}
	c.flush()
}

func newEncoder(w io.Writer, openMetrics bool) *encoder {
	return &encoder{w: w, openMetrics: openMetrics, buf: make([]byte, 0, chunk+chunk/4)}
}

// family writes a family whose samples are emitted in their order.
func (c *encoder) family(f *head, samples func(emit func(v float64, labels ...string))) {
	names := labelStarts(f.labels)
	begun := false
	samples(func(v float64, labels ...string) {
		if !begun {
			c.header(f)
			begun = true
		}
		c.buf = append(c.buf, f.name...)
		for i, label := range labels {
			c.buf = append(c.buf, names[i]...)
			c.buf = appendEscaped(c.buf, label, true)
		}
		c.buf = append(c.buf, `"} `...)
		c.buf = c.appendFloat(c.buf, v)
		c.buf = append(c.buf, '\n')
		if len(c.buf) >= chunk {
			c.flush()
		}
	})
}

// labelStarts is what stands before each label value: {area=", then ",document=".
func labelStarts(labels []string) []string {
	starts := make([]string, len(labels))
	before := "{"
	for i, label := range labels {
		starts[i] = before + label + `="`
		before = `",`
	}
	return starts
}

func (c *encoder) header(f *head) {
	c.buf = append(c.buf, "# HELP "...)
	c.buf = append(c.buf, f.name...)
	c.buf = append(c.buf, ' ')
	c.buf = appendEscaped(c.buf, f.help, c.openMetrics) // only OpenMetrics escapes quotes here
	c.buf = append(c.buf, "\n# TYPE "...)
	c.buf = append(c.buf, f.name...)
	c.buf = append(c.buf, " gauge\n"...)
}

// appendFloat writes the shortest digits that read back as v. OpenMetrics tells
// floats from integers and wants a point or an exponent.
func (c *encoder) appendFloat(b []byte, v float64) []byte {
	start := len(b)
	b = strconv.AppendFloat(b, v, 'g', -1, 64)
	if c.openMetrics && !bytes.ContainsAny(b[start:], "e.") {
		b = append(b, ".0"...)
	}
	return b
}

func (c *encoder) flush() {
	_, _ = c.w.Write(c.buf) // into memory: see encode
	c.buf = c.buf[:0]
}

// appendEscaped writes s with backslash and line feed escaped, and the quote too
// where it would end a label value.
func appendEscaped(b []byte, s string, quote bool) []byte {
	done := 0
	for i := range len(s) {
		var escape string
		switch s[i] {
		case '\\':
			escape = `\\`
		case '\n':
			escape = `\n`
		case '"':
			if !quote {
				continue
			}
			escape = `\"`
		default:
			continue
		}
		b = append(append(b, s[done:i]...), escape...)
		done = i + 1
	}
	return append(b, s[done:]...)
}
