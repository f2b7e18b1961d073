package entry

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func (h *handler) submitPages() []page {
	return []page{
		{method: "GET", pattern: filingPattern + "/submit", answer: h.submitForm},
		{method: "POST", pattern: filingPattern + "/submit", answer: h.submit},
		{method: "GET", pattern: filingPattern + "/receipt/{entry}", answer: h.receipt},
		{method: "POST", pattern: filingPattern + "/withdraw", answer: h.withdraw},
		{method: "POST", pattern: filingPattern + "/confirm", answer: h.confirm},
	}
}

// A submitBody tells before handing in what will be handed in.
type submitBody struct {
	*gridBody
	Sent    []gridRow // what would be handed in
	Notes   []gridRow // of those, answers to soft findings
	Open    []gridRow // neither answered now nor before
	Replies map[collector.Reply]int
}

func (h *handler) newSubmitBody(p *collector.Person, g *collector.Grid) submitBody {
	b := submitBody{gridBody: h.newGridBody(p, g, nil), Replies: map[collector.Reply]int{}}
	for _, row := range b.Rows {
		switch {
		case row.Cell.Empty():
			if row.Newest == nil {
				b.Open = append(b.Open, row)
			}
		case row.Changed:
			b.Sent = append(b.Sent, row)
			b.Replies[row.Cell.Reply]++
			if len(row.Findings) > 0 {
				b.Notes = append(b.Notes, row)
			}
		}
	}
	return b
}

// Sentence says in one line what will be handed in.
func (b submitBody) Sentence() string {
	if len(b.Sent) == 0 {
		return "没有可以上报的内容：表中还没有填，或与已上报的完全一样。"
	}
	var parts []string
	for _, r := range collector.Replies {
		if n := b.Replies[r]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s%d项", r.Name().ZH, n))
		}
	}
	s := fmt.Sprintf("将上报%d项指标：%s。", len(b.Sent), strings.Join(parts, "、"))
	if n := len(b.Open); n > 0 {
		return s + fmt.Sprintf("还有%d项没有填，不随本次上报。", n)
	}
	return s + "没有漏填。"
}

// CanSubmit reports whether the button is there.
func (b submitBody) CanSubmit() bool { return len(b.Sent) > 0 && b.Refusing == 0 && b.Editable }

func (h *handler) submitForm(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	g, err := h.gridOf(r, p)
	if err != nil {
		return err
	}
	return h.showSubmit(w, r, p, g, 0, "")
}

func (h *handler) showSubmit(w http.ResponseWriter, r *http.Request, p *collector.Person, g *collector.Grid, status int, fault string) error {
	b := h.newSubmitBody(p, g)
	title := b.Form.Name + " " + b.Filing.Period.Label(targets.ZH)
	return h.show(w, r, p, view{
		Name: "submit", Status: status, Title: "核对后上报", Error: fault,
		Crumbs: []link{{Text: title, Href: b.Path}, {Text: "上报"}}, Body: b,
	})
}

// submit hands in the draft as the summary showed it. A draft that moved on since
// is a conflict: the summary is shown anew.
func (h *handler) submit(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	k, err := filingKey(r)
	if err != nil {
		return err
	}
	if err := parse(r); err != nil {
		return err
	}
	g, err := h.Desk.Grid(r.Context(), p, k)
	if err != nil {
		return err
	}
	e := entryOf(g)
	e.Version, _ = strconv.ParseInt(field(r, "version"), 10, 64)
	receipt, after, err := h.Desk.Submit(r.Context(), p, k, e, once(r, "submit", k.String(), field(r, "version")))
	if fault, ok := refused(err); ok {
		return h.submitRefused(w, r, p, g, after, fault)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, filingPath(k)+"/receipt/"+strconv.FormatInt(receipt.Entry, 10), "")
}

func (h *handler) submitRefused(w http.ResponseWriter, r *http.Request, p *collector.Person, g, after *collector.Grid, fault *targets.Error) error {
	if after == nil {
		after = g
	}
	if b := h.newGridBody(p, after, nil); b.Refusing > 0 {
		return h.showGrid(w, r, p, b, statuses[fault.Kind], fault.Text)
	}
	return h.showSubmit(w, r, p, after, statuses[fault.Kind], fault.Text)
}

