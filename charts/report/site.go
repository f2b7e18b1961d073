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
	"sync"

	"github.com/biaochi/biaochi/targets"
)

// Site writes the pages into dir, which is made when missing. Every file is
// written whole: a reader sees the old one or the new one. A folder that is not
// empty must be a site of ours, or it is refused with an Invalid Error and left
// as it is; pages that no longer exist are taken away at the end. progress may
// be nil; it is called after each page, never at the same time from two places.
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
	w := siteWriter{dir: dir, book: b, press: pr, assets: files, progress: progress}
	return w.write(ctx, old)
}

// A siteWriter writes one site.
type siteWriter struct {
	dir      string
	book     *book
	press    press
	assets   map[string][]byte
	progress func(done, total int)

	mu   sync.Mutex // guards what follows
	sums map[string]string
	done int
}

func (w *siteWriter) write(ctx context.Context, old manifest) error {
	pages := w.book.pages()
	paths := sortedPaths(w.assets)
	for _, p := range pages {
		paths = append(paths, p.path())
	}
	m := newManifest(w.book, append(paths, sortedPaths(old.Files)...))
	if err := w.folders(paths); err != nil {
		return err
	}
	if err := m.write(w.dir); err != nil { // first: an interrupted report stays ours
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
	if err := w.removeStale(old); err != nil {
		return err
	}
	m.Files = w.sums
	return m.write(w.dir)
}

// folders makes the folders of the paths.
func (w *siteWriter) folders(paths []string) error {
	made := map[string]bool{}
	for _, p := range paths {
		folder := filepath.Join(w.dir, filepath.Dir(filepath.FromSlash(p)))
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
				if err := w.page(p, len(pages)); err != nil {
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

func (w *siteWriter) page(p page, total int) error {
	content, err := w.press.render(p)
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

// file writes one file of the site and notes its sum.
func (w *siteWriter) file(path string, content []byte) error {
	if err := writeWhole(filepath.Join(w.dir, filepath.FromSlash(path)), content); err != nil {
		return err
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

// writeWhole writes a file so that nobody ever sees a part of it.
func writeWhole(path string, content []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".biaochi-*")
	if err != nil {
		return writeFailed(path, err)
	}
	defer os.Remove(tmp.Name()) // gone already after the rename
	_, err = tmp.Write(content)
	if err == nil {
		err = tmp.Sync()
	}
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return writeFailed(path, err)
	}
	return nil
}

// writeFailed tells the person at the desk what to look at: the disk, the rights.
func writeFailed(path string, cause error) error {
	e := &targets.Error{Kind: targets.Invalid, Field: "--out", Text: fmt.Sprintf("无法写入 %s，请检查磁盘空间和写入权限", path)}
	return fmt.Errorf("%w: %w", e, cause)
}
