package api

import (
	"context"
	"strconv"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// An Office (填报单位) reports for an area.
type Office struct {
	ID         string       `json:"id" maxLength:"60" pattern:"^[a-z0-9-]+$"`
	Name       string       `json:"name"`
	Area       string       `json:"area" doc:"Code"`
	AreaName   targets.Text `json:"area_name"`
	Department string       `json:"department,omitempty" doc:"Catalogue id of the department it is: whose tasks it reports"`
	Closed     bool         `json:"closed,omitempty"`
	Contacts   []Contact    `json:"contacts" nullable:"false"`
	Users      int          `json:"users" doc:"That are not disabled"`
}

// OfficeEntry is what is written of an office.
type OfficeEntry struct {
	Name       string `json:"name" maxLength:"400"`
	Area       string `json:"area" maxLength:"12" doc:"Code"`
	Department string `json:"department,omitempty" maxLength:"60"`
}

// Closed says whether an office is closed.
type Closed struct {
	Closed bool `json:"closed"`
}

// Contacts are all the contacts of an office.
type Contacts struct {
	Contacts []Contact `json:"contacts" maxItems:"50" nullable:"false"`
}

// A Form (报表) is a list of indicators that offices fill in together.
type Form struct {
	ID string `json:"id"`
	FormEntry
}

// FormEntry is what is written of a form. targets.Form has the same fields after
// its ID.
type FormEntry struct {
	Name       string              `json:"name" maxLength:"400"`
	Number     string              `json:"number,omitempty" maxLength:"100" doc:"表号"`
	Authority  string              `json:"authority,omitempty" maxLength:"200" doc:"制定机关"`
	Approval   string              `json:"approval,omitempty" maxLength:"200" doc:"批准或备案文号"`
	ValidUntil targets.Date        `json:"valid_until,omitzero" format:"date" doc:"有效期至"`
	Cadence    targets.Cadence     `json:"cadence" doc:"monthly, quarterly, half_yearly, yearly"`
	Opens      int                 `json:"opens" doc:"Days after a period's end from which it is filled in"`
	Closes     int                 `json:"closes" doc:"Days after a period's end until which it is due"`
	Indicators []string            `json:"indicators" maxItems:"1000" nullable:"false"`
	Chain      []targets.ChainStep `json:"chain" maxItems:"3" doc:"office, county, prefecture, province, country" nullable:"false"`
	SignedScan bool                `json:"signed_scan,omitempty" doc:"The signed and stamped scan is compulsory"`
	Offices    []string            `json:"offices" maxItems:"10000" nullable:"false"`
	From       targets.Date        `json:"from" format:"date" doc:"Periods that end on or after this day"`
	Until      targets.Date        `json:"until,omitzero" format:"date" doc:"And on or before this one"`
}

func formOf(f *targets.Form) Form {
	return Form{f.ID, FormEntry{
		Name: f.Name, Number: f.Number, Authority: f.Authority, Approval: f.Approval, ValidUntil: f.ValidUntil, Cadence: f.Cadence,
		Opens: f.Opens, Closes: f.Closes, Indicators: listOf(f.Indicators), Chain: listOf(f.Chain), SignedScan: f.SignedScan,
		Offices: listOf(f.Offices), From: f.From, Until: f.Until,
	}}
}

func (e *FormEntry) form(id string) targets.Form {
	return targets.Form{
		ID: id, Name: e.Name, Number: e.Number, Authority: e.Authority, Approval: e.Approval, ValidUntil: e.ValidUntil, Cadence: e.Cadence,
		Opens: e.Opens, Closes: e.Closes, Indicators: e.Indicators, Chain: e.Chain, SignedScan: e.SignedScan,
		Offices: e.Offices, From: e.From, Until: e.Until,
	}
}

// A CalendarYear is the yearly table of rest days (含调休).
type CalendarYear struct {
	Year int `json:"year"`
	CalendarEntry
}

// CalendarEntry is what is written of a year.
type CalendarEntry struct {
	Off    []targets.Date `json:"off" maxItems:"366" doc:"Days of rest beside Saturdays and Sundays" nullable:"false"`
	Work   []targets.Date `json:"work" maxItems:"366" doc:"Saturdays and Sundays worked (调休)" nullable:"false"`
	Source string         `json:"source,omitempty" maxLength:"400" doc:"Document number of the notice"`
}

type IDPath struct {
	ID string `path:"id" maxLength:"60"`
}

type idWrite struct {
	IDPath
	Writing
}

type idWriteBody struct {
	IDPath
	WritingBody
}

type yearWrite struct {
	Year int `path:"year" minimum:"1990" maximum:"2200"`
	WritingBody
}

const tagRegister = "登记册 Register"

func (a *api) registerOperations() {
	get(a, operation{id: "list-offices", path: "/offices", tag: tagRegister, summary: "填报单位 / Offices"}, a.listOffices)
	writeBody(a, operation{id: "put-office", method: "PUT", path: "/offices/{id}", tag: tagRegister, summary: "新建或修改填报单位 / Write an office"}, a.putOffice)
	writeBody(a, operation{id: "close-office", method: "PUT", path: "/offices/{id}/closed", tag: tagRegister, summary: "停用或恢复填报单位 / Close or reopen an office"}, a.closeOffice)
	get(a, operation{id: "get-contacts", path: "/offices/{id}/contacts", tag: tagRegister, summary: "联系人 / Contacts"}, a.getContacts)
	writeBody(a, operation{id: "put-contacts", method: "PUT", path: "/offices/{id}/contacts", tag: tagRegister, summary: "修改联系人 / Write contacts"}, a.putContacts)
	get(a, operation{id: "list-forms", path: "/forms", tag: tagRegister, summary: "报表 / Forms"}, a.listForms)
	writeBody(a, operation{id: "put-form", method: "PUT", path: "/forms/{id}", tag: tagRegister, summary: "新建或修改报表 / Write a form"}, a.putForm)
	get(a, operation{id: "list-calendar", path: "/calendar", tag: tagRegister, summary: "工作日历 / The calendar of rest days"}, a.listCalendar)
	writeBody(a, operation{id: "put-calendar", method: "PUT", path: "/calendar/{year}", tag: tagRegister, summary: "修改一年的节假日 / Write a year of rest days"}, a.putCalendar)
	get(a, operation{id: "list-audit", path: "/audit", tag: tagRegister, summary: "操作日志，从新到旧 / The audit, newest first"}, a.listAudit)
}

func officeOf(o *collector.OfficeRow) Office {
	return Office{o.ID, o.Name, o.Area, o.AreaName, o.Department, o.Closed, contactsOf(o.Contacts), o.Users}
}

func (a *api) listOffices(ctx context.Context, c *call, in *Paging) (*listAnswer[Office], error) {
	rows, err := a.Accounts.Offices(ctx, c.p)
	if err != nil {
		return nil, err
	}
	page, link, err := pageOf(c, *in, rows, func(o *collector.OfficeRow) string { return o.ID })
	return answerPage(page, link, err, officeOf)
}

func (a *api) putOffice(ctx context.Context, c *call, in *idWriteBody, body *OfficeEntry) (*none, error) {
	return done(a.Accounts.PutOffice(ctx, c.p, targets.Office{ID: in.ID, Name: body.Name, Area: body.Area, Department: body.Department}))
}

func (a *api) closeOffice(ctx context.Context, c *call, in *idWriteBody, body *Closed) (*none, error) {
	return done(a.Accounts.CloseOffice(ctx, c.p, in.ID, body.Closed))
}

func (a *api) getContacts(ctx context.Context, c *call, in *struct{ IDPath }) (*listAnswer[Contact], error) {
	list, err := a.Accounts.Contacts(ctx, c.p, in.ID)
	return answerPage(list, "", err, func(one *targets.Contact) Contact { return Contact(*one) })
}

func (a *api) putContacts(ctx context.Context, c *call, in *idWriteBody, body *Contacts) (*none, error) {
	list := make([]targets.Contact, len(body.Contacts))
	for i, one := range body.Contacts {
		list[i] = targets.Contact(one)
	}
	return done(a.Accounts.PutContacts(ctx, c.p, in.ID, list))
}

func (a *api) listForms(ctx context.Context, c *call, in *Paging) (*listAnswer[Form], error) {
	list, err := a.Accounts.Forms(ctx, c.p)
	if err != nil {
		return nil, err
	}
	page, link, err := pageOf(c, *in, list, func(f *targets.Form) string { return f.ID })
	return answerPage(page, link, err, formOf)
}

func (a *api) putForm(ctx context.Context, c *call, in *idWriteBody, body *FormEntry) (*none, error) {
	return done(a.Accounts.PutForm(ctx, c.p, body.form(in.ID)))
}

func (a *api) listCalendar(ctx context.Context, c *call, _ *none) (*listAnswer[CalendarYear], error) {
	list, err := a.Accounts.Calendar(ctx, c.p)
	return answerPage(list, "", err, func(y *targets.CalendarYear) CalendarYear {
		return CalendarYear{y.Year, CalendarEntry{listOf(y.Off), listOf(y.Work), y.Source}}
	})
}

func (a *api) putCalendar(ctx context.Context, c *call, in *yearWrite, body *CalendarEntry) (*none, error) {
	return done(a.Accounts.PutCalendarYear(ctx, c.p, targets.CalendarYear{Year: in.Year, Off: body.Off, Work: body.Work, Source: body.Source}))
}

type auditInput struct {
	Paging
	Actor  string `query:"actor" maxLength:"60" doc:"Id of a user"`
	Action string `query:"action" maxLength:"40" doc:"Of the chain"`
}

type auditAnswer struct {
	Link     string    `header:"Link"`
	Head     string    `header:"Chain-Head" doc:"Number of the newest entry of the chain"`
	HeadHash string    `header:"Chain-Head-Hash" doc:"Its hash: kept elsewhere, it proves later that nothing was rewritten"`
	Body     []Audited `nullable:"false"`
}

func (a *api) listAudit(ctx context.Context, c *call, in *auditInput) (*auditAnswer, error) {
	at, err := parseCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.Accounts.Audit(ctx, c.p, collector.AuditQuery{Before: int64(at.Index), N: in.limit(), Actor: in.Actor, Action: in.Action})
	if err != nil {
		return nil, err
	}
	out := &auditAnswer{Head: strconv.FormatInt(page.Head, 10), HeadHash: page.HeadHash, Body: make([]Audited, len(page.Rows))}
	for i := range page.Rows {
		out.Body[i] = auditedOf(&page.Rows[i])
	}
	if page.Before != 0 {
		out.Link = nextLink(c, cursor{Index: int(page.Before)}.String())
	}
	return out, nil
}
