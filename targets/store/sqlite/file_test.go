package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
	"github.com/biaochi/biaochi/targets/store/storetest"
)

var noon = time.Date(2026, 1, 10, 4, 0, 0, 0, time.UTC)

func mustOpen(t testing.TB, path string, o Options) *store.Store {
	t.Helper()
	s, err := Open(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// filled makes a file with figures, closes it and returns its path.
func filled(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "biaochi.db")
	s := mustOpen(t, path, Options{Create: true})
	storetest.Fill(t, s, noon)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// exec runs statements on a file behind the Store's back.
func execOn(t testing.TB, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, text := range statements {
		if _, err := db.Exec(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
}

func wantRefusal(t *testing.T, err error, kind targets.Kind, part string) {
	t.Helper()
	e, ok := errors.AsType[*targets.Error](err)
	if !ok || e.Kind != kind || !strings.Contains(e.Text, part) {
		t.Fatalf("error %v; want a %s that says %q", err, kind, part)
	}
}

func TestOpenRefuses(t *testing.T) {
	tests := map[string]struct {
		make func(t *testing.T) string
		o    Options
		kind targets.Kind
		says string
	}{
		"a missing file without Create": {func(t *testing.T) string { return filepath.Join(t.TempDir(), "no.db") }, Options{}, targets.NotFound, "不存在"},
		"a missing folder":              {func(t *testing.T) string { return filepath.Join(t.TempDir(), "no", "no.db") }, Options{Create: true}, targets.NotFound, "文件夹"},
		"a folder":                      {func(t *testing.T) string { return t.TempDir() }, Options{}, targets.Invalid, "文件夹"},
		"a file that is no database": {func(t *testing.T) string {
			path := filepath.Join(t.TempDir(), "x.db")
			if err := os.WriteFile(path, []byte(strings.Repeat("indicator,area\n", 300)), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}, Options{}, targets.Invalid, "不是数据库"},
		"another program's database": {func(t *testing.T) string {
			path := filepath.Join(t.TempDir(), "x.db")
			execOn(t, path, `CREATE TABLE contacts (name TEXT)`)
			return path
		}, Options{}, targets.Invalid, "不是本程序建立的"},
		"a newer schema": {func(t *testing.T) string {
			path := filled(t)
			execOn(t, path, `INSERT INTO schema_version VALUES (999, 'x', 'biaochi v9.9.0', '')`)
			return path
		}, Options{}, targets.Conflict, "biaochi v9.9.0"},
		"a newer schema, to read": {func(t *testing.T) string {
			path := filled(t)
			execOn(t, path, `INSERT INTO schema_version VALUES (999, 'x', 'biaochi v9.9.0', '')`)
			return path
		}, Options{ReadOnly: true}, targets.Conflict, "biaochi v9.9.0"},
		"an edited migration": {func(t *testing.T) string {
			path := filled(t)
			execOn(t, path, `UPDATE schema_version SET sha256 = 'x', program = 'biaochi fork'`)
			return path
		}, Options{}, targets.Conflict, "biaochi fork"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := test.make(t)
			before, _ := os.ReadFile(path)
			_, err := Open(context.Background(), path, test.o)
			wantRefusal(t, err, test.kind, test.says)
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Errorf("the refused file was changed")
			}
		})
	}
}

func TestAnOddPathIsOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "标尺 100%25 #1?mode=ro&x.db")
	s := mustOpen(t, path, Options{Create: true})
	storetest.Fill(t, s, noon)
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
}

func TestReopeningKeepsEverything(t *testing.T) {
	path := filled(t)
	for _, o := range []Options{{}, {ReadOnly: true}, {Create: true}} {
		s := mustOpen(t, path, o)
		storetest.Filled(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// The program may have ended between a migration and its record.
func TestAMissingMigrationRecordIsMadeGood(t *testing.T) {
	path := filled(t)
	execOn(t, path, `DELETE FROM schema_version`)
	_, err := Open(context.Background(), path, Options{ReadOnly: true})
	wantRefusal(t, err, targets.Conflict, "以可写方式打开")
	storetest.Filled(t, mustOpen(t, path, Options{}))
	storetest.Filled(t, mustOpen(t, path, Options{ReadOnly: true}))
}

func TestReadOnlyRefusesToWrite(t *testing.T) {
	s := mustOpen(t, filled(t), Options{ReadOnly: true})
	wantRefusal(t, s.SetCuts(context.Background(), "operator", targets.DefaultCuts, 0, noon), targets.Forbidden, "只读")
	_, err := s.Import(context.Background(), "operator", store.ImportBatch{}, noon)
	wantRefusal(t, err, targets.Forbidden, "只读")
}

func TestAFullDiskChangesNothing(t *testing.T) {
	path := filled(t)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, path, Options{maxPages: int(info.Size()/4096) + 2})
	_, err = s.Seed(context.Background(), "operator", storetest.Large(), noon)
	wantRefusal(t, err, targets.Conflict, "磁盘已满")
	data := store.Evidence{Name: "x", MediaType: "text/plain", Data: make([]byte, 1<<20)}
	_, err = s.AddEvidence(context.Background(), "operator", data, noon)
	wantRefusal(t, err, targets.Conflict, "磁盘已满")
	storetest.Filled(t, s)
	if _, err := Open(context.Background(), filepath.Join(t.TempDir(), "new.db"), Options{Create: true, maxPages: 3}); err == nil {
		t.Fatal("a database was made on a full disk")
	} else {
		wantRefusal(t, err, targets.Conflict, "磁盘已满")
	}
}

// TestMain lets the test binary run itself as somebody without rights.
func TestMain(m *testing.M) {
	if path := os.Getenv("BIAOCHI_TEST_OPEN"); path != "" {
		os.Exit(openAsNobody(path))
	}
	os.Exit(m.Run())
}

// openAsNobody reads a file in a folder it may not write and reports by its
// exit status whether reading worked and writing was refused.
func openAsNobody(path string) int {
	ctx := context.Background()
	s, err := Open(ctx, path, Options{ReadOnly: true})
	if err != nil {
		os.Stderr.WriteString(err.Error())
		return 11
	}
	if empty, err := s.Empty(ctx); err != nil || empty {
		return 12
	}
	s.Close()
	if _, err := Open(ctx, path, Options{}); targets.KindOf(err) != targets.Forbidden {
		return 13
	}
	if _, err := Open(ctx, filepath.Join(filepath.Dir(path), "new.db"), Options{Create: true}); targets.KindOf(err) != targets.Forbidden {
		return 14
	}
	return 0
}

func TestAReadOnlyFolderIsReadAndNotWritten(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to become somebody else")
	}
	dir, err := os.MkdirTemp("", "biaochi-readonly-*") // t.TempDir is closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	for from, to := range map[string]string{filled(t): "biaochi.db", os.Args[0]: "test"} {
		data, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, to), data, 0o755)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(dir, "test"))
	cmd.Env = append(os.Environ(), "BIAOCHI_TEST_OPEN="+filepath.Join(dir, "biaochi.db"))
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("as nobody: %v\n%s", err, out)
	}
}

