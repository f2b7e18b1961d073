package entry

import (
	"bytes"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// officeLHB is a second office of the province: its reviewer signs for the
// province and answers late requests of the bureau.
const officeLHB = "zj-lhb"

// Figures of Hangzhou before the quarter.
const reviewFigures = `indicator,area,period,value,numerator,denominator,unit,flag,bound,published,note,source_title,source_url,origin
standards-made,330100,2023-Q4,702,,,项,A,,,,,,office
standards-made,330100,2024-Q1,731,,,项,A,,,,,,office
standards-made,330100,2024-Q2,765,,,项,A,,,,,,office
standards-made,330100,2024-Q3,798,,,项,A,,,,,,office
standards-made,330100,2024-Q4,830,,,项,A,,,,,,office
standards-made,330100,2025-Q1,848,,,项,A,,,,,,office
bodies,330100,2024-Q4,96,,,个,A,,,,,,office
pilots,330100,2024-Q4,7,,,个,A,,,,,,office
experts,330100,2024-Q4,310,,,人,A,,,,,,office
`

// newReviewWorld is newWorld with what the pages of this part need: tasks, a
// goal of Hangzhou, a reviewer in each office, and contacts.
func newReviewWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	ctx := t.Context()
	if _, err := w.store.Seed(ctx, collector.Operator, reviewCatalogue(), w.now); err != nil {
		t.Fatal(err)
	}
	change := targets.RegisterChange{Offices: []targets.Office{
		{ID: officeLHB, Name: "浙江省标准化工作联席会议办公室", Area: "330000", Department: "zj-lhb"},
		{ID: officeZJ, Name: "浙江省市场监督管理局", Area: "330000", Department: "zj-amr"},
	}}
	if _, err := w.store.PutRegister(ctx, collector.Operator, change, w.now); err != nil {
		t.Fatal(err)
	}
	admin := w.person("guanli")
	for _, u := range []collector.UserEntry{
		{Login: "qianhz", Name: "钱杭", Office: officeHZ, Roles: []targets.Role{targets.Reviewer}},
		{Login: "sunlh", Name: "孙联会", Office: officeLHB, Roles: []targets.Role{targets.Reviewer, targets.Viewer}},
	} {
		_, link, err := w.accounts.AddUser(ctx, admin, u)
		if err == nil {
			err = w.accounts.TakeInvite(ctx, link, password)
		}
		if err != nil {
			t.Fatalf("enrol %s: %v", u.Login, err)
		}
	}
	for office, list := range map[string][]targets.Contact{
		officeZJ: {{Name: "王小华", Post: "标准化处科长", Phone: "0571-85000001"}, {Name: "=HYPERLINK(1)", Post: "科员", Phone: "+86 571 85000002"}},
		officeHZ: {{Name: "周静", Post: "标准化处", Phone: "0571-87000001"}},
	} {
		if err := w.accounts.PutContacts(ctx, admin, office, list); err != nil {
			t.Fatal(err)
		}
	}
	w.load(reviewFigures)
	return w
}

func reviewCatalogue() *targets.Catalogue {
	c := worldCatalogue()
	c.Departments = []targets.Department{
		{ID: "zj-amr", Name: targets.Text{ZH: "省市场监管局"}}, {ID: "zj-lhb", Name: targets.Text{ZH: "省标准化联席会议办公室"}},
		{ID: "zj-jxt", Name: targets.Text{ZH: "省经信厅"}}, {ID: "zj-kjt", Name: targets.Text{ZH: "省科技厅"}},
	}
	c.Documents[0].Short = targets.Text{ZH: "浙政发24号"}
	hz := c.Targets[0]
	hz.ID, hz.Area, hz.AsWritten, hz.Goal, hz.Baseline, hz.AllocatedFrom = "hz-made", "330100", "960项以上", targets.NewDecimal(960), targets.NewDecimal(600), "zj-made"
	c.Targets = append(c.Targets, hz)
	task := func(id, number, heading string, due targets.Date, groups ...targets.TaskGroup) targets.Task {
		return targets.Task{ID: id, Document: "zj-2023", Number: number, Heading: targets.Text{ZH: heading}, Section: targets.Text{ZH: "二、主要任务"}, Due: due, Groups: groups}
	}
	c.Tasks = []targets.Task{
		task("zj-task-1", "（一）1", "制定人工智能、物联网、先进制造等领域的关键技术标准", targets.NewDate(2024, 12, 31),
			targets.TaskGroup{Leads: []string{"zj-amr"}, Participants: []string{"zj-jxt", "zj-kjt"}, Collective: []targets.Text{{ZH: "各有关部门"}}}),
		task("zj-task-2", "（一）2", "建设标准信息服务平台，面向企业免费开放", targets.NewDate(2025, 12, 31),
			targets.TaskGroup{Scope: targets.Text{ZH: "平台建设"}, Leads: []string{"zj-amr"}},
			targets.TaskGroup{Scope: targets.Text{ZH: "推广应用"}, Leads: []string{"zj-jxt"}, Participants: []string{"zj-lhb"}}),
		task("zj-task-3", "（二）", "健全标准化协调机制", 0, targets.TaskGroup{Leads: []string{"zj-lhb"}}),
	}
	return c
}

