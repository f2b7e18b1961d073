package collector

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// faultFields lists the fields at fault, in their order.
func faultFields(err error) string {
	faults, ok := errors.AsType[targets.Faults](err)
	if !ok {
		return text(err)
	}
	fields := make([]string, len(faults))
	for i, f := range faults {
		fields[i] = f.Field
	}
	return strings.Join(fields, " ")
}

func goodForm() targets.Form {
	return targets.Form{ID: "quarterly", Name: "标准化季报", Cadence: targets.Quarterly, Opens: 1, Closes: 10, Indicators: []string{"issued", "share"},
		Chain: []targets.ChainStep{targets.StepOffice, targets.StepPrefecture}, Offices: []string{"county", "city"}, From: targets.NewDate(2026, 1, 1)}
}

func TestAFormsFaultsAreAllTold(t *testing.T) {
	h := newHouse(t)
	tests := map[string]struct {
		change func(f *targets.Form)
		want   string // the fields at fault
	}{
		"a good form":                       {func(*targets.Form) {}, ""},
		"its id":                            {func(f *targets.Form) { f.ID = "Quarterly_1" }, "id"},
		"no name":                           {func(f *targets.Form) { f.Name = " " }, "name"},
		"a name that turns the line":        {func(f *targets.Form) { f.Name = "季报\u202e" }, "name"},
		"a cadence without calendar":        {func(f *targets.Form) { f.Cadence = targets.Once }, "cadence"},
		"closing before opening":            {func(f *targets.Form) { f.Opens = 11 }, "closes"},
		"one day only":                      {func(f *targets.Form) { f.Opens = 10 }, ""},
		"before the period's end":           {func(f *targets.Form) { f.Opens = -1 }, "opens"},
		"no indicators":                     {func(f *targets.Form) { f.Indicators = nil }, "indicators"},
		"an unknown indicator and a twin":   {func(f *targets.Form) { f.Indicators = []string{"issued", "gone", "issued"} }, "indicators indicators"},
		"no step":                           {func(f *targets.Form) { f.Chain = nil }, "chain"},
		"four steps":                        {func(f *targets.Form) { f.Chain = slices.Clone(targets.ChainSteps[:4]) }, "chain"},
		"steps downwards":                   {func(f *targets.Form) { f.Chain = []targets.ChainStep{targets.StepProvince, targets.StepCounty} }, "chain"},
		"a step twice":                      {func(f *targets.Form) { f.Chain = []targets.ChainStep{targets.StepCounty, targets.StepCounty} }, "chain"},
		"an unknown step":                   {func(f *targets.Form) { f.Chain = []targets.ChainStep{"king"} }, "chain"},
		"an unknown office":                 {func(f *targets.Form) { f.Offices = []string{"city", "nowhere"} }, "offices"},
		"no first day":                      {func(f *targets.Form) { f.From = 0 }, "from"},
		"until before from":                 {func(f *targets.Form) { f.Until = targets.NewDate(2025, 12, 31) }, "until"},
		"everything at once, in form order": {func(f *targets.Form) { *f = targets.Form{ID: "x", Closes: 400} }, "name cadence closes from indicators chain"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := goodForm()
			tt.change(&f)
			if got := faultFields(h.PutForm(t.Context(), CommandLine(), f)); got != tt.want {
				t.Errorf("faults %q; want %q", got, tt.want)
			}
		})
	}
	list, err := h.Forms(t.Context(), CommandLine())
	if err != nil || len(list) != 1 || !slices.Equal(list[0].Offices, []string{"city", "county"}) {
		t.Errorf("Forms = %+v, %v; want the good one with its offices sorted", list, err)
	}
}

