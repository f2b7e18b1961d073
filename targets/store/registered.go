package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/biaochi/biaochi/targets"
)

// A registerState is the register as it stood after an entry, by the ids of its
// nouns. It is never modified.
type registerState struct {
	entry    int64
	offices  map[string]targets.Office
	forms    map[string]targets.Form
	calendar map[string]targets.CalendarYear
	lates    map[string]targets.Late
	assigned map[string]targets.Assignment
	whole    *targets.Register
}

// registerCache keeps the registers that were read last. A newer one is made
// from an older one and what changed since.
type registerCache struct {
	mu     sync.Mutex
	states []*registerState // the oldest use first
}

// keptRegisters is the present one and a few of earlier known-ats.
const keptRegisters = 4

// at returns the register as it stood after the entry last.
func (c *registerCache) at(ctx context.Context, tx *sql.Tx, last int64) (*targets.Register, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	base := &registerState{}
	for i, s := range c.states {
		if s.entry == last {
			c.states = append(slices.Delete(c.states, i, i+1), s)
			return s.whole, nil
		}
		if s.entry < last && s.entry > base.entry {
			base = s
		}
	}
	s, err := base.until(ctx, tx, last)
	if err != nil {
		return nil, err
	}
	if len(c.states) == keptRegisters {
		c.states = slices.Delete(c.states, 0, 1)
	}
	c.states = append(c.states, s)
	return s.whole, nil
}

// kept is the register of an entry if it was read before, else nil.
func (c *registerCache) kept(last int64) *targets.Register {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.states {
		if s.entry == last {
			return s.whole
		}
	}
	return nil
}

const selectRegister = `SELECT kind, id, body FROM register WHERE entry > $1 AND entry <= $2 ORDER BY entry, kind, id`

// until is the state after a later entry.
func (s *registerState) until(ctx context.Context, tx *sql.Tx, last int64) (*registerState, error) {
	next := &registerState{entry: last, offices: cloned(s.offices), forms: cloned(s.forms), calendar: cloned(s.calendar),
		lates: cloned(s.lates), assigned: cloned(s.assigned)}
	err := each(ctx, tx, selectRegister, []any{s.entry, last}, func(rows *sql.Rows) error {
		var n noun
		if err := rows.Scan(&n.kind, &n.id, &n.body); err != nil {
			return err
		}
		return next.put(n)
	})
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	next.arrange()
	return next, nil
}

func cloned[T any](m map[string]T) map[string]T {
	if m == nil {
		return map[string]T{}
	}
	return maps.Clone(m)
}

// put takes a version; rights and tokens are no part of the Register.
func (s *registerState) put(n noun) error {
	switch n.kind {
	case kindOffice:
		return decodeInto(s.offices, n)
	case kindForm:
		return decodeInto(s.forms, n)
	case kindCalendar:
		return decodeInto(s.calendar, n)
	case kindLate:
		return decodeInto(s.lates, n)
	case kindAssignment:
		return decodeInto(s.assigned, n)
	}
	return nil
}

func decodeInto[T any](m map[string]T, n noun) error {
	v, err := decode[T](n)
	m[n.id] = v
	return err
}

// arrange makes the lists, each in the order a Register promises.
func (s *registerState) arrange() {
	s.whole = &targets.Register{
		Offices:  arranged(s.offices, func(a, b targets.Office) int { return strings.Compare(a.ID, b.ID) }),
		Forms:    arranged(s.forms, func(a, b targets.Form) int { return strings.Compare(a.ID, b.ID) }),
		Calendar: arranged(s.calendar, func(a, b targets.CalendarYear) int { return a.Year - b.Year }),
		Lates:    arranged(s.lates, func(a, b targets.Late) int { return targets.CompareFilings(a.FilingKey, b.FilingKey) }),
		Assigned: arranged(s.assigned, func(a, b targets.Assignment) int { return strings.Compare(a.Task, b.Task) }),
	}
	s.whole.Seal()
}

func arranged[T any](m map[string]T, compare func(a, b T) int) []T {
	return slices.SortedFunc(maps.Values(m), compare)
}
