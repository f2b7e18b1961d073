package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// doneBefore is the entry by which the actor's key was answered before; 0: it was
// not. Another digest under a used key is a Conflict.
func doneBefore(ctx context.Context, q querier, actor string, k targets.OnceKey) (entry int64, err error) {
	if k.Key == "" {
		return 0, nil
	}
	var digest string
	err = q.QueryRowContext(ctx, `SELECT digest, entry FROM once WHERE actor = $1 AND key = $2`, actor, k.Key).Scan(&digest, &entry)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("read the idempotency key: %w", err)
	case digest != k.Digest:
		return 0, &targets.Error{Kind: targets.Conflict, Field: "key", Text: "同一幂等键已用于内容不同的请求，请换一个键"}
	}
	return entry, nil
}

const insertOnce = `
INSERT INTO once (actor, key, digest, entry, saved) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (actor, key) DO NOTHING`

// keepOnce notes what a key was answered with. A key that was answered before is
// a Conflict.
func keepOnce(ctx context.Context, tx *sql.Tx, k targets.OnceKey, l *link) error {
	if k.Key == "" {
		return nil
	}
	result, err := tx.ExecContext(ctx, insertOnce, l.entry.Actor, k.Key, k.Digest, l.seq(), l.entry.At)
	if err != nil {
		return fmt.Errorf("keep the idempotency key: %w", err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, &targets.Error{Kind: targets.Conflict, Field: "key", Text: "同一幂等键的请求已经完成"})
	}
	return nil
}

// OnceOf returns the entry by which an actor's key was answered; 0: it was not
// used. A key that was used for something else is a Conflict.
func (s *Store) OnceOf(ctx context.Context, actor string, k targets.OnceKey) (entry int64, err error) {
	entry, err = doneBefore(ctx, s.engine.Read, actor, k)
	return entry, s.classify(err)
}
