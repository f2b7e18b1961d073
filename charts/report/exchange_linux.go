package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// exchangeable reports whether the folder, if it exists, can change places with
// one beside it.
func exchangeable(dir string) bool {
	var st unix.Statx_t
	if err := unix.Statx(unix.AT_FDCWD, dir, 0, unix.STATX_BASIC_STATS, &st); err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	if st.Attributes&st.Attributes_mask&unix.STATX_ATTR_MOUNT_ROOT != 0 {
		return false
	}
	at, err := os.Getwd()
	if err != nil {
		return true
	}
	within, err := filepath.Rel(dir, at)
	return err != nil || within == ".." || strings.HasPrefix(within, "../")
}

// exchange lets two folders change places in one step.
func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}

// cannotExchange reports that the disk or the place has no such step.
func cannotExchange(err error) bool {
	for _, no := range []error{unix.EINVAL, unix.ENOSYS, unix.EOPNOTSUPP, unix.EBUSY, unix.EXDEV} {
		if errors.Is(err, no) {
			return true
		}
	}
	return false
}

// syncFolder waits until the disk has everything that was made in a folder: one
// call for the whole file system in place of one a file. A disk that says only
// now that it is full says so here.
func syncFolder(dir string, _ map[string]bool) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return unix.Syncfs(int(f.Fd()))
}

// syncParent waits until the disk has the new place of a folder.
func syncParent(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// lockFolder holds a folder until it is unlocked or the program ends; free is
// false when another program holds it.
func lockFolder(dir string) (lock *os.File, free bool) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, true
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); errors.Is(err, unix.EWOULDBLOCK) {
		f.Close()
		return nil, false
	}
	return f, true
}

func unlock(lock *os.File) {
	if lock != nil {
		lock.Close()
	}
}

// takeRights gives a folder the rights and, where that is allowed, the owner of another.
func takeRights(dir string, of fs.FileInfo) {
	os.Chmod(dir, of.Mode().Perm())
	if st, ok := of.Sys().(*syscall.Stat_t); ok {
		os.Chown(dir, int(st.Uid), int(st.Gid))
	}
}
