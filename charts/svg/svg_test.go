package svg

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/targets"
)

// bars is a picture with one bar under a name.
func bars(name string) charts.Picture {
	g := charts.Group{Name: name, Count: map[targets.Light]int{targets.Green: 5, targets.Red: 3, targets.Grey: 1}, All: 9}
	return charts.Lights([]charts.Group{g, {Name: "乙", Count: map[targets.Light]int{targets.Yellow: 2}, All: 2}}, targets.ZH)
}

// dot is a picture that is drawn fast.
func dot(value int) charts.Picture {
	axis := map[string]any{"type": "value", "show": false}
	return charts.Picture{Options: map[string]any{
		"xAxis": axis, "yAxis": axis, "grid": map[string]any{"left": 0, "right": 0, "top": 0, "bottom": 0},
		"series": []any{map[string]any{"type": "line", "data": []any{[]any{value, 1}}}},
	}}
}

func newDrawer(t testing.TB) *Drawer {
	t.Helper()
	d, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func draw(t testing.TB, d *Drawer, p charts.Picture, width, height int) []byte {
	t.Helper()
	b, err := d.Draw(p, width, height)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// words are the texts of a drawing; reading them proves that it is well formed.
func words(t testing.TB, drawing []byte) []string {
	t.Helper()
	var list []string
	for dec := xml.NewDecoder(bytes.NewReader(drawing)); ; {
		token, err := dec.Token()
		if err == io.EOF {
			return list
		}
		if err != nil {
			t.Fatalf("drawing is not XML: %v\n%s", err, drawing)
		}
		if text, ok := token.(xml.CharData); ok {
			list = append(list, string(text))
		}
	}
}

func TestADrawingIsTheSameInEveryDrawerAndAfterAHundredOthers(t *testing.T) {
	d := newDrawer(t)
	d.drawn.limit = 0 // nothing is kept: every drawing is made
	first := draw(t, d, bars("浙江省"), 590, 140)
	for i := range 100 {
		draw(t, d, dot(i), 100+i, 60)
	}
	if got := draw(t, d, bars("浙江省"), 590, 140); !bytes.Equal(got, first) {
		t.Errorf("after a hundred others\n%s\nbefore\n%s", got, first)
	}
	if got := draw(t, newDrawer(t), bars("浙江省"), 590, 140); !bytes.Equal(got, first) {
		t.Errorf("in another drawer\n%s\nwant\n%s", got, first)
	}
}

// In New York a year has a day of 23 hours and one of 25.
func TestADrawingIsTheSameInEveryTimeZone(t *testing.T) {
	here := time.Local
	t.Cleanup(func() { time.Local = here })
	for _, file := range []string{"timeline-full", "trend-plain", "multiples-ratio"} {
		p := golden(t, "../testdata/"+file+".json")
		var want []byte
		for _, zone := range []string{"Asia/Shanghai", "UTC", "America/New_York", "Australia/Lord_Howe"} {
			var err error
			if time.Local, err = time.LoadLocation(zone); err != nil {
				t.Fatal(err)
			}
			got := draw(t, newDrawer(t), p, 600, 400)
			if want == nil {
				want = got
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s in %s differs from that in Asia/Shanghai", file, zone)
			}
		}
	}
}

func TestManyMayDrawAtOnce(t *testing.T) {
	d := newDrawer(t)
	var wg sync.WaitGroup
	drawings := make([][]byte, 12)
	for i := range drawings {
		wg.Go(func() { drawings[i], _ = d.Draw(bars(fmt.Sprint(i%3)), 590, 140) })
	}
	wg.Wait()
	for i, got := range drawings {
		if want := draw(t, d, bars(fmt.Sprint(i%3)), 590, 140); len(got) == 0 || !bytes.Equal(got, want) {
			t.Errorf("drawing %d made beside others\n%s\nalone\n%s", i, got, want)
		}
	}
}

func TestNamesAreTextWhateverTheyContain(t *testing.T) {
	for _, name := range []string{
		`<script>alert(1)</script>`, `"><image href="https://example.org/x.png">`, `&amp;<&>`, `]]><style>*{}</style>`, `' onload='x`, `{b}{a|x}`, "\x00\x1b甲\ufffe", "👍🏽",
	} {
		drawing := draw(t, newDrawer(t), bars(name), 590, 140)
		all := strings.Join(words(t, drawing), "")
		want := strings.NewReplacer("\x00", "\ufffd", "\x1b", "\ufffd", "\ufffe", "\ufffd", "{", "｛", "}", "｝").Replace(name) // braces would be placeholders
		if !strings.Contains(all, want) && !strings.Contains(strings.ReplaceAll(all, " ", ""), strings.ReplaceAll(want, " ", "")) {
			t.Errorf("name %q: texts %q", name, all)
		}
		inert(t, drawing)
	}
}

var active = regexp.MustCompile(`(?i)<(script|image|use|style|a|foreignObject|animate|set)[\s>]|\son[a-z]+="|href|<!|<\?|url\([^#]`)

// inert fails where a drawing has what could run or be fetched, apart from its texts.
func inert(t testing.TB, drawing []byte) {
	t.Helper()
	tags := regexp.MustCompile(`<[^>]*>`).FindAll(drawing, -1)
	for _, tag := range tags {
		if active.Match(tag) {
			t.Errorf("a drawing has %s", tag)
		}
	}
}

func TestADrawingFollowsTheMediaQueriesOfItsWidth(t *testing.T) {
	d := newDrawer(t)
	name := "关于印发计量发展规划（2021—2035年）的通知"
	wide, narrow := draw(t, d, bars(name), 590, 140), draw(t, d, bars(name), 328, 140)
	at := regexp.MustCompile(`text-anchor="(\w+)"[^>]*>关于`)
	for what, c := range map[string]struct {
		drawing []byte
		want    string
	}{"a sheet": {wide, "end"}, "a phone": {narrow, ""}} {
		got := at.FindSubmatch(c.drawing)
		if c.want == "" && got != nil && string(got[1]) == "end" || c.want != "" && (got == nil || string(got[1]) != c.want) {
			t.Errorf("name on %s stands %q, want %q\n%s", what, got, c.want, c.drawing)
		}
	}
}

func TestEveryTextHasItsSize(t *testing.T) {
	d := newDrawer(t)
	for _, width := range []int{590, 328} { // on a phone names stand in boxes, whose fonts the library writes otherwise
		drawing := draw(t, d, bars("关于印发计量发展规划（2021—2035年）的通知"), width, 140)
		for _, tag := range regexp.MustCompile(`<text[^>]*>`).FindAll(drawing, -1) {
			if !regexp.MustCompile(` font-size="1[0-9]"`).Match(tag) {
				t.Errorf("at %d pixels a text has no size: %s", width, tag)
			}
		}
	}
}

func TestColoursAreThoseOfPaper(t *testing.T) {
	drawing := string(draw(t, newDrawer(t), bars("甲"), 590, 140))
	if strings.Contains(drawing, "--") || !strings.Contains(drawing, charts.Palette["--green-pale"]) {
		t.Errorf("colours are not resolved:\n%s", drawing)
	}
	p := charts.Picture{Options: map[string]any{"backgroundColor": "--sky"}}
	if _, err := newDrawer(t).Draw(p, 100, 100); err == nil || !strings.Contains(err.Error(), "--sky") {
		t.Errorf("an unknown colour: error %v, want one that names it", err)
	}
}

func TestThePaletteIsThatOfThePages(t *testing.T) {
	css, err := os.ReadFile("../report/assets/css/10-base.css")
	if err != nil {
		t.Fatal(err)
	}
	light, _, _ := strings.Cut(string(css), "@media")
	found := map[string]string{}
	for _, m := range regexp.MustCompile(`(--[a-z-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(light, -1) {
		found[m[1]] = m[2]
	}
	for name, value := range found {
		if charts.Palette[name] != value {
			t.Errorf("report.css says %s: %s, charts.Palette %q", name, value, charts.Palette[name])
		}
	}
	if len(found) != len(charts.Palette) {
		t.Errorf("report.css has %d colours, charts.Palette %d", len(found), len(charts.Palette))
	}
	for _, font := range []string{Font, strings.TrimSuffix(LatinFont, Font)} {
		if strings.Contains(string(css), strings.ReplaceAll(font, `'`, `"`)) {
			continue
		}
		t.Errorf("report.css does not set its texts in %s", font)
	}
}

// Of the option sets that package charts keeps as goldens two of each kind are
// drawn, for the sheet and for a phone; with DRAWINGS=folder all of them but those of
// hundreds of lines, to be looked at.
func TestEveryKindOfPictureCanBeDrawn(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no goldens of charts: %v", err)
	}
	d, dir, drawn := newDrawer(t), os.Getenv("DRAWINGS"), map[string]int{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		kind, _, _ := strings.Cut(name, "-")
		p := golden(t, file)
		if p.Empty() || dir == "" && drawn[kind] == 2 {
			continue
		}
		drawn[kind]++
		for width, height := range map[int]int{590: p.Height, 328: p.Narrow} {
			drawing, err := d.Draw(p, width, height)
			if err != nil {
				t.Errorf("%s at %d: %v", name, width, err)
				continue
			}
			words(t, drawing)
			inert(t, drawing)
			if dir != "" {
				os.WriteFile(fmt.Sprintf("%s/%s-%d.svg", dir, name, width), drawing, 0o644)
			}
		}
	}
}

