package exporter

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/biaochi/biaochi/targets"
)

// contract are the names users lean on. A name leaves it only with a [CHANGE] line in CHANGELOG.md.
var contract = []string{
	"biaochi_audit_verify_success", "biaochi_audit_verify_timestamp_seconds", "biaochi_build_info", "biaochi_demo", "biaochi_duties",
	"biaochi_duty_oldest_overdue_timestamp_seconds",
	"biaochi_http_request_duration_seconds", "biaochi_http_requests_total",
	"biaochi_scrape_duration_seconds", "biaochi_scrape_rebuilds_total", "biaochi_scrape_success",
	"biaochi_store_generation", "biaochi_store_last_entry_timestamp_seconds", "biaochi_store_size_bytes",
	"biaochi_target_baseline", "biaochi_target_completion_ratio", "biaochi_target_coverage_ratio",
	"biaochi_target_deadline_timestamp_seconds", "biaochi_target_expected_ratio", "biaochi_target_figure_period_end_timestamp_seconds",
	"biaochi_target_figure_recorded_timestamp_seconds", "biaochi_target_forecast_value", "biaochi_target_goal",
	"biaochi_target_hit_probability_ratio", "biaochi_target_info", "biaochi_target_pace_declines", "biaochi_target_pace_ratio",
	"biaochi_target_progress_ratio", "biaochi_target_stale", "biaochi_target_state", "biaochi_target_value",
}

// written is what deploy/metrics.md says.
type written struct {
	labels  map[string]string // of each exported family, sorted, separated by spaces
	queries []string
	text    string
}

func readWritten(t *testing.T) written {
	t.Helper()
	b, err := os.ReadFile("../../deploy/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	w := written{labels: map[string]string{}, text: string(b)}
	for _, section := range strings.Split(w.text, "\n### ")[1:] {
		name := strings.Trim(section[:strings.IndexByte(section, '\n')], "`")
		w.labels[name] = strings.Join(codes(regexp.MustCompile(`(?m)^- 标签 Labels: .*$`).FindString(section)), " ")
		w.queries = append(w.queries, regexp.MustCompile("(?s)```promql\n(.*?)\n```").FindStringSubmatch(section)[1])
	}
	return w
}

// codes are the words between back quotes.
func codes(line string) []string {
	var words []string
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(line, -1) {
		words = append(words, m[1])
	}
	return words
}

// everything are the Options of a page with every family.
func everything() Options {
	return Options{Duties: fewDuties(), Audit: func() Verification { return Verification{noon, true} }, Store: &files{}, Traffic: NewTraffic()}
}

// bucketed finds the three names that the text format gives a histogram.
var bucketed = regexp.MustCompile(`(biaochi_http_request_duration_seconds)_(?:bucket|sum|count)`)

func TestTheWrittenListAndThePageAreEqual(t *testing.T) {
	page := bucketed.ReplaceAllString(text(t, get(t, newTest(t, few(), everything()))), "$1")
	exported := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^(biaochi_[a-z_]+)(?:\{(.*)\})? \S+$`).FindAllStringSubmatch(page, -1) {
		var labels []string
		for _, l := range regexp.MustCompile(`([a-z_]+)="(?:[^"\\]|\\.)*"`).FindAllStringSubmatch(m[2], -1) {
			if l[1] != "le" { // of the buckets
				labels = append(labels, l[1])
			}
		}
		exported[m[1]] = strings.Join(labels, " ")
	}
	doc := readWritten(t)
	for name, labels := range exported {
		if want, ok := doc.labels[name]; !ok || want != labels {
			t.Errorf("%s has the labels %q; deploy/metrics.md says %q (written: %v)", name, labels, want, ok)
		}
	}
	for name := range doc.labels {
		if _, ok := exported[name]; !ok {
			t.Errorf("deploy/metrics.md has %s; the page of a target with every number does not", name)
		}
	}
	all := slices.Sorted(maps.Keys(doc.labels))
	if !slices.Equal(all, contract) {
		t.Errorf("deploy/metrics.md names\n%q; the contract is\n%q", all, contract)
	}
}

func TestTheCollectorDescribesWhatThePageHas(t *testing.T) {
	e := newTest(t, few(), everything())
	described := make(chan *prometheus.Desc)
	go func() { e.Describe(described); close(described) }()
	var names []string
	for d := range described {
		names = append(names, regexp.MustCompile(`fqName: "([a-z_]+)"`).FindStringSubmatch(d.String())[1])
	}
	slices.Sort(names)
	if want := slices.Sorted(maps.Keys(readWritten(t).labels)); !slices.Equal(names, want) {
		t.Errorf("Describe names\n%q; want\n%q", names, want)
	}
}

// The bound of deploy/metrics.md: 31 series for a target that has every number.
func TestTheWrittenBoundIsTheOneOfTheFamilies(t *testing.T) {
	perTarget := 0
	full := row{forecast: [3]number{{1, true}, {1, true}, {1, true}}}
	for _, n := range []*number{&full.goal, &full.value, &full.baseline, &full.completion, &full.progress, &full.expected, &full.pace, &full.deadline,
		&full.periodEnd, &full.recorded, &full.coverage, &full.probability, &full.declines, &full.stale} {
		*n = number{1, true}
	}
	for i := range families {
		families[i].samples([]row{full}, func(float64, ...string) { perTarget++ })
	}
	for _, want := range []string{fmt.Sprintf("每个目标至多 %d 条", perTarget), fmt.Sprintf("at most %d series a target", perTarget),
		fmt.Sprintf("每个有填报任务的地区 %d 条", len(dutyStates)), fmt.Sprintf("%d for each area with duties", len(dutyStates))} {
		if doc := readWritten(t).text; !strings.Contains(doc, want) {
			t.Errorf("deploy/metrics.md lacks %q", want)
		}
	}
}

func TestEveryPartOfTheTrafficIsWritten(t *testing.T) {
	doc := readWritten(t).text
	for _, p := range Parts {
		if !strings.Contains(doc, "| `"+string(p)+"` |") {
			t.Errorf("deploy/metrics.md lacks the part %s", p)
		}
	}
}

func TestEveryStateIsWritten(t *testing.T) {
	doc := readWritten(t).text
	for _, s := range targets.States {
		if !strings.Contains(doc, "| `"+string(s)+"` | "+s.Name().ZH) {
			t.Errorf("deploy/metrics.md lacks the state %s %s", s, s.Name().ZH)
		}
	}
}

func TestEveryDutyStateIsWritten(t *testing.T) {
	doc := readWritten(t).text
	for _, s := range targets.DutyStates {
		if !strings.Contains(doc, "| `"+string(s)+"` | "+s.Name().ZH) {
			t.Errorf("deploy/metrics.md lacks the state %s %s", s, s.Name().ZH)
		}
	}
}

func TestEveryExampleQueryIsPromQL(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Fatal("promtool is not installed: apt-get install prometheus")
	}
	var rules strings.Builder
	rules.WriteString("groups:\n- name: examples\n  rules:\n")
	for i, q := range readWritten(t).queries {
		fmt.Fprintf(&rules, "  - record: example:%d\n    expr: %q\n", i, q)
	}
	file := filepath.Join(t.TempDir(), "rules.yml")
	if err := os.WriteFile(file, []byte(rules.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), promtool, "check", "rules", file).CombinedOutput(); err != nil {
		t.Errorf("promtool check rules: %v\n%s\n%s", err, out, rules.String())
	}
}
