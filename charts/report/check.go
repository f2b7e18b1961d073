package report

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/biaochi/biaochi/targets"
)

// A Check is what was found of a report's folder.
type Check struct {
	Kind     string // site, bulletin, evaluation
	Version  string // of the program that wrote it
	Edition  targets.Text
	AsOf     targets.Date
	KnownAt  string // RFC 3339
	Sequence int64  // of the last entry of the chain that it knows of
	Hash     string // of that entry
	Files    int    // in its manifest

	Faults []Fault // by path; none when all is as it was written

	dir      string
	manifest manifest
}

// A Fault is one difference. Path is "" for what is of no file.
type Fault struct{ Path, Text string }

// CheckFolder compares the files of a report with its manifest: each must be there
// and unchanged, and there must be no other. A folder without a manifest of ours
// is an Invalid Error; what differs is in the Check, all at once.
func CheckFolder(dir string) (*Check, error) {
	m, ok, err := readManifest(dir)
	if e, is := errors.AsType[*targets.Error](err); is {
		return nil, &targets.Error{Kind: targets.Invalid, Field: "--report", Text: "文件夹 " + dir + " 不是标尺报告，或其清单 " + manifestName + " 无法读取（" + e.Text + "）"}
	}
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, &targets.Error{Kind: targets.NotFound, Field: "--report", Text: "文件夹 " + dir + " 不存在或是空的"}
	}
	c := &Check{
		Kind: m.Kind, Version: harmless(m.Version), Edition: editionText(m.Edition == "public"), AsOf: m.AsOf, KnownAt: harmless(m.KnownAt),
		Sequence: m.Chain.Sequence, Hash: harmless(m.Chain.Hash), Files: len(m.Files), dir: dir, manifest: m,
	}
	return c, c.files()
}

func (c *Check) fault(path, format string, args ...any) {
	c.Faults = append(c.Faults, Fault{harmless(path), harmless(fmt.Sprintf(format, args...))})
}

// harmless is a text of a folder that anybody may have filled, without what would
// move a terminal's cursor or turn its writing around.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) {
			return r
		}
		return utf8.RuneError
	}, s)
}

// files compares the folder with the manifest, both ways. Nothing is read that is
// no plain file below the folder.
func (c *Check) files() error {
	there := map[string]fs.FileMode{}
	err := filepath.WalkDir(c.dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(c.dir, file)
		if path := filepath.ToSlash(rel); path != manifestName {
			there[path] = d.Type()
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("list the report's files: %w", err)
	}
	for _, path := range sortedPaths(c.manifest.Files) {
		mode, ok := there[path]
		delete(there, path)
		switch {
		case !ok:
			c.fault(path, "缺少这个文件")
		case !mode.IsRegular():
			c.fault(path, "不是普通文件，没有读取")
		default:
			if err := c.file(path); err != nil {
				return err
			}
		}
	}
	for _, path := range sortedPaths(there) {
		c.fault(path, "多出的文件，不是报告的一部分")
	}
	slices.SortStableFunc(c.Faults, func(a, b Fault) int { return cmp.Compare(a.Path, b.Path) })
	return nil
}

func (c *Check) file(path string) error {
	got, err := sumOfFile(filepath.Join(c.dir, filepath.FromSlash(path)))
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	want := c.manifest.Files[path].SHA256
	switch {
	case want == "":
		c.fault(path, "清单没有它的散列：报告写到一半被中断，请重新生成")
	case got != want:
		c.fault(path, "内容已改动：清单为 %s…，现为 %s…", want[:min(16, len(want))], got[:16])
	}
	return nil
}

// sumOfFile does not hold the file, which may be of any size.
func sumOfFile(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)), err
}

// A Chain tells the hash of an entry, "" where there is none; the store is one.
type Chain interface {
	HashAt(ctx context.Context, sequence int64) (string, error)
}

