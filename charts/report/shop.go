package report

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// A shop makes the next state of a report's folder and puts it in the place of
// the present one: whole or not at all, whenever it is killed.
//
// New files are made aside, in a hidden folder beside the report's own. When all
// are there, what stays of the present folder is linked beside them (no file is
// copied), the disk is told to keep it all, and the two folders change places in
// one step. Files in the folder that no report of ours wrote stay in it.
//
// Where folders cannot change places (the folder is a mount point, holds the
// program's working directory, or lies in a folder that may not be written to;
// or the system is not Linux), the files are made within the folder and moved
// one by one, the overview last: then every file is whole at every moment, but a
// kill on the way leaves old and new files together until the next run.
type shop struct {
	dir     string // the report's folder, with symbolic links resolved
	aside   string // where new files are made
	exists  bool   // dir holds something
	inside  bool   // aside lies within dir: files are moved one by one
	old     manifest
	lock    *os.File // holds aside against a second report; nil where the system has no locks
	missing []string // folders that have to be made to get to dir, the deepest first

	store func(path string, content []byte) error // writes a new file
	step  func(what string)                       // is told before each change of the disk; for tests

	mu   sync.Mutex
	made map[string]bool // files made aside, by path
	dirs map[string]bool
}

// aside is the name of the hidden folder where it lies within the report's own;
// beside it the name of the folder is in it. One that was left behind is of a
// report that was killed.
const aside = ".biaochi-new"

// openShop looks at the folder, which must be new, empty or a report of ours.
func openShop(dir string) (*shop, error) {
	s := &shop{store: writeFile, step: func(string) {}, made: map[string]bool{}, dirs: map[string]bool{}}
	var err error
	if s.dir, err = filepath.Abs(dir); err != nil {
		return nil, refuse(dir, "无法写入", err)
	}
	if real, err := filepath.EvalSymlinks(s.dir); err == nil {
		s.dir = real
	}
	if s.old, s.exists, err = readManifest(s.dir); err != nil {
		return nil, err
	}
	if s.missing, err = missingFolders(s.dir); err != nil {
		return nil, refuse(dir, "无法写入", err)
	}
	s.aside = filepath.Join(filepath.Dir(s.dir), "."+filepath.Base(s.dir)+aside)
	if !exchangeable(s.dir) {
		s.goInside()
	}
	return s, s.clear()
}

func (s *shop) goInside() {
	s.inside, s.aside = true, filepath.Join(s.dir, aside)
}

// missingFolders lists the folders that have to be made to get to dir, the
// deepest first.
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

// clear takes away what a report that was killed left behind, unless another
// one is at work there.
func (s *shop) clear() error {
	for _, left := range []string{s.aside, filepath.Join(s.dir, aside), filepath.Join(s.dir, manifestName+".new")} {
		if _, err := os.Lstat(left); err != nil {
			continue
		}
		lock, free := lockFolder(left)
		if !free {
			return refuse(s.dir, "正由另一个进程写入，请等它完成", nil)
		}
		err := os.RemoveAll(left)
		unlock(lock)
		if err != nil {
			return refuse(s.dir, "无法写入", err)
		}
	}
	return nil
}

// write makes a new file aside. It is safe for concurrent use.
func (s *shop) write(path string, content []byte) error {
	if err := s.folderOf(path); err != nil {
		return err
	}
	s.step("write " + path)
	if err := s.store(filepath.Join(s.aside, filepath.FromSlash(path)), content); err != nil {
		return writeFailed(filepath.Join(s.dir, filepath.FromSlash(path)), err)
	}
	s.mu.Lock()
	s.made[path] = true
	s.mu.Unlock()
	return nil
}

// folderOf makes the folder of a path aside, and aside itself at the first.
func (s *shop) folderOf(path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	folder := filepath.Dir(filepath.FromSlash(path))
	if s.dirs[folder] {
		return nil
	}
	if len(s.dirs) == 0 {
		if err := s.begin(); err != nil {
			return refuse(s.dir, "无法写入", err)
		}
	}
	if err := os.MkdirAll(filepath.Join(s.aside, folder), 0o755); err != nil {
		return refuse(s.dir, "无法写入", err)
	}
	s.dirs[folder] = true
	return nil
}

// begin makes the folder aside, with the rights of the present one.
func (s *shop) begin() error {
	err := os.MkdirAll(filepath.Dir(s.aside), 0o755)
	if err == nil {
		err = os.Mkdir(s.aside, 0o755)
	}
	if errors.Is(err, fs.ErrPermission) && !s.inside && s.exists {
		s.goInside()
		err = os.Mkdir(s.aside, 0o755)
	}
	if err != nil {
		return err
	}
	s.lock, _ = lockFolder(s.aside)
	if info, err := os.Stat(s.dir); err == nil && !s.inside {
		takeRights(s.aside, info)
	}
	return nil
}

// close takes away what was made aside, and after a failure the folders that
// were made for it, if they stayed empty.
func (s *shop) close(failed bool) {
	os.RemoveAll(s.aside)
	unlock(s.lock)
	for _, folder := range s.missing {
		if failed {
			os.Remove(folder) // only if it stayed empty
		}
	}
}

