package collector

import (
	"crypto/sha256"
	"fmt"
	"hash"

	"github.com/biaochi/biaochi/targets"
)

// A merger walks through the rows of an input beside every revision the store
// holds, both in the order of the keys, and decides row by row: new, the same,
// a correction or a fault. It writes the decision into the pack.
type merger struct {
	pack   *pack
	faults *faultList
	header func(Column) string
	revert bool
	trend  trend

	restate *restater // nil unless the input restates history

	indicators map[string]*targets.Indicator
	series     targets.SeriesKey // of the trend
	canonical  func([]byte, *targets.Figure) []byte
	sum        hash.Hash // over the canonical rows that are to be written
	buf        []byte

	at  int            // the next row
	row targets.Figure // the row at at
	now history        // of the key that the store is telling of

	fresh, corrected, same int
}

// A history is what the revisions of one key have said so far.
type history struct {
	key      targets.Key
	open     bool
	asked    bool // the input has a row of this key
	newest   int  // revision
	equal    int  // the newest revision that says what the row says, 0: none
	stands   bool // the standing or the newest revision says so
	standing point
}

func newMerger(p *pack, faults, warnings *faultList, header func(Column) string) *merger {
	m := &merger{pack: p, faults: faults, header: header, sum: sha256.New()}
	m.trend.fault = func(line int, f Finding) { faults.add(line, header(f.Columns[0]), f.Text, f.Fix) }
	m.trend.warn = func(line int, f Finding) { warnings.add(line, header(f.Columns[0]), f.Text, f.Fix) }
	return m
}

// revision takes the store's next revision.
func (m *merger) revision(g *targets.Figure) error {
	if !m.now.open || g.Key != m.now.key {
		m.closeKey()
		m.freshUntil(g.Key)
		m.now = history{key: g.Key, open: true, asked: m.pending() && m.pack.key(m.at) == g.Key}
		if m.now.asked {
			m.load()
		}
	}
	m.now.observe(g, &m.row)
	return nil
}

// observe adds one revision, the revisions of a key coming in their order.
func (h *history) observe(g, row *targets.Figure) {
	h.newest = g.Revision
	counts := !g.Approved.IsZero()
	if counts {
		h.standing = pointOf(0, g)
	}
	if !h.asked {
		return
	}
	same := row.SameContent(g)
	if same {
		h.equal = g.Revision
	}
	h.stands = same || h.stands && !counts
}

// finish takes the rows behind the last revision.
func (m *merger) finish() {
	m.closeKey()
	for m.pending() {
		m.load()
		m.takeFresh()
	}
	if m.restate != nil {
		m.restate.close()
	}
}

// pending skips faulty rows and reports whether there is a row left.
func (m *merger) pending() bool {
	for m.at < len(m.pack.index) && m.pack.index[m.at].revision == faulty {
		m.at++
	}
	return m.at < len(m.pack.index)
}

// load reads the next row, once a row.
func (m *merger) load() {
	m.pack.read(m.at, &m.row)
	if m.restate != nil && m.restate.row(int(m.pack.index[m.at].line), &m.row) {
		m.pack.reflag(m.at, m.row.Flag)
	}
}

// freshUntil takes the rows before a key: the store has nothing of them.
func (m *merger) freshUntil(key targets.Key) {
	for m.pending() && targets.CompareKeys(m.pack.key(m.at), key) < 0 {
		m.load()
		m.takeFresh()
	}
}

func (m *merger) takeFresh() {
	m.fresh++
	m.write(1)
}

// closeKey decides about the row of a key, all whose revisions were seen.
func (m *merger) closeKey() {
	h := m.now
	m.now.open = false
	if m.restate != nil && h.open {
		m.restated(h)
	}
	switch {
	case !h.open:
	case !h.asked:
		m.step(h.key, h.standing)
	case h.stands:
		m.same++
		m.at++
		m.step(h.key, h.standing)
	case h.equal > 0 && !m.revert:
		m.blameOld(h)
		m.at++
		m.step(h.key, h.standing)
	default:
		m.corrected++
		m.write(h.newest + 1)
	}
}

// restated tells the restater of a key of the store.
func (m *merger) restated(h history) {
	switch counts := !h.standing.period.IsZero(); {
	case h.asked && counts:
		m.restate.restated(h.key)
	case counts:
		m.restate.alone(h.key, h.standing)
	}
}

// blameOld refuses a row that would silently take a correction back.
func (m *merger) blameOld(h history) {
	m.faults.add(int(m.pack.index[m.at].line), m.header(ColumnValue),
		fmt.Sprintf("与已被更正的第 %d 次修订相同（现为第 %d 次修订）", h.equal, h.newest),
		"旧文件请勿重复导入；确要改回，请加 --revert")
}

// write decides that the loaded row becomes a revision.
func (m *merger) write(revision int) {
	e := &m.pack.index[m.at]
	e.revision = int32(revision)
	m.row.Revision = revision
	m.buf = m.canonical(m.buf[:0], &m.row)
	m.sum.Write(m.buf)
	m.at++
	m.wonder(int(e.line))
	m.step(m.row.Key, pointOf(int(e.line), &m.row))
}

// wonder is the soft edit on the loaded row alone. A note answers it.
func (m *merger) wonder(line int) {
	f := &m.row
	if f.Published == 0 || f.Published >= f.Period.End || f.Flag == targets.Estimated || f.Note != "" {
		return
	}
	m.trend.warn(line, Finding{[]Column{ColumnPublished, ColumnNote},
		fmt.Sprintf("发布日期 %s 早于报告期末 %s", f.Published, f.Period.End), "请核对；预计数的数据标识填 E，其他原因请在备注（note）列说明"})
}

// step hands a figure to the trend of its series.
func (m *merger) step(key targets.Key, p point) {
	if s := (targets.SeriesKey{Indicator: key.Indicator, Area: key.Area}); s != m.series {
		m.series = s
		m.trend.begin(m.indicators[key.Indicator])
	}
	m.trend.next(p)
}
