package storetest

import (
	"testing"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

func newestRevisions(t *testing.T, w *world) {
	w.found()
	f := figure("all", "330000", "2021", 2579)
	w.imports(f)
	approved := w.now
	w.submits(1, revised(f, 2, 2600))
	gone := figure("loose", "330000", "2021", 0)
	gone.Value = targets.Decimal{}
	w.imports(gone)
	other := figure("new", "610000", "2021", 1)
	got, err := w.s.Newest(w.ctx, []targets.Key{f.Key, other.Key})
	w.ok(err)
	w.equal("newest", []any{len(got), got[f.Key].Value.String(), got[f.Key].Revision, got[f.Key].Approved.IsZero()}, []any{1, "2600", 2, true})
	series := func(f targets.Figure) targets.SeriesKey {
		return targets.SeriesKey{Indicator: f.Indicator, Area: f.Area}
	}
	standing, err := w.s.SeriesNow(w.ctx, []targets.SeriesKey{series(other), series(gone), series(f)})
	w.ok(err)
	w.equal("standing", []any{len(standing), standing[series(f)][0].Value.String(), standing[series(f)][0].Approved}, []any{1, "2579", approved})
}

func evidenceHeads(t *testing.T, w *world) {
	w.found()
	var sums []string
	for _, name := range []string{"甲.pdf", "乙.png"} {
		sum, err := w.s.AddEvidence(w.ctx, "u1", store.Evidence{Name: name, MediaType: "x/y", Data: []byte(name)}, w.later())
		w.ok(err)
		sums = append(sums, sum)
	}
	heads, err := w.s.EvidenceHeads(w.ctx, []string{sums[1], "00", sums[0]})
	w.ok(err)
	w.equal("heads", heads, []targets.EvidenceHead{{SHA256: sums[1], Name: "乙.png", MediaType: "x/y", Size: 7}, {SHA256: sums[0], Name: "甲.pdf", MediaType: "x/y", Size: 7}})
}
