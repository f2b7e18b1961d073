package entry

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/targets"
)

func TestALateRequestIsAnswered(t *testing.T) {
	w := newReviewWorld(t)
	_, page := w.visitor("sunlh").get("/work/late/")
	want(t, page, []string{"没有等您答复的补报申请"})
	w.overdue()
	if err := w.desk.RequestLate(t.Context(), w.person("wangxh"), filingZJ, "专家信息系统故障<b>"); err != nil {
		t.Fatal(err)
	}
	const path = "/work/late/standards-quarterly/zj-amr/2025-Q1"
	judge := w.visitor("sunlh")
	_, page = judge.get("/work/late/")
	want(t, page, []string{"有 1 份补报申请等您答复", "浙江省市场监督管理局", "专家信息系统故障&lt;b&gt;", "2025-04-15", path, "王小华"}, "系统故障<b>")

	status, page := judge.post(path, url.Values{"do": {"grant"}, "until": {"2025年5月"}, "answer": {"同意"}})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("a day that is none is answered %d", status)
	}
	want(t, page, []string{"fault-until", `value="2025年5月"`, ">同意</textarea>"})
	if status, page = judge.post(path, url.Values{"do": {"refuse"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("a refusal without a reason is answered %d %s", status, shown(page))
	}
	status, to := judge.post(path, url.Values{"do": {"grant"}, "until": {"2025-04-25"}, "answer": {"同意，请尽快"}})
	if status != http.StatusSeeOther {
		t.Fatalf("a grant is answered %d %s", status, shown(to))
	}
	_, page = w.visitor("wangxh").get("/work/late/")
	want(t, page, []string{"同意，至 2025-04-25", "同意，请尽快"}, path)
	status, _ = w.visitor("hangzh").post(path, url.Values{"do": {"grant"}, "until": {"2025-05-25"}})
	if status == http.StatusSeeOther {
		t.Error("a reporter of another office answers a late request")
	}
	_, page = w.visitor("hangzh").get("/work/late/")
	want(t, page, nil, "专家信息系统故障", "浙江省市场监督管理局")
}

func TestTasksAreReportedClosedAndAssigned(t *testing.T) {
	w := newReviewWorld(t)
	clerk, judge := w.visitor("wangxh"), w.visitor("sunlh")
	_, page := clerk.get("/work/ledger/")
	want(t, page, []string{"共 3 项", "尚无上报 3", "逾期 1", "关于深入推进标准化的实施意见", "省经信厅、省科技厅、各有关部门", "平台建设", "未规定", "/work/tasks/zj-task-1"})
	_, page = clerk.get("/work/ledger/?by=department&department=zj-jxt")
	want(t, page, []string{"省经信厅", "共 2 项"}, "健全标准化协调机制")
	_, page = clerk.get("/work/ledger/?stage=overdue")
	want(t, page, []string{"共 1 项", "清除"}, "健全标准化协调机制</a>")

	const task = "/work/tasks/zj-task-1"
	status, page := clerk.post(task+"/report", url.Values{"stage": {"done"}, "on": {"2025-13-01"}, "text": {"已发布<i>12项"}})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("a day that is none is answered %d", status)
	}
	want(t, page, []string{"已发布&lt;i&gt;12项</textarea>", `value="done" checked`, "fault-on"}, "<i>12项")
	status, to := clerk.upload(task+"/report", url.Values{"stage": {"done"}, "on": {"2025-03-31"}, "text": {"已发布12项"}}, "../../证明.pdf", "%PDF-1.4\n%%EOF\n")
	if status != http.StatusSeeOther || to != task+"?done=recorded" {
		t.Fatalf("a report is answered %d %s", status, shown(to))
	}
	_, page = judge.get(task)
	want(t, page, []string{"已完成", "已发布12项", "证明.pdf", "王小华", `name="do" value="close"`, "本地指定责任单位"}, "../../")
	if status, _ = clerk.post(task+"/close", url.Values{"do": {"close"}}); status == http.StatusSeeOther {
		t.Error("the department closes its own task")
	}
	if status, to = judge.post(task+"/close", url.Values{"do": {"close"}, "reason": {"材料齐全"}}); status != http.StatusSeeOther {
		t.Fatalf("closing is answered %d %s", status, shown(to))
	}
	_, page = clerk.get(task)
	want(t, page, []string{"已销号", "材料齐全"}, `action="/work/tasks/zj-task-1/report"`)
	if status, to = judge.post(task+"/close", url.Values{"do": {"reopen"}, "reason": {"还差两项"}}); status != http.StatusSeeOther {
		t.Fatalf("reopening is answered %d %s", status, shown(to))
	}
	status, to = judge.post("/work/tasks/zj-task-3/assign", url.Values{"part": {"lead", "division", "participant"}, "unit": {"杭州市市场监督管理局", "标准化处", ""}})
	if status != http.StatusSeeOther {
		t.Fatalf("an assignment is answered %d %s", status, shown(to))
	}
	_, page = w.visitor("hangzh").get("/work/tasks/zj-task-3")
	want(t, page, []string{"本地指定", "杭州市市场监督管理局", "标准化处", `action="/work/tasks/zj-task-3/report"`})
	if status, _ = clerk.get("/work/tasks/nothing"); status != http.StatusNotFound {
		t.Errorf("a task nobody has is answered %d", status)
	}
}

