package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"html"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/biaochi/biaochi/charts"
	"github.com/biaochi/biaochi/charts/svg"
	"github.com/biaochi/biaochi/targets"
)

// paperAsks are papers of every kind, as what holds for all of them is tried on.
var paperAsks = map[string]PaperAsk{
	"bulletin of a province":  {Kind: BulletinPaper, Area: "330000", Period: targets.Months(2025, 1, 3)},
	"bulletin of the country": {Kind: BulletinPaper},
	"bulletin with typed words": {Kind: BulletinPaper, Area: "330000", Ranking: true, Words: &targets.BulletinWords{
		To: `各市<script>alert(1)</script>`, Reasons: map[string]string{"zj-parks": "“尚未”&<验收>"}, Next: []string{"抓紧。"}, Date: date("2025-04-20"),
	}},
	"evaluation of a document": {Kind: EvaluationPaper, Document: "zhejiang-2023-24"},
	"evaluation of an area":    {Kind: EvaluationPaper, Area: "330000"},
}

// theDrawer is one for all tests: it takes a while to set up.
var theDrawer = sync.OnceValues(svg.New)

func drawer(t testing.TB) *svg.Drawer {
	t.Helper()
	d, err := theDrawer()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func makePaper(t testing.TB, ask PaperAsk, o Options) *Paper {
	t.Helper()
	p, err := MakePaper(t.Context(), &memory{make: brokenDown, generation: 1}, o, ask)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func onePage(t testing.TB, ask PaperAsk, o Options) string {
	t.Helper()
	b, err := makePaper(t, ask, o).HTML(drawer(t))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAPaperIsTheSameEveryTime(t *testing.T) {
	other, err := svg.New()
	if err != nil {
		t.Fatal(err)
	}
	for name, ask := range paperAsks {
		t.Run(name, func(t *testing.T) {
			if a, b := onePage(t, ask, fixed), onePage(t, ask, fixed); a != b {
				t.Errorf("made twice it differs:\n%s\n\n%s", a, b)
			}
			a, err1 := makePaper(t, ask, fixed).files(drawer(t))
			b, err2 := makePaper(t, ask, fixed).files(other)
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			if !maps.EqualFunc(a, b, bytes.Equal) {
				t.Error("its folder differs when it is made twice")
			}
		})
	}
}

var (
	attributes = regexp.MustCompile(`\s(src|srcset|href)="([^"]*)"`)
	scripted   = regexp.MustCompile(`(?i)<script|<iframe|<object|<embed|\son[a-z]+=|\sstyle=|javascript:`)
	policyMeta = regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`)
	styleBlock = regexp.MustCompile(`(?s)<style>(.*?)</style>`)
)

func TestASingleFileHoldsEverythingAndRunsNothing(t *testing.T) {
	for name, ask := range paperAsks {
		t.Run(name, func(t *testing.T) {
			page := onePage(t, ask, fixed)
			for _, m := range attributes.FindAllStringSubmatch(page, -1) {
				if !strings.HasPrefix(m[2], "data:") && !strings.HasPrefix(m[2], "#") {
					t.Errorf("it leads out of the file: %s", m[0])
				}
			}
			if found := scripted.FindString(page); found != "" {
				t.Errorf("it has %q", found)
			}
			style := styleBlock.FindStringSubmatch(page)
			if style == nil {
				t.Fatal("it has no style")
			}
			sum := sha256.Sum256([]byte(style[1]))
			want := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; img-src data:"
			if got := html.UnescapeString(policyMeta.FindStringSubmatch(page)[1]); got != want {
				t.Errorf("its policy is %q, want %q", got, want)
			}
			if strings.Contains(style[1], "http") || strings.Contains(style[1], "@import") || strings.Contains(style[1], "url(") {
				t.Error("its style paperAsks for something")
			}
		})
	}
}

func TestTypedWordsAreText(t *testing.T) {
	page := onePage(t, paperAsks["bulletin with typed words"], fixed)
	for _, want := range []string{"各市&lt;script&gt;alert(1)&lt;/script&gt;", "“尚未”&amp;&lt;验收&gt;"} {
		if !strings.Contains(page, want) {
			t.Errorf("the paper does not have %q", want)
		}
	}
}

func TestAFolderIsWholeAndCanBeVerified(t *testing.T) {
	for name, ask := range paperAsks {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "a", "b")
			if err := makePaper(t, ask, fixed).WriteFolder(dir, drawer(t)); err != nil {
				t.Fatal(err)
			}
			page, err := os.ReadFile(filepath.Join(dir, paperPage))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range attributes.FindAllStringSubmatch(string(page), -1) {
				if strings.HasPrefix(m[2], "data:") || strings.HasPrefix(m[2], "#") {
					continue
				}
				if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(m[2]))); err != nil {
					t.Errorf("%s is not in the folder: %v", m[0], err)
				}
			}
			checked, err := CheckFolder(dir)
			if err != nil || len(checked.Faults) > 0 || checked.Kind != ask.Kind {
				t.Fatalf("CheckFolder = %+v, %v", checked, err)
			}
			if err := checked.Again(t.Context(), &memory{make: brokenDown, generation: 1}, fixed, nil); err != nil || len(checked.Faults) > 0 {
				t.Errorf("made again: %v, %v", checked.Faults, err)
			}
			if err := os.WriteFile(filepath.Join(dir, paperPage), append(page, ' '), 0o644); err != nil {
				t.Fatal(err)
			}
			if checked, err = CheckFolder(dir); err != nil || len(checked.Faults) != 1 {
				t.Errorf("a changed page: %v, %v; want one fault", checked.Faults, err)
			}
		})
	}
}

func TestAFolderOfOthersIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := makePaper(t, paperAsks["bulletin of a province"], fixed).WriteFolder(dir, drawer(t))
	if targets.KindOf(err) != targets.Invalid {
		t.Errorf("writing into a folder of others: %v, want Invalid", err)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "index.html")); string(b) != "mine" {
		t.Errorf("index.html now holds %q", b)
	}
}

func TestASiteIsNotReplacedByAPaper(t *testing.T) {
	dir := t.TempDir()
	if err := makePaper(t, paperAsks["evaluation of an area"], fixed).WriteFolder(dir, drawer(t)); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(dir, paperPage))
	if err != nil {
		t.Fatal(err)
	}
	err = makePaper(t, paperAsks["bulletin of a province"], fixed).WriteFolder(dir, drawer(t))
	if targets.KindOf(err) != targets.Invalid {
		t.Errorf("a bulletin into the folder of an evaluation: %v, want Invalid", err)
	}
	if after, err := os.ReadFile(filepath.Join(dir, paperPage)); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the folder's page has changed (%v)", err)
	}
}

func TestTablesAndPicturesAreNumberedInTheirOrder(t *testing.T) {
	p := &Paper{lang: targets.ZH}
	picture := charts.Lights([]charts.Group{{Name: "甲", Count: map[targets.Light]int{targets.Red: 1}, All: 1}}, targets.ZH)
	got := []string{p.Table("a").Label, p.Picture("b", "", picture, 0).Label, p.Table("c").Label, p.Picture("d", "", picture, 90).Label}
	if want := []string{"表1", "图1", "表2", "图2"}; !slices.Equal(got, want) {
		t.Errorf("numbered %v, want %v", got, want)
	}
	if d := p.Picture("nothing", "", charts.Picture{}, 0); d != nil || len(p.drawings) != 2 {
		t.Errorf("a picture with nothing to draw: %v, %d drawings; want none and 2", d, len(p.drawings))
	}
}

func TestFileNamesSuitEverySystem(t *testing.T) {
	for name, want := range map[string]string{
		"通报-330000-2025-Q1":                    "通报-330000-2025-Q1.pdf",
		"通报-330000-2025-01-01/2025-01-31":      "通报-330000-2025-01-01-2025-01-31.pdf",
		`评估报告-..\a:b*c?"<>|` + "\x00" + ` d_e`: "评估报告----a-b-c-------d_e.pdf",
	} {
		if got := (&Paper{Name: name}).FileName(".pdf"); got != want {
			t.Errorf("FileName of %q = %q, want %q", name, got, want)
		}
	}
}

func TestWhatWasAskedForIsReadBackFromItsManifest(t *testing.T) {
	for name, ask := range paperAsks {
		kept, err := ask.words()
		if err != nil {
			t.Fatal(err)
		}
		got, err := askOf(ask.Kind, kept)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again, err := got.words()
		if err != nil || !maps.Equal(kept, again) {
			t.Errorf("%s: kept as %v, read and kept again as %v, %v", name, kept, again, err)
		}
	}
}

func TestHandlerAnswersWithPapers(t *testing.T) {
	h := serve(&memory{make: brokenDown, generation: 1}, fixed)
	tests := map[string]struct {
		target string
		status int
		has    string
	}{
		"the bulletin of a province":               {"/bulletin.html?area=330000&period=2025-Q1", 200, "未经签发"},
		"the bulletin of the country":              {"/bulletin.html", 200, "未经签发"},
		"the bulletin in English":                  {"/en/bulletin.html?area=330000&period=2025-Q1", 200, `<html lang="en">`},
		"a bulletin of an area that is none":       {"/bulletin.html?area=999999", 404, "999999"},
		"a bulletin for a period that is none":     {"/bulletin.html?area=330000&period=2025-Q5", 400, "2025-Q5"},
		"a bulletin on a day that is none":         {"/bulletin.html?as-of=2025-02-30", 400, "2025-02-30"},
		"the evaluation of a document":             {"/evaluation.html?document=zhejiang-2023-24", 200, "评估"},
		"an evaluation as of a day":                {"/evaluation.html?document=zhejiang-2023-24&as-of=2024-12-31", 200, "2024年12月31日"},
		"an evaluation of a document that is none": {"/evaluation.html?document=none", 404, "没有这个页面"},
		"an evaluation of nothing":                 {"/evaluation.html", 400, ""},
		"another folder":                           {"/areas/bulletin.html", 404, "没有这个页面"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := request(h, "GET", tt.target)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.has) {
				t.Errorf("GET %s = %d %.300s, want %d with %q", tt.target, w.Code, w.Body, tt.status, tt.has)
			}
			policy := w.Header().Get("Content-Security-Policy")
			if isPaper := strings.Contains(policy, "'sha256-"); isPaper != (tt.status == 200) || strings.Contains(policy, "unsafe") {
				t.Errorf("GET %s has the policy %q", tt.target, policy)
			}
			if tt.status == 200 && html.UnescapeString(policyMeta.FindStringSubmatch(w.Body.String())[1]) != policy {
				t.Errorf("GET %s: policy %q differs from the file's own", tt.target, policy)
			}
		})
	}
}

