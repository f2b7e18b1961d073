package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/biaochi/biaochi/targets"
)

// Site writes the pages into dir, which is made when missing. Everything is
// written aside first and moved into place when all of it is there: a full disk,
// or any other failure on the way, leaves an older site as it was and a new
// folder empty. A folder that is not empty must be a site of ours, or it is
// refused with an Invalid Error and left as it is; pages that no longer exist
// are taken away at the end. progress may be nil; it is called after each page,
// never at the same time from two places.
func Site(ctx context.Context, src Source, dir string, o Options, progress func(done, total int)) error {
	o = o.withDefaults()
	old, _, err := readManifest(dir)
	if err != nil {
		return err
	}
	files, err := loadAssets()
	if err != nil {
		return err
	}
	pr, err := newPress(o.Langs)
	if err != nil {
		return err
	}
	b, err := read(ctx, src, o, o.day())
	if err != nil {
		return err
	}
	w := siteWriter{dir: dir, book: b, press: pr, assets: files, progress: progress, store: writeSynced}
	return w.write(ctx, old)
}

// A siteWriter writes one site.
type siteWriter struct {
	dir      string
	book     *book
	press    press
	assets   map[string][]byte
	progress func(done, total int)
	store    func(path string, content []byte) error // writes a new file to the disk

	mu   sync.Mutex // guards what follows
	sums map[string]string
	done int
}

// aside is the folder within the site's own, so on the same disk, in which a
// report is made. One that was left behind is of a report that was killed.
const aside = ".biaochi-new"

func (w *siteWriter) write(ctx context.Context, old manifest) (err error) {
	missing, err := missingFolders(w.dir)
	if err != nil {
		return refuse(w.dir, "无法写入", err)
	}
	defer func() {
		os.RemoveAll(filepath.Join(w.dir, aside))
		for _, folder := range missing { // only those that stayed empty
			if err != nil {
				os.Remove(folder)
			}
		}
	}()
	if err := w.prepare(ctx); err != nil {
		return err
	}
	return w.publish(old)
}

// missingFolders lists the folders that the report will have to make to get to
// dir, the deepest first.
func missingFolders(dir string) ([]string, error) {
	var missing []string
	for folder := filepath.Clean(dir); ; folder = filepath.Dir(folder) {
		_, err := os.Stat(folder)
		if err == nil || folder == filepath.Dir(folder) {
			return missing, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		missing = append(missing, folder)
	}
}

// prepare makes the whole site aside.
func (w *siteWriter) prepare(ctx context.Context) error {
	if err := os.RemoveAll(filepath.Join(w.dir, aside)); err != nil {
		return refuse(w.dir, "无法写入", err)
	}
	pages := w.book.pages()
	paths := sortedPaths(w.assets)
	for _, p := range pages {
		paths = append(paths, p.path())
	}
	if err := w.folders(filepath.Join(w.dir, aside), paths); err != nil {
		return err
	}
	w.sums = map[string]string{}
	if err := w.writePages(ctx, pages); err != nil {
		return err
	}
	for _, path := range sortedPaths(w.assets) {
		if err := w.file(path, w.assets[path]); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// publish moves the site into place, the overview last, and takes away what is
// no page any more. The manifest comes first: were it interrupted even now, the
// folder would stay ours.
func (w *siteWriter) publish(old manifest) error {
	paths := sortedPaths(w.sums)
	m := newManifest(w.book, append(paths, sortedPaths(old.Files)...))
	if err := w.folders(w.dir, paths); err != nil {
		return err
	}
	if err := m.write(w.dir); err != nil {
		return err
	}
	for _, path := range append(slices.DeleteFunc(paths, isOverview), overviewAddress) {
		to := filepath.Join(w.dir, filepath.FromSlash(path))
		if err := os.Rename(filepath.Join(w.dir, aside, filepath.FromSlash(path)), to); err != nil {
			return writeFailed(to, err)
		}
	}
	if err := w.removeStale(old); err != nil {
		return err
	}
	m.Files = w.sums
	return m.write(w.dir)
}

func isOverview(path string) bool { return path == overviewAddress }

// folders makes the folders of the paths below root.
func (w *siteWriter) folders(root string, paths []string) error {
	made := map[string]bool{}
	for _, p := range paths {
		folder := filepath.Join(root, filepath.Dir(filepath.FromSlash(p)))
		if made[folder] {
			continue
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return refuse(w.dir, "无法写入", err)
		}
		made[folder] = true
	}
	return nil
}

// writePages renders and writes the pages on all cores; the first failure ends it.
func (w *siteWriter) writePages(ctx context.Context, pages []page) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	work := make(chan page)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for p := range work {
				if err := w.page(ctx, p, len(pages)); err != nil {
					cancel(err)
				}
			}
		})
	}
	for _, p := range pages {
		if ctx.Err() != nil {
			break
		}
		work <- p
	}
	close(work)
	wg.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

func (w *siteWriter) page(ctx context.Context, p page, total int) error {
	content, err := w.press.render(ctx, p)
	if err != nil {
		return err
	}
	if err := w.file(p.path(), content); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done++
	if w.progress != nil {
		w.progress(w.done, total)
	}
	return nil
}

// file writes one file of the site aside and notes its sum.
func (w *siteWriter) file(path string, content []byte) error {
	to := filepath.Join(w.dir, aside, filepath.FromSlash(path))
	if err := w.store(to, content); err != nil {
		return writeFailed(filepath.Join(w.dir, filepath.FromSlash(path)), err)
	}
	sum := sha256.Sum256(content)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sums[path] = hex.EncodeToString(sum[:])
	return nil
}

// removeStale takes away what the last report wrote and this one did not. Paths
// that lead out of the folder are none of ours.
func (w *siteWriter) removeStale(old manifest) error {
	for _, path := range sortedPaths(old.Files) {
		if _, ok := w.sums[path]; ok || !filepath.IsLocal(filepath.FromSlash(path)) {
			continue
		}
		err := os.Remove(filepath.Join(w.dir, filepath.FromSlash(path)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove old page: %w", err)
		}
	}
	return nil
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
