package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/biaochi/biaochi/charts/report"
	"github.com/biaochi/biaochi/collector"
	"github.com/biaochi/biaochi/collector/api"
	"github.com/biaochi/biaochi/collector/entry"
	"github.com/biaochi/biaochi/collector/exporter"
	"github.com/biaochi/biaochi/collector/sheet"
	"github.com/biaochi/biaochi/targets"
	"github.com/biaochi/biaochi/targets/store"
)

// A house is the program as it is served: everything wired to one store.
type house struct {
	store    *store.Store
	accounts *collector.Accounts
	desk     *collector.Desk
	audit    *auditor
	now      func() time.Time
	log      *slog.Logger
	demo     bool
	traffic  *exporter.Traffic
	files    exporter.StoreSource // nil: nothing is told of the files
	private  bool                 // the public pages and metrics ask for a sign-in
	secure   bool                 // TLS ends in front of the program
}

func newHouse(ctx context.Context, st *store.Store, now func() time.Time, log *slog.Logger) (*house, error) {
	demo, err := st.Demo(ctx)
	if err != nil {
		return nil, fmt.Errorf("read whether this is a training copy: %w", err)
	}
	h := &house{store: st, traffic: exporter.NewTraffic(), audit: newAuditor(st, now, log), now: now, log: log, demo: demo}
	h.accounts = newAccounts(st, now, log)
	h.desk = deskWith(st, h.accounts, now)
	return h, nil
}

// offices mounts the pages of the offices and the API.
func (h *house) offices(mux *http.ServeMux) error {
	pages, err := entry.Handler(entry.Parts{Desk: h.desk, Accounts: h.accounts, Sheets: sheet.Sheets{}, Log: h.log, Now: h.now,
		Version: version, Demo: h.demo, Secure: h.secure})
	if err != nil {
		return err
	}
	for _, path := range entry.Paths() {
		mux.Handle(path, h.traffic.Count(exporter.PartWork, pages))
	}
	calls, err := api.Handler(api.Parts{Desk: h.desk, Accounts: h.accounts, Sheets: sheet.Sheets{}, Log: h.log, Now: h.now, Version: version, Secure: h.secure, Private: h.private})
	if err != nil {
		return err
	}
	mux.Handle(api.Path, h.traffic.Count(exporter.PartAPI, calls))
	return nil
}

func (h *house) metrics(f metricsFlags) http.Handler {
	return exporter.New(h.store, exporter.Options{Now: h.now, Log: h.log, Version: version, Revision: revision(), Internal: f.Internal, Below: f.below(),
		Audit: h.audit.Last, Duties: dutySource{h.desk, h.store}, Store: h.files, Traffic: h.traffic}).Handler()
}

// A dutySource is what the exporter counts duties by.
type dutySource struct {
	desk  *collector.Desk
	store *store.Store
}

// Duties lists the duties that are looked at on a day.
func (s dutySource) Duties(ctx context.Context, today targets.Date) ([]targets.Duty, error) {
	return s.desk.Duties(ctx, today)
}

// Areas are all areas of the catalogue.
func (s dutySource) Areas(ctx context.Context) ([]targets.Area, error) {
	c, _, err := s.store.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	return c.Areas, nil
}

// Head is the newest entry of the chain.
func (s dutySource) Head(ctx context.Context) (sequence int64, hash string, err error) {
	return s.store.Head(ctx)
}

// guard lets only a viewer pass to what is public elsewhere: by the session of a
// browser, who is sent to sign in, or by the token of a program.
func (h *house) guard(next http.Handler) http.Handler {
	if !h.private {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, err := h.whoever(r)
		if err == nil {
			err = h.accounts.MayViewSite(r.Context(), p)
		}
		switch {
		case err == nil:
			w.Header().Set("Cache-Control", "no-store")
			next.ServeHTTP(w, r)
		case targets.KindOf(err) == "":
			h.log.ErrorContext(r.Context(), "sign-in could not be looked up", "path", r.URL.Path, "err", err)
			http.Error(w, "系统出错，请联系管理员。", http.StatusInternalServerError)
		case bearer(r) != "" || r.URL.Path == "/metrics":
			w.Header().Set("WWW-Authenticate", `Bearer realm="biaochi"`)
			http.Error(w, err.Error(), http.StatusUnauthorized)
		case p.Known():
			http.Error(w, err.Error(), http.StatusForbidden)
		default:
			http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		}
	})
}

// editions serves the pages: the public edition to everybody, and the internal
// one to who is signed in and may see it; with private pages only the internal
// one, to nobody else. Each edition keeps its own pages, so that neither is ever
// answered from what was made for the other.
func (h *house) editions() http.Handler {
	options := reportsOf(h.now)
	internal := report.Handler(h.store, options, h.log)
	if h.private {
		return h.guard(internal)
	}
	options.Public = true
	public := report.Handler(h.store, options, h.log)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/"+report.AssetsFolder) { // of both editions
			public.ServeHTTP(w, r)
			return
		}
		w.Header().Add("Vary", "Cookie, Authorization")
		switch viewer, err := h.viewer(r); {
		case viewer:
			internal.ServeHTTP(w, r)
		case err == nil:
			public.ServeHTTP(w, r)
		case targets.KindOf(err) == "":
			h.log.ErrorContext(r.Context(), "sign-in could not be looked up", "path", r.URL.Path, "err", err)
			http.Error(w, "系统出错，请联系管理员。", http.StatusInternalServerError)
		default:
			w.Header().Set("WWW-Authenticate", `Bearer realm="biaochi"`)
			http.Error(w, err.Error(), http.StatusUnauthorized)
		}
	})
}

// viewer reports whether the request is of somebody who may see the internal
// edition. A token that is none is an error; a session that is over is nobody.
func (h *house) viewer(r *http.Request) (bool, error) {
	p, err := h.whoever(r)
	if err != nil || !p.Known() {
		return false, err
	}
	err = h.accounts.MayViewSite(r.Context(), p)
	if targets.KindOf(err) != "" {
		return false, nil
	}
	return err == nil, err
}

// whoever is the person behind a request; nil is nobody.
func (h *house) whoever(r *http.Request) (*collector.Person, error) {
	if token := bearer(r); token != "" {
		return h.accounts.Bearer(r.Context(), token)
	}
	token := entry.SessionToken(r, h.secure)
	if token == "" {
		return nil, nil
	}
	p, _, err := h.accounts.PersonOf(r.Context(), token)
	if targets.KindOf(err) != "" {
		return nil, nil // the session is over
	}
	return p, err
}

func bearer(r *http.Request) string {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return ""
	}
	return token
}

// firstRun tells how the first administrator is made, while there is none.
func (h *house) firstRun(ctx context.Context, c console, base string) error {
	secret, needed, err := h.accounts.FirstRunLink(ctx)
	if err != nil || !needed {
		return err
	}
	_, err = fmt.Fprintf(c.out, "还没有管理员。请在 24 小时内打开这个一次性链接设立：\n  %s/first-run?link=%s\n", base, secret)
	return err
}

// keep runs what has to happen beside the requests, until ctx ends, and then
// writes down what is only in memory.
func (h *house) keep(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); h.accounts.Run(ctx) }()
	go rest(ctx, h.traffic.Asked)
	audited := make(chan struct{})
	go func() { defer close(audited); h.audit.Run(ctx) }()
	return func() {
		cancel()
		<-done
		<-audited
		last, finish := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer finish()
		if err := h.accounts.Flush(last); err != nil && !errors.Is(err, context.Canceled) {
			h.log.Error("what was in memory could not be written", "err", err)
		}
	}
}
