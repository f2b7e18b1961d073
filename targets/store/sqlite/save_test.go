package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
	"github.com/biaochi/biaochi/targets/store/storetest"
)

// A save that the engine itself refuses takes no other save with it.
func TestAFailingSaveFailsAlone(t *testing.T) {
	ctx := context.Background()
	path := filled(t)
	execOn(t, path, `CREATE TRIGGER broken BEFORE INSERT ON draft WHEN NEW.owner = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'broken'); END`)
	s := mustOpen(t, path, Options{})
	var wg sync.WaitGroup
	answers := make([]error, 60)
	for i := range answers {
		wg.Go(func() {
			d := store.Draft{Owner: fmt.Sprint("good", i)}
			if i%10 == 0 {
				d.Owner = "bad"
			}
			answers[i] = s.SaveDraft(ctx, d, noon)
		})
	}
	wg.Wait()
	for i, err := range answers {
		if bad := i%10 == 0; bad != (err != nil) {
			t.Errorf("save %d: %v", i, err)
		}
		if _, err := s.Draft(ctx, fmt.Sprint("good", i), targets.Key{}); i%10 != 0 && err != nil {
			t.Errorf("save %d was answered and is not there: %v", i, err)
		}
	}
	storetest.Filled(t, s)
}

func TestACancelledReadingEnds(t *testing.T) {
	s := mustOpen(t, filled(t), Options{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Snapshot(ctx, targets.Selection{}, 0, noon); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled snapshot: %v", err)
	}
	storetest.Filled(t, s)
}