func TestBackupBesideAWriter(t *testing.T) {
	ctx := context.Background()
	s := mustOpen(t, filled(t), Options{})
	stop, done := make(chan struct{}), sync.WaitGroup{}
	done.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				d := store.Draft{Owner: "o", Key: targets.Key{Indicator: "all", Area: "330000", Period: targets.Day(targets.Date(i + 1))}, Body: strings.Repeat("x", 5000)}
				if err := s.SaveDraft(ctx, d, noon); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	time.Sleep(20 * time.Millisecond)
	dir := t.TempDir()
	path := filepath.Join(dir, "copy.db")
	var last, total int
	err := s.Backup(ctx, path, func(d, n int) { last, total = d, n })
	close(stop)
	done.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if last != total || total == 0 {
		t.Errorf("progress ended at %d of %d", last, total)
	}
	wantRefusal(t, s.Backup(ctx, path, nil), targets.Conflict, "已存在")
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 1 {
		t.Errorf("beside the backup: %v, %v", names, err)
	}
	storetest.Filled(t, mustOpen(t, path, Options{}))
}

func TestBackupIntoAMissingFolder(t *testing.T) {
	s := mustOpen(t, filled(t), Options{})
	err := s.Backup(context.Background(), filepath.Join(t.TempDir(), "no", "copy.db"), nil)
	wantRefusal(t, err, targets.NotFound, "文件夹")
}

