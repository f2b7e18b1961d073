package report

import (
	"context"
	"fmt"
	"slices"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// A history says who knew what when: the revisions of a series, newest first, by
// the batch that brought them. Only revisions that count, or did, are in it: what
// is being reviewed or was sent back is no matter of the pages.
type history struct {
	Plain   string // the one line that says it all: one batch, one revision a period
	Batches []batch
	Sister  *sister // nil where no other series feeds this one
}

// A sister is the cumulative whose differences feed a flow: what was known of it
// is what was known of the flow.
type sister struct {
	Name string
	*history
}

// A batch is what one entry of the chain brought to the series.
type batch struct {
	Recorded    string
	File        string // of an import; "" for the first load, for what was typed and in a public edition
	Founding    bool   // the first load: figures count from their publication
	Restatement *targets.Restatement
	Revisions   []revision
}

// A revision is one line of the history.
type revision struct {
	Period    [2]string
	Value     string
	Replaced  string // the value it took the place of; "" when there was none
	Same      bool   // that value is the same: source, flag or note were corrected
	KnownFrom string
	Published bool // known from its day of publication, before it was recorded
	Standing  string
	Stands    bool
}

// history tells of the target's own series and of the one that feeds it; nil
// where nothing ever counted.
func (p page) history(ctx context.Context, e *targets.Evaluation) (*history, error) {
	list, err := p.revisions(ctx, e.Target.Indicator, e.Target.Area)
	if err != nil {
		return nil, err
	}
	h := p.tell(list, e.Indicator)
	s, err := p.sister(ctx, e)
	if err != nil || s == nil {
		return h, err
	}
	if h == nil {
		h = &history{}
	}
	h.Sister = s
	return h, nil
}

// sister tells of the cumulative that feeds a flow: one with an exact figure at
// the end of the day before the start and one after it. A public page does not
// tell of a series that is not.
func (p page) sister(ctx context.Context, e *targets.Evaluation) (*sister, error) {
	card := p.book.snap.Indicator(e.Indicator.Sister)
	if card == nil || e.Indicator.Accumulation != targets.Flow ||
		card.Disclosure == targets.Internal && e.Indicator.Disclosure != targets.Internal {
		return nil, nil
	}
	list, err := p.revisions(ctx, card.ID, e.Target.Area)
	if err != nil || !feeds(list, e.Target.Start) {
		return nil, err
	}
	return &sister{Name: card.Name.In(p.lang), history: p.tell(list, card)}, nil
}

// feeds reports whether differences from the start on were ever to be had.
func feeds(list []targets.Revision, start targets.Date) bool {
	from := func(r targets.Revision) bool { return r.Period.End == start-1 && r.Precise() }
	to := func(r targets.Revision) bool { return r.Period.End >= start && r.Evidence() }
	return slices.ContainsFunc(list, from) && slices.ContainsFunc(list, to)
}

// revisions reads a series as known at the page's own known-at, so that a page
// made while figures come in tells one story.
func (p page) revisions(ctx context.Context, indicator, area string) ([]targets.Revision, error) {
	list, err := p.book.past(ctx, targets.SeriesKey{Indicator: indicator, Area: area})
	if err != nil {
		return nil, fmt.Errorf("read the history of %s in %s: %w", indicator, area, err)
	}
	return slices.DeleteFunc(list, func(r targets.Revision) bool {
		return r.KnownFrom.IsZero() || r.Period.End > p.book.snap.AsOf
	}), nil
}

// tell makes one line or a table of revisions; nil of none.
func (p page) tell(list []targets.Revision, ind *targets.Indicator) *history {
	if len(list) == 0 {
		return nil
	}
	h := &history{Batches: p.batches(list, ind)}
	if uncorrected(list) {
		h.Plain = p.plain(h.Batches[0])
	}
	return h
}

// batches groups revisions, which are in the order of recording, newest first.
func (p page) batches(list []targets.Revision, ind *targets.Indicator) []batch {
	var all []batch
	for i, r := range slices.Backward(list) {
		if i == len(list)-1 || r.Batch.Entry != list[i+1].Batch.Entry {
			all = append(all, batch{Recorded: knownAt(r.Recorded), File: r.Batch.File, Restatement: r.Batch.Restatement})
		}
		b, line := &all[len(all)-1], p.revision(&r, ind)
		if p.book.public {
			b.File = "" // a name that was typed for the office
		}
		b.Revisions, b.Founding = append(b.Revisions, line), b.Founding || line.Published
	}
	return all
}

// uncorrected reports whether everything came at once and stands.
func uncorrected(list []targets.Revision) bool {
	return !slices.ContainsFunc(list, func(r targets.Revision) bool {
		return r.Batch.Entry != list[0].Batch.Entry || r.Batch.Restatement != nil || r.Standing != targets.Current
	})
}

// plain says of the only batch what a table would.
func (p page) plain(b batch) string {
	n := len(b.Revisions)
	switch {
	case b.Founding:
		return fmt.Sprintf(p.say("%[1]d期数据都由首次装载入库（%[2]s），未更正过；首次装载的数据自发布日起视为已知。",
			"Figures: %[1]d, all recorded by the first load (%[2]s), none corrected since. What the first load brought counts as known from its day of publication."), n, b.Recorded)
	case b.File != "":
		return fmt.Sprintf(p.say("%[1]d期数据都由文件 %[3]s 导入（%[2]s），未更正过。", "Figures: %[1]d, all imported from the file %[3]s (%[2]s), none corrected since."), n, b.Recorded, b.File)
	}
	return fmt.Sprintf(p.say("%[1]d期数据于 %[2]s 入库，未更正过。", "Figures: %[1]d, recorded at %[2]s, none corrected since."), n, b.Recorded)
}

func (p page) revision(r *targets.Revision, ind *targets.Indicator) revision {
	line := revision{
		Period: ends(r.Period), Value: charts.FigureText(&r.Figure, ind, p.lang), KnownFrom: knownAt(r.KnownFrom),
		Standing: r.Standing.Name().In(p.lang), Stands: r.Standing != targets.Superseded,
	}
	if r.KnownFrom.Before(r.Recorded) { // the end of its day of publication
		line.KnownFrom, line.Published = r.Published.String(), true
	}
	if r.Replaced != nil {
		line.Replaced = charts.FigureText(r.Replaced, ind, p.lang)
		line.Same = line.Replaced == line.Value
	}
	return line
}
