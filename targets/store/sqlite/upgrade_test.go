package sqlite

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets/store/storetest"
)

// A database of the first release is brought up to date with what is in it.
func TestTheFirstSchemaIsBroughtUpToDate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	db, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	provider, err := newProvider(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	sums, err := migrationSums()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{createGuard,
		`INSERT INTO schema_version VALUES (1, '` + sums[1] + `', 'biaochi v0.1', '')`,
		`INSERT INTO users (id, name, disabled) VALUES ('u7', '旧用户', 0)`,
		`INSERT INTO draft VALUES ('o', 'all', '330000', 1, 1, 0, '{}', 'u7', '` + noon.Format(time.RFC3339) + `')`,
	} {
		if _, err := db.Exec(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, path, Options{})
	names, err := s.Names(t.Context())
	if err != nil || names["u7"] != "旧用户" {
		t.Errorf("names after the upgrade: %v, %v", names, err)
	}
	storetest.FillFiling(t, s, noon)
	if report, err := s.Verify(t.Context(), nil); err != nil || !report.OK() {
		t.Errorf("verify after the upgrade: %+v, %v", report, err)
	}
}