func TestRemindersAreListedAndSent(t *testing.T) {
	w := newReviewWorld(t)
	v := w.visitor("sunlh")
	_, page := v.get("/work/reminders/")
	want(t, page, []string{"没有应报未报的报表；2 份将在 7 天内截止", "还有 7 天"})
	w.overdue()
	v = w.visitor("sunlh")
	_, page = v.get("/work/reminders/")
	want(t, page, []string{"2 个单位有 2 份报表应报未报", "逾期 5 天", "周静", "0571-87000001", "8 项"})
	_, list := v.get("/work/reminders/list.csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(list, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("the list has %d rows, %v; want a head and three contacts\n%s", len(rows), err, list)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "+") {
				t.Errorf("the list holds %q, which a spreadsheet runs", cell)
			}
		}
	}
	_, page = w.visitor("qianhz").get("/work/reminders/")
	want(t, page, []string{"周静"}, "王小华", "0571-85000001")
}

func TestRatesAreToldByArea(t *testing.T) {
	w := newReviewWorld(t)
	w.handIn()
	w.overdue()
	v := w.visitor("sunlh")
	_, page := v.get("/work/rates/")
	want(t, page, []string{"浙江省近一年应报 16 项，按时 8 项，迟报 0 项，未报 8 项；报送率 50.0%，按时率 50.0%", "杭州市", "100.0%"})
	_, page = v.get("/work/rates/?form=standards-quarterly&period=2025-Q1&area=330100")
	want(t, page, []string{"杭州市本期应报 8 项", "2025年第一季度"})
	if status, _ := v.get("/work/rates/?form=standards-quarterly&period=2025-Q9"); status != http.StatusUnprocessableEntity {
		t.Errorf("a fifth quarter is answered %d", status)
	}
}

