package svg

import (
	"container/list"
	"crypto/sha256"
	"sync"
)

// keptBytes bounds the memory of kept drawings: some hundreds.
const keptBytes = 16 << 20

// kept holds the drawings that were asked for last, by what they show. It is safe
// for concurrent use.
type kept struct {
	mu    sync.Mutex
	limit int
	size  int
	order *list.List // of *keptDrawing, the last asked for in front
	byKey map[[sha256.Size]byte]*list.Element
}

type keptDrawing struct {
	key     [sha256.Size]byte
	drawing []byte
}

func newKept(limit int) *kept {
	return &kept{limit: limit, order: list.New(), byKey: map[[sha256.Size]byte]*list.Element{}}
}

func (k *kept) get(key [sha256.Size]byte) ([]byte, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	el, ok := k.byKey[key]
	if !ok {
		return nil, false
	}
	k.order.MoveToFront(el)
	return el.Value.(*keptDrawing).drawing, true
}

// put keeps a drawing unless it alone is over the limit.
func (k *kept) put(key [sha256.Size]byte, drawing []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.byKey[key]; ok || len(drawing) > k.limit {
		return
	}
	k.byKey[key] = k.order.PushFront(&keptDrawing{key, drawing})
	k.size += len(drawing)
	for k.size > k.limit {
		last := k.order.Remove(k.order.Back()).(*keptDrawing)
		delete(k.byKey, last.key)
		k.size -= len(last.drawing)
	}
}
