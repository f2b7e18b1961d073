package exporter

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/biaochi/biaochi/targets"
)

// testLog returns a logger and what was written to it.
func testLog(t testing.TB) (*slog.Logger, *bytes.Buffer) {
	t.Helper()
	var b bytes.Buffer
	return slog.New(slog.NewTextHandler(&b, nil)), &b
}

// get asks for the page with header lines "Name: value".
func get(t testing.TB, e *Exporter, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	e.Handler().ServeHTTP(w, r)
	return w.Result()
}

func text(t testing.TB, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The target z-issued: 1000 at the end of 2020, 2000 by the end of 2024, 1500
// at the end of 2022. Progress 500 ÷ 1000; expected 730 of 1461 days =
// 0.499658 (six decimals); pace 0.5 ÷ (730 ÷ 1461) = 1461 ÷ 1460 = 1.000685.
func TestEachNumberOfATargetIsASeries(t *testing.T) {
	page := text(t, get(t, newTest(t, few(), Options{Version: "1.2.3", Revision: "abc", GoVersion: "go1"})))
	const id = `{area="330000",document="plan-2021",indicator="issued",target="z-issued"}`
	tests := map[string]struct{ series, want string }{
		"the goal":                                {"biaochi_target_goal" + id, "2000"},
		"the newest value":                        {"biaochi_target_value" + id, "1500"},
		"the baseline":                            {"biaochi_target_baseline" + id, "1000"},
		"completion is value by goal":             {"biaochi_target_completion_ratio" + id, "0.75"},
		"progress is counted from the baseline":   {"biaochi_target_progress_ratio" + id, "0.5"},
		"expected is taken at the figure's date":  {"biaochi_target_expected_ratio" + id, "0.499658"},
		"pace is progress by expected":            {"biaochi_target_pace_ratio" + id, "1.000685"},
		"the deadline ends at 15:59:59 UTC":       {"biaochi_target_deadline_timestamp_seconds" + id, "1.735660799e+09"},
		"the period's end is the end of the year": {"biaochi_target_figure_period_end_timestamp_seconds" + id, "1.672502399e+09"},
		"the newest figure's recording":           {"biaochi_target_figure_recorded_timestamp_seconds" + id, "1.67256e+09"},
		"its state is 1":                          {`biaochi_target_state{area="330000",document="plan-2021",indicator="issued",state="on_track",target="z-issued"}`, "1"},
		"every other state is 0":                  {`biaochi_target_state{area="330000",document="plan-2021",indicator="issued",state="behind",target="z-issued"}`, "0"},
		"a ratio's goal runs from 0 to 1":         {`biaochi_target_goal{area="330000",document="plan-2021",indicator="rate",target="z-rate"}`, "0.6"},
		"a read that succeeded says so":           {"biaochi_scrape_success", "1"},
		"real figures are not a training copy":    {"biaochi_demo", "0"},
		"the build":                               {`biaochi_build_info{goversion="go1",revision="abc",version="1.2.3"}`, "1"},
		"the texts and the unit": {`biaochi_target_info{accumulation="cumulative",area="330000",area_name="浙江省",area_name_en="Zhejiang",` +
			`as_written="2000项以上",comparator="at_least",document="plan-2021",document_name="标准化规划",document_name_en="Plan for standards",` +
			`document_number="省发〔2021〕1号",indicator="issued",indicator_name="累计发布“浙江制造”标准",indicator_name_en="Standards issued",` +
			`locator="一、总体要求",locator_en="Section 1",measure="count",target="z-issued",unit="项",unit_en="standards"}`, "1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, want := series(page, tt.series+" "), tt.series+" "+tt.want; got != want {
				t.Errorf("series %s = %q; want %q", tt.series, got, want)
			}
		})
	}
}

