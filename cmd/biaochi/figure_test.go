package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets/store/sqlite"
)

// program runs one command line and returns what it printed.
func program(t *testing.T, args ...string) string {
	t.Helper()
	var out, err bytes.Buffer
	status := run(context.Background(), args, console{strings.NewReader(""), &out, &err, func() time.Time { return fixedNow }})
	if status != exitDone {
		t.Fatalf("biaochi %s: exit %d\n%s", strings.Join(args, " "), status, err.String())
	}
	return out.String()
}

// TestOneFigureReachesEverySurfaceWithTheSameDigits follows a figure from the
// file an office sends to every place where a person or a program reads it.
func TestOneFigureReachesEverySurfaceWithTheSameDigits(t *testing.T) {
	const (
		target = "zhejiang-2023-24-made-in-zhejiang"
		row    = "made-in-zhejiang-standards-issued-cumulative,330000,2025-12-31,3987,,,项,A,,2026-02-10,期末数\n"
	)
	dir := t.TempDir()
	db, file, site := filepath.Join(dir, "b.db"), filepath.Join(dir, "in.csv"), filepath.Join(dir, "site")
	head := "indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note\n"
	if err := os.WriteFile(file, []byte(head+row), 0o600); err != nil {
		t.Fatal(err)
	}
	program(t, "seed", "--db", db)
	program(t, "import", "--db", db, file)
	program(t, "report", "--db", db, "--out", site)

	pages := serveOnce(t, db)
	// 3987 of 4000 is 0.99675; (3987 − 2579) ÷ (4000 − 2579) is 0.990852; the deadline has passed and the final figure is short.
	surfaces := map[string]struct {
		text string
		want []string
	}{
		"targets as JSON":  {program(t, "targets", "--db", db, "--format", "json"), []string{`"value": "3987"`, `"completion": 0.99675`, `"progress": 0.990852`, `"state": "missed"`}},
		"targets as table": {program(t, "targets", "--db", db), []string{"3,987项", "99.1%", "未完成"}},
		"export":           {program(t, "export", "--db", db), []string{",2025-12-31,3987,"}},
		"metrics":          {pages("/metrics"), []string{"biaochi_target_value", "} 3987\n", "} 0.99675\n", "} 0.990852\n", `state="missed",target="` + target + `"} 1`}},
		"overview, live":   {pages("/"), []string{"3,987项", "未完成"}},
		"target, live":     {pages("/targets/" + target + ".html"), []string{"3,987项", "99.7%（0.99675）", "99.1%（0.990852）", "距目标差13项"}},
		"target, English":  {pages("/en/targets/" + target + ".html"), []string{"3,987", "0.990852"}},
		"overview, file":   {read(t, site, "index.html"), []string{"3,987项", "未完成"}},
		"target, file":     {read(t, site, "targets/"+target+".html"), []string{"3,987项", "99.7%（0.99675）", "99.1%（0.990852）"}},
		"document, file":   {read(t, site, "documents/zhejiang-2023-24.html"), []string{"3,987项", "未完成"}},
	}
	for name, s := range surfaces {
		for _, want := range s.want {
			if !strings.Contains(s.text, want) {
				t.Errorf("%s does not show %q", name, want)
			}
		}
	}
}

// serveOnce wires the server's handler over the database and returns a reader of its pages.
func serveOnce(t *testing.T, db string) func(path string) string {
	t.Helper()
	now := func() time.Time { return fixedNow }
	st, err := sqlite.Open(t.Context(), db, sqlite.Options{Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	h, err := newHouse(t.Context(), st, now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	doors, err := serveCmd{}.doors(h)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(doors[0].handler)
	t.Cleanup(func() { server.Close(); st.Close() })
	return func(path string) string {
		r, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s, %v", path, r.Status, err)
		}
		return string(b)
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestWhatIsShipped pins the counts of the catalogue and some published figures
// with what was printed: their bound, flag and day of publication.
func TestWhatIsShipped(t *testing.T) {
	db := filepath.Join(t.TempDir(), "b.db")
	if got := program(t, "seed", "--db", db); !strings.Contains(got, "已公布数据187条") {
		t.Errorf("seed says %q, want 187 figures", got)
	}
	export := program(t, "export", "--db", db)
	if n := strings.Count(export, "\n"); n != 188 {
		t.Errorf("export has %d lines, want a head and 187 figures", n)
	}
	for _, want := range []string{
		"made-in-zhejiang-standards-issued-cumulative,330000,2025-03-31,3923,,,项,A,,2025-05-10,",
		"made-in-zhejiang-standards-issued-cumulative,330000,2018-10-21,600,,,项,A,lower,",
		"national-technical-standard-innovation-bases,100000,2022,30,,,个,A,upper,",
		"national-standards-issued,100000,2025-01-01/2025-03-30,711,,,项,A,,",
		"consumer-goods-international-consistency,100000,2022,95,,,%,A,,",
	} {
		if !strings.Contains(export, want) {
			t.Errorf("export lacks %q", want)
		}
	}
	if strings.Contains(export, "issued-cumulative,330000,2025-08-22,") {
		t.Error("3926, the standards in force, stand in the cumulative series")
	}
	if strings.Contains(export, ",140000,") {
		t.Error("a figure of Shanxi 山西 is in the shipped data, which were left out")
	}
}
