package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

const (
	maxWorkbook  = 10 << 20 // bytes of an uploaded workbook
	workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	// workbooksAtOnce bounds the memory that unpacking takes.
	workbooksAtOnce = 2
)

// A WorkbookRead is what a filled-in workbook says and what the checks say of it.
type WorkbookRead struct {
	Entry    Entry          `json:"entry" doc:"To be saved as the draft or handed in; what the workbook leaves out is as in the draft"`
	Findings []ProblemError `json:"findings" doc:"What the checks say, by cell of the workbook: what is not soft refuses a submission" nullable:"false"`
}

type workbookWrite struct {
	FilingPath
	WritingBody
	Name string `query:"name" maxLength:"200" default:"填报表.xlsx" doc:"Of the file, as messages call it"`
}

type workbookAnswer struct{ Body WorkbookRead }

func (a *api) workbookOperations() {
	get(a, operation{id: "download-workbook", path: onlyFiling + "/workbook", tag: tagFiling, summary: "下载 Excel 填报表，已填入草稿 / The workbook, filled in as the draft"}.
		with(answered, workbookType), a.downloadWorkbook)
	write(a, operation{id: "read-workbook", method: "POST", path: onlyFiling + "/workbook", tag: tagFiling, limit: maxWorkbook,
		summary: "读取填好的 Excel 填报表，不保存 / Read a filled-in workbook without saving",
		about:   "请求的内容就是从这里下载、填好的工作簿，最大 10 MiB。读得懂时回答其中的内容和校验结果，可以原样保存为草稿或上报；读不懂时回答 422，errors 逐个单元格说明（location 如「填报!E7（本期数）」）。什么也不写入。"}.
		with(isFile, workbookType), a.readWorkbook)
}

// workbookGrid is the filing a workbook is of, where the program has workbooks.
func (a *api) workbookGrid(ctx context.Context, c *call, path *FilingPath) (*collector.Grid, error) {
	if a.Sheets == nil {
		return nil, newProblem("not-found", "这里没有 Excel 填报表。")
	}
	return a.grid(ctx, c, path)
}

func (a *api) downloadWorkbook(ctx context.Context, c *call, in *filingInput) (*fileBytes, error) {
	g, err := a.workbookGrid(ctx, c, &in.FilingPath)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := a.Sheets.Template(&out, g); err != nil {
		return nil, fmt.Errorf("write the workbook of %s: %w", g.Filing.FilingKey, err)
	}
	name := strings.NewReplacer("/", "／", "\\", "＼").Replace(g.Form.Name + " " + g.Filing.Period.Label(targets.ZH) + " " + g.Office.Name + ".xlsx")
	return &fileBytes{
		ContentType: workbookType, ETag: etag(g.Version), ContentDisposition: mime.FormatMediaType("attachment", map[string]string{"filename": name}),
		Body: func(hc huma.Context) {
			hc.SetStatus(http.StatusOK)
			_, _ = hc.BodyWriter().Write(out.Bytes()) // whoever left does not want it
		},
	}, nil
}

// readWorkbook reads a workbook and has the desk check what it says.
func (a *api) readWorkbook(ctx context.Context, c *call, in *workbookWrite) (*workbookAnswer, error) {
	select {
	case a.books <- struct{}{}:
		defer func() { <-a.books }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	g, err := a.workbookGrid(ctx, c, &in.FilingPath)
	if err != nil {
		return nil, err
	}
	book, size := bytes.NewReader(in.RawBody), int64(len(in.RawBody))
	e, err := a.Sheets.Read(in.Name, book, size, g)
	if err != nil {
		return nil, ofWorkbook(err)
	}
	keepDraft(&e, g)
	checked, err := a.Desk.Check(ctx, c.p, g.Filing.FilingKey, e)
	if err != nil {
		return nil, err
	}
	faults, warnings, err := a.Sheets.Findings(in.Name, book, size, checked)
	if err != nil {
		return nil, ofWorkbook(err)
	}
	return &workbookAnswer{WorkbookRead{entryOf(&e), append(inCells(faults, false), inCells(warnings, true)...)}}, nil
}

// ofWorkbook tells the faults of a workbook by its cells: they are no fields of
// the request.
func ofWorkbook(err error) error {
	faults, ok := errors.AsType[targets.Faults](err)
	if !ok {
		return err
	}
	p := ofFaults(faults)
	p.Errors = inCells(faults[:min(len(faults), maxErrors)], false)
	return p
}

func inCells(list targets.Faults, soft bool) []ProblemError {
	out := make([]ProblemError, len(list))
	for i, f := range list {
		out[i] = ProblemError{Location: f.Field, Message: f.Text, Fix: f.Fix, Soft: soft}
	}
	return out
}

// keepDraft keeps what is in the draft where the workbook has nothing.
func keepDraft(e *collector.Entry, g *collector.Grid) {
	given := map[string]bool{}
	for i := range e.Cells {
		given[e.Cells[i].Indicator] = true
	}
	for i := range g.Rows {
		if r := &g.Rows[i]; r.Drafted && !given[r.Indicator.ID] {
			e.Cells = append(e.Cells, r.Cell)
		}
	}
	if e.Statement == (targets.Statement{}) {
		e.Statement = g.Statement
	}
	if e.Signers == (targets.Signers{}) {
		e.Signers = g.Signers
	}
	if e.Basis == "" {
		e.Basis = g.Basis
	}
}

// entryOf prints an entry of the desk.
func entryOf(e *collector.Entry) Entry {
	out := Entry{
		Cells: make([]Cell, len(e.Cells)), Statement: Statement(e.Statement), Signers: Signers(e.Signers), Basis: e.Basis, Evidence: e.Evidence, Version: e.Version,
	}
	for i := range e.Cells {
		out.Cells[i] = Cell(e.Cells[i])
	}
	return out
}
