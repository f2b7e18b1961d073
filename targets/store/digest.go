package store

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"

	"github.com/biaochi/biaochi/targets"
)

// CanonicalFigure appends the canonical form of a figure to dst: the row that
// an import's content hash and the chain are computed over (package comment).
// Recorded and Approved are not part of it.
func CanonicalFigure(dst []byte, f *targets.Figure) []byte {
	dst = netstring(dst, f.Indicator)
	dst = netstring(dst, f.Area)
	dst = netday(dst, f.Period.Start)
	dst = netday(dst, f.Period.End)
	dst = netnumber(dst, int64(f.Revision))
	dst = netstring(dst, f.Value.String())
	dst = netstring(dst, f.Numerator.String())
	dst = netstring(dst, f.Denominator.String())
	dst = netstring(dst, string(f.Flag))
	dst = netstring(dst, string(f.Bound))
	dst = netday(dst, f.Published)
	dst = netstring(dst, string(f.Origin))
	dst = netstring(dst, f.Note)
	dst = netstring(dst, f.SourceTitle)
	dst = netstring(dst, f.SourceURL)
	return append(dst, '\n')
}

// netstring appends length, colon, bytes, comma: no two lists of fields have
// the same form.
func netstring(dst []byte, s string) []byte {
	dst = strconv.AppendInt(dst, int64(len(s)), 10)
	dst = append(dst, ':')
	dst = append(dst, s...)
	return append(dst, ',')
}

func netnumber(dst []byte, n int64) []byte {
	var b [20]byte
	digits := strconv.AppendInt(b[:0], n, 10)
	dst = strconv.AppendInt(dst, int64(len(digits)), 10)
	dst = append(dst, ':')
	dst = append(dst, digits...)
	return append(dst, ',')
}

func netday(dst []byte, d targets.Date) []byte { return netstring(dst, d.String()) }

// A digest says how many rows an entry wrote to a table, and their hash.
type digest struct {
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

// A rowHash gathers the canonical rows of one entry and table.
type rowHash struct {
	rows int64
	sum  hash.Hash
}

func newRowHash() *rowHash { return &rowHash{sum: sha256.New()} }

func (h *rowHash) add(row []byte) {
	h.rows++
	h.sum.Write(row)
}

func (h *rowHash) digest() digest { return digest{h.rows, hex.EncodeToString(h.sum.Sum(nil))} }

// digestOf is the digest of a few rows that are at hand.
func digestOf(rows ...[]byte) digest {
	h := newRowHash()
	for _, row := range rows {
		h.add(row)
	}
	return h.digest()
}

// fields is the canonical row of text fields.
func fields(list ...string) []byte {
	var row []byte
	for _, s := range list {
		row = netstring(row, s)
	}
	return append(row, '\n')
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
