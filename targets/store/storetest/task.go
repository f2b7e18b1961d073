package storetest

import (
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

func ledger(t *testing.T, w *world) {
	w.found()
	proof, err := w.s.AddEvidence(w.ctx, "u1", store.Evidence{Name: "a.pdf", Data: []byte("%PDF")}, w.later())
	w.ok(err)
	r := targets.TaskReport{TaskStatus: targets.TaskStatus{Task: "t-1", Stage: targets.TaskDone, On: targets.NewDate(2026, 1, 5), Text: "已印发"}, Evidence: []string{proof, proof}}
	entry, err := w.s.ReportTask(w.ctx, "u1", r, w.later())
	w.ok(err)
	reported := w.now
	w.kind(w.s.CloseTask(w.ctx, "u2", "t-1", false, "", w.later()), targets.Conflict)
	w.kind(w.s.CloseTask(w.ctx, "u2", "t-9", true, "", w.later()), targets.NotFound)
	w.ok(w.s.CloseTask(w.ctx, "u2", "t-1", true, "核实", w.later()))
	at := w.now
	w.kind(w.s.CloseTask(w.ctx, "u2", "t-1", true, "", w.later()), targets.Conflict)
	closed, err := w.s.TasksClosed(w.ctx)
	w.ok(err)
	w.equal("closed", []any{len(closed), closed["t-1"].By, closed["t-1"].Reason, closed["t-1"].At}, []any{1, "u2", "核实", at})
	w.ok(w.s.CloseTask(w.ctx, "u2", "t-1", false, "材料不全", w.later()))
	closed, err = w.s.TasksClosed(w.ctx)
	w.ok(err)
	w.equal("reopened", len(closed), 0)
	history, err := w.s.TaskHistory(w.ctx, "t-1")
	w.ok(err)
	r.Evidence = []string{proof}
	r.Entry, r.At, r.By, r.Kind = entry, reported, "u1", targets.TaskReported
	w.equal("reported", history[0], r)
	w.equal("then", []any{history[1].Kind, history[2].Kind, history[2].Reason}, []any{targets.TaskClosed, targets.TaskReopened, "材料不全"})
	r.Evidence = []string{"00"}
	_, err = w.s.ReportTask(w.ctx, "u1", r, w.later())
	w.kind(err, targets.NotFound)
	st, _ := w.snapshot(time.Time{}).Status("t-1")
	w.equal("in the snapshot", st.Stage, targets.TaskDone)
	w.verified()
}

func timelines(t *testing.T, w *world) {
	w.found()
	sub := handing(autumn(), 1, 2)
	key := sub.Figures[0].Key
	gone := w.hands(sub)
	w.ok(w.s.Withdraw(w.ctx, "u1", gone, "填错", targets.OnceKey{}, w.later()))
	entry := w.hands(again(sub, 2))
	w.ok(w.s.Open(w.ctx, "u2", entry, w.later()))
	loose := key
	loose.Indicator = "loose"
	w.ok(w.s.Reviews(w.ctx, "u2", []store.Review{{Entry: entry, Key: loose, Revision: 2, Step: 1, Verdict: store.Returned, Reason: "核实"}}, targets.OnceKey{}, w.later()))
	w.ok(w.approves(entry, 1))
	b := batch(revised(sub.Figures[0], 3, 7))
	b.Restatement = &targets.Restatement{Document: "国统字〔2025〕1号", Reason: "普查", Effective: targets.NewDate(2025, 1, 1)}
	_, err := w.s.Import(w.ctx, "operator", b, w.later())
	w.ok(err)
	list, err := w.s.Timeline(w.ctx, key)
	w.ok(err)
	type line struct {
		Kind     string
		By       string
		Revision int
		Step     int
		Reason   string
		Value    bool
	}
	var got []line
	for _, e := range list {
		got = append(got, line{e.Kind, e.By, e.Revision, e.Step, e.Reason, e.Figure != nil})
	}
	w.equal("timeline", got, []line{
		{"submitted", "u1", 1, 0, "", true}, {"withdrawn", "u1", 1, 0, "填错", false},
		{"submitted", "u1", 2, 0, "", true}, {"opened", "u2", 2, 0, "", false}, {"approved", "u2", 2, 1, "", false},
		{"restated", "operator", 3, 0, "国统字〔2025〕1号：普查", true},
	})
	list, err = w.s.Timeline(w.ctx, targets.Key{Indicator: "new", Area: "610000"})
	w.ok(err)
	w.equal("of nothing", len(list), 0)
	w.verified()
}
