package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/biaochi/biaochi/targets"
)

// manifestName is the file that makes a folder a Biaochi site. Without it a
// folder that is not empty is never written to.
const manifestName = "biaochi-site.json"

// A manifest says what a site was made from and holds the SHA-256 of its files,
// so that a later report can take away what is no longer a page, and anyone can
// check that nothing was changed since.
type manifest struct {
	Program string            `json:"program"`
	Version string            `json:"version"`
	AsOf    targets.Date      `json:"as_of"`
	KnownAt string            `json:"known_at"`
	Files   map[string]string `json:"files"` // path → SHA-256 in hex; "" while it is being written
}

// newManifest describes a site before its first file is written.
func newManifest(b *book, paths []string) manifest {
	m := manifest{
		Program: "biaochi", Version: b.version, AsOf: b.snap.AsOf,
		KnownAt: knownAt(b.snap.KnownAt), Files: map[string]string{},
	}
	for _, p := range paths {
		m.Files[p] = ""
	}
	return m
}

// readManifest returns the manifest of the site in dir; ok is false when the
// folder does not exist or is empty. Any other folder is refused.
func readManifest(dir string) (m manifest, ok bool, err error) {
	entries, err := os.ReadDir(dir)
	entries = slices.DeleteFunc(entries, leftBehind)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return m, false, nil
	}
	if err != nil {
		return m, false, refuse(dir, "无法读取（"+err.Error()+"）", err)
	}
	b, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return m, false, refuse(dir, "不是空文件夹，也不是标尺报告；为避免覆盖其他文件，请换一个文件夹", nil)
	}
	if err != nil {
		return m, false, fmt.Errorf("read manifest: %w", err)
	}
	if json.Unmarshal(b, &m) != nil || m.Program != "biaochi" {
		return m, false, refuse(dir, "里的 "+manifestName+" 不是标尺写的，请换一个文件夹", nil)
	}
	return m, true, nil
}

// leftBehind is what a report that was killed leaves in a folder.
func leftBehind(e fs.DirEntry) bool { return e.Name() == aside || e.Name() == manifestName+".new" }

// refuse says why a folder cannot take the report.
func refuse(dir, why string, cause error) error {
	e := &targets.Error{Kind: targets.Invalid, Field: "--out", Text: fmt.Sprintf("文件夹 %s %s", dir, why)}
	if cause != nil {
		return fmt.Errorf("%w: %w", e, cause)
	}
	return e
}

// write stores the manifest in dir.
func (m manifest) write(dir string) error {
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fmt.Errorf("marshal manifest: %w", err)
	}
	return writeWhole(filepath.Join(dir, manifestName), append(b, '\n'))
}
