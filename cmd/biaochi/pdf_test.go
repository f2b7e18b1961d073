package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// seeded is a database with what is shipped.
func seeded(t *testing.T) string {
	t.Helper()
	db := filepath.Join(t.TempDir(), "b.db")
	if status, _, said := carryOut(t, "seed", "--db", db); status != exitDone {
		t.Fatalf("seed: %s", said)
	}
	return db
}

// carryOut runs a command line on the fixed day.
func carryOut(t *testing.T, args ...string) (status int, out, said string) {
	t.Helper()
	var o, e strings.Builder
	status = run(context.Background(), args, console{strings.NewReader(""), &o, &e, func() time.Time { return fixedNow }})
	return status, o.String(), e.String()
}

func TestAPaperIsPrintedAsPDF(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	dir := t.TempDir()
	status, out, said := carryOut(t, "report", "--db", seeded(t), "--kind", "bulletin", "--area", "330000", "--period", "2025-Q1", "--pdf", "--single-file", "--out", dir)
	if status != exitDone {
		t.Fatalf("report: %d %s", status, said)
	}
	pdf := filepath.Join(dir, "通报-330000-2025-Q1.pdf")
	if !strings.Contains(out, pdf) || !strings.Contains(out, "通报-330000-2025-Q1.html") {
		t.Errorf("it says %q, want both files", out)
	}
	info := tool(t, "pdfinfo", pdf)
	if !strings.Contains(info, "(A4)") || !regexp.MustCompile(`Tagged: +yes`).MatchString(info) || !strings.Contains(info, "通报") {
		t.Errorf("pdfinfo says\n%s\nwant A4, tagged, with a title", info)
	}
	pages := strings.Split(strings.TrimSuffix(tool(t, "pdftotext", "-layout", pdf, "-"), "\f"), "\f")
	for i, page := range pages {
		if foot := strings.Join(strings.Fields(page), ""); !strings.HasSuffix(foot, fmt.Sprintf("—%d—", i+1)) {
			t.Errorf("page %d ends\n%s\nwant its number", i+1, page[max(0, len(page)-200):])
		}
	}
	if !strings.Contains(pages[0], "未经签发") || !strings.Contains(pages[0], "浙江") {
		t.Errorf("the first page reads\n%s", pages[0])
	}
	for _, line := range strings.Split(strings.TrimSpace(tool(t, "pdffonts", pdf)), "\n")[2:] {
		if fields := strings.Fields(line); len(fields) < 5 || fields[len(fields)-5] != "yes" {
			t.Errorf("a font is not embedded: %s", line)
		}
	}
}

func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s (Debian: poppler-utils): %v\n%s", name, err, out)
	}
	return string(out)
}

func TestWithoutABrowserNothingIsWrittenAndTheWayOutIsTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mail")
	db := seeded(t)
	t.Setenv("PATH", t.TempDir())
	status, out, said := carryOut(t, "report", "--db", db, "--kind", "bulletin", "--area", "330000", "--pdf", "--single-file", "--out", dir)
	if status != exitFailed || out != "" {
		t.Errorf("report: %d %q, want %d and no output", status, out, exitFailed)
	}
	for _, want := range []string{"没有找到 Chromium", "--single-file", "另存为 PDF", "BIAOCHI_CHROMIUM"} {
		if !strings.Contains(said, want) {
			t.Errorf("it says %q, want %q in it", said, want)
		}
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is there: %v", err)
	}
}

// browser is a program in place of one.
func browser(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "browser")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestABrowserThatDoesNotPrintIsTold(t *testing.T) {
	tests := map[string]struct{ script, want string }{
		"it fails":                 {"echo no display >&2; exit 3", "no display"},
		"it writes nothing":        {"exit 0", "没有写出 PDF"},
		"it writes something else": {`for a; do case $a in --print-to-pdf=*) echo hello > "${a#*=}";; esac; done`, "没有写出 PDF"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := printPDF(t.Context(), browser(t, tt.script), []byte("<p>"))
			if targets.KindOf(err) != targets.Invalid || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "--single-file") {
				t.Errorf("printPDF: %v, want %q and the way out", err, tt.want)
			}
		})
	}
}

func TestABrowserIsStoppedWhenItIsNotWaitedFor(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err := printPDF(ctx, browser(t, "exec sleep 60"), []byte("<p>"))
	if err == nil || time.Since(begin) > 20*time.Second {
		t.Errorf("printPDF returned %v after %s", err, time.Since(begin))
	}
}

func TestABrowserIsGivenAProfileOfItsOwnAndNoNetwork(t *testing.T) {
	seen := filepath.Join(t.TempDir(), "args")
	path := browser(t, `for a; do echo "$a"; case $a in --print-to-pdf=*) echo %PDF-1.4 > "${a#*=}";; esac; done > `+seen)
	if _, err := printPDF(t.Context(), path, []byte("<p>")); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(seen)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"--headless", "--user-data-dir=", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer", "file:///"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("it was started with\n%s\nwant %s", b, want)
		}
	}
	profile := regexp.MustCompile(`--user-data-dir=(.*)`).FindStringSubmatch(string(b))[1]
	if _, err := os.Stat(filepath.Dir(profile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("its profile %s was left behind", profile)
	}
}

func TestTheNamedBrowserIsTaken(t *testing.T) {
	path := browser(t, "exit 0")
	if got, err := findBrowser(path); err != nil || got != path {
		t.Errorf("findBrowser(%s) = %s, %v", path, got, err)
	}
	if _, err := findBrowser("/no/such/browser"); targets.KindOf(err) != targets.NotFound || !strings.Contains(err.Error(), "/no/such/browser") {
		t.Errorf("findBrowser of none: %v", err)
	}
}
