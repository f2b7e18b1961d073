package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/targets"
)

const upsertSession = `
INSERT INTO session (hash, user, created, seen, expires, address) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (hash) DO UPDATE SET user = excluded.user, created = excluded.created, seen = excluded.seen,
  expires = excluded.expires, address = excluded.address`

// PutSession keeps a session.
func (s *Store) PutSession(ctx context.Context, v targets.Session) error {
	return s.exec(ctx, "keep the session", upsertSession, v.Hash, v.User, timeText(v.Created), timeText(v.Seen), timeText(v.Expires), v.Address)
}

const selectSessions = `SELECT hash, user, created, seen, expires, address FROM session`

// Session returns the session of a token's hash; NotFound when there is none.
// Whether it has expired is for the caller to say.
func (s *Store) Session(ctx context.Context, hash string) (*targets.Session, error) {
	list, err := s.sessions(ctx, ` WHERE hash = $1`, hash)
	if err == nil && len(list) == 0 {
		err = &targets.Error{Kind: targets.NotFound, Text: "登录已失效，请重新登录"}
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// SessionsOf returns the sessions of a user, oldest first.
func (s *Store) SessionsOf(ctx context.Context, user string) ([]targets.Session, error) {
	return s.sessions(ctx, ` WHERE user = $1 ORDER BY created, hash`, user)
}

func (s *Store) sessions(ctx context.Context, where string, arg any) ([]targets.Session, error) {
	var list []targets.Session
	err := each(ctx, s.engine.Read, selectSessions+where, []any{arg}, func(rows *sql.Rows) error {
		var v targets.Session
		var created, seen, expires string
		err := rows.Scan(&v.Hash, &v.User, &created, &seen, &expires, &v.Address)
		if err == nil {
			err = errors.Join(readTime(&v.Created, created), readTime(&v.Seen, seen), readTime(&v.Expires, expires))
		}
		list = append(list, v)
		return err
	})
	if err != nil {
		return nil, s.classify(fmt.Errorf("read sessions: %w", err))
	}
	return list, nil
}

// DeleteSession ends a session, if it is there.
func (s *Store) DeleteSession(ctx context.Context, hash string) error {
	return s.exec(ctx, "end the session", `DELETE FROM session WHERE hash = $1`, hash)
}

// DeleteSessionsOf ends every session of a user but the one with the hash except.
func (s *Store) DeleteSessionsOf(ctx context.Context, user, except string) error {
	return s.exec(ctx, "end the sessions", `DELETE FROM session WHERE user = $1 AND hash <> $2`, user, except)
}

// keptKeys is how long an idempotency key is kept.
const keptKeys = 30 * 24 * time.Hour

// DeleteExpired ends the sessions and links whose time is over, and forgets old
// idempotency keys.
func (s *Store) DeleteExpired(ctx context.Context, now time.Time) error {
	at := formatTime(now)
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, d := range []struct{ query, before string }{
			{`DELETE FROM session WHERE expires <> '' AND expires <= $1`, at},
			{`DELETE FROM link WHERE expires <> '' AND expires <= $1`, at},
			{`DELETE FROM once WHERE saved <= $1`, formatTime(now.Add(-keptKeys))},
		} {
			if _, err := tx.ExecContext(ctx, d.query, d.before); err != nil {
				return fmt.Errorf("delete what has expired: %w", err)
			}
		}
		return nil
	})
}

// FlushSessions writes when sessions were last seen; those that ended meanwhile
// stay ended.
func (s *Store) FlushSessions(ctx context.Context, list []targets.Session) error {
	if len(list) == 0 {
		return nil
	}
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for i := range list {
			v := &list[i]
			if _, err := tx.ExecContext(ctx, `UPDATE session SET seen = $1 WHERE hash = $2 AND seen < $3`, timeText(v.Seen), v.Hash, timeText(v.Seen)); err != nil {
				return fmt.Errorf("write when sessions were seen: %w", err)
			}
		}
		return nil
	})
}

// exec runs one statement as a save.
func (s *Store) exec(ctx context.Context, doing, query string, args ...any) error {
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("%s: %w", doing, err)
		}
		return nil
	})
}
