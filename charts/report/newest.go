package report

import (
	"time"

	"github.com/biaochi/biaochi/targets"
)

// knownAt is printed where a reader asked for a moment, and otherwise only on
// pages that tell of everything: every new figure moves the latest moment, and a
// page that does not show the figure must stay as it is.
func (p page) knownAt() string {
	switch p.kind {
	case overviewKind, changesKind:
		return knownAt(p.book.snap.KnownAt)
	}
	if p.book.asked.KnownAt != "" {
		return knownAt(p.book.snap.KnownAt)
	}
	return ""
}

// newest is when the newest figure of these evaluations was recorded, for the
// foot of a page that shows them: it changes only when one of them does. It is
// empty where none has a figure.
func (p page) newest(list []*targets.Evaluation) string {
	var at time.Time
	for _, e := range list {
		for i := range e.Series {
			if r := e.Series[i].Recorded; r.After(at) {
				at = r
			}
		}
	}
	return knownAt(at)
}
