package charts

import (
	"fmt"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestTheMapHasEveryProvinceLevelAreaOnce(t *testing.T) {
	codes, names, spots := map[string]bool{}, map[string]bool{}, map[string]string{}
	for _, p := range places() {
		spot := fmt.Sprint(p.column, p.row)
		if codes[p.code] || names[p.name.ZH] || names[p.name.EN] || spots[spot] != "" {
			t.Errorf("%s %s stands twice, or where %s stands", p.code, p.name.ZH, spots[spot])
		}
		codes[p.code], names[p.name.ZH], names[p.name.EN], spots[spot] = true, true, true, p.name.ZH
		if p.column < 0 || p.column >= tileColumns || p.row < 0 || p.row >= tileRows {
			t.Errorf("%s stands outside at %s", p.name.ZH, spot)
		}
		if n := len([]rune(p.name.ZH)); n > 3 || !strings.HasSuffix(p.code, "0000") {
			t.Errorf("%s %s: want a code of a province-level area and a name of at most three characters", p.code, p.name.ZH)
		}
	}
	for _, code := range []string{"110000", "330000", "710000", "810000", "820000"} {
		if !codes[code] {
			t.Errorf("%s is missing", code)
		}
	}
	if len(codes) != 34 {
		t.Errorf("%d areas, want 34", len(codes))
	}
}

func TestATileShowsMarkAndNumberAndLeadsOn(t *testing.T) {
	p := TileMap([]Tile{{Code: "330000", Light: targets.Red, N: 7, Words: "浙江省：红灯7项", Href: "areas/330000.html"}, {Code: "330100", N: 3}}, targets.ZH)
	_, text := look(t, p)
	for _, want := range []string{`{name|浙江}\n{red|■}{number| 7}`, `"href":"areas/330000.html"`, `{off|台湾}\n{off|—}`, "浙江省：红灯7项"} {
		if !strings.Contains(text, want) {
			t.Errorf("the map lacks %s", want)
		}
	}
	if got := strings.Count(text, `"value":[`); got != 34 {
		t.Errorf("%d tiles, want 34", got)
	}
}
