package report

import (
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/biaochi/biaochi/targets"
)

// times are when the files and folders of a site were last written.
func times(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	all := map[string]time.Time{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil {
			all[p] = info.ModTime()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestARunOverAnUnchangedDatabaseRewritesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	src := &memory{make: brokenDown, generation: 1}
	o := fixed
	o.Workbook = tablesAsText
	if err := Site(t.Context(), src, dir, o, nil); err != nil {
		t.Fatal(err)
	}
	before := times(t, filepath.Dir(dir))
	time.Sleep(20 * time.Millisecond) // more than the disk's clock is coarse
	var w watch
	if err := Site(t.Context(), src, dir, o, &w); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, times(t, filepath.Dir(dir))); diff != "" {
		t.Errorf("a second run wrote something:\n%s", diff)
	}
	if got := w.outcome; got.Rendered != 0 || got.Removed != 0 || got.Kept != got.Pages || got.Pages == 0 {
		t.Errorf("a second run tells %+v; want all pages kept", got)
	}
}

// A new entry of the chain that changes no figure changes the manifest alone.
func TestAnEntryThatNoPageShowsLeavesThePages(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	src := &memory{make: catalogue, generation: 1}
	if err := Site(t.Context(), src, dir, fixed, nil); err != nil {
		t.Fatal(err)
	}
	before := times(t, dir)
	src.generation = 2
	var w watch
	if err := Site(t.Context(), src, dir, fixed, &w); err != nil {
		t.Fatal(err)
	}
	m, _, err := readManifest(dir)
	if err != nil || m.Chain.Sequence != 2 || w.outcome.Rendered != 0 {
		t.Errorf("the manifest is of entry %d (%v), %d pages were made anew; want 2 and 0", m.Chain.Sequence, err, w.outcome.Rendered)
	}
	after := times(t, dir)
	for _, all := range []map[string]time.Time{before, after} {
		delete(all, dir)
		delete(all, filepath.Join(dir, manifestName))
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("pages were written:\n%s", diff)
	}
}

// corrected is the catalogue with another figure for the year 2023 of one series.
func corrected() *targets.Snapshot {
	s := catalogue()
	k := targets.SeriesKey{Indicator: "cycle", Area: "100000"}
	s.Figures[k] = slices.Clone(s.Figures[k])
	s.Figures[k][2].Value = num("19.4")
	return s
}

func TestAChangedFigureIsWrittenWhereItIsShown(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	o := fixed
	o.Workbook = tablesAsText
	before := write(t, dir, catalogue, o)
	var w watch
	if err := Site(t.Context(), &memory{make: corrected, generation: 2}, dir, o, &w); err != nil {
		t.Fatal(err)
	}
	after := files(t, dir)
	fresh := write(t, t.TempDir(), corrected, o)
	delete(after, manifestName) // its entry of the chain
	delete(fresh, manifestName)
	if diff := cmp.Diff(fresh, after); diff != "" {
		t.Errorf("over an older site other files than into a new folder:\n%s", diff)
	}
	changed := 0
	for path, content := range after {
		if before[path] != content {
			changed++
		}
	}
	if w.outcome.Rendered != changed || changed == 0 || changed > len(after)/2 {
		t.Errorf("%d pages made anew, %d of %d files differ; want as many, and not half of all", w.outcome.Rendered, changed, len(after))
	}
	for _, path := range []string{"targets/zj-made.html", "documents/zhejiang-2023-24.html", "documents/zhejiang-2023-24.xlsx", "areas/330000.html", "indicators/made-in-zhejiang.html", "method.html"} {
		if before[path] == "" || before[path] != after[path] {
			t.Errorf("%s does not show the figure, and is another one now", path)
		}
	}
}

func TestAFileThatWasTamperedWithIsWrittenAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	want := write(t, dir, catalogue, fixed)
	for _, path := range []string{"targets/zj-made.html", "assets/report.css"} {
		same := strings.Repeat("x", len(want[path])) // the size tells nothing
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(path)), []byte(same), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(dir, "method.html")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, write(t, dir, catalogue, fixed)); diff != "" {
		t.Errorf("the site is not as it was:\n%s", diff)
	}
}

func TestFilesOfOthersStayInTheFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	write(t, dir, catalogue, fixed)
	for _, path := range []string{"CNAME", "targets/notes.txt", "well-known/deep/file", "en/robots.txt"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, path), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	all := write(t, dir, corrected, fixed)
	for _, path := range []string{"CNAME", "targets/notes.txt", "well-known/deep/file", "en/robots.txt"} {
		if all[path] != "mine" {
			t.Errorf("%s is gone", path)
		}
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o750 {
		t.Errorf("the folder's rights are %v (%v), want 0750 as before", info.Mode().Perm(), err)
	}
}

