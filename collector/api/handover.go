package api

import (
	"context"
	"net/http"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Receipt (回执) is what an accepted submission is answered with.
type Receipt struct {
	Entry     int64     `json:"entry" doc:"Of the chain; names the submission"`
	At        time.Time `json:"at"`
	Figures   int       `json:"figures" doc:"How many were new"`
	CheckCode string    `json:"check_code" doc:"校验码 of the figures"`
	Next      Signature `json:"next" doc:"Who signs next"`
}

// A Signature is a step of the review as it falls on an office.
type Signature struct {
	Step   targets.ChainStep `json:"step" doc:"office, county, prefecture, province, country"`
	Office string            `json:"office,omitempty"`
	Area   string            `json:"area,omitempty"`
}

// A Withdrawal takes a submission back.
type Withdrawal struct {
	Reason string `json:"reason" maxLength:"2000"`
}

type submitWrite struct {
	EntryWrite
	IfMatch string `header:"If-Match" maxLength:"30" doc:"Of a submission of a single cell: the ETag of its row, in place of seen"`
}

type receiptAnswer struct {
	Location string `header:"Location" doc:"The submission, for reviewers"`
	Body     Receipt
}

// EntryPath is the part of an input that names a submission.
type EntryPath struct {
	Entry int64 `path:"entry" minimum:"1" doc:"Of the receipt"`
}

type handoverWrite struct {
	EntryPath
	Writing
}

type handoverBody struct {
	EntryPath
	WritingBody
}

const tagHandover = "上报 Submission"

func (a *api) handoverOperations() {
	writeBody(a, operation{id: "submit", method: "POST", path: onlyFiling + "/submissions", tag: tagHandover, status: http.StatusCreated,
		summary: "上报 / Submit", about: "内容有误时什么也不写入，errors 逐处说明；软提示（soft）在单元格里写备注后即可上报。已有更新的修订时回答 409，newest 是现有的最新修订；带 If-Match 时回答 412。"}.
		with(isOnce, true), a.submit)
	writeBody(a, operation{id: "withdraw", method: "POST", path: "/submissions/{entry}/withdrawal", tag: tagHandover,
		summary: "撤回，在审核人打开之前 / Withdraw"}.with(isOnce, true), a.withdraw)
	write(a, operation{id: "confirm", method: "POST", path: "/submissions/{entry}/confirmation", tag: tagHandover,
		summary: "确认上级代填 / Confirm what a superior filled in"}, a.confirm)
}

func (a *api) submit(ctx context.Context, c *call, in *submitWrite, body *Entry) (*receiptAnswer, error) {
	match, err := in.seen(body)
	if err != nil {
		return nil, err
	}
	k, e, err := in.entry(body)
	if err != nil {
		return nil, err
	}
	r, g, err := a.Desk.Submit(ctx, c.p, k, e, c.once)
	if err != nil {
		return nil, a.problem(ctx, c, err).raced(g, body.Cells, match)
	}
	return receipted(&r), nil
}

// seen takes the revision of If-Match for the one cell that is sent.
func (in *submitWrite) seen(body *Entry) (match bool, err error) {
	n, match, err := ifMatch(in.IfMatch)
	if err != nil || !match {
		return false, err
	}
	if len(body.Cells) != 1 {
		const text = "If-Match 只用于一次上报一个数；上报多个数时请在每个单元格里写 seen。"
		return false, newProblem("malformed", text).at("header.If-Match", text)
	}
	body.Cells[0].Seen = int(n)
	return true, nil
}

func receipted(r *collector.Receipt) *receiptAnswer {
	return &receiptAnswer{
		Location: Path + "submissions/" + decimalText(r.Entry),
		Body:     Receipt{Entry: r.Entry, At: r.At.UTC(), Figures: r.Figures, CheckCode: r.CheckCode, Next: Signature(r.Next)},
	}
}

func (a *api) withdraw(ctx context.Context, c *call, in *handoverBody, body *Withdrawal) (*none, error) {
	return done(a.Desk.Withdraw(ctx, c.p, in.Entry, body.Reason, c.once))
}

func (a *api) confirm(ctx context.Context, c *call, in *handoverWrite) (*none, error) {
	return done(a.Desk.Confirm(ctx, c.p, in.Entry))
}
