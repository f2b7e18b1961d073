package collector_test

import (
	"testing"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// TestAnAdministratorIsToldOfFiguresOutsideTheirRange: of those that stood before
// the card was narrowed, and nobody else is.
func TestAnAdministratorIsToldOfFiguresOutsideTheirRange(t *testing.T) {
	w := newWorld(t)
	list, err := w.OutOfRange(t.Context(), admin)
	w.must(err)
	if len(list) > 0 {
		t.Fatalf("without a range there are %+v outside it", list)
	}
	c, _, err := w.store.Catalogue(t.Context())
	w.must(err)
	narrow := *c
	narrow.Indicators = append([]targets.Indicator(nil), c.Indicators...)
	for i := range narrow.Indicators {
		if narrow.Indicators[i].ID == "total" {
			narrow.Indicators[i].Range.High = targets.NewDecimal(250)
		}
	}
	_, err = w.store.Seed(t.Context(), collector.Operator, &narrow, w.now)
	w.must(err)
	list, err = w.OutOfRange(t.Context(), admin)
	w.must(err)
	if len(list) != 1 || list[0].Figure.Value.String() != "260" || list[0].Text != "260 大于「"+list[0].Indicator.Name.ZH+"」的上限 250" {
		t.Errorf("outside the range: %+v; want the 260 alone", list)
	}
	_, err = w.OutOfRange(t.Context(), wang)
	w.refused(err, targets.Forbidden, "没有这项权限")
}