// handIn hands in Hangzhou's first quarter, with a correction, a note and a
// figure nobody reported before, and returns the entry.
func (w *world) handIn() int64 { return w.handInAs("hangzh", filingHZ, "861") }

// handInAs hands in a quarter with so many standards made.
func (w *world) handInAs(login string, k targets.FilingKey, made string) int64 {
	w.t.Helper()
	ctx, p, reason := w.t.Context(), w.person(login), ""
	if k == filingZJ {
		reason = "含省本级和未设单位的地区"
	}
	cells := []collector.Cell{
		{Indicator: "standards-made", Value: made, Reason: reason, Note: "补计3月28日发布的13项<script>alert(1)</script>"}, {Indicator: "standards-new", Value: "31", Note: "首次统计"}, {Indicator: "bodies", Value: "98", Note: "撤并后重计"},
		{Indicator: "adoption", Numerator: "95", Denominator: "98", Note: "按年报核对"}, {Indicator: "months", Reply: collector.ReplyNotApplicable, Note: "本市不制定"},
		{Indicator: "platform", Value: "推进中"}, {Indicator: "pilots", Value: "7", Note: "已核对"}, {Indicator: "experts", Value: "322", Note: "已核对"},
	}
	e := collector.Entry{Cells: cells, Statement: targets.Statement{Text: "一季度按新的统计口径核对。", Cause: "评审周期延长。", Measure: "增加评审场次。", Expected: targets.NewDate(2025, 9, 30)},
		Signers: targets.Signers{Head: "李局", Statistician: "吴统", Filler: "杭州填报员", Phone: "0571-87000000", On: targets.NewDate(2025, 4, 8)}}
	g, err := w.desk.Grid(ctx, p, k)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range e.Cells {
		for _, row := range g.Rows {
			if row.Indicator.ID == e.Cells[i].Indicator {
				e.Cells[i].Seen = row.Cell.Seen
			}
		}
	}
	pdf, err := w.desk.AddEvidence(ctx, p, k, "一季度标准清单.pdf", strings.NewReader("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"))
	if err != nil {
		w.t.Fatalf("add the evidence: %v", err)
	}
	e.Cells[0].Evidence = []string{pdf.SHA256}
	e.Version = g.Version
	r, g, err := w.desk.Submit(ctx, p, k, e, targets.OnceKey{})
	if err != nil {
		for _, row := range g.Rows {
			w.t.Logf("%s: %+v", row.Indicator.ID, row.Findings)
		}
		w.t.Fatalf("hand in: %v %+v", err, g.Findings)
	}
	return r.Entry
}

// A visitor is a browser without scripts.
type visitor struct {
	w *world
	http.Client
}

func (w *world) visitor(login string) *visitor {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	w.later(time.Second) // of several sessions of a person the oldest ends: this one is the newest
	v := &visitor{w, http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if status, _ := v.post("/sign-in", url.Values{"login": {login}, "password": {password}}); status != http.StatusSeeOther {
		w.t.Fatalf("sign in as %s: %d", login, status)
	}
	return v
}

// get reads a page.
func (v *visitor) get(path string) (int, string) {
	v.w.t.Helper()
	r, err := v.Get(v.w.server.URL + path)
	return v.read(r, err)
}

func (v *visitor) read(r *http.Response, err error) (int, string) {
	v.w.t.Helper()
	if err != nil {
		v.w.t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		v.w.t.Fatal(err)
	}
	if l := r.Header.Get("Location"); l != "" {
		return r.StatusCode, l
	}
	return r.StatusCode, string(b)
}

// post sends a form and returns the status with the page or where it leads.
func (v *visitor) post(path string, form url.Values) (int, string) {
	v.w.t.Helper()
	return v.send(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (v *visitor) send(path, kind string, body io.Reader) (int, string) {
	v.w.t.Helper()
	r, err := http.NewRequest(http.MethodPost, v.w.server.URL+path, body)
	if err != nil {
		v.w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", v.w.server.URL)
	return v.read(v.Do(r))
}

// upload sends a form with one file.
func (v *visitor) upload(path string, form url.Values, name, content string) (int, string) {
	v.w.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for key, values := range form {
		for _, s := range values {
			m.WriteField(key, s)
		}
	}
	f, err := m.CreateFormFile("file", name)
	if err != nil {
		v.w.t.Fatal(err)
	}
	io.WriteString(f, content)
	m.Close()
	return v.send(path, m.FormDataContentType(), &body)
}

// want holds a page against what must and must not stand in it.
func want(t *testing.T, page string, must []string, not ...string) {
	t.Helper()
	read := html.UnescapeString(page)
	for _, s := range must {
		if !strings.Contains(page, s) && !strings.Contains(read, s) {
			t.Errorf("the page lacks %q\n%s", s, shown(page))
		}
	}
	for _, s := range not {
		if strings.Contains(page, s) {
			t.Errorf("the page shows %q\n%s", s, shown(page))
		}
	}
}

var tags = regexp.MustCompile(`(?s)<head>.*</head>|<[^>]*>`)

// shown is a page's text, short enough for a failure.
func shown(page string) string {
	page = html.UnescapeString(page)
	text := strings.Join(strings.Fields(tags.ReplaceAllString(page, " ")), " ")
	return text[:min(len(text), 1500)]
}

// overdue moves the clock past the window.
func (w *world) overdue() { w.later(12 * 24 * time.Hour) }