func TestOneFigureIsReportedByOneOffice(t *testing.T) {
	h := newHouse(t)
	if err := h.PutOffice(t.Context(), CommandLine(), targets.Office{ID: "city-two", Name: "西安市另一局", Area: "610100"}); err != nil {
		t.Fatal(err)
	}
	if err := h.PutForm(t.Context(), CommandLine(), goodForm()); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		change func(f *targets.Form)
		want   string
	}{
		"two offices of an area in one form": {func(f *targets.Form) { f.Offices = []string{"city", "city-two"} }, "offices"},
		"… in two forms":                     {func(f *targets.Form) { f.ID, f.Offices = "second", []string{"city-two"} }, "indicators"},
		"… of another cadence":               {func(f *targets.Form) { f.ID, f.Offices, f.Cadence = "second", []string{"city-two"}, targets.Yearly }, ""},
		"… one of which ended before the other": {func(f *targets.Form) {
			f.ID, f.Offices, f.From, f.Until = "third", []string{"city-two"}, targets.NewDate(2025, 1, 1), targets.NewDate(2025, 12, 31)
		}, ""},
		"offices of areas within each other": {func(f *targets.Form) { f.Offices = []string{"city", "county", "province"} }, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := goodForm()
			tt.change(&f)
			if got := faultFields(h.PutForm(t.Context(), CommandLine(), f)); got != tt.want {
				t.Errorf("faults %q; want %q", got, tt.want)
			}
		})
	}
}

