//go:build !unix

package sqlite

import "os"

// flock does nothing where the system has no such lock: two programs must not
// create the same file at once there.
func flock(*os.File) error { return nil }
