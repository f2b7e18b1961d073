package exporter

import (
	"sync"
	"time"
)

// heldFor is how old what is told of the Go runtime and the process may be. To
// read the kernel's files about a process takes longer than all the rest of a
// scrape that found nothing changed; nobody scrapes more often than every
// second, but many may at once.
const heldFor = time.Second

// A held text is made at most once in heldFor.
type held struct {
	mu   sync.Mutex
	at   time.Time // by the clock that is never set back
	text []byte
}

// current is the text, made anew when it is too old.
func (h *held) current(anew func() []byte) []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.text == nil || time.Since(h.at) >= heldFor {
		h.text, h.at = anew(), time.Now()
	}
	return h.text
}