func TestWhatIsAbsentHasNoSeries(t *testing.T) {
	page := text(t, get(t, newTest(t, few(), Options{})))
	const of = `area="610000",document="plan-2021",indicator="issued",target="s-issued"}`
	for _, name := range []string{"value", "baseline", "completion_ratio", "progress_ratio", "expected_ratio", "pace_ratio",
		"figure_period_end_timestamp_seconds", "figure_recorded_timestamp_seconds"} {
		if got := series(page, "biaochi_target_"+name+"{"+of); got != "" {
			t.Errorf("a target without figures has %q; want no series", got)
		}
	}
	const wish = `area="330000",document="plan-2021",indicator="wish",target="z-wish"}`
	for _, name := range []string{"goal", "deadline_timestamp_seconds"} {
		if got := series(page, "biaochi_target_"+name+"{"+wish); got != "" {
			t.Errorf("a direction without a deadline has %q; want no series", got)
		}
	}
	const state = `biaochi_target_state{area="610000",document="plan-2021",indicator="issued",state="no_data",target="s-issued"}`
	if got, want := series(page, state), state+" 1"; got != want {
		t.Errorf("state = %q; want %q", got, want)
	}
}

func TestATargetHasExactlyOneState(t *testing.T) {
	page := text(t, get(t, newTest(t, few(), Options{Internal: true})))
	all := regexp.MustCompile(`(?m)^biaochi_target_state\{.* ([01])$`).FindAllStringSubmatch(page, -1)
	ones := 0
	for _, m := range all {
		if m[1] == "1" {
			ones++
		}
	}
	if want := 6 * len(targets.States); len(all) != want || ones != 6 {
		t.Errorf("%d states of which %d are 1; want %d of which 6", len(all), ones, want)
	}
}

func TestInternalIndicatorsAreLeftOut(t *testing.T) {
	for internal, want := range map[bool]bool{false: false, true: true} {
		page := text(t, get(t, newTest(t, few(), Options{Internal: internal})))
		if got := strings.Contains(page, "secret") || strings.Contains(page, "内部指标"); got != want {
			t.Errorf("Internal=%v: the internal indicator is on the page: %v; want %v", internal, got, want)
		}
	}
}

func TestRatiosRunFromZeroToOne(t *testing.T) {
	page := text(t, get(t, newTest(t, few(), Options{})))
	if i := strings.Index(page, "_percent"); i >= 0 {
		t.Errorf("a name with _percent: %q", page[max(0, i-40):i+20])
	}
	n := 0
	for line := range strings.Lines(page) {
		name, _, _ := strings.Cut(line, "{")
		if !strings.HasPrefix(name, "biaochi_") || !strings.HasSuffix(name, "_ratio") {
			continue
		}
		n++
		v, err := strconv.ParseFloat(strings.TrimSpace(line[strings.LastIndexByte(line, ' '):]), 64)
		if err != nil || v < 0 || v > 1.1 { // pace may pass 1 a little in these targets, a percentage would by far
			t.Errorf("%q: want a share of 1", line)
		}
	}
	if n == 0 {
		t.Error("no ratio on the page")
	}
}

