package exporter

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/biaochi/biaochi/targets"
)

func TestAreasBelowProvinceLevelAreLeftOutUnlessAsked(t *testing.T) {
	src := few()
	src.snap.Areas = append(src.snap.Areas, targets.Area{ID: "330100", Code: "330100", Name: targets.Text{ZH: "杭州市"}, Level: targets.LevelPrefecture, Parent: "330000"})
	src.snap.Targets = append(src.snap.Targets, goal("z-issued-330100-own", "issued", "330100", "1000", ""), goal("nowhere", "issued", "999999", "1000", ""))
	for below, want := range map[bool]bool{false: false, true: true} {
		page := text(t, get(t, newTest(t, src, Options{Below: below, Duties: fewDuties()})))
		for _, label := range []string{`biaochi_target_goal{area="330100"`, `biaochi_target_goal{area="999999"`, `biaochi_duties{area="330100"`} {
			if got := strings.Contains(page, label); got != want {
				t.Errorf("Below=%v: %s on the page: %v; want %v", below, label, got, want)
			}
		}
		if !strings.Contains(page, `biaochi_duties{area="330000"`) || !strings.Contains(page, `biaochi_target_goal{area="330000"`) {
			t.Errorf("Below=%v: the province is left out", below)
		}
		h := historyText(t, History{Days: []targets.Date{date("2022-12-31")}, Job: "j", Instance: "i", Below: below}, src)
		if got := strings.Contains(h, `biaochi_target_goal{area="330100"`); got != want {
			t.Errorf("Below=%v: the city in the history: %v; want %v", below, got, want)
		}
	}
}

// oddNames have all that a label must escape.
func oddNames() *memory {
	src := few()
	src.snap.Indicators[0].Name = targets.Text{ZH: "引号\"换行\n反斜杠\\\r制表\t", EN: `\"\\n`}
	src.snap.Targets[0].AsWritten = "\\\n\""
	src.snap.Documents[0].Title.ZH = `"}` + "\n# EOF\n"
	src.snap.Areas[0].Name.ZH = "浙江\x00省"
	return src
}

func TestEveryFormOfEveryFamilyIsReadByOthers(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Fatal("promtool is not installed: apt-get install prometheus")
	}
	o := everything()
	served := httptest.NewRecorder()
	o.Traffic.Count(PartReport, http.NotFoundHandler()).ServeHTTP(served, httptest.NewRequest(http.MethodGet, "/no/such%22page%0A", nil))
	e := newTest(t, oddNames(), o)
	if problems, err := testutil.CollectAndLint(e); err != nil || len(problems) > 0 {
		t.Errorf("CollectAndLint = %v, %v; want nothing", problems, err)
	}
	for _, coding := range []string{"identity", "gzip"} {
		page := unzip(t, get(t, e, "Accept-Encoding: "+coding))
		parser := expfmt.NewTextParser(model.LegacyValidation)
		families, err := parser.TextToMetricFamilies(strings.NewReader(page))
		if err != nil {
			t.Fatalf("%s: %v", coding, err)
		}
		for _, name := range contract {
			if families[name] == nil {
				t.Errorf("%s: no family %s", coding, name)
			}
		}
		if want := `biaochi_http_requests_total{code="404",handler="report"} 1`; series(page, want) != want {
			t.Errorf("%s: no series %s", coding, want)
		}
		cmd := exec.CommandContext(t.Context(), promtool, "check", "metrics")
		cmd.Stdin = strings.NewReader(page)
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("promtool check metrics: %v\n%s", err, out)
		}
		om := unzip(t, get(t, e, "Accept: application/openmetrics-text;version=1.0.0", "Accept-Encoding: "+coding))
		if strings.Count(om, "\n# EOF\n") != 1 || !strings.HasSuffix(om, "\n# EOF\n") {
			t.Errorf("%s: OpenMetrics does not end once", coding)
		}
		for _, want := range []string{"# TYPE biaochi_http_requests counter\n", "# TYPE biaochi_http_request_duration_seconds histogram\n",
			`biaochi_store_size_bytes{file="wal"} 32.0` + "\n", `indicator_name="引号\"换行\n反斜杠\\` + "\r制表\t\""} {
			if !strings.Contains(om, want) {
				t.Errorf("%s: OpenMetrics lacks %q", coding, want)
			}
		}
	}
}

// What is live must not be kept: it would stand still until a figure comes.
func TestNothingLiveIsInTheKeptPart(t *testing.T) {
	e := newTest(t, few(), everything())
	s := e.scrape(t.Context())
	var kept strings.Builder
	encode(&kept, s.page.rows, false)
	kept.Write(s.duties.text(false))
	for line := range strings.Lines(kept.String()) {
		name := strings.TrimPrefix(strings.TrimPrefix(line, "# HELP "), "# TYPE ")
		if !strings.HasPrefix(name, "biaochi_target_") && !strings.HasPrefix(name, "biaochi_dut") {
			t.Errorf("kept: %s", line)
		}
	}
}