// Against asks whether a database still holds the entry that the report was made
// from: the chain was not rewritten since, and the report is of this database.
func (c *Check) Against(ctx context.Context, chain Chain, name string) error {
	if c.Hash == "" {
		c.fault("", "清单没有记下审计链的记录（旧版本写的报告），无法与数据库比对")
		return nil
	}
	hash, err := chain.HashAt(ctx, c.Sequence)
	switch {
	case err != nil:
		return fmt.Errorf("read entry %d: %w", c.Sequence, err)
	case hash == "":
		c.fault("", "数据库 %s 没有第%d条记录：不是生成报告的数据库，或者是更早的备份", name, c.Sequence)
	case hash != c.Hash:
		c.fault("", "数据库 %s 第%d条记录的散列是 %s…，报告记下的是 %s…：不是生成报告的数据库，或者审计链被改写过", name, c.Sequence, hash[:16], c.Hash[:min(16, len(c.Hash))])
	}
	return nil
}

// latest is the known-at of everything.
var latest time.Time

// Again makes the report once more from a source and compares every byte. o says
// what the running program is: its version and how it writes workbooks.
func (c *Check) Again(ctx context.Context, src Source, o Options, watch Watcher) error {
	if o.Version != c.Version {
		c.fault("", "报告由版本 %s 生成，本程序是 %s：只有同一版本才能逐字节重新生成", c.Version, o.Version)
		return nil
	}
	made, err := c.manifest.options()
	if err != nil {
		c.fault("", "清单的数据入库截止 %q 无法识别，不能重新生成比对", c.manifest.KnownAt)
		return nil
	}
	made.Workbook, made.Now, made.Publishers = o.Workbook, o.Now, o.Publishers
	if sequence, _, err := src.HeadAt(ctx, latest); err == nil && made.asLatest && sequence == c.Sequence {
		made.KnownAt = latest // nothing was recorded since
	}
	files, err := c.remake(ctx, src, made.withDefaults(), watchOf(watch))
	if err != nil {
		return err
	}
	for _, path := range sortedPaths(c.manifest.Files) {
		sum, ok := files[path]
		switch {
		case !ok:
			c.fault(path, "重新生成时没有这个文件")
		case sum != c.manifest.Files[path].SHA256:
			c.fault(path, "重新生成的内容不同")
		}
		delete(files, path)
	}
	for _, path := range sortedPaths(files) {
		c.fault(path, "重新生成时多出这个文件")
	}
	return nil
}

// remake returns the sums of the files that the report would have now.
func (c *Check) remake(ctx context.Context, src Source, o Options, watch Watcher) (map[string]string, error) {
	if c.Kind != siteKind {
		return remakePaper(ctx, src, o, c.manifest)
	}
	w, err := newSiteWriter(ctx, src, o)
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	for path, content := range w.assets {
		sums[path] = sumOf(content)
	}
	list := w.works()
	for i, one := range list {
		content, err := one.content(ctx)
		if err != nil {
			return nil, err
		}
		sums[one.path] = sumOf(content)
		watch.Step(PhaseAgain, i+1, len(list))
	}
	return sums, nil
}

// paperRemakers make the files of a kind of paper once more, from what its
// manifest's Paper says it was asked for.
var paperRemakers = map[string]func(ctx context.Context, src Source, o Options, asked map[string]string) (map[string][]byte, error){
	BulletinPaper: remakes(BulletinPaper), EvaluationPaper: remakes(EvaluationPaper),
}

func remakePaper(ctx context.Context, src Source, o Options, m manifest) (map[string]string, error) {
	again := paperRemakers[m.Kind]
	if again == nil {
		return nil, &targets.Error{Kind: targets.Invalid, Text: "这种报告（" + harmless(m.Kind) + "）不能重新生成比对"}
	}
	files, err := again(ctx, src, o, m.Paper)
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	for path, content := range files {
		sums[path] = sumOf(content)
	}
	return sums, nil
}
