package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

const problemType = "application/problem+json"

// A Problem is an error as RFC 9457 prints it.
type Problem struct {
	Type   string         `json:"type" doc:"urn:biaochi:problem: and the kind of failure: invalid, not-found, conflict, forbidden, unauthenticated, precondition, …" example:"urn:biaochi:problem:invalid"`
	Title  string         `json:"title" doc:"The kind of failure in words; the same for every occurrence" example:"填报内容有误"`
	Status int            `json:"status" example:"422"`
	Detail string         `json:"detail" doc:"What is wrong and what would be right, to be shown to a person"`
	Errors []ProblemError `json:"errors,omitempty" doc:"Everything wrong with the request, by place" nullable:"false"`
	// Newest is of a conflict.
	Newest []NewestFigure `json:"newest,omitempty" doc:"Of a conflict: the revisions that stand in the way" nullable:"false"`
	// Version is of a conflict.
	Version *int64 `json:"version,omitempty" doc:"Of a conflict about a draft: its version now"`

	header http.Header
}

// A ProblemError is one thing wrong, at one place.
type ProblemError struct {
	Location string `json:"location,omitempty" doc:"Where, from the request: body.cells[3].value, query.limit, path.period" example:"body.cells[3].value"`
	Message  string `json:"message" doc:"What is wrong"`
	Fix      string `json:"fix,omitempty" doc:"What would be right"`
	Soft     bool   `json:"soft,omitempty" doc:"True when a note in the cell answers it"`
}

// A NewestFigure is the newest revision of a figure of the filing.
type NewestFigure struct {
	Indicator string          `json:"indicator"`
	Revision  int             `json:"revision"`
	Value     targets.Decimal `json:"value,omitzero" doc:"Digits as typed; absent when the revision has no number"`
	Flag      targets.Flag    `json:"flag,omitempty"`
}

// Error, GetStatus, GetHeaders and ContentType make a Problem what huma answers with.
func (p *Problem) Error() string             { return p.Detail }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) GetHeaders() http.Header   { return p.header }
func (p *Problem) ContentType(string) string { return problemType }

// titles are the words of each kind, beside its status.
var titles = map[string]struct {
	status int
	title  string
}{
	"invalid":         {http.StatusUnprocessableEntity, "内容有误"},
	"not-found":       {http.StatusNotFound, "没有这项内容"},
	"conflict":        {http.StatusConflict, "与别人的修改冲突"},
	"forbidden":       {http.StatusForbidden, "没有权限"},
	"unauthenticated": {http.StatusUnauthorized, "没有登录"},
	"origin":          {http.StatusForbidden, "请求来源不明"},
	"precondition":    {http.StatusPreconditionFailed, "所依据的版本已经变化"},
	"malformed":       {http.StatusBadRequest, "请求无法识别"},
	"method":          {http.StatusMethodNotAllowed, "不支持这个方法"},
	"too-large":       {http.StatusRequestEntityTooLarge, "内容过大"},
	"media-type":      {http.StatusUnsupportedMediaType, "不支持这种内容类型"},
	"internal":        {http.StatusInternalServerError, "系统出错"},
}

// newProblem is a problem of a kind of titles.
func newProblem(kind, detail string) *Problem {
	t := titles[kind]
	p := &Problem{Type: "urn:biaochi:problem:" + kind, Title: t.title, Status: t.status, Detail: detail}
	if kind == "unauthenticated" {
		p.header = http.Header{"WWW-Authenticate": {`Bearer realm="biaochi"`}}
	}
	return p
}

// at adds a place.
func (p *Problem) at(location, message string) *Problem {
	p.Errors = append(p.Errors, ProblemError{Location: location, Message: message})
	return p
}

// kinds maps what a person can act on to kinds of problems.
var kinds = map[targets.Kind]string{
	targets.Invalid: "invalid", targets.NotFound: "not-found", targets.Conflict: "conflict", targets.Forbidden: "forbidden",
}

const textBroken = "系统出错，请联系管理员。"

// maxErrors bounds what one problem lists.
const maxErrors = 1000

// problem turns an error into what is answered. What nobody can act on is logged
// here, once, and told as nothing but that it is broken.
func (a *api) problem(ctx context.Context, c *call, err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if e, ok := errors.AsType[*targets.Error](err); ok && kinds[e.Kind] != "" {
		p := newProblem(kinds[e.Kind], e.Text)
		if e.Field != "" {
			p.at(place(e.Field), e.Text)
		}
		return p
	}
	if f, ok := errors.AsType[targets.Faults](err); ok {
		return ofFaults(f)
	}
	if ctx.Err() == nil { // else nobody is waiting, and that is the cause
		a.Log.ErrorContext(ctx, "request failed", "method", c.r.Method, "path", c.r.URL.Path, "err", err)
	}
	return newProblem("internal", textBroken)
}

