package entry

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

func (h *handler) formPages() []page {
	return []page{
		{method: http.MethodGet, pattern: formsPath + "{$}", answer: h.forms},
		{method: http.MethodGet, pattern: newFormPath, answer: h.form},
		{method: http.MethodPost, pattern: newFormPath, answer: h.putForm},
		{method: http.MethodGet, pattern: formsPath + "{form}", answer: h.form},
		{method: http.MethodPost, pattern: formsPath + "{form}", answer: h.putForm},
	}
}

// A formRow is one form in a list.
type formRow struct{ targets.Form }

// Path is the form's page.
func (f formRow) Path() string { return formsPath + escape(f.ID) }

// Often is the words of the cadence.
func (f formRow) Often() string { return f.Form.Cadence.Name().ZH }

func (h *handler) forms(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	list, err := h.Accounts.Forms(r.Context(), p)
	if err != nil {
		return err
	}
	var rows []formRow
	for _, f := range list {
		rows = append(rows, formRow{f})
	}
	return h.show(w, r, p, adminView(p, "admin-forms", formsPath, "报表", rows))
}

// formBody is the form of a form (报表) with what it chooses from.
type formBody struct {
	New        bool
	Typed      typedForm
	Cadences   []targets.Cadence
	Steps      []targets.ChainStep
	Chosen     []pickItem  // indicators in the form's order
	Indicators []pickGroup // the others
	Offices    []pickGroup
	Windows    []window
}

// typedForm is a form as it was typed.
type typedForm struct {
	ID, Name, Number, Authority, Approval, ValidUntil string
	Cadence, Opens, Closes, From, Until               string
	Chain, Indicators, Offices                        []string
	SignedScan                                        bool
}

// ordered puts indicators in the order of the numbers typed beside them, which were
// 1, 2, 3 … as shown. Of two with one number, the one that was moved stands where
// it was moved to. What has no number yet follows at the end.
func ordered(ids, numbered, numbers []string) []string {
	keys := map[string]int{}
	for i, id := range numbered {
		place := i + 1
		n, err := strconv.Atoi(collector.HalfWidth(at(numbers, i)))
		if err != nil {
			n = place
		}
		keys[id] = 2*n + cmp.Compare(n, place)
	}
	key := func(id string) int {
		if k, ok := keys[id]; ok {
			return k
		}
		return math.MaxInt
	}
	return slices.SortedStableFunc(slices.Values(ids), func(a, b string) int { return cmp.Compare(key(a), key(b)) })
}

func at(list []string, i int) string {
	if i >= len(list) {
		return ""
	}
	return strings.TrimSpace(list[i])
}

// Holds reports whether a step of review is ticked.
func (t typedForm) Holds(s targets.ChainStep) bool { return slices.Contains(t.Chain, string(s)) }

// Often reports whether a cadence is chosen.
func (t typedForm) Often(c targets.Cadence) bool { return t.Cadence == string(c) }

// A pickGroup is boxes to tick under one heading.
type pickGroup struct {
	Name  string
	Items []pickItem
}

type pickItem struct {
	ID, Name, Note string
	Picked         bool
}

// A window is when one period is to be filled in.
type window struct {
	Period        targets.Period
	Opens, Closes targets.Date
	Moved         bool // to a working day
}

func typedOf(f *targets.Form) typedForm {
	t := typedForm{
		ID: f.ID, Name: f.Name, Number: f.Number, Authority: f.Authority, Approval: f.Approval, ValidUntil: dayText(f.ValidUntil), Cadence: string(f.Cadence),
		Opens: strconv.Itoa(f.Opens), Closes: strconv.Itoa(f.Closes), From: dayText(f.From), Until: dayText(f.Until), Indicators: f.Indicators, Offices: f.Offices, SignedScan: f.SignedScan,
	}
	for _, s := range f.Chain {
		t.Chain = append(t.Chain, string(s))
	}
	return t
}

// newForm is what an empty form begins with: a quarter, due in ten days, signed
// in the office and by the province.
func (h *handler) newForm() targets.Form {
	return targets.Form{Cadence: targets.Quarterly, Opens: 1, Closes: 10, Chain: []targets.ChainStep{targets.StepOffice, targets.StepProvince}, From: h.today()}
}