func TestAnAdministratorKeepsTheRegister(t *testing.T) {
	w := newReviewWorld(t)
	v := w.visitor("guanli")
	for _, path := range []string{"/work/admin/", "/work/admin/offices/", "/work/admin/users/", "/work/admin/forms/", "/work/admin/calendar/", "/work/admin/tokens/", "/work/admin/audit/", "/work/admin/new-form", "/work/admin/forms/standards-quarterly", "/work/admin/offices/zj-amr"} {
		if status, page := v.get(path); status != http.StatusOK {
			t.Fatalf("GET %s = %d %s", path, status, shown(page))
		}
	}
	status, page := v.post("/work/admin/offices/", url.Values{"id": {"Nb AMR"}, "name": {"<宁波>"}, "area": {"宁波市"}})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong office is answered %d", status)
	}
	want(t, page, []string{"没有这个地区：宁波市", `value="&lt;宁波&gt;"`, "<details class=\"card\" open>"}, "<宁波>")
	status, to := v.post("/work/admin/offices/", url.Values{"id": {"hz-lhb"}, "name": {"杭州市联席办"}, "area": {"杭州市"}})
	if status != http.StatusSeeOther || to != "/work/admin/offices/hz-lhb?done=office-added" {
		t.Fatalf("a new office is answered %d %s", status, shown(to))
	}
	if status, to = v.post("/work/admin/offices/", url.Values{"id": {"hz-lhb"}, "name": {"别的"}, "area": {"330100"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("an id that is taken is answered %d %s", status, to)
	}
	if status, to = v.post("/work/admin/offices/hz-lhb/contacts", url.Values{"contact": {"张三", ""}, "post": {"主任", ""}, "phone": {"0571-1", ""}}); status != http.StatusSeeOther {
		t.Errorf("contacts are answered %d %s", status, shown(to))
	}
	status, page = v.post("/work/admin/offices/hz-lhb/contacts", url.Values{"contact": {"张三"}, "post": {"主任"}, "phone": {""}})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("a contact without a phone is answered %d", status)
	}
	want(t, page, []string{"第 1 行电话："})
	if status, to = v.post("/work/admin/offices/hz-lhb/close", url.Values{"do": {"close"}}); !strings.HasSuffix(to, "office-closed") {
		t.Errorf("closing an office is answered %d %s", status, to)
	}
}

func TestAnInviteIsShownOnce(t *testing.T) {
	w := newReviewWorld(t)
	v := w.visitor("guanli")
	status, page := v.post("/work/admin/users/", url.Values{"login": {"newbie"}, "name": {"新人"}, "office": {"没有的单位"}, "role": {"reporter"}})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("an office that is none is answered %d", status)
	}
	want(t, page, []string{"没有这个填报单位：没有的单位", `value="newbie"`, `value="reporter" checked`})
	status, page = v.post("/work/admin/users/", url.Values{"login": {"newbie"}, "name": {"新人"}, "office": {"杭州市市场监督管理局"}, "role": {"reporter"}})
	if status != http.StatusOK || !strings.Contains(page, w.server.URL+"/invite?link=") {
		t.Fatalf("a new user is answered %d %s", status, shown(page))
	}
	_, page = v.get("/work/admin/users/")
	want(t, page, []string{"newbie", "未设密码"}, "invite?link=")
	users, err := w.accounts.Users(t.Context(), w.person("guanli"))
	if err != nil {
		t.Fatal(err)
	}
	var id string
	for _, u := range users {
		if u.Login == "hangzh" {
			id = u.ID
		}
	}
	if status, to := v.post("/work/admin/users/"+id+"/state", url.Values{"do": {"disable"}}); !strings.HasSuffix(to, "user-disable") {
		t.Errorf("disabling a user is answered %d %s", status, shown(to))
	}
	if _, _, err := w.accounts.SignIn(t.Context(), "hangzh", password, "127.0.0.1"); targets.KindOf(err) != targets.Forbidden {
		t.Errorf("a disabled user signs in: %v", err)
	}
	if status, page = v.post("/work/admin/users/"+id+"/reset", nil); status == http.StatusInternalServerError {
		t.Errorf("a reset is answered %d %s", status, shown(page))
	}
}