// place names a field of the body as a location.
func place(field string) string {
	if strings.HasPrefix(field, "path.") || strings.HasPrefix(field, "query.") {
		return field
	}
	return "body." + field
}

func ofFaults(list targets.Faults) *Problem {
	p := newProblem("invalid", "")
	for _, f := range list[:min(len(list), maxErrors)] {
		one := ProblemError{Message: f.Text, Fix: f.Fix}
		if f.Field != "" {
			one.Location = place(f.Field)
		}
		p.Errors = append(p.Errors, one)
	}
	if len(list) > 0 {
		p.Detail = list[0].Text
	}
	if len(list) > 1 {
		p.Detail = fmt.Sprintf("%s（共%d处有误）", p.Detail, len(list))
	}
	return p
}

// become makes the problem one of another kind.
func (p *Problem) become(kind string) {
	t := newProblem(kind, p.Detail)
	p.Type, p.Title, p.Status = t.Type, t.Title, t.Status
}

// raced is ofGrid for a submission: where a cell was typed beside a revision that
// is the newest no more, somebody else was first, which the client has to tell
// from a mistake of its own.
func (p *Problem) raced(g *collector.Grid, cells []Cell, match bool) *Problem {
	invalid := p.Status == http.StatusUnprocessableEntity
	if invalid {
		p.become("conflict")
	}
	if p.ofGrid(g, cells); invalid && len(p.Newest) == 0 {
		p.become("invalid")
	}
	if match && p.Status == http.StatusConflict {
		p.become("precondition")
	}
	return p
}

// ofGrid adds what a filing's checks say to a refusal, by the cells as they were
// sent.
func (p *Problem) ofGrid(g *collector.Grid, cells []Cell) *Problem {
	if g == nil {
		return p
	}
	index := make(map[string]int, len(cells))
	for i := range cells {
		index[cells[i].Indicator] = i
	}
	for i := range g.Rows {
		p.ofRow(&g.Rows[i], cells, index)
	}
	for i := range g.Findings {
		if f := &g.Findings[i]; f.Refuses() {
			p.Errors = append(p.Errors, ProblemError{Location: "body." + string(f.Column), Message: f.Text, Fix: f.Fix, Soft: !f.Hard})
		}
	}
	p.Errors = p.Errors[:min(len(p.Errors), maxErrors)]
	return p
}

func (p *Problem) ofRow(r *collector.GridRow, cells []Cell, index map[string]int) {
	location := "body.cells"
	i, sent := index[r.Indicator.ID]
	if sent {
		location = fmt.Sprintf("body.cells[%d]", i)
	}
	for j := range r.Findings {
		if f := &r.Findings[j]; f.Refuses() {
			p.Errors = append(p.Errors, ProblemError{Location: location + "." + string(f.Column), Message: f.Text, Fix: f.Fix, Soft: !f.Hard})
		}
	}
	if p.Status == http.StatusConflict && sent && r.Newest != nil && r.Newest.Revision != cells[i].Seen {
		p.Newest = append(p.Newest, NewestFigure{Indicator: r.Indicator.ID, Revision: r.Newest.Revision, Value: r.Newest.Value, Flag: r.Newest.Flag})
	}
}

// ofHuma retells what huma itself refuses: parameters, and bodies that it could
// not read.
func ofHuma(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	p := newProblem(kindOfStatus(m.Status), "请求的参数不正确，请按接口说明修改。")
	switch p.Status {
	case http.StatusRequestEntityTooLarge:
		p.Detail = textTooLarge
	case http.StatusBadRequest:
		p.Detail = "请求缺少内容，或者没有传完。"
	case http.StatusInternalServerError:
		p.Detail = textBroken
		return p, nil
	}
	for _, e := range m.Errors {
		if e != nil {
			p.at(e.Location, e.Message)
		}
	}
	return p, nil
}

const textTooLarge = "内容过大，超过了允许的字节数。"

// kindOfStatus is the kind whose status that is; the first in the alphabet for a
// status of several.
func kindOfStatus(status int) string {
	kind := "internal"
	for k, t := range titles {
		if t.status == status && (kind == "internal" || k < kind) {
			kind = k
		}
	}
	return kind
}

// write answers with the problem outside of huma.
func (p *Problem) write(w http.ResponseWriter) {
	body, err := json.Marshal(p)
	if err != nil { // cannot happen: the type has nothing that fails
		panic(err)
	}
	for name, values := range p.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n')) // whoever left does not want it
}

// asError is the error a person can act on; an empty one when there is none.
func asError(err error) *targets.Error {
	if e, ok := errors.AsType[*targets.Error](err); ok {
		return e
	}
	return &targets.Error{}
}