// storedForm is the form of the address; nil for a new one.
func (h *handler) storedForm(r *http.Request, p *collector.Person) (*targets.Form, error) {
	id := r.PathValue("form")
	list, err := h.Accounts.Forms(r.Context(), p)
	if err != nil || id == "" {
		return nil, err
	}
	i := slices.IndexFunc(list, func(f targets.Form) bool { return f.ID == id })
	if i < 0 {
		return nil, errNotHere
	}
	return &list[i], nil
}

func (h *handler) form(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	f, err := h.storedForm(r, p)
	if err != nil {
		return err
	}
	if f == nil {
		empty := h.newForm()
		f = &empty
	}
	v, err := h.formView(r, p, typedOf(f), f)
	if err != nil {
		return err
	}
	return h.show(w, r, p, v)
}

// formView shows what was typed, and the windows of what could be read of it.
func (h *handler) formView(r *http.Request, p *collector.Person, typed typedForm, f *targets.Form) (view, error) {
	c, err := h.Desk.Catalogue(r.Context())
	if err != nil {
		return view{}, err
	}
	offices, err := h.Accounts.Offices(r.Context(), p)
	if err != nil {
		return view{}, err
	}
	calendar, err := h.Accounts.Calendar(r.Context(), p)
	if err != nil {
		return view{}, err
	}
	body := formBody{
		New: r.PathValue("form") == "", Typed: typed, Cadences: targets.FormCadences[:], Steps: targets.ChainSteps[:],
		Chosen: chosen(c, typed.Indicators), Indicators: indicatorGroups(c, typed.Indicators), Offices: officeGroups(c, offices, typed.Offices), Windows: windows(f, calendar, h.today()),
	}
	title := typed.Name
	if body.New || title == "" {
		title = "新建报表"
	}
	return adminView(p, "admin-form", formsPath, title, body), nil
}

// chosen are the indicators of a form in its order.
func chosen(c *targets.Catalogue, picked []string) []pickItem {
	var items []pickItem
	for _, id := range picked {
		if i := slices.IndexFunc(c.Indicators, func(ind targets.Indicator) bool { return ind.ID == id }); i >= 0 {
			items = append(items, pickItem{id, c.Indicators[i].Name.ZH, c.Indicators[i].Unit.ZH, true})
		}
	}
	return items
}

// indicatorGroups lists each indicator that is not picked under the first document
// that asks for it, those that none asks for at the end.
func indicatorGroups(c *targets.Catalogue, picked []string) []pickGroup {
	document := map[string]string{}
	for i := range c.Targets {
		if t := &c.Targets[i]; document[t.Indicator] == "" {
			document[t.Indicator] = t.Document
		}
	}
	of := func(id string) []pickItem {
		var items []pickItem
		for i := range c.Indicators {
			if ind := &c.Indicators[i]; document[ind.ID] == id && !slices.Contains(picked, ind.ID) {
				items = append(items, pickItem{ind.ID, ind.Name.ZH, ind.Unit.ZH, false})
			}
		}
		return items
	}
	var groups []pickGroup
	for i := range c.Documents {
		if items := of(c.Documents[i].ID); items != nil {
			groups = append(groups, pickGroup{c.Documents[i].Title.ZH, items})
		}
	}
	if items := of(""); items != nil {
		groups = append(groups, pickGroup{"不属于任何目标", items})
	}
	return groups
}

// officeGroups lists offices under their provinces, in the order of the codes of
// their areas. A closed one is listed only where it is picked.
func officeGroups(c *targets.Catalogue, rows []collector.OfficeRow, picked []string) []pickGroup {
	var groups []pickGroup
	ticked := map[string]bool{}
	for _, id := range picked {
		ticked[id] = true
	}
	province := provinces(c)
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b collector.OfficeRow) int { return strings.Compare(a.Area, b.Area) })
	for _, o := range rows {
		item := pickItem{o.ID, o.Name, "", ticked[o.ID]}
		heading := province(&o)
		if o.AreaName.ZH != heading {
			item.Note = o.AreaName.ZH
		}
		if o.Closed {
			if !item.Picked {
				continue
			}
			item.Note = "已停用"
		}
		if n := len(groups); n == 0 || groups[n-1].Name != heading {
			groups = append(groups, pickGroup{Name: heading})
		}
		g := &groups[len(groups)-1]
		g.Items = append(g.Items, item)
	}
	return groups
}

// provinces names the province of an office's area, or the area where it lies in none.
func provinces(c *targets.Catalogue) func(*collector.OfficeRow) string {
	names := map[string]string{}
	for _, a := range areaIDs(c) {
		names[a.ID] = a.Name
	}
	return func(o *collector.OfficeRow) string {
		if len(o.Area) == 6 {
			if name := names[o.Area[:2]+"0000"]; name != "" {
				return name
			}
		}
		return o.AreaName.ZH
	}
}

