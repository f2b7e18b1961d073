package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// An ImportBatch is the checked rows of a file.
type ImportBatch struct {
	File        string // name, as the person gave it
	SHA256      string // of the file's bytes, hex
	Rows        int    // number of Figures
	ContentHash string // SHA-256, hex, over CanonicalFigure of the rows in their order

	// Figures in the order of targets.CompareKeys, each key once, Revision
	// already set to the revision the writer saw plus one. It is ranged over
	// once, and a yielded Figure may be reused after the yield.
	Figures iter.Seq[*targets.Figure]

	SubmitOnly bool // submit and leave the one review step open

	// Restatement says that the batch is a 历史数据调整: the entry tells its
	// document, reason and effective day, and every revision knows it.
	Restatement *targets.Restatement
}

// Import records a file's figures as one entry: revisions that (unless
// SubmitOnly) are approved in the same transaction and stand from its commit
// on. It writes everything or nothing. A revision that somebody else wrote
// first is a Conflict; so is demo data in a real database, and the reverse.
// Readers go on meanwhile.
func (s *Store) Import(ctx context.Context, actor string, b ImportBatch, now time.Time) (entry int64, err error) {
	if err := checkRestatement(b.Restatement); err != nil {
		return 0, err
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		m, err := readMeta(ctx, tx)
		if err != nil {
			return fmt.Errorf("read the meta row: %w", err)
		}
		entry, err = importFigures(ctx, tx, actor, &b, m.demo, now)
		return err
	})
	if err != nil {
		return 0, err
	}
	return entry, nil
}

func importFigures(ctx context.Context, tx *sql.Tx, actor string, b *ImportBatch, demo bool, now time.Time) (int64, error) {
	action := actionImport
	if b.Restatement != nil {
		action = actionRestate
	}
	l, err := take(ctx, tx, actor, action, now)
	if err != nil {
		return 0, err
	}
	c := content{File: b.File, SHA256: b.SHA256, Restatement: tellRestatement(b.Restatement), Changing: !b.SubmitOnly, Brought: map[string]digest{
		tableFigure:     {int64(b.Rows), b.ContentHash},
		tableSubmission: digestOf(fields("1")),
	}}
	approval := reviewRow{entry: l.seq(), brought: l.seq(), step: 1, verdict: Approved}
	if !b.SubmitOnly {
		c.Brought[tableReview] = digestOf(approval.canonical())
	}
	if err := l.put(ctx, tx, c); err != nil {
		return 0, err
	}
	w, err := submission{entry: l.seq(), steps: 1, demo: demo}.begin(ctx, tx)
	if err != nil {
		return 0, err
	}
	if err := w.all(ctx, b.Figures); err != nil {
		return 0, err
	}
	if got, want := w.written, c.Brought[tableFigure]; got != want {
		return 0, fmt.Errorf("import %s: the rows are %v, the batch says %v", b.File, got, want)
	}
	if b.SubmitOnly {
		return l.seq(), nil
	}
	if err := insertReview(ctx, tx, &approval); err != nil {
		return 0, err
	}
	return l.seq(), standEntry(ctx, tx, l.seq(), l.seq())
}

// A submission is an entry that brings figures.
type submission struct {
	entry int64
	steps int  // of review
	demo  bool // of the database
}

// begin writes the submission; its figures go through the writer.
func (sub submission) begin(ctx context.Context, tx *sql.Tx) (*figureWriter, error) {
	const query = `INSERT INTO submission (entry, steps) VALUES ($1, $2)`
	if _, err := tx.ExecContext(ctx, query, sub.entry, sub.steps); err != nil {
		return nil, fmt.Errorf("write the submission: %w", err)
	}
	return newFigureWriter(ctx, tx, sub), nil
}

// A figureWriter writes figures of ascending keys in statements of many rows.
// The rows are prepared beside the writing: one goroutine ranges over the
// figures, hashes them and lays out the arguments, the caller's runs the
// statements.
type figureWriter struct {
	ctx   context.Context
	tx    *sql.Tx
	names *nameWriter
	entry int64
	many  *sql.Stmt // insert of figuresPerStatement rows, once one is needed

	series    int64 // number of the series below
	indicator string
	area      string
	written   digest // what was written, complete after all
}

