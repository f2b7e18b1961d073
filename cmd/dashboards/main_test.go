package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

const shipped = "../../deploy/grafana/dashboards"

func TestTheShippedFilesAreWhatTheGeneratorWrites(t *testing.T) {
	all, err := files()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range all {
		got, err := os.ReadFile(filepath.Join(shipped, name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator writes (%v): go run ./cmd/dashboards", name, err)
		}
	}
	found, err := filepath.Glob(filepath.Join(shipped, "*", "*"))
	if err != nil || len(found) != len(all) {
		t.Errorf("the folder holds %d files (%v), the generator writes %d: %q", len(found), err, len(all), found)
	}
}
