package report

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The environment that turns a run of this test into a report that is killed.
const (
	killFolder = "BIAOCHI_TEST_KILL_FOLDER"
	killAt     = "BIAOCHI_TEST_KILL_AT"     // the step before which it happens; 0: never
	killInside = "BIAOCHI_TEST_KILL_INSIDE" // not "": files are moved one by one
)

// TestAReportKilledOnTheWay is the report that TestAKilledReportLeavesAWholeSite kills.
func TestAReportKilledOnTheWay(t *testing.T) {
	dir := os.Getenv(killFolder)
	if dir == "" {
		t.Skip("run by TestAKilledReportLeavesAWholeSite")
	}
	at, err := strconv.Atoi(os.Getenv(killAt))
	if err != nil {
		t.Fatal(err)
	}
	var n atomic.Int64
	err = siteWith(t.Context(), &memory{make: corrected, generation: 2}, dir, fixed, func(s *shop) {
		if os.Getenv(killInside) != "" {
			s.goInside()
		}
		s.step = func(string) {
			if n.Add(1) == int64(at) {
				syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {} // it comes at once
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("steps:", n.Load())
}

// killed runs a report in a process of its own and kills it before a step. It
// returns the number of steps of one that was not killed.
func killed(t *testing.T, dir string, at int, env ...string) int {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestAReportKilledOnTheWay$", "-test.v")
	cmd.Env = append(os.Environ(), killFolder+"="+dir, killAt+"="+strconv.Itoa(at))
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.CombinedOutput()
	if at > 0 && (err == nil || !strings.Contains(err.Error(), "killed")) {
		t.Fatalf("the report was not killed before step %d: %v\n%s", at, err, out)
	}
	if at > 0 {
		return 0
	}
	_, rest, _ := strings.Cut(string(out), "steps: ")
	n, errNumber := strconv.Atoi(strings.Fields(rest + " -")[0])
	if err != nil || errNumber != nil {
		t.Fatalf("count the steps: %v, %v\n%s", err, errNumber, out)
	}
	return n
}

func TestAKilledReportLeavesAWholeSite(t *testing.T) {
	root := t.TempDir()
	older := func(name string) string { // the site before the correction
		dir := filepath.Join(root, name)
		write(t, dir, catalogue, fixed)
		return dir
	}
	dir := older("counted")
	before := files(t, dir)
	steps := killed(t, dir, 0)
	after := files(t, dir)
	if cmp.Equal(before, after) {
		t.Fatal("the two sites are the same: nothing is tested")
	}
	points := []int{1, 2, 3, steps / 4, steps / 2, 3 * steps / 4, steps - 4, steps - 3, steps - 2, steps - 1, steps} // the last ones: link, sync, swap, swapped
	was, is := 0, 0
	for _, at := range points {
		dir := older(fmt.Sprint("killed-", at))
		killed(t, dir, at)
		switch got := files(t, dir); {
		case cmp.Equal(got, before):
			was++
		case cmp.Equal(got, after):
			is++
		default:
			t.Errorf("killed before step %d of %d: neither the old site nor the new one:\n%s", at, steps, cmp.Diff(before, got))
		}
		if err := Site(t.Context(), &memory{make: corrected, generation: 2}, dir, fixed, nil); err != nil || !cmp.Equal(files(t, dir), after) {
			t.Errorf("after the kill before step %d the next report does not make it good: %v", at, err)
		}
		if left, _ := filepath.Glob(filepath.Join(root, ".killed-*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	if runtime.GOOS == "linux" && (was < 5 || is < 1) {
		t.Errorf("%d kills left the old site, %d the new one; want both", was, is)
	}
}

// Within a folder of its own mount files are moved one by one: each is whole, and
// the next run makes the site so.
func TestAReportInPlaceKeepsEveryFileWhole(t *testing.T) {
	root := t.TempDir()
	want := write(t, filepath.Join(root, "new"), corrected, fixed)
	before := write(t, filepath.Join(root, "old"), catalogue, fixed)
	steps := killed(t, filepath.Join(root, "old"), 0, killInside+"=1")
	for _, at := range []int{1, steps / 2, steps - 8, steps - 4, steps - 1, steps} {
		dir := filepath.Join(root, fmt.Sprint("site-", at))
		write(t, dir, catalogue, fixed)
		killed(t, dir, at, killInside+"=1")
		for path, content := range files(t, dir) {
			if path != manifestName && !strings.HasPrefix(path, aside) && content != before[path] && content != want[path] {
				t.Errorf("killed before step %d: %s is neither old nor new", at, path)
			}
		}
		err := siteWith(t.Context(), &memory{make: corrected, generation: 1}, dir, fixed, (*shop).goInside)
		if diff := cmp.Diff(want, files(t, dir)); err != nil || diff != "" {
			t.Errorf("killed before step %d, the next run does not make it good: %v\n%s", at, err, diff)
		}
	}
}

func TestTwoReportsDoNotShareAFolder(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("folders are locked on Linux only")
	}
	dir := filepath.Join(t.TempDir(), "site")
	first, err := openShop(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer first.close(true)
	if err := first.write("index.html", []byte("the first")); err != nil {
		t.Fatal(err)
	}
	if err := Site(t.Context(), &memory{make: catalogue}, dir, fixed, nil); err == nil || !strings.Contains(err.Error(), "正由另一个进程写入") {
		t.Errorf("a second report while the first is written: %v; want a refusal", err)
	}
}

// The place, the language and the cores of a machine leave no trace in a report.
func TestAReportHasTheSameBytesElsewhere(t *testing.T) {
	root := t.TempDir()
	o := fixed
	if err := Site(t.Context(), &memory{make: corrected, generation: 2}, filepath.Join(root, "here"), o, nil); err != nil {
		t.Fatal(err)
	}
	want := files(t, filepath.Join(root, "here"))
	for name, env := range map[string][]string{
		"west":  {"TZ=America/New_York", "LANG=de_DE.UTF-8", "LC_ALL=de_DE.UTF-8", "GOMAXPROCS=1"},
		"east":  {"TZ=Pacific/Kiritimati", "LANG=tr_TR.UTF-8", "LC_ALL=C", "GOMAXPROCS=7"},
		"inner": {"TZ=Asia/Urumqi", "LANG=zh_CN.UTF-8", "LC_ALL=zh_CN.UTF-8", "GOGC=5"},
	} {
		dir := filepath.Join(root, name)
		killed(t, dir, 0, env...)
		if diff := cmp.Diff(want, files(t, dir)); diff != "" {
			t.Errorf("with %v the site is another one:\n%s", env, diff)
		}
	}
}