// shownWindows is how many windows the preview tells.
const shownWindows = 4

// windows are the next ones that have not closed, as the register makes them of
// the calendar. A form that cannot be read has none.
func windows(f *targets.Form, calendar targets.Calendar, today targets.Date) []window {
	if f == nil {
		return nil
	}
	const anybody = "preview"
	shown := *f
	shown.Offices = []string{anybody}
	register := targets.Register{Forms: []targets.Form{shown}, Offices: []targets.Office{{ID: anybody}}, Calendar: calendar}
	var list []window
	for _, filing := range register.Filings(today.AddYears(-2), today.AddYears(5)) {
		if filing.Closes < today {
			continue
		}
		if list = append(list, window{filing.Period, filing.Opens, filing.Closes, filing.Closes != filing.Period.End+targets.Date(f.Closes)}); len(list) == shownWindows {
			break
		}
	}
	return list
}

func readForm(r *http.Request) typedForm {
	return typedForm{
		ID: field(r, "id"), Name: field(r, "name"), Number: field(r, "number"), Authority: field(r, "authority"), Approval: field(r, "approval"),
		ValidUntil: field(r, "valid-until"), Cadence: field(r, "cadence"), Opens: field(r, "opens"), Closes: field(r, "closes"), From: field(r, "from"), Until: field(r, "until"),
		Chain: r.PostForm["chain"], Indicators: ordered(r.PostForm["indicators"], r.PostForm["numbered"], r.PostForm["number-of"]), Offices: r.PostForm["offices"], SignedScan: field(r, "scan") != "",
	}
}

// form reads what was typed; every number and day that cannot be read is named.
func (t typedForm) form() (*targets.Form, error) {
	f := targets.Form{
		ID: t.ID, Name: t.Name, Number: t.Number, Authority: t.Authority, Approval: t.Approval, Cadence: targets.Cadence(t.Cadence),
		Indicators: t.Indicators, Offices: t.Offices, SignedScan: t.SignedScan,
	}
	for _, s := range t.Chain {
		f.Chain = append(f.Chain, targets.ChainStep(s))
	}
	var faults targets.Faults
	number := func(field, s string, n *int) {
		v, err := strconv.Atoi(s)
		if err != nil {
			faults = append(faults, targets.Fault{Field: field, Text: "应为整数天数", Fix: "如 10"})
		}
		*n = v
	}
	day := func(field, s string, d *targets.Date) {
		if s == "" {
			return
		}
		v, err := targets.ParseDate(s)
		if err != nil {
			faults = append(faults, targets.Fault{Field: field, Text: "日期无法识别：" + s, Fix: "应写作 2026-01-01"})
		}
		*d = v
	}
	number("opens", t.Opens, &f.Opens)
	number("closes", t.Closes, &f.Closes)
	day("valid-until", t.ValidUntil, &f.ValidUntil)
	day("from", t.From, &f.From)
	day("until", t.Until, &f.Until)
	if len(faults) > 0 {
		return nil, faults
	}
	return &f, nil
}

// putForm saves a form or, by the other button, shows its windows and saves
// nothing.
func (h *handler) putForm(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if err := parse(r); err != nil {
		return err
	}
	old, err := h.storedForm(r, p)
	if err != nil {
		return err
	}
	typed := readForm(r)
	if old != nil {
		typed.ID = old.ID
	}
	f, err := typed.form()
	if err == nil && field(r, "do") == "preview" {
		v, err := h.formView(r, p, typed, f)
		if err != nil {
			return err
		}
		return h.show(w, r, p, v)
	}
	if err == nil {
		err = h.saveForm(r, p, f, old == nil)
	}
	return h.answerAdmin(w, r, p, err, formsPath+escape(typed.ID), "form", func() (view, error) { return h.formView(r, p, typed, f) })
}

// saveForm keeps a new form from changing one that has its id.
func (h *handler) saveForm(r *http.Request, p *collector.Person, f *targets.Form, fresh bool) error {
	if fresh {
		list, err := h.Accounts.Forms(r.Context(), p)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(list, func(one targets.Form) bool { return one.ID == f.ID }) {
			return targets.Faults{{Field: "id", Text: "编号 " + f.ID + " 已有报表使用", Fix: "请换一个"}}
		}
	}
	return h.Accounts.PutForm(r.Context(), p, *f)
}