// ours gathers the Collector's target families as client_golang does.
func ours(t testing.TB, e *Exporter, format expfmt.Format) string {
	t.Helper()
	reg := prometheus.NewPedanticRegistry()
	reg.MustRegister(e)
	all, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	enc := expfmt.NewEncoder(&b, format)
	for _, f := range all {
		if strings.HasPrefix(f.GetName(), "biaochi_target_") {
			if err := enc.Encode(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	return b.String()
}

func TestThePageIsWhatClientGolangWrites(t *testing.T) {
	odd := few()
	odd.snap.Indicators[0].Name = targets.Text{ZH: "反斜杠\\，换行\n，引号\"，坏字节\xff", EN: "\\n\\\""}
	big := many(300)
	cities := few()
	cities.snap.Targets = append(cities.snap.Targets, cities.snap.Allocated...)
	for name, src := range map[string]*memory{"a few": few(), "odd texts": odd, "many": big, "none": {}, "with cities": cities} {
		for i, format := range []expfmt.Format{expfmt.FmtText, expfmt.FmtOpenMetrics_1_0_0, expfmt.FmtText, expfmt.FmtOpenMetrics_1_0_0} {
			o := everything()
			o.Internal, o.Below = true, i < 2
			e := newTest(t, src, o)
			var b bytes.Buffer
			encode(&b, e.scrape(t.Context()).page.rows, format == expfmt.FmtOpenMetrics_1_0_0)
			if got, want := b.String(), ours(t, e, format); got != want {
				t.Errorf("%s as %s: %s", name, format, firstDifference(got, want))
			}
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "line " + strconv.Itoa(i+1) + "\n got " + g[i] + "want " + w[i]
		}
	}
	return strconv.Itoa(len(g)) + " lines; want " + strconv.Itoa(len(w))
}

func TestNumbersAreWrittenAsClientGolangDoes(t *testing.T) {
	for _, v := range []float64{0, 1, -1, 0.6, -0.25, 1e21, 1e20, 1234567, 12345678901, 1.735660799e9, 1e-7, 0.000001} {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Name: "g"})
		g.Set(v)
		for _, openMetrics := range []bool{false, true} {
			format := expfmt.FmtText
			if openMetrics {
				format = expfmt.FmtOpenMetrics_1_0_0
			}
			got := string((&encoder{openMetrics: openMetrics}).appendFloat(nil, v))
			if want := sample(t, g, format); got != want {
				t.Errorf("appendFloat(%v) as %s = %q; want %q", v, format, got, want)
			}
		}
	}
}

// sample is the number client_golang prints for c.
func sample(t *testing.T, c prometheus.Collector, format expfmt.Format) string {
	t.Helper()
	reg := prometheus.NewRegistry()
	reg.MustRegister(c)
	all, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := expfmt.NewEncoder(&b, format).Encode(all[0]); err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(series(b.String(), "g "), "g ")
}

func TestFormatAndCodingAreNegotiated(t *testing.T) {
	tests := map[string]struct {
		accept, coding   string
		openMetrics, zip bool
	}{
		"curl gets text":                             {"*/*", "", false, false},
		"a client that says nothing gets text":       {"", "", false, false},
		"a browser gets text":                        {"text/html,application/xhtml+xml,*/*;q=0.8", "gzip, deflate, br", false, true},
		"Prometheus 2 gets OpenMetrics":              {"application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "gzip", true, true},
		"protobuf is not offered":                    {"application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,text/plain;version=0.0.4;q=0.5", "gzip", false, true},
		"gzip of quality zero is refused":            {"", "gzip;q=0", false, false},
		"gzip of quality 0.000 is refused":           {"", "br, gzip; q=0.000", false, false},
		"gzip of low quality is taken":               {"", "br;q=1, gzip;q=0.1", false, true},
		"another coding is answered without":         {"", "zstd, br", false, false},
		"OpenMetrics without gzip":                   {"application/openmetrics-text;version=1.0.0", "identity", true, false},
		"OpenMetrics without a version is the older": {"application/openmetrics-text", "", true, false},
	}
	e := newTest(t, few(), Options{})
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := get(t, e, "Accept: "+tt.accept, "Accept-Encoding: "+tt.coding)
			if got := r.Header.Get("Content-Encoding") == "gzip"; got != tt.zip {
				t.Errorf("gzip = %v; want %v", got, tt.zip)
			}
			if got := strings.HasPrefix(r.Header.Get("Content-Type"), "application/openmetrics-text"); got != tt.openMetrics {
				t.Errorf("Content-Type %q; want OpenMetrics %v", r.Header.Get("Content-Type"), tt.openMetrics)
			}
			page := unzip(t, r)
			if got := strings.HasSuffix(page, "\n# EOF\n"); got != tt.openMetrics {
				t.Errorf("ends in # EOF: %v; want %v", got, tt.openMetrics)
			}
			if !strings.Contains(page, "biaochi_target_info{") || !strings.Contains(page, "go_goroutines ") ||
				!strings.Contains(page, "process_cpu_seconds_total ") {
				t.Errorf("the page lacks target, Go or process metrics:\n%s", page)
			}
		})
	}
}

