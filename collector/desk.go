package collector

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"sync/atomic"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A Store is what the desk needs of the database.
type Store interface {
	// Catalogue returns the catalogue as it stands, and whether the database is
	// a training copy. The catalogue is shared and not to be modified.
	Catalogue(ctx context.Context) (c *targets.Catalogue, demo bool, err error)
	// EachRevision yields every revision of the selected series in the order of
	// targets.CompareKeys, then by revision. A figure without an Approved time
	// does not count. It is valid until fn returns.
	EachRevision(ctx context.Context, sel targets.Selection, fn func(*targets.Figure) error) error
	// History returns every revision of a series as it is known now (knownAt zero).
	History(ctx context.Context, key targets.SeriesKey, knownAt time.Time) ([]targets.Revision, error)
	// Import writes a batch as one entry of the chain. A figure is valid until
	// the next is asked for. When somebody else was first, it is a
	// targets.Error of kind Conflict and nothing is written.
	Import(ctx context.Context, actor string, b Batch, now time.Time) (entry int64, err error)
}

// A Batch is the figures of one import that are to be written.
type Batch struct {
	File        string
	SHA256      string // of the file's bytes, hex
	Rows        int
	ContentHash string                    // SHA-256, hex, over the canonical figures in their order
	Figures     iter.Seq[*targets.Figure] // in the order of targets.CompareKeys, each with its revision
	SubmitOnly  bool                      // submit without approving
	Restatement *targets.Restatement      // nil unless the batch is one
}

// Parts are what a desk is made of.
type Parts struct {
	Store     Store
	Open      Open                                       // reads a figure file
	Canonical func(dst []byte, f *targets.Figure) []byte // the form a figure is hashed in
	Clock     func() time.Time

	// Filings and People are needed by everything but Import.
	Filings FilingStore
	People  People
}

// A Desk takes figures in. It may be used by several goroutines.
type Desk struct {
	parts Parts
	index atomic.Pointer[index] // of the newest catalogue and day
	sums  atomic.Pointer[sums]  // of the newest register

	uploads uploads // for tasks
}

// NewDesk returns a desk of these parts, all of which are needed.
func NewDesk(p Parts) *Desk { return &Desk{parts: p} }

// A Step is a part of an import's work, for a progress bar.
type Step string

// The steps. Reading is counted in bytes, the others in rows.
const (
	Reading   Step = "reading"
	Comparing Step = "comparing"
	Writing   Step = "writing"
)

// ImportOptions say how a file is taken in. The zero value submits and approves
// as the operator.
type ImportOptions struct {
	Actor      string // opaque id; "" is the operator at the command line
	DryRun     bool   // check everything, write nothing
	SubmitOnly bool   // leave the approval to the reviewers
	Revert     bool   // a row equal to an older revision is wanted
	Strict     bool   // a jump without a note is a fault, not a warning
	// Restatement makes the file a 历史数据调整: one batch that revises the
	// history of its series and marks the break. Without it the same rows are
	// corrections, however many.
	Restatement *targets.Restatement
	Progress    func(step Step, done, total int64)
}

// Operator is the actor of the command line.
const Operator = "operator"

// Import takes a figure file in: everything is parsed and checked first, then
// what changed is written in one transaction. The error is targets.Faults when
// the file is at fault; nothing is written then. Importing a file again changes
// nothing.
func (d *Desk) Import(ctx context.Context, name string, r io.ReadSeeker, o ImportOptions) (ImportResult, error) {
	c, demo, err := d.parts.Store.Catalogue(ctx)
	if err != nil {
		return ImportResult{}, fmt.Errorf("read catalogue: %w", err)
	}
	now := d.parts.Clock()
	if o.Restatement != nil {
		if err := checkRestatement(o.Restatement, targets.DateOf(now)); err != nil {
			return ImportResult{}, err
		}
	}
	in := newIntake(name, NewRules(c, targets.DateOf(now), demo), o.Progress)
	if err := in.readAll(ctx, d.parts.Open, r, c); err != nil {
		return ImportResult{}, err
	}
	m, err := d.compare(ctx, c, in, o)
	if err != nil {
		return ImportResult{}, err
	}
	if m.restate != nil {
		m.restate.warnBaselines(c, in.pack.series, func(text, fix string) { in.warnings.add(0, "", text, fix) })
	}
	result := in.result(m, o)
	if o.DryRun || result.New+result.Corrections == 0 {
		return result, nil
	}
	result.Entry, err = d.write(ctx, in, m, o, now)
	return result, err
}

