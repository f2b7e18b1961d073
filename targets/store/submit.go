package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A Submission is figures handed in together for review.
type Submission = targets.Submission

// maxSubmission bounds what one entry tells figure by figure; more is an import.
const maxSubmission = 1000

// Submit records figures as revisions that wait for review, as one entry, with
// the handover they are of. It writes all or nothing: a revision that somebody
// else wrote first is a Conflict that names the key and the newest revision. A
// submission with a key that was answered before is answered the same again.
func (s *Store) Submit(ctx context.Context, actor string, sub Submission, now time.Time) (entry int64, err error) {
	p, err := prepare(&sub)
	if err != nil {
		return 0, err
	}
	if p.sources, err = s.sources.find(ctx, s.engine.Read, p.sub.Figures); err != nil {
		return 0, s.classify(err)
	}
	err = s.save(ctx, func(ctx context.Context, tx *sql.Tx) error {
		entry, err = s.submit(ctx, tx, actor, p, now)
		return err
	})
	if err == nil {
		return entry, nil
	}
	if targets.KindOf(err) == targets.Conflict && sub.Once.Key != "" {
		// What was written before is in its own way: looked up only then, so
		// that the writer need not.
		before, fault := s.OnceOf(ctx, actor, sub.Once)
		if before > 0 || fault != nil {
			return before, fault
		}
	}
	return 0, err
}

// A preparedSubmission is all of a submission that can be said before it has a
// number: the writer's time is everybody's.
type preparedSubmission struct {
	sub      Submission
	told     preparedContent
	handover *handoverRow // nil: none
	batches  []*figureBatch
	sources  map[sourceKey]int64 // as far as they are known
}

func prepare(given *Submission) (*preparedSubmission, error) {
	p := &preparedSubmission{sub: *given}
	sub := &p.sub
	sub.Figures = slices.Clone(sub.Figures)
	slices.SortFunc(sub.Figures, func(a, b targets.Figure) int { return targets.CompareKeys(a.Key, b.Key) })
	sub.Evidence = evidenceOf(sub)
	if sub.Handover != nil && sub.Steps == 0 {
		sub.Steps = len(sub.Handover.Chain)
	}
	err := checkSubmission(sub)
	if err == nil {
		err = checkHandover(sub)
	}
	if err == nil && sub.Handover != nil {
		p.handover, err = newHandoverRow(sub.Handover, sub.Figures)
	}
	if err == nil {
		p.told, err = p.content().prepare()
	}
	if err != nil {
		return nil, err
	}
	for part := range slices.Chunk(sub.Figures, figuresPerStatement) {
		b := newFigureBatch(0, len(part))
		for i := range part {
			b.add(&part[i])
		}
		p.batches = append(p.batches, b)
	}
	return p, nil
}

// checkSubmission looks at a submission whose figures are sorted.
func checkSubmission(sub *Submission) error {
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

func (s *Store) submit(ctx context.Context, tx *sql.Tx, actor string, p *preparedSubmission, now time.Time) (int64, error) {
	sub := &p.sub
	l, err := take(ctx, tx, actor, actionSubmit, now)
	if err != nil {
		return 0, err
	}
	m, err := s.meta(ctx, tx)
	if err != nil {
		return 0, err
	}
	series, err := findSeries(ctx, tx, sub.Figures)
	if err != nil {
		return 0, err
	}
	if err := checkEvidence(ctx, tx, sub.Evidence); err != nil {
		return 0, err
	}
	if err := l.putPrepared(ctx, tx, p.told); err != nil {
		return 0, err
	}
	w, err := submission{entry: l.seq(), steps: sub.Steps, demo: m.demo}.begin(ctx, tx)
	if err != nil {
		return 0, err
	}
	w.names.sources = maps.Clone(p.sources) // a save may run twice, and numbers that were rolled back are not kept
	if err := w.few(p.batches, series); err != nil {
		return 0, err
	}
	if err := attach(ctx, tx, l.seq(), sub.Evidence); err != nil {
		return 0, err
	}
	if p.handover != nil {
		if err := p.handover.put(ctx, tx, l.seq(), sub.Signers); err != nil {
			return 0, err
		}
	}
	if err := keepOnce(ctx, tx, sub.Once, l); err != nil {
		return 0, err
	}
	return l.seq(), discardDrafts(ctx, tx, sub)
}

func (p *preparedSubmission) content() content {
	sub := &p.sub
	c := content{Brought: map[string]digest{tableSubmission: digestOf(fields(fmt.Sprint(sub.Steps)))}}
	h := newRowHash()
	var row []byte
	for i := range sub.Figures {
		row = CanonicalFigure(row[:0], &sub.Figures[i])
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
	if p.handover != nil {
		c.Handover = &handoverContent{p.handover.Form, p.handover.Office, p.handover.Period.String()}
		c.Brought[tableHandover] = digestOf(p.handover.canonical())
	}
	return c
}

const selectSeriesNewest = `
SELECT s.id, coalesce((SELECT max(f.revision) FROM figure f
  WHERE f.series = s.id AND f.period_end = $1 AND f.period_start = $2), 0)
FROM series s WHERE s.indicator = $3 AND s.area = $4`

// findSeries numbers the series of sorted figures, 0 for one that is to begin,
// and refuses a revision that does not follow the newest one.
func findSeries(ctx context.Context, tx *sql.Tx, figures []targets.Figure) ([]int64, error) {
	ids := make([]int64, len(figures))
	for i := range figures {
		f, newest := &figures[i], 0
		err := tx.QueryRowContext(ctx, selectSeriesNewest, int64(f.Period.End), int64(f.Period.Start), f.Indicator, f.Area).Scan(&ids[i], &newest)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, fmt.Errorf("read the newest revision: %w", err)
		}
		if f.Revision != newest+1 {
			return nil, &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf(
				"%s 已有第 %d 次修订，而您是在第 %d 次修订的基础上填写的，请刷新后重新提交", keyText(f.Key), newest, f.Revision-1)}
		}
	}
	return ids, nil
}

func discardDrafts(ctx context.Context, tx *sql.Tx, sub *Submission) error {
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
