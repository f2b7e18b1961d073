package exporter

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"

	"github.com/biaochi/biaochi/targets"
)

// asked is a DutySource in memory.
type asked struct {
	list  []targets.Duty
	head  atomic.Int64
	reads atomic.Int64
	fail  error
}

func (a *asked) Head(context.Context) (int64, string, error) { return a.head.Load(), "hash", nil }

func (a *asked) Areas(context.Context) ([]targets.Area, error) {
	return []targets.Area{{ID: "330000", Code: "330000", Level: targets.LevelProvince},
		{ID: "330100", Code: "330100", Level: targets.LevelPrefecture, Parent: "330000"}}, nil
}

func (a *asked) Duties(context.Context, targets.Date) ([]targets.Duty, error) {
	a.reads.Add(1)
	return a.list, a.fail
}

// fewDuties are, on 1 March 2023: of two offices in 330000 and one in 330100.
func fewDuties() *asked {
	duty := func(office, area, period, opens, closes string, answer *targets.Answer) targets.Duty {
		p, err := targets.ParsePeriod(period)
		if err != nil {
			panic(err)
		}
		return targets.Duty{Indicator: "issued", Answer: answer, Filing: &targets.Filing{
			FilingKey: targets.FilingKey{Form: "f", Office: office, Period: p}, Area: area, Opens: date(opens), Closes: date(closes)}}
	}
	approved := &targets.Answer{Stage: targets.StageApproved, Flag: targets.Normal}
	missing := &targets.Answer{Stage: targets.StageApproved, Flag: targets.Missing}
	late := duty("b", "330000", "2022-10", "2022-11-01", "2022-11-15", nil)
	late.Filing.Late = &targets.Late{State: targets.LateGranted, Until: date("2022-12-20")}
	return &asked{list: []targets.Duty{
		duty("a", "330000", "2022-12", "2023-01-01", "2023-01-16", nil), // overdue
		duty("a", "330000", "2022-11", "2022-12-01", "2022-12-15", nil), // overdue since earlier
		late, // overdue since the later day that was granted
		duty("a", "330000", "2023-01", "2023-02-01", "2023-03-15", nil), // open
		duty("b", "330000", "2023-01", "2023-02-01", "2023-02-15", approved),
		duty("b", "330000", "2022-12", "2023-01-01", "2023-01-16", missing),
		duty("c", "330100", "2023-02", "2023-03-02", "2023-03-15", nil), // upcoming
		duty("c", "330100", "2023-01", "2023-02-01", "2023-02-15", &targets.Answer{Stage: targets.StageWaiting}),
		duty("c", "330100", "2022-12", "2023-01-01", "2023-01-16", &targets.Answer{Stage: targets.StageReturned}),
	}}
}