// unzip reads the body; a gzipped one must be exactly one member.
func unzip(t *testing.T, r *http.Response) string {
	t.Helper()
	if r.Header.Get("Content-Encoding") != "gzip" {
		return text(t, r)
	}
	body := bytes.NewReader([]byte(text(t, r)))
	z, err := gzip.NewReader(body)
	if err != nil {
		t.Fatal(err)
	}
	z.Multistream(false)
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if body.Len() != 0 {
		t.Errorf("%d bytes behind the first gzip member; want none", body.Len())
	}
	return string(b)
}

func TestTheFourFormsSayTheSame(t *testing.T) {
	e := newTest(t, many(200), Options{})
	for _, accept := range []string{"text/plain;version=0.0.4", "application/openmetrics-text;version=1.0.0"} {
		plain := targetLines(text(t, get(t, e, "Accept: "+accept)))
		zipped := targetLines(unzip(t, get(t, e, "Accept: "+accept, "Accept-Encoding: gzip")))
		if plain != zipped || plain == "" {
			t.Errorf("%s: plain and gzipped differ: %s", accept, firstDifference(zipped, plain))
		}
	}
}

func targetLines(page string) string {
	var b strings.Builder
	for line := range strings.Lines(page) {
		if strings.Contains(line, "biaochi_target_") {
			b.WriteString(line)
		}
	}
	return b.String()
}

func TestEveryFormParses(t *testing.T) {
	e := newTest(t, few(), Options{})
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text(t, get(t, e))))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(families["biaochi_target_info"].GetMetric()); n != 5 {
		t.Errorf("%d targets on the page; want 5", n)
	}
}

func TestPromtoolFindsNothing(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Fatal("promtool is not installed: apt-get install prometheus")
	}
	cmd := exec.CommandContext(t.Context(), promtool, "check", "metrics")
	cmd.Stdin = get(t, newTest(t, few(), Options{Internal: true})).Body
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("promtool check metrics: %v\n%s", err, out)
	}
}

func TestTheCollectorLintsClean(t *testing.T) {
	problems, err := testutil.CollectAndLint(newTest(t, few(), Options{}))
	if err != nil || len(problems) > 0 {
		t.Errorf("CollectAndLint = %v, %v; want nothing", problems, err)
	}
}

func TestInvalidUTF8NeverReachesALabel(t *testing.T) {
	src := few()
	src.snap.Targets[0].AsWritten = "坏\xff字节"
	src.snap.Indicators[0].Unit.ZH = "\xc3\x28项"
	e := newTest(t, src, Options{Version: "\xfe"})
	page := text(t, get(t, e))
	if page != strings.ToValidUTF8(page, "") {
		t.Error("the page is not UTF-8")
	}
	if !strings.Contains(page, `as_written="坏`+"\uFFFD"+`字节"`) {
		t.Errorf("the bad byte was not replaced: %s", series(page, "biaochi_target_info"))
	}
	ours(t, e, expfmt.FmtText) // the Collector gathers without an error
}

func TestAFailedReadLeavesTheTargetsOut(t *testing.T) {
	log, logged := testLog(t)
	src := few()
	err := errors.New("disk is gone")
	src.fail.Store(&err)
	r := get(t, newTest(t, src, Options{Log: log}))
	page := text(t, r)
	if r.StatusCode != http.StatusOK || series(page, "biaochi_scrape_success") != "biaochi_scrape_success 0" {
		t.Errorf("status %d, %q; want 200 and biaochi_scrape_success 0", r.StatusCode, series(page, "biaochi_scrape_success"))
	}
	for _, name := range []string{"biaochi_target_", "biaochi_demo", "disk is gone"} {
		if strings.Contains(page, name) {
			t.Errorf("%q is on the page of a failed read", name)
		}
	}
	if !strings.Contains(page, "go_goroutines") || !strings.Contains(page, "biaochi_build_info") {
		t.Error("the live metrics are missing from the page of a failed read")
	}
	if n := strings.Count(logged.String(), "disk is gone"); n != 1 {
		t.Errorf("logged %d times; want once:\n%s", n, logged)
	}
}

