package api

import (
	"context"
	"strconv"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A Waiting is a submission in the reviewer's queue.
type Waiting struct {
	Entry     int64      `json:"entry"`
	At        time.Time  `json:"at" doc:"Handed in"`
	By        string     `json:"by" doc:"Name of who handed in"`
	Since     time.Time  `json:"since" doc:"Waiting for this step"`
	Filing    FilingName `json:"filing"`
	Signature Signature  `json:"signature" doc:"The open step"`
	Step      int        `json:"step"`
	Steps     int        `json:"steps"`
	New       int        `json:"new" doc:"Figures of which none stood"`
	Changed   int        `json:"changed" doc:"Figures that correct an approved one"`
	Notes     int        `json:"notes"`
	Evidence  int        `json:"evidence"`
	Late      bool       `json:"late,omitempty"`
	FilledFor bool       `json:"filled_for,omitempty"`
	Mine      bool       `json:"mine" doc:"May be judged by who asks, now"`
}

// A Handed is a submission as its reviewer sees it.
type Handed struct {
	Entry     int64         `json:"entry"`
	At        time.Time     `json:"at"`
	By        string        `json:"by"`
	Filing    FilingName    `json:"filing"`
	Stage     targets.Stage `json:"stage" enum:"submitted,returned,approved,withdrawn"`
	Signature Signature     `json:"signature,omitzero" doc:"The open step; absent when all is decided"`
	Mine      bool          `json:"mine"`
	Why       string        `json:"why,omitempty" doc:"Why not, when not mine"`
	Basis     string        `json:"basis,omitempty"`
	FilledFor bool          `json:"filled_for,omitempty"`
	Statement Statement     `json:"statement"`
	Rows      []HandedRow   `json:"rows" nullable:"false"`
	Behind    []string      `json:"behind,omitempty" nullable:"false"`
	Files     []File        `json:"files,omitempty" nullable:"false"`
	CheckCode string        `json:"check_code,omitempty"`
	Demo      bool          `json:"demo,omitempty"`
}

// A HandedRow is one figure of a submission beside what stood before.
type HandedRow struct {
	Name     targets.Text    `json:"name"`
	Figure   Figure          `json:"figure"`
	Before   *Figure         `json:"before,omitempty" doc:"Approved before; absent: the first"`
	Change   targets.Decimal `json:"change,omitzero"`
	Reply    collector.Reply `json:"reply,omitempty"`
	Stage    targets.Stage   `json:"stage"`
	Reason   string          `json:"reason,omitempty" doc:"Of a return"`
	Evidence []string        `json:"evidence,omitempty" nullable:"false"`
	Findings []Finding       `json:"findings,omitempty" nullable:"false"`
	Would    []Would         `json:"would,omitempty" nullable:"false"`
	Series   []Figure        `json:"series,omitempty" doc:"The last eight standing figures, oldest first" nullable:"false"`
}

// A Judgement is a reviewer's verdict. collector.Judgement has the same fields.
type Judgement struct {
	Entry     int64  `json:"entry" minimum:"1"`
	Indicator string `json:"indicator,omitempty" maxLength:"60" doc:"Absent: every figure that still waits"`
	Approve   bool   `json:"approve" doc:"false sends it back"`
	Reason    string `json:"reason,omitempty" maxLength:"2000" doc:"Of a return: compulsory"`
}

// Judgements are taken all or none.
type Judgements struct {
	List []Judgement `json:"list" minItems:"1" maxItems:"1000" nullable:"false"`
}

// A TimelineItem is one thing that happened to a figure.
type TimelineItem struct {
	Entry    int64        `json:"entry"`
	At       time.Time    `json:"at"`
	Who      string       `json:"who"`
	Kind     string       `json:"kind" doc:"submitted, opened, approved, returned, withdrawn, confirmed, imported, restated"`
	Revision int          `json:"revision"`
	Step     int          `json:"step,omitempty"`
	Steps    int          `json:"steps,omitempty"`
	Reason   string       `json:"reason,omitempty"`
	Text     targets.Text `json:"text"`
	Figure   *Figure      `json:"figure,omitempty"`
}

type handedInput struct{ EntryPath }

type handedAnswer struct{ Body Handed }

type timelineInput struct {
	Indicator string `path:"indicator" maxLength:"60"`
	Area      string `path:"area" maxLength:"12" doc:"Code"`
	Period    string `path:"period" maxLength:"40" example:"2025-Q3"`
}

const tagReview = "审核 Review"

func (a *api) reviewOperations() {
	get(a, operation{id: "list-queue", path: "/queue", tag: tagReview, summary: "待审 / What waits for review"}, a.listQueue)
	get(a, operation{id: "get-submission", path: "/submissions/{entry}", tag: tagReview, summary: "打开一次上报 / Open a submission",
		about: "由可以审核的人打开后，填报单位不能再撤回。"}, a.getHanded)
	writeBody(a, operation{id: "review", method: "POST", path: "/reviews", tag: tagReview, status: 204, summary: "审核通过或退回，一次一条或多条 / Approve or return",
		about: "全部写入或全部不写入。退回要写原因。"}.with(isOnce, true), a.review)
	get(a, operation{id: "get-timeline", path: "/timeline/{indicator}/{area}/{period}", tag: tagReview, summary: "一个数的履历 / The timeline of a figure"}, a.timeline)
}

func waitingOf(r *collector.QueueRow) Waiting {
	w := Waiting{
		Entry: r.Entry, At: r.At, By: r.By, Since: r.Since, Signature: Signature(r.Signature), Step: r.Step, Steps: r.Steps, New: r.New, Changed: r.Changed,
		Notes: r.Notes, Evidence: r.Evidence, Late: r.Late, FilledFor: r.FilledFor, Mine: r.Mine,
	}
	w.Filing = nameOf(&r.Filing, r.Form, r.Office)
	return w
}

func (a *api) listQueue(ctx context.Context, c *call, in *Paging) (*listAnswer[Waiting], error) {
	at, err := parseCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	after, _ := strconv.ParseInt(at.Key, 10, 64) // no number: from the first
	rows, more, err := a.Desk.QueuePage(ctx, c.p, collector.QueueQuery{After: after, Limit: in.limit()})
	link := ""
	if more {
		link = nextLink(c, cursor{Key: decimalText(rows[len(rows)-1].Entry)}.String())
	}
	return answerPage(rows, link, err, waitingOf)
}

func (a *api) getHanded(ctx context.Context, c *call, in *handedInput) (*handedAnswer, error) {
	s, err := a.Desk.OpenHanded(ctx, c.p, in.Entry)
	if err != nil {
		return nil, err
	}
	return &handedAnswer{handedOf(s)}, nil
}

func handedOf(s *collector.ReviewSheet) Handed {
	h := Handed{
		Entry: s.Handed.Entry, At: s.Handed.At, By: s.By, Stage: s.Handed.Stage, Signature: Signature(s.Signature), Mine: s.Mine, Why: s.Why,
		Basis: s.Handed.Basis, FilledFor: s.FilledFor, Statement: Statement(s.Handed.Statement), Rows: make([]HandedRow, len(s.Rows)),
		Files: filesOf(s.Files), CheckCode: s.CheckCode, Demo: s.Demo,
	}
	for i := range s.Rows {
		h.Rows[i] = handedRowOf(&s.Rows[i])
	}
	for _, t := range s.Behind {
		h.Behind = append(h.Behind, t.ID)
	}
	h.Filing = nameOf(&s.Filing, s.Form, s.Office)
	return h
}

func handedRowOf(r *collector.ReviewRow) HandedRow {
	row := HandedRow{
		Name: r.Indicator.Name, Figure: figureOf(&r.Figure), Before: figureOrNone(r.Before), Change: r.Change, Reply: r.Reply, Stage: r.Stage,
		Reason: r.Reason, Evidence: r.Row.Evidence, Findings: findingsOf(r.Findings), Would: wouldsOf(r.Would),
	}
	for i := range r.Series {
		row.Series = append(row.Series, figureOf(&r.Series[i]))
	}
	return row
}

func (a *api) review(ctx context.Context, c *call, _ *WritingBody, body *Judgements) (*none, error) {
	if len(body.List) == 0 || len(body.List) > mostCells {
		const text = "一次审核 1 到 1000 条。"
		return nil, newProblem("invalid", text).at("body.list", text)
	}
	list := make([]collector.Judgement, len(body.List))
	for i, j := range body.List {
		list[i] = collector.Judgement(j)
	}
	return done(a.Desk.Review(ctx, c.p, list, c.once))
}

func (a *api) timeline(ctx context.Context, c *call, in *timelineInput) (*listAnswer[TimelineItem], error) {
	p, err := targets.ParsePeriod(in.Period)
	if err != nil {
		return nil, newProblem("invalid", asError(err).Text).at("path.period", asError(err).Text)
	}
	items, err := a.Desk.Timeline(ctx, c.p, targets.Key{Indicator: in.Indicator, Area: targets.CanonicalArea(in.Area), Period: p})
	return answerPage(items, "", err, func(t *collector.TimelineItem) TimelineItem {
		return TimelineItem{
			Entry: t.Entry, At: t.At, Who: t.Who, Kind: string(t.Kind), Revision: t.Revision, Step: t.Step, Steps: t.Steps, Reason: t.Reason,
			Text: t.Text, Figure: figureOrNone(t.Figure),
		}
	})
}
