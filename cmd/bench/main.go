// Command bench measures what the project promises of its speed and memory. It
// prints ratios taken within one run, against a limit or against a peer on the
// same work, so that the numbers of two machines can be compared. It drives the
// built program where the promise is about the program, and the rooms where it
// is about them. All data is generated; every run starts from empty folders.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// A bench is one promise.
type bench struct {
	name string
	run  func(ctx context.Context, b *benchmark) error
}

// A benchmark is what the promises share.
type benchmark struct {
	program string // the built biaochi
	peer    string // the built PocketBase
	dir     string // a folder of its own, removed afterwards
	missed  int
}

func main() {
	program := flag.String("biaochi", "bin/biaochi", "the built program")
	peer := flag.String("pocketbase", "cmd/bench/peer/base", "the built PocketBase, the peer of the filings")
	only := flag.String("only", "", "run only this one: start, evaluate, report, pictures, metrics, import, workbook or filings")
	flag.Parse()
	if err := run(*program, *peer, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(program, peer, only string) error {
	program, err := filepath.Abs(program)
	if err != nil {
		return err
	}
	if peer, err = filepath.Abs(peer); err != nil {
		return err
	}
	b := &benchmark{program: program, peer: peer}
	for _, one := range []bench{{"start", start}, {"evaluate", evaluations}, {"report", reports}, {"pictures", pictures}, {"metrics", metrics}, {"import", imports}, {"workbook", workbooks}, {"filings", filings}} {
		if only != "" && only != one.name {
			continue
		}
		if b.dir, err = os.MkdirTemp("", "biaochi-bench-"); err != nil {
			return err
		}
		err := one.run(context.Background(), b)
		os.RemoveAll(b.dir)
		if err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
	}
	if b.missed > 0 {
		return errors.New("a limit was missed")
	}
	return nil
}

// compare prints a measured value against its limit.
func (b *benchmark) compare(what string, got, limit float64, unit string) {
	verdict := "ok"
	if got > limit {
		verdict = "MISSED"
		b.missed++
	}
	fmt.Printf("%-64s %8.2f %-6s limit %.2f  %s\n", what, got, unit, limit, verdict)
}

// show prints a value that has no limit.
func show(what string, got float64, unit string) { fmt.Printf("%-64s %8.2f %s\n", what, got, unit) }

// median of an odd number of measurements.
func median[T cmp.Ordered](list []T) T {
	slices.Sort(list)
	return list[len(list)/2]
}

// cpu is the processor time this process has used, user and system.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
