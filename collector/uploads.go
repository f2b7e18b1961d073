package collector

import (
	"maps"
	"sync"
	"time"
)

// An upload is a file that a person uploaded for a task: only its uploader may
// name it in a report, so that a known hash opens nobody else's file.
type upload struct {
	user, task, sha string
}

// uploads remembers what was uploaded within the last day, in memory: after a
// restart a file is uploaded once more, and stored once.
type uploads struct {
	mu sync.Mutex
	at map[upload]time.Time
}

// uploadLife is how long an upload may be named.
const uploadLife = 24 * time.Hour

func (u *uploads) add(x upload, now time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.at == nil {
		u.at = map[upload]time.Time{}
	}
	maps.DeleteFunc(u.at, func(_ upload, at time.Time) bool { return now.Sub(at) > uploadLife })
	u.at[x] = now
}

func (u *uploads) has(x upload, now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	at, ok := u.at[x]
	return ok && now.Sub(at) <= uploadLife
}
