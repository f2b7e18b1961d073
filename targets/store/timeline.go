package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// The kinds of a timeline's events that are no targets.HandedEventKind.
const (
	timelineSubmitted = "submitted"
	timelineImported  = "imported"
	timelineRestated  = "restated"
)

const selectKeyRevisions = `
SELECT ` + figureColumns + `, ` + countedBy + `, c.actor, c.action, c.content, b.steps
FROM figure f
LEFT JOIN source o ON o.id = f.source
JOIN chain c ON c.seq = f.entry JOIN submission b ON b.entry = f.entry
WHERE f.series = $2 AND f.period_end = $3 AND f.period_start = $4
ORDER BY f.revision`

// Timeline returns everything that happened to the figure of a key, oldest first:
// its revisions, and what became of each. What was imported approved says no
// approval of its own.
func (s *Store) Timeline(ctx context.Context, key targets.Key) ([]targets.TimelineEvent, error) {
	var list []targets.TimelineEvent
	err := s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, time.Time{})
		if err != nil {
			return err
		}
		ids, err := s.seriesIDs(ctx, tx, []targets.Key{key})
		if err != nil {
			return err
		}
		list, err = v.timeline(ctx, key, ids[targets.SeriesKey{Indicator: key.Indicator, Area: key.Area}])
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b targets.TimelineEvent) int { return int(a.Entry - b.Entry) })
	return list, nil
}

func (v *view) timeline(ctx context.Context, key targets.Key, series int64) ([]targets.TimelineEvent, error) {
	list, err := v.revisionEvents(ctx, key, series)
	if err != nil {
		return nil, fmt.Errorf("read the timeline of %s: %w", keyText(key), err)
	}
	for i := range list { // what is appended below is not ranged over
		e := &list[i]
		if list, err = v.laterEvents(ctx, list, *e, key, series); err != nil {
			return nil, fmt.Errorf("read what became of %s: %w", keyText(key), err)
		}
	}
	return list, nil
}

// revisionEvents are how each revision came.
func (v *view) revisionEvents(ctx context.Context, key targets.Key, series int64) ([]targets.TimelineEvent, error) {
	var list []targets.TimelineEvent
	scanner := figureScanner{past: v.past}
	args := []any{v.last, series, int64(key.Period.End), int64(key.Period.Start)}
	err := each(ctx, v.tx, selectKeyRevisions, args, func(rows *sql.Rows) error {
		var e targets.TimelineEvent
		var action, text string
		row, err := scanner.scan(rows, &e.By, &action, &text, &e.Steps)
		if err != nil {
			return err
		}
		f := row.Figure
		f.Key = key
		e.Entry, e.At, e.Revision, e.Figure = row.entry, f.Recorded, f.Revision, &f
		list = append(list, e)
		return tellAction(&list[len(list)-1], action, text)
	})
	return list, err
}

// tellAction says what sort of entry brought a revision.
func tellAction(e *targets.TimelineEvent, action, text string) error {
	if action == actionSubmit {
		e.Kind = timelineSubmitted
		return nil
	}
	var c content
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return fmt.Errorf("read entry %d: %w", e.Entry, err)
	}
	e.Kind, e.File = timelineImported, c.File
	if c.Restatement != nil {
		e.Kind, e.Reason = timelineRestated, c.Restatement.Document+"："+c.Restatement.Reason
	}
	return nil
}

// laterEvents appends what became of the revision that e tells of.
func (v *view) laterEvents(ctx context.Context, list []targets.TimelineEvent, e targets.TimelineEvent, key targets.Key, series int64) ([]targets.TimelineEvent, error) {
	err := each(ctx, v.tx, selectHandedReviews, []any{e.Entry, v.last}, func(rows *sql.Rows) error {
		later := targets.TimelineEvent{Revision: e.Revision, Steps: e.Steps, Kind: string(targets.HandedApproved)}
		r, err := scanReview(rows, &later.By)
		if r.verdict == Returned {
			later.Kind = string(targets.HandedReturned)
		}
		later.Entry, later.At, later.Step, later.Reason = r.entry, v.past.when(r.entry), r.step, r.reason
		own := r.series == 0 || r.series == series && r.period == key.Period && r.revision == e.Revision
		if own && r.entry != e.Entry {
			list = append(list, later)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, v.tx, selectHandedEvents, []any{e.Entry, v.last}, func(rows *sql.Rows) error {
		later := targets.TimelineEvent{Revision: e.Revision, Steps: e.Steps}
		err := rows.Scan(&later.Entry, &later.Kind, &later.Reason, &later.By)
		later.At = v.past.when(later.Entry)
		list = append(list, later)
		return err
	})
	return list, err
}
