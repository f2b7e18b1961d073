package collector

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/biaochi/biaochi/targets"
)

// SaveDraft keeps what was typed, whether it could be handed in or not; only texts
// that nothing could show are refused. When somebody else saved after the writer
// looked (e.Version), nothing is written: it is a Conflict, with the Grid of the
// other person's cells.
func (d *Desk) SaveDraft(ctx context.Context, p *Person, k targets.FilingKey, e Entry) (*Grid, error) {
	f, err := d.open(ctx, p, k, ActEnter)
	if err != nil {
		return nil, err
	}
	if e, err = f.tidy(e); err != nil {
		return nil, err
	}
	if err := f.keepable(e); err != nil {
		return nil, err
	}
	err = f.keep(ctx, func(b *draftBody) error {
		if b.Version != e.Version {
			return f.moved(ctx)
		}
		b.Cells, b.Statement, b.Signers, b.Basis, b.Evidence = e.Cells, e.Statement, e.Signers, e.Basis, e.Evidence
		b.Version, b.Saved, b.By = max(b.Version+1, f.now.UnixMicro()), f.now, p.User.ID
		return nil
	})
	switch {
	case targets.KindOf(err) == targets.Conflict:
		e = f.draft.entry()
	case err != nil:
		return nil, err
	}
	g, failed := f.grid(ctx, e)
	if failed != nil {
		return nil, failed
	}
	return g, err
}

// keepable refuses texts that cannot be kept.
func (f *folder) keepable(e Entry) error {
	for i := range e.Cells {
		if wrong := e.Cells[i].checkTexts(nil); len(wrong) > 0 {
			return &targets.Error{Kind: targets.Invalid, Field: e.Cells[i].Indicator + "." + string(wrong[0].Columns[0]), Text: wrong[0].Text + "，" + wrong[0].Fix}
		}
		if len(e.Cells[i].Evidence) > maxFiles {
			return tooManyFiles()
		}
	}
	if len(e.Evidence) > maxFiles {
		return tooManyFiles()
	}
	g := &Grid{Statement: e.Statement, Signers: e.Signers, Basis: e.Basis}
	if wrong := wholeTexts(g); len(wrong) > 0 {
		return &targets.Error{Kind: targets.Invalid, Field: string(wrong[0].Columns[0]), Text: wrong[0].Text + "，" + wrong[0].Fix}
	}
	return nil
}

// moved says who was first.
func (f *folder) moved(ctx context.Context) error {
	if f.draft.By == "" {
		return &targets.Error{Kind: targets.Conflict, Text: "这份草稿已上报或已被放弃，您的修改没有保存；以下是现有内容，请核对后重新填写。"}
	}
	names, err := f.names(ctx)
	if err != nil {
		return err
	}
	return &targets.Error{Kind: targets.Conflict, Text: fmt.Sprintf("%s已于 %s 保存了这张报表，您的修改没有保存；以下是对方填写的内容，请核对后重新填写。",
		nameOf(names, f.draft.By), f.draft.Saved.In(targets.Shanghai).Format("2006-01-02 15:04"))}
}

// keepTries is how often a draft is read again when another write came between:
// an upload beside a save, mostly.
const keepTries = 5

// keep changes the stored draft. When somebody else wrote meanwhile, the change
// is made again to what is there now.
func (f *folder) keep(ctx context.Context, change func(*draftBody) error) error {
	var err error
	for range keepTries {
		next := f.draft
		if err := change(&next); err != nil {
			return err
		}
		if err = f.write(ctx, next); targets.KindOf(err) != targets.Conflict {
			return err
		}
		f.draft, f.stored = draftBody{}, targets.FilingDraft{}
		stored, err := f.d.parts.Filings.FilingDraft(ctx, f.filing.FilingKey)
		if err != nil && targets.KindOf(err) != targets.NotFound {
			return fmt.Errorf("read the draft: %w", err)
		}
		if err := f.readDraft(stored); err != nil {
			return err
		}
	}
	return err
}

func (f *folder) write(ctx context.Context, b draftBody) error {
	body, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("write the draft of %s: %w", f.filing.FilingKey, err)
	}
	next := targets.FilingDraft{FilingKey: f.filing.FilingKey, Version: f.stored.Version, Body: string(body), Actor: f.p.User.ID, Saved: f.now}
	version, err := f.d.parts.Filings.SaveFilingDraft(ctx, next, f.now)
	if err != nil {
		return fmt.Errorf("keep the draft of %s: %w", f.filing.FilingKey, err)
	}
	f.draft, f.stored = b, next
	f.stored.Version = version
	return nil
}

// DiscardDraft throws away what is typed and not handed in. Who fills in for an
// office below throws away nothing but what he saved himself.
func (d *Desk) DiscardDraft(ctx context.Context, p *Person, k targets.FilingKey) error {
	f, err := d.open(ctx, p, k, ActEnter)
	if err != nil {
		return err
	}
	if f.fillingIn() && f.draft.By != "" && f.draft.By != p.User.ID {
		return &targets.Error{Kind: targets.Forbidden, Text: "草稿是填报单位保存的，只能由该单位放弃。"}
	}
	if err := d.parts.Filings.DiscardFilingDraft(ctx, f.filing.FilingKey); err != nil {
		return fmt.Errorf("discard the draft: %w", err)
	}
	return nil
}
