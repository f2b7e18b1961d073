package collector

import (
	"reflect"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

func TestASharedSnapshotIsNeverModified(t *testing.T) {
	key := targets.SeriesKey{Indicator: "total", Area: "330000"}
	series := func(values ...string) []targets.Figure {
		var list []targets.Figure
		for i, v := range values {
			list = append(list, targets.Figure{Key: targets.Key{Indicator: "total", Area: "330000", Period: targets.Year(2023 + i)}, Value: targets.MustDecimal(v), Revision: 1})
		}
		return list
	}
	room := append(make([]targets.Figure, 0, 8), series("10", "20")...) // with room to append in place
	snap := &targets.Snapshot{Figures: map[targets.SeriesKey][]targets.Figure{key: room}}
	correction := series("10", "25", "30")[1:]
	after := withFigures(snap, correction, time.Time{})
	if got := snap.Figures[key]; !reflect.DeepEqual(got, series("10", "20")) || room[:3][2].Value.Known() {
		t.Errorf("the shared series is %v; want 10, 20 as before", got)
	}
	var got string
	for _, f := range after.Figures[key] {
		got += f.Value.String() + " "
	}
	if got != "10 25 30 " {
		t.Errorf("the own series is %s; want 10 25 30", got)
	}
}
