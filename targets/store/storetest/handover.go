package storetest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// autumn is the filing that most rules hand in.
func autumn() targets.FilingKey {
	return targets.FilingKey{Form: "quarterly", Office: "zj-samr", Period: targets.Months(2025, 7, 3)}
}

// handing is a submission of the filing: a figure for each value, of the
// indicators all, loose and new in this order, with two steps of review.
func handing(k targets.FilingKey, values ...int64) store.Submission {
	h := &targets.Handover{FilingKey: k, Statement: targets.Statement{Text: "平稳"},
		Chain: []targets.Signature{{Step: targets.StepOffice, Office: k.Office}, {Step: targets.StepProvince, Area: "330000"}}}
	sub := store.Submission{Handover: h, Signers: targets.Signers{Head: "张三", Filler: "李四", Phone: "0571-1", On: targets.NewDate(2025, 10, 9)}}
	for i, v := range values {
		sub.Figures = append(sub.Figures, figure([]string{"all", "loose", "new"}[i], "330000", k.Period.String(), v))
	}
	return sub
}

// again is the submission with the next revisions.
func again(sub store.Submission, revision int) store.Submission {
	sub.Figures = slices.Clone(sub.Figures)
	for i := range sub.Figures {
		sub.Figures[i].Revision = revision
	}
	return sub
}

func (w *world) hands(sub store.Submission) int64 {
	w.Helper()
	entry, err := w.s.Submit(w.ctx, "u1", sub, w.later())
	w.ok(err)
	return entry
}

func (w *world) handed(entry int64) *targets.Handed {
	w.Helper()
	h, err := w.s.Handed(w.ctx, entry)
	w.ok(err)
	return h
}

// judges reviews singly the figures of an entry that are named by indicator.
func (w *world) judges(entry int64, step int, verdict store.Verdict, indicators ...string) error {
	w.Helper()
	var list []store.Review
	for _, id := range indicators {
		r := store.Review{Entry: entry, Key: targets.Key{Indicator: id, Area: "330000", Period: autumn().Period}, Revision: 1, Step: step, Verdict: verdict}
		if verdict == store.Returned {
			r.Reason = "请核实 " + id
		}
		list = append(list, r)
	}
	return w.s.Reviews(w.ctx, "u2", list, targets.OnceKey{}, w.later())
}

func (w *world) approves(entry int64, step int) error {
	return w.s.Reviews(w.ctx, "u2", []store.Review{{Entry: entry, Step: step, Verdict: store.Approved}}, targets.OnceKey{}, w.later())
}

// stages tells a handover in one line: its stage and open step, and those of
// each figure.
func (w *world) stages(entry int64) string {
	w.Helper()
	h := w.handed(entry)
	list := []string{fmt.Sprint(h.Stage, " ", h.Step)}
	for _, f := range h.Figures {
		list = append(list, fmt.Sprint(f.Indicator, " ", f.Stage, " ", f.Step))
	}
	return strings.Join(list, ", ")
}

// waits lists the entries that wait.
func (w *world) waits(knownAt time.Time) []int64 {
	w.Helper()
	all, err := w.s.Waiting(w.ctx, knownAt)
	w.ok(err)
	list := []int64{}
	for i := range all {
		list = append(list, all[i].Entry)
	}
	return list
}

