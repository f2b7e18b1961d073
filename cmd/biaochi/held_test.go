//go:build linux

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// holdFile, in the environment, makes the test binary another program that locks
// the readers of the database whose shared memory the file is.
const holdFile = "BIAOCHI_TEST_HOLD"

// TestHoldsADatabase is that other program: locks of one process do not keep out itself.
func TestHoldsADatabase(t *testing.T) {
	path := os.Getenv(holdFile)
	if path == "" {
		t.Skip("runs as the other program of TestADatabaseThatIsHeldFailsTheScrape only")
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	// The locks of WAL readers: https://www.sqlite.org/walformat.html, «WAL Locks».
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart, Start: 120, Len: 8}
	if err := syscall.FcntlFlock(f.Fd(), syscall.F_SETLKW, &lock); err != nil {
		t.Fatal(err)
	}
	fmt.Println("held")
	io.Copy(io.Discard, os.Stdin)
}

func TestADatabaseThatIsHeldFailsTheScrapeAndTheNextHeals(t *testing.T) {
	if testing.Short() {
		t.Skip("a scrape waits for five seconds")
	}
	db := filepath.Join(t.TempDir(), "b.db")
	program(t, "seed", "--db", db)
	pages, _ := started(t, "--db", db, "--web.listen-address", "127.0.0.1:0")
	wantSuccess(t, "at first", scrapeOf(t, pages), 1)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	other := exec.Command(self, "-test.run=^TestHoldsADatabase$")
	other.Env = append(os.Environ(), holdFile+"="+db+"-shm")
	in, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "held\n" {
		t.Fatalf("the other program says %q, %v; want held", line, err)
	}
	wantSuccess(t, "while another program holds it", scrapeOf(t, pages), 0)
	in.Close()
	other.Wait()
	wantSuccess(t, "afterwards", scrapeOf(t, pages), 1)
}
