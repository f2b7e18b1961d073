package main

import (
	"fmt"
	"runtime"
)

type versionCmd struct{}

// Run prints one line: name, version, Go version and platform.
func (versionCmd) Run(c console) error {
	_, err := fmt.Fprintf(c.out, "biaochi %s (%s, %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