// compare holds the rows against the store and returns the decisions.
func (d *Desk) compare(ctx context.Context, c *targets.Catalogue, in *intake, o ImportOptions) (*merger, error) {
	m := newMerger(in.pack, &in.faults, &in.warnings, in.rows.Header)
	m.rules, m.canonical, m.revert, m.submits, m.strict = in.rules, d.parts.Canonical, o.Revert, o.SubmitOnly, o.Strict
	m.firsts = newFirsts(c, m.trend.warn)
	if o.Restatement != nil {
		m.restate = newRestater(o.Restatement, len(in.faults.list) > 0, m.trend.fault)
	}
	if len(in.pack.index) == 0 {
		return m, in.faults.err() // an empty selection would be everything
	}
	if m.submits {
		var err error
		if m.returned, err = d.returned(ctx, in.pack); err != nil {
			return nil, err
		}
	}
	tick := in.ticker(ctx, Comparing, int64(len(in.pack.index)))
	err := d.parts.Store.EachRevision(ctx, targets.Selection{Indicators: in.pack.indicators()}, func(g *targets.Figure) error {
		if err := tick(int64(m.at)); err != nil {
			return err
		}
		return m.take(g)
	})
	if err != nil {
		return nil, fmt.Errorf("compare with the store: %w", err)
	}
	m.finish()
	return m, in.faults.err()
}

func (d *Desk) write(ctx context.Context, in *intake, m *merger, o ImportOptions, now time.Time) (int64, error) {
	actor := o.Actor
	if actor == "" {
		actor = Operator
	}
	entry, err := d.parts.Store.Import(ctx, actor, Batch{
		File: in.name, SHA256: in.hash(), Rows: m.fresh + m.corrected,
		ContentHash: hex.EncodeToString(m.sum.Sum(nil)),
		Figures:     in.changes(ctx), SubmitOnly: o.SubmitOnly, Restatement: o.Restatement,
	}, now)
	if err != nil {
		return 0, fmt.Errorf("write import: %w", err)
	}
	return entry, nil
}

// An intake is one file on its way in.
type intake struct {
	name     string
	rules    *Rules
	progress func(Step, int64, int64)
	rows     Rows
	pack     *pack
	faults   faultList
	warnings faultList
	bytes    *countingReader
}

func newIntake(name string, rules *Rules, progress func(Step, int64, int64)) *intake {
	if progress == nil {
		progress = func(Step, int64, int64) {}
	}
	return &intake{
		name: name, rules: rules, progress: progress, pack: newPack(),
		faults: faultList{file: name}, warnings: faultList{file: name},
	}
}

// hash is the SHA-256 of the file's bytes as they were read.
func (in *intake) hash() string { return hex.EncodeToString(in.bytes.sum.Sum(nil)) }

// readAll parses, checks and sorts the rows. What is wrong with them is
// gathered in in.faults; the error is for a file that cannot be read at all.
func (in *intake) readAll(ctx context.Context, open Open, r io.ReadSeeker, c *targets.Catalogue) (err error) {
	size, err := r.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = r.Seek(0, io.SeekStart)
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", in.name, err)
	}
	in.bytes = &countingReader{r: r, sum: sha256.New()}
	if in.rows, err = open(in.name, in.bytes, c); err != nil {
		return err
	}
	for _, notice := range in.rows.Notices() {
		in.warnings.add(0, "", notice, "")
	}
	if err := in.readRows(size, in.ticker(ctx, Reading, size)); err != nil {
		return err
	}
	in.pack.sort()
	in.blameTwins()
	return nil
}