func TestAnAreasAdministratorKeepsToTheArea(t *testing.T) {
	h := newHouse(t)
	h.add("chief", "", targets.Administrator)
	cityID := h.add("cityadmin", "city", targets.Administrator)
	provinceID := h.add("worker", "province", targets.Reporter)
	_, p := h.signIn("cityadmin", goodPassword)
	form := goodForm()
	form.Offices = []string{"city", "province"}
	entry := func(office string) UserEntry {
		return UserEntry{Login: "new." + office, Name: "新人", Office: office, Roles: []targets.Role{targets.Reporter}}
	}
	tests := map[string]struct {
		do   func() error
		want string
	}{
		"an office above": {func() error {
			return h.PutOffice(t.Context(), p, targets.Office{ID: "other", Name: "另一局", Area: "610000"})
		}, "area"},
		"taking an office from above": {func() error {
			return h.PutOffice(t.Context(), p, targets.Office{ID: "province", Name: "省局", Area: "610102"})
		}, unseen().Error()},
		"closing an office above":     {func() error { return h.CloseOffice(t.Context(), p, "province", true) }, unseen().Error()},
		"an office that is not":       {func() error { return h.CloseOffice(t.Context(), p, "nowhere", true) }, unseen().Error()},
		"a form of an office above":   {func() error { return h.PutForm(t.Context(), p, form) }, "offices"},
		"the calendar":                {func() error { return h.PutCalendarYear(t.Context(), p, targets.CalendarYear{Year: 2026}) }, forbidden(ActChangeCalendar).Error()},
		"a user of an office above":   {func() error { _, _, err := h.AddUser(t.Context(), p, entry("province")); return err }, "office"},
		"a user of an unknown office": {func() error { _, _, err := h.AddUser(t.Context(), p, entry("nowhere")); return err }, "office"},
		"disabling somebody above":    {func() error { return h.DisableUser(t.Context(), p, provinceID, true) }, unseen().Error()},
		"a reset of somebody above":   {func() error { _, err := h.ResetPassword(t.Context(), p, provinceID); return err }, unseen().Error()},
		"making oneself more": {func() error {
			return h.ChangeUser(t.Context(), p, cityID, UserEntry{Login: "cityadmin", Name: "管理员", Roles: []targets.Role{targets.Administrator}})
		}, "office"},
		"another's password": {func() error { return h.SetPasswordOf(t.Context(), p, cityID, "Other-2026-Day") }, forbidden(ActChangeUser).Error()},
		"the audit":          {func() error { _, err := h.Audit(t.Context(), p, AuditQuery{}); return err }, forbidden(ActSeeAudit).Error()},
		"an office below is kept": {func() error {
			return h.PutOffice(t.Context(), p, targets.Office{ID: "county", Name: "新城局", Area: "610102"})
		}, ""},
		"a user of an office below": {func() error { _, _, err := h.AddUser(t.Context(), p, entry("county")); return err }, ""},
		"contacts of an office below": {func() error {
			return h.PutContacts(t.Context(), p, "county", []targets.Contact{{Name: "王芳", Phone: "029-1"}})
		}, ""},
		"contacts of an office above": {func() error { return h.PutContacts(t.Context(), p, "province", nil) }, unseen().Error()},
		"a contact without name": {func() error {
			return h.PutContacts(t.Context(), p, "county", []targets.Contact{{Name: "王芳", Phone: "1"}, {}})
		}, "name phone"},
		"a department nobody has": {func() error {
			return h.PutOffice(t.Context(), p, targets.Office{ID: "county", Name: "新城局", Area: "610102", Department: "x"})
		}, "department"},
		"naming a department without reaching everything": {func() error {
			return h.PutOffice(t.Context(), p, targets.Office{ID: "county", Name: "新城局", Area: "610102", Department: "samr"})
		}, "department"},
		"an administrator who enters figures": {func() error {
			return h.ChangeUser(t.Context(), p, cityID, UserEntry{Login: "cityadmin", Name: "管", Office: "city", Roles: []targets.Role{targets.Administrator, targets.Reporter}})
		}, "roles"},
		"a role for oneself": {func() error {
			return h.ChangeUser(t.Context(), p, cityID, UserEntry{Login: "cityadmin", Name: "管", Office: "city", Roles: []targets.Role{targets.Reporter}})
		}, "不能改变自己的单位、角色，也不能停用自己，请由其他管理员办理。"},
		"disabling oneself": {func() error { return h.DisableUser(t.Context(), p, cityID, true) }, "不能改变自己的单位、角色，也不能停用自己，请由其他管理员办理。"},
		"an office of the same name": {func() error {
			return h.PutOffice(t.Context(), p, targets.Office{ID: "twin", Name: "西安市局", Area: "610100"})
		}, "name"},
		"a user without a role": {func() error {
			return h.ChangeUser(t.Context(), p, cityID, UserEntry{Login: "cityadmin", Name: "管", Office: "city"})
		}, "roles"},
		"a login that is taken": {func() error {
			return h.ChangeUser(t.Context(), p, cityID, UserEntry{Login: "worker", Name: "管", Office: "city", Roles: p.User.Roles})
		}, "login"},
		"a role nobody has heard of": {func() error {
			return h.ChangeUser(t.Context(), p, cityID, UserEntry{Login: "cityadmin", Name: "管", Office: "city", Roles: []targets.Role{"king"}})
		}, "roles"},
		"signing out somebody above":   {func() error { return h.SignOutEverywhere(t.Context(), p, provinceID) }, unseen().Error()},
		"nobody may do any of it":      {func() error { _, err := h.Users(t.Context(), nil); return err }, "请先登录。"},
		"nobody signs out everywhere":  {func() error { return h.SignOutEverywhere(t.Context(), nil, "") }, "请先登录。"},
		"nobody changes the password":  {func() error { return h.ChangePassword(t.Context(), nil, "a", "b") }, "请先登录。"},
		"nobody has tokens":            {func() error { _, err := h.Tokens(t.Context(), nil); return err }, "请先登录。"},
		"nobody revokes a token":       {func() error { return h.RevokeToken(t.Context(), nil, "x") }, "请先登录。"},
		"nobody is issued a token":     {func() error { _, _, err := h.IssueToken(t.Context(), nil, TokenEntry{}); return err }, "请先登录。"},
		"nobody has sessions to list":  {func() error { _, err := h.Sessions(t.Context(), nil); return err }, "请先登录。"},
		"nobody keeps the contacts":    {func() error { _, err := h.Contacts(t.Context(), nil, "city"); return err }, "请先登录。"},
		"nobody is shown the calendar": {func() error { _, err := h.Calendar(t.Context(), nil); return err }, "请先登录。"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := faultFields(tt.do()); got != tt.want {
				t.Errorf("%q; want %q", got, tt.want)
			}
		})
	}
	offices, err := h.Offices(t.Context(), p)
	users, err2 := h.Users(t.Context(), p)
	if err := errors.Join(err, err2); err != nil || len(offices) != 2 || offices[0].ID != "city" || len(users) != 2 {
		t.Errorf("seen: %+v, %+v, %v; want the offices of the city and county and their users", offices, users, err)
	}
	if offices[1].Name != "新城局" || len(offices[1].Contacts) != 1 || offices[1].Users != 1 {
		t.Errorf("the county's office %+v", offices[1])
	}
}

