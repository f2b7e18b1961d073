package entry

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// filingPattern is the address of a filing; what is done with it lies below.
const filingPattern = "/work/filings/{form}/{office}/{period}"

// gridBytes bounds a grid that is sent with files.
const gridBytes = 32 << 20

func (h *handler) gridPages() []page {
	return []page{
		{method: "GET", pattern: filingPattern, answer: h.gridForm},
		{method: "POST", pattern: filingPattern, answer: h.gridSent, limit: gridBytes},
		{method: "POST", pattern: filingPattern + "/discard", answer: h.discard},
		{method: "POST", pattern: filingPattern + "/evidence", answer: h.addEvidence, limit: gridBytes},
		{method: "GET", pattern: filingPattern + "/evidence/{sha}", answer: h.evidence},
		{method: "GET", pattern: filingPattern + "/late", answer: h.lateForm},
		{method: "POST", pattern: filingPattern + "/late", answer: h.requestLate},
	}
}

// A gridBody is a filing as the grid shows it.
type gridBody struct {
	*collector.Grid
	Path       string
	User       string // whose copy of unsent figures the browser may keep
	Rows       []gridRow
	Theirs     *collector.Grid // what somebody else saved meanwhile
	Different  int             // rows in which it differs
	Others     []otherField    // of the rest of the form, in which it differs
	Editable   bool
	Once       string // key of a withdrawal
	OnBasis    string // on which a superior filled in what is to be confirmed
	Filled     int
	Unanswered int
	Refusing   int // findings that refuse
	FileByHash map[string]collector.EvidenceInfo
	Workbook   bool // a workbook is offered
}

// A gridRow is one row of the grid: what the desk says and where it stands.
type gridRow struct {
	*collector.GridRow
	N        int
	Kind     string // number, parts or stage: which fields the row has
	A, B     string // what stands in the fields: a value, or numerator and denominator
	Alone    bool   // of parts: the result alone, in A
	Files    []collector.EvidenceInfo
	Editable bool
	Theirs   *theirCell
}

// A theirCell is what somebody else saved for a row meanwhile.
type theirCell struct {
	A     string          `json:"a"`
	B     string          `json:"b"`
	Reply collector.Reply `json:"reply"`
	Note  string          `json:"note"`
	Text  string          `json:"text"` // in words
}

// The fields a row has.
const (
	kindNumber = "number" // one number
	kindParts  = "parts"  // numerator and denominator, sum and count
	kindStage  = "stage"  // of a milestone
)

func kindOf(i *targets.Indicator) string {
	switch i.Measure {
	case targets.Ratio, targets.Mean:
		return kindParts
	case targets.Milestone:
		return kindStage
	}
	return kindNumber
}

// newGridBody lays a grid out. theirs is what somebody else saved, nil as a rule.
func (h *handler) newGridBody(p *collector.Person, g, theirs *collector.Grid) *gridBody {
	b := &gridBody{
		Grid: g, Path: filingPath(g.Filing.FilingKey), User: p.User.ID, Theirs: theirs,
		Editable: g.Locked == "" && p.User.Has(targets.Reporter), Once: randomKey(), FileByHash: map[string]collector.EvidenceInfo{}, Workbook: h.Sheets != nil,
	}
	for _, f := range g.Files {
		b.FileByHash[f.SHA256] = f
	}
	for i := range g.Rows {
		b.add(&g.Rows[i], i)
	}
	for i := range g.Findings {
		b.refuse(&g.Findings[i])
	}
	if theirs != nil {
		b.Others = otherFields(g, theirs)
	}
	return b
}

// An otherField is a field below the rows in which somebody else saved another text.
type otherField struct {
	Name  string `json:"name"` // of the field
	Label string `json:"label"`
	Text  string `json:"text"` // theirs
}

