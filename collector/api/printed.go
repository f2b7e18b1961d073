package api

import (
	"context"
	"slices"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A PrintedForm is a submission, or a draft, as the A4 form shows it.
type PrintedForm struct {
	Filing    FilingName    `json:"filing"`
	Head      PrintedHead   `json:"head"`
	Rows      []PrintedRow  `json:"rows" doc:"In the order of the form" nullable:"false"`
	Statement Statement     `json:"statement"`
	Signers   Signers       `json:"signers"`
	Basis     string        `json:"basis,omitempty" doc:"代填依据"`
	CheckCode string        `json:"check_code,omitempty" doc:"校验码: four groups of four hexadecimal digits; a draft's is that of its submission as long as nothing is changed"`
	Draft     bool          `json:"draft,omitempty" doc:"Of the draft, to be signed, stamped and scanned"`
	Entry     int64         `json:"entry,omitempty" doc:"Of the submission; absent of a draft"`
	At        time.Time     `json:"at" doc:"Handed in; of a draft: printed"`
	Stage     targets.Stage `json:"stage,omitempty" doc:"submitted, returned, approved, withdrawn; absent of a draft"`
	Demo      bool          `json:"demo,omitempty" doc:"演示数据"`
}

// A PrintedHead is what a form carries at its top beside the filing.
type PrintedHead struct {
	AreaName   targets.Text `json:"area_name"`
	Number     string       `json:"number,omitempty" doc:"表号"`
	Authority  string       `json:"authority,omitempty" doc:"制定机关"`
	Approval   string       `json:"approval,omitempty" doc:"批准或备案文号"`
	ValidUntil targets.Date `json:"valid_until,omitzero" format:"date" doc:"有效期至"`
}

// A PrintedRow is one line of a printed form.
type PrintedRow struct {
	Indicator   string          `json:"indicator"`
	Name        targets.Text    `json:"name"`
	Unit        string          `json:"unit,omitempty"`
	Text        string          `json:"text" doc:"The value as it is printed, with its unit, or the word for why there is none"`
	Value       targets.Decimal `json:"value,omitzero" doc:"Digits as typed; a ratio runs 0–1; absent: no number"`
	Numerator   targets.Decimal `json:"numerator,omitzero"`
	Denominator targets.Decimal `json:"denominator,omitzero"`
	Reply       collector.Reply `json:"reply,omitempty"`
	Note        string          `json:"note,omitempty"`
	Adjustment  targets.Decimal `json:"adjustment,omitzero" doc:"Of a 汇总"`
	Reason      string          `json:"reason,omitempty" doc:"Of the adjustment"`
}

type printedAnswer struct{ Body PrintedForm }

func (a *api) printedOperations() {
	get(a, operation{id: "print-draft", path: onlyFiling + "/form", tag: tagFiling, summary: "草稿的打印表，供签字盖章 / The printed form of the draft"}, a.printDraft)
	get(a, operation{id: "print-submission", path: "/submissions/{entry}/form", tag: tagHandover,
		summary: "一次上报的打印表，含校验码 / The printed form of a submission"}, a.printSubmission)
}

func (a *api) printDraft(ctx context.Context, c *call, in *filingInput) (*printedAnswer, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	f, err := a.Desk.PrintedDraft(ctx, c.p, k)
	return printed(f, err)
}

func (a *api) printSubmission(ctx context.Context, c *call, in *handedInput) (*printedAnswer, error) {
	f, err := a.Desk.Printed(ctx, c.p, in.Entry)
	return printed(f, err)
}

func printed(f *collector.PrintedForm, err error) (*printedAnswer, error) {
	if err != nil {
		return nil, err
	}
	h, filing := f.Handed, f.Filing
	filing.FilingKey = h.FilingKey // also of a filing that is none any more
	out := PrintedForm{
		Filing:    nameOf(&filing, f.Form, f.Office),
		Head:      PrintedHead{f.Area, f.Form.Number, f.Form.Authority, f.Form.Approval, f.Form.ValidUntil},
		Rows:      make([]PrintedRow, len(f.Rows)),
		Statement: Statement(h.Statement), Signers: Signers(f.Signers), Basis: h.Basis, CheckCode: f.CheckCode,
		Draft: f.Drafted, Entry: h.Entry, At: h.At.UTC(), Stage: h.Stage, Demo: f.Demo,
	}
	slices.SortStableFunc(f.Rows, func(a, b collector.PrintedRow) int {
		return slices.Index(f.Form.Indicators, a.Indicator.ID) - slices.Index(f.Form.Indicators, b.Indicator.ID)
	})
	for i := range f.Rows {
		out.Rows[i] = printedRowOf(&f.Rows[i])
	}
	return &printedAnswer{out}, nil
}

func printedRowOf(r *collector.PrintedRow) PrintedRow {
	return PrintedRow{
		Indicator: r.Indicator.ID, Name: r.Indicator.Name, Unit: r.Indicator.ValueUnit(targets.ZH), Text: r.Text, Value: r.Figure.Value,
		Numerator: r.Figure.Numerator, Denominator: r.Figure.Denominator, Reply: r.Reply, Note: r.Figure.Note,
		Adjustment: r.Row.Adjustment, Reason: r.Row.Reason,
	}
}