func TestTheLastAdministratorOfEverythingStays(t *testing.T) {
	h := newHouse(t)
	id := h.add("chief", "", targets.Administrator)
	h.add("cityadmin", "city", targets.Administrator) // not of everything
	lesser := UserEntry{Login: "chief", Name: "主管", Office: "city", Roles: []targets.Role{targets.Administrator}}
	if err := h.DisableUser(t.Context(), CommandLine(), id, true); targets.KindOf(err) != targets.Conflict {
		t.Errorf("disabling the last one: %v; want Conflict", err)
	}
	if err := h.ChangeUser(t.Context(), CommandLine(), id, lesser); targets.KindOf(err) != targets.Conflict {
		t.Errorf("making the last one less: %v; want Conflict", err)
	}
	h.add("second", "", targets.Administrator)
	if err := h.DisableUser(t.Context(), CommandLine(), id, true); err != nil {
		t.Errorf("with a second one: %v", err)
	}
}

func TestACalendarYearsFaultsNameTheDays(t *testing.T) {
	h := newHouse(t)
	day := targets.NewDate
	good := targets.CalendarYear{Year: 2026, Source: "国办发明电〔2025〕7号", Off: []targets.Date{day(2026, 10, 2), day(2026, 10, 1)}, Work: []targets.Date{day(2026, 10, 10)}}
	if err := h.PutCalendarYear(t.Context(), CommandLine(), good); err != nil {
		t.Fatal(err)
	}
	c, err := h.Calendar(t.Context(), CommandLine())
	if err != nil || c.NextWorking(day(2026, 10, 1)) != day(2026, 10, 5) || !c.Working(day(2026, 10, 10)) {
		t.Errorf("Calendar = %+v, %v", c, err)
	}
	bad := targets.CalendarYear{Year: 2026, Source: "x",
		Off:  []targets.Date{day(2025, 12, 31), day(2026, 10, 1), day(2026, 10, 1)},
		Work: []targets.Date{day(2026, 10, 1), day(2026, 10, 10)}}
	want := []string{"2025-12-31 不在 2026 年", "2026-10-01 出现两次", "2026-10-01 不是周六或周日", "2026-10-01 同时列为休息日和工作日"}
	got := text(h.PutCalendarYear(t.Context(), CommandLine(), bad))
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("faults %q lack %q", got, w)
		}
	}
}

