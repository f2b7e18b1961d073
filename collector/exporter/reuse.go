package exporter

import (
	"encoding/binary"
	"hash/maphash"
	"math"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// A footing is what the verdicts of a page stand on, kept to tell which of them
// the next page may take over. A verdict depends on the day, the definitions, the
// register and the figures of its indicator and of the indicator's sister, in
// whatever areas; one on a ledger of tasks depends on more and is never taken over.
type footing struct {
	seed     maphash.Seed
	day      targets.Date
	cuts     targets.CutPoints
	register *targets.Register
	// catalogue shares its lists with the snapshot's: a Source that changes a
	// definition gives other lists.
	catalogue targets.Catalogue
	figures   map[string]uint64 // by indicator: the sum of the checksums of its figures
}

// footingOf looks at a snapshot with the seed of the footing before it, or a new one.
func footingOf(snap *targets.Snapshot, seed maphash.Seed) *footing {
	f := &footing{seed: seed, day: snap.AsOf, cuts: snap.Cuts, register: snap.Register, catalogue: snap.Catalogue,
		figures: make(map[string]uint64, len(snap.Indicators))}
	f.catalogue.Targets = nil // made anew for each snapshot; what they are follows from the rest
	var text []byte
	for key, list := range snap.Figures {
		text = appendSeries(text[:0], key, list)
		f.figures[key.Indicator] += maphash.Bytes(seed, text) // the series of a snapshot have no order
	}
	return f
}

// appendSeries writes all that a verdict may take from a series.
func appendSeries(b []byte, key targets.SeriesKey, list []targets.Figure) []byte {
	b = appendTexts(b, key.Indicator, key.Area)
	for i := range list {
		f := &list[i]
		b = appendNumbers(b, int64(f.Period.Start), int64(f.Period.End), int64(f.Revision), int64(f.Published), instant(f.Recorded), instant(f.Approved))
		b = appendTexts(b, f.Indicator, f.Area, f.Value.String(), f.Numerator.String(), f.Denominator.String(),
			string(f.Flag), string(f.Bound), string(f.Origin), f.Note, f.SourceTitle, f.SourceURL)
	}
	return b
}

func appendNumbers(b []byte, list ...int64) []byte {
	for _, n := range list {
		b = binary.LittleEndian.AppendUint64(b, uint64(n))
	}
	return b
}

// appendTexts writes each with its length, so that none runs into the next.
func appendTexts(b []byte, list ...string) []byte {
	for _, s := range list {
		b = append(appendNumbers(b, int64(len(s))), s...)
	}
	return b
}

// instant tells moments apart; the zero time is none of them.
func instant(t time.Time) int64 {
	if t.IsZero() {
		return math.MinInt64
	}
	return t.UnixNano()
}

// takeOver finds the row of a target that stands unchanged since the page before,
// nil where the target must be judged; it is itself nil where more changed than
// figures.
func takeOver(snap *targets.Snapshot, now *footing, before *page) func(*targets.Target) *row {
	if before == nil || !now.sameGround(before.footing) {
		return nil
	}
	rows := make(map[string]*row, len(before.rows))
	for i := range before.rows {
		rows[before.rows[i].target] = &before.rows[i]
	}
	return func(t *targets.Target) *row {
		if now.sameFigures(before.footing, t, snap.Indicator(t.Indicator)) {
			return rows[t.ID]
		}
		return nil
	}
}

// sameGround reports whether nothing but figures changed.
func (f *footing) sameGround(o *footing) bool {
	a, b := &f.catalogue, &o.catalogue
	return f.seed == o.seed && f.day == o.day && f.register == o.register && sameCuts(f.cuts, o.cuts) && same(a.Areas, b.Areas) &&
		same(a.Departments, b.Departments) && same(a.Indicators, b.Indicators) && same(a.Documents, b.Documents) && same(a.Tasks, b.Tasks)
}

func sameCuts(a, b targets.CutPoints) bool {
	return a.OnTrack.String() == b.OnTrack.String() && a.FarBehind.String() == b.FarBehind.String() && a.Reversing.String() == b.Reversing.String()
}

// same reports whether two lists are one.
func same[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// sameFigures reports whether no figure changed that a verdict on the target takes.
func (f *footing) sameFigures(o *footing, t *targets.Target, ind *targets.Indicator) bool {
	return !t.Ledger && f.figures[ind.ID] == o.figures[ind.ID] && f.figures[ind.Sister] == o.figures[ind.Sister] &&
		f.figures[t.Reference.Indicator] == o.figures[t.Reference.Indicator]
}
