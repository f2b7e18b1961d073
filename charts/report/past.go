package report

import (
	"context"
	"slices"
	"sync"

	"github.com/biaochi/biaochi/targets"
)

// pasts keeps the histories that were read last: the page of a target in another
// language, and of another target of the same series, asks for the same ones. It
// is safe for concurrent use.
type pasts struct {
	mu   sync.Mutex
	kept map[targets.SeriesKey][]targets.Revision
}

// pastsKept bounds how many are kept; all are forgotten when it is reached.
const pastsKept = 64

// past lists the revisions of a series as known at the book's own known-at, so
// that pages made while figures come in tell one story. The list is the caller's.
func (b *book) past(ctx context.Context, key targets.SeriesKey) ([]targets.Revision, error) {
	b.pasts.mu.Lock()
	list, ok := b.pasts.kept[key]
	b.pasts.mu.Unlock()
	if ok {
		return slices.Clone(list), nil
	}
	list, err := b.source.History(ctx, key, b.snap.KnownAt)
	if err != nil {
		return nil, err
	}
	b.pasts.mu.Lock()
	defer b.pasts.mu.Unlock()
	if b.pasts.kept == nil || len(b.pasts.kept) >= pastsKept {
		b.pasts.kept = map[targets.SeriesKey][]targets.Revision{}
	}
	b.pasts.kept[key] = list
	return slices.Clone(list), nil
}
