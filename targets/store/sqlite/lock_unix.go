//go:build unix

package sqlite

import (
	"os"
	"syscall"
)

// flock waits until no other program holds the file and takes it. It is apart
// from the engine's own locks and ends when the file is closed.
func flock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }
