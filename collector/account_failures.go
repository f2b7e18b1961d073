package collector

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// maxTallied bounds the accounts and addresses counted apart in one minute.
const maxTallied = 10_000

// A failureTally counts the sign-ins that failed since it was last chained.
type failureTally struct {
	mu     sync.Mutex
	counts map[tallyKey]*targets.SignInFailures
}

type tallyKey struct{ account, address string }

func newFailureTally() *failureTally {
	return &failureTally{counts: map[tallyKey]*targets.SignInFailures{}}
}

// add counts a failure. Beyond the bound, addresses are counted together.
func (t *failureTally) add(account, address string, n int, since time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	k := tallyKey{account, address}
	if t.counts[k] == nil && len(t.counts) >= maxTallied {
		k = tallyKey{}
	}
	if t.counts[k] == nil {
		t.counts[k] = &targets.SignInFailures{Account: k.account, Address: k.address, Since: since}
	}
	t.counts[k].Count += n
}

// take empties the tally.
func (t *failureTally) take() []targets.SignInFailures {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := make([]targets.SignInFailures, 0, len(t.counts))
	for _, f := range t.counts {
		list = append(list, *f)
	}
	clear(t.counts)
	slices.SortFunc(list, func(a, b targets.SignInFailures) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Address, b.Address))
	})
	return list
}

// chainFailures writes what was counted. What cannot be written is counted on.
func (a *Accounts) chainFailures(ctx context.Context) error {
	list := a.tally.take()
	if len(list) == 0 {
		return nil
	}
	if err := a.store.CountSignInFailures(ctx, list, a.now()); err != nil {
		for _, f := range list {
			a.tally.add(f.Account, f.Address, f.Count, f.Since)
		}
		return fmt.Errorf("chain the sign-in failures: %w", err)
	}
	return nil
}

// addressHash hides an address: the chain is for everybody to read, and few
// enough addresses exist to try them all without the salt.
func (a *Accounts) addressHash(ctx context.Context, address string) (string, error) {
	salt, err := a.store.Salt(ctx)
	if err != nil {
		return "", fmt.Errorf("read the salt: %w", err)
	}
	m := hmac.New(sha256.New, salt)
	m.Write([]byte(hostOf(address)))
	return hex.EncodeToString(m.Sum(nil)), nil
}

// hostOf is an address without its port.
func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return address
}
