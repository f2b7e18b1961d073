package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A machine is a server in a folder: the paths of deploy/README.md lie in it, the
// program and the backup script are the real ones, and what only a real machine
// has (systemctl, runuser, install's owners) are short scripts that do the same.
type machine struct {
	t    *testing.T
	root string
	env  []string
}

// systemctl starts the program, waits until it serves, and stops it as systemd does.
const systemctl = `#!/bin/sh
set -eu
up() {
  biaochi serve >"$ROOT/log" 2>&1 & echo $! >"$ROOT/pid"
  for i in $(seq 300); do biaochi health >"$ROOT/health" 2>&1 && return 0; kill -0 "$(cat "$ROOT/pid")" 2>/dev/null || break; sleep 0.1; done
  cat "$ROOT/log" >&2; return 1
}
down() {
  pid=$(cat "$ROOT/pid"); kill "$pid"
  for i in $(seq 200); do kill -0 "$pid" 2>/dev/null || { rm "$ROOT/pid"; return 0; }; sleep 0.1; done
  return 1
}
case "$*" in
  "start biaochi") up ;;
  "stop biaochi") down ;;
  "restart biaochi") down; up ;;
  "start biaochi-backup") biaochi-backup ;;
  *) echo "systemctl $*: unknown" >&2; exit 1 ;;
esac
`

const (
	runuser = "#!/bin/sh\nset -eu\n[ \"$1 $2 $3\" = '-u biaochi --' ]\nshift 3\nexec \"$@\"\n"
	// The user biaochi is of a real machine only.
	install = "#!/bin/sh\nset -eu\nif [ \"${3-}\" = -o ]; then [ \"$4 $5 $6\" = 'biaochi -g biaochi' ]; exec /usr/bin/install \"$1\" \"$2\" \"$7\" \"$8\"; fi\nexec /usr/bin/install \"$@\"\n"
)

