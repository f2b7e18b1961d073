package entry

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func (h *handler) officePages() []page {
	return []page{
		{method: http.MethodGet, pattern: officesPath + "{$}", answer: h.offices},
		{method: http.MethodPost, pattern: officesPath + "{$}", answer: h.addOffice},
		{method: http.MethodGet, pattern: officesPath + "{office}", answer: h.office},
		{method: http.MethodPost, pattern: officesPath + "{office}", answer: h.changeOffice},
		{method: http.MethodPost, pattern: officesPath + "{office}/close", answer: h.closeOffice},
		{method: http.MethodPost, pattern: officesPath + "{office}/contacts", answer: h.putContacts},
	}
}

// typedOffice is the form of an office as it was typed.
type typedOffice struct{ ID, Name, Area, Department string }

// officesBody is the list with the form that adds one.
type officesBody struct {
	Find   string
	Closed bool // closed ones too
	Rows   []collector.OfficeRow
	All    int // that fit
	officeChoices
	Typed typedOffice
}

// officeChoices are what an office's form chooses from.
type officeChoices struct {
	Areas       []namedID
	Departments []targets.Department
}

func (h *handler) officeChoices(r *http.Request) (officeChoices, error) {
	c, err := h.Desk.Catalogue(r.Context())
	if err != nil {
		return officeChoices{}, err
	}
	return officeChoices{areaIDs(c), c.Departments}, nil
}

func (h *handler) offices(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	v, err := h.officesView(r, p, typedOffice{})
	if err != nil {
		return err
	}
	return h.show(w, r, p, v)
}

func (h *handler) officesView(r *http.Request, p *collector.Person, typed typedOffice) (view, error) {
	rows, err := h.Accounts.Offices(r.Context(), p)
	if err != nil {
		return view{}, err
	}
	q := r.URL.Query()
	body := officesBody{Find: q.Get("find"), Closed: q.Get("closed") != "", Typed: typed}
	if body.officeChoices, err = h.officeChoices(r); err != nil {
		return view{}, err
	}
	for _, o := range rows {
		if o.Closed && !body.Closed || !has(body.Find, o.Name, o.ID, o.Area, o.AreaName.ZH) {
			continue
		}
		if body.All++; body.All <= listed {
			body.Rows = append(body.Rows, o)
		}
	}
	return adminView(p, "admin-offices", officesPath, "填报单位", body), nil
}

// readOffice reads the form of an office.
func (h *handler) readOffice(r *http.Request) (typedOffice, targets.Office, error) {
	typed := typedOffice{field(r, "id"), field(r, "name"), field(r, "area"), field(r, "department")}
	choices, err := h.officeChoices(r)
	if err != nil {
		return typed, targets.Office{}, err
	}
	area, err := pick(choices.Areas, typed.Area, "area", "地区")
	return typed, targets.Office{ID: typed.ID, Name: typed.Name, Area: area, Department: typed.Department}, err
}

func (h *handler) addOffice(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	typed, o, err := h.readOffice(r)
	if err == nil {
		err = h.freeOffice(r, p, o.ID)
	}
	if err == nil {
		err = h.Accounts.PutOffice(r.Context(), p, o)
	}
	return h.answerAdmin(w, r, p, err, officesPath+escape(o.ID), "office-added", func() (view, error) { return h.officesView(r, p, typed) })
}

// freeOffice keeps a new office from changing one that has its id.
func (h *handler) freeOffice(r *http.Request, p *collector.Person, id string) error {
	rows, err := h.Accounts.Offices(r.Context(), p)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(rows, func(o collector.OfficeRow) bool { return o.ID == id }) {
		return targets.Faults{{Field: "id", Text: "编号 " + id + " 已有单位使用", Fix: "请换一个"}}
	}
	return nil
}

// officeBody is one office with its forms.
type officeBody struct {
	collector.OfficeRow
	officeChoices
	Typed    typedOffice
	Contacts []contactLine
}

// A contactLine is one line of the form of contacts.
type contactLine struct {
	Number int // from 1, to name the fields
	targets.Contact
}

