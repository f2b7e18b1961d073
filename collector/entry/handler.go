package entry

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/targets"
)

// Parts are what the pages are made of.
type Parts struct {
	Desk     Desk
	Accounts Accounts
	Sheets   Sheets // nil: no workbooks are offered
	Log      *slog.Logger
	Now      func() time.Time
	Version  string
	Demo     bool // a training copy: every page says so
	// Secure says that browsers reach the program over TLS although a request
	// does not show it, because TLS ends in front of the program.
	Secure bool
}

// Handler serves every page of pages(), and /work/assets/. It answers paths below
// /work/ and the few that a person meets before signing in; see Paths.
func Handler(p Parts) (http.Handler, error) {
	press, err := newPress()
	if err != nil {
		return nil, err
	}
	assets, err := newAssets()
	if err != nil {
		return nil, err
	}
	h := &handler{Parts: p, press: press, mux: http.NewServeMux(), books: make(chan struct{}, workbooksAtOnce)}
	for _, pg := range h.pages() {
		h.mux.Handle(pg.method+" "+pg.pattern, h.serve(pg))
	}
	h.mux.Handle("GET "+assetsFolder, assets)
	h.origin.SetDenyHandler(http.HandlerFunc(h.foreign))
	return h.origin.Handler(h.mux), nil
}

// Paths are the patterns below which Handler is to be mounted.
func Paths() []string {
	return []string{"/work/", "/sign-in", "/sign-out", "/first-run", "/invite"}
}

type handler struct {
	Parts
	press  press
	mux    *http.ServeMux
	origin http.CrossOriginProtection
	books  chan struct{} // workbooks being read
}

// A page is one address and what answers it. The person is nil on an open page
// when nobody signed in; an error is answered by the one adapter (see fail).
type page struct {
	method  string
	pattern string // as of http.ServeMux
	answer  func(w http.ResponseWriter, r *http.Request, p *collector.Person) error
	open    bool  // answered without a sign-in
	limit   int64 // bytes of a body; 0: bodyBytes
}

// bodyBytes bounds the body of a form without files.
const bodyBytes = 1 << 20

// Policy is the content security policy of the pages: that of the public pages,
// and connect-src 'self', because the grid saves drafts by itself; forms lead
// nowhere else and no page stands in a frame.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

func secure(head http.Header) {
	head.Set("Content-Security-Policy", Policy)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("X-Frame-Options", "DENY")
	head.Set("Referrer-Policy", "same-origin")
	head.Set("Cross-Origin-Opener-Policy", "same-origin")
	head.Set("Cache-Control", "no-store")
}

// serve is the adapter of every page.
func (h *handler) serve(pg page) http.Handler {
	limit := pg.limit
	if limit == 0 {
		limit = bodyBytes
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure(w.Header())
		if changes(r) && !hasOrigin(r) {
			h.foreign(w, r)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		p, r, err := h.person(r)
		if err == nil && !pg.open {
			err = admit(r, p)
		}
		if err == nil {
			err = pg.answer(w, r, p)
		}
		if err != nil {
			h.fail(w, r, p, err)
		}
	})
}

func changes(r *http.Request) bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead
}

// hasOrigin reports whether a browser said where the request comes from. Without
// either header CrossOriginProtection would take it for a program's request; no
// program has business here.
func hasOrigin(r *http.Request) bool {
	return r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") != ""
}

// foreign refuses a request that did not come from the program's own pages.
func (h *handler) foreign(w http.ResponseWriter, r *http.Request) {
	secure(w.Header())
	h.Log.WarnContext(r.Context(), "request of foreign origin refused", "method", r.Method, "path", r.URL.Path)
	h.fail(w, r, nil, errForeign)
}

// Errors of the pages themselves.
var (
	errForeign  = &targets.Error{Kind: targets.Forbidden, Text: textForeign}
	errSignIn   = errors.New("nobody is signed in")
	errPassword = errors.New("the password has to be changed first")
	errNotHere  = &targets.Error{Kind: targets.NotFound, Text: textNotHere}
)

// admit lets a person who signed in pass.
func admit(r *http.Request, p *collector.Person) error {
	switch {
	case !p.Known():
		return errSignIn
	case p.MustChange && r.URL.Path != accountPath && r.URL.Path != passwordPath:
		return errPassword
	}
	return nil
}

// statuses answer the kinds of failure; 0 is internal.
var statuses = map[targets.Kind]int{
	targets.Invalid: http.StatusUnprocessableEntity, targets.NotFound: http.StatusNotFound,
	targets.Conflict: http.StatusConflict, targets.Forbidden: http.StatusForbidden,
}

