package collector

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Submit hands in every cell of the entry that is not empty and says something
// new; the rest stays due. A correction of an approved figure is a new revision
// that needs approval; until then the approved one stands. A refusal is a
// targets.Error with the Grid whose findings say why. A request repeated under the
// same once.Key is answered by the first one's receipt.
func (d *Desk) Submit(ctx context.Context, p *Person, k targets.FilingKey, e Entry, once targets.OnceKey) (Receipt, *Grid, error) {
	r, g, err := d.submit(ctx, p, k, e, once, e.first())
	if e.first() && targets.KindOf(err) == targets.Conflict { // somebody was there before: look at what there is
		return d.submit(ctx, p, k, e, once, false)
	}
	return r, g, err
}

// first reports whether the writer saw no revision of any cell. What nobody has
// seen need not be looked for: the store refuses a figure that is not the first.
func (e *Entry) first() bool {
	return !slices.ContainsFunc(e.Cells, func(c Cell) bool { return c.Seen != 0 })
}

func (d *Desk) submit(ctx context.Context, p *Person, k targets.FilingKey, e Entry, once targets.OnceKey, first bool) (Receipt, *Grid, error) {
	v, err := d.look(ctx, p)
	if err != nil {
		return Receipt{}, nil, err
	}
	f, err := v.folderOf(ctx, k, ActSubmit, &e, first)
	if err != nil {
		return Receipt{}, nil, err
	}
	once = sealed(once, k, e)
	if entry, err := f.repeated(ctx, once); err != nil || entry != 0 {
		r, err := f.receiptOf(ctx, entry, err)
		return r, nil, err
	}
	if e, err = f.tidy(e); err != nil {
		return Receipt{}, nil, err
	}
	if f.draft.Version != 0 && f.draft.Version != e.Version {
		return f.refused(ctx, f.draft.entry(), f.moved(ctx))
	}
	g, err := f.grid(ctx, e)
	if err != nil {
		return Receipt{}, nil, err
	}
	if err := g.refusal(); err != nil {
		return f.refused(ctx, e, err)
	}
	s := f.submission(g, once)
	entry, err := d.parts.Filings.Submit(ctx, p.User.ID, s, f.now)
	if err != nil {
		return f.refused(ctx, e, fmt.Errorf("hand in %s: %w", k, err))
	}
	return Receipt{Entry: entry, At: f.now.UTC().Truncate(time.Microsecond), Figures: len(s.Figures), CheckCode: d.checkCode(s.Figures), Next: s.Handover.Chain[0]}, nil, nil
}

// files reports whether an entry names a file.
func (e *Entry) files() bool {
	return len(e.Evidence) > 0 || slices.ContainsFunc(e.Cells, func(c Cell) bool { return len(c.Evidence) > 0 })
}

// refused answers a submission that was not written with the whole grid.
func (f *folder) refused(ctx context.Context, e Entry, why error) (Receipt, *Grid, error) {
	whole, err := f.folder(ctx, f.filing.FilingKey, ActSubmit)
	if err != nil {
		return Receipt{}, nil, err
	}
	g, err := whole.grid(ctx, e)
	if err != nil {
		return Receipt{}, nil, err
	}
	g.shown()
	return Receipt{}, g, why
}

// sealed gives a key the digest of what is asked for, where the caller has none.
func sealed(once targets.OnceKey, asked ...any) targets.OnceKey {
	if once.Key == "" || once.Digest != "" {
		return once
	}
	b, err := json.Marshal(asked)
	if err != nil {
		return once
	}
	sum := sha256.Sum256(b)
	once.Digest = hex.EncodeToString(sum[:])
	return once
}

// repeated is the entry that an earlier request of the same key brought, or 0.
func (v *view) repeated(ctx context.Context, once targets.OnceKey) (int64, error) {
	if once.Key == "" {
		return 0, nil
	}
	entry, err := v.d.parts.Filings.OnceOf(ctx, v.p.User.ID, once)
	if err != nil {
		return 0, fmt.Errorf("look for an earlier request: %w", err)
	}
	return entry, nil
}

// receiptOf answers a repeated request by what the first one wrote.
func (f *folder) receiptOf(ctx context.Context, entry int64, err error) (Receipt, error) {
	if err != nil {
		return Receipt{}, err
	}
	h, err := f.d.parts.Filings.Handed(ctx, entry)
	if err != nil {
		return Receipt{}, fmt.Errorf("read the submission: %w", err)
	}
	return Receipt{Entry: entry, At: h.At, Figures: len(h.Figures), CheckCode: f.d.checkCode(figuresOf(h)), Next: signature(h, h.Step)}, nil
}

func figuresOf(h *targets.Handed) []targets.Figure {
	list := make([]targets.Figure, len(h.Figures))
	for i := range h.Figures {
		list[i] = h.Figures[i].Figure
	}
	return list
}

// checkCode is the 校验码 of figures: the first 16 hexadecimal digits of the
// SHA-256 over their canonical rows in the order of their keys, in groups of four.
func (d *Desk) checkCode(figures []targets.Figure) string {
	figures = slices.Clone(figures)
	slices.SortFunc(figures, func(a, b targets.Figure) int { return targets.CompareKeys(a.Key, b.Key) })
	h := sha256.New()
	var buf []byte
	for i := range figures {
		buf = d.parts.Canonical(buf[:0], &figures[i])
		h.Write(buf)
	}
	code := strings.ToUpper(hex.EncodeToString(h.Sum(nil)[:8]))
	return code[:4] + "-" + code[4:8] + "-" + code[8:12] + "-" + code[12:]
}

