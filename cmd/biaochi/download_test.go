package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// What a reader takes from a target's page is what the command line exports, line
// for line, so that an import reads both.
func TestFiguresTakenFromAPageAreThoseOfTheExport(t *testing.T) {
	dir := t.TempDir()
	db, site := filepath.Join(dir, "b.db"), filepath.Join(dir, "site")
	day, err := targets.ParseDate("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	programOn(t, day, "seed", "--db", db)
	exported := programOn(t, day, "export", "--db", db)
	programOn(t, day, "report", "--db", db, "--out", site, "--lang", "zh")
	pages, err := filepath.Glob(filepath.Join(site, "targets", "*.html"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages of targets: %v", err)
	}
	lines := 0
	for _, file := range pages {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, ok := strings.Cut(string(page), `<script type="application/json" id="download">`)
		if !ok {
			continue
		}
		block, _, _ := strings.Cut(rest, "</script>")
		var taken struct{ CSV string }
		if err := json.Unmarshal([]byte(block), &taken); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, line := range strings.SplitAfter(taken.CSV, "\n") {
			lines++
			if !strings.Contains("\n"+exported, "\n"+line) {
				t.Errorf("%s offers %q, which the export does not have", filepath.Base(file), line)
			}
		}
	}
	if lines < 20 {
		t.Errorf("only %d lines were compared: the test looks at nothing", lines)
	}
}
