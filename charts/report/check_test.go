package report

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// entries is a chain by sequence.
type entries map[int64]string

// HashAt returns the hash of an entry, "" where there is none.
func (e entries) HashAt(_ context.Context, sequence int64) (string, error) { return e[sequence], nil }

func TestACheckTellsEveryDifference(t *testing.T) {
	src := &memory{make: catalogue, generation: 7}
	_, hash, _ := src.HeadAt(t.Context(), latest)
	tests := map[string]struct {
		change func(dir string) error
		chain  entries
		want   []string // path: beginning of the text; none: all is well
	}{
		"an untouched report":     {nil, entries{7: hash, 8: "later"}, nil},
		"a page that was changed": {func(dir string) error { return os.WriteFile(filepath.Join(dir, "index.html"), []byte("x"), 0o644) }, entries{7: hash}, []string{"index.html: 内容已改动"}},
		"a page and an asset are gone": {func(dir string) error {
			os.Remove(filepath.Join(dir, "method.html"))
			return os.Remove(filepath.Join(dir, "assets/report.css"))
		}, entries{7: hash}, []string{"assets/report.css: 缺少", "method.html: 缺少"}},
		"a file that is none of ours":   {func(dir string) error { return os.WriteFile(filepath.Join(dir, "en/more.html"), nil, 0o644) }, entries{7: hash}, []string{"en/more.html: 多出"}},
		"a database of the day before":  {nil, entries{6: "before"}, []string{": 数据库 b.db 没有第7条记录"}},
		"a chain that was written anew": {nil, entries{7: strings.Repeat("e", 64)}, []string{": 数据库 b.db 第7条记录的散列是 eeeeeeeeeeeeeeee…"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site")
			if err := Site(t.Context(), src, dir, fixed, nil); err != nil {
				t.Fatal(err)
			}
			if tt.change != nil {
				if err := tt.change(dir); err != nil {
					t.Fatal(err)
				}
			}
			c, err := CheckFolder(dir)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Against(t.Context(), tt.chain, "b.db"); err != nil {
				t.Fatal(err)
			}
			if len(c.Faults) != len(tt.want) {
				t.Fatalf("%d faults %v, want %d", len(c.Faults), c.Faults, len(tt.want))
			}
			for i, f := range c.Faults {
				if !strings.HasPrefix(f.Path+": "+f.Text, tt.want[i]) {
					t.Errorf("fault %d is %q: %q, want %q", i, f.Path, f.Text, tt.want[i])
				}
			}
		})
	}
}

func TestAReportIsMadeAgainByteForByte(t *testing.T) {
	o := fixed
	o.Workbook, o.Public, o.Langs, o.Since = tablesAsText, true, []targets.Lang{targets.EN, targets.ZH}, date("2024-06-30")
	dir := filepath.Join(t.TempDir(), "site")
	if err := Site(t.Context(), &memory{make: secretive, generation: 7}, dir, o, nil); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		src     *memory
		version string
		faults  bool
	}{
		"from the same database":                {&memory{make: secretive, generation: 7}, fixed.Version, false},
		"from one where something was recorded": {&memory{make: secretive, generation: 8}, fixed.Version, false},
		"from one with another figure":          {&memory{make: corrected, generation: 7}, fixed.Version, true},
		"by another version: only that is told": {&memory{make: secretive, generation: 7}, "9.9.9", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := CheckFolder(dir)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Again(t.Context(), tt.src, Options{Version: tt.version, Workbook: tablesAsText}, nil); err != nil {
				t.Fatal(err)
			}
			if got := len(c.Faults) > 0; got != tt.faults {
				t.Errorf("faults %v, want some: %t", c.Faults, tt.faults)
			}
		})
	}
}
