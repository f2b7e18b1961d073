package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// An Entry is one change: a link of the chain.
type Entry struct {
	Sequence int64
	At       string // as hashed: 2006-01-02T15:04:05.000000Z
	Actor    string // opaque id
	Action   string
	Content  string // JSON, as hashed
	Previous string // hash of the entry before; "" for the first
	Hash     string // as stored
}

// chainFormat begins every hashed entry; another format would have another name.
const chainFormat = "biaochi-chain-1"

// Digest computes the hash that the entry ought to have (package comment).
func (e *Entry) Digest() string {
	var b []byte
	for _, field := range []string{chainFormat, strconv.FormatInt(e.Sequence, 10), e.At, e.Actor, e.Action, e.Content, e.Previous} {
		b = netstring(b, field)
	}
	return hexSum(b)
}

// The actions of entries.
const (
	actionFound    = "found"
	actionImport   = "import"
	actionRestate  = "restate"
	actionSubmit   = "submit"
	actionReview   = "review"
	actionSeed     = "seed"
	actionCuts     = "cuts"
	actionTasks    = "task-status"
	actionEvidence = "evidence"
	actionRegister = "register"
	actionHandover = "handover"
	actionSignIn   = "sign-in"
	actionAccount  = "account"
)

// A content is what an entry says happened. Its JSON has the members in this order.
type content struct {
	File        string              `json:"file,omitempty"`
	SHA256      string              `json:"sha256,omitempty"` // of the imported file's bytes
	Restatement *restatementContent `json:"restatement,omitempty"`
	Changes     *Changes            `json:"changes,omitempty"` // of a catalogue
	Figures     []string            `json:"figures,omitempty"` // canonical rows of a submission
	Review      *reviewContent      `json:"review,omitempty"`
	Tasks       []statusContent     `json:"tasks,omitempty"`
	Closing     *closingContent     `json:"closing,omitempty"`
	Register    []registerContent   `json:"register,omitempty"`
	Handover    *handoverContent    `json:"handover,omitempty"`
	Event       *eventContent       `json:"event,omitempty"`
	SignIn      []failuresContent   `json:"sign_in,omitempty"`
	Account     *notedContent       `json:"account,omitempty"`
	Brought     map[string]digest   `json:"brought"`
	// Changing says that the entry changes a standing figure, a definition, or who
	// has a duty for a figure.
	Changing bool `json:"changing"`
}

// A link is an entry being written: its place in the chain is taken.
type link struct {
	entry      Entry
	generation int64 // of the entry before
}

const takeLink = `UPDATE chain_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, at, hash, generation`

// take begins an entry: it takes the next sequence, which makes every other
// writer wait, and a time that is not before the last one.
func take(ctx context.Context, tx *sql.Tx, actor, action string, now time.Time) (*link, error) {
	l := &link{entry: Entry{Actor: actor, Action: action, At: formatTime(now)}}
	var last string
	err := tx.QueryRowContext(ctx, takeLink).Scan(&l.entry.Sequence, &last, &l.entry.Previous, &l.generation)
	if err != nil {
		return nil, fmt.Errorf("take the next entry: %w", err)
	}
	l.entry.At = max(l.entry.At, last)
	return l, nil
}

func (l *link) seq() int64 { return l.entry.Sequence }

const insertEntry = `
INSERT INTO chain (seq, at, actor, action, content, previous, hash, generation)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

const moveHead = `
UPDATE chain_head SET at = $1, hash = $2, generation = $3,
  catalogue = CASE WHEN $4 = 1 THEN seq ELSE catalogue END,
  register = CASE WHEN $5 = 1 THEN seq ELSE register END
