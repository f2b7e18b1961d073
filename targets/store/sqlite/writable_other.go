//go:build !unix

package sqlite

import "os"

// writable reports whether this process may make files in a folder.
func writable(dir string) bool {
	f, err := os.CreateTemp(dir, ".writable-*")
	if err != nil {
		return false
	}
	f.Close()
	return os.Remove(f.Name()) == nil
}
