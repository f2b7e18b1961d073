package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// PutLink keeps a one-time link in place of the user's earlier ones; one without
// a user in place of the earlier ones of its purpose.
func (s *Store) PutLink(ctx context.Context, l targets.Link) error {
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		query, arg := `DELETE FROM link WHERE user = $1`, l.User
		if l.User == "" {
			query, arg = `DELETE FROM link WHERE user = '' AND purpose = $1`, string(l.Purpose)
		}
		if _, err := tx.ExecContext(ctx, query, arg); err != nil {
			return fmt.Errorf("end earlier links: %w", err)
		}
		const insert = `INSERT INTO link (hash, purpose, user, expires) VALUES ($1, $2, $3, $4)`
		if _, err := tx.ExecContext(ctx, insert, l.Hash, string(l.Purpose), l.User, timeText(l.Expires)); err != nil {
			return fmt.Errorf("keep the link: %w", err)
		}
		return nil
	})
}

// Link looks at a link; NotFound when there is none.
func (s *Store) Link(ctx context.Context, hash string) (*targets.Link, error) {
	l, err := readLink(ctx, s.engine.Read, hash)
	return l, s.classify(err)
}

// TakeLink looks at a link and ends it: of several at once, one finds it.
func (s *Store) TakeLink(ctx context.Context, hash string) (l *targets.Link, err error) {
	err = s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if l, err = readLink(ctx, tx, hash); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM link WHERE hash = $1`, hash); err != nil {
			return fmt.Errorf("end the link: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return l, nil
}

func readLink(ctx context.Context, q querier, hash string) (*targets.Link, error) {
	l := &targets.Link{Hash: hash}
	var expires string
	err := q.QueryRowContext(ctx, `SELECT purpose, user, expires FROM link WHERE hash = $1`, hash).Scan(&l.Purpose, &l.User, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &targets.Error{Kind: targets.NotFound, Text: "链接无效、已用过或已过期"}
	}
	if err == nil {
		err = readTime(&l.Expires, expires)
	}
	if err != nil {
		return nil, fmt.Errorf("read the link: %w", err)
	}
	return l, nil
}