func TestTokens(t *testing.T) {
	h := newHouse(t)
	h.add("wang", "city", targets.Reporter, targets.Viewer)
	h.add("lihua", "city", targets.Reporter)
	_, p := h.signIn("wang", goodPassword)
	_, other := h.signIn("lihua", goodPassword)
	today := targets.DateOf(h.now)
	tests := map[string]struct {
		entry TokenEntry
		want  string // fields at fault
	}{
		"a role of one's own":         {TokenEntry{Name: "程序", Role: targets.Reporter}, ""},
		"a part of one's area":        {TokenEntry{Name: "程序", Role: targets.Viewer, Area: "610102"}, ""},
		"its last day":                {TokenEntry{Name: "程序", Role: targets.Viewer, Expires: today}, ""},
		"a year at most":              {TokenEntry{Name: "程序", Role: targets.Viewer, Expires: today.AddYears(1)}, ""},
		"a day more":                  {TokenEntry{Name: "程序", Role: targets.Viewer, Expires: today.AddYears(1) + 1}, "expires"},
		"expired already":             {TokenEntry{Name: "程序", Role: targets.Viewer, Expires: today - 1}, "expires"},
		"a role one has not":          {TokenEntry{Name: "程序", Role: targets.Administrator}, "role"},
		"an area above":               {TokenEntry{Name: "程序", Role: targets.Viewer, Area: "610000"}, "area"},
		"an area that does not exist": {TokenEntry{Name: "程序", Role: targets.Viewer, Area: "999999"}, "area"},
		"no name":                     {TokenEntry{Role: targets.Viewer}, "name"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			secret, token, err := h.IssueToken(t.Context(), p, tt.entry)
			if got := faultFields(err); got != tt.want || (secret == "") != (tt.want != "") {
				t.Fatalf("faults %q, secret %t; want %q", got, secret != "", tt.want)
			}
			if tt.want != "" {
				return
			}
			b, err := h.Bearer(t.Context(), secret)
			if err != nil || b.Token != token.ID || b.Area != token.Area || len(b.User.Roles) != 1 {
				t.Errorf("Bearer = %+v, %v", b, err)
			}
			if _, _, err := h.IssueToken(t.Context(), b, tt.entry); targets.KindOf(err) != targets.Forbidden {
				t.Errorf("a token issues another: %v", err)
			}
			if err := h.RevokeToken(t.Context(), other, token.ID); targets.KindOf(err) != targets.Forbidden {
				t.Errorf("a colleague revokes it: %v; want Forbidden", err)
			}
		})
	}
	list, err := h.Tokens(t.Context(), p)
	if err != nil || len(list) != 4 || list[0].Owner != "用户wang" {
		t.Fatalf("Tokens = %+v, %v; want four", list, err)
	}
	if list, err := h.Tokens(t.Context(), other); err != nil || len(list) != 0 {
		t.Errorf("a colleague sees %+v, %v", list, err)
	}
	for name, secret := range map[string]string{"forged": tokenPrefix + newSecret(), "a session": newSecret(), "empty": "", "the hash": list[0].Hash} {
		if _, err := h.Bearer(t.Context(), secret); targets.KindOf(err) != targets.Forbidden {
			t.Errorf("%s: %v; want Forbidden", name, err)
		}
	}
	endings := map[string]func(id string) error{
		"revoked by the owner":      func(id string) error { return h.RevokeToken(t.Context(), p, id) },
		"revoked by administration": func(id string) error { return h.RevokeToken(t.Context(), CommandLine(), id) },
		"expired":                   func(string) error { h.now = h.now.Add(24 * time.Hour); return nil },
		"its owner disabled":        func(string) error { return h.DisableUser(t.Context(), CommandLine(), p.User.ID, true) },
	}
	for _, name := range []string{"revoked by the owner", "revoked by administration", "expired", "its owner disabled"} {
		secret, token, err := h.IssueToken(t.Context(), p, TokenEntry{Name: "程序", Role: targets.Viewer, Expires: targets.DateOf(h.now)})
		if err == nil {
			err = endings[name](token.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Bearer(t.Context(), secret); targets.KindOf(err) != targets.Forbidden {
			t.Errorf("%s: %v; want Forbidden", name, err)
		}
	}
}

func TestTheAuditInWords(t *testing.T) {
	h := newHouse(t)
	id := h.add("wang", "city", targets.Reporter)
	_, p := h.signIn("wang", goodPassword)
	_, token, err := h.IssueToken(t.Context(), p, TokenEntry{Name: "程序", Role: targets.Reporter})
	if err == nil {
		err = errors.Join(h.RevokeToken(t.Context(), p, token.ID), h.PutForm(t.Context(), CommandLine(), goodForm()),
			h.DisableUser(t.Context(), CommandLine(), id, true))
	}
	if err != nil {
		t.Fatal(err)
	}
	page, err := h.Audit(t.Context(), CommandLine(), AuditQuery{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range page.Rows {
		got = append(got, r.Who+" "+r.What+"："+r.Text)
	}
	want := []string{
		"命令行 变更登记册：用户「用户wang」的权限：填报员，西安市局（已停用）",
		"命令行 变更登记册：新增报表：《标准化季报》",
		"用户wang 变更登记册：撤销接口令牌 " + token.ID,
		"用户wang 变更登记册：签发接口令牌 " + token.ID,
		"用户wang 账号和联系人：「用户wang」的密码经一次性链接设置",
		"命令行 变更登记册：用户「用户wang」的权限：填报员，西安市局",
		"命令行 变更登记册：新增填报单位：陕西省局",
		"命令行 变更登记册：新增填报单位：新城区局",
		"命令行 变更登记册：新增填报单位：西安市局",
	}
	if len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
		t.Errorf("the audit is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if page.Head != page.Rows[0].Sequence || page.HeadHash != page.Rows[0].Hash || page.Before != 0 {
		t.Errorf("head %d %s, next page %d", page.Head, page.HeadHash, page.Before)
	}
	first, err := h.Audit(t.Context(), CommandLine(), AuditQuery{N: 2})
	second, err2 := h.Audit(t.Context(), CommandLine(), AuditQuery{N: 2, Before: first.Before})
	if errors.Join(err, err2) != nil || first.Rows[1].Sequence != second.Rows[0].Sequence+1 {
		t.Errorf("pages of two: %+v, then %+v", first, second)
	}
	mine, err := h.Audit(t.Context(), CommandLine(), AuditQuery{Actor: id})
	if err != nil || len(mine.Rows) != 3 {
		t.Errorf("of one user: %+v, %v; want three", mine, err)
	}
}

func TestTheAuditTellsWhatBecameOfALateRequest(t *testing.T) {
	h := newHouse(t)
	if err := h.PutForm(t.Context(), CommandLine(), goodForm()); err != nil {
		t.Fatal(err)
	}
	late := targets.Late{FilingKey: targets.FilingKey{Form: "quarterly", Office: "city", Period: targets.Months(2026, 1, 3)}, State: targets.LateRequested, Reason: "人员变动", By: "u1"}
	granted := late
	granted.State, granted.Answer, granted.Until, granted.Judge, granted.Alone = targets.LateGranted, "同意", targets.NewDate(2026, 5, 20), "u2", true
	for _, l := range []targets.Late{late, granted} {
		if _, err := h.store.PutRegister(t.Context(), Operator, targets.RegisterChange{Lates: []targets.Late{l}}, h.now); err != nil {
			t.Fatal(err)
		}
	}
	page, err := h.Audit(t.Context(), CommandLine(), AuditQuery{N: 2})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"已同意补报：《标准化季报》 西安市局 2026-Q1，至 2026-05-20（由本单位其他审核员答复，没有其他单位可以答复），同意",
		"已申请补报：《标准化季报》 西安市局 2026-Q1，人员变动"}
	if got := []string{page.Rows[0].Text, page.Rows[1].Text}; !slices.Equal(got, want) {
		t.Errorf("the audit is %q; want %q", got, want)
	}
}

// TestWhatBecomesOfAccountsIsChained without names: above all who may set whose
// password, for with it an administrator could enter figures as somebody else.
func TestWhatBecomesOfAccountsIsChained(t *testing.T) {
	h := newHouse(t)
	id := h.add("wang", "city", targets.Reporter)
	_, p := h.signIn("wang", goodPassword)
	h.now = h.now.Add(time.Minute)
	_, err := h.ResetPassword(t.Context(), CommandLine(), id)
	err = errors.Join(err, h.ChangePassword(t.Context(), p, goodPassword, "Other-2026-Day"), h.Unlock(t.Context(), CommandLine(), id),
		h.SetPasswordOf(t.Context(), CommandLine(), id, "Third-2026-Day"), h.SignOutEverywhere(t.Context(), CommandLine(), id),
		h.PutContacts(t.Context(), CommandLine(), "city", []targets.Contact{{Name: "赵敏", Phone: "029-1"}}))
	if err != nil {
		t.Fatal(err)
	}
	page, err := h.Audit(t.Context(), CommandLine(), AuditQuery{Action: "account"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range page.Rows {
		got = append(got, r.Who+"："+r.Text)
		if strings.Contains(r.Content, "wang") || strings.Contains(r.Content, "赵敏") || strings.Contains(r.Content, "argon2") {
			t.Errorf("entry %d is %s; want neither name nor password", r.Sequence, r.Content)
		}
	}
	want := []string{"命令行：西安市局的联系人已修改", "命令行：「用户wang」在所有地方退出登录", "命令行：「用户wang」的密码在命令行设置", "命令行：「用户wang」解除锁定",
		"用户wang：「用户wang」修改了密码", "命令行：「用户wang」的设置密码链接已签发", "用户wang：「用户wang」的密码经一次性链接设置"}
	if !slices.Equal(got, want) {
		t.Errorf("the audit is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
