package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/biaochi/biaochi/targets"
)

// quarterNow is a Tuesday in the window of the last quarter of 2025, at whose end the
// target of 4000 standards came due; all shipped figures are published.
var quarterNow = time.Date(2026, 3, 10, 10, 0, 0, 0, targets.Shanghai)

const (
	secretWord = "Biaochi-2026!"

	// publishedFigure is the newest that was published of madeTarget, of 2025-03-31.
	publishedFigure = "3923"

	filingZJ = "/work/filings/zj-quarterly/zj-amr/2025-Q4"
)

// A served program is the whole of it, open to a browser at a fixed time.
type served struct {
	t       *testing.T
	dir, db string
	url     string
	out     *safeBuffer
}

// serving serves a database until the test ends.
func serving(t *testing.T, db string, args ...string) *served {
	t.Helper()
	s := &served{t: t, dir: filepath.Dir(db), db: db, out: &safeBuffer{}}
	var errs safeBuffer
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "--db", db, "--web.listen-address", "127.0.0.1:0"}, args...),
			console{strings.NewReader(""), s.out, &errs, func() time.Time { return quarterNow }})
	}()
	t.Cleanup(func() {
		stop()
		if status := <-ended; status != exitDone {
			t.Errorf("serve ended with %d", status)
		}
		if errs.String() != "" {
			t.Errorf("the log holds %s", errs.String())
		}
	})
	s.url = s.said(`总览 +(\S+)/\n`)
	return s
}

// said waits for a line on the console and returns its part in brackets.
func (s *served) said(pattern string) string {
	s.t.Helper()
	line := regexp.MustCompile(pattern)
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if m := line.FindStringSubmatch(s.out.String()); m != nil {
			return m[1]
		}
	}
	s.t.Fatalf("the console does not say %s:\n%s", pattern, s.out)
	return ""
}

// get reads an address without signing in.
func (s *served) get(path string) string {
	s.t.Helper()
	r, err := http.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %s, %v", path, r.Status, err)
	}
	return string(b)
}

// command runs another command on the served database.
func (s *served) command(args ...string) string {
	s.t.Helper()
	var out, errs bytes.Buffer
	status := run(s.t.Context(), append(args, "--db", s.db), console{strings.NewReader(""), &out, &errs, func() time.Time { return quarterNow }})
	if status != exitDone {
		s.t.Fatalf("biaochi %s: exit %d\n%s", strings.Join(args, " "), status, errs.String())
	}
	return out.String()
}

// surfaces are all places where the target's figure is read.
func (s *served) surfaces() map[string]string {
	s.t.Helper()
	folder := filepath.Join(s.t.TempDir(), "site")
	s.command("report", "--out", folder)
	return map[string]string{
		"metrics": s.gauge("biaochi_target_value"), "overview": s.row("/"), "target": s.get("/targets/" + madeTarget + ".html"),
		"targets": s.listed(), "report": read(s.t, folder, "targets/"+madeTarget+".html"),
	}
}

// gauge is the value of a metric of the target.
func (s *served) gauge(metric string) string {
	s.t.Helper()
	line := regexp.MustCompile(`(?m)^` + metric + `\{[^}]*target="` + madeTarget + `"[^}]*\} (\S+)$`)
	m := line.FindStringSubmatch(s.get("/metrics"))
	if m == nil {
		s.t.Fatalf("/metrics has no %s of %s", metric, madeTarget)
	}
	return m[1]
}

// row is what a page says from the target's link on.
func (s *served) row(path string) string {
	s.t.Helper()
	_, after, found := strings.Cut(s.get(path), "targets/"+madeTarget+".html")
	if !found {
		s.t.Fatalf("%s does not list the target", path)
	}
	row, _, _ := strings.Cut(after, "</tr>")
	return row
}

func (s *served) listed() string {
	s.t.Helper()
	for line := range strings.Lines(s.command("targets", "--format", "csv")) {
		if strings.HasPrefix(line, madeTarget+",") {
			return line
		}
	}
	s.t.Fatal("biaochi targets does not list the target")
	return ""
}

