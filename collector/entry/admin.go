package entry

import (
	"net/http"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// The addresses of administration.
const (
	adminPath    = "/work/admin/"
	officesPath  = adminPath + "offices/"
	usersPath    = adminPath + "users/"
	formsPath    = adminPath + "forms/"
	newFormPath  = adminPath + "new-form"
	calendarPath = adminPath + "calendar/"
	tokensPath   = adminPath + "tokens/"
	auditPath    = adminPath + "audit/"
)

// adminSections are the pages of administration in the order they are listed.
var adminSections = [...]struct{ path, text, what string }{
	{officesPath, "填报单位", "登记谁为哪个地区填报，停用不再填报的单位，维护联系人。"},
	{usersPath, "用户", "登记用户和角色，发邀请链接，重置密码，停用和解锁。"},
	{formsPath, "报表", "哪些单位、按什么周期、在报告期结束后多少天内填哪些指标，由谁审核。"},
	{calendarPath, "工作日历", "每年的放假和调休安排；截止日遇休息日顺延到下一个工作日。"},
	{tokensPath, "接口令牌", "供程序调用接口，有角色、地区和有效期，可以随时撤销。"},
	{auditPath, "操作日志", "每一次变更，按时间倒序，与哈希链一致。"},
}

func (h *handler) adminPages() []page {
	return slices.Concat(
		[]page{{method: http.MethodGet, pattern: adminPath + "{$}", answer: h.adminHome}},
		h.officePages(), h.userPages(), h.formPages(), h.calendarPages(), h.tokenPages(), h.auditPages(),
	)
}

// An adminBody is what every page of administration has around its own.
type adminBody struct {
	Sections []link
	Path     string // of the section
	Faults   findings
	Refused  bool // what was typed is shown again
	In       any  // the page's own
}

// adminView is a page of a section; a page below it has a crumb of its own.
func adminView(p *collector.Person, name, section, title string, in any) view {
	b := adminBody{Path: section, Faults: findings{}, In: in}
	v := view{Name: name, Title: title, Scripts: []string{"office.js"}, Crumbs: []link{{Text: "管理", Href: adminPath}}}
	for _, s := range adminSections {
		if s.path != tokensPath && !p.User.Has(targets.Administrator) {
			continue // everybody has tokens of their own, and nothing else here
		}
		b.Sections = append(b.Sections, link{s.text, s.path, s.path == section})
		if s.path == section && s.text != title {
			v.Crumbs = append(v.Crumbs, link{Text: s.text, Href: s.path})
		}
	}
	v.Crumbs = append(v.Crumbs, link{Text: title})
	v.Body = b
	return v
}

// refuse marks the view as one whose form was refused.
func (v view) refuse(f findings, text string) view {
	b := v.Body.(adminBody)
	b.Faults, b.Refused = f, true
	v.Status, v.Error, v.Body = http.StatusUnprocessableEntity, text, b
	return v
}

// answerAdmin answers a change: to where it leads when it was accepted, else the
// page again with what was typed.
func (h *handler) answerAdmin(w http.ResponseWriter, r *http.Request, p *collector.Person, err error, next, done string, again func() (view, error)) error {
	if err == nil {
		return redirect(w, r, next, done)
	}
	found, text, ok := refusal(err)
	if !ok {
		return err
	}
	v, err := again()
	if err != nil {
		return err
	}
	return h.show(w, r, p, v.refuse(found, text))
}

func (h *handler) adminHome(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	if !p.User.Has(targets.Administrator) {
		return errNotHere
	}
	type section struct{ Path, Text, What string }
	var body struct {
		Sections []section
		Outside  []collector.RangeRow // figures outside the range of their indicator
	}
	for _, s := range adminSections {
		body.Sections = append(body.Sections, section{s.path, s.text, s.what})
	}
	var err error
	if body.Outside, err = h.Desk.OutOfRange(r.Context(), p); err != nil {
		return err
	}
	return h.show(w, r, p, view{Name: "admin", Title: "管理", Crumbs: []link{{Text: "管理"}}, Body: body})
}

// A namedID is something with an id that a person picks by its name.
type namedID struct{ ID, Name string }

// pick finds what was typed: an id, or a name that only one has.
func pick(list []namedID, typed, field, what string) (string, error) {
	if typed == "" {
		return "", nil
	}
	var ids []string
	for _, one := range list {
		if one.ID == typed {
			return one.ID, nil
		}
		if one.Name == typed {
			ids = append(ids, one.ID)
		}
	}
	switch len(ids) {
	case 1:
		return ids[0], nil
	case 0:
		return "", targets.Faults{{Field: field, Text: "没有这个" + what + "：" + typed, Fix: "请从列表中选择"}}
	}
	return "", targets.Faults{{Field: field, Text: "名称相同的" + what + "不止一个", Fix: "请改填编号：" + strings.Join(ids, "、")}}
}

func areaIDs(c *targets.Catalogue) []namedID {
	var list []namedID
	seen := map[string]bool{}
	for i := range c.Areas {
		if a := &c.Areas[i]; a.ValidTo == 0 && !seen[a.Code] {
			seen[a.Code] = true
			list = append(list, namedID{a.Code, a.Name.ZH})
		}
	}
	return list
}

// officeIDs are all offices, closed ones too: their users stay theirs.
func officeIDs(rows []collector.OfficeRow) []namedID {
	var list []namedID
	for _, o := range rows {
		list = append(list, namedID{o.ID, o.Name})
	}
	return list
}

// nameOf is what a person sees of an id and pick takes back: the name, or the id
// where several have that name.
func nameOf(list []namedID, id string) string {
	name, n := id, 0
	for _, one := range list {
		if one.ID == id {
			name = one.Name
		}
	}
	for _, one := range list {
		if one.Name == name {
			n++
		}
	}
	if n > 1 {
		return id
	}
	return name
}

// has reports whether any of the texts holds what is looked for.
func has(words string, texts ...string) bool {
	for _, w := range strings.Fields(strings.ToLower(words)) {
		if !slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(strings.ToLower(t), w) }) {
			return false
		}
	}
	return true
}

// listed is how many rows a list shows before it asks to be narrowed.
const listed = 200

// siteRoot is how a browser reached the program, for a link to hand over.
func (h *handler) siteRoot(r *http.Request) string {
	if h.overTLS(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
