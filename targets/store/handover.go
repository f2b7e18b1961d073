package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// A handoverContent is a handover as its entry tells it; the rest of it is
// vouched for by the digest.
type handoverContent struct {
	Form   string `json:"form"`
	Office string `json:"office"`
	Period string `json:"period"`
}

// A handoverRow is a handover as it is stored.
type handoverRow struct {
	targets.FilingKey
	figures string // a line of indicator, revision and flag for each figure
	body    string // canonical JSON of the rest
}

func (h *handoverRow) canonical() []byte {
	return fields(h.Form, h.Office, h.Period.Start.String(), h.Period.End.String(), h.figures, h.body)
}

// newHandoverRow lays a handover out. figures are sorted.
func newHandoverRow(h *targets.Handover, figures []targets.Figure) (*handoverRow, error) {
	rest := *h
	rest.FilingKey = targets.FilingKey{} // has columns of its own
	body, err := canonicalJSON(rest)
	if err != nil {
		return nil, fmt.Errorf("write the handover %s: %w", h.FilingKey, err)
	}
	var b strings.Builder
	for i := range figures {
		f := &figures[i]
		b.WriteString(f.Indicator + " " + strconv.Itoa(f.Revision) + " " + string(f.Flag) + "\n")
	}
	return &handoverRow{h.FilingKey, b.String(), body}, nil
}

func (h *handoverRow) decode() (targets.Handover, error) {
	var v targets.Handover
	if err := json.Unmarshal([]byte(h.body), &v); err != nil {
		return v, fmt.Errorf("read the handover %s: %w", h.FilingKey, err)
	}
	v.FilingKey = h.FilingKey
	return v, nil
}

// A broughtFigure is a line of a handoverRow's figures.
type broughtFigure struct {
	indicator string
	revision  int
	flag      targets.Flag
}

// eachFigure reads the lines.
func (h *handoverRow) eachFigure(fn func(broughtFigure)) error {
	for line := range strings.Lines(h.figures) {
		indicator, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		number, flag, _ := strings.Cut(rest, " ")
		revision, err := strconv.Atoi(number)
		if err != nil {
			return fmt.Errorf("read the figures of handover %s: %w", h.FilingKey, err)
		}
		fn(broughtFigure{indicator, revision, targets.Flag(flag)})
	}
	return nil
}

// checkHandover refuses figures that are not of the filing, and a chain that
// does not fit. Figures are sorted.
func checkHandover(sub *targets.Submission) error {
	h := sub.Handover
	invalid := func(field, text string) error {
		return &targets.Error{Kind: targets.Invalid, Field: field, Text: text}
	}
	switch {
	case h == nil:
		return nil
	case h.Form == "" || h.Office == "" || h.Period == (targets.Period{}):
		return invalid("form", "上报缺少报表、填报单位或报告期")
	case len(h.Chain) != sub.Steps:
		return invalid("steps", fmt.Sprintf("审核级数 %d 与报表的 %d 级不符", sub.Steps, len(h.Chain)))
	}
	for i := range sub.Figures {
		f := &sub.Figures[i]
		if f.Period != h.Period || f.Area != sub.Figures[0].Area {
			return invalid("figures", fmt.Sprintf("%s 不属于 %s 的上报", keyText(f.Key), h.FilingKey))
		}
	}
	return nil
}

// evidenceOf are the hashes that a submission names anywhere, sorted.
func evidenceOf(sub *targets.Submission) []string {
	list := slices.Clone(sub.Evidence)
	if h := sub.Handover; h != nil {
		list = append(list, h.Evidence...)
		for i := range h.Rows {
			list = append(list, h.Rows[i].Evidence...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

const (
	insertHandover = `
INSERT INTO handover (entry, form, office, period_end, period_start, figures, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	insertSigner = `
INSERT INTO signer (entry, head, statistician, filler, phone, on_day) VALUES ($1, $2, $3, $4, $5, $6)`
	insertDecided = `INSERT INTO handover_decided (entry, decided) VALUES ($1, 0)`
)

// put writes a handover and the names on it, and ends the filing's draft.
func (h *handoverRow) put(ctx context.Context, tx *sql.Tx, entry int64, s targets.Signers) error {
	_, err := tx.ExecContext(ctx, insertHandover, entry, h.Form, h.Office, int64(h.Period.End), int64(h.Period.Start), h.figures, h.body)
	if err != nil {
		return fmt.Errorf("write the handover %s: %w", h.FilingKey, err)
	}
	if _, err := tx.ExecContext(ctx, insertDecided, entry); err != nil {
		return fmt.Errorf("let the handover %s wait: %w", h.FilingKey, err)
	}
	if s != (targets.Signers{}) {
		if _, err := tx.ExecContext(ctx, insertSigner, entry, s.Head, s.Statistician, s.Filler, s.Phone, int64(s.On)); err != nil {
			return fmt.Errorf("write the signers of %s: %w", h.FilingKey, err)
		}
	}
	return endFilingDraft(ctx, tx, h.FilingKey)
}

// decide notes that nothing of a handover waits any more. Of what is no handover
// there is nothing to note.
func decide(ctx context.Context, tx *sql.Tx, brought, by int64) error {
	if _, err := tx.ExecContext(ctx, `UPDATE handover_decided SET decided = $1 WHERE entry = $2`, by, brought); err != nil {
		return fmt.Errorf("decide the handover of entry %d: %w", brought, err)
	}
	return nil
}