// shows fails unless every surface shows a figure, and none another. The target's
// pages go on telling the figure of the earlier period.
func (s *served) shows(figure, not string) {
	s.t.Helper()
	for name, text := range s.surfaces() {
		want, wrong := figure, not
		if name != "metrics" && name != "targets" {
			want, wrong = grouped(figure), grouped(not)
		}
		if (name == "target" || name == "report") && not == publishedFigure {
			wrong = ""
		}
		if !strings.Contains(text, want) {
			s.t.Errorf("%s does not show %s: %.300s", name, want, text)
		}
		if wrong != "" && strings.Contains(text, wrong) {
			s.t.Errorf("%s shows %s", name, wrong)
		}
	}
}

// grouped is a figure of four digits as a person reads it.
func grouped(figure string) string {
	if len(figure) != 4 {
		return figure
	}
	return figure[:1] + "," + figure[1:]
}

// claim takes the console's link as the first administrator.
func (s *served) claim(b *tab) {
	s.t.Helper()
	b.visit(s.said(`(http\S+/first-run\?link=\S+)`))
	b.sound("claim")
	b.write("#login", "guanli")
	b.write("#name", "管理员")
	b.password("/sign-in$")
	b.reads("管理员账号已建立，请登录。")
}

// password types a new password twice and sends it.
func (b *tab) password(next string) {
	b.t.Helper()
	b.write("#password", secretWord)
	b.write("#again", secretWord)
	b.goes("main button.primary", next)
}

// enter signs a person in by the page, without the mouse.
func (s *served) enter(b *tab, login, next string) {
	s.t.Helper()
	b.visit(s.url + "/sign-in?next=" + next)
	b.wait(`document.activeElement.id === 'login'`)
	b.leaving(func() { b.press(login + "\t" + secretWord + "\r") }, "^"+regexp.QuoteMeta(next)+"$")
}

// leave signs out by the page.
func (b *tab) leave() {
	b.t.Helper()
	b.goes(`form[action="/sign-out"] button`, "/sign-in$")
	b.reads("已退出登录。")
}

// addOffice registers an office by the page.
func (s *served) addOffice(b *tab, id, name, area string) {
	s.t.Helper()
	b.visit(s.url + "/work/admin/offices/")
	if !ask[bool](b, `document.querySelector('details.card').open`) {
		b.click("details.card summary")
	}
	b.write("#id", id)
	b.write("#name", name)
	b.write("#area", area)
	b.press("\t") // closes the list of areas
	b.goes("details.card button.primary", "/work/admin/offices/"+id+"$")
	b.reads("填报单位已登记。", name)
}

// addForm makes a quarterly form of indicators for offices.
func (s *served) addForm(b *tab, id, name string, indicators, offices []string) {
	s.t.Helper()
	b.visit(s.url + "/work/admin/new-form")
	b.sound("form")
	b.write("#id", id)
	b.write("#name", name)
	b.write("#closes", "80")
	b.put("#from", "2025-10-01")
	for _, i := range indicators {
		b.click(`[name=indicators][value="` + i + `"]`)
	}
	for _, o := range offices {
		b.click(`[name=offices][value="` + o + `"]`)
	}
	b.goes("main > form > .actions button.primary", "/work/admin/forms/")
	b.reads("报表已保存。")
}

// addUser registers a user by the page and returns the invitation.
func (s *served) addUser(b *tab, login, name, office string, role targets.Role) (link string) {
	s.t.Helper()
	b.visit(s.url + "/work/admin/users/")
	b.click("details.card summary")
	b.write("#login", login)
	b.write("#name", name)
	b.write("#office", office)
	b.press("\t") // closes the list of offices
	for _, r := range targets.Roles {
		if box := `[name=role][value="` + string(r) + `"]`; ask[bool](b, `document.querySelector('`+box+`').checked`) != (r == role) {
			b.click(box)
		}
	}
	b.goes("details.card button.primary", "/work/admin/users/")
	b.sound("link")
	return ask[string](b, `document.getElementById('secret').textContent`)
}