func handedIn(t *testing.T, w *world) {
	w.found()
	sub := handing(autumn(), 3900, 5)
	proof, err := w.s.AddEvidence(w.ctx, "u1", store.Evidence{Name: "a.pdf", MediaType: "application/pdf", Data: []byte("%PDF")}, w.later())
	w.ok(err)
	sub.Handover.Basis = "浙市监函〔2025〕3号"
	sub.Handover.Rows = []targets.HandoverRow{{Indicator: "all", Evidence: []string{proof}, Computed: targets.NewDecimal(3800), Adjustment: targets.NewDecimal(100), Reason: "含省本级"}}
	entry := w.hands(sub)
	at := w.now
	h := w.handed(entry)
	w.equal("handover", h.Handover, sub.Handover)
	w.equal("signers", h.Signers, sub.Signers)
	w.equal("who and when", []any{h.By, h.At, h.Entry}, []any{"u1", at, entry})
	w.equal("stages", w.stages(entry), "submitted 1, all submitted 1, loose submitted 1")
	w.equal("value", h.Figures[0].Value.String(), "3900")
	w.equal("waiting", w.waits(time.Time{}), []int64{entry})
	w.equal("known before", w.waits(at.Add(-time.Second)), []int64{})
	w.ok(w.approves(entry, 1))
	w.equal("after a step", w.stages(entry), "submitted 2, all submitted 2, loose submitted 2")
	between := w.now
	w.ok(w.approves(entry, 2))
	w.equal("after all", w.stages(entry), "approved 0, all approved 0, loose approved 0")
	w.equal("approved at", w.handed(entry).Figures[1].Approved, w.now)
	w.equal("stands", w.value(sub.Figures[0], time.Time{}), "3900")
	w.equal("waiting", [][]int64{w.waits(time.Time{}), w.waits(between)}, [][]int64{{}, {entry}})
	all, err := w.s.HandedOf(w.ctx, autumn())
	w.ok(err)
	w.equal("of the filing", len(all), 1)
	_, err = w.s.Handed(w.ctx, 1)
	w.kind(err, targets.NotFound)
	w.verified()
}

func handoverRefused(t *testing.T, w *world) {
	w.found()
	other, area := handing(autumn(), 1, 2), handing(autumn(), 1, 2)
	other.Figures[1].Period = targets.Months(2025, 4, 3)
	area.Figures[1].Area = "330100"
	steps, bare, file := handing(autumn(), 1), handing(autumn(), 1), handing(autumn(), 1)
	steps.Steps = 1
	bare.Handover.Form = ""
	file.Handover.Evidence = []string{"00"}
	for name, try := range map[string]struct {
		sub  store.Submission
		kind targets.Kind
	}{
		"a figure of another period":   {other, targets.Invalid},
		"figures of two areas":         {area, targets.Invalid},
		"steps that are not the chain": {steps, targets.Invalid},
		"no form":                      {bare, targets.Invalid},
		"a file that is not stored":    {file, targets.NotFound},
	} {
		if _, err := w.s.Submit(w.ctx, "u1", try.sub, w.later()); targets.KindOf(err) != try.kind {
			t.Errorf("%s: %v, want %s", name, err, try.kind)
		}
	}
	w.equal("entries", w.verified().Entries, 1)
}

// singlyThenWhole returns one figure and approves the rest by one verdict.
func singlyThenWhole(t *testing.T, w *world) {
	w.found()
	entry := w.hands(handing(autumn(), 1, 2, 3))
	w.ok(w.judges(entry, 1, store.Returned, "loose"))
	w.ok(w.approves(entry, 1))
	w.equal("a return left alone", w.stages(entry), "submitted 2, all submitted 2, loose returned 0, new submitted 2")
	w.ok(w.judges(entry, 2, store.Approved, "new"))
	w.equal("one stands", w.standing(targets.Selection{}, time.Time{}), []string{"new 330000 2025-Q3 3"})
	w.kind(w.approves(entry, 1), targets.Conflict)
	w.ok(w.approves(entry, 2))
	w.equal("decided", w.stages(entry), "returned 0, all approved 0, loose returned 0, new approved 0")
	w.equal("the rest stands", w.standing(targets.Selection{}, time.Time{}), []string{"all 330000 2025-Q3 1", "new 330000 2025-Q3 3"})
	w.equal("of the series that is wanted", w.standingOf(targets.Selection{}, time.Time{}, func(k targets.SeriesKey) bool { return k.Indicator == "new" }), []string{"new 330000 2025-Q3 3"})
	w.equal("and the next reader still has both", len(w.standing(targets.Selection{}, time.Time{})), 2)
	w.equal("waiting", w.waits(time.Time{}), []int64{})
	w.kind(w.approves(entry, 2), targets.Conflict)
	answers, err := w.s.AnswersOf(w.ctx, "zj-samr", targets.NewDate(2025, 9, 30), targets.NewDate(2025, 9, 30), time.Time{})
	w.ok(err)
	w.equal("the return's stage", answers[autumn()]["loose"].Stage, targets.StageReturned)
	w.equal("the rest's", answers[autumn()]["new"].Stage, targets.StageApproved)
	w.verified()
}

