// Package report is the public pages: Site writes them as files, Handler serves
// the same pages from the same page functions.
//
// What always holds here:
//
//   - A page depends only on the snapshot, the language and the program's
//     version: the same day judged and the same known-at give the same bytes.
//   - Numbers and verdicts come from package targets; a page only counts rows
//     and places them.
//   - A forecast never stands without its caveat, and an edition without
//     forecasts has no trace of one.
//   - Every link is relative, so that a site opens from disk. No page asks
//     another host for anything, and Policy holds on every page: no inline
//     script, no inline style, no style attribute. A paper (bulletin, evaluation)
//     has no script at all; in a single file its own style sheet and its own
//     pictures lie within, and its policy lets in these and nothing else.
//   - A public edition has nothing that is disclosed 内部 now, nothing that offices
//     typed for each other, no forecast and no place, in no kind of file.
//   - Everything can be read without a script; scripts add pictures and filters.
package report

import (
	"context"
	"fmt"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Source is what the pages are made from; the store is one. It must be safe for
// concurrent use, and a Snapshot must not be modified after it was returned.
type Source interface {
	// Snapshot reads the selected targets as known at knownAt; zero is the latest.
	Snapshot(ctx context.Context, sel targets.Selection, asOf targets.Date, knownAt time.Time) (*targets.Snapshot, error)
	// History lists the revisions of a series recorded by knownAt, in the order of
	// recording; zero is all.
	History(ctx context.Context, key targets.SeriesKey, knownAt time.Time) ([]targets.Revision, error)
	// EachFigureOf calls fn for the standing figures of those series of a selection
	// that are wanted, as known at knownAt, in the order of their keys; zero is the
	// latest.
	EachFigureOf(ctx context.Context, sel targets.Selection, knownAt time.Time, wanted func(targets.SeriesKey) bool, fn func(*targets.Figure) error) error
	// Answers tells what offices handed in for periods that end from one day to
	// another, by filing and indicator.
	Answers(ctx context.Context, from, to targets.Date, knownAt time.Time) (map[targets.FilingKey]map[string]targets.Answer, error)
	// Generation changes whenever a figure or a definition does.
	Generation(ctx context.Context) (int64, error)
	// HeadAt is the last entry of the chain that is known at knownAt; zero is the latest.
	HeadAt(ctx context.Context, knownAt time.Time) (sequence int64, hash string, err error)
}

// Policy is the Content-Security-Policy of every page that is no paper: as a header from Handler,
// and in every file as a meta tag, which holds for pages opened from disk.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"

// Options say what a report is of.
type Options struct {
	AsOf      targets.Date      // the day judged; 0: today, by Now, in Asia/Shanghai
	Since     targets.Date      // what changed after this day is told; 0: the last day of the quarter before the day judged
	KnownAt   time.Time         // nothing recorded later is shown; zero: the latest
	Selection targets.Selection // what is shown; empty: everything
	Langs     []targets.Lang    // the first is at the root, others in a folder of their name; default zh, en
	Version   string            // of the program, printed in the foot
	Now       func() time.Time  // default time.Now
	Workbook  Workbook          // writes the workbook of a document; nil: documents have none

	// Publishers says whose own a host is where a source may be linked to; all other
	// addresses stay plain text.
	Publishers []Publisher

	// What the internal edition shows and a public one must not.
	NoForecast bool // leaves out every forecast, in words and in pictures
	NoRanking  bool // leaves out the places of areas among each other
	Public     bool // the public edition: leaves out the targets whose indicators are disclosed 内部, every forecast and every place

	disclosedAt time.Time // what was disclosed by then is what a public edition that looks back shows; zero: by now

	asLatest bool // KnownAt is what was the latest when an earlier report was made, and pages say so
}

// withDefaults fills in what was left open.
func (o Options) withDefaults() Options {
	if len(o.Langs) == 0 {
		o.Langs = []targets.Lang{targets.ZH, targets.EN}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.NoForecast, o.NoRanking = o.NoForecast || o.Public, o.NoRanking || o.Public
	return o
}

// day is the day judged.
func (o Options) day() targets.Date {
	if o.AsOf != 0 {
		return o.AsOf
	}
	return targets.DateOf(o.Now())
}

// since is the day whose state the day judged is compared with.
func (o Options) since(asOf targets.Date) targets.Date {
	if o.Since != 0 {
		return o.Since
	}
	y, m, _ := asOf.YMD()
	return targets.NewDate(y, (m-1)/3*3+1, 1) - 1
}

// read takes one snapshot of the source and judges it, and judges the day since as
// it was known then, so that the two can be compared.
func read(ctx context.Context, src Source, o Options, asOf targets.Date) (*book, error) {
	snap, err := snapshotOf(ctx, src, o, asOf)
	if err != nil {
		return nil, err
	}
	b := newBook(snap, o)
	b.source = src
	b.asked = asked{AsOf: asOf.String(), KnownAt: knownAt(o.KnownAt)}
	if o.asLatest {
		b.asked.KnownAt = ""
	}
	b.since = o.since(asOf)
	then, err := snapshotOf(ctx, src, o.knownBy(b.since, snap.KnownAt), b.since)
	if err != nil {
		return nil, err
	}
	b.before = then.Evaluate()
	return b, b.readMore(ctx, src, o)
}

// knownBy narrows what is known to what was by the end of a day; what is known at
// latest anyway stays as it is.
func (o Options) knownBy(day targets.Date, latest time.Time) Options {
	at := endOf(day)
	if !at.Before(latest) {
		return o
	}
	if o.asLatest {
		o.disclosedAt = o.KnownAt
	}
	o.KnownAt, o.asLatest = at, false
	return o
}

func snapshotOf(ctx context.Context, src Source, o Options, asOf targets.Date) (*targets.Snapshot, error) {
	snap, err := src.Snapshot(ctx, o.Selection, asOf, o.KnownAt)
	if err != nil {
		return nil, fmt.Errorf("read snapshot: %w", err)
	}
	if o.Public {
		return publicOf(ctx, src, o, snap)
	}
	return snap, nil
}

// publicOf leaves out what is internal, at known-at or by now: a look back does
// not show what was withdrawn since.
func publicOf(ctx context.Context, src Source, o Options, snap *targets.Snapshot) (*targets.Snapshot, error) {
	if o.KnownAt.IsZero() || o.asLatest {
		return snap.Public(), nil
	}
	now, err := src.Snapshot(ctx, o.Selection, snap.AsOf, o.disclosedAt)
	if err != nil {
		return nil, fmt.Errorf("read what is disclosed now: %w", err)
	}
	return snap.DisclosedAs(now).Public(), nil
}