// founded is a site with offices, a form and people, all madeIndicator by the pages.
func (s *served) founded(b *tab) {
	s.t.Helper()
	s.claim(b)
	s.enter(b, "guanli", "/work/")
	b.sound("admin-home")
	s.addOffice(b, "zj-amr", "浙江省市场监督管理局", "浙江省")
	b.sound("office")
	s.addOffice(b, "hz-amr", "杭州市市场监督管理局", "330100")
	s.addOffice(b, "zj-pilot", "浙江省标准化改革办公室", "330000")
	s.addForm(b, "zj-quarterly", "标准化工作季报", quarterIndicators, []string{"zj-amr", "hz-amr"})
	links := map[string]string{
		"wangxh": s.addUser(b, "wangxh", "王小华", "浙江省市场监督管理局", targets.Reporter),
		"zhaosh": s.addUser(b, "zhaosh", "赵审", "浙江省市场监督管理局", targets.Reviewer),
		"qianfh": s.addUser(b, "qianfh", "钱复核", "浙江省标准化改革办公室", targets.Reviewer),
	}
	for _, path := range []string{"admin/", "admin/offices/", "admin/users/", "admin/forms/", "admin/forms/zj-quarterly", "admin/calendar/", "admin/tokens/", "admin/audit/", "account"} {
		b.visit(s.url + "/work/" + path)
		b.sound(strings.Trim(strings.ReplaceAll(path, "/", "-"), "-"))
	}
	b.leave()
	for login, link := range links {
		b.visit(link)
		b.reads("「" + login + "」")
		if login == "wangxh" {
			b.sound("invite")
		}
		b.password("/sign-in$")
	}
	b.quiet()
}

// quarterIndicators are numbers of the province's plan that a quarter brings, in the
// order of the form.
var quarterIndicators = []string{
	scienceShare, "international-standards-led-or-joined-new", "national-standards-led-new", madeIndicator, "local-standard-making-time",
}

const scienceShare = "science-projects-key-tech-yielding-standards"

func cellOf(column, indicator string) string { return `[name="` + column + `.` + indicator + `"]` }

const savedByItself = `/^已自动保存 \d\d:\d\d$/.test(document.getElementById('saved').textContent)`

// found waits for the finding beside a cell.
func (b *tab) found(indicator, text string) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`document.querySelector('tr[data-row="%s"]').innerText.includes(%q)`, indicator, text))
}

// sign fills in what the form asks for beside its figures.
func (b *tab) sign() {
	b.t.Helper()
	b.write("#cause", "标准立项集中在下半年")
	b.write("#measure", "按月调度")
	b.write("#expected", "2026-06-30")
	b.write("#head", "陈局长")
	b.write("#filler", "王小华")
	b.write("#phone", "0571-00000000")
}

// handIn goes from the grid over the summary to the receipt.
func (b *tab) handIn(names string) {
	b.t.Helper()
	b.goes(".bar .primary", filingZJ+"/submit$")
	b.sound(names + "-summary")
	b.goes("main button.primary", filingZJ+"/receipt/")
	b.sound(names + "-receipt")
}