func TestATargetThatIsRemovedLeavesNoSeries(t *testing.T) {
	src := few()
	e := newTest(t, src, Options{})
	if page := text(t, get(t, e)); !strings.Contains(page, `target="z-rate"`) {
		t.Fatal("the target is not there to begin with")
	}
	for i := range src.snap.Targets {
		if src.snap.Targets[i].ID == "z-rate" {
			src.snap.Targets = append(src.snap.Targets[:i:i], src.snap.Targets[i+1:]...)
			break
		}
	}
	src.generation.Add(1)
	for _, coding := range []string{"identity", "gzip"} {
		if page := unzip(t, get(t, e, "Accept-Encoding: "+coding)); strings.Contains(page, "z-rate") || !strings.Contains(page, "z-issued") {
			t.Errorf("%s: the removed target is on the page, or all are gone", coding)
		}
	}
}

func TestAClockThatIsSetBackShowsThePageOfThatDay(t *testing.T) {
	src := few()
	now := noon
	e := newTest(t, src, Options{Now: func() time.Time { return now }})
	fresh := func() string {
		return targetLines(text(t, get(t, newTest(t, src, Options{Now: func() time.Time { return now }}))))
	}
	for _, at := range []time.Time{noon, noon.AddDate(0, -8, 0), noon.AddDate(-40, 0, 0), time.Unix(0, 0), noon} {
		now = at
		page := text(t, get(t, e))
		if got, want := targetLines(page), fresh(); got != want || got == "" {
			t.Errorf("at %s: another page than that of the day: %s", at, firstDifference(got, want))
		}
		if got := series(page, "biaochi_scrape_success"); got != "biaochi_scrape_success 1" {
			t.Errorf("at %s: %q", at, got)
		}
	}
}

func TestAClockSetBackDuringAScrapeDoesNotHarm(t *testing.T) {
	now := noon
	e := newTest(t, few(), Options{Now: func() time.Time { now = now.Add(-time.Hour); return now }})
	for range 30 {
		if page := text(t, get(t, e)); series(page, "biaochi_scrape_success") != "biaochi_scrape_success 1" {
			t.Fatalf("%s", series(page, "biaochi_scrape_success"))
		}
	}
}

func TestFilesThatAreGoneFailTheScrapeUntilTheyAreBack(t *testing.T) {
	log, logged := testLog(t)
	o := everything()
	f := &files{}
	o.Store, o.Log = f, log
	e := newTest(t, few(), o)
	text(t, get(t, e))
	gone := errors.New("no such file")
	f.fail.Store(&gone)
	for range 3 {
		r := get(t, e)
		page := text(t, r)
		if r.StatusCode != http.StatusOK || series(page, "biaochi_scrape_success") != "biaochi_scrape_success 0" {
			t.Errorf("%d, %q; want 200 and 0", r.StatusCode, series(page, "biaochi_scrape_success"))
		}
		for _, name := range []string{"biaochi_target_", "biaochi_dut", "biaochi_store_", "biaochi_demo"} {
			if strings.Contains(page, name) {
				t.Errorf("%s… is on the page of a store that is gone", name)
			}
		}
	}
	f.fail.Store(nil)
	if page := text(t, get(t, e)); series(page, "biaochi_scrape_success") != "biaochi_scrape_success 1" || series(page, "biaochi_target_value") == "" {
		t.Error("the next scrape did not heal")
	}
	if n, m := strings.Count(logged.String(), "scrape failed"), strings.Count(logged.String(), "succeeds again"); n != 1 || m != 1 {
		t.Errorf("logged %d failures and %d ends; want one each:\n%s", n, m, logged)
	}
}

// stuck is a Source whose database is held by somebody: it does not even listen
// to the context.
type stuck struct {
	*memory
	held sync.Mutex
}

func (s *stuck) Generation(ctx context.Context) (int64, error) {
	s.held.Lock()
	defer s.held.Unlock()
	return s.memory.Generation(ctx)
}

func TestADatabaseThatIsHeldDoesNotHoldTheScrape(t *testing.T) {
	src := &stuck{memory: few()}
	e := newTest(t, src, Options{})
	e.patience = 50 * time.Millisecond
	src.held.Lock()
	if page := text(t, get(t, e)); series(page, "biaochi_scrape_success") != "biaochi_scrape_success 0" || strings.Contains(page, "biaochi_target_") {
		t.Errorf("%q while the database is held; want 0 and no target", series(page, "biaochi_scrape_success"))
	}
	src.held.Unlock()
	if page := text(t, get(t, e)); series(page, "biaochi_scrape_success") != "biaochi_scrape_success 1" || !strings.Contains(page, "biaochi_target_") {
		t.Error("the next scrape did not heal")
	}
}

func TestFiftyScrapesAfterAChangeRebuildOnce(t *testing.T) {
	src := many(300)
	e := newTest(t, src, Options{})
	for round := range 20 {
		src.generation.Add(1)
		begin := make(chan struct{})
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { <-begin; write(e, "gzip") })
		}
		close(begin)
		all.Wait()
		if n := src.reads.Load(); n != int64(round+1) {
			t.Fatalf("%d reads after %d changes; want as many", n, round+1)
		}
	}
	if got, want := series(text(t, get(t, e)), "biaochi_scrape_rebuilds_total"), "biaochi_scrape_rebuilds_total 20"; got != want {
		t.Errorf("%q; want %q", got, want)
	}
}
