package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Changes counts what a catalogue changes, and names it.
type Changes struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Retired int `json:"retired"`
	Same    int `json:"same"`
	// Figures is the number of published figures that Found recorded.
	Figures int `json:"figures,omitempty"`
	// Reordered says that nouns changed places and nothing else.
	Reordered bool     `json:"reordered,omitempty"`
	Nouns     []Change `json:"-"` // everything that is not the same, in the order of the catalogue
}

// None reports whether nothing changes.
func (c *Changes) None() bool {
	return c.Added == 0 && c.Changed == 0 && c.Retired == 0 && !c.Reordered
}

// A Change is what happens to one noun of the catalogue.
type Change struct {
	Kind   string // area department indicator document target task
	ID     string
	Action string // added changed retired

	// What a changed target asks for differently, and the new documents (目标值调整) that say so.
	Goal []targets.GoalChange `json:",omitempty"`
	By   []targets.Adjustment `json:",omitempty"`
}

// The actions of a Change.
const (
	Added   = "added"
	Changed = "changed"
	Retired = "retired"
)

// Found loads an empty database: the catalogue and the published figures, in
// the one transaction that creates the data. The figures count at once and are
// known from their publication (package comment). A set of figures of origin
// demo makes a training copy; demo and real figures together are refused. It
// is a Conflict when something was loaded before.
func (s *Store) Found(ctx context.Context, actor string, c *targets.Catalogue, figures []targets.Figure, now time.Time) (Changes, error) {
	demo, err := allDemo(figures)
	if err != nil {
		return Changes{}, err
	}
	sorted := slices.Clone(figures)
	slices.SortFunc(sorted, func(a, b targets.Figure) int { return targets.CompareKeys(a.Key, b.Key) })
	for i := range sorted {
		sorted[i].Revision = 1
	}
	var changes Changes
	err = s.write(ctx, func(tx *sql.Tx) error {
		l, err := take(ctx, tx, actor, actionFound, now)
		if err != nil {
			return err
		}
		if l.seq() != 1 {
			return &targets.Error{Kind: targets.Conflict, Text: "数据库中已有数据，不能再次初始化；更新目录请用 seed"}
		}
		m := meta{l.entry.At, demo, foundingEntries(sorted)}
		if changes, err = found(ctx, tx, l, c, m); err != nil {
			return err
		}
		changes.Figures = len(sorted)
		if err := foundFigures(ctx, tx, actor, sorted, demo, now); err != nil {
			return err
		}
		return insertMeta(ctx, tx, m)
	})
	return changes, err
}

func allDemo(figures []targets.Figure) (bool, error) {
	n := 0
	for i := range figures {
		if figures[i].Origin == targets.OriginDemo {
			n++
		}
	}
	if n > 0 && n < len(figures) {
		return false, &targets.Error{Kind: targets.Invalid, Field: "origin", Text: "演示数据与真实数据不能装入同一数据库"}
	}
	return n > 0, nil
}

// foundingEntries is how many entries the founding transaction makes.
func foundingEntries(figures []targets.Figure) int64 {
	if len(figures) == 0 {
		return 1
	}
	return 2
}

// found writes the founding entry: the catalogue, the cut points and,
// vouched for, what will be the meta row.
func found(ctx context.Context, tx *sql.Tx, l *link, c *targets.Catalogue, m meta) (Changes, error) {
	rows, changes, err := compare(c, nil)
	if err != nil {
		return Changes{}, err
	}
	cuts, err := canonicalJSON(targets.DefaultCuts)
	if err != nil {
		return Changes{}, fmt.Errorf("write the cut points: %w", err)
	}
	rows = append(rows, version{noun: noun{kindCuts, cutsID, cuts}, number: 1})
	text := catalogueContent(rows, changes)
	text.Brought[tableMeta] = digestOf(m.canonical())
	if err := l.put(ctx, tx, text); err != nil {
		return Changes{}, err
	}
	return changes, insertVersions(ctx, tx, l.seq(), rows)
}

