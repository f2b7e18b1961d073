package exporter

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

func historyText(t *testing.T, h History, src Source) string {
	t.Helper()
	var b strings.Builder
	if err := h.Write(t.Context(), &b, src, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// linesOf are the lines of a text that begin with a prefix.
func linesOf(text, prefix string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, prefix) {
			list = append(list, strings.TrimSuffix(line, "\n"))
		}
	}
	return list
}

// The goal is 1000 to 2000 from the end of 2020 to the end of 2024. On
// 2021-12-30 nothing later than the baseline is there; on 2021-12-31 the figure
// of the year, 1200, is: (1200−1000)/1000 = 0.2.
func TestHistoryHasASampleADayAndNoneWhereNothingIsKnown(t *testing.T) {
	h := History{Days: []targets.Date{date("2021-12-30"), date("2021-12-31"), date("2022-01-01")}, Job: "biaochi", Instance: `a"b:9988`}
	got := linesOf(historyText(t, h, few()), `biaochi_target_progress_ratio{area="330000",document="plan-2021",indicator="issued",target="z-issued",`)
	want := []string{
		`biaochi_target_progress_ratio{area="330000",document="plan-2021",indicator="issued",target="z-issued",instance="a\"b:9988",job="biaochi"} 0.2 1640966399`, // 2021-12-31 23:59:59 +08:00
		`biaochi_target_progress_ratio{area="330000",document="plan-2021",indicator="issued",target="z-issued",instance="a\"b:9988",job="biaochi"} 0.2 1641052799`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("history has\n%q\nwant\n%q", got, want)
	}
}

func TestHistoryKeepsASeriesTogetherAndInOrder(t *testing.T) {
	text := historyText(t, History{Days: EveryDay(date("2021-12-25"), date("2022-01-05")), Job: "j", Instance: "i"}, few())
	seen, before, last := map[string]bool{}, "", ""
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		series, rest, _ := strings.Cut(line, "} ")
		_, at, _ := strings.Cut(strings.TrimSpace(rest), " ")
		switch {
		case series == before && at <= last:
			t.Fatalf("%s goes back from %s to %s", series, last, at)
		case series != before && seen[series]:
			t.Fatalf("%s stands in two places", series)
		}
		seen[series], before, last = true, series, at
	}
	if !strings.HasSuffix(text, "# EOF\n") {
		t.Errorf("the text does not end with # EOF")
	}
}

func TestHistorySaysWhatItKnows(t *testing.T) {
	days := []targets.Date{date("2021-12-31")}
	tests := map[string]struct {
		h    History
		want string
	}{
		"hindsight, by default": {History{}, "回看：按最新数据评价 / in hindsight, by all that is known now"},
		"as known at a time":    {History{KnownAt: noon}, "按 2023-03-01 12:00 已知的数据评价 / as known at 2023-03-01 12:00 in Asia/Shanghai"},
		"each day as then":      {History{Each: true}, "每日按当日已知的数据评价 / each day as then known"},
	}
	for name, tt := range tests {
		tt.h.Days = days
		if help := linesOf(historyText(t, tt.h, few()), "# HELP biaochi_target_value "); len(help) != 1 || !strings.Contains(help[0], tt.want) {
			t.Errorf("%s: HELP is %q, want %q in it", name, help, tt.want)
		}
	}
}

func TestInternalIndicatorsAreInNoHistoryUnlessAsked(t *testing.T) {
	for internal, want := range map[bool]bool{false: false, true: true} {
		text := historyText(t, History{Days: []targets.Date{date("2022-12-31")}, Internal: internal}, few())
		if got := strings.Contains(text, `target="z-secret"`); got != want {
			t.Errorf("Internal %t: the history names an internal target: %t, want %t", internal, got, want)
		}
	}
}

func TestDaysOfHistory(t *testing.T) {
	text := func(days []targets.Date) string {
		var all []string
		for _, d := range days {
			all = append(all, d.String())
		}
		return strings.Join(all, " ")
	}
	if got, want := text(MonthEnds(date("2023-12-31"), date("2024-03-30"))), "2023-12-31 2024-01-31 2024-02-29"; got != want {
		t.Errorf("MonthEnds = %s, want %s", got, want)
	}
	days := HistoryDays(date("2023-11-15"), date("2025-03-31"))
	// The last 400 days begin on 2024-02-26; before them stand three month ends.
	if got, want := text(days[:4]), "2023-11-30 2023-12-31 2024-01-31 2024-02-26"; got != want || len(days) != 403 {
		t.Errorf("HistoryDays = %s … (%d days), want %s … (403)", got, len(days), want)
	}
	if got := HistoryDays(date("2025-03-30"), date("2025-03-31")); len(got) != 2 {
		t.Errorf("two days of history = %d", len(got))
	}
}

// TestPrometheusTakesTheHistory makes blocks of it with the real promtool.
func TestPrometheusTakesTheHistory(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Fatal("promtool is not installed: apt-get install prometheus")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "history.om")
	text := historyText(t, History{Days: EveryDay(date("2022-12-30"), date("2023-01-01")), Job: "biaochi", Instance: "127.0.0.1:9988"}, few())
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), promtool, "tsdb", "create-blocks-from", "openmetrics", file, filepath.Join(dir, "data")).CombinedOutput()
	if err != nil {
		t.Fatalf("promtool: %v\n%s", err, out)
	}
	if err := os.Mkdir(filepath.Join(dir, "data", "wal"), 0o755); err != nil { // which a server would have made
		t.Fatal(err)
	}
	dump, err := exec.CommandContext(t.Context(), promtool, "tsdb", "dump", `--match={__name__="biaochi_target_value",target="z-issued"}`, filepath.Join(dir, "data")).CombinedOutput()
	if err != nil {
		t.Fatalf("promtool tsdb dump: %v\n%s", err, dump)
	}
	// One day with the figure of 2021, 1200, and from 2022-12-31 on the one of 2022.
	if n := strings.Count(string(dump), "} 1200 "); n != 1 {
		t.Errorf("%d days have 1200, want 1:\n%s", n, dump)
	}
	if at := date("2022-12-31").End().Add(-time.Second).UnixMilli(); !strings.Contains(string(dump), "} 1500 "+targets.NewDecimal(at).String()) {
		t.Errorf("the figure of 2022 is not there on its day:\n%s", dump)
	}
}