// A change of anything recorded is found, at the entry it belongs to.
func TestVerifyFindsAnyChange(t *testing.T) {
	tests := map[string]struct {
		change string
		entry  int64
	}{
		"a digit of a value":            {`UPDATE figure SET value = '2578' WHERE value = '2579'`, 2},
		"a trailing zero":               {`UPDATE figure SET value = '2579.0' WHERE value = '2579'`, 2},
		"a flag":                        {`UPDATE figure SET flag = 'P' WHERE value = '2579'`, 2},
		"a note":                        {`UPDATE figure SET note = note || ' ' WHERE value = '3000'`, 3},
		"a source":                      {`UPDATE source SET title = 'x' WHERE title = '公报'`, 2},
		"the name of a series":          {`UPDATE series SET area = '610000' WHERE indicator = 'all' AND area = '330000'`, 2},
		"a deleted figure":              {`DELETE FROM figure WHERE value = '3000'`, 3},
		"an added figure":               {`INSERT INTO figure SELECT series, period_end + 1, period_start, revision, previous, entry, value, numerator, denominator, flag, bound, published, note, source FROM figure WHERE value = '3000'`, 3},
		"a goal":                        {`UPDATE catalogue SET body = replace(body, '4000', '3000') WHERE id = 'z-all'`, 1},
		"a retired target":              {`UPDATE catalogue SET retired = 1 WHERE id = 'z-all'`, 1},
		"a verdict":                     {`UPDATE review SET verdict = 'returned', reason = 'x' WHERE entry = 5`, 5},
		"the steps of a submission":     {`UPDATE submission SET steps = 1 WHERE entry = 4`, 4},
		"a task's status":               {`UPDATE task_status SET stage = 'not_begun'`, 6},
		"evidence":                      {`UPDATE evidence SET data = x'00'`, 7},
		"the day the data began":        {`UPDATE meta SET created = '2020-01-01T00:00:00.000000Z'`, 1},
		"an actor":                      {`UPDATE chain SET actor = 'somebody' WHERE seq = 3`, 3},
		"a time":                        {`UPDATE chain SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 3`, 3},
		"a generation":                  {`UPDATE chain SET generation = 1 WHERE seq = 3`, 3},
		"a deleted entry":               {`DELETE FROM chain WHERE seq = 6`, 6},
		"a standing revision":           {`UPDATE figure_current SET counts = 2 WHERE counts = 3`, 3},
		"a standing revision taken out": {`DELETE FROM figure_current WHERE counts = 2`, 2},
		"a standing revision put in":    {`INSERT INTO figure_current VALUES (1, 1, 1, 1, 2)`, 0},
		"the head":                      {`UPDATE chain_head SET hash = 'x'`, 0},
		"a series of a submission":      {`DELETE FROM submission_series WHERE entry = 3`, 3},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			execOn(t, path, append(dropTriggers(t, path), test.change)...)
			report, err := mustOpen(t, path, Options{}).Verify(context.Background(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if first, ok := report.First(); !ok || first.Entry != test.entry {
				t.Errorf("%s: first fault %+v of %v, want entry %d", test.change, first, report.Faults, test.entry)
			}
		})
	}
}

