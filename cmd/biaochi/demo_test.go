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
	desk, _ := demoDesk(st, demoNow)
	w := httptest.NewRecorder()
	exporter.New(st, exporter.Options{Log: slog.New(slog.DiscardHandler), Duties: dutySource{desk, st}, Below: true, Now: func() time.Time { return demoNow }}).
		Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{"\nbiaochi_demo 1\n", `biaochi_duties{area="330100",state="submitted"} `, `biaochi_duty_oldest_overdue_timestamp_seconds{area="330300",office="demo-wenzhou"} `} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the metrics lack %q", want)
		}
	}
}

func TestEveryPractisingUserCanSignIn(t *testing.T) {
	_, st := demoAt(t, demoNow)
	_, accounts := demoDesk(st, demoNow)
	var told strings.Builder
	greetDemo(&told, "http://127.0.0.1:9988", demo.Users())
	for _, u := range demo.Users() {
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

// A workbook of one kind of database is refused by the other, whatever is in it;
// so is a handover whose figures are marked otherwise.
func TestAWorkbookOrAHandoverOfTheOtherKindIsRefused(t *testing.T) {
	_, st := demoAt(t, demoNow)
	desk, _ := demoDesk(st, demoNow)
	clerk := &collector.Person{User: targets.User{ID: "x", Roles: []targets.Role{targets.Reporter}},
		Office: targets.Office{ID: "demo-shaoxing", Area: "330600"}, Area: "330600"}
	period, err := targets.ParsePeriod("2026-Q3")
	if err != nil {
		t.Fatal(err)
	}
	copied, err := desk.Grid(t.Context(), clerk, targets.FilingKey{Form: "demo-cities", Office: "demo-shaoxing", Period: period})
	if err != nil {
		t.Fatal(err)
	}
	proper := *copied
	proper.Demo = false
	for name, tt := range map[string]struct{ of, into *collector.Grid }{
		"of a training copy into real data": {copied, &proper}, "of real data into a training copy": {&proper, copied},
	} {
		var book bytes.Buffer
		if err := (sheet.Sheets{}).Template(&book, tt.of); err != nil {
			t.Fatal(err)
		}
		_, err := sheet.Sheets{}.Read("b.xlsx", bytes.NewReader(book.Bytes()), int64(book.Len()), tt.into)
		if targets.KindOf(err) != targets.Invalid {
			t.Errorf("a workbook %s: %v; want Invalid", name, err)
		}
	}
	_, err = st.Submit(t.Context(), "x", targets.Submission{Owner: "demo-shaoxing",
		Figures: []targets.Figure{{Key: targets.Key{Indicator: copied.Rows[0].Indicator.ID, Area: "330600", Period: period},
			Revision: 1, Value: targets.NewDecimal(1), Flag: targets.Normal, Origin: targets.OriginOffice}},
		Handover: &targets.Handover{FilingKey: copied.Filing.FilingKey, Chain: []targets.Signature{{Step: targets.StepProvince, Area: "330000"}}}}, demoNow)
	if targets.KindOf(err) != targets.Conflict {
		t.Errorf("a handover of real figures into a training copy: %v; want Conflict", err)
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