func TestAScrapeRecoversAfterAFailedOne(t *testing.T) {
	src := few()
	e := newTest(t, src, Options{})
	text(t, get(t, e))
	err := errors.New("disk is gone")
	src.fail.Store(&err)
	src.generation.Add(1)
	if page := text(t, get(t, e)); strings.Contains(page, "biaochi_target_") {
		t.Error("a failed read shows the page before the change")
	}
	src.fail.Store(nil)
	if page := text(t, get(t, e)); !strings.Contains(page, "biaochi_target_value") {
		t.Error("the targets did not come back")
	}
}

func TestAPanicIsAFailedRead(t *testing.T) {
	reading := few()
	reading.during = func() { panic("out of range") }
	judging := few()
	judging.snap.Documents = nil // every target names one that is not there
	for name, src := range map[string]*memory{"while reading": reading, "while judging": judging} {
		t.Run(name, func(t *testing.T) {
			log, logged := testLog(t)
			page := text(t, get(t, newTest(t, src, Options{Log: log})))
			if got := series(page, "biaochi_scrape_success"); got != "biaochi_scrape_success 0" {
				t.Errorf("%q; want biaochi_scrape_success 0", got)
			}
			if !strings.Contains(logged.String(), "panic: ") {
				t.Errorf("the panic was not logged: %s", logged)
			}
		})
	}
}

func TestATrainingCopySaysSo(t *testing.T) {
	stored := few()
	stored.snap.Demo = true
	err := errors.New("disk is gone")
	failing := few()
	failing.fail.Store(&err)
	tests := map[string]struct {
		src  *memory
		o    Options
		want string
	}{
		"the store knows":                          {stored, Options{}, "biaochi_demo 1"},
		"the option decides":                       {few(), Options{Demo: true}, "biaochi_demo 1"},
		"the option holds when the read failed":    {failing, Options{Demo: true}, "biaochi_demo 1"},
		"a failed read knows nothing of the store": {failing, Options{}, ""},
		"real figures":                             {few(), Options{}, "biaochi_demo 0"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := series(text(t, get(t, newTest(t, tt.src, tt.o))), "biaochi_demo"); got != tt.want {
				t.Errorf("biaochi_demo = %q; want %q", got, tt.want)
			}
		})
	}
}

func TestThePageIsKeptUntilGenerationOrDayChange(t *testing.T) {
	src := few()
	now := noon
	e := newTest(t, src, Options{Now: func() time.Time { return now }})
	steps := []struct {
		rule   string
		before func()
		reads  int64
	}{
		{"the first scrape reads", func() {}, 1},
		{"the second does not", func() {}, 1},
		{"a change is read", func() { src.generation.Add(1) }, 2},
		{"23:59:59 in Shanghai is the same day", func() { now = noon.Add(12*time.Hour - time.Second) }, 2},
		{"midnight in Shanghai is another", func() { now = noon.Add(12 * time.Hour) }, 3},
	}
	for _, s := range steps {
		s.before()
		text(t, get(t, e, "Accept-Encoding: gzip"))
		text(t, get(t, e))
		if got := src.reads.Load(); got != s.reads {
			t.Errorf("%s: %d reads; want %d", s.rule, got, s.reads)
		}
	}
}

func TestANewFigureIsOnTheNextPage(t *testing.T) {
	src := few()
	e := newTest(t, src, Options{})
	text(t, get(t, e))
	key := targets.SeriesKey{Indicator: "issued", Area: "330000"}
	src.snap.Figures[key] = append(src.snap.Figures[key], figure("issued", "330000", "2023-02", "1600"))
	src.generation.Add(1)
	const want = `biaochi_target_value{area="330000",document="plan-2021",indicator="issued",target="z-issued"} 1600`
	if page := text(t, get(t, e)); !strings.Contains(page, want) {
		t.Errorf("the page lacks %q", want)
	}
}