// insertMeta comes last: it names the last entry of the founding transaction.
func insertMeta(ctx context.Context, tx *sql.Tx, m meta) error {
	const query = `INSERT INTO meta (id, created, demo, founded) VALUES (1, $1, $2, $3)`
	if _, err := tx.ExecContext(ctx, query, m.created, flagNumber(m.demo), m.founded); err != nil {
		return fmt.Errorf("write the meta row: %w", err)
	}
	return nil
}

// foundFigures writes the second founding entry.
func foundFigures(ctx context.Context, tx *sql.Tx, actor string, figures []targets.Figure, demo bool, now time.Time) error {
	if len(figures) == 0 {
		return nil
	}
	b := ImportBatch{Rows: len(figures), ContentHash: contentHash(figures), Figures: pointers(figures)}
	_, err := importFigures(ctx, tx, actor, &b, demo, now)
	return err
}

// Seed loads a later catalogue: a new version of what changed, retirement of
// what is gone, nothing at all (and no entry) when all is the same. A reused id
// whose noun became another thing is refused; the error is targets.Faults.
// It is NotFound in a database that was never founded.
func (s *Store) Seed(ctx context.Context, actor string, c *targets.Catalogue, now time.Time) (Changes, error) {
	changes, err := s.CompareSeed(ctx, c)
	if err != nil || changes.None() {
		return changes, err
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		l, err := take(ctx, tx, actor, actionSeed, now)
		if err != nil {
			return err
		}
		changes, err = seed(ctx, tx, l, c) // compared once more: another may have seeded meanwhile
		return err
	})
	if errors.Is(err, errNothing) {
		err = nil
	}
	return changes, err
}

// errNothing gives an entry back that would change nothing.
var errNothing = errors.New("nothing to change")

func seed(ctx context.Context, tx *sql.Tx, l *link, c *targets.Catalogue) (Changes, error) {
	rows, changes, err := compareStored(ctx, tx, c)
	if err != nil {
		return Changes{}, err
	}
	if changes.None() {
		return changes, errNothing
	}
	if err := l.put(ctx, tx, catalogueContent(rows, changes)); err != nil {
		return Changes{}, err
	}
	return changes, insertVersions(ctx, tx, l.seq(), rows)
}

// CompareSeed says what Seed would do; nothing is written.
func (s *Store) CompareSeed(ctx context.Context, c *targets.Catalogue) (Changes, error) {
	var changes Changes
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		_, changes, err = compareStored(ctx, tx, c)
		return err
	})
	return changes, err
}

func compareStored(ctx context.Context, tx *sql.Tx, c *targets.Catalogue) ([]version, Changes, error) {
	h, err := readHead(ctx, tx)
	if err != nil {
		return nil, Changes{}, err
	}
	if h.catalogue == 0 {
		return nil, Changes{}, &targets.Error{Kind: targets.NotFound, Text: "数据库中还没有目录，请先初始化"}
	}
	stored, err := readVersions(ctx, tx, h.catalogue)
	if err != nil {
		return nil, Changes{}, err
	}
	return compare(c, stored)
}

// compare returns the versions that make the stored catalogue equal to c.
func compare(c *targets.Catalogue, stored map[nounKey]version) ([]version, Changes, error) {
	list, err := nouns(c)
	if err != nil {
		return nil, Changes{}, err
	}
	if faults := doubled(c, list); len(faults) > 0 {
		return nil, Changes{}, faults
	}
	order, err := orders(list)
	if err != nil {
		return nil, Changes{}, err
	}
	d := difference{stored: stored}
	for _, n := range list {
		if err := d.noun(n); err != nil {
			return nil, Changes{}, err
		}
	}
	if len(d.faults) > 0 {
		return nil, Changes{}, d.faults
	}
	d.gone(list)
	d.order(order)
	sortNouns(d.rows)
	return d.rows, d.changes, nil
}

// A difference gathers what a catalogue changes of the stored one.
type difference struct {
	stored  map[nounKey]version
	rows    []version
	changes Changes
	faults  targets.Faults
}