// golden reads an option set; one of hundreds of lines, which no paper has, is empty.
func golden(t *testing.T, file string) (p charts.Picture) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > 60_000 {
		return p
	}
	if err := json.Unmarshal(b, &p); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return p
}

func TestWhatCannotBeDrawnIsAnError(t *testing.T) {
	d := newDrawer(t)
	for name, draw := range map[string]func() ([]byte, error){
		"nothing":           func() ([]byte, error) { return d.Draw(charts.Picture{}, 100, 100) },
		"no width":          func() ([]byte, error) { return d.Draw(bars("甲"), 0, 100) },
		"too tall":          func() ([]byte, error) { return d.Draw(bars("甲"), 100, MaxSide+1) },
		"not a picture":     func() ([]byte, error) { return d.Draw(series("image"), 100, 100) },
		"a picture fetched": func() ([]byte, error) { return d.Draw(series("line"), 100, 100) },
	} {
		if b, err := draw(); err == nil {
			t.Errorf("%s: drawn as %s", name, b)
		}
	}
	if _, err := d.Draw(bars("甲"), 590, 140); err != nil {
		t.Errorf("after what could not be drawn: %v", err)
	}
}

// series is a picture whose points are to be fetched from elsewhere.
func series(kind string) charts.Picture {
	return charts.Picture{Options: map[string]any{
		"xAxis": map[string]any{"type": "category", "data": []any{"a"}}, "yAxis": map[string]any{},
		"series": []any{map[string]any{"type": kind, "data": []any{1}, "symbol": "image://https://example.org/x.png"}},
	}}
}

