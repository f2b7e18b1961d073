package seeds

import (
	"io/fs"
	"strings"
	"testing"
)

// An endless file system has files without an end, such as a device.
type endless struct{}

func (endless) Open(string) (fs.File, error) { return endless{}, nil }

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func (endless) Stat() (fs.FileInfo, error) { return nil, fs.ErrInvalid }

func (endless) Close() error { return nil }

func TestAFileWithoutAnEndIsRefused(t *testing.T) {
	_, err := Formula(endless{}, "formula.yaml")
	if err == nil || !strings.Contains(err.Error(), "超过上限") {
		t.Errorf("a file without an end = %v, want that it is over the limit", err)
	}
}
