package report

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readAsGoldens holds files of a site, by their names there, against testdata.
func readAsGoldens(t *testing.T, all map[string]string, names ...string) {
	t.Helper()
	for _, name := range names {
		readAsGolden(t, strings.ReplaceAll(name, "/", "-"), all[name])
	}
}

// readAsGolden holds a text against a file of testdata, or with -update keeps it
// there.
func readAsGolden(t *testing.T, file, got string) {
	t.Helper()
	golden := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("differs from %s (-want +got):\n%s", golden, diff)
	}
}