// refusal says why a grid cannot be handed in, or nil.
func (g *Grid) refusal() error {
	if g.Locked != "" {
		return &targets.Error{Kind: targets.Forbidden, Text: g.Locked}
	}
	wrong, changed, first := 0, 0, CellFinding{}
	count := func(list []CellFinding) {
		for i := range list {
			if list[i].Refuses() {
				if wrong++; wrong == 1 {
					first = list[i]
				}
			}
		}
	}
	for i := range g.Rows {
		count(g.Rows[i].Findings)
		if g.Rows[i].Changed {
			changed++
		}
	}
	count(g.Findings)
	switch {
	case wrong > 0:
		return &targets.Error{Kind: targets.Invalid, Text: fmt.Sprintf("没有上报：有 %d 处需要改正或说明。%s。", wrong, first.Text)}
	case changed == 0:
		return &targets.Error{Kind: targets.Invalid, Text: "没有要上报的数据：各行没有填写，或与已上报的相同。"}
	}
	return nil
}

// submission is what a grid without faults hands in.
func (f *folder) submission(g *Grid, once targets.OnceKey) targets.Submission {
	chain := f.form.Signatures(f.office, f.tree)
	h := &targets.Handover{FilingKey: f.filing.FilingKey, Chain: chain, Basis: g.Basis, Statement: g.Statement, Evidence: g.Evidence}
	if !g.FillingIn {
		h.Basis = ""
	}
	s := targets.Submission{Steps: len(chain), Evidence: slices.Clone(g.Evidence), Owner: f.office.ID, Handover: h, Signers: g.Signers, Once: once}
	for i := range g.Rows {
		r := &g.Rows[i]
		if !r.Changed {
			continue
		}
		s.Figures = append(s.Figures, *r.Figure)
		s.Evidence = append(s.Evidence, r.Cell.Evidence...)
		if row := r.handover(); row != nil {
			h.Rows = append(h.Rows, *row)
		}
	}
	slices.SortFunc(h.Rows, func(a, b targets.HandoverRow) int { return strings.Compare(a.Indicator, b.Indicator) })
	slices.Sort(s.Evidence)
	s.Evidence = slices.Compact(s.Evidence)
	return s
}

// handover is what the row's figure brings with it; nil when nothing.
func (r *GridRow) handover() *targets.HandoverRow {
	row := targets.HandoverRow{Indicator: r.Indicator.ID, Evidence: r.Cell.Evidence}
	if r.Sum != nil && r.Sum.Value.Known() && r.Figure.Value.Known() {
		row.Computed, row.Adjustment, row.Reason = r.Sum.Value, difference(r.Figure.Value, r.Sum.Value), r.Cell.Reason
	}
	if len(row.Evidence) == 0 && !row.Computed.Known() {
		return nil
	}
	return &row
}

// handedIn reads a handover for an action. What is not to be known is NotFound.
func (v *view) handedIn(ctx context.Context, entry int64, a Action) (*targets.Handed, *targets.Office, error) {
	if err := v.can(a, Object{}); err != nil {
		return nil, nil, err
	}
	h, err := v.d.parts.Filings.Handed(ctx, entry)
	switch {
	case targets.KindOf(err) == targets.NotFound:
		return nil, nil, unseen()
	case err != nil:
		return nil, nil, fmt.Errorf("read the submission: %w", err)
	}
	office := v.register.Office(h.Office)
	if office == nil {
		return nil, nil, unseen()
	}
	return h, office, v.can(a, Object{Office: office, By: []string{h.By}})
}

// Withdraw takes back what was handed in, until a reviewer has opened it. What
// the office handed in is its own to withdraw; what a superior filled in, his too.
func (d *Desk) Withdraw(ctx context.Context, p *Person, entry int64, reason string, once targets.OnceKey) error {
	v, err := d.look(ctx, p)
	if err != nil {
		return err
	}
	h, office, err := v.handedIn(ctx, entry, ActWithdraw)
	if err != nil {
		return err
	}
	if p.Office.ID != office.ID && h.Basis == "" {
		return &targets.Error{Kind: targets.Forbidden, Text: "本次上报由填报单位自己办理，只能由该单位撤回。"}
	}
	reason = tidy(reason)
	if err := plainText("reason", reason, false); err != nil {
		return err
	}
	if err := d.parts.Filings.Withdraw(ctx, p.User.ID, entry, reason, sealed(once, "withdraw", entry, reason), v.now); err != nil {
		return fmt.Errorf("withdraw: %w", err)
	}
	return nil
}

// Confirm says that the office stands by what a superior filled in (代填).
func (d *Desk) Confirm(ctx context.Context, p *Person, entry int64) error {
	v, err := d.look(ctx, p)
	if err != nil {
		return err
	}
	h, _, err := v.handedIn(ctx, entry, ActConfirm)
	switch {
	case err != nil:
		return err
	case h.Basis == "":
		return &targets.Error{Kind: targets.Conflict, Text: "这次上报不是代填，不需要确认。"}
	case h.Stage == targets.StageWithdrawn:
		return &targets.Error{Kind: targets.Conflict, Text: "这次上报已撤回。"}
	}
	if err := d.parts.Filings.Confirm(ctx, p.User.ID, entry, v.now); err != nil {
		return fmt.Errorf("confirm: %w", err)
	}
	return nil
}

// plainText refuses a text that no page could show, or none where one is needed.
func plainText(field, s string, needed bool) error {
	if needed && s == "" {
		return &targets.Error{Kind: targets.Invalid, Field: field, Text: "请写明理由。"}
	}
	if wrong := checkText(nil, Column(field), s, maxNote); len(wrong) > 0 {
		return &targets.Error{Kind: targets.Invalid, Field: field, Text: wrong[0].Text + "，" + wrong[0].Fix + "。"}
	}
	return nil
}
