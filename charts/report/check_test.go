package report

import (
	"context"
	"errors"
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
		"a file that is none of ours": {func(dir string) error { return os.WriteFile(filepath.Join(dir, "en/more.html"), nil, 0o644) }, entries{7: hash}, []string{"en/more.html: 多出"}},
		"a page that is a link elsewhere": {func(dir string) error {
			os.Remove(filepath.Join(dir, "index.html"))
			return os.Symlink("/dev/zero", filepath.Join(dir, "index.html"))
		}, entries{7: hash}, []string{"index.html: 不是普通文件"}},
		"a link that is none of ours":           {func(dir string) error { return os.Symlink("/dev/zero", filepath.Join(dir, "more.html")) }, entries{7: hash}, []string{"more.html: 多出"}},
		"a name that would write on a terminal": {func(dir string) error { return os.WriteFile(filepath.Join(dir, "\x1b[2K\n核对无误"), nil, 0o644) }, entries{7: hash}, []string{"�[2K�核对无误: 多出"}},
		"a database of the day before":          {nil, entries{6: "before"}, []string{": 数据库 b.db 没有第7条记录"}},
		"a chain that was written anew":         {nil, entries{7: strings.Repeat("e", 64)}, []string{": 数据库 b.db 第7条记录的散列是 eeeeeeeeeeeeeeee…"}},
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

// A manifest may be written by anybody: it is no way to read another file, to fill
// the memory or to put words into the program's mouth.
func TestAHostileManifestIsRefused(t *testing.T) {
	t.Run("it is a link", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.Symlink("/dev/zero", filepath.Join(dir, manifestName)); err != nil {
			t.Fatal(err)
		}
		if _, err := CheckFolder(dir); targets.KindOf(err) != targets.Invalid {
			t.Errorf("a manifest that is a link = %v, want an Invalid", err)
		}
	})
	t.Run("it is larger than any", func(t *testing.T) {
		dir := t.TempDir()
		if err := errors.Join(os.WriteFile(filepath.Join(dir, manifestName), nil, 0o644), os.Truncate(filepath.Join(dir, manifestName), 1<<40)); err != nil {
			t.Fatal(err)
		}
		if _, err := CheckFolder(dir); targets.KindOf(err) != targets.Invalid {
			t.Errorf("a manifest of a terabyte = %v, want an Invalid", err)
		}
	})
	t.Run("it names files elsewhere and writes on the terminal", func(t *testing.T) {
		dir := t.TempDir()
		m := `{"program":"biaochi","version":"1\u001b[2K\n","known_at":"\u202e","chain":{"sequence":1,"hash":"\n"},"files":{"/etc/passwd":"","../x":"","a/../../x":""}}`
		if err := os.WriteFile(filepath.Join(dir, manifestName), []byte(m), 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := CheckFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range c.Faults {
			if f.Text != "缺少这个文件" {
				t.Errorf("%s: %s", f.Path, f.Text)
			}
		}
		if said := c.Version + c.KnownAt + c.Hash; len(c.Faults) != 3 || said != "1�[2K���" {
			t.Errorf("%d faults, want 3; it says %q", len(c.Faults), said)
		}
	})
}

func TestAManifestThatCannotBeReadIsNotMadeAgain(t *testing.T) {
	dir := t.TempDir()
	m := `{"program":"biaochi","version":"1","known_at":"yesterday","files":{}}`
	if err := os.WriteFile(filepath.Join(dir, manifestName), []byte(m), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := CheckFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = c.Again(t.Context(), &memory{make: catalogue}, Options{Version: "1"}, nil)
	if err != nil || len(c.Faults) != 1 || !strings.Contains(c.Faults[0].Text, "yesterday") {
		t.Errorf("known_at yesterday: %v, faults %v; want one fault that names it", err, c.Faults)
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
			if err := c.Again(t.Context(), tt.src, Options{Version: tt.version, Workbook: tablesAsText, Publishers: fixed.Publishers}, nil); err != nil {
				t.Fatal(err)
			}
			if got := len(c.Faults) > 0; got != tt.faults {
				t.Errorf("faults %v, want some: %t", c.Faults, tt.faults)
			}
		})
	}
}