func TestAPaperIsKeptUntilTheSourceChanges(t *testing.T) {
	src := &memory{make: brokenDown, generation: 1}
	h := serve(src, fixed)
	const address = "/bulletin.html?area=330000&period=2025-Q1"
	request(h, "GET", address)
	reads := src.reads
	request(h, "GET", address+"&document=ignored")
	if src.reads != reads {
		t.Errorf("the same bulletin was read anew: %d reads after %d", src.reads, reads)
	}
	src.generation++
	request(h, "GET", address)
	if src.reads == reads {
		t.Error("after a change the bulletin is as before")
	}
}

// TestAPublicPaperHasNothingInternal makes every paper for everybody and for the
// house: what must not stand in the former stands in some of the latter.
func TestAPublicPaperHasNothingInternal(t *testing.T) {
	words := []string{"内部版", "机密基地数", "机密进展", "机密处"}
	asks := maps.Clone(paperAsks)
	asks["evaluation of the plan"] = PaperAsk{Kind: EvaluationPaper, Document: "plan-2022"}
	house := ""
	for name, ask := range asks {
		ask.Ranking = true
		everybody := secretPaper(t, ask, public(fixed))
		for _, word := range words {
			if strings.Contains(everybody, word) {
				t.Errorf("the public %s has %q", name, word)
			}
		}
		house += secretPaper(t, ask, fixed)
	}
	for _, word := range words {
		if !strings.Contains(house, word) {
			t.Errorf("no paper of the house has %q: the test looks at nothing", word)
		}
	}
}

func secretPaper(t *testing.T, ask PaperAsk, o Options) string {
	t.Helper()
	p, err := MakePaper(t.Context(), &memory{make: secretive, generation: 1}, o, ask)
	if err != nil {
		t.Fatal(err)
	}
	page, err := p.HTML(drawer(t))
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}
