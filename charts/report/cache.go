package report

import (
	"container/list"
	"sync"
)

// A cache keeps rendered pages up to a number of bytes; the longest unused go
// first. It is safe for concurrent use.
type cache struct {
	mu    sync.Mutex
	limit int
	size  int
	order *list.List // of *entry, the last used in front
	byKey map[pageKey]*list.Element
}

// A pageKey names what a rendered page depends on. The generation is the
// source's newest, whatever known-at was asked for: what was published on
// different days before the founding has generation 0 in all of them, and is
// told apart by the query.
type pageKey struct {
	generation int64
	asOf       int32
	path       string
	query      string // the two clocks asked for, carried by the page's links
}

type entry struct {
	key  pageKey
	page rendered
}

// A rendered page, with the tag that a browser sends back to ask for a change,
// and the same bytes compressed.
type rendered struct {
	content []byte
	zipped  []byte // nil where it would gain little
	etag    string
	asset   bool // the same in every edition
}

func (r rendered) size() int { return len(r.content) + len(r.zipped) }

func newCache(limit int) *cache {
	return &cache{limit: limit, order: list.New(), byKey: map[pageKey]*list.Element{}}
}

func (c *cache) get(k pageKey) (rendered, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	el, ok := c.byKey[k]
	if !ok {
		return rendered{}, false
	}
	c.order.MoveToFront(el)
	return el.Value.(*entry).page, true
}

// put keeps a page unless it alone is over the limit.
func (c *cache) put(k pageKey, page rendered) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byKey[k]; ok || page.size() > c.limit {
		return
	}
	c.byKey[k] = c.order.PushFront(&entry{k, page})
	c.size += page.size()
	for c.size > c.limit {
		last := c.order.Remove(c.order.Back()).(*entry)
		delete(c.byKey, last.key)
		c.size -= last.page.size()
	}
}
