package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/biaochi/biaochi/targets"
)

// Site writes the pages into dir, which is made when missing: whole or not at
// all (see shop). A folder that is not empty must be a report of ours, or it is
// refused with an Invalid Error and left as it is. A page that shows what the
// earlier report in dir showed, made by the same program, is left as it is;
// where that is so of all pages nothing is written. Pages that no longer exist
// are taken away. watch may be nil.
func Site(ctx context.Context, src Source, dir string, o Options, watch Watcher) error {
	o = o.withDefaults()
	s, err := openShop(dir)
	if err != nil {
		return err
	}
	watch = watchOf(watch)
	watch.Step(PhaseRead, 0, 1)
	w, err := newSiteWriter(ctx, src, o)
	if err != nil {
		return err
	}
	w.shop, w.watch = s, watch
	watch.Step(PhaseRead, 1, 1)
	err = w.write(ctx)
	s.close(err != nil)
	if err == nil {
		watch.Written(w.outcome)
	}
	return err
}

// A siteWriter writes one site.
type siteWriter struct {
	shop     *shop
	book     *book
	press    press
	assets   map[string][]byte
	manifest manifest // of the new site
	watch    Watcher

	mu      sync.Mutex // guards what follows, and the manifest's files
	outcome Outcome
}

func newSiteWriter(ctx context.Context, src Source, o Options) (*siteWriter, error) {
	files, err := loadAssets()
	if err != nil {
		return nil, err
	}
	pr, err := newPress(o.Langs)
	if err != nil {
		return nil, err
	}
	b, head, err := readSteady(ctx, src, o)
	if err != nil {
		return nil, err
	}
	return &siteWriter{book: b, press: pr, assets: files, manifest: newManifest(b, o, siteKind, head), watch: watchOf(nil)}, nil
}

// steadyTries is how often a source that changes while it is read is read again.
const steadyTries = 5

// readSteady reads the book and the entry of the chain it is as of, both at one
// moment: what is recorded meanwhile makes it read again.
func readSteady(ctx context.Context, src Source, o Options) (*book, chainEntry, error) {
	for range steadyTries {
		var head chainEntry
		var err error
		if head.Sequence, head.Hash, err = src.HeadAt(ctx, o.KnownAt); err != nil {
			return nil, head, fmt.Errorf("read the chain's last entry: %w", err)
		}
		b, err := read(ctx, src, o, o.day())
		if err != nil {
			return nil, head, err
		}
		now, err := src.Generation(ctx)
		if err != nil {
			return nil, head, fmt.Errorf("read the generation: %w", err)
		}
		if !o.KnownAt.IsZero() || now == b.snap.Generation {
			return b, head, nil
		}
	}
	return nil, chainEntry{}, &targets.Error{Kind: targets.Conflict, Text: "读取时数据库不断变动，请稍后重试，或用 --known-at 指定数据入库截止"}
}

// write makes what has changed and puts it into place.
func (w *siteWriter) write(ctx context.Context) error {
	if err := w.makeAll(ctx); err != nil {
		return err
	}
	if err := w.writeAssets(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	w.watch.Step(PhasePlace, 0, 1)
	var err error
	w.outcome.Removed, err = w.shop.publish(&w.manifest)
	w.watch.Step(PhasePlace, 1, 1)
	return err
}

// works are the pages and the files that are none, in a fixed order.
func (w *siteWriter) works() []work {
	var list []work
	for _, p := range w.book.pages() {
		list = append(list, w.press.work(p))
	}
	return append(list, w.book.extras()...)
}

// makeAll makes the pages on all cores; the first failure ends it.
func (w *siteWriter) makeAll(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	list := w.works()
	w.outcome.Pages = len(list)
	next := make(chan []work)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for some := range next {
				if err := w.makeSome(ctx, some); err != nil {
					cancel(err)
				}
			}
		})
	}
	for some := range slices.Chunk(list, together) {
		if ctx.Err() != nil {
			break
		}
		next <- some
	}
	close(next)
	wg.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// together is how many pages one core takes at a time: those of one address in
// all languages, which need the same data, are neighbours.
const together = 8

func (w *siteWriter) makeSome(ctx context.Context, some []work) error {
	for _, one := range some {
		if ctx.Err() != nil {
			return nil // the first failure is told by who has it
		}
		if err := w.make(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

// make makes one page, unless the earlier report's is the same.
func (w *siteWriter) make(ctx context.Context, one work) error {
	shown, err := one.show(ctx)
	if err != nil {
		return err
	}
	key, err := fingerprintOf(programKey(w.book.version), one.salt, shown)
	if err != nil {
		return fmt.Errorf("compare %s with the earlier report: %w", one.path, err)
	}
	if old := w.shop.old.Files[one.path]; old.Key == key && w.shop.holds(one.path, old.SHA256) {
		w.done(one.path, old, false)
		return nil
	}
	content, err := one.print(shown)
	if err != nil {
		return err
	}
	if err := w.shop.write(one.path, content); err != nil {
		return err
	}
	w.done(one.path, fileSums{sumOf(content), key}, true)
	return nil
}

func (w *siteWriter) done(path string, sums fileSums, rendered bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.manifest.Files[path] = sums
	if rendered {
		w.outcome.Rendered++
	} else {
		w.outcome.Kept++
	}
	w.watch.Step(PhasePages, w.outcome.Rendered+w.outcome.Kept, w.outcome.Pages)
}

// writeAssets writes those that the earlier report does not hold already.
func (w *siteWriter) writeAssets() error {
	for _, path := range sortedPaths(w.assets) {
		sum := sumOf(w.assets[path])
		w.manifest.Files[path] = fileSums{SHA256: sum}
		if w.shop.holds(path, sum) {
			continue
		}
		if err := w.shop.write(path, w.assets[path]); err != nil {
			return err
		}
	}
	return nil
}

// holds reports whether the earlier report has a file with a sum, unchanged.
func (s *shop) holds(path, sum string) bool {
	if s.old.Files[path].SHA256 != sum {
		return false
	}
	content, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(path)))
	return err == nil && sumOf(content) == sum
}

func sumOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// writeFiles makes dir a report of these files, by path: whole or not at all,
// leaving those that are the same and taking away those of an earlier report
// that are none of them. It fills in the manifest's files.
func writeFiles(dir string, m manifest, files map[string][]byte) error {
	s, err := openShop(dir)
	if err != nil {
		return err
	}
	m.Files = map[string]fileSums{}
	for _, path := range sortedPaths(files) {
		sum := sumOf(files[path])
		m.Files[path] = fileSums{SHA256: sum}
		if err == nil && !s.holds(path, sum) {
			err = s.write(path, files[path])
		}
	}
	if err == nil {
		_, err = s.publish(&m)
	}
	s.close(err != nil)
	return err
}

// writeFile writes a new file. That the disk has it is made sure of once for all files.
func writeFile(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}

// writeSynced writes a new file and waits until the disk has it: some say only
// then that they are full.
func writeSynced(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// writeWhole writes a file so that nobody ever sees a part of it.
func writeWhole(path string, content []byte) error {
	tmp := path + ".new"
	os.Remove(tmp) // of a report that was killed
	err := writeSynced(tmp, content)
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		os.Remove(tmp)
		return writeFailed(path, err)
	}
	return nil
}

// writeFailed tells the person at the desk what to look at: the disk, the rights.
func writeFailed(path string, cause error) error {
	e := &targets.Error{Kind: targets.Invalid, Field: "--out", Text: fmt.Sprintf("无法写入 %s，请检查磁盘空间和写入权限", path)}
	return fmt.Errorf("%w: %w", e, cause)
}
