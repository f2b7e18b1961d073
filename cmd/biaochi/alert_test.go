package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// An alert is one that Prometheus has raised.
type alert struct {
	Labels, Annotations map[string]string
	State               string
}

// alerts are those that fire now, by name.
func (w *watcher) alerts() map[string][]alert {
	w.t.Helper()
	var answer struct{ Data struct{ Alerts []alert } }
	w.get("/api/v1/alerts", &answer)
	firing := map[string][]alert{}
	for _, a := range answer.Data.Alerts {
		if a.State == "firing" {
			firing[a.Labels["alertname"]] = append(firing[a.Labels["alertname"]], a)
		}
	}
	return firing
}

// impatientRules are the shipped rules without their waiting times, which a test
// cannot sit out.
func impatientRules(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	for _, name := range []string{"targets.yml", "reminders.yml"} {
		b, err := os.ReadFile(filepath.Join("..", "..", "deploy", "rules", name))
		if err != nil {
			t.Fatal(err)
		}
		text := regexp.MustCompile(`(?m)^( +)for: \S+$`).ReplaceAllString(string(b), "${1}for: 0s")
		text = regexp.MustCompile(`(?m)^( +)interval: \S+$`).ReplaceAllString(text, "${1}interval: 1s")
		files = append(files, put(t, dir, name, text))
	}
	return files
}

// TestAFigureThatIsEnteredMakesItsAlertFire watches a program of June 2025. The
// goal is 300 national standards in 2023–2025. With 150 in 2023 it is ahead of a
// third of the way; with 10 more in 2024 it is at 160/300 against 731/1096, and
// has slipped behind; with 110 in its place it is on its way again.
func TestAFigureThatIsEnteredMakesItsAlertFire(t *testing.T) {
	if testing.Short() {
		t.Skip("a real Prometheus takes a while")
	}
	const target = "zhejiang-2023-24-national-standards"
	dir := t.TempDir()
	db := filepath.Join(dir, "b.db")
	program(t, "seed", "--db", db)
	enter := func(period, value, note string) {
		t.Helper()
		row := fmt.Sprintf("indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note\nnational-standards-led-new,330000,%s,%s,,,项,A,,,%s\n", period, value, note)
		program(t, "import", "--db", db, put(t, dir, "figure.csv", row))
	}
	enter("2023", "150", "")
	pages, _ := startedAt(t, time.Date(2025, 6, 30, 12, 0, 0, 0, targets.Shanghai), "--db", db, "--web.listen-address", "127.0.0.1:0")
	w := watch(t, dir, scraping(pages)+"rule_files: ["+strings.Join(impatientRules(t, dir), ", ")+"]\n")
	state := func(name string) func() bool {
		return func() bool {
			return len(w.query(fmt.Sprintf(`biaochi_target_state{target=%q,state=%q} == 1`, target, name), time.Time{})) == 1
		}
	}
	fires := func() bool {
		for _, a := range w.alerts()["BiaochiTargetBehind"] {
			if a.Labels["target"] == target {
				return a.Annotations["summary"] == "浙江省 牵头制定国家标准数 转为慢于序时进度" && a.Annotations["page"] == "/targets/"+target+".html"
			}
		}
		return false
	}
	w.until("the goal is on track", state("on_track"))
	if fires() {
		t.Fatal("a goal on track is told to have slipped")
	}
	enter("2024", "10", "")
	w.until("the goal is behind", state("behind"))
	w.until("the alert fires", fires)
	enter("2024", "110", "更正")
	w.until("the goal is on track again", state("on_track"))
	w.until("the alert has ended", func() bool { return !fires() })
	if missing := w.alerts()["BiaochiFinalFigureMissing"]; len(missing) == 0 {
		t.Error("goals of 2023 without a final figure are not told")
	}
}
