package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// A Report is what Verify found.
type Report struct {
	Entries int64         // of the chain
	Figures int64         // revisions
	Head    string        // hash of the newest entry
	Faults  []VerifyFault // by entry; empty when all fits
}

// OK reports whether everything fits.
func (r *Report) OK() bool { return len(r.Faults) == 0 }

// First is the first entry that does not fit; ok is false when all do.
func (r *Report) First() (fault VerifyFault, ok bool) {
	if r.OK() {
		return VerifyFault{}, false
	}
	return r.Faults[0], true
}

// A VerifyFault is something that does not fit.
type VerifyFault struct {
	Entry int64  // 0: of no entry, such as a derived table
	Text  string // what does not fit, in Chinese
}

// maxFaults bounds a Report: a broken chain breaks at every later entry.
const maxFaults = 100

// Verify recomputes the chain, compares every row with the entry that brought
// it, and the standing figures with a rebuild from revisions and reviews. What
// does not fit is in the Report; the error is for what could not be read.
// progress may be nil; its unit is a figure or an entry.
func (s *Store) Verify(ctx context.Context, progress func(done, total int64)) (Report, error) {
	var report Report
	err := s.read(ctx, func(tx *sql.Tx) error {
		v := verifier{tx: tx, found: map[rowsOf]*rowHash{}, progress: progress}
		err := v.run(ctx)
		report = v.report
		return err
	})
	slices.SortStableFunc(report.Faults, func(a, b VerifyFault) int {
		return cmp.Compare(orderOf(a), orderOf(b))
	})
	return report, err
}

// orderOf sorts what belongs to no entry last.
func orderOf(f VerifyFault) int64 {
	if f.Entry == 0 {
		return 1<<63 - 1
	}
	return f.Entry
}

// rowsOf names the rows that an entry brought to a table.
type rowsOf struct {
	entry int64
	table string
}

type keyID struct {
	series, end, start int64
}

// A verifier reads the database once, in one transaction.
type verifier struct {
	tx       *sql.Tx
	report   Report
	found    map[rowsOf]*rowHash
	progress func(done, total int64)

	done, total int64
}

func (v *verifier) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		v.count, v.catalogue, v.figures, v.reviews, v.others, v.chain, v.current, v.touched,
	} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("verify: %w", err)
		}
	}
	return nil
}

func (v *verifier) fault(entry int64, format string, args ...any) {
	if len(v.report.Faults) < maxFaults {
		v.report.Faults = append(v.report.Faults, VerifyFault{entry, fmt.Sprintf(format, args...)})
	}
}

func (v *verifier) step() {
	v.done++
	if v.progress != nil && (v.done%1000 == 0 || v.done == v.total) {
		v.progress(v.done, v.total)
	}
}

func (v *verifier) count(ctx context.Context) (err error) {
	v.total, err = one[int64](ctx, v.tx, `SELECT (SELECT count(*) FROM figure) + (SELECT count(*) FROM chain)`)
	return err
}

// add gathers a row of an entry, in the order of the rows' keys.
func (v *verifier) add(entry int64, table string, row []byte) {
	k := rowsOf{entry, table}
	h := v.found[k]
	if h == nil {
		h = newRowHash()
		v.found[k] = h
	}
	h.add(row)
}

func (v *verifier) catalogue(ctx context.Context) error {
	const query = `SELECT entry, kind, id, version, retired, body FROM catalogue ORDER BY kind, id, version`
	return each(ctx, v.tx, query, nil, func(rows *sql.Rows) error {
		var entry, retired int64
		var row version
		if err := rows.Scan(&entry, &row.kind, &row.id, &row.number, &retired, &row.body); err != nil {
			return err
		}
		row.retired = retired == 1
		v.add(entry, tableCatalogue, row.canonical())
		return nil
	})
}

