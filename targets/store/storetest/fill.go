package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// Fill makes a small history in an empty store, an hour between its seven entries:
// the founding (1, 2), an import (3), a submission of two steps (4), the first
// approval of it (5), a task's status (6) and evidence (7).
func Fill(t testing.TB, s *store.Store, now time.Time) {
	t.Helper()
	ctx, f := context.Background(), figure("all", "330000", "2021", 2579)
	f.SourceTitle, f.Published = "公报", targets.NewDate(2022, 1, 5)
	later := func() time.Time { now = now.Add(time.Hour); return now }
	steps := []func() error{
		func() error { _, err := s.Found(ctx, "operator", small(), []targets.Figure{f}, now); return err },
		func() error {
			_, err := s.Import(ctx, "operator", batch(figure("all", "330000", "2022", 3000)), later())
			return err
		},
		func() error {
			sub := store.Submission{Figures: []targets.Figure{figure("all", "330000", "2023", 3500)}, Steps: 2}
			_, err := s.Submit(ctx, "u1", sub, later())
			return err
		},
		func() error {
			_, err := s.Review(ctx, "u2", store.Review{Entry: 4, Step: 1, Verdict: store.Approved}, later())
			return err
		},
		func() error {
			st := targets.TaskStatus{Task: "t-1", Stage: targets.TaskDone, On: targets.NewDate(2026, 1, 5)}
			_, err := s.RecordTaskStatus(ctx, "operator", []targets.TaskStatus{st}, later())
			return err
		},
		func() error {
			_, err := s.AddEvidence(ctx, "u1", store.Evidence{Name: "公报.txt", MediaType: "text/plain", Data: []byte("2579")}, later())
			return err
		},
	}
	for i, step := range steps {
		if err := step(); err != nil {
			t.Fatalf("fill, step %d: %v", i, err)
		}
	}
}

// Filled fails unless the store holds what Fill wrote and nothing else.
func Filled(t testing.TB, s *store.Store) {
	t.Helper()
	report, err := s.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !report.OK() || report.Entries != 7 || report.Figures != 3 {
		t.Fatalf("verify: %+v; want 7 entries, 3 figures and no fault", report)
	}
	snap, err := s.Snapshot(context.Background(), targets.Selection{}, targets.NewDate(2026, 1, 31), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(len(snap.Targets), len(snap.Series("all", "330000"))); got != "4 2" {
		t.Fatalf("targets and standing figures: %s; want 4 2", got)
	}
}

// Large is a catalogue that needs megabytes, with the nouns of Fill.
func Large() *targets.Catalogue {
	c, more := small(), many{5000, 0}.catalogue()
	c.Indicators = append(c.Indicators, more.Indicators...)
	return c
}