func contactLines(list []targets.Contact) []contactLine {
	var lines []contactLine
	for _, c := range list {
		lines = append(lines, contactLine{len(lines) + 1, c})
	}
	for range emptyLines {
		lines = append(lines, contactLine{Number: len(lines) + 1})
	}
	return lines
}

func (h *handler) officeView(r *http.Request, p *collector.Person, change func(*officeBody)) (view, error) {
	rows, err := h.Accounts.Offices(r.Context(), p)
	if err != nil {
		return view{}, err
	}
	i := slices.IndexFunc(rows, func(o collector.OfficeRow) bool { return o.ID == r.PathValue("office") })
	if i < 0 {
		return view{}, errNotHere
	}
	body := officeBody{OfficeRow: rows[i]}
	if body.officeChoices, err = h.officeChoices(r); err != nil {
		return view{}, err
	}
	body.Typed = typedOffice{body.ID, body.Name, nameOf(body.Areas, body.Area), body.Department}
	body.Contacts = contactLines(rows[i].Contacts)
	change(&body)
	return adminView(p, "admin-office", officesPath, rows[i].Name, body), nil
}

func (h *handler) office(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	v, err := h.officeView(r, p, func(*officeBody) {})
	if err != nil {
		return err
	}
	return h.show(w, r, p, v)
}

func (h *handler) changeOffice(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	typed, o, err := h.readOffice(r)
	o.ID = r.PathValue("office")
	if err == nil {
		o.Closed, err = h.closedOffice(r, p)
	}
	if err == nil {
		err = h.Accounts.PutOffice(r.Context(), p, o)
	}
	return h.answerAdmin(w, r, p, err, officesPath+escape(o.ID), "changed", func() (view, error) {
		return h.officeView(r, p, func(b *officeBody) { b.Typed = typed })
	})
}

// closedOffice reports whether the office of the address is closed; a change of
// its name leaves it so.
func (h *handler) closedOffice(r *http.Request, p *collector.Person) (bool, error) {
	rows, err := h.Accounts.Offices(r.Context(), p)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(rows, func(o collector.OfficeRow) bool { return o.ID == r.PathValue("office") })
	if i < 0 {
		return false, errNotHere
	}
	return rows[i].Closed, nil
}

func (h *handler) closeOffice(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	closed, done := field(r, "do") == "close", "office-opened"
	if closed {
		done = "office-closed"
	}
	err := h.Accounts.CloseOffice(r.Context(), p, r.PathValue("office"), closed)
	return h.answerAdmin(w, r, p, err, officesPath+escape(r.PathValue("office")), done, func() (view, error) {
		return h.officeView(r, p, func(*officeBody) {})
	})
}

func (h *handler) putContacts(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	list := readContacts(r)
	err := byContact(h.Accounts.PutContacts(r.Context(), p, r.PathValue("office"), list))
	return h.answerAdmin(w, r, p, err, officesPath+escape(r.PathValue("office")), "contacts", func() (view, error) {
		return h.officeView(r, p, func(b *officeBody) { b.Contacts = contactLines(list) })
	})
}

// readContacts reads the lines in which anything is typed.
func readContacts(r *http.Request) []targets.Contact {
	var list []targets.Contact
	posts, phones := r.PostForm["post"], r.PostForm["phone"]
	for i, name := range r.PostForm["contact"] {
		if i >= len(posts) || i >= len(phones) {
			break
		}
		c := targets.Contact{Name: trimmed(name), Post: trimmed(posts[i]), Phone: trimmed(phones[i])}
		if c != (targets.Contact{}) {
			list = append(list, c)
		}
	}
	return list
}

// contactFields are the words of a contact's fields.
var contactFields = map[string]string{"name": "姓名", "post": "职务", "phone": "电话"}

// byContact puts what is wrong with contacts in one place, each by its line: the
// fields of all lines have the same names.
func byContact(err error) error {
	faults, ok := errors.AsType[targets.Faults](err)
	if !ok {
		return err
	}
	var named targets.Faults
	for _, f := range faults {
		text := f.Text
		if f.Line > 0 {
			text = fmt.Sprintf("第 %d 行%s：%s", f.Line, contactFields[f.Field], f.Text)
		}
		named = append(named, targets.Fault{Field: "contact", Text: text, Fix: f.Fix})
	}
	return named
}
