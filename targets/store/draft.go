package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A Draft is what is being typed for a key. It is the one thing that may be
// overwritten and deleted, and no part of the truth: it has no entry.
type Draft struct {
	Owner string // the office, an opaque id
	Key   targets.Key
	Seen  int    // the newest revision when typing began
	Body  string // as typed, in the form's own encoding; 64 KiB at most
	Actor string // who saved it last
	Saved time.Time
}

// maxDraft is the size of a draft's body in bytes.
const maxDraft = 64 << 10

const upsertDraft = `
INSERT INTO draft (owner, indicator, area, period_end, period_start, seen, body, actor, saved)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (owner, indicator, area, period_end, period_start) DO UPDATE
SET seen = excluded.seen, body = excluded.body, actor = excluded.actor, saved = excluded.saved`

// SaveDraft keeps a draft in place of the owner's earlier one for the key.
func (s *Store) SaveDraft(ctx context.Context, d Draft, now time.Time) error {
	if len(d.Body) > maxDraft {
		return &targets.Error{Kind: targets.Invalid, Text: fmt.Sprintf("草稿过长（%d 字节），最多 %d 字节", len(d.Body), maxDraft)}
	}
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, upsertDraft, d.Owner, d.Key.Indicator, d.Key.Area,
			int64(d.Key.Period.End), int64(d.Key.Period.Start), d.Seen, d.Body, d.Actor, formatTime(now))
		if err != nil {
			return fmt.Errorf("save the draft: %w", err)
		}
		return nil
	})
}

const selectDraft = `
SELECT seen, body, actor, saved FROM draft
WHERE owner = $1 AND indicator = $2 AND area = $3 AND period_end = $4 AND period_start = $5`

// Draft returns the owner's draft for a key; NotFound when there is none.
func (s *Store) Draft(ctx context.Context, owner string, key targets.Key) (Draft, error) {
	d := Draft{Owner: owner, Key: key}
	var saved string
	err := s.engine.Read.QueryRowContext(ctx, selectDraft, owner, key.Indicator, key.Area, int64(key.Period.End), int64(key.Period.Start)).
		Scan(&d.Seen, &d.Body, &d.Actor, &saved)
	if errors.Is(err, sql.ErrNoRows) {
		return Draft{}, &targets.Error{Kind: targets.NotFound, Text: keyText(key) + "没有草稿"}
	}
	if err != nil {
		return Draft{}, s.classify(fmt.Errorf("read the draft: %w", err))
	}
	d.Saved, err = parseTime(saved)
	return d, err
}

// DiscardDraft deletes the owner's draft for a key, if there is one.
func (s *Store) DiscardDraft(ctx context.Context, owner string, key targets.Key) error {
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error { return deleteDraft(ctx, tx, owner, key) })
}

const deleteDraftRow = `
DELETE FROM draft WHERE owner = $1 AND indicator = $2 AND area = $3 AND period_end = $4 AND period_start = $5`

func deleteDraft(ctx context.Context, tx *sql.Tx, owner string, key targets.Key) error {
	_, err := tx.ExecContext(ctx, deleteDraftRow, owner, key.Indicator, key.Area, int64(key.Period.End), int64(key.Period.Start))
	if err != nil {
		return fmt.Errorf("discard the draft: %w", err)
	}
	return nil
}
