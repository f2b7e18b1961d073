package api

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
)

// filledBook is the workbook of the provincial office with one row filled in.
func (w *world) filledBook(indicator string, fill func(*collector.Cell)) string {
	w.t.Helper()
	p, _, err := w.accounts.PersonOf(w.t.Context(), w.session("wangxh"))
	if err != nil {
		w.t.Fatal(err)
	}
	g, err := w.desk.Grid(w.t.Context(), p, targets.FilingKey{Form: formID, Office: "zj-amr", Period: targets.Months(2025, 1, 3)})
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range g.Rows {
		if g.Rows[i].Indicator.ID == indicator {
			fill(&g.Rows[i].Cell)
		}
	}
	var b bytes.Buffer
	if err := (sheet.Sheets{}).Template(&b, g); err != nil {
		w.t.Fatal(err)
	}
	return b.String()
}

func (w *world) readBook(t *testing.T, body string) *WorkbookRead {
	t.Helper()
	got := w.ask("wangxh", "POST", filingZJ+"/workbook", body, header("Content-Type", workbookType))
	var r WorkbookRead
	if err := json.Unmarshal(got.body, &r); err != nil || got.status != 200 {
		t.Fatalf("read the workbook = %s, %v; want 200", got, err)
	}
	return &r
}

func TestAWorkbookIsReadBesideTheDraftAndNotSaved(t *testing.T) {
	w := newWorld(t)
	saved := w.ask("wangxh", "PUT", filingZJ+"/draft", `{"cells":[{"indicator":"made","value":"3812","note":"按台账"}],"signers":{"head":"张三"}}`)
	if saved.status != 200 {
		t.Fatalf("save = %s", saved)
	}
	r := w.readBook(t, w.filledBook("bodies", func(c *collector.Cell) { c.Value = "815" }))
	cells := map[string]string{}
	for _, c := range r.Entry.Cells {
		cells[c.Indicator] = c.Value
	}
	if len(cells) != 2 || cells["made"] != "3812" || cells["bodies"] != "815" || r.Entry.Signers.Head != "张三" {
		t.Errorf("entry = %+v; want made 3812 of the draft, bodies 815 of the workbook, and the draft's signer", r.Entry)
	}
	if tag := etag(r.Entry.Version); tag != saved.header.Get("ETag") {
		t.Errorf("version %s; want that of the draft, %s", tag, saved.header.Get("ETag"))
	}
	draft := w.ask("wangxh", "GET", filingZJ+"/draft", "")
	if strings.Contains(string(draft.body), "815") || draft.header.Get("ETag") != saved.header.Get("ETag") {
		t.Errorf("the draft is now %s; want it as saved", draft)
	}
	body, err := json.Marshal(r.Entry)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.ask("wangxh", "PUT", filingZJ+"/draft", string(body)); got.status != 200 || !strings.Contains(string(got.body), "815") {
		t.Errorf("save what was read = %s; want it taken as it is", got)
	}
}

func TestWhatIsWrongWithAWorkbookIsToldByItsCells(t *testing.T) {
	w := newWorld(t)
	falling := w.readBook(t, w.filledBook("made", func(c *collector.Cell) { c.Value = "3500" }))
	if len(falling.Findings) == 0 || !strings.HasPrefix(falling.Findings[0].Location, "填报!") {
		t.Errorf("a total that falls has the findings %+v; want one at a cell of 填报", falling.Findings)
	}
	book := w.filledBook("made", func(c *collector.Cell) { c.Value, c.Flag = "3812", "大约" })
	got := w.ask("wangxh", "POST", filingZJ+"/workbook?name=a.xlsx", book, header("Content-Type", workbookType))
	p := got.problem(t)
	if got.status != 422 || len(p.Errors) != 1 || !strings.HasPrefix(p.Errors[0].Location, "填报!") || p.Errors[0].Message == "" {
		t.Errorf("a flag that is none = %s; want 422 at one cell of 填报", got)
	}
	for name, tt := range map[string]struct {
		as, path, body, mediaType string
		status                    int
	}{
		"no workbook at all":     {"wangxh", filingZJ, "PK\x03\x04 and nothing", workbookType, 422},
		"of another filing":      {"wangxh", filingHZ, book, workbookType, 422},
		"of another area":        {"wangxh", filingXA, book, workbookType, 404},
		"by a viewer":            {"shanxi", filingXA, string(w.ask("shanxi", "GET", filingXA+"/workbook", "").body), workbookType, 403},
		"by nobody":              {"", filingZJ, book, workbookType, 401},
		"of another media type":  {"wangxh", filingZJ, book, "application/json", 415},
		"larger than is allowed": {"wangxh", filingZJ, strings.Repeat("a", maxWorkbook+1), workbookType, 413},
		"of nothing":             {"wangxh", filingZJ, "", workbookType, 400},
	} {
		t.Run(name, func(t *testing.T) {
			got := w.ask(tt.as, "POST", tt.path+"/workbook", tt.body, header("Content-Type", tt.mediaType))
			if got.problem(t); got.status != tt.status {
				t.Errorf("a workbook %s = %s; want %d", name, got, tt.status)
			}
			for _, word := range notWords {
				if strings.Contains(string(got.body), word) {
					t.Errorf("a workbook %s tells %q: %s", name, word, got)
				}
			}
		})
	}
	if strings.Contains(w.log.String(), "request failed") {
		t.Errorf("a refusal was logged as a failure:\n%s", w.log)
	}
}

func TestAProgramWithoutWorkbooksSaysSo(t *testing.T) {
	w := newWorld(t)
	h, err := Handler(Parts{Desk: w.desk, Accounts: w.accounts, Log: slog.New(slog.DiscardHandler), Now: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	w.server = httptest.NewServer(h)
	t.Cleanup(w.server.Close)
	got := w.ask("wangxh", "GET", filingZJ+"/workbook", "")
	if got.problem(t); got.status != 404 {
		t.Errorf("a workbook = %s; want 404", got)
	}
}

func TestATaskFileIsReadOnceAReportNamesIt(t *testing.T) {
	w := newWorld(t)
	const pdf = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
	up := w.ask("wangxh", "POST", "/api/v1/tasks/zj-task-1/evidence?name=a.pdf", pdf, header("Content-Type", "application/pdf"))
	at := up.header.Get("Location")
	if up.status != 201 || !strings.HasPrefix(at, "/api/v1/tasks/zj-task-1/evidence/") {
		t.Fatalf("upload = %s at %q", up, at)
	}
	if got := w.ask("zhaosh", "GET", at, ""); got.status != 404 {
		t.Errorf("before the report = %s; want 404", got)
	}
	report := `{"stage":"done","on":"2025-04-01","text":"已发布","evidence":["` + at[strings.LastIndex(at, "/")+1:] + `"]}`
	if got := w.ask("wangxh", "POST", "/api/v1/tasks/zj-task-1/reports", report); got.status != 204 {
		t.Fatalf("report = %s", got)
	}
	if got := w.ask("zhaosh", "GET", at, ""); got.status != 200 || string(got.body) != pdf || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("after the report = %s %v; want the file, to be kept", got, got.header)
	}
	for as, want := range map[string]int{"xian": 404, "": 401} {
		if got := w.ask(as, "GET", at, ""); got.status != want {
			t.Errorf("to %q = %s; want %d", as, got, want)
		}
	}
}
