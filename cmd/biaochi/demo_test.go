package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/demo"
	"github.com/biaochi/biaochi/collector/exporter"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/seeds"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// demoAt is a training copy as it is made at a time.
func demoAt(t *testing.T, now time.Time) (database, *store.Store) {
	t.Helper()
	d := database{DB: filepath.Join(t.TempDir(), "demo.db")}
	clock := func() time.Time { return now }
	made, err := d.makeDemo(t.Context(), clock, slog.New(slog.DiscardHandler))
	if err != nil || !made {
		t.Fatalf("makeDemo = %v, %v", made, err)
	}
	st, err := d.write(t.Context(), clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return d, st
}

var demoNow = time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC)

func statesAsOf(t *testing.T, st *store.Store, days ...string) map[targets.State][]string {
	t.Helper()
	seen := map[targets.State][]string{}
	for _, day := range days {
		d, err := targets.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		s, err := st.Snapshot(t.Context(), targets.Selection{}, d, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range s.Evaluate() {
			seen[e.State] = append(seen[e.State], day+" "+e.Target.ID)
		}
	}
	return seen
}

func TestANewcomerSeesEveryState(t *testing.T) {
	_, st := demoAt(t, demoNow)
	today := statesAsOf(t, st, targets.DateOf(demoNow).String())
	for _, s := range []targets.State{targets.Achieved, targets.AchievedLate, targets.Missed, targets.AwaitingFinal, targets.Unrated, targets.InProgress} {
		if len(today[s]) == 0 {
			t.Errorf("no target is %s today", s)
		}
	}
	all := statesAsOf(t, st, targets.DateOf(demoNow).String(), "2024-12-31", "2023-06-30", "2021-12-31")
	for _, s := range targets.States {
		if len(all[s]) == 0 {
			t.Errorf("no target is %s on any of the days", s)
		}
	}
}

// demoDesk opens the desk of a training copy at a time.
func demoDesk(st *store.Store, now time.Time) (*collector.Desk, *collector.Accounts) {
	clock := func() time.Time { return now }
	accounts := collector.NewAccounts(collector.AccountParts{Store: st, Clock: clock, Log: slog.New(slog.DiscardHandler)})
	return collector.NewDesk(collector.Parts{Store: deskStore{st}, Open: sheet.Open, Canonical: store.CanonicalFigure, Clock: clock,
		Filings: st, People: accounts.People()}), accounts
}

func TestANewcomerSeesEveryStateOfADutyAndOfWhatIsHandedIn(t *testing.T) {
	_, st := demoAt(t, demoNow)
	desk, _ := demoDesk(st, demoNow)
	duties, err := desk.Duties(t.Context(), targets.DateOf(demoNow))
	if err != nil {
		t.Fatal(err)
	}
	seen, late := map[targets.DutyState]int{}, 0
	for i := range duties {
		seen[duties[i].State(targets.DateOf(demoNow))]++
		if duties[i].Late() {
			late++
		}
	}
	for _, s := range targets.DutyStates {
		if seen[s] == 0 {
			t.Errorf("no duty is %s: %v", s, seen)
		}
	}
	if late == 0 {
		t.Error("nothing was reported late")
	}
	r, err := st.Register(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	lates := map[targets.LateState]bool{}
	for _, l := range r.Lates {
		lates[l.State] = true
	}
	if len(lates) != 3 {
		t.Errorf("late requests are %v; want requested, granted and refused", lates)
	}
	stages, events := map[targets.Stage]bool{}, map[targets.HandedEventKind]bool{}
	for _, f := range r.Filings(0, targets.DateOf(demoNow)) {
		handed, err := st.HandedOf(t.Context(), f.FilingKey)
		if err != nil {
			t.Fatal(err)
		}
		for i := range handed {
			stages[handed[i].Stage] = true
			for _, e := range handed[i].Events {
				events[e.Kind] = true
			}
		}
	}
	if len(stages) != 4 || len(events) != 5 {
		t.Errorf("stages %v, events %v; want all 4 and all 5", stages, events)
	}
	closed, err := st.TasksClosed(t.Context())
	if err != nil || len(closed) != 1 {
		t.Errorf("%d tasks are closed, %v; want one", len(closed), err)
	}
}

// On the first days of a quarter, of a year, on a leap day, early and late.
func TestATrainingCopyCanBeMadeOnAnyDay(t *testing.T) {
	for _, day := range []string{"2024-07-01", "2025-01-01", "2025-10-02", "2026-04-03", "2027-02-28", "2028-02-29"} {
		t.Run(day, func(t *testing.T) {
			d, err := targets.ParseDate(day)
			if err != nil {
				t.Fatal(err)
			}
			now := d.End().Add(-23 * time.Hour)
			_, st := demoAt(t, now)
			desk, _ := demoDesk(st, now)
			duties, err := desk.Duties(t.Context(), d)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[targets.DutyState]int{}
			for i := range duties {
				seen[duties[i].State(d)]++
			}
			for _, s := range targets.DutyStates {
				if seen[s] == 0 {
					t.Errorf("no duty is %s: %v", s, seen)
				}
			}
		})
	}
}

func TestEverythingInATrainingCopyIsMarkedAndVerifies(t *testing.T) {
	_, st := demoAt(t, demoNow)
	n := 0
	err := st.EachRevision(t.Context(), targets.Selection{}, func(f *targets.Figure) error {
		if n++; f.Origin != targets.OriginDemo {
			t.Errorf("%s %s %s has the origin %q", f.Indicator, f.Area, f.Period, f.Origin)
		}
		return nil
	})
	if err != nil || n < 100 {
		t.Errorf("%d revisions, %v; want more", n, err)
	}
	if isDemo, err := st.Demo(t.Context()); err != nil || !isDemo {
		t.Errorf("Demo = %v, %v; want true", isDemo, err)
	}
	report, err := st.Verify(t.Context(), nil)
	if err != nil || !report.OK() {
		t.Errorf("Verify: %v, %v", report.Faults, err)
	}
	page := newMetricsPage(t, st)
	if !strings.Contains(page, "\nbiaochi_demo 1\n") {
		t.Error("the metrics do not say that it is a demo")
	}
}

func newMetricsPage(t *testing.T, st *store.Store) string {
	t.Helper()
	w := httptest.NewRecorder()
	exporter.New(st, exporter.Options{Log: slog.New(slog.DiscardHandler)}).Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

func TestEveryPractisingUserCanSignIn(t *testing.T) {
	_, st := demoAt(t, demoNow)
	_, accounts := demoDesk(st, demoNow)
	var told strings.Builder
	c, _, err := seeds.Catalogue(seeds.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := demo.Build(c, demoNow)
	if err != nil {
		t.Fatal(err)
	}
	greetDemo(&told, "http://127.0.0.1:9988", plan.Users)
	for _, u := range plan.Users {
		_, p, err := accounts.SignIn(t.Context(), u.Login, demo.Password, "127.0.0.1")
		if err != nil || p.MustChange {
			t.Errorf("SignIn(%s): %v (must change: %v)", u.Login, err, p != nil && p.MustChange)
		}
		if !strings.Contains(told.String(), "  "+u.Login+" ") {
			t.Errorf("the greeting does not name %s:\n%s", u.Login, &told)
		}
	}
	if !strings.Contains(told.String(), demo.Password) {
		t.Error("the greeting does not tell the password")
	}
}

func TestATrainingCopyAndRealDataAreNeverMixed(t *testing.T) {
	ctx := t.Context()
	d, copied := demoAt(t, demoNow)
	r := database{DB: filepath.Join(t.TempDir(), "real.db")}
	clock := func() time.Time { return demoNow }
	proper, err := r.write(ctx, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer proper.Close()
	if err := r.refuseOther(ctx, proper, true); err != nil {
		t.Errorf("an empty database is refused: %v", err)
	}
	if _, err := found(ctx, proper, demoNow); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"a training copy without --demo": {d.refuseOther(ctx, copied, false), "是演示库"},
		"a real database with --demo":    {r.refuseOther(ctx, proper, true), "是正式库"},
		"a training copy with --demo":    {d.refuseOther(ctx, copied, true), ""},
		"a real database without --demo": {r.refuseOther(ctx, proper, false), ""},
	} {
		if got := fmt.Sprint(tt.err); tt.want == "" && tt.err != nil || tt.want != "" && !strings.Contains(got, tt.want) {
			t.Errorf("%s: %v; want %q", name, tt.err, tt.want)
		}
	}
	refuseImport(t, copied, proper, "演示数据不能导入正式库")
	refuseImport(t, proper, copied, "演示库只收演示数据")
}

// refuseImport exports one database and imports it into the other.
func refuseImport(t *testing.T, from, to *store.Store, want string) {
	t.Helper()
	c, _, err := from.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := sheet.NewWriter(&b, c)
	if err := from.EachFigure(t.Context(), targets.Selection{}, time.Time{}, w.Write); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	before, _, err := to.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	desk, _ := demoDesk(to, demoNow)
	_, err = desk.Import(t.Context(), "other.csv", bytes.NewReader(b.Bytes()), collector.ImportOptions{})
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("import into the other: %.200v; want %q", err, want)
	}
	if after, _, _ := to.Head(t.Context()); after != before {
		t.Errorf("the head moved from %d to %d", before, after)
	}
}

func TestATrainingCopyIsMadeOnce(t *testing.T) {
	d, st := demoAt(t, demoNow)
	before, _, err := st.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	made, err := d.makeDemo(t.Context(), time.Now, slog.New(slog.DiscardHandler))
	if after, _, _ := st.Head(t.Context()); made || err != nil || after != before {
		t.Errorf("made again = %v, %v; head %d, then %d", made, err, before, after)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(d.DB), ".biaochi-demo-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left behind", left)
	}
}
