package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

const (
	// selectImported reads what stands for periods that end from one day to
	// another and no office handed in, and the first import of it: one look at
	// each series.
	selectImported = `
SELECT s.indicator, s.area, f.period_end, f.period_start, f.revision, f.entry, f.flag,
  (SELECT min(g.entry) FROM figure g WHERE g.series = f.series AND g.period_end = f.period_end AND g.period_start = f.period_start
    AND NOT EXISTS (SELECT 1 FROM handover h WHERE h.entry = g.entry))
FROM series s CROSS JOIN figure_current c CROSS JOIN figure f
WHERE c.series = s.id AND c.period_end BETWEEN $1 AND $2
  AND f.series = c.series AND f.period_end = c.period_end AND f.period_start = c.period_start AND f.revision = c.revision
  AND NOT EXISTS (SELECT 1 FROM handover h WHERE h.entry = f.entry)`

	// selectImportedThen is the same as of an earlier known-at; the later of the
	// revisions that counted then comes last.
	selectImportedThen = `
SELECT s.indicator, s.area, f.period_end, f.period_start, f.revision, f.entry, f.flag, f.entry
FROM series s CROSS JOIN figure f
WHERE ` + countedBy + ` > 0 AND f.series = s.id AND f.period_end BETWEEN $2 AND $3
  AND NOT EXISTS (SELECT 1 FROM handover h WHERE h.entry = f.entry)`
)

// addImported adds what stands without having been handed in: figures of the
// register's filings that came by an import answer the duty too. office "" is
// every office.
func (s *Store) addImported(ctx context.Context, v *view, all map[targets.FilingKey]map[string]targets.Answer, office string, from, to targets.Date) error {
	last, err := v.newestRegister(ctx)
	if err != nil {
		return err
	}
	register, err := s.registers.at(ctx, v.tx, last)
	if err != nil || len(register.Forms) == 0 {
		return err
	}
	asked := newAskedOf(register, office)
	query, args := selectImported, []any{int64(from), int64(to)}
	if !v.latest {
		query, args = selectImportedThen, []any{v.last, int64(from), int64(to)}
	}
	add := func(query string, args []any) error { return v.eachImported(ctx, all, &asked, query, args) }
	if office == "" {
		return add(query, args)
	}
	query += fmt.Sprintf(` AND s.indicator = $%d AND s.area = $%d`, len(args)+1, len(args)+2)
	for area := range asked.offices { // one: that of the office
		for indicator := range asked.forms {
			if err := add(query, append(args[:len(args):len(args)], indicator, area)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *view) eachImported(ctx context.Context, all map[targets.FilingKey]map[string]targets.Answer, asked *askedOf, query string, args []any) error {
	err := each(ctx, v.tx, query+` ORDER BY f.series, f.period_end, f.period_start, f.revision`, args, func(rows *sql.Rows) error {
		var k targets.Key
		var a targets.Answer
		var first int64
		if err := rows.Scan(&k.Indicator, &k.Area, &k.Period.End, &k.Period.Start, &a.Revision, &a.Entry, &a.Flag, &first); err != nil {
			return err
		}
		a.Stage, a.First = targets.StageApproved, targets.DateOf(v.past.when(first))
		asked.each(k, func(f targets.FilingKey) { addAnswer(all, f, k.Indicator, a) })
		return nil
	})
	if err != nil {
		return fmt.Errorf("read what was imported: %w", err)
	}
	return nil
}

// addAnswer keeps the answer of the newer revision and the day of the first.
func addAnswer(all map[targets.FilingKey]map[string]targets.Answer, k targets.FilingKey, indicator string, a targets.Answer) {
	of := all[k]
	if of == nil {
		of = map[string]targets.Answer{}
		all[k] = of
	}
	if before, ok := of[indicator]; ok {
		first := min(before.First, a.First)
		if before.Revision > a.Revision {
			a = before
		}
		a.First = first
	}
	of[indicator] = a
}

// An askedOf finds the filings that a figure belongs to.
type askedOf struct {
	forms   map[string][]*targets.Form   // by indicator
	offices map[string][]*targets.Office // by area
}

func newAskedOf(r *targets.Register, office string) askedOf {
	a := askedOf{map[string][]*targets.Form{}, map[string][]*targets.Office{}}
	for i := range r.Forms {
		f := &r.Forms[i]
		if _, asks := slices.BinarySearch(f.Offices, office); office != "" && !asks {
			continue
		}
		for _, id := range f.Indicators {
			a.forms[id] = append(a.forms[id], f)
		}
	}
	for i := range r.Offices {
		if o := &r.Offices[i]; office == "" || o.ID == office {
			a.offices[o.Area] = append(a.offices[o.Area], o)
		}
	}
	return a
}

func (a askedOf) each(k targets.Key, fn func(targets.FilingKey)) {
	offices := a.offices[k.Area]
	if len(offices) == 0 {
		return
	}
	for _, f := range a.forms[k.Indicator] {
		for _, o := range offices {
			if f.Asks(o.ID, k.Period) {
				fn(targets.FilingKey{Form: f.ID, Office: o.ID, Period: k.Period})
			}
		}
	}
}
