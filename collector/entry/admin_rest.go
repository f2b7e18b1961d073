package entry

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func (h *handler) calendarPages() []page {
	return []page{
		{method: http.MethodGet, pattern: calendarPath + "{$}", answer: h.calendar},
		{method: http.MethodPost, pattern: calendarPath + "{$}", answer: h.putCalendar},
	}
}

// calendarBody is the years recorded and the form of one of them.
type calendarBody struct {
	Years []targets.CalendarYear
	Typed typedYear
}

// typedYear is the form of a year as it was typed: one day a line.
type typedYear struct{ Year, Source, Off, Work string }

func (h *handler) calendar(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	v, err := h.calendarView(r, p, nil)
	if err != nil {
		return err
	}
	return h.show(w, r, p, v)
}

func (h *handler) calendarView(r *http.Request, p *collector.Person, typed *typedYear) (view, error) {
	years, err := h.Accounts.Calendar(r.Context(), p)
	if err != nil {
		return view{}, err
	}
	body := calendarBody{Years: years}
	if typed != nil {
		body.Typed = *typed
	} else {
		year, err := strconv.Atoi(r.URL.Query().Get("year"))
		if err != nil {
			year = h.today().Year()
		}
		table, _ := years.Table(year)
		body.Typed = typedYear{strconv.Itoa(year), table.Source, dayLines(table.Off), dayLines(table.Work)}
	}
	return adminView(p, "admin-calendar", calendarPath, "工作日历", body), nil
}

func dayLines(days []targets.Date) string {
	var lines []string
	for _, d := range days {
		lines = append(lines, d.String())
	}
	return strings.Join(lines, "\n")
}

// readDays reads one day a line; every line at fault is named.
func readDays(text, field string) (days []targets.Date, faults targets.Faults) {
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		d, err := targets.ParseDate(line)
		if err != nil {
			faults = append(faults, targets.Fault{Line: i + 1, Field: field, Text: "第 " + strconv.Itoa(i+1) + " 行不是日期：" + line, Fix: "应写作 2026-10-01"})
			continue
		}
		days = append(days, d)
	}
	return days, faults
}

func (h *handler) putCalendar(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	typed := typedYear{field(r, "year"), field(r, "source"), field(r, "off"), field(r, "work")}
	err := h.writeYear(r, p, typed)
	return h.answerAdmin(w, r, p, err, withQuery(calendarPath, "year", typed.Year), "calendar", func() (view, error) { return h.calendarView(r, p, &typed) })
}

func (h *handler) writeYear(r *http.Request, p *collector.Person, typed typedYear) error {
	year, err := strconv.Atoi(typed.Year)
	var faults targets.Faults
	if err != nil {
		faults = append(faults, targets.Fault{Field: "year", Text: "年份应为四位数字"})
	}
	y := targets.CalendarYear{Year: year, Source: typed.Source}
	var more targets.Faults
	y.Off, more = readDays(typed.Off, "off")
	faults = append(faults, more...)
	y.Work, more = readDays(typed.Work, "work")
	if faults = append(faults, more...); len(faults) > 0 {
		return faults
	}
	return h.Accounts.PutCalendarYear(r.Context(), p, y)
}

func (h *handler) tokenPages() []page {
	return []page{
		{method: http.MethodGet, pattern: tokensPath + "{$}", answer: h.tokens},
		{method: http.MethodPost, pattern: tokensPath + "{$}", answer: h.issueToken},
		{method: http.MethodPost, pattern: tokensPath + "{token}/revoke", answer: h.revokeToken},
	}
}

// tokensBody is the list with the form that issues one.
type tokensBody struct {
	Rows   []tokenLine
	Roles  []targets.Role // the person's own
	Areas  []namedID
	Typed  typedToken
	Latest targets.Date
}

// A tokenLine is one token of the list.
type tokenLine struct{ collector.TokenRow }

// LastDay is the last day of use: a token expires as that day ends.
func (l tokenLine) LastDay() targets.Date { return targets.DateOf(l.Expires.Add(-1)) }

// typedToken is the form of a token as it was typed.
type typedToken struct{ Name, Role, Area, Expires string }

func (h *handler) tokens(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	v, err := h.tokensView(r, p, typedToken{})
	if err != nil {
		return err
	}
	return h.show(w, r, p, v)
}

