//go:build !linux

package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// exchangeable reports whether the folder can change places with one beside it:
// only a folder that does not exist yet.
func exchangeable(dir string) bool {
	_, err := os.Stat(dir)
	return errors.Is(err, fs.ErrNotExist)
}

func exchange(string, string) error { return errors.ErrUnsupported }

func cannotExchange(err error) bool { return errors.Is(err, errors.ErrUnsupported) }

// syncFolder waits until the disk has the files.
func syncFolder(dir string, made map[string]bool) error {
	for path := range made {
		f, err := os.OpenFile(filepath.Join(dir, filepath.FromSlash(path)), os.O_RDWR, 0)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

func syncParent(string) error { return nil }

func lockFolder(string) (*os.File, bool) { return nil, true }

func unlock(*os.File) {}

func takeRights(dir string, of fs.FileInfo) { os.Chmod(dir, of.Mode().Perm()) }
