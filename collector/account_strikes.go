package collector

import (
	"fmt"
	"sync"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Failed sign-ins slow down and then lock out, an existing name and one nobody
// has alike: after the second failure in a row the next try waits 2 seconds, then
// 4, then 8; the fifth locks for 15 minutes. Failures older than that are
// forgotten. A lock-out is of the account, never of the address: the offices of a
// city often share one.
//
// Whoever knows a login can lock it by guessing, as everywhere where assessors ask
// for a lock-out. It is bounded: sessions that have begun and tokens go on, a
// quarter of an hour ends it, an administrator ends it at once, the command line
// ends an administrator's, and the chain counts the failures by address.
const (
	mostFailures = 5
	lockOut      = 15 * time.Minute
)

// strikes are the failed sign-ins of one name.
type strikes struct {
	failures int
	failedAt time.Time
	locked   time.Time // until then
}

func strikesOf(a *targets.Account) strikes { return strikes{a.Failures, a.FailedAt, a.LockedUntil} }

// current forgets what is over.
func (s strikes) current(now time.Time) strikes {
	if !s.locked.IsZero() && !now.Before(s.locked) || s.locked.IsZero() && now.Sub(s.failedAt) >= lockOut {
		return strikes{}
	}
	return s
}

// refusal tells why a sign-in is not even tried; nil when it is. under is how
// many others of the same name are being tried.
func (s strikes) refusal(now time.Time, under int) error {
	s = s.current(now)
	wait := s.pause() - now.Sub(s.failedAt)
	switch {
	case now.Before(s.locked):
		return &targets.Error{Kind: targets.Forbidden, Text: fmt.Sprintf("密码多次输错，该登录名已锁定，请 %d 分钟后再试，或请管理员解锁。", ceil(s.locked.Sub(now), time.Minute))}
	case s.failures > 0 && wait > 0:
		return &targets.Error{Kind: targets.Forbidden, Text: fmt.Sprintf("尝试过于频繁，请 %d 秒后再试。", ceil(wait, time.Second))}
	case s.failures+under >= mostFailures:
		return &targets.Error{Kind: targets.Forbidden, Text: "尝试过于频繁，请稍后再试。"}
	}
	return nil
}

// pause is how long the next try waits: nothing after the first failure.
func (s strikes) pause() time.Duration {
	if s.failures < 2 {
		return 0
	}
	return time.Second << (s.failures - 1)
}

// failed is what one more failure makes of it.
func (s strikes) failed(now time.Time) strikes {
	s = s.current(now)
	s.failures++
	s.failedAt = now
	if s.failures >= mostFailures {
		s.locked = now.Add(lockOut)
	}
	return s
}

// ceil is d in whole units, upwards.
func ceil(d, unit time.Duration) int { return int((d + unit - 1) / unit) }

// maxUnknown bounds the names nobody has that are remembered.
const maxUnknown = 10_000

// tries are the sign-ins under way, and the failures of names that nobody has:
// they are slowed down and locked out as others are, or it would show who exists.
type tries struct {
	mu      sync.Mutex
	under   map[string]int
	unknown map[string]strikes
}

func newTries() *tries { return &tries{under: map[string]int{}, unknown: map[string]strikes{}} }

// begin counts a sign-in that is under way, and returns how many others of the
// name are. It comes before the strikes are read, so that a hundred guesses at
// once are not a hundred first ones.
func (t *tries) begin(login string) (others int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.under[login]++
	return t.under[login] - 1
}

func (t *tries) end(login string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.under[login]--; t.under[login] <= 0 {
		delete(t.under, login)
	}
}

func (t *tries) unknownStrikes(login string) strikes {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.unknown[login]
}

func (t *tries) failUnknown(login string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.unknown) >= maxUnknown {
		t.forget(now)
	}
	t.unknown[login] = t.unknown[login].failed(now)
}

// forget drops what is over, and somebody when nothing is.
func (t *tries) forget(now time.Time) {
	for login, s := range t.unknown {
		if s.current(now) == (strikes{}) {
			delete(t.unknown, login)
		}
	}
	for login := range t.unknown {
		if len(t.unknown) < maxUnknown {
			return
		}
		delete(t.unknown, login)
	}
}