// allOrNone refuses a list of reviews for one that is out of turn.
func allOrNone(t *testing.T, w *world) {
	w.found()
	a := w.hands(handing(autumn(), 1, 2))
	k := autumn()
	k.Period = targets.Months(2025, 4, 3)
	b := w.hands(handing(k, 1))
	before := w.verified().Entries
	list := []store.Review{{Entry: a, Step: 1, Verdict: store.Approved}, {Entry: b, Step: 2, Verdict: store.Approved}}
	w.kind(w.s.Reviews(w.ctx, "u2", list, targets.OnceKey{}, w.later()), targets.Conflict)
	w.kind(w.s.Reviews(w.ctx, "u2", nil, targets.OnceKey{}, w.later()), targets.Invalid)
	w.equal("entries", w.verified().Entries, before)
	list[1].Step = 1
	once := targets.OnceKey{Key: "k", Digest: "d"}
	w.ok(w.s.Reviews(w.ctx, "u2", list, once, w.later()))
	w.ok(w.s.Reviews(w.ctx, "u2", list, once, w.later()))
	w.equal("entries after it, twice", w.verified().Entries, before+2)
}

func takenBack(t *testing.T, w *world) {
	w.found()
	sub := handing(autumn(), 1)
	entry := w.hands(sub)
	w.ok(w.s.Withdraw(w.ctx, "u1", entry, "数字填错", targets.OnceKey{}, w.later()))
	w.equal("stages", w.stages(entry), "withdrawn 0, all withdrawn 0")
	w.equal("told", w.handed(entry).Events[0].Reason, "数字填错")
	w.equal("waiting", w.waits(time.Time{}), []int64{})
	w.kind(w.s.Withdraw(w.ctx, "u1", entry, "", targets.OnceKey{}, w.later()), targets.Conflict)
	w.kind(w.approves(entry, 1), targets.Conflict)
	w.kind(w.judges(entry, 1, store.Approved, "all"), targets.Conflict)
	w.kind(w.s.Withdraw(w.ctx, "u1", 99, "", targets.OnceKey{}, w.later()), targets.NotFound)
	_, err := w.s.Submit(w.ctx, "u1", sub, w.later())
	w.kind(err, targets.Conflict) // the number of the revision is taken
	revisions, err := w.s.Revisions(w.ctx, sub.Figures[0].Key)
	w.ok(err)
	w.equal("standing of what was taken back", revisions[0].Standing, targets.TakenBack)
	next := w.hands(again(sub, 2))
	w.ok(w.s.Open(w.ctx, "u2", next, w.later()))
	entries := w.verified().Entries
	w.ok(w.s.Open(w.ctx, "u3", next, w.later()))
	w.equal("looking again", w.verified().Entries, entries)
	w.kind(w.s.Withdraw(w.ctx, "u1", next, "", targets.OnceKey{}, w.later()), targets.Conflict)
	w.equal("opened by", []any{w.handed(next).Events[0].Kind, w.handed(next).Events[0].By}, []any{targets.HandedOpened, "u2"})
	w.kind(w.s.Open(w.ctx, "u2", 99, w.later()), targets.NotFound)
	reviewed := w.hands(again(sub, 3))
	w.ok(w.approves(reviewed, 1))
	w.kind(w.s.Withdraw(w.ctx, "u1", reviewed, "", targets.OnceKey{}, w.later()), targets.Conflict)
	w.verified()
}

func filledFor(t *testing.T, w *world) {
	w.found()
	sub := handing(autumn(), 1)
	own := w.hands(sub)
	w.kind(w.s.Confirm(w.ctx, "u1", own, w.later()), targets.Invalid)
	sub = again(handing(autumn(), 2), 2)
	sub.Handover.Basis = "函"
	entry := w.hands(sub)
	w.equal("not confirmed", w.handed(entry).FilledFor(), true)
	w.ok(w.s.Confirm(w.ctx, "u1", entry, w.later()))
	entries := w.verified().Entries
	w.ok(w.s.Confirm(w.ctx, "u1", entry, w.later()))
	w.equal("confirmed", []any{w.handed(entry).FilledFor(), w.verified().Entries}, []any{false, entries})
}

