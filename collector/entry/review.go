package entry

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

const queuePath = "/work/review/"

func (h *handler) reviewPages() []page {
	return []page{
		{method: http.MethodGet, pattern: queuePath + "{$}", answer: h.queue},
		{method: http.MethodPost, pattern: queuePath + "{$}", answer: h.approveMany},
		{method: http.MethodGet, pattern: queuePath + "{entry}", answer: h.reviewSheet},
		{method: http.MethodPost, pattern: queuePath + "{entry}", answer: h.giveVerdict},
		{method: http.MethodGet, pattern: queuePath + "{entry}/files/{sha}", answer: h.reviewFile},
	}
}

// queueBody is the reviewer's queue: what the person may sign, and what waits
// for others.
type queueBody struct {
	Mine, Others []queueLine
	Once         string
}

type queueLine struct {
	collector.QueueRow
	Days   int // waiting for this step
	Picked bool
}

// Progress is «第 2 级，共 3 级».
func (l queueLine) Progress() string { return stepProgress(l.Step, l.Steps) }

func stepProgress(step, steps int) string { return fmt.Sprintf("第 %d 级，共 %d 级", step, steps) }

// Late counts the lines that were handed in after their window.
func (b queueBody) Late() int { return countIf(b.Mine, func(l queueLine) bool { return l.Late }) }

// Changed counts the lines that correct what was approved.
func (b queueBody) Changed() int {
	return countIf(b.Mine, func(l queueLine) bool { return l.Changed > 0 })
}

func countIf[T any](list []T, keep func(T) bool) int {
	n := 0
	for _, v := range list {
		if keep(v) {
			n++
		}
	}
	return n
}

func (h *handler) queue(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	return h.showQueue(w, r, p, view{}, nil)
}

func (h *handler) showQueue(w http.ResponseWriter, r *http.Request, p *collector.Person, v view, picked []string) error {
	rows, err := h.Desk.Queue(r.Context(), p)
	if err != nil {
		return err
	}
	body := queueBody{Once: newOnce()}
	for _, row := range rows {
		line := queueLine{row, daysBetween(row.Since, h.Now()), slices.Contains(picked, strconv.FormatInt(row.Entry, 10))}
		if row.Mine {
			body.Mine = append(body.Mine, line)
		} else {
			body.Others = append(body.Others, line)
		}
	}
	v.Name, v.Title, v.Wide, v.Scripts, v.Body = "review", "待审报表", true, []string{"review.js"}, body
	v.Crumbs = []link{{Text: "审核"}}
	return h.show(w, r, p, v)
}

// daysBetween counts the days in Shanghai from one time to another.
func daysBetween(from, to time.Time) int { return int(targets.DateOf(to) - targets.DateOf(from)) }

// approveMany approves every figure that waits of the chosen handovers: all of
// them or, when one cannot be, none.
func (h *handler) approveMany(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	picked := r.PostForm["entry"]
	var list []collector.Judgement
	for _, s := range picked {
		entry, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return errNotHere
		}
		list = append(list, collector.Judgement{Entry: entry, Approve: true})
	}
	var err error = &targets.Error{Kind: targets.Invalid, Text: "还没有勾选报表。请在表格最左一列勾选要通过的报表，再按“通过所选”。"}
	if len(list) > 0 {
		err = h.Desk.Review(r.Context(), p, list, formOnce(r))
	}
	if err == nil {
		return redirect(w, r, queuePath, "approved-many")
	}
	_, text, ok := refusal(err)
	if !ok {
		return err
	}
	return h.showQueue(w, r, p, view{Status: http.StatusUnprocessableEntity, Error: text}, picked)
}

func entryNumber(r *http.Request) (int64, error) {
	entry, err := strconv.ParseInt(r.PathValue("entry"), 10, 64)
	if err != nil || entry <= 0 {
		return 0, errNotHere
	}
	return entry, nil
}

func (h *handler) reviewSheet(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	entry, err := entryNumber(r)
	if err != nil {
		return err
	}
	s, err := h.Desk.OpenHanded(r.Context(), p, entry)
	if err != nil {
		return err
	}
	return h.showSheet(w, r, p, s, verdict{}, view{})
}

// A verdict is what the form of a review says.
type verdict struct {
	Do     string // approve-all, approve, return, return-all
	Picked []string
	Reason string
}

