package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Writing is the part of a write's input that every write has.
type Writing struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"100" pattern:"^[!-~]*$" doc:"Chosen by the client for this one request. The same key with the same request is answered as the first time and happens once; with another request it is a conflict. For submissions, withdrawals and reviews this is kept for good, for other writes for an hour."`
}

// head returns the key.
func (w *Writing) head() string { return w.IdempotencyKey }

// sent returns the body: none.
func (w *Writing) sent() []byte { return nil }

// WritingBody is the same for a write with a body.
type WritingBody struct {
	Writing
	RawBody []byte
}

func (w *WritingBody) sent() []byte { return w.RawBody }

// onceOf is the key of a request and what it asks for.
func onceOf(c *call, key string, body []byte) targets.OnceKey {
	if key == "" {
		return targets.OnceKey{}
	}
	h := sha256.New()
	for _, part := range [...]string{c.r.Method, c.r.URL.Path, c.r.URL.RawQuery, c.r.Header.Get("If-Match")} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	h.Write(body)
	return targets.OnceKey{Key: key, Digest: hex.EncodeToString(h.Sum(nil))}
}

// Replays of writes that carry no key into the chain are kept this long, and so
// many of them.
const (
	replayFor   = time.Hour
	mostReplays = 4096
)

// replays are the answers to writes, by who sent which key.
type replays struct {
	now func() time.Time

	mu   sync.Mutex
	list map[replayKey]*replay
	age  []replayKey // oldest first
}

type replayKey struct{ actor, key string }

// A replay is an answer, once done is closed.
type replay struct {
	digest string
	at     time.Time
	done   chan struct{}
	answer any
	err    error
}

func newReplays(now func() time.Time) *replays {
	return &replays{now: now, list: map[replayKey]*replay{}}
}

// do runs fn once for a key. A failure that may pass is forgotten, so that the
// request may be sent again.
func (s *replays) do(ctx context.Context, actor string, once targets.OnceKey, fn func() (any, error)) (any, error) {
	k := replayKey{actor, once.Key}
	r, first := s.take(k, once.Digest)
	if !first {
		if r.digest != once.Digest {
			return nil, newProblem("conflict", "这个 Idempotency-Key 已经用于另一个请求，请换一个。")
		}
		select {
		case <-r.done:
			return r.answer, r.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	defer close(r.done)
	defer func() {
		if r.answer == nil {
			s.forget(k, r)
		}
	}()
	r.err = newProblem("conflict", "同一个请求正在处理或刚刚失败，请重新发送。") // told to who waits, should fn panic
	answer, err := fn()
	r.answer, r.err = answer, err
	if err != nil {
		r.answer = nil
	}
	return answer, err
}

// take returns the replay of a key, a new one when there is none.
func (s *replays) take(k replayKey, digest string) (r *replay, first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	for len(s.age) > 0 {
		old := s.list[s.age[0]]
		if old != nil && now.Sub(old.at) < replayFor && len(s.age) < mostReplays {
			break
		}
		delete(s.list, s.age[0])
		s.age = s.age[1:]
	}
	if r = s.list[k]; r != nil {
		return r, false
	}
	r = &replay{digest: digest, at: now, done: make(chan struct{})}
	s.list[k] = r
	s.age = append(s.age, k)
	return r, true
}

// forget takes a replay away again; its place in age ages out.
func (s *replays) forget(k replayKey, r *replay) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.list[k] == r {
		delete(s.list, k)
	}
}
