package charts

import (
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestLightsStacksOneBarADocument(t *testing.T) {
	green, blue := evaluate(cumulative, figure("2023", "3900"), figure("2021", "2000"), figure("2024", "3950")), evaluate(cumulative)
	groups := []Group{
		NewGroup("甲", []*targets.Evaluation{green, green, blue}),
		NewGroup("乙", nil),
		NewGroup("丙", []*targets.Evaluation{blue}),
	}
	p := Lights(groups, targets.ZH)
	d, _ := look(t, p)
	if p.Rows != 2 {
		t.Errorf("%d bars, want 2: a document without targets has none", p.Rows)
	}
	want := map[string]string{"绿灯": `2 "-"`, "灰灯": `1 1`, "红灯": `"-" "-"`}
	for series, bars := range want {
		if got := d.values(series); got != bars {
			t.Errorf("%s = %s, want %s", series, got, bars)
		}
	}
	if label := d.Series[0].Data[0].Label; label == nil || label.Formatter != "● 2" {
		t.Errorf("the label is %+v, want mark and number", label)
	}
}

func TestLightsOfNothingHasNoPicture(t *testing.T) {
	if p := Lights([]Group{NewGroup("甲", nil)}, targets.ZH); !p.Empty() {
		t.Errorf("drawn as %v, want no picture", p.Options)
	}
}

func TestEveryLightHasItsOwnMark(t *testing.T) {
	seen := map[string]targets.Light{}
	for _, l := range targets.Lights {
		if other, twice := seen[Mark(l)]; twice {
			t.Errorf("%s and %s share the mark %s", l, other, Mark(l))
		}
		seen[Mark(l)] = l
	}
}