// figuresPerStatement and figureArgs make one insert: 50 rows took the least
// time a row.
const (
	figuresPerStatement = 50
	figureArgs          = 12
)

// insertFigures is an insert of n rows. $1 is the entry of all of them.
func insertFigures(n int) string {
	var b strings.Builder
	b.WriteString(`INSERT INTO figure (entry, series, period_end, period_start, revision, previous,
  value, numerator, denominator, flag, bound, published, note, source) VALUES`)
	for i := range n {
		p := 2 + i*figureArgs
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\n($1, $%d, $%d, $%d, $%d, nullif($%d - 1, 0), $%d, $%d, $%d, $%d, $%d, $%d, $%d, $%d)",
			p, p+1, p+2, p+3, p+3, p+4, p+5, p+6, p+7, p+8, p+9, p+10, p+11)
	}
	return b.String()
}

// A figureBatch is the rows of one statement.
type figureBatch struct {
	names []figureName
	args  []any // the entry, then figureArgs for each row
}

// A figureName is what the numbers of a row's series and source stand for.
type figureName struct {
	indicator, area string
	source          sourceKey
}

// seriesArg and sourceArg are the places of the numbers among a row's arguments.
const (
	seriesArg = 0
	sourceArg = figureArgs - 1
)

func newFigureBatch(entry int64, n int) *figureBatch {
	b := &figureBatch{
		names: make([]figureName, 0, n),
		args:  make([]any, 1, 1+n*figureArgs),
	}
	b.args[0] = entry
	return b
}

func (b *figureBatch) add(f *targets.Figure) {
	b.names = append(b.names, figureName{f.Indicator, f.Area, sourceKey{string(f.Origin), f.SourceTitle, f.SourceURL}})
	b.args = append(b.args, nil, int64(f.Period.End), int64(f.Period.Start), int64(f.Revision),
		digits(f.Value), digits(f.Numerator), digits(f.Denominator),
		string(f.Flag), string(f.Bound), int64(f.Published), f.Note, nil)
}

func newFigureWriter(ctx context.Context, tx *sql.Tx, sub submission) *figureWriter {
	// A statement with a context that can end costs a goroutine; all looks at
	// the context often enough.
	ctx = context.WithoutCancel(ctx)
	return &figureWriter{ctx: ctx, tx: tx, entry: sub.entry, names: &nameWriter{
		ctx: ctx, tx: tx, entry: sub.entry, demo: sub.demo,
		known: map[nounKey]bool{}, sources: map[sourceKey]int64{},
	}}
}

// batchesAhead is how many statements may wait for the writer.
const batchesAhead = 16

// all writes the figures. After it, written says what they were.
func (w *figureWriter) all(ctx context.Context, figures iter.Seq[*targets.Figure]) error {
	batches := make(chan *figureBatch, batchesAhead)
	stop := make(chan struct{})
	prepared := make(chan error, 1)
	go func() {
		defer close(batches)
		prepared <- w.prepare(figures, batches, stop)
	}()
	var err error
	for b := range batches {
		if err == nil {
			if err = ctx.Err(); err == nil {
				err = w.exec(b)
			}
			if err != nil {
				close(stop)
			}
		}
	}
	if fault := <-prepared; err == nil {
		err = fault
	}
	return err
}

// prepare lays out the figures until they end or nobody wants them any more.
func (w *figureWriter) prepare(figures iter.Seq[*targets.Figure], batches chan<- *figureBatch, stop <-chan struct{}) error {
	var last targets.Key
	var row []byte
	hash := newRowHash()
	b := newFigureBatch(w.entry, figuresPerStatement)
	send := func() bool {
		select {
		case batches <- b:
			b = newFigureBatch(w.entry, figuresPerStatement)
			return true
		case <-stop:
			return false
		}
	}
	for f := range figures {
		if hash.rows > 0 && targets.CompareKeys(last, f.Key) >= 0 {
			return fmt.Errorf("figures out of order: %v after %v", f.Key, last)
		}
		last = f.Key
		row = CanonicalFigure(row[:0], f)
		hash.add(row)
		if b.add(f); len(b.names) == figuresPerStatement && !send() {
			return nil
		}
	}
	if len(b.names) > 0 && !send() {
		return nil
	}
	w.written = hash.digest()
	return nil
}