WHERE id = 1`

// A preparedContent is a content as it is hashed, with what moves the chain's head.
type preparedContent struct {
	text                          string
	changing, catalogue, register bool
}

func (c content) prepare() (preparedContent, error) {
	text, err := plainJSON(c)
	if err != nil {
		return preparedContent{}, fmt.Errorf("write an entry: %w", err)
	}
	_, catalogue := c.Brought[tableCatalogue]
	_, register := c.Brought[tableRegister]
	return preparedContent{string(text), c.Changing, catalogue, register}, nil
}

// put completes the entry with its content. It comes before the rows that
// refer to the entry.
func (l *link) put(ctx context.Context, tx *sql.Tx, c content) error {
	p, err := c.prepare()
	if err != nil {
		return err
	}
	return l.putPrepared(ctx, tx, p)
}

func (l *link) putPrepared(ctx context.Context, tx *sql.Tx, c preparedContent) error {
	e := &l.entry
	e.Content = c.text
	e.Hash = e.Digest()
	generation := l.generation
	if c.changing {
		generation = e.Sequence
	}
	if _, err := tx.ExecContext(ctx, insertEntry, e.Sequence, e.At, e.Actor, e.Action, e.Content, e.Previous, e.Hash, generation); err != nil {
		return fmt.Errorf("write entry %d: %w", e.Sequence, err)
	}
	if _, err := tx.ExecContext(ctx, moveHead, e.At, e.Hash, generation, flagNumber(c.catalogue), flagNumber(c.register)); err != nil {
		return fmt.Errorf("move the chain's head: %w", err)
	}
	return nil
}

// plainJSON is v as JSON without HTML escapes, so that Chinese texts, < and &
// are hashed as they read.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// The tables whose rows an entry vouches for.
const (
	tableCatalogue  = "catalogue"
	tableFigure     = "figure"
	tableSubmission = "submission"
	tableReview     = "review"
	tableTaskStatus = "task_status"
	tableEvidence   = "evidence"
	tableAttachment = "attachment"
	tableMeta       = "meta"
	tableRegister   = "register"
	tableHandover   = "handover"
	tableEvent      = "handover_event"
	tableClosing    = "task_closing"
	tableTaskProof  = "task_evidence"
	tableSignIn     = "sign_in_failure"
)

// A head is the end of the chain.
type head struct {
	seq        int64
	at         string
	hash       string
	generation int64
	catalogue  int64
	register   int64
}

func readHead(ctx context.Context, q querier) (head, error) {
	var h head
	err := q.QueryRowContext(ctx, `SELECT seq, at, hash, generation, catalogue, register FROM chain_head WHERE id = 1`).
		Scan(&h.seq, &h.at, &h.hash, &h.generation, &h.catalogue, &h.register)
	if err != nil {
		return head{}, fmt.Errorf("read the chain's head: %w", err)
	}
	return h, nil
}

// EachEntry calls fn for every entry after the given sequence, in order.
func (s *Store) EachEntry(ctx context.Context, after int64, fn func(*Entry) error) error {
	return s.read(ctx, func(tx *sql.Tx) error {
		return eachEntry(ctx, tx, after, func(e *Entry, _ int64) error { return fn(e) })
	})
}

// eachEntry gives fn each entry with its stored generation.
func eachEntry(ctx context.Context, tx *sql.Tx, after int64, fn func(e *Entry, generation int64) error) error {
	const query = `
SELECT seq, at, actor, action, content, previous, hash, generation
FROM chain WHERE seq > $1 ORDER BY seq`
	return each(ctx, tx, query, []any{after}, func(rows *sql.Rows) error {
		var e Entry
		var generation int64
		if err := rows.Scan(&e.Sequence, &e.At, &e.Actor, &e.Action, &e.Content, &e.Previous, &e.Hash, &generation); err != nil {
			return err
		}
		return fn(&e, generation)
	})
}

// Head returns the newest entry's sequence and hash, 0 and "" for an empty
// database. Kept elsewhere, the hash proves later that the chain was not rewritten.
func (s *Store) Head(ctx context.Context) (sequence int64, hash string, err error) {
	h, err := readHead(ctx, s.engine.Read)
	return h.seq, h.hash, s.classify(err)
}

// HeadAt returns the sequence and hash of the last entry that is known at a time
// (zero: the newest): what a report was made from. What the first load brought
// counts from its publication, so before it that load's last entry is returned.
func (s *Store) HeadAt(ctx context.Context, knownAt time.Time) (sequence int64, hash string, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		v, err := s.look(ctx, tx, knownAt)
		if err != nil {
			return err
		}
		if sequence = max(v.last, v.meta.founded); sequence == 0 {
			return nil
		}
		hash, err = hashOf(ctx, tx, sequence)
		return err
	})
	return sequence, hash, err
}

// HashAt returns the hash of an entry of the chain, "" when there is none.
func (s *Store) HashAt(ctx context.Context, sequence int64) (string, error) {
	hash, err := hashOf(ctx, s.engine.Read, sequence)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return hash, s.classify(err)
}

func hashOf(ctx context.Context, q querier, sequence int64) (string, error) {
	return one[string](ctx, q, `SELECT hash FROM chain WHERE seq = $1`, sequence)
}
