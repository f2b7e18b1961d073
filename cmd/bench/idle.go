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

// idleFor is how long the program rests before its memory is read: it gives back
// what it does not need once nobody has asked for 5 to 10 seconds.
const idleFor = 12 * time.Second

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
	own, all, err := resident(cmd.Process.Pid)
	if err != nil {
		return err
	}
	b.compare("serve at rest with the shipped data: MiB of its own", own, limitIdle, "MiB")
	show("  with the pages of the program file that are in memory", all, "MiB")
	return nil
}

// resident is what a process holds of the machine's memory in MiB: of its own,
// and with what the system maps from files and may drop at any time, by Linux.
func resident(pid int) (own, all float64, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0, err
	}
	read := func(field string) (mib float64) {
		m := regexp.MustCompile(`(?m)^` + field + `:\s+(\d+) kB$`).FindSubmatch(status)
		if m == nil {
			err = fmt.Errorf("no %s of process %d", field, pid)
			return 0
		}
		kib, _ := strconv.ParseFloat(string(m[1]), 64) // digits
		return kib / 1024
	}
	own, all = read("RssAnon"), read("VmRSS")
	return own, all, err
}
