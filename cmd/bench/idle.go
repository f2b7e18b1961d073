package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// idleFor is how long the program rests before its memory is read: longer than
// its own runtime takes to give back what a scrape needed.
const idleFor = 10 * time.Second

// idle reads the memory of the program with the shipped data, at rest after its
// overview and its metrics were asked for.
func (b *benchmark) idle(ctx context.Context) error {
	address, cmd, err := b.spawn(ctx, filepath.Join(b.dir, "idle.db"))
	if err != nil {
		return err
	}
	defer func() { cmd.Process.Kill(); cmd.Wait() }()
	for _, coding := range []string{"identity", "gzip"} {
		if _, err := take(address+"/metrics", coding); err != nil {
			return err
		}
	}
	time.Sleep(idleFor)
	rss, err := resident(cmd.Process.Pid)
	if err != nil {
		return err
	}
	b.compare("serve at rest with the shipped data: resident MiB", rss, limitIdle, "MiB")
	return nil
}

// resident is what a process holds of the machine's memory in MiB, its program
// text included, by Linux.
func resident(pid int) (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	m := regexp.MustCompile(`(?m)^VmRSS:\s+(\d+) kB$`).FindSubmatch(status)
	if m == nil {
		return 0, fmt.Errorf("no VmRSS of process %d", pid)
	}
	kib, err := strconv.ParseFloat(string(m[1]), 64)
	return kib / 1024, err
}
