package collector

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// A pack holds the rows of one input, a few dozen bytes each: a million figures
// must fit beside a running server. A row is an entry in the index, which is
// what gets sorted, and its content in the arena.
type pack struct {
	series  []targets.SeriesKey // by number; in order after sort
	numbers map[targets.SeriesKey]uint32
	last    targets.SeriesKey // of the newest row: the next one is mostly of the same series
	lastNo  uint32

	index []entry
	arena arena
	texts texts
	buf   []byte
	flags map[int]targets.Flag // of the few rows whose flag was decided later
}

// An entry finds one row. Its fields are in the order of the sort.
type entry struct {
	series   uint32
	end      targets.Date
	start    targets.Date
	line     uint32
	at       uint32 // place in the arena
	revision int32  // to be written; 0: the row is skipped, faulty: it is wrong
}

// faulty marks a row that is kept only so that its key is known.
const faulty = -1

func newPack() *pack {
	return &pack{numbers: map[targets.SeriesKey]uint32{}, texts: newTexts()}
}

// add keeps a row. The figure is copied; of a faulty row only the key is kept.
func (p *pack) add(line int, f *targets.Figure, bad bool) error {
	kept := entry{
		series: p.number(targets.SeriesKey{Indicator: f.Indicator, Area: f.Area}),
		end:    f.Period.End, start: f.Period.Start, line: uint32(line),
	}
	if bad {
		kept.revision = faulty
		p.index = append(p.index, kept)
		return nil
	}
	p.buf = p.texts.appendFigure(p.buf[:0], f)
	at, err := p.arena.add(p.buf)
	if err != nil {
		return err
	}
	kept.at = at
	p.index = append(p.index, kept)
	return nil
}

// number returns the number of a series, a new one for a new series.
func (p *pack) number(key targets.SeriesKey) uint32 {
	if key == p.last {
		return p.lastNo
	}
	n, ok := p.numbers[key]
	if !ok {
		n = uint32(len(p.series))
		p.series = append(p.series, key)
		p.numbers[key] = n
	}
	p.last, p.lastNo = key, n
	return n
}

// sort puts the rows in the order of targets.CompareKeys, rows of one key in
// the order of the file. No row may be added afterwards.
func (p *pack) sort() {
	p.renumber()
	if !slices.IsSortedFunc(p.index, compareEntries) {
		slices.SortFunc(p.index, compareEntries)
	}
}

// expect makes room for so many rows, so that growing copies nothing.
func (p *pack) expect(rows int) {
	if more := rows - len(p.index); more > 0 {
		p.index = slices.Grow(p.index, more)
	}
}

// renumber gives the series numbers in their order.
func (p *pack) renumber() {
	order := slices.Clone(p.series)
	slices.SortFunc(order, compareSeries)
	rank := make([]uint32, len(order))
	for i, key := range order {
		rank[p.numbers[key]] = uint32(i)
	}
	for i := range p.index {
		p.index[i].series = rank[p.index[i].series]
	}
	p.series, p.numbers = order, nil
}

func compareSeries(a, b targets.SeriesKey) int {
	return targets.CompareKeys(targets.Key{Indicator: a.Indicator, Area: a.Area}, targets.Key{Indicator: b.Indicator, Area: b.Area})
}

func compareEntries(a, b entry) int {
	if c := compareKeyed(a, b); c != 0 {
		return c
	}
	return int(int64(a.line) - int64(b.line))
}

// compareKeyed compares the keys of two rows.
func compareKeyed(a, b entry) int {
	switch {
	case a.series != b.series:
		return int(int64(a.series) - int64(b.series))
	case a.end != b.end:
		return int(a.end - b.end)
	}
	return int(a.start - b.start)
}

// key returns the key of the i-th row.
func (p *pack) key(i int) targets.Key {
	e := &p.index[i]
	s := &p.series[e.series]
	return targets.Key{Indicator: s.Indicator, Area: s.Area, Period: targets.Period{Start: e.start, End: e.end}}
}

// read fills f with the i-th row.
func (p *pack) read(i int, f *targets.Figure) {
	*f = targets.Figure{Key: p.key(i), Revision: int(p.index[i].revision)}
	p.texts.readFigure(p.arena.from(p.index[i].at), f)
	if flag, ok := p.flags[i]; ok {
		f.Flag = flag
	}
}

// reflag gives the i-th row another flag. It must be called after sort.
func (p *pack) reflag(i int, flag targets.Flag) {
	if p.flags == nil {
		p.flags = map[int]targets.Flag{}
	}
	p.flags[i] = flag
}

// indicators lists the indicators of the rows. It must be called after sort.
func (p *pack) indicators() []string {
	var ids []string
	for _, s := range p.series {
		if len(ids) == 0 || ids[len(ids)-1] != s.Indicator {
			ids = append(ids, s.Indicator)
		}
	}
	return ids
}