// fail shows what a person can act on and logs everything else, once.
func (h *handler) fail(w http.ResponseWriter, r *http.Request, p *collector.Person, err error) {
	if errors.Is(r.Context().Err(), context.Canceled) {
		return // nobody is waiting
	}
	status, text := h.judge(r, err)
	switch {
	case wantsJSON(r):
		writeJSON(w, status, problemJSON{Error: text, SignIn: errors.Is(err, errSignIn)})
	case errors.Is(err, errSignIn) && !changes(r):
		http.Redirect(w, r, signInPath+"?next="+escape(r.URL.RequestURI()), http.StatusSeeOther)
	case errors.Is(err, errPassword) && !changes(r):
		http.Redirect(w, r, accountPath+"?first=password", http.StatusSeeOther)
	default:
		h.problem(w, r, p, status, text)
	}
}

// judge says which status and which words an error is answered with.
func (h *handler) judge(r *http.Request, err error) (int, string) {
	if e, ok := errors.AsType[*targets.Error](err); ok {
		return statuses[e.Kind], e.Text
	}
	if f, ok := errors.AsType[targets.Faults](err); ok {
		return http.StatusUnprocessableEntity, f.Error()
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge, textTooLarge
	}
	switch {
	case errors.Is(err, errSignIn):
		return http.StatusUnauthorized, textSignInAgain
	case errors.Is(err, errPassword):
		return http.StatusForbidden, textPasswordFirst
	}
	h.Log.ErrorContext(r.Context(), "page failed", "method", r.Method, "path", r.URL.Path, "err", err)
	return http.StatusInternalServerError, textBroken
}

// problem is a page that says what went wrong.
func (h *handler) problem(w http.ResponseWriter, r *http.Request, p *collector.Person, status int, text string) {
	title := textProblem
	if status == http.StatusNotFound {
		title = textNoPage
	}
	err := h.show(w, r, p, view{Name: "problem", Status: status, Title: title, Body: text})
	if err != nil {
		h.Log.ErrorContext(r.Context(), "problem page failed", "err", err)
		http.Error(w, text, status)
	}
}

// redirect answers an accepted change; done names a sentence of notices.
func redirect(w http.ResponseWriter, r *http.Request, path, done string) error {
	if done != "" {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		path += sep + "done=" + done
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// refused reports whether an error belongs beside a field of the form that was
// sent: the page is shown again with what was typed.
func refused(err error) (*targets.Error, bool) {
	e, ok := errors.AsType[*targets.Error](err)
	return e, ok && (e.Kind == targets.Invalid || e.Kind == targets.Conflict || e.Kind == targets.Forbidden)
}

func (h *handler) today() targets.Date { return targets.DateOf(h.Now()) }

// parse reads the form of a request: bounded, and text only.
func parse(r *http.Request) error {
	err := r.ParseForm() // first: ParseMultipartForm would swallow its error
	if err == nil {
		err = r.ParseMultipartForm(formMemory)
	}
	if errors.Is(err, http.ErrNotMultipart) {
		err = nil
	}
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return err
		}
		return &targets.Error{Kind: targets.Invalid, Text: textBadForm}
	}
	for name, values := range r.Form {
		for _, v := range values {
			if !plainText(name) || !plainText(v) {
				return &targets.Error{Kind: targets.Invalid, Text: textBadText}
			}
		}
	}
	return nil
}

// formMemory is how much of a form's files is kept in memory.
const formMemory = 1 << 20

// field is one value of a parsed form, without the space around it.
func field(r *http.Request, name string) string { return strings.TrimSpace(r.PostFormValue(name)) }

// dateField reads a day; an empty field is no day.
func dateField(r *http.Request, name string) (targets.Date, error) {
	s := field(r, name)
	if s == "" {
		return 0, nil
	}
	d, err := targets.ParseDate(s)
	if e, ok := errors.AsType[*targets.Error](err); ok {
		return 0, &targets.Error{Kind: e.Kind, Field: name, Text: e.Text}
	}
	return d, err
}

// filingKey reads the filing of an address with {form}, {office} and {period}.
func filingKey(r *http.Request) (targets.FilingKey, error) {
	period, err := targets.ParsePeriod(r.PathValue("period"))
	if err != nil {
		return targets.FilingKey{}, errNotHere
	}
	return targets.FilingKey{Form: r.PathValue("form"), Office: r.PathValue("office"), Period: period}, nil
}

// gridOf is the filing of an address as the person sees it.
func (h *handler) gridOf(r *http.Request, p *collector.Person) (*collector.Grid, error) {
	k, err := filingKey(r)
	if err != nil {
		return nil, err
	}
	return h.Desk.Grid(r.Context(), p, k)
}

// filingPath is the address of a filing's grid.
func filingPath(k targets.FilingKey) string {
	return fmt.Sprintf("/work/filings/%s/%s/%s", escape(k.Form), escape(k.Office), escape(k.Period.String()))
}