// readRows parses and checks row by row.
func (in *intake) readRows(size int64, tick func(int64) error) error {
	var findings []Finding
	for {
		if len(in.pack.index) == every { // what is ahead is mostly like what is behind
			in.pack.expect(int(size * every * 51 / 50 / max(in.bytes.n, 1)))
		}
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = tick(in.bytes.n)
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", in.name, err)
		}
		if findings, err = in.take(row, findings[:0]); err != nil {
			return err
		}
	}
}

// take checks and keeps one row.
func (in *intake) take(row *Row, findings []Finding) ([]Finding, error) {
	for _, f := range row.Findings {
		in.blame(row.Line, f)
	}
	bad := len(row.Findings) > 0
	if row.Figure != nil {
		in.rules.Complete(row.Figure)
		findings = in.rules.checkWriting(findings, row.Figure)
		if bad || len(findings) > 0 || !row.keyed() {
			findings = in.rules.CheckRange(findings, row.Figure) // else the merger does
		}
	}
	for _, f := range findings {
		if !row.blames(f.Columns) {
			in.blame(row.Line, f)
			bad = true
		}
	}
	if !row.keyed() {
		return findings, nil
	}
	return findings, in.pack.add(row.Line, row.Figure, bad)
}

func (in *intake) blame(line int, f Finding) {
	in.faults.add(line, in.rows.Header(f.Columns[0]), f.Text, f.Fix)
}

// blameTwins refuses rows of one key, naming the first.
func (in *intake) blameTwins() {
	var f targets.Figure
	first := 0
	for i := 1; i < len(in.pack.index); i++ {
		a, b := &in.pack.index[first], &in.pack.index[i]
		if compareKeyed(*a, *b) != 0 {
			first = i
			continue
		}
		in.faults.add(int(b.line), in.rows.Header(ColumnPeriod),
			fmt.Sprintf("与第 %d 行是同一指标、同一地区、同一报告期（%s）", a.line, in.pack.key(i).Period), "请只保留一行")
		if b.revision != faulty { // of a row that was faulty before, all is told
			in.pack.read(i, &f)
			for _, x := range in.rules.CheckRange(nil, &f) {
				in.blame(int(b.line), x)
			}
		}
		b.revision = faulty
	}
}

// changes yields the figures that are to be written.
func (in *intake) changes(ctx context.Context) iter.Seq[*targets.Figure] {
	return func(yield func(*targets.Figure) bool) {
		var f targets.Figure
		tick := in.ticker(ctx, Writing, int64(len(in.pack.index)))
		for i := range in.pack.index {
			if in.pack.index[i].revision <= 0 {
				continue
			}
			in.pack.read(i, &f)
			_ = tick(int64(i)) // only for the progress: it is the store that gives up, never half a batch
			if !yield(&f) {
				return
			}
		}
	}
}

// every is how many rows pass between two looks at context and progress.
const every = 8192

// ticker returns a function to be called once a row.
func (in *intake) ticker(ctx context.Context, step Step, total int64) func(done int64) error {
	n := 0
	return func(done int64) error {
		if n++; n%every != 0 {
			return nil
		}
		in.progress(step, done, total)
		return ctx.Err()
	}
}

// A countingReader hashes and counts what is read. Going back to the start
// starts again, so that the sum is that of the last reading.
type countingReader struct {
	r   io.ReadSeeker
	sum hash.Hash
	n   int64
}

func (c *countingReader) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.sum.Write(b[:n])
	c.n += int64(n)
	return n, err
}

func (c *countingReader) Seek(offset int64, whence int) (int64, error) {
	if offset != 0 || whence != io.SeekStart {
		return 0, errors.New("a figure file is read from its start only")
	}
	c.sum.Reset()
	c.n = 0
	return c.r.Seek(0, io.SeekStart)
}