func TestScrapesAtTheSameMomentShareOneRead(t *testing.T) {
	src := few()
	release := make(chan struct{})
	src.during = func() { <-release }
	e := newTest(t, src, Options{})
	var pages sync.Map
	var asking, done sync.WaitGroup
	for i := range 20 {
		asking.Add(1)
		done.Go(func() {
			asking.Done()
			pages.Store(i, targetLines(text(t, get(t, e))))
		})
	}
	asking.Wait()
	time.Sleep(50 * time.Millisecond) // let them all reach the read
	close(release)
	done.Wait()
	if n := src.reads.Load(); n != 1 {
		t.Errorf("20 scrapes made %d reads; want 1", n)
	}
	first, _ := pages.Load(0)
	pages.Range(func(i, page any) bool {
		if page != first || page == "" {
			t.Errorf("scrape %v shows another page", i)
		}
		return true
	})
}

func TestAClientThatLeavesDoesNotFailTheOthers(t *testing.T) {
	src := few()
	reading, release := make(chan struct{}), make(chan struct{})
	src.during = func() { close(reading); <-release }
	e := newTest(t, src, Options{})
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := e.current(ctx, 1, targets.DateOf(noon))
		left <- err
	}()
	<-reading
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("the client that left got %v; want context.Canceled", err)
	}
	stayed := make(chan scrape)
	go func() { stayed <- e.scrape(t.Context()) }()
	time.Sleep(10 * time.Millisecond) // let it join
	close(release)
	if s := <-stayed; s.err != nil || len(s.page.rows) == 0 {
		t.Errorf("the client that stayed got %d rows, %v; want the page", len(s.page.rows), s.err)
	}
	if n := src.reads.Load(); n != 1 {
		t.Errorf("%d reads; want 1", n)
	}
}

func TestTheScrapeDurationIsLive(t *testing.T) {
	now := noon
	clock := func() time.Time { now = now.Add(time.Second); return now }
	e := newTest(t, few(), Options{Now: clock})
	text(t, get(t, e))
	got := series(text(t, get(t, e)), "biaochi_scrape_duration_seconds")
	if want := "biaochi_scrape_duration_seconds 2"; got != want { // the clock was read three times
		t.Errorf("%q on a kept page; want %q", got, want)
	}
}

func TestFamiliesAndLabelsAreInAlphabeticalOrder(t *testing.T) {
	for i := range families {
		if i > 0 && cmp.Compare(families[i-1].name, families[i].name) >= 0 {
			t.Errorf("%s stands before %s", families[i-1].name, families[i].name)
		}
		for j := 1; j < len(families[i].labels); j++ {
			if a, b := families[i].labels[j-1], families[i].labels[j]; a >= b {
				t.Errorf("%s: label %s stands before %s", families[i].name, a, b)
			}
		}
	}
}

func FuzzALabelReadsBackAsItWas(f *testing.F) {
	for _, s := range []string{"", "累计发布“浙江制造”标准", `back\slash "quote"`, "line\nfeed", "\xff", `\n`, "\r\x00}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		src := few()
		src.snap.Targets = src.snap.Targets[:1]
		src.snap.Targets[0].AsWritten = s
		parser := expfmt.NewTextParser(model.LegacyValidation)
		var b bytes.Buffer
		encode(&b, newTest(t, src, Options{}).scrape(t.Context()).page.rows, false)
		families, err := parser.TextToMetricFamilies(&b)
		if err != nil {
			t.Fatalf("as_written %q: %v", s, err)
		}
		for _, l := range families["biaochi_target_info"].GetMetric()[0].GetLabel() {
			if l.GetName() == "as_written" && l.GetValue() != strings.ToValidUTF8(s, "\uFFFD") {
				t.Errorf("as_written %q reads back as %q", s, l.GetValue())
			}
		}
	})
}