func answered(t *testing.T, w *world) {
	w.found()
	day := func() targets.Date { return targets.DateOf(w.now) }
	sub := handing(autumn(), 1, 2)
	gone := w.hands(sub)
	w.ok(w.s.Withdraw(w.ctx, "u1", gone, "", targets.OnceKey{}, w.later()))
	nothing := w.now
	w.now = w.now.Add(48 * time.Hour)
	first := w.hands(again(sub, 2))
	firstDay := day()
	w.ok(w.approves(first, 1))
	w.ok(w.approves(first, 2))
	approved := w.now
	w.now = w.now.Add(48 * time.Hour)
	correction := again(handing(autumn(), 9), 3)
	correction.Figures[0].Flag, correction.Figures[0].Value = targets.Missing, targets.Decimal{}
	second := w.hands(correction)
	read := func(knownAt time.Time) map[string]targets.Answer {
		all, err := w.s.Answers(w.ctx, targets.NewDate(2025, 9, 1), targets.NewDate(2025, 9, 30), knownAt)
		w.ok(err)
		return all[autumn()]
	}
	w.equal("withdrawn", len(read(nothing)), 0)
	was := targets.Answer{Entry: first, Revision: 2, Flag: targets.Normal, Stage: targets.StageApproved, First: firstDay}
	w.equal("approved", read(approved), map[string]targets.Answer{"all": was, "loose": was})
	w.equal("corrected", read(time.Time{}), map[string]targets.Answer{
		"all": {Entry: second, Revision: 3, Flag: targets.Missing, Stage: targets.StageWaiting, First: firstDay}, "loose": was})
	other, err := w.s.Answers(w.ctx, targets.NewDate(2025, 10, 1), targets.NewDate(2026, 12, 31), time.Time{})
	w.ok(err)
	w.equal("of other periods", len(other), 0)
	w.equal("the approved one stands meanwhile", w.value(sub.Figures[0], time.Time{}), "1")
}

func onceOnly(t *testing.T, w *world) {
	w.found()
	sub := handing(autumn(), 1)
	sub.Once = targets.OnceKey{Key: "k1", Digest: "d1"}
	entry := w.hands(sub)
	w.equal("again", w.hands(sub), entry)
	known, err := w.s.OnceOf(w.ctx, "u1", sub.Once)
	w.ok(err)
	w.equal("asked", known, entry)
	known, err = w.s.OnceOf(w.ctx, "u2", sub.Once)
	w.ok(err)
	w.equal("of another person", known, 0)
	sub.Once.Digest = "d2"
	_, err = w.s.Submit(w.ctx, "u1", sub, w.later())
	w.kind(err, targets.Conflict)
	_, err = w.s.OnceOf(w.ctx, "u1", sub.Once)
	w.kind(err, targets.Conflict)
	refused := handing(autumn(), 7) // a lost race keeps no key
	refused.Once = targets.OnceKey{Key: "k2", Digest: "d"}
	_, err = w.s.Submit(w.ctx, "u1", refused, w.later())
	w.kind(err, targets.Conflict)
	back := targets.OnceKey{Key: "k3", Digest: "d"}
	w.ok(w.s.Withdraw(w.ctx, "u1", entry, "", back, w.later()))
	w.ok(w.s.Withdraw(w.ctx, "u1", entry, "", back, w.later()))
	refused = again(refused, 2)
	w.hands(refused)
	w.equal("entries", w.verified().Entries, 4)
}

// filingDrafts: the second save of two people shows that the first was quicker.
func filingDrafts(t *testing.T, w *world) {
	w.found()
	d := targets.FilingDraft{FilingKey: autumn(), Body: `{"a":1}`, Actor: "u1"}
	_, err := w.s.FilingDraft(w.ctx, autumn())
	w.kind(err, targets.NotFound)
	w.ok(w.s.DiscardFilingDraft(w.ctx, autumn()))
	save := func(seen int64, body string) (int64, error) {
		d.Version, d.Body = seen, body
		return w.s.SaveFilingDraft(w.ctx, d, w.later())
	}
	first, err := save(0, `{"a":1}`)
	w.ok(err)
	_, err = save(0, `{"a":2}`)
	w.kind(err, targets.Conflict)
	second, err := save(first, `{"a":3}`)
	w.ok(err)
	_, err = save(first, `{"a":4}`)
	w.kind(err, targets.Conflict)
	got, err := w.s.FilingDraft(w.ctx, autumn())
	w.ok(err)
	w.equal("draft", got, targets.FilingDraft{FilingKey: autumn(), Version: second, Body: `{"a":3}`, Actor: "u1", Saved: got.Saved})
	w.hands(handing(autumn(), 1))
	_, err = w.s.FilingDraft(w.ctx, autumn())
	w.kind(err, targets.NotFound)
	_, err = save(second, `{"a":5}`)
	w.kind(err, targets.Conflict) // it was handed in meanwhile
	third, err := save(0, `{"a":6}`)
	w.ok(err)
	w.ok(w.s.DiscardFilingDraft(w.ctx, autumn()))
	_, err = save(third, `{"a":7}`)
	w.kind(err, targets.Conflict)
	_, err = save(0, "")
	w.kind(err, targets.Invalid)
	_, err = save(0, strings.Repeat("x", 1<<20+1))
	w.kind(err, targets.Invalid)
	w.equal("entries", w.verified().Entries, 2)
}

