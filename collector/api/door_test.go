package api

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAPrivateServerAsksForASignIn(t *testing.T) {
	w := newWorld(t)
	h, err := Handler(Parts{Desk: w.desk, Accounts: w.accounts, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: w.clock, Private: true})
	if err != nil {
		t.Fatal(err)
	}
	for as, want := range map[string]int{"": http.StatusUnauthorized, "shanxi": http.StatusOK} {
		r := httptest.NewRequest("GET", Path+"figures", nil)
		if as != "" {
			r.AddCookie(&http.Cookie{Name: plainCookie, Value: w.session(as)})
		}
		got := httptest.NewRecorder()
		if h.ServeHTTP(got, r); got.Code != want {
			t.Errorf("figures as %q = %d %s; want %d", as, got.Code, got.Body, want)
		}
	}
}

func TestTheListingLoadsNothing(t *testing.T) {
	a := bare(t)
	w := httptest.NewRecorder()
	(&door{a, a.mux}).ServeHTTP(w, httptest.NewRequest("GET", Path, nil))
	page := w.Body.String()
	for _, word := range []string{"<script", "<style", "style=", "http://", "https://", "onload"} {
		if strings.Contains(page, word) {
			t.Errorf("the listing has %q", word)
		}
	}
	for _, o := range a.every() {
		if !strings.Contains(page, o.Path) {
			t.Errorf("the listing misses %s", o.Path)
		}
	}
}