// otherFields are those that differ, in the order of the page. Nothing of theirs is
// lost where they wrote nothing.
func otherFields(mine, theirs *collector.Grid) []otherField {
	fields := func(g *collector.Grid) []otherField {
		s, by := &g.Statement, &g.Signers
		return []otherField{
			{"statement", "说明", s.Text}, {"cause", "慢于序时的原因", s.Cause}, {"measure", "措施", s.Measure}, {"expected", "预计赶上的日期", dayText(s.Expected)},
			{"basis", "代填依据", g.Basis}, {"head", "单位负责人", by.Head}, {"statistician", "统计负责人", by.Statistician}, {"filler", "填表人", by.Filler},
			{"phone", "联系电话", by.Phone}, {"signed-on", "报出日期", dayText(by.On)},
		}
	}
	var list []otherField
	for i, f := range fields(theirs) {
		if f.Text != "" && f != fields(mine)[i] {
			list = append(list, f)
		}
	}
	return list
}

// dayText prints a day; no day is an empty field.
func dayText(d targets.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func (b *gridBody) add(r *collector.GridRow, i int) {
	row := gridRow{GridRow: r, N: i + 1, Kind: kindOf(r.Indicator), Editable: b.Editable}
	row.A, row.B, row.Alone = typed(&r.Cell, row.Kind)
	for _, sha := range r.Cell.Evidence {
		row.Files = append(row.Files, b.file(sha))
	}
	if b.Theirs != nil {
		row.Theirs = difference(&r.Cell, cellOf(b.Theirs, r.Indicator.ID), row.Kind)
	}
	if row.Theirs != nil {
		b.Different++
	}
	if r.Cell.Empty() {
		b.Unanswered++
	} else {
		b.Filled++
	}
	for j := range r.Findings {
		b.refuse(&r.Findings[j])
	}
	b.Rows = append(b.Rows, row)
}

func (b *gridBody) refuse(f *collector.CellFinding) {
	if f.Refuses() {
		b.Refusing++
	}
}

// file names a stored file; one that is not among the filing's has its hash only.
func (b *gridBody) file(sha string) collector.EvidenceInfo {
	if f, ok := b.FileByHash[sha]; ok {
		return f
	}
	return collector.EvidenceInfo{SHA256: sha, Name: "附件 " + sha[:min(8, len(sha))]}
}

// FilingFiles are the files of the whole filing.
func (b *gridBody) FilingFiles() []collector.EvidenceInfo {
	var list []collector.EvidenceInfo
	for _, sha := range b.Evidence {
		list = append(list, b.file(sha))
	}
	return list
}

// typed lays a cell out over the two fields of its row.
func typed(c *collector.Cell, kind string) (a, b string, alone bool) {
	if kind != kindParts {
		return c.Value, "", false
	}
	if c.Value != "" && c.Numerator == "" && c.Denominator == "" {
		return c.Value, "", true
	}
	return c.Numerator, c.Denominator, false
}

func cellOf(g *collector.Grid, indicator string) *collector.Cell {
	for i := range g.Rows {
		if g.Rows[i].Cell.Indicator == indicator {
			return &g.Rows[i].Cell
		}
	}
	return &collector.Cell{}
}

// difference is what the other person's cell says otherwise; nil when both agree.
func difference(mine, theirs *collector.Cell, kind string) *theirCell {
	if mine.Value == theirs.Value && mine.Numerator == theirs.Numerator && mine.Denominator == theirs.Denominator &&
		mine.Reply == theirs.Reply && mine.Note == theirs.Note {
		return nil
	}
	t := &theirCell{Reply: theirs.Reply, Note: theirs.Note}
	var alone bool
	t.A, t.B, alone = typed(theirs, kind)
	if alone {
		t.Reply = replyResult
	}
	t.Text = cellWords(theirs, kind)
	return t
}

// cellWords says in one line what was typed.
func cellWords(c *collector.Cell, kind string) string {
	a, b, _ := typed(c, kind)
	text := cmp.Or(a, "没有填")
	if b != "" {
		text = cmp.Or(a, "—") + "／" + b
	}
	if c.Reply != collector.ReplyValue {
		text = c.Reply.Name().ZH
	}
	if c.Note != "" {
		text += "（备注：" + c.Note + "）"
	}
	return text
}

// At lists the findings that stand beside a field of the row: "a", "b", or "note";
// those of no field of their own stand at the first.
func (r gridRow) At(place string) []collector.CellFinding {
	var list []collector.CellFinding
	for _, f := range r.Findings {
		if placeOf(f.Column, r.Kind) == place {
			list = append(list, f)
		}
	}
	return list
}

// Refused reports whether something at a place has to be mended.
func (r gridRow) Refused(place string) bool {
	return slices.ContainsFunc(r.At(place), func(f collector.CellFinding) bool { return f.Refuses() })
}

func placeOf(c collector.Column, kind string) string {
	switch {
	case c == collector.ColumnDenominator && kind == kindParts:
		return "b"
	case c == collector.ColumnNote:
		return "note"
	}
	return "a"
}

// replyResult is the reply of the page, not of the desk, that says: the first field
// of a ratio or mean holds the result itself.
const replyResult collector.Reply = "result"

// A choice is one entry of a select.
type choice struct {
	Value, Text string
	Chosen      bool
}

// Replies are the answers a row may give.
func (r gridRow) Replies() []choice {
	var list []choice
	for _, reply := range collector.Replies {
		list = append(list, choice{string(reply), reply.Name().ZH, reply == r.Cell.Reply && !r.Alone})
		if reply == collector.ReplyValue && r.Kind == kindParts {
			list[0].Text = "按分子分母"
			text := "只有比率"
			if r.Indicator.Measure == targets.Mean {
				list[0].Text, text = "按总和个数", "只有均值"
			}
			list = append(list, choice{string(replyResult), text, r.Alone})
		}
	}
	return list
}

// Stages are the choices of a milestone.
func (r gridRow) Stages() []choice {
	list := []choice{{"", "请选择", false}, {"not_begun", "未启动", false}, {"under_way", "推进中", false}, {"done", "已完成", false}}
	numbers := []string{"", "0", "1", "2"}
	for i := range list {
		list[i].Chosen = r.A == list[i].Value || r.A == numbers[i] || r.A == list[i].Text
	}
	return list
}

// Flags and Bounds are what may be said about a number.
func (r gridRow) Flags() []choice {
	return choices(r.Cell.Flag, []targets.Flag{targets.Normal, targets.Provisional, targets.Estimated, targets.Break}, targets.Flag.Name)
}

// Bounds are how exact a number may be said to be.
func (r gridRow) Bounds() []choice {
	return choices(r.Cell.Bound, []targets.Bound{targets.Exact, targets.Lower, targets.Upper}, targets.Bound.Name)
}

func choices[T ~string](chosen string, all []T, name func(T) targets.Text) []choice {
	var list []choice
	for i, v := range all {
		list = append(list, choice{string(v), name(v).ZH, string(v) == chosen || i == 0 && chosen == ""})
	}
	return list
}

// Marked reports whether the number is said to be more than normal and exact.
func (r gridRow) Marked() bool {
	return r.Cell.Flag != "" && r.Cell.Flag != string(targets.Normal) || r.Cell.Bound != ""
}

// PartNames are the words of the two fields.
func (r gridRow) PartNames() [2]string {
	switch r.Indicator.Measure {
	case targets.Ratio:
		return [2]string{"分子", "分母"}
	case targets.Mean:
		return [2]string{"总和", "个数"}
	}
	return [2]string{"本期数", ""}
}

// Result is the value the parts make, once they can be read.
func (r gridRow) Result() string {
	if r.Kind != kindParts || r.Figure == nil || !r.Figure.Value.Known() {
		return ""
	}
	return ratioText(r.Figure, r.Indicator)
}

// ChangeText is the change against the last figure, with its sign; that of a
// ratio in percentage points.
func (r gridRow) ChangeText() string {
	if !r.Change.Known() {
		return ""
	}
	text := strings.TrimLeft(targets.FormatNumber(r.Change), "-−")
	if r.Indicator.Measure.PerCent() {
		text = targets.FormatPoints(r.Change.Rat()) + "个百分点"
	}
	return [...]string{"−" + text, "持平", "+" + text}[r.Change.Sign()+1]
}

// gridForm shows the filing with its draft.
func (h *handler) gridForm(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	g, err := h.gridOf(r, p)
	if err != nil {
		return err
	}
	b := h.newGridBody(p, g, nil)
	if g.Confirm {
		f, err := h.Desk.Printed(r.Context(), p, g.Entry)
		if err != nil {
			return err
		}
		b.OnBasis = f.Handed.Basis
	}
	if b.unsigned() {
		list, err := h.contacts(r, p)
		if err != nil && targets.KindOf(err) == "" {
			return err
		}
		b.sign(p, list, h.today())
	}
	return h.showGrid(w, r, p, b, 0, "")
}

// unsigned reports whether the office fills in and nobody is named yet.
func (b *gridBody) unsigned() bool {
	return b.Editable && !b.FillingIn && b.Version == 0 && b.Signers == (targets.Signers{})
}

// sign names who fills in, with the telephone the office gave for that name, and today.
func (b *gridBody) sign(p *collector.Person, contacts []targets.Contact, today targets.Date) {
	b.Signers = targets.Signers{Filler: p.User.Name, On: today}
	for _, c := range contacts {
		if c.Name == p.User.Name {
			b.Signers.Phone = c.Phone
		}
	}
}

func (h *handler) showGrid(w http.ResponseWriter, r *http.Request, p *collector.Person, b *gridBody, status int, fault string) error {
	title := b.Form.Name + " " + b.Filing.Period.Label(targets.ZH)
	return h.show(w, r, p, view{
		Name: "grid", Status: status, Title: title, Wide: true, Scripts: []string{"paste.js", "grid.js"}, Error: fault,
		Crumbs: []link{{Text: title}}, Body: b,
	})
}

// The things a sent grid may ask for: the names of its buttons.
const (
	askSave   = "save"
	askCheck  = "check"
	askSubmit = "submit"
	askKeep   = "keep" // what the script asks for by itself
)

// gridSent takes what was typed: kept as a draft, checked, or on its way to be
// handed in.
func (h *handler) gridSent(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	k, err := filingKey(r)
	if err != nil {
		return err
	}
	if err := parse(r); err != nil {
		return err
	}
	e, err := readEntry(r)
	if err != nil {
		return h.gridRefused(w, r, p, k, e, err)
	}
	if err := h.takeFiles(r, p, k, &e); err != nil {
		return h.gridRefused(w, r, p, k, e, err)
	}
	switch ask := r.PostFormValue("ask"); ask {
	case askCheck:
		return h.check(w, r, p, k, e)
	case askKeep:
		return h.keep(w, r, p, k, e)
	default:
		return h.save(w, r, p, k, e, ask == askSubmit)
	}
}

func (h *handler) check(w http.ResponseWriter, r *http.Request, p *collector.Person, k targets.FilingKey, e collector.Entry) error {
	g, err := h.Desk.Check(r.Context(), p, k, e)
	if err != nil {
		return err
	}
	b := h.newGridBody(p, g, nil)
	b.Version = e.Version
	if b.Refusing > 0 {
		return h.showGrid(w, r, p, b, http.StatusUnprocessableEntity, needsMending(b.Refusing))
	}
	return h.showGrid(w, r, p, b, 0, "")
}

func needsMending(n int) string {
	return "有 " + strconv.Itoa(n) + " 处需要修改或说明，见表中标出的地方。"
}

// save keeps the draft; towards handing in, what refuses is shown at once.
func (h *handler) save(w http.ResponseWriter, r *http.Request, p *collector.Person, k targets.FilingKey, e collector.Entry, submit bool) error {
	g, err := h.Desk.SaveDraft(r.Context(), p, k, e)
	switch {
	case targets.KindOf(err) == targets.Conflict && g != nil:
		return h.conflict(w, r, p, k, e, g)
	case err != nil:
		return h.gridRefused(w, r, p, k, e, err)
	case !submit:
		return redirect(w, r, filingPath(k), "saved")
	}
	if b := h.newGridBody(p, g, nil); b.Refusing > 0 {
		return h.showGrid(w, r, p, b, http.StatusUnprocessableEntity, needsMending(b.Refusing))
	}
	return redirect(w, r, filingPath(k)+"/submit", "")
}

// conflict shows what was typed beside what somebody else saved meanwhile. Sent
// again, it is saved over the version that was shown.
func (h *handler) conflict(w http.ResponseWriter, r *http.Request, p *collector.Person, k targets.FilingKey, e collector.Entry, theirs *collector.Grid) error {
	mine, err := h.Desk.Check(r.Context(), p, k, e)
	if err != nil {
		return err
	}
	b := h.newGridBody(p, mine, theirs)
	b.Version = theirs.Version
	return h.showGrid(w, r, p, b, http.StatusConflict, conflictWords(theirs))
}

func conflictWords(theirs *collector.Grid) string {
	return cmp.Or(theirs.SavedBy, "另一位填报人") + "在 " + clock(theirs.Saved) + " 保存了这张表，您填的还没有保存。请逐项核对：两边不同的地方已标出。"
}

// gridRefused shows the grid again with what was typed.
func (h *handler) gridRefused(w http.ResponseWriter, r *http.Request, p *collector.Person, k targets.FilingKey, e collector.Entry, cause error) error {
	fault, ok := refused(cause)
	if !ok || wantsJSON(r) {
		return cause
	}
	g, err := h.Desk.Check(r.Context(), p, k, e)
	if err != nil {
		return cause
	}
	b := h.newGridBody(p, g, nil)
	b.Version = e.Version
	return h.showGrid(w, r, p, b, statuses[fault.Kind], fault.Text)
}

// kept answers the script that saves by itself.
type kept struct {
	Version    int64              `json:"version"`
	Saved      string             `json:"saved"`
	Rows       map[string]keptRow `json:"rows"`
	Statement  string             `json:"statement"` // piece of the page
	Filled     int                `json:"filled"`
	Unanswered int                `json:"unanswered"`
	Refusing   int                `json:"refusing"`
	Conflict   string             `json:"conflict,omitempty"` // who was first, in words
	Others     []otherField       `json:"others,omitempty"`
}

// A keptRow is what stands beside the fields of a row, as pieces of the page.
type keptRow struct {
	Change   string     `json:"change"`
	Would    string     `json:"would"`
	Result   string     `json:"result"`
	Findings [3]string  `json:"findings"` // at a, b and note
	Refused  [3]bool    `json:"refused"`
	Theirs   *theirCell `json:"theirs,omitempty"`
}

// keep saves the draft for the script. A conflict is answered with the other
// person's cells; nothing is overwritten.
func (h *handler) keep(w http.ResponseWriter, r *http.Request, p *collector.Person, k targets.FilingKey, e collector.Entry) error {
	g, err := h.Desk.SaveDraft(r.Context(), p, k, e)
	var theirs *collector.Grid
	if targets.KindOf(err) == targets.Conflict && g != nil {
		theirs = g
		g, err = h.Desk.Check(r.Context(), p, k, e)
	}
	if err != nil {
		return err
	}
	answer, err := h.keptAnswer(h.newGridBody(p, g, theirs))
	if err != nil {
		return err
	}
	if theirs != nil {
		answer.Version, answer.Conflict = theirs.Version, conflictWords(theirs)
		writeJSON(w, http.StatusConflict, answer)
		return nil
	}
	writeJSON(w, http.StatusOK, answer)
	return nil
}

func (h *handler) keptAnswer(b *gridBody) (kept, error) {
	answer := kept{Version: b.Version, Saved: clock(h.Now()), Rows: map[string]keptRow{}, Filled: b.Filled, Unanswered: b.Unanswered, Refusing: b.Refusing, Others: b.Others}
	var err error
	if answer.Statement, err = h.part("grid", "behind", b); err != nil {
		return answer, err
	}
	for _, row := range b.Rows {
		if answer.Rows[row.Indicator.ID], err = h.keptRow(row); err != nil {
			return answer, err
		}
	}
	return answer, nil
}

func (h *handler) keptRow(row gridRow) (k keptRow, err error) {
	k.Change, k.Result, k.Theirs = row.ChangeText(), row.Result(), row.Theirs
	if k.Would, err = h.part("grid", "would", row); err != nil {
		return k, err
	}
	for i, place := range []string{"a", "b", "note"} {
		k.Refused[i] = row.Refused(place)
		if k.Findings[i], err = h.part("grid", "findings", row.At(place)); err != nil {
			return k, err
		}
	}
	return k, nil
}

// discard throws the draft away.
func (h *handler) discard(w http.ResponseWriter, r *http.Request, p *collector.Person) error {
	k, err := filingKey(r)
	if err != nil {
		return err
	}
	if err := h.Desk.DiscardDraft(r.Context(), p, k); err != nil {
		return err
	}
	return redirect(w, r, filingPath(k), "discarded")
}
