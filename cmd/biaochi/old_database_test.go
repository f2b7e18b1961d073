package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

// Databases of earlier versions, as the program of that day wrote them from what
// it shipped, each with what it printed then of every target on four days:
// as-of, id and these keys. The wording of a verdict may change; then the line is
// changed by hand, with the reason in the commit.
var printedThen = []string{"value", "bound", "period", "completion", "progress", "expected", "pace", "state", "at_deadline", "reason",
	"required_pace", "stale", "baseline", "goal"}

func TestAnEarlierDatabaseOpensVerifiesAndJudgesTheSame(t *testing.T) {
	all, err := filepath.Glob("testdata/databases/*.db.gz")
	if err != nil || len(all) == 0 {
		t.Fatalf("no databases: %v", err)
	}
	for _, packed := range all {
		t.Run(strings.TrimSuffix(filepath.Base(packed), ".db.gz"), func(t *testing.T) {
			db := unpacked(t, packed)
			today := targets.NewDate(2026, 12, 1)
			if out := programOn(t, today, "verify", "--db", db); !strings.Contains(out, "核对无误") {
				t.Errorf("verify says %s", out)
			}
			want, err := os.ReadFile(strings.TrimSuffix(packed, ".db.gz") + ".tsv")
			if err != nil {
				t.Fatal(err)
			}
			for _, asOf := range []string{"2022-12-31", "2024-06-30", "2025-06-30", "2026-12-01"} {
				compareLines(t, linesOf(string(want), asOf), judgedLines(t, db, asOf, today))
			}
		})
	}
}

// unpacked writes the database to a folder of the test's own.
func unpacked(t *testing.T, packed string) string {
	t.Helper()
	data, err := os.ReadFile(packed)
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(t.TempDir(), "biaochi.db")
	if err := os.WriteFile(db, plain, 0o600); err != nil {
		t.Fatal(err)
	}
	return db
}

func linesOf(all, asOf string) []string {
	var list []string
	for line := range strings.Lines(all) {
		if strings.HasPrefix(line, asOf+"\t") {
			list = append(list, strings.TrimSuffix(line, "\n"))
		}
	}
	return list
}

// judgedLines prints what the program says now in the form of the kept lines.
func judgedLines(t *testing.T, db, asOf string, today targets.Date) []string {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(programOn(t, today, "targets", "--db", db, "--as-of", asOf, "--format", "json")))
	dec.UseNumber()
	var rows []map[string]any
	if err := dec.Decode(&rows); err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, row := range rows {
		cells := []string{asOf, fmt.Sprint(row["id"])}
		for _, key := range printedThen {
			cell := ""
			if row[key] != nil {
				cell = fmt.Sprint(row[key])
			}
			cells = append(cells, cell)
		}
		list = append(list, strings.Join(cells, "\t"))
	}
	return list
}

func compareLines(t *testing.T, want, got []string) {
	t.Helper()
	if len(want) != len(got) || len(want) == 0 {
		t.Fatalf("%d targets, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("judged otherwise\n got %s\nwant %s", got[i], want[i])
		}
	}
}