func (d *difference) noun(n noun) error {
	old, ok := d.stored[n.key()]
	if !ok {
		d.write(version{n, 1, false}, Change{Action: Added})
		return nil
	}
	fault, err := identityFault(old.noun, n)
	if err != nil {
		return err
	}
	switch {
	case fault != "":
		d.faults = append(d.faults, targets.Fault{Field: kindNames[n.kind] + " " + n.id,
			Text: "编号已用于另一事物：" + fault, Fix: "新的事物请用新的编号"})
	case !old.retired && old.body == n.body:
		d.changes.Same++
	default:
		return d.changed(old, n)
	}
	return nil
}

// changed writes a new version; that of a target may need a document.
func (d *difference) changed(old version, n noun) error {
	var c Change
	if n.kind == kindTarget {
		var fault targets.Fault
		var err error
		if c, fault, err = adjusted(old, n); err != nil {
			return err
		}
		if fault.Text != "" {
			d.faults = append(d.faults, fault)
			return nil
		}
	}
	c.Action = Changed
	d.write(version{n, old.number + 1, false}, c)
	return nil
}

func (d *difference) write(v version, c Change) {
	c.Kind, c.ID = v.kind, v.id
	d.rows = append(d.rows, v)
	d.changes.Nouns = append(d.changes.Nouns, c)
	switch c.Action {
	case Added:
		d.changes.Added++
	case Changed:
		d.changes.Changed++
	case Retired:
		d.changes.Retired++
	}
}

// gone retires what is stored and not in the catalogue any more.
func (d *difference) gone(list []noun) {
	kept := make(map[nounKey]bool, len(list))
	for _, n := range list {
		kept[n.key()] = true
	}
	var retired []version
	for key, v := range d.stored {
		if !kept[key] && !v.retired && key.kind != kindOrder && key.kind != kindCuts {
			retired = append(retired, version{v.noun, v.number + 1, true})
		}
	}
	sortNouns(retired)
	for _, v := range retired {
		d.write(v, Change{Action: Retired})
	}
}

func (d *difference) order(rows []noun) {
	before := len(d.rows)
	for _, n := range rows {
		if old := d.stored[n.key()]; old.body != n.body {
			d.rows = append(d.rows, version{n, old.number + 1, false})
		}
	}
	d.changes.Reordered = before == 0 && len(d.rows) > 0
}

func catalogueContent(rows []version, changes Changes) content {
	h := newRowHash()
	sortNouns(rows)
	for i := range rows {
		h.add(rows[i].canonical())
	}
	return content{Changes: &changes, Changing: true, Brought: map[string]digest{tableCatalogue: h.digest()}}
}

const insertVersion = `
INSERT INTO catalogue (kind, id, version, entry, retired, body)
VALUES ($1, $2, $3, $4, $5, $6)`

func insertVersions(ctx context.Context, tx *sql.Tx, entry int64, rows []version) error {
	for i := range rows {
		v := &rows[i]
		if _, err := tx.ExecContext(ctx, insertVersion, v.kind, v.id, v.number, entry, flagNumber(v.retired), v.body); err != nil {
			return fmt.Errorf("write %s %s: %w", v.kind, v.id, err)
		}
	}
	return nil
}

// SetCuts records other cut points for the states (design §4), which hold from a
// day on (0: from the beginning). Days before it are judged as they were.
func (s *Store) SetCuts(ctx context.Context, actor string, cuts targets.CutPoints, from targets.Date, now time.Time) error {
	id := cutsID
	if from != 0 {
		id += "@" + from.String()
	}
	body, err := canonicalJSON(cuts)
	if err != nil {
		return fmt.Errorf("write the cut points: %w", err)
	}
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		l, err := take(ctx, tx, actor, actionCuts, now)
		if err != nil {
			return err
		}
		const newest = `SELECT coalesce(max(version), 0) FROM catalogue WHERE kind = $1 AND id = $2`
		last, err := one[int64](ctx, tx, newest, kindCuts, id)
		if err != nil {
			return fmt.Errorf("read the cut points: %w", err)
		}
		rows := []version{{noun{kindCuts, id, body}, last + 1, false}}
		if err := l.put(ctx, tx, catalogueContent(rows, Changes{Changed: 1})); err != nil {
			return err
		}
		return insertVersions(ctx, tx, l.seq(), rows)
	})
}