// The figures in the order of their keys, which is the order of every entry's
// own rows too. Text is read as text whatever it is, so that a broken number is
// a fault of its entry and does not stop the reading.
const selectAllFigures = `
SELECT f.entry, s.indicator, s.area, f.period_end, f.period_start, f.revision,
  coalesce(f.value, ''), coalesce(f.numerator, ''), coalesce(f.denominator, ''),
  f.flag, f.bound, f.published, f.note, o.origin, o.title, o.url
FROM series s CROSS JOIN figure f LEFT JOIN source o ON o.id = f.source
WHERE f.series = s.id
ORDER BY s.indicator, s.area, f.period_end, f.period_start, f.revision`

func (v *verifier) figures(ctx context.Context) error {
	var row []byte
	return each(ctx, v.tx, selectAllFigures, nil, func(rows *sql.Rows) error {
		var entry, end, start, revision, published int64
		var t [11]string // indicator area value numerator denominator flag bound note origin title url
		err := rows.Scan(&entry, &t[0], &t[1], &end, &start, &revision, &t[2], &t[3], &t[4], &t[5], &t[6], &published, &t[7], &t[8], &t[9], &t[10])
		if err != nil {
			return err
		}
		row = netstring(netstring(row[:0], t[0]), t[1])
		row = netnumber(netday(netday(row, targets.Date(start)), targets.Date(end)), revision)
		for _, s := range t[2:7] {
			row = netstring(row, s)
		}
		row = netstring(netday(row, targets.Date(published)), t[8])
		row = netstring(netstring(netstring(row, t[7]), t[9]), t[10])
		v.add(entry, tableFigure, append(row, '\n'))
		v.report.Figures++
		v.step()
		return nil
	})
}

const selectAllReviews = `
SELECT r.entry, r.brought, coalesce(r.series, 0), coalesce(s.indicator, ''), coalesce(s.area, ''),
  coalesce(r.period_end, 0), coalesce(r.period_start, 0), coalesce(r.revision, 0), r.step, r.verdict, r.reason
FROM review r LEFT JOIN series s ON s.id = r.series ORDER BY r.entry`

func (v *verifier) reviews(ctx context.Context) error {
	return each(ctx, v.tx, selectAllReviews, nil, func(rows *sql.Rows) error {
		var r reviewRow
		err := rows.Scan(&r.entry, &r.brought, &r.series, &r.indicator, &r.area,
			&r.period.End, &r.period.Start, &r.revision, &r.step, &r.verdict, &r.reason)
		if err != nil {
			return err
		}
		v.add(r.entry, tableReview, r.canonical())
		return nil
	})
}

