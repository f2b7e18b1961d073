package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Answers returns what was handed in for periods that end from one day to
// another, as known at a time (zero: now), by filing and indicator. What was
// withdrawn is left out. A figure that stands without having been handed in, an
// imported one, answers what the register asks for too.
func (s *Store) Answers(ctx context.Context, from, to targets.Date, knownAt time.Time) (map[targets.FilingKey]map[string]targets.Answer, error) {
	return s.answers(ctx, "", from, to, knownAt)
}

// AnswersOf is Answers of one office.
func (s *Store) AnswersOf(ctx context.Context, office string, from, to targets.Date, knownAt time.Time) (map[targets.FilingKey]map[string]targets.Answer, error) {
	return s.answers(ctx, office, from, to, knownAt)
}

// answers reads the handovers of an office, "" for all.
func (s *Store) answers(ctx context.Context, office string, from, to targets.Date, knownAt time.Time) (map[targets.FilingKey]map[string]targets.Answer, error) {
	all := map[targets.FilingKey]map[string]targets.Answer{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, knownAt)
		if err != nil {
			return err
		}
		where, args := ` WHERE h.period_end BETWEEN $1 AND $2 AND h.entry <= $3`, []any{int64(from), int64(to), v.last}
		if office != "" {
			where, args = ` WHERE h.office = $1 AND h.period_end BETWEEN $2 AND $3 AND h.entry <= $4`, []any{office, int64(from), int64(to), v.last}
		}
		fates, err := v.fates(ctx, where, args)
		if err != nil {
			return err
		}
		err = v.eachAnswered(ctx, where, args, func(entry int64, steps int, h *handoverRow) error {
			return v.answer(all, entry, steps, h, fates[entry])
		})
		if err != nil {
			return err
		}
		return s.addImported(ctx, v, all, office, from, to)
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// A fate is what became of a handover.
type fate struct {
	withdrawn bool
	reviews   []reviewRow
}

const selectFateReviews = `
SELECT r.entry, r.brought, coalesce(r.series, 0), coalesce(s.indicator, ''), coalesce(s.area, ''),
  coalesce(r.period_end, 0), coalesce(r.period_start, 0), coalesce(r.revision, 0), r.step, r.verdict, r.reason
FROM handover h CROSS JOIN review r LEFT JOIN series s ON s.id = r.series`

const selectFateEvents = `SELECT e.brought FROM handover h CROSS JOIN handover_event e`

// fates reads what became of the handovers, by their entries; nothing is nil.
func (v *view) fates(ctx context.Context, where string, args []any) (map[int64]*fate, error) {
	all := map[int64]*fate{}
	of := func(entry int64) *fate {
		if all[entry] == nil {
			all[entry] = &fate{}
		}
		return all[entry]
	}
	query := selectFateReviews + where + fmt.Sprintf(` AND r.brought = h.entry AND r.entry <= $%d ORDER BY r.entry`, len(args)+1)
	more := append(args[:len(args):len(args)], v.last)
	err := each(ctx, v.tx, query, more, func(rows *sql.Rows) error {
		r, err := scanReview(rows)
		f := of(r.brought)
		f.reviews = append(f.reviews, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the reviews of handovers: %w", err)
	}
	query = selectFateEvents + where + fmt.Sprintf(` AND e.brought = h.entry AND e.kind = 'withdrawn' AND e.entry <= $%d`, len(args)+1)
	err = each(ctx, v.tx, query, more, func(rows *sql.Rows) error {
		var entry int64
		err := rows.Scan(&entry)
		of(entry).withdrawn = true
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read what was withdrawn: %w", err)
	}
	return all, nil
}

// eachAnswered calls fn for the handovers, oldest first.
func (v *view) eachAnswered(ctx context.Context, where string, args []any, fn func(entry int64, steps int, h *handoverRow) error) error {
	const query = `
SELECT h.entry, h.form, h.office, h.period_end, h.period_start, h.figures, s.steps
FROM handover h JOIN submission s ON s.entry = h.entry`
	var h handoverRow
	err := each(ctx, v.tx, query+where+` ORDER BY h.entry`, args, func(rows *sql.Rows) error {
		var entry int64
		var steps int
		if err := rows.Scan(&entry, &h.Form, &h.Office, &h.Period.End, &h.Period.Start, &h.figures, &steps); err != nil {
			return err
		}
		return fn(entry, steps, &h)
	})
	if err != nil {
		return fmt.Errorf("read handovers: %w", err)
	}
	return nil
}

// answer notes what a handover answers, in place of what earlier ones did.
func (v *view) answer(all map[targets.FilingKey]map[string]targets.Answer, entry int64, steps int, h *handoverRow, f *fate) error {
	if f != nil && f.withdrawn {
		return nil
	}
	day := targets.DateOf(v.past.when(entry))
	return h.eachFigure(func(b broughtFigure) {
		a := targets.Answer{Entry: entry, Revision: b.revision, Flag: b.flag, Stage: f.stage(b, steps), First: day}
		addAnswer(all, h.FilingKey, b.indicator, a)
	})
}

// stage is how far a figure has come. All figures of a handover are of one area.
func (f *fate) stage(b broughtFigure, steps int) targets.Stage {
	if f == nil {
		return targets.StageWaiting
	}
	state := reviewed{revision: b.revision, stage: targets.StageWaiting, step: 1}
	for i := range f.reviews {
		r := &f.reviews[i]
		if r.series == 0 || r.indicator == b.indicator {
			own := *r
			own.series = 0 // it is of this figure
			state.take(&own, steps)
		}
	}
	return state.stage
}
