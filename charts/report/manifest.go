package report

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// manifestName is the file that makes a folder a Biaochi report. Without it a
// folder that is not empty is never written to.
const manifestName = "biaochi-site.json"

// mostManifest is more bytes than the manifest of any site has: some 200 a file.
const mostManifest = 64 << 20

// A manifest says what a report was made from and holds the SHA-256 of its files,
// so that a later report can leave what has not changed and take away what is no
// longer a page, and anyone can check that nothing was changed since.
type manifest struct {
	Program   string              `json:"program"`
	Kind      string              `json:"kind"` // site, or the kind of a paper
	Version   string              `json:"version"`
	Edition   string              `json:"edition"` // internal or public
	Languages []targets.Lang      `json:"languages"`
	AsOf      targets.Date        `json:"as_of"`
	Since     targets.Date        `json:"since"`    // what is new is told against the end of this day
	KnownAt   string              `json:"known_at"` // RFC 3339, in Asia/Shanghai: nothing recorded later is shown
	Latest    bool                `json:"latest"`   // known_at was not asked for: it is the time of the last entry
	Selection selected            `json:"selection"`
	Without   []string            `json:"without,omitempty"` // forecast, ranking
	Paper     map[string]string   `json:"paper,omitempty"`   // what else a paper was asked for: period, field …
	Chain     chainEntry          `json:"chain"`
	Files     map[string]fileSums `json:"files"` // by path; without sums while they are being written
}

// selected is a Selection as a manifest has it.
type selected struct {
	Areas      []string `json:"areas,omitempty"`
	Documents  []string `json:"documents,omitempty"`
	Indicators []string `json:"indicators,omitempty"`
	Targets    []string `json:"targets,omitempty"`
}

// A chainEntry is the last entry of the chain that the report knows of.
type chainEntry struct {
	Sequence int64  `json:"sequence"`
	Hash     string `json:"hash"`
}

// fileSums tell whether a file is as it was written, and whether it would be
// written again.
type fileSums struct {
	SHA256 string `json:"sha256"`
	Key    string `json:"key,omitempty"` // SHA-256 of everything the page shows and is made with; "" of assets
}

// UnmarshalJSON reads what earlier versions wrote too: the bare SHA-256.
func (s *fileSums) UnmarshalJSON(b []byte) error {
	if json.Unmarshal(b, &s.SHA256) == nil {
		return nil
	}
	type plain fileSums
	return json.Unmarshal(b, (*plain)(s))
}

// The kinds of report; papers are named by their kind of page.
const siteKind = "site"

// newManifest describes a report of a book, without its files.
func newManifest(b *book, o Options, kind string, head chainEntry) manifest {
	m := manifest{
		Program: "biaochi", Kind: kind, Version: b.version, Edition: "internal", Languages: b.langs,
		AsOf: b.snap.AsOf, Since: b.since, KnownAt: instant(b.snap.KnownAt), Latest: o.KnownAt.IsZero() || o.asLatest,
		Selection: selected(o.Selection), Chain: head, Files: map[string]fileSums{},
	}
	if b.public {
		m.Edition = "public"
	}
	if o.NoForecast {
		m.Without = append(m.Without, "forecast")
	}
	if o.NoRanking {
		m.Without = append(m.Without, "ranking")
	}
	return m
}

// options are those that the report was made with.
func (m *manifest) options() (Options, error) {
	o := Options{
		AsOf: m.AsOf, Since: m.Since, Langs: m.Languages, Version: m.Version, Selection: targets.Selection(m.Selection),
		Public: m.Edition == "public", NoForecast: slices.Contains(m.Without, "forecast"), NoRanking: slices.Contains(m.Without, "ranking"),
	}
	if m.KnownAt == "" {
		return o, nil
	}
	at, err := time.Parse(time.RFC3339Nano, m.KnownAt)
	if err != nil {
		return o, fmt.Errorf("known_at of the manifest: %w", err)
	}
	o.KnownAt, o.asLatest = at, m.Latest
	return o, nil
}

// instant is a time in Asia/Shanghai to the last digit; "" of none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(targets.Shanghai).Format(time.RFC3339Nano)
}

// readManifest returns the manifest of the report in dir; ok is false when the
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
	file := filepath.Join(dir, manifestName)
	info, err := os.Lstat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return m, false, refuse(dir, "不是空文件夹，也不是标尺报告；为避免覆盖其他文件，请换一个文件夹", nil)
	}
	if err == nil && (!info.Mode().IsRegular() || info.Size() > mostManifest) {
		return m, false, refuse(dir, "里的 "+manifestName+" 不是标尺写的，请换一个文件夹", nil)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return m, false, fmt.Errorf("read manifest: %w", err)
	}
	if json.Unmarshal(b, &m) != nil || m.Program != "biaochi" {
		return m, false, refuse(dir, "里的 "+manifestName+" 不是标尺写的，请换一个文件夹", nil)
	}
	m.Kind = cmp.Or(m.Kind, siteKind)
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

// bytes are the manifest's file.
func (m *manifest) bytes() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return nil, fmt.Errorf("marshal manifest: %w", err)
	}
	return append(b, '\n'), nil
}

// write stores the manifest in dir.
func (m *manifest) write(dir string) error {
	b, err := m.bytes()
	if err != nil {
		return err
	}
	return writeWhole(filepath.Join(dir, manifestName), b)
}