// others gathers the small tables.
func (v *verifier) others(ctx context.Context) error {
	for _, read := range []func(context.Context) error{v.submissions, v.statuses, v.evidence, v.attachments, v.metaRow, v.register,
		v.handovers, v.events, v.decided, v.failures, v.closings, v.taskProofs} {
		if err := read(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) submissions(ctx context.Context) error {
	return each(ctx, v.tx, `SELECT entry, steps FROM submission ORDER BY entry`, nil, func(rows *sql.Rows) error {
		var entry, steps int64
		if err := rows.Scan(&entry, &steps); err != nil {
			return err
		}
		v.add(entry, tableSubmission, fields(fmt.Sprint(steps)))
		return nil
	})
}

func (v *verifier) statuses(ctx context.Context) error {
	const query = `SELECT entry, task, stage, on_day, text FROM task_status ORDER BY entry, task`
	return each(ctx, v.tx, query, nil, func(rows *sql.Rows) error {
		var entry int64
		var st targets.TaskStatus
		if err := rows.Scan(&entry, &st.Task, &st.Stage, &st.On, &st.Text); err != nil {
			return err
		}
		v.add(entry, tableTaskStatus, statusRow(&st))
		return nil
	})
}

func (v *verifier) evidence(ctx context.Context) error {
	const query = `SELECT entry, sha256, name, media_type, data FROM evidence ORDER BY entry`
	return each(ctx, v.tx, query, nil, func(rows *sql.Rows) error {
		var entry int64
		var e Evidence
		if err := rows.Scan(&entry, &e.SHA256, &e.Name, &e.MediaType, &e.Data); err != nil {
			return err
		}
		if hexSum(e.Data) != e.SHA256 {
			v.fault(entry, "佐证材料“%s”的内容与校验码不符", e.Name)
		}
		v.add(entry, tableEvidence, evidenceRow(e.SHA256, e.Name, e.MediaType, len(e.Data)))
		return nil
	})
}

func (v *verifier) attachments(ctx context.Context) error {
	const query = `SELECT entry, sha256 FROM submission_evidence ORDER BY entry, sha256`
	return each(ctx, v.tx, query, nil, func(rows *sql.Rows) error {
		var entry int64
		var sum string
		if err := rows.Scan(&entry, &sum); err != nil {
			return err
		}
		v.add(entry, tableAttachment, fields(sum))
		return nil
	})
}

func (v *verifier) register(ctx context.Context) error {
	const query = `SELECT entry, kind, id, version, body FROM register ORDER BY kind, id, version`
	return each(ctx, v.tx, query, nil, func(rows *sql.Rows) error {
		var entry int64
		var row version
		if err := rows.Scan(&entry, &row.kind, &row.id, &row.number, &row.body); err != nil {
			return err
		}
		v.add(entry, tableRegister, row.registered())
		return nil
	})
}

func (v *verifier) metaRow(ctx context.Context) error {
	m, err := readMeta(ctx, v.tx)
	if err == nil && m.founded > 0 {
		v.add(1, tableMeta, m.canonical())
	}
	return err
}

// chain recomputes every entry and compares what it says it brought with what
// is there. Rows that name an entry which is not there are left over.
func (v *verifier) chain(ctx context.Context) error {
	var last Entry
	var at head
	err := eachEntry(ctx, v.tx, 0, func(e *Entry, generation int64) error {
		v.link(&last, e)
		c, ok := v.content(e)
		if ok {
			v.compare(e.Sequence, c.Brought)
		}
		if c.Changing {
			at.generation = e.Sequence
		}
		if _, ok := c.Brought[tableCatalogue]; ok {
			at.catalogue = e.Sequence
		}
		if _, ok := c.Brought[tableRegister]; ok {
			at.register = e.Sequence
		}
		if generation != at.generation {
			v.fault(e.Sequence, "第 %d 号记录的版本登记为 %d，应为 %d", e.Sequence, generation, at.generation)
		}
		last = *e
		v.step()
		return nil
	})
	if err != nil {
		return err
	}
	for k := range v.found {
		v.fault(k.entry, "第 %d 号记录不存在或未登记，但%s中有它的数据", k.entry, tableNames[k.table])
	}
	v.report.Entries, v.report.Head = last.Sequence, last.Hash
	at.seq, at.at, at.hash = last.Sequence, last.At, last.Hash
	stored, err := readHead(ctx, v.tx)
	if err == nil && stored != at {
		v.fault(0, "链首登记与最后一条记录（第 %d 号）不符", last.Sequence)
	}
	return err
}

func (v *verifier) link(last, e *Entry) {
	for _, text := range e.breaks(last) {
		v.fault(e.Sequence, "%s", text)
	}
}

// breaks says in which ways e does not follow last; last is zero for the first.
func (e *Entry) breaks(last *Entry) (list []string) {
	say := func(format string) { list = append(list, fmt.Sprintf(format, e.Sequence)) }
	switch {
	case e.Sequence != last.Sequence+1:
		say("第 %d 号记录之前缺少记录")
	case e.Previous != last.Hash:
		say("第 %d 号记录与前一条记录不相接")
	case e.At < last.At:
		say("第 %d 号记录的时间早于前一条")
	}
	if e.Digest() != e.Hash {
		say("第 %d 号记录的内容与其校验码不符")
	}
	return list
}

// A ChainChecker follows a chain that was carried away from its database, such
// as an exported one. The zero value is ready.
type ChainChecker struct {
	last   Entry
	faults []VerifyFault
}

// Add takes the next entry of the chain.
func (c *ChainChecker) Add(e *Entry) {
	for _, text := range e.breaks(&c.last) {
		if len(c.faults) < maxFaults {
			c.faults = append(c.faults, VerifyFault{e.Sequence, text})
		}
	}
	c.last = *e
}

// Done returns what did not fit, the first entry first, and the hash of the
// last entry, to be held against one that was kept elsewhere.
func (c *ChainChecker) Done() (head string, faults []VerifyFault) { return c.last.Hash, c.faults }

func (v *verifier) content(e *Entry) (content, bool) {
	var c content
	if err := json.Unmarshal([]byte(e.Content), &c); err != nil {
		v.fault(e.Sequence, "第 %d 号记录的内容无法读取", e.Sequence)
		return content{}, false
	}
	return c, true
}

func (v *verifier) compare(entry int64, brought map[string]digest) {
	for _, table := range slices.Sorted(maps.Keys(tableNames)) {
		k := rowsOf{entry, table}
		var got digest
		if h := v.found[k]; h != nil {
			got = h.digest()
			delete(v.found, k)
		} else if _, ok := brought[table]; ok {
			got = digestOf()
		}
		if want := brought[table]; got != want {
			v.fault(entry, "第 %d 号记录写入%s的数据已变动：登记 %d 行，现有 %d 行，内容不符", entry, tableNames[table], want.Rows, got.Rows)
		}
	}
}

// tableNames are said to the person who verifies.
var tableNames = map[string]string{
	tableCatalogue: "目录", tableFigure: "数据", tableSubmission: "上报", tableReview: "审核",
	tableTaskStatus: "任务进展", tableEvidence: "佐证材料", tableAttachment: "佐证关联", tableMeta: "建库信息",
	tableRegister: "登记册", tableHandover: "报表上报", tableEvent: "上报经过", tableClosing: "任务销号", tableTaskProof: "任务佐证", tableSignIn: "登录失败",
}

// selectCurrent compares each standing row with the rebuild: the highest
// counting revision of its key.
const selectCurrent = `
SELECT f.series, f.period_end, f.period_start, f.revision, ` + countedBy + `,
  coalesce(c.revision, 0), coalesce(c.counts, 0)
FROM figure f
LEFT JOIN figure_current c ON c.series = f.series AND c.period_end = f.period_end AND c.period_start = f.period_start
ORDER BY f.series, f.period_end, f.period_start, f.revision`

func (v *verifier) current(ctx context.Context) error {
	var standing int64
	var k, key keyID
	var want, got [2]int64 // revision and counting entry of key
	check := func() {
		if want[0] != 0 {
			standing++
		}
		if want != got {
			v.fault(want[1], "现行数据表与修订和审核记录不符（序列 %d，报告期末 %s）", key.series, targets.Date(key.end))
		}
	}
	err := each(ctx, v.tx, selectCurrent, []any{v.report.Entries}, func(r *sql.Rows) error {
		var revision, counts int64
		var stored [2]int64
		if err := r.Scan(&k.series, &k.end, &k.start, &revision, &counts, &stored[0], &stored[1]); err != nil {
			return err
		}
		if k != key {
			check()
			key, want, got = k, [2]int64{}, stored
		}
		if counts > 0 {
			want = [2]int64{revision, counts}
		}
		return nil
	})
	if err != nil {
		return err
	}
	check()
	rows, err := one[int64](ctx, v.tx, `SELECT count(*) FROM figure_current`)
	if err == nil && rows != standing {
		v.fault(0, "现行数据表有 %d 行，应为 %d 行", rows, standing)
	}
	return err
}

// touched compares the series noted for each submission with its figures.
func (v *verifier) touched(ctx context.Context) error {
	const query = `
SELECT coalesce(min(entry), 0), count(*) FROM (
  SELECT entry, series FROM submission_series EXCEPT SELECT entry, series FROM figure
  UNION ALL
  SELECT entry, series FROM (SELECT entry, series FROM figure EXCEPT SELECT entry, series FROM submission_series) missing
) differing`
	var entry, n int64
	if err := v.tx.QueryRowContext(ctx, query).Scan(&entry, &n); err != nil {
		return err
	}
	if n > 0 {
		v.fault(entry, "第 %d 号记录登记的序列与其数据不符", entry)
	}
	return nil
}