// exec numbers the names of a batch and writes it.
func (w *figureWriter) exec(b *figureBatch) error {
	for i := range b.names {
		if err := w.number(&b.names[i], b.args[1+i*figureArgs:]); err != nil {
			return err
		}
	}
	if err := w.insert(len(b.names), b.args); err != nil {
		last := b.names[len(b.names)-1]
		return fmt.Errorf("write figures up to %s %s: %w", last.indicator, last.area, err)
	}
	return nil
}

// few writes the batches of a submission, whose series are numbered as far as
// they exist.
func (w *figureWriter) few(batches []*figureBatch, series []int64) error {
	for _, b := range batches {
		b.args[0] = w.entry
		for i := range b.names {
			if err := w.numbered(&b.names[i], b.args[1+i*figureArgs:], series[i]); err != nil {
				return err
			}
		}
		series = series[len(b.names):]
		if err := w.insert(len(b.names), b.args); err != nil {
			return fmt.Errorf("write the figures of entry %d: %w", w.entry, err)
		}
	}
	return nil
}

// numbered fills in the series, 0 when it is to begin, and the source of one row.
func (w *figureWriter) numbered(name *figureName, args []any, series int64) (err error) {
	if w.series == 0 || name.indicator != w.indicator || name.area != w.area {
		if series == 0 {
			if series, err = w.names.newSeries(name.indicator, name.area); err != nil {
				return err
			}
		}
		if err := w.names.touch(series); err != nil {
			return err
		}
		w.series, w.indicator, w.area = series, name.indicator, name.area
	}
	args[seriesArg] = w.series
	args[sourceArg], err = w.names.source(name.source)
	return err
}

// insert writes n rows. The long statement is prepared here: drivers that keep
// statements prepared keep short ones only. The transaction closes it.
func (w *figureWriter) insert(n int, args []any) (err error) {
	if n < figuresPerStatement {
		_, err = w.tx.ExecContext(w.ctx, insertFigures(n), args...)
		return err
	}
	if w.many == nil {
		if w.many, err = w.tx.PrepareContext(w.ctx, insertFigures(n)); err != nil {
			return err
		}
	}
	_, err = w.many.ExecContext(w.ctx, args...)
	return err
}

// number fills in the series and the source of one row.
func (w *figureWriter) number(name *figureName, args []any) (err error) {
	if w.series == 0 || name.indicator != w.indicator || name.area != w.area {
		if w.series, err = w.names.series(name.indicator, name.area); err != nil {
			return err
		}
		w.indicator, w.area = name.indicator, name.area
	}
	args[seriesArg] = w.series
	args[sourceArg], err = w.names.source(name.source)
	return err
}

// digits is a number as it is stored: its digits, or null when there is none.
func digits(d targets.Decimal) any {
	if !d.Known() {
		return nil
	}
	return d.String()
}

// A nameWriter finds or makes the numbers of series and sources. Its few
// statements are kept prepared by the driver.
type nameWriter struct {
	ctx   context.Context
	tx    *sql.Tx
	entry int64
	demo  bool

	known      map[nounKey]bool // indicators and areas of the catalogue
	sources    map[sourceKey]int64
	last       sourceKey
	lastSource int64 // number of last
}

type sourceKey struct{ origin, title, url string }

// keptSources bounds the memory of an import in which every row has a source
// of its own.
const keptSources = 4096

const (
	selectSeriesID = `SELECT id FROM series WHERE indicator = $1 AND area = $2`
	insertSeries   = `INSERT INTO series (indicator, area) VALUES ($1, $2) RETURNING id`
	touchSeries    = `INSERT INTO submission_series (entry, series) VALUES ($1, $2)`
	selectSourceID = `SELECT id FROM source WHERE origin = $1 AND title = $2 AND url = $3`
	insertSource   = `INSERT INTO source (origin, title, url) VALUES ($1, $2, $3) RETURNING id`

	selectKnown = `SELECT count(*) FROM catalogue WHERE kind = $1 AND id >= $2 AND id <= $3`
)

