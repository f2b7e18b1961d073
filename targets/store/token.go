package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A tokenBody is what a version of a token says: whose it is, what it may do.
type tokenBody struct {
	User    string
	Role    targets.Role
	Area    string
	Expires string
	Revoked string
}

func tokenNoun(t *targets.Token) (noun, error) {
	body, err := canonicalJSON(tokenBody{t.User, t.Role, t.Area, timeText(t.Expires), timeText(t.Revoked)})
	return noun{kindToken, t.ID, body}, err
}

const upsertToken = `
INSERT INTO token (id, hash, name, created) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET name = excluded.name`

// PutToken writes a new token, or changes what one may do, its expiry and its
// revocation, as a version of the register. Hash and creation stay.
func (s *Store) PutToken(ctx context.Context, actor string, t targets.Token, now time.Time) error {
	if !t.Role.Valid() {
		return &targets.Error{Kind: targets.Invalid, Field: "role", Text: fmt.Sprintf("角色 %q 无法识别", t.Role)}
	}
	version, err := tokenNoun(&t)
	if err != nil {
		return err
	}
	if err := checkRegister([]noun{version}); err != nil {
		return err
	}
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, upsertToken, t.ID, t.Hash, t.Name, timeText(t.Created)); err != nil {
			return fmt.Errorf("write the token: %w", err)
		}
		_, err := putRegister(ctx, tx, actor, []noun{version}, now)
		return err
	})
}

const selectTokens = `
SELECT t.id, t.hash, t.name, t.created,
  coalesce((SELECT r.body FROM register r WHERE r.kind = 'token' AND r.id = t.id ORDER BY r.version DESC LIMIT 1), '{}')
FROM token t`

// Tokens returns every token, revoked ones too, in the order of creation.
func (s *Store) Tokens(ctx context.Context) ([]targets.Token, error) {
	return s.tokens(ctx, ` ORDER BY t.created, t.id`)
}

// TokenByHash returns the token of a secret's hash; NotFound when there is none.
// Whether it may be used is for the caller to say.
func (s *Store) TokenByHash(ctx context.Context, hash string) (*targets.Token, error) {
	list, err := s.tokens(ctx, ` WHERE t.hash = $1`, hash)
	if err == nil && len(list) == 0 {
		err = &targets.Error{Kind: targets.NotFound, Text: "没有这个接口令牌"}
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

func (s *Store) tokens(ctx context.Context, where string, args ...any) ([]targets.Token, error) {
	var list []targets.Token
	err := each(ctx, s.engine.Read, selectTokens+where, args, func(rows *sql.Rows) error {
		var t targets.Token
		var created, body string
		if err := rows.Scan(&t.ID, &t.Hash, &t.Name, &created, &body); err != nil {
			return err
		}
		var b tokenBody
		if err := json.Unmarshal([]byte(body), &b); err != nil {
			return err
		}
		t.User, t.Role, t.Area = b.User, b.Role, b.Area
		err := errors.Join(readTime(&t.Created, created), readTime(&t.Expires, b.Expires), readTime(&t.Revoked, b.Revoked))
		list = append(list, t)
		return err
	})
	if err != nil {
		return nil, s.classify(fmt.Errorf("read tokens: %w", err))
	}
	return list, nil
}
