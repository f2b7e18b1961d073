package api

import (
	"context"
	"net/http"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// A FilingName says which filling-in of which form by whom, and when.
type FilingName struct {
	Form       string         `json:"form" doc:"Id of the form"`
	FormName   string         `json:"form_name"`
	Office     string         `json:"office" doc:"Id of the office"`
	OfficeName string         `json:"office_name"`
	Area       string         `json:"area" doc:"Code of the office's area"`
	Period     targets.Period `json:"period" example:"2025-Q3"`
	Opens      targets.Date   `json:"opens" format:"date" doc:"First day of entry"`
	Closes     targets.Date   `json:"closes" format:"date" doc:"Last day of entry, moved to a working day"`
	LastDay    targets.Date   `json:"last_day" format:"date" doc:"Closes, or the later day of a granted late filing"`
}

// A Filing is one filling-in of a form as a list shows it.
type Filing struct {
	FilingName
	State     targets.DutyState         `json:"state" enum:"upcoming,open,submitted,returned,approved,overdue,declared_missing" doc:"The most urgent of its duties"`
	Counts    map[targets.DutyState]int `json:"counts" doc:"Duties by state"`
	Draft     bool                      `json:"draft,omitempty" doc:"Something is typed and not handed in"`
	Entry     int64                     `json:"entry,omitempty" doc:"Of the newest submission; absent when there is none"`
	Late      bool                      `json:"late,omitempty" doc:"A duty was answered after its window"`
	FilledFor bool                      `json:"filled_for,omitempty" doc:"代填, not confirmed yet"`
}

func filingOf(r *collector.FilingRow) Filing {
	return Filing{
		FilingName: nameOf(&r.Filing, r.Form, r.Office),
		State:      r.State, Counts: r.Counts, Draft: r.Draft, Entry: r.Entry, Late: r.Late, FilledFor: r.FilledFor,
	}
}

func nameOf(k *targets.Filing, form *targets.Form, office *targets.Office) FilingName {
	f := FilingName{Form: k.Form, Office: k.Office, Area: k.Area, Period: k.Period, Opens: k.Opens, Closes: k.Closes, LastDay: k.LastDay()}
	if form != nil {
		f.FormName = form.Name
	}
	if office != nil {
		f.OfficeName = office.Name
	}
	return f
}

// A Cell is what is typed for one indicator. collector.Cell has the same fields:
// one is converted into the other.
type Cell struct {
	Indicator   string          `json:"indicator" maxLength:"60" doc:"Id of the indicator"`
	Value       string          `json:"value,omitempty" maxLength:"100" doc:"As typed: \"3923\"; a ratio \"60%\" or \"0.60\"; a milestone not_begun, under_way or done"`
	Numerator   string          `json:"numerator,omitempty" maxLength:"100" doc:"Of a ratio; the sum of a mean"`
	Denominator string          `json:"denominator,omitempty" maxLength:"100" doc:"Of a ratio; the count of a mean"`
	Reply       collector.Reply `json:"reply,omitempty" enum:",zero,not_applicable,missing" doc:"An answer without a plain number: 零报告, 不适用, 确认缺报"`
	Flag        string          `json:"flag,omitempty" maxLength:"1" doc:"A normal (when absent), P provisional, E estimated …"`
	Bound       string          `json:"bound,omitempty" maxLength:"10" doc:"lower or upper"`
	Note        string          `json:"note,omitempty" maxLength:"4000" doc:"Answers a question of the checks, gives a reason"`
	Adjustment  string          `json:"adjustment,omitempty" maxLength:"100" doc:"Of a 汇总: what is added to the computed sum"`
	Reason      string          `json:"reason,omitempty" maxLength:"4000" doc:"Of the adjustment"`
	Evidence    []string        `json:"evidence,omitempty" maxItems:"50" doc:"SHA-256 of files uploaded to this filing" nullable:"false"`
	Seen        int             `json:"seen" required:"false" minimum:"0" doc:"The newest revision when typing began; 0: none"`
}

// A Statement explains a submission (数据说明).
type Statement struct {
	Text     string       `json:"text,omitempty" maxLength:"4000"`
	Cause    string       `json:"cause,omitempty" maxLength:"4000" doc:"Why a goal is behind its path; compulsory then"`
	Measure  string       `json:"measure,omitempty" maxLength:"4000" doc:"What is done about it"`
	Expected targets.Date `json:"expected,omitzero" format:"date" doc:"When it will be on its path again"`
}

// Signers are the names a printed form carries.
type Signers struct {
	Head         string       `json:"head,omitempty" maxLength:"200" doc:"单位负责人"`
	Statistician string       `json:"statistician,omitempty" maxLength:"200" doc:"统计负责人"`
	Filler       string       `json:"filler,omitempty" maxLength:"200" doc:"填表人"`
	Phone        string       `json:"phone,omitempty" maxLength:"100" doc:"联系电话"`
	On           targets.Date `json:"on,omitzero" format:"date" doc:"报出日期"`
}

// An Entry is what is typed into a filing.
type Entry struct {
	Cells     []Cell    `json:"cells" maxItems:"1000" nullable:"false"`
	Statement Statement `json:"statement,omitzero"`
	Signers   Signers   `json:"signers,omitzero"`
	Basis     string    `json:"basis,omitempty" maxLength:"4000" doc:"代填依据: why a superior fills it in"`
	Evidence  []string  `json:"evidence,omitempty" maxItems:"50" doc:"SHA-256 of files of the whole filing: the signed scan" nullable:"false"`
	Version   int64     `json:"version,omitempty" minimum:"0" doc:"Of the draft the writer saw; absent: there was none"`
}

// mostCells bounds an entry; the longest forms have some dozens of rows.
const mostCells = 1000

func (e *Entry) desk() (collector.Entry, error) {
	if len(e.Cells) > mostCells {
		const text = "一次最多填报 1000 项。"
		return collector.Entry{}, newProblem("invalid", text).at("body.cells", text)
	}
	out := collector.Entry{
		Cells: make([]collector.Cell, len(e.Cells)), Statement: targets.Statement(e.Statement), Signers: targets.Signers(e.Signers),
		Basis: e.Basis, Evidence: e.Evidence, Version: e.Version,
	}
	for i, c := range e.Cells {
		out.Cells[i] = collector.Cell(c)
	}
	return out, nil
}

// A File is a stored file without its bytes.
type File struct {
	SHA256    string `json:"sha256"`
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Size      int    `json:"size" doc:"Bytes"`
}

// A Finding is what a check says of a cell or of the whole filing.
type Finding struct {
	Column   collector.Column `json:"column"`
	Text     string           `json:"text"`
	Fix      string           `json:"fix,omitempty"`
	Hard     bool             `json:"hard" doc:"Refuses; a soft one asks for a note and then lets it pass"`
	Answered bool             `json:"answered,omitempty" doc:"The note is there"`
}

func findingsOf(list []collector.CellFinding) []Finding {
	out := make([]Finding, len(list))
	for i, f := range list {
		out[i] = Finding(f)
	}
	return out
}

// A Figure is one revision of one observation.
type Figure struct {
	Indicator   string          `json:"indicator"`
	Area        string          `json:"area"`
	Period      targets.Period  `json:"period" example:"2025-Q3"`
	Revision    int             `json:"revision"`
	Value       targets.Decimal `json:"value,omitzero" doc:"Digits as typed; a ratio runs 0–1; absent: no number"`
	Numerator   targets.Decimal `json:"numerator,omitzero"`
	Denominator targets.Decimal `json:"denominator,omitzero"`
	Flag        targets.Flag    `json:"flag" doc:"A normal, E estimated, P provisional, B break, D definition differs, O missing, L not collected, M not applicable"`
	Bound       targets.Bound   `json:"bound,omitempty" doc:"lower or upper"`
	Published   targets.Date    `json:"published,omitzero" format:"date"`
	Note        string          `json:"note,omitempty" doc:"Only for who signed in"`
	SourceTitle string          `json:"source_title,omitempty"`
	SourceURL   string          `json:"source_url,omitempty"`
	Origin      targets.Origin  `json:"origin,omitempty"`
	Approved    bool            `json:"approved" doc:"It counts, or counted"`
}

func figureOf(f *targets.Figure) Figure {
	return Figure{
		Indicator: f.Indicator, Area: f.Area, Period: f.Period, Revision: f.Revision, Value: f.Value, Numerator: f.Numerator,
		Denominator: f.Denominator, Flag: f.Flag, Bound: f.Bound, Published: f.Published, Note: f.Note,
		SourceTitle: f.SourceTitle, SourceURL: f.SourceURL, Origin: f.Origin, Approved: !f.Approved.IsZero(),
	}
}

// figureOrNone is nil for no figure.
func figureOrNone(f *targets.Figure) *Figure {
	if f == nil {
		return nil
	}
	out := figureOf(f)
	return &out
}

// A Would is what a figure would make of a target it feeds.
type Would struct {
	Target string        `json:"target"`
	Now    targets.State `json:"now"`
	Then   targets.State `json:"then"`
}

func wouldsOf(list []collector.Would) []Would {
	out := make([]Would, len(list))
	for i, w := range list {
		out[i] = Would{w.Target.ID, w.Now, w.Then}
	}
	return out
}

// A Row is one duty of a filing.
type Row struct {
	Indicator string            `json:"indicator"`
	Name      targets.Text      `json:"name"`
	Unit      string            `json:"unit,omitempty"`
	State     targets.DutyState `json:"state"`
	Cell      Cell              `json:"cell" doc:"The draft; without one, what the newest revision says"`
	Drafted   bool              `json:"drafted,omitempty" doc:"The cell is a draft that was not handed in"`
	Changed   bool              `json:"changed,omitempty" doc:"It would be handed in"`
	Last      *Figure           `json:"last,omitempty" doc:"The newest standing figure of an earlier period"`
	Standing  *Figure           `json:"standing,omitempty" doc:"The approved figure of this period"`
	Newest    *Figure           `json:"newest,omitempty" doc:"The newest revision of this period"`
	Change    targets.Decimal   `json:"change,omitzero" doc:"From the last figure, in the unit"`
	Sum       targets.Decimal   `json:"sum,omitzero" doc:"预汇总 of the areas below and of the own part"`
	Would     []Would           `json:"would,omitempty" nullable:"false"`
	Findings  []Finding         `json:"findings,omitempty" nullable:"false"`
	Returned  string            `json:"returned,omitempty" doc:"The reviewer's reason, when it was sent back"`
}

func rowOf(r *collector.GridRow) Row {
	row := Row{
		Indicator: r.Indicator.ID, Name: r.Indicator.Name, Unit: r.Indicator.ValueUnit(targets.ZH), State: r.State, Cell: Cell(r.Cell),
		Drafted: r.Drafted, Changed: r.Changed, Last: figureOrNone(r.Last), Standing: figureOrNone(r.Standing), Newest: figureOrNone(r.Newest),
		Change: r.Change, Would: wouldsOf(r.Would), Findings: findingsOf(r.Findings), Returned: r.Returned,
	}
	if r.Sum != nil {
		row.Sum = r.Sum.Value
	}
	return row
}

// A Grid is a filing with its cells and all that stands beside them.
type Grid struct {
	Filing    Filing    `json:"filing"`
	Rows      []Row     `json:"rows" nullable:"false"`
	Statement Statement `json:"statement"`
	Signers   Signers   `json:"signers"`
	Basis     string    `json:"basis,omitempty"`
	Evidence  []string  `json:"evidence,omitempty" doc:"SHA-256 of the files of the whole filing" nullable:"false"`
	Files     []File    `json:"files,omitempty" doc:"Every file that is named" nullable:"false"`
	Findings  []Finding `json:"findings,omitempty" doc:"Of the filing as a whole" nullable:"false"`
	Behind    []string  `json:"behind,omitempty" doc:"Targets that are behind with these figures: cause, measure and expected day are compulsory" nullable:"false"`
	Locked    string    `json:"locked,omitempty" doc:"Why nothing can be handed in now"`
	FillingIn bool      `json:"filling_in,omitempty" doc:"代填: a basis is needed"`
	Withdraw  bool      `json:"withdraw,omitempty" doc:"The newest submission may be withdrawn"`
	Confirm   bool      `json:"confirm,omitempty" doc:"What a superior filled in may be confirmed"`
	Version   int64     `json:"version" doc:"Of the draft; 0: there is none"`
	SavedBy   string    `json:"saved_by,omitempty"`
	Demo      bool      `json:"demo,omitempty" doc:"演示数据: a training copy"`
}

func gridOf(g *collector.Grid) Grid {
	out := Grid{
		Rows: make([]Row, len(g.Rows)), Statement: Statement(g.Statement), Signers: Signers(g.Signers), Basis: g.Basis, Evidence: g.Evidence,
		Files: filesOf(g.Files), Findings: findingsOf(g.Findings), Locked: g.Locked, FillingIn: g.FillingIn, Withdraw: g.Withdraw,
		Confirm: g.Confirm, Version: g.Version, SavedBy: g.SavedBy, Demo: g.Demo,
	}
	counts := map[targets.DutyState]int{}
	for i := range g.Rows {
		out.Rows[i] = rowOf(&g.Rows[i])
		counts[g.Rows[i].State]++
	}
	for _, t := range g.Behind {
		out.Behind = append(out.Behind, t.ID)
	}
	out.Filing = Filing{FilingName: nameOf(&g.Filing, &g.Form, &g.Office), State: mostUrgent(counts), Counts: counts, Draft: g.Version != 0, Entry: g.Entry}
	return out
}

// mostUrgent is the state that asks soonest for somebody to act.
func mostUrgent(counts map[targets.DutyState]int) targets.DutyState {
	for _, s := range [...]targets.DutyState{
		targets.DutyOverdue, targets.DutyReturned, targets.DutyOpen, targets.DutySubmitted, targets.DutyUpcoming, targets.DutyMissing,
	} {
		if counts[s] > 0 {
			return s
		}
	}
	return targets.DutyApproved
}

func filesOf(list []collector.EvidenceInfo) []File {
	out := make([]File, len(list))
	for i, f := range list {
		out[i] = File(f)
	}
	return out
}

// FilingPath is the part of an input that names a filing.
type FilingPath struct {
	Form   string `path:"form" maxLength:"60" doc:"Id of the form"`
	Office string `path:"office" maxLength:"60" doc:"Id of the office"`
	Period string `path:"period" maxLength:"40" doc:"2025, 2025-S1, 2025-Q3, 2025-03" example:"2025-Q3"`
}

func (k *FilingPath) key() (targets.FilingKey, error) {
	p, err := targets.ParsePeriod(k.Period)
	if err != nil {
		return targets.FilingKey{}, newProblem("invalid", asError(err).Text).at("path.period", asError(err).Text)
	}
	return targets.FilingKey{Form: k.Form, Office: k.Office, Period: p}, nil
}

type filingsInput struct {
	Paging
	Form   string              `query:"form" maxLength:"60"`
	Office string              `query:"office" maxLength:"60"`
	Area   string              `query:"area" maxLength:"12" doc:"Code: it and everything below"`
	From   string              `query:"from" maxLength:"10" format:"date" doc:"Periods that end on or after; without from and until: what is open, overdue or returned, or was due within a year"`
	Until  string              `query:"until" maxLength:"10" format:"date"`
	State  []targets.DutyState `query:"state" doc:"upcoming, open, submitted, returned, approved, overdue, declared_missing; several with commas"`
	Mine   bool                `query:"mine" doc:"Of the own office only"`
}

// listAnswer is one page of a list.
type listAnswer[T any] struct {
	Link string `header:"Link" doc:"The next page, rel=next; absent at the end"`
	Body []T    `nullable:"false"`
}

type gridAnswer struct {
	ETag string `header:"ETag" doc:"The version of the draft"`
	Body Grid
}

func gridAnswered(g *collector.Grid) *gridAnswer { return &gridAnswer{etag(g.Version), gridOf(g)} }

type filingInput struct{ FilingPath }

type filingWrite struct {
	FilingPath
	Writing
}

type EntryWrite struct {
	FilingPath
	WritingBody
}

type draftWrite struct {
	EntryWrite
	IfMatch string `header:"If-Match" maxLength:"30" doc:"The ETag of the draft that was read; in place of version"`
}

const (
	tagFiling  = "填报 Filing"
	onlyFiling = "/filings/{form}/{office}/{period}"
)

func (a *api) filingOperations() {
	get(a, operation{id: "list-filings", path: "/filings", tag: tagFiling, summary: "报表清单 / Filings"}, a.listFilings)
	get(a, operation{id: "get-filing", path: onlyFiling, tag: tagFiling, summary: "一张报表：指标、上期数、本期数、校验 / One filing"}, a.getFiling)
	writeBody(a, operation{id: "check-filing", method: "POST", path: onlyFiling + "/check", tag: tagFiling,
		summary: "校验，不保存 / Check without saving"}, a.checkFiling)
	get(a, operation{id: "get-draft", path: onlyFiling + "/draft", tag: tagFiling, summary: "草稿 / The draft"}, a.getDraft)
	writeBody(a, operation{id: "save-draft", method: "PUT", path: onlyFiling + "/draft", tag: tagFiling, summary: "保存草稿 / Save the draft",
		about: "两个人同时填一张表时，后保存的人得到 409（或 412），problem 里的 version 是现有草稿的版本。"}, a.saveDraft)
	write(a, operation{id: "discard-draft", method: "DELETE", path: onlyFiling + "/draft", tag: tagFiling, summary: "丢弃草稿 / Discard the draft"}, a.discardDraft)
	get(a, operation{id: "get-figure-row", path: onlyFiling + "/rows/{indicator}", tag: tagFiling,
		summary: "报表中的一个数，带 ETag / One row of a filing"}, a.getRow)
	a.evidenceOperations()
}

func (a *api) listFilings(ctx context.Context, c *call, in *filingsInput) (*listAnswer[Filing], error) {
	q := collector.FilingQuery{Form: in.Form, Office: in.Office, Area: in.Area, States: in.State, Mine: in.Mine}
	var err error
	if q.From, err = day("query.from", in.From); err != nil {
		return nil, err
	}
	if q.To, err = day("query.until", in.Until); err != nil {
		return nil, err
	}
	rows, err := a.Desk.Filings(ctx, c.p, q)
	if err != nil {
		return nil, err
	}
	page, link, err := pageOf(c, in.Paging, rows, func(r *collector.FilingRow) string { return r.Filing.FilingKey.String() })
	return answerPage(page, link, err, filingOf)
}

// answerPage prints the rows of a page.
func answerPage[R, T any](page []R, link string, err error, show func(*R) T) (*listAnswer[T], error) {
	if err != nil {
		return nil, err
	}
	out := make([]T, len(page))
	for i := range page {
		out[i] = show(&page[i])
	}
	return &listAnswer[T]{link, out}, nil
}

// day reads a day of a query; empty is none.
func day(location, s string) (targets.Date, error) {
	if s == "" {
		return 0, nil
	}
	d, err := targets.ParseDate(s)
	if err != nil {
		return 0, newProblem("invalid", asError(err).Text).at(location, asError(err).Text)
	}
	return d, nil
}

func (a *api) getFiling(ctx context.Context, c *call, in *filingInput) (*gridAnswer, error) {
	g, err := a.grid(ctx, c, &in.FilingPath)
	if err != nil {
		return nil, err
	}
	return gridAnswered(g), nil
}

func (a *api) grid(ctx context.Context, c *call, path *FilingPath) (*collector.Grid, error) {
	k, err := path.key()
	if err != nil {
		return nil, err
	}
	return a.Desk.Grid(ctx, c.p, k)
}

func (a *api) checkFiling(ctx context.Context, c *call, in *EntryWrite, body *Entry) (*gridAnswer, error) {
	k, e, err := in.entry(body)
	if err != nil {
		return nil, err
	}
	g, err := a.Desk.Check(ctx, c.p, k, e)
	if err != nil {
		return nil, a.problem(ctx, c, err).ofGrid(g, body.Cells)
	}
	return gridAnswered(g), nil
}

func (in *EntryWrite) entry(body *Entry) (targets.FilingKey, collector.Entry, error) {
	k, err := in.key()
	if err != nil {
		return k, collector.Entry{}, err
	}
	e, err := body.desk()
	return k, e, err
}

// A Draft is what is typed and not handed in.
type Draft struct {
	Entry
	SavedBy string `json:"saved_by,omitempty"`
}

type draftAnswer struct {
	ETag string `header:"ETag" doc:"The version of the draft"`
	Body Draft
}

func draftAnswered(g *collector.Grid) *draftAnswer {
	d := Draft{Entry: Entry{
		Cells: []Cell{}, Statement: Statement(g.Statement), Signers: Signers(g.Signers), Basis: g.Basis, Evidence: g.Evidence, Version: g.Version,
	}, SavedBy: g.SavedBy}
	for i := range g.Rows {
		if g.Rows[i].Drafted {
			d.Cells = append(d.Cells, Cell(g.Rows[i].Cell))
		}
	}
	return &draftAnswer{etag(g.Version), d}
}

func (a *api) getDraft(ctx context.Context, c *call, in *filingInput) (*draftAnswer, error) {
	g, err := a.grid(ctx, c, &in.FilingPath)
	if err != nil {
		return nil, err
	}
	if g.Version == 0 {
		return nil, newProblem("not-found", "没有草稿。")
	}
	return draftAnswered(g), nil
}

func (a *api) saveDraft(ctx context.Context, c *call, in *draftWrite, body *Entry) (*draftAnswer, error) {
	n, match, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	if match {
		body.Version = n
	}
	k, e, err := in.entry(body)
	if err != nil {
		return nil, err
	}
	g, err := a.Desk.SaveDraft(ctx, c.p, k, e)
	if err != nil {
		return nil, a.moved(ctx, c, err, g, match)
	}
	return draftAnswered(g), nil
}

// moved tells of a refused draft which version is there now.
func (a *api) moved(ctx context.Context, c *call, err error, g *collector.Grid, match bool) *Problem {
	p := a.problem(ctx, c, err)
	if p.Status != http.StatusConflict {
		return p
	}
	if match {
		p.become("precondition")
	}
	if g != nil {
		p.Version = &g.Version
	}
	return p
}

func (a *api) discardDraft(ctx context.Context, c *call, in *filingWrite) (*none, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	return done(a.Desk.DiscardDraft(ctx, c.p, k))
}

type rowInput struct {
	FilingPath
	Indicator string `path:"indicator" maxLength:"60"`
}

type rowAnswer struct {
	ETag string `header:"ETag" doc:"The newest revision, for If-Match; 0: none"`
	Body Row
}

func (a *api) getRow(ctx context.Context, c *call, in *rowInput) (*rowAnswer, error) {
	g, err := a.grid(ctx, c, &in.FilingPath)
	if err != nil {
		return nil, err
	}
	for i := range g.Rows {
		if r := &g.Rows[i]; r.Indicator.ID == in.Indicator {
			revision := 0
			if r.Newest != nil {
				revision = r.Newest.Revision
			}
			return &rowAnswer{etag(int64(revision)), rowOf(r)}, nil
		}
	}
	return nil, newProblem("not-found", "这张报表没有这个指标。")
}
