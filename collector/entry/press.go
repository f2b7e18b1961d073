package entry

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

//go:embed templates
var templateFiles embed.FS

// A press holds the parsed template of each page, by name. layout.html surrounds
// each; what pages share stands in files named *.parts.html.
type press map[string]*template.Template

func newPress() (press, error) {
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("list templates: %w", err)
	}
	shared, err := template.New("layout.html").Funcs(words).ParseFS(templateFiles, "templates/layout.html", "templates/*.parts.html")
	if err != nil {
		return nil, fmt.Errorf("parse shared templates: %w", err)
	}
	all := press{}
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "layout" || strings.HasSuffix(name, ".parts") {
			continue
		}
		t, err := template.Must(shared.Clone()).ParseFS(templateFiles, file)
		if err != nil {
			return nil, fmt.Errorf("parse template %s: %w", name, err)
		}
		all[name] = t
	}
	return all, nil
}

// words are the functions templates may use.
var words = template.FuncMap{
	"zh":         func(t interface{ In(targets.Lang) string }) string { return t.In(targets.ZH) },
	"mark":       mark,
	"label":      func(p targets.Period) string { return p.Label(targets.ZH) },
	"number":     func(v targets.Decimal, i *targets.Indicator) string { return targets.FormatValue(v, i, targets.ZH) },
	"plain":      targets.FormatNumber,
	"clock":      clock,
	"minute":     minute,
	"mentions":   strings.Contains,
	"contactsof": func(list []contactLine, f findings) contactsBody { return contactsBody{list, f} },
	"filing":     filingPath,
	"unit":       func(i *targets.Indicator) string { return i.Unit.ZH },
	"lights":     func() []targets.Light { return targets.Lights[:] },
	"add":        func(a, b int) int { return a + b },

	"bare":       bare,
	"figurepath": timelinePath,
	"dutylight":  dutyLight,
	"counts":     countWords,
}

// bare prints a figure without its unit, which stands in a column of its own.
func bare(f any, i *targets.Indicator) string {
	var figure targets.Figure
	switch f := f.(type) {
	case targets.Figure:
		figure = f
	case *targets.Figure:
		figure = *f
	}
	switch {
	case !figure.Flag.HasValue() && figure.Flag != "":
		return figure.Flag.Name().ZH
	case i.Measure.PerCent() || i.Measure == targets.Milestone:
		return ratioText(&figure, i) + boundWord(figure.Bound)
	}
	return targets.FormatNumber(figure.Value) + boundWord(figure.Bound)
}

// ratioText prints a ratio that is made of its parts with one decimal of per cent,
// one that was typed with its own digits, and a milestone in words.
func ratioText(f *targets.Figure, i *targets.Indicator) string {
	if i.Measure == targets.Ratio && f.Numerator.Known() {
		return targets.FormatShare(f.Value)
	}
	return targets.FormatValue(f.Value, i, targets.ZH)
}

func boundWord(b targets.Bound) string {
	if b == targets.Exact {
		return ""
	}
	return b.Name().ZH
}

// countWords tells how many duties of a filing stand where, when it is not all in
// one place.
func countWords(counts map[targets.DutyState]int) string {
	var parts []string
	for _, s := range targets.DutyStates {
		if n := counts[s]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s%d项", s.Name().ZH, n))
		}
	}
	if len(parts) < 2 {
		return ""
	}
	return strings.Join(parts, "，")
}

// mark is the shape that stands beside a light, as in the reports.
func mark(l targets.Light) string {
	switch l {
	case targets.Green:
		return "●"
	case targets.Yellow:
		return "▲"
	case targets.Red:
		return "■"
	case targets.Blue:
		return "◆"
	}
	return "○"
}

// clock prints the time of day in Shanghai, minute a day and a time.
func clock(t time.Time) string { return t.In(targets.Shanghai).Format("15:04") }

func minute(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(targets.Shanghai).Format("2006-01-02 15:04")
}

// A view is one page to be shown. The handler fills in what all pages share.
type view struct {
	Name    string // of the template
	Status  int    // 0: 200
	Title   string
	Crumbs  []link   // below 工作台
	Scripts []string // file names of assets, beside frame.js
	Wide    bool     // a table that uses the whole window
	Paper   bool     // a form to print: nothing around it but a way back
	Error   string   // what was refused, in one sentence above the form
	Body    any

	Person  *collector.Person
	Menu    []link
	Notice  string
	Demo    bool
	Version string
	Assets  string
	Today   targets.Date
}

// A link is a text that leads somewhere; without Href it is the present page.
type link struct {
	Text    string
	Href    string
	Current bool
}

// show renders a page whole before the first byte is sent.
func (h *handler) show(w http.ResponseWriter, r *http.Request, p *collector.Person, v view) error {
	v.Person, v.Demo, v.Version, v.Assets, v.Today = p, h.Demo, h.Version, assetsFolder, h.today()
	v.Notice = notices[r.URL.Query().Get("done")]
	if p.Known() {
		v.Menu = menu(r, p)
	}
	t := h.press[v.Name]
	if t == nil {
		return fmt.Errorf("there is no template %q", v.Name)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, v); err != nil {
		return fmt.Errorf("render %s: %w", v.Name, err)
	}
	if v.Status == 0 {
		v.Status = http.StatusOK
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(v.Status)
	if r.Method != http.MethodHead {
		w.Write(out.Bytes())
	}
	return nil
}

// part renders one named piece of a page, for a script to put in its place.
func (h *handler) part(name, piece string, data any) (string, error) {
	var out bytes.Buffer
	if err := h.press[name].ExecuteTemplate(&out, piece, data); err != nil {
		return "", fmt.Errorf("render %s of %s: %w", piece, name, err)
	}
	return out.String(), nil
}

// menu lists the pages a person has business on, by the roles. Whether an address
// is answered is the desk's to say.
func menu(r *http.Request, p *collector.Person) []link {
	var list []link
	for _, item := range menuItems {
		if !holds(p, item.roles) {
			continue
		}
		current := r.URL.Path == item.path || item.path != homePath && strings.HasPrefix(r.URL.Path, item.path)
		list = append(list, link{item.text, item.path, current})
	}
	return list
}

func holds(p *collector.Person, roles []targets.Role) bool {
	for _, role := range roles {
		if p.User.Has(role) {
			return true
		}
	}
	return roles == nil
}

// problemJSON answers a script whose request failed.
type problemJSON struct {
	Error  string `json:"error"`
	SignIn bool   `json:"signIn,omitempty"` // the session is over
}

func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v) // a browser that went away needs no answer
}

// plainText refuses what no keyboard types: broken UTF-8 and control characters.
func plainText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
	})
}
