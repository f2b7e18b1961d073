package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A FilingDraft is what is being typed into a filing, one document.
type FilingDraft = targets.FilingDraft

// maxFilingDraft is the size of a filing draft's body in bytes.
const maxFilingDraft = 1 << 20

// A draft that was ended has an empty body and keeps its number: a writer who
// saw it is refused, one who saw none is not.
const saveFilingDraft = `
INSERT INTO filing_draft (form, office, period_end, period_start, version, body, actor, saved)
VALUES ($1, $2, $3, $4, 1, $5, $6, $7)
ON CONFLICT (office, form, period_end, period_start) DO UPDATE
SET version = filing_draft.version + 1, body = excluded.body, actor = excluded.actor, saved = excluded.saved
WHERE filing_draft.version = $8 OR (filing_draft.body = '' AND $8 = 0)
RETURNING version`

// SaveFilingDraft keeps a draft in place of the one the writer saw, d.Version (0:
// none), and returns its new version. It is a Conflict when the draft moved on.
func (s *Store) SaveFilingDraft(ctx context.Context, d FilingDraft, now time.Time) (version int64, err error) {
	switch n := len(d.Body); {
	case n == 0:
		return 0, &targets.Error{Kind: targets.Invalid, Text: "草稿没有内容"}
	case n > maxFilingDraft:
		return 0, &targets.Error{Kind: targets.Invalid, Text: fmt.Sprintf("草稿过长（%d 字节），最多 %d 字节", n, maxFilingDraft)}
	}
	err = s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		version, err = one[int64](ctx, tx, saveFilingDraft, d.Form, d.Office, int64(d.Period.End), int64(d.Period.Start),
			d.Body, d.Actor, formatTime(now), d.Version)
		if errors.Is(err, sql.ErrNoRows) {
			return &targets.Error{Kind: targets.Conflict, Text: "草稿已由他人保存或上报，请查看最新内容"}
		}
		if err != nil {
			return fmt.Errorf("save the draft of %s: %w", d.FilingKey, err)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return version, nil
}

const selectFilingDraft = `
SELECT version, body, actor, saved FROM filing_draft
WHERE form = $1 AND office = $2 AND period_end = $3 AND period_start = $4 AND body <> ''`

// FilingDraft returns the draft of a filing; NotFound when there is none.
func (s *Store) FilingDraft(ctx context.Context, k targets.FilingKey) (FilingDraft, error) {
	d, err := filingDraft(ctx, s.engine.Read, k)
	return d, s.classify(err)
}

func filingDraft(ctx context.Context, q querier, k targets.FilingKey) (FilingDraft, error) {
	d := FilingDraft{FilingKey: k}
	var saved string
	err := q.QueryRowContext(ctx, selectFilingDraft, k.Form, k.Office, int64(k.Period.End), int64(k.Period.Start)).
		Scan(&d.Version, &d.Body, &d.Actor, &saved)
	if errors.Is(err, sql.ErrNoRows) {
		return FilingDraft{}, &targets.Error{Kind: targets.NotFound, Text: "该报表没有草稿"}
	}
	if err != nil {
		return FilingDraft{}, fmt.Errorf("read the draft of %s: %w", k, err)
	}
	d.Saved, err = parseTime(saved)
	return d, err
}

// DiscardFilingDraft ends the draft of a filing, if there is one.
func (s *Store) DiscardFilingDraft(ctx context.Context, k targets.FilingKey) error {
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error { return endFilingDraft(ctx, tx, k) })
}

const endFilingDraftRow = `
UPDATE filing_draft SET version = version + 1, body = ''
WHERE form = $1 AND office = $2 AND period_end = $3 AND period_start = $4 AND body <> ''`

func endFilingDraft(ctx context.Context, tx *sql.Tx, k targets.FilingKey) error {
	if _, err := tx.ExecContext(ctx, endFilingDraftRow, k.Form, k.Office, int64(k.Period.End), int64(k.Period.Start)); err != nil {
		return fmt.Errorf("end the draft of %s: %w", k, err)
	}
	return nil
}
