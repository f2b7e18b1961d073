package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// Limits of the import, against sqlite3's own of the same file into a bare table.
const (
	limitSorted   = 4.0
	limitShuffled = 6.0
	limitMemory   = 300.0 // MiB
)

// imports measures a million generated figures of 10,000 series.
func imports(ctx context.Context, b *benchmark) error {
	for _, order := range []struct {
		name     string
		shuffled bool
		limit    float64
	}{{"sorted", false, limitSorted}, {"shuffled", true, limitShuffled}} {
		csv := filepath.Join(b.dir, order.name+".csv")
		if err := writeCSV(csv, 100, 100, 100, order.shuffled); err != nil {
			return err
		}
		var ours, bare []time.Duration
		memory, slowest, failed := 0.0, time.Duration(0), int64(0)
		for range 3 {
			t, err := bareImport(ctx, b, csv)
			if err != nil {
				return err
			}
			bare = append(bare, t)
			r, err := ourImport(ctx, b, csv)
			if err != nil {
				return err
			}
			ours = append(ours, r.took)
			memory, slowest, failed = max(memory, r.memory), max(slowest, r.slowest), failed+r.failed
		}
		what := fmt.Sprintf("import 1,000,000 figures, %s ÷ sqlite3 .import", order.name)
		b.compare(what, median(ours).Seconds()/median(bare).Seconds(), order.limit, "×")
		b.compare("  its memory at most", memory, limitMemory, "MiB")
		show("  slowest answer of a running serve meanwhile", slowest.Seconds(), "s")
		b.compare("  failed answers of a running serve meanwhile", float64(failed), 0, "")
	}
	return nil
}

func bareImport(ctx context.Context, b *benchmark, csv string) (time.Duration, error) {
	db := filepath.Join(b.dir, "bare.db")
	defer os.Remove(db)
	sql := "CREATE TABLE f(indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note,source_title,source_url,origin);"
	begin := time.Now()
	out, err := exec.CommandContext(ctx, "sqlite3", db, sql, ".mode csv", ".import --skip 1 "+csv+" f").CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("sqlite3: %w: %s", err, out)
	}
	return time.Since(begin), nil
}

type imported struct {
	took, slowest time.Duration
	memory        float64 // MiB
	failed        int64
}

// ourImport imports into a fresh database while serve answers from it.
func ourImport(ctx context.Context, b *benchmark, csv string) (imported, error) {
	st, db, err := b.database(ctx, "import.db", catalogue(100, 100, targets.DateOf(time.Now())), nil)
	if err != nil {
		return imported{}, err
	}
	st.Close()
	defer removeDatabase(db)
	address, stop, err := b.serve(ctx, db)
	if err != nil {
		return imported{}, err
	}
	defer stop()
	watch := watchServe(address)
	cmd := exec.CommandContext(ctx, b.program, "import", "--db", db, csv)
	begin := time.Now()
	out, memory, err := watchMemory(cmd)
	r := imported{took: time.Since(begin), memory: memory}
	r.slowest, r.failed = watch()
	if err != nil {
		return imported{}, fmt.Errorf("import: %w: %.2000s", err, out)
	}
	return r, nil
}

// watchMemory runs a command and returns what it printed and the most memory it
// held, in MiB. The kernel's own maximum of a child (ru_maxrss) is no use here:
// it begins with the size of the parent that forked it.
func watchMemory(cmd *exec.Cmd) (out string, most float64, err error) {
	var printed strings.Builder
	cmd.Stdout, cmd.Stderr = &printed, &printed
	if err := cmd.Start(); err != nil {
		return "", 0, err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for {
		select {
		case err := <-done:
			return printed.String(), most, err
		case <-time.After(10 * time.Millisecond):
			if now, err := peakMemory(cmd.Process.Pid); err == nil { // else it has just ended
				most = max(most, now)
			}
		}
	}
}

// peakMemory reads the most resident memory a process ever held, in MiB.
func peakMemory(pid int) (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kib float64
	if _, err := fmt.Sscan(rest, &kib); err != nil {
		return 0, fmt.Errorf("process %d does not tell its memory: %w", pid, err)
	}
	return kib / 1024, nil
}

func removeDatabase(db string) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		os.Remove(db + suffix)
	}
}

// watchServe asks for a page again and again until told to stop.
func watchServe(address string) (stop func() (slowest time.Duration, failed int64)) {
	var done atomic.Bool
	finished := make(chan struct{})
	var slowest time.Duration
	var failed int64
	go func() {
		defer close(finished)
		for !done.Load() {
			begin := time.Now()
			if err := get(address + "/targets/target-00001.html"); err != nil {
				failed++
			}
			slowest = max(slowest, time.Since(begin))
			time.Sleep(50 * time.Millisecond)
		}
	}()
	return func() (time.Duration, int64) {
		done.Store(true)
		<-finished
		return slowest, failed
	}
}

func get(url string) error {
	client := http.Client{Timeout: 30 * time.Second}
	r, err := client.Get(url)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return err
	}
	if r.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", url, r.Status)
	}
	return nil
}
