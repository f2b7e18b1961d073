package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
	"github.com/biaochi/biaochi/targets/store/sqlite"
)

const (
	madeDocument  = "zhejiang-2023-24"
	madeTarget    = "zhejiang-2023-24-made-in-zhejiang"
	madeIndicator = "made-in-zhejiang-standards-issued-cumulative"
	raisedBy      = "浙政发〔2026〕9号" // of 2026-11-20: 4200, which was 4000
	figureHead    = "indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note\n"
)

// programOn runs one command line on a day and returns what it printed.
func programOn(t *testing.T, day targets.Date, args ...string) string {
	t.Helper()
	var out, err bytes.Buffer
	now := func() time.Time { return day.End().Add(-12 * time.Hour) }
	if status := run(context.Background(), args, console{strings.NewReader(""), &out, &err, now}); status != exitDone {
		t.Fatalf("biaochi %s on %v: exit %d\n%s", strings.Join(args, " "), day, status, err.String())
	}
	return out.String()
}

// A pair is the two clocks of a reading.
type pair struct{ asOf, knownAt string }

// surfaces are all bytes a reader gets for a pair: rows, ledger, export, and
// the files of the report on one document.
func surfaces(t *testing.T, day targets.Date, db string, p pair) map[string]string {
	t.Helper()
	site := filepath.Join(t.TempDir(), "site")
	clocks := []string{"--db", db, "--as-of", p.asOf, "--known-at", p.knownAt}
	read := func(args ...string) string { return programOn(t, day, append(args, clocks...)...) }
	all := map[string]string{
		"targets as JSON":          read("targets", "--format", "json"),
		"targets as JSON, English": read("targets", "--format", "json", "--lang", "en"),
		"targets as table":         read("targets"),
		"tasks":                    read("tasks", "--format", "json"),
		"export":                   read("export"),
	}
	read("report", "--out", site, "--document", madeDocument)
	err := filepath.WalkDir(site, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		all[strings.TrimPrefix(path, site)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestWhatWasKnownReadsTheSameForever renders pairs of dates on the day and
// again after everything that may change the past was recorded.
func TestWhatWasKnownReadsTheSameForever(t *testing.T) {
	db := filepath.Join(t.TempDir(), "b.db")
	day := targets.DateOf(fixedNow)
	programOn(t, day, "seed", "--db", db)
	pairs := []pair{
		{"2025-06-30", day.String()}, // the day of the founding
		{"2025-06-30", "2025-05-31"}, // what had been published by then
		{"2025-06-30", "2020-12-31"}, // next to nothing
		{"2026-11-22", day.String()},
	}
	before := make([]map[string]string, len(pairs))
	for i, p := range pairs {
		before[i] = surfaces(t, day, db, p)
	}
	for i, change := range changesOfThePast(t, db) {
		change(day + targets.Date(1+i))
	}
	last := day + 30
	for i, p := range pairs {
		after := surfaces(t, last, db, p)
		if got, want := slices.Sorted(maps.Keys(after)), slices.Sorted(maps.Keys(before[i])); !slices.Equal(got, want) {
			t.Errorf("%+v: files %v, then %v", p, got, want)
		}
		for name, want := range before[i] {
			if after[name] != want {
				t.Errorf("%+v: %s has changed:\n%s", p, name, firstChange(after[name], want))
			}
		}
	}
	now := surfaces(t, last, db, pair{"2025-06-30", last.String()})
	if want := ",2025-03-31,3900,"; !strings.Contains(now["export"], want) {
		t.Errorf("after all changes, the export does not show %s", want)
	}
	goalsOfTheDay(t, last, db)
	programOn(t, last, "verify", "--db", db)
}

// goalsOfTheDay looks at the raised goal on every surface: as of the document's
// day it is new, the day before it is the old one, and before the database knew of
// it it is the old one as of any day.
func goalsOfTheDay(t *testing.T, last targets.Date, db string) {
	t.Helper()
	page := "/targets/" + madeTarget + ".html"
	for _, try := range []struct {
		pair
		goal string
		told bool
	}{
		{pair{"2026-11-20", last.String()}, "4200", true},
		{pair{"2026-11-19", last.String()}, "4000", false},
		{pair{"2025-06-30", last.String()}, "4000", false},
		{pair{"2026-11-22", "2026-11-22"}, "4000", false}, // the seed came later
	} {
		got := surfaces(t, last, db, try.pair)
		var rows []struct{ ID, Goal string }
		if err := json.Unmarshal([]byte(got["targets as JSON"]), &rows); err != nil {
			t.Fatal(err)
		}
		goals := map[string]string{}
		for _, r := range rows {
			goals[r.ID] = r.Goal
		}
		if goals[madeTarget] != try.goal {
			t.Errorf("%+v: the goal is %q; want %s", try.pair, goals[madeTarget], try.goal)
		}
		if told := strings.Contains(got[page], raisedBy); told != try.told {
			t.Errorf("%+v: the target's page tells of %s: %t; want %t", try.pair, raisedBy, told, try.told)
		}
		if raised := strings.Contains(got[page], "4,200项"); raised != try.told {
			t.Errorf("%+v: the target's page shows 4,200项: %t; want %t", try.pair, raised, try.told)
		}
	}
}

// changesOfThePast are steps, each on a day of its own: a late figure, a
// correction, a submission and its approval, a restatement, an adjusted goal,
// other cut points and a task's status.
func changesOfThePast(t *testing.T, db string) []func(day targets.Date) {
	t.Helper()
	imports := func(rows string, flags ...string) func(targets.Date) {
		return func(day targets.Date) {
			file := filepath.Join(t.TempDir(), "in.csv")
			if err := os.WriteFile(file, []byte(figureHead+rows), 0o600); err != nil {
				t.Fatal(err)
			}
			programOn(t, day, append([]string{"import", "--db", db, file}, flags...)...)
		}
	}
	row := func(period, value string) string {
		return madeIndicator + ",330000," + period + "," + value + ",,,项,A,,,核对\n"
	}
	direct := func(fn func(ctx context.Context, st *store.Store, now time.Time) error) func(targets.Date) {
		return func(day targets.Date) {
			st, err := sqlite.Open(t.Context(), db, sqlite.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer st.Close()
			if err := fn(t.Context(), st, day.End().Add(-12*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return []func(targets.Date){
		imports(row("2024-06-30", "3500")),
		imports(row("2025-03-31", "3921")),
		imports(row("2025-06-30", "3950"), "--submit-only"),
		direct(func(ctx context.Context, st *store.Store, now time.Time) error {
			entry, _, err := st.Head(ctx)
			if err != nil {
				return err
			}
			_, err = st.Review(ctx, collector.Operator, store.Review{Entry: entry, Step: 1, Verdict: store.Approved}, now)
			return err
		}),
		imports(row("2025-03-31", "3900")+row("2025-06-30", "3930"), "--adjust", "浙统〔2026〕3号", "--reason", "口径统一", "--effective", "2025-04-01"),
		func(day targets.Date) {
			if got := programOn(t, day, "seed", "--db", db, adjustedSeeds(t)); !strings.Contains(got, "目标值调整：goal 由 4000 变为 4200") {
				t.Errorf("seed says %q", got)
			}
		},
		direct(func(ctx context.Context, st *store.Store, now time.Time) error {
			cuts := targets.DefaultCuts
			cuts.OnTrack = targets.MustDecimal("0.99")
			return st.SetCuts(ctx, collector.Operator, cuts, 0, now)
		}),
		direct(func(ctx context.Context, st *store.Store, now time.Time) error {
			c, _, err := st.Catalogue(ctx)
			if err != nil {
				return err
			}
			done := targets.TaskStatus{Task: c.Tasks[0].ID, Stage: targets.TaskDone, On: targets.NewDate(2023, 12, 1)}
			_, err = st.RecordTaskStatus(ctx, collector.Operator, []targets.TaskStatus{done}, now)
			return err
		}),
	}
}

// adjustedSeeds is a copy of the shipped seeds in which a document raised a goal.
func adjustedSeeds(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, seeds.Shipped()); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "documents", madeDocument+".yaml")
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	const goal = "    goal: \"4000\"\n"
	text := strings.Replace(string(b), goal, "    goal: \"4200\"\n    adjustments:\n"+
		"      - {on: 2026-11-20, document: "+raisedBy+", reason: {zh: 上调目标, en: Raised}, was: {goal: \"4000\"}}\n", 1)
	if text == string(b) {
		t.Fatalf("%s has no %q", name, goal)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// firstChange is the first line that differs, shortened.
func firstChange(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return " got " + a[i][:min(len(a[i]), 300)] + "\nwant " + b[i][:min(len(b[i]), 300)]
		}
	}
	return "one is a part of the other"
}