// handedIn makes a file with a register (2), evidence (3), a handover (4) that is
// opened (5), reviewed (6, 7) and whose other figure is approved (8), a task that
// is proved (9) and closed (10), a token (11) and counted failures (12).
func handedIn(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "biaochi.db")
	s := mustOpen(t, path, Options{Create: true})
	storetest.FillFiling(t, s, noon)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestVerifyFindsAnyChangeOfAFiling(t *testing.T) {
	tests := map[string]struct {
		change string
		entry  int64
	}{
		"an office":                  {`UPDATE register SET body = replace(body, '330000', '330100') WHERE kind = 'office'`, 2},
		"a right":                    {`UPDATE register SET body = replace(body, 'reporter', 'reviewer') WHERE kind = 'rights'`, 2},
		"a right taken out":          {`DELETE FROM register WHERE kind = 'rights'`, 2},
		"a right put in":             {`INSERT INTO register VALUES ('rights', 'u9', 1, 4, '{}')`, 4},
		"a figure":                   {`UPDATE figure SET value = '3901' WHERE value = '3900'`, 4},
		"a statement":                {`UPDATE handover SET body = replace(body, '平稳', '下降')`, 4},
		"the filing of a handover":   {`UPDATE handover SET office = 'hz-samr'`, 4},
		"a flag of a handover":       {`UPDATE handover SET figures = replace(figures, ' A', ' M')`, 4},
		"a handover taken out":       {`DELETE FROM handover`, 4},
		"who is waited for":          {`UPDATE handover_decided SET decided = 0`, 4},
		"what is decided, taken out": {`DELETE FROM handover_decided`, 4},
		"evidence of a handover":     {`DELETE FROM submission_evidence`, 4},
		"an event":                   {`UPDATE handover_event SET kind = 'confirmed'`, 5},
		"an event put in":            {`INSERT INTO handover_event VALUES (8, 4, 'withdrawn', '')`, 8},
		"a reason of a return":       {`UPDATE review SET reason = 'x' WHERE verdict = 'returned'`, 6},
		"a file of a task":           {`DELETE FROM task_evidence`, 9},
		"a closing":                  {`UPDATE task_closing SET closed = 0`, 10},
		"a token's area":             {`UPDATE register SET body = replace(body, '330100', '330000') WHERE kind = 'token'`, 11},
		"a count of failures":        {`UPDATE sign_in_failure SET count = 1`, 12},
		"the register's head":        {`UPDATE chain_head SET register = 2`, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := handedIn(t)
			execOn(t, path, append(dropTriggers(t, path), test.change)...)
			report, err := mustOpen(t, path, Options{}).Verify(context.Background(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if first, ok := report.First(); !ok || first.Entry != test.entry {
				t.Errorf("%s: first fault %+v of %v, want entry %d", test.change, first, report.Faults, test.entry)
			}
		})
	}
}

// What is personal may be changed and leaves the chain as it is.
func TestPersonalDataIsOutsideTheChain(t *testing.T) {
	path := handedIn(t)
	execOn(t, path, `UPDATE signer SET head = ''`, `UPDATE users SET name = '' WHERE id = 'u1'`, `DELETE FROM contact`,
		`UPDATE account SET phone = '', login = 'x'`, `UPDATE token SET name = ''`)
	report, err := mustOpen(t, path, Options{}).Verify(context.Background(), nil)
	if err != nil || !report.OK() || report.Entries != 12 {
		t.Fatalf("verify: %+v, %v; want 12 entries and no fault", report, err)
	}
	db, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, name := range []string{"张三", "李四", "lisi", "0571", "王五", "报送系统", "argon2id"} {
		var n int
		if err := db.QueryRow(`SELECT count(*) FROM chain WHERE instr(content, $1) > 0`, name).Scan(&n); err != nil || n > 0 {
			t.Errorf("%q stands in %d entries of the chain: %v", name, n, err)
		}
	}
}

func dropTriggers(t *testing.T, path string) []string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	return list
}

func TestWhatIsRecordedCannotBeEdited(t *testing.T) {
	path := handedIn(t)
	db, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range []string{"chain", "catalogue", "figure", "review", "task_status", "register", "handover", "handover_event", "submission",
		"submission_series", "submission_evidence", "evidence", "task_closing", "task_evidence", "sign_in_failure", "series", "source", "meta"} {
		if _, err := db.Exec(`DELETE FROM ` + table); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("DELETE FROM %s: %v", table, err)
		}
	}
}

// Two programs that start together on a missing file both get it, whole.
func TestProgramsThatStartTogetherShareTheNewFile(t *testing.T) {
	for range 5 {
		path := filepath.Join(t.TempDir(), "b.db")
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				s, err := Open(t.Context(), path, Options{Create: true})
				if err != nil {
					t.Errorf("open: %v", err)
					return
				}
				if _, err := s.Empty(t.Context()); err != nil {
					t.Errorf("use: %v", err)
				}
				s.Close()
			})
		}
		wg.Wait()
		if _, err := os.Stat(path); err != nil {
			t.Fatalf("the file is gone: %v", err)
		}
	}
}

func TestADatabaseMigratedByAnUnknownProgramIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.db")
	s, err := Open(t.Context(), path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if _, err := Open(t.Context(), path, Options{}); targets.KindOf(err) != targets.Conflict || !strings.Contains(err.Error(), "第 999 版") {
		t.Errorf("open = %v, want a refusal that names version 999", err)
	}
}
