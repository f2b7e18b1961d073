package collector

import (
	"context"

	"github.com/biaochi/biaochi/targets"
)

// Printed is a handover as the A4 form shows it, with the 校验码 of its figures.
func (d *Desk) Printed(ctx context.Context, p *Person, entry int64) (*PrintedForm, error) {
	v, err := d.look(ctx, p)
	if err != nil {
		return nil, err
	}
	h, office, err := v.handedIn(ctx, entry, ActSeeFiling)
	if err != nil {
		return nil, err
	}
	form := v.register.Form(h.Form)
	if form == nil {
		return nil, unseen()
	}
	out := v.printed(form, office, h)
	out.CheckCode = d.checkCode(figuresOf(h))
	if filing, err := v.register.Filing(h.FilingKey); err == nil {
		out.Filing = *filing
	}
	return out, nil
}

// PrintedDraft is the A4 form of what is typed, to be signed, stamped and scanned
// before it is handed in. Its 校验码 is that of the submission, as long as nothing
// is changed in between.
func (d *Desk) PrintedDraft(ctx context.Context, p *Person, k targets.FilingKey) (*PrintedForm, error) {
	f, err := d.open(ctx, p, k, ActEnter)
	if err != nil {
		return nil, err
	}
	g, err := f.grid(ctx, f.draft.entry())
	if err != nil {
		return nil, err
	}
	s := f.submission(g, targets.OnceKey{})
	h := &targets.Handed{At: f.now, By: p.User.ID, Handover: *s.Handover, Signers: s.Signers}
	for _, figure := range s.Figures {
		h.Figures = append(h.Figures, targets.HandedFigure{Figure: figure})
	}
	out := f.printed(f.form, f.office, h)
	out.Filing, out.Drafted, out.CheckCode = *f.filing, true, d.checkCode(s.Figures)
	return out, nil
}

func (v *view) printed(form *targets.Form, office *targets.Office, h *targets.Handed) *PrintedForm {
	out := &PrintedForm{Handed: h, Form: form, Office: office, Area: v.area(office.Area).Name, Signers: h.Signers, Demo: v.demo}
	for i := range h.Figures {
		g := &h.Figures[i].Figure
		card := v.indicators[g.Indicator]
		if card == nil {
			card = &targets.Indicator{ID: g.Indicator, Name: targets.Text{ZH: g.Indicator, EN: g.Indicator}}
		}
		row := PrintedRow{Indicator: card, Figure: *g, Text: figureText(g, card), Reply: ReplyOf(g, card)}
		if r := rowOf(h, g.Indicator); r != nil {
			row.Row = *r
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// figureText is a figure's value as a reader sees it: with its unit, or the word
// for why there is none.
func figureText(g *targets.Figure, card *targets.Indicator) string {
	if !g.Value.Known() {
		return g.Flag.Name().ZH
	}
	text := targets.FormatValue(g.Value, card, targets.ZH)
	if g.Bound != targets.Exact {
		text += g.Bound.Name().ZH
	}
	return text
}
