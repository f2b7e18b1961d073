package collector

import (
	"sync"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// recentLasts is how long an account that was read stands for itself. Rights do
// not depend on it: they go by the register. Only a password set at the command
// line, beside a running server, asks to be changed half a minute later.
const recentLasts = 30 * time.Second

// maxRecent bounds how many are kept.
const maxRecent = 10_000

// recent are the accounts read lately, enabled ones, under one register: a
// request costs less when its user has just asked for another. Whoever changes
// rights changes the register, and with it everything here is read again.
type recent struct {
	mu       sync.Mutex
	register *targets.Register
	accounts map[string]recentAccount
}

type recentAccount struct {
	account *targets.Account
	read    time.Time
}

func newRecent() *recent { return &recent{accounts: map[string]recentAccount{}} }

// of returns an account read lately under the same register, or nil.
func (c *recent) of(id string, r *targets.Register, now time.Time) *targets.Account {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept, ok := c.accounts[id]
	if c.register != r || !ok || now.Sub(kept.read) >= recentLasts || now.Before(kept.read) {
		return nil
	}
	return kept.account
}

// keep remembers an account that was read after the register.
func (c *recent) keep(account *targets.Account, r *targets.Register, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.register != r || len(c.accounts) >= maxRecent {
		clear(c.accounts)
		c.register = r
	}
	c.accounts[account.ID] = recentAccount{account, now}
}

// forget makes the next requests read again.
func (c *recent) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.accounts)
}
