package api

import (
	"context"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Late is a request to report after the window (补报).
type Late struct {
	Filing  FilingName        `json:"filing"`
	State   targets.LateState `json:"state" enum:"requested,granted,refused"`
	Reason  string            `json:"reason"`
	Answer  string            `json:"answer,omitempty"`
	Until   targets.Date      `json:"until,omitzero" format:"date" doc:"Of a grant: the new last day"`
	By      string            `json:"by" doc:"Name of who requested"`
	Judge   string            `json:"judge,omitempty" doc:"Name of who answered"`
	Answers bool              `json:"may_answer" doc:"Whether who asks may answer it"`
}

// A LateRequest asks for a late filing.
type LateRequest struct {
	Reason string `json:"reason" maxLength:"2000"`
}

// A LateAnswer grants or refuses it.
type LateAnswer struct {
	Granted bool         `json:"granted"`
	Answer  string       `json:"answer,omitempty" maxLength:"2000" doc:"Compulsory of a refusal"`
	Until   targets.Date `json:"until,omitzero" format:"date" doc:"Of a grant: the new last day"`
}

func (a *api) lateOperations() {
	get(a, operation{id: "list-lates", path: "/late-requests", tag: tagFiling, summary: "补报申请 / Requests to report late"}, a.listLates)
	writeBody(a, operation{id: "request-late", method: "PUT", path: onlyFiling + "/late-request", tag: tagFiling,
		summary: "申请补报 / Ask to report late"}, a.requestLate)
	writeBody(a, operation{id: "answer-late", method: "PUT", path: onlyFiling + "/late-request/answer", tag: tagReview,
		summary: "答复补报申请 / Answer a late request"}, a.answerLate)
}

func lateOf(r *collector.LateRow) Late {
	l := Late{State: r.Late.State, Reason: r.Late.Reason, Answer: r.Late.Answer, Until: r.Late.Until, By: r.By, Judge: r.Judge, Answers: r.Answers}
	l.Filing = nameOf(&r.Filing, r.Form, r.Office)
	return l
}

func (a *api) listLates(ctx context.Context, c *call, in *Paging) (*listAnswer[Late], error) {
	rows, err := a.Desk.Lates(ctx, c.p)
	if err != nil {
		return nil, err
	}
	page, link, err := pageOf(c, *in, rows, func(r *collector.LateRow) string { return r.Filing.FilingKey.String() })
	return answerPage(page, link, err, lateOf)
}

func (a *api) requestLate(ctx context.Context, c *call, in *EntryWrite, body *LateRequest) (*none, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	return done(a.Desk.RequestLate(ctx, c.p, k, body.Reason))
}

func (a *api) answerLate(ctx context.Context, c *call, in *EntryWrite, body *LateAnswer) (*none, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	return done(a.Desk.AnswerLate(ctx, c.p, k, body.Granted, body.Answer, body.Until))
}
