package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

const selectEntries = `
SELECT seq, at, actor, action, content, hash FROM chain WHERE seq < $1 ORDER BY seq DESC LIMIT $2`

// Entries returns the n entries of the chain before a sequence (0: the newest
// ones), newest first.
func (s *Store) Entries(ctx context.Context, before int64, n int) ([]targets.ChainEntry, error) {
	if before <= 0 {
		before = lastEver
	}
	list := make([]targets.ChainEntry, 0, n)
	err := each(ctx, s.engine.Read, selectEntries, []any{before, n}, func(rows *sql.Rows) error {
		var e targets.ChainEntry
		var at string
		err := rows.Scan(&e.Sequence, &at, &e.Actor, &e.Action, &e.Content, &e.Hash)
		if err == nil {
			err = readTime(&e.At, at)
		}
		list = append(list, e)
		return err
	})
	if err != nil {
		return nil, s.classify(fmt.Errorf("read the chain: %w", err))
	}
	return list, nil
}