// tablesAsText stands in for the room that knows spreadsheets.
func tablesAsText(w io.Writer, tables []Table) error {
	_, err := fmt.Fprintf(w, "%v", tables)
	return err
}

// shaken is the catalogue with some random changes.
func shaken(seed uint64) func() *targets.Snapshot {
	return func() *targets.Snapshot {
		r := rand.New(rand.NewPCG(seed, 7))
		s := brokenDown()
		keys := slices.SortedFunc(maps.Keys(s.Figures), func(a, b targets.SeriesKey) int { return strings.Compare(a.Indicator+a.Area, b.Indicator+b.Area) })
		for range r.IntN(3) {
			list := s.Figures[keys[r.IntN(len(keys))]]
			f := &list[r.IntN(len(list))]
			switch r.IntN(4) {
			case 0:
				f.Note = fmt.Sprint("note ", r.IntN(2))
			case 1:
				f.SourceTitle = fmt.Sprint("source ", r.IntN(2))
			case 2:
				f.Revision += r.IntN(2)
			case 3:
				f.Flag = []targets.Flag{targets.Normal, targets.Provisional}[r.IntN(2)]
			}
		}
		switch r.IntN(6) {
		case 0:
			s.Targets[r.IntN(len(s.Targets))].AsWritten = fmt.Sprint("words ", r.IntN(2))
		case 1:
			s.Areas[r.IntN(len(s.Areas))].Name.EN = fmt.Sprint("Area ", r.IntN(2))
		case 2:
			s.Tasks[r.IntN(len(s.Tasks))].Heading.ZH = fmt.Sprint("任务", r.IntN(2))
		case 3:
			s.Indicators[r.IntN(len(s.Indicators))].Definition.ZH = fmt.Sprint("口径", r.IntN(2))
		}
		return s
	}
}

// TestEqualKeysMeanEqualBytes: of many sites with small differences, two files
// with one key have the same bytes, and most files keep their key.
func TestEqualKeysMeanEqualBytes(t *testing.T) {
	type kept struct{ key, path string }
	bytesOf := map[kept]string{}
	again := 0
	for seed := range uint64(40) {
		o := fixed
		o.Workbook, o.Public = tablesAsText, seed%5 == 4
		w, err := newSiteWriter(t.Context(), &memory{make: shaken(seed), generation: int64(seed)}, o.withDefaults())
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range w.works() {
			shown, err := one.show(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			key, err := fingerprintOf(programKey("v"), one.salt, shown)
			if err != nil {
				t.Fatalf("%s: %v", one.path, err)
			}
			content, err := one.print(shown)
			if err != nil {
				t.Fatal(err)
			}
			k := kept{key, one.path}
			if before, ok := bytesOf[k]; ok {
				again++
				if before != string(content) {
					t.Errorf("%s: one key, other bytes:\n%s", one.path, cmp.Diff(before, string(content)))
				}
			}
			bytesOf[k] = string(content)
		}
	}
	if again < len(bytesOf) {
		t.Errorf("%d of %d pages had a key seen before; keys change when nothing shown does", again, again+len(bytesOf))
	}
}

func TestAFingerprintTellsValuesApart(t *testing.T) {
	type pair struct {
		A string
		b any
	}
	values := map[string]any{
		"texts that run together": [2]string{"ab", "c"}, "and otherwise": [2]string{"a", "bc"},
		"a number": 1, "the number as a text": "1", "another type": int8(1), "nil": nil, "no pointer": (*int)(nil),
		"an unexported field": pair{"x", 1}, "with another": pair{"x", 2}, "with another type": pair{"x", int64(1)},
		"a map": map[string]int{"a": 1, "b": 2}, "its values exchanged": map[string]int{"a": 2, "b": 1},
		"a moment": date("2025-01-01").End(), "a nanosecond later": date("2025-01-01").End().Add(1), "elsewhere": date("2025-01-01").End().UTC(),
		"a long text": strings.Repeat("长", flushAt), "a longer one": strings.Repeat("长", flushAt) + "。",
	}
	seen := map[string]string{}
	for name, v := range values {
		sum, err := fingerprintOf(v)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if other, ok := seen[sum]; ok {
			t.Errorf("%s and %s have one fingerprint", name, other)
		}
		seen[sum] = name
		if again, _ := fingerprintOf(v); again != sum {
			t.Errorf("%s: two fingerprints of one value", name)
		}
	}
	type ring struct{ Next *ring }
	loop := &ring{}
	loop.Next = loop
	for name, v := range map[string]any{"a function": func() {}, "a channel": make(chan int), "a ring": loop} {
		if _, err := fingerprintOf(v); err == nil {
			t.Errorf("%s has a fingerprint; want an error", name)
		}
	}
}