func TestDutiesAreCountedByAreaAndState(t *testing.T) {
	page := text(t, get(t, newTest(t, few(), Options{Duties: fewDuties(), Below: true})))
	want := []string{
		`biaochi_duties{area="330000",state="approved"} 1`,
		`biaochi_duties{area="330000",state="declared_missing"} 1`,
		`biaochi_duties{area="330000",state="open"} 1`,
		`biaochi_duties{area="330000",state="overdue"} 3`,
		`biaochi_duties{area="330000",state="returned"} 0`,
		`biaochi_duties{area="330000",state="submitted"} 0`,
		`biaochi_duties{area="330000",state="upcoming"} 0`,
		`biaochi_duties{area="330100",state="approved"} 0`,
		`biaochi_duties{area="330100",state="declared_missing"} 0`,
		`biaochi_duties{area="330100",state="open"} 0`,
		`biaochi_duties{area="330100",state="overdue"} 0`,
		`biaochi_duties{area="330100",state="returned"} 1`,
		`biaochi_duties{area="330100",state="submitted"} 1`,
		`biaochi_duties{area="330100",state="upcoming"} 1`,
		// 15 and 20 December 2022, 23:59:59 in Asia/Shanghai
		`biaochi_duty_oldest_overdue_timestamp_seconds{area="330000",office="a"} 1.671119999e+09`,
		`biaochi_duty_oldest_overdue_timestamp_seconds{area="330000",office="b"} 1.671551999e+09`,
	}
	var got []string
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, "biaochi_dut") {
			got = append(got, strings.TrimSuffix(line, "\n"))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("duties are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWithoutDutiesThereIsNoSeries(t *testing.T) {
	for name, o := range map[string]Options{"no source": {}, "no duty": {Duties: &asked{}}} {
		if page := text(t, get(t, newTest(t, few(), o))); strings.Contains(page, "biaochi_dut") {
			t.Errorf("%s: the page has duties", name)
		}
	}
}

// What is handed in moves the chain, not the targets; the day moves both.
func TestDutiesAreReadAgainWhenTheChainOrTheDayMoves(t *testing.T) {
	now := noon
	src, duties := few(), fewDuties()
	e := newTest(t, src, Options{Duties: duties, Below: true, Now: func() time.Time { return now }})
	steps := []struct {
		name            string
		do              func()
		targets, duties int64
	}{
		{"the first scrape reads both", func() {}, 1, 1},
		{"nothing moved", func() {}, 1, 1},
		{"something was handed in", func() { duties.head.Add(1) }, 1, 2},
		{"a figure stands", func() { duties.head.Add(1); src.generation.Add(1) }, 2, 3},
		{"the day moved", func() { now = now.Add(24 * time.Hour) }, 3, 4},
	}
	for _, s := range steps {
		s.do()
		text(t, get(t, e))
		if a, b := src.reads.Load(), duties.reads.Load(); a != s.targets || b != s.duties {
			t.Errorf("%s: %d and %d reads; want %d and %d", s.name, a, b, s.targets, s.duties)
		}
	}
	if got := series(text(t, get(t, e)), `biaochi_duties{area="330100",state="open"}`); !strings.HasSuffix(got, " 1") {
		t.Errorf("%q on 2 March; want the one that opens that day", got)
	}
}

func TestDutiesThatCannotBeReadAreLeftOutAndTold(t *testing.T) {
	duties := fewDuties()
	duties.fail = errors.New("disk")
	log, written := testLog(t)
	page := text(t, get(t, newTest(t, few(), Options{Duties: duties, Log: log})))
	if strings.Contains(page, "biaochi_dut") || series(page, "biaochi_scrape_success") != "biaochi_scrape_success 0" {
		t.Errorf("duties or success on the page:\n%s", page)
	}
	if series(page, "biaochi_target_state") == "" {
		t.Error("the targets are left out; they could be read")
	}
	if n := strings.Count(written.String(), "scrape failed"); n != 1 {
		t.Errorf("logged %d times; want once", n)
	}
}

func TestDutiesAreWhatClientGolangWrites(t *testing.T) {
	e := newTest(t, few(), Options{Duties: fewDuties(), Below: true})
	reg := prometheus.NewPedanticRegistry()
	reg.MustRegister(e)
	all, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []expfmt.Format{expfmt.FmtText, expfmt.FmtOpenMetrics_1_0_0} {
		var want bytes.Buffer
		enc := expfmt.NewEncoder(&want, format)
		for _, f := range all {
			if strings.HasPrefix(f.GetName(), "biaochi_dut") {
				if err := enc.Encode(f); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := string(e.keptDuties.Load().text(format == expfmt.FmtOpenMetrics_1_0_0)); got != want.String() {
			t.Errorf("as %s: %s", format, firstDifference(got, want.String()))
		}
	}
}

func TestTheAuditIsToldOnceThereWasOne(t *testing.T) {
	at := time.Date(2023, 3, 1, 3, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		v             Verification
		success, when string
	}{
		"none yet": {Verification{}, "", ""},
		"passed":   {Verification{at, true}, "biaochi_audit_verify_success 1", "biaochi_audit_verify_timestamp_seconds 1.6776396e+09"},
		"failed":   {Verification{at, false}, "biaochi_audit_verify_success 0", "biaochi_audit_verify_timestamp_seconds 1.6776396e+09"},
	}
	for name, tt := range tests {
		page := text(t, get(t, newTest(t, few(), Options{Audit: func() Verification { return tt.v }})))
		if a, b := series(page, "biaochi_audit_verify_success"), series(page, "biaochi_audit_verify_timestamp_seconds"); a != tt.success || b != tt.when {
			t.Errorf("%s: %q, %q; want %q, %q", name, a, b, tt.success, tt.when)
		}
	}
}
