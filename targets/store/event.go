package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// An eventContent is what happened to a handover as its entry tells it.
type eventContent struct {
	Entry  int64                   `json:"entry"`
	Kind   targets.HandedEventKind `json:"kind"`
	Reason string                  `json:"reason,omitempty"`
}

// An eventRow is a stored event.
type eventRow struct {
	entry, brought int64
	kind           targets.HandedEventKind
	reason         string
}

func (e *eventRow) canonical() []byte {
	return fields(strconv.FormatInt(e.brought, 10), string(e.kind), e.reason)
}

// A handoverState is what has happened to a handover.
type handoverState struct {
	opened, withdrawn, confirmed, reviews int
	decided                               int64
	body                                  string
}

const selectHandoverState = `
SELECT h.body, d.decided,
  (SELECT count(*) FROM handover_event e WHERE e.brought = h.entry AND e.kind = 'opened'),
  (SELECT count(*) FROM handover_event e WHERE e.brought = h.entry AND e.kind = 'withdrawn'),
  (SELECT count(*) FROM handover_event e WHERE e.brought = h.entry AND e.kind = 'confirmed'),
  (SELECT count(*) FROM review r WHERE r.brought = h.entry)
FROM handover h JOIN handover_decided d ON d.entry = h.entry WHERE h.entry = $1`

func readHandoverState(ctx context.Context, q querier, brought int64) (st handoverState, err error) {
	err = q.QueryRowContext(ctx, selectHandoverState, brought).
		Scan(&st.body, &st.decided, &st.opened, &st.withdrawn, &st.confirmed, &st.reviews)
	if errors.Is(err, sql.ErrNoRows) {
		return st, noHandover(brought)
	}
	if err != nil {
		return st, fmt.Errorf("read the handover of entry %d: %w", brought, err)
	}
	return st, nil
}

func noHandover(entry int64) error {
	return &targets.Error{Kind: targets.NotFound, Text: fmt.Sprintf("第 %d 号记录不是上报", entry)}
}

// Open notes that a reviewer looked at a handover, which nobody can withdraw any
// more then. Looking again, or at one that is decided, notes nothing.
func (s *Store) Open(ctx context.Context, actor string, entry int64, now time.Time) error {
	st, err := readHandoverState(ctx, s.engine.Read, entry)
	if err != nil || st.opened > 0 || st.decided > 0 {
		return s.classify(err) // most looks: no turn with the writer
	}
	return s.happen(ctx, actor, eventRow{brought: entry, kind: targets.HandedOpened}, targets.OnceKey{}, now, func(st *handoverState) (bool, error) {
		return st.opened == 0 && st.decided == 0, nil
	})
}

// Withdraw takes a handover back: its figures never count. It is a Conflict when
// a reviewer has opened or reviewed it, or when it was withdrawn before.
func (s *Store) Withdraw(ctx context.Context, actor string, entry int64, reason string, once targets.OnceKey, now time.Time) error {
	e := eventRow{brought: entry, kind: targets.HandedWithdrawn, reason: reason}
	return s.happen(ctx, actor, e, once, now, func(st *handoverState) (bool, error) {
		switch {
		case st.withdrawn > 0:
			return false, &targets.Error{Kind: targets.Conflict, Text: "这次上报已撤回"}
		case st.opened > 0 || st.reviews > 0:
			return false, &targets.Error{Kind: targets.Conflict, Text: "审核人已打开这次上报，不能撤回；请联系审核人退回"}
		}
		return true, nil
	})
}

// Confirm notes that the office confirms what a superior filled in for it
// (代填); again: nothing. One that the office filled in itself is Invalid.
func (s *Store) Confirm(ctx context.Context, actor string, entry int64, now time.Time) error {
	e := eventRow{brought: entry, kind: targets.HandedConfirmed}
	return s.happen(ctx, actor, e, targets.OnceKey{}, now, func(st *handoverState) (bool, error) {
		h, err := (&handoverRow{body: st.body}).decode()
		switch {
		case err != nil:
			return false, err
		case h.Basis == "":
			return false, &targets.Error{Kind: targets.Invalid, Text: "这次上报由本单位填写，无须确认"}
		case st.withdrawn > 0:
			return false, &targets.Error{Kind: targets.Conflict, Text: "这次上报已撤回"}
		}
		return st.confirmed == 0, nil
	})
}

// happen records an event when may says so; false without an error is nothing to record.
func (s *Store) happen(ctx context.Context, actor string, e eventRow, once targets.OnceKey, now time.Time, may func(*handoverState) (bool, error)) error {
	return s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if done, err := doneBefore(ctx, tx, actor, once); err != nil || done > 0 {
			return err
		}
		st, err := readHandoverState(ctx, tx, e.brought)
		if err != nil {
			return err
		}
		if ok, err := may(&st); err != nil || !ok {
			return err
		}
		l, err := take(ctx, tx, actor, actionHandover, now)
		if err != nil {
			return err
		}
		if err := e.put(ctx, tx, l); err != nil {
			return err
		}
		return keepOnce(ctx, tx, once, l)
	})
}

const insertEvent = `INSERT INTO handover_event (entry, brought, kind, reason) VALUES ($1, $2, $3, $4)`

func (e eventRow) put(ctx context.Context, tx *sql.Tx, l *link) error {
	c := content{
		Event:   &eventContent{e.brought, e.kind, e.reason},
		Brought: map[string]digest{tableEvent: digestOf(e.canonical())},
	}
	if err := l.put(ctx, tx, c); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, insertEvent, l.seq(), e.brought, string(e.kind), e.reason); err != nil {
		return fmt.Errorf("write the event: %w", err)
	}
	if e.kind != targets.HandedWithdrawn {
		return nil
	}
	return decide(ctx, tx, e.brought, l.seq())
}
