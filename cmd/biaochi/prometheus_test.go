package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A watcher is a real Prometheus that runs until the test ends.
type watcher struct {
	t   *testing.T
	url string
}

// watch starts Prometheus on a folder of data with a configuration.
func watch(t *testing.T, dir, config string) *watcher {
	t.Helper()
	binary, err := exec.LookPath("prometheus")
	if err != nil {
		t.Fatal("prometheus is not installed: apt-get install prometheus")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	file := put(t, dir, "prometheus.yml", config)
	cmd := exec.Command(binary, "--config.file="+file, "--storage.tsdb.path="+filepath.Join(dir, "data"), "--web.listen-address="+address,
		"--storage.tsdb.retention.time=50y", "--log.level=error")
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	w := &watcher{t, "http://" + address}
	w.until("Prometheus is ready", func() bool {
		r, err := http.Get(w.url + "/-/ready")
		if err != nil {
			return false
		}
		defer r.Body.Close()
		return r.StatusCode == http.StatusOK
	})
	return w
}

// until waits for something to become true.
func (w *watcher) until(what string, is func() bool) {
	w.t.Helper()
	for range 300 {
		if is() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	w.t.Fatalf("waited 30 s: %s", what)
}

// A point is one element of an instant vector.
type point struct {
	Metric map[string]string
	Value  [2]any
}

func (p point) value() float64 {
	v, _ := strconv.ParseFloat(fmt.Sprint(p.Value[1]), 64)
	return v
}

// query answers an instant query; the zero time is now.
func (w *watcher) query(q string, at time.Time) []point {
	w.t.Helper()
	v := url.Values{"query": {q}}
	if !at.IsZero() {
		v.Set("time", strconv.FormatInt(at.Unix(), 10))
	}
	var answer struct {
		Status, Error string
		Data          struct {
			ResultType string
			Result     json.RawMessage
		}
	}
	w.get("/api/v1/query?"+v.Encode(), &answer)
	if answer.Status != "success" {
		w.t.Fatalf("query %s: %s", q, answer.Error)
	}
	var points []point
	if answer.Data.ResultType == "scalar" {
		var one point
		if err := json.Unmarshal(answer.Data.Result, &one.Value); err != nil {
			w.t.Fatal(err)
		}
		return []point{one}
	}
	if err := json.Unmarshal(answer.Data.Result, &points); err != nil {
		w.t.Fatalf("query %s: %v: %s", q, err, answer.Data.Result)
	}
	return points
}

func (w *watcher) get(path string, into any) {
	w.t.Helper()
	r, err := http.Get(w.url + path)
	if err != nil {
		w.t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(b, into)
	}
	if err != nil {
		w.t.Fatalf("%s: %v: %s", path, err, b)
	}
}

// scraping is a configuration that scrapes one address every second under the
// job and instance labels of the shipped examples.
func scraping(address string) string {
	return fmt.Sprintf("global: {scrape_interval: 1s}\nscrape_configs:\n  - job_name: biaochi\n    static_configs: [{targets: [%q]}]\n", strings.TrimPrefix(address, "http://"))
}

// TestHistoryAndScrapeAreOneSeriesWithTheReportsValues loads history into a real
// Prometheus that scrapes a real program, and compares days of the past with
// what the program says as of them.
func TestHistoryAndScrapeAreOneSeriesWithTheReportsValues(t *testing.T) {
	if testing.Short() {
		t.Skip("a real Prometheus takes a while")
	}
	dir := t.TempDir()
	db := filepath.Join(dir, "b.db")
	program(t, "seed", "--db", db)
	pages, _ := started(t, "--db", db, "--web.listen-address", "127.0.0.1:0")
	instance := strings.TrimPrefix(pages, "http://")
	history := put(t, dir, "history.om", program(t, "export", "--db", db, "--format", "openmetrics", "--since", "2023-06-30", "--until", "2025-06-30", "--step", "month", "--instance", instance))
	out, err := exec.CommandContext(t.Context(), "promtool", "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=1000h", history, filepath.Join(dir, "data")).CombinedOutput()
	if err != nil {
		t.Fatalf("promtool: %v\n%s", err, out)
	}
	w := watch(t, dir, scraping(pages))
	for _, day := range []string{"2023-06-30", "2024-06-30", "2025-06-30"} {
		w.sameAsOf(db, day)
	}
	w.until("the program is scraped", func() bool { return len(w.query(`biaochi_target_goal`, time.Time{})) > 0 })
	var series struct{ Data []map[string]string }
	w.get(`/api/v1/series?start=2020-01-01T00:00:00Z&match[]=biaochi_target_goal{target="zhejiang-2023-24-made-in-zhejiang"}`, &series)
	if len(series.Data) != 1 {
		t.Errorf("history and scrape are %d series, want one: %v", len(series.Data), series.Data)
	}
}

// sameAsOf compares the shares and values that Prometheus has for a day, 20 days
// later, with what the program says as of that day.
func (w *watcher) sameAsOf(db, day string) {
	w.t.Helper()
	var rows []struct {
		ID                                   string
		Progress, Expected, Pace, Completion *float64
		State                                string
	}
	if err := json.Unmarshal([]byte(program(w.t, "targets", "--db", db, "--as-of", day, "--format", "json")), &rows); err != nil {
		w.t.Fatal(err)
	}
	at, err := time.Parse("2006-01-02 -0700", day+" +0800")
	if err != nil {
		w.t.Fatal(err)
	}
	at = at.AddDate(0, 0, 20)
	for metric, want := range map[string]func(i int) *float64{
		"progress_ratio": func(i int) *float64 { return rows[i].Progress }, "expected_ratio": func(i int) *float64 { return rows[i].Expected },
		"pace_ratio": func(i int) *float64 { return rows[i].Pace }, "completion_ratio": func(i int) *float64 { return rows[i].Completion },
	} {
		got := map[string]float64{}
		for _, p := range w.query("last_over_time(biaochi_target_"+metric+"[32d])", at) {
			got[p.Metric["target"]] = p.value()
		}
		known := 0
		for i := range rows {
			v, ok := got[rows[i].ID]
			if wanted := want(i); wanted == nil && ok || wanted != nil && (!ok || v != *wanted) {
				w.t.Errorf("%s of %s as of %s is %v (%t) in Prometheus, want %v", metric, rows[i].ID, day, v, ok, wanted)
			}
			if want(i) != nil {
				known++
			}
		}
		if known != len(got) || day != "2023-06-30" && known == 0 {
			w.t.Errorf("%s as of %s: Prometheus has %d, the program %d", metric, day, len(got), known)
		}
	}
	for _, p := range w.query("last_over_time(biaochi_target_state[32d]) == 1", at) {
		for i := range rows {
			if rows[i].ID == p.Metric["target"] && rows[i].State != p.Metric["state"] {
				w.t.Errorf("state of %s as of %s is %s, want %s", rows[i].ID, day, p.Metric["state"], rows[i].State)
			}
		}
	}
}
