package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// scrapeOf asks for the metrics; the status is always 200.
func scrapeOf(t *testing.T, address string) string {
	t.Helper()
	r, err := http.Get(address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("/metrics: %s, %v", r.Status, err)
	}
	return string(b)
}

func wantSuccess(t *testing.T, when, page string, want int) {
	t.Helper()
	if line := fmt.Sprintf("\nbiaochi_scrape_success %d\n", want); !strings.Contains(page, line) {
		t.Errorf("%s: the page lacks %q", when, line)
	}
	if got := strings.Contains(page, "\nbiaochi_target_goal{"); got != (want == 1) {
		t.Errorf("%s: targets on the page: %v; want %v", when, got, want == 1)
	}
}

func TestAScrapeHealsWhenTheDatabaseIsBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(dir, "b.db")
	program(t, "seed", "--db", db)
	pages, _ := started(t, "--db", db, "--web.listen-address", "127.0.0.1:0")
	page := scrapeOf(t, pages)
	wantSuccess(t, "at first", page, 1)
	info, err := os.Stat(db)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`\nbiaochi_store_size_bytes\{file="database"\} (\S+)\n`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the size of the database is missing")
	}
	var size float64
	if _, err := fmt.Sscan(m[1], &size); err != nil || size != float64(info.Size()) {
		t.Errorf("the database has %v bytes on the page; want %d", size, info.Size())
	}
	move := func(from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	move(db, db+".away")
	wantSuccess(t, "the file is away", scrapeOf(t, pages), 0)
	if err := os.WriteFile(db, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wantSuccess(t, "another file is in its place", scrapeOf(t, pages), 0)
	move(db+".away", db)
	wantSuccess(t, "the file is back", scrapeOf(t, pages), 1)
	move(dir, dir+".away")
	wantSuccess(t, "the folder is away", scrapeOf(t, pages), 0)
	move(dir+".away", dir)
	wantSuccess(t, "the folder is back", scrapeOf(t, pages), 1)
}

// Another program that writes does not stop a reader of a WAL database.
func TestAScrapeReadsBesideAnExclusiveWriter(t *testing.T) {
	sqlite3, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Fatal("sqlite3 is not installed: apt-get install sqlite3")
	}
	db := filepath.Join(t.TempDir(), "b.db")
	program(t, "seed", "--db", db)
	pages, _ := started(t, "--db", db, "--web.listen-address", "127.0.0.1:0")
	cmd := exec.Command(sqlite3, db)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { in.Close(); cmd.Wait() }()
	fmt.Fprintln(in, "BEGIN EXCLUSIVE;\nSELECT 'held';")
	if _, err := io.ReadFull(out, make([]byte, len("held\n"))); err != nil {
		t.Fatal(err)
	}
	wantSuccess(t, "while another program holds the database", scrapeOf(t, pages), 1)
	fmt.Fprintln(in, "ROLLBACK;")
}

func TestInternalMetricsWantAGuard(t *testing.T) {
	db := filepath.Join(t.TempDir(), "b.db")
	status, _, errs := carryOut(t, "serve", "--db", db, "--metrics.internal")
	if status != exitUsage || !strings.Contains(errs, "--metrics.listen-address") || !strings.Contains(errs, "--private") {
		t.Errorf("--metrics.internal on an open address: exit %d, %q; want %d and what to do", status, errs, exitUsage)
	}
	if _, err := os.Stat(db); err == nil {
		t.Error("the refused start made a database")
	}
}

func TestInternalMetricsAreAtTheirOwnAddressOnly(t *testing.T) {
	b := zhejiang(t, secretIndicator)
	for _, args := range [][]string{nil, {"--metrics.internal"}} {
		pages, metrics := started(t, append([]string{"--db", b.db, "--web.listen-address", "127.0.0.1:0", "--metrics.listen-address", "127.0.0.1:0"}, args...)...)
		if got := strings.Contains(scrapeOf(t, metrics), secretTarget); got != (args != nil) {
			t.Errorf("%q: the internal target is exported: %v; want %v", args, got, args != nil)
		}
		if r, err := http.Get(pages + "/metrics"); err != nil || r.StatusCode != http.StatusNotFound {
			t.Errorf("the main address still has /metrics: %v, %v", r, err)
		}
	}
}

func TestTheFrontOfTheMetricsAddressSaysWhatIsThere(t *testing.T) {
	db := filepath.Join(t.TempDir(), "b.db")
	program(t, "seed", "--db", db)
	pages, metrics := started(t, "--db", db, "--web.listen-address", "127.0.0.1:0", "--metrics.listen-address", "127.0.0.1:0")
	r, err := http.Get(metrics + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`href="/metrics"`, `href="/-/healthy"`, `href="` + pages + `/"`, "监测指标", "Metrics of Biaochi", version} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the page lacks %q:\n%s", want, b)
		}
	}
	if strings.Contains(string(b), "<script") || strings.Contains(string(b), "<style") || strings.Contains(string(b), "style=") ||
		!strings.HasPrefix(r.Header.Get("Content-Security-Policy"), "default-src 'none'; style-src 'self'") {
		t.Errorf("the policy is %q; the page\n%s", r.Header.Get("Content-Security-Policy"), b)
	}
	if page := scrapeOf(t, metrics); !strings.Contains(page, `biaochi_http_requests_total{code="200",handler="other"} 1`) {
		t.Error("the visit was not counted")
	}
}

func TestADoorIsSeenByTheNameThatWasAskedFor(t *testing.T) {
	for name, tt := range map[string]struct{ listen, external, host, want string }{
		"one address":              {"127.0.0.1:0", "", "example.cn:9989", "http://127.0.0.1:"},
		"every address":            {"0.0.0.0:0", "", "example.cn:9989", "http://example.cn:"},
		"every address, port left": {"0.0.0.0:0", "", "example.cn", "http://example.cn:"},
		"behind a proxy":           {"0.0.0.0:0", "https://biaochi.example.cn", "10.0.0.1:9989", "https://biaochi.example.cn"},
	} {
		d := &door{address: tt.listen, external: tt.external}
		if err := d.listen(); err != nil {
			t.Fatal(err)
		}
		got := d.seenFrom(&http.Request{Host: tt.host})
		d.open.Close()
		if !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %s; want %s…", name, got, tt.want)
		}
	}
}
