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

// A user's rights are the newest version of them in the register.
const selectAccounts = `
SELECT a.user, a.login, u.name, a.phone, a.password, a.changed, a.must_change, a.old, a.failures, a.failed_at, a.locked_until,
  coalesce((SELECT r.body FROM register r WHERE r.kind = 'rights' AND r.id = a.user ORDER BY r.version DESC LIMIT 1), '{}')
FROM account a JOIN users u ON u.id = a.user`

// Accounts returns every account, in the order of the login.
func (s *Store) Accounts(ctx context.Context) ([]targets.Account, error) {
	return s.accounts(ctx, ` ORDER BY a.login`)
}

// Account returns the account of a user; NotFound when there is none.
func (s *Store) Account(ctx context.Context, id string) (*targets.Account, error) {
	return s.account(ctx, ` WHERE a.user = $1`, id)
}

// AccountByLogin returns the account with a login; NotFound when there is none.
func (s *Store) AccountByLogin(ctx context.Context, login string) (*targets.Account, error) {
	return s.account(ctx, ` WHERE a.login = $1`, login)
}

func (s *Store) account(ctx context.Context, where string, arg any) (*targets.Account, error) {
	list, err := s.accounts(ctx, where, arg)
	if err == nil && len(list) == 0 {
		err = noAccount()
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

func noAccount() error { return &targets.Error{Kind: targets.NotFound, Text: "没有这个用户"} }

func (s *Store) accounts(ctx context.Context, where string, args ...any) ([]targets.Account, error) {
	var list []targets.Account
	err := each(ctx, s.engine.Read, selectAccounts+where, args, func(rows *sql.Rows) error {
		a, err := scanAccount(rows)
		list = append(list, a)
		return err
	})
	if err != nil {
		return nil, s.classify(fmt.Errorf("read accounts: %w", err))
	}
	return list, nil
}

func scanAccount(rows *sql.Rows) (a targets.Account, err error) {
	var changed, old, failed, locked, body string
	err = rows.Scan(&a.ID, &a.Login, &a.Name, &a.Phone, &a.Password, &changed, &a.MustChange, &old, &a.Failures, &failed, &locked, &body)
	if err != nil {
		return a, err
	}
	var rights rightsBody
	err = errors.Join(json.Unmarshal([]byte(old), &a.Old), json.Unmarshal([]byte(body), &rights),
		readTime(&a.Changed, changed), readTime(&a.FailedAt, failed), readTime(&a.LockedUntil, locked))
	a.Office, a.Roles, a.Disabled = rights.Office, rights.Roles, rights.Disabled
	return a, err
}

// Names returns the name of every user by id, of those without an account too.
func (s *Store) Names(ctx context.Context) (map[string]string, error) {
	names := map[string]string{}
	err := each(ctx, s.engine.Read, `SELECT id, name FROM users`, nil, func(rows *sql.Rows) error {
		var id, name string
		err := rows.Scan(&id, &name)
		names[id] = name
		return err
	})
	if err != nil {
		return nil, s.classify(fmt.Errorf("read the users' names: %w", err))
	}
	return names, nil
}

const (
	upsertUser = `INSERT INTO users (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name`

	upsertAccount = `
INSERT INTO account (user, login, phone, password, changed, must_change, old, failures, failed_at, locked_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (user) DO UPDATE SET login = excluded.login, phone = excluded.phone`
)

// PutAccount writes a new account, or name, login, phone and rights of one that
// is there; its password and what happened at signing in stay. Rights that differ
// are a version of the register, written with it. A login that somebody else has
// is a Conflict.
func (s *Store) PutAccount(ctx context.Context, actor string, a targets.Account, now time.Time) error {
	rights, err := rightsNoun(&targets.Rights{User: a.ID, Office: a.Office, Roles: a.Roles, Disabled: a.Disabled})
	if err != nil {
		return err
	}
	if a.ID == "" || a.Login == "" {
		return &targets.Error{Kind: targets.Invalid, Field: "login", Text: "请填写登录名"}
	}
	old, err := plainJSON(a.Old)
	if err != nil {
		return fmt.Errorf("write the account: %w", err)
	}
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		taken, err := one[int](ctx, tx, `SELECT count(*) FROM account WHERE login = $1 AND user <> $2`, a.Login, a.ID)
		if err != nil {
			return fmt.Errorf("look for the login: %w", err)
		}
		if taken > 0 {
			return &targets.Error{Kind: targets.Conflict, Field: "login", Text: fmt.Sprintf("登录名 %s 已有人使用，请换一个", a.Login)}
		}
		if _, err := tx.ExecContext(ctx, upsertUser, a.ID, a.Name); err != nil {
			return fmt.Errorf("write the user: %w", err)
		}
		_, err = tx.ExecContext(ctx, upsertAccount, a.ID, a.Login, a.Phone, a.Password, timeText(a.Changed), flagNumber(a.MustChange),
			string(old), a.Failures, timeText(a.FailedAt), timeText(a.LockedUntil))
		if err != nil {
			return fmt.Errorf("write the account: %w", err)
		}
		_, err = putRegister(ctx, tx, actor, []noun{rights}, now)
		return err
	})
}

const updatePassword = `
UPDATE account SET password = $1, changed = $2, must_change = $3, old = $4, failures = 0, failed_at = '', locked_until = ''
WHERE user = $5`

// SetPassword writes a password and ends a lock-out; rights stay.
func (s *Store) SetPassword(ctx context.Context, id, phc string, changed time.Time, mustChange bool, old []string) error {
	text, err := plainJSON(old)
	if err != nil {
		return fmt.Errorf("write the password: %w", err)
	}
	return s.changeAccount(ctx, updatePassword, phc, timeText(changed), flagNumber(mustChange), string(text), id)
}

const updateSignInState = `UPDATE account SET failures = $1, failed_at = $2, locked_until = $3 WHERE user = $4`

// SetSignInState writes how often signing in failed since it last succeeded, and
// until when the account is locked (zero: it is not).
func (s *Store) SetSignInState(ctx context.Context, id string, failures int, failedAt, lockedUntil time.Time) error {
	return s.changeAccount(ctx, updateSignInState, failures, timeText(failedAt), timeText(lockedUntil), id)
}

func (s *Store) changeAccount(ctx context.Context, query string, args ...any) error {
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return fmt.Errorf("change the account: %w", err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, noAccount())
		}
		return nil
	})
}

// timeText is a time as it is stored, "" for none.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return formatTime(t)
}

// readTime reads what timeText writes.
func readTime(t *time.Time, text string) (err error) {
	*t = time.Time{}
	if text != "" {
		*t, err = parseTime(text)
	}
	return err
}