func (h *handler) tokensView(r *http.Request, p *collector.Person, typed typedToken) (view, error) {
	rows, err := h.Accounts.Tokens(r.Context(), p)
	if err != nil {
		return view{}, err
	}
	c, err := h.Desk.Catalogue(r.Context())
	if err != nil {
		return view{}, err
	}
	body := tokensBody{Roles: p.User.Roles, Typed: typed, Latest: h.today().AddYears(1)}
	for _, row := range rows {
		body.Rows = append(body.Rows, tokenLine{row})
	}
	tree := targets.NewAreaTree(c.Areas)
	for _, a := range areaIDs(c) {
		if p.Area == "" || tree.Within(a.ID, p.Area) {
			body.Areas = append(body.Areas, a)
		}
	}
	return adminView(p, "admin-tokens", tokensPath, "接口令牌", body), nil
}

// issueToken answers with the token itself: see addUser.
func (h *handler) issueToken(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	typed := typedToken{field(r, "name"), field(r, "role"), field(r, "area"), field(r, "expires")}
	secret, err := h.newToken(r, p, typed)
	if err == nil {
		v := adminView(p, "admin-token", tokensPath, "新的接口令牌", secretBody{Who: typed.Name, Secret: secret, Back: tokensPath})
		return h.show(w, r, p, v)
	}
	return h.answerAdmin(w, r, p, err, "", "", func() (view, error) { return h.tokensView(r, p, typed) })
}

func (h *handler) newToken(r *http.Request, p *collector.Person, typed typedToken) (string, error) {
	expires, err := dateField(r, "expires")
	if err != nil {
		return "", err
	}
	c, err := h.Desk.Catalogue(r.Context())
	if err != nil {
		return "", err
	}
	area, err := pick(areaIDs(c), typed.Area, "area", "地区")
	if err != nil {
		return "", err
	}
	secret, _, err := h.Accounts.IssueToken(r.Context(), p, collector.TokenEntry{Name: typed.Name, Role: targets.Role(typed.Role), Area: area, Expires: expires})
	return secret, err
}

func (h *handler) revokeToken(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	err := h.Accounts.RevokeToken(r.Context(), p, r.PathValue("token"))
	return h.answerAdmin(w, r, p, err, tokensPath, "revoked", func() (view, error) { return h.tokensView(r, p, typedToken{}) })
}

func (h *handler) auditPages() []page {
	return []page{{method: http.MethodGet, pattern: auditPath + "{$}", answer: h.audit}}
}

// auditBody is a page of the audit with what it was narrowed to.
type auditBody struct {
	*collector.AuditPage
	Actors   []option
	Actions  []option
	Older    string // address of the next page, "" for none
	Narrowed bool
	First    bool // the newest page
}

// HashStart is what a list shows of a hash.
func (auditBody) HashStart(hash string) string { return hash[:min(12, len(hash))] }

func (h *handler) audit(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	q := r.URL.Query()
	before, _ := strconv.ParseInt(q.Get("before"), 10, 64) // anything else is the newest page
	query := collector.AuditQuery{Before: max(before, 0), Actor: q.Get("actor"), Action: q.Get("action")}
	found, err := h.Accounts.Audit(r.Context(), p, query)
	if err != nil {
		return err
	}
	users, err := h.Accounts.Users(r.Context(), p)
	if err != nil {
		return err
	}
	body := auditBody{AuditPage: found, Narrowed: query.Actor+query.Action != "", First: query.Before == 0}
	body.Actors = append(body.Actors, option{collector.Operator, "命令行", query.Actor == collector.Operator})
	for _, u := range users {
		body.Actors = append(body.Actors, option{u.ID, u.Name + "（" + u.Login + "）", u.ID == query.Actor})
	}
	for _, a := range collector.AuditActions {
		body.Actions = append(body.Actions, option{a, collector.AuditAction(a), a == query.Action})
	}
	if found.Before > 0 {
		body.Older = withQuery(auditPath, "before", strconv.FormatInt(found.Before, 10), "actor", query.Actor, "action", query.Action)
	}
	v := adminView(p, "admin-audit", auditPath, "操作日志", body)
	v.Wide = true
	return h.show(w, r, p, v)
}
