package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A Submission is figures handed in together for review.
type Submission struct {
	Figures  []targets.Figure // Revision: the revision the writer saw plus one
	Steps    int              // of review, 1 to 3
	Evidence []string         // SHA-256 of files already stored by AddEvidence
	Owner    string           // whose drafts of these keys are done with; "" for none
}

// maxSubmission bounds what one entry tells figure by figure; more is an import.
const maxSubmission = 1000

// Submit records figures as revisions that wait for review, as one entry. It
// writes all or nothing: a revision that somebody else wrote first is a
// Conflict that names the key and the newest revision.
func (s *Store) Submit(ctx context.Context, actor string, sub Submission, now time.Time) (entry int64, err error) {
	figures := slices.Clone(sub.Figures)
	slices.SortFunc(figures, func(a, b targets.Figure) int { return targets.CompareKeys(a.Key, b.Key) })
	sub.Figures = figures
	sub.Evidence = slices.Compact(slices.Sorted(slices.Values(sub.Evidence)))
	if err := sub.check(); err != nil {
		return 0, err
	}
	err = s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		entry, err = submit(ctx, tx, actor, &sub, now)
		return err
	})
	if err != nil {
		return 0, err
	}
	return entry, nil
}

// check looks at a submission whose figures are sorted.
func (sub *Submission) check() error {
	switch n := len(sub.Figures); {
	case n == 0:
		return &targets.Error{Kind: targets.Invalid, Text: "没有要上报的数据"}
	case n > maxSubmission:
		return &targets.Error{Kind: targets.Invalid, Text: fmt.Sprintf("一次最多上报 %d 条数据，现有 %d 条；请改用导入", maxSubmission, n)}
	case sub.Steps < 1 || sub.Steps > 3:
		return &targets.Error{Kind: targets.Invalid, Field: "steps", Text: fmt.Sprintf("审核级数 %d 不在 1 至 3 之间", sub.Steps)}
	}
	for i := range sub.Figures[1:] {
		if a, b := &sub.Figures[i], &sub.Figures[i+1]; a.Key == b.Key {
			return &targets.Error{Kind: targets.Invalid, Text: fmt.Sprintf("%s 重复上报", keyText(a.Key))}
		}
	}
	return nil
}

func keyText(k targets.Key) string {
	return fmt.Sprintf("指标 %s、地区 %s、报告期 %s", k.Indicator, k.Area, k.Period)
}

func submit(ctx context.Context, tx *sql.Tx, actor string, sub *Submission, now time.Time) (int64, error) {
	l, err := take(ctx, tx, actor, actionSubmit, now)
	if err != nil {
		return 0, err
	}
	m, err := readMeta(ctx, tx)
	if err != nil {
		return 0, fmt.Errorf("read the meta row: %w", err)
	}
	for i := range sub.Figures {
		if err := checkRace(ctx, tx, &sub.Figures[i]); err != nil {
			return 0, err
		}
	}
	if err := checkEvidence(ctx, tx, sub.Evidence); err != nil {
		return 0, err
	}
	if err := l.put(ctx, tx, sub.content()); err != nil {
		return 0, err
	}
	w, err := submission{entry: l.seq(), steps: sub.Steps, demo: m.demo}.begin(ctx, tx)
	if err != nil {
		return 0, err
	}
	if err := w.all(ctx, pointers(sub.Figures)); err != nil {
		return 0, err
	}
	if err := attach(ctx, tx, l.seq(), sub.Evidence); err != nil {
		return 0, err
	}
	return l.seq(), sub.discardDrafts(ctx, tx)
}

func (sub *Submission) content() content {
	c := content{Brought: map[string]digest{tableSubmission: digestOf(fields(fmt.Sprint(sub.Steps)))}}
	h := newRowHash()
	for i := range sub.Figures {
		row := CanonicalFigure(nil, &sub.Figures[i])
		h.add(row)
		c.Figures = append(c.Figures, strings.TrimSuffix(string(row), "\n"))
	}
	c.Brought[tableFigure] = h.digest()
	if len(sub.Evidence) > 0 {
		h := newRowHash()
		for _, sum := range sub.Evidence {
			h.add(fields(sum))
		}
		c.Brought[tableAttachment] = h.digest()
	}
	return c
}

const selectNewestRevision = `
SELECT coalesce(max(f.revision), 0) FROM figure f
WHERE f.series = (SELECT id FROM series WHERE indicator = $1 AND area = $2) AND f.period_end = $3 AND f.period_start = $4`

// checkRace refuses a revision that does not follow the newest one.
func checkRace(ctx context.Context, tx *sql.Tx, f *targets.Figure) error {
	newest, err := one[int](ctx, tx, selectNewestRevision, f.Indicator, f.Area, int64(f.Period.End), int64(f.Period.Start))
	if err != nil {
		return fmt.Errorf("read the newest revision: %w", err)
	}
	if f.Revision != newest+1 {
		return &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf(
			"%s 已有第 %d 次修订，而您是在第 %d 次修订的基础上填写的，请刷新后重新提交", keyText(f.Key), newest, f.Revision-1)}
	}
	return nil
}

func (sub *Submission) discardDrafts(ctx context.Context, tx *sql.Tx) error {
	if sub.Owner == "" {
		return nil
	}
	for i := range sub.Figures {
		if err := deleteDraft(ctx, tx, sub.Owner, sub.Figures[i].Key); err != nil {
			return err
		}
	}
	return nil
}
