package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A notedContent is what an entry tells of a change to personal data, which stands
// outside the chain itself: whose it is, and what was done.
type notedContent struct {
	User   string `json:"user,omitempty"`
	Office string `json:"office,omitempty"`
	Event  string `json:"event"`
}

// Note chains that something became of an account or of an office's contacts:
// who did it, to whom and when; never a name, a number or a password.
func (s *Store) Note(ctx context.Context, actor string, n targets.AccountNote, now time.Time) error {
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		l, err := take(ctx, tx, actor, actionAccount, now)
		if err != nil {
			return err
		}
		return l.put(ctx, tx, content{Account: &notedContent{n.User, n.Office, string(n.Event)}, Brought: map[string]digest{}})
	})
}
