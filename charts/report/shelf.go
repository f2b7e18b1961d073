package report

import (
	"context"
	"sync"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A shelf keeps the books of a few pairs of the two clocks of one generation, so
// that a reader who walks from page to page does not make the source be read and
// judged again. It is safe for concurrent use.
type shelf struct {
	mu    sync.Mutex
	books []*shelved    // the last used at the end
	turns chan struct{} // one for each book that is being made
}

// booksAtOnce is how many books are made at the same time: anybody may ask for any
// number of days, and each book takes memory while it is made.
const booksAtOnce = 2

func newShelf() *shelf { return &shelf{turns: make(chan struct{}, booksAtOnce)} }

// A shelved book is made once, by the first who asks; the others wait.
type shelved struct {
	generation int64
	asOf       targets.Date
	knownAt    time.Time
	turns      chan struct{} // of the shelf
	once       sync.Mutex
	book       *book
}

// shelfSize is how many are kept: today and a few days that readers compare.
const shelfSize = 4

// find returns the place of a book, making room for it when it is new.
func (s *shelf) find(generation int64, asOf targets.Date, knownAt time.Time) *shelved {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, b := range s.books {
		if b.generation == generation && b.asOf == asOf && b.knownAt.Equal(knownAt) {
			s.books = append(append(s.books[:i:i], s.books[i+1:]...), b)
			return b
		}
	}
	if len(s.books) >= shelfSize {
		s.books = s.books[1:]
	}
	b := &shelved{generation: generation, asOf: asOf, knownAt: knownAt, turns: s.turns}
	s.books = append(s.books, b)
	return b
}

// get reads the book unless that was done already. A failure is not kept.
func (b *shelved) get(ctx context.Context, src Source, o Options) (*book, error) {
	b.once.Lock()
	defer b.once.Unlock()
	if b.book != nil {
		return b.book, nil
	}
	select {
	case b.turns <- struct{}{}:
		defer func() { <-b.turns }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	made, err := read(ctx, src, o, b.asOf)
	if err != nil {
		return nil, err
	}
	b.book = made
	return made, nil
}
