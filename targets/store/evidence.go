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

// An Evidence (佐证材料) is a file that supports figures, kept by its SHA-256.
type Evidence = targets.Evidence

// MaxEvidence is the size of an evidence file in bytes: 5 MiB.
const MaxEvidence = 5 << 20

func evidenceRow(sum, name, mediaType string, size int) []byte {
	return fields(sum, name, mediaType, strconv.Itoa(size))
}

const insertEvidence = `INSERT INTO evidence (sha256, entry, name, media_type, data) VALUES ($1, $2, $3, $4, $5)`

// AddEvidence stores a file and returns its SHA-256. A file that is stored
// already is not stored again.
func (s *Store) AddEvidence(ctx context.Context, actor string, e Evidence, now time.Time) (sum string, err error) {
	if len(e.Data) == 0 || len(e.Data) > MaxEvidence {
		return "", &targets.Error{Kind: targets.Invalid, Text: fmt.Sprintf("佐证材料应在 1 字节至 5 MiB 之间，现为 %d 字节", len(e.Data))}
	}
	sum = hexSum(e.Data)
	err = s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		known, err := one[int](ctx, tx, `SELECT count(*) FROM evidence WHERE sha256 = $1`, sum)
		if err != nil || known > 0 {
			return err
		}
		l, err := take(ctx, tx, actor, actionEvidence, now)
		if err != nil {
			return err
		}
		row := evidenceRow(sum, e.Name, e.MediaType, len(e.Data))
		if err := l.put(ctx, tx, content{Brought: map[string]digest{tableEvidence: digestOf(row)}}); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, insertEvidence, sum, l.seq(), e.Name, e.MediaType, e.Data); err != nil {
			return fmt.Errorf("write the evidence: %w", err)
		}
		return nil
	})
	return sum, err
}

// Evidence returns a stored file; NotFound when there is none of that hash.
func (s *Store) Evidence(ctx context.Context, sum string) (Evidence, error) {
	e := Evidence{SHA256: sum}
	err := s.engine.Read.QueryRowContext(ctx, `SELECT name, media_type, data FROM evidence WHERE sha256 = $1`, sum).
		Scan(&e.Name, &e.MediaType, &e.Data)
	if errors.Is(err, sql.ErrNoRows) {
		return Evidence{}, noEvidence(sum)
	}
	if err != nil {
		return Evidence{}, s.classify(fmt.Errorf("read the evidence: %w", err))
	}
	return e, nil
}

// EvidenceHeads returns what is known of files without their bytes, in the order
// asked; unknown ones are left out.
func (s *Store) EvidenceHeads(ctx context.Context, sums []string) ([]targets.EvidenceHead, error) {
	const query = `SELECT name, media_type, length(data) FROM evidence WHERE sha256 = $1`
	list := make([]targets.EvidenceHead, 0, len(sums))
	for _, sum := range sums {
		h := targets.EvidenceHead{SHA256: sum}
		err := s.engine.Read.QueryRowContext(ctx, query, sum).Scan(&h.Name, &h.MediaType, &h.Size)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, s.classify(fmt.Errorf("read the head of the evidence: %w", err))
		}
		list = append(list, h)
	}
	return list, nil
}

func noEvidence(sum string) error {
	return &targets.Error{Kind: targets.NotFound, Text: fmt.Sprintf("没有校验码为 %s 的佐证材料", sum)}
}

func checkEvidence(ctx context.Context, tx *sql.Tx, sums []string) error {
	for _, sum := range sums {
		known, err := one[int](ctx, tx, `SELECT count(*) FROM evidence WHERE sha256 = $1`, sum)
		if err != nil {
			return fmt.Errorf("find the evidence: %w", err)
		}
		if known == 0 {
			return noEvidence(sum)
		}
	}
	return nil
}

func attach(ctx context.Context, tx *sql.Tx, entry int64, sums []string) error {
	for _, sum := range sums {
		if _, err := tx.ExecContext(ctx, `INSERT INTO submission_evidence (entry, sha256) VALUES ($1, $2)`, entry, sum); err != nil {
			return fmt.Errorf("attach the evidence: %w", err)
		}
	}
	return nil
}
