package collector

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/biaochi/biaochi/targets"
)

// An AuditQuery asks for a page of the audit.
type AuditQuery struct {
	Before int64  // entries before this one; 0: from the newest
	N      int    // how many at most; 0: 50
	Actor  string // id of a user; "" for everybody
	Action string // of the chain; "" for every one
}

// An AuditPage is a page of the audit, newest first.
type AuditPage struct {
	Rows     []AuditRow
	Before   int64  // where the next page begins; 0: there is none
	Head     int64  // the newest entry of the chain
	HeadHash string // kept elsewhere, it proves later that nothing was rewritten
}

// An AuditRow is one change in words.
type AuditRow struct {
	targets.ChainEntry
	Who  string // name of the actor
	What string // the action in words
	Text string // what was changed
}

const (
	auditRows   = 50
	mostRows    = 500
	auditStep   = 500
	mostScanned = 20_000 // entries looked at for one page of a narrow query
)

// Audit lists the changes of the chain in words, with names for ids. Only who
// administers everything may read it.
func (a *Accounts) Audit(ctx context.Context, p *Person, q AuditQuery) (*AuditPage, error) {
	b, err := a.book(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.authorise(p, ActSeeAudit, Object{}); err != nil {
		return nil, err
	}
	q.N = min(cmp.Or(max(q.N, 0), auditRows), mostRows)
	page := &AuditPage{}
	if page.Head, page.HeadHash, err = a.store.Head(ctx); err != nil {
		return nil, fmt.Errorf("read the chain's head: %w", err)
	}
	w := auditWriter{store: a.store, book: b, versions: map[string][]targets.RegisterVersion{}}
	before := q.Before
	for scanned := 0; scanned < mostScanned && len(page.Rows) < q.N; scanned += auditStep {
		list, err := a.store.Entries(ctx, before, auditStep)
		if err != nil {
			return nil, fmt.Errorf("read the chain: %w", err)
		}
		if before, err = w.take(ctx, page, q, list); err != nil || len(list) < auditStep && before <= 1 {
			return page, err
		}
	}
	if before > 1 {
		page.Before = before
	}
	return page, nil
}

// An auditWriter puts entries into words.
type auditWriter struct {
	store    AccountStore
	book     *book
	versions map[string][]targets.RegisterVersion // by kind and id
}

// take appends what is asked for and returns the last entry looked at.
func (w *auditWriter) take(ctx context.Context, page *AuditPage, q AuditQuery, list []targets.ChainEntry) (last int64, err error) {
	for _, e := range list {
		if len(page.Rows) == q.N {
			return last, nil
		}
		last = e.Sequence
		if q.Actor != "" && e.Actor != q.Actor || q.Action != "" && e.Action != q.Action {
			continue
		}
		text, err := w.text(ctx, &e)
		if err != nil {
			return 0, err
		}
		page.Rows = append(page.Rows, AuditRow{e, nameOf(w.book.names, e.Actor), AuditAction(e.Action), text})
	}
	return last, nil
}

// AuditAction is an action of the chain in words.
func AuditAction(action string) string { return cmp.Or(auditActions[action], action) }

// AuditActions lists the actions of the chain in the order a page offers them.
var AuditActions = [...]string{"submit", "handover", "review", "import", "restate", "evidence", "task-status", "task-closing", "register", "account", "sign-in", "seed", "cuts", "found"}

var auditActions = map[string]string{
	"found": "建库", "import": "导入数据", "restate": "历史数据调整", "submit": "上报", "review": "审核", "seed": "更新目录", "cuts": "调整分界点",
	"task-status": "报告任务进展", "task-closing": "任务销号", "evidence": "上传佐证材料", "register": "变更登记册", "handover": "上报处理", "sign-in": "登录失败", "account": "账号和联系人",
}

// auditContent is what of an entry's content is put into words.
type auditContent struct {
	File    string `json:"file"`
	Changes *struct {
		Added, Changed, Retired, Figures int
	} `json:"changes"`
	Restatement *struct{ Document, Reason string } `json:"restatement"`
	Figures     []string                           `json:"figures"`
	Review      *struct {
		Entry             int64
		Indicator, Period string
		Step              int
		Verdict, Reason   string
	} `json:"review"`
	Tasks []struct {
		Task  string
		Stage targets.TaskStage
	} `json:"tasks"`
	Closing *struct {
		Task   string
		Closed bool
		Reason string
	} `json:"closing"`
	Register []struct {
		Kind, ID string
		Version  int64
	} `json:"register"`
	Handover *struct{ Form, Office, Period string } `json:"handover"`
	Event    *struct {
		Entry        int64
		Kind, Reason string
	} `json:"event"`
	Account *struct{ User, Office, Event string } `json:"account"`
	SignIn  []struct {
		Account string
		Count   int
	} `json:"sign_in"`
}

// text says what an entry changed, by the names of the things.
func (w *auditWriter) text(ctx context.Context, e *targets.ChainEntry) (string, error) {
	var c auditContent
	if err := json.Unmarshal([]byte(e.Content), &c); err != nil {
		return "", fmt.Errorf("read entry %d: %w", e.Sequence, err)
	}
	parts := append(w.figureTexts(&c), w.taskTexts(&c)...)
	for _, r := range c.Register {
		text, err := w.registerText(ctx, r.Kind, r.ID, r.Version)
		if err != nil {
			return "", err
		}
		parts = append(parts, text)
	}
	if n := c.Account; n != nil {
		whose := w.book.officeName(n.Office)
		if n.User != "" {
			whose = "「" + nameOf(w.book.names, n.User) + "」"
		}
		parts = append(parts, whose+cmp.Or(accountNames[targets.AccountEvent(n.Event)], n.Event))
	}
	for _, f := range c.SignIn {
		parts = append(parts, fmt.Sprintf("%s登录失败 %d 次", w.whoFailed(f.Account), f.Count))
	}
	return strings.Join(parts, "；"), nil
}

// figureTexts say what became of figures and of the catalogue.
func (w *auditWriter) figureTexts(c *auditContent) (parts []string) {
	say := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if c.File != "" {
		say("文件 %s", c.File)
	}
	if r := c.Restatement; r != nil {
		say("依据 %s：%s", r.Document, r.Reason)
	}
	if h := c.Handover; h != nil {
		say("%s %s %s", w.formName(h.Form), w.book.officeName(h.Office), h.Period)
	}
	if len(c.Figures) > 0 {
		say("%d 个数据", len(c.Figures))
	}
	if n := c.Changes; n != nil {
		say("目录新增 %d、变更 %d、停用 %d", n.Added, n.Changed, n.Retired)
	}
	if r := c.Review; r != nil {
		say("%s", w.reviewText(r.Entry, r.Indicator, r.Period, r.Step, r.Verdict, r.Reason))
	}
	if ev := c.Event; ev != nil {
		say("第 %d 号上报：%s%s", ev.Entry, cmp.Or(eventNames[ev.Kind], ev.Kind), because(ev.Reason))
	}
	return parts
}

func (w *auditWriter) taskTexts(c *auditContent) (parts []string) {
	for _, t := range c.Tasks {
		parts = append(parts, fmt.Sprintf("任务 %s：%s", t.Task, t.Stage.Name().ZH))
	}
	if t := c.Closing; t != nil {
		verb := "取消销号"
		if t.Closed {
			verb = "销号"
		}
		parts = append(parts, "任务 "+t.Task+"："+verb+because(t.Reason))
	}
	return parts
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return "，" + reason
}

var accountNames = map[targets.AccountEvent]string{
	targets.PasswordChanged: "修改了密码", targets.PasswordByLink: "的密码经一次性链接设置", targets.PasswordSet: "的密码在命令行设置", targets.LinkIssued: "的设置密码链接已签发", targets.Unlocked: "解除锁定",
	targets.SignedOut: "在所有地方退出登录", targets.ContactsChanged: "的联系人已修改",
}

var eventNames = map[string]string{"opened": "审核人已查看", "withdrawn": "撤回", "confirmed": "确认代填"}

func (w *auditWriter) reviewText(entry int64, indicator, period string, step int, verdict, reason string) string {
	what := ""
	if indicator != "" {
		what = "的 " + w.indicatorName(indicator) + " " + period
	}
	word := map[string]string{"approved": "通过", "returned": "退回"}[verdict]
	return fmt.Sprintf("第 %d 号上报%s，第 %d 级%s%s", entry, what, step, cmp.Or(word, verdict), because(reason))
}

func (w *auditWriter) whoFailed(id string) string {
	if id == "" {
		return "不存在的登录名"
	}
	return "「" + nameOf(w.book.names, id) + "」"
}

// registerText names one noun of the register that an entry changed.
func (w *auditWriter) registerText(ctx context.Context, kind, id string, version int64) (string, error) {
	word := "变更"
	if version <= 1 {
		word = "新增"
	}
	switch kind {
	case "office":
		return word + "填报单位：" + w.book.officeName(id), nil
	case "form":
		return word + "报表：" + w.formName(id), nil
	case "calendar":
		return word + "工作日历：" + id + " 年", nil
	case "late":
		return w.lateText(ctx, id, version)
	case "assignment":
		return "本地指定责任单位：任务 " + id, nil
	case "token":
		if version <= 1 {
			return "签发接口令牌 " + id, nil
		}
		return "撤销接口令牌 " + id, nil
	case "rights":
		return w.rightsText(ctx, id, version)
	}
	return word + " " + kind + " " + id, nil
}

// version reads one version of a noun of the register; ok is false where there is none.
func (w *auditWriter) version(ctx context.Context, kind, id string, version int64, into any) (ok bool, err error) {
	key := kind + " " + id
	list, known := w.versions[key]
	if !known {
		if list, err = w.store.RegisterHistory(ctx, kind, id); err != nil {
			return false, fmt.Errorf("read the versions of %s %s: %w", kind, id, err)
		}
		w.versions[key] = list
	}
	i := slices.IndexFunc(list, func(v targets.RegisterVersion) bool { return v.Version == version })
	if i < 0 {
		return false, nil
	}
	if err := json.Unmarshal([]byte(list[i].Body), into); err != nil {
		return false, fmt.Errorf("read version %d of %s %s: %w", version, kind, id, err)
	}
	return true, nil
}

// lateText says what became of a late request. An answer from within the office
// itself is named: nobody else could give it.
func (w *auditWriter) lateText(ctx context.Context, id string, version int64) (string, error) {
	var l targets.Late
	if ok, err := w.version(ctx, "late", id, version, &l); err != nil || !ok {
		return "补报：" + id, err
	}
	text := fmt.Sprintf("%s：%s %s %s", l.State.Name().ZH, w.formName(l.Form), w.book.officeName(l.Office), l.Period)
	if l.Until != 0 {
		text += "，至 " + l.Until.String()
	}
	if l.Alone {
		text += "（由本单位其他审核员答复，没有其他单位可以答复）"
	}
	return text + because(cmp.Or(l.Answer, l.Reason)), nil
}

// rightsText says what a user may do since a version.
func (w *auditWriter) rightsText(ctx context.Context, user string, version int64) (string, error) {
	text := "用户「" + nameOf(w.book.names, user) + "」的权限"
	var r targets.Rights
	if ok, err := w.version(ctx, "rights", user, version, &r); err != nil || !ok {
		return text, err
	}
	roles := make([]string, len(r.Roles))
	for i, role := range r.Roles {
		roles[i] = role.Name().ZH
	}
	text += "：" + strings.Join(roles, "、")
	if r.Office != "" {
		text += "，" + w.book.officeName(r.Office)
	}
	if r.Disabled {
		text += "（已停用）"
	}
	return text, nil
}

func (w *auditWriter) formName(id string) string {
	if f := w.book.register.Form(id); f != nil {
		return "《" + f.Name + "》"
	}
	return id
}

func (w *auditWriter) indicatorName(id string) string {
	for i := range w.book.catalogue.Indicators {
		if ind := &w.book.catalogue.Indicators[i]; ind.ID == id {
			return ind.Name.ZH
		}
	}
	return id
}
