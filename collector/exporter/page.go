package exporter

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"
	"sync"

	"github.com/biaochi/biaochi/targets"
)

// A page is the target families of one generation on one day. What was asked
// for once is kept encoded; the rest is encoded when it is asked for.
type page struct {
	generation int64
	day        targets.Date
	demo       bool
	rows       []row // in the order of compareRows
	footing    *footing

	plain  [2]func() chunks // by whether it is OpenMetrics
	zipped [2]func() zipped
}

// newPage takes over the rows.
func newPage(generation int64, day targets.Date, rows []row) *page {
	slices.SortFunc(rows, compareRows)
	p := &page{generation: generation, day: day, rows: rows}
	for i, openMetrics := range []bool{false, true} {
		p.plain[i] = sync.OnceValue(func() chunks { return encodePlain(rows, openMetrics) })
		p.zipped[i] = sync.OnceValue(func() zipped { return encodeZipped(rows, openMetrics) })
	}
	return p
}

// stands reports whether p, which may be nil, is still the page.
func (p *page) stands(generation int64, day targets.Date) bool {
	return p != nil && p.generation == generation && p.day == day
}

// prepare encodes the page in one form, if that was not done yet. It returns the
// kept bytes, which are shared, and what makes the end of the answer of the live
// part behind them.
func (p *page) prepare(openMetrics, zip bool) (kept [][]byte, end func(live []byte) []byte) {
	form := 0
	if openMetrics {
		form = 1
	}
	if zip {
		z := p.zipped[form]()
		return [][]byte{[]byte(gzipHeader), z.blocks}, z.end
	}
	return p.plain[form](), func(live []byte) []byte { return live }
}

func encodePlain(rows []row, openMetrics bool) chunks {
	var c chunks
	encode(&c, rows, openMetrics)
	return c
}

// chunks keep a long text without growing one buffer, which would copy it over
// and over.
type chunks [][]byte

func (c *chunks) Write(b []byte) (int, error) {
	*c = append(*c, bytes.Clone(b))
	return len(b), nil
}

// zipped is a page compressed so that a live part can be put behind it within
// one gzip member (some readers stop after the first): DEFLATE blocks that end
// on a byte, none of them marked as the last, and the running checksum.
type zipped struct {
	blocks []byte
	sum    checksum
}

// encodeZipped compresses while it encodes: the text itself is not kept.
func encodeZipped(rows []row, openMetrics bool) zipped {
	var blocks bytes.Buffer
	var sum checksum
	deflate := newDeflate(&blocks)
	encode(io.MultiWriter(deflate, &sum), rows, openMetrics)
	_ = deflate.Flush()                             // into memory
	return zipped{bytes.Clone(blocks.Bytes()), sum} // without the room the buffer grew into
}

// newDeflate favours speed: the page is as repetitive as text can be, and the
// first scrape after a change waits for it.
func newDeflate(w io.Writer) *flate.Writer {
	deflate, _ := flate.NewWriter(w, flate.BestSpeed) // fails for unknown levels only
	return deflate
}

// gzipHeader says: deflate, no name, no time, unknown system.
const gzipHeader = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

// end returns what stands behind the kept blocks in their gzip member: the live
// part and the trailer. The live part is stored as it is: it is small, and
// compressing it would take longer than all the rest of a scrape that found
// nothing changed.
func (z zipped) end(live []byte) []byte {
	sum := z.sum // a copy: the kept one stays that of the kept part
	_, _ = sum.Write(live)
	return sum.trailer(stored(live))
}

// stored is a text as the last blocks of a DEFLATE stream, not compressed
// (RFC 1951, 3.2.4).
func stored(text []byte) []byte {
	const most = 1<<16 - 1 // bytes of a block
	b := make([]byte, 0, len(text)+5*(len(text)/most+1)+8)
	for {
		n := min(len(text), most)
		last := byte(0)
		if n == len(text) {
			last = 1
		}
		b = append(b, last)
		b = binary.LittleEndian.AppendUint16(b, uint16(n))
		b = binary.LittleEndian.AppendUint16(b, ^uint16(n))
		b = append(b, text[:n]...)
		if text = text[n:]; last == 1 {
			return b
		}
	}
}

// checksum is what a gzip trailer says of the text (RFC 1952): its CRC-32, and
// its size modulo 2³².
type checksum struct{ crc, size uint32 }

func (c *checksum) Write(b []byte) (int, error) {
	c.crc = crc32.Update(c.crc, crc32.IEEETable, b)
	c.size += uint32(len(b))
	return len(b), nil
}

func (c *checksum) trailer(b []byte) []byte {
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, c.crc), c.size)
}
