package collector

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/biaochi/biaochi/targets"
)

func TestAPackGivesBackWhatItWasGiven(t *testing.T) {
	number := rapid.Custom(func(t *rapid.T) targets.Decimal {
		return targets.MustDecimal(rapid.StringMatching(`-?[0-9]{1,14}(\.[0-9]{1,14})?|[0-9]{30}|0\.[0-9]{29}`).Draw(t, "number"))
	})
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "来源"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		p := newPack()
		p.texts.list = make([]string, maxShared-rapid.IntRange(0, 3).Draw(t, "room")) // so that some texts stand in their row
		want := map[int]targets.Figure{}
		for line := range rapid.IntRange(1, 20).Draw(t, "rows") {
			f := figure(fmt.Sprintf("i%d %d", rapid.IntRange(0, 3).Draw(t, "indicator"), rapid.IntRange(2000, 2009).Draw(t, "year")))
			f.Value, f.Note, f.SourceTitle = number.Draw(t, "value"), text.Draw(t, "note"), text.Draw(t, "title")
			if rapid.Bool().Draw(t, "parts") {
				f.Numerator, f.Denominator = number.Draw(t, "numerator"), number.Draw(t, "denominator")
			}
			want[line+1] = f
			if err := p.add(line+1, &f, false); err != nil {
				t.Fatal(err)
			}
		}
		checkPack(t, p, want)
	})
}

// checkPack sorts the pack and compares it with the rows by line.
func checkPack(t *rapid.T, p *pack, want map[int]targets.Figure) {
	p.sort()
	var last, f targets.Figure
	for i, e := range p.index {
		p.read(i, &f)
		if w := want[int(e.line)]; !f.SameContent(&w) {
			t.Fatalf("line %d is %+v; want %+v", e.line, f, w)
		}
		c := targets.CompareKeys(last.Key, f.Key)
		if i > 0 && (c > 0 || c == 0 && p.index[i-1].line > e.line) {
			t.Fatalf("%v (line %d) stands before %v (line %d)", last.Key, p.index[i-1].line, f.Key, e.line)
		}
		last = f
	}
	if len(p.index) != len(want) {
		t.Fatalf("%d rows; want %d", len(p.index), len(want))
	}
}

func TestAnArenaFillsBlockAfterBlock(t *testing.T) {
	var a arena
	var places []uint32
	for n := range 100 {
		at, err := a.add([]byte(strings.Repeat(string(rune('a'+n%26)), 50_000)))
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, at)
	}
	for n, at := range places {
		if got, want := string(a.from(at)[:50_000]), strings.Repeat(string(rune('a'+n%26)), 50_000); got != want {
			t.Fatalf("the %d-th string begins with %.10q; want %.10q", n, got, want)
		}
	}
	if _, err := a.add(make([]byte, blockSize+1)); err == nil {
		t.Error("a string longer than a block is kept")
	}
}
