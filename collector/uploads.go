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
	mu    sync.Mutex
	at    map[upload]time.Time
	spent map[string]spent // by user
}

// spent is how many files a user has stored since a time.
type spent struct {
	since time.Time
	files int
}

// uploadLife is how long an upload may be named.
const uploadLife = 24 * time.Hour

// mostUploads is how many files a user may store within a day: what is stored
// stays, in every backup, also when its draft is thrown away.
const mostUploads = 200

// spend counts one more file of a user, and reports whether it may be stored.
func (u *uploads) spend(user string, now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	s := u.spent[user]
	if now.Sub(s.since) > uploadLife {
		s = spent{since: now}
	}
	s.files++
	if u.spent == nil {
		u.spent = map[string]spent{}
	}
	u.spent[user] = s
	return s.files <= mostUploads
}

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
