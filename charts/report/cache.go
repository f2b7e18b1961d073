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

// A pageKey names what a rendered page depends on.
type pageKey struct {
	generation int64
	asOf       int32
	path       string
	query      string // carried by the page's links
}

type entry struct {
	key  pageKey
	page rendered
}

// A rendered page, with the tag that a browser sends back to ask for a change.
type rendered struct {
	content []byte
	etag    string
}

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
	if _, ok := c.byKey[k]; ok || len(page.content) > c.limit {
		return
	}
	c.byKey[k] = c.order.PushFront(&entry{k, page})
	c.size += len(page.content)
	for c.size > c.limit {
		last := c.order.Remove(c.order.Back()).(*entry)
		delete(c.byKey, last.key)
		c.size -= len(last.page.content)
	}
}