func TestAQuarterFromTheFirstLinkToThePublicFigure(t *testing.T) {
	b := openBrowser(t)
	s := serving(t, filepath.Join(t.TempDir(), "biaochi.db"))
	s.founded(b)
	s.shows(publishedFigure, "3902")

	b.copied("61\t58\n4\n38\n3902\n186\t12\n")
	b.clicks, b.keys = 0, 0
	s.enter(b, "wangxh", "/work/")
	b.sound("home")
	b.goes(".filings .do a", filingZJ)
	b.sound("grid")
	b.click(cellOf("a", scienceShare))
	b.paste()
	b.found(madeIndicator, "累计数 3902 低于 2025-03-31 的 3923")
	b.found(scienceShare, "分子 61 大于分母 58")
	b.sound("grid-findings")
	b.goes(".bar .primary", filingZJ)
	b.sound("grid-refused")
	b.quiet("422")
	b.write(cellOf("a", scienceShare), "51")
	b.write(cellOf("note", madeIndicator), "废止21项")
	b.sign()
	b.wait(savedByItself)
	b.sound("grid-answered")
	b.handIn("first")
	t.Logf("the reporter's first submission: %d clicks, %d keys", b.clicks, b.keys)
	s.shows(publishedFigure, "3902")

	s.returned(b)
	s.shows(publishedFigure, "3902")
	s.corrected(b)
	s.shows(publishedFigure, "4012")
	s.approved(b, "zhaosh", "已审核通过，转下一级审核。")
	s.shows(publishedFigure, "4012")
	s.approved(b, "qianfh", "已审核通过，已进入公开页面和指标。")

	s.shows("4012", publishedFigure)
	// 4012 ÷ 4000 = 1.003; (4012 − 2579) ÷ (4000 − 2579) = 1433 ÷ 1421 = 1.008445
	for metric, want := range map[string]string{"biaochi_target_completion_ratio": "1.003", "biaochi_target_progress_ratio": "1.008445"} {
		if got := s.gauge(metric); got != want {
			t.Errorf("%s is %s; want %s", metric, got, want)
		}
	}
	b.visit(s.url + "/targets/" + madeTarget + ".html")
	b.reads("4,012项", "按期完成")
	b.sound("public-target")
	if got := s.command("verify"); !strings.HasPrefix(got, "核对无误") {
		t.Errorf("verify says %s", got)
	}
	b.quiet("422")
}

// returned sends the first submission back, as the office's own reviewer.
func (s *served) returned(b *tab) {
	s.t.Helper()
	b.leave()
	s.enter(b, "zhaosh", "/work/review/")
	b.sound("queue")
	b.goes("[data-open]", "/work/review/[0-9]+$")
	b.reads("3,902", "废止21项", "标准立项集中在下半年", "由您审核")
	b.sound("review")
	b.click(`[name=figure][value="` + madeIndicator + `"]`)
	b.goes(`button[value="return"]`, "/work/review/[0-9]+$")
	b.sound("review-refused")
	b.write("#reason", "累计数含已废止的，不应核减，请核对。")
	b.goes(`button[value="return-all"]`, "/work/review/")
	b.reads("已退回，填报单位现在就能看到您的意见。")
	b.leave()
}

// corrected hands in again what came back.
func (s *served) corrected(b *tab) {
	s.t.Helper()
	b.clicks, b.keys = 0, 0
	s.enter(b, "wangxh", "/work/")
	b.reads("累计数含已废止的，不应核减，请核对。")
	b.sound("home-returned")
	b.goes(".filings .do a", filingZJ)
	b.reads("退回：累计数含已废止的，不应核减，请核对。")
	b.sound("grid-returned")
	b.write(cellOf("a", madeIndicator), "4012")
	b.write(cellOf("note", madeIndicator), "")
	b.wait(savedByItself)
	b.goes(".bar .primary", filingZJ+"/submit$")
	b.reads("将上报5项指标", "陈局长", "王小华")
	b.sound("second-summary")
	b.goes("main button.primary", filingZJ+"/receipt/")
	s.t.Logf("the reporter's correction: %d clicks, %d keys", b.clicks, b.keys)
	b.visit(s.url + "/work/below/")
	b.reads("杭州市市场监督管理局")
	b.sound("below")
	b.leave()
}

// approved takes one step of the chain.
func (s *served) approved(b *tab, login, says string) {
	s.t.Helper()
	s.enter(b, login, "/work/review/")
	b.goes("[data-open]", "/work/review/[0-9]+$")
	b.reads("4,012")
	b.sound("review-" + login)
	b.goes(`button[value="approve-all"]`, "/work/review/")
	b.reads(says)
	b.leave()
}
