package entry

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func (h *handler) workbookPages() []page {
	return []page{
		{method: "GET", pattern: filingPattern + "/workbook", answer: h.workbook},
		{method: "POST", pattern: filingPattern + "/workbook", answer: h.takeWorkbook, limit: workbookBytes},
	}
}

const (
	workbookBytes = 10 << 20 // of an uploaded workbook
	workbookType  = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	// workbooksAtOnce bounds the memory that unpacking takes.
	workbooksAtOnce = 2
)

// workbook sends the workbook of a filing, filled in as the draft is.
func (h *handler) workbook(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	g, err := h.bookOf(r, p)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := h.Sheets.Template(&out, g); err != nil {
		return fmt.Errorf("write the workbook of %s: %w", g.Filing.FilingKey, err)
	}
	name := g.Form.Name + " " + g.Filing.Period.Label(targets.ZH) + " " + g.Office.Name + ".xlsx"
	w.Header().Set("Content-Type", workbookType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": strings.NewReplacer("/", "／", "\\", "＼").Replace(name)}))
	w.Write(out.Bytes())
	return nil
}

// bookOf is the filing of an address with workbooks.
func (h *handler) bookOf(r *http.Request, p *collector.Person) (*collector.Grid, error) {
	if h.Sheets == nil {
		return nil, errNotHere
	}
	return h.gridOf(r, p)
}

// A workbookBody tells what was found in an uploaded workbook.
type workbookBody struct {
	Path     string
	Taken    int // rows read into the draft
	Faults   targets.Faults
	Warnings targets.Faults
	Marked   template.URL // the same workbook with its cells marked; "" for none
	Name     string       // of that
}

// takeWorkbook reads a filled-in workbook into the draft. It hands nothing in.
func (h *handler) takeWorkbook(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	select {
	case h.books <- struct{}{}:
		defer func() { <-h.books }()
	case <-r.Context().Done():
		return r.Context().Err()
	}
	g, err := h.bookOf(r, p)
	if err != nil {
		return err
	}
	if err := parse(r); err != nil {
		return err
	}
	f, head, err := r.FormFile("workbook")
	if err != nil {
		return &targets.Error{Kind: targets.Invalid, Text: "没有选择文件。"}
	}
	defer f.Close()
	e, err := h.Sheets.Read(head.Filename, f, head.Size, g)
	if faults, ok := errors.AsType[targets.Faults](err); ok {
		return h.showWorkbook(w, r, p, g, f, head, workbookBody{Faults: faults})
	}
	if err != nil {
		return err
	}
	g, err = h.Desk.SaveDraft(r.Context(), p, g.Filing.FilingKey, merged(g, e))
	if err != nil {
		return err
	}
	body := workbookBody{Taken: len(e.Cells)}
	if body.Faults, body.Warnings, err = h.Sheets.Findings(head.Filename, f, head.Size, g); err != nil {
		return err
	}
	if len(body.Faults)+len(body.Warnings) == 0 {
		return redirect(w, r, filingPath(g.Filing.FilingKey), "read")
	}
	return h.showWorkbook(w, r, p, g, f, head, body)
}

// merged is the draft with what a workbook says in place of it. Texts of the
// page stay where the workbook has none.
func merged(g *collector.Grid, from collector.Entry) collector.Entry {
	e := entryOf(g)
	for _, c := range from.Cells {
		for i := range e.Cells {
			if e.Cells[i].Indicator == c.Indicator {
				c.Evidence = append(e.Cells[i].Evidence, c.Evidence...)
				e.Cells[i] = c
			}
		}
	}
	if from.Statement != (targets.Statement{}) {
		e.Statement = from.Statement
	}
	if from.Signers != (targets.Signers{}) {
		e.Signers = from.Signers
	}
	if from.Basis != "" {
		e.Basis = from.Basis
	}
	return e
}

// showWorkbook lists what was found, by cell, and offers the workbook marked.
func (h *handler) showWorkbook(w http.ResponseWriter, r *http.Request, p *collector.Person, g *collector.Grid, f multipart.File, head *multipart.FileHeader, b workbookBody) error {
	var marked bytes.Buffer
	if err := h.Sheets.Mark(&marked, f, head.Size, b.Faults, b.Warnings); err != nil {
		return fmt.Errorf("mark the workbook of %s: %w", g.Filing.FilingKey, err)
	}
	b.Path, b.Name = filingPath(g.Filing.FilingKey), strings.TrimSuffix(head.Filename, ".xlsx")+"-校验.xlsx"
	b.Marked = template.URL("data:" + workbookType + ";base64," + base64.StdEncoding.EncodeToString(marked.Bytes()))
	v := view{
		Name: "workbook", Title: "Excel 填报表", Status: http.StatusUnprocessableEntity, Body: b,
		Crumbs: []link{{Text: g.Form.Name + " " + g.Filing.Period.Label(targets.ZH), Href: b.Path}, {Text: "Excel 填报表"}},
	}
	if len(b.Faults) == 0 {
		v.Status = http.StatusOK
	}
	return h.show(w, r, p, v)
}
