package report

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// TestAPublicReportHoldsNothingInternal writes the same site for everybody and
// for the house: the target of an internal indicator stands in the latter only.
func TestAPublicReportHoldsNothingInternal(t *testing.T) {
	src := &memory{make: func() *targets.Snapshot {
		s := catalogue()
		for i := range s.Indicators {
			if s.Indicators[i].ID == "bases" {
				s.Indicators[i].Disclosure = targets.Internal
			}
		}
		return s
	}}
	internal := ""
	for _, e := range src.make().Targets {
		if e.Indicator == "bases" {
			internal = e.ID
		}
	}
	for public, want := range map[bool]bool{true: false, false: true} {
		dir := t.TempDir()
		if err := Site(t.Context(), src, dir, Options{AsOf: date("2025-05-12"), Public: public}, nil); err != nil {
			t.Fatal(err)
		}
		if got := mentions(t, os.DirFS(dir), internal); got != want {
			t.Errorf("Public %t: a page names target %s: %t; want %t", public, internal, got, want)
		}
	}
}

// mentions reports whether a file or its name holds the words.
func mentions(t *testing.T, files fs.FS, words string) bool {
	t.Helper()
	found := false
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(files, name)
		found = found || strings.Contains(name, words) || strings.Contains(string(b), words)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
