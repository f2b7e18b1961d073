package collector

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/biaochi/biaochi/targets"
)

// A HashCost is what one password hash (argon2id) costs.
type HashCost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// PasswordCost is what every stored password costs: the first recommendation
// of the OWASP password storage cheat sheet, about 20 ms.
func PasswordCost() HashCost { return HashCost{Memory: 19 << 10, Time: 2, Threads: 1} }

const (
	saltBytes = 16
	hashBytes = 32
)

// maxHashWait is how many sign-ins may wait for a core. At 20 ms each the last
// waits ten seconds on one core; whoever comes then is told to come again.
const maxHashWait = 512

// A hasher computes password hashes, at most one per core at once: each takes
// 19 MiB, and more of them at once would only be slower.
type hasher struct {
	cost     HashCost
	cores    chan struct{}
	waiting  atomic.Int64
	computed atomic.Int64 // hashes so far
	dummy    phc          // compared with when nobody has that name
}

func newHasher(cost HashCost) *hasher {
	if cost == (HashCost{}) {
		cost = PasswordCost()
	}
	h := &hasher{cost: cost, cores: make(chan struct{}, runtime.NumCPU())}
	h.dummy = phc{cost: cost, salt: randomBytes(saltBytes), hash: randomBytes(hashBytes)}
	return h
}

// randomBytes cannot fail: the program ends when the system has no randomness.
func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) //nolint:errcheck // documented never to return an error
	return b
}

// hash returns the PHC string of a password with a new salt.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	p := phc{cost: h.cost, salt: randomBytes(saltBytes)}
	var err error
	p.hash, err = h.compute(ctx, p, hashBytes, password)
	return p.String(), err
}

// matches reports whether a password is that of a PHC string. For "", the
// string of nobody, it computes as much and says no.
func (h *hasher) matches(ctx context.Context, stored, password string) (bool, error) {
	p := h.dummy
	if stored != "" {
		var err error
		if p, err = parsePHC(stored); err != nil {
			return false, fmt.Errorf("stored password: %w", err)
		}
	}
	got, err := h.compute(ctx, p, len(p.hash), password)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, p.hash) == 1 && stored != "", nil
}

// compute waits for a core and computes one hash.
func (h *hasher) compute(ctx context.Context, p phc, size int, password string) ([]byte, error) {
	defer h.waiting.Add(-1)
	if h.waiting.Add(1) > maxHashWait {
		return nil, &targets.Error{Kind: targets.Conflict, Text: "同时登录的人太多，请稍后再试。"}
	}
	select {
	case h.cores <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a core: %w", ctx.Err())
	}
	defer func() { <-h.cores }()
	h.computed.Add(1)
	return argon2.IDKey(normalPassword(password), p.salt, p.cost.Time, p.cost.Memory, p.cost.Threads, uint32(size)), nil
}

// normalPassword is the form a password is hashed in: input methods write the
// same letter in more than one way.
func normalPassword(password string) []byte { return norm.NFC.Bytes([]byte(password)) }

// A phc is a hash in the PHC string format:
// $argon2id$v=19$m=19456,t=2,p=1$salt$hash, base64 without padding.
type phc struct {
	cost HashCost
	salt []byte
	hash []byte
}

// String prints the PHC string.
func (p phc) String() string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, p.cost.Memory, p.cost.Time, p.cost.Threads, b64(p.salt), b64(p.hash))
}

// Bounds of what is read: a string beyond them is no hash of ours, and could
// make the program take all memory or time.
const (
	maxHashMemory  = 256 << 10 // KiB
	maxHashTime    = 16
	maxHashThreads = 16
	maxHashPart    = 64 // bytes of salt or hash
)

var errPHC = errors.New("not an argon2id hash")

// parsePHC reads what String prints, and nothing else.
func parsePHC(s string) (phc, error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return phc{}, errPHC
	}
	var p phc
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.cost.Memory, &p.cost.Time, &p.cost.Threads); err != nil {
		return phc{}, errPHC
	}
	var err1, err2 error
	p.salt, err1 = base64.RawStdEncoding.Strict().DecodeString(parts[4])
	p.hash, err2 = base64.RawStdEncoding.Strict().DecodeString(parts[5])
	if err1 != nil || err2 != nil || !p.sound() || p.String() != s {
		return phc{}, errPHC
	}
	return p, nil
}

func (p phc) sound() bool {
	c := p.cost
	return c.Time >= 1 && c.Time <= maxHashTime && c.Threads >= 1 && c.Threads <= maxHashThreads &&
		c.Memory >= 8*uint32(c.Threads) && c.Memory <= maxHashMemory &&
		len(p.salt) >= 8 && len(p.salt) <= maxHashPart && len(p.hash) >= 16 && len(p.hash) <= maxHashPart
}
