package storetest

import (
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// FillFiling makes a small history of a filing in an empty store, an hour between
// its entries: the founding (1), a register (2), evidence (3), a handover of two
// figures (4) that is opened (5), of which one is returned (6) and the other
// approved in two steps (7, 8), a task that is proved (9) and closed (10), a token
// (11) and counted failures to sign in (12).
func FillFiling(t testing.TB, s *store.Store, now time.Time) {
	t.Helper()
	w := newWorld(t, s)
	w.now = now
	w.found()
	c := change()
	c.Rights = []targets.Rights{{User: "u1", Office: "zj-samr", Roles: []targets.Role{targets.Reporter}}}
	w.registers(c)
	w.ok(s.PutAccount(w.ctx, "admin", account("u1", "lisi"), now))
	w.ok(s.PutContacts(w.ctx, "zj-samr", []targets.Contact{{Name: "王五", Phone: "0571-2"}}))
	sum, err := s.AddEvidence(w.ctx, "u1", store.Evidence{Name: "盖章件.pdf", MediaType: "application/pdf", Data: []byte("%PDF")}, w.later())
	w.ok(err)
	sub := handing(autumn(), 3900, 5)
	sub.Handover.Evidence = []string{sum}
	entry := w.hands(sub)
	w.ok(s.Open(w.ctx, "u2", entry, w.later()))
	w.ok(w.judges(entry, 1, store.Returned, "loose"))
	w.ok(w.approves(entry, 1))
	w.ok(w.approves(entry, 2))
	_, err = s.ReportTask(w.ctx, "u1", targets.TaskReport{Evidence: []string{sum},
		TaskStatus: targets.TaskStatus{Task: "t-1", Stage: targets.TaskDone, On: targets.NewDate(2026, 1, 5)}}, w.later())
	w.ok(err)
	w.ok(s.CloseTask(w.ctx, "u2", "t-1", true, "核实", w.later()))
	w.ok(s.PutToken(w.ctx, "admin", targets.Token{ID: "t1", Hash: "h", Name: "报送系统", User: "u1", Role: targets.Reporter, Area: "330100", Created: now}, w.later()))
	w.ok(s.CountSignInFailures(w.ctx, []targets.SignInFailures{{Address: "ab", Count: 3, Since: now}}, w.later()))
}
