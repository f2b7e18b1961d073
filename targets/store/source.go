package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/biaochi/biaochi/targets"
)

// sourceNumbers keeps the numbers of sources that a reading has found. Sources
// never change, and what a reading finds is committed.
type sourceNumbers struct {
	mu  sync.Mutex
	ids map[sourceKey]int64
}

// find returns the numbers of the figures' sources, as far as there are any.
func (n *sourceNumbers) find(ctx context.Context, q querier, figures []targets.Figure) (map[sourceKey]int64, error) {
	found := map[sourceKey]int64{}
	for i := range figures {
		f := &figures[i]
		key := sourceKey{string(f.Origin), f.SourceTitle, f.SourceURL}
		if _, ok := found[key]; ok {
			continue
		}
		id, err := n.one(ctx, q, key)
		if err != nil {
			return nil, err
		}
		if id != 0 {
			found[key] = id
		}
	}
	return found, nil
}

func (n *sourceNumbers) one(ctx context.Context, q querier, key sourceKey) (int64, error) {
	n.mu.Lock()
	id, ok := n.ids[key]
	n.mu.Unlock()
	if ok {
		return id, nil
	}
	id, err := one[int64](ctx, q, selectSourceID, key.origin, key.title, key.url)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("number the source %q: %w", key.title, err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ids == nil || len(n.ids) >= keptSources {
		n.ids = map[sourceKey]int64{}
	}
	n.ids[key] = id
	return id, nil
}