func (v verdict) approves() bool { return v.Do == "approve-all" || v.Do == "approve" }
func (v verdict) whole() bool    { return v.Do == "approve-all" || v.Do == "return-all" }

func readVerdict(r *http.Request) verdict {
	return verdict{field(r, "do"), r.PostForm["figure"], field(r, "reason")}
}

// judgements are what the verdict asks the desk for.
func (v verdict) judgements(entry int64) ([]collector.Judgement, error) {
	switch {
	case !slices.Contains([]string{"approve-all", "approve", "return", "return-all"}, v.Do):
		return nil, &targets.Error{Kind: targets.Invalid, Text: "请按“全部通过”“通过所选”或“退回所选”中的一个。"}
	case !v.approves() && v.Reason == "":
		return nil, &targets.Error{Kind: targets.Invalid, Field: "reason", Text: "退回必须写明理由：哪里不对，应当怎样修改。"}
	case v.whole():
		return []collector.Judgement{{Entry: entry, Approve: v.approves(), Reason: v.reason()}}, nil
	case len(v.Picked) == 0:
		return nil, &targets.Error{Kind: targets.Invalid, Text: "还没有勾选指标。请在表格最左一列勾选，再按按钮。"}
	}
	var list []collector.Judgement
	for _, indicator := range v.Picked {
		list = append(list, collector.Judgement{Entry: entry, Indicator: indicator, Approve: v.approves(), Reason: v.reason()})
	}
	return list, nil
}

// reason is of a return only: what was typed and not meant does not reach the office.
func (v verdict) reason() string {
	if v.approves() {
		return ""
	}
	return v.Reason
}

func (h *handler) giveVerdict(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	entry, err := entryNumber(r)
	if err != nil {
		return err
	}
	if err := parse(r); err != nil {
		return err
	}
	s, err := h.Desk.OpenHanded(r.Context(), p, entry)
	if err != nil {
		return err
	}
	v := readVerdict(r)
	list, err := v.judgements(entry)
	if err == nil {
		err = h.Desk.Review(r.Context(), p, list, formOnce(r))
	}
	if err == nil {
		return redirect(w, r, v.next(s), v.notice(s))
	}
	_, text, ok := refusal(err)
	if !ok {
		return err
	}
	if fresh, err := h.Desk.OpenHanded(r.Context(), p, entry); err == nil {
		s = fresh // what was refused may have been judged meanwhile
	}
	return h.showSheet(w, r, p, s, v, view{Status: http.StatusUnprocessableEntity, Error: text})
}

// next is where the reviewer goes on: to the same sheet while figures of it
// still wait for him, else to the queue.
func (v verdict) next(s *collector.ReviewSheet) string {
	waiting := countIf(s.Rows, func(row collector.ReviewRow) bool { return row.Stage == targets.StageWaiting })
	if !v.whole() && len(v.Picked) < waiting {
		return queuePath + strconv.FormatInt(s.Handed.Entry, 10)
	}
	return queuePath
}

// notice is the word of the sentence that says what became of it.
func (v verdict) notice(s *collector.ReviewSheet) string {
	switch {
	case !v.approves():
		return "returned"
	case s.Handed.Step == len(s.Handed.Chain):
		return "approved-last"
	}
	return "approved-step"
}

func (h *handler) showSheet(w http.ResponseWriter, r *http.Request, p *collector.Person, s *collector.ReviewSheet, typed verdict, v view) error {
	v.Name, v.Wide, v.Scripts = "review-sheet", true, []string{"review.js"}
	v.Title = s.Form.Name + " " + s.Filing.Period.Label(targets.ZH)
	v.Crumbs = []link{{Text: "审核", Href: queuePath}, {Text: s.Office.Name}}
	v.Body = newSheetBody(s, typed)
	return h.show(w, r, p, v)
}

// reviewFile sends a file of the handover, to be kept and not shown in place.
func (h *handler) reviewFile(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	entry, err := entryNumber(r)
	if err != nil {
		return err
	}
	s, err := h.Desk.OpenHanded(r.Context(), p, entry)
	if err != nil {
		return err
	}
	e, err := h.Desk.Evidence(r.Context(), p, s.Handed.FilingKey, r.PathValue("sha"))
	if err != nil {
		return err
	}
	return sendFile(w, e)
}