// An arena keeps byte strings in blocks, so that growing copies nothing.
type arena struct{ blocks [][]byte }

// blockSize is above the longest row; a place is block × blockSize + offset.
const blockSize = 1 << 20

// add keeps a copy of b and returns its place.
func (a *arena) add(b []byte) (uint32, error) {
	n := len(a.blocks)
	if n == 0 || len(a.blocks[n-1])+len(b) > blockSize {
		if n == 1<<12 || len(b) > blockSize {
			return 0, fmt.Errorf("keep rows: more than %d MiB", n)
		}
		a.blocks = append(a.blocks, make([]byte, 0, blockSize))
		n++
	}
	block := &a.blocks[n-1]
	at := (n-1)*blockSize + len(*block)
	*block = append(*block, b...)
	return uint32(at), nil
}

// from returns the bytes from a place on.
func (a *arena) from(at uint32) []byte { return a.blocks[at/blockSize][at%blockSize:] }

// texts writes figures into few bytes. A text that comes again and again, such
// as a source, is kept once.
type texts struct {
	known map[string]uint32
	list  []string
}

// maxShared bounds the texts that are kept once; further ones stand in their row.
const maxShared = 1 << 15

func newTexts() texts { return texts{known: map[string]uint32{}} }

// marks of how a text stands in a row: 0 is an empty one, 1 an inline one, and
// n+sharedMark the n-th shared one.
const (
	inlineMark = 1
	sharedMark = 2
)

func (t *texts) appendText(b []byte, s string) []byte {
	if s == "" {
		return append(b, 0)
	}
	n, ok := t.known[s]
	if !ok && len(t.list) < maxShared {
		n, ok = uint32(len(t.list)), true
		t.list = append(t.list, s)
		t.known[s] = n
	}
	if ok {
		return binary.AppendUvarint(b, uint64(n)+sharedMark)
	}
	b = append(b, inlineMark)
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func (t *texts) readText(b []byte) (string, []byte) {
	mark, n := binary.Uvarint(b)
	b = b[n:]
	switch mark {
	case 0:
		return "", b
	case inlineMark:
		size, n := binary.Uvarint(b)
		b = b[n:]
		return string(b[:size]), b[size:]
	}
	return t.list[mark-sharedMark], b
}

// appendFigure writes everything of f but its key and revision.
func (t *texts) appendFigure(b []byte, f *targets.Figure) []byte {
	b = appendNumber(b, f.Value)
	b = appendNumber(b, f.Numerator)
	b = appendNumber(b, f.Denominator)
	b = binary.AppendUvarint(b, uint64(f.Published))
	for _, s := range [...]string{string(f.Flag), string(f.Bound), string(f.Origin), f.Note, f.SourceTitle, f.SourceURL} {
		b = t.appendText(b, s)
	}
	return b
}

// readFigure reads what appendFigure wrote.
func (t *texts) readFigure(b []byte, f *targets.Figure) {
	f.Value, b = readNumber(b)
	f.Numerator, b = readNumber(b)
	f.Denominator, b = readNumber(b)
	published, n := binary.Uvarint(b)
	f.Published, b = targets.Date(published), b[n:]
	var flag, bound, origin string
	for _, s := range [...]*string{&flag, &bound, &origin, &f.Note, &f.SourceTitle, &f.SourceURL} {
		*s, b = t.readText(b)
	}
	f.Flag, f.Bound, f.Origin = targets.Flag(flag), targets.Bound(bound), targets.Origin(origin)
}

// A number begins with a byte that says how it is kept.
const (
	noNumber   = 0
	longNumber = 1 // its digits follow, behind their length
	smallBase  = 2 // and up: n - smallBase decimals, the coefficient follows
)

// appendNumber writes a number. Rules see to it that it can be read again.
func appendNumber(b []byte, v targets.Decimal) []byte {
	if !v.Known() {
		return append(b, noNumber)
	}
	if n, decimals, ok := v.Small(); ok {
		return binary.AppendVarint(append(b, byte(smallBase+decimals)), n)
	}
	s := v.String()
	return append(append(b, longNumber, byte(len(s))), s...)
}

func readNumber(b []byte) (targets.Decimal, []byte) {
	kind, b := b[0], b[1:]
	switch kind {
	case noNumber:
		return targets.Decimal{}, b
	case longNumber:
		n := 1 + int(b[0])
		return targets.MustDecimal(string(b[1:n])), b[n:]
	}
	coefficient, n := binary.Varint(b)
	return targets.NewDecimal(coefficient).Shift(-int32(kind - smallBase)), b[n:]
}
