package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// actorSystem acts when nobody does.
const actorSystem = "system"

// A failuresContent is failed attempts to sign in as their entry tells them.
type failuresContent struct {
	Account string `json:"account,omitempty"`
	Address string `json:"address"`
	Count   int    `json:"count"`
	Since   string `json:"since"`
}

func failuresRow(f *targets.SignInFailures) []byte {
	return fields(f.Account, f.Address, strconv.Itoa(f.Count), formatTime(f.Since))
}

const insertFailures = `INSERT INTO sign_in_failure (entry, account, address, count, since) VALUES ($1, $2, $3, $4, $5)`

// CountSignInFailures records how often signing in failed, as one entry of the
// actor system. An empty list records nothing; those of one account and address
// are added up.
func (s *Store) CountSignInFailures(ctx context.Context, list []targets.SignInFailures, now time.Time) error {
	list = addFailures(list)
	if len(list) == 0 {
		return nil
	}
	h, c := newRowHash(), content{}
	for i := range list {
		f := &list[i]
		h.add(failuresRow(f))
		c.SignIn = append(c.SignIn, failuresContent{f.Account, f.Address, f.Count, formatTime(f.Since)})
	}
	c.Brought = map[string]digest{tableSignIn: h.digest()}
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		l, err := take(ctx, tx, actorSystem, actionSignIn, now)
		if err != nil {
			return err
		}
		if err := l.put(ctx, tx, c); err != nil {
			return err
		}
		for i := range list {
			f := &list[i]
			if _, err := tx.ExecContext(ctx, insertFailures, l.seq(), f.Account, f.Address, f.Count, formatTime(f.Since)); err != nil {
				return fmt.Errorf("write the sign-in failures: %w", err)
			}
		}
		return nil
	})
}

// addFailures sorts by account and address, and makes one of each.
func addFailures(list []targets.SignInFailures) []targets.SignInFailures {
	list = slices.DeleteFunc(slices.Clone(list), func(f targets.SignInFailures) bool { return f.Count <= 0 })
	slices.SortStableFunc(list, func(a, b targets.SignInFailures) int {
		if c := strings.Compare(a.Account, b.Account); c != 0 {
			return c
		}
		return strings.Compare(a.Address, b.Address)
	})
	var sums []targets.SignInFailures
	for _, f := range list {
		if n := len(sums); n > 0 && sums[n-1].Account == f.Account && sums[n-1].Address == f.Address {
			sums[n-1].Count += f.Count
			if f.Since.Before(sums[n-1].Since) {
				sums[n-1].Since = f.Since
			}
			continue
		}
		sums = append(sums, f)
	}
	return sums
}

// Salt is the secret that the hashes of addresses are salted with: 32 random
// bytes, made with the database and never in the chain.
func (s *Store) Salt(ctx context.Context) ([]byte, error) {
	salt, err := one[[]byte](ctx, s.engine.Read, `SELECT salt FROM secret WHERE id = 1`)
	return salt, s.classify(err)
}