// publish puts the files of a manifest into place: those made aside, and of the
// present ones those that stay. It tells how many old files were taken away.
func (s *shop) publish(m *manifest) (removed int, err error) {
	content, err := m.bytes()
	if err != nil {
		return 0, err
	}
	stale := s.stale(m)
	if len(s.made)+len(stale) == 0 && s.exists {
		now, err := os.ReadFile(filepath.Join(s.dir, manifestName))
		if err != nil || !bytes.Equal(now, content) {
			err = m.write(s.dir)
		}
		return 0, err
	}
	if s.inside {
		return len(stale), s.move(m, stale)
	}
	if err := s.write(manifestName, content); err != nil {
		return 0, err
	}
	if err := s.swap(m, stale); err != nil {
		return 0, err
	}
	return len(stale), nil
}

// stale are the files of the earlier report that are none of the new one. Paths
// that lead out of the folder are none of ours.
func (s *shop) stale(m *manifest) []string {
	var list []string
	for _, path := range sortedPaths(s.old.Files) {
		if _, ok := m.Files[path]; !ok && filepath.IsLocal(filepath.FromSlash(path)) {
			list = append(list, path)
		}
	}
	return list
}

// swap completes the folder aside and lets it take the place of the present one.
func (s *shop) swap(m *manifest, stale []string) error {
	if err := s.keep(stale); err != nil {
		return writeFailed(s.dir, err)
	}
	s.step("sync")
	if err := syncFolder(s.aside, s.made); err != nil {
		return writeFailed(s.dir, err)
	}
	s.step("swap")
	err := s.change()
	if cannotExchange(err) { // told only now: such as a second mount of the same disk
		return s.move(m, stale)
	}
	if err != nil {
		return writeFailed(s.dir, err)
	}
	s.step("swapped")
	return syncParent(filepath.Dir(s.dir))
}

// change puts the folder aside in the place of the present one.
func (s *shop) change() error {
	if len(s.missing) > 0 {
		return os.Rename(s.aside, s.dir)
	}
	return exchange(s.aside, s.dir)
}

// keep links what stays of the present folder into the new one: every file
// that was not made anew and is not stale.
func (s *shop) keep(stale []string) error {
	if !s.exists {
		return nil
	}
	ours := map[string]bool{".": true} // folders that only reports have filled
	for path := range s.old.Files {
		for f := filepath.Dir(filepath.FromSlash(path)); f != "."; f = filepath.Dir(f) {
			ours[f] = true
		}
	}
	return filepath.WalkDir(s.dir, func(from string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		path, err := filepath.Rel(s.dir, from)
		if err != nil || d.IsDir() && ours[path] {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(s.aside, path), 0o755)
		}
		slash := filepath.ToSlash(path)
		if _, gone := slices.BinarySearch(stale, slash); gone || s.made[slash] {
			return nil
		}
		return s.link(from, path)
	})
}

func (s *shop) link(from, path string) error {
	if err := s.folderOf(filepath.ToSlash(path)); err != nil {
		return err
	}
	s.step("link " + path)
	to := filepath.Join(s.aside, path)
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	content, err := os.ReadFile(from) // a disk without links
	if err == nil {
		err = writeSynced(to, content)
	}
	return err
}

// move puts the files into the folder one by one, the overview last. The
// manifest comes first: were it interrupted even now, the folder would stay ours.
func (s *shop) move(m *manifest, stale []string) error {
	begun := *m
	begun.Files = map[string]fileSums{}
	for path := range s.old.Files {
		begun.Files[path] = fileSums{}
	}
	for path, sums := range m.Files {
		begun.Files[path] = fileSums{}
		if !s.made[path] {
			begun.Files[path] = sums
		}
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return refuse(s.dir, "无法写入", err)
	}
	if err := syncFolder(s.aside, s.made); err != nil {
		return writeFailed(s.dir, err)
	}
	if err := begun.write(s.dir); err != nil {
		return err
	}
	paths := slices.DeleteFunc(sortedPaths(s.made), func(p string) bool { return p == overviewAddress || p == manifestName })
	if s.made[overviewAddress] {
		paths = append(paths, overviewAddress)
	}
	for _, path := range paths {
		if err := s.moveFile(filepath.FromSlash(path)); err != nil {
			return err
		}
	}
	if err := s.removeStale(stale); err != nil {
		return err
	}
	return m.write(s.dir)
}

func (s *shop) moveFile(path string) error {
	to := filepath.Join(s.dir, path)
	s.step("move " + path)
	err := os.MkdirAll(filepath.Dir(to), 0o755)
	if err == nil {
		err = os.Rename(filepath.Join(s.aside, path), to)
	}
	if err != nil {
		return writeFailed(to, err)
	}
	return nil
}

// removeStale takes the old files away, and the folders that are empty then. A
// folder that has become a link to elsewhere is not followed.
func (s *shop) removeStale(stale []string) error {
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return fmt.Errorf("remove old pages: %w", err)
	}
	defer root.Close()
	for _, path := range stale {
		file := filepath.FromSlash(path)
		if err := root.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return writeFailed(filepath.Join(s.dir, file), err)
		}
		for folder := filepath.Dir(file); folder != "."; folder = filepath.Dir(folder) {
			if root.Remove(folder) != nil {
				break // not empty
			}
		}
	}
	return nil
}