// series returns the number of a series and notes that the entry touches it.
func (w *nameWriter) series(indicator, area string) (int64, error) {
	var id int64
	err := w.tx.QueryRowContext(w.ctx, selectSeriesID, indicator, area).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = w.newSeries(indicator, area)
	}
	if err != nil {
		return 0, fmt.Errorf("number the series %s %s: %w", indicator, area, err)
	}
	return id, w.touch(id)
}

// touch notes that the entry brings figures of a series.
func (w *nameWriter) touch(series int64) error {
	if _, err := w.tx.ExecContext(w.ctx, touchSeries, w.entry, series); err != nil {
		return fmt.Errorf("note the series %d: %w", series, err)
	}
	return nil
}

// newSeries begins a series of an indicator and an area of the catalogue.
func (w *nameWriter) newSeries(indicator, area string) (id int64, err error) {
	if err := w.mustKnow(kindIndicator, indicator); err != nil {
		return 0, err
	}
	if err := w.mustKnow(kindArea, area); err != nil {
		return 0, err
	}
	err = w.tx.QueryRowContext(w.ctx, insertSeries, indicator, area).Scan(&id)
	return id, err
}

// mustKnow refuses what the catalogue never held. The id of an area's later
// version is its code, @ and a day; A is the letter after @.
func (w *nameWriter) mustKnow(kind, id string) error {
	if w.known[nounKey{kind, id}] {
		return nil
	}
	versions, err := one[int](w.ctx, w.tx, selectKnown, kind, id, id)
	if err == nil && versions == 0 && kind == kindArea {
		versions, err = one[int](w.ctx, w.tx, selectKnown, kind, id+"@", id+"A")
	}
	if err != nil {
		return err
	}
	if versions == 0 {
		return &targets.Error{Kind: targets.Invalid, Field: kind, Text: fmt.Sprintf("没有%s %q，请先装入目录", kindNames[kind], id)}
	}
	w.known[nounKey{kind, id}] = true
	return nil
}

func (w *nameWriter) source(key sourceKey) (int64, error) {
	if key == w.last && w.lastSource != 0 {
		return w.lastSource, nil
	}
	if w.demo != (key.origin == string(targets.OriginDemo)) {
		return 0, originError(w.demo)
	}
	id, ok := w.sources[key]
	if !ok {
		var err error
		if id, err = w.findSource(key); err != nil {
			return 0, fmt.Errorf("number the source %q: %w", key.title, err)
		}
		if len(w.sources) >= keptSources {
			clear(w.sources)
		}
		w.sources[key] = id
	}
	w.last, w.lastSource = key, id
	return id, nil
}

func (w *nameWriter) findSource(key sourceKey) (id int64, err error) {
	err = w.tx.QueryRowContext(w.ctx, selectSourceID, key.origin, key.title, key.url).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = w.tx.QueryRowContext(w.ctx, insertSource, key.origin, key.title, key.url).Scan(&id)
	}
	return id, err
}

func originError(demo bool) error {
	if demo {
		return &targets.Error{Kind: targets.Conflict, Field: "origin", Text: "这是演示数据库，不能写入真实数据"}
	}
	return &targets.Error{Kind: targets.Conflict, Field: "origin", Text: "演示数据（origin 为 demo）不能写入正式数据库"}
}

// contentHash is the SHA-256 over the canonical rows.
func contentHash(figures []targets.Figure) string {
	h := newRowHash()
	for i := range figures {
		h.add(CanonicalFigure(nil, &figures[i]))
	}
	return h.digest().SHA256
}

// pointers ranges over a list without copying it.
func pointers(figures []targets.Figure) iter.Seq[*targets.Figure] {
	return func(yield func(*targets.Figure) bool) {
		for i := range figures {
			if !yield(&figures[i]) {
				return
			}
		}
	}
}