// quarterEnd hands in and reviews from many goroutines at once.
func quarterEnd(t *testing.T, w *world) {
	w.found()
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			k := targets.FilingKey{Form: "daily", Office: "zj-samr", Period: targets.Day(targets.NewDate(2025, 1, 1+i))}
			sub := handing(k, 1, 2, 3)
			sub.Once = targets.OnceKey{Key: k.String(), Digest: "d"}
			entry, err := w.s.Submit(w.ctx, "u1", sub, w.now)
			again, err2 := w.s.Submit(w.ctx, "u1", sub, w.now)
			if err != nil || err2 != nil || entry != again {
				t.Error(entry, again, err, err2)
			}
			for step := 1; step <= 2; step++ {
				if err := w.s.Reviews(w.ctx, "u2", []store.Review{{Entry: entry, Step: step, Verdict: store.Approved}}, targets.OnceKey{}, w.now); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	w.equal("entries", w.verified().Entries, 1+3*40)
	w.equal("figures", len(w.standing(targets.Selection{}, time.Time{})), 3*40)
}

// importedAnswers: what the operator imported for a filing answers its duty.
func importedAnswers(t *testing.T, w *world) {
	w.found()
	c := change()
	c.Forms[0].Indicators = []string{"all", "loose", "new"}
	w.registers(c)
	entry := w.hands(handing(autumn(), 1, 2))
	first := targets.DateOf(w.now)
	before := w.now
	w.now = w.now.Add(72 * time.Hour)
	q := autumn().Period.String()
	imported := w.imports(revised(figure("all", "330000", q, 0), 2, 9), figure("new", "330000", q, 3), figure("new", "610000", q, 3), figure("new", "330000", "2025-S1", 3))
	day := targets.DateOf(w.now)
	late := w.now
	w.now = w.now.Add(72 * time.Hour)
	w.imports(revised(figure("new", "330000", q, 0), 2, 4))
	read := func(knownAt time.Time) map[targets.FilingKey]map[string]targets.Answer {
		all, err := w.s.AnswersOf(w.ctx, "zj-samr", targets.NewDate(2025, 1, 1), targets.NewDate(2025, 12, 31), knownAt)
		w.ok(err)
		return all
	}
	waits := targets.Answer{Entry: entry, Revision: 1, Flag: targets.Normal, Stage: targets.StageWaiting, First: first}
	w.equal("before it", []any{len(read(before)), read(before)[autumn()]}, []any{1, map[string]targets.Answer{"all": waits, "loose": waits}})
	for name, knownAt := range map[string]time.Time{"known then": late, "at the end": {}} {
		of := read(knownAt)[autumn()]
		w.equal(name+": waiting", of["loose"], waits)
		w.equal(name+": an import over what was handed in", of["all"], targets.Answer{Entry: imported, Revision: 2, Flag: targets.Normal, Stage: targets.StageApproved, First: first})
		if name == "known then" {
			w.equal(name+": an import alone", of["new"], targets.Answer{Entry: imported, Revision: 1, Flag: targets.Normal, Stage: targets.StageApproved, First: day})
		} else {
			w.equal(name+": its correction", []any{of["new"].Revision, of["new"].First}, []any{2, day})
		}
	}
	all, err := w.s.Answers(w.ctx, targets.NewDate(2025, 1, 1), targets.NewDate(2025, 12, 31), time.Time{})
	w.ok(err)
	w.equal("filings", len(all), 1)
}