func TestAFormIsPreviewedAndSaved(t *testing.T) {
	w := newReviewWorld(t)
	v := w.visitor("guanli")
	form := url.Values{"id": {"halfyear"}, "name": {"半年报"}, "cadence": {"half_yearly"}, "opens": {"1"}, "closes": {"十"}, "from": {"2025-01-01"},
		"chain": {"office"}, "indicators": {"bodies", "experts"}, "offices": {officeHZ}, "do": {"save"}}
	form["cadence"] = []string{string(targets.HalfYearly)}
	status, page := v.post("/work/admin/new-form", form)
	if status != http.StatusUnprocessableEntity {
		t.Errorf("a number in words is answered %d", status)
	}
	want(t, page, []string{"应为整数天数", `value="十"`, `value="bodies" checked`})
	form["closes"], form["do"] = []string{"5"}, []string{"preview"}
	status, page = v.post("/work/admin/new-form", form)
	if status != http.StatusOK {
		t.Errorf("a preview is answered %d", status)
	}
	// 2025-07-05 is a Saturday, 2026-01-05 a Monday, 2026-07-05 a Sunday.
	want(t, page, []string{"2025年上半年", "2025-07-07", "遇休息日顺延", "2026-01-05", "2026-07-06"})
	if forms, _ := w.accounts.Forms(t.Context(), w.person("guanli")); len(forms) != 1 {
		t.Errorf("a preview saves: there are %d forms", len(forms))
	}
	form["do"] = []string{"save"}
	if status, to := v.post("/work/admin/new-form", form); status != http.StatusSeeOther {
		t.Errorf("a form is answered %d %s", status, shown(to))
	}
	if status, _ = v.post("/work/admin/new-form", form); status != http.StatusUnprocessableEntity {
		t.Errorf("an id that is taken is answered %d", status)
	}
	status, page = v.post("/work/admin/calendar/", url.Values{"year": {"2025"}, "source": {"国办发明电〔2024〕12号"}, "off": {"2025-10-01\n十月二日"}, "work": {"2025-09-28"}})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("a day in words is answered %d", status)
	}
	want(t, page, []string{"第 2 行不是日期：十月二日", "2025-10-01\n十月二日"})
	if status, to := v.post("/work/admin/calendar/", url.Values{"year": {"2025"}, "source": {"国办发明电〔2024〕12号"}, "off": {"2025-10-01"}, "work": {"2025-09-28"}}); status != http.StatusSeeOther {
		t.Errorf("a year is answered %d %s", status, shown(to))
	}
}

func TestATokenIsShownOnceAndRevoked(t *testing.T) {
	w := newReviewWorld(t)
	v := w.visitor("wangxh")
	if status, _ := v.post("/work/admin/tokens/", url.Values{"name": {"每日取数"}, "role": {"administrator"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("a role one has not is answered %d", status)
	}
	status, page := v.post("/work/admin/tokens/", url.Values{"name": {"每日取数"}, "role": {"reporter"}})
	if status != http.StatusOK || !strings.Contains(page, "biaochi_") {
		t.Fatalf("a token is answered %d %s", status, shown(page))
	}
	_, page = v.get("/work/admin/tokens/")
	want(t, page, []string{"每日取数", "填报员，浙江省", "撤销后，使用它的程序立即不能再调用接口"}, "biaochi_", "/work/admin/users/")
	tokens, err := w.accounts.Tokens(t.Context(), w.person("wangxh"))
	if err != nil {
		t.Fatal(err)
	}
	if status, to := w.visitor("hangzh").post("/work/admin/tokens/"+tokens[0].ID+"/revoke", nil); status == http.StatusSeeOther {
		t.Errorf("another's token is revoked: %s", to)
	}
	if status, to := v.post("/work/admin/tokens/"+tokens[0].ID+"/revoke", nil); status != http.StatusSeeOther {
		t.Errorf("revoking is answered %d %s", status, shown(to))
	}
}

func TestTheAuditIsForWhoAdministersEverything(t *testing.T) {
	w := newReviewWorld(t)
	w.handIn()
	v := w.visitor("guanli")
	_, page := v.get("/work/admin/audit/")
	_, hash, err := w.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want(t, page, []string{hash, "杭州填报员", "上报", "命令行", "建库"}, "0571-87000001")
	_, page = v.get("/work/admin/audit/?action=register")
	want(t, page, []string{"变更登记册", "清除"}, ">建库</span>")
	for _, login := range []string{"wangxh", "sunlh", "hangzh"} {
		v := w.visitor(login)
		for _, path := range []string{"/work/admin/", "/work/admin/audit/", "/work/admin/users/", "/work/admin/offices/", "/work/admin/forms/"} {
			status, page := v.get(path)
			if status != http.StatusForbidden && status != http.StatusNotFound {
				t.Errorf("GET %s as %s = %d", path, login, status)
			}
			want(t, page, nil, hash, "钱杭", "zj-lhb")
		}
	}
}
