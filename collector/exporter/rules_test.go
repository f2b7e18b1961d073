package exporter

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ruleFiles are the shipped rules and their tests.
func ruleFiles(t *testing.T) (rules, tests []string) {
	t.Helper()
	all, err := filepath.Glob("../../deploy/rules/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		if strings.HasSuffix(file, "_test.yml") {
			tests = append(tests, file)
		} else {
			rules = append(rules, file)
		}
	}
	if len(rules) == 0 || len(tests) != len(rules) {
		t.Fatalf("rules %q have the tests %q; want one each", rules, tests)
	}
	return rules, tests
}

func TestTheShippedRulesDoWhatTheirTestsSay(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Fatal("promtool is not installed: apt-get install prometheus")
	}
	rules, tests := ruleFiles(t)
	for _, args := range [][]string{append([]string{"check", "rules"}, rules...), append([]string{"test", "rules"}, tests...)} {
		if out, err := exec.CommandContext(t.Context(), promtool, args...).CombinedOutput(); err != nil {
			t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}

func TestTheShippedRulesNameOnlyMetricsThatAreExported(t *testing.T) {
	rules, _ := ruleFiles(t)
	exported := readWritten(t).labels
	for _, file := range rules {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:^|[^:a-z_])(biaochi_[a-z_]+)`).FindAllStringSubmatch(string(b), -1) { // behind a colon: recorded
			if _, ok := exported[m[1]]; !ok {
				t.Errorf("%s names %s, which is not exported", file, m[1])
			}
		}
	}
}

// An alert that nobody knows how to answer is noise.
func TestEveryAlertIsLabelledAndSaysWhatToDo(t *testing.T) {
	rules, tests := ruleFiles(t)
	var tried []byte
	for _, file := range tests {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tried = append(tried, b...)
	}
	for _, file := range rules {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, alert := range strings.Split(string(b), "- alert: ")[1:] {
			name, body, _ := strings.Cut(alert, "\n")
			for _, want := range []string{"severity: ", "task: ", "summary: ", "summary_en: ", "description: ", "runbook: ", "page: /"} {
				if !strings.Contains(body, want) {
					t.Errorf("%s: %s lacks %q", file, name, want)
				}
			}
			severity := regexp.MustCompile(`severity: (\w+)`).FindStringSubmatch(body)
			if severity == nil || !slices.Contains([]string{"info", "warning", "critical"}, severity[1]) {
				t.Errorf("%s: %s has the severity %q", file, name, severity)
			}
			if !strings.Contains(string(tried), "alertname: "+name+"\n") {
				t.Errorf("%s: %s is not tried", file, name)
			}
		}
	}
}