func TestTextsAreOfCharactersThatCanBeDrawn(t *testing.T) {
	for words, want := range map[string]string{
		"浙江\n3,923项": "浙江\n3,923项", "\u00a03\u202f923\u2009项": " 3 923 项", "a\x00b\x1fc\uffff": "a\ufffdb\ufffdc\ufffd", "𝒳👍": "𝒳👍",
	} {
		if got := printable(words); got != want {
			t.Errorf("printable(%q) = %q, want %q", words, got, want)
		}
	}
}

func TestOnlyTheLastDrawingsAreKept(t *testing.T) {
	d := newDrawer(t)
	one := draw(t, d, bars("甲"), 590, 140)
	if again := draw(t, d, bars("甲"), 590, 140); &again[0] != &one[0] {
		t.Error("the same picture was drawn twice")
	}
	d.drawn.limit = 2 * len(one)
	for i := range 6 {
		draw(t, d, bars(fmt.Sprint(i)), 590, 140)
	}
	if d.drawn.size > d.drawn.limit || d.drawn.order.Len() != len(d.drawn.byKey) || d.drawn.order.Len() == 0 {
		t.Errorf("kept %d bytes in %d drawings (%d by key), limit %d", d.drawn.size, d.drawn.order.Len(), len(d.drawn.byKey), d.drawn.limit)
	}
}

func FuzzNamesAreInert(f *testing.F) {
	for _, name := range []string{"浙江省", `<a href="x">&`, "\xff\xfe", "{a|b}", "a\nb\tc", "\u202e<", "𝒳\ud7ff"} {
		f.Add(name)
	}
	d := newDrawer(f)
	f.Fuzz(func(t *testing.T, name string) {
		drawing, err := d.Draw(bars(name), 400, 120)
		if err != nil {
			t.Fatalf("name %q: %v", name, err)
		}
		words(t, drawing)
		inert(t, drawing)
	})
}

func BenchmarkDraw(b *testing.B) {
	d := newDrawer(b)
	d.drawn.limit = 0
	for b.Loop() {
		draw(b, d, bars("浙江省"), 590, 140)
	}
}