// entryOf is what a grid holds, as somebody would type it.
func entryOf(g *collector.Grid) collector.Entry {
	e := collector.Entry{Statement: g.Statement, Signers: g.Signers, Basis: g.Basis, Evidence: g.Evidence, Version: g.Version}
	for i := range g.Rows {
		e.Cells = append(e.Cells, g.Rows[i].Cell)
	}
	return e
}

// once is the promise that a form that is sent twice happens once: its key came
// with the form, its digest says what is asked for.
func once(r *http.Request, asked ...string) targets.OnceKey {
	sum := sha256.Sum256([]byte(strings.Join(asked, "\x00")))
	return targets.OnceKey{Key: field(r, "once"), Digest: hex.EncodeToString(sum[:])}
}

// A receiptBody tells what was handed in and who signs next.
type receiptBody struct {
	*collector.PrintedForm
	Path string
	Once string
	Undo bool // the person may still withdraw it
}

// Next is the open step, nil when everything is decided.
func (b receiptBody) Next() *targets.Signature {
	if n := b.Handed.Step; n > 0 && n <= len(b.Handed.Chain) {
		return &b.Handed.Chain[n-1]
	}
	return nil
}

func (h *handler) receipt(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	f, err := h.printed(r, p)
	if err != nil {
		return err
	}
	title := f.Form.Name + " " + f.Filing.Period.Label(targets.ZH)
	path := filingPath(f.Filing.FilingKey)
	g, err := h.Desk.Grid(r.Context(), p, f.Filing.FilingKey)
	if err != nil {
		return err
	}
	return h.show(w, r, p, view{
		Name: "receipt", Title: "上报回执", Crumbs: []link{{Text: title, Href: path}, {Text: "上报回执"}},
		Body: receiptBody{f, path, randomKey(), g.Withdraw && g.Entry == f.Handed.Entry},
	})
}

// entryOfPath reads {entry}.
func entryOfPath(r *http.Request) (int64, error) {
	n, err := strconv.ParseInt(r.PathValue("entry"), 10, 64)
	if err != nil || n <= 0 {
		return 0, errNotHere
	}
	return n, nil
}

// withdraw takes back what was handed in, until somebody opened it.
func (h *handler) withdraw(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	k, entry, err := filingAndEntry(r)
	if err != nil {
		return err
	}
	reason := field(r, "reason")
	err = h.Desk.Withdraw(r.Context(), p, entry, reason, once(r, "withdraw", strconv.FormatInt(entry, 10), reason))
	if fault, ok := refused(err); ok {
		return h.gridAgain(w, r, p, k, fault)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, filingPath(k), "withdrawn")
}

// confirm says that the office stands by what a superior filled in (代填).
func (h *handler) confirm(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	k, entry, err := filingAndEntry(r)
	if err != nil {
		return err
	}
	err = h.Desk.Confirm(r.Context(), p, entry)
	if fault, ok := refused(err); ok {
		return h.gridAgain(w, r, p, k, fault)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, filingPath(k), "confirmed")
}

func filingAndEntry(r *http.Request) (targets.FilingKey, int64, error) {
	k, err := filingKey(r)
	if err != nil {
		return k, 0, err
	}
	if err := parse(r); err != nil {
		return k, 0, err
	}
	entry, err := strconv.ParseInt(field(r, "entry"), 10, 64)
	if err != nil {
		return k, 0, errNotHere
	}
	return k, entry, nil
}

// gridAgain shows the filing as it is, with why something was refused.
func (h *handler) gridAgain(w http.ResponseWriter, r *http.Request, p *collector.Person, k targets.FilingKey, fault *targets.Error) error {
	g, err := h.Desk.Grid(r.Context(), p, k)
	if err != nil {
		return err
	}
	return h.showGrid(w, r, p, h.newGridBody(p, g, nil), statuses[fault.Kind], fault.Text)
}