func newMachine(t *testing.T) *machine {
	t.Helper()
	root := t.TempDir()
	m := &machine{t: t, root: root}
	for _, dir := range []string{"bin", "tools", "data", "backups"} {
		if err := os.Mkdir(filepath.Join(root, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	program, err := exec.LookPath("biaochi")
	if err != nil {
		t.Fatal(err)
	}
	program, err = filepath.EvalSymlinks(program)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"systemctl": systemctl, "runuser": runuser, "install": install, "biaochi-backup": readDeploy(t, "systemd/biaochi-backup")} {
		m.tool(name, text)
	}
	if err := os.Symlink(program, filepath.Join(root, "bin", "biaochi")); err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	m.env = append(os.Environ(), "ROOT="+root, "PATH="+filepath.Join(root, "tools")+":"+filepath.Join(root, "bin")+":"+os.Getenv("PATH"),
		"BIAOCHI_DB="+m.db(), "BIAOCHI_BACKUP_DIR="+filepath.Join(root, "backups"), "BIAOCHI_BACKUP_KEEP=2",
		"BIAOCHI_WEB_LISTEN_ADDRESS="+address, "BIAOCHI_HEALTH_URL=http://"+address)
	t.Cleanup(func() {
		if _, err := os.Stat(filepath.Join(root, "pid")); err == nil {
			m.script(context.Background(), "systemctl stop biaochi")
		}
	})
	return m
}

func (m *machine) db() string { return filepath.Join(m.root, "data", "biaochi.db") }

func (m *machine) tool(name, text string) {
	m.t.Helper()
	if err := os.WriteFile(filepath.Join(m.root, "tools", name), []byte(text), 0o700); err != nil {
		m.t.Fatal(err)
	}
}

// script runs lines of a shell as an operator would, stopping at the first that fails.
func (m *machine) script(ctx context.Context, lines string) (said string, err error) {
	cmd := exec.CommandContext(ctx, "sh", "-eu", "-c", lines)
	cmd.Env, cmd.Dir = m.env, m.root
	out := filepath.Join(m.root, "said") // a file, for the program that stays running holds a pipe open
	f, err := os.Create(out)
	if err != nil {
		m.t.Fatal(err)
	}
	defer f.Close()
	cmd.Stdout, cmd.Stderr = f, f
	err = cmd.Run()
	b, readErr := os.ReadFile(out)
	if readErr != nil {
		m.t.Fatal(readErr)
	}
	return string(b), err
}

func (m *machine) does(lines string) string {
	m.t.Helper()
	said, err := m.script(m.t.Context(), lines)
	if err != nil {
		m.t.Fatalf("%s: %v\n%s", lines, err, said)
	}
	return said
}

// steps are the lines of deploy/README.md below a heading, with its paths moved
// into the machine.
func (m *machine) steps(heading string) string {
	m.t.Helper()
	found := regexp.MustCompile("(?s)\n## " + heading + " · .*?\n```sh\n(.*?)```").FindStringSubmatch(readDeploy(m.t, "README.md"))
	if found == nil {
		m.t.Fatalf("deploy/README.md has no steps below %s", heading)
	}
	return strings.NewReplacer("/var/lib/biaochi", filepath.Join(m.root, "data"), "/var/backups/biaochi", filepath.Join(m.root, "backups"),
		"/usr/local/bin", filepath.Join(m.root, "bin")).Replace(found[1])
}

func (m *machine) backups() []string {
	m.t.Helper()
	entries, err := os.ReadDir(filepath.Join(m.root, "backups"))
	if err != nil {
		m.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (m *machine) has(user string) bool {
	m.t.Helper()
	return strings.Contains(m.does("biaochi user list"), user)
}

// TestABackupMadeWhileServingIsRestoredAsTheReadmeSays carries out the README's steps.
func TestABackupMadeWhileServingIsRestoredAsTheReadmeSays(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program several times")
	}
	m := newMachine(t)
	m.does("systemctl start biaochi\nbiaochi user add before --name 备份前 --role administrator\nsystemctl start biaochi-backup")
	m.does("biaochi user add after --name 备份后 --role administrator")
	names := m.backups()
	if len(names) != 1 || !regexp.MustCompile(`^biaochi-\d{8}T\d{6}Z\.db$`).MatchString(names[0]) {
		t.Fatalf("the backups are %q; want one with its time", names)
	}
	if !m.has("after") {
		t.Fatal("the user is not in the database")
	}
	steps := m.steps("恢复")
	const example = "biaochi-20260101T000000Z.db"
	if !strings.Contains(steps, example) {
		t.Fatalf("the steps name no file like %s", example)
	}
	said := m.does(strings.ReplaceAll(steps, example, names[0]))
	if !strings.Contains(said, "核对无误") || !strings.HasSuffix(said, "ok\n") {
		t.Errorf("the steps say %q", said)
	}
	if !m.has("before") || m.has("after") {
		t.Error("what serves now is not what the backup held")
	}
	if _, err := os.Stat(filepath.Join(m.root, "data", "before", "biaochi.db")); err != nil {
		t.Errorf("the old database was not kept: %v", err)
	}
}

// TestAnUpgradeAsTheReadmeSaysKeepsTheDataAndGoingBackIsRefused upgrades to the
// same program (older schemas: targets/store/sqlite) and opens what a newer one made.
func TestAnUpgradeAsTheReadmeSaysKeepsTheDataAndGoingBackIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program several times")
	}
	m := newMachine(t)
	m.does("cp bin/biaochi biaochi")
	m.does("systemctl start biaochi\nbiaochi user add before --name 升级前 --role administrator")
	said := m.does(m.steps("升级"))
	if !strings.Contains(said, "ok\n") || !strings.Contains(said, "核对无误") || len(m.backups()) != 1 || !m.has("before") {
		t.Errorf("the upgrade says %q and leaves the backups %q", said, m.backups())
	}
	m.does("systemctl stop biaochi\nsqlite3 \"$BIAOCHI_DB\" \"INSERT INTO schema_version VALUES (999, 'x', 'biaochi v99.0', '')\"")
	said, err := m.script(t.Context(), "systemctl start biaochi")
	if err == nil || !strings.Contains(said, "数据库由更新的程序（biaochi v99.0）建立或升级") {
		t.Errorf("a database of a newer program: %v, %q; want it refused by name", err, said)
	}
	os.Remove(filepath.Join(m.root, "pid"))
}

func TestTheBackupScriptKeepsTheNewestAndNeverAnUnverifiedCopy(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the program")
	}
	m := newMachine(t)
	m.does("biaochi seed")
	for _, name := range []string{"biaochi-20240101T023000Z.db", "biaochi-20250101T023000Z.db", "by-hand.db", "unverified.db-wal"} {
		put(t, filepath.Join(m.root, "backups"), name, "")
	}
	m.does("biaochi-backup")
	names := m.backups()
	if len(names) != 3 || names[0] != "biaochi-20250101T023000Z.db" || names[2] != "by-hand.db" {
		t.Errorf("kept are %q; want the newest two and what is not the script's", names)
	}
	m.does("sqlite3 \"$BIAOCHI_DB\" \"DROP TRIGGER figure_append_only_update; UPDATE figure SET value = value || '0' WHERE value IS NOT NULL\"")
	if said, err := m.script(t.Context(), "biaochi-backup"); err == nil || !strings.Contains(said, "biaochi:") {
		t.Errorf("a database that does not verify: %v, %q; want a failure", err, said)
	}
	left := slices.DeleteFunc(m.backups(), func(s string) bool { return strings.HasPrefix(s, "unverified") })
	if !slices.Equal(left, names) {
		t.Errorf("after a backup that failed there are %q; want %q", left, names)
	}
	if _, err := m.script(t.Context(), "BIAOCHI_BACKUP_KEEP=0 biaochi-backup"); err == nil {
		t.Error("keeping no backup at all is accepted")
	}
}
