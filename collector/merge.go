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
	trend  trend

	revert   bool
	strict   bool              // a jump without a note is refused
	submits  bool              // the rows will wait for review
	returned map[revision]bool // with submits: what was sent back and waits no more

	restate *restater // nil unless the input restates history
	firsts  *firsts   // nil where every series is new

	rules     *Rules
	series    targets.SeriesKey // of the trend
	canonical func([]byte, *targets.Figure) []byte
	sum       hash.Hash // over the canonical rows that are to be written
	buf       []byte

	at  int            // the next row
	row targets.Figure // the row at at
	now history        // of the key that the store is telling of

	fresh, corrected, same int
	jumps                  int
	changes                []Change // the first few corrections
	findings               []Finding
}

// A revision names one revision of one key.
type revision struct {
	targets.Key
	number int
}

// A history is what the revisions of one key have said so far. A row is held
// against the newest of those that matter: those that count, and for rows that
// are to wait for review also those that already wait.
type history struct {
	key      targets.Key
	open     bool
	asked    bool // the input has a row of this key
	newest   int  // revision
	standing point

	against int             // the revision the row is held against, 0: none
	old     targets.Decimal // its value
	broken  bool            // it begins a new definition: 口径中断
	same    bool            // it says what the row says
	equal   int             // the newest revision that matters and says so, 0: none
}

func newMerger(p *pack, faults, warnings *faultList, header func(Column) string) *merger {
	m := &merger{pack: p, faults: faults, header: header, sum: sha256.New()}
	m.trend.fault = func(line int, f Finding) { faults.add(line, header(f.Columns[0]), f.Text, f.Fix) }
	m.trend.warn = func(line int, f Finding) { warnings.add(line, header(f.Columns[0]), f.Text, f.Fix) }
	m.trend.jump = m.jumped
	return m
}

// jumped counts a jump that no note explains, and refuses it where that is asked for.
func (m *merger) jumped(line int, f Finding) {
	m.jumps++
	if m.strict {
		m.trend.fault(line, f)
	} else {
		m.trend.warn(line, f)
	}
}

// take takes the store's next revision.
func (m *merger) take(g *targets.Figure) error {
	if !m.now.open || g.Key != m.now.key {
		m.closeKey()
		m.freshUntil(g.Key)
		m.now = history{key: g.Key, open: true, asked: m.pending() && m.pack.key(m.at) == g.Key}
		if m.now.asked {
			m.load()
		}
		if m.firsts != nil {
			m.firsts.known(g.Key)
		}
	}
	m.now.observe(g, &m.row, m.matters(g))
	return nil
}

// matters reports whether a row may be held against the revision.
func (m *merger) matters(g *targets.Figure) bool {
	return !g.Approved.IsZero() || m.submits && !m.returned[revision{g.Key, g.Revision}]
}

// observe adds one revision, the revisions of a key coming in their order.
func (h *history) observe(g, row *targets.Figure, matters bool) {
	h.newest = g.Revision
	if !g.Approved.IsZero() {
		h.standing = pointOf(0, g)
	}
	if !h.asked || !matters {
		return
	}
	h.against, h.old, h.broken = g.Revision, g.Value, g.Flag == targets.Break
	if h.same = row.SameContent(g); h.same {
		h.equal = g.Revision
	}
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
	if m.firsts != nil {
		m.firsts.close()
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
	if m.outside() {
		m.at++
		return
	}
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
	case h.same:
		m.same++
		m.skip(h)
	case h.equal > 0 && !m.revert:
		m.blameOld(h)
		m.skip(h)
	case h.equal == 0 && m.weaker(h):
		m.blameWeaker(h)
		m.skip(h)
	case h.equal == 0 && m.restate == nil && h.broken && m.row.Flag != targets.Break && m.row.Note == "":
		m.blameUnbroken()
		m.skip(h)
	case m.outside():
		m.skip(h)
	case h.against == 0:
		m.fresh++
		m.write(h.newest + 1)
	default:
		m.correct(h)
	}
}

// skip leaves the row's key as it stands.
func (m *merger) skip(h history) {
	m.at++
	m.step(h.key, h.standing)
}

// correct decides that the loaded row corrects its key.
func (m *merger) correct(h history) {
	m.corrected++
	if len(m.changes) < maxChanges {
		m.changes = append(m.changes, Change{Key: h.key, Old: h.old, New: m.row.Value})
	}
	m.write(h.newest + 1)
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
		fmt.Sprintf("与已被更正的第 %d 次修订相同（现为第 %d 次修订）", h.equal, h.against),
		"旧文件请勿重复导入；确要改回，请加 --revert")
}

// blameUnbroken refuses a row that would silently take away a break of
// definition: progress would then be reckoned across it.
func (m *merger) blameUnbroken() {
	m.faults.add(int(m.pack.index[m.at].line), m.header(ColumnFlag),
		"本期标为口径中断（B），更正会去掉这个标识，进度将跨口径计算", "请在数据标识写 B；口径确已一致的，在备注写明理由")
}

// weaker reports whether the row would take the place of a better source. A
// restatement does not: its figures are of a new definition. Nor does going
// back to what counted once, which a person has asked for.
func (m *merger) weaker(h history) bool {
	return m.restate == nil && h.standing.evidence() && m.row.Rank() > h.standing.rank
}

// blameWeaker refuses a row that would take the place of a better source, and
// says how else the row may be kept.
func (m *merger) blameWeaker(h history) {
	stands := h.standing.rank.Name().ZH
	keep := "另有来源的说法可写在备注"
	if form, ok := otherForm(h.key.Period); ok && momentary(m.rules.indicators[h.key.Indicator]) {
		keep = "要作为另有来源保留，报告期请写 " + form.String()
	}
	value := m.row.Value.String()
	if value == "" {
		value = m.row.Flag.Name().ZH
	}
	m.faults.add(int(m.pack.index[m.at].line), m.header(ColumnValue),
		fmt.Sprintf("%s 已有 %s（%s），本行 %s 是%s，不能取代它", h.key.Period, h.standing.value, stands, value, m.row.Rank().Name().ZH),
		fmt.Sprintf("%s；确要更正，本行的来源不能低于「%s」，请核对来源类别（origin）和上下限（bound）", keep, stands))
}

// outside refuses the loaded row when it would become a revision outside the range
// of its indicator. A row that says what stands already never comes here: what was
// approved before there was a range can be exported and imported again.
func (m *merger) outside() bool {
	m.findings = m.rules.CheckRange(m.findings[:0], &m.row)
	for _, f := range m.findings {
		m.faults.add(int(m.pack.index[m.at].line), m.header(f.Columns[0]), f.Text, f.Fix)
	}
	return len(m.findings) > 0
}

// write decides that the loaded row becomes a revision.
func (m *merger) write(revision int) {
	e := &m.pack.index[m.at]
	e.revision = int32(revision)
	m.row.Revision = revision
	m.buf = m.canonical(m.buf[:0], &m.row)
	m.sum.Write(m.buf)
	m.at++
	if m.firsts != nil {
		m.firsts.row(m.row.Key, int(e.line))
	}
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
		m.trend.begin(m.rules.indicators[key.Indicator])
	}
	m.trend.next(p)
}
